//! Calls as one key reads them: found by id, or listed.
//!
//! What is not seen is as what is not there (rules C24, N24). A list without filters is a page of the store's index; any other one looks
//! at the calls that the index leaves, up to a named number, since words of a status and what clients wrote of own calls stand in no
//! index. Nothing is decided here of what a call shows.

use std::collections::HashSet;

use calls::Text;
use calls::dialects::chakra::{Asked, Code, FEED, Narrow, Refusal, Shown, Wanted, Who, is_listed};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use calls::record::call_in;
use tracing::error;
use uuid::Uuid;

use super::super::Api;
use super::super::door::Visitor;
use super::super::seen::Sight;
use super::Answer;
use crate::names::{account_uuid, spellings, user_named};
use crate::store::{CREATED_ROWS_MAX, Clue, CreatedAsk, EntryKind, Found, Numbered, What};

/// The most calls that are looked at for a list with filters; of more a shorter period is to be asked for.
pub(in crate::api) const LOOKED_MAX: u64 = 10_000;
/// So many calls are printed at once; then others have their turn.
const AT_ONCE: usize = 50;

/// Calls of one account, as one key reads them.
pub(super) struct Reading<'a> {
    pub(super) api: &'a Api,
    pub(super) visitor: &'a Visitor,
    pub(super) sight: Sight,
    pub(super) now: Moment,
    team: Uuid,
}

/// A call with the record that it stands in.
pub(super) struct Standing {
    pub(super) seen: Seen,
    pub(super) call: Uuid,
    pub(super) version: u64,
}

/// A page, and how many calls there are on all pages.
pub(super) struct Page {
    pub(super) total: u64,
    pub(super) calls: Vec<Shown>,
}

impl<'a> Reading<'a> {
    /// As this key reads them, now.
    pub(super) async fn of(api: &'a Api, visitor: &'a Visitor) -> Answer<Self> {
        // The account of a key may have been removed.
        api.known.household(&api.ctx, &visitor.account, &[]).await?;
        let (sight, now) = (Sight::of(api, visitor).await?, api.ctx.clock.now());
        Ok(Self { api, visitor, sight, now, team: account_uuid(&visitor.account) })
    }

    fn account(&self) -> &'a Text {
        &self.visitor.account
    }

    /// Does something with all that the dialect asks for beside records.
    pub(super) async fn with<T>(&self, act: impl Fn(Asked<'_>, Who<'_>) -> T) -> Answer<T> {
        let (ctx, account) = (&self.api.ctx, self.account());
        let known = self.api.names.of(account);
        let mut known = known.lock().await;
        let directory = known.refresh(ctx, account).await?;
        let who = |said: &str| user_named(&directory, account, said);
        let done = known.printed(ctx, account, &directory, |names| act(Asked { names, team: self.team, now: self.now }, &who));
        Ok(done.await?)
    }

    /// A call in its record, if it is to be shown.
    fn standing(&self, record: &str, call: Uuid) -> Answer<Option<Seen>> {
        let Some(own) = call_in(record, call) else { return Ok(None) };
        if !self.sight.call(own)? {
            return Ok(None);
        }
        match Seen::read(record) {
            Ok(seen) => Ok(seen.call(call).is_some_and(|own| is_listed(&seen, own)).then_some(seen)),
            Err(error) => {
                error!(account = %self.account(), %error, "a record cannot be read; it is shown to no reader");
                Ok(None)
            }
        }
    }

    /// The same of what the store found.
    pub(super) fn found(&self, found: &Found) -> Answer<Option<Standing>> {
        if found.what != What::Call {
            return Ok(None);
        }
        let seen = self.standing(&found.record, found.id)?;
        Ok(seen.map(|seen| Standing { seen, call: found.id, version: found.version }))
    }

    /// One call by the id that stands in a path (rule C24).
    pub(super) async fn one(&self, named: &str) -> Answer<Standing> {
        let id = Uuid::try_parse(named).map_err(|_| Code::NotFound)?;
        let found = self.api.ctx.store.find(self.account(), id, None).await?.ok_or(Code::NotFound)?;
        Ok(self.found(&found)?.ok_or(Code::NotFound)?)
    }

    /// A call as it is shown.
    pub(super) async fn shown(&self, standing: &Standing) -> Answer<Shown> {
        let Standing { seen, call, .. } = standing;
        let call = seen.call(*call).ok_or(Code::NotFound)?;
        self.with(|asked, _| Shown::of(seen, call, asked)).await
    }

    /// A page of calls (sheet, 4.3; rule C23).
    pub(super) async fn page(&self, wanted: &Wanted) -> Answer<Page> {
        let narrow = wanted.narrow(self.team);
        let Some(ask) = self.ask(wanted, &narrow).await? else { return Ok(Page { total: 0, calls: Vec::new() }) };
        if !narrow.is_all || !self.sight.is_all() {
            return self.looked(wanted, ask).await;
        }
        let ask = CreatedAsk { skipped: wanted.skip(), rows: wanted.page_size, ..ask };
        let numbered = self.api.ctx.store.created(self.account(), ask).await?;
        Ok(Page { total: numbered.total, calls: self.all_shown(&numbered, &|_, _| true).await? })
    }

    /// What the store is asked for; none where there can be nothing.
    async fn ask(&self, wanted: &Wanted, narrow: &Narrow) -> Answer<Option<CreatedAsk>> {
        let mut clues: Vec<Vec<Clue>> = Vec::new();
        let Ok(only) = self.sight.clues() else {
            return Err(Refusal {
                message: "these are calls of too many users to be listed".to_owned(),
                ..Refusal::new(Code::Forbidden)
            }
            .into());
        };
        clues.extend(only);
        if let Some(users) = &narrow.users {
            let directory = self.api.ctx.directories.of(self.account()).await?;
            let keys = users.iter().filter_map(|id| user_named(&directory, self.account(), &id.to_string()));
            clues.push(keys.flat_map(|key| directory.all_names(EntryKind::User, &key)).map(Clue::Assigned).collect());
        }
        let spelled = |numbers: &Vec<Text>| numbers.iter().flat_map(spellings).map(Clue::Number).collect();
        clues.extend(narrow.numbers.iter().map(spelled));
        if let Some((names, ids)) = &narrow.provided {
            let of = |name: &Text| ids.iter().map(move |id| Clue::provided(name, id)).collect::<Vec<_>>();
            clues.push(names.iter().flat_map(of).collect());
        }
        if clues.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(CreatedAsk {
            from: narrow.created_from,
            until: narrow.created_to,
            changed_from: narrow.updated_from,
            began_from: narrow.started_from,
            began_until: narrow.started_to,
            // What a client wrote of an own call may be another beginning.
            beside: Text::new_static(FEED),
            clues,
            deleted: wanted.include_deleted,
            latest_first: wanted.descending,
            skipped: 0,
            rows: CREATED_ROWS_MAX,
            ..CreatedAsk::default()
        }))
    }

    /// A page of those calls that fit, of all that are left by the index.
    async fn looked(&self, wanted: &Wanted, mut ask: CreatedAsk) -> Answer<Page> {
        let (mut fitting, mut known): (Vec<Shown>, HashSet<Uuid>) = Default::default();
        loop {
            let numbered = self.api.ctx.store.created(self.account(), ask.clone()).await?;
            if numbered.total > LOOKED_MAX {
                let says = format!("is needed here, or createdTo: more than {LOOKED_MAX} calls would be looked at");
                return Err(Refusal::field(Code::InvalidParameter, "createdFrom", &says).into());
            }
            let fits = |shown: &Shown, direction| wanted.takes(shown, direction);
            let shown = self.all_shown(&numbered, &fits).await?;
            // Payloads may be long; those of the page are read again.
            let bare = shown.into_iter().map(|shown| Shown { provider_payload: None, ..shown });
            // A call that was told in between may come twice.
            fitting.extend(bare.filter(|shown| known.insert(shown.id)));
            ask.skipped += ask.rows;
            if ask.skipped >= numbered.total {
                break;
            }
        }
        fitting.sort_by(|one, other| wanted.order(one, other));
        let total = fitting.len() as u64;
        let (skip, size) = (usize::try_from(wanted.skip()), usize::try_from(wanted.page_size));
        let page = fitting.into_iter().skip(skip.unwrap_or(usize::MAX)).take(size.unwrap_or_default());
        let mut calls = Vec::new();
        for shown in page {
            let found = self.api.ctx.store.find(self.account(), shown.id, None).await?;
            let standing = found.map(|found| self.found(&found)).transpose()?.flatten();
            // One that is gone meanwhile is told as it was.
            calls.push(match standing {
                Some(standing) => self.shown(&standing).await?,
                None => shown,
            });
        }
        Ok(Page { total, calls })
    }

    /// Those calls that fit, as they are shown.
    async fn all_shown(
        &self,
        numbered: &Numbered,
        fits: &(dyn Fn(&Shown, Option<calls::conversation::Direction>) -> bool + Send + Sync),
    ) -> Answer<Vec<Shown>> {
        let mut all = Vec::with_capacity(numbered.calls.len());
        for calls in numbered.calls.chunks(AT_ONCE) {
            let mut standing = Vec::new();
            for call in calls {
                standing.extend(self.standing(&call.record, call.call)?.map(|seen| (seen, call.call)));
            }
            let shown = |asked: Asked<'_>, _: Who<'_>| {
                let one = |(seen, call): &(Seen, Uuid)| {
                    let call = seen.call(*call)?;
                    Some(Shown::of(seen, call, asked)).filter(|shown| fits(shown, call.direction))
                };
                standing.iter().filter_map(one).collect::<Vec<_>>()
            };
            all.extend(self.with(shown).await?);
            tokio::task::yield_now().await;
        }
        Ok(all)
    }
}

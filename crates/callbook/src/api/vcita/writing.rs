//! What clients write, as signals: judged at a version of the record and written at that same one, or judged anew.
//!
//! What a body comes to is the dialect's; whether the token may is decided here: it names staff members and businesses only that it reaches.

use std::borrow::Cow;

use calls::Text;
use calls::dialects::Thing;
use calls::dialects::seen::{Call, Seen};
use calls::dialects::vcita::{Act, Asked, Card, Code, Created as New, FEED, Fact, Place, Refusal, Wrong};
use calls::signal::{Doer, DoerKind, Doing, LegKey, RecordingStep, Signal};
use uuid::Uuid;

use super::super::doings::holder;
use super::super::problem::{Kind, Problem};
use super::super::vendors::drawn;
use super::Answer;
use super::reading::{Named, Reading, Standing};
use crate::media::MediaError;
use crate::resolve::Numbering;
use crate::store::{Clue, Created, Creation, Remark, Remarked, Seen as FirstSight, Touch};

/// How often something is judged anew because the conversation changed meanwhile.
const JUDGED_MAX: usize = 8;
/// How many calls with the same provider's id are looked at, of which each turns out to be another.
const OTHERS_MAX: usize = 100;

/// What a request says of a call that there is.
pub(super) type Judge<'a> = &'a (dyn Fn(&Seen, &Call, Asked<'_>) -> Result<Vec<Act>, Refusal> + Send + Sync);

impl Reading<'_> {
    /// Says something of the call that stands in a path, and shows it with that. Who says nothing new writes nothing.
    pub(super) async fn say(&self, named: Named<'_>, judge: Judge<'_>) -> Answer<Card> {
        let drawn = drawn()?.to_string();
        for _ in 0..JUDGED_MAX {
            let standing = self.one(named).await?;
            let Standing { seen, call: id, version } = &standing;
            let call = seen.call(*id).ok_or(Refusal::NotFound)?;
            let acts = self.with(|asked| judge(seen, call, asked)).await??;
            if acts.is_empty() {
                return self.shown(&standing).await;
            }
            self.may(&acts).await?;
            let touches = touches(&acts);
            // Where in its conversation it is said, the store fills in.
            let mut signals = self.signals(&Text::default(), &drawn, |place| place.signals(&acts));
            let first_sights = self.resolve(&mut signals).await?;
            let (account, by, at) = (self.account().clone(), self.doer(), self.now);
            let (touched, version) = (touches.clone(), *version);
            let remark = Remark { account, call: *id, version, signals, touches, by, seen: first_sights, at };
            match self.api.ctx.store.remark(remark).await? {
                Remarked::Said(found) => {
                    self.let_go(&touched).await;
                    let standing = self.found(&found).await?.ok_or(Refusal::NotFound)?;
                    return self.shown(&standing).await;
                }
                Remarked::Unknown => return Err(Refusal::NotFound.into()),
                Remarked::Full => return Err(full()),
                Remarked::Stale => {}
            }
        }
        Err(Problem::new(Kind::Unavailable, "the conversation changes too fast right now; nothing was done").into())
    }

    /// Creates a call, unless it is there (rule V13): then it stays as it is.
    pub(super) async fn create(&self, read: impl Fn(Asked<'_>) -> Result<New, Refusal>) -> Answer<Card> {
        let (new, scope) = self
            .with(|asked| {
                let new = read(asked)?;
                let business = new.business.and_then(|business| asked.names.thing(business));
                let scope = if let Some(Thing::Business(scope)) = business { scope } else { None };
                Ok::<_, Refusal>((new, scope))
            })
            .await??;
        if !self.bearer.reach.scope(scope.as_ref()) {
            // What is not reached is as what is not there.
            return Err(match new.business {
                Some(_) => Wrong::new("business_uid", Code::Invalid, "is no business of this account").into(),
                None => Wrong::new("business_uid", Code::Missing, "is required").into(),
            });
        }
        self.may(&new.acts).await?;
        let drawn = drawn()?.to_string();
        let named = new.twin.map_or_else(|| drawn.clone(), |twin| twin.to_string());
        let mut key = Text::from(format!("{FEED}|{named}"));
        let clue = new.twin.and(new.provided()).map(|(name, id)| Clue::provided(name, id));
        let mut others = Vec::new();
        while others.len() < OTHERS_MAX {
            let mut signals = self.signals(&key, &drawn, |place| new.signals(place));
            let seen = self.resolve(&mut signals).await?;
            let (account, at) = (self.account().clone(), self.now);
            let creation = Creation { account, clue: clue.clone(), others: others.clone(), signals, seen, at };
            match self.api.ctx.store.create(creation).await? {
                Created::Written(found) => {
                    let standing = self.found(&found).await?.ok_or(Refusal::NotFound)?;
                    return self.shown(&standing).await;
                }
                Created::There(found) => {
                    if let Some(standing) = self.found(&found).await?
                        && self.is_twin(&new, &standing).await?
                    {
                        return self.shown(&standing).await;
                    }
                    others.push(found.id);
                }
                // The call that had these words has others by now, or is gone: this is another one.
                Created::Taken => key = Text::from(format!("{FEED}|{drawn}")),
            }
        }
        Err(full())
    }

    async fn is_twin(&self, new: &New, standing: &Standing) -> Answer<bool> {
        let Standing { seen, call, .. } = standing;
        let call = seen.call(*call).ok_or(Refusal::NotFound)?;
        self.with(|asked| new.is(seen, call, asked)).await
    }

    fn doer(&self) -> Doer {
        holder(&self.bearer.visitor)
    }

    /// Signals of a place that `make` makes, of which thread, leg and call have the same name. What is said of recordings that there are
    /// is none of them.
    fn signals(&self, key: &Text, drawn: &str, make: impl FnOnce(&Place<'_>) -> Vec<Signal>) -> Vec<Signal> {
        let (source, leg, by) = (Text::new_static(FEED), LegKey(key.clone()), self.doer());
        make(&Place {
            source: &source,
            thread: key,
            leg: &leg,
            feed: None,
            call: key,
            request: drawn,
            by: &by,
            at: self.now,
            recording: &|_| None,
        })
    }

    /// Whether the token may say that: staff members whom it does not reach are none.
    async fn may(&self, acts: &[Act]) -> Answer<()> {
        let directory = self.api.ctx.directories.of(self.account()).await?;
        for act in acts {
            for (field, user) in named(act) {
                let is_oneself = self.bearer.staff.as_ref() == Some(user);
                if !is_oneself && !self.bearer.reach.user(&directory, user) {
                    let field = Cow::Borrowed(field);
                    return Err(Wrong { field, code: Code::Invalid, says: "is no staff member's" }.into());
                }
            }
        }
        Ok(())
    }

    async fn resolve(&self, signals: &mut [Signal]) -> Answer<Vec<FirstSight>> {
        let (api, account) = (self.api, self.account());
        let household = api.known.household(&api.ctx, account, &[]).await?;
        Ok(api.ctx.directories.resolve(account, &Numbering::from(&household.account), signals).await?)
    }

    /// Removes the bytes of recordings that were removed. What cannot be removed now is later.
    async fn let_go(&self, touches: &[(Uuid, Touch)]) {
        for (recording, _) in touches.iter().filter(|(_, touch)| *touch == Touch::Removed) {
            let gone: Result<(), MediaError> = self.api.ctx.media.let_go(self.account(), *recording).await;
            if let Err(error) = gone {
                tracing::warn!(account = %self.account(), %error, "bytes of a recording that was removed are removed later");
            }
        }
    }
}

/// What is done about recordings that there are.
fn touches(acts: &[Act]) -> Vec<(Uuid, Touch)> {
    let touch = |act: &Act| match &act.fact {
        Fact::Recording(uid, _, RecordingStep::Played) => Some((*uid, Touch::Played)),
        Fact::Recording(uid, _, RecordingStep::Deleted) => Some((*uid, Touch::Removed)),
        _ => None,
    };
    acts.iter().filter_map(touch).collect()
}

/// The users whom an act names, by directory key, each with the field that does.
fn named(act: &Act) -> Vec<(&'static str, &Text)> {
    let handler = act.by.as_ref().filter(|by| by.kind == DoerKind::Person).map(|by| ("handled_by_staff_uid", &by.id));
    let staff = match &act.fact {
        Fact::Done(Doing::Assigned(Some(assigned))) => assigned.user.as_ref(),
        Fact::Stated(stated) => {
            let logged = stated.logged.as_ref();
            logged.and_then(|logged| logged.from.user.as_ref().or(logged.to.user.as_ref()))
        }
        _ => None,
    };
    handler.into_iter().chain(staff.map(|user| ("staff_uid", user))).collect()
}

fn full() -> super::Refused {
    Refusal::TooLarge.into()
}

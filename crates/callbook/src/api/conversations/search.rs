//! Conversations of a list as one visitor sees them, page by page, and how many there are: for lists, counts and exports alike.
//!
//! What is not seen is left out, and what was asked for tells nothing of it (rule N24). Nothing is decided here of what a
//! list is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::Text;
use calls::conversation::{Direction, Outcome, Word};
use calls::moment::Moment;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::api::Api;
use crate::api::door::Visitor;
use crate::api::problem::Answer;
use crate::api::seen::Sight;
use crate::store::{Filter, PAGE_ROWS_MAX, Place, QUARTER, Sums, Tallied};

/// The most pages of which it is judged, to count them, what is seen of each conversation.
const JUDGED_PAGES_MAX: usize = 4;

/// What is looked for, and by whom.
pub(in crate::api) struct Search {
    filter: Filter,
    sight: Sight,
    /// Whether being found tells something that is worked out from all calls of a conversation.
    tells_of_all: bool,
    /// Whether all that is found is seen, at least in part.
    narrows: bool,
}

/// How many there are, and how they are spread over time.
#[derive(Debug, Default)]
pub(super) struct OverTime {
    pub(super) tallied: Tallied,
    /// Those that began before were not looked at, if there are any.
    pub(super) reached: Option<Moment>,
    /// By the quarter of an hour in which they began.
    pub(super) quarters: BTreeMap<Moment, Sums>,
}

/// As much of a record as is counted.
#[derive(Deserialize)]
struct Row {
    started_at: Option<Text>,
    outcome: Option<Text>,
    direction: Option<Text>,
    calls: Vec<CallRow>,
}

#[derive(Deserialize)]
struct CallRow {
    #[serde(default)]
    started_at: Option<Text>,
}

impl Row {
    /// When it began; of one of which some calls are seen, when the first of these did.
    fn began(&self) -> Option<Moment> {
        let whole = self.started_at.as_ref().and_then(|at| Moment::from_rfc3339(at));
        let calls = self.calls.iter().filter_map(|call| Moment::from_rfc3339(call.started_at.as_ref()?));
        whole.or_else(|| calls.min())
    }

    fn counted(&self) -> Sums {
        let direction: Option<Direction> = read(self.direction.as_deref());
        let outcome: Option<Outcome> = read(self.outcome.as_deref());
        Sums::of(direction, outcome)
    }
}

impl Search {
    /// What fits this filter and is seen by that visitor, now.
    pub(in crate::api) async fn of(api: &Arc<Api>, visitor: &Visitor, mut filter: Filter) -> Answer<Self> {
        let sight = Sight::of(api, visitor).await?;
        let tells_of_all = tells_of_all(&filter);
        let narrows = sight.narrow(&mut filter);
        Ok(Self { filter, sight, tells_of_all, narrows })
    }

    /// Whether everything is seen.
    pub(super) fn sees_all(&self) -> bool {
        self.sight.is_all()
    }

    /// A page, and where the next one begins. There may be none on it, with more behind it.
    pub(in crate::api) async fn page(
        &self,
        api: &Api,
        account: &Text,
        after: Option<Place>,
        rows: usize,
    ) -> Answer<(Vec<Box<RawValue>>, Option<Place>)> {
        let page = api.ctx.store.conversations(account, &self.filter, after, rows).await?;
        let mut conversations = Vec::with_capacity(page.rows.len());
        for row in page.rows {
            let view = self.sight.view(&row.record)?;
            if view.is_found(self.tells_of_all) {
                conversations.extend(view.record(row.record)?);
            }
        }
        Ok((conversations, page.next))
    }

    /// Whether all that is found is told of, so that it is counted without a look at it.
    fn is_plain(&self) -> bool {
        self.sight.is_all() || self.narrows && !self.tells_of_all
    }

    /// How many there are.
    pub(in crate::api) async fn count(&self, api: &Api, account: &Text) -> Answer<Tallied> {
        if self.is_plain() {
            return Ok(api.ctx.store.count_conversations(account, &self.filter).await?);
        }
        Ok(self.judged(api, account).await?.tallied)
    }

    /// How many there are, and when they began.
    pub(super) async fn spread(&self, api: &Api, account: &Text) -> Answer<OverTime> {
        // What came of one of which some calls are seen is not told, so that it is looked at.
        if !self.sight.is_all() {
            return self.judged(api, account).await;
        }
        let (tallied, reached, quarters) = api.ctx.store.spread_conversations(account, &self.filter).await?;
        Ok(OverTime { tallied, reached, quarters })
    }

    async fn judged(&self, api: &Api, account: &Text) -> Answer<OverTime> {
        let (mut spread, mut after) = (OverTime::default(), None);
        for _ in 0..JUDGED_PAGES_MAX {
            let (records, next) = self.page(api, account, after, PAGE_ROWS_MAX).await?;
            spread.tallied.found += records.len();
            for record in records {
                let Ok(row) = serde_json::from_str::<Row>(record.get()) else { continue };
                let Some(at) = row.began() else { continue };
                spread.quarters.entry(quarter(at)).or_default().add(row.counted());
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        spread.tallied.exact = after.is_none();
        spread.reached = after.map(|place| place.at);
        Ok(spread)
    }
}

fn read<W: Word>(word: Option<&str>) -> Option<W> {
    word.and_then(|word| W::ALL.iter().copied().find(|known| known.word() == word))
}

/// The beginning of the quarter of an hour that a moment is in.
fn quarter(at: Moment) -> Moment {
    at.plus(-at.micros().rem_euclid(QUARTER))
}

/// Whether being found by a filter tells something that is worked out from all calls of a conversation. Then one of which only
/// some calls are seen must not be found by it, since it would tell of the others.
fn tells_of_all(filter: &Filter) -> bool {
    let Filter { from, until, deleted, .. } = *filter;
    *filter != Filter { from, until, source: filter.source.clone(), deleted, ..Filter::default() }
}

//! The change feed: what was told, in order, from a cursor on; asked for, or followed live.
//!
//! Every reader reads the store at his own cursor, and nothing is held back for him: the bell only says that reading is worth
//! while again. One who falls behind is told so and dropped, and goes on from his cursor. Corrected and imported records are
//! told to those who ask for them (rule N21). To tell a change in one more way: a file beside `events` and `socket`.

mod events;
mod follow;
mod poll;
mod reading;
mod socket;

use std::collections::BTreeMap;

use calls::Text;
use calls::record::ChangedFields as Fields;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::problem::{Answer, Problem};
use super::{Shared, document};
use crate::store::{CHANGES_MAX, ChangeKind, ChangeRow, is_name, text};

pub(super) use events::KEEP_ALIVE_S;
pub(super) use follow::{FEEDS_MAX, Open, SEND_S_MAX, open};
#[cfg(test)]
pub(super) use follow::{LAG_MAX, LAGGING};
pub(super) use poll::WAIT_S_MAX;
pub(super) use reading::Reading;

/// The most changes of a page that may be asked for.
pub(super) const CHANGE_ROWS_MAX: u64 = CHANGES_MAX as u64;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(poll::get)).routes(routes!(events::get)).routes(routes!(socket::get))
}

/// Which changes are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WishWords {
    /// Only changes after this cursor. `start` begins with the first there is; from now on if nothing is said.
    pub(super) after: Option<String>,
    /// Only these kinds, separated by commas: `new`, `changed`, `ended`, `merged`, `erased`, `source_silent`, `source_heard`,
    /// `subscription_off`;
    /// `corrected` and `imported` are told only if they are named here.
    kind: Option<String>,
    /// Every kind, corrected and imported ones too.
    all: Option<bool>,
    /// Only changes of this source.
    source: Option<String>,
    /// Only changes of this conversation; any id ever told.
    conversation: Option<Uuid>,
    /// Each change with the record as it was at that version.
    record: Option<bool>,
}

/// Which changes are wanted, understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    kinds: Vec<ChangeKind>,
    all: bool,
    source: Option<Text>,
    conversation: Option<Uuid>,
    record: bool,
}

impl WishWords {
    /// Understands the words.
    pub(super) fn wish(&self) -> Answer<Wish> {
        let kinds = match &self.kind {
            None => Vec::new(),
            Some(kinds) => kinds.split(',').map(kind).collect::<Answer<_>>()?,
        };
        let source = self.source.as_deref();
        if source.is_some_and(|source| !is_name(source)) {
            return Err(Problem::field("source", format!("a source's name: {}", crate::store::NAME_WANTED)));
        }
        Ok(Wish {
            kinds,
            all: self.all.unwrap_or(false),
            source: source.map(text),
            conversation: self.conversation,
            record: self.record.unwrap_or(false),
        })
    }
}

fn kind(word: &str) -> Answer<ChangeKind> {
    let known = || ChangeKind::WORDS.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
    ChangeKind::of_word(word.trim()).ok_or_else(|| Problem::field("kind", format!("expected some of {}", known())))
}

impl Wish {
    /// Everything that was told of one conversation.
    pub(super) fn all_of(conversation: Uuid) -> Self {
        Self { all: true, conversation: Some(conversation), ..Self::default() }
    }

    /// Whether that change is wanted.
    fn wants(&self, row: &ChangeRow) -> bool {
        let kind = match self.kinds.as_slice() {
            [] => self.all || !matches!(row.kind, ChangeKind::Corrected | ChangeKind::Imported),
            kinds => kinds.contains(&row.kind),
        };
        kind && self.source.as_ref().is_none_or(|source| *source == row.source)
    }

    /// Whether every change of the feed, or of the conversation, is wanted.
    fn wants_all(&self) -> bool {
        self.all && self.kinds.is_empty() && self.source.is_none()
    }
}

/// One change, as it is told.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Change {
    /// Where a reader is who has read it.
    cursor: String,
    /// The conversation; null where a source fell silent or speaks again.
    #[schema(required)]
    conversation: Option<Uuid>,
    /// The source.
    source: String,
    /// The version that it made; null of a change of a source.
    #[schema(required)]
    version: Option<u64>,
    /// The version before it, 0 if there was none; one less, except where conversations were joined.
    #[schema(required)]
    previous: Option<u64>,
    /// `new`, `changed`, `ended`, `corrected`, `imported`, `merged`, `erased`, `source_silent`, `source_heard` or
    /// `subscription_off`, of which `whole` says the subscription.
    kind: &'static str,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Who did it, if somebody did.
    #[schema(schema_with = document::doer)]
    by: Option<Box<RawValue>>,
    /// Calls by id, each with its fields that changed as `[new, old]`; legs are in `legs`, by id, in the same way.
    #[schema(schema_with = document::calls_changed)]
    calls: BTreeMap<String, Fields>,
    /// Of each call where legs came, went or changed places: the ids of those that it has now, in their order.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(schema_with = document::legs_now, required = false)]
    legs: BTreeMap<String, Box<RawValue>>,
    /// Calls that there are no longer; their ids stand for what took their place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    gone: Vec<Uuid>,
    /// Fields of the conversation that changed, each as `[new, old]`.
    #[schema(schema_with = document::fields_changed)]
    whole: Fields,
    /// The record at that version, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = document::conversation)]
    record: Option<Box<RawValue>>,
}

/// A page of the change feed. An empty page is not the end: what was read may hold nothing that is wanted, with more behind it.
/// The end for now is where `next` no longer moves.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangePage {
    /// Oldest first. There may be fewer than asked for, even none, with more behind them.
    changes: Vec<Change>,
    /// Where to go on, always. As long as it moves, there may be more.
    next: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use calls::moment::Moment;

    use super::*;
    use crate::api::asked::query;

    fn row(kind: ChangeKind) -> ChangeRow {
        let at = Moment::default();
        let (conversation, by, patch) = (None, None, None);
        ChangeRow {
            no: 1,
            conversation,
            source: "office".into(),
            version: 1,
            previous: 0,
            kind,
            at,
            recorded_at: at,
            by,
            patch,
        }
    }

    fn wants(words: &str, kind: ChangeKind) -> bool {
        query::<WishWords>(words).unwrap().wish().unwrap().wants(&row(kind))
    }

    #[test]
    fn n21_corrected_and_imported_are_told_to_those_who_ask() {
        assert!(wants("", ChangeKind::New) && wants("", ChangeKind::SourceSilent));
        assert!(!wants("", ChangeKind::Imported) && !wants("", ChangeKind::Corrected));
        assert!(wants("all=true", ChangeKind::Imported) && wants("kind=new,imported", ChangeKind::Imported));
        assert!(!wants("kind=new", ChangeKind::Ended));
        assert!(!wants("source=attic", ChangeKind::New) && wants("source=office", ChangeKind::New));
    }

    #[test]
    fn an_unknown_kind_is_named() {
        let refused = query::<WishWords>("kind=old").unwrap().wish().unwrap_err();
        assert!(refused.detail().starts_with("expected some of new, changed"));
    }
}

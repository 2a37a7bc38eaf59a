//! What dialects ask of a store beside what everybody does: pages of calls by number, walks through calls, things by their integers,
//! and what their clients say of calls. And what an account says for each dialect.
//!
//! Nothing here knows a vendor's words. To add a use-case: a method of [`Dialects`], in every folder beside this file, and a story in
//! `story/dialects.rs`. To add what an account says for one more dialect: its field in [`DialectSettings`], with a default.

use std::sync::Arc;

use async_trait::async_trait;
use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::moment::Moment;
use calls::signal::{Doer, Signal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Clue, EntryKind, EntryRow, Filter, Found, Page, Place, Recorded, Result, Seen, Touch};

/// The most calls of one page with a number.
pub(crate) const NUMBERED_ROWS_MAX: u64 = 1_000;
/// The most calls of a period that are looked through for whoever sees only some of the account's calls; of more he asks for a
/// shorter period.
pub(crate) const NUMBERED_OWN_MAX: usize = 200_000;
/// The most calls of one piece of a walk.
pub(crate) const WALKED_ROWS_MAX: usize = 200;
/// The most conversations that go on and are read at once.
pub(crate) const GOING_ON_MAX: usize = 2_000;
/// What prices are in where an account says nothing, ISO 4217.
pub(crate) const CURRENCY: &str = "USD";

/// Which page of calls is asked for: of those over a line that stand alone and were not removed (rule R12).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NumberedAsk {
    /// Began at that moment or later.
    pub(crate) from: Option<Moment>,
    /// Began before that moment.
    pub(crate) until: Option<Moment>,
    /// Only those that came out of no other such call by a transfer.
    pub(crate) firsts: bool,
    /// It has one of these at least, and nothing else is looked at.
    pub(crate) only: Option<Vec<Clue>>,
    /// So many calls come before the page.
    pub(crate) skipped: u64,
    /// The most calls of it, up to [`NUMBERED_ROWS_MAX`].
    pub(crate) rows: u64,
}

/// A page of calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Numbered {
    /// How many there are of what was asked for, on all pages.
    pub(crate) total: u64,
    /// By when they began, and by their integers.
    pub(crate) calls: Vec<NumberedCall>,
}

/// A call of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NumberedCall {
    /// Its id.
    pub(crate) call: Uuid,
    /// The record of its whole conversation, as JSON; calls of one conversation share it.
    pub(crate) record: Arc<str>,
}

/// Which calls are walked, by when they began.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct WalkAsk {
    /// Which.
    pub(crate) filter: Filter,
    /// Whether the oldest comes first.
    pub(crate) ascending: bool,
    /// Where to go on.
    pub(crate) after: Option<Place>,
    /// The most calls that are read, up to [`WALKED_ROWS_MAX`].
    pub(crate) rows: usize,
}

/// Which entries of the directory are asked for by their integers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SerialAsk {
    /// Of which kind.
    pub(crate) kind: EntryKind,
    /// Whether the lowest integer comes first.
    pub(crate) ascending: bool,
    /// Only those beyond that integer.
    pub(crate) beyond: Option<u64>,
    /// How their names begin, in small letters.
    pub(crate) name: Option<String>,
    /// The most of them, up to [`PAGE_ROWS_MAX`](super::PAGE_ROWS_MAX).
    pub(crate) rows: usize,
}

/// To which kinds of things an integer is given by their number, so that it goes when nobody has the number any more (rule N25).
pub(crate) const GIVEN_TO_NUMBERS: [&str; 2] = ["stranger", "number"];

/// The most integers that are read at once.
pub(crate) const GIVEN_ROWS_MAX: usize = 500;

/// What integers were given to, by these: which are asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenAsk {
    /// To what, as the store calls it.
    pub(crate) kinds: &'static [&'static str],
    /// Whether the lowest integer comes first.
    pub(crate) ascending: bool,
    /// Only those beyond that integer.
    pub(crate) beyond: Option<u64>,
    /// The most of them, up to [`GIVEN_ROWS_MAX`].
    pub(crate) rows: usize,
}

/// What a client of a dialect says of a call, with the integer by which he names it.
#[derive(Clone, Debug)]
pub(crate) struct Hearsay {
    /// Whose call it is.
    pub(crate) account: Text,
    /// The source.
    pub(crate) source: Text,
    /// The integer, which the account takes over (rule N17); none: it gives one itself.
    pub(crate) serial: Option<u64>,
    /// The facts, all of one thread and in the order in which they are to be recorded; resolved.
    pub(crate) signals: Vec<Signal>,
    /// What they name and the directory does not know (rule N23).
    pub(crate) seen: Vec<Seen>,
    /// When they are recorded.
    pub(crate) at: Moment,
}

/// The most calls of one page of those by when they were told first.
pub(crate) const CREATED_ROWS_MAX: u64 = 500;

/// Calls by when they were told first, and by their ids: which are asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CreatedAsk {
    /// Told first at that moment or later.
    pub(crate) from: Option<Moment>,
    /// Told first before that moment.
    pub(crate) until: Option<Moment>,
    /// Something was told of their conversations at that moment or later, as far as the feed of changes tells; never less.
    pub(crate) changed_from: Option<Moment>,
    /// Began at that moment or later.
    pub(crate) began_from: Option<Moment>,
    /// Began before that moment.
    pub(crate) began_until: Option<Moment>,
    /// Calls of this source are meant whenever they began.
    pub(crate) beside: Text,
    /// Of each list they have one at least.
    pub(crate) clues: Vec<Vec<Clue>>,
    /// Those that were deleted, too.
    pub(crate) deleted: bool,
    /// Only those that came in or went out.
    pub(crate) outside: bool,
    /// Only those of which nothing came yet.
    pub(crate) open: bool,
    /// Only those of these businesses, of which none is that of what has no scope.
    pub(crate) scopes: Option<Vec<Option<Text>>>,
    /// Something was told of them, or became of their recordings, last at that moment or later.
    pub(crate) updated_from: Option<Moment>,
    /// The same, before that moment.
    pub(crate) updated_until: Option<Moment>,
    /// Whether they are ordered by that moment, and not by when they were told first.
    pub(crate) by_update: bool,
    /// Whether the latest comes first; calls of one moment are ordered by id all the same.
    pub(crate) latest_first: bool,
    /// So many calls come before the page.
    pub(crate) skipped: u64,
    /// The most calls of it, up to [`CREATED_ROWS_MAX`].
    pub(crate) rows: u64,
}

/// Calls of which it is the same what came of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settled {
    /// Their direction.
    pub(crate) direction: Option<Direction>,
    /// What came of them.
    pub(crate) outcome: Outcome,
    /// Whether somebody took care of them.
    pub(crate) handled: bool,
    /// Whether they are of the source that was named beside.
    pub(crate) beside: bool,
    /// How many there are; never none.
    pub(crate) calls: u64,
    /// When the first of them was told first, and the last.
    pub(crate) days: (Moment, Moment),
}

/// What a client of a dialect says of a call that was judged at a version.
#[derive(Clone, Debug)]
pub(crate) struct Remark {
    /// Whose call it is.
    pub(crate) account: Text,
    /// The call, by its id.
    pub(crate) call: Uuid,
    /// The version of its conversation at which it was judged.
    pub(crate) version: u64,
    /// The facts in order, with keys that nothing else has; resolved. Where and when they are said is filled in.
    pub(crate) signals: Vec<Signal>,
    /// What is done besides about recordings of the conversation.
    pub(crate) touches: Vec<(Uuid, Touch)>,
    /// Who does it.
    pub(crate) by: Doer,
    /// What they name and the directory does not know (rule N23).
    pub(crate) seen: Vec<Seen>,
    /// When.
    pub(crate) at: Moment,
}

/// What became of a remark. Nothing was written, except where it is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Remarked {
    /// It is said: the record with it.
    Said(Found),
    /// No call has this id.
    Unknown,
    /// The conversation has another version by now.
    Stale,
    /// There is no room for it.
    Full,
}

/// A call that a client of a dialect writes down, unless it is there already.
#[derive(Clone, Debug)]
pub(crate) struct Creation {
    /// Whose call it is.
    pub(crate) account: Text,
    /// By what it is known if it is there.
    pub(crate) clue: Option<Clue>,
    /// Calls that have the clue, and are others.
    pub(crate) others: Vec<Uuid>,
    /// Its signals, the one that begins it first; resolved.
    pub(crate) signals: Vec<Signal>,
    /// What they name and the directory does not know (rule N23).
    pub(crate) seen: Vec<Seen>,
    /// When.
    pub(crate) at: Moment,
}

/// What became of it. Nothing was written, except where it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Created {
    /// It is written: its record.
    Written(Found),
    /// This call has the clue, and is none of the others.
    There(Found),
    /// Another call has its thread.
    Taken,
}

/// Where the call stands that a client means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Whereabouts {
    /// In the conversation that has this thread.
    Thread(Text),
    /// In one with a call that has this clue and goes on, or ended at that moment or later.
    Clue(Clue, Moment),
}

/// What a client of a dialect says of calls that go on, or of new ones, as it was judged by what there was.
#[derive(Clone, Debug)]
pub(crate) struct Overhearing {
    /// Whose calls they are.
    pub(crate) account: Text,
    /// The source.
    pub(crate) source: Text,
    /// Where they were looked for, each with the conversations that were found there and the versions at which it was judged.
    pub(crate) looks: Vec<(Whereabouts, Vec<(Uuid, u64)>)>,
    /// The facts, in the order in which they are to be recorded; at least one; resolved.
    pub(crate) signals: Vec<Signal>,
    /// What they name and the directory does not know (rule N23).
    pub(crate) seen: Vec<Seen>,
    /// When.
    pub(crate) at: Moment,
}

/// What became of it. Nothing was written, except where it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Overheard {
    /// It is recorded.
    Written {
        /// The whole records with it.
        found: Vec<Found>,
        /// How much was new.
        recorded: Recorded,
    },
    /// There are others by now, or another version of one of them.
    Stale,
    /// One of the calls was erased.
    Erased,
    /// There is no room for it in one of them.
    Full,
}

/// What an account says for its dialects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DialectSettings {
    /// As an account at Freshworks.
    pub(crate) freshworks: FreshworksSettings,
}

/// What an account is at Freshworks (Freshworks sheet, 3.4 and 4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FreshworksSettings {
    /// Where it lives, one of the vendor's words; none: `US`.
    pub(crate) region: Option<String>,
    /// Its host, without scheme; none: `<account>.freshcaller.com`.
    pub(crate) domain: Option<String>,
}

/// What dialects ask of a store.
#[async_trait]
pub(crate) trait Dialects {
    /// A page of calls, oldest first, all of one moment. Errors: `by_time` where too many calls would have to be looked through.
    async fn numbered(&self, account: &str, ask: NumberedAsk) -> Result<Numbered>;
    /// The conversation that has the call with this integer, also of a call that turned out to be another (rule N17).
    async fn call_of_serial(&self, account: &str, serial: u64) -> Result<Option<Found>>;
    /// Calls by when they began, each with the record that it stands in. A page may hold fewer than were asked for and still have more
    /// behind it.
    async fn walked(&self, account: &str, ask: WalkAsk) -> Result<Page<NumberedCall>>;
    /// The conversation that has the call whose id has that lower half, also of a call that turned out to be another.
    async fn call_of_half(&self, account: &str, half: u64) -> Result<Option<Found>>;
    /// By which kind and word an integer was given; none that was given to a call, a leg or a recording.
    async fn given_to(&self, account: &str, serial: u64) -> Result<Option<(Text, Text)>>;
    /// The same of many, by their integers: integer, kind and word, of what is no entry of the directory.
    async fn given(&self, account: &str, ask: GivenAsk) -> Result<Vec<(u64, Text, Text)>>;
    /// Of conversations and the flows that they share: the one with which the flow began, and when that one began, as it was told first.
    /// None of a conversation of which nothing was told, or of which nothing is left.
    async fn flows_began(&self, account: &str, conversations: Vec<(Uuid, Option<Text>)>)
    -> Result<Vec<Option<(Uuid, Moment)>>>;
    /// The records of conversations that go on, those that began last first, up to [`GOING_ON_MAX`].
    async fn going_on(&self, account: &str) -> Result<Vec<String>>;
    /// Entries that were not removed, by their integers.
    async fn entries_by_serial(&self, account: &str, ask: SerialAsk) -> Result<Vec<EntryRow>>;
    /// Records what a client says of a call, like any other signals. None, and nothing is written, if its integer is that of another
    /// call.
    async fn hear(&self, hearsay: Hearsay) -> Result<Option<Recorded>>;
    /// A page of calls by when they were told first, all of one moment, and how many there are on all pages.
    async fn created(&self, account: &str, ask: CreatedAsk) -> Result<Numbered>;
    /// How many of the calls of such a list came to what, but for those of which nothing came yet.
    async fn settled(&self, account: &str, ask: CreatedAsk) -> Result<Vec<Settled>>;
    /// Says something of a call that was judged at a version.
    async fn remark(&self, remark: Remark) -> Result<Remarked>;
    /// Writes down a call that a client creates, unless it is there.
    async fn create(&self, creation: Creation) -> Result<Created>;
    /// The conversations of a source in which a client's call may stand, newest first.
    async fn meant(&self, account: &str, source: &str, place: Whereabouts) -> Result<Vec<Found>>;
    /// Records all that a client says at once, if it is still to be judged as it was; else nothing of it.
    async fn overhear(&self, said: Overhearing) -> Result<Overheard>;
    /// Says of calls whose recordings are waited for no longer than until the second moment, but longer than until the first, that they
    /// were waited for long enough. Gives back how many conversations that was said of; there may be more, which are looked at the next time.
    async fn stop_waiting(&self, account: &str, period: (Moment, Moment), now: Moment) -> Result<usize>;
}

//! Dialects: calls told, and heard, in one vendor's shape.
//!
//! A dialect is a pure function of what was told. It gets the record as it was told at one version and at the version before
//! (a [`Change`]), and everything that a record does not say is handed in ([`Names`]). Why records and not conversations: what a
//! client is told late, or again, must be what it would have been told at once, byte for byte, and only the record of a version
//! stands still; the fold learns better. Why two whole versions and not the fields between them: what a client saw before is
//! what the dialect made of the version before, so that nothing has to be remembered of it. The rule that follows, for every
//! dialect: **the last thing told of a version is all that it shows**, whatever came before it, so that the next change can be
//! compared with it. And why [`Names`] is asked instead of the record being filled in: names, and ids in other systems, are
//! looked up at rendering (rule N23).
//!
//! A dialect must never read a clock, remember anything between two changes, or know another dialect, the fold or an adapter.
//! What its clients cannot see (internal calls, calls that were written down …) it leaves out by itself.
//! To add a dialect: a folder beside `freshworks` with a README, its `mod` line and its line in [`DIALECTS`]; the steps stand in
//! `docs/adding-a-dialect.md`.

use uuid::Uuid;

use crate::Text;
use crate::moment::Moment;

pub mod chakra;
pub mod elma365;
pub mod freshworks;
pub mod lacks;
pub mod seen;
pub mod vcita;
pub mod xelion;

use seen::{Call, Seen};

/// Every dialect there is, by name.
pub const DIALECTS: &[Kind] = &[chakra::DIALECT, elma365::DIALECT, freshworks::DIALECT, vcita::DIALECT, xelion::DIALECT];

/// One vendor's way to tell of calls.
pub struct Kind {
    /// The dialect's name, which is also the key of what a record keeps for it.
    pub name: &'static str,
    /// Whose clients it speaks to, for people.
    pub about: &'static str,
    /// What is told of a change, by the version of the vendor's shapes, the one first that is told where none is asked for; empty of a
    /// dialect whose clients only ask.
    pub tells: &'static [(&'static str, Tell)],
    /// Reads what a client says of calls; none of a dialect whose clients only listen, or that has to be handed more than a body, and
    /// has a door of its own for it.
    pub hear: Option<Hear>,
}

/// Tells what a change is in a dialect: nothing, or several things in order.
pub type Tell = fn(&Change<'_>, &dyn Names) -> Vec<Event>;

/// What tells a change in the dialect of that name, in that version of its shapes or the one that is told where none is asked for; none
/// if there is no such dialect, none such version, or nothing that is told.
#[must_use]
pub fn pushed(name: &str, version: Option<&str>) -> Option<Tell> {
    let kind = DIALECTS.iter().find(|kind| kind.name == name)?;
    let mut tells = kind.tells.iter();
    let found = tells.find(|(known, _)| version.is_none_or(|version| version == *known));
    found.map(|(_, tell)| *tell)
}

/// Hears a body for a source of that name, as signals in the order in which they are to be recorded.
pub type Hear = fn(&[u8], &str) -> Result<Heard, Fault>;

/// A conversation as it was told before a change, and with it.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    /// The version before; none of a conversation that is new.
    pub before: Option<&'a Seen>,
    /// Conversations that went into this one with this change (rule N20), each as it was told last while it still stood alone.
    pub joined: &'a [Seen],
    /// The version that the change made.
    pub after: &'a Seen,
    /// `at` of the change.
    pub at: Moment,
}

impl<'a> Change<'a> {
    /// A call as it was told before this change, with the record that it stood in.
    #[must_use]
    pub fn before(&self, call: Uuid) -> Option<(&'a Seen, &'a Call)> {
        let found = |seen: &'a Seen| Some((seen, seen.call(call)?));
        self.before.and_then(found).or_else(|| self.joined.iter().find_map(found))
    }
}

/// Something told of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The call.
    pub call: Uuid,
    /// The call's serial, as the account numbers it.
    pub serial: u64,
    /// The vendor's word for what happened.
    pub word: &'static str,
    /// When it happened: `at` of the change.
    pub at: Moment,
    /// What is said of it, as JSON text. The same change with the same names gives the same bytes.
    pub body: String,
}

/// Things that an account numbers or names and whose numbers and names stand in no record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A user, by directory key.
    User(Text),
    /// A team, by directory key.
    Team(Text),
    /// A queue, by directory key.
    Queue(Text),
    /// A menu, by directory key.
    Menu(Text),
    /// An own number, as the record has it.
    Line(Text),
    /// A contact, by directory key.
    Contact(Text),
    /// Somebody outside of whom nothing but his number is known, as numbers are compared (rule R7).
    Stranger(Text),
    /// Somebody outside who withheld his number: the leg that he had first in that call.
    Withheld(Uuid),
    /// The number of somebody outside, as numbers are compared (rule R7).
    Number(Text),
    /// A user, by directory key, as one of those whom an address book knows: beside the account that he signs in with.
    Person(Text),
    /// What is kept of a call for a user who called.
    CallerLog(Uuid, Text),
    /// What is kept of a call for a user who was called; for nobody where no user took part.
    CalleeLog(Uuid, Option<Text>),
    /// The flow that began with a conversation, as it is numbered for callers.
    CallerFlow(Uuid),
    /// The same for those who were called.
    CalleeFlow(Uuid),
    /// A business (rule R18), by the scope that it is; none: the one to which everything belongs that has no scope.
    Business(Option<Text>),
}

/// What a record does not say. All of it is answered from memory.
///
/// The integers have to be given before anything is told: whoever renders asks a first time with names that note what they have
/// no integer for, has those given (rule N17), and renders again.
pub trait Names {
    /// The account's integer for a thing, from 1 to 2⁵³−1; none where none was given.
    fn serial(&self, thing: &Thing) -> Option<u64>;
    /// How the directory calls a thing.
    fn name(&self, thing: &Thing) -> Option<Text>;
    /// The full form of an own number, where the account's country tells (rule R7).
    fn full_number(&self, line: &str) -> Option<Text>;
    /// Whether what came of a call is still to be said by that user once it is over (rule R17).
    fn wraps_up(&self, user: &str) -> bool;
    /// Whether the phone system of that source says what a call cost, as Twilio does, so that its talk is not taken for it before.
    fn bills(&self, source: &str) -> bool;
    /// The account's currency, ISO 4217.
    fn currency(&self) -> Text;
    /// A link to a recording that Callbook holds, which is good until that moment (rule R16).
    fn recording_link(&self, recording: Uuid, until: Moment) -> Option<Text>;
    /// By which system outside a thing of the directory is known, and as what there.
    fn known_as(&self, _thing: &Thing) -> Option<(Text, Text)> {
        None
    }
    /// The conversation that the flow of a conversation began with, and when, as it was told first: itself, or of several that
    /// share the flow of that name the oldest. None where nothing was told of it yet.
    fn flow_began(&self, _conversation: Uuid, _flow: Option<&str>) -> Option<(Uuid, Moment)> {
        None
    }
    /// The account's UUID for a thing, of dialects that name things so, given once and never to another (rules R8, N17); none where
    /// none was given.
    fn uuid(&self, thing: &Thing) -> Option<Uuid> {
        let _ = thing;
        None
    }
    /// The internal number of a user, as the directory has it; none where it has none.
    fn extension(&self, user: &str) -> Option<Text> {
        let _ = user;
        None
    }
    /// Whether whoever is told is that source itself, so that what it said is not told to it again.
    fn is_receiver(&self, source: &str) -> bool {
        let _ = source;
        false
    }
    /// The thing that has this UUID in the account.
    fn thing(&self, _: Uuid) -> Option<Thing> {
        None
    }
    /// Callbook's own page of a call, for people.
    fn call_page(&self, _: Uuid) -> Option<Text> {
        None
    }
}

/// The words by which dialects find a call again, of what a record keeps for them; each with the dialect's name.
pub fn found_again(kept: &[(Text, Text)]) -> impl Iterator<Item = (&'static str, Text)> {
    kept.iter().filter_map(|(dialect, kept)| match dialect.as_str() {
        name if name == elma365::DIALECT.name => Some((elma365::DIALECT.name, elma365::key_of(kept)?.word().clone())),
        name if name == vcita::DIALECT.name => Some((vcita::DIALECT.name, vcita::found_by(kept)?)),
        _ => None,
    })
}

/// What a client said.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The integer that the client names the call by, where the account takes its integers over (rule N17).
    pub serial: Option<u64>,
    /// The facts.
    pub signals: Vec<crate::signal::Signal>,
}

/// Why something that a client said cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as in `call.participants[1].call_status`; empty: the whole.
    pub field: String,
    /// What was expected.
    pub says: &'static str,
}

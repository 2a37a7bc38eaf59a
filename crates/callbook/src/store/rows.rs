//! What goes into a store and comes out of it. Times are [`Moment`]s, records and patches JSON text that is only carried.

use std::sync::Arc;

use calls::Text;
use calls::conversation::{Direction, Outcome, State};
use calls::moment::Moment;
use calls::signal::Signal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AmiOriginate, Clue, DialectSettings, Retention, Seen, TwilioOriginate, is_missed};

/// Signals to be recorded together. All of them are of `account`; sources stand in the signals.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// Whose they are.
    pub(crate) account: Text,
    /// In the order in which the adapter gave them; resolved.
    pub(crate) signals: Arc<[Signal]>,
    /// What they name and the directory does not know (rule N23).
    pub(crate) seen: Vec<Seen>,
    /// How far the feed is read with them.
    pub(crate) mark: Option<Mark>,
    /// Whether they happen now or are taken in from files.
    pub(crate) mode: Mode,
    /// When they are recorded.
    pub(crate) at: Moment,
}

/// How far a feed was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The source.
    pub(crate) source: Text,
    /// The adapter.
    pub(crate) feed: Text,
    /// The reader's own words.
    pub(crate) position: String,
}

/// How signals become versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One version for each signal that changes the record (rule N21).
    Live,
    /// One version for each conversation of the batch, of kind `imported`.
    Import,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// Signals that are new.
    pub(crate) new: usize,
    /// Signals that were known.
    pub(crate) repeated: usize,
    /// Versions that were made.
    pub(crate) versions: usize,
    /// Batches that were made durable by the same commit.
    pub(crate) shared: usize,
}

/// A source fell silent, or speaks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceTurn {
    /// It said nothing for longer than is usual of it.
    Silent,
    /// It says something again.
    Heard,
}

/// After how long without a word a conversation is given up, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// While nobody has answered.
    pub(crate) ringing_s: u32,
    /// Afterwards.
    pub(crate) talking_s: u32,
}

/// What a rebuild came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refolded {
    /// Conversations that were folded again.
    pub(crate) conversations: usize,
    /// Of those, the ones that differ from what was told.
    pub(crate) corrected: usize,
}

/// A conversation found by an id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// What the id names.
    pub(crate) what: What,
    /// The id that is told now, where the one asked for was another's before (rule N17).
    pub(crate) id: Uuid,
    /// The conversation's own id.
    pub(crate) conversation: Uuid,
    /// Its version.
    pub(crate) version: u64,
    /// The record of the whole conversation, as JSON.
    pub(crate) record: String,
}

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum What {
    /// A conversation.
    Conversation,
    /// A call.
    Call,
    /// A leg.
    Leg,
    /// A recording.
    Recording,
}

/// What to list. Parts that are none are not asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    /// Began at that moment or later.
    pub(crate) from: Option<Moment>,
    /// Began before that moment.
    pub(crate) until: Option<Moment>,
    /// Rule N4.
    pub(crate) direction: Option<Direction>,
    /// Rule N6.
    pub(crate) outcome: Option<Outcome>,
    /// Rule N10.
    pub(crate) state: Option<State>,
    /// It goes on: its state is known, and neither `ended` nor `logged`.
    pub(crate) live: bool,
    /// The source's name.
    pub(crate) source: Option<Text>,
    /// Whether it was missed (rule N7).
    pub(crate) missed: Option<bool>,
    /// Whether somebody took care of it.
    pub(crate) handled: Option<bool>,
    /// Whether there is a recording of it that was not removed.
    pub(crate) recorded: Option<bool>,
    /// Lasted at least so many seconds.
    pub(crate) shortest_s: Option<u32>,
    /// Lasted at most so many seconds.
    pub(crate) longest_s: Option<u32>,
    /// Of each of these lists it has one at least. A list of none fits nothing.
    pub(crate) clues: Vec<Vec<Clue>>,
    /// It has one of these at least, and nothing else is looked at: what may not be seen costs no effort that could be noticed.
    pub(crate) only: Option<Vec<Clue>>,
    /// Deleted ones too.
    pub(crate) deleted: bool,
}

impl Filter {
    /// Whether it must have ended, or must not.
    pub(crate) fn ended(&self) -> Option<bool> {
        let lasted = self.shortest_s.or(self.longest_s).map(|_| true);
        let asked = self.state.map(|state| matches!(state, State::Ended | State::Logged));
        lasted.or(asked).or(self.live.then_some(false))
    }
}

/// How many rows there are of what was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tallied {
    /// So many were found.
    pub(crate) found: usize,
    /// Whether that is all of them: no row was left out for there being so many.
    pub(crate) exact: bool,
}

/// How many there are of some conversations, and what came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// So many.
    pub(crate) count: u64,
    /// So many of them were answered.
    pub(crate) answered: u64,
    /// So many of them were missed (rule N7).
    pub(crate) missed: u64,
}

impl Sums {
    /// One, of which that came.
    pub(crate) fn of(direction: Option<Direction>, outcome: Option<Outcome>) -> Self {
        let answered = u64::from(outcome == Some(Outcome::Answered));
        Self { count: 1, answered, missed: u64::from(is_missed(direction, outcome)) }
    }

    /// Adds others to these.
    pub(crate) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.answered += other.answered;
        self.missed += other.missed;
    }
}

/// Where a page ended: the beginning and the serial of the last row looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// When it began.
    pub(crate) at: Moment,
    /// Its serial.
    pub(crate) serial: u64,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Page<T> {
    /// The rows.
    pub(crate) rows: Vec<T>,
    /// Where to go on; none at the end. A page may hold fewer rows than were asked for and still have more behind it.
    pub(crate) next: Option<Place>,
}

/// A row of a list: the record of a whole conversation, or of one call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed {
    /// The conversation's id.
    pub(crate) conversation: Uuid,
    /// Its version.
    pub(crate) version: u64,
    /// The record, as JSON.
    pub(crate) record: String,
}

/// A recorded signal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SignalRow {
    /// Its number in the account.
    pub(crate) no: u64,
    /// When it was recorded.
    pub(crate) recorded_at: Moment,
    /// The signal, as JSON.
    pub(crate) body: String,
}

/// Part of the change feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Changes {
    /// Oldest first.
    pub(crate) rows: Vec<ChangeRow>,
    /// The number of the newest change of the account.
    pub(crate) newest: u64,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ChangeRow {
    /// Its number in the account's feed, counted from 1 without gaps.
    pub(crate) no: u64,
    /// The conversation; none of a change of a source.
    pub(crate) conversation: Option<Uuid>,
    /// The conversation's source, or the source itself.
    pub(crate) source: Text,
    /// The version that it made; 0 of a change of a source.
    pub(crate) version: u64,
    /// The version before it: one less, except where conversations were joined (rule N20).
    pub(crate) previous: u64,
    /// Its kind.
    pub(crate) kind: ChangeKind,
    /// `at` of its signal.
    pub(crate) at: Moment,
    /// When it was recorded.
    pub(crate) recorded_at: Moment,
    /// Who did it, as JSON.
    pub(crate) by: Option<String>,
    /// What changed, as JSON: `{"whole": {field: [new, old]}, "calls": {id: {field: [new, old]}}}`; none once erased.
    pub(crate) patch: Option<String>,
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ChangeKind {
    /// The first version of a conversation.
    New,
    /// A later one.
    Changed,
    /// The one with which it ended.
    Ended,
    /// A rebuild found it different from what was told.
    Corrected,
    /// Taken in from files.
    Imported,
    /// It went into another conversation.
    Merged,
    /// It was erased.
    Erased,
    /// The source fell silent.
    SourceSilent,
    /// The source speaks again.
    SourceHeard,
    /// A subscription was switched off: what is owed to it waits.
    SubscriptionOff,
}

impl ChangeKind {
    /// Every kind with its word.
    pub(crate) const WORDS: &[(Self, &'static str)] = &[
        (Self::New, "new"),
        (Self::Changed, "changed"),
        (Self::Ended, "ended"),
        (Self::Corrected, "corrected"),
        (Self::Imported, "imported"),
        (Self::Merged, "merged"),
        (Self::Erased, "erased"),
        (Self::SourceSilent, "source_silent"),
        (Self::SourceHeard, "source_heard"),
        (Self::SubscriptionOff, "subscription_off"),
    ];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("changed", |(_, word)| word)
    }

    /// The kind with that word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// Whether something was there before it was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// It is new.
    New,
    /// It was there and is changed.
    Changed,
}

/// Whether it is to be said what came of a call once it ended (rule R17).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wrapup {
    /// It is, until the limit.
    #[default]
    Required,
    /// It is not.
    Off,
}

impl Wrapup {
    /// Every case with its word.
    pub(crate) const WORDS: &[(Self, &'static str)] = &[(Self::Required, "required"), (Self::Off, "off")];

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(wrapup, _)| *wrapup == self).map_or("required", |(_, word)| word)
    }

    /// The case with that word.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(wrapup, _)| *wrapup)
    }
}

/// How long a call may be wrapped up where nothing is said, in seconds.
pub(crate) const WRAPUP_LIMIT_S: u32 = 600;
/// The longest that can be said, in seconds.
pub(crate) const WRAPUP_LIMIT_S_MAX: u32 = 86_400;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountRow {
    /// Its name in addresses and tokens; never changes.
    pub(crate) account: Text,
    /// ISO 3166 letters: where its numbers live.
    pub(crate) region: Option<Text>,
    /// IANA name of its time zone.
    pub(crate) zone: Text,
    /// What is dialled before an outside number, as `9`.
    pub(crate) outside_prefix: Option<Text>,
    /// Numbers of its own, in full form where there is one.
    pub(crate) own_numbers: Vec<Text>,
    /// Whether calls are wrapped up.
    pub(crate) wrapup: Wrapup,
    /// For how long at the most, in seconds.
    pub(crate) wrapup_limit_s: u32,
    /// What prices are in where nothing else is told, ISO 4217.
    pub(crate) currency: Text,
    /// What it says for its dialects.
    pub(crate) dialects: DialectSettings,
    /// For how long what is known of its calls is kept.
    pub(crate) retention: Retention,
    /// When it was entered.
    pub(crate) created_at: Moment,
    /// When it was removed.
    pub(crate) deleted_at: Option<Moment>,
}

/// A source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SourceRow {
    /// Whose it is.
    pub(crate) account: Text,
    /// Its name; ids are derived from it, so it never changes.
    pub(crate) source: Text,
    /// What is said of it.
    pub(crate) settings: SourceSettings,
    /// When it was entered.
    pub(crate) created_at: Moment,
    /// When it was removed.
    pub(crate) deleted_at: Option<Moment>,
}

/// What is said of a phone system: in the configuration, the API and the store alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SourceSettings {
    /// The feeds that are read from it; `native` for one that tells its calls itself.
    pub(crate) adapters: Vec<String>,
    /// Endpoints that are trunks.
    pub(crate) trunk_endpoints: Vec<String>,
    /// Contexts that trunks come in on.
    pub(crate) trunk_contexts: Vec<String>,
    /// Endpoints that are phones of the house.
    pub(crate) extensions: Vec<String>,
    /// Where its manager interface is dialled.
    pub(crate) ami: Option<AmiLink>,
    /// The event log that is followed, as a path on this machine.
    pub(crate) cel_file: Option<String>,
    /// The folder in which its recordings stand, as a path on this machine.
    pub(crate) recordings_folder: Option<String>,
    /// By what an account at Twilio is known when it calls us, and where.
    pub(crate) twilio: Option<TwilioLink>,
    /// After how many seconds without a word it is reported as silent; none: never.
    pub(crate) silence_s: Option<u32>,
    /// After how many seconds without a word a call that nobody answered is given up.
    pub(crate) give_up_ringing_s: Option<u32>,
    /// The same for one that was answered.
    pub(crate) give_up_talking_s: Option<u32>,
}

/// How a manager interface is dialled.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmiLink {
    /// Host and port.
    pub(crate) address: String,
    /// The manager user.
    pub(crate) username: String,
    /// Its secret.
    pub(crate) secret: String,
    /// Whether to answer a challenge instead of sending the secret.
    #[serde(default)]
    pub(crate) challenge: bool,
    /// How it is asked for calls; none: it is not.
    #[serde(default)]
    pub(crate) originate: Option<AmiOriginate>,
}

/// The secret stays out of logs.
impl std::fmt::Debug for AmiLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AmiLink({}@{})", self.username, self.address)
    }
}

/// By what an account at Twilio is known when it calls us, and where.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TwilioLink {
    /// Its id, `AC…`.
    pub(crate) account_sid: String,
    /// What it signs with.
    pub(crate) auth_token: String,
    /// The one that it signs with next, or did before, while the token is exchanged.
    #[serde(default)]
    pub(crate) auth_token_secondary: Option<String>,
    /// Scheme and place at which it reaches this server, which it signs.
    pub(crate) public_url: String,
    /// Where requests are passed on that ask what to do with a call.
    #[serde(default)]
    pub(crate) forward_url: Option<String>,
    /// How it is asked for calls; none: it is not.
    #[serde(default)]
    pub(crate) originate: Option<TwilioOriginate>,
}

/// The tokens stay out of logs.
impl std::fmt::Debug for TwilioLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TwilioLink({} at {})", self.account_sid, self.public_url)
    }
}

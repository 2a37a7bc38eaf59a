//! What is told beside the line: recordings, gaps, what documents state, and what people and programs do.

use super::Party;
use crate::Text;
use crate::conversation::{Direction, Outcome};
use crate::moment::Moment;

/// See [`super::What::Recorded`].
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Names the recording in the source: the same in all its steps.
    pub recording: Text,
    /// Of what.
    pub kind: RecordingKind,
    /// The file's name at the phone system.
    pub name: Option<Text>,
    /// What happened to it.
    pub step: RecordingStep,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordingKind {
    /// The talk.
    Call,
    /// A message left.
    Voicemail,
}

/// A step in a recording's life.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordingStep {
    /// It began.
    Started,
    /// It ended.
    Ended,
    /// Callbook has the file, or a link to it.
    Stored {
        /// Length of the file in seconds.
        length_s: Option<f64>,
        /// Bytes.
        size: Option<u64>,
        /// A link from outside.
        url: Option<Text>,
    },
    /// It was listened to.
    Played,
    /// It is to be redacted at that moment.
    RedactAt(Moment),
    /// It was removed.
    Deleted,
}

/// See [`super::What::Gap`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which kind.
    pub what: GapKind,
    /// In words, for people.
    pub text: Text,
    /// From when the feed was blind; null: from the leg's beginning.
    pub from: Option<Moment>,
    /// Until when.
    pub to: Option<Moment>,
}

/// The kinds of gaps (rule N16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// The end was not told.
    LostEnd,
    /// The beginning was not told.
    LateStart,
    /// When it was answered was not told.
    MissingAnswer,
    /// The phone system restarted.
    Restart,
    /// The link to the phone system was down.
    LinkLost,
    /// Something was not understood.
    Undecoded,
    /// Something that the feed cannot tell.
    NotTold,
    /// The conversation has more signals than are kept.
    TooMany,
}

/// See [`super::What::Stated`]: facts about a whole call that no signalling tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stated {
    /// The phone system in capitals, its id of the call, its latest message if that is JSON or a form.
    pub provider: Option<Provider>,
    /// What it charged.
    pub billed: Option<Billed>,
    /// What a dialect was told and no other understands: dialect and JSON text.
    pub kept: Option<(Text, Text)>,
    /// All of a call that nobody saw on a line, which then begins with this signal, at its moment.
    pub logged: Option<Box<Logged>>,
}

/// A call as somebody wrote it down.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// Rule N4.
    pub direction: Direction,
    /// Who wrote it down.
    pub written: Written,
    /// The caller.
    pub from: Party,
    /// Who was called.
    pub to: Party,
    /// The own number called or presented.
    pub line: Option<Text>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// How many seconds it lasted from its answer, or else from its beginning, where nobody said when it ended.
    pub seconds: Option<f64>,
    /// Rule N6; an answered call has that outcome, whatever stands here.
    pub outcome: Option<Outcome>,
}

/// Who wrote a call down: its origin (rule N15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Written {
    /// Somebody who did a task: `task_log`.
    ByHand,
    /// A program of its own accord: `api`.
    ByProgram,
}

/// The phone system's own word for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// In capitals.
    pub name: Text,
    /// Its id of this call.
    pub id: Text,
    /// Its latest message as JSON text or form, at most 64 KB.
    pub payload: Option<Text>,
}

/// What a call cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Billed {
    /// Seconds charged.
    pub seconds: f64,
    /// The price.
    pub amount: Option<f64>,
    /// ISO 4217.
    pub currency: Option<Text>,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doer {
    /// What kind of doer.
    pub kind: DoerKind,
    /// Its id.
    pub id: Text,
    /// Its name.
    pub name: Option<Text>,
}

/// The kinds of doers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DoerKind {
    /// A person.
    Person,
    /// A program.
    Program,
    /// Callbook or the phone system.
    System,
}

/// See [`super::What::Done`]: a doing on the call that starts with `call`.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// The key of the call.
    pub call: Text,
    /// The doing.
    pub doing: Doing,
}

/// The doings (rule N27). The latest counts; null undoes.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    /// What came of the call.
    Disposed(Option<Disposed>),
    /// A note, by its id; a null text removes it.
    Noted {
        /// The note's id.
        id: Text,
        /// Its text.
        text: Option<Text>,
    },
    /// The call in short.
    Summarised(Option<Text>),
    /// A link to a record of other software, by kind and id; false removes it.
    Linked {
        /// The link.
        link: Link,
        /// Whether it is there.
        there: bool,
    },
    /// Somebody took care of it.
    Handled(bool),
    /// Somebody removed it.
    Deleted(bool),
    /// Whose call it is; null parts are not changed.
    Assigned(Option<Assigned>),
    /// The time for wrapping it up is over, at the signal's moment (rule R17). Callbook says so itself.
    Lapsed,
}

/// A disposition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposed {
    /// `wrong_number` or null.
    pub wrong_number: bool,
    /// Free text.
    pub text: Option<Text>,
    /// When to call again.
    pub next_call_at: Option<Moment>,
}

/// A link to a record of other software.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// task, record, process, user, state_task, entity, procedure, app.
    pub kind: Text,
    /// The record's id there.
    pub id: Text,
    /// Where it is to be seen.
    pub url: Option<Text>,
    /// Its name.
    pub name: Option<Text>,
}

/// Whose call it is, by directory keys (rule N26).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    /// A business.
    pub scope: Option<Text>,
    /// A team.
    pub team: Option<Text>,
    /// A queue.
    pub queue: Option<Text>,
    /// A menu.
    pub menu: Option<Text>,
    /// A user.
    pub user: Option<Text>,
}

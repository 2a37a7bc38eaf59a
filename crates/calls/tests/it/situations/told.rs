//! Who tells of a situation: a story of some dialect, or one that none of them has.

use std::fmt;

use calls::dialects::Change;
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use calls::notation::json::native::from_native;
use calls::signal::Signal;
use serde_json::{Value, json};

use crate::reviewed::Reviewed;
use crate::{chakra, freshworks};

/// A story, by where it stands.
pub(super) enum Told {
    /// Of a dialect's `fixtures/`.
    Story(&'static str, &'static str),
    /// One that stands here.
    Own(&'static str),
    /// A call that was written down, with what is said of it beside its parties.
    Logged(&'static str),
    /// A story of a dialect's `fixtures/` whose last version names what the call came to by a word that is in no list, as a newer version
    /// might.
    Unknown(&'static str, &'static str),
}

impl fmt::Display for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Story(dialect, name) | Self::Unknown(dialect, name) => write!(out, "{dialect}: {name}"),
            Self::Own(name) => write!(out, "here: {name}"),
            Self::Logged(said) => write!(out, "written down: {said}"),
        }
    }
}

/// The versions of a conversation, and the account in which it is told.
pub(super) struct Play {
    versions: Vec<(Moment, Seen)>,
    pub(super) freshworks: freshworks::House,
}

impl Play {
    /// Each version against the one before.
    pub(super) fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        let before = |no: usize| no.checked_sub(1).map(|no| &self.versions[no].1);
        self.versions.iter().enumerate().map(move |(no, (at, after))| Change {
            before: before(no),
            joined: &[],
            after,
            at: *at,
        })
    }

    /// The last version.
    pub(super) fn last(&self) -> &Seen {
        &self.versions.last().unwrap().1
    }
}

/// A call that waits in a queue, and is given up while a phone rings.
const QUEUE: &str = "\
    00.000 L1 came_in number=+31612345678 trunk=voip dialled=+31205550199\n\
    00.100 L1 entered place=queue name=shop\n\
    03.000 L2 dialled by=L1 number=102 user=bea queue=shop\n03.100 L2 ringing\n\
    09.000 L1 asked_to_end\n09.001 L1 left place=queue how=abandoned\n\
    09.002 L2 ended how=cancelled\n09.003 L1 ended how=normal\n";

/// A call that comes in and cannot be put through.
const FAILED: &str = "\
    00.000 L1 came_in number=+31612345678 trunk=voip dialled=+31205550199\n\
    00.050 L2 dialled by=L1 number=102 user=bea\n01.000 L2 ended how=failed\n01.001 L1 ended how=normal\n";

/// A call to a number outside that is handed on to a colleague, and comes to his mailbox.
const MAILBOX: &str = "\
    00.000 L1 came_in number=101 user=ann dialled=0612345678\n\
    00.100 L2 dialled by=L1 number=0612345678 e164=+31612345678 trunk=voip\n00.110 L1 presented line=0205550199\n\
    01.000 L2 ringing\n05.000 L2 answered\n05.000 L1 answered\n05.001 L1 connected bridge=B\n05.002 L2 connected bridge=B\n\
    10.000 L2 transferred kind=blind by=L1 to=103\n10.001 L1 ended how=normal\n\
    10.010 L3 dialled by=L2 number=103 user=cas\n11.000 L3 ringing\n20.000 L3 ended how=no_answer\n\
    20.002 L2 entered place=mailbox name=103\n35.001 L2 message left=yes\n\
    36.000 L2 left place=mailbox\n36.001 L2 ended how=normal\n";

/// A colleague is called, and his phone is busy.
const BUSY_COLLEAGUE: &str = "\
    00.000 L1 came_in number=101 user=ann dialled=102\n00.050 L2 dialled by=L1 number=102 user=bea\n\
    01.000 L2 ended how=busy\n01.001 L1 ended how=normal\n";

/// A colleague is called, and does not answer.
const ABSENT_COLLEAGUE: &str = "\
    00.000 L1 came_in number=101 user=ann dialled=102\n00.050 L2 dialled by=L1 number=102 user=bea\n00.500 L2 ringing\n\
    20.000 L2 ended how=no_answer\n20.001 L1 ended how=normal\n";

/// A colleague is called, and the caller gives up.
const IMPATIENT_COLLEAGUE: &str = "\
    00.000 L1 came_in number=101 user=ann dialled=102\n00.050 L2 dialled by=L1 number=102 user=bea\n00.500 L2 ringing\n\
    09.000 L1 asked_to_end\n09.001 L2 ended how=cancelled\n09.002 L1 ended how=normal\n";

impl Told {
    pub(super) fn play(&self) -> Play {
        let (signals, freshworks) = match self {
            Self::Story(dialect, name) | Self::Unknown(dialect, name) => {
                freshworks::told::story(&Reviewed(dialect).table(name))
            }
            Self::Own("queue") => freshworks::told::story(QUEUE),
            Self::Own("failed") => freshworks::told::story(FAILED),
            Self::Own("mailbox") => freshworks::told::story(MAILBOX),
            Self::Own("busy colleague") => freshworks::told::story(BUSY_COLLEAGUE),
            Self::Own("absent colleague") => freshworks::told::story(ABSENT_COLLEAGUE),
            Self::Own("impatient colleague") => freshworks::told::story(IMPATIENT_COLLEAGUE),
            Self::Own(name) => panic!("{name}: no such story"),
            Self::Logged(said) => (vec![logged(said)], freshworks::House::default()),
        };
        let mut versions = chakra::versions(&signals);
        if matches!(self, Self::Unknown(..)) {
            versions.last_mut().unwrap().1.calls[0].outcome = None;
        }
        Play { versions, freshworks }
    }
}

fn logged(said: &str) -> Signal {
    let mut logged = json!({"direction": "inbound", "from": {"number": "+31612345678", "name": "Rosa"},
        "to": {"number": "102", "user": "bea"}, "line": "+31205550199"});
    let said: Value = serde_json::from_str(said).unwrap();
    logged.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    let told = json!({"key": "1", "thread": "T", "leg": "L", "at": "2026-01-05T09:45:00Z", "what": "stated", "logged": logged});
    from_native(&told, "crm").unwrap()
}

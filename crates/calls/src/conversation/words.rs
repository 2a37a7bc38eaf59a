//! The words of the record's closed lists, in one place: what is printed is what is documented.

use super::{Direction, End, Origin, Outcome, Role, State};
use crate::signal::{GapKind, LeftQueue, Place, RecordingKind, TransferKind};

/// The words of a closed list, as they are printed.
pub trait Word: Copy + 'static {
    /// Every case, in the order in which the list is told.
    const ALL: &'static [Self];
    /// Their words, in the same order.
    const WORDS: &'static [&'static str];

    /// The word.
    fn word(self) -> &'static str;
}

/// One word for each case, in one place.
#[macro_export]
macro_rules! words {
    ($kind:ty { $($case:ident => $word:literal),+ $(,)? }) => {
        impl Word for $kind {
            const ALL: &'static [Self] = &[$(Self::$case),+];
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                match self { $(Self::$case => $word),+ }
            }
        }
    };
}

words!(Role {
    Caller => "caller", Callee => "callee", Agent => "agent", Consulted => "consulted", Supervisor => "supervisor",
    Barging => "barging", Conference => "conference",
});
words!(End {
    Normal => "normal", Busy => "busy", Declined => "declined", NoAnswer => "no_answer", Cancelled => "cancelled",
    Elsewhere => "elsewhere", Unavailable => "unavailable", Failed => "failed", Transferred => "transferred",
    PickedUp => "picked_up", Forwarded => "forwarded", Lost => "lost",
});
words!(Origin {
    Inbound => "inbound", Device => "device", ClickToCall => "click_to_call", Api => "api", TaskLog => "task_log",
    Callback => "callback", Consultation => "consultation", Transfer => "transfer", Fallback => "fallback",
    Conference => "conference", Unknown => "unknown",
});
words!(Direction { Inbound => "inbound", Outbound => "outbound", Internal => "internal" });
words!(Outcome {
    Answered => "answered", Voicemail => "voicemail", Blocked => "blocked", Abandoned => "abandoned", Ivr => "ivr",
    Cancelled => "cancelled", NoAnswer => "no_answer", Declined => "declined", Busy => "busy",
    Unavailable => "unavailable", Failed => "failed",
});
words!(State {
    Ringing => "ringing", Menu => "menu", Queued => "queued", Voicemail => "voicemail", Parked => "parked",
    Conference => "conference", Talking => "talking", Held => "held", Ended => "ended", Logged => "logged",
});
words!(TransferKind { Blind => "blind", Attended => "attended", Redirect => "redirect" });
words!(LeftQueue {
    Answered => "answered", Abandoned => "abandoned", Timeout => "timeout", Full => "full", Empty => "empty", Key => "key",
    Transferred => "transferred",
});
words!(RecordingKind { Call => "call", Voicemail => "voicemail" });
words!(Place {
    Queue => "queue", Menu => "menu", Playback => "playback", Mailbox => "mailbox", Room => "room",
});
words!(GapKind {
    LostEnd => "lost_end", LateStart => "late_start", MissingAnswer => "missing_answer", Restart => "restart",
    LinkLost => "link_lost", Undecoded => "undecoded", NotTold => "not_told", TooMany => "too_many",
});

//! The words of this dialect, each in both shapes (sheet, 3.1 and 3.2): printed in one spelling, read in many (rule R6).
//!
//! Nothing here knows a call. To add a spelling: its line in [`Status::read`] or [`read_direction`].

/// The shape in which a path, or a webhook, shows a call. The path alone decides; words of either are read everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Twenty keys, words in capitals, numbers with `+`: `/v3/…`.
    #[default]
    Current,
    /// The sixteen keys of the vendor's first page, lower-case phrases, numbers without `+`: `/v3.0/…`.
    Seed,
}

/// What a call came to, or where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It rings, or waits.
    IncomingCall,
    /// A person talked, or talks.
    AnsweredByStaff,
    /// Nobody answered.
    Missed,
    /// Only the phone system answered.
    AnsweredByProvider,
    /// Nobody answered, and somebody took care of it since.
    MissedCallHandled,
    /// The caller came to a mailbox.
    Voicemail,
}

/// The seed's word for every call that nobody answered.
const MISSED: &str = "missed";

impl Status {
    /// Every status, in the vendor's order.
    pub const ALL: [Self; 6] = [
        Self::IncomingCall,
        Self::AnsweredByStaff,
        Self::Missed,
        Self::AnsweredByProvider,
        Self::MissedCallHandled,
        Self::Voicemail,
    ];

    /// The word in that shape.
    #[must_use]
    pub fn word(self, shape: Shape) -> &'static str {
        match (shape, self) {
            (Shape::Current, Self::IncomingCall) => "INCOMING_CALL",
            (Shape::Current, Self::AnsweredByStaff) => "ANSWERED_BY_STAFF",
            (Shape::Current, Self::Missed) => "MISSED",
            (Shape::Current, Self::AnsweredByProvider) => "ANSWERED_BY_CALLS_PROVIDER",
            (Shape::Current, Self::MissedCallHandled) => "MISSED_CALL_HANDLED",
            (Shape::Current, Self::Voicemail) => "VOICEMAIL",
            (Shape::Seed, Self::IncomingCall) => "incoming call",
            (Shape::Seed, Self::AnsweredByStaff) => "answered by staff",
            (Shape::Seed, Self::AnsweredByProvider) => "answered by vonage",
            (Shape::Seed, Self::Missed | Self::MissedCallHandled | Self::Voicemail) => MISSED,
        }
    }

    /// The words of a shape, in the vendor's order, each once.
    #[must_use]
    pub fn words(shape: Shape) -> Vec<&'static str> {
        let mut words = Vec::new();
        for word in Self::ALL.map(|status| status.word(shape)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    /// Reads a word of either shape, however it is spelt, and the words of older pages.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Some(match squeezed(word).as_str() {
            "incomingcall" | "ringing" => Self::IncomingCall,
            "answeredbystaff" | "answered" => Self::AnsweredByStaff,
            "missed" | "noanswer" => Self::Missed,
            "answeredbycallsprovider" | "answeredbyvonage" => Self::AnsweredByProvider,
            "missedcallhandled" => Self::MissedCallHandled,
            "voicemail" | "voicemailreceived" => Self::Voicemail,
            _ => return None,
        })
    }

    /// Whether a call that stands there is what this word means in that shape: in the seed's, `missed` covers three words of the
    /// current one (rule V19).
    #[must_use]
    pub fn covers(self, other: Self, shape: Shape) -> bool {
        self == other || shape == Shape::Seed && self == Self::Missed && other.word(shape) == MISSED
    }

    /// Whether nobody answered, and nobody was asked to leave a message.
    #[must_use]
    pub fn is_missed(self) -> bool {
        matches!(self, Self::Missed | Self::MissedCallHandled)
    }
}

/// The word for a direction.
pub(super) fn direction(is_inbound: bool, shape: Shape) -> &'static str {
    match (shape, is_inbound) {
        (Shape::Current, true) => "INBOUND",
        (Shape::Current, false) => "OUTBOUND",
        (Shape::Seed, true) => "inbound",
        (Shape::Seed, false) => "outbound",
    }
}

/// Reads a direction: whether the call came in.
pub(super) fn read_direction(word: &str) -> Option<bool> {
    match squeezed(word).as_str() {
        "inbound" | "in" | "incoming" => Some(true),
        "outbound" | "out" | "outgoing" => Some(false),
        _ => None,
    }
}

/// A word as it is compared: case, blanks, `-` and `_` do not matter.
pub(super) fn squeezed(word: &str) -> String {
    let kept = word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}

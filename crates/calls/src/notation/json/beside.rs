//! What is told beside the line: recordings, gaps, statements and doings.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::PartyWire;
use super::simple::{direction, doer_kind, gap_kind, moment, outcome, recording_kind, written};
use crate::Text;
use crate::conversation::{Direction, Outcome};
use crate::moment::Moment;
use crate::signal::{
    Assigned, Behind, Billed, DefaultLine, Disposed, Doer, DoerKind, Doing, Done, Gap, GapKind, Known, Link, Logged, Party,
    Provider, Recorded, RecordingKind, RecordingStep, Stated, Written,
};

/// A boxed type as its mirror.
macro_rules! boxed {
    ($name:ident, $kind:ty, $mirror:ident) => {
        pub(super) mod $name {
            use super::*;

            pub(crate) fn serialize<S: Serializer>(value: &$kind, out: S) -> Result<S::Ok, S::Error> {
                $mirror::serialize(value, out)
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Box<$kind>, D::Error> {
                $mirror::deserialize(from).map(Box::new)
            }
        }
    };
}

/// An option of a type as its mirror.
macro_rules! maybe {
    ($name:ident, $kind:ty, $mirror:ident, $mirrored:literal) => {
        mod $name {
            use super::*;

            pub(crate) fn serialize<S: Serializer>(value: &Option<$kind>, out: S) -> Result<S::Ok, S::Error> {
                #[derive(Serialize)]
                struct As<'a>(#[serde(with = $mirrored)] &'a $kind);
                value.as_ref().map(As).serialize(out)
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<$kind>, D::Error> {
                #[derive(Deserialize)]
                struct As(#[serde(with = $mirrored)] $kind);
                Ok(Option::<As>::deserialize(from)?.map(|value| value.0))
            }
        }
    };
}

boxed!(recorded, Recorded, RecordedWire);
boxed!(gap, Gap, GapWire);
boxed!(stated, Stated, StatedWire);
boxed!(done, Done, DoneWire);
maybe!(provider, Provider, ProviderWire, "ProviderWire");
maybe!(billed, Billed, BilledWire, "BilledWire");
maybe!(disposed, Disposed, DisposedWire, "DisposedWire");
maybe!(assigned, Assigned, AssignedWire, "AssignedWire");

/// A boxed type, if it is there, as its mirror.
macro_rules! maybe_boxed {
    ($name:ident, $kind:ty, $mirror:ident, $mirrored:literal) => {
        pub(super) mod $name {
            use super::*;

            pub(crate) fn serialize<S: Serializer>(value: &Option<Box<$kind>>, out: S) -> Result<S::Ok, S::Error> {
                match value {
                    Some(value) => $mirror::serialize(value, out),
                    None => out.serialize_none(),
                }
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<$kind>>, D::Error> {
                #[derive(Deserialize)]
                struct As(#[serde(with = $mirrored)] $kind);
                Ok(Option::<As>::deserialize(from)?.map(|value| Box::new(value.0)))
            }
        }
    };
}

maybe_boxed!(doer, Doer, DoerWire, "DoerWire");
maybe_boxed!(known, Known, KnownWire, "KnownWire");
maybe_boxed!(default_line, DefaultLine, DefaultLineWire, "DefaultLineWire");
maybe_boxed!(logged, Logged, LoggedWire, "LoggedWire");
maybe_boxed!(behind, Behind, BehindWire, "BehindWire");

#[derive(Serialize, Deserialize)]
#[serde(remote = "Known")]
struct KnownWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contact: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    team: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wrap_up_s: Option<u32>,
    #[serde(default, with = "default_line", skip_serializing_if = "Option::is_none")]
    line: Option<Box<DefaultLine>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "DefaultLine")]
struct DefaultLineWire {
    number: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Behind")]
struct BehindWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    menu: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    team: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Doer")]
struct DoerWire {
    #[serde(with = "doer_kind")]
    kind: DoerKind,
    id: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Recorded")]
struct RecordedWire {
    recording: Text,
    #[serde(with = "recording_kind")]
    kind: RecordingKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    #[serde(flatten, with = "step")]
    step: RecordingStep,
}

/// What happened to a recording stands flat beside it, as a phone system tells it.
mod step {
    use super::*;

    #[derive(Serialize, Deserialize)]
    #[serde(tag = "step", rename_all = "snake_case")]
    enum As {
        Started,
        Ended,
        Stored {
            #[serde(default, skip_serializing_if = "Option::is_none")]
            length_s: Option<f64>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            size: Option<u64>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            url: Option<Text>,
        },
        Played,
        RedactAt {
            #[serde(with = "moment")]
            redact_at: Moment,
        },
        Deleted,
    }

    pub(crate) fn serialize<S: Serializer>(value: &RecordingStep, out: S) -> Result<S::Ok, S::Error> {
        match value.clone() {
            RecordingStep::Started => As::Started,
            RecordingStep::Ended => As::Ended,
            RecordingStep::Stored { length_s, size, url } => As::Stored { length_s, size, url },
            RecordingStep::Played => As::Played,
            RecordingStep::RedactAt(redact_at) => As::RedactAt { redact_at },
            RecordingStep::Deleted => As::Deleted,
        }
        .serialize(out)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<RecordingStep, D::Error> {
        Ok(match As::deserialize(from)? {
            As::Started => RecordingStep::Started,
            As::Ended => RecordingStep::Ended,
            As::Stored { length_s, size, url } => RecordingStep::Stored { length_s, size, url },
            As::Played => RecordingStep::Played,
            As::RedactAt { redact_at } => RecordingStep::RedactAt(redact_at),
            As::Deleted => RecordingStep::Deleted,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Gap")]
struct GapWire {
    #[serde(rename = "gap", with = "gap_kind")]
    what: GapKind,
    text: Text,
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    from: Option<Moment>,
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    to: Option<Moment>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Stated")]
struct StatedWire {
    #[serde(default, with = "provider", skip_serializing_if = "Option::is_none")]
    provider: Option<Provider>,
    #[serde(default, with = "billed", skip_serializing_if = "Option::is_none")]
    billed: Option<Billed>,
    #[serde(default, with = "kept", skip_serializing_if = "Option::is_none")]
    kept: Option<(Text, Text)>,
    #[serde(default, with = "logged", skip_serializing_if = "Option::is_none")]
    logged: Option<Box<Logged>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Logged")]
struct LoggedWire {
    #[serde(with = "direction")]
    direction: Direction,
    #[serde(rename = "origin", default = "by_hand", with = "written")]
    written: Written,
    #[serde(default, with = "PartyWire", skip_serializing_if = "is_nobody")]
    from: Party,
    #[serde(default, with = "PartyWire", skip_serializing_if = "is_nobody")]
    to: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<Text>,
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    answered_at: Option<Moment>,
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    ended_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(default, with = "outcome::maybe", skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
}

fn by_hand() -> Written {
    Written::ByHand
}

fn is_nobody(party: &Party) -> bool {
    *party == Party::default()
}

/// What a dialect keeps, with names to its two parts.
mod kept {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct As {
        dialect: Text,
        text: Text,
    }

    pub(crate) fn serialize<S: Serializer>(value: &Option<(Text, Text)>, out: S) -> Result<S::Ok, S::Error> {
        value.clone().map(|(dialect, text)| As { dialect, text }).serialize(out)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<(Text, Text)>, D::Error> {
        Ok(Option::<As>::deserialize(from)?.map(|kept| (kept.dialect, kept.text)))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Provider")]
struct ProviderWire {
    name: Text,
    id: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Billed")]
struct BilledWire {
    seconds: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    currency: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Done")]
struct DoneWire {
    call: Text,
    #[serde(with = "DoingWire")]
    doing: Doing,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Doing", rename_all = "snake_case")]
enum DoingWire {
    Disposed(#[serde(with = "disposed")] Option<Disposed>),
    Noted {
        id: Text,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Text>,
    },
    Summarised(Option<Text>),
    Linked {
        #[serde(with = "LinkWire")]
        link: Link,
        there: bool,
    },
    Handled(bool),
    Deleted(bool),
    Assigned(#[serde(with = "assigned")] Option<Assigned>),
    Lapsed,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Disposed")]
struct DisposedWire {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    wrong_number: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<Text>,
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    next_call_at: Option<Moment>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Link")]
struct LinkWire {
    kind: Text,
    id: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Assigned")]
struct AssignedWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    team: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    menu: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<Text>,
}

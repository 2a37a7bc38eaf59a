//! Words of closed lists, legs and moments.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Serializer;

use crate::Text;
use crate::conversation::{Direction, Outcome, Word};
use crate::moment::Moment;
use crate::signal::{DoerKind, GapKind, How, JoinedAs, LeftQueue, LegKey, Place, RecordingKind, TransferKind, Written};

/// A module that writes and reads something as text, and in `maybe` an option of it.
macro_rules! as_text {
    ($name:ident: $kind:ty $([$words:expr])?, $write:expr, $read:expr, $wanted:expr) => {
        pub(super) mod $name {
            use super::*;

            $(
                /// Every word of the list, in its order.
                pub(crate) const WORDS: &[&str] = $words;
            )?

            pub(crate) fn serialize<S: Serializer>(value: &$kind, out: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$kind) -> Text = $write;
                out.serialize_str(&write(value))
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<$kind, D::Error> {
                let text = Text::deserialize(from)?;
                let read: fn(&str) -> Option<$kind> = $read;
                read(&text).ok_or_else(|| D::Error::custom(format!("`{text}`: expected {}", $wanted)))
            }

            #[allow(dead_code, reason = "not every list stands where it may be left out")]
            pub(crate) mod maybe {
                use super::*;

                pub(crate) fn serialize<S: Serializer>(value: &Option<$kind>, out: S) -> Result<S::Ok, S::Error> {
                    match value {
                        Some(value) => super::serialize(value, out),
                        None => out.serialize_none(),
                    }
                }

                pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<$kind>, D::Error> {
                    struct As($kind);
                    impl<'de> Deserialize<'de> for As {
                        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                            super::deserialize(from).map(Self)
                        }
                    }
                    Ok(Option::<As>::deserialize(from)?.map(|value| value.0))
                }
            }
        }
    };
}

/// The same of a closed list: of one that the record has too, in the record's words.
macro_rules! list {
    ($name:ident: $kind:ident) => {
        as_text!(
            $name: $kind [<$kind as Word>::WORDS],
            |value| Text::new_static(value.word()),
            |text| $kind::ALL.iter().copied().find(|case| case.word() == text),
            format!("one of {}", WORDS.join(" "))
        );
    };
    ($name:ident: $kind:ident { $($case:ident => $word:literal),+ $(,)? }) => {
        as_text!(
            $name: $kind [&[$($word),+]],
            |value| Text::new_static(match value { $($kind::$case => $word),+ }),
            |text| match text { $($word => Some($kind::$case),)+ _ => None },
            concat!("one of", $(" ", $word),+)
        );
    };
}

as_text!(leg: LegKey, |leg| leg.0.clone(), |text| Some(LegKey(Text::new(text))), "a leg");
as_text!(moment: Moment, |at| at.precise(), Moment::from_rfc3339, "a moment such as 2026-01-05T09:45:00.000000Z");

list!(how: How {
    Normal => "normal", Busy => "busy", Declined => "declined", NoAnswer => "no_answer", Cancelled => "cancelled",
    Elsewhere => "elsewhere", Unavailable => "unavailable", Failed => "failed", Blocked => "blocked",
});
list!(place: Place);
list!(left_queue: LeftQueue);
list!(joined_as: JoinedAs { Taker => "taker", Supervisor => "supervisor", Barging => "barging", Added => "added" });
list!(transfer_kind: TransferKind);
list!(recording_kind: RecordingKind);
list!(gap_kind: GapKind);
list!(direction: Direction);
list!(outcome: Outcome);
list!(written: Written { ByHand => "task_log", ByProgram => "api" });
list!(doer_kind: DoerKind { Person => "person", Program => "program", System => "system" });

//! Signals as JSON: how the store keeps them, lossless and compact.
//!
//! Everything here mirrors the vocabulary, since the words themselves never derive how they are written: a field that is
//! added there does not compile until it is added here. What has no value is left out; moments are RFC 3339 with
//! microseconds. Reading takes back exactly what writing gave, and is no more tolerant than that.
//! To add a word: its case in `WhatWire`, and its line in [`native::WORDS`], by which phone systems tell it.

mod beside;
pub mod native;
mod simple;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::beside::{behind, doer, done, gap, known, recorded, stated};
use self::simple::{how, joined_as, left_queue, leg, moment, place, transfer_kind};
use crate::Text;
use crate::moment::Moment;
use crate::signal::{
    Behind, CameIn, Dialled, Doer, Done, Feed, Gap, How, Joined, JoinedAs, Known, LeftQueue, LegKey, Originated, Party, Place,
    Recorded, Signal, Stated, TransferKind, Transferred, Unparked, What,
};

/// A signal as JSON.
#[must_use]
pub fn to_json(signal: &Signal) -> String {
    struct As<'a>(&'a Signal);
    impl Serialize for As<'_> {
        fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            SignalWire::serialize(self.0, out)
        }
    }
    // Plain values under plain keys: there is nothing here that cannot be written.
    serde_json::to_string(&As(signal)).unwrap_or_default()
}

/// A signal from what [`to_json`] gave, or what is wrong with it.
pub fn from_json(text: &str) -> Result<Signal, String> {
    let mut from = serde_json::Deserializer::from_str(text);
    let signal = SignalWire::deserialize(&mut from).map_err(|error| error.to_string())?;
    from.end().map(|()| signal).map_err(|error| error.to_string())
}

/// A signal from a value of the form that [`to_json`] writes.
fn from_value(value: serde_json::Value) -> Result<Signal, String> {
    SignalWire::deserialize(value).map_err(|error| error.to_string())
}

/// A boxed type as its mirror.
macro_rules! boxed {
    ($name:ident, $kind:ty, $mirror:ident) => {
        mod $name {
            use super::*;

            pub(super) fn serialize<S: serde::Serializer>(value: &$kind, out: S) -> Result<S::Ok, S::Error> {
                $mirror::serialize(value, out)
            }

            pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Box<$kind>, D::Error> {
                $mirror::deserialize(from).map(Box::new)
            }
        }
    };
}

boxed!(came_in, CameIn, CameInWire);
boxed!(originated, Originated, OriginatedWire);
boxed!(dialled, Dialled, DialledWire);
boxed!(joined, Joined, JoinedWire);
boxed!(transferred, Transferred, TransferredWire);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Signal")]
struct SignalWire {
    source: Text,
    #[serde(with = "FeedWire")]
    feed: Feed,
    key: Text,
    thread: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ties: Vec<Text>,
    #[serde(with = "leg")]
    leg: LegKey,
    #[serde(with = "moment")]
    at: Moment,
    seq: u64,
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    seen_at: Option<Moment>,
    #[serde(default, with = "doer", skip_serializing_if = "Option::is_none")]
    by: Option<Box<Doer>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chosen_e164: Option<Text>,
    #[serde(default, with = "behind", skip_serializing_if = "Option::is_none")]
    behind: Option<Box<Behind>>,
    #[serde(flatten, with = "WhatWire")]
    what: What,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Feed")]
struct FeedWire {
    name: Text,
    rank: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "What", tag = "what", rename_all = "snake_case")]
enum WhatWire {
    CameIn(#[serde(with = "came_in")] Box<CameIn>),
    Originated(#[serde(with = "originated")] Box<Originated>),
    Dialled(#[serde(with = "dialled")] Box<Dialled>),
    Joined(#[serde(with = "joined")] Box<Joined>),
    Chose {
        number: Text,
    },
    Presented {
        line: Text,
    },
    Ringing,
    Answered,
    Connected {
        bridge: Text,
    },
    Disconnected {
        bridge: Text,
    },
    Held {
        #[serde(default, rename = "held_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
        held: Option<LegKey>,
        #[serde(default, rename = "by_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
        by: Option<LegKey>,
    },
    Resumed,
    AskedToEnd,
    Ended {
        #[serde(with = "how")]
        how: How,
    },
    Lost {
        why: Text,
    },
    Entered {
        #[serde(with = "place")]
        place: Place,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instance: Option<Text>,
    },
    Left {
        #[serde(with = "place")]
        place: Place,
        #[serde(default, with = "left_queue::maybe", skip_serializing_if = "Option::is_none")]
        how: Option<LeftQueue>,
        #[serde(default, rename = "agent_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
        agent: Option<LegKey>,
    },
    Pressed {
        digit: char,
    },
    Message {
        left: bool,
    },
    Parked {
        #[serde(default, rename = "by_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
        by: Option<LegKey>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        space: Option<Text>,
    },
    Unparked {
        #[serde(flatten, with = "UnparkedWire")]
        how: Unparked,
    },
    Consults {
        #[serde(rename = "held_leg", with = "leg")]
        held: LegKey,
    },
    Transferred(#[serde(with = "transferred")] Box<Transferred>),
    PickedUp {
        #[serde(rename = "by_leg", with = "leg")]
        by: LegKey,
    },
    Forwarded {
        to: Text,
    },
    Recorded(#[serde(with = "recorded")] Box<Recorded>),
    Gap(#[serde(with = "gap")] Box<Gap>),
    Stated(#[serde(with = "stated")] Box<Stated>),
    Done(#[serde(with = "done")] Box<Done>),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Party")]
struct PartyWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    e164: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trunk: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<Text>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    withheld: bool,
    #[serde(default, with = "known", skip_serializing_if = "Option::is_none")]
    known: Option<Box<Known>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "CameIn")]
struct CameInWire {
    #[serde(with = "PartyWire")]
    party: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dialled: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Originated")]
struct OriginatedWire {
    #[serde(with = "PartyWire")]
    party: Party,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    callback: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Dialled")]
struct DialledWire {
    #[serde(rename = "by_leg", with = "leg")]
    by: LegKey,
    #[serde(with = "PartyWire")]
    party: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue: Option<Text>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Joined")]
struct JoinedWire {
    #[serde(rename = "to_leg", with = "leg")]
    to: LegKey,
    #[serde(rename = "as", with = "joined_as")]
    role: JoinedAs,
    #[serde(with = "PartyWire")]
    party: Party,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Unparked", tag = "how", rename_all = "snake_case")]
enum UnparkedWire {
    Retrieved {
        #[serde(rename = "by_leg", with = "leg")]
        by: LegKey,
    },
    Returned,
    GivenUp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Transferred")]
struct TransferredWire {
    #[serde(with = "transfer_kind")]
    kind: TransferKind,
    #[serde(default, rename = "by_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
    by: Option<LegKey>,
    #[serde(default, rename = "second_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
    second: Option<LegKey>,
    #[serde(default, rename = "target_leg", with = "leg::maybe", skip_serializing_if = "Option::is_none")]
    target: Option<LegKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Text>,
}

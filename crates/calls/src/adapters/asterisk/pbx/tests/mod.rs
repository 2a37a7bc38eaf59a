//! The model of the switch from hand-made facts, one test per trap.
//!
//! [`Switch`] makes facts as a feed would; what was told stands as text, one fact a line: `leg word details`.

#![allow(clippy::unwrap_used)]

mod dials;
mod ends;
mod lists;
mod moves;
mod places;
mod talks;

use super::super::fact::{BridgeKind, Channel, Fact, Id, Seen, Way};
use super::{Pbx, Tells};
use crate::Text;
use crate::adapters::{Output, Settings};
use crate::moment::Moment;
use crate::signal::{Feed, Signal, What};

/// A feed that tells all, as the manager interface does.
const ALL: Tells = Tells { dials: true, holds: true, queues: true, rooms: true, ringing: true };

/// A feed that tells births and applications only, as the event log does.
const FEW: Tells = Tells { dials: false, holds: false, queues: false, rooms: false, ringing: false };

/// A switch that is made to live through something.
struct Switch {
    pbx: Pbx,
    output: Output,
    seq: u64,
    at: i64,
}

impl Switch {
    fn new(tells: Tells) -> Self {
        let feed = Feed { name: "f".into(), rank: 0 };
        let pbx = Pbx::new(&Settings { source: "s".into(), ..Settings::default() }, feed, tells);
        Self { pbx, output: Output::default(), seq: 0, at: 1_700_000_000_000_000 }
    }

    /// One fact, a tenth of a second after the last.
    fn see(&mut self, fact: Fact) -> &mut Self {
        self.at += 100_000;
        self.seq += 1;
        let seen = Seen { at: Moment::from_micros(self.at).unwrap(), seq: self.seq, fact };
        self.pbx.see(seen, &mut self.output);
        self
    }

    fn wait(&mut self, seconds: i64) -> &mut Self {
        self.at += seconds * 1_000_000;
        self
    }

    /// A phone or trunk comes in and dials.
    fn comes(&mut self, id: &str, name: &str, number: &str, dials: &str) -> &mut Self {
        let channel = channel(id, name, number, id, dials);
        self.see(Fact::Born { channel, way: Some(Way::In) })
    }

    /// The switch makes a channel to a device.
    fn makes(&mut self, id: &str, name: &str, number: &str, linkedid: &str) -> &mut Self {
        let channel = channel(id, name, number, linkedid, "s");
        self.see(Fact::Born { channel, way: Some(Way::Out) })
    }

    fn app(&mut self, id: &str, app: &str, data: &str, exten: &str) -> &mut Self {
        let (context, exten) = (Some("inside".into()), Some(exten.into()).filter(|exten: &Text| !exten.is_empty()));
        self.see(Fact::App { id: id.into(), app: app.into(), data: data.into(), context, exten })
    }

    fn dials(&mut self, by: &str, to: &str, string: &str) -> &mut Self {
        self.see(Fact::DialBegan { by: Some(by.into()), to: to.into(), string: string.into() })
    }

    fn dial_ends(&mut self, to: &str, status: &str) -> &mut Self {
        self.see(Fact::DialEnded { to: to.into(), status: status.into(), forward: None })
    }

    fn up(&mut self, id: &str) -> &mut Self {
        self.see(Fact::Up { id: id.into() })
    }

    fn enters(&mut self, id: &str, bridge: &str) -> &mut Self {
        self.enters_kind(id, bridge, BridgeKind::Talk)
    }

    fn enters_kind(&mut self, id: &str, bridge: &str, kind: BridgeKind) -> &mut Self {
        self.see(Fact::BridgeEntered { id: id.into(), bridge: bridge.into(), kind, swap: None })
    }

    fn leaves(&mut self, id: &str, bridge: &str) -> &mut Self {
        self.see(Fact::BridgeLeft { id: id.into(), bridge: bridge.into() })
    }

    fn asks(&mut self, id: &str) -> &mut Self {
        self.see(Fact::HangupRequested { id: id.into() })
    }

    fn ends(&mut self, id: &str, cause: u32) -> &mut Self {
        self.see(Fact::HungUp { id: id.into(), cause, tech_cause: None, source: None, dialstatus: None })
    }

    /// It ends, and the switch says who hung up.
    fn ends_by(&mut self, id: &str, cause: u32, source: &str) -> &mut Self {
        let source = Some(source.into());
        self.see(Fact::HungUp { id: id.into(), cause, tech_cause: None, source, dialstatus: None })
    }

    /// Alice (`1`) calls bob (`2`) and they talk in bridge `b`.
    fn talk(&mut self) -> &mut Self {
        self.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102");
        self.makes("2", "PJSIP/bob-2", "102", "1").dials("1", "2", "bob").up("2").up("1").enters("2", "b").enters("1", "b")
    }

    /// A Local channel `<name>;1`, `<name>;2` with ids `<id>a`, `<id>b`.
    fn local(&mut self, id: &str, name: &str, linkedid: &str) -> &mut Self {
        let (one, two) = (format!("{id}a"), format!("{id}b"));
        let born = |id: &str, half: &str| Fact::Born {
            channel: channel(id, &format!("Local/{name}-0;{half}"), "", linkedid, "s"),
            way: Some(if half == "1" { Way::Out } else { Way::In }),
        };
        self.see(born(&one, "1")).see(born(&two, "2"));
        self.see(Fact::LocalPair { one: one.into(), two: two.into() })
    }

    /// What was told since last asked, in the order of signals.
    fn told(&mut self) -> String {
        let mut signals = std::mem::take(&mut self.output.signals);
        signals.sort_by(|one, two| one.order().cmp(&two.order()));
        signals.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What was told since last asked, as signals.
    fn signals(&mut self) -> Vec<Signal> {
        std::mem::take(&mut self.output.signals)
    }

    /// Whether a line was told; forgets nothing.
    fn tells(&self, wanted: &str) -> bool {
        self.output.signals.iter().any(|signal| line(signal) == wanted)
    }

    /// Whether any line has that beginning.
    fn tells_of(&self, wanted: &str) -> bool {
        self.output.signals.iter().any(|signal| line(signal).starts_with(wanted))
    }
}

fn channel(id: &str, name: &str, number: &str, linkedid: &str, exten: &str) -> Channel {
    let some = |text: &str| Some(Text::from(text)).filter(|text| !text.is_empty());
    Channel {
        id: Id::from(id),
        name: name.into(),
        linkedid: some(linkedid),
        number: some(number),
        context: Some(if name.contains("line") { "from-trunk".into() } else { "inside".into() }),
        exten: some(exten),
        ..Channel::default()
    }
}

/// One signal as text.
fn line(signal: &Signal) -> String {
    let details = match &signal.what {
        What::CameIn(came) => format!("{} -> {}", or_none(&came.party.number), or_none(&came.dialled)),
        What::Originated(originated) => or_none(&originated.party.number),
        What::Dialled(dialled) => {
            let queue = dialled.queue.as_ref().map(|queue| format!(" in {queue}")).unwrap_or_default();
            let trunk = dialled.party.trunk.as_ref().map(|trunk| format!(" over {trunk}")).unwrap_or_default();
            format!("by {} {}{trunk}{queue}", dialled.by.0, or_none(&dialled.party.number))
        }
        What::Joined(joined) => format!("{:?} to {}", joined.role, joined.to.0),
        What::Chose { number } => number.to_string(),
        What::Presented { line } => line.to_string(),
        What::Connected { bridge } | What::Disconnected { bridge } => bridge.to_string(),
        What::Held { held, by } => {
            let key = |key: &Option<crate::signal::LegKey>| key.as_ref().map_or("none".to_owned(), |key| key.0.to_string());
            format!("{} by {}", key(held), key(by))
        }
        What::Ended { how } => format!("{how:?}"),
        What::Entered { place, name, .. } => format!("{place:?} {}", or_none(name)),
        What::Left { place, how, agent } => {
            let agent = agent.as_ref().map(|agent| format!(" {}", agent.0)).unwrap_or_default();
            format!("{place:?} {}{agent}", how.map_or("none".to_owned(), |how| format!("{how:?}")))
        }
        What::Pressed { digit } => digit.to_string(),
        What::Message { left } => left.to_string(),
        What::Parked { by, space } => format!("by {} at {}", by.as_ref().map_or("none", |by| by.0.as_str()), or_none(space)),
        What::Unparked { how } => format!("{how:?}"),
        What::Consults { held } => held.0.to_string(),
        What::Transferred(moved) => {
            let key = |key: &Option<crate::signal::LegKey>| key.as_ref().map_or("none".to_owned(), |key| key.0.to_string());
            let (by, second, target) = (key(&moved.by), key(&moved.second), key(&moved.target));
            format!("{:?} by {by} {second} to {target} {}", moved.kind, or_none(&moved.to))
        }
        What::PickedUp { by } => by.0.to_string(),
        What::Forwarded { to } => to.to_string(),
        What::Recorded(recorded) => format!("{} {:?}", recorded.recording, recorded.step),
        What::Gap(gap) => format!("{:?}", gap.what),
        _ => String::new(),
    };
    format!("{} {} {details}", signal.leg.0, signal.what.word()).trim_end().to_owned()
}

fn or_none(text: &Option<Text>) -> String {
    text.as_ref().map_or("none".to_owned(), ToString::to_string)
}

//! A row as facts: each event type of the sheet's section 2, in the row's own words.
//!
//! Besides its event a row shows its channel as it is now. What changed in it since the row before (number, name, linkedid,
//! application) is told as well, before the event, with the row's time: with a filtered `apps` in cel.conf, and after a
//! transfer, that is the only word of an application (traps A35 and A65).
//! Nothing is decided here about calls. To add an event type: its line in [`Reader::event`].

use super::super::fact::{AttendedKind, BridgeKind, Channel, Fact, Id, Seen, UnparkedHow, Way};
use super::extra::Extra;
use super::known::{Known, Memory, Run};
use super::open::Open;
use super::order::Placed;
use super::wire::{Column, Row};
use crate::Text;
use crate::moment::Moment;
use crate::number;
use crate::signal::RecordingStep;

/// A number with more digits is none of the house's (trap A13).
const HOUSE_DIGITS_MAX: usize = 6;

/// Event types that tell nothing about a call which other rows do not tell: the dialplan's own, and, before Asterisk 12,
/// those of conferences and hook flashes.
const QUIET: [&str; 9] = [
    "USER_DEFINED",
    "BRIDGE_UPDATE",
    "CONF_START",
    "CONF_END",
    "CONF_ENTER",
    "CONF_EXIT",
    "3WAY_START",
    "3WAY_END",
    "HOOKFLASH",
];

/// Reads the rows of one switch, in the order of time.
#[derive(Debug, Default)]
pub(super) struct Reader {
    memory: Memory,
    pub(super) open: Open,
}

/// The facts of one row.
struct Telling<'a> {
    row: &'a Row,
    at: Moment,
    seq: u64,
    id: Id,
    out: &'a mut Vec<Seen>,
}

impl Telling<'_> {
    fn say(&mut self, fact: Fact) {
        self.out.push(Seen { at: self.at, seq: self.seq, fact });
    }

    /// A channel that a row names besides its own.
    fn mention(&mut self, id: &str, name: &str) {
        if let (Some(id), Some(name)) = (given(id), given(name)) {
            self.say(Fact::Mentioned { channel: Channel { id, name, ..Channel::default() } });
        }
    }
}

/// A text that says something.
fn given(text: &str) -> Option<Text> {
    (!text.is_empty() && text != "<unknown>" && text != "N/A").then(|| Text::new(text))
}

impl Reader {
    /// Adds the facts of a row to `out`. An error says what was not understood; the facts before it stand.
    pub(super) fn read(&mut self, placed: &Placed, out: &mut Vec<Seen>) -> Result<(), String> {
        let row = &placed.row;
        let event = row.get(Column::Event);
        let Some(id) = given(row.get(Column::Id)) else {
            return Err("a row without a channel's uniqueid".to_owned());
        };
        self.open.read(placed.at);
        let mut telling = Telling { row, at: placed.at, seq: placed.ordinal, id, out };
        match event {
            "CHAN_START" => self.born(&mut telling),
            "CHAN_END" => self.gone(&mut telling),
            "LINKEDID_END" => {
                if let Some(linkedid) = given(row.get(Column::Linkedid)) {
                    telling.say(Fact::LinkedidEnded { linkedid });
                }
            }
            _ => {
                self.show_channel(&mut telling);
                self.show_app(&mut telling, event);
                return self.event(&mut telling, event);
            }
        }
        Ok(())
    }

    fn event(&mut self, telling: &mut Telling, event: &str) -> Result<(), String> {
        let (row, id) = (telling.row, telling.id.clone());
        let told = Extra::read(row.get(Column::Extra));
        let fault = told.is_none().then(|| format!("the extra column of {event} is not understood"));
        let extra = told.unwrap_or_default();
        match event {
            "ANSWER" => {
                if let Some(known) = self.memory.channel(&id) {
                    known.up = true;
                }
                telling.say(Fact::Up { id });
            }
            "APP_START" => {}
            "APP_END" => self.app_ended(telling),
            "BRIDGE_ENTER" => self.bridge_entered(telling, &extra),
            "BRIDGE_EXIT" => self.bridge_left(telling, &extra),
            "PARK_START" => {
                let parker = given(&extra.parker_dial_string);
                telling.say(Fact::Parked { id, parker, space: None });
            }
            "PARK_END" => return park_ended(telling, &extra),
            "BLINDTRANSFER" => blind_transfer(telling, &extra),
            "ATTENDEDTRANSFER" => self.attended_transfer(telling, &extra),
            "PICKUP" => {
                telling.mention(&extra.pickup_channel_uniqueid, &extra.pickup_channel);
                if let Some(by) = given(&extra.pickup_channel_uniqueid) {
                    telling.say(Fact::Pickup { by, ringing: id });
                }
            }
            "FORWARD" => self.memory.forwarded(telling.at, row.get(Column::Linkedid), &extra.forward),
            "LOCAL_OPTIMIZE" | "LOCAL_OPTIMIZE_BEGIN" => {
                telling.mention(&extra.local_two_uniqueid, &extra.local_two);
                if let Some(two) = given(&extra.local_two_uniqueid) {
                    telling.say(Fact::LocalPair { one: id, two });
                }
            }
            "STREAM_BEGIN" if row.get(Column::UserType) == "MOH_STREAM_BEGIN" => telling.say(Fact::MusicBegan { id }),
            "STREAM_END" if row.get(Column::UserType) == "MOH_STREAM_END" => telling.say(Fact::MusicEnded { id }),
            "STREAM_BEGIN" | "STREAM_END" => {}
            "DTMF" => digit(telling, &extra),
            "HANGUP" => self.hung_up(telling, &extra),
            "BRIDGE_START" | "BRIDGE_END" => self.old_bridge(telling, event == "BRIDGE_START"),
            _ if QUIET.contains(&event) => return Ok(()),
            _ => return Err(format!("the event type{} is not known", word(event))),
        }
        fault.map_or(Ok(()), Err)
    }

    fn born(&mut self, telling: &mut Telling) {
        if self.memory.restarted(&telling.id) {
            self.open.clear();
            telling.say(Fact::Booted { at: telling.at });
        }
        let channel = channel(telling);
        let way = way(telling.row, &channel);
        self.remember(telling, way == Some(Way::Out));
        let name = channel.name.clone();
        telling.say(Fact::Born { channel, way });
        if let Some((shared, half)) = name.rsplit_once(';')
            && name.starts_with("Local/")
            && let Some(other) = self.memory.other_half(shared, &telling.id)
        {
            let own = telling.id.clone();
            let (one, two) = if half == "1" { (own, other) } else { (other, own) };
            telling.say(Fact::LocalPair { one, two });
        }
    }

    /// The channel is gone. Told only if its hangup was not: cel.conf may leave that out.
    fn gone(&mut self, telling: &mut Telling) {
        if let Some(known) = self.memory.remove_channel(&telling.id).filter(|known| !known.ended) {
            self.open.left(&known.linkedid);
            let id = telling.id.clone();
            telling.say(Fact::HungUp { id, cause: 0, tech_cause: None, source: None, dialstatus: None });
        }
    }

    fn remember(&mut self, telling: &Telling, called: bool) {
        let row = telling.row;
        let known = Known {
            name: Text::new(row.get(Column::Channel)),
            linkedid: Text::new(row.get(Column::Linkedid)),
            number: Text::new(row.get(Column::Number)),
            caller_name: Text::new(row.get(Column::CallerName)),
            context: Text::new(row.get(Column::Context)),
            exten: Text::new(row.get(Column::Exten)),
            called,
            ..Known::default()
        };
        if let Some(known) = self.memory.remove_channel(&telling.id).filter(|known| !known.ended) {
            self.open.left(&known.linkedid);
        }
        self.open.joined(&known.linkedid, row.offset, telling.at);
        self.memory.add_channel(telling.id.clone(), known);
    }

    /// What the row shows of its channel that no row before showed.
    fn show_channel(&mut self, telling: &mut Telling) {
        let row = telling.row;
        let (number, name) = (row.get(Column::Number), row.get(Column::CallerName));
        let Some(known) = self.memory.channel(&telling.id) else {
            self.first_sight(telling);
            return;
        };
        let (linkedid, channel_name) = (row.get(Column::Linkedid), row.get(Column::Channel));
        let (context, exten) = (row.get(Column::Context), row.get(Column::Exten));
        let moved = known.context != context || known.exten != exten;
        let mentioned = known.linkedid != linkedid || known.name != channel_name || moved;
        let renumbered = known.number != number || known.caller_name != name;
        if mentioned {
            if known.linkedid != linkedid && !known.ended {
                self.open.moved(&known.linkedid, linkedid);
            }
            (known.linkedid, known.name) = (Text::new(linkedid), Text::new(channel_name));
            (known.context, known.exten) = (Text::new(context), Text::new(exten));
        }
        if renumbered {
            known.number = Text::new(number);
            known.caller_name = Text::new(name);
            telling.say(renumbering(&telling.id, row));
        }
        if mentioned {
            let channel = channel(telling);
            telling.say(Fact::Mentioned { channel });
        }
    }

    /// The file begins after this channel did. `ani` and `dnid` keep what the channel showed first (trap A8).
    fn first_sight(&mut self, telling: &mut Telling) {
        let row = telling.row;
        let mut channel = channel(telling);
        let ani = row.get(Column::Ani);
        let renumbered = !ani.is_empty() && ani != row.get(Column::Number);
        if renumbered {
            channel.number = number::told(ani).map(Text::new);
            channel.withheld = number::withheld(ani);
        }
        if let Some(dialled) = given(row.get(Column::Dnid)) {
            channel.exten = Some(dialled);
        }
        self.remember(telling, false);
        telling.say(Fact::Mentioned { channel });
        if renumbered {
            telling.say(renumbering(&telling.id, row));
        }
    }

    /// The application that the row shows, if it was not told yet. A new extension alone is shown as such: what runs there is
    /// not known until it begins (trap A58).
    fn show_app(&mut self, telling: &mut Telling, event: &str) {
        let row = telling.row;
        let (app, data) = (row.get(Column::App), row.get(Column::AppData));
        let (context, exten) = (row.get(Column::Context), row.get(Column::Exten));
        let Some(known) = self.memory.channel(&telling.id).filter(|_| !app.is_empty()) else { return };
        let same = known.app.as_ref().is_some_and(|run| run.app == app && run.data == data);
        if same && event != "APP_START" {
            return;
        }
        let run = Run { app: Text::new(app), data: Text::new(data) };
        let (app, data) = (run.app.clone(), run.data.clone());
        known.app = Some(run);
        let id = telling.id.clone();
        telling.say(Fact::App { id: id.clone(), app: app.clone(), data, context: given(context), exten: given(exten) });
        let step = match app.to_ascii_lowercase().as_str() {
            "mixmonitor" | "monitor" => RecordingStep::Started,
            "stopmixmonitor" | "stopmonitor" => RecordingStep::Ended,
            _ => return,
        };
        let name = first_argument(row.get(Column::AppData)).filter(|_| step == RecordingStep::Started);
        telling.say(Fact::Recording { id, name, step });
    }

    fn app_ended(&mut self, telling: &mut Telling) {
        if let Some(known) = self.memory.channel(&telling.id) {
            known.app = None;
        }
        if let Some(app) = given(telling.row.get(Column::App)) {
            telling.say(Fact::AppEnded { id: telling.id.clone(), app });
        }
    }

    fn bridge_entered(&mut self, telling: &mut Telling, extra: &Extra) {
        let Some(bridge) = given(&extra.bridge_id) else { return };
        let room = room(telling.row);
        let kind = self.memory.enter(&bridge, &extra.bridge_technology, room.is_some());
        let id = telling.id.clone();
        telling.say(Fact::BridgeEntered { id: id.clone(), bridge: bridge.clone(), kind, swap: None });
        if let (Some(room), BridgeKind::Room) = (room, kind) {
            telling.say(Fact::RoomJoined { id, room, bridge });
        }
    }

    fn bridge_left(&mut self, telling: &mut Telling, extra: &Extra) {
        let Some(bridge) = given(&extra.bridge_id) else { return };
        self.memory.leave(&bridge);
        let id = telling.id.clone();
        if let Some(room) = room(telling.row) {
            telling.say(Fact::RoomLeft { id: id.clone(), room, bridge: bridge.clone() });
        }
        telling.say(Fact::BridgeLeft { id, bridge });
    }

    fn attended_transfer(&mut self, telling: &mut Telling, extra: &Extra) {
        telling.mention(&extra.channel2_uniqueid, &extra.channel2_name);
        telling.mention(&extra.transferee_channel_uniqueid, &extra.transferee_channel_name);
        telling.mention(&extra.transfer_target_channel_uniqueid, &extra.transfer_target_channel_name);
        let Some(second) = given(&extra.channel2_uniqueid) else { return };
        let transferee = given(&extra.transferee_channel_uniqueid);
        let kind = if extra.bridge2_id.is_empty() {
            if let Some(transferee) = &transferee {
                self.memory.swap_apps(&second, transferee);
            }
            AttendedKind::App(given(&extra.app))
        } else {
            AttendedKind::Bridge
        };
        let target = given(&extra.transfer_target_channel_uniqueid);
        telling.say(Fact::AttendedTransfer { first: telling.id.clone(), second, transferee, target, kind });
    }

    fn hung_up(&mut self, telling: &mut Telling, extra: &Extra) {
        let id = telling.id.clone();
        let Some(known) = self.memory.channel(&id) else { return };
        if !known.ended {
            self.open.left(&known.linkedid);
        }
        known.ended = true;
        let could_forward = known.called && !known.up && !known.name.starts_with("Local/");
        if could_forward && let Some(to) = self.memory.take_forward(telling.at, telling.row.get(Column::Linkedid)) {
            telling.say(Fact::DialEnded { to: id.clone(), status: Text::new_static("CANCEL"), forward: Some(to) });
        }
        let cause = extra.hangupcause.unwrap_or_default();
        let source = Some(Text::new(&extra.hangupsource));
        telling.say(Fact::HungUp { id, cause, tech_cause: None, source, dialstatus: given(&extra.dialstatus) });
    }

    /// Before Asterisk 12 bridges had no id, two members, and one row for both.
    fn old_bridge(&mut self, telling: &mut Telling, begins: bool) {
        let id = telling.id.clone();
        let bridge = Text::new(format!("with {id}"));
        let peer = self.memory.id_by_name(telling.row.get(Column::Peer));
        for id in std::iter::once(id).chain(peer) {
            let bridge = bridge.clone();
            telling.say(if begins {
                Fact::BridgeEntered { id, bridge, kind: BridgeKind::Talk, swap: None }
            } else {
                Fact::BridgeLeft { id, bridge }
            });
        }
    }
}

/// The row's channel as the row shows it.
fn channel(telling: &Telling) -> Channel {
    let row = telling.row;
    let number = row.get(Column::Number);
    Channel {
        id: telling.id.clone(),
        name: Text::new(row.get(Column::Channel)),
        linkedid: given(row.get(Column::Linkedid)),
        number: number::told(number).map(Text::new),
        caller_name: number::told(row.get(Column::CallerName)).map(Text::new),
        withheld: number::withheld(number),
        context: given(row.get(Column::Context)),
        exten: given(row.get(Column::Exten)),
        connected: None,
    }
}

/// Which way a channel came to be, where it is clear. What the switch makes for another channel takes that one's linkedid;
/// what a program has it make waits at `s`. An old line without numbers comes in at `s` too, but shows its caller, an outside
/// number. Of the halves of a Local channel neither is a way.
fn way(row: &Row, channel: &Channel) -> Option<Way> {
    if channel.name.starts_with("Local/") {
        return None;
    }
    let outside = |number: &Text| number.bytes().filter(u8::is_ascii_digit).count() > HOUSE_DIGITS_MAX;
    match (row.get(Column::Linkedid) == row.get(Column::Id), row.get(Column::Exten)) {
        (false, _) => Some(Way::Out),
        (true, "s") if channel.number.as_ref().is_some_and(outside) => None,
        (true, "s") => Some(Way::Out),
        (true, _) => Some(Way::In),
    }
}

fn renumbering(id: &Id, row: &Row) -> Fact {
    let number = row.get(Column::Number);
    Fact::Renumbered {
        id: id.clone(),
        number: number::told(number).map(Text::new),
        name: number::told(row.get(Column::CallerName)).map(Text::new),
        withheld: number::withheld(number),
    }
}

/// A word for a note, after a space; nothing where it could be anything else, such as somebody's number.
fn word(text: &str) -> String {
    let is_word = text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    if is_word { format!(" {text}") } else { String::new() }
}

/// The first argument of an application.
fn first_argument(data: &str) -> Option<Text> {
    data.split([',', '|']).next().and_then(given)
}

/// The conference room that the row's channel is in, by its application.
fn room(row: &Row) -> Option<Text> {
    let app = row.get(Column::App);
    let in_room = app.eq_ignore_ascii_case("ConfBridge") || app.eq_ignore_ascii_case("MeetMe");
    in_room.then(|| first_argument(row.get(Column::AppData))).flatten()
}

fn park_ended(telling: &mut Telling, extra: &Extra) -> Result<(), String> {
    let id = telling.id.clone();
    let how = match &*extra.reason {
        "ParkedCallUnparked" => UnparkedHow::Retrieved { retriever: Text::new(&extra.retriever) },
        "ParkedCallTimeOut" => UnparkedHow::TimedOut,
        "ParkedCallGiveUp" => UnparkedHow::GivenUp,
        // This channel takes the place of one that is parked: it is parked from now on.
        "ParkedCallSwap" => {
            telling.say(Fact::Parked { id, parker: None, space: None });
            return Ok(());
        }
        // It was never parked.
        "ParkedCallFailed" => return Ok(()),
        other => return Err(format!("the reason{} of a parking's end is not known", word(other))),
    };
    telling.say(Fact::Unparked { id, how });
    Ok(())
}

fn blind_transfer(telling: &mut Telling, extra: &Extra) {
    telling.mention(&extra.transferee_channel_uniqueid, &extra.transferee_channel_name);
    telling.say(Fact::BlindTransfer {
        by: telling.id.clone(),
        transferee: given(&extra.transferee_channel_uniqueid),
        extension: Text::new(&extra.extension),
        context: given(&extra.context),
    });
}

/// A digit that came in. One that the switch sent is nobody's.
fn digit(telling: &mut Telling, extra: &Extra) {
    let digit = extra.digit.chars().next().filter(|_| telling.row.get(Column::UserType) == "Received");
    if let Some(digit) = digit {
        telling.say(Fact::Digit { id: telling.id.clone(), digit });
    }
}

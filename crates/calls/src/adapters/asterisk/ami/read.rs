//! One message as facts: a table by the event's name.
//!
//! A reading translates and nothing more: no decision about calls is taken here. What the table does not name costs a glance
//! at the event's name and is passed over: the same news in another vocabulary (`CEL`, `Cdr`: trap A7), media reports, device
//! states, variables. To read one more event: a line in [`EVENTS`], in order of name, and its function; to read one more
//! variable: a case in [`variable`] and its name in [`VARIABLES`].

use std::collections::BTreeMap;

use super::super::fact::{AttendedKind, BridgeKind, Fact, Id, UnparkedHow, Way};
use super::fields::{Fields, number};
use crate::Text;
use crate::signal::RecordingStep;

/// So many channels are remembered; beyond that all are forgotten, which only repeats [`Fact::Mentioned`].
pub(super) const CHANNELS_MAX: usize = 100_000;

/// The field that a message should have and has not.
pub(super) type Missing = &'static str;

/// How one kind of event is read.
pub(super) type Reading = fn(&mut Reader, &Fields<'_>) -> Result<(), Missing>;

/// Every event that tells a fact, in order of name.
const EVENTS: &[(&str, Reading)] = &[
    ("AgentCalled", agent_called),
    ("AgentConnect", agent_connect),
    ("AttendedTransfer", attended_transfer),
    ("BlindTransfer", blind_transfer),
    ("BridgeEnter", bridge_enter),
    ("BridgeLeave", bridge_leave),
    ("ChanSpyStart", spy_start),
    ("ChanSpyStop", spy_stop),
    ("ConfbridgeJoin", room_join),
    ("ConfbridgeLeave", room_leave),
    ("DTMFEnd", digit),
    ("DialBegin", dial_begin),
    ("DialEnd", dial_end),
    ("DialState", dial_state),
    ("Hangup", hangup),
    ("HangupRequest", hangup_request),
    ("Hold", hold),
    ("LocalBridge", local_pair),
    ("MeetmeEnd", meetme_end),
    ("MeetmeJoin", meetme_join),
    ("MeetmeLeave", meetme_leave),
    ("MessageWaiting", message_waiting),
    ("MixMonitorStart", record_start),
    ("MixMonitorStop", record_stop),
    ("MonitorStart", record_start),
    ("MonitorStop", record_stop),
    ("NewCallerid", new_caller),
    ("Newchannel", new_channel),
    ("Newexten", new_exten),
    ("Newstate", new_state),
    ("OriginateResponse", originated),
    ("ParkedCall", parked),
    ("ParkedCallGiveUp", park_given_up),
    ("ParkedCallSwap", parked),
    ("ParkedCallTimeOut", park_timed_out),
    ("Pickup", pickup),
    ("QueueCallerAbandon", queue_abandon),
    ("QueueCallerJoin", queue_join),
    ("QueueCallerLeave", queue_leave),
    ("UnParkedCall", park_retrieved),
    ("Unhold", unhold),
    ("VarSet", variable),
];

/// The variables that tell a fact; a switch sets dozens of others in every call.
pub(super) const VARIABLES: &[&str] = &["DIALSTATUS", "MIXMONITOR_FILENAME", "QUEUESTATUS", "VMSTATUS", "VM_MESSAGEFILE"];

/// How this event is read, if it tells a fact.
pub(super) fn reading(event: &str) -> Option<Reading> {
    let place = EVENTS.binary_search_by(|(name, _)| (*name).cmp(event)).ok()?;
    EVENTS.get(place).map(|(_, reading)| *reading)
}

/// The names of the table.
#[cfg(test)]
pub(super) fn event_names() -> Vec<&'static str> {
    EVENTS.iter().map(|(name, _)| *name).collect()
}

/// The kind of the bridge that a message shows.
pub(super) fn bridge_kind(fields: &Fields<'_>) -> BridgeKind {
    let (class, technology) = (fields.get("BridgeType"), fields.get("BridgeTechnology"));
    match (class, technology) {
        (Some("parking"), _) | (_, Some("holding_bridge")) => BridgeKind::Holding,
        // A talk of three is mixed like a room, but its bridge stays a basic one; an application's bridge is a room.
        (Some("base"), Some("softmix")) => BridgeKind::Room,
        _ if fields.get("BridgeCreator") == Some("ConfBridge") => BridgeKind::Room,
        _ => BridgeKind::Talk,
    }
}

/// What was last told of a channel.
#[derive(Default)]
struct Known {
    digest: u64,
    /// Its caller asked to withhold the number; only one event says so.
    withheld: bool,
    rings: bool,
    /// The name of its recording was told, and the event that it began is still to come.
    names_recording: bool,
}

/// Reads messages, remembering of each channel only what was told already.
#[derive(Default)]
pub(super) struct Reader {
    /// The facts of the message just read.
    pub(super) facts: Vec<Fact>,
    known: BTreeMap<Text, Known>,
    /// MeetMe rooms have no bridge; the channel that came first names the gathering.
    gatherings: BTreeMap<Text, Text>,
}

impl Reader {
    /// Forgets what was told: a new connection begins.
    pub(super) fn forget(&mut self) {
        self.known.clear();
        self.gatherings.clear();
    }

    /// Tells what the message shows of a channel if that is new; its id, if it names one.
    pub(super) fn mention(&mut self, fields: &Fields<'_>, prefix: &str) -> Option<Id> {
        let shown = fields.channel(prefix)?;
        let digest = shown.digest();
        let known = self.known(shown.id);
        if known.digest != digest {
            known.digest = digest;
            let channel = shown.copied(known.withheld);
            let id = channel.id.clone();
            self.facts.push(Fact::Mentioned { channel });
            return Some(id);
        }
        Some(Text::new(shown.id))
    }

    /// Like [`Self::mention`], for a channel without which the message means nothing.
    fn channel(&mut self, fields: &Fields<'_>, prefix: &str, missing: Missing) -> Result<Id, Missing> {
        self.mention(fields, prefix).ok_or(missing)
    }

    fn own(&mut self, fields: &Fields<'_>) -> Result<Id, Missing> {
        self.channel(fields, "", "Uniqueid")
    }

    fn known(&mut self, id: &str) -> &mut Known {
        if self.known.len() >= CHANNELS_MAX {
            self.known.clear();
        }
        self.known.entry(Text::new(id)).or_default()
    }

    fn tell(&mut self, fact: Fact) -> Result<(), Missing> {
        self.facts.push(fact);
        Ok(())
    }

    /// That a phone rings is told by two events; once is enough.
    fn rings(&mut self, id: Id) {
        let known = self.known(&id);
        if !known.rings {
            known.rings = true;
            self.facts.push(Fact::Ringing { id });
        }
    }
}

fn new_channel(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let shown = fields.channel("").ok_or("Uniqueid")?;
    reader.known(shown.id).digest = shown.digest();
    let way = match fields.get("ChannelState") {
        Some("4") => Some(Way::In),
        // A phone that is called has no number of its own to go to yet (trap A9).
        Some("0") if shown.exten == Some("s") => Some(Way::Out),
        _ => None,
    };
    reader.tell(Fact::Born { channel: shown.copied(false), way })
}

fn new_state(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    match fields.get("ChannelState") {
        Some("5") => reader.rings(id),
        Some("6") => reader.facts.push(Fact::Up { id }),
        _ => {}
    }
    Ok(())
}

fn new_caller(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let shown = fields.channel("").ok_or("Uniqueid")?;
    // Bits 5 and 6 of the presentation: 1 is prohibited, 2 is a number that is not known.
    let prohibited = fields.count("CID-CallingPres").is_some_and(|presentation| presentation & 0x60 == 0x20);
    reader.known(shown.id).withheld = prohibited;
    let id = reader.own(fields)?;
    let (number, hidden) = number(fields.get("CallerIDNum"), fields.get("CallerIDName"));
    let name = shown.copied(false).caller_name;
    reader.tell(Fact::Renumbered { id, number: number.map(Text::new), name, withheld: prohibited || hidden })
}

fn new_exten(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let app = fields.text("Application").ok_or("Application")?;
    let id = reader.own(fields)?;
    let data = Text::new(fields.raw("AppData").unwrap_or_default());
    let exten = fields.text("Extension").or_else(|| fields.text("Exten"));
    reader.tell(Fact::App { id, app, data, context: fields.text("Context"), exten })
}

fn dial_begin(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let by = reader.mention(fields, "");
    let to = reader.channel(fields, "Dest", "DestUniqueid")?;
    let string = Text::new(fields.raw("DialString").unwrap_or_default());
    reader.tell(Fact::DialBegan { by, to, string })
}

fn dial_state(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    if fields.get("DialStatus") == Some("RINGING") {
        let id = reader.channel(fields, "Dest", "DestUniqueid")?;
        reader.rings(id);
    }
    Ok(())
}

fn dial_end(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let status = fields.text("DialStatus").ok_or("DialStatus")?;
    reader.mention(fields, "");
    let to = reader.channel(fields, "Dest", "DestUniqueid")?;
    reader.tell(Fact::DialEnded { to, status, forward: fields.text("Forward") })
}

fn bridge_enter(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let bridge = fields.text("BridgeUniqueid").ok_or("BridgeUniqueid")?;
    let id = reader.own(fields)?;
    reader.tell(Fact::BridgeEntered { id, bridge, kind: bridge_kind(fields), swap: fields.text("SwapUniqueid") })
}

fn bridge_leave(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let bridge = fields.text("BridgeUniqueid").ok_or("BridgeUniqueid")?;
    let id = reader.own(fields)?;
    reader.tell(Fact::BridgeLeft { id, bridge })
}

fn hold(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    reader.tell(Fact::HoldPressed { id })
}

fn unhold(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    reader.tell(Fact::UnholdPressed { id })
}

/// Trap A63: what did not succeed is no transfer.
fn succeeded(fields: &Fields<'_>) -> bool {
    fields.get("Result").is_none_or(|result| result == "Success")
}

fn blind_transfer(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    if !succeeded(fields) {
        return Ok(());
    }
    let extension = fields.text("Extension").ok_or("Extension")?;
    let by = reader.channel(fields, "Transferer", "TransfererUniqueid")?;
    let transferee = reader.mention(fields, "Transferee");
    reader.tell(Fact::BlindTransfer { by, transferee, extension, context: fields.text("Context") })
}

fn attended_transfer(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let kind = match fields.get("DestType") {
        Some("Fail") => return Ok(()),
        Some("Threeway") => AttendedKind::Threeway,
        Some("App") => AttendedKind::App(fields.text("DestApp")),
        // `Link`: the two talks are joined through a Local channel, because their bridges could not become one.
        _ => AttendedKind::Bridge,
    };
    if !succeeded(fields) {
        return Ok(());
    }
    let first = reader.channel(fields, "OrigTransferer", "OrigTransfererUniqueid")?;
    let second = reader.channel(fields, "SecondTransferer", "SecondTransfererUniqueid")?;
    let transferee = reader.mention(fields, "Transferee");
    let target = reader.mention(fields, "TransferTarget");
    reader.tell(Fact::AttendedTransfer { first, second, transferee, target, kind })
}

fn pickup(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let by = reader.own(fields)?;
    let ringing = reader.channel(fields, "Target", "TargetUniqueid")?;
    reader.tell(Fact::Pickup { by, ringing })
}

fn parkee(reader: &mut Reader, fields: &Fields<'_>) -> Result<Id, Missing> {
    reader.channel(fields, "Parkee", "ParkeeUniqueid")
}

fn parked(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = parkee(reader, fields)?;
    reader.tell(Fact::Parked { id, parker: fields.text("ParkerDialString"), space: fields.text("ParkingSpace") })
}

fn park_retrieved(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = parkee(reader, fields)?;
    let retriever = reader.mention(fields, "Retriever").or_else(|| fields.text("RetrieverChannel"));
    let retriever = retriever.ok_or("RetrieverUniqueid")?;
    reader.tell(Fact::Unparked { id, how: UnparkedHow::Retrieved { retriever } })
}

fn park_timed_out(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = parkee(reader, fields)?;
    reader.tell(Fact::Unparked { id, how: UnparkedHow::TimedOut })
}

fn park_given_up(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = parkee(reader, fields)?;
    reader.tell(Fact::Unparked { id, how: UnparkedHow::GivenUp })
}

fn queue(fields: &Fields<'_>) -> Result<Text, Missing> {
    fields.text("Queue").ok_or("Queue")
}

fn queue_join(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let (id, queue) = (reader.own(fields)?, queue(fields)?);
    reader.tell(Fact::QueueJoined { id, queue })
}

fn queue_leave(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let (id, queue) = (reader.own(fields)?, queue(fields)?);
    reader.tell(Fact::QueueLeft { id, queue })
}

/// Also told when the time was over (trap A25): the model of the switch decides.
fn queue_abandon(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    reader.tell(Fact::QueueStatus { id, status: Text::new_static("ABANDONED") })
}

fn agent_called(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let (id, queue) = (reader.own(fields)?, queue(fields)?);
    let member = reader.mention(fields, "Dest");
    let interface = Text::new(fields.get("Interface").unwrap_or_default());
    reader.tell(Fact::AgentCalled { id, queue, member, interface })
}

fn agent_connect(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let (id, queue) = (reader.own(fields)?, queue(fields)?);
    let member = reader.channel(fields, "Dest", "DestUniqueid")?;
    reader.tell(Fact::AgentConnected { id, queue, member })
}

/// `Sent` is what the switch plays to the phone.
fn digit(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    if fields.get("Direction").is_some_and(|direction| direction != "Received") {
        return Ok(());
    }
    let id = reader.own(fields)?;
    let digit = fields.get("Digit").and_then(|digit| digit.chars().next()).ok_or("Digit")?;
    reader.tell(Fact::Digit { id, digit })
}

fn room_join(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let room = fields.text("Conference").ok_or("Conference")?;
    let bridge = fields.text("BridgeUniqueid").ok_or("BridgeUniqueid")?;
    let id = reader.own(fields)?;
    reader.tell(Fact::RoomJoined { id, room, bridge })
}

fn room_leave(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let room = fields.text("Conference").ok_or("Conference")?;
    let bridge = fields.text("BridgeUniqueid").ok_or("BridgeUniqueid")?;
    let id = reader.own(fields)?;
    reader.tell(Fact::RoomLeft { id, room, bridge })
}

/// The room and the name of its present gathering.
fn gathering(reader: &mut Reader, fields: &Fields<'_>, id: &Id) -> Result<(Text, Text), Missing> {
    let room = fields.text("Meetme").ok_or("Meetme")?;
    if reader.gatherings.len() >= CHANNELS_MAX {
        reader.gatherings.clear();
    }
    let name = reader.gatherings.entry(room.clone()).or_insert_with(|| Text::from(format!("meetme-{id}")));
    Ok((room, name.clone()))
}

fn meetme_join(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    let (room, bridge) = gathering(reader, fields, &id)?;
    reader.tell(Fact::RoomJoined { id, room, bridge })
}

fn meetme_leave(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    let (room, bridge) = gathering(reader, fields, &id)?;
    reader.tell(Fact::RoomLeft { id, room, bridge })
}

fn meetme_end(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    reader.gatherings.remove(fields.get("Meetme").ok_or("Meetme")?);
    Ok(())
}

/// Trap A43: with a channel, it left a message; without one, somebody listened to his own.
fn message_waiting(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    match reader.mention(fields, "") {
        Some(id) => reader.tell(Fact::MessageLeft { id, left: true }),
        None => Ok(()),
    }
}

fn record_start(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    if std::mem::take(&mut reader.known(&id).names_recording) {
        return Ok(());
    }
    reader.tell(Fact::Recording { id, name: None, step: RecordingStep::Started })
}

fn record_stop(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    reader.tell(Fact::Recording { id, name: None, step: RecordingStep::Ended })
}

fn spy_start(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.channel(fields, "Spyer", "SpyerUniqueid")?;
    let to = reader.channel(fields, "Spyee", "SpyeeUniqueid")?;
    reader.tell(Fact::SpyBegan { id, to })
}

fn spy_stop(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.channel(fields, "Spyer", "SpyerUniqueid")?;
    reader.tell(Fact::SpyEnded { id })
}

fn local_pair(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let one = reader.channel(fields, "LocalOne", "LocalOneUniqueid")?;
    let two = reader.channel(fields, "LocalTwo", "LocalTwoUniqueid")?;
    reader.tell(Fact::LocalPair { one, two })
}

fn originated(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let failed = fields.get("Response") == Some("Failure");
    // One that failed does not say of which channel it speaks (trap A91): what we asked for does.
    let asked = || fields.get("ActionID").and_then(super::session::leg_of).map(Text::new);
    let id = fields.text("Uniqueid").or_else(asked);
    reader.tell(Fact::OriginateAnswered { id, exten: fields.text("Exten"), failed, reason: fields.count("Reason") })
}

fn hangup_request(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let id = reader.own(fields)?;
    reader.tell(Fact::HangupRequested { id })
}

fn hangup(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    // Without its cause the message was cut off, and the cause decides how a leg ended.
    let cause = fields.count("Cause").and_then(|cause| u32::try_from(cause).ok()).ok_or("Cause")?;
    let tech_cause = fields.count("TechCause").and_then(|cause| u32::try_from(cause).ok());
    let id = reader.own(fields)?;
    reader.known.remove(&id);
    reader.tell(Fact::HungUp { id, cause, tech_cause, source: None, dialstatus: None })
}

/// A variable of [`VARIABLES`]; cleared ones say nothing.
fn variable(reader: &mut Reader, fields: &Fields<'_>) -> Result<(), Missing> {
    let Some(value) = fields.text("Value") else { return Ok(()) };
    match fields.get("Variable").ok_or("Variable")? {
        "MIXMONITOR_FILENAME" => {
            let id = reader.own(fields)?;
            reader.known(&id).names_recording = true;
            reader.tell(Fact::Recording { id, name: Some(value), step: RecordingStep::Started })
        }
        "QUEUESTATUS" => {
            let id = reader.own(fields)?;
            reader.tell(Fact::QueueStatus { id, status: value })
        }
        "VMSTATUS" => {
            let id = reader.own(fields)?;
            reader.tell(Fact::MessageLeft { id, left: value == "SUCCESS" })
        }
        "VM_MESSAGEFILE" if value != "IMAP_STORAGE" => {
            let id = reader.own(fields)?;
            reader.tell(Fact::MessageFile { id, name: value })
        }
        "DIALSTATUS" if value != "ANSWER" => {
            let id = reader.own(fields)?;
            reader.tell(Fact::DialStatus { id, status: value })
        }
        _ => Ok(()),
    }
}

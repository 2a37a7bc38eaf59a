//! What happens inside an Asterisk, in Asterisk's own words, whichever feed tells it.
//!
//! A fact is one message or row, translated field by field and nothing more: no decision about calls is taken here.
//! A feed that cannot tell a fact leaves it out; the model of the switch (`pbx`) infers what it safely can.

use crate::Text;
use crate::moment::Moment;
use crate::signal::RecordingStep;

/// A channel's `Uniqueid`.
pub(super) type Id = Text;

/// One fact with its place in the feed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    /// The feed's own time of it.
    pub(super) at: Moment,
    /// The place of its message or row in the feed.
    pub(super) seq: u64,
    /// The fact.
    pub(super) fact: Fact,
}

/// What a message says of a channel besides its own fact. Absent, empty and `<unknown>` fields are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Channel {
    pub(super) id: Id,
    /// `PJSIP/ann-0000001f`, `Local/203@internal-00000001;1`.
    pub(super) name: Text,
    pub(super) linkedid: Option<Text>,
    pub(super) number: Option<Text>,
    pub(super) caller_name: Option<Text>,
    /// The number is withheld by its presentation or by name (`anonymous`).
    pub(super) withheld: bool,
    pub(super) context: Option<Text>,
    pub(super) exten: Option<Text>,
    /// Who the switch shows this channel as its other party.
    pub(super) connected: Option<Text>,
}

/// How a channel came to be, where the feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From a phone or trunk into the switch.
    In,
    /// From the switch to a phone or trunk.
    Out,
}

/// What kind of bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BridgeKind {
    /// Its members hear one another (`basic`).
    Talk,
    /// A conference room or another bridge of an application (`base` with softmix).
    Room,
    /// A holding bridge: parking, waiting.
    Holding,
}

/// One fact. Channels that a message repeats in passing come as [`Fact::Mentioned`] before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    /// A channel was made.
    Born {
        channel: Channel,
        way: Option<Way>,
    },
    /// A message shows this of a channel (its linkedid, number or name may have changed, or it was never seen before).
    Mentioned {
        channel: Channel,
    },
    /// A list answered after (re)connecting names a channel that lives (sheet, section 6).
    /// `bridge_kind` is none where the list of bridges was not asked for; a holding one is parking, not talk (sheet, section
    /// 6, step 5). `queue` is the queue that it waits in, and for how many seconds. Its `at` is that of the list.
    Listed {
        channel: Channel,
        up: bool,
        ringing: bool,
        age_s: u64,
        bridge: Option<Text>,
        bridge_kind: Option<BridgeKind>,
        app: Option<(Text, Text)>,
        dnid: Option<Text>,
        queue: Option<(Text, u64)>,
    },
    /// The list is complete: what it did not name is gone.
    ListOver,
    /// The switch booted at that moment: what is older is gone.
    Booted {
        at: Moment,
    },
    /// The link was down from `from` until now; `from` is the last moment seen before.
    LinkWasDown {
        from: Moment,
    },
    /// The caller's number or name was changed by the dialplan.
    Renumbered {
        id: Id,
        number: Option<Text>,
        name: Option<Text>,
        withheld: bool,
    },
    /// A dial began. `by` none: an origination.
    DialBegan {
        by: Option<Id>,
        to: Id,
        string: Text,
    },
    /// A dial ended: ANSWER, BUSY, NOANSWER, CANCEL, CONGESTION, CHANUNAVAIL …; `forward` where the phone sent it.
    DialEnded {
        to: Id,
        status: Text,
        forward: Option<Text>,
    },
    /// The verdict of a whole Dial as the dialplan sees it, when it is not ANSWER: the only word of a phone that was never
    /// called because it is not registered (CHANUNAVAIL without any [`Fact::DialBegan`]).
    DialStatus {
        id: Id,
        status: Text,
    },
    /// The phone rings.
    Ringing {
        id: Id,
    },
    /// The channel is up.
    Up {
        id: Id,
    },
    /// The dialplan runs an application on it.
    App {
        id: Id,
        app: Text,
        data: Text,
        context: Option<Text>,
        exten: Option<Text>,
    },
    /// An application ended.
    AppEnded {
        id: Id,
        app: Text,
    },
    /// It entered a bridge. `swap`: in the place of that channel.
    BridgeEntered {
        id: Id,
        bridge: Text,
        kind: BridgeKind,
        swap: Option<Id>,
    },
    /// It left a bridge.
    BridgeLeft {
        id: Id,
        bridge: Text,
    },
    /// Its party pressed hold / resumed.
    HoldPressed {
        id: Id,
    },
    UnholdPressed {
        id: Id,
    },
    /// It hears music on hold / no longer (for feeds that tell no [`Fact::HoldPressed`]).
    MusicBegan {
        id: Id,
    },
    MusicEnded {
        id: Id,
    },
    /// It pressed a digit.
    Digit {
        id: Id,
        digit: char,
    },
    /// It transferred `transferee` blindly; `extension` and `context` chosen.
    BlindTransfer {
        by: Id,
        transferee: Option<Id>,
        extension: Text,
        context: Option<Text>,
    },
    /// An attended transfer. `bridged`: two talks were joined; else the transferee took the place of `second` in `app` or a dial.
    AttendedTransfer {
        first: Id,
        second: Id,
        transferee: Option<Id>,
        target: Option<Id>,
        kind: AttendedKind,
    },
    /// `by` took the call that rang on `ringing`.
    Pickup {
        by: Id,
        ringing: Id,
    },
    /// Parked; `parker` is a dial string such as `PJSIP/bea`.
    Parked {
        id: Id,
        parker: Option<Text>,
        space: Option<Text>,
    },
    /// Parked no longer.
    Unparked {
        id: Id,
        how: UnparkedHow,
    },
    /// It joined / left a queue, as the queue tells it.
    QueueJoined {
        id: Id,
        queue: Text,
    },
    QueueLeft {
        id: Id,
        queue: Text,
    },
    /// The queue's verdict: TIMEOUT, FULL, JOINEMPTY, LEAVEEMPTY, … or ABANDONED.
    QueueStatus {
        id: Id,
        status: Text,
    },
    /// A queue calls a member. `member` is its channel, where told.
    AgentCalled {
        id: Id,
        queue: Text,
        member: Option<Id>,
        interface: Text,
    },
    /// A queue member answered.
    AgentConnected {
        id: Id,
        queue: Text,
        member: Id,
    },
    /// It joined / left a conference room.
    RoomJoined {
        id: Id,
        room: Text,
        bridge: Text,
    },
    RoomLeft {
        id: Id,
        room: Text,
        bridge: Text,
    },
    /// A message was left in a mailbox, or not.
    MessageLeft {
        id: Id,
        left: bool,
    },
    /// The file of a message that is being left: written before it is known whether the message is kept.
    MessageFile {
        id: Id,
        name: Text,
    },
    /// A recording began or ended.
    Recording {
        id: Id,
        name: Option<Text>,
        step: RecordingStep,
    },
    /// `id` listens to `to`.
    SpyBegan {
        id: Id,
        to: Id,
    },
    SpyEnded {
        id: Id,
    },
    /// The two halves of a Local channel.
    LocalPair {
        one: Id,
        two: Id,
    },
    /// Who an originated channel dials, as the origination's answer tells it. Of one that was asked for through us `id` is the
    /// channel's though there never was one; `reason` says why it failed.
    OriginateAnswered {
        id: Option<Id>,
        exten: Option<Text>,
        failed: bool,
        reason: Option<u64>,
    },
    /// Its party hung up, cancelled or refused.
    HangupRequested {
        id: Id,
    },
    /// It is gone. `source`: who hung up by the switch's own word (CEL), `Some("")` where the switch did.
    HungUp {
        id: Id,
        cause: u32,
        tech_cause: Option<u32>,
        source: Option<Text>,
        dialstatus: Option<Text>,
    },
    /// All channels of a linkedid are gone (CEL).
    LinkedidEnded {
        linkedid: Text,
    },
}

/// What an attended transfer ended in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum AttendedKind {
    /// Two talks became one.
    Bridge,
    /// The transferee runs what the second channel ran (a dial that still rings, a queue …).
    App(Option<Text>),
    /// All three talk.
    Threeway,
}

/// How a parking ended, as Asterisk tells it. `retriever` may be a channel id or a channel name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum UnparkedHow {
    Retrieved { retriever: Text },
    TimedOut,
    GivenUp,
}

//! What is known of one channel of the switch.
//!
//! Only facts that were told and what was made of them stand here; nothing here decides about a call.
//! To keep something more of a channel: a field here, with the reason why it is needed later.

use super::super::fact::{Channel, Id, Way};
use super::place::Spot;
use crate::Text;
use crate::moment::Moment;
use crate::signal::{How, LegKey, What};

/// When a fact happened, and its place in the feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) at: Moment,
    pub(super) seq: u64,
}

/// What kind of thing a channel is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Make {
    /// A phone of the house.
    Phone,
    /// A line to the outside.
    Trunk,
    /// Half of a Local channel: no party, only a link (trap A6).
    Half { first: bool },
    /// Announcers, mixers and the like: never a leg.
    #[default]
    Technical,
}

impl Make {
    /// Whether somebody is at its end.
    pub(super) fn is_real(self) -> bool {
        matches!(self, Self::Phone | Self::Trunk)
    }
}

/// As what a channel was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing was told yet, and it is not known to have come in.
    #[default]
    Untold,
    /// It came in; it is told with its first application (trap A65).
    Waiting,
    /// It came in and runs an application that takes part in another's call.
    Aside(Aside),
    /// It came in and is a caller.
    Caller,
    /// The switch called it first.
    Originated,
    /// It was called for another.
    Called,
    /// It takes part in another's call.
    Joined,
    /// Nothing more is told of it: another phone took its call, or it sent its call on.
    Done,
}

impl Role {
    /// Whether its leg has begun and is not over.
    pub(super) fn is_told(self) -> bool {
        matches!(self, Self::Caller | Self::Originated | Self::Called | Self::Joined)
    }
}

/// Applications that take part in another's call instead of starting one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// Picks up, or retrieves from a parking space.
    Take,
    /// Listens to others.
    Spy,
    /// Is parked to be given another's place: that other is parked, and this phone made no call of its own.
    Park,
}

/// Why a channel has a second leg beside its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GuestKind {
    /// Its phone consults by the switch's own feature while its one channel is in the held talk (trap A62).
    Consult,
    /// It listens (trap A60).
    Spy,
    /// It is an agent who waits off hook and is joined with a caller.
    Agent,
}

/// A leg that a channel has beside its own.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub(super) key: LegKey,
    pub(super) thread: Text,
    pub(super) kind: GuestKind,
    /// Of a consultation: the number dialled, and the Local channel through which it is.
    pub(super) dialled: Option<Text>,
    pub(super) local: Option<Id>,
    /// The talk that was told of it.
    pub(super) talk: Option<Text>,
    /// The phone that it called last.
    pub(super) called: Option<Id>,
}

/// A move whose call is told with what next happens to the moved party (rule N11).
#[derive(Clone, Debug)]
pub(super) struct Moving {
    pub(super) stamp: Stamp,
    /// The leg of who moved it; none for a program (trap A58). And that leg's thread.
    pub(super) by: Option<LegKey>,
    pub(super) tie: Option<Text>,
    pub(super) to: Option<Text>,
}

/// How a channel left its last talk, as far as a redirect can be read from it (trap A58).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LeftTalk {
    pub(super) stamp: Stamp,
    /// Others were still in it.
    pub(super) first: bool,
    /// Its extension had changed before it left: somebody sent it elsewhere.
    pub(super) sent: bool,
}

/// An open hold.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    pub(super) held: Option<Id>,
    pub(super) by: Option<Id>,
}

/// A recording that runs.
#[derive(Clone, Debug)]
pub(super) struct Tape {
    pub(super) recording: Text,
    pub(super) on: Id,
}

/// One channel.
#[derive(Clone, Debug, Default)]
pub(super) struct Chan {
    pub(super) id: Id,
    pub(super) name: Text,
    pub(super) make: Make,
    /// The linkedid that it first had: what its leg belongs to.
    pub(super) thread: Text,
    /// The linkedid that it has now.
    pub(super) linkedid: Text,
    /// `PJSIP/ann`.
    pub(super) device: Text,
    pub(super) number: Option<Text>,
    pub(super) caller_name: Option<Text>,
    pub(super) withheld: bool,
    /// Who it is shown as its other party.
    pub(super) connected: Option<Text>,
    /// The number that it shows now.
    pub(super) shows: Option<Text>,
    /// The number that it dialled, which is its first extension (trap A8).
    pub(super) dialled: Option<Text>,
    pub(super) context: Option<Text>,
    pub(super) exten: Option<Text>,
    pub(super) born: Stamp,
    /// Whether its beginning was told, or only that it is there.
    pub(super) birth_seen: bool,
    pub(super) way: Option<Way>,
    pub(super) role: Role,
    /// What is known of its leg before the leg is told.
    pub(super) early: Vec<(Stamp, What)>,
    /// When it was last seen, and how many facts had been seen by then.
    pub(super) seen: Stamp,
    pub(super) seen_tick: u64,
    /// The link was down from then, and it lives on.
    pub(super) blind: Option<(Moment, Moment)>,

    /// The other half of a Local channel.
    pub(super) pair: Option<Id>,
    /// Which channel dialled it, real or not.
    pub(super) via: Option<Id>,
    /// For whom it was dialled: a real channel.
    pub(super) caller: Option<Id>,
    pub(super) originated: bool,
    /// It was asked for through us, as a phone of a user.
    pub(super) placed: bool,
    pub(super) dial_string: Option<Text>,
    /// Its number is not told yet, so its dial is not either.
    pub(super) waits_number: bool,
    /// What it dials.
    pub(super) calls: Vec<Id>,
    /// Which of them took the call.
    pub(super) taken_by: Option<Id>,
    pub(super) dialled_once: bool,
    pub(super) chose: bool,
    pub(super) presented: Option<Text>,

    pub(super) rang: bool,
    pub(super) up: bool,
    pub(super) status: Option<Text>,
    /// The verdict of its own last dial.
    pub(super) verdict: Option<Text>,
    pub(super) forwards: Option<Text>,
    pub(super) asked: bool,

    /// The bridge that it is in, whatever its kind.
    pub(super) bridge: Option<Text>,
    /// The talk that was told of it.
    pub(super) talk: Option<Text>,
    /// It left its talk, and it is not yet known whether only to change bridges.
    pub(super) leaving: Option<Stamp>,
    pub(super) talked: bool,
    pub(super) left_talk: Option<LeftTalk>,
    pub(super) talk_exten: Option<Text>,
    /// It took another's place by a transfer: what it runs next is what the other ran.
    pub(super) carried: bool,
    /// The extension at which an application was last told.
    pub(super) step_exten: Option<Text>,
    /// Why its dial ended, where that is known before it is gone.
    pub(super) hint: Option<How>,
    pub(super) hold: Option<Box<Hold>>,
    pub(super) moving: Option<Box<Moving>>,
    pub(super) parked: Option<Stamp>,
    pub(super) space_known: bool,
    pub(super) guest: Option<Box<Guest>>,
    pub(super) guests: u32,
    pub(super) consults: Option<Id>,

    pub(super) app: Option<(Text, Text)>,
    pub(super) app_seen: Option<Stamp>,
    /// The application that ran when it was moved: the switch does not tell of one that begins at the same step.
    pub(super) hidden_app: Option<Stamp>,
    pub(super) routines: Vec<Text>,
    pub(super) spot: Option<Box<Spot>>,
    pub(super) queue_app: Option<(Stamp, Text, Option<u64>)>,
    pub(super) mailbox: Option<bool>,
    pub(super) tapes: Vec<Tape>,
    pub(super) tape_count: u32,
    /// Ends of agents' legs that wait for this caller's next row (trap A35).
    pub(super) waiting_ends: Vec<(Box<Chan>, Stamp)>,
    /// Told lately, to number facts of one kind at one moment.
    pub(super) told: Vec<(u8, i64)>,
}

impl Chan {
    /// A channel as a feed first shows it.
    pub(super) fn new(seen: &Channel, stamp: Stamp, make: Make) -> Self {
        let thread = seen.linkedid.clone().unwrap_or_else(|| seen.id.clone());
        Self {
            id: seen.id.clone(),
            name: seen.name.clone(),
            make,
            linkedid: thread.clone(),
            thread,
            device: device_of(&seen.name),
            number: seen.number.clone(),
            caller_name: seen.caller_name.clone(),
            withheld: seen.withheld,
            connected: seen.connected.clone(),
            shows: seen.number.clone(),
            dialled: seen.exten.clone().filter(|exten| is_dialled(exten)),
            context: seen.context.clone(),
            exten: seen.exten.clone(),
            born: stamp,
            seen: stamp,
            ..Self::default()
        }
    }

    /// The key of its own leg.
    pub(super) fn leg(&self) -> LegKey {
        LegKey(self.id.clone())
    }

    /// The key of the leg that it now has in its bridge: its own, or its second one's.
    pub(super) fn present(&self) -> LegKey {
        match &self.guest {
            Some(guest) if guest.kind != GuestKind::Spy => guest.key.clone(),
            _ => self.leg(),
        }
    }

    /// Whether an application runs on it, by name.
    pub(super) fn runs(&self, name: &str) -> bool {
        self.app.as_ref().is_some_and(|(app, _)| app.eq_ignore_ascii_case(name))
    }
}

/// Whether an extension is a number that somebody dialled (trap A9).
pub(super) fn is_dialled(exten: &str) -> bool {
    !exten.is_empty() && exten != "s" && exten != "h"
}

/// `PJSIP/ann-0000001f` is the device `PJSIP/ann`; a DAHDI name has the number dialled after a second slash.
pub(super) fn device_of(name: &str) -> Text {
    let device = name.rsplit_once('-').map_or(name, |(device, _)| device);
    match device.match_indices('/').nth(1) {
        Some((second, _)) => Text::new(device.get(..second).unwrap_or(device)),
        None => Text::new(device),
    }
}

/// The endpoint of a device: `ann` of `PJSIP/ann`.
pub(super) fn endpoint_of(device: &str) -> &str {
    device.split_once('/').map_or(device, |(_, endpoint)| endpoint)
}

/// What kind of thing a channel's name says that it is; none: a phone or a trunk.
pub(super) fn technical(name: &str) -> Option<Make> {
    const TECHNICAL: [&str; 14] = [
        "Bridge",
        "CBAnn",
        "CBRec",
        "Announcer",
        "Message",
        "Snoop",
        "Recorder",
        "Surrogate",
        "AsyncGoto",
        "UnicastRTP",
        "MulticastRTP",
        "AudioSocket",
        "Parking",
        "Holding",
    ];
    let kind = name.split_once('/').map_or(name, |(kind, _)| kind);
    if kind.eq_ignore_ascii_case("Local") {
        return Some(if name.ends_with(";1") || name.ends_with(",1") {
            Make::Half { first: true }
        } else {
            Make::Half { first: false }
        });
    }
    let zombie = name.ends_with("<ZOMBIE>");
    (zombie || name.is_empty() || TECHNICAL.iter().any(|word| kind.eq_ignore_ascii_case(word))).then_some(Make::Technical)
}

/// The number that a Local channel dials: `203` of `Local/203@internal-00000001;1`.
pub(super) fn local_number(name: &str) -> Option<Text> {
    let (_, rest) = name.split_once('/')?;
    let (number, _) = rest.split_once('@')?;
    (!number.is_empty()).then(|| Text::new(number))
}

/// Whether two names are the two halves of one Local channel.
pub(super) fn other_half(name: &str) -> Option<Text> {
    let stem = name.strip_suffix(";1").map(|stem| (stem, ";2"));
    let (stem, tail) = stem.or_else(|| name.strip_suffix(";2").map(|stem| (stem, ";1")))?;
    Some(Text::from(format!("{stem}{tail}")))
}

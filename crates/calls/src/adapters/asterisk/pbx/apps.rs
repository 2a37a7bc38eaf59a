//! What the applications of a dialplan do with a call.
//!
//! Only what Asterisk itself ships is listed; an application that is not here does nothing that a record shows.
//! To add one: its name in the list of what it does.

use super::chan::Aside;

/// What an application does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not the dialplan: the mark of a channel that the switch called.
    Line,
    /// Takes part in another's call (trap A65).
    Aside(Aside),
    /// Works without the caller noticing.
    Quiet,
    /// Collects digits.
    Menu,
    /// Plays.
    Play,
    /// Waits: plays nothing, but the caller hears that he was taken if he was.
    Wait,
    /// Takes a message.
    Mailbox,
    /// Puts into a queue.
    Queue,
    /// Puts into a conference room.
    Room,
    /// Dials.
    Dial,
    /// Calls a routine, or comes back from one.
    Call,
    Return,
    /// Anything else.
    Other,
}

/// An agent waits off hook with music; each caller with whom he is joined is another leg of his (rule N1).
pub(super) const AGENT_LOGIN: &str = "AgentLogin";

const LINES: [&str; 4] = ["AppDial", "AppDial2", "AppQueue", "AppPage"];
const TAKES: [&str; 3] = ["Pickup", "PickupChan", "ParkedCall"];
const PARKS: [&str; 2] = ["Park", "ParkAndAnnounce"];
const SPIES: [&str; 2] = ["ChanSpy", "ExtenSpy"];
const QUIET: [&str; 30] = [
    "Answer",
    "ChannelRedirect",
    "DeadAGI",
    "DumpChan",
    "Exec",
    "ExecIf",
    "Goto",
    "GotoIf",
    "GotoIfTime",
    "JabberSend",
    "Log",
    "MSet",
    "NoCDR",
    "NoOp",
    "PreDial",
    "ResetCDR",
    "SayUnixTimeNot",
    "SendText",
    "Set",
    "SetAMAFlags",
    "SetCallerPres",
    "StackPop",
    "System",
    "TryExec",
    "TrySystem",
    "UserEvent",
    "Verbose",
    "While",
    "EndWhile",
    "SIPAddHeader",
];
const MENUS: [&str; 7] = ["BackGround", "WaitExten", "Read", "ReadExten", "Directory", "DISA", "Authenticate"];
const PLAYS: [&str; 27] = [
    "Playback",
    "ControlPlayback",
    "Playtones",
    "PlayTones",
    "Congestion",
    "Busy",
    "Zapateller",
    "MusicOnHold",
    "StartMusicOnHold",
    "SayAlpha",
    "SayAlphaCase",
    "SayDigits",
    "SayNumber",
    "SayPhonetic",
    "SayUnixTime",
    "DateTime",
    "SayCountedNoun",
    "SayMoney",
    "Echo",
    "Milliwatt",
    "Festival",
    "MP3Player",
    "NBScat",
    "Record",
    "VoiceMailMain",
    "VMSayName",
    "VoiceMailPlayMsg",
];
const WAITS: [&str; 5] = ["Wait", "WaitForNoise", "WaitForSilence", "WaitMusicOnHold", "WaitForRing"];
const MAILBOXES: [&str; 2] = ["VoiceMail", "MinivmRecord"];
const ROOMS: [&str; 2] = ["ConfBridge", "MeetMe"];
const DIALS: [&str; 4] = ["Dial", "RetryDial", "FollowMe", "Page"];
const CALLS: [&str; 5] = ["Gosub", "GosubIf", "Macro", "MacroIf", "MacroExclusive"];
const RETURNS: [&str; 2] = ["Return", "MacroExit"];

/// What an application does, by its name.
pub(super) fn kind_of(app: &str) -> Kind {
    let is = |list: &[&str]| list.iter().any(|name| name.eq_ignore_ascii_case(app));
    match app {
        _ if is(&LINES) => Kind::Line,
        _ if is(&DIALS) => Kind::Dial,
        _ if app.eq_ignore_ascii_case("Queue") => Kind::Queue,
        _ if is(&QUIET) => Kind::Quiet,
        _ if is(&MENUS) => Kind::Menu,
        _ if is(&PLAYS) => Kind::Play,
        _ if is(&WAITS) => Kind::Wait,
        _ if is(&MAILBOXES) => Kind::Mailbox,
        _ if is(&ROOMS) => Kind::Room,
        _ if is(&CALLS) => Kind::Call,
        _ if is(&RETURNS) => Kind::Return,
        _ if is(&TAKES) => Kind::Aside(Aside::Take),
        _ if is(&PARKS) => Kind::Aside(Aside::Park),
        _ if is(&SPIES) => Kind::Aside(Aside::Spy),
        _ if app.eq_ignore_ascii_case(AGENT_LOGIN) => Kind::Play,
        _ => Kind::Other,
    }
}

/// An argument of an application, by its place from 0; none if it is empty.
pub(super) fn argument(data: &str, place: usize) -> Option<&str> {
    data.split([',', '|']).nth(place).map(str::trim).filter(|argument| !argument.is_empty())
}

/// The destinations of a dial.
pub(super) fn destinations(data: &str) -> impl Iterator<Item = &str> {
    argument(data, 0).unwrap_or_default().split('&').filter(|destination| !destination.is_empty())
}

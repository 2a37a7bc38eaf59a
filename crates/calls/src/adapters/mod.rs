//! Adapters: what one feed of one kind of phone system says, as signals.
//!
//! An adapter is sans-IO: bytes, ticks and the state of the link go in; signals, notes, bytes to send and the next wake-up
//! come out. It must never read a clock, never fail, and never tell a fact it was not told: what it does not understand is a
//! [`Note`]. Feeding a stream byte by byte or whole gives the same signals.
//! To add a phone system: a folder beside `asterisk` with README and fixtures, its `mod` line and its lines in [`ADAPTERS`].

use crate::Text;
use crate::moment::Moment;
use crate::presence::Stand;
use crate::signal::Signal;

pub mod asterisk;
mod origination;
pub mod twilio;

pub use origination::{Dialling, Origination, Taken};

/// Every adapter there is, by name.
pub const ADAPTERS: &[Kind] = &[asterisk::AMI, asterisk::CEL, twilio::CALLBACKS];

/// One kind of feed that can be taken in.
pub struct Kind {
    /// The adapter's name, as in `asterisk-ami`.
    pub name: &'static str,
    /// What it reads, for people.
    pub about: &'static str,
    /// Makes one for one source.
    pub make: fn(&Settings) -> Box<dyn Adapter>,
    /// Of a phone system that calls us over HTTP: what to make of a request.
    pub receive: Option<Receive>,
}

/// Looks at a request of a phone system that calls us: whether it is believed, what is kept of it, and what it is answered.
pub type Receive = fn(&Request<'_>, &Badge) -> Result<Received, Refusal>;

/// What an adapter is told of its source. The defaults are those of a fresh installation of the phone system.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The source's name, printed in every signal.
    pub source: Text,
    /// Endpoints that are trunks.
    pub trunk_endpoints: Vec<Text>,
    /// Contexts that trunks come in on; empty: the usual ones (trap A13).
    pub trunk_contexts: Vec<Text>,
    /// Endpoints that are phones of the house, whatever they dial.
    pub extensions: Vec<Text>,
    /// Sign-in at the phone system, for feeds that we dial.
    pub login: Option<Login>,
    /// How it is asked for calls, for feeds that we dial; none: it is not.
    pub dialling: Option<Dialling>,
}

/// Name and secret for a phone system.
#[derive(Clone, Default)]
pub struct Login {
    /// The user's name.
    pub username: Text,
    /// The user's secret.
    pub secret: Text,
    /// Whether to answer a challenge instead of sending the secret.
    pub challenge: bool,
}

/// The secret stays out of logs.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login({})", self.username)
    }
}

/// By what a phone system that calls us is known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Badge {
    /// Whom it says it is.
    pub name: Text,
    /// The secrets of which one has to be shown; several while one is exchanged for another.
    pub secrets: Vec<Text>,
}

/// The secrets stay out of logs.
impl std::fmt::Debug for Badge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Badge({})", self.name)
    }
}

/// A request of a phone system, before anything of it is believed.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The URL as the phone system wrote it: scheme and place of our public address, path and query as they came.
    pub url: &'a str,
    /// What was asked for below the address of the feed, for people.
    pub path: &'a str,
    /// What was sent.
    pub sent: Sent<'a>,
    /// Finds a header.
    pub header: &'a dyn Fn(&str) -> Option<&'a str>,
    /// Now.
    pub at: Moment,
}

/// What was sent with a request.
#[derive(Clone, Copy, Debug)]
pub enum Sent<'a> {
    /// The fields of the query, with no body.
    Query(&'a [(String, String)]),
    /// The fields of a form in the body.
    Form(&'a [(String, String)]),
    /// A body of JSON.
    Json(&'a [u8]),
}

/// A request that is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What is kept of it and fed, with the line's end.
    pub line: String,
    /// What it is answered once it is durable: content type, and body.
    pub answer: (&'static str, &'static str),
    /// The phone system does next what it is answered, so that the answer has to be somebody else's.
    pub asks: bool,
    /// What cannot be understood of it: which field, and what was expected.
    pub fault: Option<(Text, &'static str)>,
}

/// A request that is not believed, or cannot be. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not show what has to be shown.
    Stranger {
        /// The header or field.
        field: &'static str,
        /// What was expected.
        says: &'static str,
    },
    /// It is believed, and is of a kind that tells of no calls.
    OtherKind(&'static str),
}

/// What an adapter is fed.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A link is up, or a file begins. Live: now.
    Connected(Option<Moment>),
    /// What came off it, cut anywhere.
    Bytes(&'a [u8]),
    /// The link is gone, or the file has ended. Live: now.
    Closed(Option<Moment>),
    /// Time passes (live only).
    Tick(Moment),
    /// Somebody asks the phone system for a call (live only). What it makes of that comes out as [`Output::taken`].
    Originate(&'a Origination),
    /// Nothing will come any more: what is open is closed as lost (rule N19).
    Finished,
}

/// What an adapter gives back. The caller empties it between feeds.
#[derive(Debug, Default)]
pub struct Output {
    /// Facts, in the order in which they became known.
    pub signals: Vec<Signal>,
    /// What the phone system knows of its agents beside calls, in that order. It is told live only, and enters no conversation.
    pub stands: Vec<Stand>,
    /// What was not understood, and what an operator should know.
    pub notes: Vec<Note>,
    /// What the phone system makes of calls that somebody asked it for.
    pub taken: Vec<Taken>,
    /// Bytes for the phone system.
    pub send: Vec<u8>,
    /// When to feed a [`Input::Tick`] next.
    pub wake_at: Option<Moment>,
    /// The link is of no use: close it, and dial again at that moment.
    pub redial_at: Option<Moment>,
    /// Whether we were let in, when that was decided.
    pub sign_in: Option<SignIn>,
    /// Of a file that is followed: how far it is told.
    pub position: Option<Position>,
}

/// What the phone system made of our name and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// It let us in.
    Accepted,
    /// It did not, or there is nothing to try.
    Refused,
}

/// How far a file is told, in bytes since [`Input::Connected`]. Keep it only once the signals before it are durable.
///
/// After a stop a new adapter is fed [`Input::Connected`], the bytes from `learn_from` to `told` and [`Input::Closed`], and what
/// it tells of them is thrown away: it only learns the calls that are open. The bytes after `told` follow as ever.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Where the oldest call begins that is open.
    pub learn_from: u64,
    /// All before this was told.
    pub told: u64,
}

/// Something that was not understood, or that an operator should know. Never a fact about a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line of the stream (from 1) where it stands, if it stands in one.
    pub line: Option<u64>,
    /// In words; no phone numbers.
    pub text: Text,
}

/// Understands one feed of one source. See the module's page for what it must never do.
pub trait Adapter: Send {
    /// Takes one input and adds what it understood to `output`.
    fn feed(&mut self, input: Input<'_>, output: &mut Output);
}

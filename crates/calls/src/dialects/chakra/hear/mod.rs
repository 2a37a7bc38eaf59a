//! What clients write: calls, changes of calls, disposals and removals, as signals (sheet, 4.2, 4.4; rules C11–C18).
//!
//! A call that is created is written down (`logged`), under the dialect's own source. What is said of a call that exists is
//! judged against what is shown of it by now, and comes to facts ([`Say`]) that the store writes on that call in the transaction
//! in which it was read. Whoever says what is shown already says nothing: an object can be written back as it was read.
//! Nothing here looks for a call, and nothing is changed by a request of which anything is refused.

mod change;
mod fields;

use crate::Text;
use crate::dialects::seen::{Call, Seen};
use crate::moment::Moment;
use crate::signal::{Disposed, Doer, DoerKind, Doing, Done, Feed, LegKey, Link, Recorded, RecordingKind, RecordingStep};
use crate::signal::{Signal, Stated, What};

use super::answer::{Code, Refusal};
use super::kept::{Kept, Own};
use super::shown::{For, Shown};
use super::status::{Status, Way, is_wrong_number};
use super::{Asked, DIALECT};

pub use fields::BODY_MAX;

use change::{Manner, merge, needs};
pub(super) use fields::{Body, Fields, Given, object};

/// The name of the feed, and of the source of calls that are created here.
pub const FEED: &str = DIALECT.name;

/// The longest word of a disposal, in characters (sheet, 4.4).
const DISPOSITION_MAX: usize = 250;
/// The longest remarks, in characters (sheet, 4.4).
pub(super) const REMARKS_MAX: usize = 4_000;
/// The origin of a call that a program created (sheet, 3.3).
const BY_PROGRAM: &str = "API";

/// Finds a user of the directory by a UUID or a name, as clients say them: his key.
pub type Who<'a> = &'a dyn Fn(&str) -> Option<Text>;

/// A fact about a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    /// Something was done about it.
    Done(Doing),
    /// Something is said of the whole of it.
    Stated(Box<Stated>),
    /// There is a recording of it.
    Recorded(Recorded),
}

/// What a request says of a call that exists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Who did it, where the request names somebody; else whoever asks (rule N27).
    pub by: Option<Doer>,
    /// The facts in order; none if nothing is said that is not so already.
    pub says: Vec<Say>,
}

/// Where facts about a call are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The source of the conversation.
    pub source: Text,
    /// Its thread.
    pub thread: Text,
    /// A leg of the call that is in no later one.
    pub leg: LegKey,
    /// The key of the call.
    pub call: Text,
}

impl Said {
    /// The facts as signals, named by `key` and their place, all at that moment, the first at that place in the source's sequence.
    #[must_use]
    pub fn signals(self, address: &Address, key: &str, (at, seq): (Moment, u64), by: &Doer) -> Vec<Signal> {
        let by = self.by.unwrap_or_else(|| by.clone());
        let signal = |(no, say): (u64, Say)| Signal {
            source: address.source.clone(),
            feed: Feed { name: Text::new_static(FEED), rank: 0 },
            key: format!("{key}|{no}").into(),
            thread: address.thread.clone(),
            ties: Vec::new(),
            leg: address.leg.clone(),
            at,
            seq: seq.saturating_add(no),
            seen_at: Some(at),
            by: Some(Box::new(by.clone())),
            chosen_e164: None,
            behind: None,
            what: match say {
                Say::Done(doing) => What::Done(Box::new(Done { call: address.call.clone(), doing })),
                Say::Stated(stated) => What::Stated(stated),
                Say::Recorded(recorded) => What::Recorded(Box::new(recorded)),
            },
        };
        (0..).zip(self.says).map(signal).collect()
    }
}

/// A call that a client wants created.
#[derive(Clone, Debug, PartialEq)]
pub struct New {
    fields: Fields,
    own: Own,
    user: Option<Text>,
    /// The word of a disposal in the same go.
    pub(super) disposition: Option<Text>,
    /// What is done about it in the same go, beside what its fields say.
    pub(super) more: Said,
    now: Moment,
}

/// Hears `POST` (rule C11).
///
/// # Errors
///
/// The field that is missing or cannot be read, or a user whom nobody knows.
pub fn create(body: &[u8], asked: Asked<'_>, who: Who<'_>) -> Result<New, Refusal> {
    let mut fields = fields::fields(&object(body)?)?;
    // A status of null is none.
    fields.call_status = fields.call_status.unless(None::<fn(&_) -> bool>);
    if !matches!(fields.direction, Given::Is(_)) {
        return Err(Refusal::field(Code::MissingField, "type", "must be OUTBOUND or INBOUND"));
    }
    let new = New::of(fields, asked, ("user", who))?;
    needs(&new.own).map(|()| new)
}

impl New {
    pub(super) fn of(fields: Fields, asked: Asked<'_>, (field, who): (&str, Who<'_>)) -> Result<Self, Refusal> {
        let user = match fields.user.as_ref() {
            Given::Is(user) => Some(who(user).ok_or_else(|| unknown_user(field))?),
            Given::Nothing | Given::Null => None,
        };
        let (direction, status) = Own::words(crate::conversation::Direction::Outbound, Status::Logged);
        let location = Some(Text::new_static(BY_PROGRAM));
        let mut own = Own { direction, call_status: status, call_initiate_location: location, ..Own::default() };
        own.user.clone_from(&user);
        merge(&mut own, &fields, asked.now)?;
        Ok(Self { fields, own, user, disposition: None, more: Said::default(), now: asked.now })
    }

    /// Provider and its id of the call, by which it may exist already (rule C12): then [`New::over`] that one is what was said.
    #[must_use]
    pub fn named(&self) -> Option<(&str, &str)> {
        self.own.provider.as_deref().zip(self.own.provider_call_id.as_deref())
    }

    /// The key that the new call, its leg and its thread have: that of its provider, so that two who write it at once write one,
    /// else the one that was drawn for it.
    #[must_use]
    pub fn key(&self, drawn: &str) -> Text {
        match self.named() {
            Some((provider, id)) => format!("{FEED}|{provider}|{id}").into(),
            None => format!("{FEED}|{drawn}").into(),
        }
    }

    /// The signals by which it is written down: the call itself, and what is done about it in one go. `drawn` names the request.
    #[must_use]
    pub fn signals(&self, drawn: &str, by: &Doer) -> Vec<Signal> {
        let key = self.key(drawn);
        let begun = self.own.begun().unwrap_or(self.now);
        let address = Address { source: Text::new_static(FEED), thread: key.clone(), leg: LegKey(key.clone()), call: key };
        let first = Said { by: None, says: vec![self.stated()] };
        let mut signals = first.signals(&address, &format!("{drawn}|call"), (begun, 0), by);
        signals.iter_mut().for_each(|signal| signal.seen_at = Some(self.now));
        // Nothing is done about a call before it began.
        let at = (self.now.max(begun), 1);
        signals.extend(Said { by: self.more.by.clone(), says: self.beside() }.signals(&address, drawn, at, by));
        signals
    }

    fn stated(&self) -> Say {
        let payload = self.fields.provider_payload.clone().value();
        state(self.own.clone(), payload.as_ref(), self.disposition.clone())
    }

    fn beside(&self) -> Vec<Say> {
        let mut says = Vec::new();
        if let Given::Is(url) = &self.fields.recording_url {
            says.push(recorded(url));
        }
        let links = self.fields.links.iter().filter_map(|(link, given)| Some((*link, given.clone().value()?)));
        says.extend(links.map(|(link, id)| linked(link.kind(), id, true)));
        says.extend(assigned(self.user.clone()));
        match self.own.status() {
            Status::WrongNum => says.push(disposed(Disposed { wrong_number: true, ..Disposed::default() })),
            Status::DisposedNotDisconnected => says.push(disposed(Disposed::default())),
            _ => {}
        }
        says.extend(self.more.says.iter().cloned());
        says
    }

    /// The key of the user whose call it is.
    #[must_use]
    pub fn user(&self) -> Option<&Text> {
        self.user.as_ref()
    }

    /// Only what it is associated with, said of a call that exists.
    pub(super) fn links_over(&self, seen: &Seen, call: &Call, asked: Asked<'_>, who: Who<'_>) -> Result<Said, Refusal> {
        let fields = Fields { links: self.fields.links.clone(), ..Fields::default() };
        change::said(&fields, (seen, call), asked, who, Manner::Tolerant)
    }

    /// What the same request says of the call that is known by the same provider and id already: what cannot be changed of it is
    /// passed over (rule C12).
    ///
    /// # Errors
    ///
    /// If that call was deleted, or would lack what a call needs.
    pub fn over(&self, seen: &Seen, call: &Call, asked: Asked<'_>, who: Who<'_>) -> Result<Said, Refusal> {
        change::said(&self.fields, (seen, call), asked, who, Manner::Tolerant)
    }
}

/// Hears `PUT` or `PATCH`, which both leave alone what they do not name.
///
/// # Errors
///
/// The field that cannot be read or is not the client's to write (rules R9, C14), or that the call was deleted (rule C18).
pub fn change(body: &[u8], seen: &Seen, call: &Call, asked: Asked<'_>, who: Who<'_>) -> Result<Said, Refusal> {
    let mut body = object(body)?;
    // What is said exactly as it is shown is not judged at all: other software may have written what nobody can write here.
    let shown = serde_json::to_value(Shown::of(seen, call, asked)).unwrap_or_default();
    body.retain(|field, said| shown.get(field) != Some(said));
    change::said(&fields::fields(&body)?, (seen, call), asked, who, Manner::Strict)
}

/// Hears that a call was disposed (sheet, 4.4; rules C8–C10).
///
/// # Errors
///
/// The field that is missing or cannot be read, or that the call was deleted (rule C18).
pub fn dispose(body: &[u8], call: &Call, asked: Asked<'_>, who: Who<'_>) -> Result<Said, Refusal> {
    let body = object(body)?;
    let body = Body::new(&body, "");
    let Given::Is(disposition) = body.text("disposition", DISPOSITION_MAX)? else { return Err(body.missing("disposition")) };
    let wrong = match body.status("callStatus")? {
        Given::Is(spelled) if spelled.of(Way::Outbound) == Status::WrongNum => true,
        Given::Is(_) => return Err(Refusal::field(Code::InvalidField, "callStatus", "must be WRONG_NUM or null")),
        Given::Nothing | Given::Null => false,
    };
    let disposal = Disposal {
        wrong: wrong || is_wrong_number(&disposition),
        disposition: Some(disposition),
        remarks: body.lines("remarks", REMARKS_MAX)?.value().filter(|text| !text.is_empty()),
        next_call_at: body.time("nextCallTime")?.value(),
        user: match body.text("user", DISPOSITION_MAX)? {
            Given::Is(user) => Some(who(&user).ok_or_else(|| unknown_user("user"))?),
            Given::Nothing | Given::Null => None,
        },
    };
    disposal.of(call, asked)
}

/// Hears `DELETE`: whoever deletes twice changes nothing (rule C17).
#[must_use]
pub fn remove(call: &Call) -> Said {
    let says = if call.deleted_at.is_some() { Vec::new() } else { vec![Say::Done(Doing::Deleted(true))] };
    Said { by: None, says }
}

/// What came of a call, as it was said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Disposal {
    pub(super) disposition: Option<Text>,
    pub(super) wrong: bool,
    pub(super) remarks: Option<Text>,
    pub(super) next_call_at: Option<Moment>,
    /// The key of who disposed.
    pub(super) user: Option<Text>,
}

impl Disposal {
    /// What it says of a call that exists.
    pub(super) fn of(self, call: &Call, asked: Asked<'_>) -> Result<Said, Refusal> {
        if call.deleted_at.is_some() {
            return Err(Refusal::new(Code::CallDeleted));
        }
        let user = self.user.clone().or_else(|| call.assigned.user.clone());
        let mut said = self.said(user, asked);
        let kept = Kept::of(call);
        if kept.disposition != self.disposition {
            said.says.push(keep(Kept { disposition: self.disposition, ..kept }));
        }
        Ok(said)
    }

    /// The disposal itself, by that user if somebody is known. The remarks are what other software understands of it; where there
    /// are none, its word.
    pub(super) fn said(&self, user: Option<Text>, asked: Asked<'_>) -> Said {
        let name = |user: &Text| asked.names.name(&crate::dialects::Thing::User(user.clone()));
        let by = user.map(|user| Doer { kind: DoerKind::Person, name: name(&user), id: user });
        let text = self.remarks.clone().or_else(|| self.disposition.clone());
        let says = vec![disposed(Disposed { wrong_number: self.wrong, text, next_call_at: self.next_call_at })];
        Said { by, says }
    }
}

pub(super) fn unknown_user(field: &str) -> Refusal {
    Refusal::field(Code::UnknownUser, field, "must be a user of the team, by id or user name")
}

fn disposed(disposed: Disposed) -> Say {
    Say::Done(Doing::Disposed(Some(disposed)))
}

fn assigned(user: Option<Text>) -> Option<Say> {
    let assigned = crate::signal::Assigned { user: Some(user?), ..crate::signal::Assigned::default() };
    Some(Say::Done(Doing::Assigned(Some(assigned))))
}

fn linked(kind: &str, id: Text, there: bool) -> Say {
    let link = Link { kind: kind.into(), id, url: None, name: None };
    Say::Done(Doing::Linked { link, there })
}

/// A recording that somebody else holds. Its link names it: told again it is the same one.
fn recorded(url: &Text) -> Say {
    let name = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, url.as_bytes());
    let step = RecordingStep::Stored { length_s: None, size: None, url: Some(url.clone()) };
    Say::Recorded(Recorded { recording: format!("{FEED}|{name}").into(), kind: RecordingKind::Call, name: None, step })
}

/// What is kept for this dialect, on a call that is none of its own.
pub(super) fn keep(kept: Kept) -> Say {
    Say::Stated(Box::new(Stated { kept: Some(kept.stated()), ..Stated::default() }))
}

/// An own call, with all that is kept of it.
fn state(mut own: Own, payload: Option<&serde_json::Value>, disposition: Option<Text>) -> Say {
    let provider = own.provider(payload);
    own.provider_payload = payload.filter(|_| provider.is_none()).cloned();
    let logged = Some(Box::new(own.logged()));
    let kept = Some(Kept { own: Some(own), disposition }.stated());
    Say::Stated(Box::new(Stated { provider, kept, logged, ..Stated::default() }))
}

/// The links of a kind that a call has.
fn links_of(call: &Call, link: For) -> impl DoubleEndedIterator<Item = &crate::dialects::seen::Link> {
    call.links.iter().filter(move |known| known.kind == link.kind())
}

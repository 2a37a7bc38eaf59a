//! A call that a client writes down (sheet, 4.3).

use uuid::Uuid;

use crate::Text;
use crate::dialects::Thing;
use crate::dialects::seen::{Call, Seen};
use crate::moment::Moment;
use crate::signal::{Assigned, Doer, DoerKind, Doing, Link, Provider, Signal, Stated};

use super::super::DIALECT;
use super::super::answer::{Code, Refusal};
use super::super::card::{APP, Card};
use super::super::kept::{Client, Kept, Shown};
use super::super::words::{Shape, Status};
use super::Asked;
use super::act::{Act, Fact, Place};
use super::body::Body;
use super::draft::Draft;

/// What every call needs.
const REQUIRED: &[&str] = &["from_number", "to_number", "direction", "status"];

/// What a call needs besides under `/v3/`.
const REQUIRED_NOW: &[&str] = &["staff_uid", "client_uid", "rate", "provider", "source_id", "external_uuid", "business_uid"];

/// How the link to another application's page is called, of which a call has one.
pub(super) const APP_LINK: &str = "external_app";

/// A call that is to be written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Created {
    /// When it began: its first act is stamped so, the others no earlier.
    pub begun: Moment,
    /// The business that it names, which has to be one of those that the token may write for.
    pub business: Option<Uuid>,
    /// Names the call, so that one with the same business, provider and external uuid is the same (rule V13); none of a call
    /// that has none of its own.
    pub twin: Option<Uuid>,
    /// What is written: first the call itself.
    pub acts: Vec<Act>,
}

impl Created {
    /// By which provider, and as what there, the call is known.
    #[must_use]
    pub fn provided(&self) -> Option<(&str, &str)> {
        self.acts.iter().find_map(|act| match &act.fact {
            Fact::Stated(stated) => stated.provider.as_ref().map(|provider| (&*provider.name, &*provider.id)),
            _ => None,
        })
    }

    /// Whether a call that there is is this one (rule V13).
    #[must_use]
    pub fn is(&self, seen: &Seen, call: &Call, asked: Asked<'_>) -> bool {
        let business = Card::of(seen, call, asked.names, asked.shape, asked.at).business;
        let provider = call.provider.as_ref();
        let known = business.zip(provider).map(|(business, provider)| named(business, &provider.name, &provider.id));
        self.twin.is_some() && self.twin == known
    }

    /// What is written, as signals, where a new call is to be: it begins when it began, and everything else is said now.
    #[must_use]
    pub fn signals(&self, place: &Place<'_>) -> Vec<Signal> {
        let mut signals = place.signals(&self.acts);
        if let Some(first) = signals.first_mut() {
            first.at = self.begun;
        }
        signals
    }
}

/// Reads the body of a new call.
///
/// # Errors
///
/// Every field that is missing or cannot be read.
pub fn create(body: &[u8], asked: Asked<'_>) -> Result<Created, Refusal> {
    let mut body = Body::read(body)?;
    body.require(REQUIRED);
    if asked.shape == Shape::Current {
        body.require(REQUIRED_NOW);
    }
    let (from, to) = (body.number("from_number").value(), body.number("to_number").value());
    let (is_inbound, status) = (body.direction().value(), body.status().value());
    let (user, mut kept) = kept(&mut body, asked);
    let scope = scope(&mut body, asked, kept.business);
    let duration = body.seconds("duration").value();
    let beside = Beside::read(&mut body);
    let (Some(is_inbound), Some(status), true) = (is_inbound, status, body.is_good()) else {
        return body.end(()).and(Err(Refusal::NotJson));
    };
    // Of a call that is over nobody says when it began: it ended just now.
    let begun = asked.at.plus(-duration.unwrap_or_default() * 1_000_000);
    let mut draft = Draft::new(is_inbound, begun);
    (draft.from, draft.to, draft.user) = (from, to, user);
    draft.set_status(status, begun);
    if duration.is_some() {
        draft.set_duration(duration);
    }
    let (business, twin) = (kept.business, twin(&kept));
    let provider = kept.provider.clone().zip(kept.external_uuid.clone());
    let provider = provider.map(|(name, id)| Provider { name, id, payload: None });
    if provider.is_some() {
        kept.external_uuid = None;
    }
    let stated = Stated {
        provider,
        kept: Some((Text::new_static(DIALECT.name), kept.text())),
        logged: Some(Box::new(draft.logged())),
        billed: None,
    };
    let mut acts = vec![Act::stated(stated)];
    let assigned = scope.map(|scope| Assigned { scope: Some(scope), ..Assigned::default() });
    acts.extend(assigned.map(|assigned| Act::done(Doing::Assigned(Some(assigned)))));
    if status == Status::MissedCallHandled {
        acts.push(handled(asked.staff.cloned()));
    }
    beside.write(&mut acts);
    Ok(Created { begun, business, twin, acts })
}

/// Whose call it is, by directory key, and what of it only this dialect understands.
fn kept(body: &mut Body, asked: Asked<'_>) -> (Option<Text>, Kept) {
    let staff = body.uid("staff_uid").value();
    let user = staff.and_then(|uid| asked.user(uid));
    if staff.is_some() && user.is_none() {
        body.wrong("staff_uid", Code::Invalid, "is no staff member's");
    }
    let client = body.uid("client_uid").value();
    if client.is_some_and(|uid| !asked.is_client(uid)) {
        body.wrong("client_uid", Code::Invalid, "is no client's");
    }
    let kept = Kept {
        own: true,
        staff: user.as_ref().map(|_| Shown::Assigned),
        client: client.map(Client::Uid),
        rate: body.decimal("rate").value(),
        price: body.decimal("price").value(),
        provider: body.provider().value(),
        source_id: body.text("source_id").value(),
        external_uuid: body.text("external_uuid").value(),
        business: body.uid("business_uid").value().or(asked.business),
        recording: None,
    };
    (user, kept)
}

/// The scope that a business is; none where it has none.
fn scope(body: &mut Body, asked: Asked<'_>, business: Option<Uuid>) -> Option<Text> {
    match asked.names.thing(business?) {
        Some(Thing::Business(scope)) => scope,
        _ => {
            body.wrong("business_uid", Code::Invalid, "is no business of this account");
            None
        }
    }
}

/// That somebody took care of a call: the user of that key, or whoever asks.
pub(super) fn handled(user: Option<Text>) -> Act {
    let by = user.map(|id| Doer { kind: DoerKind::Person, id, name: None });
    Act { by, fact: Fact::Done(Doing::Handled(true)) }
}

/// What is said of a new call beside the call itself.
struct Beside {
    summary: Option<Text>,
    app_url: Option<Text>,
    app_name: Option<Text>,
    recording_url: Option<Text>,
}

impl Beside {
    fn read(body: &mut Body) -> Self {
        Self {
            summary: body.summary().value(),
            app_url: body.url("external_app_url").value(),
            app_name: body.name("external_app_name").value(),
            recording_url: body.url("recording_url").value(),
        }
    }

    fn write(self, acts: &mut Vec<Act>) {
        acts.extend(self.summary.map(|summary| Act::done(Doing::Summarised(Some(summary)))));
        if self.app_url.is_some() || self.app_name.is_some() {
            let link = app_link(self.app_url, self.app_name);
            acts.push(Act::done(Doing::Linked { link, there: true }));
        }
        acts.extend(self.recording_url.map(|url| Act::of(Fact::Link(url))));
    }
}

/// The link to another application's page.
pub(super) fn app_link(url: Option<Text>, name: Option<Text>) -> Link {
    Link { kind: Text::new_static(APP), id: Text::new_static(APP_LINK), url, name }
}

/// The name that two calls share which are one.
fn twin(kept: &Kept) -> Option<Uuid> {
    Some(named(kept.business?, kept.provider.as_ref()?, kept.external_uuid.as_ref()?))
}

fn named(business: Uuid, provider: &str, id: &str) -> Uuid {
    // The separator is refused in each of them, and providers are written in capitals.
    let parts = [business.to_string(), provider.to_uppercase(), id.to_owned()];
    Uuid::new_v5(&Uuid::NAMESPACE_OID, parts.join("\u{1f}").as_bytes())
}

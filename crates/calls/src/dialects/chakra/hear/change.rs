//! What a request says of a call that exists: which fields it says anew, and whether they are the client's to write.

use serde_json::Value;

use crate::Text;
use crate::dialects::seen::{Call, Seen};
use crate::moment::Moment;
use crate::number::compared;
use crate::signal::{Disposed, Doing};

use super::super::Asked;
use super::super::answer::{Code, Refusal};
use super::super::kept::{Kept, Own};
use super::super::shown::{Shown, recording};
use super::super::status::{Status, Way};
use super::super::time::millis;
use super::fields::{Fields, Given};
use super::{Said, Say, Who, assigned, disposed, linked, links_of, recorded, state, unknown_user};

/// How far ahead of our clock a time of a call may lie, in microseconds: a day, for whoever has another clock.
const AHEAD_MAX: i64 = 86_400_000_000;

/// What is done about a field that is not the client's to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// The request is refused (rule C14).
    Strict,
    /// The field is passed over (rule C12).
    Tolerant,
}

/// A change while it is worked out.
struct Changing<'a> {
    call: &'a Call,
    who: Who<'a>,
    now: Moment,
    manner: Manner,
    says: Vec<Say>,
}

/// What the fields come to on this call.
pub(super) fn said(
    fields: &Fields,
    (seen, call): (&Seen, &Call),
    asked: Asked<'_>,
    who: Who<'_>,
    manner: Manner,
) -> Result<Said, Refusal> {
    if call.deleted_at.is_some() {
        return Err(Refusal::new(Code::CallDeleted));
    }
    let shown = Shown::of(seen, call, asked);
    let fields = anew(fields, &shown, recording(seen, call).is_some_and(|recording| recording.url.is_none()));
    let mut changing = Changing { call, who, now: asked.now, manner, says: Vec::new() };
    let kept = Kept::of(call);
    let user = changing.user(&fields, &shown, kept.own.is_some())?;
    match &kept.own {
        Some(own) => changing.own(own, &fields, &shown, &kept, &user)?,
        None => changing.line(&fields)?,
    }
    changing.assign(user);
    changing.recording(&fields, &shown)?;
    changing.links(&fields);
    Ok(Said { by: None, says: changing.says })
}

/// Only the fields that do not say what is shown already.
fn anew(fields: &Fields, shown: &Shown, is_signed: bool) -> Fields {
    let same = |known: &Option<Text>| known.clone().map(|known| move |said: &Text| *said == known);
    let number = |known: &Option<Text>| known.clone().map(|known| move |said: &Text| compared(said) == compared(&known));
    let time = |known: Option<i64>| known.map(|known| move |said: &Moment| millis(*said) == known);
    let seconds = |known: Option<u64>| known.map(|known| move |said: &u64| *said == known);
    let direction = |said: &crate::conversation::Direction| Way::of(Some(*said)) == shown.r#type;
    // Every time it is read a link of ours is signed anew.
    let unsigned = |url: &str| url.split('?').next().unwrap_or_default().to_owned();
    let link = |url: &Text| {
        let url = url.clone();
        move |said: &Text| *said == url || is_signed && unsigned(said) == unsigned(&url)
    };
    let user = |id: uuid::Uuid| move |said: &Text| uuid::Uuid::try_parse(said).is_ok_and(|said| said == id);
    let links = fields.links.iter().map(|(with, given)| {
        let known = shown.associated(*with).cloned();
        (*with, given.clone().unless(same(&known)))
    });
    Fields {
        user: fields.user.clone().unless(shown.user.map(user)),
        to: fields.to.clone().unless(number(&shown.to)),
        from: fields.from.clone().unless(number(&shown.from)),
        provider: fields.provider.clone().unless(same(&shown.provider)),
        provider_call_id: fields.provider_call_id.clone().unless(same(&shown.provider_call_id)),
        provider_payload: fields
            .provider_payload
            .clone()
            .unless(shown.provider_payload.clone().map(|known| move |said: &Value| *said == known)),
        call_start: fields.call_start.clone().unless(time(shown.call_start)),
        call_end: fields.call_end.clone().unless(time(shown.call_end)),
        call_duration: fields.call_duration.clone().unless(seconds(shown.call_duration)),
        connection_start: fields.connection_start.clone().unless(time(shown.connection_start)),
        connection_end: fields.connection_end.clone().unless(time(shown.connection_end)),
        connection_duration: fields.connection_duration.clone().unless(seconds(shown.connection_duration)),
        direction: fields.direction.clone().unless(Some(direction)),
        call_status: fields
            .call_status
            .clone()
            .unless(Some(|said: &super::super::status::Spelled| said.of(shown.r#type) == shown.call_status)),
        recording_url: fields.recording_url.clone().unless(shown.recording_url.as_ref().map(link)),
        links: links.collect(),
        call_initiate_location: fields.call_initiate_location.clone().unless(same(&shown.call_initiate_location)),
    }
}

fn read_only(field: &str, says: &str) -> Refusal {
    Refusal::field(Code::ReadOnlyField, field, says)
}

impl Changing<'_> {
    /// Refuses a field that is not the client's to write, or passes it over.
    fn refuse(&self, field: &str, says: &str) -> Result<(), Refusal> {
        if self.manner == Manner::Tolerant { Ok(()) } else { Err(read_only(field, says)) }
    }

    /// What is said of the line of a call that a phone system told, or that was written down elsewhere (rules R9, C14).
    fn line(&self, fields: &Fields) -> Result<(), Refusal> {
        let said = [
            ("to", fields.to.is_given()),
            ("from", fields.from.is_given()),
            ("provider", fields.provider.is_given()),
            ("providerCallId", fields.provider_call_id.is_given()),
            ("providerPayload", fields.provider_payload.is_given()),
            ("callStart", fields.call_start.is_given()),
            ("callEnd", fields.call_end.is_given()),
            ("connectionStart", fields.connection_start.is_given()),
            ("connectionEnd", fields.connection_end.is_given()),
            ("type", fields.direction.is_given()),
            ("callStatus", fields.call_status.is_given()),
            ("callInitiateLocation", fields.call_initiate_location.is_given()),
        ];
        match said.iter().find(|(_, given)| *given) {
            Some((field, _)) => self.refuse(field, "is told by the phone system and cannot be changed"),
            None => Ok(()),
        }
    }

    /// Whose call it is said to be: a key, nobody, or nothing new.
    fn user(&self, fields: &Fields, shown: &Shown, is_own: bool) -> Result<Given<Text>, Refusal> {
        let user = match fields.user.as_ref() {
            Given::Nothing => return Ok(Given::Nothing),
            Given::Null => Given::Null,
            Given::Is(user) => Given::Is((self.who)(user).ok_or_else(|| unknown_user("user"))?),
        };
        let known = self.call.assigned.user.as_ref().filter(|_| shown.user.is_some());
        let user = user.unless(known.map(|known| move |said: &Text| said == known));
        if user.is_given() && !is_own && self.call.ended_at.is_none() {
            self.refuse("user", "can be changed once the call is over")?;
            return Ok(Given::Nothing);
        }
        Ok(user)
    }

    fn assign(&mut self, user: Given<Text>) {
        match user {
            Given::Nothing => {}
            Given::Null => self.says.push(Say::Done(Doing::Assigned(None))),
            Given::Is(user) => self.says.extend(assigned(Some(user))),
        }
    }

    /// An own call is its client's to write (rule R9).
    fn own(&mut self, known: &Own, fields: &Fields, shown: &Shown, kept: &Kept, user: &Given<Text>) -> Result<(), Refusal> {
        let mut own = known.clone();
        merge(&mut own, fields, self.now)?;
        // A logged task needs no number, and goes on needing none.
        if needs(known).is_ok() {
            needs(&own)?;
        }
        match user {
            Given::Nothing => {}
            Given::Null => own.user_cleared = true,
            Given::Is(_) => own.user_cleared = false,
        }
        let mut payload = shown.provider_payload.clone();
        fields.provider_payload.clone().over(&mut payload);
        if own != *known || fields.provider_payload.is_given() {
            self.says.push(state(own.clone(), payload.as_ref(), kept.disposition.clone()));
        }
        if fields.call_status.is_given() {
            self.status(known.status(), own.status());
        }
        Ok(())
    }

    /// Some words say of a call that it was disposed, as well (rule C13). What was disposed as a wrong number stays one whatever
    /// is said of the line (rule C10), unless only the word said so.
    fn status(&mut self, before: Status, status: Status) {
        let known = self.call.disposition.as_ref();
        let is_wrong = known.is_some_and(|known| known.code.is_some());
        let wrong_number = match (before, status) {
            (_, Status::WrongNum) if !is_wrong => true,
            (_, Status::DisposedNotDisconnected) if known.is_none() => false,
            (_, Status::WrongNum | Status::DisposedNotDisconnected | Status::Logged) => return,
            (Status::WrongNum, _) if is_wrong => false,
            _ => return,
        };
        let (text, next_call_at) = known.map_or((None, None), |known| (known.text.clone(), known.next_call_at));
        self.says.push(disposed(Disposed { wrong_number, text, next_call_at }));
    }

    /// A link that is missing can be told, once.
    fn recording(&mut self, fields: &Fields, shown: &Shown) -> Result<(), Refusal> {
        match &fields.recording_url {
            Given::Nothing => {}
            Given::Is(url) if shown.recording_url.is_none() => self.says.push(recorded(url)),
            Given::Is(_) | Given::Null => self.refuse("recordingUrl", "is known already and cannot be changed")?,
        }
        Ok(())
    }

    /// The vendor has room for one link of a kind: the one that is shown gives way to the new one, and null takes back all of them.
    fn links(&mut self, fields: &Fields) {
        let mut says = Vec::new();
        for (with, given) in &fields.links {
            match given {
                Given::Nothing => {}
                Given::Null => says.extend(links_of(self.call, *with).map(|link| linked(&link.kind, link.id.clone(), false))),
                Given::Is(id) => {
                    let shown = links_of(self.call, *with).next_back();
                    says.extend(shown.map(|link| linked(&link.kind, link.id.clone(), false)));
                    says.push(linked(with.kind(), id.clone(), true));
                }
            }
        }
        // A child has its parent's links until it gets one of its own (rule N27); those that it is to keep become its own first.
        if !says.is_empty() && self.call.parent.is_some() {
            let link = |link: &crate::dialects::seen::Link| crate::signal::Link {
                kind: link.kind.clone(),
                id: link.id.clone(),
                url: link.url.clone(),
                name: link.name.clone(),
            };
            let keeps = self.call.links.iter().map(|known| Say::Done(Doing::Linked { link: link(known), there: true }));
            self.says.extend(keeps);
        }
        self.says.extend(says);
    }
}

/// Writes what the fields say over what was written before.
pub(super) fn merge(own: &mut Own, fields: &Fields, now: Moment) -> Result<(), Refusal> {
    let time = |given: &Given<Moment>, known: &mut Option<i64>| match given.as_ref() {
        Given::Nothing => {}
        Given::Null => *known = None,
        Given::Is(at) => *known = Some(millis(*at)),
    };
    fields.to.clone().over(&mut own.to);
    fields.from.clone().over(&mut own.from);
    fields.provider.clone().over(&mut own.provider);
    fields.provider_call_id.clone().over(&mut own.provider_call_id);
    time(&fields.call_start, &mut own.call_start);
    time(&fields.call_end, &mut own.call_end);
    time(&fields.connection_start, &mut own.connection_start);
    time(&fields.connection_end, &mut own.connection_end);
    fields.call_duration.clone().over(&mut own.call_duration);
    fields.connection_duration.clone().over(&mut own.connection_duration);
    fields.call_initiate_location.clone().over(&mut own.call_initiate_location);
    let never = |field: &str| Refusal::field(Code::InvalidField, field, "cannot be null");
    let direction = match fields.direction {
        Given::Nothing => own.direction(),
        Given::Null => return Err(never("type")),
        Given::Is(direction) => direction,
    };
    let status = match fields.call_status {
        Given::Nothing => own.status(),
        Given::Null => return Err(never("callStatus")),
        Given::Is(spelled) => spelled.of(Way::of(Some(direction))),
    };
    (own.direction, own.call_status) = Own::words(direction, status);
    not_ahead(fields, now)?;
    in_order(own)
}

/// What has taken place does not lie far ahead.
fn not_ahead(fields: &Fields, now: Moment) -> Result<(), Refusal> {
    let times = [
        ("callStart", &fields.call_start),
        ("callEnd", &fields.call_end),
        ("connectionStart", &fields.connection_start),
        ("connectionEnd", &fields.connection_end),
    ];
    let ahead = |given: &Given<Moment>| matches!(given, Given::Is(at) if at.since(now) > AHEAD_MAX);
    match times.iter().find(|(_, given)| ahead(given)) {
        Some((field, _)) => Err(Refusal::field(Code::InvalidField, field, "must not lie more than a day ahead")),
        None => Ok(()),
    }
}

/// What ends cannot have begun later.
fn in_order(own: &Own) -> Result<(), Refusal> {
    let pairs = [
        ("callEnd", own.call_end, "callStart", own.call_start),
        ("connectionStart", own.connection_start, "callStart", own.call_start),
        ("connectionEnd", own.connection_end, "connectionStart", own.connection_start),
    ];
    let wrong = pairs.iter().find(|(_, late, _, early)| late.zip(*early).is_some_and(|(late, early)| late < early));
    match wrong {
        Some((field, _, before, _)) => Err(Refusal::field(Code::InvalidField, field, &format!("must not lie before {before}"))),
        None => Ok(()),
    }
}

/// The numbers that a call cannot be without (rule C11).
pub(super) fn needs(own: &Own) -> Result<(), Refusal> {
    let lacks = match own.way() {
        Way::Outbound => own.to.is_none(),
        Way::Inbound => own.from.is_none() && own.to.is_none(),
    };
    match (lacks, own.way()) {
        (false, _) => Ok(()),
        (true, Way::Outbound) => Err(Refusal::field(Code::MissingField, "to", "is needed of an outbound call")),
        (true, Way::Inbound) => Err(Refusal::field(Code::MissingField, "from", "or to is needed of an inbound call")),
    }
}

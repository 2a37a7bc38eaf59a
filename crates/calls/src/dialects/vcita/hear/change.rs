//! What a client changes of a call (sheet, 4.4; rules V8–V12, V15).

use uuid::Uuid;

use crate::Text;
use crate::dialects::seen::{Call, Seen};
use crate::signal::{Assigned, Doing, RecordingKind, RecordingStep, Stated};

use super::super::DIALECT;
use super::super::answer::{Code, Refusal};
use super::super::card::{Card, app_link as shown_link, recording, recordings};
use super::super::kept::{Client, Kept, Shown};
use super::super::parties::is_same;
use super::super::status::is_logged;
use super::super::words::Status;
use super::act::{Act, Fact};
use super::body::Body;
use super::create::{app_link, handled};
use super::draft::Draft;
use super::{Asked, deleted};

/// What is said of a line fact that may not be changed.
const STAYS: &str = "is said by the phone system, and stays";

/// Reads a body that changes a call, by what its path shows of the call now. Acts are what differs: nothing, if nothing does.
///
/// # Errors
///
/// That the call is removed, or every field that cannot be read, or may not be changed.
pub fn update(body: &[u8], seen: &Seen, call: &Call, asked: Asked<'_>) -> Result<Vec<Act>, Refusal> {
    let mut body = Body::read(body)?;
    if call.deleted_at.is_some() {
        return Err(deleted());
    }
    let kept = Kept::of(call);
    let shown = Card::of(seen, call, asked.names, asked.shape, asked.at);
    body.forget_shown(&shown.print(asked.shape));
    let mut change = Change {
        shown,
        draft: Draft::of(call, asked.names),
        is_own: kept.own && is_logged(call),
        is_restated: false,
        kept,
        acts: Vec::new(),
        body,
        seen,
        call,
        asked,
    };
    change.line_facts();
    change.handling();
    change.people();
    change.beside();
    change.recording();
    let Change { acts, body, .. } = change.end();
    body.end(acts)
}

/// A change while it is read.
struct Change<'a> {
    seen: &'a Seen,
    call: &'a Call,
    asked: Asked<'a>,
    body: Body,
    /// What the client sees.
    shown: Card,
    /// Whether the call was written down here, so that all of it may be changed.
    is_own: bool,
    /// Whether an own call has another status now.
    is_restated: bool,
    /// What will be kept.
    kept: Kept,
    /// What will be written of an own call.
    draft: Draft,
    acts: Vec<Act>,
}

impl Change<'_> {
    /// Direction, numbers, duration, and the status but for its part that says that a missed call was handled.
    fn line_facts(&mut self) {
        if let Some(direction) = self.body.direction().said() {
            let differs = direction != Some(self.shown.is_inbound);
            if self.may_change("direction", differs, direction.is_some()) {
                self.draft.is_inbound = direction.unwrap_or_default();
            }
        }
        for key in ["from_number", "to_number"] {
            let (now, is_from) = if key == "from_number" { (&self.shown.from, true) } else { (&self.shown.to, false) };
            let Some(number) = self.body.number(key).said() else { continue };
            let differs = !is_same(number.as_deref(), now.as_deref());
            if self.may_change(key, differs, true) {
                *(if is_from { &mut self.draft.from } else { &mut self.draft.to }) = number;
            }
        }
        self.status();
        if let Some(seconds) = self.body.seconds("duration").said() {
            let differs = seconds != self.shown.duration || self.is_restated;
            if self.may_change("duration", differs, true) {
                self.draft.set_duration(seconds);
            }
        }
    }

    /// Whether a line fact is to be changed; notes it where it may not be, or may not be null.
    fn may_change(&mut self, key: &'static str, differs: bool, may_be: bool) -> bool {
        if !may_be {
            self.body.wrong(key, Code::Invalid, "is never null");
        } else if differs && !self.is_own {
            self.body.wrong(key, Code::ReadOnly, STAYS);
        }
        differs && may_be && self.is_own
    }

    fn status(&mut self) {
        let Some(status) = self.body.status().said() else { return };
        let Some(status) = status else { return self.body.wrong("status", Code::Invalid, "is never null") };
        let now = self.shown.status;
        if status.covers(now, self.asked.shape) {
            return;
        }
        if status == Status::MissedCallHandled && now == Status::Missed {
            // Named or not, somebody handled it: who is said below.
            return self.handle();
        }
        if !self.is_own {
            return self.body.wrong("status", Code::ReadOnly, STAYS);
        }
        if self.call.handled.is_some() && (now == Status::MissedCallHandled || status == Status::Missed) {
            self.acts.push(Act::done(Doing::Handled(false)));
        }
        if !(now == Status::MissedCallHandled && status == Status::Missed) {
            self.draft.set_status(status, self.asked.at);
            self.is_restated = true;
        }
        if status == Status::MissedCallHandled {
            self.handle();
        }
    }

    /// Somebody handled the call: whom the body names, else whose token it is (rule V10).
    fn handle(&mut self) {
        let named = self.body.uid("handled_by_staff_uid").value().and_then(|uid| self.asked.user(uid));
        self.acts.push(handled(named.or_else(|| self.asked.staff.cloned())));
    }

    /// Who handled the call (rules V7, V10, V12).
    fn handling(&mut self) {
        let Some(named) = self.body.uid("handled_by_staff_uid").said() else { return };
        let user = named.and_then(|uid| self.asked.user(uid));
        if named.is_some() && user.is_none() {
            return self.body.wrong("handled_by_staff_uid", Code::Invalid, "is no staff member's");
        }
        let says_handled = self.acts.iter().any(|act| act.fact == Fact::Done(Doing::Handled(true)));
        if named == self.shown.handled_by || says_handled {
            return;
        }
        if self.shown.status == Status::AnsweredByStaff && !self.is_restated {
            let says = "is who answered; name another staff_uid instead";
            return self.body.wrong("handled_by_staff_uid", Code::ReadOnly, says);
        }
        self.acts.push(match user {
            Some(user) => handled(Some(user)),
            None => Act::done(Doing::Handled(false)),
        });
    }

    fn people(&mut self) {
        if let Some(staff) = self.body.uid("staff_uid").said()
            && staff != self.shown.staff
        {
            self.staff(staff);
        }
        if let Some(client) = self.body.uid("client_uid").said()
            && client != self.shown.client
        {
            match client {
                Some(uid) if !self.asked.is_client(uid) => self.body.wrong("client_uid", Code::Invalid, "is no client's"),
                Some(uid) => self.kept.client = Some(Client::Uid(uid)),
                None => self.kept.client = Some(Client::Nobody),
            }
        }
    }

    /// Whose call it is: until its end the phone system says so (rule R9).
    fn staff(&mut self, staff: Option<Uuid>) {
        if !is_logged(self.call) && self.call.ended_at.is_none() {
            return self.body.wrong("staff_uid", Code::ReadOnly, "is said by the phone system until the call has ended");
        }
        let Some(staff) = staff else {
            self.kept.staff = Some(Shown::Nobody);
            return;
        };
        let Some(user) = self.asked.user(staff) else {
            return self.body.wrong("staff_uid", Code::Invalid, "is no staff member's");
        };
        self.kept.staff = Some(Shown::Assigned);
        if self.call.assigned.user.as_ref() != Some(&user) {
            let assigned = Assigned { user: Some(user), ..Assigned::default() };
            self.acts.push(Act::done(Doing::Assigned(Some(assigned))));
        }
    }

    /// Summary, link and price.
    fn beside(&mut self) {
        if let Some(summary) = self.body.summary().said()
            && summary.as_deref() != self.shown.summary.as_deref()
        {
            self.acts.push(Act::done(Doing::Summarised(summary)));
        }
        self.link();
        if let Some(rate) = self.body.decimal("rate").said() {
            self.kept.rate = rate;
        }
        if let Some(price) = self.body.decimal("price").said() {
            self.kept.price = price;
        }
    }

    fn link(&mut self) {
        let (url, name) = (self.body.url("external_app_url").said(), self.body.name("external_app_name").said());
        let known = shown_link(self.call);
        let (old_url, old_name) = (known.and_then(|link| link.url.clone()), known.and_then(|link| link.name.clone()));
        // Null is the same as the default, and so is the default itself.
        let changed = |said: Option<Option<Text>>, shown: &Text, old: Option<Text>| match said {
            Some(Some(said)) if said == *shown => old,
            Some(said) => said,
            None => old,
        };
        let url = changed(url, &self.shown.app_url, old_url.clone());
        let name = changed(name, &self.shown.app_name, old_name.clone());
        if (&url, &name) == (&old_url, &old_name) {
            return;
        }
        let is_default = url.is_none() && name.is_none();
        let link = match known {
            // What takes the place of a link is called as it was, so that there is one.
            Some(known) => crate::signal::Link { kind: known.kind.clone(), id: known.id.clone(), url, name },
            None => app_link(url, name),
        };
        self.acts.push(Act::done(Doing::Linked { link, there: !is_default }));
    }

    /// Which recording is shown, or a link to one.
    fn recording(&mut self) {
        if let Some(chosen) = self.body.uid("recording_id").said() {
            let is_known = |uid: Uuid| recordings(self.seen, self.call).any(|recording| recording.id == uid);
            if chosen.is_some_and(|uid| !is_known(uid)) {
                return self.body.wrong("recording_id", Code::Invalid, "is no recording of this call");
            }
            let is_shown = chosen.is_some() && chosen == self.shown.recording.as_ref().map(|recording| recording.uid);
            if !is_shown {
                self.kept.recording = chosen;
            }
        }
        let Some(url) = self.body.url("recording_url").said() else { return };
        let shown = self.shown.recording.as_ref();
        let place = |url: &Text| match shown {
            // A link of ours is signed anew each time.
            Some(shown) if shown.is_signed => url.split('?').next().unwrap_or_default().to_owned(),
            _ => url.to_string(),
        };
        if url.as_ref().map(place).as_deref() == shown.and_then(|shown| shown.place()) {
            return;
        }
        if shown.is_some() && !self.is_own {
            return self.body.wrong("recording_url", Code::ReadOnly, "is there already, and stays");
        }
        let old = recording(self.seen, self.call, &Kept::of(self.call));
        let removed = old.map(|old| {
            let kind = old.kind.unwrap_or(RecordingKind::Call);
            Act::of(Fact::Recording(old.id, kind, RecordingStep::Deleted))
        });
        self.acts.extend(removed);
        self.acts.extend(url.map(|url| Act::of(Fact::Link(url))));
    }

    /// What differs of the statement comes first.
    fn end(mut self) -> Self {
        let logged = (self.draft != Draft::of(self.call, self.asked.names)).then(|| Box::new(self.draft.logged()));
        let is_kept_anew = self.kept != Kept::of(self.call);
        let kept = is_kept_anew.then(|| (Text::new_static(DIALECT.name), self.kept.text()));
        if logged.is_some() || kept.is_some() {
            self.acts.insert(0, Act::stated(Stated { kept, logged, ..Stated::default() }));
        }
        self
    }
}

//! Hears what a Freshworks account says of its calls: an envelope becomes the facts that it shows (rule F31).
//!
//! An envelope is a picture of a call, and pictures come late, twice and out of order. Each is taken apart into facts about
//! legs, named by the leg and the fact alone, so that what two pictures show is one fact, and what an older one shows is known
//! already. A fact that a picture does not show is never made up: who answered and when is told by a status, or by how long a
//! leg that is over had lasted.
//! Which integer a call gets, and whether another source has it, is not decided here.
//! To hear one more status: its line in [`Hearing::agent`] or [`Hearing::customer`].

mod read;

use serde_json::Value;
use uuid::Uuid;

use crate::Text;
use crate::dialects::{Fault, Heard};
use crate::moment::Moment;
use crate::signal::{
    Billed, CameIn, Dialled, Doing, Done, Feed, How, Joined, JoinedAs, LeftQueue, LegKey, Party, Place, Provider, Recorded,
    RecordingKind, RecordingStep, Signal, Stated, What,
};

use super::party::{BARGED_IN, CONSULTED, CUSTOMER, LISTENS, PRIMARY_AGENT, TRANSFERRED_TO};
use super::status::{
    BLOCKED, BUSY, COMPLETED, CONNECTING, DISCONNECTED, FAILED, IN_PROGRESS, MISSED, ON_HOLD, QUEUED, RECORDING_VOICEMAIL,
    RESTRICTED, VOICEMAIL, WRAP_UP,
};
use read::{Participant, Told};

/// The name of the feed.
pub const FEED: &str = "freshworks";

/// What such an account is called as a phone system.
const PROVIDER: &str = "FRESHCALLER";

/// The trunk that all numbers outside run over.
const TRUNK: &str = "freshcaller";

/// The longest envelope that is kept with the record, in bytes.
const PAYLOAD_MAX: usize = 64 * 1_024;

/// The facts of an envelope of either generation, or of `{"call":{…}}`. The same body gives the same facts.
///
/// # Errors
///
/// The field that cannot be read.
pub fn hear(body: &[u8], source: &str) -> Result<Heard, Fault> {
    let whole = Fault { field: String::new(), says: "expected JSON" };
    let text = std::str::from_utf8(body).map_err(|_| whole.clone())?;
    let value: Value = serde_json::from_str(text).map_err(|_| whole)?;
    let told = read::told(&value)?;
    let Some(customer) = told.participants.iter().find(|one| !one.is_agent && one.connection == u64::from(CUSTOMER)) else {
        return Err(Fault { field: "participants".to_owned(), says: "expected a customer, of connection_type 0" });
    };
    let mut hearing = Hearing { told: &told, customer, source, signals: Vec::new() };
    hearing.begin();
    told.participants.iter().filter(|one| one.is_agent).for_each(|agent| hearing.agent(agent));
    hearing.customer();
    hearing.beside(text);
    let mut signals = hearing.signals;
    signals.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(Heard { serial: Some(told.id), signals })
}

/// One envelope while it is taken apart.
struct Hearing<'a> {
    told: &'a Told,
    customer: &'a Participant,
    source: &'a str,
    signals: Vec<Signal>,
}

impl<'a> Hearing<'a> {
    fn leg(&self, of: &Participant) -> LegKey {
        LegKey(Text::new(format!("{}.{}", self.told.id, of.id)))
    }

    /// A fact that a leg can have once, whenever it is shown.
    fn once(&mut self, of: &Participant, at: Moment, what: What) {
        let leg = self.leg(of);
        let key = format!("{}|{}", leg.0, what.word());
        self.tell(leg, key, at, what);
    }

    /// The same of the leg that the call begins with.
    fn first_once(&mut self, at: Moment, what: What) {
        let leg = self.first();
        let key = format!("{}|{}", leg.0, what.word());
        self.tell(leg, key, at, what);
    }

    /// A fact that a leg can have several times, named by its moment as well.
    fn again(&mut self, leg: LegKey, at: Moment, what: What) {
        let key = format!("{}|{}|{}", leg.0, what.word(), at.micros());
        self.tell(leg, key, at, what);
    }

    fn tell(&mut self, leg: LegKey, key: String, at: Moment, what: What) {
        self.signals.push(Signal {
            source: Text::new(self.source),
            feed: Feed { name: Text::new_static(FEED), rank: 0 },
            key: Text::new(key),
            thread: Text::new(format!("{FEED}|{}", self.told.id)),
            ties: Vec::new(),
            leg,
            at,
            seq: 0,
            seen_at: None,
            by: None,
            chosen_e164: None,
            behind: None,
            what,
        });
    }

    /// Who dialled an outgoing call: the first agent in it. Whoever was consulted and then took the call over is of the first kind while
    /// it is made known, and of his own from then on (rule F5).
    fn dialler(&self) -> Option<&'a Participant> {
        let agents = || self.told.participants.iter().filter(|one| one.is_agent && !self.told.is_incoming);
        let of_kind = |kind: u8| agents().filter(|one| one.connection == u64::from(kind)).min_by_key(|one| one.id);
        of_kind(PRIMARY_AGENT).or_else(|| of_kind(CONSULTED))
    }

    /// The leg that the call begins with.
    fn first(&self) -> LegKey {
        match self.dialler() {
            Some(agent) => self.leg(agent),
            None if self.told.is_incoming => self.leg(self.customer),
            None => self.somebody(),
        }
    }

    /// The leg of whoever began an outgoing call in which no agent is shown who did: a call that was handed on.
    fn somebody(&self) -> LegKey {
        LegKey(Text::new(format!("{}.0", self.told.id)))
    }

    /// When the line went down: the customer's last change, if that fits to the whole seconds that his leg lasted, else after those.
    fn end(&self) -> Moment {
        let customer = self.customer;
        let Some(seconds) = customer.duration else { return customer.updated_at };
        let shown = customer.created_at.plus((seconds * 1e6) as i64);
        let fits = (0..1_000_000).contains(&customer.updated_at.since(shown));
        if fits { customer.updated_at } else { shown }
    }

    /// Whether the line is down: a leg's length is only told then, and a status says so of all but the mailbox.
    fn is_over(&self) -> bool {
        let customer = self.customer;
        let gone = matches!(customer.status, COMPLETED | FAILED | BLOCKED | RESTRICTED | MISSED) && self.told.is_incoming;
        customer.duration.is_some() || gone || customer.status == COMPLETED
    }

    /// When an agent came to talk, if he is shown in talk, or was and it is known for how long.
    fn talked_from(&self, agent: &Participant) -> Option<Moment> {
        match agent.status {
            IN_PROGRESS | ON_HOLD if self.told.is_incoming => Some(agent.updated_at),
            IN_PROGRESS | ON_HOLD if matches!(self.customer.status, IN_PROGRESS | ON_HOLD) => Some(self.customer.updated_at),
            COMPLETED | WRAP_UP => {
                let lasted = agent.duration.filter(|seconds| *seconds > 0.0)?;
                Some(self.end().plus(-((lasted * 1e6) as i64)).max(self.told.created_at))
            }
            _ => None,
        }
    }

    /// The agents who have, or had, the customer on the line.
    fn talks(&self) -> Option<(&'a Participant, Moment)> {
        let agents = self.told.participants.iter().filter(|one| one.is_agent && one.connection != u64::from(LISTENS));
        agents.filter_map(|agent| Some((agent, self.talked_from(agent)?))).min_by_key(|(_, from)| *from)
    }

    fn outside(&self) -> Party {
        let customer = self.customer;
        Party {
            number: customer.number.clone(),
            trunk: Some(Text::new_static(TRUNK)),
            withheld: customer.number.is_none(),
            ..Party::default()
        }
    }

    /// The beginnings of the call's own two sides.
    fn begin(&mut self) {
        let (told, customer, party) = (self.told, self.customer, self.outside());
        if told.is_incoming {
            let line = told.line.clone();
            let came = CameIn { party, dialled: line.clone(), line };
            self.once(customer, told.created_at, What::CameIn(Box::new(came)));
            return;
        }
        let (by, ours) = (self.first(), self.dialler().map(user).unwrap_or_default());
        let came = CameIn { party: ours, dialled: customer.number.clone(), line: None };
        self.first_once(told.created_at, What::CameIn(Box::new(came)));
        if let Some(line) = told.line.clone() {
            self.first_once(told.created_at, What::Presented { line });
        }
        let dialled = Dialled { by, party, queue: None };
        self.once(customer, customer.created_at.max(told.created_at), What::Dialled(Box::new(dialled)));
    }

    /// What is shown of an agent. Who is consulted in a call that another has, or is added to it, is in calls of which the
    /// envelope tells nothing.
    fn agent(&mut self, agent: &Participant) {
        let dials = self.dialler().is_some_and(|dialler| dialler.id == agent.id);
        if !dials && !self.agent_begins(agent) {
            return;
        }
        if agent.status == CONNECTING && !dials {
            self.once(agent, agent.updated_at, What::Ringing);
        }
        if let Some(from) = self.talked_from(agent) {
            self.once(agent, from, What::Answered);
            self.once(agent, from, What::Connected { bridge: Text::new(self.told.id.to_string()) });
        }
        if agent.status == ON_HOLD {
            let held = self.leg(agent);
            self.again(held.clone(), agent.updated_at, What::Held { held: Some(held), by: None });
        }
        let colleague = self.talks().is_some_and(|(other, _)| other.id != agent.id);
        let (at, how) = match agent.status {
            COMPLETED | WRAP_UP if self.is_over() => (self.end(), How::Normal),
            COMPLETED | WRAP_UP => (agent.updated_at, How::Normal),
            BUSY => (agent.updated_at, How::Busy),
            MISSED => (agent.updated_at, How::NoAnswer),
            FAILED => (agent.updated_at, How::Failed),
            DISCONNECTED if colleague => (agent.updated_at, How::Elsewhere),
            DISCONNECTED => (agent.updated_at, How::Declined),
            _ => return,
        };
        self.once(agent, at.max(agent.created_at), What::Ended { how });
    }

    /// The beginning of an agent's leg that was called or joined. False of one of which nothing can be told.
    fn agent_begins(&mut self, agent: &Participant) -> bool {
        let (party, to) = (user(agent), self.leg(self.customer));
        let alone = !self.told.participants.iter().any(|one| one.is_agent && one.connection == u64::from(PRIMARY_AGENT));
        let as_what = match u8::try_from(agent.connection) {
            Ok(BARGED_IN) => Some(JoinedAs::Barging),
            Ok(LISTENS) => Some(JoinedAs::Supervisor),
            Ok(PRIMARY_AGENT | TRANSFERRED_TO) => None,
            Ok(CONSULTED) if alone => None,
            _ => return false,
        };
        let queue = self.told.queue.clone().filter(|_| self.customer.enqueued_at.is_some());
        let what = match as_what {
            Some(role) => What::Joined(Box::new(Joined { to, role, party })),
            None => What::Dialled(Box::new(Dialled { by: to, party, queue })),
        };
        self.once(agent, agent.created_at.max(self.told.created_at), what);
        true
    }

    /// What is shown of the customer.
    fn customer(&mut self) {
        let (told, customer) = (self.told, self.customer);
        let (at, leg) = (customer.updated_at, self.leg(customer));
        let talks = self.talks().map(|(agent, from)| (self.leg(agent), from));
        let queued_at = customer.enqueued_at.or((customer.status == QUEUED).then_some(at)).filter(|_| told.is_incoming);
        if let Some(queued_at) = queued_at {
            let name = told.queue.clone();
            self.once(customer, queued_at, What::Entered { place: Place::Queue, name, instance: None });
        }
        if let Some((agent, from)) = &talks {
            self.once(customer, *from, What::Answered);
            self.once(customer, *from, What::Connected { bridge: Text::new(told.id.to_string()) });
            if !told.is_incoming && self.dialler().is_none() {
                self.first_once(*from, What::Answered);
                self.first_once(*from, What::Connected { bridge: Text::new(told.id.to_string()) });
            }
            if queued_at.is_some() {
                let (how, agent) = (Some(LeftQueue::Answered), Some(agent.clone()));
                self.once(customer, *from, What::Left { place: Place::Queue, how, agent });
            }
        }
        match customer.status {
            CONNECTING if !told.is_incoming => self.once(customer, at, What::Ringing),
            ON_HOLD if talks.is_some() => self.again(leg.clone(), at, What::Held { held: Some(leg), by: None }),
            IN_PROGRESS if talks.as_ref().is_some_and(|(_, from)| *from < at) => self.again(leg, at, What::Resumed),
            IN_PROGRESS if talks.is_none() && told.menu.is_some() => {
                self.once(customer, at, What::Answered);
                let (place, name) = (Place::Menu, told.menu.clone());
                self.again(leg, at, What::Entered { place, name, instance: None });
            }
            VOICEMAIL | RECORDING_VOICEMAIL => self.mailbox(leg, at.min(self.end())),
            _ => {}
        }
        let how = match customer.status {
            BLOCKED | RESTRICTED => How::Blocked,
            BUSY if !told.is_incoming => How::Busy,
            MISSED if !told.is_incoming => How::NoAnswer,
            FAILED if !told.is_incoming => How::Failed,
            DISCONNECTED if !told.is_incoming => How::Declined,
            _ if self.is_over() => How::Normal,
            _ => return,
        };
        self.once(customer, self.end(), What::Ended { how });
        if !told.is_incoming && self.dialler().is_none() {
            self.first_once(self.end(), What::Ended { how: How::Normal });
        }
    }

    fn mailbox(&mut self, leg: LegKey, at: Moment) {
        let key = format!("{}|mailbox", leg.0);
        self.tell(leg, key, at, What::Entered { place: Place::Mailbox, name: None, instance: None });
    }

    /// What is said of the call beside its line. These facts are named by what they say: several pictures of one moment may each
    /// say more than the one before.
    fn beside(&mut self, text: &str) {
        let (told, customer) = (self.told, self.customer);
        let provider = Provider {
            name: Text::new_static(PROVIDER),
            id: Text::new(told.id.to_string()),
            payload: (text.len() <= PAYLOAD_MAX).then(|| Text::new(text)),
        };
        self.says(text, What::Stated(Box::new(Stated { provider: Some(provider), ..Stated::default() })));
        if let Some(seconds) = told.bill_duration {
            let currency = customer.cost_unit.as_ref().map(|unit| Text::new(unit.to_uppercase()));
            let said = format!("billed {seconds} {:?} {currency:?}", customer.cost);
            let billed = Some(Billed { seconds, amount: customer.cost, currency });
            self.says(&said, What::Stated(Box::new(Stated { billed, ..Stated::default() })));
        }
        if let Some(text) = told.notes.clone() {
            let doing = Doing::Noted { id: Text::new_static(FEED), text: Some(text.clone()) };
            self.says(&text, What::Done(Box::new(Done { call: self.first().0, doing })));
        }
        if let Some(recording) = &told.recording {
            let mailbox = matches!(customer.status, VOICEMAIL | RECORDING_VOICEMAIL);
            let kind = if mailbox { RecordingKind::Voicemail } else { RecordingKind::Call };
            let step = RecordingStep::Stored { length_s: recording.length_s, size: None, url: recording.url.clone() };
            let id = Text::new(recording.id.to_string());
            let said = format!("recording {id}");
            self.says(&said, What::Recorded(Box::new(Recorded { recording: id, kind, name: None, step })));
        }
    }

    /// A fact that is named by what it says, on the leg that the call begins with.
    fn says(&mut self, said: &str, what: What) {
        let leg = self.first();
        let said = Uuid::new_v5(&Uuid::NAMESPACE_OID, said.as_bytes());
        let key = format!("{}|{}|{said}", leg.0, what.word());
        self.tell(leg, key, self.told.updated_at, what);
    }
}

/// An agent, by the account's integer for him.
fn user(agent: &Participant) -> Party {
    let who = Text::new(agent.who.unwrap_or(agent.id).to_string());
    Party { number: Some(who.clone()), user: Some(who.clone()), device: Some(who), ..Party::default() }
}

//! An app that passes on every payload to a receiver, and what it must have been told.
//!
//! What it must have been told is what the dialect makes of the versions in the change feed. The store gives integers to users,
//! lines and strangers that stand in no record: those are compared by where they stand again, and everything else as it is.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;

use calls::Text;
use calls::dialects::freshworks::events;
use calls::dialects::seen::Seen;
use calls::dialects::{Change, Names, Thing};
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::law::{Feed, in_order, is_told};
use crate::apps::Package;
use crate::receiver::{Request, Step};

const MANIFEST: &str = r#"{"platform-version": "3.0", "modules": {"common": {"requests": {"tell": {}}},
    "call": {"events": {"onCallCreate": {"handler": "told"}, "onCallUpdate": {"handler": "told"}}}}}"#;
const SCRIPT: &str = "exports = {
    told: async function (payload) { await $request.invokeTemplate('tell', { body: JSON.stringify(payload) }); },
};";
/// What names something that has its integer, or its full number, from nowhere but the store.
const GIVEN: &[&str] = &[
    "assigned_agent_id",
    "assigned_team_id",
    "assigned_call_queue_id",
    "assigned_ivr_id",
    "participant_id",
    "caller_id",
    "phone_number_id",
    "phone_number",
];

/// A zip file of the app, which passes on to that receiver.
pub(crate) fn app(to: SocketAddr) -> Vec<u8> {
    let requests = json!({"tell": {"schema": {"method": "POST", "host": to.to_string(), "path": "/told",
        "headers": {"Content-Type": "application/json"}}}});
    let requests = requests.to_string();
    let texts = [("manifest.json", MANIFEST), ("server/server.js", SCRIPT), ("config/requests.json", &requests)];
    Package::zip_of(texts).unwrap()
}

/// An account that numbers everything when it is asked first.
#[derive(Default)]
struct Numbers(RefCell<BTreeMap<Thing, u64>>);

impl Names for Numbers {
    fn serial(&self, thing: &Thing) -> Option<u64> {
        let mut given = self.0.borrow_mut();
        let next = given.len() as u64 + 1;
        Some(*given.entry(thing.clone()).or_insert(next))
    }

    fn name(&self, _: &Thing) -> Option<Text> {
        None
    }

    fn full_number(&self, _: &str) -> Option<Text> {
        None
    }

    fn wraps_up(&self, _: &str) -> bool {
        false
    }

    fn bills(&self, _: &str) -> bool {
        false
    }

    fn currency(&self) -> Text {
        "USD".into()
    }

    fn recording_link(&self, _: Uuid, _: Moment) -> Option<Text> {
        None
    }
}

/// Something that an app must have been told.
struct Telling {
    /// With what the store gives taken out.
    plain: Value,
    whole: Value,
    conversation: String,
    /// Its place among what is told of its conversation.
    place: usize,
}

/// Everything that an app must have been told.
pub(super) struct Wanted {
    tellings: Vec<Telling>,
    /// By place in `tellings`, of each call by its integer; across the conversations in which a call stood, where two turned out to
    /// be one.
    calls: BTreeMap<String, Vec<usize>>,
    /// How many there are of each conversation.
    lengths: BTreeMap<String, usize>,
}

impl Wanted {
    pub(super) fn new(feed: &Feed) -> Self {
        let names = Numbers::default();
        let (mut last, mut joined) = (HashMap::<&str, Seen>::new(), Vec::new());
        let mut wanted = Self { tellings: Vec::new(), calls: BTreeMap::new(), lengths: BTreeMap::new() };
        for change in &feed.all {
            let Some(conversation) = change["conversation"].as_str() else { continue };
            let after = Seen::read(&change["record"].to_string()).unwrap();
            let before = last.insert(conversation, after.clone());
            assert_eq!(before.as_ref().map_or(0, |before| before.version), change["previous"].as_u64().unwrap(), "a hole");
            if change["kind"] == "merged" {
                joined.extend(before);
                continue;
            }
            let joined = if before.is_some() { std::mem::take(&mut joined) } else { Vec::new() };
            if is_told(change) {
                let at = Moment::from_rfc3339(change["at"].as_str().unwrap()).unwrap();
                let told = events(&Change { before: before.as_ref(), joined: &joined, after: &after, at }, &names);
                told.iter().for_each(|event| wanted.add(conversation, event));
            }
        }
        wanted
    }

    fn add(&mut self, conversation: &str, event: &calls::dialects::Event) {
        let body: Value = serde_json::from_str(&event.body).unwrap();
        let timestamp = event.at.micros().div_euclid(1_000_000);
        let whole = json!({"event": event.word, "timestamp": timestamp, "data": body});
        let length = self.lengths.entry(conversation.to_owned()).or_default();
        let (conversation, place) = (conversation.to_owned(), *length);
        *length += 1;
        self.calls.entry(event.serial.to_string()).or_default().push(self.tellings.len());
        self.tellings.push(Telling { plain: plain(&whole), whole, conversation, place });
    }

    pub(super) fn count(&self) -> usize {
        self.tellings.len()
    }

    /// Whether everything was taken; what came is held to its order whenever this is asked: of a call, and of a conversation.
    pub(super) fn is_complete(&self, requests: &[Request], steps: &[Step]) -> bool {
        let said: Vec<Value> = requests.iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect();
        let calls: Vec<String> = said.iter().map(|said| said["data"]["call"]["id"].to_string()).collect();
        let mut heard = HashMap::new();
        let (mut bodies, mut given) = (HashMap::<usize, &str>::new(), Given::default());
        let of_call = |request: usize| Some(calls[request].as_str());
        let reached = in_order(steps, of_call, |request, reached| {
            let own = &self.calls[&calls[request]];
            let place = self.place(own, &plain(&said[request]), reached);
            let place = place.unwrap_or_else(|| {
                let next = own.get(reached).map(|next| self.tellings[*next].whole.to_string());
                panic!("nothing up to {reached} is\n{}\nbut next is\n{next:?}", requests[request].body)
            });
            given.hold(&self.tellings[own[place]].whole, &said[request], "");
            let body = &requests[request].body;
            assert_eq!(bodies.entry(own[place]).or_insert(body), body, "f24: every try has the same bytes");
            heard.insert(request, &self.tellings[own[place]]);
            place
        });
        let of_conversation = |request: usize| heard.get(&request).map(|telling| telling.conversation.as_str());
        in_order(steps, of_conversation, |request, _| heard[&request].place);
        reached.len() == self.calls.len() && reached.iter().all(|(call, reached)| self.calls[*call].len() == *reached)
    }

    /// Which of these was heard: what comes next, or else a repeat of what came last.
    fn place(&self, own: &[usize], heard: &Value, reached: usize) -> Option<usize> {
        let mut places = [reached].into_iter().chain((0..reached).rev()).filter(|place| *place < own.len());
        places.find(|place| self.tellings[own[*place]].plain == *heard)
    }
}

/// Event, time and content of a payload, with only whether there is something in the place of what the store gives.
fn plain(payload: &Value) -> Value {
    let mut kept = json!({"event": payload["event"], "timestamp": payload["timestamp"], "data": payload["data"]});
    strip(&mut kept);
    kept
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if GIVEN.contains(&key.as_str()) {
                    blank(value);
                } else {
                    strip(value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}

fn blank(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(blank),
        Value::Null => {}
        _ => *value = json!("given"),
    }
}

/// What stands for what.
#[derive(Default)]
struct Given {
    there: HashMap<String, String>,
    back: HashMap<String, String>,
}

impl Given {
    /// Holds what was told to what had to be told: the same stands for the same, wherever it stands.
    fn hold(&mut self, wanted: &Value, told: &Value, key: &str) {
        match (wanted, told) {
            (Value::Object(wanted), Value::Object(told)) => {
                wanted.iter().for_each(|(key, value)| self.hold(value, &told[key], key));
            }
            (Value::Array(wanted), Value::Array(told)) => {
                wanted.iter().zip(told).for_each(|(wanted, told)| self.hold(wanted, told, key));
            }
            _ if GIVEN.contains(&key) && !wanted.is_null() => {
                let kind = if key == "phone_number" { "line" } else { "integer" };
                let (wanted, told) = (format!("{kind} {wanted}"), format!("{kind} {told}"));
                assert_eq!(*self.there.entry(wanted.clone()).or_insert(told.clone()), told, "{key}");
                // An own number may be written in several ways.
                if !key.starts_with("phone_number") {
                    assert_eq!(*self.back.entry(told).or_insert(wanted.clone()), wanted, "{key}");
                }
            }
            _ => {}
        }
    }
}

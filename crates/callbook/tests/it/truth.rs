//! What the people on the phones did (`truth.json`), held against the records that were printed.
//!
//! The words of truth.json are those of the people who wrote it down; which key is compared with which is said here, line by
//! line. What a feed cannot know is not compared.

use serde_json::{Value, json};

/// Nominal seconds are what a script slept; signalling takes a little longer.
const TOLERANCE_S: f64 = 1.5;

/// Everything in which the records differ from what happened.
pub(crate) fn differences(truth: &Value, feed: &str, mut records: Vec<Value>) -> Vec<String> {
    let wanted = wanted(truth);
    if wanted.len() != records.len() {
        return vec![format!("{} records wanted, {} printed", wanted.len(), records.len())];
    }
    let mut found = Vec::new();
    if truth.get("conference").is_some() {
        let flows: Vec<&Value> = records.iter().map(|record| &record["flow"]).collect();
        if flows.iter().any(|flow| flow.is_null() || *flow != flows[0]) {
            found.push(format!("one flow wanted, got {flows:?}"));
        }
        // Who joined first need not have been written down first.
        let place = |record: &Value| wanted.iter().position(|want| want["caller"]["number"] == record["from"]["number"]);
        records.sort_by_key(place);
    }
    for (want, record) in wanted.iter().zip(&records) {
        let mut scenario = Scenario { want, got: record, feed, unknown: &truth["unknown"][feed], found: Vec::new() };
        scenario.parties();
        scenario.end();
        scenario.happenings();
        scenario.places();
        scenario.parts();
        found.append(&mut scenario.found);
    }
    found
}

/// One truth for each record.
fn wanted(truth: &Value) -> Vec<Value> {
    if let Some(joined) = truth["conference"]["joined"].as_array() {
        // Who was called into it lived through something else than who called.
        let one = |(place, number): (usize, &Value)| {
            let mut one = truth["each"].get(place).unwrap_or(truth).clone();
            one["caller"] = json!({ "number": number });
            one
        };
        return joined.iter().enumerate().map(one).collect();
    }
    let count = usize::try_from(truth["calls"].as_u64().unwrap()).unwrap();
    match &truth["each"] {
        Value::Array(each) => each.clone(),
        Value::Null => vec![truth.clone(); count],
        one => vec![one.clone(); count],
    }
}

struct Scenario<'a> {
    want: &'a Value,
    got: &'a Value,
    feed: &'a str,
    /// What this feed cannot know of this scenario.
    unknown: &'a Value,
    found: Vec<String>,
}

impl Scenario<'_> {
    fn expect(&mut self, field: &str, want: &Value, got: &Value) {
        // A channel event log shows who is held, not who pressed the key; and not whether the caller spoke to the mailbox.
        let blind = self.feed == "asterisk-cel" && ["holds.by", "voicemail.message_left"].contains(&field);
        // What is unknown of a conversation is unknown of its first call: `to` stands for `to.number` and `parts.to` as well.
        let is = |known: &str| field == known || field.strip_prefix("parts.").unwrap_or(field).split('.').next() == Some(known);
        let unknown = self.unknown.as_array().is_some_and(|fields| fields.iter().filter_map(Value::as_str).any(is));
        if !blind && !unknown && want != got {
            self.found.push(format!("{field}: wanted {want}, got {got}"));
        }
    }

    fn near(&mut self, field: &str, want: &Value, got: Option<f64>) {
        if let Some(seconds) = want.as_f64().filter(|seconds| got.is_none_or(|got| (got - seconds).abs() > TOLERANCE_S)) {
            self.expect(field, &json!(seconds), &json!(got));
        }
    }

    fn parties(&mut self) {
        let (want, got) = (self.want, self.got);
        for key in ["direction", "outcome", "talked_to", "missed_by"] {
            self.expect(key, &want[key], &got[key]);
        }
        self.expect("from.number", &want["caller"]["number"], &got["from"]["number"]);
        if let Some(name) = want["caller"].get("name") {
            self.expect("from.name", name, &got["from"]["name"]);
        }
        self.expect("to.number", &want["dialed"], &got["to"]["number"]);
        if want["direction"] == "inbound" {
            self.expect("line", &want["dialed"], &got["line"]);
        } else if let Some(line) = want.get("presented_caller_id") {
            self.expect("line", line, &got["line"]);
        }
        if let Some(origin) = want.get("origin") {
            self.expect("origin", origin, &got["origin"]);
        }
        self.near("talk_s", &want["talk_s"], got["talk_s"].as_f64());
    }

    fn end(&mut self) {
        let want = self.want;
        let last = |list: &Value| list.as_array().and_then(|list| list.last()).cloned();
        let (side, number) = match want["hangup_by"].as_str().unwrap() {
            "pbx" | "administrator" | "application" => ("system", Value::Null),
            "caller" => ("caller", want["caller"]["number"].clone()),
            "callee" => ("callee", last(&want["talked_to"]).or_else(|| last(&want["missed_by"])).unwrap()),
            number => ("callee", json!(number)),
        };
        self.expect("ended_by.side", &json!(side), &self.got["ended_by"]["side"]);
        self.expect("ended_by.number", &number, &self.got["ended_by"]["number"]);
    }

    /// Transfers, holds and forwards: as many as happened, each as it happened.
    fn happenings(&mut self) {
        for (want, got) in self.pairs("transfers", "transfers") {
            let kind = if want["type"] == "attended_while_ringing" { json!("attended") } else { want["type"].clone() };
            let by = if want["by"] == "administrator" { Value::Null } else { want["by"].clone() };
            self.expect("transfers.kind", &kind, &got["kind"]);
            self.expect("transfers.by", &by, &got["by"]);
            self.expect("transfers.transferred", &want["transferred"], &got["transferred"]);
            self.expect("transfers.to", &want["to"], &got["to"]);
            self.expect("transfers.completed", &json!(want["result"] == "completed"), &got["completed"]);
        }
        for (want, got) in self.pairs("holds", "holds") {
            self.expect("holds.by", &want["by"], &got["by"]);
            let moment = |key: &str| got[key].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
            let seconds =
                moment("started_at").zip(moment("ended_at")).map(|(from, to)| (to - from).total(jiff::Unit::Second).unwrap());
            self.near("holds.seconds", &want["seconds"], seconds);
        }
        for (want, got) in self.pairs("forwards", "forwards") {
            self.expect("forwards.by", &want["by"], &got["by"]);
            self.expect("forwards.to", &want["to"], &got["to"]);
        }
    }

    /// What stands in two lists, pair by pair, once their lengths are compared.
    fn pairs(&mut self, wanted: &str, printed: &str) -> Vec<(Value, Value)> {
        let list = |list: &Value| list.as_array().cloned().unwrap_or_default();
        let (want, got) = (list(&self.want[wanted]), list(&self.got[printed]));
        self.expect(printed, &json!(want.len()), &json!(got.len()));
        want.into_iter().zip(got).collect()
    }

    /// Where the caller was besides on the phone; and nowhere else.
    fn places(&mut self) {
        let (want, got) = (self.want, self.got);
        let happened = |key: &str| want.get(key).is_some();
        let told = |key: &str| !got[key].is_null() && got[key] != json!([]);
        let pairs = [
            ("queue", "queues"),
            ("voicemail", "voicemail"),
            ("pickup", "pickup"),
            ("park", "parked"),
            ("forwards", "forwards"),
            ("recording", "recordings"),
        ];
        for (key, place) in pairs {
            // A mailbox may record what is said to it.
            if key != "recording" || !happened("voicemail") {
                self.expect(place, &json!(happened(key)), &json!(told(place)));
            }
        }
        if happened("queue") {
            self.expect("queues.name", &want["queue"]["name"], &got["queues"][0]["name"]);
            self.expect("queues.outcome", &want["queue"]["result"], &got["queues"][0]["outcome"]);
            self.expect("queues.agent", &want["queue"]["agent"], &got["queues"][0]["agent"]);
        }
        if happened("voicemail") {
            let mailbox = |value: &Value| json!(value["mailbox"].as_str().and_then(|name| name.split('@').next()));
            self.expect("voicemail.mailbox", &mailbox(&want["voicemail"]), &mailbox(&got["voicemail"]));
            self.expect("voicemail.message_left", &want["voicemail"]["message_left"], &got["voicemail"]["message_left"]);
        }
        if happened("pickup") {
            self.expect("pickup.by", &want["pickup"]["by"], &got["pickup"]["by"]);
            self.expect("pickup.from", &want["pickup"]["from"], &got["pickup"]["from"]);
        }
        if happened("park") {
            for key in ["by", "space", "retrieved_by"] {
                self.expect(&format!("parked.{key}"), &want["park"][key], &got["parked"][0][key]);
            }
        }
        if happened("ivr_digits") {
            let menus = got["menus"].as_array().cloned().unwrap_or_default();
            let digits: String = menus.iter().filter_map(|menu| menu["digits"].as_str()).collect();
            self.expect("menus.digits", &want["ivr_digits"], &json!(digits));
        }
    }

    /// The calls of the conversation, and which came out of which.
    fn parts(&mut self) {
        let whole =
            json!([{ "from": self.want["caller"]["number"], "to": self.want["dialed"], "outcome": self.want["outcome"] }]);
        let want = self.want.get("parts").unwrap_or(&whole).as_array().cloned().unwrap();
        let calls = self.got["calls"].as_array().cloned().unwrap();
        self.expect("parts", &json!(want.len()), &json!(calls.len()));
        for (want, call) in want.iter().zip(&calls) {
            self.expect("parts.from", &want["from"], &call["from"]["number"]);
            let parent = calls.iter().position(|other| other["id"] == call["parent"]);
            self.expect("parts.parent", &want["parent"], &json!(parent));
            for (key, got) in [("to", &call["to"]["number"]), ("origin", &call["origin"]), ("outcome", &call["outcome"])] {
                if let Some(want) = want.get(key) {
                    self.expect(&format!("parts.{key}"), want, got);
                }
            }
        }
    }
}

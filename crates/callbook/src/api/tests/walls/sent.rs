//! The operations of the API's document, and what is sent to each.

use serde_json::{Value, json};

use crate::api::document;
use crate::media::tests::wav;
use crate::names::entry_uuid;
use crate::store::{EntryKind, text};

/// One operation.
pub(super) struct Operation {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    /// The kind of body that it takes.
    pub(super) takes: Option<String>,
}

impl Operation {
    /// A question with a query of its own.
    pub(super) fn get(path: &str) -> Self {
        Self { id: path.to_owned(), method: "GET".to_owned(), path: path.to_owned(), takes: None }
    }
}

/// Every operation, by path and method.
pub(super) fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let all =
        paths.iter().flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(method, said)| (path, method, said)));
    let operation = |(path, method, said): (&String, &String, &Value)| Operation {
        id: said["operationId"].as_str().unwrap().to_owned(),
        method: method.to_uppercase(),
        path: path.clone(),
        takes: said["requestBody"]["content"].as_object().and_then(|kinds| kinds.keys().next().cloned()),
    };
    all.map(operation).collect()
}

/// By what things are named in paths and bodies.
#[derive(Clone)]
pub(super) struct Names {
    pub(super) account: String,
    pub(super) call: String,
    pub(super) conversation: String,
    pub(super) leg: String,
    pub(super) note: String,
    pub(super) record: String,
    pub(super) token: String,
    pub(super) source: String,
    pub(super) person: String,
    pub(super) key: String,
    pub(super) number: String,
    pub(super) subscription: String,
    pub(super) delivery: String,
    pub(super) app: String,
    pub(super) told_app: String,
    /// The integers of the call and of a user.
    pub(super) serial: String,
    /// The integer of the log that its user has of the call.
    pub(super) log: String,
    /// The same as answers repeat it, so that no other number is taken for it.
    pub(super) log_told: String,
    pub(super) user: String,
    pub(super) recording: String,
    pub(super) export: String,
    /// The UUID of the business of its user.
    pub(super) business: String,
}

impl Names {
    /// The path of an operation about these things.
    pub(super) fn path(&self, operation: &Operation) -> String {
        let path = &operation.path;
        let id = match path.trim_start_matches("/callbook/v1/").split(['/', '?']).next().unwrap() {
            "calls" => &self.call,
            "tokens" => &self.token,
            "subscriptions" => &self.subscription,
            "recordings" => &self.recording,
            "exports" => &self.export,
            _ => &self.conversation,
        };
        let name = if path.contains("/people/") { &self.person } else { &self.source };
        let kind = match path {
            path if path.contains("/links/") => "task",
            path if path.contains("/names/") => "users",
            _ => "contacts",
        };
        let words = [
            ("{id}", id.as_str()),
            ("{leg}", &self.leg),
            ("{note}", &self.note),
            ("{record}", &self.record),
            ("{name}", name),
            ("{source}", &self.source),
            ("{key}", &self.key),
            ("{kind}", kind),
            ("{account}", &self.account),
            ("{adapter}", "native"),
            ("{number}", &self.number),
            ("{delivery}", if path.starts_with("/freshworks/") { &self.told_app } else { &self.delivery }),
            ("{app}", &self.app),
            ("{call}", if path.starts_with("/v1/ext/") { &self.call } else { &self.serial }),
            ("{uid}", if path.contains("/voice_call_recordings/") { &self.recording } else { &self.call }),
            ("{dialect}", "chakra"),
            ("{procedure}", "lead"),
            ("{process}", "LEAD-7"),
            ("{stateTask}", "call-back"),
            ("{tenant}", &self.account),
            ("{log}", &self.log),
            ("{user}", &self.user),
            ("{file}", &format!("{}.wav", self.recording)),
        ];
        let path = words.iter().fold(path.clone(), |path, (name, word)| path.replace(name, word));
        assert!(!path.contains('{'), "{path}: say what stands there");
        path
    }

    /// Everything that names something; an answer may repeat what it was asked.
    pub(super) fn words(&self) -> Vec<&str> {
        let Self { account: _, call, conversation, leg, note, record, token, source, person, key, number, .. } = self;
        let Self { subscription, delivery, app, told_app, recording, export, log_told, business, .. } = self;
        let words = [call, conversation, leg, note, record, token, source, person, key, number];
        let more = [subscription, delivery, app, told_app, recording, export, log_told, business];
        words.iter().chain(&more).map(|word| word.as_str()).collect()
    }
}

/// What is sent to an operation: what it would take from whoever may.
pub(super) fn body(operation: &Operation, names: &Names) -> String {
    if operation.takes.is_none() {
        return String::new();
    }
    let said = match operation.id.as_str() {
        "callback" => return String::new(),
        "addRecording" | "putRecordingMedia" => return String::from_utf8(wav(1)).unwrap(),
        "changeAccount" => json!({"zone": "UTC"}),
        "enterAccount" => json!({"account": "east"}),
        "assignCall" | "assignConversation" => json!({"user": "ann"}),
        "disposeCall" | "disposeConversation" => json!({"text": "done"}),
        "linkCall" | "linkConversation" => json!({}),
        "addCallNote" | "addConversationNote" | "changeCallNote" | "changeConversationNote" => json!({"text": "seen"}),
        "summariseCall" | "summariseConversation" => json!({"text": "short"}),
        "importEntries" => json!({"entries": [{"kind": "contact", "key": names.key, "name": "Rosa"}]}),
        "putEntry" => json!({"name": "Rosa"}),
        "mergeEntry" => json!({"into": "other"}),
        "tellSignals" => json!({"source": names.source, "signals": [
            {"key": "1", "thread": "T9", "leg": "Z", "at": "2026-01-05T10:00:00Z", "what": "ringing"}
        ]}),
        "askForCall" => json!({"user": names.key, "to": names.number}),
        "askForExport" => json!({"format": "csv", "filter": {"number": "+31600000001"}}),
        "enterSource" => json!({"name": "annex", "adapters": ["native"]}),
        "putSource" => json!({"adapters": ["native"]}),
        "enterSubscription" | "putSubscription" => json!({"name": "crm", "url": "https://crm.example/hooks"}),
        "putApp" => return "no zip file".to_owned(),
        "giveApp" | "callAppFunction" => json!({}),
        "simulateApp" => json!({"event": "onCallCreate"}),
        "tellFreshworksEvent" => {
            let at = "2026-01-05T09:45:00Z";
            let customer = json!({"id": 1, "participant_type": "Customer", "call_status": 13});
            json!({"call": {"id": names.serial.parse::<u64>().unwrap(), "direction": "incoming", "created_time": at,
                "participants": [customer]}})
        }
        "chakraCreateCall" => {
            json!({"type": "OUTBOUND", "to": names.number, "provider": "NATIVE", "providerCallId": names.leg})
        }
        "chakraPutCall" | "chakraChangeCall" => json!({"forTask": "T-1"}),
        "chakraDisposeCall" => json!({"disposition": "done"}),
        "chakraLogTask" => json!({"status": "COMPLETED", "data": {"call_to": names.number}}),
        "vcitaCreateCall" | "vcitaSeedCreateCall" => {
            json!({"staff_uid": entry_uuid("main", EntryKind::User, &text("ann")), "client_uid": names.leg, "from_number": names.number, "to_number": names.number,
                "direction": "in", "status": "missed", "rate": "0", "provider": "NATIVE", "source_id": names.leg,
                "external_uuid": names.leg, "business_uid": names.business})
        }
        "vcitaChangeCall" | "vcitaSeedChangeCall" => json!({"call_summary": "short"}),
        "vcitaPlayRecording" | "vcitaSeedPlayRecording" => json!({"recording_played": true}),
        "vcitaSubscribe" => json!({"event": "voice_call/create", "target_url": "https://crm.example/hooks"}),
        "vcitaUnsubscribe" => json!({"target_url": "https://hookham.example/calls"}),
        "elma365Dial" => json!({"srcPhone": names.key, "dstPhone": names.number}),
        "elma365CallLink" => json!({"call": {"id": names.recording, "link": null}}),
        "elma365Ingest" => json!({"event": "NotifyStart", "direction": "in", "disposition": "Unknown",
            "srcPhone": names.number, "dstPhone": "101", "callId": names.leg}),
        "elma365Webhook" => json!({"webhookUrl": "https://elma.example/hook", "token": "t"}),
        "rotateSubscriptionSecret" => json!({}),
        "switchSubscription" => json!({"on": false}),
        "replaySubscription" => json!({"after": "start"}),
        "xelionLogin" => json!({"userName": names.person, "password": "wrong horse", "userSpace": "desk"}),
        "xelionRenew" => json!("wrong horse"),
        "enterToken" => json!({"name": "extra", "role": "source"}),
        "putPerson" => json!({"role": "administrator", "password": "correct horse"}),
        "setPassword" => json!({"password": "correct horse", "current": "wrong horse"}),
        "signInByToken" => json!({"token": format!("cb_{}_{}", names.account, "x".repeat(43))}),
        "signIn" => json!({"account": names.account, "name": names.person, "password": "wrong horse"}),
        "logCall" => json!({"direction": "outbound", "user": "quibblex", "to": {"number": names.number},
            "started_at": "2026-01-05T09:45:00Z", "seconds": 60}),
        id => panic!("{id}: say what is sent to it, and look at whom it lets in"),
    };
    said.to_string()
}

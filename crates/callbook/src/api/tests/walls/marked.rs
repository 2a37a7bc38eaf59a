//! An account of which every word is marked, beside another one, and a key for each kind of visitor.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{House, house, key_of};
use super::sent::Names;
use crate::api::accounts::blank;
use crate::api::token::{READS_ONLY, Wanted};
use crate::apps::Package;
use crate::media::tests::wav;
use crate::names::business_uuid;
use crate::store::{
    AppLine, AppRow, ChangeKind, DeliveryRow, PersonRow, Receiver, Role, SecretRow, Settling, SourceRow, SourceSettings,
    Standing, Store, SubscriptionRow, SubscriptionSettings, text,
};

/// Words that stand nowhere else: numbers, names, keys, notes, what tokens are for.
pub(super) const MARKS: &[&str] = &[
    "699900077",
    "699900088",
    "Zorblatt",
    "bumbletape",
    "quibblex",
    "Quibblesworth",
    "vantwyk",
    "yonderhouse",
    "ompaqueue",
    "wobblecontact",
    "plumsource",
    "trumpetkey",
    "glimmernote",
    "drowsysummary",
    "fizzdisposition",
    "crumblelink",
    "drosselmann",
    "hookham",
    "gizmo",
];

/// Who asks.
pub(super) struct Visitors(BTreeMap<(&'static str, &'static str), String>);

impl Visitors {
    /// Every kind, in the order of the table. The stranger administers another account.
    pub(super) const ALL: [&'static str; 8] =
        ["nobody", "stranger", "source", "user", "supervisor", "administrator", "operator", "reader"];

    /// The key of one to a dialect, or, without a name, to our own API; nobody has none.
    pub(super) fn get(&self, name: &str, dialect: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| **key == (name, dialect)).map(|(_, key)| key.as_str())
    }
}

/// The house with the marked account.
pub(super) struct Marked {
    pub(super) house: House,
    pub(super) keys: Visitors,
    names: Names,
}

impl Marked {
    pub(super) async fn new() -> Self {
        let house = house().await;
        let store = &*house.api.ctx.store;
        let now = house.api.ctx.clock.now();
        let settings = SourceSettings { adapters: vec!["native".to_owned()], ..SourceSettings::default() };
        let source =
            SourceRow { account: text("main"), source: text("plumsource"), settings, created_at: now, deleted_at: None };
        store.put_source(source).await.unwrap();
        store.put_account(blank("north", now)).await.unwrap();
        enter(&house).await;
        let person = PersonRow {
            account: text("main"),
            name: text("drosselmann"),
            hash: "none".to_owned(),
            role: Role::User,
            user: Some(text("quibblex")),
            teams: Vec::new(),
            created_at: now,
            changed_at: now,
            deleted_at: None,
        };
        store.put_person(person).await.unwrap();
        tell(&house).await;
        let calls = house.read("/calls").await;
        let call = &calls["calls"][0];
        let note = act(&house, call["id"].as_str().unwrap()).await;
        let extra = key_of(store, Wanted::new("main", "trumpetkey", Role::Source)).await;
        let tokens = house.read("/tokens").await;
        let is_extra = |token: &&Value| token["name"] == "trumpetkey";
        let token = tokens["tokens"].as_array().unwrap().iter().find(is_extra).unwrap();
        let of = |value: &Value| value["id"].as_str().unwrap().to_owned();
        let (subscription, delivery) = subscribe(store, now).await;
        let told_app = install(store, now).await;
        let word = format!("{} quibblex", of(call));
        let log = store.serials("main", vec![(text("callee log"), text(&word))]).await.unwrap()[0].to_string();
        let names = Names {
            account: "main".to_owned(),
            call: of(call),
            conversation: of(&call["conversation"]),
            leg: of(&call["legs"][1]),
            note,
            record: "crumblelink".to_owned(),
            token: of(token),
            source: "plumsource".to_owned(),
            person: "drosselmann".to_owned(),
            key: "wobblecontact".to_owned(),
            number: "%2B31699900077".to_owned(),
            subscription,
            delivery,
            app: "gizmoapp".to_owned(),
            told_app,
            serial: call["serial"].to_string(),
            log_told: format!("communications/{log}"),
            log,
            user: store.serials("main", vec![(text("user"), text("quibblex"))]).await.unwrap()[0].to_string(),
            recording: record(&house).await,
            export: export(&house).await,
            business: business_uuid("main", Some(&text("yonderhouse"))).to_string(),
        };
        drop(extra);
        let keys = keys(&house).await;
        Self { house, keys, names }
    }

    /// What is there.
    pub(super) fn names(&self) -> Names {
        self.names.clone()
    }

    /// What never was.
    pub(super) fn unknown(&self) -> Names {
        let id = |no: u128| Uuid::from_u128(0x7777_0000_0000_4000_8000_0000_0000_0000 + no).to_string();
        Names {
            account: "main".to_owned(),
            call: id(1),
            conversation: id(2),
            leg: id(3),
            note: id(4),
            record: "neverlinked".to_owned(),
            token: id(5),
            source: "neversource".to_owned(),
            person: "neverperson".to_owned(),
            key: "nevercontact".to_owned(),
            number: "%2B31600000000".to_owned(),
            subscription: id(6),
            delivery: id(7),
            app: "neverapp".to_owned(),
            told_app: id(8),
            serial: "7777001".to_owned(),
            log: "7777003".to_owned(),
            log_told: "communications/7777003".to_owned(),
            user: "7777002".to_owned(),
            recording: id(9),
            export: id(11),
            business: id(10),
        }
    }

    /// Everything that was ever told of the marked account.
    pub(super) async fn told_of_main(&self) -> String {
        self.house.read("/changes?after=start&all=true&limit=1000").await.to_string()
    }
}

/// Somebody is told of the account, and did not take something. The ids of both.
async fn subscribe(store: &dyn Store, now: Moment) -> (String, String) {
    let (id, delivery) = (Uuid::from_u128(0x51), Uuid::from_u128(0x52));
    let settings = SubscriptionSettings {
        url: Some("https://hookham.example/calls".to_owned()),
        secrets: vec![SecretRow { secret: format!("whsec_{}", "A".repeat(32)), until: None }],
        ..SubscriptionSettings::default()
    };
    let row = SubscriptionRow {
        account: text("main"),
        id,
        kind: Receiver::Webhook,
        name: text("hookham"),
        settings,
        position: 1,
        turn: 0,
        off: None,
        failing_since: None,
        created_at: now,
        deleted_at: None,
    };
    store.put_subscription(row).await.unwrap();
    let dead = dead(delivery, now);
    let settling = Settling {
        account: text("main"),
        subscription: id,
        turn: 0,
        position: 1,
        rows: vec![dead],
        dropped: Vec::new(),
        failing_since: None,
    };
    assert!(store.settle(settling).await.unwrap());
    (id.to_string(), delivery.to_string())
}

/// An app is installed, wrote something, and did not take something. The id of that.
async fn install(store: &dyn Store, now: Moment) -> String {
    let (subscription, delivery) = (Uuid::from_u128(0x61), Uuid::from_u128(0x62));
    let manifest = r#"{"platform-version": "3.0", "modules": {"call": {}}}"#;
    let app = AppRow {
        account: text("main"),
        app: text("gizmoapp"),
        subscription,
        version: 0,
        iparams: r#"{"key": "gizmokey"}"#.to_owned(),
        installed_at: now,
        changed_at: now,
    };
    store.put_app(app, Some(Package::zip_of([("manifest.json", manifest)]).unwrap())).await.unwrap();
    let line = AppLine { no: 0, at: now, level: "log".to_owned(), text: "gizmoline".to_owned() };
    store.add_app_lines("main", "gizmoapp", vec![line]).await.unwrap();
    let body = Some(r#"{"event": "gizmoevent"}"#.to_owned());
    let dead = DeliveryRow { body, ..dead(delivery, now) };
    let settling = Settling {
        account: text("main"),
        subscription,
        turn: 0,
        position: 1,
        rows: vec![dead],
        dropped: Vec::new(),
        failing_since: None,
    };
    assert!(store.settle(settling).await.unwrap());
    delivery.to_string()
}

fn dead(id: Uuid, now: Moment) -> DeliveryRow {
    DeliveryRow {
        change: 1,
        part: 0,
        id,
        conversation: None,
        version: 0,
        kind: ChangeKind::New,
        state: Standing::Dead,
        tries: 3,
        next_at: None,
        attempts: Vec::new(),
        body: Some("{\"hookham\":1}".to_owned()),
        about: None,
        settled_at: now,
    }
}

async fn keys(house: &House) -> Visitors {
    let store = &*house.api.ctx.store;
    let mut visitors = Visitors(BTreeMap::new());
    let wanted = [
        ("stranger", Wanted::new("north", "stranger", Role::Administrator)),
        ("source", Wanted::new("main", "source", Role::Source)),
        ("user", Wanted { user: Some(text("ann")), ..Wanted::new("main", "user", Role::User) }),
        ("supervisor", Wanted { teams: vec![text("desk")], ..Wanted::new("main", "supervisor", Role::Supervisor) }),
        ("administrator", Wanted::new("main", "administrator", Role::Administrator)),
        ("operator", Wanted::new("main", "operator", Role::Operator)),
    ];
    for (name, wanted) in wanted {
        for dialect in ["", "chakra", "elma365", "freshworks", "vcita", "xelion"] {
            let of_dialect = Some(text(dialect)).filter(|dialect| !dialect.is_empty());
            let mut wanted = wanted.clone();
            if dialect == "vcita" && matches!(wanted.role, Role::Supervisor | Role::Source) {
                // A directory's and an app's, of another business than the marked one.
                (wanted.teams, wanted.businesses) = (Vec::new(), vec![text("annex")]);
            }
            let key = key_of(store, Wanted { dialect: of_dialect, ..wanted }).await;
            visitors.0.insert((name, dialect), key);
        }
    }
    // What only reads is of our own API; in a dialect it is nobody.
    let reads = Wanted { scope: Some(text(READS_ONLY)), ..Wanted::new("main", "reader", Role::Administrator) };
    visitors.0.insert(("reader", ""), key_of(store, reads).await);
    visitors
}

/// Who is who in the marked account.
async fn enter(house: &House) {
    let entries = [
        ("teams/vantwyk", json!({})),
        ("teams/desk", json!({})),
        ("users/quibblex", json!({"name": "Quibblesworth", "team": "vantwyk", "scope": "yonderhouse"})),
        ("users/ann", json!({"team": "desk"})),
        ("queues/ompaqueue", json!({"team": "vantwyk"})),
        ("contacts/wobblecontact", json!({"numbers": ["+31699900077"]})),
        ("contacts/other", json!({})),
    ];
    for (path, said) in entries {
        let path = format!("/directory/{path}");
        let (status, said) = house.ask(&house.administrator, Method::PUT, &path, Some(&said.to_string())).await;
        assert_eq!(status, StatusCode::CREATED, "{path}: {said}");
    }
    let own = Some(r#"{"own_numbers":["+31699900088"]}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", own).await.0, StatusCode::OK);
}

/// One call of the marked account.
async fn tell(house: &House) {
    let fact = |second: u32, leg: &str, what: Value| {
        let at = format!("2026-01-05T09:45:{second:02}Z");
        let mut fact = json!({"thread": "T1", "leg": leg, "at": at, "key": format!("{leg}{second}")});
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fact
    };
    let caller = json!({"number": "+31699900077", "name": "Zorblatt", "trunk": "voip"});
    let agent = json!({"number": "101", "user": "quibblex"});
    let signals = [
        fact(0, "A", json!({"what": "came_in", "party": caller, "dialled": "+31699900088"})),
        fact(1, "A", json!({"what": "entered", "place": "queue", "name": "ompaqueue"})),
        fact(2, "B", json!({"what": "dialled", "by_leg": "A", "party": agent, "queue": "ompaqueue"})),
        fact(3, "B", json!({"what": "answered"})),
        fact(4, "A", json!({"what": "connected", "bridge": "C"})),
        fact(4, "B", json!({"what": "connected", "bridge": "C"})),
        fact(5, "B", json!({"what": "recorded", "recording": "R", "kind": "call", "name": "bumbletape", "step": "started"})),
        fact(9, "A", json!({"what": "ended", "how": "normal"})),
        fact(9, "B", json!({"what": "ended", "how": "normal"})),
    ];
    let body = json!({"source": "plumsource", "signals": signals}).to_string();
    let (status, said) = house.ask(&house.source, Method::POST, "/signals", Some(&body)).await;
    assert_eq!(status, StatusCode::OK, "{said}");
}

/// Has all of it made into a file; gives back the id of that.
async fn export(house: &House) -> String {
    let (status, said) = house.ask(&house.administrator, Method::POST, "/exports", Some("{\"format\":\"jsonl\"}")).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{said}");
    house.api.exports.settled().await;
    said["id"].as_str().unwrap().to_owned()
}

/// Has the media of its recording; gives back the id of that.
async fn record(house: &House) -> String {
    let whole = house.read("/conversations").await;
    let id = whole["conversations"][0]["recordings"][0]["id"].as_str().unwrap().to_owned();
    let request = Request::put(format!("/callbook/v1/recordings/{id}/media"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.administrator));
    assert_eq!(house.send(request.body(Body::from(wav(1))).unwrap()).await.status(), StatusCode::OK);
    id
}

/// Everything that is done about it; gives back the id of the note.
async fn act(house: &House, call: &str) -> String {
    let doings = [
        (Method::PUT, "disposition", json!({"text": "fizzdisposition"})),
        (Method::PUT, "summary", json!({"text": "drowsysummary"})),
        (Method::PUT, "links/task/crumblelink", json!({"name": "crumblelink"})),
        (Method::POST, "notes", json!({"text": "glimmernote"})),
    ];
    let mut said = Value::Null;
    for (method, path, body) in doings {
        let path = format!("/calls/{call}/{path}");
        let (status, answer) = house.ask(&house.administrator, method, &path, Some(&body.to_string())).await;
        assert!(status.is_success(), "{path}: {answer}");
        said = answer;
    }
    said["notes"][0]["id"].as_str().unwrap().to_owned()
}

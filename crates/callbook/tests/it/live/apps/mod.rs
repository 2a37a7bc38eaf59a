//! Apps on a server: installed by the API, told of calls that are played live, and what they do to each other.
//!
//! What apps ask of others is in `asking`, what is given up in `dead`, calls that turn out to be one in `joined`, what an app
//! cannot reach in `private`, and what happens again and again in `timed`.

pub(super) mod asking;
mod dead;
mod joined;
mod private;
mod timed;

use super::*;

use crate::apps::Package;
use crate::served::Answer;

pub(super) const MANIFEST: &str = r#"{"platform-version": "3.0", "modules": {
    "common": {"events": {"onAppInstall": {"handler": "install"}, "onScheduledEvent": {"handler": "due"}},
        "functions": {"counted": {}, "loop": {}}},
    "call": {"events": {"onCallCreate": {"handler": "created"}, "onCallUpdate": {"handler": "updated"}}}}}"#;
/// The seed's samples: each handler logs its one argument.
pub(super) const SAMPLE: &str =
    r#""events": {"onCallCreate": {"handler": "onCallCreateCallback"}, "onCallUpdate": {"handler": "onCallUpdateCallback"}}"#;
pub(super) const SAMPLE_SCRIPT: &str = "exports = {
    onCallCreateCallback: function (payload) {
        console.log('Logging arguments from onCallCreate event: ' + JSON.stringify(payload));
    },
    onCallUpdateCallback: function (payload) {
        console.log('Logging arguments from onCallUpdate event: ' + JSON.stringify(payload));
    },
}";

/// A zip file of an app of these texts.
pub(super) fn zipped(manifest: &str, script: &str) -> Vec<u8> {
    Package::zip_of([("manifest.json", manifest), ("server/server.js", script)]).unwrap()
}

/// A script with these handlers; those that are not said do nothing.
pub(super) fn script(handlers: &str) -> String {
    format!(
        "exports = {{ install() {{}}, due() {{}}, counted() {{}}, loop() {{ for (;;) {{}} }}, created() {{}}, updated() {{}}, {handlers} }};"
    )
}

fn installed(door: &mut Door, app: &str, package: &[u8]) -> Answer {
    door.put(&format!("/freshworks/v1/apps/{app}"), "application/zip", package).unwrap()
}

pub(super) fn install(door: &mut Door, app: &str, package: &[u8]) {
    let answer = installed(door, app, package);
    assert!(answer.status == 200 || answer.status == 201, "{}", String::from_utf8_lossy(&answer.body));
}

pub(super) fn read(door: &mut Door, path: &str) -> Value {
    let answer = door.ask("GET", &format!("/freshworks/v1{path}"), None).unwrap();
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// An app's log, oldest first.
pub(super) fn log(door: &mut Door, app: &str) -> Vec<String> {
    let (mut lines, mut next) = (Vec::new(), Some(format!("/apps/{app}/log?limit=7")));
    while let Some(path) = next {
        let page = read(door, &path);
        lines.extend(page["log"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(|path| path.trim_start_matches("/freshworks/v1").to_owned());
    }
    lines.reverse();
    lines
}

pub(super) fn deliveries(door: &mut Door, app: &str, state: &str) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some(format!("/apps/{app}/deliveries?limit=3&state={state}")));
    while let Some(path) = next {
        let mut page = read(door, &path);
        if let Value::Array(rows) = page["deliveries"].take() {
            all.extend(rows);
        }
        next = page["next"].as_str().map(|path| path.trim_start_matches("/freshworks/v1").to_owned());
    }
    all.reverse();
    all
}

/// A house with a switch that plays one recorded call, once somebody dials it.
fn played(rt: &Runtime, scenario: &str) -> (House, Switch, String) {
    let exchange = Exchange::of("asterisk-ami", scenario, "");
    let switch = self::switch(rt, exchange.script(), &[]);
    let source = dialled(&exchange.source, switch.address, LOGIN);
    (House::new(""), switch, source)
}

impl House {
    /// Begins to hear: the source is entered, once whoever is to be told of it is there.
    fn hear(&self, source: &str) {
        self.home.configure(&format!("{ACCOUNT}{source}"));
    }

    /// Starts the server anew with what is configured.
    fn again(mut self) -> Self {
        assert!(self.served.stop().success());
        self.served = self.home.serve();
        self
    }

    /// Asks until it is so.
    pub(super) fn waits(&self, what: &str, mut is_so: impl FnMut(&mut Door) -> bool) {
        let (mut door, began, mut cursor) = (self.door(), Instant::now(), String::from("start"));
        while !is_so(&mut door) {
            assert!(began.elapsed() < PATIENCE, "{what}\n{}", self.home.log());
            // Nothing rings when an app wrote; the change feed is waited for instead of nothing.
            cursor = door.changes(&cursor, 1).unwrap().1;
        }
    }
}

/// The payloads in a sample's log.
pub(super) fn payloads(log: &[String]) -> Vec<Value> {
    let payload = |line: &String| {
        let text = line.strip_prefix("Logging arguments from ").unwrap().split_once(" event: ").unwrap();
        let payload: Value = serde_json::from_str(text.1).unwrap();
        assert_eq!(payload["event"], text.0);
        payload
    };
    log.iter().map(payload).collect()
}

/// Whether an agent or the customer has been told of as gone for good.
fn is_over(payload: &Value) -> bool {
    let legs = payload["data"]["call"]["participants"].as_array().unwrap();
    legs.iter().all(|leg| [1, 2, 3, 4, 5].contains(&leg["call_status"].as_i64().unwrap()))
        && !payload["data"]["call"]["bill_duration"].is_null()
}

#[test]
fn f10_f12_f23_f35_an_installed_app_is_told_every_event_of_a_live_call_in_order() {
    let rt = Runtime::new().unwrap();
    let (house, _switch, source) = played(&rt, "inbound_answered");
    let sample = zipped(SAMPLE, SAMPLE_SCRIPT);
    install(&mut house.door(), "sample", &sample);
    let second = format!(r#"{{"platform-version": "2.3", "product": {{"freshcaller": {{{SAMPLE}}}}}}}"#);
    install(&mut house.door(), "second", &zipped(&second, SAMPLE_SCRIPT));
    house.hear(&source);
    let house = house.again();
    for app in ["sample", "second"] {
        house.waits("the end is told", |door| payloads(&log(door, app)).last().is_some_and(is_over));
    }
    let mut door = house.door();
    let told = payloads(&log(&mut door, "sample"));
    assert_eq!(told[0]["event"], "onCallCreate", "f1");
    assert!(told[1..].iter().all(|payload| payload["event"] == "onCallUpdate"), "f1: once");
    assert!(told.len() >= 4, "created, answered, hung up, billed: {}", told.len());
    for two in told.windows(2) {
        let (last, next) = (&two[0]["data"]["call"], &two[1]["data"]);
        assert_eq!(last["id"], next["call"]["id"]);
        assert!(two[0]["timestamp"].as_i64() <= two[1]["timestamp"].as_i64());
        for (name, said) in next["changes"].as_object().unwrap() {
            assert_eq!((&said[0], &said[1]), (&next["call"][name], &last[name]), "f12: {name}");
        }
        let differs =
            |name: &&String| !["participants", "updated_time"].contains(&name.as_str()) && last[*name] != next["call"][*name];
        let named: Vec<&String> = next["call"].as_object().unwrap().keys().filter(differs).collect();
        assert!(named.iter().all(|name| next["changes"].get(name).is_some()), "f12: {named:?} differ");
    }
    assert_eq!(told[0]["iparams"], serde_json::json!({}), "f22");
    let other = payloads(&log(&mut door, "second"));
    let data = |all: &[Value]| all.iter().map(|payload| payload["data"].clone()).collect::<Vec<_>>();
    assert_eq!(data(&told), data(&other), "f21: the same, in the words of another generation");
    assert!(told[0].get("account_id").is_none() && other[0]["account_id"].is_string(), "f21");
    let done = deliveries(&mut door, "sample", "done");
    let events: Vec<_> = done.iter().map(|row| (row["event"].clone(), row["call_id"].clone())).collect();
    let wanted: Vec<_> = told.iter().map(|payload| (payload["event"].clone(), payload["data"]["call"]["id"].clone())).collect();
    assert_eq!(events, wanted);
    assert!(done.iter().all(|row| row["payload_bytes"].as_u64() > Some(500) && row["last_error"].is_null()), "{done:?}");
}

#[test]
fn f28_an_app_that_loops_for_ever_holds_up_no_other_and_f24_is_tried_again() {
    let rt = Runtime::new().unwrap();
    let (house, _switch, source) = played(&rt, "inbound_answered");
    install(&mut house.door(), "looping", &zipped(MANIFEST, &script("created() { for (;;) {} }")));
    install(&mut house.door(), "throwing", &zipped(MANIFEST, &script("created() { throw new Error('not today'); }")));
    install(&mut house.door(), "sample", &zipped(SAMPLE, SAMPLE_SCRIPT));
    house.hear(&source);
    let house = house.again();
    house.waits("the end is told", |door| payloads(&log(door, "sample")).last().is_some_and(is_over));
    assert!(log(&mut house.door(), "looping").is_empty(), "it is still at its first");
    house.waits("it was tried again", |door| {
        deliveries(door, "throwing", "pending").first().is_some_and(|row| row["tries"].as_u64() >= Some(2))
    });
    let mut door = house.door();
    let first = deliveries(&mut door, "throwing", "pending").remove(0);
    assert_eq!((first["event"].as_str(), first["state"].as_str()), (Some("onCallCreate"), Some("pending")));
    assert!(first["last_error"].as_str().unwrap().contains("not today"), "{first}");
    let whole = read(&mut door, &format!("/deliveries/{}", first["id"].as_str().unwrap()));
    assert_eq!(whole["payload"]["event"], "onCallCreate", "f27: with its payload");
    let lines = log(&mut door, "throwing");
    // What a script threw stands there with its place in the script, and then what came of it.
    assert!(lines.iter().all(|line| line.contains("not today")), "{lines:?}");
    assert!(lines.iter().filter(|line| line.contains("onCallCreate failed")).count() >= 2, "{lines:?}");
}

#[test]
fn f26_a_payload_that_is_too_large_is_dead_at_once_and_f27_holds_up_nothing() {
    let rt = Runtime::new().unwrap();
    let (house, _switch, source) = played(&rt, "inbound_answered");
    let mut door = house.door();
    install(&mut door, "large", &zipped(SAMPLE, SAMPLE_SCRIPT));
    let given = serde_json::json!({ "filler": "x".repeat(262_000) }).to_string();
    let answer = door.ask("PUT", "/freshworks/v1/apps/large/iparams", Some(&given)).unwrap();
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    house.hear(&source);
    let house = house.again();
    house.waits("all are dead", |door| deliveries(door, "large", "dead").len() >= 4);
    let mut door = house.door();
    let dead = deliveries(&mut door, "large", "dead");
    assert!(dead.iter().all(|row| row["last_error"].as_str().unwrap().starts_with("payload_too_large")), "{dead:?}");
    assert!(dead.iter().all(|row| row["tries"] == 1 && row["payload_bytes"].as_u64() > Some(262_144)));
    let answer = door.ask("PUT", "/freshworks/v1/apps/large/iparams", Some("{}")).unwrap();
    assert_eq!(answer.status, 200);
    let path = format!("/freshworks/v1/deliveries/{}/retry", dead[0]["id"].as_str().unwrap());
    let answer = door.ask("POST", &path, None).unwrap();
    assert_eq!(answer.json()["retried"], 1);
    // F24: the same bytes, and so as large as before.
    house.waits("it is dead again", |door| {
        let path = format!("/deliveries/{}", dead[0]["id"].as_str().unwrap());
        let row = read(door, &path);
        row["state"] == "dead" && row["payload"]["iparams"]["filler"].is_string()
    });
    assert!(log(&mut door, "large").iter().all(|line| !line.starts_with("Logging")), "nothing was run");
}

#[test]
fn f34_what_prevents_an_installation_is_named_and_an_app_may_refuse() {
    let house = House::new("");
    let mut door = house.door();
    let cases = [
        (MANIFEST.replace("\"created\"", "\"missing\""), script(""), "missing"),
        (r#"{"platform-version": "3.0", "modules": {"common": {}}}"#.to_owned(), script(""), "common"),
        (MANIFEST.replace("\"counted\"", "\"1st\""), script(""), "1st"),
        (MANIFEST.to_owned(), "exports = {".to_owned(), "server/server.js"),
    ];
    for (manifest, script, culprit) in cases {
        let answer = installed(&mut door, "wrong", &zipped(&manifest, &script));
        assert_eq!(answer.status, 400, "{culprit}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(culprit), "{}", answer.json());
    }
    let refuses = script("async install() { await $db.set('tried', {a: 1}); renderData({message: 'no licence'}); }");
    let answer = installed(&mut door, "wrong", &zipped(MANIFEST, &refuses));
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (422, Some("no licence")), "{}", answer.json());
    assert_eq!(read(&mut door, "/apps"), serde_json::json!({"apps": [], "next": null}));
    let odd = MANIFEST.replacen('{', r#"{"odd": 1, "engines": {"node": "1"}, "dependencies": {"lodash": "4"}, "#, 1);
    let answer = installed(&mut door, "good", &zipped(&odd, &script("")));
    assert_eq!(answer.status, 201, "{}", answer.json());
    assert!(answer.json()["warnings"][0].as_str().unwrap().contains("lodash"));
}

#[test]
fn what_an_app_keeps_outlives_a_restart_and_goes_with_it() {
    let house = House::new("");
    let counts = script(
        "async counted(payload) {
            await $db.update('calls', 'increment', {n: 1});
            if (payload.bad) return renderData({message: 'bad'});
            renderData(null, {...await $db.get('calls'), room: payload.iparams.room});
        },
        async install() { await $schedule.create({name: 'soon', data: {a: 7}, schedule_at: '2020-01-01T00:00:00Z'}); },
        due(payload) { console.log('due', payload.event, payload.data.a); }",
    );
    let package = zipped(MANIFEST, &counts);
    let mut door = house.door();
    install(&mut door, "counter", &package);
    let answer = door.ask("PUT", "/freshworks/v1/apps/counter/iparams", Some(r#"{"room": "desk"}"#)).unwrap();
    assert_eq!((answer.status, answer.json()["version"].as_u64()), (200, Some(2)), "{}", answer.json());
    let call =
        |door: &mut Door, body: &str| door.ask("POST", "/freshworks/v1/apps/counter/functions/counted", Some(body)).unwrap();
    assert_eq!(call(&mut door, "{}").json(), serde_json::json!({"n": 1, "room": "desk"}));
    let refused = call(&mut door, r#"{"bad": true}"#);
    assert_eq!((refused.status, refused.json()["detail"].as_str()), (422, Some("bad")));
    house.waits("what is due happens", |door| log(door, "counter").contains(&"due onScheduledEvent 7".to_owned()));
    let house = house.again();
    let mut door = house.door();
    install(&mut door, "counter", &package);
    assert_eq!(call(&mut door, "{}").json()["n"], 3, "another package has the same store");
    assert_eq!(log(&mut door, "counter").iter().filter(|line| line.starts_with("due")).count(), 1, "once is once");
    let unknown = door.ask("POST", "/freshworks/v1/apps/counter/functions/created", Some("{}")).unwrap();
    assert_eq!(unknown.status, 404, "a handler is no function");
    assert_eq!(door.ask("DELETE", "/freshworks/v1/apps/counter", None).unwrap().status, 204);
    assert_eq!(door.ask("GET", "/freshworks/v1/apps/counter/log", None).unwrap().status, 404);
    install(&mut door, "counter", &package);
    assert_eq!(call(&mut door, "{}").json(), serde_json::json!({"n": 1}), "it begins anew");
}

#[test]
fn an_app_is_tried_with_an_envelope_and_that_is_no_delivery() {
    let house = House::new("");
    let mut door = house.door();
    install(&mut door, "sample", &zipped(SAMPLE, SAMPLE_SCRIPT));
    let envelope = r#"{"event": "onCallCreate", "data": {"call": {"id": 1}}}"#;
    let answer = door.ask("POST", "/freshworks/v1/apps/sample/simulate", Some(envelope)).unwrap();
    assert_eq!((answer.status, answer.json()["done"].as_bool()), (200, Some(true)), "{}", answer.json());
    let told = answer.json()["log"][0]["text"].as_str().unwrap().to_owned();
    assert_eq!(payloads(&[told])[0]["iparams"], serde_json::json!({}), "f22");
    assert!(deliveries(&mut door, "sample", "pending,done,dead").is_empty());
    let other = door.ask("POST", "/freshworks/v1/apps/sample/simulate", Some(r#"{"event": "onAppInstall"}"#)).unwrap();
    assert_eq!((other.status, other.json()["field"].as_str()), (400, Some("event")));
}

#[test]
fn an_app_is_installed_listed_and_removed_by_the_command_and_the_server_takes_it_up() {
    let house = House::new("");
    let app = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/apps/call-counter");
    let printed = house.home.printed(&["app", "install", app.to_str().unwrap(), "--name", "counter"]);
    assert_eq!(printed, "counter installed, version 1\n");
    assert!(house.home.printed(&["app", "list"]).starts_with("counter  version 1  installed "));
    let answer =
        house.door().ask("POST", "/freshworks/v1/apps/counter/functions/callsOf", Some(r#"{"number": "+1"}"#)).unwrap();
    assert_eq!(answer.json(), serde_json::json!({"calls": 0}));
    assert_eq!(house.home.printed(&["app", "log", "counter"]), "");
    assert_eq!(house.home.printed(&["app", "remove", "counter"]), "counter is removed\n");
    let gone = house.home.run(&["app", "log", "counter"]);
    assert!(String::from_utf8_lossy(&gone.stderr).contains("no app is called counter; there are: none"));
}

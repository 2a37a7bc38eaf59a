//! Changes told to streams of a real NATS server, by the program as its operator runs it.
//!
//! The server is Debian's (`nats-server`, which `./x test` installs); each test starts its own, on a folder of its own, with
//! streams made as an operator makes them. Without it these tests fail. To add what can go wrong with a stream: a test in
//! `refused`.

pub(crate) mod nats;
mod refused;
mod secured;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::live::{Exchange, PATIENCE, dialled, switch};
use crate::rounds::call;
use crate::served::{Door, Home, Served};
use nats::{Message, Nats};

/// Whose calls are told by hand, and what a failed delivery waits for.
const SECTIONS: &str = "[account]\nregion = \"NL\"\nwrapup = \"off\"\n[sources.load]\nadapters = [\"native\"]\n";

/// The configuration of deliveries that reach this machine and try again soon.
fn deliver() -> String {
    format!("[deliver]\nallow = [\"127.0.0.0/8\", \"::1\"]\nretry_s = {:?}\n", [1; 24])
}

/// Asks the API; what it says, where it says so.
fn ask(door: &mut Door, method: &str, path: &str, body: &Value, status: u16) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = door.ask(method, &format!("/callbook/v1{path}"), Some(&body)).unwrap();
    assert_eq!(answer.status, status, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Enters a stream; its path.
fn enter(door: &mut Door, more: &Value) -> String {
    let mut said = json!({"name": "events", "kind": "stream"});
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let entered = ask(door, "POST", "/subscriptions", &said, 201);
    assert_eq!((&entered["kind"], &entered["secret"]), (&json!("stream"), &Value::Null), "{entered}");
    format!("/subscriptions/{}", entered["id"].as_str().unwrap())
}

/// Asks until it is so.
fn until(door: &mut Door, path: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let began = Instant::now();
    loop {
        let said = door.read(path).unwrap();
        if is_so(&said) {
            return said;
        }
        assert!(began.elapsed() < PATIENCE, "{path}: {said}");
    }
}

/// Tells whole calls of the source `load`.
fn tell(door: &mut Door, calls: std::ops::Range<usize>) {
    for number in calls {
        for batch in call(0, number, None).1 {
            ask(door, "POST", "/signals", &json!({"source": "load", "signals": batch}), 200);
        }
    }
}

/// Every change that is told if nothing is said: its conversation, version and kind, in the order of the feed.
fn feed(door: &mut Door) -> Vec<(String, u64, String)> {
    let (mut all, mut cursor) = (Vec::new(), "start".to_owned());
    loop {
        let (changes, next) = door.changes(&cursor, 0).unwrap();
        if changes.is_empty() {
            return all;
        }
        cursor = next;
        let told = changes.iter().filter(|change| !["corrected", "imported"].contains(&change["kind"].as_str().unwrap()));
        all.extend(told.map(|change| {
            let text = |field: &str| change[field].as_str().unwrap_or_default().to_owned();
            (text("conversation"), change["version"].as_u64().unwrap_or(0), text("kind"))
        }));
    }
}

/// Versions by conversation, in their order.
fn by_conversation(rows: impl Iterator<Item = (String, u64, String)>) -> BTreeMap<String, Vec<(u64, String)>> {
    let mut by = BTreeMap::<_, Vec<_>>::new();
    for (conversation, version, kind) in rows {
        by.entry(conversation).or_default().push((version, kind));
    }
    by
}

/// What a message says, and that its subject and id are as they must be.
fn said(message: &Message, ids: &mut BTreeSet<String>) -> (String, u64, String) {
    assert!(ids.insert(message.id.clone()), "twice in the stream: {}", message.id);
    let data = &message.body["data"];
    let kind = data["kind"].as_str().unwrap();
    assert_eq!(message.subject, format!("acme.main.{kind}"));
    assert_eq!(data["account"], "main");
    assert!(data["conversation"].is_null() || data["record"]["version"] == data["version"], "{data}");
    (data["conversation"].as_str().unwrap_or_default().to_owned(), data["version"].as_u64().unwrap_or(0), kind.to_owned())
}

/// Waits until as many messages are in the stream as there are changes, and holds one against the other.
fn compare(rt: &Runtime, nats: &Nats, door: &mut Door) -> usize {
    let wanted = feed(door);
    let messages = rt.block_on(nats.messages("CALLS", wanted.len()));
    let mut ids = BTreeSet::new();
    let told: Vec<_> = messages.iter().map(|message| said(message, &mut ids)).collect();
    assert_eq!(by_conversation(told.into_iter()), by_conversation(wanted.into_iter()));
    assert_eq!(rt.block_on(nats.count("CALLS")), ids.len(), "there is more than was waited for");
    ids.len()
}

#[test]
fn r13_every_version_reaches_the_stream_once_and_in_order_whoever_comes_and_goes() {
    let rt = Runtime::new().unwrap();
    let mut nats = Nats::start("");
    rt.block_on(nats.make("CALLS", "acme.>"));
    let scenarios = ["attended_transfer", "hold_resume", "queue_answered", "call_pickup", "busy"];
    let exchanges: Vec<_> = scenarios.iter().map(|name| Exchange::of("asterisk-ami", name, "")).collect();
    let mut switches: Vec<_> = exchanges.iter().map(|one| switch(&rt, one.script(), &[])).collect();
    let sources = exchanges.iter().zip(&switches).map(|(one, switch)| dialled(&one.source, switch.address, "callbook"));
    let home = Home::new(
        std::path::Path::new(env!("CARGO_BIN_EXE_callbook")),
        &format!("{SECTIONS}{}{}", deliver(), sources.collect::<String>()),
    );
    let mut served = home.serve();
    let key = home.key("main");
    let open = |served: &Served| Door::open(served.address, &key).unwrap();
    let path = enter(&mut open(&served), &json!({"servers": [nats.url()], "subject": "acme"}));
    switches.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    tell(&mut open(&served), 0..5);
    // What was told before it was entered is asked for too; what it has already it keeps once.
    ask(&mut open(&served), "POST", &format!("{path}/replay"), &json!({"after": "start"}), 200);
    let first = compare(&rt, &nats, &mut open(&served));
    assert!(first > 60, "{first}");
    // The stream's server goes away. Nothing is lost, also when ours is killed meanwhile.
    nats.kill();
    tell(&mut open(&served), 5..12);
    until(&mut open(&served), &path, |said| !said["failing_since"].is_null());
    served.kill();
    served = home.serve();
    let tried = ask(&mut open(&served), "POST", &format!("{path}/test"), &Value::Null, 200);
    assert_eq!((&tried["taken"], &tried["attempt"]["error"]), (&json!(false), &json!("the connection was refused")), "{tried}");
    tell(&mut open(&served), 12..16);
    nats.start_again();
    tell(&mut open(&served), 16..20);
    let all = compare(&rt, &nats, &mut open(&served));
    assert!(all > first + 60, "{all}");
    let over = until(&mut open(&served), &path, |said| said["behind"] == 0 && said["failing_since"].is_null());
    assert_eq!((&over["on"], &over["servers"][0]), (&json!(true), &json!(nats.url())), "{over}");
    assert!(served.stop().success());
}

#[test]
fn what_is_sent_again_is_known_by_its_id_and_kept_once() {
    let rt = Runtime::new().unwrap();
    let nats = Nats::start("");
    rt.block_on(nats.make("CALLS", "acme.>"));
    let home = Home::new(std::path::Path::new(env!("CARGO_BIN_EXE_callbook")), &format!("{SECTIONS}{}", deliver()));
    let served = home.serve();
    let mut door = Door::open(served.address, &home.key("main")).unwrap();
    let path = enter(&mut door, &json!({"servers": [nats.url()], "subject": "acme"}));
    tell(&mut door, 0..3);
    let many = compare(&rt, &nats, &mut door);
    until(&mut door, &path, |said| said["behind"] == 0);
    ask(&mut door, "POST", &format!("{path}/replay"), &json!({"after": "start"}), 200);
    let again = |delivery: &Value| delivery["attempts"][0]["answer"].as_str().unwrap_or_default().ends_with("it was already");
    let deliveries = format!("{path}/deliveries?state=done&limit=500");
    let is_again = |said: &Value| {
        let rows = said["deliveries"].as_array().unwrap();
        rows.len() == many && rows.iter().all(again)
    };
    until(&mut door, &deliveries, is_again);
    assert_eq!(compare(&rt, &nats, &mut door), many);
    assert!(served.stop().success());
}

/// Longer than a message takes to arrive.
const ARRIVES_MAX: Duration = Duration::from_secs(60);

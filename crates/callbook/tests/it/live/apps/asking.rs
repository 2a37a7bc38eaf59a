//! Apps of a running server that ask somebody outside: told late, killed meanwhile, refused.

use super::*;
use crate::hooks::heard;
use crate::receiver::{Does, Receiver, Step};
use crate::rounds::call;

/// Whose calls are told by hand.
const TOLD: &str = "[sources.load]\nadapters = [\"native\"]\n";
const ALLOWED: &str = "[deliver]\nallow = [\"127.0.0.0/8\"]\n";

/// A server that trusts this receiver.
fn house(receiver: &Receiver, sections: &str) -> House {
    let home = Home::new(&program(), &format!("{ACCOUNT}{sections}{TOLD}"));
    let served = receiver.serve(&home);
    let key = home.key("main");
    House { home, served, key }
}

pub(in crate::live) fn tell(door: &mut Door, signals: &[Value]) {
    let said = serde_json::json!({"source": "load", "signals": signals}).to_string();
    let answer = door.ask("POST", "/callbook/v1/signals", Some(&said)).unwrap();
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
}

/// The payloads that a receiver read, in their order.
fn passed(receiver: &Receiver) -> Vec<Value> {
    receiver.state().requests.iter().map(|request| serde_json::from_str(&request.body).unwrap()).collect()
}

fn id(payload: &Value) -> u64 {
    payload["data"]["call"]["id"].as_u64().unwrap()
}

/// What was told of one call.
fn of(all: &[Value], call: u64) -> Vec<&Value> {
    all.iter().filter(|payload| id(payload) == call).collect()
}

fn ends(body: &str) -> bool {
    is_over(&serde_json::from_str(body).unwrap())
}

#[test]
fn f11_f23_what_is_told_late_is_told_as_it_was_one_after_another_and_other_calls_do_not_wait() {
    let mut is_first = true;
    let late = Receiver::secure(move |_| if std::mem::take(&mut is_first) { Does::Holds } else { Does::Takes });
    let house = house(&late, ALLOWED);
    let mut door = house.door();
    install(&mut door, "late", &heard::app(late.address));
    install(&mut door, "prompt", &zipped(SAMPLE, SAMPLE_SCRIPT));
    let (one, other) = (call(0, 0, None).1, call(0, 1, None).1);
    tell(&mut door, &one[0]);
    let held = late.until("the first event", |state| state.requests.len() == 1);
    drop(held);
    one[1..].iter().chain(&other).for_each(|batch| tell(&mut door, batch));
    house.waits("both ends are told in time", |door| {
        payloads(&log(door, "prompt")).iter().filter(|payload| is_over(payload)).count() >= 2
    });
    let at_once = payloads(&log(&mut door, "prompt"));
    let first = id(&passed(&late)[0]);
    let second = at_once.iter().map(id).find(|call| *call != first).unwrap();
    // The second call is told to its end, while the first waits for its first event.
    drop(late.until("the end of the second call", |state| state.requests.iter().any(|request| ends(&request.body))));
    let meanwhile = passed(&late);
    assert_eq!((of(&meanwhile, first).len(), of(&meanwhile, second).len()), (1, of(&at_once, second).len()));
    late.is_good();
    let many = at_once.len();
    let state = late.until("all of both calls", |state| state.taken() == many);
    let calls: Vec<u64> = state.requests.iter().map(|one| id(&serde_json::from_str(&one.body).unwrap())).collect();
    for call in [first, second] {
        let steps = state.steps.iter().filter(|step| match step {
            Step::Read(request) | Step::Taken(request) => calls[*request] == call,
        });
        let is_one_by_one = steps
            .collect::<Vec<_>>()
            .chunks(2)
            .all(|two| matches!(two, [Step::Read(read), Step::Taken(taken)] if read == taken));
        assert!(is_one_by_one, "{call}: {:?}", state.steps);
    }
    drop(state);
    let in_the_end = passed(&late);
    for call in [first, second] {
        assert!(of(&at_once, call).len() >= 4, "created, ringing, answered, over");
        assert_eq!(of(&in_the_end, call), of(&at_once, call), "whenever it is told, it is what it was");
    }
}

/// What is going on when the server is killed was not over: it happens again, by a payload of the same bytes.
#[test]
fn f25_a_run_that_was_going_on_when_the_server_was_killed_runs_again_and_what_was_due_is_not_lost() {
    let mut known = BTreeSet::new();
    // Of both events the first run is never answered.
    let receiver = Receiver::secure(move |body| {
        let said: Value = serde_json::from_str(body).unwrap();
        let is_first = said["event"] != "onCallUpdate" && known.insert(said["event"].to_string());
        if is_first { Does::Hangs } else { Does::Takes }
    });
    let manifest = MANIFEST.replacen(r#""functions""#, r#""requests": {"tell": {}}, "functions""#, 1);
    let script = script(
        "async install() { await $schedule.create({name: 'soon', data: {a: 7}, schedule_at: '2020-01-01T00:00:00Z'}); },
        due: pass, created: pass, updated: pass",
    );
    let script = format!(
        "async function pass(payload) {{ await $request.invokeTemplate('tell', {{ body: JSON.stringify(payload) }}); }}\n{script}"
    );
    let requests = serde_json::json!({"tell": {"schema": {"method": "POST", "host": receiver.address.to_string()}}});
    let requests = requests.to_string();
    let texts = [("manifest.json", manifest.as_str()), ("server/server.js", &script), ("config/requests.json", &requests)];
    let House { home, served, key } = house(&receiver, ALLOWED);
    let mut door = Door::open(served.address, &key).unwrap();
    install(&mut door, "passes-on", &Package::zip_of(texts).unwrap());
    tell(&mut door, &call(0, 0, None).1[0]);
    let names = |all: &[Value], event: &str| all.iter().filter(|payload| payload["event"] == event).count();
    drop(receiver.until("both runs go on", |state| state.requests.len() == 2));
    let going_on = passed(&receiver);
    assert_eq!((names(&going_on, "onScheduledEvent"), names(&going_on, "onCallCreate")), (1, 1));
    served.kill();
    let served = receiver.serve(&home);
    let house = House { home, served, key };
    drop(receiver.until("both run again, and what follows", |state| state.taken() >= 3));
    let again = passed(&receiver);
    let whole = |all: &[Value], event: &str| all.iter().filter(|one| one["event"] == event).cloned().collect::<Vec<_>>();
    let created = whole(&again, "onCallCreate");
    assert_eq!(created.len(), 2);
    assert_eq!(created[0].to_string(), created[1].to_string(), "f24");
    let due = whole(&again, "onScheduledEvent");
    assert_eq!((due.len(), &due[0]["data"], &due[1]["data"]["a"]), (2, &due[1]["data"], &Value::from(7)));
    house.waits("it is known as done", |door| {
        deliveries(door, "passes-on", "done").iter().any(|row| row["event"] == "onCallCreate" && row["tries"] == 1)
    });
}

/// An app whose function asks by one template, and says what came of it.
fn asker(receiver: &Receiver) -> Vec<u8> {
    let manifest = MANIFEST.replacen(r#""functions""#, r#""requests": {"ask": {}}, "functions""#, 1);
    let script = script(
        "async counted(payload) {
            const asked = $request.invokeTemplate('ask', { context: { id: payload.id }, body: JSON.stringify(payload.says) });
            renderData(null, await asked.then((answer) => ({ done: answer }), (error) => ({ failed: error })));
        }",
    );
    let requests = serde_json::json!({"ask": {"schema": {"method": "POST", "host": receiver.address.to_string(),
        "path": "/calls/<%= context.id %>"}}});
    let requests = requests.to_string();
    let texts = [("manifest.json", manifest.as_str()), ("server/server.js", &script), ("config/requests.json", &requests)];
    Package::zip_of(texts).unwrap()
}

#[test]
fn an_app_asks_whom_the_operator_allows_and_nobody_else_inside() {
    let receiver = Receiver::secure(|body| match body {
        "\"fails\"" => Does::Fails,
        "\"breaks\"" => Does::BreaksOff,
        _ => Does::Takes,
    });
    let asked = |house: &House, says: &str| {
        let body = serde_json::json!({"id": 7, "says": says}).to_string();
        let answer = house.door().ask("POST", "/freshworks/v1/apps/asks/functions/counted", Some(&body)).unwrap();
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    };
    let allowed = house(&receiver, ALLOWED);
    install(&mut allowed.door(), "asks", &asker(&receiver));
    let done = asked(&allowed, "caf\u{e9}");
    assert_eq!((&done["done"]["status"], &done["done"]["response"]), (&Value::from(204), &Value::from("")), "{done}");
    assert_eq!(receiver.state().requests[0].body, "\"caf\u{e9}\"");
    let failed = asked(&allowed, "fails");
    assert_eq!(
        (&failed["failed"]["status"], &failed["failed"]["response"]),
        (&Value::from(503), &Value::from("busy")),
        "{failed}"
    );
    let broken = asked(&allowed, "breaks");
    assert_eq!(broken["failed"]["status"], 502, "{broken}");
    drop(allowed);
    let walled = house(&receiver, "");
    install(&mut walled.door(), "asks", &asker(&receiver));
    let refused = asked(&walled, "inside");
    assert_eq!(refused["failed"]["status"], 502, "{refused}");
    assert!(refused["failed"]["message"].as_str().unwrap().contains("deliver.allow"), "{refused}");
    assert_eq!(receiver.state().requests.len(), 3, "nobody called there");
}

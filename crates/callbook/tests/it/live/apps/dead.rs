//! What an app was owed and is given up: seen, and run again by hand.

use super::asking::tell;
use super::*;
use crate::rounds::call;

const CREATES_ONLY: &str = r#"{"modules": {"call": {"events": {"onCallCreate": {"handler": "created"}}}}}"#;
const BOTH: &str =
    r#"{"modules": {"call": {"events": {"onCallCreate": {"handler": "created"}, "onCallUpdate": {"handler": "updated"}}}}}"#;

#[test]
fn f27_a_dead_delivery_is_shown_with_its_payload_holds_up_nothing_and_runs_again_by_hand() {
    let house = House::new("[sources.load]\nadapters = [\"native\"]\n");
    let mut door = house.door();
    install(&mut door, "desk", &zipped(BOTH, "exports = { created() {}, updated() { throw new Error('not today') } }"));
    let (_, batches) = call(0, 0, None);
    tell(&mut door, &batches[0]);
    house.waits("the update fails", |door| deliveries(door, "desk", "pending").iter().any(|row| row["tries"] == 1));
    let pending = deliveries(&mut door, "desk", "pending").remove(0);
    let path = format!("/deliveries/{}", pending["id"].as_str().unwrap());
    let retried = |door: &mut Door| {
        let answer = door.ask("POST", &format!("/freshworks/v1{path}/retry"), None).unwrap();
        assert_eq!(answer.json()["retried"], 1, "{}", answer.json());
    };
    // An app that does not know the event any more cannot ever take it.
    install(&mut door, "desk", &zipped(CREATES_ONLY, "exports = { created() {} }"));
    house.waits("it is given up", |door| {
        let row = read(door, &path);
        if row["state"] == "pending" {
            door.ask("POST", &format!("/freshworks/v1{path}/retry"), None).unwrap();
        }
        row["state"] == "dead"
    });
    let listed = deliveries(&mut door, "desk", "dead");
    assert_eq!((listed.len(), &listed[0]["id"], &listed[0]["event"]), (1, &pending["id"], &Value::from("onCallUpdate")));
    assert!(listed[0]["last_error"].as_str().unwrap().starts_with("no_handler"), "{}", listed[0]);
    let payload = read(&mut door, &path)["payload"].clone();
    assert_eq!((&payload["event"], &payload["data"]["call"]["id"]), (&listed[0]["event"], &listed[0]["call_id"]));
    // Later events of the call are not held up.
    let logs = "exports = { created() {}, updated(payload) { console.log(JSON.stringify(payload)) } }";
    install(&mut door, "desk", &zipped(BOTH, logs));
    batches[1..].iter().for_each(|batch| tell(&mut door, batch));
    let told = |door: &mut Door| -> Vec<Value> {
        let lines = log(door, "desk");
        lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect()
    };
    house.waits("the end is told", |door| told(door).last().is_some_and(is_over));
    assert_eq!(deliveries(&mut door, "desk", "dead").len(), 1);
    assert!(!told(&mut door).contains(&payload), "nobody tried it again");
    retried(&mut door);
    house.waits("it runs again", |door| told(door).last() == Some(&payload));
    house.waits("it is done", |door| read(door, &path)["state"] == "done");
    assert_eq!(deliveries(&mut door, "desk", "dead"), Vec::<Value>::new());
}

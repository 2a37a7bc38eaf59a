//! What a Freshworks account says of its calls reaches apps (rule F31), as what the account is at Freshworks (sheet, 4.1); and a run that
//! a crash cut off is run again (rule F25).

use super::apps::{MANIFEST, SAMPLE, SAMPLE_SCRIPT, deliveries, install, log, payloads, read, script, zipped};
use super::*;

/// An envelope of a call that comes in.
fn envelope(id: u64) -> String {
    let at = "2026-01-05T09:45:00.000Z";
    let customer = serde_json::json!({"id": 180_833, "participant_type": "Customer", "participant_id": 5_520, "call_status": 13,
        "caller_number": "+12025550142", "created_time": at});
    let agent = serde_json::json!({"id": 180_834, "participant_type": "Agent", "participant_id": 3_107, "call_status": 13,
        "created_time": at});
    serde_json::json!({"event": "onCallCreate", "data": {"call": {"id": id, "direction": "incoming", "phone_number": "+12025550100",
        "created_time": at, "participants": [customer, agent]}}})
    .to_string()
}

fn says(door: &mut Door, envelope: &str) {
    let answer = door.ask("POST", "/freshworks/v1/events", Some(envelope)).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.json());
}

#[test]
fn f31_what_is_told_in_envelopes_fires_events_to_apps_in_the_words_of_the_account() {
    let house = House::new("");
    let mut door = house.door();
    let said = r#"{"currency": "EUR", "freshworks": {"region": "EU", "domain": "acme.freshcaller.com"}}"#;
    let answer = door.ask("PATCH", "/callbook/v1/account", Some(said)).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.json());
    install(&mut door, "sample", &zipped(SAMPLE, SAMPLE_SCRIPT));
    says(&mut door, &envelope(90_417));
    house.waits("it is told", |door| !log(door, "sample").is_empty());
    let told = payloads(&log(&mut door, "sample")).remove(0);
    assert_eq!((&told["event"], &told["region"]), (&Value::from("onCallCreate"), &Value::from("EU")), "{told}");
    assert_eq!(told["currentHost"]["endpoint_urls"]["freshcaller"], "https://acme.freshcaller.com");
    let call = &told["data"]["call"];
    assert_eq!((call["id"].as_u64(), call["direction"].as_str()), (Some(90_417), Some("incoming")));
    assert_eq!(call["participants"][0]["cost_unit"], "eur");
    // What is said anew of the account is told with the next event, without a word to the app.
    let answer = door.ask("PATCH", "/callbook/v1/account", Some(r#"{"freshworks": {"region": "AUS"}}"#)).unwrap();
    assert_eq!(answer.json()["freshworks"]["domain"], "acme.freshcaller.com");
    let mut next = 90_418;
    house.waits("it is told anew", |door| {
        next += 1;
        says(door, &envelope(next));
        payloads(&log(door, "sample")).last().is_some_and(|told| told["region"] == "AUS")
    });
}

#[test]
fn f25_a_run_that_a_crash_cut_off_is_run_again_after_the_restart() {
    let mut house = House::new("");
    let mut door = house.door();
    let slow = script(
        "async created() {
            try { await $db.get('begun'); console.log('again'); }
            catch (missing) { await $db.set('begun', {n: 1}); for (;;) {} }
        },
        async counted() {
            try { renderData(null, await $db.get('begun')); } catch (missing) { renderData(null, {n: 0}); }
        }",
    );
    install(&mut door, "slow", &zipped(MANIFEST, &slow));
    says(&mut door, &envelope(90_417));
    house.waits("it runs", |door| {
        let answer = door.ask("POST", "/freshworks/v1/apps/slow/functions/counted", Some("{}")).unwrap();
        answer.status == 200 && answer.json()["n"] == 1
    });
    house.served.kill();
    house.served = house.home.serve();
    house.waits("it is run again", |door| log(door, "slow").contains(&"again".to_owned()));
    house.waits("it is done", |door| !deliveries(door, "slow", "done").is_empty());
    let mut door = house.door();
    let first = deliveries(&mut door, "slow", "done").remove(0);
    assert_eq!((first["event"].as_str(), first["call_id"].as_u64()), (Some("onCallCreate"), Some(90_417)));
    assert_eq!(first["tries"], 1, "the one that was cut off came to no end, and was not waited for: {first}");
    assert_eq!(read(&mut door, "/apps/slow/deliveries?state=dead")["deliveries"], serde_json::json!([]));
}

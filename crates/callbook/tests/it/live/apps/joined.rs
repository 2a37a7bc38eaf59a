//! Conversations that turn out to be one: what an app is told of their calls.

use super::asking::tell;
use super::*;
use crate::rounds::call;

#[test]
fn n20_f1_of_two_conversations_that_turn_out_to_be_one_each_call_is_created_once_and_goes_on() {
    let house = House::new("[sources.load]\nadapters = [\"native\"]\n");
    let mut door = house.door();
    install(&mut door, "sample", &zipped(SAMPLE, SAMPLE_SCRIPT));
    let (thread, one) = call(0, 0, None);
    // What ties them is told with the third batch of the second, when both are known.
    let (_, other) = call(0, 1, Some((&thread, 2)));
    let batches = [&one[0], &other[0], &one[1], &other[1], &one[2], &other[2], &other[3], &other[4], &one[3], &one[4]];
    batches.into_iter().for_each(|batch| tell(&mut door, batch));
    let (changes, _) = door.changes("start", 0).unwrap();
    let merged: Vec<_> = changes.iter().filter(|change| change["kind"] == "merged").collect();
    assert_eq!(merged.len(), 1, "{changes:?}");
    house.waits("both calls are over", |door| payloads(&log(door, "sample")).iter().filter(|one| is_over(one)).count() >= 2);
    let told = payloads(&log(&mut door, "sample"));
    let ids: BTreeSet<u64> = told.iter().map(|payload| payload["data"]["call"]["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), 2, "two calls, by the ids that they had");
    for id in ids {
        let own: Vec<_> = told.iter().filter(|payload| payload["data"]["call"]["id"] == id).collect();
        let created = own.iter().filter(|payload| payload["event"] == "onCallCreate").count();
        assert_eq!((created, &own[0]["event"]), (1, &Value::from("onCallCreate")), "{own:?}");
        assert!(own.len() >= 4 && is_over(own.last().unwrap()), "{own:?}");
        for two in own.windows(2) {
            let (last, next) = (&two[0]["data"], &two[1]["data"]);
            assert_ne!(last["call"], next["call"], "f10: no event without a change");
            for (name, value) in next["call"].as_object().unwrap() {
                let is_named = next["changes"].get(name).is_some();
                let may_be_named = !["participants", "updated_time"].contains(&name.as_str());
                assert_eq!(is_named, may_be_named && *value != last["call"][name], "f12: {name}\n{last}\n{next}");
            }
        }
    }
}

//! The same signals told one by one and all at once: the same records, at the same versions.

use super::*;

/// What a change says of when it was written; a serial too, since the directory takes integers of the same counter (rule N17).
const WRITTEN: &[&str] = &["cursor", "recorded_at", "created_at", "updated_at", "serial"];

/// The signals behind every conversation of a source, as a phone system would tell them itself.
fn native(door: &mut Door, source: &str) -> Vec<Value> {
    let mut signals = Vec::new();
    for record in records(door).remove(source).unwrap_or_default() {
        let path = format!("/conversations/{}/signals?limit=500", record["id"].as_str().unwrap());
        let page = door.read(&path).unwrap();
        assert!(page["next"].is_null(), "one page is enough");
        for row in page["signals"].as_array().unwrap() {
            let mut signal = row["signal"].clone();
            let fields = signal.as_object_mut().unwrap();
            // What the server itself says of a signal is for it to say again.
            fields.retain(|key, _| !["feed", "seen_at", "chosen_e164", "behind", "source"].contains(&key.as_str()));
            if let Some(party) = fields.get_mut("party").and_then(Value::as_object_mut) {
                party.remove("e164");
                party.remove("known");
            }
            signals.push((row["no"].as_u64().unwrap(), signal));
        }
    }
    signals.sort_by_key(|(no, _)| *no);
    signals.into_iter().map(|(_, signal)| signal).collect()
}

fn tell(door: &mut Door, signals: &[Value]) {
    let batch = serde_json::json!({ "source": "told", "signals": signals }).to_string();
    let answer = door.ask("POST", "/callbook/v1/signals", Some(&batch)).unwrap();
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.json()["accepted"], signals.len(), "{}", answer.json());
}

/// What the feed told of each version; ids, which are drawn, by the place among the serials of what has them.
fn versions(door: &mut Door) -> Vec<Value> {
    let (mut changes, _) = door.changes("start", 0).unwrap();
    assert!(changes.len() < 1_000, "one page is enough");
    let mut serials = BTreeMap::new();
    changes.iter().for_each(|change| learn(change, &mut serials));
    let mut places: Vec<u64> = serials.values().copied().collect();
    places.sort_unstable();
    let place = |serial: u64| format!("place {}", places.partition_point(|other| *other < serial));
    let serials = serials.into_iter().map(|(id, serial)| (id, place(serial))).collect();
    changes.iter_mut().for_each(|change| by_serial(change, &serials));
    changes
}

fn learn(value: &Value, serials: &mut BTreeMap<String, u64>) {
    // What is new has both, as `[new, old]`.
    if let (Some(id), Some(serial)) = (value["id"][0].as_str(), value["serial"][0].as_u64()) {
        serials.insert(id.to_owned(), serial);
    }
    match value {
        Value::Object(fields) => fields.values().for_each(|value| learn(value, serials)),
        Value::Array(values) => values.iter().for_each(|value| learn(value, serials)),
        _ => {}
    }
}

fn by_serial(value: &mut Value, serials: &BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            // Calls and legs stand under their ids in a change.
            for (key, mut value) in std::mem::take(fields) {
                by_serial(&mut value, serials);
                if !WRITTEN.contains(&key.as_str()) {
                    fields.insert(serials.get(&key).cloned().unwrap_or(key), value);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| by_serial(value, serials)),
        Value::String(text) => {
            if let Some(serial) = serials.get(text) {
                text.clone_from(serial);
            }
        }
        _ => {}
    }
}

#[test]
fn n21_signals_told_one_by_one_or_all_at_once_make_the_same_versions() {
    let rt = Runtime::new().unwrap();
    let scenarios = ["attended_transfer", "hold_resume", "queue_answered", "call_pickup", "busy"];
    let exchanges: Vec<_> = scenarios.iter().map(|name| Exchange::of("asterisk-ami", name, "")).collect();
    let mut switches: Vec<_> = exchanges.iter().map(|one| switch(&rt, one.script(), &[])).collect();
    let sections = exchanges.iter().zip(&switches).map(|(one, switch)| dialled(&one.source, switch.address, LOGIN));
    let house = House::new(&sections.collect::<String>());
    switches.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    house.until_replayed(&exchanges, |record| record);
    for (place, one) in exchanges.iter().enumerate() {
        let signals = native(&mut house.door(), &one.source);
        assert!(signals.len() > 3, "{}", one.source);
        let [mut singly, mut together] = ["singly", "together"].map(|way| {
            let account = format!("{way}-{place}");
            house.home.printed(&["account", "new", &account, "--region", "NL"]);
            let mut door = Door::open(house.served.address, &house.home.key(&account)).unwrap();
            let entered = door.ask("PUT", "/callbook/v1/sources/told", Some("{\"adapters\": [\"native\"]}")).unwrap();
            assert_eq!(entered.status, 201, "{}", String::from_utf8_lossy(&entered.body));
            door
        });
        signals.iter().for_each(|signal| tell(&mut singly, std::slice::from_ref(signal)));
        tell(&mut together, &signals);
        let (by_one, at_once) = (versions(&mut singly), versions(&mut together));
        if let Some((one_way, other)) = by_one.iter().zip(&at_once).find(|(one_way, other)| one_way != other) {
            panic!("{}: told one by one\n{one_way}\nat once\n{other}", one.source);
        }
        assert_eq!(by_one.len(), at_once.len(), "{}", one.source);
        let [one_by_one, at_once] = [&mut singly, &mut together].map(|door| {
            let records = door.all("/conversations?limit=500", "conversations").unwrap();
            let number = |record: &Value| (record["serial"].clone(), record["version"].clone());
            records.into_iter().map(|record| (number(&record), comparable(record))).collect::<Vec<_>>()
        });
        assert_eq!(one_by_one, at_once, "{}", one.source);
    }
    assert!(house.served.stop().success());
}

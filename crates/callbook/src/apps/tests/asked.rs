use serde_json::{Value, json};

use crate::apps::asked::db::{Action, Ask, Entry, SetIf};
use crate::apps::asked::schedule;
use crate::apps::host::Refusal;

fn ask(verb: &str, words: Value) -> Result<Ask, Refusal> {
    Ask::read(verb, words.as_array().unwrap())
}

fn entry(value: Value) -> Entry {
    value.as_object().unwrap().clone()
}

fn action(action: &str, attributes: Value) -> Action {
    match ask("update", json!(["k", action, attributes])).unwrap() {
        Ask::Update { action, .. } => action,
        other => panic!("{other:?}"),
    }
}

fn updated(name: &str, attributes: Value, old: Value) -> Value {
    let old = old.as_object().cloned();
    Value::Object(action(name, attributes).apply("k", old).unwrap())
}

#[test]
fn keys_have_1_to_60_characters_and_a_value_has_something_in_it() {
    assert!(ask("get", json!(["é".repeat(60)])).is_ok());
    for key in [json!(""), json!("  "), json!("x".repeat(61)), json!(7), Value::Null] {
        assert_eq!(ask("get", json!([key])).unwrap_err().status, 400, "{key}");
    }
    for value in [json!({}), json!("x"), Value::Null, json!([1])] {
        assert_eq!(ask("set", json!(["k", value])).unwrap_err().status, 400, "{value}");
    }
    assert_eq!(ask("drop", json!(["k"])).unwrap_err().message, "$db.drop is not there");
}

#[test]
fn key_and_value_together_have_40_kb() {
    let set = |bytes: usize| ask("set", json!(["k", {"a": "x".repeat(bytes - 9)}]));
    assert!(set(40 * 1024).is_ok());
    assert_eq!(set(40 * 1024 + 1).unwrap_err().status, 400);
    let grown = action("append", json!({"a": ["x".repeat(100)]})).apply("k", Some(entry(json!({"a": ["x".repeat(40_900)]}))));
    assert_eq!(grown.unwrap_err().status, 400);
}

#[test]
fn a_write_may_depend_on_whether_the_key_is_there() {
    let Ask::Set { set_if, ttl, .. } = ask("set", json!(["k", {"a": 1}, {"setIf": "exist", "ttl": 1.5}])).unwrap() else {
        panic!("no set")
    };
    assert_eq!((set_if, ttl.unwrap().as_millis()), (Some(SetIf::Exist), 1_500));
    assert!(SetIf::Exist.allows(true).is_ok() && SetIf::NotExist.allows(false).is_ok());
    assert_eq!(SetIf::NotExist.allows(true).unwrap_err().message, "The setIf conditional request failed");
    assert!(ask("set", json!(["k", {"a": 1}, {"setIf": "maybe"}])).is_err());
    let Ask::Set { ttl, .. } = ask("set", json!(["k", {"a": 1}, {"ttl": -1}])).unwrap() else { panic!("no set") };
    assert_eq!(ttl, None, "for ever");
}

#[test]
fn increment_adds_to_numbers_and_begins_at_nothing() {
    assert_eq!(updated("increment", json!({"a": 2, "b": -1}), json!({"a": 1})), json!({"a": 3, "b": -1}));
    assert_eq!(updated("increment", json!({"a": 0.5}), json!({"a": 1})), json!({"a": 1.5}));
    assert_eq!(updated("increment", json!({"a": 1}), Value::Null), json!({"a": 1}), "a key that is not there is made");
    assert!(action("increment", json!({"a": 1})).apply("k", Some(entry(json!({"a": "x"})))).is_err());
    assert!(ask("update", json!(["k", "increment", {"a": "1"}])).is_err());
    let most = updated("increment", json!({"a": 1}), json!({"a": i64::MAX}));
    assert_eq!(most["a"].as_f64(), Some(2_f64.powi(63)), "no sum wraps around");
}

#[test]
fn append_adds_to_lists_set_and_remove_follow_paths() {
    assert_eq!(updated("append", json!({"a": [2], "b": [1]}), json!({"a": [1]})), json!({"a": [1, 2], "b": [1]}));
    let logs = json!({"logs": {"id:1": {"time": 0, "open": true}}, "name": "x"});
    let set = updated("set", json!({"logs.id:1.time": 500, "logs.id:2.time": 1, "name.first": ""}), logs.clone());
    assert_eq!(set, json!({"logs": {"id:1": {"time": 500, "open": true}, "id:2": {"time": 1}}, "name": {"first": null}}));
    assert_eq!(
        updated("remove", json!(["logs.id:1.time", "name", "not.there"]), logs),
        json!({"logs": {"id:1": {"open": true}}})
    );
    assert_eq!(action("remove", json!(["a"])).apply("k", None).unwrap_err().status, 404);
    for wrong in [json!(["a..b"]), json!([""]), json!([]), json!([7]), json!({"a": 1})] {
        assert!(ask("update", json!(["k", "remove", wrong])).is_err(), "{wrong}");
    }
    assert!(ask("update", json!(["k", "set", {}])).is_err());
    let error = ask("update", json!(["k", "rename", {"a": 1}])).unwrap_err();
    assert!(error.message.contains("expected increment, append, set or remove"), "{error:?}");
}

#[test]
fn a_schedule_has_a_name_a_time_and_little_to_bring_along() {
    let create = |words: Value| schedule::Ask::read("create", &[words]);
    let schedule::Ask::Create(made) = create(json!({"name": "a", "schedule_at": "2026-03-01T10:00:00+01:00"})).unwrap() else {
        panic!("no create")
    };
    assert_eq!(made.print(), json!({"name": "a", "data": {}, "schedule_at": "2026-03-01T09:00:00.000Z"}));
    for time in ["2026-03-01", "2026-03-01T10:00:00", "2026-03-01T10:00:00.123Z"] {
        assert!(create(json!({"name": "a", "schedule_at": time})).is_ok(), "{time}");
    }
    for wrong in [
        json!({"schedule_at": "2026-03-01"}),
        json!({"name": "a".repeat(101), "schedule_at": "2026-03-01"}),
        json!({"name": "a", "schedule_at": 7}),
        json!({"name": "a", "schedule_at": "2026-03-01", "data": []}),
        json!({"name": "a", "schedule_at": "2026-03-01", "repeat": {"time_unit": "moons", "frequency": 1}}),
        json!({"name": "a", "schedule_at": "2026-03-01", "repeat": {"time_unit": "days", "frequency": 0}}),
    ] {
        assert_eq!(create(wrong.clone()).unwrap_err().status, 400, "{wrong}");
    }
    assert!(schedule::Ask::read("pause", &[json!({"name": "a"})]).is_err());
}

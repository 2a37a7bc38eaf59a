//! The table, what is accepted, and the schema say the same.

use serde_json::{Value, json};

use super::super::{from_json, to_json};
use super::{EVERY, Fault, Field, Kind, WORDS, Word, from_native, parse_batch, schema};
use crate::signal::What;

fn told(text: &str) -> Result<crate::signal::Signal, Fault> {
    from_native(&serde_json::from_str(text).unwrap(), "pbx")
}

fn fault(value: &Value) -> Fault {
    match from_native(value, "pbx") {
        Ok(signal) => panic!("{value} was taken as {signal:?}"),
        Err(fault) => fault,
    }
}

/// Something that may stand in a field.
fn sample(field: &Field) -> Value {
    match field.kind {
        Kind::Text(_) if field.name == "source" => json!("pbx"),
        // No leg is moved to itself.
        Kind::Leg => json!(field.name),
        Kind::Text(_) | Kind::Payload => json!("text"),
        Kind::E164 => json!("+31612340017"),
        Kind::Names => json!(["T1", "T2"]),
        Kind::Moment => json!("2026-01-05T10:45:00.25+01:00"),
        Kind::Digit => json!("#"),
        Kind::Bool => json!(true),
        Kind::Integer | Kind::Number => json!(7),
        Kind::OneOf(words) => json!(words[0]),
        Kind::Part(fields) => object(fields.iter()),
        Kind::What => json!("?"),
    }
}

fn object<'a>(fields: impl Iterator<Item = &'a Field>) -> Value {
    Value::Object(fields.map(|field| (field.name.to_owned(), sample(field))).collect())
}

/// Every signal that has all its fields, one for each word that a field waits for.
fn full(word: &Word) -> Vec<Value> {
    let mut told = Vec::new();
    let choices = word.fields.iter().filter_map(|field| match field.kind {
        Kind::OneOf(words) if word.fields.iter().any(|other| other.only_with.is_some_and(|(name, _)| name == field.name)) => {
            Some((field.name, words))
        }
        _ => None,
    });
    let (chosen, words) = choices.into_iter().next().unwrap_or(("what", &["?"]));
    for choice in words {
        let stands = |field: &&Field| field.only_with.is_none_or(|(_, word)| word == *choice);
        let mut signal = object(EVERY.iter().chain(word.fields).filter(stands));
        signal[chosen] = json!(choice);
        signal["what"] = json!(word.name);
        told.push(signal);
    }
    told
}

#[test]
fn every_field_of_the_table_is_taken_and_kept() {
    for word in WORDS {
        for signal in full(word) {
            let taken = from_native(&signal, "pbx").unwrap_or_else(|fault| panic!("{signal}: {fault}"));
            assert_eq!(taken.what.word(), word.name);
            let text = to_json(&taken);
            assert_eq!(from_json(&text).as_ref(), Ok(&taken), "{text}");
            let kept: Value = serde_json::from_str(&text).unwrap();
            for key in signal.as_object().unwrap().keys() {
                assert!(kept.get(key).is_some(), "{}: {key} is lost", word.name);
            }
        }
    }
}

#[test]
fn the_words_stand_in_the_order_in_which_facts_of_one_moment_are_taken() {
    let ranks: Vec<u8> = WORDS.iter().map(|word| from_native(&full(word)[0], "pbx").unwrap().what.rank()).collect();
    let all_but_done: Vec<u8> = (0..28).collect();
    assert_eq!(ranks, all_but_done);
}

#[test]
fn each_required_field_that_is_missing_null_or_empty_is_a_fault_that_names_it() {
    for word in WORDS {
        for signal in full(word) {
            for field in EVERY.iter().chain(word.fields).filter(|field| field.required) {
                if signal.get(field.name).is_none() {
                    continue;
                }
                let mut without = signal.clone();
                without.as_object_mut().unwrap().remove(field.name);
                assert_eq!(fault(&without).field, field.name, "{}", word.name);
                for nothing in [Value::Null, json!("")] {
                    without[field.name] = nothing;
                    assert_eq!(fault(&without).field, field.name, "{}", word.name);
                }
                without[field.name] = json!([[]]);
                assert_eq!(fault(&without).field, field.name, "{}", word.name);
            }
        }
    }
}

#[test]
fn an_unknown_key_is_named_and_so_is_one_in_a_part() {
    for word in WORDS {
        let mut signal = full(word).remove(0);
        signal["colour"] = json!("red");
        let found = fault(&signal);
        assert_eq!(found.field, "colour");
        assert!(found.says.contains("unknown key") && found.says.contains("thread"), "{found}");
    }
    let long = Value::from_iter([("what", json!("ringing")), (&"k".repeat(100_000), json!(1))]);
    assert_eq!(fault(&long).field.len(), 40);
    let told = told(r#"{"key":"1","thread":"T","leg":"L","at":1767606300000000,"what":"came_in","party":{"numbre":"101"}}"#);
    assert_eq!(told.unwrap_err().field, "party.numbre");
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let base = json!({"key":"1","thread":"T","leg":"L","at":1767606300000000_i64,"what":"ended","how":"busy"});
    let with = |key: &str, value: Value| {
        let mut signal = base.clone();
        signal[key] = value;
        fault(&signal)
    };
    assert!(with("how", json!("gone")).says.starts_with("expected one of normal, busy,"));
    assert!(with("what", json!("begun")).says.contains("came_in, originated"));
    assert!(with("what", json!("done")).says.starts_with("`done` cannot be told"));
    assert!(with("key", json!("k".repeat(257))).says.starts_with("is 257 bytes long"));
    assert!(with("leg", json!("a\nb")).says.starts_with("holds a control character"));
    assert!(with("leg", json!(7)).says.starts_with("expected text, found 7"));
    assert!(with("source", json!("other")).says.contains("is not \"pbx\""));
    assert_eq!(with("ties", json!(["a", 1])).field, "ties[1]");
    assert!(with("ties", json!(vec!["a"; 65])).says.starts_with("has 65 entries"));
    assert_eq!(with("by", json!({"kind": "person"})).field, "by.id");
    assert!(with("seq", json!(-1)).says.contains("found -1"));
    for own in ["feed", "seen_at", "chosen_e164"] {
        assert_eq!(with(own, json!("x")).field, own);
    }
    for at in [json!(1_767_606_300), json!(-1), json!(1.5), json!("yesterday"), json!("1969-12-31T23:59:59Z"), json!(i64::MAX)]
    {
        assert_eq!(with("at", at).field, "at");
    }
    assert_eq!(fault(&json!([])).field, "");
}

#[test]
fn a_field_that_waits_for_another_word_is_refused_without_it() {
    let base = json!({"key":"1","thread":"T","leg":"L","at":1767606300000000_i64,"what":"unparked"});
    let with = |how: &str, by: Value| {
        let mut signal = base.clone();
        (signal["how"], signal["by_leg"]) = (json!(how), by);
        from_native(&signal, "pbx").map(|_| ()).map_err(|fault| fault.to_string())
    };
    assert_eq!(with("returned", json!("L2")), Err("by_leg: stands only where `how` is `retrieved`".to_owned()));
    assert_eq!(with("retrieved", Value::Null), Err("by_leg: is missing".to_owned()));
    assert_eq!(with("returned", Value::Null), Ok(()));
}

#[test]
fn n18_one_key_at_two_legs_names_two_facts_and_at_one_leg_one() {
    let key = |leg: &str, what: &str| {
        from_native(&json!({"key":"7","thread":"T","leg":leg,"at":1767606300000000_i64,"what":what}), "pbx").unwrap().key
    };
    assert_eq!(key("ann", "ringing"), "native|ann|7");
    assert_eq!(key("bea", "ringing"), "native|bea|7");
    assert_eq!(key("ann", "answered"), key("ann", "ringing"), "a fact is named by its key alone");
}

#[test]
fn a_leg_that_is_transferred_to_itself_is_refused() {
    let to = |target: &str| {
        let signal = json!({"key":"1","thread":"T","leg":"ann","at":1767606300000000_i64,"what":"transferred",
            "kind":"attended","target_leg":target});
        from_native(&signal, "pbx").map(|_| ()).map_err(|fault| fault.field)
    };
    assert_eq!(to("ann"), Err("target_leg".to_owned()));
    assert_eq!(to("bea"), Ok(()));
}

#[test]
fn a_moment_may_be_told_in_both_ways_with_any_offset() {
    let at = |at: Value| from_native(&json!({"key":"1","thread":"T","leg":"L","at":at,"what":"ringing"}), "pbx").unwrap().at;
    assert_eq!(at(json!("2026-01-05T10:45:00.000001+01:00")), at(json!(1_767_606_300_000_001_i64)));
}

#[test]
fn n5_marks_of_a_withheld_number_are_no_numbers() {
    let party = |party: Value| {
        let signal = json!({"key":"1","thread":"T","leg":"L","at":1767606300000000_i64,"what":"came_in","party":party});
        match from_native(&signal, "pbx").unwrap().what {
            What::CameIn(came) => came.party,
            what => panic!("{what:?}"),
        }
    };
    for told in
        [json!({"number":"anonymous","name":"Jan"}), json!({"number":"+3161","e164":"+3161","withheld":true,"name":"Jan"})]
    {
        let party = party(told);
        assert!(party.withheld && party.number.is_none() && party.name.is_none() && party.e164.is_none());
    }
    assert!(!party(json!({"number":"<unknown>"})).withheld);
}

#[test]
fn a_batch_that_is_none_says_why() {
    let fault = |text: &str| parse_batch(text).map(|_| ()).unwrap_err().to_string();
    assert_eq!(parse_batch(r#"{"source":"pbx","signals":[1]}"#), Ok((Some("pbx".to_owned()), vec![json!(1)])));
    assert_eq!(parse_batch(r#"{"signals":[1]}"#), Ok((None, vec![json!(1)])));
    assert_eq!(fault("{\"signals\":\n [1,]}"), "is no JSON: trailing comma at line 2 column 5");
    assert!(fault(&"[".repeat(1_000_000)).starts_with("is no JSON: recursion limit exceeded"));
    assert!(fault(&format!("{{\"signals\":[{}", "{\"a\":".repeat(1_000_000))).contains("recursion limit"));
    assert_eq!(fault(r#"{"signals":[{"at":1,"at":2}]}"#), "is no JSON: the key \"at\" stands twice at line 1 column 24");
    assert_eq!(fault("[]"), "expected an object with `signals`, found a list");
    assert_eq!(fault(r#"{"signal":[]}"#), "signal: unknown key; a batch has source, signals");
    assert_eq!(fault("{}"), "signals: is missing");
    assert_eq!(fault(r#"{"signals":[]}"#), "signals: is empty");
    assert_eq!(fault(r#"{"signals":{}}"#), "signals: expected a list of signals, found an object");
    assert_eq!(fault(r#"{"source":1,"signals":[1]}"#), "source: expected the name of a source, found 1");
}

#[test]
fn a_fault_is_seen_from_what_it_stands_in() {
    let fault = Fault::new("number", "is missing").within("party").within("signals[3]");
    assert_eq!(fault.to_string(), "signals[3].party.number: is missing");
    assert_eq!(Fault::new("", "is none").within("signals[3]").field, "signals[3]");
}

#[test]
fn the_schema_says_what_is_accepted() {
    let schema = schema();
    let words = schema["oneOf"].as_array().unwrap();
    assert_eq!(words.len(), WORDS.len());
    for (word, schema) in WORDS.iter().zip(words) {
        assert_eq!(schema["properties"]["what"], json!({ "const": word.name }));
        assert_eq!(schema["additionalProperties"], json!(false));
        let required = schema["required"].as_array().unwrap();
        let conditions = schema.get("allOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for field in EVERY.iter().chain(word.fields) {
            assert!(schema["properties"].get(field.name).is_some(), "{}: {}", word.name, field.name);
            assert_eq!(required.contains(&json!(field.name)), field.required && field.only_with.is_none());
            let waits = conditions.iter().any(|condition| condition["else"]["properties"][field.name] == json!(false));
            assert_eq!(waits, field.only_with.is_some(), "{}: {}", word.name, field.name);
        }
    }
}

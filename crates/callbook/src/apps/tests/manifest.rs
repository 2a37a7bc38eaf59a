use crate::apps::manifest::{Generation, Manifest};

const THREE: &str = r#"{"platform-version":"3.0","modules":{"common":{"events":{"onAppInstall":{"handler":"install"}},
    "functions":{"lastCall":{}},"requests":{"crm":{}}},"call":{"events":{"onCallCreate":{"handler":"changed"},
    "onCallUpdate":{"handler":"changed"}}}},"engines":{"node":"18.18.2","fdk":"9.3.1"}}"#;

fn wrong(text: &str) -> String {
    Manifest::read(text).unwrap_err()
}

#[test]
fn f21_the_version_of_the_manifest_says_which_generation_an_app_is_of() {
    let three = Manifest::read(THREE).unwrap();
    assert_eq!(three.generation, Generation::Three);
    let two = r#"{"platform-version":"2.3","product":{"freshcaller":{"events":{"onCallCreate":{"handler":"created"}}}}}"#;
    let two = Manifest::read(two).unwrap();
    assert_eq!((two.generation, two.events["onCallCreate"].as_str()), (Generation::Two, "created"));
    assert!(two.modules.contains("freshcaller"));
    for version in [r#""4.0""#, "3", "null", r#""latest""#] {
        let says = wrong(&format!(r#"{{"platform-version":{version},"modules":{{"call":{{}}}}}}"#));
        assert!(says.starts_with("manifest.json: platform-version: expected"), "{says}");
    }
}

#[test]
fn f34_events_functions_and_requests_of_all_modules_are_those_of_the_app() {
    let manifest = Manifest::read(THREE).unwrap();
    let handlers: Vec<String> = manifest.handlers().map(|(handler, by)| format!("{by}: {handler}")).collect();
    assert_eq!(
        handlers,
        [
            "event onAppInstall: install",
            "event onCallCreate: changed",
            "event onCallUpdate: changed",
            "function lastCall: lastCall"
        ]
    );
    assert!(manifest.requests.contains("crm"));
    assert_eq!(manifest.modules.len(), 1);
}

#[test]
fn f34_common_alone_is_refused_and_an_empty_module_beside_it_is_enough() {
    let says = wrong(r#"{"platform-version":"3.0","modules":{"common":{}}}"#);
    assert!(says.contains("modules") && says.contains("`common` alone"), "{says}");
    assert!(Manifest::read(r#"{"platform-version":"3.0","modules":{"common":{},"call":{}}}"#).is_ok());
    assert!(wrong(r#"{"platform-version":"3.0"}"#).contains("modules: it is not there"));
    assert!(wrong("[]").contains("expected an object"));
    assert!(wrong("{").starts_with("manifest.json: "));
}

#[test]
fn f34_names_of_functions_have_2_to_40_letters_digits_and_underscores() {
    let of = |name: &str| format!(r#"{{"modules":{{"call":{{"functions":{{"{name}":{{}}}}}}}}}}"#);
    for name in ["ab", "a_1", "_x", &"a".repeat(40)] {
        assert!(Manifest::read(&of(name)).is_ok(), "{name}");
    }
    for name in ["a", "1a", "a-b", "a b", "né", &"a".repeat(41), ""] {
        let says = wrong(&of(name));
        assert!(says.contains(&format!("modules.call.functions.{name}: expected")), "{says}");
    }
}

#[test]
fn f34_an_event_has_one_handler_and_says_which() {
    let twice = r#"{"modules":{"call":{"events":{"onCallCreate":{"handler":"a"}}},"chat":{"events":{"onCallCreate":{"handler":"b"}}}}}"#;
    assert!(wrong(twice).contains("modules.chat.events.onCallCreate: one handler an event"), "{}", wrong(twice));
    let none = r#"{"modules":{"call":{"events":{"onCallCreate":{}}}}}"#;
    assert!(wrong(none).contains("modules.call.events.onCallCreate.handler"), "{}", wrong(none));
    let list = r#"{"modules":{"call":{"events":["onCallCreate"]}}}"#;
    assert!(wrong(list).contains("modules.call.events: expected an object"), "{}", wrong(list));
}

#[test]
fn f34_unknown_keys_location_engines_and_dependencies_prevent_nothing() {
    let text = r#"{"platform-version":"3.0","modules":{"call":{"events":[],"location":{"sidebar":{"url":"x"}},"more":1}},
        "engines":7,"dependencies":{"axios":"1"},"unknown":[null]}"#;
    let manifest = Manifest::read(text).unwrap();
    assert!(manifest.events.is_empty() && manifest.dependencies.contains("axios"));
}

#[test]
fn f35_the_seeds_fragment_is_read_as_module_call_of_the_third_generation() {
    let bare = r#""events": { "onCallCreate": { "handler": "onCallCreateCallback" } }"#;
    for text in [bare.to_owned(), format!("{{{bare}}}"), format!("\u{feff}{{{bare}}}")] {
        let manifest = Manifest::read(&text).unwrap();
        assert_eq!(manifest.generation, Generation::Three);
        assert!(manifest.modules.contains("call"));
        assert_eq!(manifest.events["onCallCreate"], "onCallCreateCallback");
    }
    let two = Manifest::read(&format!(r#"{{"platform-version":"2.3",{bare}}}"#)).unwrap();
    assert_eq!(two.generation, Generation::Two);
}

//! A link that came from outside is passed on as it came, and on every try.

use super::*;

/// A link with whatever a link may have in it, and no expiry or signature of ours.
const LINK: &str = "https://pbx.example/rec/a%20b.wav?key=x%2By&n=1#t=0";
const SECTIONS: &str = "[sources.told]\nadapters = [\"native\"]\n";

/// A call that was talked, and the recording of it, which is stored later.
fn signals() -> Value {
    let fact = |no: u64, leg: &str, what: Value| {
        let at = format!("2026-01-05T09:00:{no:02}Z");
        let mut fact = json!({"key": no.to_string(), "thread": "T", "leg": leg, "at": at, "seq": no});
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fact
    };
    let recorded = |step: &str| json!({"what": "recorded", "recording": "r", "kind": "call", "step": step});
    let mut stored = recorded("stored");
    stored.as_object_mut().unwrap().extend([("length_s".into(), json!(40)), ("url".into(), json!(LINK))]);
    let party = |number: &str| json!({"number": number, "trunk": "voip"});
    json!([
        fact(0, "a", json!({"what": "came_in", "party": party("+31612340017"), "dialled": "+31205550711"})),
        fact(1, "b", json!({"what": "dialled", "by_leg": "a", "party": {"number": "101", "user": "ann"}})),
        fact(2, "b", json!({"what": "answered"})),
        fact(3, "a", json!({"what": "connected", "bridge": "B"})),
        fact(4, "b", json!({"what": "connected", "bridge": "B"})),
        fact(5, "a", recorded("started")),
        fact(45, "a", recorded("ended")),
        fact(46, "b", json!({"what": "ended", "how": "normal"})),
        fact(47, "a", json!({"what": "ended", "how": "normal"})),
        fact(59, "a", stored),
    ])
}

/// Takes what has that link only on its second try.
fn second_try() -> impl FnMut(&str) -> Does + Send {
    let mut refused = HashMap::<String, usize>::new();
    move |body| {
        let tries = refused.entry(body.to_owned()).or_default();
        *tries += 1;
        if body.contains(LINK) && *tries == 1 { Does::Fails } else { Does::Takes }
    }
}

#[test]
fn r16_a_link_that_came_from_outside_is_pushed_unchanged_and_a_retry_has_the_same_bytes() {
    let (hook, app) = (Receiver::start(second_try()), Receiver::secure(second_try()));
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), &format!("{}{SECTIONS}", sections(&[1; 24])));
    let served = app.serve(&home);
    let mut door = Door::open(served.address, &home.key("main")).unwrap();
    enter(&mut door, &json!({"name": "crm", "url": format!("http://{}/calls", hook.address)}));
    install(&mut door, "passes-on", &heard::app(app.address));
    let told = json!({"source": "told", "signals": signals()}).to_string();
    let answer = door.ask("POST", "/callbook/v1/signals", Some(&told)).unwrap();
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let links = [(&hook, "/data/record/recordings/0/url"), (&app, "/data/call/recording/url")];
    for (receiver, link) in links {
        let has = |request: &Request| request.body.contains(LINK);
        let state = receiver.until("both tries", |state| state.requests.iter().filter(|one| has(one)).count() >= 2);
        let [first, second, ..] = state.requests.iter().filter(|one| has(one)).collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!((first.does, second.does), (Does::Fails, Does::Takes));
        assert_eq!((&first.body, &first.id), (&second.body, &second.id));
        let said: Value = serde_json::from_str(&first.body).unwrap();
        assert_eq!(said.pointer(link), Some(&json!(LINK)), "{said}");
    }
    assert!(served.stop().success());
}

//! What keeps a message from a stream, said in words that whoever set it up can act on.

use super::*;

fn house(sections: &str) -> (Home, Served, Door) {
    let home = Home::new(std::path::Path::new(env!("CARGO_BIN_EXE_callbook")), &format!("{SECTIONS}{sections}"));
    let served = home.serve();
    let door = Door::open(served.address, &home.key("main")).unwrap();
    (home, served, door)
}

/// What a try of it comes to.
pub(super) fn error_of(door: &mut Door, more: &Value) -> Value {
    let path = enter(door, more);
    // It is sent by a lane, which begins a moment after it was entered.
    let began = Instant::now();
    loop {
        let answer = door.ask("POST", &format!("/callbook/v1{path}/test"), Some("")).unwrap();
        if answer.status == 200 {
            return answer.json()["attempt"]["error"].clone();
        }
        assert!(answer.status == 503 && began.elapsed() < PATIENCE, "{}", String::from_utf8_lossy(&answer.body));
    }
}

#[test]
fn what_keeps_a_message_from_a_stream_is_said_in_plain_words() {
    let rt = Runtime::new().unwrap();
    let (_home, served, mut door) = house(&deliver());
    let open = Nats::start("");
    let own = json!({"servers": [open.url()]});
    let says = "the server has no stream with the subject callbook.main.test, or no JetStream";
    assert_eq!(error_of(&mut door, &own), says);
    rt.block_on(open.make("CALLS", "callbook.>"));
    assert_eq!(error_of(&mut door, &own), Value::Null);
    assert_eq!(error_of(&mut door, &json!({"servers": ["nats://127.0.0.1:1"]})), "the connection was refused");
    assert_eq!(error_of(&mut door, &json!({"servers": ["nats://127.0.0.1:1", open.url()]})), Value::Null, "one is enough");
    let server = served.address.port();
    let no_nats = error_of(&mut door, &json!({"servers": [format!("nats://127.0.0.1:{server}")]}));
    assert!(
        ["what answers does not speak NATS", "the address cannot be reached"].map(Value::from).contains(&no_nats),
        "{no_nats}"
    );
    assert!(served.stop().success());
}

#[test]
fn a_stream_lets_in_whom_it_knows_and_what_it_was_told_of_him_is_never_told_back() {
    let (home, served, mut door) = house(&deliver());
    let nats = Nats::start("authorization { users = [ {user: ann, password: \"quibblesecret\"} ] }\n");
    let refused = "the server does not let us in: user and password, or the token, are not those it knows";
    assert_eq!(error_of(&mut door, &json!({"servers": [nats.url()]})), refused);
    let wrong = json!({"servers": [nats.url()], "user": "ann", "password": "wrong"});
    assert_eq!(error_of(&mut door, &wrong), refused);
    let good = json!({"servers": [nats.url()], "user": "ann", "password": "quibblesecret"});
    let says = "the server has no stream with the subject callbook.main.test, or no JetStream";
    assert_eq!(error_of(&mut door, &good), says, "it was let in");
    let token = Nats::start("authorization { token: \"quibbletoken\" }\n");
    assert_eq!(error_of(&mut door, &json!({"servers": [token.url()], "token": "quibbletoken"})), says);
    let list = door.read("/subscriptions").unwrap().to_string();
    assert!(list.contains("\"signs_in_by\":\"password\"") && list.contains("\"signs_in_by\":\"token\""), "{list}");
    assert!(!list.contains("quibble") && !home.log().contains("quibble"), "{list}\n{}", home.log());
    assert!(served.stop().success());
}

#[test]
fn what_the_user_may_not_do_is_said_at_once() {
    let (_home, served, mut door) = house(&deliver());
    let may = |permissions: &str| {
        let user = format!("{{user: ann, password: \"quibblesecret\", permissions: {{ {permissions} }}}}");
        Nats::start(&format!("authorization {{ users = [ {user} ] }}\n"))
    };
    let cases = [
        (may("publish: { deny: \"callbook.>\" }"), "the user may not publish to the subject callbook.main.test"),
        (may("subscribe: { deny: \"_INBOX.>\" }"), "the user may not subscribe to _INBOX.>, where the stream answers"),
    ];
    for (nats, says) in &cases {
        let said = json!({"servers": [nats.url()], "user": "ann", "password": "quibblesecret"});
        assert_eq!(error_of(&mut door, &said), *says);
    }
    assert!(served.stop().success());
}

#[test]
fn a_stream_inside_the_network_is_reached_only_if_the_operator_lists_it() {
    let nats = Nats::start("");
    let (_home, served, mut door) = house("");
    for server in [nats.url(), format!("tls://localhost:{}", nats.port()), "nats://8.8.8.8:4222".to_owned()] {
        let said = json!({"name": "events", "kind": "stream", "servers": [server]});
        let refused = ask(&mut door, "POST", "/subscriptions", &said, 400);
        assert_eq!(refused["field"], "servers[0]", "{refused}");
        assert!(refused["detail"].as_str().unwrap().contains("deliver.allow"), "{refused}");
    }
    // A name that leads inside is found out when it is connected to, as is another way to write an address.
    let inside = "the address is inside the network and not allowed (deliver.allow)";
    assert_eq!(error_of(&mut door, &json!({"servers": [format!("tls://127.1:{}", nats.port())]})), inside);
    assert!(served.stop().success());
}

#[test]
fn what_is_too_large_for_a_server_is_given_up_at_once_and_told_by_its_words() {
    let rt = Runtime::new().unwrap();
    let nats = Nats::start("max_payload: 1024\n");
    rt.block_on(nats.make("CALLS", "callbook.>"));
    let (_home, served, mut door) = house(&deliver());
    let path = enter(&mut door, &json!({"servers": [nats.url()]}));
    tell(&mut door, 0..1);
    let many = feed(&mut door).len();
    let deliveries = format!("{path}/deliveries?state=dead");
    let dead = until(&mut door, &deliveries, |said| said["deliveries"].as_array().unwrap().len() == many);
    let says = &dead["deliveries"][0]["attempts"][0]["error"];
    assert_eq!(says, "it is larger than the server takes (max_payload)");
    assert!(served.stop().success());
}

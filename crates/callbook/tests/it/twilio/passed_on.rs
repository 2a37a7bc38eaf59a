//! Requests that ask what to do with a call (section 6 of the sheet).

use super::*;

const BUSY: &str = "HTTP/1.1 201 Created\r\nContent-Type: text/xml; charset=utf-8\r\nSet-Cookie: step=2\r\nContent-Length: 31\r\n\r\n\
    <Response><Hangup/></Response>\n";

fn asking(sid: &str) -> Fields {
    fields(&format!(
        "CallSid={sid}&From=%2B31600000011&To=%2B31205550171&Direction=inbound&CallStatus=in-progress&Digits=2&New=a+b"
    ))
}

#[test]
fn a_request_that_asks_is_passed_on_as_it_came_and_answered_as_it_is_answered() {
    let answering = Answering::with(BUSY);
    let house = House::new(&called("office", &format!("forward_url = \"http://{}/app?of=7\"", answering.address)));
    let mut door = house.door();
    let path = path("office", "/menu/one%20?x=%2B1");
    let fields = asking("CA1");
    let signature = sign(TOKEN, &format!("{PUBLIC}{path}"), &fields);
    let more = format!("{}I-Twilio-Idempotency-Token: 7\r\n", head(&signature));
    let answer = door.send("POST", &path, &more, &form(&fields)).unwrap();
    assert_eq!((answer.status, says(&answer).as_str()), (201, "<Response><Hangup/></Response>\n"), "{}", answer.head);
    let told = answer.head.to_ascii_lowercase();
    assert!(told.contains("content-type: text/xml; charset=utf-8") && told.contains("set-cookie: step=2"), "{told}");
    let passed = answering.asked.recv().unwrap();
    assert!(passed.head.starts_with("POST /app/menu/one%20?of=7&x=%2B1 HTTP/1.1\r\n"), "{}", passed.head);
    let head = passed.head.to_ascii_lowercase();
    assert!(head.contains(&format!("x-twilio-signature: {signature}").to_ascii_lowercase()), "{head}");
    assert!(head.contains("i-twilio-idempotency-token: 7") && head.contains("application/x-www-form-urlencoded"), "{head}");
    assert!(head.contains(&format!("host: {}", answering.address)), "{head}");
    assert_eq!(passed.body, form(&fields));
    // What it tells is recorded like anything else.
    assert_eq!(house.conversations()[0]["menus"][0]["digits"], "2");
    assert!(kept(&house.home, "office")[0].contains("\"token\":\"7\""));
    // A request that only tells is nobody's to answer.
    let answer = post(&mut door, &super::path("office", "/status"), &ringing("CA1"));
    assert_eq!((answer.status, says(&answer).contains("<Response/>")), (200, true));
    assert!(answering.asked.try_recv().is_err());
    assert!(house.served.stop().success());
}

#[test]
fn without_a_forward_url_it_is_refused_with_an_error_that_says_so_and_recorded_all_the_same() {
    let house = House::new(&called("office", ""));
    let answer = post(&mut house.door(), &path("office", ""), &asking("CA1"));
    assert_eq!((answer.status, &answer.json()["field"]), (400, &Value::from("twilio.forward_url")), "{}", says(&answer));
    assert!(says(&answer).contains("asks what to do with the call"), "{}", says(&answer));
    assert_eq!(house.conversations().len(), 1);
    assert!(house.served.stop().success());
}

#[test]
fn whoever_does_not_answer_is_told_of_in_words_that_name_no_number() {
    let gone = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let house = House::new(&called("office", &format!("forward_url = \"http://{gone}/voice\"")));
    let answer = post(&mut house.door(), &path("office", "?To=%2B31205550171"), &asking("CA1"));
    assert_eq!((answer.status, &answer.json()["status"]), (502, &Value::from(502)), "{}", says(&answer));
    assert!(says(&answer).contains("it cannot be reached") && !says(&answer).contains("3120555"), "{}", says(&answer));
    assert_eq!(house.conversations().len(), 1);
    assert!(house.served.stop().success());
    assert!(!house.home.log().contains("3120555"), "{}", house.home.log());
}

#[test]
fn only_an_operator_says_where_requests_are_passed_on_to() {
    let house = House::new("");
    let words = ["token", "new", "--role", "administrator", "--name", "desk", "--account", "main"];
    let administrator = house.home.printed(&words).split_whitespace().last().unwrap().to_owned();
    let link = |more: &str| {
        format!(
            r#"{{"adapters":["twilio"],"twilio":{{"account_sid":"{SID}","auth_token":"{TOKEN}","public_url":"{PUBLIC}"{more}}}}}"#
        )
    };
    let asked = link(r#","forward_url":"http://127.0.0.1:1/""#);
    let mut door = Door::open(house.served.address, &administrator).unwrap();
    let refused = door.ask("PUT", "/callbook/v1/sources/office", Some(&asked)).unwrap();
    assert_eq!((refused.status, &refused.json()["field"]), (403, &Value::from("twilio.forward_url")), "{}", says(&refused));
    assert_eq!(door.ask("PUT", "/callbook/v1/sources/office", Some(&link(""))).unwrap().status, 201);
    let put = house.door().ask("PUT", "/callbook/v1/sources/office", Some(&asked)).unwrap();
    assert_eq!(put.status, 200, "{}", says(&put));
    let told = put.json();
    assert_eq!(told["twilio"]["forward_url"], "http://127.0.0.1:1/");
    assert!(told["twilio"]["auth_token"].is_null() && !says(&put).contains(TOKEN), "a token is told");
    // Whoever says the rest anew need not say the token, nor may he keep it for another account.
    let rest = link("").replace(&format!("\"auth_token\":\"{TOKEN}\","), "");
    assert_eq!(door.ask("PUT", "/callbook/v1/sources/office", Some(&rest)).unwrap().status, 200);
    let other = door.ask("PUT", "/callbook/v1/sources/office", Some(&rest.replace(SID, "AC0"))).unwrap();
    assert_eq!((other.status, &other.json()["field"]), (400, &Value::from("twilio.auth_token")), "{}", says(&other));
    assert!(house.served.stop().success());
}

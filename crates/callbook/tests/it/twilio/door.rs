//! Who is let in, what is refused and in which words, and what an answer means.

use super::*;
use crate::disk::{lift, limited};

fn refused(answer: &Answer, status: u16, field: &str) {
    assert_eq!((answer.status, answer.json()["field"].as_str().unwrap_or_default()), (status, field), "{}", says(answer));
    assert!(answer.head.to_ascii_lowercase().contains("application/problem+json"), "{}", answer.head);
}

#[test]
fn t1_t3_what_is_not_signed_or_is_signed_otherwise_is_refused_and_leaves_nothing() {
    let house = House::new(&called("office", ""));
    let mut door = house.door();
    let (path, fields) = (path("office", "/status"), ringing("CA1"));
    let url = format!("{PUBLIC}{path}");
    refused(&door.send("POST", &path, "", &form(&fields)).unwrap(), 403, "X-Twilio-Signature");
    for signature in [
        String::new(),
        "bm9uZQ==".to_owned(),
        sign("12346", &url, &fields),
        sign(TOKEN, &url.replace("https", "http"), &fields),
        sign(TOKEN, &format!("{url}/"), &fields),
        sign(TOKEN, &url, &ringing("CA2")),
    ] {
        refused(&door.send("POST", &path, &head(&signature), &form(&fields)).unwrap(), 403, "X-Twilio-Signature");
    }
    // A field that nobody knows is signed too.
    let more = [fields.clone(), vec![("New".to_owned(), "1".to_owned())]].concat();
    refused(&door.send("POST", &path, &head(&sign(TOKEN, &url, &fields)), &form(&more)).unwrap(), 403, "X-Twilio-Signature");
    // Another account that happens to know the token.
    let other = fields.iter().map(|(name, value)| (name.clone(), value.replace(SID, "AC0"))).collect();
    refused(&post(&mut door, &path, &other), 403, "AccountSid");
    assert!(house.conversations().is_empty());
    assert!(kept(&house.home, "office").is_empty());
    assert_eq!(post(&mut door, &path, &more).status, 200);
    assert_eq!(house.conversations().len(), 1);
    assert!(house.served.stop().success());
}

#[test]
fn t1_t2_t17_each_spelling_of_the_public_url_counts() {
    let sections = [("plain", PUBLIC), ("port", "https://mycompany.com:443/")]
        .map(|(source, public)| called(source, "").replace(PUBLIC, public))
        .concat();
    let house = House::new(&sections);
    let mut door = house.door();
    for source in ["plain", "port"] {
        let path = path(source, "/status?foo=It's+on&b=%2B1");
        // As it was sent, without and with the port, and as browsers write it, which leaves the usual port out.
        let spellings =
            [format!("{PUBLIC}{path}"), format!("{PUBLIC}:443{path}"), format!("{PUBLIC}{}", path.replace('\'', "%27"))];
        for (way, url) in spellings.iter().enumerate() {
            let answer = post_signed(&mut door, url, &path, &ringing(&format!("CA{source}{way}")));
            assert_eq!(answer.status, 200, "{source} {url}: {}", says(&answer));
        }
    }
    assert_eq!(house.conversations().len(), 6);
    assert!(house.served.stop().success());
}

#[test]
fn both_tokens_count_while_one_is_exchanged_and_a_get_is_signed_by_its_url_alone() {
    let house = House::new(&called("office", "auth_token_secondary = \"67890\""));
    let mut door = house.door();
    let (path_of_post, fields) = (path("office", ""), ringing("CA1"));
    let signature = sign("67890", &format!("{PUBLIC}{path_of_post}"), &fields);
    assert_eq!(door.send("POST", &path_of_post, &head(&signature), &form(&fields)).unwrap().status, 200);
    let by_get = path("office", &format!("/status?{}", form(&ringing("CA2"))));
    let signature = sign(TOKEN, &format!("{PUBLIC}{by_get}"), &Vec::new());
    let answer = door.send("GET", &by_get, &format!("X-Twilio-Signature: {signature}\r\n"), "").unwrap();
    assert_eq!(answer.status, 200, "{}", says(&answer));
    assert!(answer.head.to_ascii_lowercase().contains("content-type: text/xml"), "{}", answer.head);
    assert_eq!(house.conversations().len(), 2);
    assert!(house.served.stop().success());
}

#[test]
fn what_is_not_there_is_not_found_whichever_part_of_the_address_is_wrong() {
    let house = House::new(&(called("office", "") + "[sources.pbx]\nadapters = [\"native\"]\n"));
    let mut door = house.door();
    let right = path("office", "");
    let mut told: Vec<_> =
        [("main", "other"), ("office", "none"), ("office", "pbx"), ("/twilio", "/native"), ("/twilio", "/x/y")]
            .iter()
            .map(|(part, other)| post(&mut door, &right.replacen(part, other, 1), &ringing("CA1")))
            .map(|answer| (answer.status, says(&answer)))
            .collect();
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, 404, "{told:?}");
    refused(&door.send("DELETE", &right, "", "").unwrap(), 405, "");
    assert!(house.served.stop().success());
}

#[test]
fn a_field_that_makes_no_sense_is_named_and_kept_for_whoever_reads_it_again() {
    let house = House::new(&called("office", ""));
    let mut door = house.door();
    let path = path("office", "/status");
    let fields = |text: &str| super::fields(&format!("Direction=inbound&CallStatus=ringing&{text}"));
    refused(&post(&mut door, &path, &fields("CallSid=CA1&Timestamp=yesterday")), 400, "Timestamp");
    refused(&post(&mut door, &path, &fields("MessageSid=SM1")), 400, "CallSid");
    assert_eq!(kept(&house.home, "office").len(), 2);
    let source = door.read("/sources/office").unwrap();
    assert_eq!(source["feeds"][0]["notes"], 2, "{source}");
    assert_eq!(source["feeds"][0]["link"], "up", "{source}");
    assert!(source["feeds"][0]["heard_at"].is_string(), "{source}");
    let signature = sign(TOKEN, &format!("{PUBLIC}{path}"), &Vec::new());
    let text = format!("X-Twilio-Signature: {signature}\r\nContent-Type: text/plain\r\n");
    refused(&door.send("POST", &path, &text, "CallSid=CA1").unwrap(), 415, "");
    refused(&door.send("POST", &path, &head(""), &"x".repeat(70_000)).unwrap(), 413, "");
    assert!(house.conversations().is_empty());
    assert!(house.served.stop().success());
}

#[test]
fn t6_a_callback_that_comes_again_changes_nothing_before_and_after_a_restart() {
    let mut house = House::new(&called("office", ""));
    let path = path("office", "/status");
    let first = |house: &House| {
        let answer = post(&mut house.door(), &path, &ringing("CA1"));
        assert_eq!(answer.status, 200, "{}", says(&answer));
        let (changes, _) = house.door().changes("start", 0).unwrap();
        (house.conversations(), changes.len())
    };
    let told = first(&house);
    assert_eq!(first(&house), told);
    house = house.again();
    assert_eq!(first(&house), told);
    let metrics = house.door().ask("GET", "/metrics", None).unwrap();
    assert!(says(&metrics).contains("callbook_signals_total{feed=\"twilio\",known=\"yes\"}"), "{}", says(&metrics));
    assert!(house.served.stop().success());
}

#[test]
fn what_cannot_be_made_durable_is_answered_503_and_nothing_that_was_acknowledged_is_lost() {
    let home = Home::new(&program(), &called("office", ""));
    let served = limited(&home);
    let key = home.key("main");
    let house = House { home, served, key };
    house.until_heard();
    let (mut door, path) = (house.door(), path("office", "/status"));
    let call = |number: usize| ringing(&format!("CA{number}"));
    let refused_first = (0..).find(|number| post(&mut door, &path, &call(*number)).status != 200).unwrap();
    let refused = post(&mut door, &path, &call(refused_first));
    assert_eq!(refused.status, 503, "{}", says(&refused));
    assert!(refused.head.to_ascii_lowercase().contains("retry-after:"), "{}", refused.head);
    lift(house.served.process());
    while post(&mut door, &path, &call(refused_first)).status == 503 {}
    assert_eq!(house.conversations().len(), refused_first + 1);
    drop(door);
    let house = house.killed();
    assert_eq!(house.conversations().len(), refused_first + 1);
    assert!(house.served.stop().success());
}

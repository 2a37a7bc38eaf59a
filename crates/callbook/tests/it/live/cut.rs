//! A manager link that is cut, and one whose secret is wrong.

use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpListener;

use super::*;

/// Plays these recordings, each once for every so many messages, with the link cut after that message.
fn cut_after_every(step: usize, scenarios: &[&str]) {
    let rt = Runtime::new().unwrap();
    let mut playing = Vec::new();
    for scenario in scenarios {
        let length = Exchange::of("asterisk-ami", scenario, "").script().cues.len();
        for cut in (1..length).step_by(step) {
            let one = Exchange::of("asterisk-ami", scenario, &format!("-{cut}"));
            let switch = switch(&rt, one.script(), &[cut]);
            playing.push((one, switch, cut * 4 > length && cut * 4 < length * 3));
        }
    }
    let sections = playing.iter().map(|(one, switch, _)| dialled(&one.source, switch.address, LOGIN));
    let house = House::new(&sections.collect::<String>());
    playing.iter_mut().for_each(|(_, switch, _)| rt.block_on(switch.is_over()));
    let (exchanges, switches): (Vec<_>, Vec<_>) =
        playing.into_iter().map(|(one, switch, in_the_middle)| (one, (switch, in_the_middle))).unzip();
    // A switch that goes takes along what was not read of it yet, so they stay until all was.
    let (switches, middles): (Vec<_>, Vec<_>) = switches.into_iter().unzip();
    house.until_replayed(&exchanges, without_gaps);
    drop(switches);
    let told = records(&mut house.door());
    for (one, _) in exchanges.iter().zip(middles).filter(|(_, in_the_middle)| *in_the_middle) {
        let said = |record: &Value| record["gaps"].to_string().contains("link_lost");
        assert!(told[&one.source].iter().any(said), "{}: the cut is not said", one.source);
    }
    assert!(house.served.stop().success());
}

#[test]
fn a_link_cut_after_any_message_of_a_call_loses_nothing_and_invents_nothing() {
    cut_after_every(1, &["answered", "busy"]);
}

#[test]
fn a_link_cut_anywhere_in_longer_calls_loses_nothing_and_invents_nothing() {
    cut_after_every(
        7,
        &["attended_transfer", "blind_transfer", "hold_resume", "queue_answered", "call_pickup", "park_and_retrieve"],
    );
}

/// A switch that knows nobody's secret: refuses so many sign-ins, and is gone.
fn refusing(listener: &TcpListener, times: usize) {
    for _ in 0..times {
        let (mut socket, _) = listener.accept().unwrap();
        socket.write_all(b"Asterisk Call Manager/11.0.0\r\n").unwrap();
        let mut id = String::new();
        for line in BufReader::new(socket.try_clone().unwrap()).lines() {
            let line = line.unwrap();
            if let Some(told) = line.strip_prefix("ActionID:") {
                id = told.trim().to_owned();
            }
            if line.is_empty() {
                break;
            }
        }
        let refusal = format!("Response: Error\r\nActionID: {id}\r\nMessage: Authentication failed\r\n\r\n");
        socket.write_all(refusal.as_bytes()).unwrap();
    }
}

#[test]
fn a_wrong_secret_is_seen_in_health_tried_again_and_costs_nobody_else_anything() {
    let rt = Runtime::new().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let refused = std::thread::spawn(move || refusing(&listener, 2));
    let one = Exchange::of("asterisk-ami", "answered", "");
    let mut right = switch(&rt, one.script(), &[]);
    let sections = dialled("stranger", address, "wrong") + &dialled(&one.source, right.address, LOGIN);
    let house = House::new(&sections);
    rt.block_on(right.is_over());
    house.until_replayed(&[one], |record| record);
    house.until(|door| {
        let ready = door.ask("GET", "/readyz", None).unwrap();
        let said = ready.json();
        let feed = &said["sources"][0];
        let seen = ready.status == 200 && said["status"] == "degraded" && feed["source"] == "stranger";
        let why = feed["why"].as_str().is_some_and(|why| why.contains("Authentication failed"));
        (!seen || feed["state"] != "refused" || !why).then(|| said.to_string())
    });
    let source = house.door().read("/sources/stranger").unwrap();
    assert_eq!(source["feeds"][0]["link"], "refused", "{source}");
    assert!(!source.to_string().contains("wrong"), "the secret is told");
    refused.join().unwrap();
    assert!(house.served.stop().success());
    let log = house.home.log();
    let told = |line: &str| line.contains(" WARN ") && line.contains("refused") && line.contains("Authentication failed");
    assert!(log.lines().any(told), "{log}");
}

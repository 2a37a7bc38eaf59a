//! Messages without a time (trap A37, rule N19).

use super::{Fact, Rig, event, moment, replay, told};
use crate::adapters::Input;

fn times(rig: &Rig) -> Vec<String> {
    rig.seen.iter().map(|seen| format!("{}.{:06}", seen.at.micros() / 1_000_000, seen.at.micros() % 1_000_000)).collect()
}

#[test]
fn n19_a_message_without_time_takes_that_of_the_last_timed_one() {
    let timed = event("Newchannel", "1700000000.000007", "1700000000.1", "");
    let rig = told(&(timed + &event("HangupRequest", "", "1700000000.1", "")));
    assert_eq!(times(&rig), ["1700000000.000007"; 2]);
    assert!(rig.notes.is_empty());
}

#[test]
fn a_message_that_is_passed_over_tells_the_time_too() {
    let noise = "Event: DeviceStateChange\nPrivilege: call,all\nTimestamp: 1700000003.5\nDevice: PJSIP/phone\n\n";
    let rig = told(&(noise.to_owned() + &event("HangupRequest", "", "1700000000.1", "")));
    assert_eq!(times(&rig)[0], "1700000003.500000");
}

#[test]
fn a_file_without_any_time_counts_by_the_seconds_of_its_channels() {
    let mut text = event("Newchannel", "", "1700000000.1", "");
    text += &event("Newchannel", "", "site-nl-1700000009.2", "");
    text += &event("Hangup", "", "1700000000.1", "Cause: 16");
    let rig = told(&text);
    assert_eq!(times(&rig), ["1700000000.000000", "1700000009.000000", "1700000009.000000"]);
    assert_eq!(rig.notes.len(), 1, "{:?}", rig.notes);
    assert!(rig.notes[0].1.contains("timestampevents"));
}

#[test]
fn a_live_stream_without_any_time_counts_by_the_moment_now() {
    let mut rig = Rig::new(false);
    rig.feed(Input::Connected(Some(moment("1700000050"))));
    rig.text(&event("Newchannel", "", "1700000000.1", ""));
    rig.feed(Input::Tick(moment("1700000055")));
    rig.text(&event("Hangup", "", "1700000000.1", "Cause: 16"));
    assert_eq!(times(&rig), ["1700000050.000000", "1700000055.000000"]);
    assert_eq!(rig.notes.len(), 1);
}

#[test]
fn a_file_counts_the_boot_back_from_the_next_timed_message() {
    let text = "Event: FullyBooted\nUptime: 246\n\n".to_owned() + &event("Newchannel", "1700000300.25", "1700000300.1", "");
    let rig = told(&text);
    assert_eq!(rig.facts()[0], &Fact::Booted { at: moment("1700000054.25") });
    assert_eq!(times(&rig)[0], "1700000300.250000");
}

#[test]
fn n19_the_next_file_tells_that_the_link_was_down() {
    let first = event("Newchannel", "1700000000.5", "1700000000.1", "");
    let second = event("Hangup", "1700000009.5", "1700000000.1", "Cause: 16");
    let rig = replay(&[first.as_bytes(), second.as_bytes()], usize::MAX);
    let facts = rig.facts();
    assert_eq!(facts[1], &Fact::LinkWasDown { from: moment("1700000000.5") });
    assert_eq!(times(&rig)[1], "1700000009.500000");
}

#[test]
fn a_switch_that_went_on_running_did_not_boot_again() {
    let boot = |uptime: u32| format!("Event: FullyBooted\nUptime: {uptime}\n\n");
    let first = boot(100) + &event("Newchannel", "1700000000.5", "1700000000.1", "");
    let second = boot(105) + &event("Hangup", "1700000009.5", "1700000000.1", "Cause: 16");
    let third = boot(2) + &event("Newchannel", "1700000019.5", "1700000019.0", "");
    let rig = replay(&[first.as_bytes(), second.as_bytes(), third.as_bytes()], usize::MAX);
    let boots: Vec<_> = rig.facts().into_iter().filter(|fact| matches!(fact, Fact::Booted { .. })).collect();
    assert_eq!(boots, [&Fact::Booted { at: moment("1699999900.5") }, &Fact::Booted { at: moment("1700000017.5") }]);
}

#[test]
fn a_restart_that_nothing_dates_lies_after_the_last_moment_seen() {
    let first = "Event: FullyBooted\nUptime: 1000\n\n".to_owned() + &event("Newchannel", "1700000000.5", "1700000000.1", "");
    let rig = replay(&[first.as_bytes(), b"Event: FullyBooted\nUptime: 4\n\n"], usize::MAX);
    assert_eq!(rig.facts().last().unwrap(), &&Fact::Booted { at: moment("1700000000.5") });
}

#[test]
fn a_restart_is_seen_even_when_the_two_clocks_disagree() {
    let mut rig = Rig::new(false);
    let mut connect = |now: &str, uptime: u32, more: &str| {
        rig.feed(Input::Connected(Some(moment(now)))).text("Asterisk Call Manager/9\n");
        let login = rig.sent.matches("ActionID").count();
        rig.text(&format!(
            "Response: Success\nActionID: callbook-{login}-login\n\nEvent: FullyBooted\nUptime: {uptime}\n\n{more}"
        ));
        rig.feed(Input::Closed(Some(moment(now).plus(1))));
    };
    // The switch is a minute ahead of us.
    connect("1700000000", 500, &event("Newchannel", "1700000060.0", "1700000060.1", ""));
    connect("1700000010", 510, "");
    connect("1700000020", 4, "");
    let boots: Vec<_> = rig.facts().into_iter().filter(|fact| matches!(fact, Fact::Booted { .. })).collect();
    assert_eq!(boots, [&Fact::Booted { at: moment("1699999500") }, &Fact::Booted { at: moment("1700000060") }]);
}

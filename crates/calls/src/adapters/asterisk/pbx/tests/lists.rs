//! What lists show, and what is given up.

use super::super::super::fact::{BridgeKind, Fact};
use super::{ALL, Switch, channel};
use crate::moment::Moment;
use crate::signal::What;

fn listed(id: &str, name: &str, number: &str, linkedid: &str, app: &str) -> Fact {
    Fact::Listed {
        channel: channel(id, name, number, linkedid, "102"),
        up: true,
        ringing: false,
        age_s: 3,
        bridge: Some("b".into()),
        bridge_kind: Some(BridgeKind::Talk),
        app: Some((app.into(), "x".into())),
        dnid: Some("102".into()).filter(|_| id == linkedid),
        queue: None,
    }
}

#[test]
fn a57_a_call_met_in_a_list_starts_in_its_ids_second_with_a_gap() {
    let mut switch = Switch::new(ALL);
    switch.see(listed("1699999990.2", "PJSIP/bob-2", "102", "1699999990.1", "AppDial"));
    switch.see(listed("1699999990.1", "PJSIP/alice-1", "101", "1699999990.1", "Dial")).see(Fact::ListOver);
    let signals = switch.output.signals.clone();
    let came = signals.iter().find(|signal| matches!(signal.what, What::CameIn(_))).unwrap();
    assert_eq!(came.at, Moment::from_epoch_text("1699999990").unwrap());
    assert_eq!(came.key, "f|1699999990.1|came_in|listed");
    assert!(!signals.iter().any(|signal| matches!(signal.what, What::Answered)), "an answer is not invented");
    assert!(switch.tells("1699999990.1 came_in 101 -> 102"));
    assert!(switch.tells("1699999990.2 dialled by 1699999990.1 102"));
    assert!(switch.tells("1699999990.1 gap LateStart"));
    assert!(switch.tells("1699999990.2 gap MissingAnswer"));
    assert!(switch.tells("1699999990.1 connected b"));
}

#[test]
fn a_leg_that_a_complete_list_does_not_name_is_lost_when_last_seen() {
    let mut switch = Switch::new(ALL);
    switch.talk();
    let (at, seen) = (switch.at, Moment::from_micros(switch.at).unwrap());
    switch.told();
    switch.wait(5).see(Fact::LinkWasDown { from: seen }).see(Fact::ListOver);
    let signals = switch.signals();
    assert_eq!(signals.len(), 2);
    assert!(signals.iter().all(|signal| signal.what.word() == "lost" && signal.at.micros() == at));
}

#[test]
fn a_leg_that_lives_on_after_the_link_was_down_has_a_gap() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    let from = Moment::from_micros(switch.at).unwrap();
    switch.wait(5).see(Fact::LinkWasDown { from }).see(Fact::Digit { id: "1".into(), digit: '1' });
    switch.see(listed("2", "PJSIP/bob-2", "102", "1", "AppDial")).see(listed("1", "PJSIP/alice-1", "101", "1", "Dial"));
    switch.see(Fact::ListOver);
    assert_eq!(switch.told(), "1 gap LinkLost\n2 gap LinkLost");
}

#[test]
fn a56_what_a_restart_took_is_lost_with_a_gap() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    let at = Moment::from_micros(switch.at + 2_000_000).unwrap();
    switch.wait(3).see(Fact::Booted { at });
    assert_eq!(switch.told(), "1 gap Restart\n2 gap Restart\n1 lost\n2 lost");
}

#[test]
fn n19_what_is_open_at_the_end_is_lost_at_its_last_sign_of_life() {
    let mut switch = Switch::new(ALL);
    switch.talk();
    let at = switch.at;
    switch.told();
    switch.comes("9", "PJSIP/dave-9", "104", "101");
    switch.pbx.finish(&mut switch.output);
    let signals = switch.signals();
    let lost: Vec<_> = signals.iter().filter(|signal| signal.what.word() == "lost").collect();
    assert_eq!(lost.iter().map(|signal| signal.leg.0.as_str()).collect::<Vec<_>>(), ["1", "2", "9"]);
    assert!(lost[0].at.micros() == at && lost[1].at.micros() == at, "two who talk are seen together");
    assert!(signals.iter().any(|signal| matches!(signal.what, What::CameIn(_)) && signal.leg.0 == "9"));
}

#[test]
fn a_leg_whose_beginning_was_lost_begins_where_that_is_safe() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").told();
    switch.see(Fact::Mentioned { channel: channel("2", "PJSIP/bob-2", "102", "1", "102") }).up("2").enters("2", "b");
    assert!(switch.tells("2 dialled by 1 102"));
    assert!(switch.tells("2 gap LateStart"));
    switch.see(Fact::Mentioned { channel: channel("7", "PJSIP/erin-7", "107", "6", "107") }).enters("7", "c").ends("7", 16);
    assert!(!switch.tells_of("7 "), "of whom nothing is known nothing is told");
}

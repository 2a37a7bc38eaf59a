//! Transfers, redirects, pickups, parking.

use super::super::super::fact::{AttendedKind, BridgeKind, Fact, UnparkedHow};
use super::{ALL, FEW, Switch};

fn blind(by: &str, moved: &str, to: &str) -> Fact {
    Fact::BlindTransfer { by: by.into(), transferee: Some(moved.into()), extension: to.into(), context: None }
}

#[test]
fn n11_a_blind_transfer_is_told_with_what_happens_next_and_its_own_time() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    let at = switch.at + 100_000;
    switch.see(blind("2", "1", "103"));
    assert_eq!(switch.told(), "");
    switch.leaves("2", "b").app("1", "Dial", "PJSIP/bob", "103").leaves("1", "b").ends("2", 16).makes(
        "3",
        "PJSIP/carol-3",
        "103",
        "1",
    );
    switch.dials("1", "3", "carol");
    let signals = switch.signals();
    let moved = signals.iter().find(|signal| signal.what.word() == "transferred").unwrap();
    assert_eq!((moved.leg.0.as_str(), moved.at.micros()), ("1", at));
}

#[test]
fn n11_a_blind_transfer_that_leads_nowhere_is_told_with_the_end() {
    let mut switch = Switch::new(ALL);
    switch.talk().see(blind("2", "1", "199")).leaves("2", "b").leaves("1", "b").told();
    switch.ends("1", 16);
    let told = switch.told();
    assert_eq!(told, "1 transferred Blind by 2 none to none 199\n1 ended Normal");
}

#[test]
fn a30_a_parking_by_transfer_is_no_transfer_in_either_order() {
    let parked = || Fact::Parked { id: "1".into(), parker: Some("PJSIP/bob".into()), space: Some("701".into()) };
    for first in [true, false] {
        let mut switch = Switch::new(ALL);
        switch.talk().told();
        match first {
            true => switch.see(parked()).see(blind("2", "1", "700")),
            false => switch.see(blind("2", "1", "700")).see(parked()),
        };
        switch.leaves("1", "b").enters_kind("1", "p", BridgeKind::Holding).leaves("2", "b").ends("2", 16);
        assert!(switch.tells("1 parked by 2 at 701"), "parked first: {first}");
        assert!(!switch.tells_of("1 transferred"), "parked first: {first}");
    }
}

#[test]
fn a_retrieval_is_told_before_the_retriever_joins() {
    let mut switch = Switch::new(ALL);
    switch.talk().see(Fact::Parked { id: "1".into(), parker: Some("PJSIP/bob".into()), space: Some("701".into()) });
    switch.leaves("1", "b").leaves("2", "b").ends("2", 16).told();
    switch.comes("3", "PJSIP/carol-3", "103", "701").app("3", "ParkedCall", "default,701", "701").up("3");
    let how = UnparkedHow::Retrieved { retriever: "3".into() };
    switch.see(Fact::Unparked { id: "1".into(), how });
    let told = "1 unparked Retrieved { by: LegKey(\"3\") }\n3 joined Taker to 1\n3 answered";
    assert_eq!(switch.told(), told);
}

#[test]
fn a_space_that_only_the_retriever_names_is_told_later() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.up("2").enters("2", "b").enters("1", "b");
    switch.see(Fact::Parked { id: "1".into(), parker: Some("PJSIP/bob".into()), space: None }).leaves("1", "b");
    assert!(switch.tells("1 parked by 2 at none"));
    switch.comes("3", "PJSIP/carol-3", "103", "701").app("3", "ParkedCall", "default,701", "701").told();
    let how = UnparkedHow::Retrieved { retriever: "PJSIP/carol-3".into() };
    switch.see(Fact::Unparked { id: "1".into(), how });
    assert!(switch.tells("1 parked by none at 701"));
}

#[test]
fn a32_a_pickup_ends_the_ringing_leg_and_starts_no_call() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.dials("1", "2", "bob").told();
    switch.comes("3", "PJSIP/carol-3", "103", "*8102").app("3", "Pickup", "PJSIP/bob", "*8102").up("3");
    switch.see(Fact::Pickup { by: "3".into(), ringing: "2".into() }).ends("2", 26).dial_ends("3", "ANSWER");
    assert_eq!(switch.told(), "3 joined Taker to 1\n3 answered\n2 picked_up 3");
}

#[test]
fn a33_a_cancel_with_forward_is_no_miss() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.dials("1", "2", "bob").told();
    switch.see(Fact::DialEnded { to: "2".into(), status: "CANCEL".into(), forward: Some("103".into()) }).ends("2", 23);
    assert_eq!(switch.told(), "2 forwarded 103");
}

#[test]
fn a58_who_leaves_a_talk_for_another_extension_was_redirected() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    switch
        .app("1", "Dial", "PJSIP/bob", "103")
        .see(Fact::Mentioned { channel: super::channel("1", "PJSIP/alice-1", "101", "1", "103") });
    switch.leaves("1", "b").leaves("2", "b").ends("2", 16).makes("3", "PJSIP/carol-3", "103", "1").dials("1", "3", "carol");
    assert!(switch.tells("1 transferred Redirect by none none to none 103"));
}

#[test]
fn a58_a_dial_that_returned_is_no_redirect() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    switch.asks("2").leaves("2", "b").leaves("1", "b").ends("2", 16).app("1", "NoOp", "", "102");
    switch.app("1", "Dial", "PJSIP/carol", "102").makes("3", "PJSIP/carol-3", "103", "1").dials("1", "3", "carol");
    assert!(!switch.tells_of("1 transferred"));
}

#[test]
fn a_blonde_transfer_hands_the_ringing_phone_over() {
    let mut switch = Switch::new(ALL);
    switch.talk().see(Fact::HoldPressed { id: "2".into() });
    switch.comes("3", "PJSIP/bob-3", "102", "103").app("3", "Dial", "PJSIP/carol", "103");
    switch.makes("4", "PJSIP/carol-4", "103", "3").dials("3", "4", "carol").told();
    let (first, second, kind) = ("2".into(), "3".into(), AttendedKind::App(Some("Dial".into())));
    switch.see(Fact::AttendedTransfer { first, second, transferee: Some("1".into()), target: None, kind });
    assert_eq!(switch.told(), "1 transferred Attended by 2 3 to 4 103");
    switch.leaves("1", "b").leaves("2", "b").ends("2", 16).app("1", "Dial", "PJSIP/carol", "103").ends("3", 16);
    switch.asks("1").dial_ends("4", "CANCEL").ends("4", 0);
    assert!(switch.tells("4 ended Cancelled"));
    assert!(!switch.tells_of("1 transferred Redirect"));
}

#[test]
fn a_threeway_talk_is_no_transfer() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    let (first, second, kind) = ("2".into(), "2".into(), AttendedKind::Threeway);
    switch.see(Fact::AttendedTransfer { first, second, transferee: None, target: None, kind });
    assert_eq!(switch.told(), "");
}

#[test]
fn n1_what_a_pickup_ties_is_told() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.dials("1", "2", "bob");
    switch.comes("3", "PJSIP/carol-3", "103", "*8").see(Fact::Pickup { by: "3".into(), ringing: "2".into() });
    let signals = switch.signals();
    let joined = signals.iter().find(|signal| signal.what.word() == "joined").unwrap();
    assert_eq!((joined.thread.as_str(), joined.ties.as_slice()), ("3", ["1".into()].as_slice()));
}

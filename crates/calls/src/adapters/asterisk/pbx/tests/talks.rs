//! Bridges, holds, consultations, rooms.

use super::super::super::fact::{AttendedKind, BridgeKind, Fact};
use super::{ALL, FEW, Switch};

#[test]
fn a16_a_holding_bridge_is_no_talk() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "BridgeWait", "", "102").told();
    switch.enters_kind("1", "hold", BridgeKind::Holding).leaves("1", "hold");
    assert_eq!(switch.told(), "");
}

#[test]
fn a59_bridges_wired_by_a_local_channel_are_one_talk() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "650").app("1", "Dial", "Local/103@inside/n", "650");
    switch.local("L", "103@inside", "1").dials("1", "La", "103@inside/n").makes("3", "PJSIP/carol-3", "103", "1");
    switch.dials("Lb", "3", "carol").told();
    switch.enters("3", "far").enters("Lb", "far").enters("La", "near").enters("1", "near");
    assert_eq!(switch.told(), "3 connected far\n1 connected far");
}

#[test]
fn a6_an_optimised_local_channel_moves_nobody() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "650").app("1", "Dial", "Local/103@inside", "650");
    switch.local("L", "103@inside", "1").dials("1", "La", "103@inside").makes("3", "PJSIP/carol-3", "103", "1");
    switch.dials("Lb", "3", "carol").enters("3", "far").enters("Lb", "far").enters("La", "near").enters("1", "near").told();
    switch.leaves("3", "far").leaves("La", "near").enters("3", "near").leaves("Lb", "far").ends("La", 16).ends("Lb", 16);
    assert_eq!(switch.told(), "");
    switch.leaves("1", "near").leaves("3", "near");
    assert_eq!(switch.told(), "1 disconnected far\n3 disconnected far");
}

#[test]
fn a27_an_unhold_without_a_hold_is_nothing() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    switch.see(Fact::UnholdPressed { id: "2".into() });
    assert_eq!(switch.told(), "");
    switch.see(Fact::HoldPressed { id: "2".into() }).see(Fact::UnholdPressed { id: "2".into() });
    assert_eq!(switch.told(), "2 held 1 by 2\n2 resumed");
}

#[test]
fn a28_music_outside_a_talk_is_no_hold() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "600").app("1", "Queue", "sales", "600").told();
    switch.see(Fact::MusicBegan { id: "1".into() });
    assert_eq!(switch.told(), "");
}

#[test]
fn a29_music_is_a_hold_by_the_other_one_if_there_is_one() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.up("2").enters("2", "b").enters("1", "b").told();
    switch.see(Fact::MusicBegan { id: "1".into() }).see(Fact::MusicEnded { id: "1".into() });
    assert_eq!(switch.told(), "1 held 1 by 2\n1 resumed");
    switch.comes("3", "PJSIP/carol-3", "103", "1").app("3", "Bridge", "x", "1").enters("3", "b").told();
    switch.see(Fact::MusicBegan { id: "1".into() });
    assert_eq!(switch.told(), "1 held 1 by none");
}

#[test]
fn n1_a_phone_that_holds_one_party_consults_with_its_next_dial() {
    let mut switch = Switch::new(ALL);
    switch.talk().see(Fact::HoldPressed { id: "2".into() }).told();
    switch.comes("3", "PJSIP/bob-3", "102", "103").app("3", "Dial", "PJSIP/carol", "103");
    switch.makes("4", "PJSIP/carol-4", "103", "3").dials("3", "4", "carol");
    let signals = switch.signals();
    let consults = signals.iter().find(|signal| signal.what.word() == "consults").unwrap();
    assert_eq!((consults.leg.0.as_str(), consults.ties.as_slice()), ("3", ["1".into()].as_slice()));
}

#[test]
fn n1_a_second_call_that_was_taken_is_no_consultation() {
    let mut switch = Switch::new(ALL);
    switch.talk().see(Fact::HoldPressed { id: "2".into() });
    switch.comes("5", "PJSIP/dave-5", "104", "102").app("5", "Dial", "PJSIP/bob", "102").makes("6", "PJSIP/bob-6", "102", "5");
    switch.dials("5", "6", "bob").up("6").enters("6", "c").enters("5", "c").told();
    let (first, second) = ("2".into(), "6".into());
    let (transferee, target) = (Some("1".into()), Some("5".into()));
    switch.see(Fact::AttendedTransfer { first, second, transferee, target, kind: AttendedKind::Bridge });
    assert_eq!(switch.told(), "1 transferred Attended by 2 6 to 5 none");
}

#[test]
fn n1_a_trunk_never_consults() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/line-1", "+3161", "+3120").app("1", "Dial", "PJSIP/bob", "102").makes(
        "2",
        "PJSIP/bob-2",
        "102",
        "1",
    );
    switch.dials("1", "2", "bob").up("2").enters("2", "b").enters("1", "b").see(Fact::HoldPressed { id: "1".into() });
    switch.comes("3", "PJSIP/line-3", "+3162", "+3120").app("3", "Dial", "PJSIP/carol", "103");
    switch.makes("4", "PJSIP/carol-4", "103", "3").dials("3", "4", "carol");
    assert!(!switch.tells_of("3 consults"));
}

/// Bob presses `*2` and the switch dials carol for him through a Local channel.
fn feature(switch: &mut Switch) {
    switch.talk().see(Fact::HoldPressed { id: "2".into() }).told();
    switch.local("L", "103@inside", "1").app("Lb", "Dial", "PJSIP/carol", "103").enters("La", "c");
    switch.makes("3", "PJSIP/carol-3", "103", "1").leaves("2", "b").enters("2", "c").dials("Lb", "3", "carol");
}

#[test]
fn a62_a_feature_consultation_has_a_leg_of_its_own() {
    let mut switch = Switch::new(ALL);
    feature(&mut switch);
    let told = "2+1 came_in 102 -> 103\n2+1 consults 2\n2+1 answered\n2+1 connected c\n3 dialled by 2+1 103";
    assert_eq!(switch.told(), told);
    switch.up("3").enters("3", "d").enters("Lb", "d").told();
    switch.asks("2").leaves("2", "c").leaves("La", "c").enters("La", "b");
    let (first, second) = ("2".into(), "2".into());
    switch.see(Fact::AttendedTransfer {
        first,
        second,
        transferee: Some("1".into()),
        target: None,
        kind: AttendedKind::Bridge,
    });
    switch.ends("2", 16);
    let told = "2+1 asked_to_end\n2 asked_to_end\n2+1 disconnected c\n2 disconnected b\n3 connected b\n\
                1 transferred Attended by 2 2+1 to 3 103\n2+1 ended Normal\n2 ended Normal";
    let told_now = switch.told();
    assert!(told_now.contains("1 transferred Attended by 2 2+1 to 3 103"), "{told_now}");
    assert!(told_now.ends_with("2+1 ended Normal\n2 ended Normal"), "{told_now} against {told}");
}

#[test]
fn a62_who_comes_back_from_a_feature_consultation_never_left_his_talk() {
    let mut switch = Switch::new(ALL);
    feature(&mut switch);
    switch.told();
    switch.leaves("2", "c").enters("2", "b").see(Fact::UnholdPressed { id: "2".into() });
    assert_eq!(switch.told(), "2+1 disconnected c\n2+1 ended Normal\n2 resumed");
}

#[test]
fn a44_a_room_is_a_place_and_its_announcer_nobody() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "620").app("1", "ConfBridge", "room1", "620").told();
    switch.makes("9", "CBAnn/room1-0;2", "", "9").enters_kind("9", "r", BridgeKind::Room);
    switch.enters_kind("1", "r", BridgeKind::Room).leaves("1", "r");
    assert_eq!(switch.told(), "1 entered Room room1\n1 left Room none");
}

#[test]
fn a60_each_listening_is_a_leg_and_a_thread_of_its_own() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    switch.comes("9", "PJSIP/boss-9", "109", "690").app("9", "ChanSpy", "PJSIP/bob,q", "690").up("9");
    switch.see(Fact::SpyBegan { id: "9".into(), to: "2".into() });
    let signals = switch.signals();
    assert_eq!((signals[0].leg.0.as_str(), signals[0].thread.as_str()), ("9+1", "9+1"));
    switch.see(Fact::SpyEnded { id: "9".into() }).see(Fact::SpyBegan { id: "9".into(), to: "1".into() }).ends("9", 16);
    let told = "9+1 ended Normal\n9+2 joined Supervisor to 1\n9+2 answered\n9+2 ended Normal";
    assert_eq!(switch.told(), told);
}

#[test]
fn an_agent_who_waits_off_hook_has_a_leg_in_each_callers_call() {
    let mut switch = Switch::new(ALL);
    switch.comes("2", "PJSIP/bob-2", "102", "*11").app("2", "AgentLogin", "100", "*11").enters_kind(
        "2",
        "h",
        BridgeKind::Holding,
    );
    switch.comes("1", "PJSIP/alice-1", "101", "661").app("1", "AgentRequest", "100", "661").enters("1", "b").told();
    switch.leaves("2", "h").enters("2", "b").leaves("1", "b").leaves("2", "b").enters_kind("2", "h", BridgeKind::Holding);
    let told = "2+1 dialled by 1 102\n2+1 answered\n2+1 connected b\n1 disconnected b\n2+1 disconnected b\n2+1 ended Normal";
    assert_eq!(switch.told(), told);
}

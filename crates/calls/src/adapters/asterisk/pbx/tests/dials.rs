//! Births, dials, originations, trunks.

use super::super::super::fact::{Fact, Way};
use super::{ALL, FEW, Switch, channel};
use crate::signal::What;

#[test]
fn a65_a_caller_is_told_with_his_first_application_and_his_own_time() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102");
    assert_eq!(switch.told(), "");
    switch.app("1", "Set", "X=1", "102");
    assert_eq!(switch.told(), "", "what takes no time is not waited for");
    switch.app("1", "Dial", "PJSIP/bob", "102");
    let signals = switch.signals();
    assert_eq!(signals.len(), 1);
    assert_eq!(signals[0].at.micros(), 1_700_000_000_100_000);
    assert!(matches!(&signals[0].what, What::CameIn(came) if came.dialled.as_deref() == Some("102")));
}

#[test]
fn a65_who_ended_before_any_application_was_a_call() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").asks("1").ends("1", 16);
    assert_eq!(switch.told(), "1 came_in 101 -> 102\n1 asked_to_end\n1 ended Normal");
}

#[test]
fn a65_a_pickup_that_failed_was_a_call() {
    let mut switch = Switch::new(ALL);
    switch.comes("3", "PJSIP/carol-3", "103", "*8").app("3", "Pickup", "", "*8").app("3", "Hangup", "", "*8");
    switch.ends("3", 0);
    assert_eq!(switch.told(), "3 came_in 103 -> *8\n3 ended Normal");
}

#[test]
fn a_plain_call_is_told_leg_by_leg() {
    let mut switch = Switch::new(ALL);
    switch.talk();
    let told = "1 came_in 101 -> 102\n2 dialled by 1 102\n2 answered\n1 answered\n2 connected b\n1 connected b";
    assert_eq!(switch.told(), told);
}

#[test]
fn a9_a_called_phones_first_extension_is_no_number() {
    let mut switch = Switch::new(ALL);
    switch.talk();
    assert!(switch.tells("2 dialled by 1 102"));
    assert!(!switch.tells_of("2 came_in"));
}

#[test]
fn a10_a_rewritten_number_is_the_presented_one() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "9+3120").app("1", "Set", "CALLERID(num)=+3155", "9+3120");
    switch.see(Fact::Renumbered { id: "1".into(), number: Some("+3155".into()), name: None, withheld: false });
    switch.app("1", "Dial", "PJSIP/+3120@line", "9+3120").makes("2", "PJSIP/line-2", "", "1");
    switch.dials("1", "2", "+3120@line");
    let told = "1 came_in 101 -> 9+3120\n1 presented +3155\n2 dialled by 1 +3120 over line";
    assert_eq!(switch.told(), told);
}

#[test]
fn a11_a_trunks_callee_is_in_the_dial_string() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "9+3120").app("1", "Dial", "x", "9+3120");
    switch.makes("2", "PJSIP/line-2", "9+3120", "1").dials("1", "2", "+3120@line");
    assert!(switch.tells("2 dialled by 1 +3120 over line"));
}

#[test]
fn a12_a_withheld_number_is_none_and_marked() {
    let mut switch = Switch::new(ALL);
    let channel = crate::adapters::asterisk::fact::Channel { withheld: true, ..channel("1", "PJSIP/line-1", "", "1", "+3155") };
    switch.see(Fact::Born { channel, way: Some(Way::In) }).app("1", "Dial", "x", "102");
    let signals = switch.signals();
    assert!(matches!(&signals[0].what, What::CameIn(came) if came.party.withheld && came.party.number.is_none()));
}

#[test]
fn a13_an_outside_number_dialled_at_an_endpoint_makes_a_trunk() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "0031201234567").app("1", "Dial", "x", "0031201234567");
    switch.makes("2", "PJSIP/provider-2", "", "1").dials("1", "2", "0031201234567@provider");
    assert!(switch.tells("2 dialled by 1 0031201234567 over provider"));
    switch.comes("5", "PJSIP/provider-5", "0612345678", "0201234567").app("5", "Dial", "x", "101");
    let came = switch.signals().into_iter().find(|signal| signal.leg.0 == "5").unwrap();
    assert!(matches!(came.what, What::CameIn(came) if came.party.trunk.as_deref() == Some("provider")));
}

#[test]
fn a13_without_a_match_two_outside_numbers_make_a_trunk() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/gate-1", "+31612345678", "+31201234567").app("1", "Dial", "x", "102");
    let signals = switch.signals();
    assert!(matches!(&signals[0].what, What::CameIn(came) if came.party.trunk.as_deref() == Some("gate")));
}

#[test]
fn a13_a_phone_dialled_at_a_contact_with_a_long_number_is_none() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "x", "102");
    switch.makes("2", "PJSIP/bob-2", "102", "1").dials("1", "2", "bob/sip:99887766@10.0.0.9:5060");
    assert!(switch.tells("2 dialled by 1 102"));
}

#[test]
fn a14_a_click_to_call_chooses_what_its_answer_names() {
    let mut switch = Switch::new(ALL);
    switch.makes("1", "PJSIP/alice-1", "101", "1").app("1", "AppDial2", "(Outgoing Line)", "s");
    switch.see(Fact::DialBegan { by: None, to: "1".into(), string: "alice".into() }).up("1");
    switch.see(Fact::OriginateAnswered { id: Some("1".into()), exten: Some("102".into()), failed: false, reason: None });
    switch.app("1", "Dial", "PJSIP/bob", "102");
    assert_eq!(switch.told(), "1 originated 101\n1 answered\n1 chose 102");
}

#[test]
fn a64_the_party_of_a_local_origination_is_the_phone_behind_it() {
    let mut switch = Switch::new(ALL);
    switch.local("L", "101@inside", "La");
    switch.see(Fact::DialBegan { by: None, to: "La".into(), string: "101@inside".into() });
    switch.app("Lb", "Dial", "PJSIP/alice", "101").makes("1", "PJSIP/alice-1", "101", "La").dials("Lb", "1", "alice");
    switch.up("1").up("Lb").up("La").enters("1", "b").enters("Lb", "b");
    switch.see(Fact::OriginateAnswered { id: Some("La".into()), exten: Some("102".into()), failed: false, reason: None });
    switch.app("La", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "La").dials("La", "2", "bob");
    let told = "1 originated 101\n1 answered\n1 connected b\n1 chose 102\n2 dialled by 1 102";
    assert_eq!(switch.told(), told);
}

#[test]
fn a6_a_local_channel_is_no_leg_and_its_words_are_nobodys() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "650").app("1", "Dial", "Local/103@inside", "650");
    switch.local("L", "103@inside", "1").dials("1", "La", "103@inside").app("Lb", "Dial", "PJSIP/carol", "103");
    switch.makes("3", "PJSIP/carol-3", "103", "1").dials("Lb", "3", "carol").asks("Lb").ends("La", 16).ends("Lb", 16);
    assert_eq!(switch.told(), "1 came_in 101 -> 650\n3 dialled by 1 103");
}

#[test]
fn a35_without_dials_the_dialler_is_who_was_moved() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.up("2").up("1").enters("2", "b").enters("1", "b").told();
    let transfer = Fact::BlindTransfer { by: "2".into(), transferee: Some("1".into()), extension: "103".into(), context: None };
    switch.see(transfer).leaves("2", "b").leaves("1", "b").ends_by("2", 16, "").told();
    switch.makes("3", "PJSIP/carol-3", "103", "1");
    assert_eq!(switch.told(), "1 transferred Blind by 2 none to none 103\n3 dialled by 1 103");
}

#[test]
fn a61_a_trunk_whose_number_is_not_told_waits_for_its_dialler() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.ends_by("2", 17, "PJSIP/bob-2").told();
    switch.makes("3", "PJSIP/line-3", "", "1").up("3").enters("3", "b");
    assert_eq!(switch.told(), "");
    switch.app("1", "Dial", "PJSIP/+3120@line", "102").enters("1", "b");
    assert_eq!(switch.told(), "3 dialled by 1 +3120 over line\n3 answered\n3 connected b\n1 connected b");
}

#[test]
fn a_key_is_equal_on_another_connection() {
    let keys = |switch: &mut Switch| switch.talk().signals().into_iter().map(|signal| signal.key).collect::<Vec<_>>();
    let (mut one, mut two) = (Switch::new(ALL), Switch::new(ALL));
    two.seq = 77;
    assert_eq!(keys(&mut one), keys(&mut two));
}

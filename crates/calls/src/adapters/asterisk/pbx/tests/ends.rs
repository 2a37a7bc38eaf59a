//! How legs end, and who ended them.

use super::super::super::fact::Fact;
use super::{ALL, FEW, Switch};

/// Alice (`1`) dials bob (`2`), whose phone rings.
fn rings(tells: super::Tells) -> Switch {
    let mut switch = Switch::new(tells);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob&PJSIP/carol", "102");
    switch.makes("2", "PJSIP/bob-2", "102", "1");
    if tells == ALL {
        switch.dials("1", "2", "bob");
    }
    switch.told();
    switch
}

#[test]
fn a18_a_cancel_after_the_callers_hang_up_is_cancelled() {
    let mut switch = rings(ALL);
    switch.asks("1").dial_ends("2", "CANCEL").ends("2", 127);
    assert!(switch.tells("2 ended Cancelled"));
}

#[test]
fn a18_a_cancel_by_nobody_is_a_dial_that_was_over() {
    let mut switch = rings(ALL);
    switch.dial_ends("2", "CANCEL").ends("2", 16);
    assert!(switch.tells("2 ended NoAnswer"));
}

#[test]
fn a19_a_cancel_while_another_answered_is_elsewhere() {
    let mut switch = rings(ALL);
    switch.makes("3", "PJSIP/carol-3", "103", "1").dials("1", "3", "carol").up("3").dial_ends("2", "CANCEL");
    switch.dial_ends("3", "ANSWER").ends("2", 16);
    assert!(switch.tells("2 ended Elsewhere"));
}

#[test]
fn a20_the_phones_own_refusal_comes_before_the_dials_verdict() {
    let mut switch = rings(ALL);
    switch.asks("2").dial_ends("2", "NOANSWER").ends("2", 21);
    assert!(switch.tells("2 ended Declined"));
}

#[test]
fn a21_of_two_ends_of_one_dial_the_first_counts() {
    let mut switch = rings(ALL);
    switch.dial_ends("2", "NOANSWER").asks("1").dial_ends("2", "CANCEL").ends("2", 0);
    assert!(switch.tells("2 ended NoAnswer"));
}

#[test]
fn a22_a_busy_member_is_busy_though_his_dial_says_no_answer() {
    let mut switch = rings(ALL);
    switch.asks("2").dial_ends("2", "NOANSWER").ends("2", 17);
    assert!(switch.tells("2 ended Busy"));
}

#[test]
fn only_a_phones_own_cause_makes_it_unavailable() {
    let mut switch = rings(ALL);
    switch.asks("2").dial_ends("2", "NOANSWER").ends("2", 19);
    assert!(switch.tells("2 ended Unavailable"));
    let mut switch = rings(ALL);
    switch.dial_ends("2", "NOANSWER").ends("2", 19);
    assert!(switch.tells("2 ended NoAnswer"));
}

#[test]
fn a_number_that_does_not_exist_failed() {
    let mut switch = rings(ALL);
    switch.asks("2").dial_ends("2", "CONGESTION").ends("2", 1);
    assert!(switch.tells("2 ended Failed"));
}

#[test]
fn a41_the_row_names_who_hung_up_on_both_legs() {
    let mut switch = Switch::new(FEW);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.up("2").enters("2", "b").enters("1", "b").told();
    switch.ends_by("2", 16, "PJSIP/alice-1").ends_by("1", 16, "PJSIP/alice-1");
    assert_eq!(switch.told(), "1 asked_to_end\n2 ended Normal\n1 ended Normal");
}

#[test]
fn a41_the_dialplan_is_nobody() {
    let mut switch = rings(FEW);
    switch.ends_by("2", 17, "PJSIP/bob-2").ends_by("1", 17, "dialplan/builtin");
    assert_eq!(switch.told(), "2 asked_to_end\n2 ended Busy\n1 ended Normal");
}

#[test]
fn a_dial_that_made_no_channel_says_so_in_its_verdict() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "105").app("1", "Dial", "PJSIP/erin", "105").told();
    switch.see(Fact::DialStatus { id: "1".into(), status: "CHANUNAVAIL".into() }).ends("1", 3);
    assert_eq!(switch.told(), "1 ended Unavailable");
}

#[test]
fn a_late_mention_brings_nobody_back() {
    let mut switch = Switch::new(ALL);
    switch.talk().leaves("2", "b").ends("2", 16).told();
    switch.see(Fact::Mentioned { channel: super::channel("2", "PJSIP/bob-2", "102", "1", "s") });
    switch.leaves("1", "b").ends("1", 16);
    switch.pbx.finish(&mut switch.output);
    assert_eq!(switch.told(), "1 disconnected b\n1 ended Normal");
    assert!(switch.pbx.chans.is_empty() && switch.pbx.bridges.is_empty() && switch.pbx.names.is_empty());
    assert!(switch.pbx.devices.is_empty() && switch.pbx.threads.is_empty() && switch.pbx.holders.is_empty());
}

//! Queues, menus, mailboxes, recordings.

use super::super::super::fact::Fact;
use super::{ALL, FEW, Switch};
use crate::signal::RecordingStep;

fn queued(tells: super::Tells) -> Switch {
    let mut switch = Switch::new(tells);
    switch.comes("1", "PJSIP/alice-1", "101", "600").app("1", "Answer", "", "600").up("1").app(
        "1",
        "Queue",
        "sales,,,,6",
        "600",
    );
    if tells == ALL {
        switch.see(Fact::QueueJoined { id: "1".into(), queue: "sales".into() });
    }
    switch.makes("2", "PJSIP/bob-2", "102", "1");
    if tells == ALL {
        switch.dials("1", "2", "PJSIP/bob");
    }
    assert!(switch.tells("1 entered Queue sales"));
    assert!(switch.tells("2 dialled by 1 102 in sales"));
    switch.told();
    switch
}

fn status(status: &str) -> Fact {
    Fact::QueueStatus { id: "1".into(), status: status.into() }
}

fn left() -> Fact {
    Fact::QueueLeft { id: "1".into(), queue: "sales".into() }
}

#[test]
fn a24_a_queue_left_before_the_agent_is_told_was_not_lost() {
    let mut switch = queued(ALL);
    switch.up("2").see(left());
    assert!(!switch.tells_of("1 left"));
    switch.see(Fact::AgentConnected { id: "1".into(), queue: "sales".into(), member: "2".into() });
    assert!(switch.tells("1 left Queue Answered 2"));
}

#[test]
fn a25_a_queue_is_abandoned_only_by_its_caller() {
    let mut switch = queued(ALL);
    switch.see(left()).see(status("TIMEOUT"));
    assert!(switch.tells("1 left Queue Timeout"));
    let mut switch = queued(ALL);
    switch.asks("1").see(left()).ends("2", 0).ends("1", 0);
    assert!(switch.tells("1 left Queue Abandoned"));
    assert!(switch.tells("2 ended Cancelled"));
}

#[test]
fn a_queue_that_took_nobody_is_told_by_its_verdict() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "600").app("1", "Queue", "sales", "600").told();
    switch.see(status("FULL"));
    assert_eq!(switch.told(), "1 entered Queue sales\n1 left Queue Full");
}

#[test]
fn n13_a_queue_left_by_a_digit_was_left_by_key() {
    let mut switch = queued(ALL);
    switch.see(Fact::Digit { id: "1".into(), digit: '1' }).see(left()).app("1", "Dial", "PJSIP/carol", "1");
    assert!(switch.tells("1 left Queue Key"));
    assert!(!switch.tells_of("1 pressed"));
}

#[test]
fn a35_without_a_verdict_the_queues_own_time_tells() {
    let mut switch = queued(FEW);
    switch.wait(6).see(Fact::AppEnded { id: "1".into(), app: "Queue".into() }).app("1", "VoiceMail", "102", "600");
    assert!(switch.tells("1 left Queue Timeout"));
    let mut switch = queued(FEW);
    switch.wait(1).see(Fact::AppEnded { id: "1".into(), app: "Queue".into() }).app("1", "Playback", "bye", "600");
    assert!(switch.tells("1 left Queue none"));
    assert!(switch.tells("1 gap NotTold"));
}

#[test]
fn a35_an_agents_end_waits_for_the_callers_next_row() {
    let mut switch = queued(FEW);
    switch.wait(3).ends_by("2", 0, "");
    assert_eq!(switch.told(), "");
    switch.makes("3", "PJSIP/carol-3", "103", "1");
    assert_eq!(switch.told(), "2 ended NoAnswer\n3 dialled by 1 103 in sales");
    switch.ends_by("3", 0, "").see(Fact::AppEnded { id: "1".into(), app: "Queue".into() }).ends_by("1", 0, "PJSIP/alice-1");
    let told = switch.told();
    assert!(told.contains("1 asked_to_end\n3 ended Cancelled"), "{told}");
    assert!(told.contains("1 left Queue Abandoned"), "{told}");
}

#[test]
fn a59_the_agent_is_the_phone_behind_a_local_member() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "600").app("1", "Queue", "sales", "600");
    switch.see(Fact::QueueJoined { id: "1".into(), queue: "sales".into() }).local("L", "102@inside", "1");
    switch.dials("1", "La", "Local/102@inside/n").app("Lb", "Dial", "PJSIP/bob", "102").makes("2", "PJSIP/bob-2", "102", "1");
    switch.dials("Lb", "2", "bob").up("2").up("La");
    assert!(switch.tells("2 dialled by 1 102 in sales"));
    switch.see(left()).see(Fact::AgentConnected { id: "1".into(), queue: "sales".into(), member: "La".into() });
    assert!(switch.tells("1 left Queue Answered 2"));
}

#[test]
fn n14_a_menu_is_one_entry_whatever_is_played_again() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/line-1", "+3161", "+3120").app("1", "Answer", "", "670").up("1");
    switch.app("1", "BackGround", "hello", "670").see(Fact::Digit { id: "1".into(), digit: '9' });
    switch.app("1", "Playback", "invalid", "i").app("1", "WaitExten", "5", "670").app("1", "Dial", "PJSIP/bob", "102");
    assert_eq!(switch.told(), "1 came_in +3161 -> +3120\n1 answered\n1 entered Menu inside\n1 pressed 9\n1 left Menu none");
}

#[test]
fn a40_what_runs_after_the_hang_up_is_no_place() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "Wait", "1", "102").asks("1").told();
    switch.app("1", "Playback", "bye", "h").app("1", "Playback", "bye", "102").ends("1", 16);
    assert_eq!(switch.told(), "1 ended Normal");
}

#[test]
fn a43_a_message_belongs_to_the_mailbox_and_is_told_once() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "VoiceMail", "102@default&103,us", "102").told();
    let message = |left| Fact::MessageLeft { id: "1".into(), left };
    switch.see(message(true)).see(message(true)).see(message(false)).ends("1", 0);
    assert_eq!(switch.told(), "1 message true\n1 left Mailbox none\n1 ended Normal");
    switch.comes("3", "PJSIP/bob-3", "102", "*97").app("3", "VoiceMailMain", "102", "*97").told();
    switch.see(Fact::MessageLeft { id: "3".into(), left: true });
    assert_eq!(switch.told(), "", "listening to messages leaves none");
}

#[test]
fn a_mailbox_that_a_transfer_hid_is_known_by_its_message() {
    let mut switch = Switch::new(ALL);
    switch.talk().told();
    let transfer = Fact::BlindTransfer { by: "2".into(), transferee: Some("1".into()), extension: "630".into(), context: None };
    switch.see(transfer).app("1", "Dial", "PJSIP/bob", "630").leaves("1", "b").leaves("2", "b").ends("2", 16).told();
    let name = "/var/spool/asterisk/voicemail/default/103/INBOX/msg0000".into();
    switch.see(Fact::MessageFile { id: "1".into(), name }).see(Fact::MessageLeft { id: "1".into(), left: true });
    let told = "1 transferred Blind by 2 none to none 630\n1 entered Mailbox 103@default\n1 message true";
    assert_eq!(switch.told(), told);
}

#[test]
fn a42_a_recording_ends_with_its_channel_at_the_latest() {
    let mut switch = Switch::new(ALL);
    switch.comes("1", "PJSIP/alice-1", "101", "102").app("1", "MixMonitor", "a.wav", "102").told();
    switch.see(Fact::Recording { id: "1".into(), name: Some("a.wav".into()), step: RecordingStep::Started }).ends("1", 16);
    assert_eq!(switch.told(), "1 recorded 1|1 Started\n1 recorded 1|1 Ended\n1 ended Normal");
}

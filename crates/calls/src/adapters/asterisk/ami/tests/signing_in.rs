//! The protocol: signing in, asking, keeping awake, dialling again.

use super::super::session::{
    LISTS_MAX, PING_AFTER, REDIAL_MAX, REDIAL_MIN, SETTLE_AFTER, SIGN_IN_MAX, SILENCE_MAX, STEADY_AFTER, challenge_key,
};
use super::{Rig, moment};
use crate::adapters::{Input, SignIn};
use crate::moment::Moment;

const NOW: &str = "1700000000";

fn connected(challenge: bool) -> Rig {
    let mut rig = Rig::new(challenge);
    rig.feed(Input::Connected(Some(moment(NOW)))).text("Asterisk Call Manager/11.0.0\n");
    rig
}

fn signed_in() -> Rig {
    let mut rig = connected(false);
    rig.text("Response: Success\nActionID: callbook-1-login\nMessage: Authentication accepted\n\n");
    rig.sent.clear();
    rig
}

fn booted() -> Rig {
    let mut rig = signed_in();
    rig.text("Event: FullyBooted\nUptime: 100\n\n");
    rig
}

fn later(micros: i64) -> Moment {
    moment(NOW).plus(micros)
}

#[test]
fn nothing_is_said_before_the_switch_greets() {
    let mut rig = Rig::new(false);
    rig.feed(Input::Connected(Some(moment(NOW))));
    assert_eq!((rig.sent.as_str(), rig.wake_at), ("", Some(later(SIGN_IN_MAX))));
}

#[test]
fn the_sign_in_is_cleaned_of_line_ends() {
    let rig = connected(false);
    assert_eq!(
        rig.sent,
        "Action: Login\r\nActionID: callbook-1-login\r\nUsername: callbook\r\nSecret: s3cret\r\nEvents: on\r\n\r\n"
    );
}

#[test]
fn a_challenge_is_answered_with_the_md5_of_it_and_the_secret() {
    let mut rig = connected(true);
    assert_eq!(rig.sent, "Action: Challenge\r\nActionID: callbook-1-challenge\r\nAuthType: MD5\r\n\r\n");
    rig.sent.clear();
    rig.text("Response: Success\nActionID: callbook-1-challenge\nChallenge: 840415273\n\n");
    assert!(rig.sent.contains("Username: callbook\r\nKey: ") && !rig.sent.contains("Secret"));
    // RFC 1321: the digest of "abc".
    assert_eq!(challenge_key("a", "bc"), "900150983cd24fb0d6963f7d28e17f72");
}

#[test]
fn a_refused_sign_in_is_noted_and_tried_again_late() {
    let mut rig = connected(false);
    rig.text("Response: Error\nActionID: callbook-1-login\nMessage: Authentication failed\n\n");
    assert_eq!(rig.notes, [(None, "the switch does not let us in: Authentication failed".to_owned())]);
    assert_eq!(rig.redial_at, Some(later(REDIAL_MAX)));
    // Closing it, as asked, changes nothing.
    rig.feed(Input::Closed(Some(later(1))));
    assert_eq!(rig.redial_at, Some(later(REDIAL_MAX)));
}

#[test]
fn a_switch_that_never_lets_us_in_is_dialled_again() {
    let mut rig = connected(false);
    rig.feed(Input::Tick(later(SIGN_IN_MAX)));
    assert_eq!(rig.redial_at, Some(later(SIGN_IN_MAX + REDIAL_MIN)));
}

#[test]
fn the_lists_are_asked_for_when_the_switch_has_booted() {
    let rig = booted();
    for action in ["CoreShowChannels", "Status", "BridgeList", "QueueStatus"] {
        assert!(rig.sent.contains(&format!("Action: {action}\r\nActionID: callbook-")), "{action}");
    }
}

#[test]
fn the_lists_are_asked_for_without_that_word_after_a_while() {
    let mut rig = signed_in();
    assert_eq!(rig.wake_at, Some(later(SETTLE_AFTER)));
    rig.feed(Input::Tick(later(SETTLE_AFTER - 1)));
    assert_eq!(rig.sent, "");
    rig.feed(Input::Tick(later(SETTLE_AFTER)));
    assert!(rig.sent.contains("Action: CoreShowChannels"));
}

#[test]
fn lists_that_do_not_come_are_noted_once() {
    let mut rig = booted();
    rig.text("Response: Error\nActionID: callbook-5-QueueStatus\nMessage: Invalid/unknown command\n\n");
    rig.text("Response: Error\nActionID: callbook-3-Status\nMessage: Permission denied\n\n");
    assert_eq!(rig.notes.len(), 1, "a switch without queues is none of the operator's trouble");
    assert_eq!(rig.wake_at, Some(later(LISTS_MAX)));
    rig.feed(Input::Tick(later(LISTS_MAX)));
    assert_eq!(rig.notes.len(), 3);
    rig.feed(Input::Tick(later(LISTS_MAX + 1)));
    assert_eq!(rig.notes.len(), 3);
}

#[test]
fn a_quiet_switch_is_pinged_once_and_a_silent_one_dialled_again() {
    let mut rig = booted();
    rig.feed(Input::Tick(later(1)));
    rig.feed(Input::Tick(later(LISTS_MAX)));
    rig.sent.clear();
    rig.feed(Input::Tick(later(1 + PING_AFTER)));
    assert!(rig.sent.starts_with("Action: Ping\r\n"));
    rig.feed(Input::Tick(later(2 + PING_AFTER)));
    assert_eq!(rig.sent.matches("Ping\r\n").count(), 1);
    assert_eq!(rig.wake_at, Some(later(1 + SILENCE_MAX)));
    rig.text("Response: Success\nActionID: callbook-6-ping\nPing: Pong\n\n");
    rig.feed(Input::Tick(later(3 + SILENCE_MAX)));
    assert_eq!(rig.redial_at, None);
    rig.feed(Input::Tick(later(3 + 2 * SILENCE_MAX)));
    assert_eq!(rig.redial_at, Some(later(3 + 2 * SILENCE_MAX + REDIAL_MIN)));
}

#[test]
fn the_wait_doubles_up_to_its_limit_and_starts_again_after_a_steady_connection() {
    let mut rig = Rig::new(false);
    let mut now = moment(NOW);
    let mut waits = Vec::new();
    for _ in 0..8 {
        rig.feed(Input::Closed(Some(now)));
        let redial_at = rig.redial_at.unwrap();
        waits.push(redial_at.since(now) / REDIAL_MIN);
        now = redial_at;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
    rig.feed(Input::Connected(Some(now))).text("Asterisk Call Manager/9\n");
    rig.text("Response: Success\nActionID: callbook-1-login\n\nEvent: FullyBooted\nUptime: 1\n\n");
    let now = now.plus(STEADY_AFTER);
    rig.feed(Input::Closed(Some(now)));
    assert_eq!(rig.redial_at.unwrap().since(now), REDIAL_MIN);
}

#[test]
fn without_a_login_the_operator_is_told() {
    let mut rig = Rig::new(false);
    rig.decoder = super::super::Decoder::new(&crate::adapters::Settings::default());
    rig.feed(Input::Connected(Some(moment(NOW)))).text("Asterisk Call Manager/9\n");
    assert_eq!(rig.sent, "");
    assert_eq!(rig.notes.len(), 1);
    assert!(rig.redial_at.is_some());
}

#[test]
fn in_a_file_nothing_is_ever_sent() {
    let rig = super::told("Asterisk Call Manager/9\nResponse: Success\nMessage: in\n\nEvent: FullyBooted\nUptime: 1\n\n");
    assert_eq!((rig.sent.as_str(), rig.wake_at, rig.redial_at), ("", None, None));
}

#[test]
fn whether_we_are_let_in_is_said_once_it_is_decided() {
    let mut rig = connected(false);
    assert_eq!(rig.sign_in, None);
    rig.text("Response: Success\nActionID: callbook-1-login\nMessage: Authentication accepted\n\n");
    assert_eq!(rig.sign_in, Some(SignIn::Accepted));
    let mut rig = connected(false);
    rig.text("Response: Error\nActionID: callbook-1-login\nMessage: Authentication failed\n\n");
    assert_eq!((rig.sign_in, rig.redial_at), (Some(SignIn::Refused), Some(later(REDIAL_MAX))));
}

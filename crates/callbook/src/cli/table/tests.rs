//! What the table looks like.

#![allow(clippy::unwrap_used)]

use calls::conversation::{Call, Conversation, Direction, EndedBy, Missing, Origin, Outcome, Seconds, Side, State};
use calls::moment::Moment;
use calls::signal::{Assigned, GapKind};
use jiff::tz::TimeZone;

use super::print;

const SECOND: u64 = 1_000_000;

fn at(second: i64) -> Moment {
    Moment::from_micros(1_767_606_300_000_000 + second * 1_000_000).unwrap()
}

fn side(number: &str, name: Option<&str>) -> Side {
    Side { number: (!number.is_empty()).then(|| number.into()), name: name.map(Into::into), ..Side::default() }
}

fn call(parent: Option<usize>, origin: Origin, from: Side, to: Side, begins: i64) -> Call {
    Call {
        wrap_up: None,
        key: "key".into(),
        parent,
        root: 0,
        origin,
        direction: Some(Direction::Inbound),
        from,
        to,
        line: None,
        state: State::Ended,
        outcome: Some(Outcome::Answered),
        started_at: at(begins),
        answered_at: Some(at(begins + 4)),
        talk_ended_at: None,
        ended_at: Some(at(begins + 70)),
        seconds: Seconds { ring: 4 * SECOND, talk: 66 * SECOND, ..Seconds::default() },
        assigned: Assigned::default(),
        provider: None,
        billed: None,
        kept: Vec::new(),
        doings: Default::default(),
        changed_at: at(begins),
        legs: Default::default(),
    }
}

fn conversation(calls: Vec<Call>) -> Conversation {
    let first = calls.first().unwrap();
    Conversation {
        outcome: first.outcome,
        started_at: first.started_at,
        answered_at: first.answered_at,
        ended_at: first.ended_at,
        talked_to: vec!["205".into(), "206".into()],
        ended_by: Some(EndedBy::Callee(Some("206".into()))),
        seconds: first.seconds,
        calls: calls.into_iter().map(Into::into).collect(),
        ..Conversation::default()
    }
}

fn printed(conversations: &[Conversation], zone: &TimeZone) -> String {
    let mut text = Vec::new();
    print(conversations.iter(), zone, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

#[test]
fn one_row_a_conversation_and_one_a_call_where_there_are_several() {
    let first = call(None, Origin::Inbound, side("+4930123456", Some("Emma")), side("205", None), 0);
    let child = call(Some(0), Origin::Transfer, side("+4930123456", Some("Emma")), side("206", None), 3_725);
    let mut withheld = call(None, Origin::Inbound, side("", None), side("205", None), 10);
    withheld.answered_at = None;
    withheld.outcome = Some(Outcome::Cancelled);
    withheld.seconds = Seconds { ring: 9 * SECOND, ..Seconds::default() };
    let mut withheld = conversation(vec![withheld]);
    withheld.talked_to.clear();
    withheld.ended_by = Some(EndedBy::System);
    withheld.gaps.push(Missing { what: GapKind::LostEnd, at: at(20), text: "the phone system restarted".into() });
    let expected = "\
START (UTC)          KIND      FROM              TO   OUTCOME    TALKED TO  WAIT  TALK  ENDED BY
2026-01-05 09:45:00  inbound   Emma +4930123456  205  answered   205, 206   0:04  1:06  callee 206
  ├ +0:00            inbound   Emma +4930123456  205  answered   –          0:04  1:06
  └ +1:02:05         transfer  Emma +4930123456  206  answered   –          0:04  1:06
2026-01-05 09:45:10  inbound   –                 205  cancelled  –          0:09  0:00  system
  ! lost_end: the phone system restarted
";
    assert_eq!(printed(&[conversation(vec![first, child]), withheld], &TimeZone::UTC), expected);
}

#[test]
fn times_are_those_of_the_accounts_zone() {
    let zone = TimeZone::get("Europe/Amsterdam").unwrap();
    let text = printed(&[conversation(vec![call(None, Origin::Device, side("205", None), side("206", None), 0)])], &zone);
    assert!(text.starts_with("START (Europe/Amsterdam)"), "{text}");
    assert!(text.contains("2026-01-05 10:45:00"), "{text}");
}

#[test]
fn columns_stay_aligned_with_wide_letters_and_a_name_cannot_steer_the_terminal() {
    let wide = call(None, Origin::Device, side("205", Some("山田太郎")), side("206", None), 0);
    let steering = call(None, Origin::Device, side("205", Some("\u{1b}[2Jx")), side("206", None), 0);
    let long = call(None, Origin::Device, side("205", Some(&"long ".repeat(20))), side("206", None), 0);
    let text = printed(&[conversation(vec![wide]), conversation(vec![steering]), conversation(vec![long])], &TimeZone::UTC);
    let lines: Vec<&str> = text.lines().collect();
    let outcome_at = |line: &str| unicode_width::UnicodeWidthStr::width(line.split("answered").next().unwrap());
    assert_eq!(outcome_at(lines[1]), outcome_at(lines[2]), "{text}");
    assert_eq!(outcome_at(lines[1]), outcome_at(lines[3]), "{text}");
    assert!(lines[2].contains("\u{fffd}[2Jx 205"), "{text}");
    assert!(lines[3].contains("long lon… 205"), "{text}");
}

#[test]
fn nothing_is_said_to_be_nothing() {
    assert_eq!(printed(&[], &TimeZone::UTC), "No calls.\n");
}

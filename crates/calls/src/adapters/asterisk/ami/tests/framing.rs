//! Cuts, limits and noise.

use super::super::wire::{Frame, Framer, LINE_BYTES_MAX, MESSAGE_BYTES_MAX, MESSAGE_LINES_MAX};
use super::super::{NOTES_MAX, lossy};
use super::{Fact, Rig, event, replay, scenario, told};
use crate::adapters::Input;

/// The frames of a stream that comes in pieces of that size, as text, and the most memory that was held.
fn frames(stream: &[u8], piece: usize) -> Vec<String> {
    let mut framer = Framer::default();
    let mut all = Vec::new();
    let mut take = |frame: Frame<'_>| {
        all.push(match frame {
            Frame::Message(m) => format!("message {} at {}: {}", m.ordinal, m.line, lossy(m.text)),
            other => format!("{other:?}"),
        });
    };
    for piece in stream.chunks(piece) {
        framer.feed(piece, &mut take);
    }
    framer.finish(true, &mut take);
    all
}

fn assert_cuts_do_not_show(stream: &[u8]) {
    let whole = frames(stream, usize::MAX);
    for piece in [1, 2, 3, 7, 64, 1_000, 4_096] {
        assert!(frames(stream, piece) == whole, "in pieces of {piece}");
    }
}

#[test]
fn a_greeting_needs_no_empty_line_and_may_be_cut_anywhere() {
    let stream = b"Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nMessage: in\r\n\r\nEvent: A\r\n\r\n";
    let whole = frames(stream, usize::MAX);
    assert_eq!(whole.len(), 3);
    assert_eq!(whole[0], "Banner { line: 1, usual: true }");
    assert!(whole[1].starts_with("message 1 at 2: Response"));
    for cut in 0..stream.len() {
        let mut framer = Framer::default();
        let mut count = 0;
        framer.feed(&stream[..cut], &mut |_| count += 1);
        framer.feed(&stream[cut..], &mut |_| count += 1);
        assert_eq!(count, 3, "cut at {cut}");
    }
    assert_cuts_do_not_show(stream);
}

#[test]
fn the_greeting_is_told_before_anything_follows_it() {
    let mut framer = Framer::default();
    let mut all = vec![];
    framer.feed(b"Asterisk Call Manager/11.0.0\r\n", &mut |frame| all.push(format!("{frame:?}")));
    assert_eq!(all, ["Banner { line: 1, usual: true }"]);
}

#[test]
fn line_feeds_alone_are_as_good() {
    let with = scenario("answered")[0].clone();
    let without: Vec<u8> = with.iter().copied().filter(|byte| *byte != b'\r').collect();
    assert!(replay(&[&with], 500).seen == replay(&[&without], 500).seen);
}

#[test]
fn a_line_over_the_limit_is_left_out_and_the_message_stays() {
    for extra in [0, 1] {
        let long = "x".repeat(LINE_BYTES_MAX - 3 + extra);
        let stream = format!("B\nEvent: A\nOne: 1\nL: {long}\nTwo: 2\n\nEvent: B\n\n");
        let whole = frames(stream.as_bytes(), usize::MAX);
        assert_eq!(whole.iter().any(|frame| frame.contains("shorter line")), extra > 0);
        assert_eq!(whole.iter().any(|frame| frame.contains("One: 1\nTwo: 2")), extra > 0);
        assert_cuts_do_not_show(stream.as_bytes());
    }
}

#[test]
fn a_message_over_the_limits_is_left_out_and_the_next_one_stays() {
    let many = "Key: value\n".repeat(MESSAGE_LINES_MAX);
    let big = format!("Key: {}\n", "v".repeat(1_000)).repeat(MESSAGE_BYTES_MAX / 1_000);
    for (body, end) in [(&many, "\n"), (&big, "\n"), (&many, ""), (&big, "")] {
        let stream = format!("B\nEvent: A\n{body}{end}Event: B\n\n");
        let whole = frames(stream.as_bytes(), usize::MAX);
        assert_eq!(whole.len(), 3, "{whole:?}");
        assert!(whole[1].contains("left out") && whole[2].ends_with("Event: B\n"));
        assert_cuts_do_not_show(stream.as_bytes());
    }
}

#[test]
fn an_event_begins_a_message_even_without_the_empty_line_before() {
    let stream = b"B\r\nEvent: A\r\nK: v\r\nEvent: B\r\nK: w\r\n\r\n";
    let whole = frames(stream, usize::MAX);
    assert_eq!(whole.len(), 4);
    assert!(whole[1].contains("line: 4") && whole[1].contains("empty line"));
    assert!(whole[3].starts_with("message 2 at 4"));
    assert_cuts_do_not_show(stream);
}

#[test]
fn noise_gives_bounded_notes_and_the_stream_goes_on() {
    let mut state = 0x9e37_79b9_u64;
    let mut noise = Vec::new();
    for _ in 0..400_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        noise.extend((state >> 32).to_le_bytes());
    }
    noise.extend(b"\r\n\r\n");
    noise.extend(event("Newchannel", "1700000000.000001", "1700000000.1", "").bytes());
    for piece in [usize::MAX, 977] {
        let rig = replay(&[&noise], piece);
        assert!(rig.notes.len() <= NOTES_MAX as usize + 1, "{}", rig.notes.len());
        assert!(rig.facts().iter().any(|fact| matches!(fact, Fact::Born { .. })));
    }
    assert_cuts_do_not_show(&noise[noise.len() - 300_000..]);
}

#[test]
fn a_line_that_never_ends_is_not_kept() {
    let mut framer = Framer::default();
    let piece = vec![b'x'; 1_000_000];
    for _ in 0..100 {
        framer.feed(&piece, &mut |_| {});
    }
    assert!(framer.room() <= 2 * (MESSAGE_BYTES_MAX + LINE_BYTES_MAX));
}

#[test]
fn messages_without_an_end_are_not_kept() {
    let mut framer = Framer::default();
    let piece = b"Key: value and more of it, and no empty line ever\r\n".repeat(1_000);
    for _ in 0..1_000 {
        framer.feed(&piece, &mut |_| {});
    }
    assert!(framer.room() <= 2 * (MESSAGE_BYTES_MAX + LINE_BYTES_MAX));
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_noted() {
    let mut stream = event("Newchannel", "1700000000.000001", "1700000000.1", "").into_bytes();
    let place = stream.windows(9).position(|part| part == b"<unknown>").unwrap();
    stream.splice(place..place + 9, *b"Ren\xe9\0");
    let rig = replay(&[&stream], 5);
    let Fact::Born { channel, .. } = rig.facts()[0] else { panic!() };
    assert_eq!(channel.caller_name.as_deref(), Some("Ren\u{fffd}\u{fffd}"));
    assert_eq!(rig.notes.len(), 1);
}

#[test]
fn a_line_that_is_no_field_is_noted_with_its_number() {
    let rig = told(&format!("Asterisk Call Manager/9\n{}", event("Hangup", "1700000000.000001", "1.1", "Cause: 16\nno field")));
    assert!(matches!(rig.facts()[..], [Fact::HungUp { cause: 16, .. }]));
    assert_eq!(rig.notes, [(Some(15), "expected `Key: Value`; the line is left out".to_owned())]);
}

#[test]
fn a_live_stream_that_breaks_off_tells_no_half_message() {
    let text = event("Hangup", "1700000000.000001", "1.1", "Cause: 16").replace("\n\n", "\n");
    let mut rig = Rig::new(false);
    rig.feed(Input::Connected(Some(super::moment("1700000000")))).text("Asterisk Call Manager/9\n").text(&text);
    rig.feed(Input::Closed(Some(super::moment("1700000001"))));
    assert!(rig.facts().is_empty());
    assert!(rig.notes.iter().any(|(_, note)| note.contains("ended inside a message")));
    // A file may end without the last empty line, and a hang-up that was cut before its cause is none.
    assert_eq!(replay(&[text.as_bytes()], 9).facts().len(), 1);
    assert_eq!(replay(&[text.replace("Cause: 16\n", "").as_bytes()], 9).facts().len(), 0);
}

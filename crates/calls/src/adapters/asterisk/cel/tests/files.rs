//! The file as bytes: quotes, cuts, ends, damage.

use super::super::log::NOTES_MAX;
use super::*;

fn answered(id: &'static str) -> Line {
    Line::new("ANSWER", 1, id)
}

#[test]
fn quotes_and_line_ends_inside_quotes_belong_to_the_field() {
    let line = Line { name: "Ada \"the\nfirst\"\r\n, x", ..Line::new("CHAN_START", 1, "1.1") };
    let told = whole((line.text() + &answered("1.2").text()).as_bytes());
    assert_eq!(told.notes, []);
    let Fact::Born { channel, .. } = &told.facts[0].fact else { panic!("{:?}", told.facts) };
    assert_eq!(channel.caller_name.as_deref(), Some("Ada \"the\nfirst\"\r\n, x"));
    assert_eq!(ups(&told), ["1.2"]);
}

#[test]
fn any_cut_gives_the_same_facts_and_notes() {
    let mut bytes = text(&[
        Line { name: "Ada \"the\nfirst\"", ..Line::new("CHAN_START", 5, "1.1") },
        Line::new("ANSWER", 4, "1.1"),
        Line::new("NOTHING", 6, "1.1"),
    ])
    .into_bytes();
    bytes.extend_from_slice(b"\"CHAN_START\",\"1000000000.5\",\"unclosed\n\0\0");
    bytes.extend_from_slice(answered("1.2").text().as_bytes());
    bytes.extend_from_slice(b"half");
    let one = whole(&bytes);
    assert_eq!(lines_noted(&one).len(), 4, "{:?}", one.notes);
    for cut in 0..bytes.len() {
        let (before, after) = bytes.split_at(cut);
        let inputs = [Input::Connected(None), Input::Bytes(before), Input::Bytes(after), Input::Closed(None), Input::Finished];
        let two = feed(&inputs);
        assert_eq!((one.facts.clone(), one.notes.clone()), (two.facts, two.notes), "cut at {cut}");
    }
}

#[test]
fn half_a_line_waits_for_its_end() {
    let bytes = answered("1.1").text();
    let (first, last) = bytes.split_at(bytes.len() - 1);
    let mut log = Log::new();
    let mut told = Told::default();
    log.feed(Input::Connected(None), &mut told);
    log.feed(Input::Bytes(first.as_bytes()), &mut told);
    assert_eq!((log.position().told, told.facts.len()), (0, 0));
    log.feed(Input::Closed(None), &mut told);
    assert_eq!(told.facts, []);
    log.feed(Input::Bytes(last.as_bytes()), &mut told);
    log.feed(Input::Finished, &mut told);
    assert_eq!(ups(&told), ["1.1"]);
    assert_eq!(told.notes, []);
}

#[test]
fn a_last_row_without_line_end_is_read_and_half_a_row_is_noted() {
    let bytes = answered("1.1").text();
    let told = whole(bytes.trim_end().as_bytes());
    assert_eq!((ups(&told), lines_noted(&told)), (vec!["1.1".to_owned()], vec![]));
    for cut in 1..bytes.len() - 1 {
        let told = whole(&bytes.as_bytes()[..cut]);
        assert_eq!((told.facts.len(), lines_noted(&told)), (0, vec![1]), "cut at {cut}");
    }
}

#[test]
fn the_next_file_begins_anew_but_the_channels_stay() {
    let told = feed(&[
        Input::Connected(None),
        Input::Bytes(text(&[Line::new("CHAN_START", 1, "1.1")]).as_bytes()),
        Input::Bytes(b"\"ANSWER\",\"1000000000.1\",\"unfin"),
        Input::Closed(None),
        Input::Connected(None),
        Input::Bytes(answered("1.1").text().as_bytes()),
        Input::Finished,
    ]);
    assert_eq!(lines_noted(&told), [2]);
    assert_eq!(told.facts.len(), 2, "the channel is known from the first file: {:?}", told.facts);
    assert!(matches!(told.facts[0].fact, Fact::Born { .. }));
    assert_eq!((told.facts[1].seq, &told.facts[1].fact), (1, &Fact::Up { id: "1.1".into() }));
}

#[test]
fn a_quote_that_is_not_closed_costs_its_row_only() {
    for broken in ["\"ANSWER\",\"1000000000.1\",\"open,\n", "x\"y\n", "\"\n", "\"ANSWER\",\"1.1\"\"\n\"\"\n"] {
        let told = whole((answered("1.1").text() + broken + &text(&[answered("1.2"), answered("1.3")])).as_bytes());
        assert_eq!(ups(&told), ["1.1", "1.2", "1.3"], "{broken:?}");
        assert_eq!(lines_noted(&told), [2], "{broken:?}");
    }
}

#[test]
fn a_row_without_end_is_given_up_and_the_next_is_found() {
    let garbage = "x".repeat(300_000);
    for broken in [format!("\"{garbage}"), format!("\"{}", "line\n".repeat(60_000)), garbage] {
        let mut log = Log::new();
        let mut told = Told::default();
        let bytes = broken.clone() + "\n" + &text(&[answered("1.2"), answered("1.3")]);
        for piece in bytes.as_bytes().chunks(1_000) {
            log.feed(Input::Bytes(piece), &mut told);
        }
        assert_eq!(log.position().told, broken.len() as u64 + 1, "nothing is held but the rows");
        log.feed(Input::Finished, &mut told);
        assert_eq!((ups(&told), lines_noted(&told)), (vec!["1.2".to_owned(), "1.3".to_owned()], vec![1]));
    }
}

#[test]
fn damage_is_noted_by_line_and_the_rest_goes_on() {
    let mut bytes = b"\0\0\0".to_vec();
    bytes.extend_from_slice(answered("1.1").text().as_bytes());
    bytes.extend_from_slice(b"\n\r\n1,2,3\n");
    bytes.extend_from_slice(answered("1.2").text().replace("1000000", "soon").as_bytes());
    bytes.extend_from_slice(&[b"\"ANSWER\",\"1000000000.000001\",\"Andr", &b"\xe9"[..]].concat());
    bytes.extend_from_slice(&answered("1.3").text().as_bytes()[30..]);
    bytes.extend_from_slice(Line::new("TEA_TIME", 1, "1.4").text().as_bytes());
    bytes.extend_from_slice(Line::new("ANSWER", 1, "").text().as_bytes());
    bytes.extend_from_slice(answered("1.5").text().trim_end().as_bytes());
    bytes.extend_from_slice(b",\"\"\r\n");
    bytes.extend_from_slice(answered("1.6").text().trim_end().as_bytes());
    bytes.extend_from_slice(b"\r\n");
    let told = whole(&bytes);
    assert_eq!(ups(&told), ["1.1", "1.3", "1.6"]);
    let mut lines = lines_noted(&told);
    lines.sort_unstable();
    assert_eq!(lines, [1, 4, 5, 6, 7, 8, 9], "{:?}", told.notes);
}

#[test]
fn notes_are_bounded() {
    let told = whole("garbage\n".repeat(10_000).as_bytes());
    assert_eq!(told.notes.len() as u64, NOTES_MAX);
}

#[test]
fn a_header_and_bare_fields_are_taken() {
    let header = "eventtype,eventtime,,,,,,,,,,,,,,,,,,\n";
    let bare = "ANSWER,1000000000.1,,,,,,,house,PJSIP/phone-1,,,3,,1.1,1.1,,,,\n";
    let told = whole((header.to_owned() + bare + &answered("1.2").text()).as_bytes());
    assert_eq!((ups(&told), lines_noted(&told)), (vec!["1.2".to_owned(), "1.1".to_owned()], vec![]));
}

#[test]
fn a_written_date_counts_where_its_zone_is_told_or_learned() {
    let at = |time: &str, event, id| Line { time: time.to_owned(), ..Line::new(event, 0, id) };
    let told = whole(
        text(&[
            at("2026-11-20 23:18:07.123456", "ANSWER", "1795216687.1"),
            at("2026-11-20 23:18:07.5 +0100", "ANSWER", "1795216687.2"),
            at("2026-11-20T22:18:07Z", "ANSWER", "1795216687.3"),
            at("2026-11-21 04:48:07.25", "CHAN_START", "1795216687.4"),
            at("2026-11-21 04:48:08", "ANSWER", "1795216687.4"),
            at("2026-02-30 24:00:00Z", "ANSWER", "1795216687.5"),
        ])
        .as_bytes(),
    );
    assert_eq!(lines_noted(&told), [1, 6], "{:?}", told.notes);
    let times: Vec<_> = told.facts.iter().map(|seen| seen.at.to_string()).collect();
    assert!(times.contains(&"2026-11-20T22:18:07.500Z".to_owned()), "{times:?}");
    assert!(times.contains(&"2026-11-20T22:18:07.000Z".to_owned()), "{times:?}");
    let own: Vec<_> = told.facts.iter().filter(|seen| matches!(&seen.fact, Fact::Born { .. })).map(|seen| seen.at).collect();
    assert_eq!(own, [moment("1795216687.25")], "the switch is 5 h 30 min ahead of UTC");
}

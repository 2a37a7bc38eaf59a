//! Rows in the order of time.

use super::*;

fn answers(times: &[u32]) -> Vec<Line> {
    const IDS: [&str; 8] = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];
    times.iter().zip(IDS).map(|(&micros, id)| Line::new("ANSWER", micros, id)).collect()
}

#[test]
fn a36_rows_are_told_in_the_order_of_time() {
    let told = whole(text(&answers(&[100, 300, 200, 400, 50])).as_bytes());
    assert_eq!(ups(&told), ["1.4", "1.0", "1.2", "1.1", "1.3"]);
    let seqs: Vec<_> = told.facts.iter().map(|seen| seen.seq).collect();
    assert_eq!(seqs, [5, 5, 1, 1, 3, 3, 2, 2, 4, 4], "each keeps its place in the file");
}

#[test]
fn rows_of_one_microsecond_keep_the_order_of_the_file() {
    assert_eq!(ups(&whole(text(&answers(&[7, 7, 6, 7])).as_bytes())), ["1.2", "1.0", "1.1", "1.3"]);
}

#[test]
fn a_row_waits_for_one_a_second_later_and_a_late_one_goes_on_at_once() {
    let lines = answers(&[0, 999_999, 1_000_000, 2_500_000, 900_000, 2_400_000]);
    let mut log = Log::new();
    let mut told = Told::default();
    let mut seen = Vec::new();
    for line in &lines {
        log.feed(Input::Bytes(line.text().as_bytes()), &mut told);
        seen.push(ups(&told).len());
    }
    assert_eq!(seen, [0, 0, 1, 3, 4, 4]);
    log.feed(Input::Finished, &mut told);
    assert_eq!(ups(&told), ["1.0", "1.1", "1.2", "1.4", "1.5", "1.3"]);
}

#[test]
fn live_a_quarter_of_a_second_is_enough_whatever_the_clock_of_the_switch_says() {
    let mut log = Log::new();
    let mut told = Told::default();
    log.feed(Input::Connected(Some(moment("5"))), &mut told);
    assert_eq!(log.wake_at(), None);
    let rows = text(&answers(&[200, 100]));
    log.feed(Input::Bytes(rows.as_bytes()), &mut told);
    assert_eq!(log.wake_at(), Some(moment("5.25")));
    // The clock was last told long before the rows came: the wait begins now.
    log.feed(Input::Tick(moment("9")), &mut told);
    assert_eq!((ups(&told).len(), log.wake_at()), (0, Some(moment("9.25"))));
    log.feed(Input::Bytes(Line::new("ANSWER", 300, "1.9").text().as_bytes()), &mut told);
    log.feed(Input::Tick(moment("9.25")), &mut told);
    assert_eq!(ups(&told), ["1.1", "1.0"]);
    assert_eq!((log.wake_at(), log.position().told), (Some(moment("9.5")), rows.len() as u64));
    log.feed(Input::Tick(moment("9.5")), &mut told);
    assert_eq!((ups(&told).len(), log.wake_at()), (3, None));
}

#[test]
fn reading_on_from_the_position_misses_nothing_and_knows_the_calls_that_are_open() {
    let row = |event, micros, id: &'static str| Line::new(event, micros, id);
    let bytes = text(&[
        row("CHAN_START", 0, "1.1"),
        row("CHAN_START", 500_000, "1.2").linked("1.1"),
        row("ANSWER", 400_000, "1.1"),
        row("HANGUP", 1_450_000, "1.1"),
        row("CHAN_START", 1_500_000, "1.3"),
        row("HANGUP", 2_900_000, "1.2").linked("1.1"),
        row("ANSWER", 4_000_000, "1.3"),
        row("CHAN_START", 6_000_000, "1.4"),
        row("HANGUP", 7_000_000, "1.3"),
        row("HANGUP", 10_000_000, "1.4"),
    ]);
    // Whoever learns from the position knows every channel that later rows are about.
    let starts: Vec<usize> = std::iter::once(0).chain(bytes.match_indices('\n').map(|(place, _)| place + 1)).collect();
    let mut positions = Vec::new();
    for cut in 0..=bytes.len() {
        let mut log = Log::new();
        let mut told = Told::default();
        log.feed(Input::Connected(None), &mut told);
        log.feed(Input::Bytes(&bytes.as_bytes()[..cut]), &mut told);
        let position = usize::try_from(log.position().learn_from).unwrap();
        positions.push(starts.iter().position(|start| *start == position).unwrap());
        told.facts.extend(whole(&bytes.as_bytes()[position..]).facts);
        for seen in whole(bytes.as_bytes()).facts {
            assert!(told.facts.iter().any(|again| (again.at, &again.fact) == (seen.at, &seen.fact)), "cut at {cut}: {seen:?}");
        }
    }
    positions.dedup();
    assert_eq!(positions, [0, 4, 7], "of a call that is open all is read again; the last row still waits for others");
}

#[test]
fn what_is_held_is_bounded() {
    let mut log = Log::new();
    let mut told = Told::default();
    for micros in 0..30_000 {
        log.feed(Input::Bytes(Line::new("ANSWER", micros, "1.1").text().as_bytes()), &mut told);
    }
    assert_eq!(ups(&told).len(), 10_000);
}

//! Stories of the dialect: each is a file in its `fixtures/`, named by the rule or situation that it holds.

use calls::dialects::Event;
use calls::moment::Moment;

use super::{BEGUN, House, line, tell, told};
use crate::reviewed::Reviewed;

const REVIEWED: Reviewed = Reviewed("elma365");

/// Every story there is.
pub(super) fn names() -> Vec<String> {
    REVIEWED.names()
}

/// The table of a story.
pub(super) fn table(name: &str) -> String {
    REVIEWED.table(name)
}

fn timed(event: &Event, begun: Moment) -> String {
    let micros = event.at.since(begun);
    format!("{:02}.{:03} {}\n", micros / 1_000_000, micros / 1_000 % 1_000, line(event))
}

/// Every story is told as it was reviewed; its name begins with the rule that it holds.
#[test]
fn every_story_is_told_as_it_was_reviewed() {
    let begun = Moment::from_micros(BEGUN).unwrap();
    for name in names() {
        REVIEWED.hold(&name, |table| told(table).iter().map(|event| timed(event, begun)).collect());
    }
}

/// Every recorded call of which anything is told, as it was reviewed: `tests/it/elma365/recordings.txt`.
#[test]
fn every_recorded_call_is_told_as_it_was_reviewed() {
    REVIEWED.hold_recordings(|folded| {
        let events = tell(&folded.signals, &House::default()).into_iter().flat_map(|telling| telling.events);
        let lines: String = events.map(|event| timed(&event, folded.conversation.started_at)).collect();
        Some(lines).filter(|lines| !lines.is_empty())
    });
}

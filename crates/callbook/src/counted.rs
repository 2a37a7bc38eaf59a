//! What was recorded, counted for `/metrics` in the same words whichever way it came in.
//!
//! How feeds stand is told by the board when somebody asks. To count one more thing: a function here, its description in
//! `api/health`, and a line in docs/operating.md.

use crate::store::Recorded;

/// A batch of that feed was recorded.
pub(crate) fn recorded(feed: &str, recorded: &Recorded) {
    let signals = |known| metrics::counter!("callbook_signals_total", "feed" => feed.to_owned(), "known" => known);
    signals("no").increment(recorded.new as u64);
    signals("yes").increment(recorded.repeated as u64);
    metrics::counter!("callbook_versions_total", "feed" => feed.to_owned()).increment(recorded.versions as u64);
    // A commit that batches share is counted by each of them in part, and so once in all.
    metrics::gauge!("callbook_commits", "feed" => feed.to_owned()).increment(1.0 / recorded.shared.max(1) as f64);
}

/// Something was sent to a receiver of that kind, which took it or did not.
pub(crate) fn delivered(kind: &'static str, taken: bool) {
    let taken = if taken { "yes" } else { "no" };
    metrics::counter!("callbook_attempts_total", "kind" => kind, "taken" => taken).increment(1);
}

/// What a try made of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Became {
    /// The receiver has it.
    Taken,
    /// It waits to be tried again.
    Failed,
    /// It was given up.
    Dead,
}

/// A delivery to a receiver of that kind became so.
pub(crate) fn became(kind: &'static str, became: Became) {
    let became = match became {
        Became::Taken => "taken",
        Became::Failed => "failed",
        Became::Dead => "dead",
    };
    metrics::counter!("callbook_deliveries_total", "kind" => kind, "became" => became).increment(1);
}

/// The store refused a signal of that feed, which is lost.
pub(crate) fn refused(feed: &str) {
    metrics::counter!("callbook_signals_refused_total", "feed" => feed.to_owned()).increment(1);
}

//! Which signals are believed: of several feeds the best one that told a leg's beginning (rule N18), and no `lost` that a
//! real signal of the same leg outlived (rule N19).

use std::collections::BTreeMap;

use crate::moment::Moment;
use crate::signal::{Feed, GapKind, LegKey, Signal, What};

/// What is known of each leg's feeds.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    legs: BTreeMap<LegKey, LegChoice>,
}

#[derive(Clone, Debug, Default)]
struct LegChoice {
    /// The best feed that told its beginning.
    feed: Option<Feed>,
    /// When feeds were blind for it: from, until.
    blind: Vec<(Feed, Moment, Moment)>,
    /// When a feed gave it up.
    lost: Vec<(Feed, Moment)>,
    /// Its newest real signal.
    real: Option<Moment>,
}

/// Whether it says something that happened on the line, which a `lost` must yield to.
fn is_real(what: &What) -> bool {
    !matches!(
        what,
        What::Lost { .. } | What::Gap(_) | What::Stated(_) | What::Done(_) | What::Recorded(_) | What::Message { .. }
    )
}

/// Whether it is believed from whichever feed it comes: it is told of the call, not seen on the line.
fn is_beside(what: &What) -> bool {
    matches!(what, What::Stated(_) | What::Done(_))
}

impl Choice {
    pub(super) fn of<'a>(signals: impl Iterator<Item = &'a Signal>) -> Self {
        let mut choice = Self::default();
        signals.for_each(|signal| choice.learn(signal));
        choice
    }

    pub(super) fn learn(&mut self, signal: &Signal) {
        let leg = match self.legs.get_mut(&signal.leg) {
            Some(leg) => leg,
            None => self.legs.entry(signal.leg.clone()).or_default(),
        };
        if signal.what.begins() && leg.feed.as_ref().is_none_or(|feed| (signal.feed.rank, &signal.feed) < (feed.rank, feed)) {
            leg.feed = Some(signal.feed.clone());
        }
        match &signal.what {
            What::Gap(gap) if gap.what == GapKind::LinkLost => {
                if let (Some(from), Some(to)) = (gap.from, gap.to) {
                    leg.blind.push((signal.feed.clone(), from, to));
                }
            }
            What::Lost { .. } => leg.lost.push((signal.feed.clone(), signal.at)),
            what if is_real(what) => leg.real = leg.real.max(Some(signal.at)),
            _ => {}
        }
    }

    /// Whether learning this signal changes what is believed of earlier ones.
    pub(super) fn is_upset_by(&self, signal: &Signal) -> bool {
        let Some(leg) = self.legs.get(&signal.leg) else { return false };
        let other_feed = leg.feed.as_ref().is_some_and(|feed| *feed != signal.feed);
        let better_beginning =
            signal.what.begins() && other_feed && leg.feed.as_ref().is_none_or(|feed| signal.feed.rank < feed.rank);
        let late_beginning = signal.what.begins() && leg.feed.is_none() && leg.real.is_some();
        let blindness = matches!(&signal.what, What::Gap(gap) if gap.what == GapKind::LinkLost);
        let outlives = is_real(&signal.what) && !leg.lost.is_empty();
        better_beginning || late_beginning || blindness || outlives
    }

    /// Whether this signal counts.
    pub(super) fn believes(&self, signal: &Signal) -> bool {
        if is_beside(&signal.what) {
            return true;
        }
        let Some(leg) = self.legs.get(&signal.leg) else { return true };
        if matches!(signal.what, What::Lost { .. }) && leg.real.is_some_and(|real| real > signal.at) {
            return false;
        }
        match &leg.feed {
            Some(feed) if *feed != signal.feed => {
                !signal.what.begins() && is_real(&signal.what) && leg.falls_into_gap(feed, signal)
            }
            _ => true,
        }
    }
}

impl LegChoice {
    /// Whether the chosen feed could not see it: another feed's word is taken for what falls into its gaps.
    fn falls_into_gap(&self, feed: &Feed, signal: &Signal) -> bool {
        let blind = self.blind.iter().any(|(of, from, to)| of == feed && *from < signal.at && signal.at < *to);
        blind || self.lost.iter().any(|(of, at)| of == feed && *at < signal.at)
    }
}

//! Which signals are believed: of several feeds the best one that told a leg's beginning (rule N18), and no `lost` that a
//! real signal of the same leg outlived (rule N19).

use std::collections::HashMap;

use crate::moment::Moment;
use crate::signal::{Feed, GapKind, LegKey, Signal, What};

/// What is known of each leg's feeds.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    legs: HashMap<LegKey, LegChoice>,
}

#[derive(Clone, Debug, Default)]
struct LegChoice {
    /// The feeds that told its beginning, and whether late: from a list, after it had begun.
    begun: Vec<(Feed, bool)>,
    /// When feeds were blind for it: from, until.
    blind: Vec<(Feed, Moment, Moment)>,
    /// When a feed gave it up.
    lost: Vec<(Feed, Moment)>,
    /// The newest real signal of each feed.
    real: Vec<(Feed, Moment)>,
}

/// Whether it says something that happened on the line, which a `lost` must yield to.
fn is_real(what: &What) -> bool {
    !matches!(
        what,
        What::Lost { .. } | What::Gap(_) | What::Stated(_) | What::Done(_) | What::Recorded(_) | What::Message { .. }
    )
}

/// Whether it is believed from whichever feed it comes: it is told of the call, or done about its recording, not seen on the line.
fn is_beside(signal: &Signal) -> bool {
    match &signal.what {
        What::Stated(_) | What::Done(_) => true,
        What::Recorded(_) => signal.by.is_some(),
        _ => false,
    }
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
        leg.learn(signal);
    }

    /// Whether learning this signal changes what is believed of earlier ones.
    pub(super) fn is_upset_by(&self, signal: &Signal) -> bool {
        let Some(leg) = self.legs.get(&signal.leg) else { return false };
        let blindness = matches!(&signal.what, What::Gap(gap) if gap.what == GapKind::LinkLost);
        let outlives = is_real(&signal.what) && !leg.lost.is_empty();
        blindness || outlives || leg.is_turned_by(signal)
    }

    /// Whether this signal counts.
    pub(super) fn believes(&self, signal: &Signal) -> bool {
        if is_beside(signal) {
            return true;
        }
        let Some(leg) = self.legs.get(&signal.leg) else { return true };
        let is_lost = matches!(signal.what, What::Lost { .. });
        if is_lost && leg.last_real().is_some_and(|real| real > signal.at) {
            return false;
        }
        match leg.feed() {
            Some(feed) if *feed != signal.feed => {
                !signal.what.begins() && (is_lost || is_real(&signal.what)) && leg.falls_into_gap(feed, signal.at)
            }
            _ => true,
        }
    }
}

impl LegChoice {
    fn learn(&mut self, signal: &Signal) {
        let late = matches!(&signal.what, What::Gap(gap) if gap.what == GapKind::LateStart);
        if signal.what.begins() || late {
            match self.begun.iter_mut().find(|(feed, _)| *feed == signal.feed) {
                Some((_, known_late)) => *known_late |= late,
                None => {
                    // A leg has one feed nearly always, and there are very many legs.
                    self.begun.reserve_exact(1);
                    self.begun.push((signal.feed.clone(), late));
                }
            }
        }
        match &signal.what {
            What::Gap(gap) if gap.what == GapKind::LinkLost => {
                if let (Some(from), Some(to)) = (gap.from, gap.to) {
                    self.blind.push((signal.feed.clone(), from, to));
                }
            }
            What::Lost { .. } => self.lost.push((signal.feed.clone(), signal.at)),
            what if is_real(what) => match self.real.iter_mut().find(|(feed, _)| *feed == signal.feed) {
                Some((_, real)) => *real = signal.at.max(*real),
                None => {
                    self.real.reserve_exact(1);
                    self.real.push((signal.feed.clone(), signal.at));
                }
            },
            _ => {}
        }
    }

    /// The feed that is believed: the best that saw the leg begin, else the best that met it later (rule N18).
    fn feed(&self) -> Option<&Feed> {
        self.begun.iter().min_by_key(|(feed, late)| (*late, feed.rank, &feed.name)).map(|(feed, _)| feed)
    }

    /// Whether this signal makes another feed the believed one, after something else was told of the leg.
    fn is_turned_by(&self, signal: &Signal) -> bool {
        if !signal.what.begins() && !matches!(&signal.what, What::Gap(gap) if gap.what == GapKind::LateStart) {
            return false;
        }
        let mut after = self.clone();
        after.learn(signal);
        after.feed() != self.feed()
    }

    /// The newest real signal that counts.
    fn last_real(&self) -> Option<Moment> {
        let counts = |feed: &Feed, at: Moment| match self.feed() {
            Some(chosen) => chosen == feed || self.falls_into_gap(chosen, at),
            None => true,
        };
        self.real.iter().filter(|(feed, at)| counts(feed, *at)).map(|(_, at)| *at).max()
    }

    /// Whether the chosen feed could not see it: another feed's word is taken for what falls into its gaps.
    fn falls_into_gap(&self, feed: &Feed, at: Moment) -> bool {
        let blind = self.blind.iter().any(|(of, from, to)| of == feed && *from < at && at < *to);
        blind || self.lost.iter().any(|(of, lost)| of == feed && at.since(*lost) > FEEDS_SKEW_MICROS)
    }
}

/// Two feeds stamp the same fact this far apart at most: what another feed tells so shortly after a leg was given up is the
/// fact that was seen last, and no sign of life.
const FEEDS_SKEW_MICROS: i64 = 50_000;

//! Figures as they are added up: how many, with which outcome, and how long was waited and talked.
//!
//! A tally can be taken off again as it was added, so that a call that turns out otherwise leaves no trace. Lengths are counted
//! to the second below two minutes and by steps of a twentieth above: enough for percentiles, and small. The bytes of a tally
//! stand in rows: what is added to it comes at the end.

use calls::conversation::Outcome;

/// Every outcome, in the order in which a tally counts them, and by whose places rows are marked; first those without one. Rows
/// hold these places: what is added comes at the end.
pub(crate) const OUTCOMES: [Option<Outcome>; 12] = [
    None,
    Some(Outcome::Answered),
    Some(Outcome::Voicemail),
    Some(Outcome::Blocked),
    Some(Outcome::Abandoned),
    Some(Outcome::Ivr),
    Some(Outcome::Cancelled),
    Some(Outcome::NoAnswer),
    Some(Outcome::Declined),
    Some(Outcome::Busy),
    Some(Outcome::Unavailable),
    Some(Outcome::Failed),
];

/// The place of an outcome among them.
pub(crate) fn place_of(outcome: Option<Outcome>) -> usize {
    OUTCOMES.iter().position(|known| *known == outcome).unwrap_or_default()
}

/// Below so many seconds each second is counted by itself.
const EXACT_S: i64 = 120;
/// How much longer the lengths of a step are than those of the one before.
const STEP: f64 = 1.05;
/// The most steps: the last one holds whatever is longer, three days and more.
const STEPS_MAX: usize = 280;

/// Figures of calls that began in one hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many had each of [`OUTCOMES`].
    pub(crate) outcomes: [i64; OUTCOMES.len()],
    /// How long those waited who were answered.
    pub(crate) waits: Spread,
    /// How long those waited who gave up.
    pub(crate) gave_up: Spread,
    /// How long they talked.
    pub(crate) talks: Spread,
}

/// How often which lengths were counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spread {
    /// How many.
    pub(crate) count: i64,
    /// All of them together, in milliseconds.
    pub(crate) sum_ms: i64,
    /// How many in each step that has any, in order.
    steps: Vec<(usize, i64)>,
}

impl Tally {
    /// Adds another one, so many times: minus one takes it off.
    pub(crate) fn add(&mut self, other: &Self, times: i64) {
        for (own, other) in self.outcomes.iter_mut().zip(&other.outcomes) {
            *own += other * times;
        }
        self.waits.merge(&other.waits, times);
        self.gave_up.merge(&other.gave_up, times);
        self.talks.merge(&other.talks, times);
    }

    /// How many calls.
    pub(crate) fn calls(&self) -> i64 {
        self.outcomes.iter().sum()
    }

    /// Whether nothing is left in it.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How a row has it: integers of variable length, first the outcomes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(48);
        self.outcomes.iter().for_each(|count| put(&mut bytes, *count));
        for spread in [&self.waits, &self.gave_up, &self.talks] {
            put(&mut bytes, spread.count);
            put(&mut bytes, spread.sum_ms);
            put(&mut bytes, spread.steps.len() as i64);
            let mut last = 0;
            for (step, count) in &spread.steps {
                put(&mut bytes, (step - last) as i64);
                put(&mut bytes, *count);
                last = *step;
            }
        }
        bytes
    }

    /// Reads what [`Self::bytes`] wrote; none of anything else.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut tally = Self::default();
        for count in &mut tally.outcomes {
            *count = take(&mut rest)?;
        }
        for spread in [&mut tally.waits, &mut tally.gave_up, &mut tally.talks] {
            (spread.count, spread.sum_ms) = (take(&mut rest)?, take(&mut rest)?);
            let steps = usize::try_from(take(&mut rest)?).ok().filter(|steps| *steps <= STEPS_MAX)?;
            let mut last = 0;
            for _ in 0..steps {
                last += usize::try_from(take(&mut rest)?).ok()?;
                spread.steps.push((last, take(&mut rest)?));
            }
        }
        rest.is_empty().then_some(tally)
    }
}

impl Spread {
    /// Counts one length, in milliseconds.
    pub(crate) fn one(ms: i64) -> Self {
        Self { count: 1, sum_ms: ms.max(0), steps: vec![(step_of(ms), 1)] }
    }

    fn merge(&mut self, other: &Self, times: i64) {
        self.count += other.count * times;
        self.sum_ms += other.sum_ms * times;
        for (step, count) in &other.steps {
            match self.steps.binary_search_by_key(step, |(step, _)| *step) {
                Ok(place) => {
                    if let Some((_, own)) = self.steps.get_mut(place) {
                        *own += count * times;
                    }
                }
                Err(place) => self.steps.insert(place, (*step, count * times)),
            }
        }
        self.steps.retain(|(_, count)| *count != 0);
    }

    /// Their mean in seconds.
    pub(crate) fn mean_s(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum_ms as f64 / self.count as f64 / 1_000.0)
    }

    /// The length in seconds that so many of 100 do not exceed: to the second below two minutes, within a twentieth above.
    pub(crate) fn percentile_s(&self, of_100: i64) -> Option<f64> {
        let place = (self.count * of_100 + 99) / 100;
        let mut passed = 0;
        let step = self.steps.iter().find(|(_, count)| {
            passed += count;
            passed >= place
        });
        step.filter(|_| self.count > 0).map(|(step, _)| ends_s(*step))
    }

    /// How many were shorter than so many seconds, of which there are no more than [`WITHIN_S_MAX`].
    pub(crate) fn within(&self, seconds: u32) -> i64 {
        self.steps.iter().take_while(|(step, _)| *step < seconds as usize).map(|(_, count)| count).sum()
    }

    /// How many were as long as each of these bounds and shorter than the next one, or of the last as long or longer. Bounds are in
    /// seconds, ascending from 0; above [`WITHIN_S_MAX`], what is up to a twentieth shorter than a bound may count as that long.
    pub(crate) fn between(&self, bounds: &[u32]) -> Vec<i64> {
        let mut counts = vec![0; bounds.len()];
        for (step, count) in &self.steps {
            let place = bounds.iter().rposition(|bound| f64::from(*bound) < ends_s(*step));
            if let Some(counted) = place.and_then(|place| counts.get_mut(place)) {
                *counted += count;
            }
        }
        counts
    }
}

/// The longest limit that can be asked for, in seconds: above it, lengths are not told apart to the second.
pub(crate) const WITHIN_S_MAX: u32 = EXACT_S as u32;

/// The step that a length is counted in.
fn step_of(ms: i64) -> usize {
    let seconds = ms.max(0) / 1_000;
    if seconds < EXACT_S {
        return seconds as usize;
    }
    let step = (seconds as f64 / EXACT_S as f64).ln() / STEP.ln();
    (EXACT_S as usize + step as usize).min(STEPS_MAX - 1)
}

/// Where a step ends, in seconds.
fn ends_s(step: usize) -> f64 {
    if step < EXACT_S as usize {
        return step as f64 + 1.0;
    }
    (EXACT_S as f64 * STEP.powi((step - EXACT_S as usize + 1) as i32)).round()
}

/// Seven bits a byte, the sign in the lowest.
fn put(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest >= 0x80 {
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

fn take(rest: &mut &[u8]) -> Option<i64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((number >> 1) as i64 ^ -((number & 1) as i64));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn tally(lengths: &[i64]) -> Tally {
        let mut tally = Tally::default();
        for ms in lengths {
            let mut one = Tally { waits: Spread::one(*ms), talks: Spread::one(ms * 7), ..Tally::default() };
            one.outcomes[(*ms % 12) as usize] = 1;
            tally.add(&one, 1);
        }
        tally
    }

    proptest! {
        #[test]
        fn what_is_taken_off_again_leaves_no_trace(kept in prop::collection::vec(0..9_000_000_i64, 0..40),
            gone in prop::collection::vec(0..9_000_000_i64, 0..40)) {
            let mut both = tally(&[kept.clone(), gone.clone()].concat());
            both.add(&tally(&gone), -1);
            prop_assert_eq!(&both, &tally(&kept));
            prop_assert_eq!(Tally::read(&both.bytes()).unwrap(), both);
        }

        #[test]
        fn a_percentile_is_near_the_length_that_it_stands_for(mut lengths in prop::collection::vec(0..40_000_000_i64, 1..60),
            of_100 in 1..=100_i64) {
            let found = tally(&lengths).waits.percentile_s(of_100).unwrap();
            lengths.sort_unstable();
            let place = (lengths.len() * of_100 as usize).div_ceil(100) - 1;
            let exact = lengths[place] as f64 / 1_000.0;
            prop_assert!(found >= exact.floor() && found <= exact.mul_add(1.06, 1.5), "{} for {}", found, exact);
        }

        #[test]
        fn between_bounds_is_what_is_shorter_than_one_and_not_than_the_other(
            lengths in prop::collection::vec(0..9_000_000_i64, 0..60)) {
            let bounds = [0, 7, 60, 120, 300, 3_600];
            let counts = tally(&lengths).waits.between(&bounds);
            prop_assert_eq!(counts.iter().sum::<i64>(), lengths.len() as i64, "each is counted once");
            for (place, bound) in bounds.iter().enumerate().skip(1) {
                let shorter = |than_ms: f64| lengths.iter().filter(|ms| (**ms as f64) < than_ms).count() as i64;
                let (counted, ms) = (counts[..place].iter().sum::<i64>(), f64::from(*bound) * 1_000.0);
                let least = if *bound <= WITHIN_S_MAX { shorter(ms) } else { shorter(ms / 1.06) };
                let most = if *bound <= WITHIN_S_MAX { shorter(ms) } else { shorter(ms + 500.0) };
                prop_assert!((least..=most).contains(&counted), "{} shorter than {}: {}..={}", counted, bound, least, most);
            }
        }

        #[test]
        fn garbage_is_no_tally_and_no_crash(bytes in prop::collection::vec(any::<u8>(), 0..90)) {
            let _ = Tally::read(&bytes);
        }
    }

    #[test]
    fn a_limit_is_held_to_the_second() {
        let waits = tally(&[0, 19_999, 20_000, 20_001, 61_000]).waits;
        assert_eq!((waits.within(20), waits.within(21), waits.within(120)), (2, 4, 5));
        assert_eq!(waits.mean_s(), Some(24.2));
        assert_eq!(Spread::default().percentile_s(50), None);
    }
}

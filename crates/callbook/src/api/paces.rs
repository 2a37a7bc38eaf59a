//! How often keys of dialects ask: so many times within any minute, and no more (rules of each dialect's sheet).
//!
//! Nothing but moments is held, and only those of the last minute. To limit one more dialect: its number, and its door that counts.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use calls::moment::Moment;
use uuid::Uuid;

/// The most keys that are held; with one more those that did not ask within the minute are let go, and if there are none, all are.
const KEYS_MAX: usize = 4_096;
/// A minute.
const MINUTE: i64 = 60_000_000;

/// When keys asked lately; or whoever else is counted.
#[derive(Debug)]
pub(super) struct Paces<K = Uuid>(Mutex<HashMap<K, VecDeque<Moment>>>);

impl<K> Default for Paces<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Paces<K> {
    /// Counts a question of a key that may ask so often within a minute, or says after how many seconds it may ask again.
    pub(super) fn count(&self, key: K, most: usize, now: Moment) -> Result<(), u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back must not lock anybody out.
        let is_late = |at: Moment| (0..MINUTE).contains(&now.since(at));
        if all.len() >= KEYS_MAX && !all.contains_key(&key) {
            all.retain(|_, asked| asked.back().is_some_and(|at| is_late(*at)));
            if all.len() >= KEYS_MAX {
                all.clear();
            }
        }
        let asked = all.entry(key).or_default();
        while asked.front().is_some_and(|at| !is_late(*at)) {
            asked.pop_front();
        }
        match asked.front() {
            Some(first) if asked.len() >= most => {
                let wait = MINUTE - now.since(*first);
                Err(u64::try_from(wait.div_euclid(1_000_000) + 1).unwrap_or(1))
            }
            _ => {
                asked.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_key_asks_so_often_within_any_minute_and_is_told_when_it_may_again() {
        let (paces, now) = (Paces::default(), Moment::from_micros(1_000_000_000).unwrap());
        let key = Uuid::from_u128(1);
        for no in 0..300 {
            paces.count(key, 300, now.plus(no * 100_000)).unwrap();
        }
        let later = now.plus(30_000_000);
        assert_eq!(paces.count(key, 300, later), Err(31));
        assert_eq!(paces.count(Uuid::from_u128(2), 300, later), Ok(()), "each key for itself");
        assert_eq!(paces.count(key, 300, now.plus(MINUTE - 1)), Err(1));
        assert_eq!(paces.count(key, 300, now.plus(MINUTE)), Ok(()), "what is a minute old is forgotten");
        assert!(paces.count(key, 300, now.plus(MINUTE)).is_err());
        assert_eq!(paces.count(key, 300, now.plus(-MINUTE)), Ok(()), "the clock was put back");
    }

    #[test]
    fn no_more_keys_are_held_than_may_be() {
        let (paces, now) = (Paces::<Uuid>::default(), Moment::from_micros(1_000_000_000).unwrap());
        for no in 0..(KEYS_MAX as u128 + 10) {
            paces.count(Uuid::from_u128(no), 300, now).unwrap();
        }
        assert!(paces.0.lock().unwrap().len() <= KEYS_MAX);
    }
}

//! How often an app asks its key-value store: 50 times a minute (sheet, 4.7).

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// So many times in [`PER`].
pub(super) const ASKS_MAX: usize = 50;
/// See there.
const PER: Duration = Duration::from_secs(60);

/// When it asked lately.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<VecDeque<Instant>>);

impl Pace {
    /// Counts one, and says whether there was room for it.
    pub(super) fn count(&self) -> bool {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let has_room = asked.len() < ASKS_MAX || asked.front().is_none_or(|first| now.duration_since(*first) >= PER);
        asked.push_back(now);
        if asked.len() > ASKS_MAX {
            asked.pop_front();
        }
        has_room
    }

    /// How long until there is room for one more.
    pub(super) fn again_in(&self) -> Duration {
        let asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.front().map_or(Duration::ZERO, |first| (*first + PER).saturating_duration_since(Instant::now()))
    }

    /// Waits until there is room for one more; it is not counted.
    pub(super) async fn has_room(&self) {
        loop {
            let until = {
                let asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                asked.front().filter(|_| asked.len() >= ASKS_MAX).map(|first| *first + PER)
            };
            match until.filter(|until| *until > Instant::now()) {
                Some(until) => sleep_until(until).await,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn f24_who_asks_more_than_fifty_times_a_minute_is_refused_or_waits() {
        let (pace, begun) = (Pace::default(), Instant::now());
        assert!((0..ASKS_MAX).all(|_| pace.count()));
        pace.has_room().await;
        assert_eq!(begun.elapsed().as_secs(), 60, "whoever can wait waits");
        assert!(pace.count());
        let busy = Pace::default();
        assert!((0..ASKS_MAX).all(|_| busy.count()));
        assert!(!busy.count(), "whoever cannot is told");
    }
}

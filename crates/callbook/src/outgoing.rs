//! Where somebody who asks whether a receiver receives meets the lane that tells it.
//!
//! Whoever answers the question and whoever sends do not know each other. A lane opens its slot while it runs. Nothing is kept
//! here.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::store::AttemptRow;

/// The most trials that wait for one lane.
const TRIALS_MAX: usize = 8;

/// Somebody tries whether a receiver receives.
#[derive(Debug)]
pub(crate) struct Trial {
    /// The subscription.
    pub(crate) id: Uuid,
    /// Told what the try came to, and whether it was taken.
    pub(crate) answer: oneshot::Sender<(AttemptRow, bool)>,
}

/// The slots of all lanes, and the word that subscriptions are others now.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    slots: Mutex<HashMap<Uuid, mpsc::Sender<Trial>>>,
    changed: tokio::sync::Notify,
}

impl Outgoing {
    /// Opens the slot of a lane.
    pub(crate) fn open(&self, subscription: Uuid) -> mpsc::Receiver<Trial> {
        let (into, out) = mpsc::channel(TRIALS_MAX);
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).insert(subscription, into);
        out
    }

    /// Closes it.
    pub(crate) fn close(&self, subscription: Uuid) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).remove(&subscription);
    }

    /// Has a lane try; what comes back is told what it came to. None if no lane runs, or too many try.
    pub(crate) fn try_out(&self, subscription: Uuid) -> Option<oneshot::Receiver<(AttemptRow, bool)>> {
        let slot = self.slots.lock().unwrap_or_else(PoisonError::into_inner).get(&subscription).cloned()?;
        let (answer, told) = oneshot::channel();
        slot.try_send(Trial { id: subscription, answer }).ok().map(|()| told)
    }

    /// Says that subscriptions are others now.
    pub(crate) fn say_changed(&self) {
        self.changed.notify_one();
    }

    /// Waits until that is said.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }
}

//! Directories as they are held in memory, so that a call does not ask the store who is who.
//!
//! One is believed for [`BELIEVED_FOR_MICROS`]; then the store is asked whether it changed, which costs one row. Whoever
//! changes a directory by this server has it forgotten at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use calls::Text;
use calls::moment::Moment;
use calls::signal::Signal;

use super::{Contacts, Directory, contact_numbers};
use crate::clock::Clock;
use crate::resolve::{Numbering, resolve};
use crate::store::{Seen, Store, StoreError};

/// For how long what was read is believed.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// The most accounts whose directories are held; past it all are read again.
const HELD_MAX: usize = 1_024;

/// The directories of all accounts.
pub(crate) struct Directories {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    held: Mutex<HashMap<Text, Held>>,
}

/// A directory, and when it was looked at last; none: it is to be looked at again.
type Held = (Arc<Directory>, Option<Moment>);

impl Directories {
    /// Directories as this store has them.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, held: Mutex::default() }
    }

    /// The store is to be asked again, because an account's directory was changed.
    pub(crate) fn forget(&self, account: &str) {
        if let Some((_, since)) = self.held.lock().unwrap_or_else(PoisonError::into_inner).get_mut(account) {
            *since = None;
        }
    }

    /// The directory of an account.
    pub(crate) async fn of(&self, account: &Text) -> Result<Arc<Directory>, StoreError> {
        let now = self.clock.now();
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).get(account).cloned();
        if let Some((directory, Some(since))) = &held
            && (0..BELIEVED_FOR_MICROS).contains(&now.since(*since))
        {
            return Ok(Arc::clone(directory));
        }
        let held = held.map(|(directory, _)| directory);
        let read = self.store.directory(account, held.as_ref().map(|held| held.version)).await?;
        let directory = match (read, held) {
            (Some(rows), _) => Arc::new(Directory::from(rows)),
            (None, Some(held)) => held,
            (None, None) => Arc::default(),
        };
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= HELD_MAX {
            all.clear();
        }
        all.insert(account.clone(), (Arc::clone(&directory), Some(now)));
        Ok(directory)
    }

    /// Fills in what the account knows of these signals (rule N23). Gives back what the directory does not know, which is to
    /// be recorded with them.
    pub(crate) async fn resolve(
        &self,
        account: &Text,
        numbering: &Numbering,
        signals: &mut [Signal],
    ) -> Result<Vec<Seen>, StoreError> {
        resolve(numbering, signals);
        let directory = self.of(account).await?;
        let contacts = if directory.has_contacts { self.contacts(account, signals).await? } else { Contacts::new() };
        Ok(directory.resolve(signals, &contacts).into_iter().collect())
    }

    async fn contacts(&self, account: &Text, signals: &[Signal]) -> Result<Contacts, StoreError> {
        let numbers = contact_numbers(signals);
        if numbers.is_empty() {
            return Ok(Contacts::new());
        }
        Ok(self.store.contacts(account, numbers.into_iter().collect()).await?.into_iter().collect())
    }
}

//! Directories as they are held in memory, so that a call does not ask the store who is who.
//!
//! One is believed for [`BELIEVED_FOR_MICROS`]; then the store is asked whether it changed, which costs one row. Whoever
//! changes a directory by this server has it forgotten at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// A directory, as it was read last.
#[derive(Clone, Default)]
struct Held {
    directory: Option<Arc<Directory>>,
    /// When it was looked at; none: it is to be looked at again.
    since: Option<Moment>,
    /// One reads for all who wait: a directory may be large, and they are many.
    reading: Arc<tokio::sync::Mutex<()>>,
}

impl Directories {
    /// Directories as this store has them.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, held: Mutex::default() }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Text, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store is to be asked again, because an account's directory was changed.
    pub(crate) fn forget(&self, account: &str) {
        if let Some(held) = self.all().get_mut(account) {
            held.since = None;
        }
    }

    /// What is held, and whether it is to be believed.
    fn held(&self, account: &Text) -> (Held, bool) {
        let now = self.clock.now();
        let mut all = self.all();
        if all.len() >= HELD_MAX && !all.contains_key(account) {
            all.clear();
        }
        let held = all.entry(account.clone()).or_default().clone();
        let fresh = held.since.is_some_and(|since| (0..BELIEVED_FOR_MICROS).contains(&now.since(since)));
        (held, fresh)
    }

    /// The directory of an account as it is right now, for whoever is about to change it.
    pub(crate) async fn fresh(&self, account: &Text) -> Result<Arc<Directory>, StoreError> {
        self.forget(account);
        self.of(account).await
    }

    /// The directory of an account.
    pub(crate) async fn of(&self, account: &Text) -> Result<Arc<Directory>, StoreError> {
        let (held, fresh) = self.held(account);
        if let Some(directory) = held.directory.filter(|_| fresh) {
            return Ok(directory);
        }
        let _alone = held.reading.lock().await;
        let (held, fresh) = self.held(account);
        if let Some(directory) = held.directory.clone().filter(|_| fresh) {
            return Ok(directory);
        }
        let now = self.clock.now();
        let read = self.store.directory(account, held.directory.as_ref().map(|held| held.version)).await?;
        let directory = match (read, held.directory) {
            (Some(rows), _) => Arc::new(Directory::from(rows)),
            (None, Some(held)) => held,
            (None, None) => Arc::default(),
        };
        let mut all = self.all();
        let held = all.entry(account.clone()).or_default();
        (held.directory, held.since) = (Some(Arc::clone(&directory)), Some(now));
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
        Ok(directory.resolve(numbering, signals, &contacts).into_iter().collect())
    }

    async fn contacts(&self, account: &Text, signals: &[Signal]) -> Result<Contacts, StoreError> {
        let numbers = contact_numbers(signals);
        if numbers.is_empty() {
            return Ok(Contacts::new());
        }
        Ok(self.store.contacts(account, numbers.into_iter().collect()).await?.into_iter().collect())
    }
}

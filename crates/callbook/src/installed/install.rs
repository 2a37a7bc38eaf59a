//! Installing an app, changing what it was given, and removing it: each with the set-up event that goes with it.
//!
//! An app is looked through before anything is written, and may refuse by its own set-up event. It must never be told of a change
//! before that event ended well.

use std::sync::{Arc, PoisonError};

use calls::Text;
use thiserror::Error;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::{Installation, Installed, Manner};
use crate::apps::{Failure, Outcome, Package, Run};
use crate::store::{AppRow, Put, StoreError};

/// Runs before an app is installed.
const INSTALL: &str = "onAppInstall";
/// Runs before another package takes the place of one (doc).
const UPDATE: &str = "afterAppUpdate";
/// Runs before an app is removed.
const UNINSTALL: &str = "onAppUninstall";

/// What came of an installation.
#[derive(Debug)]
pub(crate) struct Done {
    /// The app as it is now.
    pub(crate) row: AppRow,
    /// Whether it is new.
    pub(crate) put: Put,
    /// What prevents nothing and should be known.
    pub(crate) warnings: Vec<String>,
}

/// Why an app is not installed.
#[derive(Debug, Error)]
pub(crate) enum NotInstalled {
    /// Something is wrong with the package, and the text names the culprit (F34).
    #[error("{0}")]
    Package(String),
    /// The app refused, or its set-up handler failed.
    #[error("{0}")]
    Refused(String),
    /// The store cannot.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Installed {
    /// Installs an app from a zip file of its folder, or puts it in the place of what is there. Where nothing is said, what it was
    /// given stays.
    pub(crate) async fn install(
        &self,
        account: &Text,
        app: &str,
        package: Vec<u8>,
        iparams: Option<String>,
    ) -> Result<Done, NotInstalled> {
        let read = Package::unzip(&package).map_err(NotInstalled::Package)?;
        let _alone = self.alone(account).await;
        let before = self.row(account, app).await?;
        let mut row = match &before {
            Some(row) => row.clone(),
            None => self.blank(account, app)?,
        };
        row.changed_at = self.clock.now();
        row.iparams = iparams.unwrap_or(row.iparams);
        let one = self.prepare(row.clone(), &read, &package).await?;
        let exported = self.check(&one.app).await.map_err(NotInstalled::Package)?;
        let word = if before.is_some() { UPDATE } else { INSTALL };
        if let Err(says) = self.set_up(&one, word).await {
            if before.is_none() {
                // What it may have kept meanwhile is nobody's.
                self.store.remove_app(account, app, row.changed_at).await?;
            }
            return Err(NotInstalled::Refused(says));
        }
        let put = self.store.put_app(row, Some(package)).await?;
        let missing = exported.missing.iter();
        let missing = missing.map(|name| format!("server/: {name} did not come along, and throws when it is used"));
        let warnings = one.warnings.iter().cloned().chain(missing).collect();
        let row = self.row(account, app).await?.ok_or_else(gone)?;
        Ok(Done { row, put, warnings })
    }

    /// Says what an app is given from now on: a JSON object. None if there is no such app.
    pub(crate) async fn give(&self, account: &Text, app: &str, iparams: String) -> Result<Option<AppRow>, StoreError> {
        let _alone = self.alone(account).await;
        let Some(row) = self.row(account, app).await? else { return Ok(None) };
        self.store.put_app(AppRow { iparams, changed_at: self.clock.now(), ..row }, None).await?;
        self.row(account, app).await
    }

    /// Removes an app with everything it has. False if there is none.
    pub(crate) async fn remove(&self, account: &Text, app: &str) -> Result<bool, StoreError> {
        let _alone = self.alone(account).await;
        // One whose package cannot be read any more can be removed all the same, and none may prevent it.
        if let Ok(Some(one)) = self.find(account, app).await {
            let _ = self.set_up(&one, UNINSTALL).await;
        }
        self.store.remove_app(account, app, self.clock.now()).await
    }

    /// What is said of an app.
    pub(crate) async fn row(&self, account: &Text, app: &str) -> Result<Option<AppRow>, StoreError> {
        self.store.app_row(account, app).await
    }

    /// One says something of an account's apps at a time, so that what is looked through is what is written. An app takes its time
    /// to be set up, for which no other account is to wait.
    async fn alone(&self, account: &Text) -> OwnedMutexGuard<()> {
        let own = {
            let mut all = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
            // What nobody has or waits for is made anew.
            all.retain(|_, own| Arc::strong_count(own) > 1);
            Arc::clone(all.entry(account.clone()).or_default())
        };
        own.lock_owned().await
    }

    fn blank(&self, account: &Text, app: &str) -> Result<AppRow, NotInstalled> {
        let mut drawn = [0; 16];
        getrandom::fill(&mut drawn).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let subscription = Uuid::from_bytes(drawn);
        let now = self.clock.now();
        Ok(AppRow {
            account: account.clone(),
            app: Text::new(app),
            subscription,
            version: 0,
            iparams: "{}".to_owned(),
            installed_at: now,
            changed_at: now,
        })
    }

    /// Runs the handler of a set-up event, if there is one. An error: why the app does not want, or cannot.
    async fn set_up(&self, one: &Installation, word: &'static str) -> Result<(), String> {
        let Some(handler) = one.handler(word) else { return Ok(()) };
        let Some(payload) = one.payload_of(word, self.clock.now(), "{}") else { return Ok(()) };
        let run = Run { handler, payload: payload.as_bytes() };
        match self.run(one, word, run, Manner::Refused).await.outcome {
            Outcome::Done { .. } => Ok(()),
            Outcome::Failed { by: Failure::Rendered, message } => Err(message),
            failed => Err(format!("{word}: {}", failed.says())),
        }
    }
}

fn gone() -> StoreError {
    StoreError::Unavailable("the app was removed meanwhile".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use futures_util::FutureExt;

    use super::*;
    use crate::clock::MachineClock;
    use crate::outward::{Trust, Wall};
    use crate::scratch::Scratch;
    use crate::store::open;

    #[tokio::test]
    async fn one_account_waits_for_nobody_elses_app_to_be_set_up() {
        let folder = Scratch::new();
        let store = open(&folder.path().join("store.db")).unwrap();
        let installed = Installed::new(store, Arc::new(MachineClock), Wall::new(Vec::new()), Trust::default());
        let (main, other) = (Text::new("main"), Text::new("other"));
        let held = installed.alone(&main).await;
        assert!(installed.alone(&main).now_or_never().is_none(), "one at a time");
        assert!(installed.alone(&other).now_or_never().is_some());
        drop(held);
        assert!(installed.alone(&main).now_or_never().is_some());
        assert!(installed.alone.lock().unwrap().len() <= 1, "nothing is kept of those who are done");
    }
}

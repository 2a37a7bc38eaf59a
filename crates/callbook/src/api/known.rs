//! What the API knows of accounts and their sources without asking the store for each request.
//!
//! It is believed for [`BELIEVED_FOR_MICROS`], and forgotten whenever this server changes an account or a source. Whoever is
//! not known is asked for once more, so that what another process entered is there at once. Nothing is decided here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use calls::Text;
use calls::moment::Moment;

use super::problem::{Answer, Kind, Problem};
use crate::ctx::Ctx;
use crate::store::AccountRow;

/// For how long what was read is believed.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// The most accounts that are held; past it all are asked for again.
const HELD_MAX: usize = 4_096;

/// The most accounts whose names and integers are held, which may be many of each.
const NAMED_MAX: usize = 256;

/// An account and what its sources are called.
#[derive(Clone, Debug)]
pub(crate) struct Household {
    /// The account.
    pub(crate) account: AccountRow,
    /// Its sources that were not removed.
    pub(crate) sources: Vec<Text>,
}

/// What is known.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<HashMap<Text, (Arc<Household>, Moment)>>);

impl Known {
    /// Forgets everything, because something was changed.
    pub(crate) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The account with that name, and its sources; `with` is a source that must be among them if there is one.
    pub(crate) async fn household(&self, ctx: &Ctx, account: &Text, with: &[Text]) -> Answer<Arc<Household>> {
        let now = ctx.clock.now();
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(account).cloned();
        if let Some((household, since)) = held {
            let fresh = (0..BELIEVED_FOR_MICROS).contains(&now.since(since));
            if fresh && with.iter().all(|source| household.sources.contains(source)) {
                return Ok(household);
            }
        }
        let row = account_row(ctx, account).await?;
        let sources = ctx.store.sources(Some(account)).await?.into_iter().map(|row| row.source).collect();
        let household = Arc::new(Household { account: row, sources });
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= HELD_MAX {
            all.clear();
        }
        all.insert(account.clone(), (Arc::clone(&household), now));
        Ok(household)
    }
}

/// What clients of dialects are told beside records, by account.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<Text, Arc<tokio::sync::Mutex<crate::names::Known>>>>);

impl Names {
    /// What is known of that account; one prints by it at a time.
    pub(crate) fn of(&self, account: &Text) -> Arc<tokio::sync::Mutex<crate::names::Known>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= NAMED_MAX && !all.contains_key(account) {
            all.clear();
        }
        Arc::clone(all.entry(account.clone()).or_default())
    }
}

/// The account with that name, as the store has it.
pub(crate) async fn account_row(ctx: &Ctx, account: &str) -> Answer<AccountRow> {
    let row = ctx.store.accounts().await?.into_iter().find(|row| row.account == account);
    row.ok_or_else(|| Problem::new(Kind::Unauthorized, "the account of this token was removed"))
}

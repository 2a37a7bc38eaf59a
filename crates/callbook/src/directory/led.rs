//! Which entries numbers lead to when an account moves to another region: they are compared by what the region makes of them.

use std::sync::Arc;

use super::said;
use crate::ctx::Ctx;
use crate::resolve::Numbering;
use crate::store::{AccountRow, EntryKind, EntrySettings, Result};

/// Changes an account. Where it has another region than before, the numbers of its directory are compared anew, first: if that
/// breaks off, saying the same again goes on with it.
pub(crate) async fn put_account(ctx: &Ctx, before: &AccountRow, row: AccountRow) -> Result<()> {
    if before.region != row.region {
        let numbering = Numbering::from(&row);
        let compared =
            move |kind: EntryKind, key: &str, settings: &EntrySettings| said::led_by(kind, key, settings, &numbering);
        ctx.store.lead_again(&row.account, Arc::new(compared)).await?;
    }
    let account = row.account.clone();
    ctx.store.put_account(row).await?;
    ctx.directories.forget(&account);
    Ok(())
}

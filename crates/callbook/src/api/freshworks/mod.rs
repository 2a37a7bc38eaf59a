//! Apps of the Freshworks kind: installed, given parameters, asked, tried, and what became of telling them; and what a Freshworks account
//! says of its own calls (sheet, 4.4).
//!
//! These stand under the vendor's own root, [`ROOT`], and are let in by our own tokens (rule R18: no vendor's key counts here).
//! Each is one file. Scripts run in the pool, never here. To add one more: its file, its line in [`routes`], a paragraph in
//! docs/apps.md.

mod deliveries;
mod events;
mod functions;
mod install;
mod log;
mod simulate;

use std::sync::Arc;

use calls::Text;
use utoipa_axum::router::OpenApiRouter;

use super::door::Visitor;
use super::problem::{Answer, Problem};
use super::{Api, Shared};
use crate::installed::Installation;
use crate::store::{AppRow, NAME_WANTED, is_name};

/// Where these routes begin.
pub(super) const ROOT: &str = "/freshworks/v1";

/// The routes of this room, below [`ROOT`].
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let rooms =
        [install::routes(), log::routes(), functions::routes(), simulate::routes(), deliveries::routes(), events::routes()];
    rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge)
}

/// The name of an app, as an address has it.
fn named(app: &str) -> Answer<Text> {
    if is_name(app) { Ok(Text::new(app)) } else { Err(Problem::field("app", format!("the name of an app: {NAME_WANTED}"))) }
}

/// An app of the account, ready to run.
async fn find(api: &Api, visitor: &Visitor, app: &str) -> Answer<Arc<Installation>> {
    api.ctx.installed.find(&visitor.account, app).await?.ok_or_else(unknown)
}

/// An app of the account, as the store has it.
async fn row(api: &Api, visitor: &Visitor, app: &str) -> Answer<AppRow> {
    api.ctx.installed.row(&visitor.account, app).await?.ok_or_else(unknown)
}

fn unknown() -> Problem {
    Problem::not_found("no app of this account has this name").at("app")
}

//! Who is logged in.

use std::sync::Arc;

use axum::extract::State;
use calls::Text;
use calls::dialects::Names;
use calls::dialects::xelion::Me;
use calls::presence::AgentState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::{Api, Shared};
use super::door::{Eyes, Guest};
use super::{Answer, Body};
use crate::store::EntryKind;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(about_me))
}

/// Who is logged in.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/me/info", operation_id = "xelionMe", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "Who.", content_type = "application/json", body = String))
)]
async fn about_me(State(api): State<Arc<Api>>, guest: Guest) -> Answer<Body> {
    let eyes = Eyes::of(&api, &guest.visitor).await?;
    let account = &guest.visitor.account;
    let user = key_of(&guest, &eyes);
    let view = api.ctx.presences.now(account).await?.view;
    let state = view.agents.iter().find(|agent| agent.user == user).map_or(AgentState::Away, |agent| agent.state);
    let me = Me {
        user_name: guest.user_name(),
        user,
        is_administrator: eyes.listener.is_administrator,
        status: Text::new_static(state.word()),
    };
    let known = api.names.of(account);
    let mut known = known.lock().await;
    let directory = known.refresh(&api.ctx, account).await?;
    let print = |names: &dyn Names| me.body(names);
    Ok(Body(known.printed(&api.ctx, account, &directory, print).await?))
}

/// The key of the user of the directory that somebody is. Of one who is none, by what he logs in, unless that is somebody else's key.
pub(super) fn key_of(guest: &Guest, eyes: &Eyes) -> Text {
    let name = guest.user_name();
    eyes.listener.user.clone().unwrap_or_else(|| match eyes.who.settings(EntryKind::User, &name) {
        Some(_) => Text::from(format!("login {name}")),
        None => name,
    })
}

//! What a module asks of the account: whether calls are heard, and who has a phone.

use std::sync::Arc;

use axum::extract::State;
use calls::dialects::elma365::{Member, members as printed, tested};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::door::Deed;
use super::super::{Api, Shared};
use super::Answer;
use super::described::{Member as MemberShown, Tested};
use super::door::{Asker, Listener};
use crate::api::printed::Body;
use crate::board::Link;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(test)).routes(routes!(members))
}

/// Whether the token counts and every phone system of the account is heard.
#[utoipa::path(
    get, path = "/test", operation_id = "elma365Test", tag = "elma365",
    security(("elma365" = [])), responses((status = 200, body = Tested))
)]
async fn test(State(api): State<Arc<Api>>, Asker(visitor): Asker) -> Answer<Body> {
    api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let standings = api.ctx.board.standings(Some(&visitor.account));
    let unheard = standings.into_iter().find(|(_, standing)| standing.link != Link::Up || standing.silent);
    let says = unheard.map(|((_, source, _), standing)| {
        let state = if standing.link == Link::Up { "silent" } else { standing.link.word() };
        // What phone systems are called is told to whoever runs them.
        let name = if visitor.may(Deed::Administer) { format!("the phone system {source}") } else { "a phone system".into() };
        format!("{name} is {state}")
    });
    Ok(Body(tested(says.as_deref())))
}

/// The users that have an extension, by it.
#[utoipa::path(
    get, path = "/members", operation_id = "elma365Members", tag = "elma365",
    security(("elma365" = [])), responses((status = 200, body = Vec<MemberShown>))
)]
async fn members(State(api): State<Arc<Api>>, Listener(visitor): Listener) -> Answer<Body> {
    api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let directory = api.ctx.directories.of(&visitor.account).await?;
    let members = directory.members().map(|(extension, name)| Member::new(extension, name));
    Ok(Body(printed(members.collect())))
}

//! Links that play what a record was told of (rules E26–E28, E33): made when somebody wants to hear it, for a quarter of an hour.

use std::sync::Arc;

use axum::extract::{Request, State};
use calls::dialects::elma365::{Asked, BODY_MAX, Code, Refusal, call_link, call_link_of, read_call_link};
use calls::dialects::seen::Seen;
use calls::record::call_in;
use tracing::error;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::asked::bytes_up_to;
use super::super::door::Visitor;
use super::super::printed::{Body, call_id_of};
use super::super::seen::Sight;
use super::super::{Api, Shared};
use super::Answer;
use super::described::{Link, LinkAsked};
use super::door::Listener;
use crate::store::What;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(make))
}

/// A link that plays, for the `call` of a record as it was told. What came in with a link of its own has that.
#[utoipa::path(
    post, path = "/call-link", operation_id = "elma365CallLink", tag = "elma365", request_body = LinkAsked,
    security(("elma365" = [])), responses((status = 200, body = Link))
)]
async fn make(State(api): State<Arc<Api>>, Listener(visitor): Listener, request: Request) -> Answer<Body> {
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    api.known.household(&api.ctx, &visitor.account, &[]).await?;
    match read_call_link(&bytes)? {
        Asked::Given(link) => Ok(Body(call_link(&link, None))),
        Asked::Id(id) => made(&api, &visitor, id).await.map(Body),
    }
}

fn unknown() -> Refusal {
    Refusal::of_field(Code::NotFound, "call", "there is no such recording")
}

/// A link to a recording, or to the newest of a call.
async fn made(api: &Api, visitor: &Visitor, id: Uuid) -> Answer<String> {
    let (ctx, account, now) = (&api.ctx, &visitor.account, api.ctx.clock.now());
    let found = ctx.store.find(account, id, None).await?.ok_or_else(unknown)?;
    if !matches!(found.what, What::Call | What::Recording) {
        return Err(unknown().into());
    }
    let sight = Sight::of(api, visitor).await?;
    let is_seen = match call_id_of(&found)?.and_then(|call| call_in(&found.record, call)) {
        Some(call) => sight.call(call)?,
        // A recording of no call is of the whole conversation.
        None => sight.is_all(),
    };
    if !is_seen {
        return Err(unknown().into());
    }
    let seen = Seen::read(&found.record).map_err(|error| {
        error!(%account, %error, "a record cannot be read; no link is made to its recordings");
        unknown()
    })?;
    let known = api.names.of(account);
    let mut known = known.lock().await;
    let directory = known.refresh(ctx, account).await?;
    let link = known.printed(ctx, account, &directory, |names| call_link_of(&seen, found.id, names, now)).await?;
    Ok(link?)
}

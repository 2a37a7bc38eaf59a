//! Where a module listens (rule E31): a subscription like any other, which is told in this dialect. A connection has one.
//!
//! Nothing is sent from here. What came in over the connection's own ingest is not told to it (rule E32), since its subscription
//! names it as a source. It ends with the connection's token.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use calls::Text;
use calls::dialects::elma365::{BODY_MAX, Code, DIALECT, Receiver as Listens, Refusal, receiver};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::asked::bytes_up_to;
use super::super::door::Visitor;
use super::super::problem::{Kind, Problem};
use super::super::subscriptions::{OFF_BY_ADMINISTRATOR, fresh};
use super::super::{Api, Shared};
use super::Answer;
use super::described::Webhook;
use super::door::{Keeper, source_of};
use crate::outward::Address;
use crate::store::{DialectRow, Receiver, StoreError, SubscriptionRow, SubscriptionSettings};

/// How often the subscription of a connection may have been removed and entered again.
const AGAIN_MAX: u32 = 100;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// Says where the module listens from now on, and what is sent along to be known by. Deliveries that wait go there too.
#[utoipa::path(
    put, path = "/webhook", operation_id = "elma365Webhook", tag = "elma365", request_body = Webhook,
    security(("elma365" = [])), responses((status = 204, description = "Calls are posted there from now on."))
)]
async fn listen(State(api): State<Arc<Api>>, Keeper(visitor): Keeper, request: Request) -> Answer<StatusCode> {
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let said = receiver(&bytes)?;
    let refused = |says: String| Refusal::of_field(Code::InvalidField, "webhookUrl", says);
    let url = Address::parse(&said.url, &api.ctx.wall).map_err(refused)?;
    let source = source_of(&visitor);
    let rows = api.ctx.store.subscriptions(Some(&visitor.account)).await?;
    let before = rows.into_iter().find(|row| is_own(row, &source));
    match before {
        Some(before) => change(&api, before, &said, &url).await?,
        None => enter(&api, &visitor, source, &said, &url).await?,
    }
    api.ctx.outgoing.say_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Whether a subscription is the one of the connection that is that source.
fn is_own(row: &SubscriptionRow, source: &Text) -> bool {
    let of = |dialect: &DialectRow| dialect.name == DIALECT.name && dialect.source.as_ref() == Some(source);
    row.settings.dialect.as_ref().is_some_and(of)
}

/// What is said anew. A token that is not said is the one of before.
async fn change(api: &Api, before: SubscriptionRow, said: &Listens, url: &Address) -> Answer<()> {
    let moved = before.settings.url.as_deref() != Some(url.as_str());
    let token = said.token.as_ref().map(ToString::to_string);
    let dialect = before.settings.dialect.clone().map(|known| DialectRow { token: token.or(known.token.clone()), ..known });
    let settings = SubscriptionSettings { url: Some(url.as_str().to_owned()), dialect, ..before.settings };
    let (account, id, off) = (before.account.clone(), before.id, before.off.clone());
    api.ctx.store.put_subscription(SubscriptionRow { settings, ..before }).await?;
    // Nobody took what was sent to the address of before; whoever listens at another one may.
    if moved && off.is_some_and(|why| why != OFF_BY_ADMINISTRATOR) {
        api.ctx.store.switch(&account, id, None, api.ctx.clock.now()).await?;
    }
    Ok(())
}

async fn enter(api: &Api, visitor: &Visitor, source: Text, said: &Listens, url: &Address) -> Answer<()> {
    let token = said.token.as_ref().map(ToString::to_string);
    let name = Text::new_static(DIALECT.name);
    let of_token = Some(visitor.id);
    let dialect = DialectRow { name, source: Some(source), token, of_token, ..DialectRow::default() };
    let settings =
        SubscriptionSettings { url: Some(url.as_str().to_owned()), dialect: Some(dialect), ..SubscriptionSettings::default() };
    let mut row = fresh(api, visitor, Receiver::Webhook, visitor.name.clone(), settings).await?;
    // The same id whoever is faster, so that there is one; that of one that was removed is not given again.
    for no in 0..AGAIN_MAX {
        row.id = Uuid::new_v5(&visitor.id, no.to_string().as_bytes());
        match api.ctx.store.put_subscription(row.clone()).await {
            Err(StoreError::Refused { field: "id", .. }) => {}
            Err(StoreError::Refused { says, .. }) => return Err(Problem::new(Kind::Invalid, says).into()),
            put => return Ok(put.map(drop)?),
        }
    }
    Err(Problem::new(Kind::Invalid, "it was removed too often: make another token").into())
}

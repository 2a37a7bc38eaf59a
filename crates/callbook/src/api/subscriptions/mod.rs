//! Subscriptions: who is told of changes, and what became of telling them.
//!
//! What is said of one is checked in `shape`, and of its receiver in `receiver`; its deliveries are read and put to be tried again in `deliveries`. Nothing is sent
//! from here: whoever sends is told by the store, and hears in `outgoing` that there is something new. A secret is told once,
//! when it is made. To say one more thing of a subscription: a field of the store's `SubscriptionSettings`, its key and check in
//! `shape`, where it counts in `deliver`, its paragraph in docs/webhooks.md or docs/streams.md.

mod deliveries;
mod receiver;
mod shape;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use calls::Text;
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asked::{NUMBER_MAX, Named, Told};
use super::door::{Administrator, Visitor};
use super::problem::{Answer, Kind, Problem};
use super::{Api, Shared, cursor, vendors, words};
use crate::outward::{SECRET_BYTES, Secret};
use crate::store::{Receiver, SecretRow, StoreError, SubscriptionRow, SubscriptionSettings, text};
use shape::{Entered, Put, Replay, Replayed, Rotated, Rotation, Said, Subscription, Subscriptions, Switch, Tried};

/// A secret that another took the place of goes on counting for so long, in microseconds: a day.
const ROTATED_MICROS: i64 = 86_400_000_000;
/// Why one is off that an administrator switched off.
pub(super) const OFF_BY_ADMINISTRATOR: &str = "switched off by an administrator";
/// The longest that a trial is waited for: as long as an attempt may take, and a little.
const TRIAL_MAX: Duration = Duration::from_secs(12);

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(get, put, remove))
        .routes(routes!(rotate))
        .routes(routes!(switch))
        .routes(routes!(test))
        .routes(routes!(replay))
        .merge(deliveries::routes())
}

/// The subscription with that id.
async fn find(api: &Api, visitor: &Visitor, id: Uuid) -> Answer<SubscriptionRow> {
    let rows = api.ctx.store.subscriptions(Some(&visitor.account)).await?;
    let unknown = || Problem::not_found("no subscription has this id").at("id");
    // Apps are told by subscriptions too, and have their own room.
    rows.into_iter().find(|row| row.id == id && row.kind != Receiver::App).ok_or_else(unknown)
}

/// The number of the account's newest change.
pub(super) async fn newest(api: &Api, account: &str) -> Result<u64, StoreError> {
    Ok(api.ctx.store.changes(account, NUMBER_MAX, None, 1).await?.newest)
}

/// A subscription that is not entered yet: it is told of every change from now on.
pub(super) async fn fresh(
    api: &Api,
    visitor: &Visitor,
    kind: Receiver,
    name: Text,
    settings: SubscriptionSettings,
) -> Result<SubscriptionRow, StoreError> {
    Ok(SubscriptionRow {
        account: visitor.account.clone(),
        id: vendors::drawn()?,
        kind,
        name,
        settings,
        position: newest(api, &visitor.account).await?,
        turn: 0,
        off: None,
        failing_since: None,
        created_at: api.ctx.clock.now(),
        deleted_at: None,
    })
}

fn drawn<const BYTES: usize>() -> Answer<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "nothing can be drawn by chance");
        Problem::new(Kind::Internal, "no secret can be made now")
    })?;
    Ok(bytes)
}

fn new_secret() -> Answer<Secret> {
    const BYTES: usize = 32;
    let secret = SECRET_BYTES.contains(&BYTES).then(|| Secret::from_bytes(drawn::<BYTES>().ok()?.to_vec())).flatten();
    secret.ok_or_else(|| Problem::new(Kind::Internal, "no secret can be made now"))
}

fn chosen(said: Option<&str>) -> Answer<Secret> {
    said.map_or_else(new_secret, |said| Secret::parse(said).map_err(|says| Problem::field("secret", says)))
}

/// The subscriptions of the account.
#[utoipa::path(
    get, path = "/subscriptions", operation_id = "listSubscriptions", tag = "subscriptions",
    responses((status = 200, body = Subscriptions))
)]
async fn list(State(api): State<Arc<Api>>, Administrator(visitor): Administrator) -> Answer<Json<Subscriptions>> {
    let rows = api.ctx.store.subscriptions(Some(&visitor.account)).await?;
    let owing = api.ctx.store.owing(Some(&visitor.account), None).await?;
    let owing: HashMap<Uuid, _> = owing.into_iter().map(|row| (row.subscription, row)).collect();
    let rows = rows.into_iter().filter(|row| row.kind != Receiver::App);
    let shown = rows.map(|row| {
        let owing = owing.get(&row.id);
        Subscription::new(row, owing)
    });
    Ok(Json(Subscriptions { subscriptions: shown.collect() }))
}

/// Enters a subscription, which is told of every change from now on. The secret of a webhook is told once.
#[utoipa::path(
    post, path = "/subscriptions", operation_id = "enterSubscription", tag = "subscriptions", request_body = Said,
    responses((status = 201, body = Entered))
)]
async fn enter(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Told(said): Told<Said>,
) -> Answer<(StatusCode, Json<Entered>)> {
    let kind = said.kind()?;
    let mut settings = said.settings(kind, &api.ctx.wall)?;
    let secret = match kind {
        Receiver::Webhook => Some(chosen(said.secret())?.reveal()),
        // Its servers know us by other means.
        Receiver::Stream | Receiver::App => receiver::is_not_of(kind, "secret", said.secret()).map(|()| None)?,
    };
    settings.secrets = secret.iter().map(|secret| SecretRow { secret: secret.clone(), until: None }).collect();
    let row = fresh(&api, &visitor, kind, text(&said.name()?), settings).await?;
    api.ctx.store.put_subscription(row.clone()).await?;
    api.ctx.outgoing.say_changed();
    let entered = Entered { secret, subscription: Subscription::new(row, None) };
    Ok((StatusCode::CREATED, Json(entered)))
}

/// One subscription, and how far it is told.
#[utoipa::path(
    get, path = "/subscriptions/{id}", operation_id = "getSubscription", tag = "subscriptions",
    params(("id" = Uuid, Path, description = "The id of the subscription.")), responses((status = 200, body = Subscription))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
) -> Answer<Json<Subscription>> {
    shown(&api, &visitor, id).await
}

async fn shown(api: &Api, visitor: &Visitor, id: Uuid) -> Answer<Json<Subscription>> {
    let row = find(api, visitor, id).await?;
    let owing = api.ctx.store.owing(Some(&visitor.account), Some(id)).await?;
    Ok(Json(Subscription::new(row, owing.first())))
}

/// Says everything of a subscription anew, but for its secrets; what is left out is not said any more.
#[utoipa::path(
    put, path = "/subscriptions/{id}", operation_id = "putSubscription", tag = "subscriptions", request_body = Put,
    params(("id" = Uuid, Path, description = "The id of the subscription.")), responses((status = 200, body = Subscription))
)]
async fn put(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
    Told(said): Told<Put>,
) -> Answer<Json<Subscription>> {
    let row = find(&api, &visitor, id).await?;
    let settings = said.settings(row.kind, &row.settings, &api.ctx.wall)?;
    let settings = SubscriptionSettings { secrets: row.settings.secrets, ..settings };
    let changed = SubscriptionRow { name: text(&said.name()?), settings, ..row };
    api.ctx.store.put_subscription(changed).await?;
    api.ctx.outgoing.say_changed();
    shown(&api, &visitor, id).await
}

/// Removes a subscription with its deliveries.
#[utoipa::path(
    delete, path = "/subscriptions/{id}", operation_id = "removeSubscription", tag = "subscriptions",
    params(("id" = Uuid, Path, description = "The id of the subscription.")),
    responses((status = 204, description = "It is removed."))
)]
async fn remove(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
) -> Answer<StatusCode> {
    let row = find(&api, &visitor, id).await?;
    let removed = SubscriptionRow { deleted_at: Some(api.ctx.clock.now()), ..row };
    api.ctx.store.put_subscription(removed).await?;
    api.ctx.outgoing.say_changed();
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a subscription another secret. For a day, what is sent is signed with the one of before too.
#[utoipa::path(
    post, path = "/subscriptions/{id}/secret", operation_id = "rotateSubscriptionSecret", tag = "subscriptions",
    request_body = Rotation, params(("id" = Uuid, Path, description = "The id of the subscription.")),
    responses((status = 200, body = Rotated), (status = 409, body = super::problem::Printed,
        content_type = "application/problem+json", description = "It has no secret."))
)]
async fn rotate(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
    Told(said): Told<Rotation>,
) -> Answer<Json<Rotated>> {
    let row = find(&api, &visitor, id).await?;
    if row.kind != Receiver::Webhook {
        return Err(Problem::new(Kind::Conflict, format!("a {} has no secret", row.kind.word())));
    }
    let secret = chosen(said.secret.as_deref())?;
    let until = api.ctx.clock.now().plus(ROTATED_MICROS);
    if !api.ctx.store.rotate(&visitor.account, id, secret.reveal(), until).await? {
        return Err(Problem::not_found("no subscription has this id").at("id"));
    }
    api.ctx.outgoing.say_changed();
    Ok(Json(Rotated { secret: secret.reveal(), before_counts_until: until.to_string() }))
}

/// Switches a subscription off or on. What happens while it is off is told once it is on again.
#[utoipa::path(
    post, path = "/subscriptions/{id}/switch", operation_id = "switchSubscription", tag = "subscriptions",
    request_body = Switch, params(("id" = Uuid, Path, description = "The id of the subscription.")),
    responses((status = 200, body = Subscription))
)]
async fn switch(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
    Told(said): Told<Switch>,
) -> Answer<Json<Subscription>> {
    find(&api, &visitor, id).await?;
    let off = (!said.on).then(|| text(OFF_BY_ADMINISTRATOR));
    api.ctx.store.switch(&visitor.account, id, off, api.ctx.clock.now()).await?;
    api.ctx.outgoing.say_changed();
    shown(&api, &visitor, id).await
}

/// Sends the receiver something to try whether it receives, right away, and says what came of it. It is no delivery.
#[utoipa::path(
    post, path = "/subscriptions/{id}/test", operation_id = "testSubscription", tag = "subscriptions",
    params(("id" = Uuid, Path, description = "The id of the subscription.")),
    responses((status = 200, body = Tried), (status = 409, body = super::problem::Printed,
        content_type = "application/problem+json", description = "It is switched off."))
)]
async fn test(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
) -> Answer<Json<Tried>> {
    let row = find(&api, &visitor, id).await?;
    if row.off.is_some() {
        return Err(Problem::new(Kind::Conflict, "the subscription is switched off"));
    }
    let later = || Problem::new(Kind::Unavailable, "nothing is sent for this subscription right now; try again in a moment");
    let told = api.ctx.outgoing.try_out(id).ok_or_else(later)?;
    match timeout(TRIAL_MAX, told).await {
        Ok(Ok((attempt, taken))) => Ok(Json(Tried { taken, attempt: attempt.into() })),
        Ok(Err(_)) | Err(_) => Err(later()),
    }
}

/// Tells a subscription everything since a moment or a place in the feed once more, under the same ids.
///
/// What waits or is dead since then is among it. A place that was not reached yet changes nothing.
#[utoipa::path(
    post, path = "/subscriptions/{id}/replay", operation_id = "replaySubscription", tag = "subscriptions",
    request_body = Replay, params(("id" = Uuid, Path, description = "The id of the subscription.")),
    responses((status = 200, body = Replayed))
)]
async fn replay(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(id): Named<Uuid>,
    Told(said): Told<Replay>,
) -> Answer<Json<Replayed>> {
    let row = find(&api, &visitor, id).await?;
    let after = match (&said.since, &said.after) {
        (Some(since), None) => {
            let since = words::moment("since", Some(since))?.unwrap_or_default();
            api.ctx.store.change_before(&visitor.account, since).await?
        }
        (None, Some(after)) => cursor::feed(after)?,
        _ => return Err(Problem::field("since", "expected either `since`, a time, or `after`, a cursor of the change feed")),
    };
    let again = row.position.saturating_sub(after);
    api.ctx.store.replay(&visitor.account, id, after).await?;
    api.ctx.outgoing.say_changed();
    Ok(Json(Replayed { changes: again }))
}

//! The vendor's webhooks (sheet, 4.6): subscribed to, given up and listed. Each is a subscription of the outbox that is told in this dialect.
//!
//! What is told at one address, in one shape and with one key, is one subscription with several words: so of one call the address is told
//! in order that it is new, changed, removed (rule V17). An id is that of address and event, whichever subscription has them. Who gave up an
//! event gets nothing of it any more, what waits to be tried again included (rule V26): another subscription takes the place of the one that
//! had it, and goes on where that one owed something. Nothing is sent from here.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::dialects::vcita::{DIALECT, HookRefusal, Hooks, Refusal, Shape, Subscribe, Topic, Unsubscribe};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::asked::NUMBER_MAX;
use super::super::printed::Body;
use super::super::subscriptions::OFF_BY_ADMINISTRATOR;
use super::super::vendors::drawn;
use super::super::{Api, Shared};
use super::Answer;
use super::asking::{Asking, ListsWebhooks, Subscribes};
use super::described::{SubscribeSaid, Subscribed, UnsubscribeSaid, Unsubscribed, WebhookWords, Webhooks};
use super::door::Bearer;
use crate::outward::Address;
use crate::store::{DialectRow, Receiver, SubscriptionRow, SubscriptionSettings};

/// Under which ids of webhooks are derived.
const IDS: Uuid = Uuid::from_u128(0x1d0e_6b5a_93c7_5b42_8a6f_5e10_c4d7_2b98);

/// What this room holds in memory: that one at a time says what is to be told.
#[derive(Debug, Default)]
pub(crate) struct Held(tokio::sync::Mutex<()>);

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(subscribe)).routes(routes!(unsubscribe)).routes(routes!(list))
}

/// The version of a shape.
fn version(shape: Shape) -> Text {
    Text::new_static(match shape {
        Shape::Current => "v3",
        Shape::Seed => "v3.0",
    })
}

/// The businesses whose calls a token is told of, by scopes, of which the empty one is that of what has none; empty: all.
fn scopes(bearer: &Bearer) -> Answer<Vec<Text>> {
    let Some(own) = bearer.reach.scopes() else { return Ok(Vec::new()) };
    let mut own: Vec<Text> = own.into_iter().map(Option::unwrap_or_default).collect();
    own.sort_unstable();
    // Whoever is of no business is told nothing.
    if own.is_empty() { Err(Refusal::Forbidden.into()) } else { Ok(own) }
}

/// The id of one event that is told at an address, of some businesses.
fn id_of(account: &str, scopes: &[Text], url: &str, topic: Topic) -> Uuid {
    let scopes: Vec<&str> = scopes.iter().map(Text::as_str).collect();
    Uuid::new_v5(&IDS, format!("{account}\n{}\n{}\n{url}", scopes.join(","), topic.word()).as_bytes())
}

/// A webhook of this dialect that was made here.
struct Hook {
    row: SubscriptionRow,
    dialect: DialectRow,
    url: String,
}

impl Hook {
    fn of(row: SubscriptionRow) -> Option<Self> {
        let dialect = row.settings.dialect.clone().filter(|dialect| dialect.name == DIALECT.name)?;
        let url = row.settings.url.clone()?;
        // What is told of everything was entered by an administrator, elsewhere.
        let is_ours = row.kind == Receiver::Webhook && !dialect.words.is_empty();
        is_ours.then_some(Self { row, dialect, url })
    }

    fn topics(&self) -> impl Iterator<Item = Topic> {
        self.dialect.words.iter().filter_map(|word| Topic::read(word))
    }

    /// Whether it was switched off since nobody took anything there: whoever subscribes again is there once more.
    fn is_given_up(&self) -> bool {
        self.row.off.as_ref().is_some_and(|why| *why != OFF_BY_ADMINISTRATOR)
    }
}

/// The webhooks that were made by tokens that reach no more than this one.
async fn hooks(api: &Api, bearer: &Bearer) -> Answer<Vec<Hook>> {
    let rows = api.ctx.store.subscriptions(Some(&bearer.visitor.account)).await?;
    let is_within = |hook: &Hook| match bearer.reach.scopes() {
        None => true,
        Some(_) => {
            let scope = |scope: &Text| Some(scope.clone()).filter(|scope| !scope.is_empty());
            let mut own = hook.dialect.scopes.iter();
            !hook.dialect.scopes.is_empty() && own.all(|own| bearer.reach.scope(scope(own).as_ref()))
        }
    };
    Ok(rows.into_iter().filter_map(Hook::of).filter(is_within).collect())
}

async fn put(api: &Api, row: SubscriptionRow) -> Answer<()> {
    api.ctx.store.put_subscription(row).await?;
    api.ctx.outgoing.say_changed();
    Ok(())
}

/// Has an event told at an address from now on.
#[utoipa::path(
    post, path = "/platform/v1/webhook/subscribe", operation_id = "vcitaSubscribe", tag = "vcita", request_body = SubscribeSaid,
    security(("vcita" = [])), responses((status = 201, body = Subscribed))
)]
async fn subscribe(asking: Asking<Subscribes>) -> Answer<Response> {
    let (api, bearer, _, bytes) = asking.body().await?;
    let said = Subscribe::read(&bytes)?;
    let url = Address::parse(&said.target_url, &api.ctx.wall).map_err(|_| HookRefusal::NotSubscribed)?.as_str().to_owned();
    let (scopes, account) = (scopes(&bearer)?, &bearer.visitor.account);
    let _one_at_a_time = api.vcita.0.lock().await;
    let same: Vec<Hook> = hooks(&api, &bearer).await?.into_iter().filter(|hook| hook.url == url).collect();
    let same: Vec<Hook> = same.into_iter().filter(|hook| hook.dialect.scopes == scopes).collect();
    let has = |hook: &&Hook| hook.topics().any(|topic| topic == said.topic);
    let id = || id_of(account, &scopes, &url, said.topic).to_string();
    match same.iter().find(has) {
        Some(hook) if hook.is_given_up() => {
            switch_on(&api, hook).await?;
            return Ok((StatusCode::CREATED, Body(Subscribe::print(&id()))).into_response());
        }
        Some(_) => return Err(HookRefusal::Exists.into()),
        None => {}
    }
    let wanted = DialectRow {
        name: Text::new_static(DIALECT.name),
        version: Some(version(said.shape)),
        words: vec![Text::new_static(said.topic.word())],
        scopes: scopes.clone(),
        key: said.secret,
        ..DialectRow::default()
    };
    let is_alike = |hook: &Hook| DialectRow { words: wanted.words.clone(), ..hook.dialect.clone() } == wanted;
    match same.into_iter().find(is_alike) {
        Some(hook) => {
            let (mut dialect, row) = (hook.dialect.clone(), hook.row.clone());
            dialect.words.extend(wanted.words);
            let settings = SubscriptionSettings { dialect: Some(dialect), ..row.settings };
            put(&api, SubscriptionRow { settings, ..row }).await?;
            if hook.is_given_up() {
                switch_on(&api, &hook).await?;
            }
        }
        None => {
            let settings =
                SubscriptionSettings { url: Some(url.clone()), dialect: Some(wanted), ..SubscriptionSettings::default() };
            let position = api.ctx.store.changes(account, NUMBER_MAX, None, 1).await?.newest;
            put(&api, row(&api, &bearer, settings, position)?).await?;
        }
    }
    Ok((StatusCode::CREATED, Body(Subscribe::print(&id()))).into_response())
}

/// Goes on where a webhook stopped.
async fn switch_on(api: &Api, hook: &Hook) -> Answer<()> {
    api.ctx.store.switch(&hook.row.account, hook.row.id, None, api.ctx.clock.now()).await?;
    api.ctx.outgoing.say_changed();
    Ok(())
}

/// A new subscription that is told everything after that change.
fn row(api: &Api, bearer: &Bearer, settings: SubscriptionSettings, position: u64) -> Answer<SubscriptionRow> {
    Ok(SubscriptionRow {
        account: bearer.visitor.account.clone(),
        id: drawn().map_err(|_| HookRefusal::Unavailable)?,
        kind: Receiver::Webhook,
        name: bearer.visitor.name.clone(),
        settings,
        position,
        turn: 0,
        off: None,
        failing_since: None,
        created_at: api.ctx.clock.now(),
        deleted_at: None,
    })
}

/// Has an event not told at an address any more; without an event, nothing at all.
#[utoipa::path(
    post, path = "/platform/v1/webhook/unsubscribe", operation_id = "vcitaUnsubscribe", tag = "vcita", request_body = UnsubscribeSaid,
    security(("vcita" = [])), responses((status = 200, body = Unsubscribed))
)]
async fn unsubscribe(asking: Asking<Subscribes>) -> Answer<Response> {
    let (api, bearer, _, bytes) = asking.body().await?;
    let said = Unsubscribe::read(&bytes)?;
    let url = Address::kept(&said.target_url).map_err(|_| HookRefusal::Parameter("target_url"))?;
    let _one_at_a_time = api.vcita.0.lock().await;
    for hook in hooks(&api, &bearer).await? {
        if hook.url == url.as_str() {
            give_up(&api, &bearer, hook, said.topic).await?;
        }
    }
    Ok(Body(Unsubscribe::print()).into_response())
}

/// Gives up an event of a webhook, or all of it.
async fn give_up(api: &Arc<Api>, bearer: &Bearer, hook: Hook, topic: Option<Topic>) -> Answer<()> {
    let is_given_up = |word: &Text| topic.is_none_or(|topic| word == topic.word());
    let left: Vec<Text> = hook.dialect.words.iter().filter(|word| !is_given_up(word)).cloned().collect();
    if left.len() == hook.dialect.words.len() {
        return Ok(());
    }
    let outstanding = api.ctx.store.outstanding(&hook.row.account, hook.row.id).await?;
    put(api, SubscriptionRow { deleted_at: Some(api.ctx.clock.now()), ..hook.row.clone() }).await?;
    if left.is_empty() {
        return Ok(());
    }
    // What waits is told anew, but for what was given up.
    let waiting = outstanding.waiting.first().map(|row| row.change.saturating_sub(1));
    let position = waiting.unwrap_or(u64::MAX).min(hook.row.position);
    let dialect = DialectRow { words: left, ..hook.dialect };
    let settings = SubscriptionSettings { dialect: Some(dialect), ..hook.row.settings };
    let other = SubscriptionRow { name: hook.row.name, off: hook.row.off, ..row(api, bearer, settings, position)? };
    put(api, other).await
}

/// The webhooks that there are.
#[utoipa::path(
    get, path = "/platform/v1/webhooks", operation_id = "vcitaWebhooks", tag = "vcita", params(WebhookWords),
    security(("vcita" = [])), responses((status = 200, body = Webhooks))
)]
async fn list(asking: Asking<ListsWebhooks>) -> Answer<Response> {
    let wanted = Hooks::read(&asking.words()?);
    let hooks = hooks(&asking.api, &asking.bearer).await?;
    let account = &asking.bearer.visitor.account;
    let all = hooks.iter().flat_map(|hook| hook.topics().map(move |topic| (hook, topic)));
    let ids: Vec<(String, Topic, &str)> = all
        .map(|(hook, topic)| (id_of(account, &hook.dialect.scopes, &hook.url, topic).to_string(), topic, hook.url.as_str()))
        .collect();
    Ok(Body(wanted.print(ids.iter().map(|(id, topic, url)| (id.as_str(), *topic, *url)))).into_response())
}

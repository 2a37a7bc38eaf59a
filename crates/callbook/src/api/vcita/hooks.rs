//! The vendor's webhooks (sheet, 4.6): subscribed to, given up and listed. Each is a subscription of the outbox that is told in this dialect.
//!
//! What is told at one address, in one shape and with one key, to one token is one subscription with several words: so of one call the
//! address is told in order that it is new, changed, removed (rule V17). It ends with its token. An id is that of token, address and event,
//! whichever subscription has them. Of an event that was asked for later than others nothing is told of before. Who gave up an event gets
//! nothing of it any more, what waits to be tried again included (rule V26): another subscription takes the place of the one that had it,
//! and goes on where that one owed something. Nothing is sent from here.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::dialects::vcita::{DIALECT, HookRefusal, Hooks, Refusal, Shape, Subscribe, Topic, Unsubscribe};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::printed::Body;
use super::super::subscriptions::{OFF_BY_ADMINISTRATOR, fresh, newest};
use super::super::{Api, Shared};
use super::asking::{Asking, ListsWebhooks, Subscribes};
use super::described::{SubscribeSaid, Subscribed, UnsubscribeSaid, Unsubscribed, WebhookWords, Webhooks};
use super::door::{Bearer, Reach};
use super::{Answer, Refused};
use crate::directory::Directory;
use crate::outward::Address;
use crate::store::{DialectRow, Receiver, SubscriptionRow, SubscriptionSettings};

/// Under which ids of webhooks are derived.
const IDS: Uuid = Uuid::from_u128(0x1d0e_6b5a_93c7_5b42_8a6f_5e10_c4d7_2b98);

/// The most webhooks of one token, each with its events, so that none uses up what the account can have.
pub(in crate::api) const HOOKS_MAX: usize = 20;

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

/// The id of one event that is told at an address, to a token of some businesses.
fn id_of(account: &str, dialect: &DialectRow, url: &str, topic: Topic) -> Uuid {
    let mut scopes: Vec<&str> = dialect.scopes.iter().map(Text::as_str).collect();
    if dialect.staff.is_some() {
        // He may come to another business.
        scopes.clear();
    }
    let token = dialect.of_token.map(|token| format!("\n{token}")).unwrap_or_default();
    Uuid::new_v5(&IDS, format!("{account}\n{}\n{}\n{url}{token}", scopes.join(","), topic.word()).as_bytes())
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

    fn id(&self, topic: Topic) -> String {
        id_of(&self.row.account, &self.dialect, &self.url, topic).to_string()
    }

    /// Whether it is one that would be made by that token, in whatever shape. One of before knows no token.
    fn is_as(&self, wanted: &DialectRow) -> bool {
        let is_own = self.dialect.of_token.is_none() || self.dialect.of_token == wanted.of_token;
        is_own && (self.dialect.staff.is_some() || self.dialect.scopes == wanted.scopes)
    }

    /// Whether a token reaches all the businesses whose calls it is told of.
    fn is_within(&self, reach: &Reach, directory: &Directory) -> bool {
        if reach.scopes().is_none() {
            return true;
        }
        if let Some(staff) = &self.dialect.staff {
            return directory.business_of(staff).is_some_and(|own| reach.scope(own.as_ref()));
        }
        let scope = |scope: &Text| Some(scope.clone()).filter(|scope| !scope.is_empty());
        let mut own = self.dialect.scopes.iter();
        !self.dialect.scopes.is_empty() && own.all(|own| reach.scope(scope(own).as_ref()))
    }

    /// Whether it was switched off since nobody took anything there: whoever subscribes again is there once more.
    fn is_given_up(&self) -> bool {
        self.row.off.as_ref().is_some_and(|why| *why != OFF_BY_ADMINISTRATOR)
    }
}

/// All webhooks of the account.
async fn all(api: &Api, bearer: &Bearer) -> Answer<Vec<Hook>> {
    let rows = api.ctx.store.subscriptions(Some(&bearer.visitor.account)).await?;
    Ok(rows.into_iter().filter_map(Hook::of).collect())
}

/// Those that were made by tokens that reach no more than this one.
async fn hooks(api: &Api, bearer: &Bearer) -> Answer<Vec<Hook>> {
    let directory = api.ctx.directories.of(&bearer.visitor.account).await?;
    let all = all(api, bearer).await?.into_iter();
    Ok(all.filter(|hook| hook.is_within(&bearer.reach, &directory)).collect())
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
    let wanted = DialectRow {
        name: Text::new_static(DIALECT.name),
        version: Some(version(said.shape)),
        words: vec![Text::new_static(said.topic.word())],
        scopes: scopes(&bearer)?,
        key: said.secret,
        of_token: Some(bearer.visitor.id),
        staff: bearer.staff.clone(),
        ..DialectRow::default()
    };
    let _one_at_a_time = api.vcita.0.lock().await;
    let all = all(&api, &bearer).await?;
    let own = all.iter().filter(|hook| hook.dialect.of_token == wanted.of_token).count();
    let mut same = all.into_iter().filter(|hook| hook.url == url && hook.is_as(&wanted)).collect::<Vec<_>>();
    let id = match same.iter().find(|hook| hook.topics().any(|topic| topic == said.topic)) {
        Some(hook) if hook.is_given_up() => {
            switch_on(&api, hook).await?;
            hook.id(said.topic)
        }
        Some(_) => return Err(HookRefusal::Exists.into()),
        None => {
            let id = id_of(&bearer.visitor.account, &wanted, &url, said.topic).to_string();
            same.retain(|hook| {
                let DialectRow { version, key, of_token, .. } = &hook.dialect;
                (version, key, of_token) == (&wanted.version, &wanted.key, &wanted.of_token)
            });
            match same.pop() {
                Some(hook) => also(&api, hook, wanted).await?,
                None if own >= HOOKS_MAX => return Err(HookRefusal::Full.into()),
                None => enter(&api, &bearer, url, wanted).await?,
            }
            id
        }
    };
    Ok((StatusCode::CREATED, Body(Subscribe::print(&id))).into_response())
}

/// Has more events told by a webhook that there is, from now on, however far it is behind.
async fn also(api: &Api, hook: Hook, wanted: DialectRow) -> Answer<()> {
    let now = newest(api, &hook.row.account).await?;
    let (mut dialect, row) = (hook.dialect.clone(), hook.row.clone());
    dialect.after.extend(wanted.words.iter().map(|word| (word.clone(), now)));
    dialect.words.extend(wanted.words);
    let settings = SubscriptionSettings { dialect: Some(dialect), ..row.settings };
    put(api, SubscriptionRow { settings, ..row }).await?;
    if hook.is_given_up() {
        switch_on(api, &hook).await?;
    }
    Ok(())
}

/// A webhook at an address at which the token has none like it.
async fn enter(api: &Api, bearer: &Bearer, url: String, wanted: DialectRow) -> Answer<()> {
    let settings = SubscriptionSettings { url: Some(url), dialect: Some(wanted), ..SubscriptionSettings::default() };
    let row = fresh(api, &bearer.visitor, Receiver::Webhook, bearer.visitor.name.clone(), settings).await?;
    match put(api, row).await {
        // The account has as many subscriptions as it can have.
        Err(Refused::House(problem)) if problem.place() == Some("name") => Err(HookRefusal::Full.into()),
        put => put,
    }
}

/// Goes on where a webhook stopped.
async fn switch_on(api: &Api, hook: &Hook) -> Answer<()> {
    api.ctx.store.switch(&hook.row.account, hook.row.id, None, api.ctx.clock.now()).await?;
    api.ctx.outgoing.say_changed();
    Ok(())
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
    if left.is_empty() {
        return put(api, SubscriptionRow { deleted_at: Some(api.ctx.clock.now()), ..hook.row }).await;
    }
    // What waits is told anew, but for what was given up.
    let mut dialect = DialectRow { words: left, ..hook.dialect };
    dialect.after.retain(|word, _| dialect.words.contains(word));
    let settings = SubscriptionSettings { dialect: Some(dialect), ..hook.row.settings };
    let other = fresh(api, &bearer.visitor, Receiver::Webhook, hook.row.name, settings).await?;
    api.ctx.store.replace_subscription(hook.row.id, other).await?;
    api.ctx.outgoing.say_changed();
    Ok(())
}

/// The webhooks that there are.
#[utoipa::path(
    get, path = "/platform/v1/webhooks", operation_id = "vcitaWebhooks", tag = "vcita", params(WebhookWords),
    security(("vcita" = [])), responses((status = 200, body = Webhooks))
)]
async fn list(asking: Asking<ListsWebhooks>) -> Answer<Response> {
    let wanted = Hooks::read(&asking.words()?);
    let hooks = hooks(&asking.api, &asking.bearer).await?;
    let all = hooks.iter().flat_map(|hook| hook.topics().map(move |topic| (hook, topic)));
    let ids: Vec<(String, Topic, &str)> = all.map(|(hook, topic)| (hook.id(topic), topic, hook.url.as_str())).collect();
    Ok(Body(wanted.print(ids.iter().map(|(id, topic, url)| (id.as_str(), *topic, *url)))).into_response())
}

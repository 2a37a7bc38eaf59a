//! Users, lines and whoever an address book knows, from the directory, which everybody of an account reads (sheet, 4.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use calls::Text;
use calls::dialects::Names;
use calls::dialects::xelion::{Entries, Entry, EntryKind as Shown, Listed, item};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::{Api, Shared};
use super::door::{Guest, Words};
use super::reading::Reading;
use super::{Answer, Body};
use crate::store::{EntryKind, SerialAsk};

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(users)).routes(routes!(lines)).routes(routes!(addressables))
}

/// Users, by oid. `limit`, `order`, `before`, `after` and `name` as the vendor has them.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/users", operation_id = "xelionUsers", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "A page.", content_type = "application/json", body = String))
)]
async fn users(State(api): State<Arc<Api>>, guest: Guest, Words(asked): Words) -> Answer<Body> {
    let wanted = Entries::read(&asked)?;
    let reading = Reading::of(&api, &guest.visitor).await?;
    let people = api.ctx.store.people(reading.account).await?;
    let mut names = BTreeMap::new();
    for person in people {
        if let Some(user) = &person.user {
            names.entry(reading.eyes.who.now(EntryKind::User, user)).or_insert(person.name);
        }
    }
    let one = |key: Text| {
        let settings = reading.eyes.who.settings(EntryKind::User, &key);
        let phones = settings.map(|settings| settings.extensions.iter().chain(&settings.numbers).map(Text::new).collect());
        Entry { kind: Shown::User { user_name: names.get(&key).cloned(), phones: phones.unwrap_or_default() }, key }
    };
    let all = reading.eyes.who.names(EntryKind::User).into_keys().map(one).collect();
    reading.listed(&guest, "users", &asked, &wanted, all).await
}

/// Own lines, by oid. The same parameters.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/phonelines", operation_id = "xelionPhoneLines", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "A page.", content_type = "application/json", body = String))
)]
async fn lines(State(api): State<Arc<Api>>, guest: Guest, Words(asked): Words) -> Answer<Body> {
    let wanted = Entries::read(&asked)?;
    let reading = Reading::of(&api, &guest.visitor).await?;
    let household = api.known.household(&api.ctx, reading.account, &[]).await?;
    let who = &reading.eyes.who;
    let number = |key: &Text| who.settings(EntryKind::Line, key).and_then(|settings| settings.numbers.first().map(Text::new));
    let entered = who.names(EntryKind::Line).into_keys().map(|key| number(&key).unwrap_or(key));
    // A number of the account of which the directory has no line is one too.
    let own = household.account.own_numbers.iter().filter(|number| who.line_of(number).is_none()).cloned();
    let all = entered.chain(own).map(|key| Entry { key, kind: Shown::PhoneLine }).collect();
    reading.listed(&guest, "phonelines", &asked, &wanted, all).await
}

/// Whoever an address book knows: users as people, and contacts, by oid. The same parameters.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/addressables", operation_id = "xelionAddressables", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "A page.", content_type = "application/json", body = String))
)]
async fn addressables(State(api): State<Arc<Api>>, guest: Guest, Words(asked): Words) -> Answer<Body> {
    let wanted = Entries::read(&asked)?;
    let reading = Reading::of(&api, &guest.visitor).await?;
    let users = reading.eyes.who.names(EntryKind::User).into_keys();
    let mut all: Vec<Entry> = users.map(|key| Entry { key, kind: Shown::Person }).collect();
    // Of contacts there may be very many: only those are read that can be on the page.
    let ask = SerialAsk {
        kind: EntryKind::Contact,
        ascending: wanted.paging.is_ascending == wanted.paging.before.is_none(),
        beyond: wanted.paging.after.or(wanted.paging.before),
        name: wanted.name.clone(),
        rows: wanted.paging.limit,
    };
    let contacts = api.ctx.store.entries_by_serial(reading.account, ask).await?;
    all.extend(contacts.into_iter().map(|row| Entry { key: row.key, kind: Shown::Contact }));
    reading.listed(&guest, "addressables", &asked, &wanted, all).await
}

impl Reading<'_> {
    /// A page of entries. An anchor that is none of anything is refused.
    async fn listed(
        &self,
        guest: &Guest,
        folder: &str,
        asked: &[(String, String)],
        wanted: &Entries,
        all: Vec<Entry>,
    ) -> Answer<Body> {
        for (field, oid) in [("after", wanted.paging.after), ("before", wanted.paging.before)] {
            if let Some(oid) = oid
                && self.api.ctx.store.given_to(self.account, oid).await?.is_none()
            {
                return Err(super::Refused::bad_id(field, &oid.to_string()));
            }
        }
        let print = |names: &dyn Names| {
            let one = |entry: &Entry| {
                let oid = names.serial(&entry.thing()).unwrap_or_default();
                (entry.title(names), item(folder, oid, entry.body(names)))
            };
            all.iter().map(one).collect::<Vec<(Text, Listed)>>()
        };
        let items = wanted.page(self.printed(print).await?);
        Ok(Body(guest.place.rest().list(folder, asked, &items, wanted.paging.limit)))
    }
}

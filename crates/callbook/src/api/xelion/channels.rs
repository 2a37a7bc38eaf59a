//! Channels: the phones that are on the line right now, of administrators all, of others their own (sheet, 4.3; rule X22).

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use calls::dialects::Names;
use calls::dialects::xelion::{Listed, active_channels, channel_page, channels, item, read_with};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::super::{Api, Shared};
use super::door::{Guest, Words};
use super::reading::Reading;
use super::{Answer, Body};
use calls::dialects::seen::Seen;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(active)).routes(routes!(all))
}

/// The channels that there are right now.
#[utoipa::path(
    get, path = "/api/v1/{tenant}/communications/active_channels", operation_id = "xelionActiveChannels", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "All of them.", content_type = "application/json", body = String))
)]
async fn active(State(api): State<Arc<Api>>, guest: Guest) -> Answer<Body> {
    let reading = Reading::of(&api, &guest.visitor).await?;
    let going_on = reading.going_on().await?;
    let print = |names: &dyn Names| {
        let shown = |seen: &Seen| {
            let serials = serials(seen);
            let own = active_channels(seen, names).into_iter().filter(|channel| reading.eyes.see(channel.user.as_ref()));
            let own = own.map(|channel| item("channels", serials.get(&channel.leg).copied().unwrap_or_default(), channel.body));
            own.collect::<Vec<Listed>>()
        };
        going_on.iter().flat_map(shown).collect::<Vec<Listed>>()
    };
    let items = reading.printed(print).await?;
    Ok(Body(guest.place.rest().list("communications/active_channels", &[], &items, usize::MAX)))
}

fn serials(seen: &Seen) -> HashMap<Uuid, u64> {
    seen.calls.iter().flat_map(|call| &call.legs).map(|leg| (leg.id, leg.serial)).collect()
}

/// The same as the vendor's older clients read them, perhaps those of one addressable (`with`).
#[utoipa::path(
    get, path = "/api/v1/{tenant}/channels", operation_id = "xelionChannels", tag = "xelion",
    params(("tenant" = String, Path, description = "The account.")), security(("xelion" = [])),
    responses((status = 200, description = "All of them.", content_type = "application/json", body = String))
)]
async fn all(State(api): State<Arc<Api>>, guest: Guest, Words(asked): Words) -> Answer<Body> {
    let with = read_with(&asked)?;
    let reading = Reading::of(&api, &guest.visitor).await?;
    let going_on = reading.going_on().await?;
    let print = |names: &dyn Names| {
        let all = going_on.iter().flat_map(|seen| channels(seen, names));
        let own = all.filter(|(user, _)| reading.eyes.see(user.as_ref())).map(|(_, page)| page);
        own.collect::<Vec<Value>>()
    };
    let own = channel_page(reading.printed(print).await?, with);
    let oid = |page: &Value| page.get("channelId").and_then(Value::as_str).and_then(|id| id.parse().ok()).unwrap_or_default();
    let items: Vec<Listed> = own.iter().map(|page| item("channels", oid(page), page.to_string())).collect();
    Ok(Body(guest.place.rest().list("channels", &asked, &items, usize::MAX)))
}

impl Reading<'_> {
    /// The conversations that go on.
    async fn going_on(&self) -> Answer<Vec<Seen>> {
        let records = self.api.ctx.store.going_on(self.account).await?;
        Ok(records.iter().filter_map(|record| self.seen(record)).collect())
    }
}

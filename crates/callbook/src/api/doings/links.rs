//! Links from a call to records of other software: one by kind and id.

use axum::response::Response;
use calls::Text;
use calls::signal::{Doing, Link};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::{Asking, name};
use super::both;
use crate::api::problem::{Answer, Problem};
use crate::api::{Shared, words};
use crate::store::{Aim, text};

/// What can be linked to (rule N27).
pub(in crate::api) const KINDS: &[&str] = &["task", "record", "process", "user", "state_task", "entity", "procedure", "app"];

/// The kind that is meant, in any spelling.
pub(in crate::api) fn kind_of(said: &str) -> Option<&'static str> {
    KINDS.iter().copied().find(|known| words::plain(known) == words::plain(said))
}
/// The most bytes of where it is to be seen.
const URL_BYTES_MAX: usize = 2_048;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(put_call, delete_call)).routes(routes!(put_whole, delete_whole))
}

/// A link to a record of other software.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WriteLink, example = json!({"url": "https://crm.example/deals/17", "name": "Deal 17"}))]
pub(super) struct LinkTo {
    /// Where the record is to be seen: http or https.
    #[schema(min_length = 1, max_length = 2048)]
    pub(super) url: Option<String>,
    /// Its name.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) name: Option<String>,
}

both! {
    /// Links the call to a record; of a conversation, its last call that is no consultation.
    ///
    /// A link that is there is written anew. A call that another one was transferred into has that one's links until it gets
    /// one of its own.
    put 200 body LinkTo,
        path "kind" = "`task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`.",
        path "record" = "The record's id in that software.";
    call put_call "/calls/{id}/links/{kind}/{record}" "linkCall";
    conversation put_whole "/conversations/{id}/links/{kind}/{record}" "linkConversation";
    by put
}

both! {
    /// Removes a link of the call's own.
    delete 200,
        path "kind" = "`task`, `record`, `process`, `user`, `state_task`, `entity`, `procedure` or `app`.",
        path "record" = "The record's id in that software.";
    call delete_call "/calls/{id}/links/{kind}/{record}" "unlinkCall";
    conversation delete_whole "/conversations/{id}/links/{kind}/{record}" "unlinkConversation";
    by delete
}

async fn put(aim: Aim, asking: Asking) -> Answer<Response> {
    let said: LinkTo = asking.body()?;
    let link = said.link(asking.path("kind"), ("record", asking.path("record")))?;
    asking.done(aim, Doing::Linked { link, there: true }).await
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    let link = LinkTo::default().link(asking.path("kind"), ("record", asking.path("record")))?;
    asking.changed(aim, Doing::Linked { link, there: false }).await
}

impl LinkTo {
    /// The link to the record of that kind and id, which stands in that field.
    pub(super) fn link(self, kind: &str, (field, id): (&str, &str)) -> Answer<Link> {
        let kind = kind_of(kind).ok_or_else(|| Problem::field("kind", format!("expected one of {}", KINDS.join(", "))))?;
        let id = name(field, id)?;
        let url = self.url.map(|said| url(&said)).transpose()?;
        let name = self.name.map(|said| name("name", &said)).transpose()?;
        Ok(Link { kind: Text::new_static(kind), id, url, name })
    }
}

/// An address that a page may lead to: no other scheme, which could be a script.
fn url(said: &str) -> Answer<Text> {
    let scheme = said.split_once("://").map(|(scheme, rest)| (scheme.to_ascii_lowercase(), !rest.is_empty()));
    let good = scheme.is_some_and(|(scheme, more)| more && matches!(scheme.as_str(), "http" | "https"));
    if good && said.len() <= URL_BYTES_MAX && !said.chars().any(|c| c.is_control() || c == ' ') {
        return Ok(text(said));
    }
    Err(Problem::field("url", format!("expected an address of http or https of at most {URL_BYTES_MAX} bytes")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_link_leads_to_a_page_and_nowhere_else() {
        assert_eq!(url("https://crm.example/deals/17").unwrap(), "https://crm.example/deals/17");
        for said in ["javascript:alert(1)", "javascript://x", "https://", "crm.example", "http://a b"] {
            assert!(url(said).is_err(), "{said}");
        }
    }
}

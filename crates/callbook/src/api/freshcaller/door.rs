//! The door of this room: a key in `X-Api-Auth`, which is a token of the dialect (rule R18), and how often it may ask (sheet, 4.6).

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use calls::dialects::freshworks::DIALECT;

use super::super::Api;
use super::super::door::{Deed, Visitor, keyholder};
use super::super::problem::{Kind, Problem};

/// The header that brings the key.
pub(super) const HEADER: &str = "x-api-auth";
/// How often a key may ask within a minute.
pub(in crate::api) const ASKS_MAX: usize = 300;

/// Whoever has a key of the dialect and may read calls, as far as he sees them.
#[derive(Debug)]
pub(super) struct Key(pub(super) Visitor);

impl FromRequestParts<Arc<Api>> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let key = parts.headers.get(HEADER).and_then(|key| key.to_str().ok()).map(str::trim).unwrap_or_default();
        if key.is_empty() {
            return Err(Problem::new(Kind::Unauthorized, "expected a key in `X-Api-Auth`"));
        }
        let visitor = keyholder(api, key, DIALECT.name, Deed::Read).await?;
        api.paces.count(visitor.id, ASKS_MAX, api.ctx.clock.now()).map_err(Problem::too_often)?;
        Ok(Self(visitor))
    }
}

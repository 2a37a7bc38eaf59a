//! The door of this room: a bearer key, which is a token of the dialect (rule R18), and how often it may ask (sheet, 4 and 4.6).
//!
//! A handler names what it does by the extractor that it takes: [`Key`] reads, [`Pen`] writes. A key with the scope `read` writes nothing.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use axum::http::header;
use axum::http::request::Parts;
use calls::Text;
use calls::dialects::chakra::{Code, DIALECT};
use serde::de::DeserializeOwned;

use super::super::Api;
use super::super::door::{Deed, Visitor, keyholder};
use super::super::problem::Problem;
use super::super::token::READS_ONLY;
use super::{Refused, RequestId};

/// How often a key may ask within a minute.
pub(in crate::api) const ASKS_MAX: usize = 600;

/// Whoever has a key of the dialect, and what his question is called.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) visitor: Visitor,
    pub(super) request: Text,
}

/// The same of one who may write.
#[derive(Debug)]
pub(super) struct Pen(pub(super) Key);

/// What stands in the path; a path that cannot be read leads nowhere.
#[derive(Debug)]
pub(super) struct Place<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Api>> for Place<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Refused> {
        let taken = Path::<T>::from_request_parts(parts, api).await;
        taken.map(|Path(place)| Self(place)).map_err(|_| Code::NotFound.into())
    }
}

impl FromRequestParts<Arc<Api>> for Key {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Refused> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|key| key.to_str().ok()).unwrap_or_default();
        let (scheme, key) = header.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Code::Unauthorized.into());
        }
        let visitor = keyholder(api, key.trim(), DIALECT.name, Deed::Read).await?;
        api.paces.count(visitor.id, ASKS_MAX, api.ctx.clock.now()).map_err(Problem::too_often)?;
        let request = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        Ok(Self { visitor, request })
    }
}

impl FromRequestParts<Arc<Api>> for Pen {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Refused> {
        let key = Key::from_request_parts(parts, api).await?;
        if key.visitor.scope.as_deref() == Some(READS_ONLY) { Err(Code::Forbidden.into()) } else { Ok(Self(key)) }
    }
}

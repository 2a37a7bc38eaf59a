//! The door of this room: a bearer token, which is one of the dialect (rule R18) and stands for one connection; and how often that may
//! ask (sheet, 4.4).
//!
//! A handler names what it does by the extractor that it takes: [`Asker`] asks how the connection is, [`Listener`] hears of calls,
//! [`Dialler`] has some dialled, [`Teller`] tells of them, [`Keeper`] says where the module listens. A token with the scope `read` does
//! none of the last three.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use calls::Text;
use calls::dialects::elma365::{Code, DIALECT, REQUESTS_A_MINUTE_MAX, Refusal};
use uuid::Uuid;

use super::super::Api;
use super::super::door::{Deed, Visitor, keyholder};
use super::super::problem::Problem;
use super::super::token::READS_ONLY;
use super::Refused;
use crate::store::{CONNECTION_SOURCE, Role, text};

/// How often a connection may ask within a minute.
pub(in crate::api) const ASKS_MAX: usize = REQUESTS_A_MINUTE_MAX as usize;

/// The name of a connection as a source, by the id of its token.
fn connection(token: Uuid) -> Text {
    text(&format!("{CONNECTION_SOURCE}{token}"))
}

/// The same of whoever asks: of a token that may tell of one source, that one.
pub(super) fn source_of(visitor: &Visitor) -> Text {
    let own = visitor.scope.clone().filter(|_| visitor.role == Role::Source);
    own.unwrap_or_else(|| connection(visitor.id))
}

async fn admitted(parts: &Parts, api: &Api, deed: Deed, writes: bool) -> Result<Visitor, Refused> {
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|key| key.to_str().ok()).unwrap_or_default();
    let (scheme, token) = header.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::new(Code::Unauthorized, "expected `Authorization: Bearer TOKEN`").into());
    }
    let visitor = keyholder(api, token.trim(), DIALECT.name, deed).await?;
    api.paces.count(visitor.id, ASKS_MAX, api.ctx.clock.now()).map_err(Problem::too_often)?;
    if writes && visitor.role != Role::Source && visitor.scope.as_deref() == Some(READS_ONLY) {
        return Err(Refusal::new(Code::Forbidden, "this token only reads").into());
    }
    Ok(visitor)
}

/// An extractor that only lets in who may do that.
macro_rules! door {
    ($(#[$says:meta])* $name:ident, $deed:expr, writes: $writes:literal) => {
        $(#[$says])*
        #[derive(Debug)]
        pub(super) struct $name(pub(super) Visitor);

        impl FromRequestParts<Arc<Api>> for $name {
            type Rejection = Refused;

            async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Refused> {
                admitted(parts, api, $deed, $writes).await.map(Self)
            }
        }
    };
}

door!(/** Whoever has a token of the dialect. */ Asker, Deed::Be, writes: false);
door!(/** Whoever may read calls, as far as he sees them, and the directory. */ Listener, Deed::Read, writes: false);
door!(/** Whoever may have calls dialled. */ Dialler, Deed::Read, writes: true);
door!(/** Whoever may tell of calls. */ Teller, Deed::Tell, writes: true);
door!(/** Whoever may say who is told of the account's calls. */ Keeper, Deed::Administer, writes: true);

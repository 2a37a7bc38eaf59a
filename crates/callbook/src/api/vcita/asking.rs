//! A request to this room: who asks, for what, in which shape. What it takes to be let in is said by the type that a handler takes.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use calls::dialects::vcita::{BODY_MAX, Code, Refusal, Wrong};

use super::super::Api;
use super::super::asked::bytes_up_to;
use super::door::{Bearer, Deed};
use super::{Answer, Refused};

/// The most bytes of a query.
const QUERY_BYTES_MAX: usize = 16_384;

/// What is done by whoever asks.
pub(super) trait Does {
    const DEED: Deed;
}

/// Reading.
pub(super) struct Reads;
/// Writing.
pub(super) struct Writes;
/// Removing calls.
pub(super) struct Removes;

/// Reading which webhooks there are.
pub(super) struct ListsWebhooks;
/// Subscribing and giving up webhooks.
pub(super) struct Subscribes;

impl Does for ListsWebhooks {
    const DEED: Deed = Deed::Webhooks;
}

impl Does for Subscribes {
    const DEED: Deed = Deed::Subscribe;
}

impl Does for Reads {
    const DEED: Deed = Deed::Read;
}

impl Does for Writes {
    const DEED: Deed = Deed::Write;
}

impl Does for Removes {
    const DEED: Deed = Deed::Remove;
}

/// A request of somebody who may do that.
pub(super) struct Asking<D> {
    pub(super) api: Arc<Api>,
    pub(super) bearer: Bearer,
    /// What stands in the path; nothing where nothing is named there.
    pub(super) uid: String,
    request: Request,
    does: PhantomData<D>,
}

impl<D: Does> FromRequest<Arc<Api>> for Asking<D> {
    type Rejection = Refused;

    async fn from_request(request: Request, api: &Arc<Api>) -> Answer<Self> {
        let (mut parts, body) = request.into_parts();
        // A path that cannot be read leads nowhere, but whoever has no token is not told so.
        let words = RawPathParams::from_request_parts(&mut parts, api).await;
        let bearer = Bearer::of(&parts, api, D::DEED).await?;
        let words = words.map_err(|_| Refusal::NotFound)?;
        let uid = words.iter().next().map(|(_, uid)| uid.to_owned()).unwrap_or_default();
        let request = Request::from_parts(parts, body);
        Ok(Self { api: Arc::clone(api), bearer, uid, request, does: PhantomData })
    }
}

impl<D> Asking<D> {
    /// The words of the query, decoded.
    pub(super) fn words(&self) -> Answer<Vec<(String, String)>> {
        let query = self.request.uri().query().unwrap_or_default();
        if query.len() > QUERY_BYTES_MAX {
            return Err(Wrong::new("filter", Code::Invalid, "is too long: a query has at most 16,384 bytes").into());
        }
        Ok(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// Who asks, and the body.
    pub(super) async fn body(self) -> Answer<(Arc<Api>, Bearer, String, Bytes)> {
        let bytes = bytes_up_to(BODY_MAX, self.request, &self.api).await?;
        Ok((self.api, self.bearer, self.uid, bytes))
    }
}

/// One question as two routes, one below each root: they differ in nothing but the shape.
macro_rules! in_both_shapes {
    (
        $(#[$says:meta])+
        $method:ident, takes $does:ty $(, body $body:ty)? $(, params $params:tt)?;
        current $of_current:ident $current_path:tt $current_id:tt $current_shown:ty;
        seed $of_seed:ident $seed_path:tt $seed_id:tt $seed_shown:ty;
        by $by:path
    ) => {
        $(#[$says])+
        #[utoipa::path(
            $method, path = $current_path, operation_id = $current_id, tag = "vcita", $(request_body = $body,)? $(params $params,)?
            security(("vcita" = [])), responses((status = 200, body = $current_shown))
        )]
        async fn $of_current(
            asking: crate::api::vcita::asking::Asking<$does>,
        ) -> crate::api::vcita::Answer<axum::response::Response> {
            $by(::calls::dialects::vcita::Shape::Current, asking).await
        }

        $(#[$says])+
        ///
        /// In the shape of the vendor's first page.
        #[utoipa::path(
            $method, path = $seed_path, operation_id = $seed_id, tag = "vcita", $(request_body = $body,)? $(params $params,)?
            security(("vcita" = [])), responses((status = 200, body = $seed_shown))
        )]
        async fn $of_seed(
            asking: crate::api::vcita::asking::Asking<$does>,
        ) -> crate::api::vcita::Answer<axum::response::Response> {
            $by(::calls::dialects::vcita::Shape::Seed, asking).await
        }
    };
}
pub(super) use in_both_shapes;

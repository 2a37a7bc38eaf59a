//! What the rooms of dialects do alike, whatever each vendor's form is.
//!
//! It must never know a vendor. To use it in a room: [`refused`] at the end of its `in_their_words`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::problem::Problem;
use crate::store::StoreError;

/// Why something is refused: in words of the house, or of the dialect.
#[derive(Debug)]
pub(super) enum Refused<R> {
    House(Box<Problem>),
    Dialect(Box<R>),
}

impl<R> From<Problem> for Refused<R> {
    fn from(problem: Problem) -> Self {
        Self::House(Box::new(problem))
    }
}

impl<R> From<StoreError> for Refused<R> {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

/// What a dialect refuses.
pub(super) trait Refuses: Clone + Send + Sync + 'static {
    /// With which status.
    fn status(&self) -> u16;
}

impl<R: Refuses> IntoResponse for Refused<R> {
    fn into_response(self) -> Response {
        match self {
            Self::House(problem) => problem.into_response(),
            Self::Dialect(refusal) => {
                let mut response = status(refusal.status()).into_response();
                // Told in full by whoever tells everything that is refused in the room.
                response.extensions_mut().insert(*refusal);
                response
            }
        }
    }
}

/// A status that a dialect names by its number.
pub(super) fn status(code: u16) -> StatusCode {
    // A status that there is.
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A refusal as it is told: outside of what says of every answer that it is not to be kept. `realm` is that of the keys that were
/// missing, `again_s` when to ask again, in seconds.
pub(super) fn refused(told: impl IntoResponse, realm: Option<&'static str>, again_s: Option<u64>) -> Response {
    let mut response = told.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(realm) = realm {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(realm));
    }
    if let Some(seconds) = again_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// An id that nothing else has.
pub(super) fn drawn() -> Result<Uuid, StoreError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Unavailable(format!("no random bytes: {error}")))?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

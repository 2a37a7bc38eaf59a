//! What came of a call: one per call, the latest word with the first's moment.

use axum::response::Response;
use calls::signal::{Disposed, Doing};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::{Asking, lines};
use super::both;
use crate::api::problem::{Answer, Problem};
use crate::api::{Shared, words};
use crate::store::Aim;

/// The most bytes of what is said of it.
const DISPOSITION_BYTES_MAX: usize = 4_096;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(put_call, delete_call)).routes(routes!(put_whole, delete_whole))
}

/// What came of a call. Everything may be left out: then it is only known that it was disposed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WriteDisposition, example = json!({"text": "Wants an offer", "next_call_at": "2026-01-12T09:00:00Z"}))]
pub(super) struct Disposition {
    /// `wrong_number`, or nothing.
    code: Option<String>,
    /// In words.
    #[schema(min_length = 1, max_length = 4096)]
    text: Option<String>,
    /// When to call again (RFC 3339).
    #[schema(format = DateTime)]
    next_call_at: Option<String>,
}

both! {
    /// Says what came of the call; of a conversation, of its last call that is no consultation.
    ///
    /// The latest word counts; the moment stays the first's.
    put 200 body Disposition;
    call put_call "/calls/{id}/disposition" "disposeCall";
    conversation put_whole "/conversations/{id}/disposition" "disposeConversation";
    by put
}

both! {
    /// Takes back what came of the call.
    delete 200;
    call delete_call "/calls/{id}/disposition" "undisposeCall";
    conversation delete_whole "/conversations/{id}/disposition" "undisposeConversation";
    by delete
}

async fn put(aim: Aim, asking: Asking) -> Answer<Response> {
    let said: Disposition = asking.body()?;
    let disposed = said.disposed()?;
    asking.done(aim, Doing::Disposed(Some(disposed))).await
}

impl Disposition {
    /// What is said of it, looked at.
    pub(super) fn disposed(self) -> Answer<Disposed> {
        Ok(Disposed {
            wrong_number: code(self.code.as_deref())?,
            text: self.text.map(|text| lines("text", &text, DISPOSITION_BYTES_MAX)).transpose()?,
            next_call_at: words::moment("next_call_at", self.next_call_at.as_deref())?,
        })
    }
}

fn code(said: Option<&str>) -> Answer<bool> {
    match said {
        None => Ok(false),
        Some(said) if words::plain(said) == "wrongnumber" => Ok(true),
        Some(_) => Err(Problem::field("code", "expected wrong_number, or null")),
    }
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Disposed(None)).await
}

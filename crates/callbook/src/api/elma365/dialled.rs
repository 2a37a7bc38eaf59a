//! Calls that a module asks for (rule E30): the member's phone is called first, and once he takes it the number.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use calls::dialects::elma365::{BODY_MAX, Code, Refusal, accepted, read_origination};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::bytes_up_to;
use super::super::doings::{Bringing, Who};
use super::super::seen::Sight;
use super::super::{Api, Shared};
use super::described::{CallAsked, CallDialled};
use super::door::Dialler;
use super::{Answer, Refused};
use crate::api::originations::paced;
use crate::api::printed::Body;
use crate::originate::{OriginateError, Wish, originate, user_of};
use crate::store::EntryKind;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(dial))
}

/// Has the phone system call a member, and then a number for him. What is answered is the `callId` of the call's events.
#[utoipa::path(
    post, path = "/calls", operation_id = "elma365Dial", tag = "elma365", request_body = CallAsked,
    security(("elma365" = [])), responses((status = 202, body = CallDialled))
)]
async fn dial(State(api): State<Arc<Api>>, Dialler(visitor): Dialler, request: Request) -> Answer<Response> {
    paced(&api, &visitor)?;
    let asking = Bringing::of(&visitor, Who::default(), &request)?;
    let bytes = bytes_up_to(BODY_MAX, request, &api).await?;
    api.known.household(&api.ctx, &visitor.account, &[]).await?;
    let asked = read_origination(&bytes)?;
    let directory = api.ctx.directories.of(&visitor.account).await?;
    let sight = Sight::of(&api, &visitor).await?;
    // A member is an extension; whoever may not ask for a user is told what he is told of nobody.
    let has_it = |user: &calls::Text| {
        let settings = directory.settings(EntryKind::User, user);
        settings.is_some_and(|settings| settings.extensions.iter().any(|extension| *extension == *asked.src))
    };
    let user = user_of(&directory, &asked.src).filter(|user| has_it(user) && sight.user(Some(user)));
    let user = user.ok_or_else(|| refused(OriginateError::NoUser))?;
    let [key, said] = asking.names(&bytes);
    let (account, by) = (visitor.account.clone(), asking.by);
    let (word, to, is_named) = (asked.src, asked.dst.to_string(), asking.is_named);
    let wish = Wish { account, user, word, to, source: None, line: None, by, key, is_named, said };
    let begun = originate(&api.ctx, wish).await.map_err(refused)?;
    Ok((StatusCode::ACCEPTED, Body(accepted(&begun.call.to_string()))).into_response())
}

/// Why nothing is dialled, in words of the dialect.
fn refused(error: OriginateError) -> Refused {
    let says = error.to_string();
    let refusal = match error {
        OriginateError::NoUser => Refusal::of_field(Code::NotFound, "srcPhone", "there is no such member"),
        OriginateError::NoDevice | OriginateError::BarredPhone => {
            Refusal::of_field(Code::NoDevice, "srcPhone", "the member has no phone that can be called")
        }
        OriginateError::Number | OriginateError::Barred(_) | OriginateError::Line => {
            Refusal::of_field(Code::InvalidField, "dstPhone", says.as_str())
        }
        OriginateError::Reused => Refusal::of_field(Code::InvalidField, "Idempotency-Key", says.as_str()),
        OriginateError::UnderWay => Refusal::new(Code::Unavailable, says.as_str()),
        OriginateError::Source(_)
        | OriginateError::Several(_)
        | OriginateError::NotConnected
        | OriginateError::Unreached(_)
        | OriginateError::Refused(_)
        | OriginateError::Unknown(_) => Refusal::new(Code::ProviderError, says.as_str()),
        OriginateError::Store(error) => return error.into(),
    };
    refusal.into()
}

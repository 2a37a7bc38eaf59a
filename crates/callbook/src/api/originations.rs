//! Calls that somebody asks for (click-to-call): `POST /originations`.
//!
//! Who may ask for whom is decided here, by the rule that says whose calls somebody sees; everything else in `originate`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::doings::{Once, Saying, Who};
use super::door::Visitor;
use super::problem::{Answer, Kind, Problem};
use super::seen::Sight;
use super::{Api, ROOT, Shared};
use crate::originate::{OriginateError, Wish, originate, user_of};
use crate::store::text;

/// Whose requests are counted together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Asks {
    /// Somebody of an account, at however many desks he signed in.
    Person(Text, Text),
    /// A token of nobody's.
    Token(Uuid),
}

/// The most calls that one person, or one token, asks for within a minute: more than people click, and few enough to be noticed on no bill.
pub(super) const DIALS_MAX: usize = 60;

/// Counts a request for a call of this visitor, or refuses it.
pub(super) fn paced(api: &Api, visitor: &Visitor) -> Answer<()> {
    let who = match &visitor.person {
        Some(person) => Asks::Person(visitor.account.clone(), person.clone()),
        None => Asks::Token(visitor.id),
    };
    api.dials.count(who, DIALS_MAX, api.ctx.clock.now()).map_err(Problem::too_often)
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(ask))
}

/// A call that is to be dialled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AskForCall)]
struct Asked {
    /// Whose phone is called first: the key of a user of the directory, or one of his extensions.
    #[schema(min_length = 1, max_length = 256, example = "ann")]
    user: String,
    /// Whom he calls, in full form, or as a phone of the house dials it.
    #[schema(min_length = 2, max_length = 64, example = "+31209876543")]
    to: String,
    /// The phone system that dials; left out, the one that can.
    #[schema(example = "office")]
    source: Option<String>,
    /// The own number that is shown to whom he calls: one of a line of the directory. Left out, the one that the phone system shows.
    #[schema(max_length = 64, example = "+31205550199")]
    line: Option<String>,
}

/// A call that is dialled.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CallAskedFor)]
struct Dialled {
    /// The id that the call has in every record.
    call: Uuid,
    /// The id of its conversation; null as long as the phone system told nothing of it.
    #[schema(required)]
    conversation: Option<Uuid>,
    /// The phone system that dials.
    source: String,
}

/// Has a phone system call a user, and then a number for him.
///
/// It is answered once the phone system dials. From then on all is in the record, under the id that is answered: the call is one, of
/// the user to that number (`origin` is `click_to_call`), however it ends. A user asks for himself, a supervisor for users of
/// his teams, an administrator for everybody. What is asked for again with the same `Idempotency-Key` never dials twice.
#[utoipa::path(
    post, path = "/originations", operation_id = "askForCall", tag = "originations", request_body = Asked, params(Once, Who),
    responses(
        (status = 202, body = Dialled, description = "The phone system dials.",
            headers(("Location" = String, description = "Where the call is."))),
        (status = 409, body = super::problem::Printed, content_type = "application/problem+json",
            description = "The user has no extension that this phone system can call."),
        (status = 502, body = super::problem::Printed, content_type = "application/problem+json",
            description = "The phone system refuses, or did not answer; then it is not known whether it dials."),
        (status = 503, body = super::problem::Printed, content_type = "application/problem+json",
            description = "The phone system is not connected right now or cannot be reached, and nothing is dialled.")
    )
)]
async fn ask(saying: Saying) -> Answer<Response> {
    paced(&saying.api, &saying.visitor)?;
    let asked: Asked = saying.body()?;
    let (api, account) = (&saying.api, &saying.visitor.account);
    let directory = api.ctx.directories.of(account).await?;
    let sight = Sight::of(api, &saying.visitor).await?;
    // Whoever may not ask for somebody is told what he is told of nobody.
    let user = user_of(&directory, &asked.user).filter(|user| sight.user(Some(user)));
    let user = user.ok_or_else(|| problem(OriginateError::NoUser))?;
    let [key, said] = saying.names();
    let wish = Wish {
        account: account.clone(),
        user,
        word: text(&asked.user),
        to: asked.to,
        source: asked.source.as_deref().map(text),
        line: asked.line,
        by: saying.by.clone(),
        key,
        is_named: saying.is_named(),
        said,
    };
    let begun = originate(&api.ctx, wish).await.map_err(problem)?;
    let place = HeaderValue::from_str(&format!("{ROOT}/calls/{}", begun.call));
    let told = Dialled { call: begun.call, conversation: begun.conversation, source: begun.source.to_string() };
    let mut answer = (StatusCode::ACCEPTED, Json(told)).into_response();
    // An id always is a value.
    if let Ok(place) = place {
        answer.headers_mut().insert(header::LOCATION, place);
    }
    Ok(answer)
}

/// Why nothing is dialled, as a problem that names the field.
fn problem(error: OriginateError) -> Problem {
    let (kind, field) = match &error {
        OriginateError::NoUser => (Kind::Nobody, Some("user")),
        OriginateError::NoDevice | OriginateError::BarredPhone => (Kind::NoDevice, Some("user")),
        OriginateError::Number | OriginateError::Barred(_) => (Kind::Invalid, Some("to")),
        OriginateError::Line => (Kind::Invalid, Some("line")),
        OriginateError::Source(_) | OriginateError::Several(_) => (Kind::Invalid, Some("source")),
        OriginateError::NotConnected | OriginateError::Unreached(_) | OriginateError::UnderWay => (Kind::Unavailable, None),
        OriginateError::Refused(_) | OriginateError::Unknown(_) => (Kind::Upstream, None),
        OriginateError::Reused => (Kind::Reused, Some("Idempotency-Key")),
        OriginateError::Store(store) => return store.clone().into(),
    };
    let problem = Problem::new(kind, error.to_string());
    match field {
        Some(field) => problem.at(field),
        None => problem,
    }
}

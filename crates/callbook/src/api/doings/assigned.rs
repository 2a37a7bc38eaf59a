//! Whose call it is: what is said here stands before what is worked out (rule N26).

use axum::response::Response;
use calls::Text;
use calls::signal::{Assigned, Doing};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::{Asking, name};
use super::both;
use crate::api::Shared;
use crate::api::problem::{Answer, Kind, Problem};
use crate::directory::Directory;
use crate::store::{Aim, EntryKind};

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(patch_call, delete_call)).routes(routes!(patch_whole, delete_whole))
}

/// Whose call it is, by keys of the directory. What is left out or null is not changed; something must be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WriteAssigned, example = json!({"user": "bea"}))]
pub(super) struct Assign {
    /// A business of the account.
    #[schema(min_length = 1, max_length = 256)]
    scope: Option<String>,
    /// A team.
    #[schema(min_length = 1, max_length = 256)]
    team: Option<String>,
    /// A queue.
    #[schema(min_length = 1, max_length = 256)]
    queue: Option<String>,
    /// A menu.
    #[schema(min_length = 1, max_length = 256)]
    menu: Option<String>,
    /// A user.
    #[schema(min_length = 1, max_length = 256)]
    user: Option<String>,
}

both! {
    /// Assigns the call; of a conversation, its last call that is no consultation. For supervisors and administrators.
    patch 200 body Assign;
    call patch_call "/calls/{id}/assigned" "assignCall";
    conversation patch_whole "/conversations/{id}/assigned" "assignConversation";
    by patch
}

both! {
    /// Takes back all that was assigned: whose call it is, is worked out again. For supervisors and administrators.
    delete 200;
    call delete_call "/calls/{id}/assigned" "unassignCall";
    conversation delete_whole "/conversations/{id}/assigned" "unassignConversation";
    by delete
}

async fn patch(aim: Aim, asking: Asking) -> Answer<Response> {
    let said: Assign = asking.body()?;
    let directory = asking.api.ctx.directories.of(&asking.visitor.account).await?;
    let key = |kind, said: Option<String>| said.map(|said| known(&directory, kind, &said)).transpose();
    let assigned = Assigned {
        scope: said.scope.map(|said| name("scope", &said)).transpose()?,
        team: key(EntryKind::Team, said.team)?,
        queue: key(EntryKind::Queue, said.queue)?,
        menu: key(EntryKind::Menu, said.menu)?,
        user: key(EntryKind::User, said.user)?,
    };
    if assigned == Assigned::default() {
        return Err(Problem::field("user", "expected a scope, team, queue, menu or user"));
    }
    asking.done(aim, Doing::Assigned(Some(assigned))).await
}

/// The entry that a key names in the field of its kind's word; of one that turned out to be another, that one.
pub(super) fn known(directory: &Directory, kind: EntryKind, said: &str) -> Answer<Text> {
    let key = directory.named(kind, &name(kind.word(), said)?).cloned();
    let nobody = || Problem::new(Kind::Nobody, format!("the directory has no such {}", kind.word())).at(kind.word());
    key.ok_or_else(nobody)
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    asking.done(aim, Doing::Assigned(None)).await
}

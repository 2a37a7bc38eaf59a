//! Notes on a call: as many as people write, each with an id of its own.

use axum::response::Response;
use calls::signal::Doing;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asking::{Asking, lines, made, name};
use super::both;
use crate::api::Shared;
use crate::api::problem::Answer;
use crate::store::{Aim, text};

/// The most bytes of a note.
pub(super) const NOTE_BYTES_MAX: usize = 16_384;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(post_call))
        .routes(routes!(post_whole))
        .routes(routes!(put_call, delete_call))
        .routes(routes!(put_whole, delete_whole))
}

/// A note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WriteNote, example = json!({"text": "Asked for the invoice of March."}))]
pub(super) struct Note {
    /// What it says.
    #[schema(min_length = 1, max_length = 16384)]
    text: String,
}

both! {
    /// Adds a note to the call; of a conversation, to its last call that is no consultation.
    ///
    /// `Location` in the answer is where the note is changed and removed.
    post 201 body Note;
    call post_call "/calls/{id}/notes" "addCallNote";
    conversation post_whole "/conversations/{id}/notes" "addConversationNote";
    by post
}

both! {
    /// Writes a note anew.
    put 200 body Note, path "note" = "The note's id.";
    call put_call "/calls/{id}/notes/{note}" "changeCallNote";
    conversation put_whole "/conversations/{id}/notes/{note}" "changeConversationNote";
    by put
}

both! {
    /// Removes a note.
    delete 200, path "note" = "The note's id.";
    call delete_call "/calls/{id}/notes/{note}" "removeCallNote";
    conversation delete_whole "/conversations/{id}/notes/{note}" "removeConversationNote";
    by delete
}

async fn post(aim: Aim, asking: Asking) -> Answer<Response> {
    let note: Note = asking.body()?;
    let said = lines("text", &note.text, NOTE_BYTES_MAX)?;
    let id = asking.new_id().to_string();
    let place = format!("{}/{id}", asking.place());
    let noted = Doing::Noted { id: text(&id), text: Some(said) };
    Ok(made(asking.done(aim, noted).await?, &place))
}

async fn put(aim: Aim, asking: Asking) -> Answer<Response> {
    let note: Note = asking.body()?;
    let said = lines("text", &note.text, NOTE_BYTES_MAX)?;
    let id = name("note", asking.path("note"))?;
    asking.changed(aim, Doing::Noted { id, text: Some(said) }).await
}

async fn delete(aim: Aim, asking: Asking) -> Answer<Response> {
    let id = name("note", asking.path("note"))?;
    asking.changed(aim, Doing::Noted { id, text: None }).await
}

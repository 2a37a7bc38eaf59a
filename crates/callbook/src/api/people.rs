//! People of the account: who signs in by name and password, and what he may see.
//!
//! Administrators enter, change and remove them; everybody changes his own password. Whatever is changed of a person ends his
//! sessions, so that none goes on with what he may no longer do. A password is never told back.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Named, Told};
use super::door::{Administrator, Anyone, Deed, Visitor};
use super::password::{Password, fits};
use super::problem::{Answer, Kind, Problem};
use super::token::shows;
use super::tries::{About, OF_NAME};
use super::{Api, Shared};
use crate::directory::Directory;
use crate::store::{PEOPLE_MAX, PersonRow, Put, Role, text};

/// The most hashes that are worked out at a time: each takes much memory and a processor.
pub(super) const HASHES_MAX: usize = 4;
/// The most letters of the name by which somebody signs in.
pub(crate) const PERSON_NAME_CHARS_MAX: usize = 64;
/// What [`is_person_name`] wants, for error texts.
pub(crate) const PERSON_NAME_WANTED: &str = "expected 1 to 64 lower-case letters, digits, or one of . _ @ + -";

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put, remove)).routes(routes!(set_password))
}

/// Whether somebody can sign in by that name: a word or a mail address.
pub(crate) fn is_person_name(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._@+-".contains(&byte);
    (1..=PERSON_NAME_CHARS_MAX).contains(&name.len()) && name.bytes().all(good)
}

/// The role with that word, if people can have it.
pub(crate) fn role_of_person(word: &str) -> Option<Role> {
    Role::of_word(word).filter(|role| Role::OF_PEOPLE.contains(role))
}

/// What is wrong with a person: which field, and what was expected.
pub(crate) fn check(person: &PersonRow, directory: &Directory) -> Result<(), (&'static str, String)> {
    if !is_person_name(&person.name) {
        return Err(("name", PERSON_NAME_WANTED.to_owned()));
    }
    shows(person.role, person.user.as_ref(), &person.teams, directory)
}

/// Works out something about a password: on a thread that may be busy for long, and so many at a time and no more.
pub(super) async fn hashed<T: Send + 'static>(api: &Api, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    let failed = || Problem::new(Kind::Unavailable, "passwords cannot be looked at right now");
    let _permit = api.hashing.acquire().await.map_err(|_| failed())?;
    tokio::task::spawn_blocking(work).await.map_err(|_| failed())
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
struct Person {
    /// By what he signs in; never changes.
    name: String,
    /// `administrator`, `supervisor` or `user`.
    role: &'static str,
    /// The key of the user of the directory that he is.
    #[schema(required)]
    user: Option<String>,
    /// Of a supervisor: the keys of the teams whose calls he sees.
    teams: Vec<String>,
    /// When he was entered.
    #[schema(format = DateTime)]
    created_at: String,
    /// When he was changed last.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            name: row.name.to_string(),
            role: row.role.word(),
            user: row.user.map(|user| user.to_string()),
            teams: row.teams.iter().map(ToString::to_string).collect(),
            created_at: row.created_at.to_string(),
            changed_at: row.changed_at.to_string(),
        }
    }
}

/// The people of the account.
#[derive(Debug, Serialize, ToSchema)]
struct People {
    /// By name.
    people: Vec<Person>,
}

/// What is said of a person. What is left out is not said, but for the password, which stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SayPerson {
    /// `administrator`, `supervisor` or `user`.
    #[schema(pattern = "^(administrator|supervisor|user)$", example = "user")]
    role: String,
    /// The key of the user of the directory that he is; of the role `user` it must be said.
    #[schema(max_length = 200, example = "ann")]
    user: Option<String>,
    /// Of a supervisor: the keys of the teams whose calls he sees.
    #[schema(max_items = 100, nullable = false)]
    #[serde(default)]
    teams: Vec<String>,
    /// By what he signs in; of somebody new it must be said.
    #[schema(min_length = 10, max_length = 256, format = Password)]
    password: Option<String>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The new one.
    #[schema(min_length = 10, max_length = 256, format = Password)]
    password: String,
    /// The one until now; whoever changes his own says it.
    #[schema(max_length = 256, format = Password)]
    current: Option<String>,
}

fn unknown() -> Problem {
    Problem::not_found("nobody has this name").at("name")
}

fn password(said: &str) -> Answer<Password> {
    Password::new(said).map_err(|says| Problem::field("password", says))
}

/// The people of the account.
#[utoipa::path(get, path = "/people", operation_id = "listPeople", tag = "people", responses((status = 200, body = People)))]
async fn list(State(api): State<Arc<Api>>, Administrator(visitor): Administrator) -> Answer<Json<People>> {
    let rows = api.ctx.store.people(&visitor.account).await?;
    Ok(Json(People { people: rows.into_iter().map(Person::from).collect() }))
}

/// Enters a person, or says everything of him anew; his sessions end.
#[utoipa::path(
    put, path = "/people/{name}", operation_id = "putPerson", tag = "people", request_body = SayPerson,
    params(("name" = String, Path, description = "By what he signs in: lower-case letters, digits, `.`, `_`, `@`, `+`, `-`.")),
    responses((status = 200, body = Person), (status = 201, body = Person, description = "He is new."))
)]
async fn put(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(name): Named<String>,
    Told(said): Told<SayPerson>,
) -> Answer<(StatusCode, Json<Person>)> {
    let no_role = || Problem::field("role", "expected one of administrator, supervisor, user");
    let role = role_of_person(&said.role).ok_or_else(no_role)?;
    let chosen = said.password.as_deref().map(password).transpose()?;
    let now = api.ctx.clock.now();
    let before = api.ctx.store.person(&visitor.account, &name).await?;
    let mut person = PersonRow {
        account: visitor.account.clone(),
        name: text(&name),
        hash: before.as_ref().map(|row| row.hash.clone()).unwrap_or_default(),
        role,
        user: said.user.as_deref().map(text),
        teams: said.teams.iter().map(|team| text(team)).collect(),
        created_at: before.as_ref().map_or(now, |row| row.created_at),
        changed_at: now,
        deleted_at: None,
    };
    let directory = api.ctx.directories.fresh(&visitor.account).await?;
    check(&person, &directory).map_err(|(field, says)| Problem::field(field, says))?;
    match chosen {
        Some(password) => person.hash = hashed(&api, move || password.hash()).await??,
        None if before.is_none() => return Err(Problem::field("password", "expected the password of somebody new")),
        None => {}
    }
    if before.is_none() && api.ctx.store.people(&visitor.account).await?.len() >= PEOPLE_MAX {
        return Err(Problem::new(Kind::Conflict, format!("the account has {PEOPLE_MAX} people")).at("name"));
    }
    let done = write(&api, &person).await?;
    let status = if done == Put::New { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Person::from(person))))
}

/// Writes a person. His sessions end here at once, on every other server of the store within a second.
async fn write(api: &Api, person: &PersonRow) -> Answer<Put> {
    let done = api.ctx.store.put_person(person.clone()).await?;
    api.trusted.forget();
    Ok(done)
}

/// Removes a person; his sessions end. What he did about calls stays with his name.
#[utoipa::path(
    delete, path = "/people/{name}", operation_id = "removePerson", tag = "people",
    params(("name" = String, Path, description = "By what he signs in.")),
    responses((status = 204, description = "He is removed."))
)]
async fn remove(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named(name): Named<String>,
) -> Answer<StatusCode> {
    let row = api.ctx.store.person(&visitor.account, &name).await?.ok_or_else(unknown)?;
    write(&api, &removed(row, api.ctx.clock.now())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A person who is removed now; of his password nothing is kept.
pub(crate) fn removed(row: PersonRow, now: calls::moment::Moment) -> PersonRow {
    PersonRow { hash: String::new(), changed_at: now, deleted_at: Some(now), ..row }
}

/// Gives a person another password; his sessions end. Administrators do it for anybody, everybody for himself, and then says
/// the one until now.
#[utoipa::path(
    put, path = "/people/{name}/password", operation_id = "setPassword", tag = "people", request_body = NewPassword,
    params(("name" = String, Path, description = "By what he signs in.")),
    responses((status = 204, description = "It counts from now on."))
)]
async fn set_password(
    State(api): State<Arc<Api>>,
    Anyone(visitor): Anyone,
    Named(name): Named<String>,
    Told(said): Told<NewPassword>,
) -> Answer<StatusCode> {
    let is_own = visitor.person.as_deref() == Some(name.as_str());
    if !is_own {
        visitor.needs(Deed::Administer)?;
    }
    let chosen = password(&said.password)?;
    let row = api.ctx.store.person(&visitor.account, &name).await?.ok_or_else(unknown)?;
    if is_own {
        knows_current(&api, &visitor, &row, said.current).await?;
    }
    let hash = hashed(&api, move || chosen.hash()).await??;
    write(&api, &PersonRow { hash, changed_at: api.ctx.clock.now(), ..row }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever found a session open must not take it over for good.
async fn knows_current(api: &Api, visitor: &Visitor, row: &PersonRow, current: Option<String>) -> Answer<()> {
    let current = current.ok_or_else(|| Problem::field("current", "expected the password until now"))?;
    let about = About::name(&visitor.account, &row.name);
    api.tries.take(about, OF_NAME, api.ctx.clock.now()).map_err(Problem::too_often)?;
    let kept = row.hash.clone();
    if !hashed(api, move || fits(Some(&kept), &current)).await? {
        return Err(Problem::new(Kind::Forbidden, "this is not the password until now").at("current"));
    }
    api.tries.give_back(about, OF_NAME);
    Ok(())
}

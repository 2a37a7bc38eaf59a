//! The directory: users, teams, lines, queues, menus, trunks and contacts, one by one and many at once.
//!
//! A key stands in records and never changes; everything else of an entry can be said at any time without touching a record.
//! To say one more thing of an entry: its field in the store's `EntrySettings`, which kinds have it in `directory::said`, and
//! its line in [`Entry`] and [`SayEntry`].

mod imports;
mod merge;
mod named;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asked::{Asked, Named, Told, whole};
use super::door::{Administrator, Deed, Visitor, Worker};
use super::problem::{Answer, Kind, Problem};
use super::words::sought;
use super::{Api, Shared};
use crate::directory::said::{self, Fault};
use crate::names::{business_uuid, entry_uuid};
use crate::resolve::Numbering;
use crate::store::{self, Alias, EntryAsk, EntryKind, EntryPut, EntryRow, EntrySettings, PAGE_ROWS_MAX, Put, Wrapup, text};

/// How many rows a page has if nothing is said.
const PAGE_ROWS: usize = 50;
/// The most rows that may be asked for.
const ROWS_MAX: u64 = PAGE_ROWS_MAX as u64;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    let imports = OpenApiRouter::new().routes(routes!(imports::import));
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get, put, remove))
        .routes(routes!(merge::merge))
        .routes(routes!(named::get))
        .merge(imports.layer(DefaultBodyLimit::max(imports::IMPORT_BYTES_MAX)))
}

/// An entry of the directory. Fields that its kind does not have are null or empty.
#[derive(Debug, Serialize, ToSchema)]
struct Entry {
    /// `user`, `team`, `line`, `queue`, `menu`, `trunk` or `contact`.
    kind: &'static str,
    /// Its name in records; never changes.
    key: String,
    /// Its integer, unique in the account.
    serial: u64,
    /// By what dialects call it that name things by UUIDs, as vCita and Chakra do.
    uuid: Uuid,
    /// For people.
    #[schema(required)]
    name: Option<String>,
    /// Of a user, line or contact: phone numbers, as somebody wrote them.
    numbers: Vec<String>,
    /// Of a user: short numbers of the house.
    extensions: Vec<String>,
    /// Of a user or contact.
    #[schema(required)]
    email: Option<String>,
    /// Of a user or queue: key of the team.
    #[schema(required)]
    team: Option<String>,
    /// Of a line: key of the queue that its calls are for.
    #[schema(required)]
    queue: Option<String>,
    /// Of a line: key of the menu that its calls are for.
    #[schema(required)]
    menu: Option<String>,
    /// Of a user or trunk: key of the line that its calls show outside, where the phone system does not say.
    #[schema(required)]
    line: Option<String>,
    /// Of a user or line: the business of the account that it belongs to.
    #[schema(required)]
    scope: Option<String>,
    /// Of a user or line: by what vCita calls that business, or that of whatever has none.
    #[schema(required)]
    business_uid: Option<Uuid>,
    /// Of a team: whether its users wrap up calls, `required` or `off`; null: as the account says.
    #[schema(required)]
    wrapup: Option<&'static str>,
    /// Of a team: for how many seconds at the most; null: as the account says.
    #[schema(required)]
    wrapup_limit_s: Option<u32>,
    /// Words under which phone systems know it, besides its key.
    aliases: Vec<Word>,
    /// What it is called in other systems: system and id.
    ids: BTreeMap<String, String>,
    /// When it was entered.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was changed last.
    #[schema(format = DateTime)]
    changed_at: String,
}

/// A word under which a phone system knows an entry.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Alias)]
struct Word {
    /// The source that says so; null: every source.
    #[serde(default)]
    #[schema(example = "office")]
    source: Option<String>,
    /// Its word.
    #[schema(min_length = 1, max_length = 200, example = "SIP-101")]
    word: String,
}

/// What is said of an entry. What is left out is not said.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct SayEntry {
    /// For people.
    #[schema(max_length = 200, example = "Ann Mori")]
    name: Option<String>,
    /// Of a user, line or contact: phone numbers, in any spelling.
    #[schema(max_items = 50, nullable = false)]
    numbers: Vec<String>,
    /// Of a user: short numbers of the house.
    #[schema(max_items = 50, nullable = false)]
    extensions: Vec<String>,
    /// Of a user or contact.
    #[schema(max_length = 200)]
    email: Option<String>,
    /// Of a user or queue: key of the team.
    #[schema(max_length = 200)]
    team: Option<String>,
    /// Of a line: key of the queue that its calls are for.
    #[schema(max_length = 200)]
    queue: Option<String>,
    /// Of a line: key of the menu that its calls are for.
    #[schema(max_length = 200)]
    menu: Option<String>,
    /// Of a user or trunk: key of the line that its calls show outside, where the phone system does not say.
    #[schema(max_length = 200)]
    line: Option<String>,
    /// Of a user or line: the business of the account that it belongs to.
    #[schema(max_length = 200)]
    scope: Option<String>,
    /// Of a team: whether its users are to say what came of a call once it ended, where it differs from what the account says.
    #[schema(value_type = Option<String>, example = "off", pattern = "^(required|off)$")]
    wrapup: Option<Wrapup>,
    /// Of a team: for how many seconds after the end that is waited for, where it differs from what the account says.
    #[schema(minimum = 1, maximum = 86400)]
    wrapup_limit_s: Option<u32>,
    /// Words under which phone systems know it, besides its key.
    #[schema(max_items = 50, nullable = false)]
    aliases: Vec<Word>,
    /// What it is called in other systems: system and id.
    #[schema(nullable = false)]
    ids: BTreeMap<String, String>,
}

impl Entry {
    /// An entry of that account.
    fn of(account: &str, row: EntryRow) -> Self {
        let has_business = matches!(row.kind, EntryKind::User | EntryKind::Line);
        let EntrySettings { name, numbers, extensions, email, team, queue, menu, line, scope, aliases, ids, .. } = row.settings;
        Self {
            kind: row.kind.word(),
            key: row.key.to_string(),
            serial: row.serial,
            uuid: entry_uuid(account, row.kind, &row.key),
            name,
            numbers,
            extensions,
            email,
            team,
            queue,
            menu,
            line,
            business_uid: has_business.then(|| business_uuid(account, scope.as_deref().map(text).as_ref())),
            scope,
            wrapup: row.settings.wrapup.map(Wrapup::word),
            wrapup_limit_s: row.settings.wrapup_limit_s,
            aliases: aliases.into_iter().map(|Alias { source, word }| Word { source, word }).collect(),
            ids,
            created_at: row.created_at.to_string(),
            changed_at: row.changed_at.to_string(),
        }
    }
}

impl From<SayEntry> for EntrySettings {
    fn from(said: SayEntry) -> Self {
        let SayEntry { name, numbers, extensions, email, team, queue, menu, line, scope, .. } = said;
        let SayEntry { wrapup, wrapup_limit_s, aliases, ids, .. } = said;
        let aliases = aliases.into_iter().map(|Word { source, word }| Alias { source, word }).collect();
        Self { name, numbers, extensions, email, team, queue, menu, line, scope, wrapup, wrapup_limit_s, aliases, ids }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        if fault.field.is_empty() { Self::new(Kind::Invalid, fault.says) } else { Self::field(fault.field, fault.says) }
    }
}

/// Of which kind.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "taken out of the path as it is; this describes it")]
struct Kinds {
    /// `users`, `teams`, `lines`, `queues`, `menus`, `trunks` or `contacts`.
    kind: String,
}

/// Which entry.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "the same")]
struct Keys {
    /// The key, as records have it.
    key: String,
}

/// The kind that a path names, in the plural.
fn kind(word: &str) -> Answer<EntryKind> {
    let kind = word.strip_suffix('s').and_then(EntryKind::of_word);
    kind.ok_or_else(|| Problem::not_found("expected one of users, teams, lines, queues, menus, trunks, contacts").at("kind"))
}

/// Which kinds whoever administers nothing may read: those of which his calls speak.
const READ_BY_ALL: &[EntryKind] = &[EntryKind::User, EntryKind::Team, EntryKind::Queue, EntryKind::Line, EntryKind::Contact];

/// The kind that a path names, if the visitor may read entries of it.
fn readable(visitor: &Visitor, word: &str) -> Answer<EntryKind> {
    let kind = kind(word)?;
    if !READ_BY_ALL.contains(&kind) {
        visitor.needs(Deed::Administer)?;
    }
    Ok(kind)
}

fn unknown() -> Problem {
    Problem::not_found("the directory has no such entry").at("key")
}

/// How the account writes numbers.
async fn numbering(api: &Api, visitor: &Visitor) -> Answer<Numbering> {
    Ok(Numbering::from(&api.known.household(&api.ctx, &visitor.account, &[]).await?.account))
}

/// The entry, if it is there.
async fn find(api: &Api, visitor: &Visitor, kind: EntryKind, key: &str) -> Answer<Option<EntryRow>> {
    Ok(api.ctx.store.entry(&visitor.account, kind, key).await?.filter(|row| row.deleted_at.is_none()))
}

/// Which entries to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListWords {
    /// Those with this number only, in any spelling.
    number: Option<String>,
    /// Those only in whose name or key all these words are, of contacts in the name if they have one; `lin*` is every word that
    /// begins so. What more than 256 are called is refused.
    name: Option<String>,
    /// Where to go on: `next` of the page before.
    after: Option<String>,
    /// The most rows of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 500)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, ROWS_MAX>")]
    limit: Option<usize>,
}

/// A page of entries.
#[derive(Debug, Serialize, ToSchema)]
struct EntryPage {
    /// By key.
    entries: Vec<Entry>,
    /// Where the next page goes on; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// The entries of one kind. Menus and trunks are for administrators.
#[utoipa::path(
    get, path = "/directory/{kind}", operation_id = "listEntries", tag = "directory",
    params(Kinds, ListWords),
    responses((status = 200, body = EntryPage))
)]
async fn list(
    State(api): State<Arc<Api>>,
    Worker(visitor): Worker,
    Named(of): Named<String>,
    Asked(words): Asked<ListWords>,
) -> Answer<Json<EntryPage>> {
    let kind = readable(&visitor, &of)?;
    let number = match &words.number {
        Some(number) => {
            let looked_up = said::looked_up(number, &numbering(&api, &visitor).await?);
            Some(looked_up.ok_or_else(|| Problem::field("number", "expected a phone number"))?)
        }
        None => None,
    };
    let rows = words.limit.unwrap_or(PAGE_ROWS);
    let called = words.name.as_deref().map(|name| sought("name", name)).transpose()?;
    let ask = EntryAsk { kind, number, called, after: words.after.as_deref().map(text), rows };
    let found = api.ctx.store.entries(&visitor.account, ask).await?;
    let next = found.last().filter(|_| found.len() == rows).map(|row| row.key.to_string());
    Ok(Json(EntryPage { entries: found.into_iter().map(|row| Entry::of(&visitor.account, row)).collect(), next }))
}

/// One entry. The key of one that turned out to be another finds that one. Menus and trunks are for administrators.
#[utoipa::path(
    get, path = "/directory/{kind}/{key}", operation_id = "getEntry", tag = "directory",
    params(Kinds, Keys),
    responses((status = 200, body = Entry))
)]
async fn get(
    State(api): State<Arc<Api>>,
    Worker(visitor): Worker,
    Named((of, key)): Named<(String, String)>,
) -> Answer<Json<Entry>> {
    let kind = readable(&visitor, &of)?;
    let row = api.ctx.store.entry(&visitor.account, kind, &key).await?.ok_or_else(unknown)?;
    let row = match &row.same_as {
        Some(same) => find(&api, &visitor, kind, same).await?,
        None => Some(row).filter(|row| row.deleted_at.is_none()),
    };
    row.map(|row| Json(Entry::of(&visitor.account, row))).ok_or_else(unknown)
}

/// Enters an entry, or says everything of it anew; what is left out is not said any more.
#[utoipa::path(
    put, path = "/directory/{kind}/{key}", operation_id = "putEntry", tag = "directory", request_body = SayEntry,
    params(Kinds, Keys),
    responses((status = 200, body = Entry), (status = 201, body = Entry, description = "It is new."))
)]
async fn put(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named((of, key)): Named<(String, String)>,
    Told(said): Told<SayEntry>,
) -> Answer<(StatusCode, Json<Entry>)> {
    let kind = kind(&of)?;
    let numbering = numbering(&api, &visitor).await?;
    let directory = api.ctx.directories.fresh(&visitor.account).await?;
    let put = said::entry(kind, &key, said.into(), &numbering, &|kind, alias| directory.holder(kind, alias).cloned())?;
    said::named_entries(&put.settings, &|kind, key| directory.has(kind, key))?;
    let done = write(&api, &visitor, vec![put]).await?;
    let status = if done.first() == Some(&Put::New) { StatusCode::CREATED } else { StatusCode::OK };
    let row = find(&api, &visitor, kind, &key).await?.ok_or_else(unknown)?;
    Ok((status, Json(Entry::of(&visitor.account, row))))
}

/// Writes entries; from then on calls are resolved by them.
async fn write(api: &Api, visitor: &Visitor, puts: Vec<EntryPut>) -> store::Result<Vec<Put>> {
    let done = api.ctx.store.put_entries(&visitor.account, puts, api.ctx.clock.now()).await?;
    api.ctx.directories.forget(&visitor.account);
    Ok(done)
}

/// Removes an entry. Records that name it stay as they are; a phone system that tells of it again enters it again.
#[utoipa::path(
    delete, path = "/directory/{kind}/{key}", operation_id = "removeEntry", tag = "directory",
    params(Kinds, Keys),
    responses((status = 204, description = "It is removed."))
)]
async fn remove(
    State(api): State<Arc<Api>>,
    Administrator(visitor): Administrator,
    Named((of, key)): Named<(String, String)>,
) -> Answer<StatusCode> {
    let kind = kind(&of)?;
    let removed = api.ctx.store.remove_entry(&visitor.account, kind, &key, api.ctx.clock.now()).await?;
    api.ctx.directories.forget(&visitor.account);
    if removed { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}

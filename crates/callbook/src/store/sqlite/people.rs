//! Tokens, and the people who sign in. A session is a token with a person; it goes when the person is changed.

use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::{LOGINS_MAX, PersonRow, Put, Result, Role, SESSIONS_MAX, StoreError, TokenRow};
use super::accounts::{has_account, put};
use super::outbox;
use super::read::{maybe_moment, maybe_text, moment, text};

const TOKENS: &str =
    "SELECT account, id, name, hash, role, scope, user, teams, person, created_at, expires_at, revoked_at, dialect, businesses, client,
        origins, session_of
    FROM token WHERE account = ?";

/// The tokens of an account, newest first.
pub(super) fn tokens(conn: &Connection, account: &str) -> Result<Vec<TokenRow>> {
    let mut statement = conn.prepare_cached(&format!("{TOKENS} ORDER BY created_at DESC, id"))?;
    Ok(statement.query_map([account], token_row)?.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The token with this hash, if it counts.
pub(super) fn token(conn: &Connection, account: &str, hash: [u8; 32]) -> Result<Option<TokenRow>> {
    let sql = format!(
        "{TOKENS} AND hash = ? AND revoked_at IS NULL
            AND account IN (SELECT account FROM account WHERE deleted_at IS NULL)"
    );
    Ok(conn.prepare_cached(&sql)?.query_row(params![account, hash], token_row).optional()?)
}

/// The origins that tokens which count list.
pub(super) fn origins(conn: &Connection) -> Result<Vec<Text>> {
    let sql =
        "SELECT DISTINCT value FROM token, json_each(token.origins) WHERE token.origins <> '[]' AND token.revoked_at IS NULL
        AND token.account IN (SELECT account FROM account WHERE deleted_at IS NULL)";
    Ok(conn.prepare_cached(sql)?.query_map([], |row| text(row, 0))?.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Enters a token, or revokes it, and with it what is told by it and the sessions that were begun with it.
pub(super) fn put_token(conn: &Connection, token: &TokenRow) -> Result<Put> {
    has_account(conn, &token.account)?;
    let sql = "SELECT 1 FROM token WHERE account = ? AND id = ?";
    let known = conn.prepare_cached(sql)?.exists(params![&*token.account, token.id.as_bytes()])?;
    if let Some(person) = &token.person {
        // Whoever was changed or removed while he signed in was judged by what no longer counts.
        let sql = "SELECT 1 FROM person WHERE account = ? AND name = ? AND deleted_at IS NULL AND changed_at <= ?";
        let params = params![&*token.account, &**person, token.created_at.micros()];
        if !known && !conn.prepare_cached(sql)?.exists(params)? {
            return Err(StoreError::refused("name", "this person was changed meanwhile"));
        }
    }
    if let Some(given) = token.session_of {
        let sql = "SELECT 1 FROM token WHERE account = ? AND id = ? AND revoked_at IS NULL";
        if !known && !conn.prepare_cached(sql)?.exists(params![&*token.account, given.as_bytes()])? {
            return Err(StoreError::refused("token", "this token was revoked meanwhile"));
        }
    }
    let sql = "INSERT INTO token
            (account, id, name, hash, role, scope, user, teams, person, created_at, expires_at, revoked_at, dialect,
                businesses, client, origins, session_of)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, revoked_at = excluded.revoked_at";
    conn.prepare_cached(sql)?.execute(params![
        &*token.account,
        token.id.as_bytes(),
        &*token.name,
        token.hash,
        token.role.word(),
        token.scope.as_deref(),
        token.user.as_deref(),
        list(&token.teams),
        token.person.as_deref(),
        token.created_at.micros(),
        token.expires_at.map(Moment::micros),
        token.revoked_at.map(Moment::micros),
        token.dialect.as_deref(),
        list(&token.businesses),
        token.client.as_deref(),
        list(&token.origins),
        token.session_of.as_ref().map(Uuid::as_bytes),
    ])?;
    if token.revoked_at.is_some() {
        let sql = "DELETE FROM token WHERE account = ? AND session_of = ?";
        conn.prepare_cached(sql)?.execute(params![&*token.account, token.id.as_bytes()])?;
    }
    if token.is_session() && !known {
        drop_old(conn, token)?;
    }
    if let Some(at) = token.revoked_at {
        outbox::end_of_token(conn, &token.account, token.id, at)?;
    }
    Ok(put(known))
}

/// Drops sessions of the same person or token that have ended, and the oldest of too many.
fn drop_old(conn: &Connection, token: &TokenRow) -> Result<()> {
    let (account, now) = (&*token.account, token.created_at);
    // Either is null, and a comparison with it finds nothing.
    let (person, given) = (token.person.as_deref(), token.session_of.as_ref().map(Uuid::as_bytes));
    let sql = "DELETE FROM token WHERE account = ?1 AND (person = ?2 OR session_of = ?3)
        AND (revoked_at IS NOT NULL OR expires_at <= ?4)";
    conn.prepare_cached(sql)?.execute(params![account, person, given, now.micros()])?;
    let sql = "DELETE FROM token WHERE account = ?1 AND id IN (SELECT id FROM token
        WHERE account = ?1 AND (person = ?2 OR session_of = ?3) AND dialect IS ?4
        ORDER BY created_at DESC, expires_at DESC, id LIMIT -1 OFFSET ?5)";
    // Whoever logs in for a program must not end what somebody does in a browser.
    let most = if token.dialect.is_some() { LOGINS_MAX } else { SESSIONS_MAX };
    conn.prepare_cached(sql)?.execute(params![account, person, given, token.dialect.as_deref(), most])?;
    Ok(())
}

fn token_row(row: &Row<'_>) -> rusqlite::Result<TokenRow> {
    Ok(TokenRow {
        account: text(row, 0)?,
        id: Uuid::from_bytes(row.get(1)?),
        name: text(row, 2)?,
        hash: row.get(3)?,
        role: Role::of_word(row.get_ref(4)?.as_str()?).unwrap_or(Role::Source),
        scope: maybe_text(row, 5)?,
        user: maybe_text(row, 6)?,
        teams: texts(row, 7)?,
        person: maybe_text(row, 8)?,
        created_at: moment(row, 9)?,
        expires_at: maybe_moment(row, 10)?,
        revoked_at: maybe_moment(row, 11)?,
        dialect: maybe_text(row, 12)?,
        businesses: texts(row, 13)?,
        client: maybe_text(row, 14)?,
        origins: texts(row, 15)?,
        session_of: row.get::<_, Option<[u8; 16]>>(16)?.map(Uuid::from_bytes),
    })
}

const PEOPLE: &str = "SELECT account, name, hash, role, user, teams, created_at, changed_at, deleted_at
    FROM person WHERE account = ? AND deleted_at IS NULL";

/// The people of an account, by name.
pub(super) fn people(conn: &Connection, account: &str) -> Result<Vec<PersonRow>> {
    let mut statement = conn.prepare_cached(&format!("{PEOPLE} ORDER BY name"))?;
    Ok(statement.query_map([account], person_row)?.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// The person of that name.
pub(super) fn person(conn: &Connection, account: &str, name: &str) -> Result<Option<PersonRow>> {
    let sql = format!("{PEOPLE} AND name = ? AND account IN (SELECT account FROM account WHERE deleted_at IS NULL)");
    Ok(conn.prepare_cached(&sql)?.query_row(params![account, name], person_row).optional()?)
}

/// Enters a person, changes or removes him, and ends his sessions.
pub(super) fn put_person(conn: &Connection, person: &PersonRow) -> Result<Put> {
    has_account(conn, &person.account)?;
    let sql = "SELECT 1 FROM person WHERE account = ? AND name = ? AND deleted_at IS NULL";
    let known = conn.prepare_cached(sql)?.exists(params![&*person.account, &*person.name])?;
    let sql = "INSERT INTO person (account, name, hash, role, user, teams, created_at, changed_at, deleted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET hash = excluded.hash, role = excluded.role, user = excluded.user, teams = excluded.teams,
            created_at = excluded.created_at, changed_at = excluded.changed_at, deleted_at = excluded.deleted_at";
    conn.prepare_cached(sql)?.execute(params![
        &*person.account,
        &*person.name,
        person.hash,
        person.role.word(),
        person.user.as_deref(),
        list(&person.teams),
        person.created_at.micros(),
        person.changed_at.micros(),
        person.deleted_at.map(Moment::micros),
    ])?;
    let sql = "DELETE FROM token WHERE account = ? AND person = ?";
    conn.prepare_cached(sql)?.execute(params![&*person.account, &*person.name])?;
    Ok(put(known))
}

fn person_row(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    Ok(PersonRow {
        account: text(row, 0)?,
        name: text(row, 1)?,
        hash: row.get(2)?,
        role: Role::of_word(row.get_ref(3)?.as_str()?).unwrap_or(Role::Source),
        user: maybe_text(row, 4)?,
        teams: texts(row, 5)?,
        created_at: moment(row, 6)?,
        changed_at: moment(row, 7)?,
        deleted_at: maybe_moment(row, 8)?,
    })
}

fn list(texts: &[Text]) -> String {
    let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
    // A list of texts always prints.
    serde_json::to_string(&texts).unwrap_or_default()
}

fn texts(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<Text>> {
    let texts: Vec<String> = serde_json::from_str(row.get_ref(column)?.as_str()?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error)))?;
    Ok(texts.iter().map(Text::new).collect())
}

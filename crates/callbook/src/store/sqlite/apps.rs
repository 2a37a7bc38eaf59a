//! Apps, and what each has.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::apps::{
    APP_LOG_BYTES_MAX, APP_LOG_LINES_MAX, APP_VALUES_MAX, APPS_MAX, AppLine, AppRow, AppSchedule, AppValue, Apps,
};
use super::super::{PAGE_ROWS_MAX, Put, Receiver, Result, Store, StoreError, SubscriptionRow, SubscriptionSettings, TellsApp};
use super::Sqlite;
use super::accounts::put;
use super::desk::Book;
use super::outbox::put_subscription;
use super::read::{moment, text};

/// Changes of which apps are told: not of what was taken in from files.
const TOLD: &[&str] = &["new", "changed", "ended", "corrected"];

/// The most values that one transaction drops: they are long.
const VALUES_AT_ONCE: usize = 500;
/// A log is looked through with every so many lines, and with what is so long: to look through a long one takes longer than most
/// runs, and calls are recorded by the same hand.
const TRIM_LINES: u64 = 256;
const TRIM_BYTES: usize = 4_096;
/// What a line takes beside its text, about.
const LINE_BYTES: usize = 32;

#[async_trait]
impl Apps for Sqlite {
    async fn apps(&self, account: Option<&str>) -> Result<Vec<AppRow>> {
        let account = account.map(str::to_owned);
        self.ask(move |conn| {
            let sql = format!(
                "{APP} FROM app WHERE (?1 IS NULL OR account = ?1)
                    AND account IN (SELECT account FROM account WHERE deleted_at IS NULL) ORDER BY account, app"
            );
            Ok(conn.prepare_cached(&sql)?.query_map([account], app_row)?.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn app_row(&self, account: &str, app: &str) -> Result<Option<AppRow>> {
        let (account, app) = (account.to_owned(), app.to_owned());
        self.ask(move |conn| {
            let sql = format!(
                "{APP} FROM app WHERE account = ? AND app = ?
                    AND account IN (SELECT account FROM account WHERE deleted_at IS NULL)"
            );
            Ok(conn.prepare_cached(&sql)?.query_row([account, app], app_row).optional()?)
        })
        .await
    }

    async fn app(&self, account: &str, app: &str) -> Result<Option<(AppRow, Vec<u8>)>> {
        let (account, app) = (account.to_owned(), app.to_owned());
        self.ask(move |conn| {
            let sql = format!("{APP}, package FROM app WHERE account = ? AND app = ?");
            let row = |row: &Row<'_>| Ok((app_row(row)?, row.get(7)?));
            Ok(conn.prepare_cached(&sql)?.query_row([account, app], row).optional()?)
        })
        .await
    }

    async fn put_app(&self, row: AppRow, package: Option<Vec<u8>>) -> Result<Put> {
        let account = row.account.clone();
        self.in_book(&account, move |book, conn| book.put_app(conn, row, package.as_deref())).await
    }

    async fn remove_app(&self, account: &str, app: &str, at: Moment) -> Result<bool> {
        // What it keeps may be very much: most of that goes first, so that it goes with the rest in no time. One that is there with a
        // part of it, because the program ended here, is removed by whoever asks for that again.
        let name = app.to_owned();
        loop {
            let name = name.clone();
            if self.in_book(account, move |book, conn| drop_values(conn, &book.account, &name)).await? < VALUES_AT_ONCE {
                break;
            }
        }
        let removed = self.in_book(account, move |book, conn| remove_app(conn, &book.account, &name, at)).await?;
        if let Some(subscription) = removed {
            self.drop_removed(account, subscription).await?;
        }
        Ok(removed.is_some())
    }

    async fn add_app_lines(&self, account: &str, app: &str, lines: Vec<AppLine>) -> Result<()> {
        let app = app.to_owned();
        self.in_book(account, move |book, conn| add_lines(conn, &book.account, &app, &lines)).await
    }

    async fn app_lines(&self, account: &str, app: &str, before: Option<u64>, rows: usize) -> Result<Vec<AppLine>> {
        let (account, app) = (account.to_owned(), app.to_owned());
        self.ask(move |conn| {
            let sql = "SELECT no, at, level, text FROM app_log WHERE account = ? AND app = ? AND no < ?
                ORDER BY no DESC LIMIT ?";
            let before = before.and_then(|no| i64::try_from(no).ok()).unwrap_or(i64::MAX);
            let line =
                |row: &Row<'_>| Ok(AppLine { no: row.get(0)?, at: moment(row, 1)?, level: row.get(2)?, text: row.get(3)? });
            let rows = params![account, app, before, rows.min(PAGE_ROWS_MAX)];
            Ok(conn.prepare_cached(sql)?.query_map(rows, line)?.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn app_value(&self, account: &str, app: &str, key: &str) -> Result<Option<AppValue>> {
        let words = [account.to_owned(), app.to_owned(), key.to_owned()];
        self.ask(move |conn| value(conn, &words)).await
    }

    async fn swap_app_value(
        &self,
        account: &str,
        app: &str,
        key: &str,
        was: Option<AppValue>,
        is: Option<AppValue>,
    ) -> Result<bool> {
        let words = [account.to_owned(), app.to_owned(), key.to_owned()];
        self.in_book(account, move |_, conn| swap_value(conn, &words, was.as_ref(), is.as_ref())).await
    }

    async fn drop_app_values(&self, now: Moment) -> Result<usize> {
        let mut dropped = 0;
        for row in self.accounts().await? {
            loop {
                let done = self.in_book(&row.account, move |book, conn| drop_expired(conn, &book.account, now)).await?;
                dropped += done;
                if done < VALUES_AT_ONCE {
                    break;
                }
            }
        }
        Ok(dropped)
    }

    async fn app_schedule(&self, account: &str, app: &str, name: &str) -> Result<Option<AppSchedule>> {
        let words = [account.to_owned(), app.to_owned(), name.to_owned()];
        self.ask(move |conn| {
            let sql = format!("{SCHEDULE} WHERE account = ? AND app = ? AND name = ?");
            Ok(conn.prepare_cached(&sql)?.query_row(words.each_ref(), schedule_row).optional()?)
        })
        .await
    }

    async fn count_app_schedules(&self, account: &str, app: &str) -> Result<(usize, usize)> {
        let words = [account.to_owned(), app.to_owned()];
        self.ask(move |conn| {
            let sql = "SELECT count(*) - count(unit), count(unit) FROM app_schedule WHERE account = ? AND app = ?";
            Ok(conn.prepare_cached(sql)?.query_row(words.each_ref(), |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
        .await
    }

    async fn swap_app_schedule(&self, was: Option<AppSchedule>, is: Option<AppSchedule>) -> Result<bool> {
        let Some(account) = was.as_ref().or(is.as_ref()).map(|row| row.account.clone()) else { return Ok(true) };
        self.in_book(&account, move |_, conn| swap_schedule(conn, was.as_ref(), is.as_ref())).await
    }

    async fn due_app_schedules(&self, now: Moment, busy: Vec<(Text, Text)>, rows: usize) -> Result<Vec<AppSchedule>> {
        self.ask(move |conn| {
            // Of a group the row is taken that has the least `at`.
            let sql = "SELECT account, app, name, brings, min(at), unit, frequency FROM app_schedule
                WHERE at <= ? AND (account, app) IN (SELECT account, app FROM app)
                    AND account IN (SELECT account FROM account WHERE deleted_at IS NULL)
                    AND account || '/' || app NOT IN (SELECT value FROM json_each(?))
                GROUP BY account, app ORDER BY 5 LIMIT ?";
            // A list of texts always prints.
            let busy: Vec<String> = busy.iter().map(|(account, app)| format!("{account}/{app}")).collect();
            let busy = serde_json::to_string(&busy).unwrap_or_default();
            let due = params![now.micros(), busy, rows.min(PAGE_ROWS_MAX)];
            Ok(conn.prepare_cached(sql)?.query_map(due, schedule_row)?.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn serials(&self, account: &str, things: Vec<(Text, Text)>) -> Result<Vec<u64>> {
        self.in_book(account, move |book, conn| things.iter().map(|(kind, word)| book.given(conn, kind, word)).collect()).await
    }
}

const APP: &str = "SELECT account, app, subscription, version, iparams, installed_at, changed_at";
const SCHEDULE: &str = "SELECT account, app, name, brings, at, unit, frequency FROM app_schedule";

fn app_row(row: &Row<'_>) -> rusqlite::Result<AppRow> {
    Ok(AppRow {
        account: text(row, 0)?,
        app: text(row, 1)?,
        subscription: Uuid::from_bytes(row.get(2)?),
        version: row.get(3)?,
        iparams: row.get(4)?,
        installed_at: moment(row, 5)?,
        changed_at: moment(row, 6)?,
    })
}

fn schedule_row(row: &Row<'_>) -> rusqlite::Result<AppSchedule> {
    let (unit, frequency): (Option<String>, Option<u32>) = (row.get(5)?, row.get(6)?);
    Ok(AppSchedule {
        account: text(row, 0)?,
        app: text(row, 1)?,
        name: row.get(2)?,
        brings: row.get(3)?,
        at: row.get(4)?,
        repeat: unit.zip(frequency),
    })
}

impl Book {
    fn put_app(&mut self, conn: &Connection, row: AppRow, package: Option<&[u8]>) -> Result<Put> {
        let sql = "SELECT version, subscription, installed_at FROM app WHERE account = ? AND app = ?";
        let before = conn.prepare_cached(sql)?.query_row([&*self.account, &*row.app], |row| {
            Ok((row.get::<_, u64>(0)?, Uuid::from_bytes(row.get(1)?), moment(row, 2)?))
        });
        let before = before.optional()?;
        let sql = "SELECT count(*) FROM app WHERE account = ?";
        let there: usize = conn.prepare_cached(sql)?.query_row([&*self.account], |row| row.get(0))?;
        if before.is_none() && there >= APPS_MAX {
            return Err(StoreError::refused("app", format!("the account has {APPS_MAX} apps")));
        }
        let (version, subscription, installed_at) = before.unwrap_or((0, row.subscription, row.installed_at));
        let version = version + 1;
        let tells = TellsApp { app: row.app.to_string(), version };
        let kinds = TOLD.iter().map(|word| (*word).to_owned()).collect();
        put_subscription(
            conn,
            &SubscriptionRow {
                account: self.account.clone(),
                id: subscription,
                kind: Receiver::App,
                name: row.app.clone(),
                settings: SubscriptionSettings { app: Some(tells), kinds, ..SubscriptionSettings::default() },
                position: self.counters.change,
                turn: 0,
                off: None,
                failing_since: None,
                created_at: installed_at,
                deleted_at: None,
            },
        )?;
        let sql = "UPDATE subscription SET off = NULL, failing_since = NULL WHERE account = ? AND id = ?";
        conn.prepare_cached(sql)?.execute(params![&*self.account, subscription.as_bytes()])?;
        let sql = "INSERT INTO app (account, app, subscription, version, package, iparams, installed_at, changed_at)
                VALUES (?1, ?2, ?3, ?4, coalesce(?5, x''), ?6, ?7, ?8)
            ON CONFLICT DO UPDATE SET version = excluded.version, package = coalesce(?5, package), iparams = excluded.iparams,
                changed_at = excluded.changed_at";
        conn.prepare_cached(sql)?.execute(params![
            &*self.account,
            &*row.app,
            subscription.as_bytes(),
            version,
            package,
            row.iparams,
            installed_at.micros(),
            row.changed_at.micros(),
        ])?;
        Ok(put(before.is_some()))
    }

    /// The account's integer for a thing.
    fn given(&mut self, conn: &Connection, kind: &str, word: &str) -> Result<u64> {
        // What was told before the directory had an entry of it keeps its integer.
        let given = "SELECT serial FROM given WHERE account = ? AND kind = ? AND word = ?";
        let entered = "SELECT serial FROM entry WHERE account = ? AND kind = ? AND key = ?";
        for sql in [given, entered] {
            let known = conn.prepare_cached(sql)?.query_row([&*self.account, kind, word], |row| row.get(0)).optional()?;
            if let Some(serial) = known {
                return Ok(serial);
            }
        }
        self.counters.serial += 1;
        let sql = "INSERT INTO given (account, kind, word, serial) VALUES (?, ?, ?, ?)";
        conn.prepare_cached(sql)?.execute(params![&*self.account, kind, word, self.counters.serial])?;
        Ok(self.counters.serial)
    }
}

/// Drops some values of an account that count no more. How many.
fn drop_expired(conn: &Connection, account: &str, now: Moment) -> Result<usize> {
    let sql = "DELETE FROM app_value WHERE account = ?1 AND (app, key) IN
        (SELECT app, key FROM app_value WHERE account = ?1 AND expires_at <= ?2 LIMIT ?3)";
    Ok(conn.prepare_cached(sql)?.execute(params![account, now.micros(), VALUES_AT_ONCE])?)
}

/// Drops some values of an app. How many.
fn drop_values(conn: &Connection, account: &str, app: &str) -> Result<usize> {
    let sql = "DELETE FROM app_value WHERE account = ?1 AND app = ?2 AND key IN
        (SELECT key FROM app_value WHERE account = ?1 AND app = ?2 LIMIT ?3)";
    Ok(conn.prepare_cached(sql)?.execute(params![account, app, VALUES_AT_ONCE])?)
}

/// Removes an app; the subscription by which it was told. None if there is none.
fn remove_app(conn: &Connection, account: &str, app: &str, at: Moment) -> Result<Option<Uuid>> {
    let sql = "SELECT subscription FROM app WHERE account = ? AND app = ?";
    let found: Option<[u8; 16]> = conn.prepare_cached(sql)?.query_row([account, app], |row| row.get(0)).optional()?;
    for table in ["app_value", "app_schedule", "app_log", "app"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE account = ? AND app = ?"))?.execute([account, app])?;
    }
    let Some(subscription) = found else { return Ok(None) };
    let sql = "UPDATE subscription SET deleted_at = ?, turn = turn + 1 WHERE account = ? AND id = ?";
    conn.prepare_cached(sql)?.execute(params![at.micros(), account, subscription])?;
    Ok(Some(Uuid::from_bytes(subscription)))
}

fn add_lines(conn: &Connection, account: &str, app: &str, lines: &[AppLine]) -> Result<()> {
    let sql = "SELECT coalesce(max(no), 0) FROM app_log WHERE account = ? AND app = ?";
    let last: u64 = conn.prepare_cached(sql)?.query_row([account, app], |row| row.get(0))?;
    let sql = "INSERT INTO app_log (account, app, no, at, level, text) VALUES (?, ?, ?, ?, ?, ?)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut now = last;
    for (no, line) in (last + 1..).zip(lines) {
        statement.execute(params![account, app, no, line.at.micros(), line.level, line.text])?;
        now = no;
    }
    let bytes: usize = lines.iter().map(|line| line.text.len()).sum();
    if bytes >= TRIM_BYTES || last / TRIM_LINES != now / TRIM_LINES { trim_log(conn, account, app, now) } else { Ok(()) }
}

/// Drops the oldest lines of a log, as far as it is longer than it may be up to its newest, which has that number.
fn trim_log(conn: &Connection, account: &str, app: &str, newest: u64) -> Result<()> {
    let sql = "SELECT no, octet_length(text) FROM app_log WHERE account = ? AND app = ? ORDER BY no DESC";
    let mut statement = conn.prepare_cached(sql)?;
    let mut lines = statement.query([account, app])?;
    let (mut bytes, mut place, mut goes) = (0, 0, None);
    while let Some(row) = lines.next()? {
        let (no, length): (u64, usize) = (row.get(0)?, row.get(1)?);
        (bytes, place) = (bytes + length + LINE_BYTES, place + 1);
        // Of one line that is longer than all room together nothing else is left, but that line.
        if no != newest && (bytes > APP_LOG_BYTES_MAX || place > APP_LOG_LINES_MAX - TRIM_LINES as usize) {
            goes = Some(no);
            break;
        }
    }
    let sql = "DELETE FROM app_log WHERE account = ? AND app = ? AND no <= ?";
    goes.map_or(Ok(0), |no| conn.prepare_cached(sql)?.execute(params![account, app, no]))?;
    Ok(())
}

fn value(conn: &Connection, words: &[String; 3]) -> Result<Option<AppValue>> {
    let sql = "SELECT value, expires_at FROM app_value WHERE account = ? AND app = ? AND key = ?";
    let row = |row: &Row<'_>| Ok(AppValue { value: row.get(0)?, expires_at: row.get(1)? });
    Ok(conn.prepare_cached(sql)?.query_row(words.each_ref(), row).optional()?)
}

fn swap_value(conn: &Connection, words: &[String; 3], was: Option<&AppValue>, is: Option<&AppValue>) -> Result<bool> {
    if value(conn, words)?.as_ref() != was {
        return Ok(false);
    }
    let [account, app, key] = words;
    let Some(is) = is else {
        conn.prepare_cached("DELETE FROM app_value WHERE account = ? AND app = ? AND key = ?")?.execute(words.each_ref())?;
        return Ok(true);
    };
    if was.is_none() {
        let sql = "SELECT count(*) FROM app_value WHERE account = ? AND app = ?";
        let there: usize = conn.prepare_cached(sql)?.query_row([account, app], |row| row.get(0))?;
        if there >= APP_VALUES_MAX {
            return Err(StoreError::refused("key", format!("the app keeps {APP_VALUES_MAX} keys")));
        }
    }
    let sql = "INSERT INTO app_value (account, app, key, value, expires_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at";
    conn.prepare_cached(sql)?.execute(params![account, app, key, is.value, is.expires_at])?;
    Ok(true)
}

fn swap_schedule(conn: &Connection, was: Option<&AppSchedule>, is: Option<&AppSchedule>) -> Result<bool> {
    let Some(row) = was.or(is) else { return Ok(true) };
    let key = params![&*row.account, &*row.app, row.name];
    let sql = format!("{SCHEDULE} WHERE account = ? AND app = ? AND name = ?");
    let there = conn.prepare_cached(&sql)?.query_row(key, schedule_row).optional()?;
    if there.as_ref() != was {
        return Ok(false);
    }
    conn.prepare_cached("DELETE FROM app_schedule WHERE account = ? AND app = ? AND name = ?")?.execute(key)?;
    if let Some(is) = is {
        let sql = "INSERT INTO app_schedule (account, app, name, brings, at, unit, frequency) VALUES (?, ?, ?, ?, ?, ?, ?)";
        let (unit, frequency) = is.repeat.clone().unzip();
        let row = params![&*is.account, &*is.app, is.name, is.brings, is.at, unit, frequency];
        conn.prepare_cached(sql)?.execute(row)?;
    }
    Ok(true)
}

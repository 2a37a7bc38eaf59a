//! Subscriptions and deliveries. What may be very many rows is changed some at a time (`pieces`); how far subscriptions are behind
//! says `owing`; what takes the place of one, or ends it, `ending`.

mod ending;
mod owing;
mod pieces;

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::outbox::{
    DeliveryRow, OUTSTANDING_MAX, Outbox, Outstanding, OwingRow, Receiver, SUBSCRIPTIONS_MAX, SecretRow, Settling, Standing,
    SubscriptionRow, SubscriptionSettings,
};
use super::super::{ChangeKind, OWN_SOURCE, PAGE_ROWS_MAX, Put, Result, StoreError};
pub(super) use ending::end_of_token;

use super::Sqlite;
use super::accounts::{has_account, put};
use super::desk::Book;
use super::read::{maybe_moment, maybe_text, moment, text};

#[async_trait]
impl Outbox for Sqlite {
    async fn subscriptions(&self, account: Option<&str>) -> Result<Vec<SubscriptionRow>> {
        let account = account.map(str::to_owned);
        self.ask(move |conn| subscriptions(conn, account.as_deref())).await
    }

    async fn owing(&self, account: Option<&str>, only: Option<Uuid>) -> Result<Vec<OwingRow>> {
        let account = account.map(str::to_owned);
        self.ask(move |conn| owing::owing(conn, account.as_deref(), only)).await
    }

    async fn put_subscription(&self, row: SubscriptionRow) -> Result<Put> {
        let (account, id, is_removed) = (row.account.clone(), row.id, row.deleted_at.is_some());
        let act = move |conn: &Connection| Ok((is_other_receiver(conn, &row)?, put_subscription(conn, &row)?));
        let (is_other, put) = self.writer.act(move |_, conn| act(conn)).await?;
        if is_removed {
            self.drop_removed(&account, id).await?;
        } else if is_other {
            // What the one before asked for, and how often he failed, is nothing that the other has to do with.
            self.hurry(&account, id).await?;
        }
        Ok(put)
    }

    async fn replace_subscription(&self, id: Uuid, by: SubscriptionRow) -> Result<bool> {
        let account = by.account.clone();
        let is_there = self.writer.act(move |_, conn| ending::replace(conn, id, &by)).await?;
        if is_there {
            self.drop_removed(&account, id).await?;
        }
        Ok(is_there)
    }

    async fn rotate(&self, account: &str, id: Uuid, secret: String, until: Moment) -> Result<bool> {
        self.in_book(account, move |book, conn| rotate(conn, &book.account, id, &secret, until)).await
    }

    async fn switch(&self, account: &str, id: Uuid, off: Option<Text>, at: Moment) -> Result<bool> {
        let is_on = off.is_none();
        let switched = self.in_book(account, move |book, conn| book.switch(conn, id, off.as_deref(), at)).await?;
        if is_on && switched {
            // Whoever switches it on means now, and nothing that was read before.
            self.hurry(account, id).await?;
        }
        Ok(switched)
    }

    async fn settle(&self, settling: Settling) -> Result<bool> {
        self.writer.settle(settling).await
    }

    async fn outstanding(&self, account: &str, subscription: Uuid) -> Result<Outstanding> {
        let account = account.to_owned();
        self.ask(move |conn| outstanding(conn, &account, subscription)).await
    }

    async fn deliveries(
        &self,
        account: &str,
        subscription: Uuid,
        state: Option<Standing>,
        before: Option<(u64, u32)>,
        rows: usize,
    ) -> Result<Vec<DeliveryRow>> {
        let (account, rows) = (account.to_owned(), rows.min(PAGE_ROWS_MAX));
        self.ask(move |conn| deliveries(conn, &account, subscription, state, before, rows)).await
    }

    async fn delivery(&self, account: &str, subscription: Uuid, id: Uuid) -> Result<Option<DeliveryRow>> {
        let account = account.to_owned();
        self.ask(move |conn| delivery(conn, &account, subscription, id)).await
    }

    async fn retry(&self, account: &str, subscription: Uuid, only: Option<Uuid>) -> Result<usize> {
        match only {
            Some(only) => self.in_book(account, move |book, conn| pieces::retry(conn, &book.account, subscription, only)).await,
            // Those that wait first: what was dead waits from then on.
            None => Ok(self.hurry(account, subscription).await? + self.revive(account, subscription).await?),
        }
    }

    async fn replay(&self, account: &str, subscription: Uuid, after: u64) -> Result<bool> {
        loop {
            let set =
                self.in_book(account, move |book, conn| pieces::set_back(conn, &book.account, subscription, after)).await?;
            match set {
                Some(false) => {}
                Some(true) => return Ok(true),
                None => return Ok(false),
            }
        }
    }

    async fn change_before(&self, account: &str, at: Moment) -> Result<u64> {
        let account = account.to_owned();
        self.ask(move |conn| change_before(conn, &account, at)).await
    }

    async fn drop_old(&self, account: &str, done_before: Moment, dead_before: Moment) -> Result<usize> {
        self.in_book(account, move |book, conn| {
            let told_before = change_before(conn, &book.account, dead_before)?;
            pieces::drop_old(conn, &book.account, done_before, (dead_before, told_before))
        })
        .await
    }
}

/// Who was at work from another position reads anew.
fn turn(conn: &Connection, account: &str, subscription: Uuid) -> Result<()> {
    let sql = "UPDATE subscription SET turn = turn + 1 WHERE account = ? AND id = ?";
    conn.prepare_cached(sql)?.execute(params![account, subscription.as_bytes()])?;
    Ok(())
}

fn subscriptions(conn: &Connection, account: Option<&str>) -> Result<Vec<SubscriptionRow>> {
    let sql = "SELECT account, id, kind, name, settings, position, turn, off, failing_since, created_at FROM subscription
        WHERE deleted_at IS NULL AND (?1 IS NULL OR account = ?1)
            AND account IN (SELECT account FROM account WHERE deleted_at IS NULL) ORDER BY account, created_at, id";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let id = Uuid::from_bytes(row.get(1)?);
        let broken = |what: &str| StoreError::Broken(format!("{what} of subscription {id} cannot be read"));
        let settings: SubscriptionSettings =
            serde_json::from_str(row.get_ref(4)?.as_str().unwrap_or_default()).map_err(|_| broken("what is said"))?;
        all.push(SubscriptionRow {
            account: text(row, 0)?,
            id,
            kind: Receiver::of_word(row.get_ref(2)?.as_str().unwrap_or_default()).ok_or_else(|| broken("the kind"))?,
            name: text(row, 3)?,
            settings,
            position: row.get(5)?,
            turn: row.get(6)?,
            off: maybe_text(row, 7)?,
            failing_since: maybe_moment(row, 8)?,
            created_at: moment(row, 9)?,
            deleted_at: None,
        });
    }
    Ok(all)
}

pub(super) fn put_subscription(conn: &Connection, row: &SubscriptionRow) -> Result<Put> {
    has_account(conn, &row.account)?;
    let sql = "SELECT deleted_at IS NULL FROM subscription WHERE account = ? AND id = ?";
    let key = params![&*row.account, row.id.as_bytes()];
    let known: Option<bool> = conn.prepare_cached(sql)?.query_row(key, |row| row.get(0)).optional()?;
    if known.is_none() {
        let sql = "SELECT count(*) FROM subscription WHERE account = ? AND deleted_at IS NULL";
        let there: usize = conn.prepare_cached(sql)?.query_row([&*row.account], |row| row.get(0))?;
        if there >= SUBSCRIPTIONS_MAX {
            return Err(StoreError::refused("name", format!("the account has {SUBSCRIPTIONS_MAX} subscriptions")));
        }
        ending::counts(conn, row)?;
    }
    if known == Some(false) {
        return Err(StoreError::refused("id", "this subscription was removed"));
    }
    let mut settings = row.settings.clone();
    if known.is_some() {
        // Secrets are changed by rotating them only: whoever says the rest may have read them before.
        settings.secrets = kept_settings(conn, &row.account, row.id)?.secrets;
    }
    let settings = serde_json::to_string(&settings).map_err(|error| StoreError::Broken(error.to_string()))?;
    let sql = "INSERT INTO subscription (account, id, kind, name, settings, position, created_at, deleted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET name = excluded.name, settings = excluded.settings, deleted_at = excluded.deleted_at";
    conn.prepare_cached(sql)?.execute(params![
        &*row.account,
        row.id.as_bytes(),
        row.kind.word(),
        &*row.name,
        settings,
        row.position,
        row.created_at.micros(),
        row.deleted_at.map(Moment::micros),
    ])?;
    if row.deleted_at.is_some() {
        // Nothing is written for it any more, and its deliveries go when that is so: one of which some were gone and that is there
        // would never tell them.
        turn(conn, &row.account, row.id)?;
    }
    Ok(put(known == Some(true)))
}

/// Whether somebody else is told from now on.
fn is_other_receiver(conn: &Connection, row: &SubscriptionRow) -> Result<bool> {
    let sql = "SELECT 1 FROM subscription WHERE account = ? AND id = ?";
    if !conn.prepare_cached(sql)?.exists(params![&*row.account, row.id.as_bytes()])? {
        return Ok(false);
    }
    let kept = kept_settings(conn, &row.account, row.id)?;
    Ok(kept.url != row.settings.url || kept.stream != row.settings.stream)
}

fn kept_settings(conn: &Connection, account: &str, id: Uuid) -> Result<SubscriptionSettings> {
    let sql = "SELECT settings FROM subscription WHERE account = ? AND id = ?";
    let kept: String = conn.prepare_cached(sql)?.query_row(params![account, id.as_bytes()], |row| row.get(0))?;
    serde_json::from_str(&kept).map_err(|error| StoreError::Broken(format!("what is said of subscription {id}: {error}")))
}

/// Gives a subscription another secret. False if it is gone.
fn rotate(conn: &Connection, account: &str, id: Uuid, secret: &str, until: Moment) -> Result<bool> {
    let sql = "SELECT 1 FROM subscription WHERE account = ? AND id = ? AND deleted_at IS NULL";
    if !conn.prepare_cached(sql)?.exists(params![account, id.as_bytes()])? {
        return Ok(false);
    }
    let mut settings = kept_settings(conn, account, id)?;
    // Of those before only the newest goes on counting: two are all that a receiver is asked to know.
    let before = settings.secrets.into_iter().next().map(|before| SecretRow { until: Some(until.micros()), ..before });
    settings.secrets = [SecretRow { secret: secret.to_owned(), until: None }].into_iter().chain(before).collect();
    let settings = serde_json::to_string(&settings).map_err(|error| StoreError::Broken(error.to_string()))?;
    let sql = "UPDATE subscription SET settings = ? WHERE account = ? AND id = ?";
    conn.prepare_cached(sql)?.execute(params![settings, account, id.as_bytes()])?;
    Ok(true)
}

impl Book {
    /// Writes a change of a source, or of something else that is no conversation.
    pub(super) fn change_beside(
        &mut self,
        conn: &Connection,
        source: &str,
        kind: ChangeKind,
        patch: Option<&str>,
        at: Moment,
    ) -> Result<()> {
        self.counters.change += 1;
        let sql = "INSERT INTO change (account, no, source, version, previous, kind, at, recorded_at, patch)
            VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?)";
        let params = params![&*self.account, self.counters.change, source, kind.word(), at.micros(), at.micros(), patch];
        conn.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }

    fn switch(&mut self, conn: &Connection, id: Uuid, off: Option<&str>, at: Moment) -> Result<bool> {
        let sql = "SELECT name FROM subscription WHERE account = ? AND id = ? AND deleted_at IS NULL
            AND (off IS NULL) = (? IS NOT NULL)";
        let params = params![&*self.account, id.as_bytes(), off];
        let name: Option<String> = conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
        let Some(name) = name else { return Ok(false) };
        let sql = "UPDATE subscription SET off = ?, failing_since = NULL WHERE account = ? AND id = ?";
        conn.prepare_cached(sql)?.execute(params![off, &*self.account, id.as_bytes()])?;
        if off.is_none() {
            turn(conn, &self.account, id)?;
        }
        if let Some(why) = off {
            let said = serde_json::json!({ "id": id, "name": name, "why": why });
            let patch = format!("{{\"whole\":{{\"subscription\":[{said},null]}},\"calls\":{{}}}}");
            self.change_beside(conn, OWN_SOURCE, ChangeKind::SubscriptionOff, Some(&patch), at)?;
        }
        Ok(true)
    }
}

/// Whether a change tells nothing any more since its conversation was erased.
fn is_erased(conn: &Connection, account: &str, change: u64) -> Result<bool> {
    let sql = "SELECT patch IS NULL AND kind <> 'erased' FROM change WHERE account = ? AND no = ?";
    Ok(conn.prepare_cached(sql)?.query_row(params![account, change], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// Writes what became of deliveries. False if they are no longer those of the subscription.
pub(super) fn settle(conn: &Connection, settling: &Settling) -> Result<bool> {
    let Settling { account, subscription, turn, position, rows, dropped, failing_since } = settling;
    let sql = "UPDATE subscription SET position = max(position, ?), failing_since = ?
        WHERE account = ? AND id = ? AND turn = ? AND deleted_at IS NULL";
    let failing_since = failing_since.map(Moment::micros);
    let set = conn.prepare_cached(sql)?.execute(params![position, failing_since, &**account, subscription.as_bytes(), turn])?;
    if set == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO delivery
            (account, subscription, change, part, id, conversation, version, kind, state, tries, next_at, attempts, body, settled_at,
                about) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (account, subscription, change, part) DO UPDATE SET state = excluded.state, tries = excluded.tries,
            next_at = excluded.next_at, attempts = excluded.attempts, body = excluded.body, settled_at = excluded.settled_at,
            about = excluded.about";
    let mut statement = conn.prepare_cached(sql)?;
    for row in rows {
        let (mut attempts, mut body) = (row.attempts.as_slice(), row.body.as_deref());
        // A try that was under way when its conversation was erased must not bring back what it told.
        if row.conversation.is_some() && !attempts.is_empty() && is_erased(conn, account, row.change)? {
            (attempts, body) = (&[], None);
        }
        let attempts = serde_json::to_string(attempts).map_err(|error| StoreError::Broken(error.to_string()))?;
        statement.execute(params![
            &**account,
            subscription.as_bytes(),
            row.change,
            row.part,
            row.id.as_bytes(),
            row.conversation.as_ref().map(Uuid::as_bytes),
            row.version,
            row.kind.word(),
            row.state.word(),
            row.tries,
            row.next_at.map(Moment::micros),
            attempts,
            body,
            row.settled_at.micros(),
            row.about.as_ref().map(serde_json::to_string).transpose().unwrap_or_default(),
        ])?;
    }
    let sql = "DELETE FROM delivery WHERE account = ? AND subscription = ? AND change = ? AND part = ?";
    for (change, part) in dropped {
        conn.prepare_cached(sql)?.execute(params![&**account, subscription.as_bytes(), change, part])?;
    }
    Ok(true)
}

/// The columns of a delivery, with its body or without.
fn columns(body: &str) -> String {
    format!(
        "SELECT change, id, conversation, version, kind, state, tries, next_at, attempts, {body}, settled_at, part, about FROM delivery
            WHERE account = ? AND subscription = ?"
    )
}

fn row(row: &Row<'_>) -> rusqlite::Result<DeliveryRow> {
    let attempts = serde_json::from_str(row.get_ref(8)?.as_str()?);
    Ok(DeliveryRow {
        change: row.get(0)?,
        part: row.get(11)?,
        id: Uuid::from_bytes(row.get(1)?),
        conversation: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
        version: row.get(3)?,
        kind: ChangeKind::of_word(row.get_ref(4)?.as_str()?).unwrap_or(ChangeKind::Changed),
        state: Standing::of_word(row.get_ref(5)?.as_str()?).unwrap_or(Standing::Waiting),
        tries: row.get(6)?,
        next_at: maybe_moment(row, 7)?,
        attempts: attempts.unwrap_or_default(),
        body: row.get(9)?,
        settled_at: moment(row, 10)?,
        about: row.get::<_, Option<String>>(12)?.and_then(|about| serde_json::from_str(&about).ok()),
    })
}

fn outstanding(conn: &Connection, account: &str, subscription: Uuid) -> Result<Outstanding> {
    let key = params![account, subscription.as_bytes()];
    let sql = format!("{} AND state = 'waiting' ORDER BY change, part LIMIT {OUTSTANDING_MAX}", columns("NULL"));
    let waiting = conn.prepare_cached(&sql)?.query_map(key, row)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let more = waiting.len() == OUTSTANDING_MAX;
    let sql = "SELECT change, part FROM delivery WHERE account = ?1 AND subscription = ?2
        AND change > (SELECT position FROM subscription WHERE account = ?1 AND id = ?2)";
    let settled = conn
        .prepare_cached(sql)?
        .query_map(key, |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let sql = "SELECT settled_at FROM delivery WHERE account = ? AND subscription = ? AND state = 'dead'
        ORDER BY change DESC, part DESC LIMIT 1";
    let died_at = conn.prepare_cached(sql)?.query_row(key, |row| moment(row, 0)).optional()?;
    Ok(Outstanding { waiting, more, settled, died_at })
}

fn deliveries(
    conn: &Connection,
    account: &str,
    subscription: Uuid,
    state: Option<Standing>,
    before: Option<(u64, u32)>,
    rows: usize,
) -> Result<Vec<DeliveryRow>> {
    let of_state = if state.is_some() { "state = ?" } else { "? IS NULL" };
    let sql = format!("{} AND {of_state} AND (change, part) < (?, ?) ORDER BY change DESC, part DESC LIMIT ?", columns("NULL"));
    let (change, part) = before.unwrap_or((i64::MAX as u64, 0));
    let params = params![account, subscription.as_bytes(), state.map(Standing::word), change, part, rows];
    Ok(conn.prepare_cached(&sql)?.query_map(params, row)?.collect::<rusqlite::Result<Vec<_>>>()?)
}

fn delivery(conn: &Connection, account: &str, subscription: Uuid, id: Uuid) -> Result<Option<DeliveryRow>> {
    let sql = format!("{} AND id = ?", columns("body"));
    let params = params![account, subscription.as_bytes(), id.as_bytes()];
    Ok(conn.prepare_cached(&sql)?.query_row(params, row).optional()?)
}

/// Changes are numbered as they are recorded, so that one that was recorded before a moment is found by halving.
pub(super) fn change_before(conn: &Connection, account: &str, at: Moment) -> Result<u64> {
    let sql = "SELECT coalesce(min(no), 0), coalesce(max(no), 0) FROM change WHERE account = ?";
    let (first, last): (u64, u64) = conn.prepare_cached(sql)?.query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let sql = "SELECT recorded_at < ? FROM change WHERE account = ? AND no >= ? ORDER BY no LIMIT 1";
    let mut statement = conn.prepare_cached(sql)?;
    let (mut low, mut high) = (first, last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let is_before = statement.query_row(params![at.micros(), account, middle], |row| row.get(0)).optional()?;
        if is_before == Some(true) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low.saturating_sub(1))
}

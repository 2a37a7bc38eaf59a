//! Requests for calls.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::originations::{Fate, OriginationRow, Originations, REFUSED_KEPT};
use super::super::{Result, StoreError};
use super::Sqlite;
use super::read::{moment, text};

#[async_trait]
impl Originations for Sqlite {
    async fn ask_for_call(&self, row: OriginationRow) -> Result<Option<OriginationRow>> {
        let account = row.account.clone();
        self.in_book(&account, move |_, conn| ask(conn, &row)).await
    }

    async fn origination(&self, account: &str, key: &str) -> Result<Option<OriginationRow>> {
        let (of, key) = (Text::new(account), Text::new(key));
        self.in_book(account, move |_, conn| known(conn, &of, &key)).await
    }

    async fn settle_origination(&self, account: &str, key: &str, call: Option<Uuid>, fate: Fate) -> Result<()> {
        let key = key.to_owned();
        let act = move |book: &mut super::desk::Book, conn: &Connection| settle(conn, &book.account, &key, call, &fate);
        self.in_book(account, act).await
    }

    async fn withdraw_origination(&self, account: &str, key: &str) -> Result<()> {
        let key = key.to_owned();
        let sql = "DELETE FROM origination WHERE account = ? AND key = ? AND fate = 'asked'";
        let act = move |book: &mut super::desk::Book, conn: &Connection| {
            conn.prepare_cached(sql)?.execute([book.account.as_str(), key.as_str()])?;
            Ok(())
        };
        self.in_book(account, act).await
    }

    async fn forget_originations(&self, account: &str, now: Moment) -> Result<usize> {
        let sql = "DELETE FROM origination WHERE account = ? AND fate = 'refused' AND asked_at < ?";
        let act = move |book: &mut super::desk::Book, conn: &Connection| {
            Ok(conn.prepare_cached(sql)?.execute(params![book.account.as_str(), now.plus(-REFUSED_KEPT).micros()])?)
        };
        self.in_book(account, act).await
    }
}

fn ask(conn: &Connection, row: &OriginationRow) -> Result<Option<OriginationRow>> {
    if let Some(known) = known(conn, &row.account, &row.key)? {
        return Ok(Some(known));
    }
    let (fate, says) = words(&row.fate);
    let sql =
        "INSERT INTO origination (account, key, said, source, call, fate, says, asked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    conn.prepare_cached(sql)?.execute(params![
        row.account.as_str(),
        row.key.as_str(),
        row.said.as_str(),
        row.source.as_str(),
        row.call.map(Uuid::into_bytes),
        fate,
        says,
        row.asked_at.micros()
    ])?;
    Ok(None)
}

fn settle(conn: &Connection, account: &str, key: &str, call: Option<Uuid>, fate: &Fate) -> Result<()> {
    let (fate, says) = words(fate);
    let sql = "UPDATE origination SET call = coalesce(?, call), fate = ?, says = ? WHERE account = ? AND key = ?";
    conn.prepare_cached(sql)?.execute(params![call.map(Uuid::into_bytes), fate, says, account, key])?;
    Ok(())
}

fn known(conn: &Connection, account: &Text, key: &Text) -> Result<Option<OriginationRow>> {
    let sql = "SELECT said, source, call, fate, says, asked_at FROM origination WHERE account = ? AND key = ?";
    let read = |row: &Row<'_>| {
        let call = row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes);
        Ok((text(row, 0)?, text(row, 1)?, call, row.get::<_, String>(3)?, row.get::<_, Option<String>>(4)?, moment(row, 5)?))
    };
    let found = conn.prepare_cached(sql)?.query_row([account.as_str(), key.as_str()], read).optional()?;
    let Some((said, source, call, fate, says, asked_at)) = found else { return Ok(None) };
    let fate = match (fate.as_str(), says) {
        ("asked", _) => Fate::Asked,
        ("dialled", _) => Fate::Dialled,
        ("refused", Some(says)) => Fate::Refused(says),
        _ => return Err(StoreError::Broken("a request for a call has no fate that is known".to_owned())),
    };
    let (account, key) = (account.clone(), key.clone());
    Ok(Some(OriginationRow { account, key, said, source, call, fate, asked_at }))
}

fn words(fate: &Fate) -> (&'static str, Option<&str>) {
    match fate {
        Fate::Asked => ("asked", None),
        Fate::Dialled => ("dialled", None),
        Fate::Refused(says) => ("refused", Some(says)),
    }
}

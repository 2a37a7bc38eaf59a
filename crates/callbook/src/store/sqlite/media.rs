//! The media of recordings: rows of what is kept, of what is loose, and of what is still to be fetched.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::super::ledger::MediaPlan;
use super::super::media::{
    Keeping, MEDIA_ROWS_MAX, Media, MediaOf, MediaRow, Recordings, Touch, Touching, WantedCount, WantedRow,
};
use super::super::{Did, Found, Mark, Result, StoreError, What};
use super::Sqlite;
use super::desk::Book;
use super::read::{self, maybe_moment, moment, text};

#[async_trait]
impl Recordings for Sqlite {
    async fn media(&self, account: &str, recording: Uuid) -> Result<Option<MediaRow>> {
        let account = account.to_owned();
        self.ask(move |conn| {
            let id = read::resolved(conn, &account, recording)?.map_or(recording, |row| row.id);
            media(conn, &account, id)
        })
        .await
    }

    async fn loosen(&self, account: &str, object: &str, at: Moment) -> Result<()> {
        let object = object.to_owned();
        self.in_book(account, move |book, conn| loosen(conn, &book.account, &object, at)).await
    }

    async fn loose(&self, before: Moment, rows: usize) -> Result<Vec<(Text, String)>> {
        self.ask(move |conn| {
            let sql = "SELECT account, object FROM loose_media WHERE since < ? ORDER BY since LIMIT ?";
            let mut statement = conn.prepare_cached(sql)?;
            let limits = params![before.micros(), rows.min(MEDIA_ROWS_MAX)];
            let rows = statement.query_map(limits, |row| Ok((text(row, 0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })
        .await
    }

    async fn forget_loose(&self, account: &str, object: &str) -> Result<()> {
        let object = object.to_owned();
        self.in_book(account, move |book, conn| forget_loose(conn, &book.account, &object)).await
    }

    async fn keep_media(&self, keeping: Keeping) -> Result<Did> {
        let account = keeping.account.clone();
        self.in_book(&account, move |book, conn| book.keep_media(conn, &keeping)).await
    }

    async fn touch_recording(&self, touching: Touching) -> Result<Did> {
        let account = touching.account.clone();
        self.in_book(&account, move |book, conn| book.touch_recording(conn, &touching)).await
    }

    async fn media_before(&self, account: &str, before: Moment, rows: usize) -> Result<Vec<Uuid>> {
        let account = account.to_owned();
        self.ask(move |conn| {
            let sql = "SELECT recording FROM media WHERE account = ? AND removed_at IS NULL AND kept_at < ?
                ORDER BY kept_at LIMIT ?";
            let mut statement = conn.prepare_cached(sql)?;
            let limits = params![account, before.micros(), rows.min(MEDIA_ROWS_MAX)];
            let rows = statement.query_map(limits, |row| row.get(0).map(Uuid::from_bytes))?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })
        .await
    }

    async fn let_go_of(&self, account: &str, conversation: Uuid, at: Moment) -> Result<Vec<String>> {
        self.in_book(account, move |book, conn| let_go_of(conn, &book.account, conversation, at)).await
    }

    async fn want_media(&self, account: &str, wanted: Vec<WantedRow>, mark: Mark, at: Moment) -> Result<()> {
        let act = move |book: &mut Book, conn: &Connection| {
            for row in &wanted {
                want(conn, &book.account, row)?;
            }
            book.mark(conn, &mark, at)
        };
        self.in_book(account, act).await
    }

    async fn due_media(&self, now: Moment, rows: usize) -> Result<Vec<WantedRow>> {
        self.ask(move |conn| {
            let sql = "SELECT account, recording, source, place, tries, next_at, looked FROM wanted_media
                WHERE next_at <= ? AND next_at IS NOT NULL ORDER BY next_at LIMIT ?";
            let mut statement = conn.prepare_cached(sql)?;
            let rows = statement.query_map(params![now.micros(), rows.min(MEDIA_ROWS_MAX)], wanted_row)?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })
        .await
    }

    async fn wanted_media(&self, account: &str, recording: Uuid) -> Result<Option<WantedRow>> {
        let account = account.to_owned();
        self.ask(move |conn| {
            let id = read::resolved(conn, &account, recording)?.map_or(recording, |row| row.id);
            let sql = "SELECT account, recording, source, place, tries, next_at, looked FROM wanted_media
                WHERE account = ? AND recording = ?";
            Ok(conn.prepare_cached(sql)?.query_row(params![account, id.as_bytes()], wanted_row).optional()?)
        })
        .await
    }

    async fn count_wanted(&self, account: &str) -> Result<Vec<(Text, WantedCount)>> {
        let account = account.to_owned();
        self.ask(move |conn| {
            let sql = "SELECT source, count(next_at), count(*) - count(next_at) FROM wanted_media WHERE account = ?
                GROUP BY source ORDER BY source";
            let mut statement = conn.prepare_cached(sql)?;
            let row = |row: &Row<'_>| Ok((text(row, 0)?, WantedCount { waiting: row.get(1)?, given_up: row.get(2)? }));
            let rows = statement.query_map([account], row)?;
            Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
        })
        .await
    }

    async fn put_wanted(&self, row: WantedRow) -> Result<()> {
        let account = row.account.clone();
        let act = move |book: &mut Book, conn: &Connection| {
            // One that was kept or removed meanwhile is not wanted any more.
            let sql = "UPDATE wanted_media SET tries = ?, next_at = ?, looked = ? WHERE account = ? AND recording = ?";
            let next_at = row.next_at.map(Moment::micros);
            let values = params![row.tries, next_at, row.looked, &*book.account, row.recording.as_bytes()];
            conn.prepare_cached(sql)?.execute(values)?;
            Ok(())
        };
        self.in_book(&account, act).await
    }

    async fn link_key(&self, account: &str) -> Result<Option<[u8; 32]>> {
        let account = account.to_owned();
        self.ask(move |conn| link_key(conn, &account)).await
    }

    async fn draw_link_key(&self, account: &str, drawn: [u8; 32]) -> Result<[u8; 32]> {
        let act = move |book: &mut Book, conn: &Connection| {
            let sql = "INSERT INTO link_key (account, key) VALUES (?, ?) ON CONFLICT DO NOTHING";
            conn.prepare_cached(sql)?.execute(params![&*book.account, drawn])?;
            Ok(link_key(conn, &book.account)?.unwrap_or(drawn))
        };
        self.in_book(account, act).await
    }
}

impl Book {
    fn keep_media(&mut self, conn: &Connection, keeping: &Keeping) -> Result<Did> {
        let named = match &keeping.of {
            MediaOf::Recording(id) | MediaOf::Call { id, .. } => *id,
        };
        let Some(thing) = read::resolved(conn, &self.account, named)? else { return Ok(Did::Unknown) };
        if !self.open_convo(conn, thing.conversation)? {
            return Ok(Did::Unknown);
        }
        let Some(convo) = self.convos.get(&thing.conversation) else { return Ok(Did::Unknown) };
        let plan = match &keeping.of {
            MediaOf::Recording(_) if thing.what != What::Recording => return Ok(Did::Unknown),
            MediaOf::Recording(_) => {
                let kept = media(conn, &self.account, thing.id)?.filter(|row| row.removed_at.is_none());
                convo.plan_media(keeping, thing.id, kept.as_ref().map(|row| &row.media))
            }
            MediaOf::Call { key, said, kind, .. } => convo.plan_upload(keeping, thing.id, (key, said), *kind),
        };
        let meant = convo.telling().call_of(thing.id);
        let did = self.follow(conn, thing.conversation, plan, keeping.at)?;
        if let Told::Before(found) = &did {
            drop_wanted(conn, &self.account, found.id)?;
        }
        let Told::New(found) = did else { return Ok(did.into()) };
        if let (MediaOf::Call { .. }, Some(meant)) = (&keeping.of, meant) {
            let told = self.convos.get(&thing.conversation).and_then(|convo| convo.telling().call_of(found.id));
            if told != Some(meant) {
                // All parties of that call went on into another one; nothing can be said of it alone.
                return Err(StoreError::refused("id", "every party of this call went on into another one: name that one"));
            }
        }
        put_media(conn, &self.account, found.id, keeping)?;
        forget_loose(conn, &self.account, &keeping.media.object)?;
        drop_wanted(conn, &self.account, found.id)?;
        Ok(Did::Done(found))
    }

    pub(super) fn touch_recording(&mut self, conn: &Connection, touching: &Touching) -> Result<Did> {
        let Some(thing) = read::resolved(conn, &self.account, touching.recording)? else { return Ok(Did::Unknown) };
        if thing.what != What::Recording || !self.open_convo(conn, thing.conversation)? {
            return Ok(Did::Unknown);
        }
        let Some(convo) = self.convos.get(&thing.conversation) else { return Ok(Did::Unknown) };
        let plan = convo.plan_touch(touching, thing.id);
        let did = self.follow(conn, thing.conversation, plan, touching.at)?;
        if touching.touch == Touch::Removed && matches!(did, Told::New(_) | Told::Before(_)) {
            let_go(conn, &self.account, thing.id, touching.at)?;
        }
        Ok(did.into())
    }

    /// Records what was planned, if anything, and gives back the record with the recording.
    fn follow(&mut self, conn: &Connection, serial: u64, plan: MediaPlan, at: Moment) -> Result<Told> {
        let (key, is_new) = match plan {
            MediaPlan::Refused(did) => return Ok(Told::Not(did)),
            MediaPlan::Before(key) => (key, false),
            MediaPlan::Record(signal, key) => {
                if let Some(serial) = self.take(conn, &signal, at)? {
                    self.tell(conn, serial, None, Some(&signal), at)?;
                }
                (key, true)
            }
        };
        let found = self.convos.get(&serial).and_then(|convo| {
            let (id, conversation) = (convo.recording_id(&key)?, convo.id()?);
            let record = convo.telling().print(convo.version);
            Some(Found { what: What::Recording, id, conversation, version: convo.version, record })
        });
        Ok(match (found, is_new) {
            (Some(found), true) => Told::New(found),
            (Some(found), false) => Told::Before(found),
            (None, _) => Told::Not(Did::Unknown),
        })
    }
}

/// What became of a plan.
enum Told {
    New(Found),
    Before(Found),
    Not(Did),
}

impl From<Told> for Did {
    fn from(told: Told) -> Self {
        match told {
            Told::New(found) | Told::Before(found) => Self::Done(found),
            Told::Not(did) => did,
        }
    }
}

fn media(conn: &Connection, account: &str, recording: Uuid) -> Result<Option<MediaRow>> {
    let sql =
        "SELECT object, ending, bytes, length_s, hash, kept_at, removed_at FROM media WHERE account = ? AND recording = ?";
    let row = |row: &Row<'_>| {
        let media =
            Media { object: row.get(0)?, ending: row.get(1)?, bytes: row.get(2)?, length_s: row.get(3)?, hash: row.get(4)? };
        Ok(MediaRow { recording, media, kept_at: moment(row, 5)?, removed_at: maybe_moment(row, 6)? })
    };
    Ok(conn.prepare_cached(sql)?.query_row(params![account, recording.as_bytes()], row).optional()?)
}

fn put_media(conn: &Connection, account: &str, recording: Uuid, keeping: &Keeping) -> Result<()> {
    let Media { object, ending, bytes, length_s, hash } = &keeping.media;
    let sql = "INSERT INTO media (account, recording, object, ending, bytes, length_s, hash, kept_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    let values = params![account, recording.as_bytes(), object, ending, bytes, length_s, hash, keeping.at.micros()];
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn loosen(conn: &Connection, account: &str, object: &str, at: Moment) -> Result<()> {
    let sql = "INSERT INTO loose_media (account, object, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    conn.prepare_cached(sql)?.execute(params![account, object, at.micros()])?;
    Ok(())
}

fn forget_loose(conn: &Connection, account: &str, object: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM loose_media WHERE account = ? AND object = ?")?.execute(params![account, object])?;
    Ok(())
}

/// Lets go of the bytes of a recording, and of what is wanted of it. Under which name they stand, if they may still be there.
fn let_go(conn: &Connection, account: &str, recording: Uuid, at: Moment) -> Result<Option<String>> {
    drop_wanted(conn, account, recording)?;
    let Some(row) = media(conn, account, recording)? else { return Ok(None) };
    if row.removed_at.is_some() {
        let sql = "SELECT 1 FROM loose_media WHERE account = ? AND object = ?";
        let stands = conn.prepare_cached(sql)?.exists(params![account, row.media.object])?;
        return Ok(Some(row.media.object).filter(|_| stands));
    }
    let sql = "UPDATE media SET removed_at = ? WHERE account = ? AND recording = ?";
    conn.prepare_cached(sql)?.execute(params![at.micros(), account, recording.as_bytes()])?;
    loosen(conn, account, &row.media.object, at)?;
    Ok(Some(row.media.object))
}

fn let_go_of(conn: &Connection, account: &str, conversation: Uuid, at: Moment) -> Result<Vec<String>> {
    let serial = read::serial(conn, account, conversation)?;
    serial.map_or_else(|| Ok(Vec::new()), |serial| let_go_within(conn, account, serial, at))
}

/// Lets go of all media of one conversation. The names of its bytes, which are loose now.
pub(super) fn let_go_within(conn: &Connection, account: &str, serial: u64, at: Moment) -> Result<Vec<String>> {
    let sql = "SELECT id FROM id WHERE account = ? AND conversation = ? AND kind = 'recording'";
    let mut statement = conn.prepare_cached(sql)?;
    let ids = statement.query_map(params![account, serial], |row| row.get::<_, [u8; 16]>(0))?;
    let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
    let gone = ids.into_iter().map(|id| let_go(conn, account, Uuid::from_bytes(id), at)).collect::<Result<Vec<_>>>()?;
    Ok(gone.into_iter().flatten().collect())
}

fn want(conn: &Connection, account: &str, row: &WantedRow) -> Result<()> {
    if media(conn, account, row.recording)?.is_some() {
        return Ok(());
    }
    let sql =
        "INSERT INTO wanted_media (account, recording, source, place, tries, next_at, looked) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING";
    let next_at = row.next_at.map(Moment::micros);
    let values = params![account, row.recording.as_bytes(), &*row.source, row.place, row.tries, next_at, row.looked];
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn drop_wanted(conn: &Connection, account: &str, recording: Uuid) -> Result<()> {
    let sql = "DELETE FROM wanted_media WHERE account = ? AND recording = ?";
    conn.prepare_cached(sql)?.execute(params![account, recording.as_bytes()])?;
    Ok(())
}

fn wanted_row(row: &Row<'_>) -> rusqlite::Result<WantedRow> {
    Ok(WantedRow {
        account: text(row, 0)?,
        recording: Uuid::from_bytes(row.get(1)?),
        source: text(row, 2)?,
        place: row.get(3)?,
        tries: row.get(4)?,
        next_at: maybe_moment(row, 5)?,
        looked: row.get(6)?,
    })
}

fn link_key(conn: &Connection, account: &str) -> Result<Option<[u8; 32]>> {
    let sql = "SELECT key FROM link_key WHERE account = ?";
    Ok(conn.prepare_cached(sql)?.query_row([account], |row| row.get(0)).optional()?)
}

//! Telling the sockets of an account what its changes are: one task reads the changes, works out what is told of each once, and hands it
//! to whoever asked for it (rules X1 to X23).
//!
//! It is told at most once and never again (rule R15): whoever comes later reads. What was taken in from files, or corrected by a
//! rebuild, happened long ago and is not told. A socket whose login is over is closed before anything more is told to it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::close_code;
use calls::Text;
use calls::dialects::seen::Seen;
use calls::dialects::xelion::notices;
use calls::dialects::{Change, Names};
use calls::moment::Moment;
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{error, warn};
use uuid::Uuid;

use super::super::Shared;
use super::seat::Room;
use super::wallboards;
use crate::names::Known;
use crate::store::{ChangeKind, ChangeRow, EntryKind, Result};
use crate::teller::{Teller, joined_with};

/// Changes that are read at once.
const AT_ONCE: usize = 100;
/// How long is waited where the store gives nothing.
const PAUSE: Duration = Duration::from_millis(200);
/// As many bytes of records are read before what was read so far is told.
const DUE_BYTES_MAX: usize = 4 << 20;
/// For how long it is believed that logins go on, in microseconds.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// How often wallboards are told at the most (rule X23).
const BOARDS_EVERY: Duration = Duration::from_secs(1);

/// What the task of an account has.
struct Telling {
    api: Shared,
    room: Arc<Room>,
    teller: Teller,
    known: Known,
    /// When it was last looked whether logins go on.
    looked_at: Option<Moment>,
    /// What was told last of each line's wallboard.
    boards: HashMap<u64, String>,
    /// Whether wallboards may differ: something happened, or somebody waits.
    is_restless: bool,
    /// When their totals begin anew.
    day_ends: Option<Moment>,
}

/// A change with what is told of it read.
struct Prepared {
    no: u64,
    at: Moment,
    before: Option<Seen>,
    joined: Vec<Seen>,
    after: Seen,
    /// As long as its records were when they were printed.
    bytes: usize,
}

impl Prepared {
    fn change(&self) -> Change<'_> {
        Change { before: self.before.as_ref(), joined: &self.joined, after: &self.after, at: self.at }
    }
}

/// Changes that are read and not told yet.
#[derive(Default)]
struct Due {
    changes: Vec<Prepared>,
    bytes: usize,
    /// Whoever is told of them is told up to here.
    up_to: Option<u64>,
}

impl Due {
    fn extend(&mut self, change: Option<Prepared>) {
        self.bytes += change.as_ref().map_or(0, |change| change.bytes);
        self.changes.extend(change);
    }
}

/// Tells until the server stops.
pub(super) async fn run(api: Shared, room: Arc<Room>) {
    let (mut bell, mut closing) = (api.ctx.store.bell(), api.closing.clone());
    let mut telling = Telling {
        api,
        room,
        teller: Teller::default(),
        known: Known::default(),
        looked_at: None,
        boards: HashMap::new(),
        is_restless: true,
        day_ends: None,
    };
    let mut boards_at = Instant::now();
    loop {
        bell.mark_unchanged();
        if *closing.borrow() {
            return;
        }
        match telling.catch_up().await {
            Ok(true) => {}
            // There is more to be read.
            Ok(false) => continue,
            Err(error) => {
                warn!(account = %telling.room.account, %error, "sockets cannot be told of changes right now");
                sleep(PAUSE).await;
                continue;
            }
        }
        let lines = telling.lines();
        if Instant::now() >= boards_at && !lines.is_empty() {
            telling.tell_boards(&lines).await;
            boards_at = Instant::now() + BOARDS_EVERY;
        }
        tokio::select! {
            _ = bell.changed() => telling.is_restless = true,
            () = telling.room.arrived.notified() => {}
            () = sleep_until(boards_at), if !lines.is_empty() => {}
            _ = closing.changed() => return,
        }
    }
}

impl Telling {
    /// Tells the next changes; true if there are no more.
    async fn catch_up(&mut self) -> Result<bool> {
        let room = Arc::clone(&self.room);
        let mut told = room.told.lock().await;
        let store = Arc::clone(&self.api.ctx.store);
        let read = store.changes(&room.account, told.unwrap_or_default(), None, AT_ONCE).await?;
        if !read.rows.is_empty() && !room.is_asleep() {
            self.look_at_logins().await?;
        }
        let mut due = Due::default();
        for row in &read.rows {
            if !room.is_asleep() && !matches!(row.kind, ChangeKind::Imported | ChangeKind::Corrected) {
                due.extend(self.prepare(row).await?);
            }
            due.up_to = Some(row.no);
            if due.bytes >= DUE_BYTES_MAX {
                self.tell(std::mem::take(&mut due), &mut told).await?;
            }
        }
        self.tell(due, &mut told).await?;
        Ok(told.unwrap_or_default() >= read.newest || read.rows.is_empty())
    }

    /// Reads what a change is about; nothing of one that has no records.
    async fn prepare(&mut self, row: &ChangeRow) -> Result<Option<Prepared>> {
        let (ctx, account) = (&self.api.ctx, &self.room.account);
        let records = self.teller.records(&*ctx.store, account, row, true).await?;
        let bytes = records.after.as_ref().map_or(0, String::len) + records.before.as_ref().map_or(0, String::len);
        let read = |record: &String| {
            let read = Seen::read(record);
            read.map_err(|error| error!(%account, %error, "a record cannot be read; sockets are not told of it")).ok()
        };
        let Some(after) = records.after.as_ref().and_then(read) else { return Ok(None) };
        let before = records.before.as_ref().and_then(read);
        let is_known = |id: Uuid| before.as_ref().is_some_and(|before| before.call(id).is_some());
        let mut joined = Vec::new();
        // A call that is new to a conversation may have come out of another.
        if before.is_some() && after.calls.iter().any(|call| !is_known(call.id)) {
            let all = joined_with(&*ctx.store, account, row).await?;
            joined = all.iter().filter_map(read).collect();
        }
        Ok(Some(Prepared { no: row.no, at: row.at, before, joined, after, bytes }))
    }

    /// Tells changes that are read. Nothing fails once the first is told, so that nobody is told of one twice.
    ///
    /// What they name for the first time is given its integers together: each giving waits for a commit.
    async fn tell(&mut self, due: Due, told: &mut Option<u64>) -> Result<()> {
        let (ctx, account) = (&self.api.ctx, &self.room.account);
        if !due.changes.is_empty() {
            let directory = self.known.refresh(ctx, account).await?;
            let print = |names: &dyn Names| -> Vec<_> { due.changes.iter().map(|one| notices(&one.change(), names)).collect() };
            let printed = self.known.printed(ctx, account, &directory, print).await?;
            for (change, notices) in due.changes.iter().zip(printed) {
                for mut notice in notices {
                    for user in &mut notice.audience.users {
                        *user = directory.now(EntryKind::User, user);
                    }
                    self.room.tell(change.no, &notice);
                }
            }
        }
        *told = due.up_to.or(*told);
        Ok(())
    }

    /// Closes sockets whose logins are over: not those whose token ended by itself (sheet, 4.7).
    async fn look_at_logins(&mut self) -> Result<()> {
        let now = self.api.ctx.clock.now();
        if self.looked_at.is_some_and(|at| (0..BELIEVED_FOR_MICROS).contains(&now.since(at))) {
            return Ok(());
        }
        let (store, account) = (&self.api.ctx.store, &self.room.account);
        let tokens = store.tokens(account).await?;
        let good: BTreeSet<Uuid> = tokens.iter().filter(|row| row.revoked_at.is_none()).map(|row| row.id).collect();
        let people = store.people(account).await?;
        let people: HashMap<Text, Moment> = people.into_iter().map(|row| (row.name, row.changed_at)).collect();
        let is_there = store.accounts().await?.iter().any(|row| row.account == *account);
        let goes_on = |visitor: &super::super::door::Visitor| {
            let ended_by_itself = visitor.expires_at.is_some_and(|end| end <= now);
            let same =
                || visitor.person.as_ref().is_some_and(|name| people.get(name).is_some_and(|at| *at <= visitor.created_at));
            is_there && (good.contains(&visitor.id) || ended_by_itself && same())
        };
        self.room.close(|seat| !goes_on(&seat.visitor), close_code::NORMAL);
        self.looked_at = Some(now);
        Ok(())
    }

    /// The lines of which somebody wants the wallboard.
    fn lines(&self) -> BTreeSet<u64> {
        let mut lines = BTreeSet::new();
        self.room.each(|seat| seat.with(|listening| lines.extend(listening.lines())));
        lines
    }

    /// Tells wallboards that differ from what was told last.
    async fn tell_boards(&mut self, lines: &BTreeSet<u64>) {
        self.boards.retain(|line, _| lines.contains(line));
        let now = self.api.ctx.clock.now();
        let is_new_day = self.day_ends.is_none_or(|end| now >= end);
        if !std::mem::take(&mut self.is_restless) && !is_new_day && lines.iter().all(|line| self.boards.contains_key(line)) {
            return;
        }
        for line in lines {
            let board = match wallboards::board(&self.api, &self.room.account, *line).await {
                Ok(Some(board)) => board,
                Ok(None) => continue,
                Err(refused) => {
                    warn!(account = %self.room.account, refusal = ?refused.refusal(), "a wallboard cannot be told right now");
                    self.is_restless = true;
                    continue;
                }
            };
            // Whoever waits has waited longer each time.
            self.is_restless |= board.is_restless;
            self.day_ends = Some(board.day_ends);
            if self.boards.get(line) == Some(&board.frame) {
                continue;
            }
            let frame = axum::extract::ws::Utf8Bytes::from(board.frame.as_str());
            self.room.each(|seat| {
                if seat.with(|listening| listening.lines().contains(line)) {
                    seat.push(frame.clone());
                }
            });
            self.boards.insert(*line, board.frame);
        }
    }
}

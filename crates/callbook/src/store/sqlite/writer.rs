//! The one thread that writes. It takes everything that waits into one transaction, so that many requests share the cost of
//! making one commit durable, and answers each only after that commit.
//!
//! If a transaction fails, nothing of it was written and everything in memory is forgotten. If the disk is at fault every
//! request of it is told so; otherwise they are tried again one by one, so that what cannot be written costs itself only.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use calls::moment::Moment;
use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::super::{Batch, Recorded, Result, StoreError};
use super::desk::Desk;

/// Requests that may wait; further ones wait to be let in.
const WAITING_MAX: usize = 8_192;
/// The most signals that share a transaction, beyond the first request's.
const GROUP_SIGNALS_MAX: usize = 4_096;

/// That a batch found no room is believed for so long, unless one found some since: those who tell signals try again sooner.
const FAULT_BELIEVED_FOR: Duration = Duration::from_secs(30);

/// Something to be done in a transaction of its own.
type Act = Box<dyn FnOnce(&mut Desk, &Connection) -> Result<()> + Send>;

/// What the writer is asked for.
enum Job {
    Record(Batch, oneshot::Sender<Result<Recorded>>),
    Act(Act, oneshot::Sender<Result<()>>),
    Close(oneshot::Sender<()>),
}

/// When the disk last refused a batch, and why; none once it took one again.
type Fault = Arc<Mutex<Option<(Instant, StoreError)>>>;

/// The writer's door.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: SyncSender<Job>,
    bell: watch::Receiver<()>,
    ring: Weak<watch::Sender<()>>,
    fault: Fault,
    _thread: JoinHandle<()>,
}

impl Writer {
    /// Starts the thread on a connection of its own.
    pub(super) fn start(conn: Connection, counts: bool) -> Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING_MAX);
        let (ring, bell) = watch::channel(());
        let ring = Arc::new(ring);
        let weak = Arc::downgrade(&ring);
        let fault = Fault::default();
        let room = Room { conn, desk: Desk::new(counts), seen: 0, ring, fault: Arc::clone(&fault) };
        let thread = std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || room.work(&waiting));
        let thread = thread.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { jobs, bell, ring: weak, fault, _thread: thread })
    }

    /// Rings the bell too when another program wrote to the file, which is looked for every so often, until the writer ends.
    pub(super) fn look(&self, conn: Connection, every: Duration) -> Result<()> {
        let ring = self.ring.clone();
        let look = move || {
            let mut seen = None;
            loop {
                std::thread::sleep(every);
                let Some(ring) = ring.upgrade() else { return };
                let now = conn.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0)).ok();
                if now != seen {
                    ring.send_replace(());
                    seen = now;
                }
            }
        };
        let thread = std::thread::Builder::new().name("store-bell".to_owned()).spawn(look);
        thread.map(drop).map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// Rings after every commit.
    pub(super) fn bell(&self) -> watch::Receiver<()> {
        self.bell.clone()
    }

    /// Why the disk took no batch lately. What is smaller than a batch may still find room, so that trying tells less.
    pub(super) fn fault(&self) -> Option<StoreError> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        fault.as_ref().filter(|(at, _)| at.elapsed() < FAULT_BELIEVED_FOR).map(|(_, error)| error.clone())
    }

    /// Records a batch.
    pub(super) async fn record(&self, batch: Batch) -> Result<Recorded> {
        let (answer, answered) = oneshot::channel();
        self.hand_in(Job::Record(batch, answer)).await?;
        answered.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Does something in a transaction of its own.
    pub(super) async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk, &Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let (give, given) = oneshot::channel();
        let act: Act = Box::new(move |desk, conn| {
            // Whoever asked may be gone; what he asked for is done all the same.
            let _ = give.send(act(desk, conn)?);
            Ok(())
        });
        self.hand_in(Job::Act(act, answer)).await?;
        answered.await.unwrap_or_else(|_| Err(closed()))?;
        given.await.map_err(|_| closed())
    }

    /// Writes all that waits, and ends the thread.
    pub(super) async fn close(&self) {
        let (answer, answered) = oneshot::channel();
        if self.hand_in(Job::Close(answer)).await.is_ok() {
            // It answers when it has ended; if it had before, that is as good.
            let _ = answered.await;
        }
    }

    async fn hand_in(&self, job: Job) -> Result<()> {
        match self.jobs.try_send(job) {
            Ok(()) => Ok(()),
            Err(std::sync::mpsc::TrySendError::Disconnected(_)) => Err(closed()),
            Err(std::sync::mpsc::TrySendError::Full(job)) => {
                let jobs = self.jobs.clone();
                let sent = tokio::task::spawn_blocking(move || jobs.send(job).is_ok()).await;
                if matches!(sent, Ok(true)) { Ok(()) } else { Err(closed()) }
            }
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// What the thread works with.
struct Room {
    conn: Connection,
    desk: Desk,
    /// What SQLite says of other programs' writing: the same number as long as nobody else wrote.
    seen: i64,
    ring: Arc<watch::Sender<()>>,
    fault: Fault,
}

impl Room {
    fn work(mut self, waiting: &Receiver<Job>) {
        let mut next = waiting.recv().ok();
        while let Some(job) = next.take() {
            match job {
                Job::Record(batch, answer) => {
                    let mut group = vec![(batch, answer)];
                    next = gather(waiting, &mut group);
                    self.record(group);
                }
                Job::Act(act, answer) => {
                    let done = self.transaction(|desk, conn| act(desk, conn));
                    let _ = answer.send(done);
                    self.ring();
                }
                Job::Close(answer) => {
                    drop(self);
                    let _ = answer.send(());
                    return;
                }
            }
            next = next.or_else(|| waiting.recv().ok());
        }
    }

    fn record(&mut self, group: Vec<(Batch, oneshot::Sender<Result<Recorded>>)>) {
        let all =
            self.transaction(|desk, conn| group.iter().map(|(batch, _)| record(desk, conn, batch)).collect::<Result<Vec<_>>>());
        let now = group.last().map_or(Moment::default(), |(batch, _)| batch.at);
        let fault = all.as_ref().err().filter(|error| matches!(error, StoreError::Unavailable(_)));
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault.map(|error| (Instant::now(), error.clone()));
        match all {
            Ok(recorded) => {
                let shared = recorded.len();
                for ((_, answer), recorded) in group.into_iter().zip(recorded) {
                    let _ = answer.send(Ok(Recorded { shared, ..recorded }));
                }
            }
            Err(error @ StoreError::Unavailable(_)) => {
                for (_, answer) in group {
                    let _ = answer.send(Err(error.clone()));
                }
            }
            Err(error) if group.len() == 1 => {
                for (_, answer) in group {
                    let _ = answer.send(Err(error.clone()));
                }
            }
            Err(_) => {
                for (batch, answer) in group {
                    let _ = answer.send(self.transaction(|desk, conn| {
                        record(desk, conn, &batch).map(|recorded| Recorded { shared: 1, ..recorded })
                    }));
                }
            }
        }
        self.ring();
        self.desk.tidy(now);
    }

    /// Runs something in a transaction, and commits it.
    fn transaction<T>(&mut self, act: impl FnOnce(&mut Desk, &Connection) -> Result<T>) -> Result<T> {
        let done = self.try_transaction(act);
        if done.is_err() {
            self.desk.forget();
            if !self.conn.is_autocommit() {
                // If even this fails the next transaction says so.
                let _ = self.conn.execute_batch("ROLLBACK");
            }
        }
        done
    }

    fn try_transaction<T>(&mut self, act: impl FnOnce(&mut Desk, &Connection) -> Result<T>) -> Result<T> {
        self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let seen = self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if seen != self.seen {
            // Somebody else wrote: what is in memory may no longer be what the store says.
            self.desk.forget();
            self.seen = seen;
        }
        let done = act(&mut self.desk, &self.conn)?;
        self.desk.flush(&self.conn)?;
        self.conn.prepare_cached("COMMIT")?.execute([])?;
        Ok(done)
    }

    fn ring(&self) {
        self.ring.send_replace(());
    }
}

/// Takes along what waits. Gives back what is no batch and must come after.
fn gather(waiting: &Receiver<Job>, group: &mut Vec<(Batch, oneshot::Sender<Result<Recorded>>)>) -> Option<Job> {
    let mut signals = 0;
    while signals < GROUP_SIGNALS_MAX {
        match waiting.try_recv() {
            Ok(Job::Record(batch, answer)) => {
                signals += batch.signals.len();
                group.push((batch, answer));
            }
            Ok(other) => return Some(other),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return None,
        }
    }
    None
}

fn record(desk: &mut Desk, conn: &Connection, batch: &Batch) -> Result<Recorded> {
    desk.with_book(conn, &batch.account, |book, conn| book.record(conn, batch))
}

//! The one thread that writes. It takes everything that waits into one transaction, so that many requests share the cost of
//! making one commit durable, and answers each only after that commit.
//!
//! If a transaction fails, nothing of it was written and everything in memory is forgotten. If the disk is at fault every
//! request of it is told so; otherwise they are tried again one by one, so that what cannot be written costs itself only.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{oneshot, watch};

use super::super::{Batch, Recorded, Result, Settling, StoreError};
use super::desk::Desk;
use super::outbox;

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
    Share(Share),
    Act(Act, oneshot::Sender<Result<()>>),
    Close(oneshot::Sender<()>),
}

/// Something that shares a transaction with whatever else waits.
enum Share {
    Record(Batch, oneshot::Sender<Result<Recorded>>),
    Settle(Settling, oneshot::Sender<Result<bool>>),
}

/// What became of one of them.
#[derive(Clone, Copy)]
enum Shared {
    Recorded(Recorded),
    Settled(bool),
}

impl Share {
    fn act(&self, desk: &mut Desk, conn: &Connection) -> Result<Shared> {
        match self {
            Self::Record(batch, _) => {
                desk.with_book(conn, &batch.account, |book, conn| book.record(conn, batch)).map(Shared::Recorded)
            }
            Self::Settle(settling, _) => outbox::settle(conn, settling).map(Shared::Settled),
        }
    }

    /// How much of a transaction it takes.
    fn size(&self) -> usize {
        match self {
            Self::Record(batch, _) => batch.signals.len(),
            Self::Settle(settling, _) => settling.rows.len(),
        }
    }

    /// Answers whoever asked, who may be gone.
    fn answer(self, done: Result<Shared>, shared: usize) {
        match (self, done) {
            (Self::Record(_, answer), Ok(Shared::Recorded(recorded))) => drop(answer.send(Ok(Recorded { shared, ..recorded }))),
            (Self::Settle(_, answer), Ok(Shared::Settled(settled))) => drop(answer.send(Ok(settled))),
            (Self::Record(_, answer), Err(error)) => drop(answer.send(Err(error))),
            (Self::Settle(_, answer), Err(error)) => drop(answer.send(Err(error))),
            // Each does one thing only.
            (Self::Record(..), Ok(Shared::Settled(_))) | (Self::Settle(..), Ok(Shared::Recorded(_))) => {}
        }
    }
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
        self.hand_in(Job::Share(Share::Record(batch, answer))).await?;
        answered.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Writes what became of deliveries.
    pub(super) async fn settle(&self, settling: Settling) -> Result<bool> {
        let (answer, answered) = oneshot::channel();
        self.hand_in(Job::Share(Share::Settle(settling, answer))).await?;
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
                Job::Share(share) => {
                    let mut group = vec![share];
                    next = gather(waiting, &mut group);
                    self.share(group);
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

    fn share(&mut self, group: Vec<Share>) {
        let all = self.transaction(|desk, conn| group.iter().map(|share| share.act(desk, conn)).collect::<Result<Vec<_>>>());
        let batches = || group.iter().filter_map(|share| if let Share::Record(batch, _) = share { Some(batch) } else { None });
        let (shared, now) = (batches().count(), batches().next_back().map(|batch| batch.at));
        if now.is_some() {
            let fault = all.as_ref().err().filter(|error| matches!(error, StoreError::Unavailable(_)));
            *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault.map(|error| (Instant::now(), error.clone()));
        }
        match all {
            Ok(done) => group.into_iter().zip(done).for_each(|(share, done)| share.answer(Ok(done), shared)),
            Err(error) if group.len() == 1 || matches!(error, StoreError::Unavailable(_)) => {
                group.into_iter().for_each(|share| share.answer(Err(error.clone()), shared));
            }
            Err(_) => {
                for share in group {
                    let done = self.transaction(|desk, conn| share.act(desk, conn));
                    share.answer(done, 1);
                }
            }
        }
        // What became of deliveries is nothing that anybody waits to be told of.
        let Some(now) = now else { return };
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

/// Takes along what waits. Gives back what shares no transaction and must come after.
fn gather(waiting: &Receiver<Job>, group: &mut Vec<Share>) -> Option<Job> {
    let mut size = 0;
    while size < GROUP_SIGNALS_MAX {
        match waiting.try_recv() {
            Ok(Job::Share(share)) => {
                size += share.size();
                group.push(share);
            }
            Ok(other) => return Some(other),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return None,
        }
    }
    None
}

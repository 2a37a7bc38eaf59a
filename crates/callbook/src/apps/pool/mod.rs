//! Runs handlers of apps in worker processes: a few, kept warm, each running one handler at a time.
//!
//! An app goes to a worker where it is loaded already if one is free. Time is measured here, and whoever takes too long is ended
//! by ending his process (QuickJS cannot be interrupted everywhere); a new one takes its place, and nobody else notices (F28).
//! A run that waits for its turn costs nothing of its time; an app has only so many turns at once, and so have all apps of one
//! owner, so that those that hang cannot take all workers.

mod answer;
mod seat;

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::value::RawValue;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tracing::warn;

use super::app::{App, AppKey};
use super::end::{End, Failure, Log, Outcome};
use super::frame::{Ended, Exported};
use super::host::Host;
use seat::{Broken, Seat};

/// The longest payload, in bytes of its JSON (F26).
pub(crate) const PAYLOAD_BYTES_MAX: usize = 262_144;
/// How long a run may take (contract 4.7).
pub(crate) const RUN_MAX: Duration = Duration::from_secs(20);
/// The most workers of a pool.
pub(crate) const WORKERS_MAX: usize = 64;

/// How a pool works.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The program that is started as `PROGRAM app worker`: this one.
    pub(crate) program: PathBuf,
    /// The most processes, from 1 to [`WORKERS_MAX`]. They are started when they are needed.
    pub(crate) workers: usize,
    /// How many of them one app may have at once.
    pub(crate) workers_of_an_app: usize,
    /// How many of them all apps of one owner may have at once.
    pub(crate) workers_of_an_owner: usize,
    /// How long a run may take, and how long reading an app may.
    pub(crate) limit: Duration,
}

impl Settings {
    /// This program, with eight workers, of which an app has two, and the apps of one owner six.
    pub(crate) fn here() -> io::Result<Self> {
        // Where it can be, by what runs and not by its name: behind that another version may stand by now.
        let program = if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { std::env::current_exe()? };
        Ok(Self { program, workers: 8, workers_of_an_app: 2, workers_of_an_owner: 6, limit: RUN_MAX })
    }
}

/// What is to be run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'a> {
    /// The name of the handler in `exports`.
    pub(crate) handler: &'a str,
    /// Its one argument, as JSON.
    pub(crate) payload: &'a [u8],
}

/// Workers, and who waits for them.
pub(crate) struct Pool {
    settings: Settings,
    room: Semaphore,
    idle: Mutex<VecDeque<Seat>>,
    turns: Mutex<BTreeMap<Queue, Arc<Semaphore>>>,
}

/// Whose turns are counted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Queue {
    App(AppKey),
    Owner(Arc<str>),
}

impl Pool {
    /// One without workers yet.
    pub(crate) fn new(settings: Settings) -> Self {
        let settings = Settings {
            workers: settings.workers.clamp(1, WORKERS_MAX),
            workers_of_an_app: settings.workers_of_an_app.clamp(1, WORKERS_MAX),
            workers_of_an_owner: settings.workers_of_an_owner.clamp(1, WORKERS_MAX),
            ..settings
        };
        let room = Semaphore::new(settings.workers);
        Self { settings, room, idle: Mutex::default(), turns: Mutex::default() }
    }

    /// Runs a handler to its end. Nothing that the app does is an error here: it is in the [`End`].
    ///
    /// Dropping the future ends the run and its worker.
    pub(crate) async fn run(&self, app: &App, run: Run<'_>, host: &dyn Host) -> End {
        let at_once = |outcome| End { outcome, log: Vec::new(), took: Duration::ZERO };
        if run.payload.len() > PAYLOAD_BYTES_MAX {
            return at_once(Outcome::TooLarge);
        }
        let Ok(payload) = serde_json::from_slice::<&RawValue>(run.payload) else {
            return at_once(failed("the payload is no JSON"));
        };
        let _turn = self.turn(&app.key).await;
        // The room is never closed.
        let Ok(_room) = self.room.acquire().await else { return at_once(Outcome::Lost) };
        let Some(mut seat) = self.seat(&app.key) else { return at_once(Outcome::Lost) };
        let begun = Instant::now();
        let mut log = Log::default();
        let ended = async {
            if let Some(Err(says)) = seat.load(app, begun + self.settings.limit, &mut log).await? {
                return Ok(Ended::Failed(says));
            }
            let answers = answer::Answers { app, payload, host };
            seat.run(&run, payload, &answers, Instant::now() + self.settings.limit, &mut log).await
        };
        let ended = ended.await;
        let took = begun.elapsed();
        let outcome = match ended {
            Ok(Ended::Done(rendered)) => Outcome::Done { rendered },
            Ok(Ended::Failed(message)) => failed(&message),
            Ok(Ended::Rendered(message)) => Outcome::Failed { by: Failure::Rendered, message },
            Ok(Ended::OutOfMemory) => Outcome::OutOfMemory,
            Err(Broken::Late) => Outcome::TimedOut,
            Err(Broken::Gone) => Outcome::Lost,
        };
        self.leave(seat, &outcome);
        End { outcome, log: log.lines(), took }
    }

    /// Reads an app and says what it has, or what is wrong with it: everything that prevents an install (F34).
    pub(crate) async fn check(&self, app: &App) -> Result<Exported, String> {
        let _turn = self.turn(&app.key).await;
        let Ok(_room) = self.room.acquire().await else { return Err(Outcome::Lost.says()) };
        let mut seat = self.seat(&app.key).ok_or_else(|| Outcome::Lost.says())?;
        let read = seat.load_anew(app, Instant::now() + self.settings.limit, &mut Log::default()).await;
        let (read, outcome) = match read {
            Ok(read) => (read, Outcome::Done { rendered: None }),
            Err(Broken::Late) => (Err(format!("server/server.js: {}", Outcome::TimedOut.says())), Outcome::TimedOut),
            Err(Broken::Gone) => (Err(format!("server/server.js: {}", Outcome::Lost.says())), Outcome::Lost),
        };
        self.leave(seat, &outcome);
        let exported = read?;
        let mut wanted = app.manifest.handlers();
        match wanted.find(|(handler, _)| !exported.handlers.iter().any(|known| known == handler)) {
            Some((handler, by)) => Err(format!("server/server.js: exports has no function {handler}, which {by} needs")),
            None => Ok(exported),
        }
    }

    /// A worker for that app: one where it is loaded, else the one that has been free for longest, else a new one.
    fn seat(&self, key: &AppKey) -> Option<Seat> {
        loop {
            let free = {
                let mut idle = lock(&self.idle);
                let warm = idle.iter().rposition(|seat| seat.has(key));
                idle.remove(warm.unwrap_or_default())
            };
            let Some(mut seat) = free else { break };
            if seat.lives() {
                return Some(seat);
            }
        }
        let started = Seat::start(&self.settings.program);
        started.map_err(|error| warn!(%error, "no process can be started for apps")).ok()
    }

    /// A worker that did its work is kept. One that did not is ended with what it still does.
    fn leave(&self, seat: Seat, outcome: &Outcome) {
        match outcome {
            Outcome::Done { .. } | Outcome::Failed { .. } | Outcome::TooLarge => lock(&self.idle).push_back(seat),
            Outcome::TimedOut | Outcome::OutOfMemory | Outcome::Lost => drop(seat),
        }
    }

    /// Waits until that app, and whose it is, may have one more worker.
    async fn turn(&self, key: &AppKey) -> (Turn<'_>, Option<Turn<'_>>) {
        let of_app = self.turn_of(Queue::App(key.clone()), self.settings.workers_of_an_app).await;
        let of_owner = match key.owner() {
            Some(owner) => Some(self.turn_of(Queue::Owner(Arc::clone(owner)), self.settings.workers_of_an_owner).await),
            None => None,
        };
        (of_app, of_owner)
    }

    async fn turn_of(&self, queue: Queue, at_once: usize) -> Turn<'_> {
        let semaphore = {
            let mut turns = lock(&self.turns);
            Arc::clone(turns.entry(queue.clone()).or_insert_with(|| Arc::new(Semaphore::new(at_once))))
        };
        let mut turn = Turn { pool: self, queue, permit: None };
        // It is never closed.
        turn.permit = semaphore.acquire_owned().await.ok();
        turn
    }
}

/// The turn of an app or an owner; whoever is the last of it forgets the queue.
struct Turn<'a> {
    pool: &'a Pool,
    queue: Queue,
    permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.permit = None;
        let mut turns = lock(&self.pool.turns);
        if turns.get(&self.queue).is_some_and(|semaphore| Arc::strong_count(semaphore) == 1) {
            turns.remove(&self.queue);
        }
    }
}

fn failed(says: &str) -> Outcome {
    Outcome::Failed { by: Failure::Script, message: says.to_owned() }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while it is held, so that what is there is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

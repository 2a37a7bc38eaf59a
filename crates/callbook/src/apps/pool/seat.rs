//! One worker process: what is said to it, what it says, and that it is gone with whoever holds it.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::process::Stdio;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::{Instant, sleep_until};
use tracing::warn;

use super::Run;
use super::answer::{Answers, Question, Settled};
use crate::apps::app::{App, AppKey};
use crate::apps::end::Log;
use crate::apps::frame::{Ended, Exported, FRAME_BYTES_MAX, FromWorker, LENGTH_BYTES, ToWorker, frame, length};

/// Apps that a worker keeps ready; the one that was not run for longest makes room.
const APPS_MAX: usize = 32;
/// Room that is made for what a worker says.
const READ_BYTES: usize = 16 * 1024;

/// Why nothing more can be had from a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Its time is over.
    Late,
    /// It is gone, or says what no worker says.
    Gone,
}

/// A worker.
pub(super) struct Seat {
    child: Child,
    stdin: ChildStdin,
    stdout: ChildStdout,
    /// What it said, from the beginning of a frame on.
    heard: Vec<u8>,
    /// What it is still to be told, and how much of it was written.
    to_say: Vec<u8>,
    said: usize,
    /// The apps that are loaded, the one that ran last at the end.
    warm: VecDeque<AppKey>,
}

impl Seat {
    /// Starts one. It gets nothing: no environment, no folder, two pipes.
    pub(super) fn start(program: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg0("callbook").args(["app", "worker"]).env_clear().current_dir("/").kill_on_drop(true);
        // A Ctrl-C is for the server, which ends its workers once their runs are over.
        command.process_group(0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (stdin, stdout) = pipes.ok_or_else(|| io::Error::other("a process without pipes"))?;
        Ok(Self { child, stdin, stdout, heard: Vec::new(), to_say: Vec::new(), said: 0, warm: VecDeque::new() })
    }

    /// Whether an app is loaded.
    pub(super) fn has(&self, key: &AppKey) -> bool {
        self.warm.contains(key)
    }

    /// Whether it still runs.
    pub(super) fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Reads an app, unless it is loaded already.
    pub(super) async fn load(
        &mut self,
        app: &App,
        until: Instant,
        log: &mut Log,
    ) -> Result<Option<Result<Exported, String>>, Broken> {
        if self.has(&app.key) {
            return Ok(None);
        }
        self.load_anew(app, until, log).await.map(Some)
    }

    /// Reads an app.
    pub(super) async fn load_anew(
        &mut self,
        app: &App,
        until: Instant,
        log: &mut Log,
    ) -> Result<Result<Exported, String>, Broken> {
        self.forget(&app.key);
        while self.warm.len() >= APPS_MAX {
            let Some(oldest) = self.warm.front().cloned() else { break };
            self.forget(&oldest);
        }
        let (app_key, mode) = (Cow::Borrowed(app.key.as_str()), Cow::Borrowed(app.mode.word()));
        self.say(&ToWorker::Load { app: app_key, mode, files: Cow::Borrowed(&app.files) })?;
        loop {
            match self.next(until).await? {
                FromWorker::Loaded(read) => {
                    if read.is_ok() {
                        self.warm.push_back(app.key.clone());
                    }
                    return Ok(read);
                }
                FromWorker::Log { level, text } => log.add(level, text),
                // Promises of a script that is only being read are kept by nobody.
                FromWorker::Ask { .. } => {}
                FromWorker::Ended { .. } => return Err(self.nonsense("the end of no run")),
            }
        }
    }

    /// Runs a handler of an app that is loaded.
    pub(super) async fn run(
        &mut self,
        run: &Run<'_>,
        payload: &RawValue,
        answers: &Answers<'_>,
        until: Instant,
        log: &mut Log,
    ) -> Result<Ended, Broken> {
        let key = &answers.app.key;
        self.say(&ToWorker::Run { app: Cow::Borrowed(key.as_str()), handler: Cow::Borrowed(run.handler), payload })?;
        let mut asked = FuturesUnordered::new();
        loop {
            tokio::select! {
                said = self.next(until) => match said? {
                    FromWorker::Log { level, text } => log.add(level, text),
                    FromWorker::Ask { ask, of, verb, words } => asked.push(answers.answer(Question { ask, of, verb, words })),
                    FromWorker::Ended { ended, kept } => {
                        self.warm.retain(|known| known != key);
                        if kept {
                            self.warm.push_back(key.clone());
                        }
                        return Ok(ended);
                    }
                    FromWorker::Loaded(_) => return Err(self.nonsense("an app that was not to be read")),
                },
                Some(Settled { ask, done, value }) = asked.next() => self.say(&ToWorker::Answer { ask, done, value: &value })?,
            }
        }
    }

    fn forget(&mut self, key: &AppKey) {
        if self.has(key) {
            self.warm.retain(|known| known != key);
            // Where it cannot be told, the next word cannot either.
            let _ = self.say(&ToWorker::Forget { app: Cow::Borrowed(key.as_str()) });
        }
    }

    /// Has something written with what is written next.
    fn say(&mut self, said: &impl Serialize) -> Result<(), Broken> {
        let bytes = frame(said).map_err(|_| Broken::Gone)?;
        if bytes.len() > FRAME_BYTES_MAX {
            return Err(Broken::Gone);
        }
        self.to_say.extend_from_slice(&bytes);
        Ok(())
    }

    /// What it says next. What is to be said is written meanwhile. May be given up at any time and asked again.
    async fn next(&mut self, until: Instant) -> Result<FromWorker, Broken> {
        loop {
            if let Some(said) = self.whole()? {
                return Ok(said);
            }
            self.heard.reserve(READ_BYTES);
            let rest = self.to_say.get(self.said..).unwrap_or_default();
            tokio::select! {
                biased;
                written = self.stdin.write(rest), if !rest.is_empty() => {
                    self.said += written.map_err(|_| Broken::Gone)?;
                    if self.said >= self.to_say.len() {
                        self.to_say.clear();
                        self.said = 0;
                    }
                }
                read = self.stdout.read_buf(&mut self.heard) => {
                    if read.map_err(|_| Broken::Gone)? == 0 {
                        return Err(Broken::Gone);
                    }
                }
                () = sleep_until(until) => return Err(Broken::Late),
            }
        }
    }

    /// The first frame, if all of it was heard.
    fn whole(&mut self) -> Result<Option<FromWorker>, Broken> {
        let Some(bytes) = length(&self.heard) else { return Ok(None) };
        if bytes > FRAME_BYTES_MAX {
            return Err(self.nonsense("a frame that is too long"));
        }
        let end = LENGTH_BYTES + bytes;
        let Some(read) = self.heard.get(LENGTH_BYTES..end).map(serde_json::from_slice) else { return Ok(None) };
        let Ok(said) = read else { return Err(self.nonsense("what is no frame")) };
        self.heard.drain(..end);
        Ok(Some(said))
    }

    fn nonsense(&self, what: &str) -> Broken {
        warn!(process = ?self.child.id(), "a worker of apps said {what}");
        Broken::Gone
    }
}

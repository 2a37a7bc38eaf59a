//! The process that runs scripts: `callbook app worker`, started by the pool and by nobody else.
//!
//! It knows QuickJS and two pipes. It opens nothing, and before it reads the first script it gives up being able to. Each app has a
//! runtime of its own, with its own heap; what goes badly wrong ends the process, and the pool starts another (F28). It has no
//! clock and no limit of time: whoever started it has.
//!
//! What is said to it and what it says stands in `frame.rs`; what scripts find in `prelude.js`.

mod find;
mod realm;
mod walls;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, StdinLock, Write};
use std::os::fd::AsFd;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};

use super::frame::{FRAME_BYTES_MAX, FromWorker, LENGTH_BYTES, ToWorker, frame, length};
use realm::Realm;

/// How much is read from the pipe at once.
const READ_BYTES: usize = 64 * 1024;

/// What goes out.
struct Mouth(RefCell<File>);

impl Mouth {
    /// Says it, at once: a process that is ended a moment later has said what it said.
    fn say(&self, said: &FromWorker) -> io::Result<()> {
        self.0.borrow_mut().write_all(&frame(said)?)
    }
}

/// What comes in.
struct Ear {
    stdin: BufReader<StdinLock<'static>>,
    frame: Vec<u8>,
}

impl Ear {
    /// Waits for a frame. False when there will be none.
    fn hear(&mut self) -> Result<bool> {
        let mut begin = [0; LENGTH_BYTES];
        match self.stdin.read_exact(&mut begin) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            read => read?,
        }
        let bytes = length(&begin).unwrap_or_default();
        ensure!(bytes <= FRAME_BYTES_MAX, "a frame of {bytes} bytes");
        self.frame.resize(bytes, 0);
        self.stdin.read_exact(&mut self.frame)?;
        Ok(true)
    }

    /// What was heard last.
    fn heard(&self) -> Result<ToWorker<'_>> {
        Ok(serde_json::from_slice(&self.frame)?)
    }
}

/// Serves the pool at the other end of stdin and stdout, until it is gone.
pub(crate) fn serve() -> Result<()> {
    let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    walls::raise().context("what a worker gives up")?;
    let mouth = Rc::new(Mouth(RefCell::new(out)));
    let mut ear = Ear { stdin: BufReader::with_capacity(READ_BYTES, io::stdin().lock()), frame: Vec::new() };
    let mut realms = BTreeMap::new();
    while ear.hear()? {
        match ear.heard()? {
            ToWorker::Load { app, mode, files } => {
                let said = Realm::load(&mode, files.into_owned(), &mouth).map(|(realm, exported)| {
                    realms.insert(app.into_owned(), realm);
                    exported
                });
                mouth.say(&FromWorker::Loaded(said))?;
            }
            ToWorker::Forget { app } => drop(realms.remove(app.as_ref())),
            ToWorker::Run { app, handler, payload } => {
                let (app, handler, payload) = (app.into_owned(), handler.into_owned(), payload.get().to_owned());
                let realm = realms.get_mut(&app).context("an app that was not loaded")?;
                let ended = realm.run(&handler, payload, &mut ear)?;
                let kept = realm.is_small();
                if !kept {
                    realms.remove(&app);
                }
                mouth.say(&FromWorker::Ended { ended, kept })?;
            }
            // It answers a run that is over.
            ToWorker::Answer { .. } => {}
        }
    }
    Ok(())
}

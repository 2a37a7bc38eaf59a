//! What is said between the pool and its worker processes: frames of JSON behind their length, over stdin and stdout.
//!
//! A worker runs scripts that may be anything, and so what comes from one is read like anything from outside: with limits, and
//! whoever breaks them is ended. To say one more thing: its case of [`ToWorker`] or [`FromWorker`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The longest frame: all files of an app, with room for what JSON adds to them.
pub(super) const FRAME_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bytes before a frame that say how long it is.
pub(super) const LENGTH_BYTES: usize = 4;

/// What a worker is told.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum ToWorker<'a> {
    /// Read an app. It is answered with `Loaded`.
    Load {
        /// Its key.
        #[serde(borrow)]
        app: Cow<'a, str>,
        /// What `process.env.ENV` says.
        mode: Cow<'a, str>,
        /// Its scripts.
        files: Cow<'a, BTreeMap<String, String>>,
    },
    /// Forget an app.
    Forget {
        /// Its key.
        #[serde(borrow)]
        app: Cow<'a, str>,
    },
    /// Run a handler of an app that was loaded. It is answered with `Ended`, after any number of `Log` and `Ask`.
    Run {
        /// Its key.
        #[serde(borrow)]
        app: Cow<'a, str>,
        /// The name in `exports`.
        handler: Cow<'a, str>,
        /// The one argument.
        #[serde(borrow)]
        payload: &'a RawValue,
    },
    /// What came of something that was asked.
    Answer {
        /// Which.
        ask: u32,
        /// Whether the promise is fulfilled.
        done: bool,
        /// With what.
        #[serde(borrow)]
        value: &'a RawValue,
    },
}

/// What a worker says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromWorker {
    /// An app was read.
    Loaded(Result<Exported, String>),
    /// A line for the log.
    Log {
        /// Of `console`.
        level: String,
        /// The line.
        text: String,
    },
    /// Something is asked for. It is answered with `Answer`.
    Ask {
        /// Names the question within its run.
        ask: u32,
        /// `$db`, `$request` or `$schedule`.
        of: String,
        /// What is to be done.
        verb: String,
        /// An array of arguments.
        words: Box<RawValue>,
    },
    /// A run is over.
    Ended {
        /// How.
        ended: Ended,
        /// Whether the app is still there for the next run.
        kept: bool,
    },
}

/// What an app has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exported {
    /// The functions in `exports`.
    pub(crate) handlers: Vec<String>,
    /// Packages that its scripts ask for and that did not come along.
    pub(crate) missing: Vec<String>,
}

/// How a run ended, as its worker sees it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ended {
    /// The handler came to its end.
    Done(Option<Box<RawValue>>),
    /// The script failed.
    Failed(String),
    /// `renderData` was called with an error.
    Rendered(String),
    /// There was not enough memory.
    OutOfMemory,
}

/// A frame with its length before it.
pub(super) fn frame(said: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = vec![0; LENGTH_BYTES];
    serde_json::to_writer(&mut bytes, said)?;
    let length = u32::try_from(bytes.len() - LENGTH_BYTES).unwrap_or(u32::MAX);
    if let Some(place) = bytes.first_chunk_mut::<LENGTH_BYTES>() {
        *place = length.to_be_bytes();
    }
    Ok(bytes)
}

/// How long the frame is that begins there; `None` while its length is not whole.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    bytes.first_chunk::<LENGTH_BYTES>().map(|length| u32::from_be_bytes(*length) as usize)
}

//! How a run ended.

use std::time::Duration;

use serde_json::value::RawValue;

/// Bytes of log lines that are kept of one run: room for a whole payload, which the seed's sample logs (contract 4.3).
pub(crate) const LOG_BYTES_MAX: usize = 320 * 1024;
/// Lines that are kept of one run.
pub(crate) const LOG_LINES_MAX: usize = 10_000;

/// One line that an app wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// `log`, `info`, `warn`, `error` or `debug`.
    pub(crate) level: String,
    /// What it wrote.
    pub(crate) text: String,
}

/// Who says that a run failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The script: it threw, rejected, could not be loaded, or waits for what cannot come.
    Script,
    /// The app, by `renderData` with an error: of a set-up event a refusal.
    Rendered,
}

/// What came of a run. Everything but `Done` is a failure (F24).
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// The handler came to its end; with what it gave to `renderData(null, …)`, if it did.
    Done {
        /// JSON.
        rendered: Option<Box<RawValue>>,
    },
    /// It failed, and says why.
    Failed {
        /// Who says so.
        by: Failure,
        /// What is said.
        message: String,
    },
    /// It ran for longer than it may.
    TimedOut,
    /// The payload is longer than it may be; nothing was run (F26).
    TooLarge,
    /// It took more memory than it may.
    OutOfMemory,
    /// The process that ran it ended by itself, which is a fault of ours or of the machine.
    Lost,
}

impl Outcome {
    /// Whether the run counts as delivered.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Why it is not: a word for programs. `None` where it is done.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Done { .. } => None,
            Self::Failed { by: Failure::Script, .. } => Some("handler_failed"),
            Self::Failed { by: Failure::Rendered, .. } => Some("refused_by_app"),
            Self::TimedOut => Some("timed_out"),
            Self::TooLarge => Some("payload_too_large"),
            Self::OutOfMemory => Some("out_of_memory"),
            Self::Lost => Some("worker_lost"),
        }
    }

    /// Why it is not done: a sentence for people; empty where it is.
    pub(crate) fn says(&self) -> String {
        match self {
            Self::Done { .. } => String::new(),
            Self::Failed { message, .. } => message.clone(),
            Self::TimedOut => "it ran for longer than an app may".to_owned(),
            Self::TooLarge => format!("the payload has more than {} bytes", super::pool::PAYLOAD_BYTES_MAX),
            Self::OutOfMemory => "it took more memory than an app may".to_owned(),
            Self::Lost => "the process that ran it ended".to_owned(),
        }
    }
}

/// A run that is over.
#[derive(Clone, Debug)]
pub(crate) struct End {
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// What it wrote, in order; of much only the beginning, and a line that says so.
    pub(crate) log: Vec<LogLine>,
    /// How long it ran, without the time that it waited for its turn.
    pub(crate) took: Duration,
}

/// The log of a run while it is written.
#[derive(Debug, Default)]
pub(super) struct Log {
    lines: Vec<LogLine>,
    bytes: usize,
    full: bool,
}

impl Log {
    /// Adds a line, as far as there is room.
    pub(super) fn add(&mut self, level: String, mut text: String) {
        if self.full {
            return;
        }
        let room = LOG_BYTES_MAX.saturating_sub(self.bytes);
        let has_place = self.lines.len() < LOG_LINES_MAX;
        self.full = text.len() > room || !has_place;
        if has_place {
            text.truncate(text.floor_char_boundary(room));
            self.bytes += text.len();
            self.lines.push(LogLine { level, text });
        }
        if self.full {
            let text = "the log of this run is longer than it may be; the rest is left out".to_owned();
            self.lines.push(LogLine { level: "warn".to_owned(), text });
        }
    }

    /// What was written.
    pub(super) fn lines(self) -> Vec<LogLine> {
        self.lines
    }
}

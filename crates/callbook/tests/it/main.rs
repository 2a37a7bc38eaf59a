//! The real binary, used as people use it: words in, text and exit codes out. One module a subject.

#![allow(clippy::unwrap_used)]

#[path = "../../src/apps/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the program needs the rest of it")]
mod apps;
mod commands;
mod disk;
mod hooks;
mod kill;
mod live;
mod receiver;
mod recorded;
mod recordings;
mod rounds;
mod run_apps;
mod served;
mod streams;
#[path = "../../src/demo/switch/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the program and its own tests need the rest of it")]
mod switch;
mod truth;
mod twilio;

use std::path::PathBuf;
use std::process::{Command, Output};

/// Runs `callbook` with these words.
fn callbook<S: AsRef<std::ffi::OsStr>>(words: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callbook")).args(words).output().unwrap()
}

/// The folder of the recordings of a phone system.
fn recordings(system: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../calls/fixtures").join(system)
}

/// A file for one test, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("callbook-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Whether it can be removed is no business of the test.
        let _ = std::fs::remove_file(&self.0);
    }
}

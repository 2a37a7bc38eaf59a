//! The program `callbook`: one true record of every phone call, whichever phone system carried it.
//!
//! Only wiring stands here. To add a command: a file in `cli/`.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

mod api;
mod apps;
mod board;
mod cli;
mod clock;
mod collect;
mod config;
mod counted;
mod ctx;
mod deliver;
mod demo;
mod directory;
mod gather;
mod inbox;
mod installed;
mod listen;
mod manner;
mod measure;
mod media;
mod names;
mod originate;
mod outgoing;
mod outward;
mod presence;
mod raw;
mod resolve;
mod scratch;
mod serve;
mod store;
mod stream;
mod switchboard;
mod teller;
mod web;
mod zone;

/// The system's allocator took a tenth of a busy server's time; this one, C code of SQLite included, tells a seventh more changes
/// a second (`cargo xtask bench deliver`).
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    match cli::run(cli::Callbook::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read us has seen enough (`| head`); that is no failure.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done if even this cannot be told.
            let _ = writeln!(std::io::stderr(), "callbook: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.root_cause().downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

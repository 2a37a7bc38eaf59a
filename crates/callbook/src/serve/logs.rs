//! What the program writes about itself: to standard error, for people or for machines.
//!
//! Phone numbers, names and what was said of a call are never written above debug; tokens, queries and bodies never at all.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::Server;

/// Begins to write. Whoever has begun already goes on.
pub(crate) fn begin(server: &Server) {
    // The configuration was read, so that its words are known to be good.
    let filter = EnvFilter::try_new(&server.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(stderr().is_terminal());
    // A second beginning is refused, and the first one stands.
    let _ = if server.log_json { logs.json().flatten_event(true).try_init() } else { logs.try_init() };
}

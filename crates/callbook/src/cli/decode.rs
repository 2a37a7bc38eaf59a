//! `callbook decode ADAPTER FILE…`: what an adapter understood, signal by signal, before anything is made of it.

use std::io::{BufWriter, Write, stderr, stdout};

use anyhow::Result;
use calls::notation::line;
use clap::Args;

use super::Recorded;

#[derive(Args)]
pub(super) struct Words {
    #[command(flatten)]
    recorded: Recorded,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let (_, heard) = words.recorded.hear()?;
    let mut out = BufWriter::new(stdout().lock());
    for signal in &heard.signals {
        writeln!(out, "{}", line(signal))?;
    }
    out.flush()?;
    heard.tell_notes(stderr().lock())
}

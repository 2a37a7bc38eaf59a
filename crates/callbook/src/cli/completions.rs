//! `callbook completions SHELL`: a script that lets a shell complete our words.

use std::io::Write;

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Args)]
pub(super) struct Words {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(words.shell, &mut super::Callbook::command(), "callbook", &mut script);
    Ok(std::io::stdout().write_all(&script)?)
}

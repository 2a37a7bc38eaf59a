//! The commands of the program, one file each.
//!
//! A command takes its words apart, calls what does the work, and prints. It must never decide anything about calls.
//! To add one: a file with its `Args` and `run`, a case of [`Command`], its arm in [`run`].

use std::path::PathBuf;

use anyhow::{Context, Result};
use calls::adapters::{ADAPTERS, Kind};
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::config::Config;
use crate::stream::{self, Heard};

mod account;
mod app;
mod backup;
mod completions;
mod decode;
mod demo;
mod directory;
mod erase;
mod explain;
mod follow;
mod import;
mod live;
mod measure;
mod opened;
mod person;
mod refold;
mod replay;
mod restore;
mod serve;
mod source;
mod table;
mod token;

/// One true record of every phone call, whichever phone system carried it.
#[derive(Parser)]
#[command(name = "callbook", version, max_term_width = 100)]
pub(crate) struct Callbook {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fold recorded streams into records, without a server.
    Replay(replay::Words),
    /// Take recorded streams into the store, one version a conversation.
    Import(import::Words),
    /// Follow a growing file into the store, without a server.
    Follow(follow::Words),
    /// Play recorded calls to a server on a temporary store, and show what it hears.
    Demo(demo::Words),
    /// Print the signals of recorded streams, one a line.
    Decode(decode::Words),
    /// Measure how fast calls are kept on a disk.
    Measure(measure::Words),
    /// Run the server.
    Serve(serve::Words),
    /// Keys to the server's door.
    Token(token::Words),
    /// The people of an account, who sign in by name and password.
    Person(person::Words),
    /// The accounts of a store.
    Account(account::Words),
    /// The phone systems of an account.
    Source(Box<source::Words>),
    /// Who is who in an account.
    Directory(directory::Words),
    /// Apps: run on their own test data, looked over, installed.
    App(app::Words),
    /// Copy the store into a file, while it is in use.
    Backup(backup::Words),
    /// Make a store of a backup.
    Restore(restore::Words),
    /// Fold what is kept again, and tell only what differs.
    Refold(refold::Words),
    /// Erase conversations for good, by their ids or by a number that took part.
    Erase(erase::Words),
    /// Print a completion script for a shell.
    Completions(completions::Words),
}

/// Does what the words ask for.
pub(crate) fn run(callbook: Callbook) -> Result<()> {
    match callbook.command {
        Command::Replay(words) => replay::run(&words),
        Command::Import(words) => import::run(&words),
        Command::Follow(words) => follow::run(&words),
        Command::Demo(words) => demo::run(&words),
        Command::Decode(words) => decode::run(&words),
        Command::Measure(words) => measure::run(&words),
        Command::Serve(words) => serve::run(&words),
        Command::Token(words) => token::run(words),
        Command::Person(words) => person::run(words),
        Command::Account(words) => account::run(words),
        Command::Source(words) => source::run(*words),
        Command::Directory(words) => directory::run(words),
        Command::App(words) => app::run(&words),
        Command::Backup(words) => backup::run(&words),
        Command::Restore(words) => restore::run(&words),
        Command::Refold(words) => refold::run(&words),
        Command::Erase(words) => erase::run(&words),
        Command::Completions(words) => completions::run(&words),
    }
}

/// Which streams to read, and what is known of the phone system that they came off.
#[derive(Args)]
struct Recorded {
    /// The adapter that understands the files.
    #[arg(value_parser = PossibleValuesParser::new(ADAPTERS.iter().map(|kind| kind.name)))]
    adapter: String,
    /// Recorded streams: successive connections of one phone system, in this order.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A configuration; without one, that of config.default.toml counts.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The configured source that the files are of, if several use this adapter.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

impl Recorded {
    /// Reads the configuration and everything that the files say.
    fn hear(&self) -> Result<(Config, Heard)> {
        let config = Config::read(self.config.as_deref())?;
        let settings = config.settings(&self.adapter, self.source.as_deref())?;
        let heard = stream::hear(self.kind()?, &settings, &self.files)?;
        Ok((config, heard))
    }

    fn kind(&self) -> Result<&'static Kind> {
        ADAPTERS.iter().find(|kind| kind.name == self.adapter).context("no such adapter")
    }
}

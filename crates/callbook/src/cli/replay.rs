//! `callbook replay ADAPTER FILE…`: recorded streams in, records out, by the same decode and fold that a server runs.

use std::io::{BufWriter, Write, stderr, stdout};

use anyhow::Result;
use calls::conversation::Conversation;
use calls::fold::{Folded, conversations};
use calls::id::Kind;
use calls::record::{Counted, Ids, Record};
use clap::{Args, ValueEnum};

use super::{Recorded, explain, table};
use crate::resolve::{Numbering, resolve};

#[derive(Args)]
pub(super) struct Words {
    #[command(flatten)]
    recorded: Recorded,
    /// How records are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print one conversation instead: its signals in order, each with what it changed. By UUID, its beginning, or serial.
    #[arg(long, value_name = "ID", conflicts_with = "format")]
    explain: Option<String>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// A table to read at a glance.
    #[default]
    Table,
    /// One record a line, as JSON.
    Jsonl,
}

pub(super) fn run(words: &Words) -> Result<()> {
    let (config, mut heard) = words.recorded.hear()?;
    resolve(&Numbering::from(&config.account), &mut heard.signals);
    let mut folded = conversations(std::mem::take(&mut heard.signals));
    let mut ids = Counted::default();
    folded.sort_by_cached_key(|one| place(&one.conversation, &mut ids));
    let mut out = BufWriter::new(stdout().lock());
    match (&words.explain, words.format) {
        (Some(id), _) => explain::print(&folded, id, &mut ids, &mut out)?,
        (None, Format::Table) => {
            table::print(folded.iter().map(|one| &one.conversation), &config.account.zone, &mut out)?;
        }
        (None, Format::Jsonl) => jsonl(&folded, &mut ids, &mut out)?,
    }
    out.flush()?;
    heard.tell_notes(stderr().lock())
}

/// Records come by their start as it is printed, then by id.
fn place(conversation: &Conversation, ids: &mut Counted) -> (String, String) {
    let id = ids.id(Kind::Conversation, &conversation.source, &conversation.key);
    (conversation.started_at.to_string(), id.to_string())
}

fn jsonl(folded: &[Folded], ids: &mut Counted, out: &mut impl Write) -> Result<()> {
    for one in folded {
        // Nothing was ever told of a replayed record, so that each is at its first version.
        writeln!(out, "{}", serde_json::to_string(&Record::new(&one.conversation, 1, ids))?)?;
    }
    Ok(())
}

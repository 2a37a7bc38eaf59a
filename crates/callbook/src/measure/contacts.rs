//! How long it takes to know whose number rings, with so many contacts, beside SQLite alone looking up the same rows.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use calls::Text;
use calls::moment::Moment;
use calls::notation;
use calls::signal::What;
use rusqlite::params;

use super::through::{ACCOUNT, opened};
use crate::clock::MachineClock;
use crate::ctx::Ctx;
use crate::resolve::Numbering;
use crate::store::{ENTRIES_MAX, EntryKind, EntryPut, EntrySettings, bare_connection};

/// Numbers that are looked up.
const LOOKED_UP: u64 = 20_000;
/// Steps through the contacts as if by chance, but the same in each run: a prime larger than half of any number of them here.
const STEP: u64 = 4_294_967_291;

/// How long lookups took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Took {
    /// Half of them at the most.
    pub(crate) half: Duration,
    /// 99 in 100 of them at the most.
    pub(crate) most: Duration,
}

/// Enters so many contacts, and looks numbers of them up: by a call that comes in, and by SQLite alone.
pub(crate) async fn contacts(file: &Path, contacts: u64) -> Result<(Took, Took)> {
    let store = opened(file).await?;
    let all: Vec<u64> = (0..contacts).collect();
    for some in all.chunks(ENTRIES_MAX) {
        store.put_entries(ACCOUNT, some.iter().map(|contact| entry(*contact)).collect(), Moment::default()).await?;
    }
    let ctx = Ctx::new(Arc::clone(&store), Arc::new(MachineClock));
    let (account, numbering) = (Text::new_static(ACCOUNT), Numbering { region: Some("US".into()), outside_prefix: None });
    let mut took = Vec::new();
    for turn in 0..LOOKED_UP {
        let contact = turn * STEP % contacts;
        let table = format!("00.000 A came_in number=+{} trunk=voip dialled=+12025550100", number(contact));
        let mut signals = notation::read(&table).ok().context("a signal of ours cannot be read")?;
        let begun = Instant::now();
        ctx.directories.resolve(&account, &numbering, &mut signals).await?;
        took.push(begun.elapsed());
        let What::CameIn(came) = &signals[0].what else { continue };
        let found = came.party.known.as_ref().and_then(|known| known.contact.clone());
        ensure!(found.as_deref() == Some(&*key(contact)), "{table}: {found:?}");
    }
    store.close().await;
    let conn = bare_connection(file)?;
    let sql = "SELECT key FROM entry_number WHERE account = ? AND number = ? AND kind = 'contact'";
    let mut bare = Vec::new();
    for turn in 0..LOOKED_UP {
        let number = number(turn * STEP % contacts).to_string();
        let begun = Instant::now();
        conn.prepare_cached(sql)?.query_row(params![ACCOUNT, number], |row| row.get::<_, String>(0))?;
        bare.push(begun.elapsed());
    }
    Ok((Took::of(took), Took::of(bare)))
}

impl Took {
    fn of(mut each: Vec<Duration>) -> Self {
        each.sort_unstable();
        let at = |part: f64| each.get((each.len() as f64 * part) as usize).copied().unwrap_or_default();
        Self { half: at(0.5), most: at(0.99) }
    }
}

/// Ten digits behind the 1 of North America, of which none is written twice.
fn number(contact: u64) -> u64 {
    12_022_000_000 + contact
}

fn key(contact: u64) -> String {
    format!("contact-{contact}")
}

fn entry(contact: u64) -> EntryPut {
    let digits = number(contact).to_string();
    let settings = EntrySettings {
        name: Some(format!("Contact {contact}")),
        numbers: vec![format!("+{digits}")],
        ids: [("crm".to_owned(), contact.to_string())].into(),
        ..EntrySettings::default()
    };
    EntryPut { kind: EntryKind::Contact, key: Text::from(key(contact)), settings, numbers: vec![Text::from(digits)] }
}

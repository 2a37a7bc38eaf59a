//! What a record does not say and apps are told: integers, settings of the account, who wraps up.
//!
//! Integers are given by the store once and for ever, and held; everything else is believed for a second, as directories are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use calls::Text;
use calls::dialects::{Names, Thing};
use calls::moment::Moment;
use calls::number::compared;
use uuid::Uuid;

use crate::ctx::Ctx;
use crate::directory::Directory;
use crate::resolve::Numbering;
use crate::store::{EntryKind, Result};

/// For how long what was read is believed.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// The most integers that are held; with one more all are asked for again.
const SERIALS_MAX: usize = 50_000;
/// What prices are in, as long as no account says another currency.
const CURRENCY: &str = "USD";
/// The adapter whose phone system says what a call cost.
const BILLS: &str = "twilio";

/// What is held of an account.
#[derive(Debug, Default)]
pub(super) struct Known {
    since: Option<Moment>,
    numbering: Numbering,
    /// Sources whose phone systems say what a call cost.
    bill: HashSet<Text>,
    serials: HashMap<Thing, u64>,
}

impl Known {
    /// Reads what is not to be believed any more.
    pub(super) async fn refresh(&mut self, ctx: &Ctx, account: &Text) -> Result<Arc<Directory>> {
        let directory = ctx.directories.of(account).await?;
        let now = ctx.clock.now();
        if self.since.is_some_and(|since| (0..BELIEVED_FOR_MICROS).contains(&now.since(since))) {
            return Ok(directory);
        }
        let rows = ctx.store.accounts().await?;
        self.numbering = rows.iter().find(|row| row.account == *account).map(Numbering::from).unwrap_or_default();
        let sources = ctx.store.sources(Some(account)).await?;
        let bills = sources.into_iter().filter(|row| row.settings.adapters.iter().any(|adapter| adapter == BILLS));
        self.bill = bills.map(|row| row.source).collect();
        self.since = Some(now);
        Ok(directory)
    }

    /// What is answered from memory.
    pub(super) fn names<'a>(&'a self, directory: &'a Directory) -> Answered<'a> {
        Answered { known: self, directory, wanted: Mutex::default() }
    }

    /// Has integers given to things.
    pub(super) async fn give(&mut self, ctx: &Ctx, account: &Text, directory: &Directory, things: Vec<Thing>) -> Result<()> {
        let words = things.iter().map(|thing| word(directory, thing)).collect();
        let given = ctx.store.serials(account, words).await?;
        if self.serials.len() + things.len() > SERIALS_MAX {
            self.serials.clear();
        }
        self.serials.extend(things.into_iter().zip(given));
        Ok(())
    }
}

/// Answers from memory, and notes what it has no integer for.
pub(super) struct Answered<'a> {
    known: &'a Known,
    directory: &'a Directory,
    wanted: Mutex<BTreeSet<Thing>>,
}

impl Answered<'_> {
    /// What there was no integer for.
    pub(super) fn wanted(self) -> Vec<Thing> {
        self.wanted.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }
}

impl Names for Answered<'_> {
    fn serial(&self, thing: &Thing) -> Option<u64> {
        let serial = self.known.serials.get(thing).copied();
        if serial.is_none() {
            self.wanted.lock().unwrap_or_else(PoisonError::into_inner).insert(thing.clone());
        }
        serial
    }

    fn name(&self, thing: &Thing) -> Option<Text> {
        let (kind, key) = entry(self.directory, thing)?;
        self.directory.settings(kind, &key)?.name.as_ref().map(Text::new)
    }

    fn full_number(&self, line: &str) -> Option<Text> {
        self.known.numbering.full(line)
    }

    fn wraps_up(&self, user: &str) -> bool {
        self.directory.wraps_up(user)
    }

    fn bills(&self, source: &str) -> bool {
        self.known.bill.contains(source)
    }

    fn currency(&self) -> Text {
        Text::new_static(CURRENCY)
    }

    fn recording_link(&self, _: Uuid, _: Moment) -> Option<Text> {
        // Recordings are kept by phone systems, whose own links stand in the record.
        None
    }
}

/// The entry of the directory that a thing is, if it is one.
fn entry(directory: &Directory, thing: &Thing) -> Option<(EntryKind, Text)> {
    let (kind, key) = match thing {
        Thing::User(key) => (EntryKind::User, key),
        Thing::Team(key) => (EntryKind::Team, key),
        Thing::Queue(key) => (EntryKind::Queue, key),
        Thing::Menu(key) => (EntryKind::Menu, key),
        Thing::Contact(key) => (EntryKind::Contact, key),
        Thing::Line(number) => return directory.line_of(number).map(|key| (EntryKind::Line, key.clone())),
        Thing::Stranger(_) | Thing::Withheld(_) | Thing::Number(_) | Thing::Business(_) => return None,
    };
    Some((kind, directory.now(kind, key)))
}

/// By what the store gives a thing its integer.
fn word(directory: &Directory, thing: &Thing) -> (Text, Text) {
    if let Some((kind, key)) = entry(directory, thing) {
        return (Text::new_static(kind.word()), key);
    }
    let (kind, word) = match thing {
        Thing::Stranger(number) => ("stranger", number.clone()),
        Thing::Withheld(leg) => ("withheld", Text::from(leg.to_string())),
        Thing::Number(number) => ("number", number.clone()),
        Thing::Business(scope) => ("business", scope.clone().unwrap_or_default()),
        Thing::Line(number) => ("own number", compared(number).unwrap_or_else(|| number.clone())),
        Thing::User(key) | Thing::Team(key) | Thing::Queue(key) | Thing::Menu(key) | Thing::Contact(key) => {
            ("key", key.clone())
        }
    };
    (Text::new_static(kind), word)
}

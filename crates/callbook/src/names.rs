//! What a record does not say and clients of dialects are told: integers, settings of the account, who wraps up.
//!
//! Integers are given by the store once and for ever, and held; everything else is believed for a second, as directories are. Whoever
//! tells has one [`Known`] for each account: it prints with [`Known::names`], has integers given to what was wanted and had none, and
//! prints again ([`Known::printed`]). Nothing here knows a dialect.

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
use crate::store::{CURRENCY, EntryKind, EntrySettings, Result};

/// For how long what was read is believed.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// The most integers that are held; with one more all are asked for again.
const SERIALS_MAX: usize = 50_000;
/// The adapter whose phone system says what a call cost.
const BILLS: &str = "twilio";

/// How often is asked for integers that are still to be given; each time there can be new ones.
const ROUNDS_MAX: usize = 4;

/// What is held of an account.
#[derive(Debug, Default)]
pub(crate) struct Known {
    since: Option<Moment>,
    currency: Option<Text>,
    numbering: Numbering,
    /// Sources whose phone systems say what a call cost.
    bill: HashSet<Text>,
    serials: HashMap<Thing, u64>,
    /// With which conversation the flow of one began, and when; none where nothing is told of it.
    flows: HashMap<Flow, Option<(Uuid, Moment)>>,
    /// What is said of contacts, of whom there may be too many for a directory; none where there is none of that key.
    contacts: HashMap<Text, Option<EntrySettings>>,
}

/// A conversation, and what ties it to others that stay separate.
type Flow = (Uuid, Option<Text>);

/// What was asked for and is not held.
#[derive(Debug, Default)]
struct Wanted {
    things: BTreeSet<Thing>,
    flows: BTreeSet<Flow>,
    contacts: BTreeSet<Text>,
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.things.is_empty() && self.flows.is_empty() && self.contacts.is_empty()
    }
}

impl Known {
    /// Has everything but integers read anew the next time.
    #[cfg(test)]
    pub(crate) fn distrust(&mut self) {
        self.since = None;
    }

    /// Reads what is not to be believed any more.
    pub(crate) async fn refresh(&mut self, ctx: &Ctx, account: &Text) -> Result<Arc<Directory>> {
        let directory = ctx.directories.of(account).await?;
        let now = ctx.clock.now();
        if self.since.is_some_and(|since| (0..BELIEVED_FOR_MICROS).contains(&now.since(since))) {
            return Ok(directory);
        }
        let rows = ctx.store.accounts().await?;
        let row = rows.into_iter().find(|row| row.account == *account);
        self.numbering = row.as_ref().map(Numbering::from).unwrap_or_default();
        self.currency = row.map(|row| row.currency);
        let sources = ctx.store.sources(Some(account)).await?;
        let bills = sources.into_iter().filter(|row| row.settings.adapters.iter().any(|adapter| adapter == BILLS));
        self.bill = bills.map(|row| row.source).collect();
        self.contacts.clear();
        self.since = Some(now);
        Ok(directory)
    }

    /// What `print` prints once everything that it asks for has its integer.
    pub(crate) async fn printed<T>(
        &mut self,
        ctx: &Ctx,
        account: &Text,
        directory: &Directory,
        print: impl Fn(&dyn Names) -> T,
    ) -> Result<T> {
        for _ in 1..ROUNDS_MAX {
            let names = self.names(directory);
            let printed = print(&names);
            let wanted = names.wanted();
            if wanted.is_empty() {
                return Ok(printed);
            }
            self.find_flows(ctx, account, wanted.flows.into_iter().collect()).await?;
            self.find_contacts(ctx, account, wanted.contacts).await?;
            self.give(ctx, account, directory, wanted.things.into_iter().collect()).await?;
        }
        Ok(print(&self.names(directory)))
    }

    /// What is answered from memory.
    fn names<'a>(&'a self, directory: &'a Directory) -> Answered<'a> {
        Answered { known: self, directory, wanted: Mutex::default() }
    }

    /// Asks with which conversations flows began.
    async fn find_flows(&mut self, ctx: &Ctx, account: &Text, flows: Vec<Flow>) -> Result<()> {
        if flows.is_empty() {
            return Ok(());
        }
        let began = ctx.store.flows_began(account, flows.clone()).await?;
        if self.flows.len() + flows.len() > SERIALS_MAX {
            self.flows.clear();
        }
        self.flows.extend(flows.into_iter().zip(began));
        Ok(())
    }

    /// Asks what is said of contacts.
    async fn find_contacts(&mut self, ctx: &Ctx, account: &Text, keys: BTreeSet<Text>) -> Result<()> {
        if self.contacts.len() + keys.len() > SERIALS_MAX {
            self.contacts.clear();
        }
        for key in keys {
            let mut row = ctx.store.entry(account, EntryKind::Contact, &key).await?;
            // One that turned out to be another.
            if let Some(same) = row.as_ref().and_then(|row| row.same_as.clone()) {
                row = ctx.store.entry(account, EntryKind::Contact, &same).await?;
            }
            self.contacts.insert(key, row.filter(|row| row.deleted_at.is_none()).map(|row| row.settings));
        }
        Ok(())
    }

    /// Has integers given to things.
    async fn give(&mut self, ctx: &Ctx, account: &Text, directory: &Directory, things: Vec<Thing>) -> Result<()> {
        if things.is_empty() {
            return Ok(());
        }
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
struct Answered<'a> {
    known: &'a Known,
    directory: &'a Directory,
    wanted: Mutex<Wanted>,
}

impl Answered<'_> {
    /// What there was nothing held of.
    fn wanted(self) -> Wanted {
        self.wanted.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the directory says of a thing.
    fn settings(&self, thing: &Thing) -> Option<&EntrySettings> {
        let (kind, key) = entry(self.directory, thing)?;
        if kind != EntryKind::Contact {
            return self.directory.settings(kind, &key);
        }
        match self.known.contacts.get(&key) {
            Some(settings) => settings.as_ref(),
            None => {
                self.wanted.lock().unwrap_or_else(PoisonError::into_inner).contacts.insert(key);
                None
            }
        }
    }
}

impl Names for Answered<'_> {
    fn serial(&self, thing: &Thing) -> Option<u64> {
        let serial = self.known.serials.get(thing).copied();
        if serial.is_none() {
            self.wanted.lock().unwrap_or_else(PoisonError::into_inner).things.insert(thing.clone());
        }
        serial
    }

    fn name(&self, thing: &Thing) -> Option<Text> {
        self.settings(thing)?.name.as_ref().map(Text::new)
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
        self.known.currency.clone().unwrap_or(Text::new_static(CURRENCY))
    }

    fn recording_link(&self, _: Uuid, _: Moment) -> Option<Text> {
        // Recordings are kept by phone systems, whose own links stand in the record.
        None
    }

    fn known_as(&self, thing: &Thing) -> Option<(Text, Text)> {
        let thing = match thing {
            Thing::Person(user) => Thing::User(user.clone()),
            other => other.clone(),
        };
        // Of several systems the first by name, so that it is the same each time.
        let (system, id) = self.settings(&thing)?.ids.iter().next()?;
        Some((Text::new(system), Text::new(id)))
    }

    fn flow_began(&self, conversation: Uuid, flow: Option<&str>) -> Option<(Uuid, Moment)> {
        let flow = (conversation, flow.map(Text::new));
        match self.known.flows.get(&flow) {
            Some(began) => *began,
            None => {
                self.wanted.lock().unwrap_or_else(PoisonError::into_inner).flows.insert(flow);
                None
            }
        }
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
        Thing::Stranger(_) | Thing::Withheld(_) | Thing::Number(_) => return None,
        Thing::Person(_) | Thing::CallerLog(..) | Thing::CalleeLog(..) => return None,
        Thing::CallerFlow(_) | Thing::CalleeFlow(_) => return None,
    };
    Some((kind, directory.now(kind, key)))
}

/// What the store gave an integer to, by its own words; none of what dialects name in no request.
pub(crate) fn thing(kind: &str, word: &str) -> Option<Thing> {
    let log = || {
        let (call, user) = word.split_once(' ').map_or((word, None), |(call, user)| (call, Some(Text::new(user))));
        Some((Uuid::try_parse(call).ok()?, user))
    };
    let key = Text::new(word);
    Some(match kind {
        "user" | "key" => Thing::User(key),
        "contact" => Thing::Contact(key),
        "own number" => Thing::Line(key),
        "person" => Thing::Person(key),
        "caller log" => log().and_then(|(call, user)| Some(Thing::CallerLog(call, user?)))?,
        "callee log" => log().map(|(call, user)| Thing::CalleeLog(call, user))?,
        "caller flow" => Thing::CallerFlow(Uuid::try_parse(word).ok()?),
        "callee flow" => Thing::CalleeFlow(Uuid::try_parse(word).ok()?),
        _ => return None,
    })
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
        Thing::Line(number) => ("own number", compared(number).unwrap_or_else(|| number.clone())),
        Thing::User(key) | Thing::Team(key) | Thing::Queue(key) | Thing::Menu(key) | Thing::Contact(key) => {
            ("key", key.clone())
        }
        Thing::Person(user) => ("person", directory.now(EntryKind::User, user)),
        Thing::CallerLog(call, user) => ("caller log", log(directory, *call, Some(user))),
        Thing::CalleeLog(call, user) => ("callee log", log(directory, *call, user.as_ref())),
        Thing::CallerFlow(conversation) => ("caller flow", Text::from(conversation.to_string())),
        Thing::CalleeFlow(conversation) => ("callee flow", Text::from(conversation.to_string())),
    };
    (Text::new_static(kind), word)
}

/// By what a call log is known: its call, and whose it is.
fn log(directory: &Directory, call: Uuid, user: Option<&Text>) -> Text {
    match user {
        Some(user) => Text::from(format!("{call} {}", directory.now(EntryKind::User, user))),
        None => Text::from(call.to_string()),
    }
}

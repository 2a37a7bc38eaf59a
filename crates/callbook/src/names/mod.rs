//! What a record does not say and clients of dialects are told: integers, settings of the account, who wraps up.
//!
//! Integers are given by the store once and for ever, and held; links to recordings are signed for what is told now; everything else
//! is believed for a second, as directories are. Whoever tells has one [`Known`] for each account: it prints, has integers given and
//! links signed to what was wanted and had none, and prints again ([`Known::printed`]). Nothing here knows a dialect.

mod uuids;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use calls::Text;
use calls::dialects::{Names, Thing};
use calls::moment::Moment;
use calls::number::compared;
use uuid::Uuid;

use crate::ctx::Ctx;
use crate::directory::Directory;
use crate::resolve::Numbering;
use crate::store::{CURRENCY, EntryKind, EntrySettings, Result};
use uuids::{BUSINESS, things_of, uuid_of};
pub(crate) use uuids::{account_uuid, business_uuid, entry_uuid, user_named};

/// For how long what was read is believed.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// The most integers that are held; with one more all are asked for again.
const SERIALS_MAX: usize = 50_000;
/// The adapter whose phone system says what a call cost.
const BILLS: &str = "twilio";

/// The longest country calling code, in digits.
const COUNTRY_DIGITS_MAX: usize = 3;

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
    /// Links to recordings of what is told now.
    links: HashMap<(Uuid, Moment), Text>,
    /// With which conversation the flow of one began, and when; none where nothing is told of it.
    flows: HashMap<Flow, Option<(Uuid, Moment)>>,
    /// What is said of contacts, of whom there may be too many for a directory; none where there is none of that key.
    contacts: HashMap<Text, Option<EntrySettings>>,
    /// What has which UUID, by the directory of that version, once somebody asked; contacts apart, of whom there may be too many.
    things: (u64, OnceLock<HashMap<Uuid, Thing>>),
    /// Scheme and place at which this server is reached.
    host: String,
    /// The source that is the one who is told himself.
    receiver: Option<Text>,
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
    /// What is told to somebody who may have a source of his own.
    pub(crate) fn of_receiver(source: Option<Text>) -> Self {
        Self { receiver: source, ..Self::default() }
    }

    /// Has everything but integers read anew the next time.
    #[cfg(test)]
    pub(crate) fn distrust(&mut self) {
        self.since = None;
    }

    /// Reads what is not to be believed any more.
    pub(crate) async fn refresh(&mut self, ctx: &Ctx, account: &Text) -> Result<Arc<Directory>> {
        let directory = ctx.directories.of(account).await?;
        self.links.clear();
        if self.things.0 != directory.version {
            self.things = (directory.version, OnceLock::new());
        }
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
        ctx.media.links().host().clone_into(&mut self.host);
        self.since = Some(now);
        Ok(directory)
    }

    /// What `print` prints once everything that it asks for has its integer or its link.
    pub(crate) async fn printed<T>(
        &mut self,
        ctx: &Ctx,
        account: &Text,
        directory: &Arc<Directory>,
        print: impl Fn(&dyn Names) -> T,
    ) -> Result<T> {
        let (mut directory, mut asked) = (Arc::clone(directory), Vec::new());
        for _ in 1..ROUNDS_MAX {
            let names = self.names(account, &directory);
            let printed = print(&names);
            // What there is no link to is asked for once.
            let links: Vec<_> = names.links().into_iter().filter(|link| !asked.contains(link)).collect();
            let wanted = names.wanted();
            if wanted.is_empty() && links.is_empty() {
                return Ok(printed);
            }
            self.sign(ctx, account, &links).await?;
            asked.extend(links);
            self.find_flows(ctx, account, wanted.flows.into_iter().collect()).await?;
            self.find_contacts(ctx, account, wanted.contacts).await?;
            let things: Vec<Thing> = wanted.things.into_iter().collect();
            if misses_a_line(&directory, &things) {
                // It may have been entered with the very change that is told, and has its integer then.
                directory = ctx.directories.fresh(account).await?;
            }
            self.give(ctx, account, &directory, things).await?;
        }
        Ok(print(&self.names(account, &directory)))
    }

    /// What is answered from memory.
    fn names<'a>(&'a self, account: &'a Text, directory: &'a Directory) -> Answered<'a> {
        Answered { known: self, account, directory, wanted: Mutex::default(), links: Mutex::default() }
    }

    /// Has links to recordings signed; of one that Callbook never had there is none.
    async fn sign(&mut self, ctx: &Ctx, account: &Text, wanted: &[(Uuid, Moment)]) -> Result<()> {
        for (recording, until) in wanted {
            if let Some(link) = ctx.media.links().sign(account, *recording, *until).await? {
                self.links.insert((*recording, *until), Text::from(link));
            }
        }
        Ok(())
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
    account: &'a Text,
    directory: &'a Directory,
    wanted: Mutex<Wanted>,
    links: Mutex<BTreeSet<(Uuid, Moment)>>,
}

impl Answered<'_> {
    /// Links that there are none of yet, or never will be.
    fn links(&self) -> Vec<(Uuid, Moment)> {
        self.links.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }

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

    fn is_receiver(&self, source: &str) -> bool {
        self.known.receiver.as_deref() == Some(source)
    }

    fn recording_link(&self, recording: Uuid, until: Moment) -> Option<Text> {
        let link = self.known.links.get(&(recording, until)).cloned();
        if link.is_none() {
            self.links.lock().unwrap_or_else(PoisonError::into_inner).insert((recording, until));
        }
        link
    }

    fn uuid(&self, thing: &Thing) -> Option<Uuid> {
        Some(uuid_of(self.account, &word(self.directory, thing)))
    }

    fn thing(&self, id: Uuid) -> Option<Thing> {
        let (_, things) = &self.known.things;
        things.get_or_init(|| things_of(self.account, self.directory)).get(&id).cloned()
    }

    fn call_page(&self, call: Uuid) -> Option<Text> {
        Some(Text::from(format!("{}/calls/{call}", self.known.host)))
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

    fn extension(&self, user: &str) -> Option<Text> {
        self.directory.extension(user)
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

/// How a number may stand in a record that is shown so: as it is, and an own number as people of its country write it.
pub(crate) fn spellings(number: &Text) -> Vec<Text> {
    let national = (1..=COUNTRY_DIGITS_MAX).filter_map(|digits| number.trim_start_matches('+').get(digits..));
    let national = national.flat_map(|rest| [Text::new(rest), Text::from(format!("0{rest}"))]);
    std::iter::once(number.clone()).chain(national.filter(|rest| rest.len() > COUNTRY_DIGITS_MAX)).collect()
}

/// Whether an own number among these is no line of the directory, as far as it was read.
fn misses_a_line(directory: &Directory, things: &[Thing]) -> bool {
    things.iter().any(|thing| matches!(thing, Thing::Line(number) if directory.line_of(number).is_none()))
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
        // Whatever is known by a number stands in the store's `GIVEN_TO_NUMBERS`.
        Thing::Stranger(number) => ("stranger", number.clone()),
        Thing::Withheld(leg) => ("withheld", Text::from(leg.to_string())),
        Thing::Number(number) => ("number", number.clone()),
        Thing::Business(scope) => (BUSINESS, scope.clone().unwrap_or_default()),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use calls::signal::{Doer, DoerKind, RecordingKind};

    use super::*;
    use crate::clock::{Clock, SetClock};
    use crate::scratch::Scratch;
    use crate::store::{Did, Keeping, Media, MediaOf, Writing, open, text};

    /// A call that was written down, and a recording of it that is kept.
    async fn recorded(ctx: &Ctx) -> Uuid {
        ctx.store.put_account(crate::demo::account(ctx.clock.now(), "UTC")).await.unwrap();
        let mut signals = calls::notation::read(
            "00.000 A came_in number=+31612345671 trunk=voip dialled=+31205550199\n09.000 A ended how=normal",
        )
        .unwrap();
        signals.iter_mut().for_each(|signal| {
            (signal.source, signal.thread) = (text("callbook"), text("k"));
            signal.feed.name = text("callbook");
            signal.key = format!("k|s|{}", signal.key).into();
        });
        let (account, at) = (text("main"), ctx.clock.now());
        let writing = Writing { account: account.clone(), key: text("k"), said: text("s"), signals, seen: Vec::new(), at };
        let Did::Done(found) = ctx.store.write_down(writing).await.unwrap() else { panic!("it is written") };
        let of = MediaOf::Call { id: found.id, key: text("r"), said: text("s"), kind: RecordingKind::Call };
        let media = Media { object: "o".to_owned(), ending: "mp3".to_owned(), bytes: 1, length_s: None, hash: [0; 32] };
        let by = Doer { kind: DoerKind::System, id: text("callbook"), name: None };
        let Did::Done(found) = ctx.store.keep_media(Keeping { account, of, media, by, version: None, at }).await.unwrap()
        else {
            panic!("it is kept")
        };
        found.id
    }

    #[tokio::test]
    async fn r16_a_recording_that_is_kept_has_a_link_with_the_same_bytes_each_time_and_another_has_none() {
        let folder = Scratch::new();
        let clock = Arc::new(SetClock::at(Moment::from_micros(1_767_607_200_000_000).unwrap()));
        let ctx = Ctx::new(open(&folder.path().join("store.db")).unwrap(), Arc::clone(&clock) as Arc<dyn Clock>);
        let (kept, other, account) = (recorded(&ctx).await, Uuid::from_u128(9), text("main"));
        let until = clock.now().plus(7 * 86_400_000_000);
        let mut told = Vec::new();
        for _ in 0..2 {
            let mut known = Known::default();
            let directory = known.refresh(&ctx, &account).await.unwrap();
            let names = known.names(&account, &directory);
            assert_eq!((names.recording_link(kept, until), names.recording_link(other, until)), (None, None));
            let wanted = names.links();
            known.sign(&ctx, &account, &wanted).await.unwrap();
            let names = known.names(&account, &directory);
            told.push(names.recording_link(kept, until).unwrap());
            assert_eq!((names.recording_link(other, until), names.links()), (None, vec![(other, until)]));
            clock.go(1_000_000);
        }
        assert_eq!(told[0], told[1], "the life counts from the change, whenever it is told");
        assert!(told[0].contains(&format!("/recordings/{kept}.mp3?expires=1768212000&sig=")), "{}", told[0]);
    }
}

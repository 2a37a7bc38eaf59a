//! The directory of an account, as signals are resolved by it (rule N23) before they are recorded.
//!
//! Phone systems have words of their own for users, queues, menus, lines and trunks; the directory knows whom they mean, and
//! to whom a number belongs. What it says stands in the signal from then on. It must never take the place of what a phone
//! system said of a call, and never look for anything while a record is folded or printed.
//! To resolve one more thing: its word in [`Directory::resolve`], and its field in `calls::signal`.

mod held;
pub(crate) mod import;
mod led;
pub(crate) mod said;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use calls::Text;
use calls::conversation::Direction;
use calls::number::compared;
use calls::signal::{Behind, DefaultLine, Known, Logged, Party, Place, Signal, What};

use crate::resolve::Numbering;
use crate::store::{Alias, DirectoryRows, EntryKind, EntrySettings, Seen, WhoIsWho, Wrapup, words_of};

pub(crate) use held::Directories;
pub(crate) use led::put_account;

/// Whom numbers belong to, as they are compared.
pub(crate) type Contacts = HashMap<Text, Text>;

/// The most users that a name is taken to mean.
const CALLED_MAX: usize = 32;

/// A directory in memory; everything but contacts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Directory {
    /// Counts its changes.
    pub(crate) version: u64,
    /// Whether there are contacts at all.
    pub(crate) has_contacts: bool,
    /// What phone systems say: which kind, which source (none: every), which word; and the key that is meant.
    words: HashMap<(EntryKind, Option<Text>, Text), Text>,
    /// Keys of entries that turned out to be others, with the keys that they have now.
    same: HashMap<(EntryKind, Text), Text>,
    /// Keys of lines by number.
    lines: HashMap<Text, Text>,
    settings: HashMap<(EntryKind, Text), EntrySettings>,
    /// The keys of entries that turned out to be this one.
    gone: HashMap<(EntryKind, Text), Vec<Text>>,
    /// Users by the words of their names.
    called: Vec<(Text, Vec<Text>)>,
    /// Whether users wrap up calls, and for how many seconds at the most, where their team says nothing else (rule R17).
    wrap_up: (Wrapup, u32),
}

impl From<DirectoryRows> for Directory {
    fn from(rows: DirectoryRows) -> Self {
        let mut directory = Self {
            version: rows.version,
            has_contacts: rows.has_contacts,
            wrap_up: (rows.wrapup, rows.wrapup_limit_s),
            ..Self::default()
        };
        directory.lines.extend(rows.lines);
        let there = || rows.entries.iter().filter(|row| row.deleted_at.is_none());
        // What is said on purpose comes before what a key or an extension happens to be.
        for row in there() {
            for Alias { source, word } in &row.settings.aliases {
                directory.word(row.kind, source.as_ref().map(Text::new), Text::new(word), &row.key);
            }
        }
        for row in there() {
            directory.word(row.kind, None, row.key.clone(), &row.key);
        }
        for row in &rows.entries {
            if let Some(same) = &row.same_as {
                directory.same.insert((row.kind, row.key.clone()), same.clone());
                directory.word(row.kind, None, row.key.clone(), same);
                directory.gone.entry((row.kind, same.clone())).or_default().push(row.key.clone());
            }
        }
        for row in there() {
            for extension in &row.settings.extensions {
                directory.word(row.kind, None, Text::new(extension), &row.key);
            }
        }
        for mut row in rows.entries.into_iter().filter(|row| row.deleted_at.is_none()) {
            directory.follow(&mut row.settings);
            if let (EntryKind::User, Some(name)) = (row.kind, &row.settings.name) {
                directory.called.push((row.key.clone(), words_of(name).collect()));
            }
            directory.settings.insert((row.kind, row.key), row.settings);
        }
        directory
    }
}

impl Directory {
    fn word(&mut self, kind: EntryKind, source: Option<Text>, word: Text, key: &Text) {
        self.words.entry((kind, source, word)).or_insert_with(|| key.clone());
    }

    /// The key of the entry that a source means by a word.
    pub(crate) fn key_of(&self, kind: EntryKind, source: &Text, word: &Text) -> Option<&Text> {
        let own = self.words.get(&(kind, Some(source.clone()), word.clone()));
        own.or_else(|| self.words.get(&(kind, None, word.clone())))
    }

    /// Whose a word is exactly as it is said: of that source, or of every one.
    pub(crate) fn holder(&self, kind: EntryKind, alias: &Alias) -> Option<&Text> {
        self.words.get(&(kind, alias.source.as_ref().map(Text::new), Text::new(&alias.word)))
    }

    /// What is said of an entry.
    pub(crate) fn settings(&self, kind: EntryKind, key: &Text) -> Option<&EntrySettings> {
        self.settings.get(&(kind, key.clone()))
    }

    /// For how many seconds a user wraps up a call at the most, by the team or else the account; none: nothing is due.
    fn wrap_up_s(&self, user: Option<&EntrySettings>) -> Option<u32> {
        let team = user.and_then(|user| user.team.as_ref());
        let team = team.and_then(|team| self.settings.get(&(EntryKind::Team, Text::new(team))));
        let (wrapup, limit_s) = self.wrap_up;
        let wrapup = team.and_then(|team| team.wrapup).unwrap_or(wrapup);
        let limit_s = team.and_then(|team| team.wrapup_limit_s).unwrap_or(limit_s);
        (wrapup == Wrapup::Required).then_some(limit_s)
    }

    /// Whether a user, by his key, wraps up calls (rule R17).
    pub(crate) fn wraps_up(&self, user: &str) -> bool {
        self.wrap_up_s(self.settings(EntryKind::User, &self.now(EntryKind::User, user))).is_some()
    }

    /// The key of the line that has a number, however it is written.
    pub(crate) fn line_of(&self, number: &str) -> Option<&Text> {
        compared(number).and_then(|number| self.lines.get(&number))
    }

    /// The keys of all entries of a kind, each with its name.
    pub(crate) fn names(&self, kind: EntryKind) -> BTreeMap<Text, Option<Text>> {
        let own = self.settings.iter().filter(|((of, _), _)| *of == kind);
        own.map(|((_, key), settings)| (key.clone(), settings.name.as_ref().map(Text::new))).collect()
    }

    /// The businesses that users and lines are of.
    pub(crate) fn scopes(&self) -> BTreeSet<Text> {
        self.settings.values().filter_map(|settings| settings.scope.as_ref()).map(Text::new).collect()
    }

    /// The business of a user, by his key, of which the inner none is that of what has no scope; none: he is not there, and of no business.
    pub(crate) fn business_of(&self, user: &str) -> Option<Option<Text>> {
        let settings = self.settings(EntryKind::User, &self.now(EntryKind::User, user))?;
        Some(settings.scope.as_ref().map(Text::new))
    }

    /// The extension of a user, by his key; of several the first.
    pub(crate) fn extension(&self, user: &str) -> Option<Text> {
        self.settings(EntryKind::User, &self.now(EntryKind::User, user))?.extensions.first().map(Text::new)
    }

    /// The users that have an extension: that, and what they are called.
    pub(crate) fn members(&self) -> impl Iterator<Item = (Text, Option<Text>)> {
        let users = self.settings.iter().filter(|((of, _), _)| *of == EntryKind::User);
        users.filter_map(|(_, said)| Some((said.extensions.first().map(Text::new)?, said.name.as_ref().map(Text::new))))
    }

    /// Whether a number is an extension of a user.
    pub(crate) fn is_member(&self, number: &str) -> bool {
        let users = self.settings.iter().filter(|((of, _), _)| *of == EntryKind::User);
        let (mut all, wanted) = (users.flat_map(|(_, said)| &said.extensions), compared(number));
        all.any(|extension| extension == number || wanted.is_some() && compared(extension) == wanted)
    }

    /// What names an entry that turned out to be another names that one.
    fn follow(&self, settings: &mut EntrySettings) {
        let named = [
            (EntryKind::Team, &mut settings.team),
            (EntryKind::Queue, &mut settings.queue),
            (EntryKind::Menu, &mut settings.menu),
            (EntryKind::Line, &mut settings.line),
        ];
        for (kind, key) in named {
            if let Some(same) = key.as_ref().and_then(|key| self.words.get(&(kind, None, Text::new(key)))) {
                *key = Some(same.to_string());
            }
        }
    }

    /// An entry's key, and those of entries that turned out to be it: all may stand in records.
    pub(crate) fn all_names(&self, kind: EntryKind, key: &Text) -> Vec<Text> {
        let now = self.now(kind, key);
        let gone = self.gone.get(&(kind, now.clone())).into_iter().flatten();
        [&now].into_iter().chain(gone).cloned().collect()
    }

    /// The keys of entries of a kind that are of one of these teams, by their keys of now.
    pub(crate) fn of_teams(&self, kind: EntryKind, teams: &[Text]) -> Vec<Text> {
        let teams: Vec<Text> = teams.iter().map(|team| self.now(EntryKind::Team, team)).collect();
        let is_theirs =
            |settings: &EntrySettings| settings.team.as_ref().is_some_and(|team| teams.iter().any(|own| own == team));
        let of = self.settings.iter().filter(|((of, _), settings)| *of == kind && is_theirs(settings));
        of.map(|((_, key), _)| key.clone()).collect()
    }

    /// Users whose names have all these words, or words that begin so, under each of their keys; the first [`CALLED_MAX`].
    pub(crate) fn users_called(&self, words: &[(Text, bool)]) -> Vec<Text> {
        let has = |names: &Vec<Text>, (word, begins): &(Text, bool)| {
            names.iter().any(|name| name == word || *begins && name.starts_with(word.as_str()))
        };
        let called = self.called.iter().filter(|(_, names)| words.iter().all(|word| has(names, word)));
        called.take(CALLED_MAX).flat_map(|(key, _)| self.all_names(EntryKind::User, key)).collect()
    }

    /// The key of the entry that somebody names by its key, followed to the one that it turned out to be; none if there is none.
    pub(crate) fn named(&self, kind: EntryKind, key: &str) -> Option<&Text> {
        let key = self.words.get(&(kind, None, Text::new(key)))?;
        self.settings(kind, key).map(|_| key)
    }

    /// Whether a number is that of a line, in whatever spelling.
    pub(crate) fn is_line(&self, number: &str, numbering: &Numbering) -> bool {
        let full = numbering.full(number).and_then(|full| compared(&full));
        full.into_iter().chain(compared(number)).any(|number| self.lines.contains_key(&number))
    }

    /// Whether a key names an entry, one that turned out to be another too.
    pub(crate) fn has(&self, kind: EntryKind, key: &str) -> bool {
        self.words.contains_key(&(kind, None, Text::new(key)))
    }

    /// Fills in what the directory says of these signals, whose numbers are resolved already. Gives back what it does not know.
    pub(crate) fn resolve(&self, numbering: &Numbering, signals: &mut [Signal], contacts: &Contacts) -> BTreeSet<Seen> {
        let mut resolving = Resolving { directory: self, numbering, contacts, seen: BTreeSet::new() };
        signals.iter_mut().for_each(|signal| resolving.signal(signal));
        resolving.seen
    }

    /// The key that an entry has now, which may have turned out to be another. A word is no key: what somebody is called by
    /// today must not lead to the calls of whoever had that key before.
    pub(crate) fn now(&self, kind: EntryKind, key: &str) -> Text {
        let key = Text::new(key);
        self.same.get(&(kind, key.clone())).cloned().unwrap_or(key)
    }

    /// Whether a key is that of an entry, or of one that turned out to be another; never a word that leads to one.
    pub(crate) fn is_key_of(&self, kind: EntryKind, key: &Text) -> bool {
        self.settings(kind, &self.now(kind, key)).is_some()
    }
}

impl WhoIsWho for Directory {
    fn user(&self, key: &str) -> Text {
        self.now(EntryKind::User, key)
    }

    fn team(&self, key: &str) -> Text {
        self.now(EntryKind::Team, key)
    }

    fn team_of(&self, user: &str) -> Option<Text> {
        self.settings(EntryKind::User, &Text::new(user))?.team.as_ref().map(Text::new)
    }
}

/// The numbers in signals that may be a contact's, as they are compared.
pub(crate) fn contact_numbers(signals: &[Signal]) -> BTreeSet<Text> {
    let parties = signals.iter().flat_map(|signal| signal.what.parties()).filter(|party| party.user.is_none());
    parties.flat_map(|party| [&party.e164, &party.number]).flatten().filter_map(|number| compared(number)).collect()
}

struct Resolving<'a> {
    directory: &'a Directory,
    numbering: &'a Numbering,
    contacts: &'a Contacts,
    seen: BTreeSet<Seen>,
}

impl Resolving<'_> {
    fn signal(&mut self, signal: &mut Signal) {
        let source = signal.source.clone();
        if let Some(party) = signal.what.party_mut() {
            self.party(&source, party);
        }
        let behind = match &mut signal.what {
            What::CameIn(came) if came.party.trunk.is_some() => {
                let line = came.line.as_ref().or(came.dialled.as_ref());
                line.and_then(|line| self.line(&source, line))
            }
            What::Presented { line } => self.presented(&source, line),
            What::Chose { number } => self.known_line(&source, number).map(|line| self.behind(line).unwrap_or_default()),
            What::Dialled(dialled) => dialled.queue.as_mut().and_then(|queue| self.queue(&source, queue)),
            What::Stated(stated) => stated.logged.as_mut().and_then(|logged| self.logged(&source, logged)),
            What::Entered { place: Place::Queue, name: Some(name), .. } => self.queue(&source, name),
            What::Entered { place: Place::Menu, name: Some(name), .. } => {
                self.key(EntryKind::Menu, &source, name);
                None
            }
            _ => None,
        };
        if signal.behind.is_none() {
            // That a chosen number is one of the house's own is news, though nothing stands behind it.
            let is_chosen = matches!(signal.what, What::Chose { .. });
            signal.behind = behind.filter(|behind| is_chosen || *behind != Behind::default()).map(Box::new);
        }
    }

    /// Replaces the word of a source by the key that it means; what nobody knows is its own key from now on.
    fn key(&mut self, kind: EntryKind, source: &Text, word: &mut Text) {
        if let Some(key) = self.directory.key_of(kind, source, word) {
            *word = key.clone();
        }
        if self.directory.settings(kind, word).is_none() {
            self.see(kind, word, None);
        }
    }

    fn see(&mut self, kind: EntryKind, key: &Text, number: Option<Text>) {
        if crate::directory::said::is_key(key) {
            self.seen.insert(Seen { kind, key: key.clone(), number });
        }
    }

    fn party(&mut self, source: &Text, party: &mut Party) {
        if let Some(trunk) = &mut party.trunk
            && let Some(key) = self.directory.key_of(EntryKind::Trunk, source, trunk)
        {
            *trunk = key.clone();
        }
        match (&mut party.user, &party.number) {
            (Some(user), _) => self.key(EntryKind::User, source, user),
            (None, Some(number)) if party.trunk.is_none() => {
                party.user = self.directory.key_of(EntryKind::User, source, number).cloned();
            }
            _ => {}
        }
        if party.known.is_some() {
            return;
        }
        let known = match &party.user {
            // Of one who is seen for the first time, the account says how calls are wrapped up.
            Some(user) => {
                let settings = self.directory.settings(EntryKind::User, user);
                Some(Known {
                    contact: None,
                    team: settings.and_then(|settings| settings.team.as_ref()).map(Text::new),
                    scope: settings.and_then(|settings| settings.scope.as_ref()).map(Text::new),
                    wrap_up_s: self.directory.wrap_up_s(settings),
                    line: settings.and_then(|settings| self.default_line(settings)),
                })
            }
            None => {
                let trunk = party.trunk.as_ref().and_then(|trunk| self.directory.settings(EntryKind::Trunk, trunk));
                let line = trunk.and_then(|trunk| self.default_line(trunk));
                Some(Known { contact: self.contact(party), line, ..Known::default() })
            }
        };
        party.known = known.filter(|known| *known != Known::default()).map(Box::new);
    }

    /// Both sides of a call that was written down, and its line. What somebody wrote is nothing that a phone system named, so
    /// that no line is entered by it.
    fn logged(&mut self, source: &Text, logged: &mut Logged) -> Option<Behind> {
        let (from_outside, to_outside) = (logged.direction == Direction::Inbound, logged.direction == Direction::Outbound);
        for (party, is_outside) in [(&mut logged.from, from_outside), (&mut logged.to, to_outside)] {
            match is_outside && party.user.is_none() {
                true if party.known.is_none() => {
                    let contact = self.contact(party);
                    party.known = contact.map(|contact| Box::new(Known { contact: Some(contact), ..Known::default() }));
                }
                true => {}
                false => self.party(source, party),
            }
        }
        let line = logged.line.as_ref()?;
        if from_outside {
            self.known_line(source, line).and_then(|line| self.behind(line))
        } else {
            self.presented(source, line)
        }
    }

    /// Of a line that is shown outside. A queue and a menu stand before who calls in, not before who is called.
    fn presented(&self, source: &Text, line: &Text) -> Option<Behind> {
        let behind = self.known_line(source, line).and_then(|line| self.behind(line))?;
        behind.scope.map(|scope| Behind { scope: Some(scope), ..Behind::default() })
    }

    /// The line that is shown outside where nothing is told: its number, and the business whose it is (rule N5).
    fn default_line(&self, settings: &EntrySettings) -> Option<Box<DefaultLine>> {
        let key = Text::new(settings.line.as_ref()?);
        let line = self.directory.settings(EntryKind::Line, &key)?;
        let number = line.numbers.first().map_or(key, Text::new);
        Some(Box::new(DefaultLine { number, scope: line.scope.as_ref().map(Text::new) }))
    }

    fn contact(&self, party: &Party) -> Option<Text> {
        let numbers = [&party.e164, &party.number].into_iter().flatten().filter_map(|number| compared(number));
        numbers.filter_map(|number| self.contacts.get(&number).cloned()).next()
    }

    fn queue(&mut self, source: &Text, queue: &mut Text) -> Option<Behind> {
        self.key(EntryKind::Queue, source, queue);
        let team = self.directory.settings(EntryKind::Queue, queue)?.team.as_ref().map(Text::new);
        Some(Behind { team, ..Behind::default() })
    }

    /// What stands behind the line that was called. One that nobody knows is entered; one that is only shown is not, for a
    /// caller who is sent on to an outside number shows his own there.
    fn line(&mut self, source: &Text, line: &Text) -> Option<Behind> {
        if let Some(key) = self.known_line(source, line).cloned() {
            return self.behind(&key);
        }
        let full = self.numbering.full(line).and_then(|full| compared(&full));
        self.see(EntryKind::Line, line, full.or_else(|| compared(line)));
        None
    }

    /// A line is known by its number in whatever spelling, or by a word of the source.
    fn known_line(&self, source: &Text, line: &Text) -> Option<&Text> {
        let full = self.numbering.full(line).and_then(|full| compared(&full));
        let numbers = full.into_iter().chain(compared(line));
        let by_number = numbers.filter_map(|number| self.directory.lines.get(&number)).next();
        by_number.or_else(|| self.directory.key_of(EntryKind::Line, source, line))
    }

    fn behind(&self, line: &Text) -> Option<Behind> {
        let settings = self.directory.settings(EntryKind::Line, line)?;
        let queue = settings.queue.as_ref().map(Text::new);
        let team = queue.as_ref().and_then(|queue| self.directory.settings(EntryKind::Queue, queue)?.team.as_ref());
        Some(Behind {
            team: team.map(Text::new),
            menu: settings.menu.as_ref().map(Text::new),
            scope: settings.scope.as_ref().map(Text::new),
            queue,
        })
    }
}

//! What somebody says of an entry, looked at before it is written: which kind has which field, and what a field may say.
//!
//! Every fault names its field. To add a field: in [`EntrySettings`], and in [`FIELDS`] for the kinds that have it.

use calls::Text;
use calls::number::{compared, e164};

use crate::resolve::Numbering;
use crate::store::{Alias, EntryKind, EntryPut, EntrySettings, KEY_CHARS_MAX, WRAPUP_LIMIT_S_MAX};

/// The most letters of a name, a word or an id.
const TEXT_CHARS_MAX: usize = 200;
/// The most numbers, aliases or ids of one entry.
const EACH_MAX: usize = 50;

/// A field that not every kind has, whether it is said, and the kinds that have it.
type Field = (&'static str, fn(&EntrySettings) -> bool, &'static [EntryKind]);

/// Those fields.
const FIELDS: &[Field] = &[
    ("numbers", |said| !said.numbers.is_empty(), &[EntryKind::User, EntryKind::Line, EntryKind::Contact]),
    ("extensions", |said| !said.extensions.is_empty(), &[EntryKind::User]),
    ("email", |said| said.email.is_some(), &[EntryKind::User, EntryKind::Contact]),
    ("team", |said| said.team.is_some(), &[EntryKind::User, EntryKind::Queue]),
    ("queue", |said| said.queue.is_some(), &[EntryKind::Line]),
    ("menu", |said| said.menu.is_some(), &[EntryKind::Line]),
    ("line", |said| said.line.is_some(), &[EntryKind::User, EntryKind::Trunk]),
    ("scope", |said| said.scope.is_some(), &[EntryKind::User, EntryKind::Line]),
    ("wrapup", |said| said.wrapup.is_some(), &[EntryKind::Team]),
    ("wrapup_limit_s", |said| said.wrapup_limit_s.is_some(), &[EntryKind::Team]),
    (
        "aliases",
        |said| !said.aliases.is_empty(),
        &[EntryKind::User, EntryKind::Line, EntryKind::Queue, EntryKind::Menu, EntryKind::Trunk],
    ),
];

/// What is wrong, and in which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The field.
    pub(crate) field: String,
    /// In words.
    pub(crate) says: String,
}

impl Fault {
    /// A fault of a field.
    pub(crate) fn new(field: impl Into<String>, says: impl Into<String>) -> Self {
        Self { field: field.into(), says: says.into() }
    }
}

/// Whether a text can be a key: it stands in records and addresses.
pub(crate) fn is_key(text: &str) -> bool {
    is_text(text) && text.chars().count() <= KEY_CHARS_MAX && text.trim() == text
}

/// What [`is_key`] wants, for error texts.
pub(crate) const KEY_WANTED: &str = "expected 1 to 200 letters without blanks at the ends";

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control)
}

/// Whose a word of a kind is exactly as it is said.
pub(crate) type Holder<'a> = dyn Fn(EntryKind, &Alias) -> Option<Text> + 'a;

/// An entry as it is to be written, or what is wrong with it.
pub(crate) fn entry(
    kind: EntryKind,
    key: &str,
    settings: EntrySettings,
    numbering: &Numbering,
    holder: &Holder<'_>,
) -> Result<EntryPut, Fault> {
    if !is_key(key) {
        return Err(Fault::new("key", KEY_WANTED));
    }
    belong(kind, &settings)?;
    texts(&settings)?;
    if let Some(place) = settings.numbers.iter().position(|number| found_by(number, numbering).is_none()) {
        return Err(Fault::new(format!("numbers[{place}]"), "expected a phone number"));
    }
    for (place, alias) in settings.aliases.iter().enumerate() {
        if let Some(other) = holder(kind, alias).filter(|other| other != key) {
            return Err(Fault::new(format!("aliases[{place}]"), format!("that is what `{other}` is called")));
        }
    }
    let numbers = led_by(kind, key, &settings, numbering);
    Ok(EntryPut { kind, key: Text::new(key), settings, numbers })
}

/// The numbers that lead to an entry, as they are compared.
pub(crate) fn led_by(kind: EntryKind, key: &str, settings: &EntrySettings, numbering: &Numbering) -> Vec<Text> {
    let numbers = settings.numbers.iter().filter_map(|number| found_by(number, numbering));
    // A line that was entered at first sight is called by its number, whatever else is said of it.
    let own = Some(key).filter(|_| kind == EntryKind::Line).and_then(|key| found_by(key, numbering));
    numbers.chain(own).flatten().collect()
}

/// Fields that the kind does not have.
fn belong(kind: EntryKind, said: &EntrySettings) -> Result<(), Fault> {
    match FIELDS.iter().find(|(_, is_said, kinds)| is_said(said) && !kinds.contains(&kind)) {
        Some((field, ..)) => Err(Fault::new(*field, format!("a {} has none", kind.word()))),
        None => Ok(()),
    }
}

fn texts(said: &EntrySettings) -> Result<(), Fault> {
    let single = [
        ("name", &said.name),
        ("email", &said.email),
        ("team", &said.team),
        ("queue", &said.queue),
        ("menu", &said.menu),
        ("line", &said.line),
        ("scope", &said.scope),
    ];
    for (field, text) in single {
        if text.as_ref().is_some_and(|text| !is_text(text)) {
            return Err(Fault::new(field, format!("expected 1 to {TEXT_CHARS_MAX} letters")));
        }
    }
    if said.wrapup_limit_s.is_some_and(|limit| !(1..=WRAPUP_LIMIT_S_MAX).contains(&limit)) {
        return Err(Fault::new("wrapup_limit_s", format!("expected 1 to {WRAPUP_LIMIT_S_MAX}")));
    }
    let counts = [
        ("numbers", said.numbers.len()),
        ("extensions", said.extensions.len()),
        ("aliases", said.aliases.len()),
        ("ids", said.ids.len()),
    ];
    for (field, count) in counts {
        if count > EACH_MAX {
            return Err(Fault::new(field, format!("expected at most {EACH_MAX}")));
        }
    }
    let words = said.aliases.iter().map(|alias| &alias.word);
    let lists: [(&str, Vec<&String>); 4] = [
        ("extensions", said.extensions.iter().collect()),
        ("aliases", words.chain(said.aliases.iter().filter_map(|alias| alias.source.as_ref())).collect()),
        ("ids", said.ids.iter().flat_map(|(system, id)| [system, id]).collect()),
        ("numbers", said.numbers.iter().collect()),
    ];
    for (field, texts) in lists {
        if texts.iter().any(|text| !is_text(text)) {
            return Err(Fault::new(field, format!("expected texts of 1 to {TEXT_CHARS_MAX} letters")));
        }
    }
    Ok(())
}

/// The forms by which a number is found: its full form where the account's region tells it, and as it was written. None of
/// what is no number.
fn found_by(number: &str, numbering: &Numbering) -> Option<Vec<Text>> {
    let written = compared(number)?;
    if !written.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let full = e164(number, numbering.region.as_deref()).and_then(|full| compared(&full));
    Some(full.into_iter().chain([written]).collect())
}

/// The form in which a number that somebody asks for is looked up.
pub(crate) fn looked_up(number: &str, numbering: &Numbering) -> Option<Text> {
    found_by(number, numbering)?.into_iter().next()
}

/// Whether the entries that an entry names are there.
pub(crate) fn named_entries(settings: &EntrySettings, has: &dyn Fn(EntryKind, &str) -> bool) -> Result<(), Fault> {
    let named = [
        ("team", EntryKind::Team, &settings.team),
        ("queue", EntryKind::Queue, &settings.queue),
        ("menu", EntryKind::Menu, &settings.menu),
        ("line", EntryKind::Line, &settings.line),
    ];
    for (field, kind, key) in named {
        if let Some(key) = key.as_ref().filter(|key| !has(kind, key)) {
            return Err(Fault::new(field, format!("there is no {} `{key}`", kind.word())));
        }
    }
    Ok(())
}

/// Two entries that turned out to be one, as the one that stays: what it does not say itself, the other said. A system that
/// calls them by two ids cannot be told which is meant.
pub(crate) fn merged(into: &EntrySettings, gone: &EntrySettings) -> Result<EntrySettings, Fault> {
    let mut whole = into.clone();
    for (mine, other) in [
        (&mut whole.name, &gone.name),
        (&mut whole.email, &gone.email),
        (&mut whole.team, &gone.team),
        (&mut whole.queue, &gone.queue),
        (&mut whole.menu, &gone.menu),
        (&mut whole.line, &gone.line),
        (&mut whole.scope, &gone.scope),
    ] {
        *mine = mine.take().or_else(|| other.clone());
    }
    whole.wrapup = whole.wrapup.or(gone.wrapup);
    whole.wrapup_limit_s = whole.wrapup_limit_s.or(gone.wrapup_limit_s);
    for (mine, other) in [(&mut whole.numbers, &gone.numbers), (&mut whole.extensions, &gone.extensions)] {
        let new: Vec<String> = other.iter().filter(|text| !mine.contains(text)).cloned().collect();
        mine.extend(new);
    }
    whole.aliases.extend(gone.aliases.iter().filter(|alias| !into.aliases.contains(alias)).cloned());
    for (system, id) in &gone.ids {
        let kept = whole.ids.entry(system.clone()).or_insert_with(|| id.clone());
        if kept != id {
            let says = format!("in `{system}` one is called `{kept}` and the other `{id}`: take one id away first");
            return Err(Fault::new("into", says));
        }
    }
    Ok(whole)
}

//! What of a conversation stands in the rows by which it is listed and found, and what of that is to change.
//!
//! Rows are written once a transaction, and only where they differ from what is there, so everything here is about knowing
//! what is there. To have calls found by one more thing: its [`Clue`] and its line in [`clues`].

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use calls::Text;
use calls::conversation::{Call, CallNo, Conversation};
use calls::dialects::found_again;
use calls::id::Kind;
use calls::moment::Moment;
use calls::number::compared;
use uuid::Uuid;

use super::super::{Clue, words_of};
use super::{Names, marks};

/// The most words of the names in a call, and of what was written about it, by which it is found.
const WORDS_MAX: usize = 400;

/// The call has the word.
pub(crate) const OF_CALL: u8 = 1;
/// Its conversation has, which begins with this call then.
pub(crate) const OF_WHOLE: u8 = 2;
/// The call is deleted.
pub(crate) const CALL_DELETED: u8 = 4;
/// The conversation is.
pub(crate) const WHOLE_DELETED: u8 = 8;

/// The rows of a conversation's calls and words, as the store has them.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The calls that stand there as they are, so that one that did not change is not looked at again.
    calls: Vec<Arc<Call>>,
    /// So few that a list is smaller than any map, and looked through as fast.
    rows: Vec<Row>,
    /// The flow that the conversation shares with others, as of when the calls were looked at.
    flow: Option<Text>,
    /// Whether the whole conversation is deleted.
    deleted: bool,
    /// Words that stand under a conversation that went into this one.
    left: Vec<WordRow>,
}

/// What is kept of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    serial: u64,
    listed: Listed,
    told: LastTold,
    deleted: bool,
    /// Each once, in order.
    words: Box<[Text]>,
    /// It stands under a conversation that went into this one: its words are in [`Kept::left`].
    stranger: bool,
}

impl Row {
    /// Whether the same words stand for it, at the same place.
    fn is_found_like(&self, other: &Self) -> bool {
        let place = |row: &Self| (row.listed.started_at, row.deleted, row.stranger);
        place(self) == place(other) && self.words == other.words
    }
}

/// What a row is listed by: whatever changes here changes its indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// When it began.
    pub(crate) started_at: Moment,
    /// When it ended.
    pub(crate) ended_at: Option<Moment>,
    /// See [`marks`].
    pub(crate) marks: u32,
}

/// What of a row changes with nearly everything that is told of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LastTold {
    /// When something was told of it, or became of its recordings, last; in whole milliseconds, as records have it.
    pub(crate) updated_at: Moment,
    /// The business whose call it is.
    pub(crate) scope: Option<Text>,
}

/// A row of a word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordRow {
    /// The word.
    pub(crate) word: Text,
    /// When the call, or the conversation, began.
    pub(crate) started_at: Moment,
    /// The serial of the call.
    pub(crate) call: u64,
    /// What has it, as bits.
    pub(crate) level: u8,
}

/// A call whose row is to be written.
#[derive(Debug)]
pub(crate) struct DueCall {
    /// As it is now.
    pub(crate) call: Arc<Call>,
    /// Its id.
    pub(crate) id: Uuid,
    /// Its serial.
    pub(crate) serial: u64,
    /// Whether it has no row yet.
    pub(crate) is_new: bool,
    /// What it is listed by, where that differs.
    pub(crate) listed: Option<Listed>,
    /// What the store has it listed by.
    pub(crate) was: Option<Listed>,
    /// When something was told of it last, and whose it is, where that differs.
    pub(crate) told: Option<LastTold>,
    /// Its words with a line feed between them, where they differ.
    pub(crate) words: Option<String>,
}

/// What is to change in the rows.
#[derive(Debug, Default)]
pub(crate) struct Due {
    /// Calls that differ from what is kept of them.
    pub(crate) calls: Vec<DueCall>,
    /// The serials of calls that are no more, and what they were listed by.
    pub(crate) gone: Vec<(u64, Listed)>,
    /// Words that are not kept yet, or otherwise.
    pub(crate) words: Vec<WordRow>,
    /// Words that nothing has any longer.
    pub(crate) lost: Vec<WordRow>,
}

impl Kept {
    /// Remembers what a store has of a call.
    pub(crate) fn read(
        &mut self,
        serial: u64,
        (listed, told): (Listed, LastTold),
        deleted: bool,
        words: impl Iterator<Item = Text>,
    ) {
        self.rows.push(Row { serial, listed, told, deleted, words: each_once(words.collect()), stranger: false });
    }

    /// Remembers whether the store has the whole as deleted.
    pub(crate) fn read_deleted(&mut self, deleted: bool) {
        self.deleted = deleted;
    }

    /// What differs from the conversation as it is now; from now on that is what is kept. `told` says when something was told of a call
    /// last.
    pub(crate) fn due(&mut self, now: &Conversation, names: &Names, told: &dyn Fn(Uuid) -> Option<Moment>) -> Due {
        let mut due = Due::default();
        let was_deleted = self.deleted;
        // Most signals change nothing by which a call is found; only where one does, it is held against what was there.
        let mut before = None;
        let mut there = HashSet::new();
        for (no, call) in now.calls.iter().enumerate() {
            let Some(id) = names.id(Kind::Call, &call.key) else { continue };
            let Some(serial) = names.serial(id) else { continue };
            there.insert(serial);
            let same = self.flow == now.flow && self.calls.iter().any(|kept| Arc::ptr_eq(kept, call));
            let told = LastTold::of(now, (no, call), told(id));
            due.calls.extend(self.renew(now, (no, serial, id), (same, told), &mut before));
        }
        self.flow.clone_from(&now.flow);
        self.calls.clone_from(&now.calls);
        self.deleted = now.deleted_at().is_some();
        let is_gone = |row: &Row| !there.contains(&row.serial);
        if was_deleted != self.deleted || !self.left.is_empty() || self.rows.iter().any(is_gone) {
            before.get_or_insert_with(|| self.rows.clone());
        }
        due.gone.extend(self.rows.extract_if(.., |row| is_gone(row)).map(|row| (row.serial, row.listed)));
        if let Some(before) = before {
            self.renew_words(&before, was_deleted, &mut due);
        }
        due
    }

    /// Takes note of a call as it is now; what is to be written of it, if anything is. `before` are the rows as they were, once
    /// one is found by something else.
    fn renew(
        &mut self,
        whole: &Conversation,
        (no, serial, id): (CallNo, u64, Uuid),
        (same, told): (bool, LastTold),
        before: &mut Option<Vec<Row>>,
    ) -> Option<DueCall> {
        let call = whole.calls.get(no)?;
        let marks = marks::of_call(whole, no, call);
        let listed = Listed { started_at: call.started_at, ended_at: call.ended_at, marks };
        let old = self.rows.iter().position(|row| row.serial == serial);
        let row = old.and_then(|place| self.rows.get(place));
        if same && row.is_some_and(|row| row.listed == listed && row.told == told && !row.stranger) {
            return None;
        }
        let words = each_once(clues(whole, (no, id), call));
        let due = DueCall {
            call: Arc::clone(call),
            id,
            serial,
            is_new: row.is_none(),
            listed: row.is_none_or(|row| row.listed != listed).then_some(listed),
            was: row.map(|row| row.listed),
            told: row.is_none_or(|row| row.told != told).then(|| told.clone()),
            words: row.is_none_or(|row| row.words != words).then(|| words.join("\n")),
        };
        let new = Row { serial, listed, told, deleted: call.doings.deleted_at.is_some(), words, stranger: false };
        if !row.is_some_and(|row| row.is_found_like(&new)) {
            before.get_or_insert_with(|| self.rows.clone());
        }
        match old.and_then(|place| self.rows.get_mut(place)) {
            Some(row) => *row = new,
            None => {
                self.rows.reserve_exact(1);
                self.rows.push(new);
            }
        }
        Some(due)
    }

    fn renew_words(&mut self, before: &[Row], was_deleted: bool, due: &mut Due) {
        let mut had = word_rows(before, was_deleted);
        let left: Vec<WordRow> = std::mem::take(&mut self.left);
        let has = word_rows(&self.rows, self.deleted);
        for row in left {
            // They stand under another conversation, so they are written again even where they stay.
            match has.contains_key(&(row.word.clone(), row.started_at, row.call)) {
                true => drop(had.remove(&(row.word, row.started_at, row.call))),
                false => due.lost.push(row),
            }
        }
        for ((word, started_at, call), level) in &has {
            if had.get(&(word.clone(), *started_at, *call)) != Some(level) {
                due.words.push(WordRow { word: word.clone(), started_at: *started_at, call: *call, level: *level });
            }
        }
        let lost = had.into_iter().filter(|(key, _)| !has.contains_key(key));
        due.lost.extend(lost.map(|((word, started_at, call), level)| WordRow { word, started_at, call, level }));
    }

    /// Takes over the rows of a conversation that goes into this one.
    pub(crate) fn take_over(&mut self, other: Self) {
        let words = word_rows(&other.rows, other.deleted);
        self.left.extend(words.into_iter().map(|((word, started_at, call), level)| WordRow { word, started_at, call, level }));
        self.left.extend(other.left);
        for row in other.rows {
            self.rows.retain(|known| known.serial != row.serial);
            self.rows.push(Row { stranger: true, ..row });
        }
    }
}

impl LastTold {
    fn of(whole: &Conversation, (no, call): (CallNo, &Call), told: Option<Moment>) -> Self {
        let own = whole.recordings.iter().filter(|recording| recording.call == no);
        let moments = own.flat_map(|recording| [recording.stored_at, recording.played_at, recording.deleted_at]).flatten();
        let updated_at = moments.fold(told.unwrap_or(call.changed_at), Moment::max);
        let part = updated_at.micros().rem_euclid(1_000);
        Self { updated_at: updated_at.plus(-part), scope: call.assigned.scope.clone() }
    }
}

/// Every word that calls and their conversation are found by: when it began, under which call; and the level.
fn word_rows(rows: &[Row], deleted: bool) -> BTreeMap<(Text, Moment, u64), u8> {
    let mut all = BTreeMap::new();
    let own = || rows.iter().filter(|row| !row.stranger);
    let whole = OF_WHOLE | if deleted { WHOLE_DELETED } else { 0 };
    let first = own().map(|row| (row.listed.started_at, row.serial)).min();
    for row in own() {
        let level = OF_CALL | if row.deleted { CALL_DELETED } else { 0 };
        for word in &row.words {
            *all.entry((word.clone(), row.listed.started_at, row.serial)).or_insert(0) |= level;
            if let Some((started_at, serial)) = first {
                *all.entry((word.clone(), started_at, serial)).or_insert(0) |= whole;
            }
        }
    }
    all
}

/// What a call is found by.
fn clues(whole: &Conversation, (no, id): (CallNo, Uuid), call: &Call) -> Vec<Text> {
    let sides = || [&call.from, &call.to].into_iter();
    let numbers = sides().flat_map(|side| [&side.number, &side.e164]);
    let numbers = numbers.chain(call.legs.iter().flat_map(|leg| [&leg.number, &leg.e164])).chain([&call.line]).flatten();
    let numbers = numbers.filter_map(|number| compared(number));
    let mut clues: Vec<Clue> =
        numbers.flat_map(|number| [Clue::last_of(&number), Some(Clue::Number(number))]).flatten().collect();
    clues.push(Clue::half_of(id));
    clues.extend(whole.flow.iter().cloned().map(Clue::Flow));
    clues.extend(call.line.iter().filter_map(|line| compared(line)).map(Clue::Line));
    clues.extend(call.provider.iter().map(|provider| Clue::provided(&provider.name, &provider.id)));
    clues.extend(found_again(&call.kept).map(|(dialect, word)| Clue::kept(dialect, &word)));
    let users = call.legs.iter().filter_map(|leg| leg.user.clone());
    clues.extend(users.map(Clue::User));
    clues.extend(call.legs.iter().filter_map(|leg| leg.contact.clone()).map(Clue::Contact));
    clues.extend(call.assigned.user.iter().cloned().map(Clue::Assigned));
    clues.extend(call.assigned.team.iter().cloned().map(Clue::Team));
    let queues = whole.queues.iter().filter(|queue| queue.call == no).filter_map(|queue| queue.name.clone());
    clues.extend(queues.chain(call.assigned.queue.clone()).map(Clue::Queue));
    let shown = sides().map(|side| &side.name).chain(call.legs.iter().map(|leg| &leg.name)).flatten();
    let mut shown: Vec<&Text> = shown.collect();
    shown.dedup();
    clues.extend(shown.into_iter().flat_map(|name| words_of(name)).take(WORDS_MAX).map(Clue::Name));
    let doings = &call.doings;
    clues.extend(doings.links.iter().map(|(link, _)| Clue::linked(&link.kind, &link.id)));
    let written = doings.notes.iter().map(|(_, text, _)| text.as_str());
    let written = written.chain(doings.summary.iter().map(|(text, _)| text.as_str()));
    let written = written.chain(doings.disposition.iter().filter_map(|(disposed, _)| disposed.text.as_deref()));
    clues.extend(written.flat_map(words_of).take(WORDS_MAX).map(Clue::Written));
    clues.iter().map(Clue::word).collect()
}

fn each_once(mut words: Vec<Text>) -> Box<[Text]> {
    words.sort_unstable();
    words.dedup();
    words.into()
}

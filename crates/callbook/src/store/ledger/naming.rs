//! Ids and serials of one conversation's things (rule N17): derived once, remembered for ever.

use std::collections::HashMap;

use calls::Text;
use calls::id::{Kind, derive};
use calls::record::Ids;
use uuid::Uuid;

/// An id that was told, as the store remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IdRow {
    /// The id that is told: the one asked for, or another that it resolves to.
    pub(crate) id: Uuid,
    /// Its serial.
    pub(crate) serial: u64,
}

/// An id that was never told before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fresh {
    /// What it names.
    pub(crate) kind: Kind,
    /// The id.
    pub(crate) id: Uuid,
    /// Its serial.
    pub(crate) serial: u64,
    /// The id that is told instead.
    pub(crate) same_as: Option<Uuid>,
}

/// The names of one conversation's things.
#[derive(Debug, Default)]
pub(crate) struct Names {
    ids: HashMap<(Kind, Text), Uuid>,
    serials: HashMap<Uuid, u64>,
}

impl Names {
    /// The id of a thing, if it was told.
    pub(crate) fn id(&self, kind: Kind, key: &Text) -> Option<Uuid> {
        self.ids.get(&(kind, key.clone())).copied()
    }

    /// The serial of a thing, if it was told.
    pub(crate) fn serial(&self, id: Uuid) -> Option<u64> {
        self.serials.get(&id).copied()
    }

    /// Calls a thing by an id that was told before.
    pub(crate) fn set(&mut self, kind: Kind, key: Text, id: Uuid) {
        self.ids.insert((kind, key), id);
    }

    /// Remembers the serial of an id.
    pub(crate) fn numbered(&mut self, id: Uuid, serial: u64) {
        self.serials.insert(id, serial);
    }

    /// Every id with its serial.
    pub(crate) fn serials(&self) -> impl Iterator<Item = (Uuid, u64)> {
        self.serials.iter().map(|(id, serial)| (*id, *serial))
    }

    /// Takes over the names of a conversation that goes into this one.
    pub(crate) fn take_over(&mut self, other: Self) {
        self.serials.extend(other.serials);
        let parts = other.ids.into_iter().filter(|((kind, _), _)| *kind != Kind::Conversation);
        self.ids.extend(parts);
    }
}

/// Names things while a record is printed.
pub(crate) struct Naming<'a> {
    /// The account, which ids are derived from.
    pub(crate) account: &'a str,
    /// What has a name already.
    pub(crate) names: &'a mut Names,
    /// The integer that was given last.
    pub(crate) last: &'a mut u64,
    /// Finds an id that was told of something that is not in memory.
    pub(crate) known: &'a mut dyn FnMut(Uuid) -> Option<IdRow>,
    /// What was named for the first time.
    pub(crate) fresh: Vec<Fresh>,
}

impl Ids for Naming<'_> {
    fn id(&mut self, kind: Kind, source: &str, key: &str) -> Uuid {
        let name = (kind, Text::new(key));
        // There is one conversation, and what it was first told as it stays, whichever leg turns out to be its first.
        let conversation = (Kind::Conversation, Text::default());
        let name = if kind == Kind::Conversation { conversation } else { name };
        if let Some(id) = self.names.ids.get(&name) {
            return *id;
        }
        let derived = derive(self.account, source, kind, key);
        let id = if self.names.serials.contains_key(&derived) {
            derived
        } else if let Some(row) = (self.known)(derived) {
            self.names.serials.insert(row.id, row.serial);
            row.id
        } else {
            *self.last += 1;
            self.names.serials.insert(derived, *self.last);
            self.fresh.push(Fresh { kind, id: derived, serial: *self.last, same_as: None });
            derived
        };
        self.names.ids.insert(name, id);
        id
    }

    fn serial(&mut self, _: Kind, id: Uuid) -> u64 {
        self.names.serials.get(&id).copied().unwrap_or_default()
    }
}

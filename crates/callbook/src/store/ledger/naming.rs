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
    /// The integer of the next call that is named.
    reserved: Option<u64>,
}

impl Names {
    /// The id of a thing, if it was told.
    pub(crate) fn id(&self, kind: Kind, key: &Text) -> Option<Uuid> {
        self.ids.get(&name(kind, key.clone())).copied()
    }

    /// The serial of a thing, if it was told.
    pub(crate) fn serial(&self, id: Uuid) -> Option<u64> {
        self.serials.get(&id).copied()
    }

    /// Has the next call that is named get this integer, which somebody else gave it (rule N17): the account's counter has been moved
    /// above it, and no other call has it.
    pub(crate) fn reserve(&mut self, serial: u64) {
        self.reserved = Some(serial);
    }

    /// Calls a thing by an id that was told before.
    pub(crate) fn set(&mut self, kind: Kind, key: Text, id: Uuid) {
        self.ids.insert(name(kind, key), id);
    }

    /// Remembers the serial of an id.
    pub(crate) fn numbered(&mut self, id: Uuid, serial: u64) {
        self.serials.insert(id, serial);
    }

    /// Every id with its serial.
    pub(crate) fn serials(&self) -> impl Iterator<Item = (Uuid, u64)> {
        self.serials.iter().map(|(id, serial)| (*id, *serial))
    }

    /// The id by which a thing of a source was told, here or where only the store knows of it: `known` finds such an id.
    pub(crate) fn told(
        &mut self,
        (account, source): (&str, &str),
        kind: Kind,
        key: &Text,
        known: &mut dyn FnMut(Uuid) -> Option<IdRow>,
    ) -> Option<Uuid> {
        if let Some(id) = self.id(kind, key) {
            return Some(id);
        }
        let derived = derive(account, source, kind, key);
        let id = if self.serials.contains_key(&derived) {
            derived
        } else {
            let row = known(derived)?;
            self.serials.insert(row.id, row.serial);
            row.id
        };
        self.set(kind, key.clone(), id);
        Some(id)
    }

    /// Takes over the names of a conversation that goes into this one. Its own id is no part of this one: it keeps its own
    /// history, wherever this one goes later (rule N20).
    pub(crate) fn take_over(&mut self, mut other: Self) {
        if let Some(own) = other.id(Kind::Conversation, &Text::default()) {
            other.serials.remove(&own);
        }
        self.serials.extend(other.serials);
        let parts = other.ids.into_iter().filter(|((kind, _), _)| *kind != Kind::Conversation);
        self.ids.extend(parts);
    }
}

/// There is one conversation, and what it was first told as it stays, whichever leg turns out to be its first.
fn name(kind: Kind, key: Text) -> (Kind, Text) {
    (kind, if kind == Kind::Conversation { Text::default() } else { key })
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

impl Naming<'_> {
    /// The id by which a thing of a source was told.
    pub(crate) fn told(&mut self, kind: Kind, source: &str, key: &Text) -> Option<Uuid> {
        self.names.told((self.account, source), kind, key, self.known)
    }
}

impl Ids for Naming<'_> {
    fn id(&mut self, kind: Kind, source: &str, key: &str) -> Uuid {
        let key = Text::new(key);
        if let Some(id) = self.told(kind, source, &key) {
            return id;
        }
        let derived = derive(self.account, source, kind, &key);
        let reserved = if kind == Kind::Call { self.names.reserved.take() } else { None };
        let serial = reserved.unwrap_or_else(|| {
            *self.last += 1;
            *self.last
        });
        self.names.numbered(derived, serial);
        self.names.set(kind, key, derived);
        self.fresh.push(Fresh { kind, id: derived, serial, same_as: None });
        derived
    }

    fn serial(&mut self, _: Kind, id: Uuid) -> u64 {
        self.names.serials.get(&id).copied().unwrap_or_default()
    }
}

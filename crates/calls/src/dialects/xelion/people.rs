//! Who is logged in, and the entries of the directory that clients list (sheet, 4.3). The directory itself is known above.

use serde_json::json;

use crate::Text;
use crate::dialects::{Names, Thing};

use super::form::oid;

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The name that he logs in with.
    pub user_name: Text,
    /// By directory key.
    pub user: Text,
    /// Whether he administers the account.
    pub is_administrator: bool,
    /// What he does now, as presence says.
    pub status: Text,
}

impl Me {
    /// `me/info`, as JSON text.
    #[must_use]
    pub fn body(&self, names: &dyn Names) -> String {
        let entry = Thing::User(self.user.clone());
        let person = Thing::Person(self.user.clone());
        let name = names.name(&entry).unwrap_or_else(|| self.user.clone());
        let own = oid(names, &entry);
        let me = json!({
            "userName": self.user_name,
            "userId": own,
            "oid": own,
            "commonName": name,
            "isAdministrator": self.is_administrator,
            "person": {"oid": oid(names, &person), "commonName": name, "objectType": "Person"},
            "presenceInfo": {"status": self.status},
        });
        json!({ "object": me }).to_string()
    }
}

/// What kind of entry is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A user, with the name that he logs in with, if he does, and his numbers.
    User {
        /// The name that he logs in with.
        user_name: Option<Text>,
        /// His extensions and numbers.
        phones: Vec<Text>,
    },
    /// A user, as address books know him.
    Person,
    /// Somebody outside.
    Contact,
    /// An own number.
    PhoneLine,
}

/// An entry of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key; of a line its number.
    pub key: Text,
    /// What it is.
    pub kind: EntryKind,
}

impl Entry {
    /// What it has its oid by.
    #[must_use]
    pub fn thing(&self) -> Thing {
        let key = self.key.clone();
        match self.kind {
            EntryKind::User { .. } => Thing::User(key),
            EntryKind::Person => Thing::Person(key),
            EntryKind::Contact => Thing::Contact(key),
            EntryKind::PhoneLine => Thing::Line(key),
        }
    }

    /// What people call it, by which `name=` finds it.
    #[must_use]
    pub fn title(&self, names: &dyn Names) -> Text {
        let entry = match self.kind {
            EntryKind::Person => Thing::User(self.key.clone()),
            _ => self.thing(),
        };
        names.name(&entry).unwrap_or_else(|| self.key.clone())
    }

    /// The entry as lists show it, as JSON text.
    #[must_use]
    pub fn body(&self, names: &dyn Names) -> String {
        let kind = match self.kind {
            EntryKind::User { .. } => "User",
            EntryKind::Person | EntryKind::Contact => "Person",
            EntryKind::PhoneLine => "PhoneLine",
        };
        let mut entry = json!({"oid": oid(names, &self.thing()), "objectType": kind, "commonName": self.title(names)});
        let mut add = |key: &str, value: serde_json::Value| {
            if let Some(fields) = entry.as_object_mut() {
                fields.insert(key.to_owned(), value);
            }
        };
        match &self.kind {
            EntryKind::User { user_name, phones } => {
                add("userName", json!(user_name));
                add("phones", json!(phones));
            }
            EntryKind::PhoneLine => add("number", json!(self.key)),
            EntryKind::Person | EntryKind::Contact => {}
        }
        entry.to_string()
    }
}

//! UUIDs of what an account has, for clients of dialects that name things so: derived, so that they are the same for ever and no other's
//! (rules R8, N17), and read back by the directory as it is now.
//!
//! Contacts are not read back: there may be too many of them. To name one more thing so: its kind and word in `names`, and, if clients name
//! it too, its line in [`things_of`].

use std::collections::HashMap;

use calls::Text;
use calls::dialects::Thing;
use uuid::Uuid;

use crate::directory::Directory;
use crate::store::EntryKind;

/// Under which the UUIDs of things are derived, so that they are the same for ever (rule R8).
const THINGS: Uuid = Uuid::from_u128(0x6f1c_2a54_8f0b_5d1e_9c37_4d0a_7b52_e8c1);
/// What businesses are called where things are told apart by kind and word.
pub(super) const BUSINESS: &str = "business";

/// The UUID of a whole account, for clients of dialects to whom it is one of their tenants (rule R18).
pub(crate) fn account_uuid(account: &str) -> Uuid {
    uuid_of(account, &(Text::new_static("account"), Text::default()))
}

/// The UUID of an entry of the directory, for clients of dialects that name things so.
pub(crate) fn entry_uuid(account: &str, kind: EntryKind, key: &Text) -> Uuid {
    uuid_of(account, &(Text::new_static(kind.word()), key.clone()))
}

/// The UUID of a business, by its scope; none: of that to which everything belongs that has no scope (rule R18).
pub(crate) fn business_uuid(account: &str, scope: Option<&Text>) -> Uuid {
    uuid_of(account, &(Text::new_static(BUSINESS), scope.cloned().unwrap_or_default()))
}

/// What makes a thing of its key.
type OfKey = fn(Text) -> Thing;

/// What has which UUID; entries also under those that they had before they turned out to be others.
pub(super) fn things_of(account: &str, directory: &Directory) -> HashMap<Uuid, Thing> {
    let mut things = HashMap::new();
    let kinds: [(EntryKind, OfKey); 5] = [
        (EntryKind::User, Thing::User),
        (EntryKind::Team, Thing::Team),
        (EntryKind::Queue, Thing::Queue),
        (EntryKind::Menu, Thing::Menu),
        (EntryKind::Line, Thing::Line),
    ];
    for (kind, thing) in kinds {
        for key in directory.names(kind).into_keys() {
            let names = directory.all_names(kind, &key).into_iter();
            things.extend(names.map(|name| (entry_uuid(account, kind, &name), thing(key.clone()))));
        }
    }
    let scopes = directory.scopes().into_iter().map(Some).chain([None]);
    things.extend(scopes.map(|scope| (business_uuid(account, scope.as_ref()), Thing::Business(scope))));
    things
}

/// What an account has under a kind and a word. Neither has a line feed in it before the last.
pub(super) fn uuid_of(account: &str, (kind, word): &(Text, Text)) -> Uuid {
    Uuid::new_v5(&THINGS, format!("{account}\n{kind}\n{word}").as_bytes())
}

/// The key of the user whom somebody outside names: by UUID, by a word of the directory, by mail address, or by a name that nobody
/// else has. One who turned out to be another is that one under each UUID that he had.
pub(crate) fn user_named(directory: &Directory, account: &str, said: &str) -> Option<Text> {
    let users = directory.names(EntryKind::User);
    if let Ok(id) = Uuid::try_parse(said) {
        let has = |key: &Text| uuid_of(account, &(Text::new_static(EntryKind::User.word()), key.clone())) == id;
        return users.into_keys().find(|user| directory.all_names(EntryKind::User, user).iter().any(has));
    }
    if let Some(key) = directory.named(EntryKind::User, said) {
        return Some(key.clone());
    }
    let same = |known: Option<&String>| known.is_some_and(|known| known.to_lowercase() == said.to_lowercase());
    let is = |key: &&Text| {
        let settings = directory.settings(EntryKind::User, key);
        settings.is_some_and(|settings| same(settings.email.as_ref()) || same(settings.name.as_ref()))
    };
    let mut called = users.keys().filter(is);
    called.next().filter(|_| called.next().is_none()).cloned()
}

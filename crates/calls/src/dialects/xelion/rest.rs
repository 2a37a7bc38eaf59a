//! What stands around the objects of an answer (sheet, 4.1): links, pages, references.

use serde_json::{Value, json};

use crate::dialects::{Names, Thing};

use super::form::oid;

/// An object as others name it; none as long as it has no oid.
pub(super) fn reference(names: &dyn Names, thing: &Thing) -> Option<Value> {
    let (entry, kind) = match thing {
        Thing::Person(user) => (Thing::User(user.clone()), "Person"),
        Thing::Line(line) => (Thing::Line(line.clone()), "PhoneLine"),
        other => (other.clone(), "Person"),
    };
    let key = match &entry {
        Thing::User(key) | Thing::Line(key) | Thing::Contact(key) => Some(key.clone()),
        _ => None,
    };
    let oid = oid(names, thing)?;
    Some(json!({"commonName": names.name(&entry).or(key), "oid": oid, "objectType": kind}))
}

/// Where this dialect is served for a tenant: `https://callbook.example/api/v1/master`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Without a slash at the end.
    pub address: String,
}

/// An object of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its oid.
    pub oid: u64,
    /// Its path below the tenant's address: `communications/88301`.
    pub path: String,
    /// The object, as JSON text.
    pub body: String,
}

/// An object of a list.
#[must_use]
pub fn item(folder: &str, oid: u64, body: String) -> Listed {
    Listed { oid, path: format!("{folder}/{oid}"), body }
}

/// An answer that is one text, such as the address of a socket.
#[must_use]
pub fn one_text(text: &str) -> String {
    json!({ "object": text }).to_string()
}

impl Rest {
    fn link(&self, rel: &str, path: &str) -> Value {
        json!({"rel": rel, "href": format!("{}/{path}", self.address), "method": "GET"})
    }

    /// The answer to a question for one object, which is JSON text.
    #[must_use]
    pub fn single(&self, path: &str, body: &str) -> String {
        format!("{{\"object\":{body},\"links\":[{}]}}", self.link("self", path))
    }

    /// The answer to a question for a list. `path` and `asked` are what was asked; `limit` is how many were asked for: there is a
    /// next page as long as a page is full (rules X28, X29).
    #[must_use]
    pub fn list(&self, path: &str, asked: &[(String, String)], items: &[Listed], limit: usize) -> String {
        let bodies: Vec<String> = items.iter().map(|item| self.single(&item.path, &item.body)).collect();
        let id = |item: Option<&Listed>| item.map(|item| item.oid.to_string());
        let (previous, next) = (id(items.first()), id(items.last()));
        let mut links = vec![self.link("refresh", &with_query(path, asked))];
        if let Some(next) = next.as_ref().filter(|_| items.len() >= limit) {
            let kept = asked.iter().filter(|(key, _)| key != "after" && key != "before").cloned();
            let after: Vec<(String, String)> = kept.chain([("after".to_owned(), next.clone())]).collect();
            links.push(self.link("next", &with_query(path, &after)));
        }
        let meta = json!({"paging": {"previousId": previous, "nextId": next}, "links": links});
        format!("{{\"data\":[{}],\"meta\":{meta}}}", bodies.join(","))
    }
}

/// A path with parameters, each written so that it is read as it was.
fn with_query(path: &str, asked: &[(String, String)]) -> String {
    let pairs: Vec<String> = asked.iter().map(|(key, value)| format!("{}={}", escaped(key), escaped(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// RFC 3986: everything but letters, digits, `-`, `.`, `_` and `~` as `%XX`.
fn escaped(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let one = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

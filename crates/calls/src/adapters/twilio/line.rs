//! Callbacks as lines, in which they are kept and recorded: one JSON object a line.
//!
//! `{"seen_at": "2026-11-02T09:00:00.250Z", "path": "/status", "token": "…", "params": {"CallSid": "CA…", …}}`: when it came, the
//! path that was asked for, the `I-Twilio-Idempotency-Token` if there was one, and the fields; one that was sent several times
//! has a list. All but `params` may be missing. Bytes may be cut anywhere; a line that is wrong costs itself and a note.
//! Signatures are checked before a callback becomes a line, and are not kept. To add something: a member of [`Line`].

use serde_json::Value;

use super::super::origination::{read_doer, write_doer};
use super::params::{PARAMETERS_MAX, Params};
use crate::Text;
use crate::moment::Moment;
use crate::signal::Doer;

/// The longest line that is read; Twilio's are below 4 KB.
const LINE_BYTES_MAX: usize = 256 * 1024;

/// A callback as it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// When it came.
    pub seen_at: Option<Moment>,
    /// What was asked for, for people: it says nothing about calls but those that were asked for through us (`originate`).
    pub path: Text,
    /// What names the request when it is sent again.
    pub token: Option<Text>,
    /// Of the answer to a call that was asked for: who did.
    pub by: Option<Doer>,
    /// Its fields.
    pub params: Params,
}

impl Line {
    /// Reads a line, or says in words what is wrong.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let value: Value = serde_json::from_str(text).map_err(|_| "this is no JSON object")?;
        let word = |name: &str| value.get(name).and_then(Value::as_str);
        let seen_at = match word("seen_at") {
            Some(text) => Some(Moment::from_rfc3339(text).ok_or("seen_at: expected a time as in RFC 3339")?),
            None => None,
        };
        let fields = value.get("params").and_then(Value::as_object).ok_or("params: expected the fields of a callback")?;
        let mut params = Vec::new();
        for (name, told) in fields {
            let values: Vec<&Value> = told.as_array().map_or_else(|| vec![told], |list| list.iter().collect());
            for value in values {
                let text = value.as_str().ok_or("params: expected texts or lists of texts")?;
                params.push((Text::new(name), Text::new(text)));
            }
        }
        if params.len() > PARAMETERS_MAX {
            return Err("params: more than a callback has");
        }
        let path = word("path").map(Text::new).unwrap_or_default();
        let (token, by) = (word("token").map(Text::new), value.get("by").and_then(read_doer));
        Ok(Self { seen_at, path, token, by, params: Params(params) })
    }

    /// Writes it as it is read, without the line's end.
    #[must_use]
    pub fn write(&self) -> String {
        let mut fields = serde_json::Map::new();
        for (name, value) in &self.params.0 {
            let value = Value::from(value.as_str());
            match fields.get_mut(name.as_str()) {
                None => drop(fields.insert(name.to_string(), value)),
                Some(Value::Array(list)) => list.push(value),
                Some(one) => *one = Value::Array(vec![one.take(), value]),
            }
        }
        let mut whole = serde_json::Map::new();
        if let Some(seen_at) = self.seen_at {
            whole.insert("seen_at".to_owned(), Value::from(seen_at.precise().as_str()));
        }
        whole.insert("path".to_owned(), Value::from(self.path.as_str()));
        if let Some(token) = &self.token {
            whole.insert("token".to_owned(), Value::from(token.as_str()));
        }
        if let Some(by) = &self.by {
            whole.insert("by".to_owned(), write_doer(by));
        }
        whole.insert("params".to_owned(), Value::Object(fields));
        Value::Object(whole).to_string()
    }
}

/// Finds lines in bytes.
#[derive(Debug, Default)]
pub(super) struct Lines {
    rest: Vec<u8>,
    /// The line is too long and skipped up to its end.
    skips: bool,
    number: u64,
}

impl Lines {
    /// Takes bytes and hands on each whole line with its number from 1; one that cannot be text is none.
    pub(super) fn push(&mut self, mut bytes: &[u8], found: &mut dyn FnMut(u64, Option<&str>)) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, after) = bytes.split_at(end);
            self.add(line);
            self.end(found);
            bytes = after.get(1..).unwrap_or_default();
        }
        self.add(bytes);
    }

    /// The bytes are over: what is left is a line too.
    pub(super) fn finish(&mut self, found: &mut dyn FnMut(u64, Option<&str>)) {
        if self.skips || !self.rest.is_empty() {
            self.end(found);
        }
        self.number = 0;
    }

    fn add(&mut self, bytes: &[u8]) {
        self.skips |= self.rest.len() + bytes.len() > LINE_BYTES_MAX;
        if self.skips {
            self.rest.clear();
        } else {
            self.rest.extend_from_slice(bytes);
        }
    }

    fn end(&mut self, found: &mut dyn FnMut(u64, Option<&str>)) {
        self.number += 1;
        let line = std::mem::take(&mut self.rest);
        if std::mem::take(&mut self.skips) {
            found(self.number, None);
        } else if !line.iter().all(u8::is_ascii_whitespace) {
            found(self.number, std::str::from_utf8(&line).ok());
        }
    }
}

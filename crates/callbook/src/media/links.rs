//! Links to recordings: signed, good until a moment, for whoever has one (rule R16).
//!
//! A link names recording, kind of audio and end; its signature ends with the account's name, so that whoever serves it knows whose it
//! is. What is signed with is drawn once for each account and kept in the store: every node and every restored store knows it. A link
//! must never be logged. Whether the recording is still there is for whoever serves it to see.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

use calls::Text;
use calls::moment::Moment;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use super::Kind;
use crate::store::{NAME_CHARS_MAX, Result, Store, StoreError, is_name, text};

/// Bytes of a signature, before the account's name.
const MAC_BYTES: usize = 32;

/// Signs links, and knows its own again.
pub(crate) struct Links {
    store: Arc<dyn Store>,
    /// Scheme and place at which this server is reached.
    host: String,
    /// One an account.
    keys: Mutex<HashMap<Text, [u8; 32]>>,
}

/// What makes a link count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// The recording.
    pub(crate) recording: Uuid,
    /// Its kind of audio.
    pub(crate) kind: Kind,
    /// Until when, in seconds since the epoch.
    pub(crate) expires: i64,
}

impl Signed {
    fn mac(&self, key: &[u8; 32], account: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        let said = format!("recording\n{account}\n{}\n{}\n{}", self.recording, self.kind.ending(), self.expires);
        mac.update(said.as_bytes());
        Some(mac)
    }
}

impl Links {
    /// Links at that host, as `https://callbook.example`.
    pub(super) fn new(store: Arc<dyn Store>, host: &str) -> Self {
        Self { store, host: host.trim_end_matches('/').to_owned(), keys: Mutex::default() }
    }

    /// Scheme and place at which this server is reached.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// A link to a recording that is good until that moment, in whole seconds; none where Callbook never had its bytes.
    pub(crate) async fn sign(&self, account: &str, recording: Uuid, until: Moment) -> Result<Option<String>> {
        let Some(row) = self.store.media(account, recording).await? else { return Ok(None) };
        let Some(kind) = Kind::of_ending(&row.media.ending) else { return Ok(None) };
        let key = self.key(account).await?;
        Ok(self.signed(account, &key, &Signed { recording, kind, expires: until.micros().div_euclid(1_000_000) }))
    }

    /// The account that a signature is of, if it is one of ours.
    pub(crate) async fn account(&self, signed: &Signed, sig: &str) -> Result<Option<Text>> {
        let Some(bytes) = unhex(sig) else { return Ok(None) };
        let Some((said, account)) = bytes.split_at_checked(MAC_BYTES) else { return Ok(None) };
        let Some(account) = std::str::from_utf8(account).ok().filter(|account| is_name(account)) else { return Ok(None) };
        let key = match self.held(account) {
            Some(key) => key,
            // Whoever makes up accounts must cost nothing but a look.
            None => match self.store.link_key(account).await? {
                Some(key) => self.hold(account, key),
                None => return Ok(None),
            },
        };
        // Compared in the same time, wherever it differs.
        let is_ours = signed.mac(&key, account).is_some_and(|mac| mac.verify_slice(said).is_ok());
        Ok(is_ours.then(|| text(account)))
    }

    fn signed(&self, account: &str, key: &[u8; 32], signed: &Signed) -> Option<String> {
        let mac = signed.mac(key, account)?.finalize().into_bytes();
        let sig = hex(mac.as_slice()) + &hex(account.as_bytes());
        let Signed { recording, kind, expires } = signed;
        Some(format!("{}/recordings/{recording}.{}?expires={expires}&sig={sig}", self.host, kind.ending()))
    }

    async fn key(&self, account: &str) -> Result<[u8; 32]> {
        if let Some(key) = self.held(account) {
            return Ok(key);
        }
        let key = match self.store.link_key(account).await? {
            Some(key) => key,
            None => {
                let mut drawn = [0; 32];
                let unable = |error| StoreError::Unavailable(format!("no random bytes: {error}"));
                getrandom::fill(&mut drawn).map_err(unable)?;
                self.store.draw_link_key(account, drawn).await?
            }
        };
        Ok(self.hold(account, key))
    }

    fn held(&self, account: &str) -> Option<[u8; 32]> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(account).copied()
    }

    /// There are no more of them than accounts.
    fn hold(&self, account: &str, key: [u8; 32]) -> [u8; 32] {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(text(account), key);
        key
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut said = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(said, "{byte:02x}");
    }
    said
}

/// The bytes that hex in lower case says; none of what is none, or longer than a signature can be.
fn unhex(said: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if said.len() > 2 * (MAC_BYTES + NAME_CHARS_MAX) {
        return None;
    }
    said.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect()
}

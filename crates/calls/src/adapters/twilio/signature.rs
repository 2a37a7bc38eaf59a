//! `X-Twilio-Signature`: whether a request was signed with the account's token.
//!
//! It stands alone: it must be asked before anything of a request is parsed, over every field of it, known to us or not (trap
//! T3), and with the public URL, which behind a proxy is not the one that the server sees (T1). It must never compare in a way
//! whose time tells how much was right, and never say which URL or token matched.
//! To add a way in which the same URL may be written: a line in `spellings`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// What was sent with a request, as far as it is signed.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// Nothing, or a request by GET: the URL alone is signed.
    Nothing,
    /// The fields of a form, decoded, in any order.
    Form(&'a [(String, String)]),
    /// JSON: its hash stands in the URL as `bodySHA256`.
    Json(&'a [u8]),
}

/// Whether `signature` was made of this request with one of the tokens. There are two while a token is exchanged.
#[must_use]
pub fn is_signed(tokens: &[&str], signature: &str, url: &str, body: Body<'_>) -> bool {
    let Ok(signature) = STANDARD.decode(signature.trim()) else { return false };
    // The fragment holds settings for the sender and is never sent nor signed (T17).
    let url = url.split('#').next().unwrap_or_default();
    if let Body::Json(bytes) = body
        && !names_hash_of(url, bytes)
    {
        return false;
    }
    let fields = match body {
        Body::Form(fields) => in_a_row(fields),
        Body::Nothing | Body::Json(_) => String::new(),
    };
    let spellings = spellings(url);
    tokens.iter().filter(|token| !token.is_empty()).any(|token| {
        spellings.iter().any(|url| {
            // Every key length is a key.
            let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return false };
            mac.update(url.as_bytes());
            mac.update(fields.as_bytes());
            mac.verify_slice(&signature).is_ok()
        })
    })
}

/// The signature that a sender makes of a request: what a simulated one needs.
#[must_use]
pub fn sign(token: &str, url: &str, fields: &[(String, String)]) -> String {
    // Every key length is a key.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else { return String::new() };
    mac.update(url.as_bytes());
    mac.update(in_a_row(fields).as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Names and values, sorted bytewise, nothing between; a value that comes again under the same name counts once.
fn in_a_row(fields: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort();
    sorted.dedup();
    sorted.into_iter().flat_map(|(name, value)| [name.as_str(), value]).collect()
}

/// Whether the URL names the hash of this body, which is compared apart.
fn names_hash_of(url: &str, body: &[u8]) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let Some(named) = query.split('&').find_map(|pair| pair.strip_prefix("bodySHA256=")) else { return false };
    let hash: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    named.eq_ignore_ascii_case(&hash)
}

/// The ways in which the sender may have written the URL that it signed: with and without port (T2), each as it is and as
/// browsers write it.
fn spellings(url: &str) -> Vec<String> {
    let Some(parts) = Parts::of(url) else { return vec![url.to_owned()] };
    let default = if parts.scheme.eq_ignore_ascii_case("http") { ":80" } else { ":443" };
    let mut all =
        vec![url.to_owned(), parts.with_port(""), parts.with_port(if parts.port.is_empty() { default } else { parts.port })];
    let normal: Vec<String> = all.iter().filter_map(|url| Parts::of(url).map(|parts| parts.normal(default))).collect();
    all.extend(normal);
    all
}

/// A URL taken apart; put together again it is the same text.
struct Parts<'a> {
    scheme: &'a str,
    /// Name and password with their `@`, or nothing.
    user: &'a str,
    host: &'a str,
    /// With its colon, or nothing.
    port: &'a str,
    path: &'a str,
    /// With its question mark, or nothing.
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        let (user, place) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        let colon = place.rfind(':').filter(|colon| place[*colon..].bytes().skip(1).all(|byte| byte.is_ascii_digit()));
        let (host, port) = place.split_at(colon.unwrap_or(place.len()));
        Some(Self { scheme, user, host, port, path, query })
    }

    fn with_port(&self, port: &str) -> String {
        [self.scheme, "://", self.user, self.host, port, self.path, self.query].concat()
    }

    /// As the URL standard writes it: scheme and host in small letters, no default port, a path, and what may not stand in
    /// path and query percent-encoded.
    fn normal(&self, default: &str) -> String {
        let port = if self.port == default { "" } else { self.port };
        let path = if self.path.is_empty() { "/".to_owned() } else { encoded(self.path, "\"<>`{}") };
        let query = encoded(self.query, "\"<>'");
        [&self.scheme.to_lowercase(), "://", self.user, &self.host.to_lowercase(), port, &path, &query].concat()
    }
}

/// Percent-encodes blanks, control characters, what is no ASCII, and `also`.
fn encoded(text: &str, also: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for byte in text.bytes() {
        if (0x21..0x7f).contains(&byte) && !also.as_bytes().contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    whole
}

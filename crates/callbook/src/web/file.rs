//! One file of the page: its kind, its bytes, small where a browser takes them so, and how long it may be kept.
//!
//! A file whose name holds a hash of what is in it never changes; every other is asked for anew, and answered with its tag alone
//! while it is the same. To add a kind of file: its line in [`KINDS`].

use std::borrow::Cow;
use std::io::Write;
use std::sync::OnceLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Kinds of files by the ends of their names: what each is, and whether it gets smaller.
const KINDS: &[(&str, &str, bool)] = &[
    ("html", "text/html; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("css", "text/css; charset=utf-8", true),
    ("svg", "image/svg+xml", true),
    ("json", "application/json", true),
    ("map", "application/json", true),
    ("png", "image/png", false),
    ("ico", "image/x-icon", false),
    ("woff2", "font/woff2", false),
];
/// How many letters the hash in a name has.
const HASH_LETTERS: usize = 8;
/// How long a browser keeps what never changes: a year.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// How a browser keeps everything else: it asks whether it is still so.
const WHILE_THE_SAME: &str = "no-cache";

/// One file.
#[derive(Debug)]
pub(super) struct File {
    bytes: Bytes,
    kind: &'static str,
    shrinks: bool,
    kept: &'static str,
    tag: String,
    /// The same as gzip, worked out when it is first asked for; none: that is no smaller.
    small: OnceLock<Option<Bytes>>,
}

impl File {
    pub(super) fn new(path: &str, bytes: Cow<'static, [u8]>) -> Self {
        let bytes = match bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        };
        let end = path.rsplit_once('.').map_or("", |(_, end)| end);
        let kind = KINDS.iter().find(|(known, ..)| *known == end);
        let (kind, shrinks) = kind.map_or(("application/octet-stream", false), |(_, kind, shrinks)| (*kind, *shrinks));
        // The bytes are the same in both codings as far as the page goes, so the tag is a weak one.
        let hash = Sha256::digest(&bytes);
        let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let kept = if is_named_by_hash(path) { FOR_EVER } else { WHILE_THE_SAME };
        Self { bytes, kind, shrinks, kept, tag: format!("W/\"{hash}\""), small: OnceLock::new() }
    }

    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        if is_known(asked, &self.tag) {
            return self.with_headers(StatusCode::NOT_MODIFIED.into_response());
        }
        let small = if takes_gzip(asked) { self.small() } else { None };
        let body = small.unwrap_or(&self.bytes).clone();
        let mut response = self.with_headers(Body::from(body).into_response());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if small.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }

    fn with_headers(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.kept));
        headers.extend(HeaderValue::from_str(&self.tag).ok().map(|tag| (header::ETAG, tag)));
        if self.shrinks {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }

    fn small(&self) -> Option<&Bytes> {
        self.small.get_or_init(|| self.shrinks.then(|| gzip(&self.bytes)).flatten()).as_ref()
    }
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().filter(|small| small.len() < bytes.len()).map(Bytes::from)
}

/// Whether the name of a file ends in a hash, as `live-Dq3_x7Kz.js`.
fn is_named_by_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, _)) = name.rsplit_once('.') else { return false };
    let Some(at) = stem.len().checked_sub(HASH_LETTERS) else { return false };
    let (Some(before), Some(hash)) = (stem.get(..at), stem.get(at..)) else { return false };
    let is_drawn = hash.bytes().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    path.starts_with("assets/")
        && before.len() > 1
        && before.ends_with('-')
        && is_drawn
        && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Whether a browser has it already, by its own words.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let opaque = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let said = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

/// Whether a browser takes gzip.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let said = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|coding| {
        let mut words = coding.split(';').map(str::trim);
        let is_gzip = words.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = words.find_map(|word| word.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
        is_gzip && weight.is_none_or(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_in_it_is_kept_for_ever() {
        for path in ["assets/index-Dq3_x7Kz.js", "assets/Live-B7f-2kQa.css"] {
            assert!(is_named_by_hash(path), "{path}");
        }
        for path in ["index.html", "widget.js", "assets/mark.svg", "assets/mark-coloured.svg", "widget-Dq3_x7Kz.js", "assets/x"]
        {
            assert!(!is_named_by_hash(path), "{path}");
        }
    }

    #[test]
    fn gzip_is_sent_to_whoever_takes_it() {
        let takes = |said: &'static str| {
            let said = (header::ACCEPT_ENCODING, HeaderValue::from_static(said));
            takes_gzip(&HeaderMap::from_iter([said]))
        };
        assert!(takes("gzip") && takes("br, gzip;q=0.5, zstd") && takes("GZIP"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("identity, x-gzip") && !takes_gzip(&HeaderMap::new()));
    }
}

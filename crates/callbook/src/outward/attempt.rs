//! What came of sending once, and what of it is kept.
//!
//! It must never keep more of an answer than a person reads: a stranger's server wrote it.

use std::time::UNIX_EPOCH;

use calls::moment::Moment;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The most bytes of an answer that are kept; what is no UTF-8 among them is replaced, and takes up to three times the room.
pub(crate) const ANSWER_BYTES_MAX: usize = 512;
/// The longest that a receiver can ask us to wait, in seconds: a day.
pub(crate) const WAIT_S_MAX: u32 = 86_400;

/// One try at a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// When it began, as the parcel said.
    pub(crate) at: Moment,
    /// How long it took, in milliseconds.
    pub(crate) took_ms: u32,
    /// What the receiver said of it, if he did within the time.
    pub(crate) status: Option<u16>,
    /// How his answer began, for people to read; without control characters.
    pub(crate) answer: String,
    /// Why it failed, where the status does not say it. It names neither address nor secret.
    pub(crate) error: Option<&'static str>,
    /// How many seconds after `at` he wants to be asked again (`Retry-After`), at most a day.
    pub(crate) wait_s: Option<u32>,
}

/// What an attempt comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The receiver has it (2xx within the time, rule R13).
    Taken,
    /// The receiver wants nothing any more (410, Standard Webhooks).
    Gone,
    /// It may be tried again.
    Failed,
}

impl Attempt {
    /// What it comes to. Only the status counts: who said that he has it has it, even if his answer breaks off after that.
    pub(crate) fn verdict(&self) -> Verdict {
        match self.status {
            Some(200..=299) => Verdict::Taken,
            Some(410) => Verdict::Gone,
            _ => Verdict::Failed,
        }
    }
}

/// The beginning of an answer as text.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let kept = bytes.get(..ANSWER_BYTES_MAX).unwrap_or(bytes);
    let mut text = String::new();
    for chunk in kept.utf8_chunks() {
        text.push_str(chunk.valid());
        // A letter that was cut at the end is no mistake of the receiver.
        let is_cut = bytes.len() >= ANSWER_BYTES_MAX
            && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        if !chunk.invalid().is_empty() && !is_cut {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

/// How many seconds after `at` a receiver wants to be asked again: he says so in seconds, or by a date (RFC 9110, 10.2.3).
pub(super) fn wait(headers: &HeaderMap, at: Moment) -> Option<u32> {
    let said = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !said.is_empty() && said.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too long is longer than a day.
        return Some(said.parse().map_or(WAIT_S_MAX, |seconds: u32| seconds.min(WAIT_S_MAX)));
    }
    let date = httpdate::parse_http_date(said).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let micros = i64::try_from(date.as_micros()).unwrap_or(i64::MAX).saturating_sub(at.micros());
    // Not before the date: part of a second is a second.
    let seconds = micros.max(0).saturating_add(999_999) / 1_000_000;
    Some(u32::try_from(seconds).unwrap_or(WAIT_S_MAX).min(WAIT_S_MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_receiver_says_when_he_is_asked_again_in_seconds_or_by_a_date() {
        // Sun, 06 Nov 1994 08:49:37 GMT, and part of a second.
        let at = Moment::from_micros(784_111_777_250_000).unwrap();
        let wait = |said: &str| super::wait(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(said).unwrap())]), at);
        let waits = [
            ("0", 0),
            ("120", 120),
            (" 7 ", 7),
            ("86401", 86_400),
            ("99999999999999999999", 86_400),
            ("Sun, 06 Nov 1994 08:51:37 GMT", 120),
            ("Sunday, 06-Nov-94 08:51:37 GMT", 120),
            ("Sun Nov  6 08:51:37 1994", 120),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
            ("Sat, 05 Nov 1994 08:49:37 GMT", 0),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ];
        for (said, seconds) in waits {
            assert_eq!(wait(said), Some(seconds), "{said}");
        }
        for nothing in ["", "-1", "1.5", "soon"] {
            assert_eq!(wait(nothing), None, "{nothing}");
        }
        assert_eq!(super::wait(&HeaderMap::new(), at), None);
    }

    #[test]
    fn an_answer_is_kept_as_far_as_people_read_it() {
        assert_eq!(readable(b"no\r\nroom\tleft\0\x1b[31m \xc2\x85now"), "no  room left[31m now");
        assert_eq!(readable(b"caf\xe9 \xff"), "caf\u{fffd} \u{fffd}");
        assert_eq!(readable(&[b'a'; 600]).len(), ANSWER_BYTES_MAX);
        let cut = ["a".repeat(511), "é and more".to_owned()].concat();
        assert_eq!(readable(cut.as_bytes()), "a".repeat(511), "a letter that was cut is left out");
        assert_eq!(readable(&[0xff; 600]).chars().count(), ANSWER_BYTES_MAX);
    }

    #[test]
    fn r13_only_2xx_is_taken() {
        let verdict = |status| {
            let (at, answer) = (Moment::default(), String::new());
            Attempt { at, took_ms: 0, status, answer, error: None, wait_s: None }.verdict()
        };
        let all = [(200, Verdict::Taken), (204, Verdict::Taken), (299, Verdict::Taken), (410, Verdict::Gone)];
        assert!(all.into_iter().all(|(status, expected)| verdict(Some(status)) == expected));
        for status in [None, Some(100), Some(199), Some(300), Some(304), Some(400), Some(404), Some(429), Some(500)] {
            assert_eq!(verdict(status), Verdict::Failed, "{status:?}");
        }
    }
}

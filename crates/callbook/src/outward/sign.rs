//! Secrets of receivers, and what is signed with them.
//!
//! Each delivery is signed twice: as [Standard Webhooks](https://www.standardwebhooks.com) has it, for which receivers have
//! libraries in their language, and as rule R14 has it. A secret must never be printed or logged; only [`Secret::reveal`]
//! gives it away, for whoever made it and for the store.

use std::fmt;
use std::ops::RangeInclusive;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use calls::moment::Moment;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use sha2::Sha256;
use uuid::Uuid;

/// How many bytes a secret may have (Standard Webhooks, "Signature scheme").
pub(crate) const SECRET_BYTES: RangeInclusive<usize> = 24..=64;
/// What the text of a secret begins with, so that people and scanners of leaked secrets know it.
const PREFIX: &str = "whsec_";

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
const DELIVERY: HeaderName = HeaderName::from_static("x-callbook-delivery");
const BODY_SIGNATURE: HeaderName = HeaderName::from_static("x-callbook-signature");

/// What a receiver asked for, sent along as it is.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-callbook-token");

/// What a receiver checks signatures with: 24 to 64 bytes, as text `whsec_` and their base64.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Vec<u8>);

/// It stays out of logs.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A secret from its text, or what was expected.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let bytes = text.strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok());
        bytes.and_then(Self::from_bytes).ok_or_else(|| {
            let (least, most) = (SECRET_BYTES.start(), SECRET_BYTES.end());
            format!("expected `{PREFIX}` and the base64 of {least} to {most} random bytes")
        })
    }

    /// A receiver's own text as it is, however long: of vendors who let him choose one.
    pub(crate) fn of_text(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }

    /// A secret from bytes that were drawn; none if they are too few or too many.
    pub(crate) fn from_bytes(drawn: Vec<u8>) -> Option<Self> {
        SECRET_BYTES.contains(&drawn.len()).then_some(Self(drawn))
    }

    /// Its text: for whoever made it, and for the store.
    pub(crate) fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// HMAC-SHA256 of all parts, one after another.
    fn sign(&self, parts: &[&[u8]]) -> Vec<u8> {
        // Every key length is a key.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().to_vec()
    }
}

/// What is said of a delivery above its body: which it is, when it is tried, and signatures by each of the secrets, the newest
/// of which is first. Where there is no secret nothing is signed.
pub(super) fn headers(id: Uuid, at: Moment, body: &[u8], secrets: &[Secret]) -> HeaderMap {
    let (id, seconds) = (id.to_string(), (at.micros() / 1_000_000).to_string());
    let signed = |secret: &Secret| {
        let signature = secret.sign(&[id.as_bytes(), b".", seconds.as_bytes(), b".", body]);
        format!("v1,{}", STANDARD.encode(signature))
    };
    let signatures: Vec<String> = secrets.iter().map(signed).collect();
    let of_body = secrets.first().map(|newest| {
        let hex: String = newest.sign(&[body]).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256={hex}")
    });
    let said = [
        (TIMESTAMP, Some(seconds)),
        (SIGNATURE, (!signatures.is_empty()).then(|| signatures.join(" "))),
        (BODY_SIGNATURE, of_body),
        (DELIVERY, Some(id.clone())),
        (ID, Some(id)),
    ];
    // All of it is ASCII, which can be a header.
    said.into_iter().filter_map(|(name, text)| Some((name, HeaderValue::try_from(text?).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// 24 bytes, as the documentation of Standard Webhooks has them.
    const TEXT: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    #[test]
    fn a_secret_is_24_to_64_bytes_and_stays_out_of_logs() {
        let secret = Secret::parse(TEXT).unwrap();
        assert_eq!((secret.reveal().as_str(), format!("{secret:?}").as_str()), (TEXT, "Secret"));
        for wrong in ["", "whsec_", &TEXT[6..], "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7o", "whsec_not base64 at all, is it"] {
            assert!(Secret::parse(wrong).unwrap_err().contains("24 to 64"), "{wrong}");
        }
        for (bytes, can_be) in [(23, false), (24, true), (64, true), (65, false)] {
            assert_eq!(Secret::from_bytes(vec![7; bytes]).is_some(), can_be, "{bytes}");
        }
        let drawn = Secret::from_bytes((0..32).collect()).unwrap();
        assert_eq!(Secret::parse(&drawn.reveal()).unwrap(), drawn);
    }

    #[test]
    fn a_signature_is_the_one_that_the_published_library_makes() {
        let (id, at) = (Uuid::from_u128(7), Moment::from_micros(1_649_367_553_999_999).unwrap());
        let headers = headers(id, at, b"{\"a\":\"\xc3\xa9\"}", &[Secret::parse(TEXT).unwrap()]);
        let library = standardwebhooks::Webhook::new(TEXT).unwrap();
        let expected = library.sign(&id.to_string(), 1_649_367_553, b"{\"a\":\"\xc3\xa9\"}").unwrap();
        assert_eq!(headers[SIGNATURE], expected.as_str());
        assert_eq!(headers[TIMESTAMP], "1649367553", "whole seconds, cut off");
    }

    #[test]
    fn r14_the_body_is_signed_with_the_newest_secret() {
        let secrets = [Secret::from_bytes(vec![0x0b; 24]).unwrap(), Secret::from_bytes(vec![0x0c; 24]).unwrap()];
        let headers = headers(Uuid::from_u128(7), Moment::default(), b"callbook", &secrets);
        // Made by another implementation.
        let expected = "sha256=b8c714181e8f655d1864ca44bdf059f0c4930a934e6177dfe725a1fb18260e60";
        assert_eq!(headers[BODY_SIGNATURE], expected);
        assert_eq!(headers[DELIVERY], "00000000-0000-0000-0000-000000000007");
        assert_eq!(headers[DELIVERY], headers[ID]);
    }
}

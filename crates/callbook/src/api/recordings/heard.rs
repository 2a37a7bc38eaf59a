//! The bytes of a recording, whole or in part (RFC 9110, section 14).
//!
//! One range is given; where several are asked for, or what is asked is no range, all of it is. Players ask for ranges all the time.

use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;

use crate::api::Api;
use crate::api::problem::{Answer, Kind, Problem};
use crate::media;
use crate::store::MediaRow;

/// Which bytes are asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read from the headers by hand; this describes them")]
pub(in crate::api) struct Wanted {
    /// Which bytes, as `bytes=0-1023`.
    #[param(rename = "Range", required = false, nullable = false, example = "bytes=0-1023")]
    range: String,
    /// Only if it is still what has this `ETag`; else all of it.
    #[param(rename = "If-Range", required = false, nullable = false)]
    if_range: String,
}

/// What a `Range` asks for of something that has so many bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    All,
    Some(Range<u64>),
    None,
}

impl Part {
    fn of(said: &str, bytes: u64) -> Self {
        let Some((first, last)) = said.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
            return Self::All;
        };
        let number = |text: &str| {
            let digits = Some(text.trim()).filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))?;
            // More digits than a number has are a number beyond the end.
            Some(digits.parse::<u64>().unwrap_or(u64::MAX))
        };
        match (number(first), number(last)) {
            (Some(first), Some(last)) if last < first => Self::All,
            (Some(first), _) if first >= bytes && (last.trim().is_empty() || number(last).is_some()) => Self::None,
            (Some(first), Some(last)) => Self::Some(first..last.saturating_add(1).min(bytes)),
            (Some(first), None) if last.trim().is_empty() => Self::Some(first..bytes),
            (None, Some(count)) if first.trim().is_empty() && count.min(bytes) == 0 => Self::None,
            (None, Some(count)) if first.trim().is_empty() => Self::Some(bytes.saturating_sub(count)..bytes),
            _ => Self::All,
        }
    }
}

/// Hands out the bytes that a request asks for, as what they are.
pub(super) async fn heard(api: &Api, account: &str, row: &MediaRow, headers: &HeaderMap) -> Answer<Response> {
    let said = format!("inline; filename=\"{}.{}\"", row.recording, row.media.ending);
    heard_as(api, account, row, headers, (media_type(row), &said)).await
}

/// What the bytes of a recording are.
pub(in crate::api) fn media_type(row: &MediaRow) -> &'static str {
    media::Kind::of_ending(&row.media.ending).map_or("application/octet-stream", media::Kind::media_type)
}

/// The same under a media type and a disposition that a vendor has for them.
pub(in crate::api) async fn heard_as(
    api: &Api,
    account: &str,
    row: &MediaRow,
    headers: &HeaderMap,
    (media_type, disposition): (&str, &str),
) -> Answer<Response> {
    let bytes = row.media.bytes;
    let tag: String = row.media.hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let said = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let part = match (said(header::RANGE), said(header::IF_RANGE)) {
        (Some(_), Some(other)) if other != tag => Part::All,
        (Some(range), _) => Part::of(range, bytes),
        (None, _) => Part::All,
    };
    let (status, range) = match part {
        Part::All => (StatusCode::OK, 0..bytes),
        Part::Some(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::None => return Ok(beyond(bytes)),
    };
    let stream = api.ctx.media.read(account, row, range.clone()).await?;
    let mut response = (status, Body::from_stream(stream)).into_response();
    let mut put = |name: header::HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, media_type.to_owned());
    put(header::CONTENT_LENGTH, (range.end - range.start).to_string());
    put(header::CONTENT_DISPOSITION, disposition.to_owned());
    put(header::ACCEPT_RANGES, "bytes".to_owned());
    put(header::ETAG, tag);
    if status == StatusCode::PARTIAL_CONTENT {
        put(header::CONTENT_RANGE, format!("bytes {}-{}/{bytes}", range.start, range.end.saturating_sub(1)));
    }
    Ok(response)
}

fn beyond(bytes: u64) -> Response {
    let problem = Problem::new(Kind::Range, format!("there are {bytes} bytes")).at("Range");
    let mut response = problem.into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("bytes */{bytes}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r16_a_range_is_one_of_bytes_that_are_there_and_anything_else_is_all_of_it() {
        for (said, part) in [
            ("bytes=0-9", Part::Some(0..10)),
            ("bytes=90-", Part::Some(90..100)),
            ("bytes=90-900", Part::Some(90..100)),
            ("bytes=-10", Part::Some(90..100)),
            ("bytes=-1000", Part::Some(0..100)),
            ("bytes=99-99999999999999999999999", Part::Some(99..100)),
            ("bytes=100-", Part::None),
            ("bytes=100-200", Part::None),
            ("bytes=-0", Part::None),
            ("bytes=99999999999999999999999-", Part::None),
            ("bytes=9-0", Part::All),
            ("bytes=0-1,5-6", Part::All),
            ("bytes=-", Part::All),
            ("bytes=a-b", Part::All),
            ("bytes=+1-5", Part::All),
            ("lines=1-2", Part::All),
            ("", Part::All),
        ] {
            assert_eq!(Part::of(said, 100), part, "{said}");
        }
        assert_eq!(Part::of("bytes=-10", 0), Part::None, "of nothing there is no end");
    }
}

//! Where a reader is: opaque text that only this file reads and writes.
//!
//! A cursor of a list belongs to its filter: with another one it would skip or repeat rows without anybody noticing, and so is
//! refused. A cursor of the change feed is a number of that feed. To add a kind: its first byte here, and a pair of functions.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use calls::moment::Moment;
use sha2::{Digest, Sha256};

use super::problem::Problem;
use crate::store::{DeliveryRow, Place};

const OF_LIST: u8 = 1;
const OF_FEED: u8 = 2;

/// Names what is listed, so that a cursor of another list is known.
pub(crate) fn mark(of: &str) -> [u8; 8] {
    let hash = Sha256::digest(of.as_bytes());
    let mut mark = [0; 8];
    mark.iter_mut().zip(hash.iter()).for_each(|(byte, hashed)| *byte = *hashed);
    mark
}

/// Where a page of that list ended.
pub(crate) fn of_list(mark: [u8; 8], place: Place) -> String {
    let mut bytes = vec![OF_LIST];
    bytes.extend(mark);
    bytes.extend(place.at.micros().to_be_bytes());
    bytes.extend(place.serial.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Where to go on in that list.
pub(crate) fn list(mark: [u8; 8], text: &str) -> Result<Place, Problem> {
    let refused = || Problem::field("cursor", "expected a cursor as `next` gave it");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
    let (kind, rest) = bytes.split_first().ok_or_else(refused)?;
    let (of, rest) = rest.split_first_chunk::<8>().ok_or_else(refused)?;
    let (at, rest) = rest.split_first_chunk::<8>().ok_or_else(refused)?;
    let serial = <[u8; 8]>::try_from(rest).map_err(|_| refused())?;
    if *kind != OF_LIST {
        return Err(refused());
    }
    if *of != mark {
        return Err(Problem::field(
            "cursor",
            "this cursor belongs to another list: go on with the same filters, or begin anew",
        ));
    }
    let at = Moment::from_micros(i64::from_be_bytes(*at)).ok_or_else(refused)?;
    let serial = u64::from_be_bytes(serial);
    if i64::try_from(serial).is_err() {
        return Err(refused());
    }
    Ok(Place { at, serial })
}

/// Where a page of deliveries ended: a list's place, with the change's number where others have a time, and the part's where they
/// have a serial.
pub(crate) fn of_deliveries(mark: [u8; 8], last: &DeliveryRow) -> Option<String> {
    let at = Moment::from_micros(i64::try_from(last.change).ok()?)?;
    Some(of_list(mark, Place { at, serial: u64::from(last.part) }))
}

/// The change and the part at which a page of deliveries ended.
pub(crate) fn deliveries(mark: [u8; 8], text: &str) -> Result<(u64, u32), Problem> {
    let place = list(mark, text)?;
    Ok((place.at.micros().unsigned_abs(), u32::try_from(place.serial).unwrap_or(u32::MAX)))
}

/// A place in the change feed.
pub(crate) fn of_feed(no: u64) -> String {
    let mut bytes = vec![OF_FEED];
    bytes.extend(no.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place in the change feed that the text means.
pub(crate) fn feed(text: &str) -> Result<u64, Problem> {
    let refused = || Problem::field("after", "expected a cursor as the feed gave it, or `start`");
    if text == "start" {
        return Ok(0);
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
    match bytes.split_first() {
        Some((&OF_FEED, no)) => {
            let no = u64::from_be_bytes(no.try_into().map_err(|_| refused())?);
            if i64::try_from(no).is_ok() { Ok(no) } else { Err(refused()) }
        }
        _ => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let place = Place { at: Moment::from_micros(1_795_216_628_968_123).unwrap(), serial: 77 };
        let text = of_list(mark("a"), place);
        assert_eq!(list(mark("a"), &text).unwrap(), place);
        assert!(list(mark("b"), &text).unwrap_err().detail().contains("another list"));
        assert_eq!(feed(&of_feed(9)).unwrap(), 9);
        assert_eq!(feed("start").unwrap(), 0);
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "0", "x", "AAAA", "Start", &of_feed(1), &"A".repeat(34)] {
            assert!(list(mark("a"), text).is_err(), "{text}");
        }
        for text in ["", "0", "é", &of_list(mark("a"), Place { at: Moment::default(), serial: 1 }), &of_feed(u64::MAX)] {
            assert!(feed(text).is_err(), "{text}");
        }
    }
}

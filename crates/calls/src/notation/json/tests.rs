//! What is written is read back.

use super::{from_json, to_json};
use crate::notation::read;

#[test]
fn what_is_no_signal_is_said_to_be_none() {
    let text = to_json(&read("00.000 L1 ended how=busy").unwrap().remove(0));
    assert!(from_json(&text).is_ok());
    for (from, to) in [("busy", "gone"), ("ended", "begun"), ("\"at\"", "\"when\""), ("}", "} {")] {
        assert!(from_json(&text.replace(from, to)).is_err(), "{to}");
    }
    assert!(from_json(&"[".repeat(100_000)).is_err());
}

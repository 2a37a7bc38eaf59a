//! The smallest words: moments, numbers, ids.

use calls::id::{Kind, derive};
use calls::moment::Moment;
use calls::number::{e164, told, withheld};

fn printed(epoch: &str) -> Option<String> {
    Moment::from_epoch_text(epoch).map(|moment| moment.to_string())
}

#[test]
fn r2_a_moment_is_printed_in_milliseconds_that_are_cut_off_and_never_rounded() {
    assert_eq!(printed("1767606300.999999").as_deref(), Some("2026-01-05T09:45:00.999Z"));
    assert_eq!(printed("0").as_deref(), Some("1970-01-01T00:00:00.000Z"));
    assert_eq!(printed("951782400").as_deref(), Some("2000-02-29T00:00:00.000Z"));
    assert_eq!(printed("4107542399.5").as_deref(), Some("2100-02-28T23:59:59.500Z"));
    assert_eq!(printed("4107542400").as_deref(), Some("2100-03-01T00:00:00.000Z"));
    assert_eq!(printed("253402300799.999999").as_deref(), Some("9999-12-31T23:59:59.999Z"));
}

#[test]
fn a_text_that_is_no_moment_is_none() {
    for text in ["", ".", "1.", "12a", "-1", "1.2345678", "253402300800", "99999999999999", "1,5"] {
        let known = if text == "1." { Some("1970-01-01T00:00:01.000Z") } else { None };
        assert_eq!(printed(text).as_deref(), known, "{text}");
    }
}

#[test]
fn n5_a_number_has_a_full_form_only_where_the_region_tells() {
    let full = |number, region| e164(number, region).map(|text| text.to_string());
    assert_eq!(full("+31 20 555 0123", None).as_deref(), Some("+31205550123"));
    assert_eq!(full("020 555 0123", Some("NL")).as_deref(), Some("+31205550123"));
    assert_eq!(full("020 555 0123", None), None);
    assert_eq!(full("105", Some("NL")), None);
    assert_eq!(full("reception", Some("NL")), None);
    assert_eq!(full("020 555 0123", Some("no such region")), None);
    assert_eq!(full(&"1".repeat(5_000), Some("NL")), None);
}

#[test]
fn a12_marks_of_a_withheld_or_unknown_number_are_no_numbers() {
    for mark in ["anonymous", "Anonymous", "0000000000", "Restricted"] {
        assert!(withheld(mark), "{mark}");
        assert_eq!(told(mark), None);
    }
    for nothing in ["", "  ", "<unknown>"] {
        assert!(!withheld(nothing));
        assert_eq!(told(nothing), None);
    }
    assert_eq!(told(" 105 "), Some("105"));
    assert!(!withheld("000"));
}

#[test]
fn n17_an_id_is_made_of_account_source_kind_and_key_and_stays() {
    let id = derive("acme", "pbx", Kind::Call, "1767606300.1");
    assert_eq!(id, derive("acme", "pbx", Kind::Call, "1767606300.1"));
    let others = [
        derive("acme", "pbx", Kind::Leg, "1767606300.1"),
        derive("acme", "other", Kind::Call, "1767606300.1"),
        derive("acme2", "pbx", Kind::Call, "1767606300.1"),
        derive("acme", "pbx", Kind::Call, "1767606300.2"),
    ];
    assert!(others.iter().all(|other| *other != id));
    assert_eq!(
        id.to_string(),
        "ebb3a5b3-3821-59d6-ba2b-7c24d4c47aee",
        "written down once, so that no change renames every record there is"
    );
}

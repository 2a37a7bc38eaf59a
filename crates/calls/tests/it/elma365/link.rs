//! Playable links (rules E26–E28, E33, R16).

use calls::dialects::elma365::{Asked, Code, LINK_LIFE_S, call_link, call_link_of, read_call_link};
use calls::dialects::seen::Seen;
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{House, play};

const RECORDED: &str = "00.000 L1 came_in number=+31612345678 trunk=voip dialled=+31205550199\n\
    00.050 L2 dialled by=L1 number=102 user=bea\n12.000 L2 answered\n12.001 L1 connected bridge=B\n\
    12.002 L2 connected bridge=B\n13.000 L1 recorded recording=r1 kind=call\n60.000 L2 ended how=normal\n\
    60.001 L1 ended how=normal\n";

fn last(more: &str) -> Seen {
    play(&format!("{RECORDED}{more}")).pop().unwrap().after
}

fn now() -> Moment {
    Moment::from_rfc3339("2026-01-05T09:48:10.7Z").unwrap()
}

fn asked(call: &Value) -> Result<Asked, Code> {
    read_call_link(json!({ "call": call }).to_string().as_bytes()).map_err(|refusal| refusal.code)
}

fn link(seen: &Seen, id: Uuid) -> Result<Value, Code> {
    let told = call_link_of(seen, id, &House::default(), now()).map_err(|refusal| refusal.code)?;
    Ok(serde_json::from_str(&told).unwrap())
}

#[test]
fn e27_what_came_in_with_a_link_has_that_link() {
    for call in [json!("https://pbx.example/r1?x=1"), json!({"id": 7, "link": "http://pbx.example/r1"}), json!(" HTTPS://a.b ")]
    {
        assert!(matches!(asked(&call), Ok(Asked::Given(_))), "{call}");
    }
    let given = Asked::Given("https://pbx.example/r1?x=1".into());
    assert_eq!(asked(&json!("https://pbx.example/r1?x=1")), Ok(given));
    assert_eq!(call_link("https://a.b/r", None), r#"{"link":"https://a.b/r","expiresAt":null}"#);
}

#[test]
fn e27_any_other_text_is_looked_up_as_an_id_and_what_names_nothing_is_not_found() {
    let id = Uuid::from_u128(77);
    assert_eq!(asked(&json!(id)), Ok(Asked::Id(id)));
    assert_eq!(asked(&json!({"id": id, "link": null})), Ok(Asked::Id(id)));
    assert_eq!(asked(&json!({"id": id, "link": ""})), Ok(Asked::Id(id)));
    assert_eq!(asked(&json!(format!("{id}.2"))), Ok(Asked::Id(id)), "the callId of a further operator");
    for unknown in [json!("r-1"), json!(7), json!(null), json!([id]), json!(true), json!({"id": null}), json!("ftp://a/b")] {
        assert_eq!(asked(&unknown), Err(Code::NotFound), "{unknown}");
    }
    assert_eq!(read_call_link(b"{}").unwrap_err().code, Code::MissingField);
    assert_eq!(read_call_link(b"[").unwrap_err().code, Code::InvalidJson);
}

#[test]
fn e27_without_a_recording_404_removed_or_deleted_410() {
    let none = last("");
    assert_eq!(link(&none, none.calls[0].id), Err(Code::NotFound), "it is not stored yet");
    assert_eq!(link(&none, Uuid::from_u128(1)), Err(Code::NotFound));
    let removed = last("! 70.000 L1 stored recording=r1 length=47\n! 80.000 L1 removed recording=r1\n");
    assert_eq!(link(&removed, removed.calls[0].id), Err(Code::Gone));
    assert_eq!(link(&removed, removed.recordings[0].id), Err(Code::Gone));
    let deleted = last("! 70.000 L1 stored recording=r1 length=47\n! 80.000 L1 deleted\n");
    assert_eq!(link(&deleted, deleted.recordings[0].id), Err(Code::Gone), "rule R10");
    assert_eq!(link(&deleted, deleted.calls[0].id), Err(Code::Gone));
    let statuses = [Code::NotFound, Code::Gone].map(|code| code.said().0);
    assert_eq!(statuses, [404, 410]);
}

#[test]
fn e28_a_link_is_good_for_a_quarter_of_an_hour_and_says_until_when() {
    let stored = last("! 70.000 L1 stored recording=r1 length=47\n");
    let told = link(&stored, stored.recordings[0].id).unwrap();
    assert_eq!(LINK_LIFE_S, 900);
    assert_eq!(told["expiresAt"], "2026-01-05T10:03:10Z");
    assert!(told["link"].as_str().unwrap().contains(&stored.recordings[0].id.to_string()));
}

#[test]
fn e33_a_call_finds_its_newest_recording_however_late_and_a_link_from_outside_is_passed_on() {
    let two = last("! 70.000 L1 stored recording=r1 length=47\n! 75.000 L1 stored recording=r2 length=9\n");
    let newest = two.recordings.iter().max_by_key(|recording| recording.stored_at).unwrap().id;
    assert!(link(&two, two.calls[0].id).unwrap()["link"].as_str().unwrap().contains(&newest.to_string()));
    let outside = last("! 70.000 L1 stored recording=r1 url=https://pbx.example/r1\n");
    assert_eq!(link(&outside, outside.calls[0].id), Ok(json!({"link": "https://pbx.example/r1", "expiresAt": null})));
}

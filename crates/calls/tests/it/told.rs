//! What is told of a conversation, version by version: the patches alone give every record exactly as it was.

use calls::fold::{Live, conversations};
use calls::moment::Moment;
use calls::record::{Counted, Record, Told, call_in, is_printed};
use calls::signal::Signal;
use serde_json::Value;

use crate::native::is_read_back;
use crate::recorded::all_signals;

/// A record as it is printed at a version, with the times of telling taken out: those are not the fold's.
fn untimed(text: &str) -> Value {
    let mut record: Value = serde_json::from_str(text).unwrap();
    for call in record["calls"].as_array_mut().unwrap() {
        call["created_at"] = Value::Null;
        call["updated_at"] = Value::Null;
    }
    record
}

pub(crate) fn told_in_order(shown: &str, signals: &[Signal]) {
    let mut ids = Counted::default();
    let (mut live, mut told, mut heard) = (Live::default(), Told::default(), Told::default());
    let mut version = 0;
    for signal in signals {
        live.push(signal.clone());
        let now = live.conversation();
        if now.calls.is_empty() {
            continue;
        }
        let Some(patch) = told.tell(now, &mut ids, Moment::default()) else { continue };
        version += 1;
        assert!(heard.apply(&patch), "{shown}: {patch}");
        let record = serde_json::to_string(&Record::new(now, version, &mut ids)).unwrap();
        assert_eq!(untimed(&heard.print(version)), untimed(&record), "{shown}: version {version}");
        assert_eq!(heard.print(version), told.print(version), "{shown}: version {version}");
        assert!(is_printed(&heard.print(version)) && !is_printed(&patch), "{shown}: one is known from the other");
    }
    let printed = told.print(version);
    if told.is_told() {
        let mut again = Told::read(&printed).unwrap();
        assert_eq!(again.print(version), printed, "{shown}: the printed record is all of it");
        let now = live.conversation();
        assert_eq!(again.tell(now, &mut ids, Moment::default()), None, "{shown}: nothing more is to be told");
        for call in told.calls() {
            assert_eq!(call_in(&printed, call).map(str::to_owned), told.print_call(call), "{shown}");
        }
    }
    let mut serials = told.serials();
    serials.sort();
    let count = serials.len();
    serials.dedup_by_key(|(id, _)| *id);
    assert_eq!(serials.len(), count, "{shown}");
}

/// Rule N21: a change holds enough to give the record as it was at that version.
#[test]
fn n21_the_patches_of_every_recording_give_each_version_exactly() {
    for (name, signals) in all_signals() {
        for folded in conversations(signals) {
            told_in_order(&name, &folded.signals);
        }
    }
}

/// Keys stand in the order of the record's description, so that text is equal where the record is.
#[test]
fn n21_what_is_printed_of_patches_has_the_keys_in_their_order() {
    let (_, signals) = all_signals().into_iter().find(|(name, _)| name.starts_with("attended_transfer ")).unwrap();
    let folded = conversations(signals).remove(0);
    let (mut ids, mut told) = (Counted::default(), Told::default());
    let patch = told.tell(&folded.conversation, &mut ids, Moment::default()).unwrap();
    let mut heard = Told::default();
    heard.apply(&patch);
    let mut record = Record::new(&folded.conversation, 1, &mut ids);
    for call in &mut record.calls {
        (call.created_at, call.updated_at) = (Some(Moment::default().to_string()), Some(Moment::default().to_string()));
    }
    assert_eq!(heard.print(1), serde_json::to_string(&record).unwrap());
    let call = record.calls.last().unwrap();
    assert_eq!(heard.print_call(call.id).unwrap(), serde_json::to_string(call).unwrap());
}

/// A field of its own that the fold does not know.
#[test]
fn n20_where_a_conversation_went_is_told_of_it() {
    let (_, signals) = all_signals().remove(0);
    let folded = conversations(signals).remove(0);
    let mut told = Told::default();
    assert_eq!(told.tell_field("merged_into", "1"), None, "nothing was told yet");
    told.tell(&folded.conversation, &mut Counted::default(), Moment::default());
    assert_eq!(told.tell_field("merged_into", "1").as_deref(), Some(r#"{"whole":{"merged_into":[1,null]},"calls":{}}"#));
    assert!(told.print(2).contains(r#""merged_into":1"#));
}

/// What was kept and is damaged is no patch, and changes nothing.
#[test]
fn what_is_no_patch_is_not_taken() {
    let mut told = Told::default();
    assert!(!told.apply("{") && !told.apply("{}") && !told.is_told());
    assert!(Told::read("{}").is_none() && Told::read("{\"id\":1,\"calls\":[{}]}").is_none());
}

/// What the store keeps of a signal is all of it.
#[test]
fn every_recorded_signal_is_read_back_from_json_as_it_was() {
    all_signals().iter().flat_map(|(_, signals)| signals).for_each(is_read_back);
}

//! What is recorded comes back as it was told, at every version.

use calls::Text;
use calls::fold::{conversations, fold, group};
use calls::record::{Counted, Record};
use calls::signal::{Signal, What};
use serde_json::Value;

use super::super::{ChangeKind, Limits, Mode};
use super::{Open, bare, batch, changes, noon, record, recorded, records, with_account};

/// Scenarios that have about everything: transfers, queues, parking, holds, pickup, voicemail.
const TELLING: &[&str] = &["attended_transfer", "queue_ring_no_answer_then_other_member", "park_and_retrieve", "hold_resume"];

/// What the fold makes of signals, with the ids of replay taken out too: those are derived from another account.
fn folded(signals: &[Signal]) -> Value {
    let mut record = serde_json::to_value(Record::new(&fold(signals), 1, &mut Counted::default())).unwrap();
    unnamed(&mut record);
    record
}

fn unnamed(record: &mut Value) {
    bare(record);
    let mut names = Vec::new();
    fn walk(value: &mut Value, names: &mut Vec<String>) {
        match value {
            Value::String(text) if text.len() == 36 && text.matches('-').count() == 4 => {
                let place = names.iter().position(|name| name == text).unwrap_or_else(|| {
                    names.push(text.clone());
                    names.len() - 1
                });
                *text = format!("id {place}");
            }
            Value::Array(values) => values.iter_mut().for_each(|value| walk(value, names)),
            Value::Object(fields) => fields.values_mut().for_each(|value| walk(value, names)),
            _ => {}
        }
    }
    walk(record, &mut names);
}

pub(crate) async fn n21_one_by_one_or_all_at_once_gives_the_same_versions(open: Open<'_>) {
    for scenario in TELLING {
        let signals = recorded(scenario);
        let store = with_account(open).await;
        store.put_account(super::account("other")).await.unwrap();
        let before = changes(&store).await.len();
        let all = record(&store, &signals).await;
        for signal in &signals {
            let one =
                super::super::Batch { account: Text::new_static("other"), ..batch(std::slice::from_ref(signal), Mode::Live) };
            store.record(one).await.unwrap();
        }
        let together = changes(&store).await.split_off(before);
        let apart = store.changes("other", before as u64, None, 1_000).await.unwrap().rows;
        assert_eq!(all.versions, together.len(), "{scenario}");
        let shape = |changes: &[super::ChangeRow]| -> Vec<_> {
            let patch = |text: &Option<String>| {
                let mut patch: Value = serde_json::from_str(text.as_ref().unwrap()).unwrap();
                unnamed(&mut patch);
                // Ids stand as keys too, and differ between accounts.
                patch["calls"] = Value::from(patch["calls"].as_object().unwrap().len());
                patch
            };
            changes
                .iter()
                .map(|change| (change.version, change.previous, change.kind, change.at, patch(&change.patch)))
                .collect()
        };
        assert_eq!(shape(&together), shape(&apart), "{scenario}");
    }
}

pub(crate) async fn n21_every_version_is_the_fold_of_the_signals_until_then(open: Open<'_>) {
    let store = with_account(open).await;
    for scenario in TELLING {
        let signals = recorded(scenario);
        let (mut so_far, mut expected): (Vec<Signal>, Vec<_>) = (Vec::new(), Vec::new());
        for signal in &signals {
            so_far.push(signal.clone());
            if record(&store, std::slice::from_ref(signal)).await.versions == 0 {
                continue;
            }
            let change = changes(&store).await.pop().unwrap();
            let mut groups = group(so_far.clone()).into_iter();
            let own = groups.find(|group| group.iter().any(|known| known.key == signal.key)).unwrap();
            expected.push((change.conversation.unwrap(), change.version, folded(&own)));
        }
        for (id, version, expected) in &expected {
            let found = store.find("main", *id, Some(*version)).await.unwrap().unwrap();
            let mut record: Value = serde_json::from_str(&found.record).unwrap();
            assert_eq!(record["version"], *version, "{scenario}");
            unnamed(&mut record);
            assert_eq!(record, *expected, "{scenario}: version {version}");
        }
        let (id, newest, _) = expected.last().unwrap();
        assert_eq!(store.find("main", *id, Some(newest + 1)).await.unwrap(), None, "there is no such version");
        assert_eq!(store.find("main", *id, None).await.unwrap().unwrap().version, *newest);
    }
}

pub(crate) async fn n18_what_is_told_again_changes_nothing(open: Open<'_>) {
    let store = with_account(open).await;
    let signals = recorded("attended_transfer");
    record(&store, &signals).await;
    let before = (changes(&store).await, records(&store).await);
    let again = record(&store, &signals).await;
    assert_eq!((again.new, again.repeated, again.versions), (0, signals.len(), 0));
    let reopened = open();
    assert_eq!(record(&reopened, &signals).await.new, 0);
    assert_eq!((changes(&reopened).await, records(&reopened).await), before);
}

pub(crate) async fn n17_a_restart_in_the_middle_changes_nothing(open: Open<'_>) {
    let signals = recorded("attended_transfer");
    let store = with_account(open).await;
    record(&store, &signals).await;
    let whole = records(&store).await.pop().unwrap();
    store.put_account(super::account("other")).await.unwrap();
    for signal in &signals {
        // Another store on the same rows each time: nothing in memory survives.
        let one = super::super::Batch { account: Text::new_static("other"), ..batch(std::slice::from_ref(signal), Mode::Live) };
        open().record(one).await.unwrap();
    }
    let page = store.conversations("other", &super::super::Filter::default(), None, 10).await.unwrap();
    let (mut apart, mut whole): (Value, Value) = (serde_json::from_str(&page.rows[0].record).unwrap(), whole);
    assert_eq!(apart["version"], whole["version"]);
    unnamed(&mut apart);
    unnamed(&mut whole);
    assert_eq!(apart, whole);
}

pub(crate) async fn n21_what_is_imported_has_one_version_a_conversation(open: Open<'_>) {
    let store = with_account(open).await;
    let signals: Vec<Signal> = TELLING.iter().flat_map(|scenario| recorded(scenario)).collect();
    let imported = store.record(batch(&signals, Mode::Import)).await.unwrap();
    assert_eq!(imported.versions, conversations(signals.clone()).len());
    let changes = changes(&store).await;
    assert!(changes.iter().all(|change| change.kind == ChangeKind::Imported && change.version == 1));
    assert_eq!(store.record(batch(&signals, Mode::Import)).await.unwrap().new, 0, "a second import finds all of it");
}

pub(crate) async fn n21_a_rebuild_tells_only_what_differs(open: Open<'_>) {
    let store = with_account(open).await;
    for scenario in TELLING {
        record(&store, &recorded(scenario)).await;
    }
    let before = (changes(&store).await, records(&store).await);
    let refolded = store.refold("main", None, None, noon()).await.unwrap();
    assert_eq!((refolded.conversations, refolded.corrected), (TELLING.len(), 0));
    assert_eq!((changes(&store).await, records(&store).await), before);
}

pub(crate) async fn n19_what_is_not_heard_of_for_too_long_is_given_up(open: Open<'_>) {
    let store = with_account(open).await;
    let signals = recorded("hold_resume");
    let cut = signals.iter().position(|signal| matches!(signal.what, What::Held { .. })).unwrap();
    record(&store, &signals[..=cut]).await;
    let limits = Limits { ringing_s: 60, talking_s: 3_600 };
    assert_eq!(store.give_up("main", "office", limits, noon().plus(3_599_000_000)).await.unwrap(), 0, "it may go on");
    assert_eq!(store.give_up("main", "office", limits, noon().plus(3_600_000_000)).await.unwrap(), 1);
    assert_eq!(store.give_up("main", "office", limits, noon().plus(9_600_000_000)).await.unwrap(), 0, "once is enough");
    let record = records(&store).await.pop().unwrap();
    assert_eq!((&record["state"], &record["ended_by"]["side"]), (&Value::from("ended"), &Value::from("system")));
    assert!(record["gaps"].as_array().unwrap().iter().any(|gap| gap["what"] == "lost_end"), "{}", record["gaps"]);
    let last = signals[cut].at.to_string();
    assert!(record["ended_at"].as_str().unwrap() <= last.as_str(), "given up where it was last seen");
    assert_eq!(store.oldest_open("main", "office").await.unwrap(), None);
    super::record(&store, &signals[cut + 1..]).await;
    let record = records(&store).await.pop().unwrap();
    assert_eq!(record["ended_by"]["side"], "caller", "what is heard of it after all takes the place of the loss");
}

pub(crate) async fn n20_a_runaway_conversation_is_kept_and_read(open: Open<'_>) {
    let store = with_account(open).await;
    let signals = recorded("hold_resume");
    let pattern = signals.iter().find(|signal| matches!(signal.what, What::Held { .. })).unwrap();
    let end = signals.iter().position(|signal| matches!(signal.what, What::AskedToEnd)).unwrap();
    record(&store, &signals[..end]).await;
    let held = |no: i64| {
        let what = if no % 2 == 0 { pattern.what.clone() } else { What::Resumed };
        let at = signals[end - 1].at.plus(no * 1_000);
        Signal { key: Text::from(format!("again {no}")), at, what, ..pattern.clone() }
    };
    let many: Vec<Signal> = (1..=400).map(held).collect();
    record(&store, &many).await;
    let newest = records(&store).await.pop().unwrap();
    let id = newest["id"].as_str().unwrap().parse().unwrap();
    let version = newest["version"].as_u64().unwrap();
    assert!(version > 300, "{version}");
    let of_then = store.find("main", id, Some(version / 2)).await.unwrap().unwrap();
    assert_eq!(of_then.version, version / 2);
    let all = store.signals("main", id, 0, 500).await.unwrap();
    assert_eq!(all.len(), 400 + end);
    assert!(all.is_sorted_by_key(|row| row.no));
}

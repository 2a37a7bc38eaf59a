#![allow(clippy::unwrap_used)]

use calls::adapters::{ADAPTERS, Input, Output, Settings};
use calls::fold::conversations;

use super::*;
use crate::demo::switch::{What, names};

#[test]
fn no_two_recordings_name_the_same_channel() {
    let mut known = BTreeSet::new();
    for (stream, _) in recordings() {
        for name in names(stream) {
            assert!(known.insert(name.clone()), "{name} is in two recordings");
        }
    }
}

#[test]
fn what_is_played_happens_today_and_says_what_the_recordings_say() {
    let now = Moment::from_micros(1_900_000_000_000_000).unwrap();
    let script = play(now, 1.0).script;
    let last = script.cues.last().unwrap().due;
    assert!(last < Duration::from_secs(40), "{last:?}");
    let kind = ADAPTERS.iter().find(|kind| kind.name == AMI.name).unwrap();
    let decode = |streams: &[&[u8]]| {
        let mut adapter = (kind.make)(&Settings { source: Text::new_static(SOURCE), ..Settings::default() });
        let mut output = Output::default();
        adapter.feed(Input::Connected(None), &mut output);
        for stream in streams {
            adapter.feed(Input::Bytes(stream), &mut output);
        }
        adapter.feed(Input::Closed(None), &mut output);
        conversations(output.signals)
    };
    let events = script.cues.iter().filter_map(|cue| match &cue.what {
        What::Event(text) => Some(text.as_slice()),
        What::Answer { .. } => None,
    });
    let told = |one: &calls::fold::Folded| {
        let told = &one.conversation;
        (told.outcome, told.talked_to.clone(), told.seconds, told.calls.len(), told.gaps.len())
    };
    let mut played: Vec<_> = decode(&events.collect::<Vec<_>>()).iter().map(told).map(|told| format!("{told:?}")).collect();
    let alone = recordings().map(|(stream, _)| decode(&[stream]));
    let mut recorded: Vec<_> = alone.iter().flatten().map(told).map(|told| format!("{told:?}")).collect();
    played.sort();
    recorded.sort();
    assert_eq!(played, recorded);
    for one in decode(
        &script
            .cues
            .iter()
            .filter_map(|cue| match &cue.what {
                What::Event(text) => Some(text.as_slice()),
                What::Answer { .. } => None,
            })
            .collect::<Vec<_>>(),
    ) {
        let after = one.conversation.started_at.since(now);
        assert!((-1_000_000..40_000_000).contains(&after), "{after}");
    }
}

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
fn what_is_told_in_callbacks_happens_today_and_says_what_the_stories_say() {
    let now = Moment::from_micros(1_900_000_000_000_000).unwrap();
    let kind = ADAPTERS.iter().find(|kind| kind.name == CALLBACKS.name).unwrap();
    let decode = |lines: &[String]| {
        let mut adapter = (kind.make)(&Settings { source: Text::new_static(CLOUD), ..Settings::default() });
        let mut output = Output::default();
        adapter.feed(Input::Connected(None), &mut output);
        lines.iter().for_each(|line| adapter.feed(Input::Bytes(format!("{line}\n").as_bytes()), &mut output));
        adapter.feed(Input::Closed(None), &mut output);
        assert!(output.notes.is_empty(), "{:?}", output.notes);
        conversations(output.signals)
    };
    let played: Vec<String> = script(now, 1.0).iter().map(line_of).collect();
    let alone = stories().map(|(story, _)| decode(&story.lines().map(str::to_owned).collect::<Vec<_>>()));
    let told = |one: &calls::fold::Folded| {
        let told = &one.conversation;
        format!("{:?}", (told.outcome, &told.talked_to, told.seconds, told.calls.len(), told.gaps.len()))
    };
    let (mut now_told, mut then_told): (Vec<_>, Vec<_>) =
        (decode(&played).iter().map(told).collect(), alone.iter().flatten().map(told).collect());
    now_told.sort();
    then_told.sort();
    assert_eq!(now_told, then_told);
    for one in decode(&played) {
        let after = one.conversation.started_at.since(now);
        assert!((-1_000_000..40_000_000).contains(&after), "{after}");
    }
    let last = script(now, 2.0).last().unwrap().due;
    assert!(last < Duration::from_secs(20), "{last:?}");
}

/// A callback as it is kept, without when it came: each of these has a time of its own.
fn line_of(cue: &twilio::Cue) -> String {
    let params = cue.fields.iter().map(|(name, value)| (Text::new(name), Text::new(value))).collect();
    calls::adapters::twilio::line::Line { params: calls::adapters::twilio::params::Params(params), ..Default::default() }
        .write()
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

//! The laws of the record: what holds for every set of signals of one conversation, in whatever order they come.

use std::collections::BTreeSet;

use calls::change::diff;
use calls::conversation::{Call, Conversation, Phase, Seconds};
use calls::fold::{Live, fold};
use calls::signal::{Signal, What};

use crate::drawn::Chance;

/// Holds every law over the signals of one conversation; order, repeats and batches in `ways` different ways.
pub(crate) fn keep(name: &str, signals: &[Signal], ways: u64) {
    let told = fold(signals);
    adds_up(name, &told);
    assert!(diff(Some(&told), &told).is_empty(), "{name}: diff(c, c) is empty");
    any_order(name, signals, &told, ways);
    replayed_from_nothing(name, signals, &told);
    told_facts_stay(name, signals);
}

/// Any order, repetition and split gives the same record.
fn any_order(name: &str, signals: &[Signal], told: &Conversation, ways: u64) {
    for way in 0..ways {
        let mut chance = Chance::new(way);
        let mut mixed = signals.to_vec();
        for _ in 0..chance.below(4) {
            let mut again = signals[chance.below(signals.len())].clone();
            // On another connection the same fact stands elsewhere in the stream.
            again.seq += chance.below(2) as u64;
            mixed.push(again);
        }
        chance.shuffle(&mut mixed);
        assert_eq!(&fold(&mixed), told, "{name}: any order gives the same record, way {way}");
        if way % 16 == 0 {
            let mut live = Live::default();
            for signal in mixed {
                live.push(signal);
            }
            assert_eq!(live.conversation(), told, "{name}: signals one by one, in any order, way {way}");
        }
    }
}

/// The changes of a stream, replayed from nothing, give the record.
fn replayed_from_nothing(name: &str, signals: &[Signal], told: &Conversation) {
    let mut ordered = signals.to_vec();
    ordered.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut live = Live::default();
    let mut replayed: Option<Conversation> = None;
    for signal in ordered {
        if let Some(change) = live.push(signal) {
            replayed = Some(change.apply(replayed.as_ref()));
        }
    }
    if let Some(replayed) = replayed {
        assert_eq!(&replayed, told, "{name}: changes replayed from nothing give the record");
    }
}

/// Rule N22: fed signal by signal in order, a told fact is true and stays; phases never go back, a lost leg apart.
fn told_facts_stay(name: &str, signals: &[Signal]) {
    let mut ordered: Vec<Signal> = signals.iter().filter(|signal| !matches!(signal.what, What::Lost { .. })).cloned().collect();
    ordered.sort_by(|one, other| one.order().cmp(&other.order()));
    let feeds: BTreeSet<_> = ordered.iter().map(|signal| signal.feed.clone()).collect();
    if feeds.len() > 1 {
        return;
    }
    let mut live = Live::default();
    let mut before = Conversation::default();
    for signal in ordered {
        let shown = format!("{name}: after {}", calls::notation::line(&signal));
        // What had ended and begins again is a join, which N22 lets change what was told.
        let begins_again = before.ended_at.is_some() || before.calls.iter().any(|call| call.ended_at.is_some());
        // So is what was written down and is written anew.
        let is_written = matches!(&signal.what, What::Stated(stated) if stated.logged.is_some());
        let joins = signal.what.begins() && begins_again || is_written;
        live.push(signal);
        let after = live.conversation().clone();
        if joins {
            before = after;
            continue;
        }
        stays(&shown, "outcome", &before.outcome, &after.outcome);
        stays(&shown, "ended_by", &before.ended_by, &after.ended_by);
        for (earlier, later) in before.calls.iter().zip(&after.calls) {
            call_stays(&shown, earlier, later);
        }
        before = after;
    }
}

fn call_stays(shown: &str, earlier: &Call, later: &Call) {
    stays(shown, "direction", &earlier.direction, &later.direction);
    stays(shown, "outcome of a call", &earlier.outcome, &later.outcome);
    stays(shown, "from", &earlier.from.number, &later.from.number);
    stays(shown, "to", &earlier.to.number, &later.to.number);
    for (earlier, later) in earlier.legs.iter().zip(later.legs.iter()) {
        let place = |phase: Phase| match phase {
            Phase::Offered => 0,
            Phase::Answered { .. } => 1,
            Phase::Ended { .. } => 2,
        };
        assert!(place(earlier.phase) <= place(later.phase), "{shown}: a phase went back");
    }
}

fn stays<T: PartialEq + std::fmt::Debug>(shown: &str, what: &str, earlier: &Option<T>, later: &Option<T>) {
    assert!(earlier.is_none() || earlier == later, "{shown}: {what} was told as {earlier:?} and is now {later:?}");
}

/// Seconds add up, times are in order, calls lie inside the conversation.
fn adds_up(name: &str, told: &Conversation) {
    if let Some(ended) = told.ended_at {
        assert_eq!(sum(&told.seconds), ended.since(told.started_at), "{name}: the seconds of the whole add up");
    }
    for call in &told.calls {
        assert!(call.seconds.hold <= call.seconds.talk, "{name}: a hold lies inside a talk");
        assert!(call.started_at >= told.started_at, "{name}: a call began before its conversation");
        let mut times = vec![Some(call.started_at), call.answered_at, call.ended_at];
        times.retain(Option::is_some);
        assert!(times.is_sorted(), "{name}: started, answered, ended in order");
        if let Some(ended) = call.ended_at {
            assert_eq!(sum(&call.seconds), ended.since(call.started_at), "{name}: the seconds of a call add up");
            assert!(told.ended_at.is_none_or(|end| ended <= end), "{name}: a call ended after its conversation");
        }
        for leg in call.legs.iter() {
            let mut times = vec![Some(leg.offered_at), leg.answered_at(), leg.end().map(|(at, _)| at)];
            times.retain(Option::is_some);
            assert!(times.is_sorted(), "{name}: offered, answered, ended in order");
        }
    }
    let legs: BTreeSet<_> = told.calls.iter().flat_map(|call| call.legs.iter()).filter_map(|leg| leg.number.clone()).collect();
    assert!(told.talked_to.iter().all(|number| legs.contains(number)), "{name}: whom he talked to has a leg");
    assert!(told.missed_by.iter().all(|number| legs.contains(number)), "{name}: who missed has a leg");
}

fn sum(seconds: &Seconds) -> i64 {
    let Seconds { ring, menu, queue, talk, hold: _, parked, voicemail, conference } = seconds;
    (ring + menu + queue + talk + parked + voicemail + conference) as i64
}

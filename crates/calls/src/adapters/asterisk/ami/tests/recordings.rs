//! Real streams, whole and in pieces.

use super::{Fact, replay, scenarios};

fn count(files: &[Vec<u8>], event: &str) -> usize {
    let line = format!("Event: {event}\r\n");
    files.iter().map(|file| String::from_utf8_lossy(file).matches(&line).count()).sum()
}

#[test]
fn cuts_do_not_show_in_any_recording() {
    for (name, files) in scenarios() {
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let whole = replay(&files, usize::MAX);
        for piece in [1, 13, 1_000] {
            let cut = replay(&files, piece);
            assert!(cut.seen == whole.seen && cut.notes == whole.notes, "{name} in pieces of {piece}");
        }
    }
}

#[test]
fn no_recording_gives_a_note_or_sends_anything() {
    for (name, files) in scenarios() {
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let rig = replay(&files, 1_000);
        let mut notes = rig.notes.clone();
        // A switch that is stopped says so, and an operator should know.
        notes.retain(|(_, text)| !text.contains("shuts down"));
        assert!(notes.is_empty(), "{name}: {notes:?}");
        assert!(rig.sent.is_empty() && rig.wake_at.is_none() && rig.redial_at.is_none(), "{name}");
    }
}

#[test]
fn every_recorded_event_of_a_call_is_told_once() {
    for (name, files) in scenarios() {
        let parts: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let rig = replay(&parts, 1_000);
        let facts = rig.facts();
        let told = |is: fn(&Fact) -> bool| facts.iter().filter(|fact| is(fact)).count();
        assert_eq!(told(|f| matches!(f, Fact::Born { .. })), count(&files, "Newchannel"), "{name}");
        assert_eq!(told(|f| matches!(f, Fact::HungUp { .. })), count(&files, "Hangup"), "{name}");
        assert_eq!(told(|f| matches!(f, Fact::DialBegan { .. })), count(&files, "DialBegin"), "{name}");
        assert_eq!(told(|f| matches!(f, Fact::DialEnded { .. })), count(&files, "DialEnd"), "{name}");
        assert_eq!(told(|f| matches!(f, Fact::App { .. })), count(&files, "Newexten"), "{name}");
        assert_eq!(told(|f| matches!(f, Fact::BridgeEntered { .. })), count(&files, "BridgeEnter"), "{name}");
        assert_eq!(told(|f| matches!(f, Fact::BridgeLeft { .. })), count(&files, "BridgeLeave"), "{name}");
        // Who is put into the place of a parked phone is parked himself (trap A88).
        let parked = count(&files, "ParkedCall") + count(&files, "ParkedCallSwap");
        assert_eq!(told(|f| matches!(f, Fact::Parked { .. })), parked, "{name}");
        assert_eq!(told(|f| matches!(f, Fact::RoomJoined { .. })), count(&files, "ConfbridgeJoin"), "{name}");
        let recorded = count(&files, "MixMonitorStart") + count(&files, "MixMonitorStop");
        assert_eq!(told(|f| matches!(f, Fact::Recording { .. })), recorded, "{name}");
    }
}

#[test]
fn a36_the_facts_of_a_recording_are_in_order_of_time() {
    for (name, files) in scenarios() {
        let parts: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let rig = replay(&parts, 1_000);
        for pair in rig.seen.windows(2) {
            // Variables may be a tenth of a millisecond early.
            assert!(pair[1].at.since(pair[0].at) > -100, "{name}: {pair:?}");
        }
    }
}

#[test]
fn garbage_between_messages_changes_no_fact() {
    for (name, files) in scenarios() {
        let parts: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let clean = replay(&parts, usize::MAX);
        let spoiled: Vec<Vec<u8>> = files
            .iter()
            .map(|file| {
                let text = String::from_utf8_lossy(file);
                text.replace("\r\n\r\nEvent: Newexten", "\r\n\r\n\0\u{1}%%\r\nEvent: \r\n\r\nEvent: Newexten").into_bytes()
            })
            .collect();
        let parts: Vec<&[u8]> = spoiled.iter().map(Vec::as_slice).collect();
        let rig = replay(&parts, 100);
        let same = rig.seen.iter().map(|seen| (&seen.at, &seen.fact)).eq(clean.seen.iter().map(|seen| (&seen.at, &seen.fact)));
        assert!(same, "{name}");
    }
}

#[test]
fn spoiled_streams_are_told_alike_however_they_are_cut() {
    let mut state = 88_172_645_463_325_252_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for (name, files) in scenarios() {
        let mut spoiled = files[0].clone();
        for _ in 0..40 {
            let (at, length) = (draw(spoiled.len() - 60), draw(50));
            match draw(4) {
                0 => spoiled[at] = u8::try_from(draw(256)).unwrap(),
                1 => drop(spoiled.drain(at..at + length)),
                2 => spoiled.insert(at, b'\n'),
                _ => {
                    let part = spoiled[at..at + length].to_vec();
                    spoiled.splice(at..at, part);
                }
            }
        }
        let whole = replay(&[&spoiled], usize::MAX);
        for piece in [1, 31] {
            let cut = replay(&[&spoiled], piece);
            assert!(cut.seen == whole.seen && cut.notes == whole.notes, "{name} in pieces of {piece}");
        }
    }
}

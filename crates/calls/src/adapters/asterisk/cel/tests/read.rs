//! What a row says.

use super::super::super::fact::{AttendedKind, BridgeKind, Seen, UnparkedHow, Way};
use super::*;
use crate::signal::RecordingStep;

fn born(id: &'static str) -> Line {
    Line { exten: "100", number: "11", name: "Ada", ..Line::new("CHAN_START", 0, id) }
}

/// The later rows of the channel that [`born`] made.
fn then(event: &'static str, micros: u32, id: &'static str) -> Line {
    Line { exten: "100", number: "11", name: "Ada", ..Line::new(event, micros, id) }
}

fn app(id: &str, app: &str, data: &str) -> Fact {
    Fact::App { id: id.into(), app: app.into(), data: data.into(), context: Some("house".into()), exten: Some("100".into()) }
}

#[test]
fn a_channel_is_born_with_what_it_shows_first() {
    let told = facts(&[
        born("7.1"),
        Line { exten: "s", ..Line::new("CHAN_START", 1, "7.2").linked("7.1") },
        Line { exten: "s", ..Line::new("CHAN_START", 2, "7.3") },
        Line { exten: "100", channel: "Local/100@house-0001;1".into(), ..Line::new("CHAN_START", 3, "7.4") },
        Line { number: "anonymous", exten: "100", ..Line::new("CHAN_START", 4, "7.5") },
        Line { number: "0201234567", exten: "s", ..Line::new("CHAN_START", 5, "7.6") },
    ]);
    let ways: Vec<_> = told
        .iter()
        .map(|fact| match fact {
            Fact::Born { channel, way } => (channel.number.as_deref(), channel.withheld, *way),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        ways,
        [
            (Some("11"), false, Some(Way::In)),
            (None, false, Some(Way::Out)),
            (None, false, Some(Way::Out)),
            (None, false, None),
            (None, true, Some(Way::In)),
            (Some("0201234567"), false, None),
        ]
    );
}

#[test]
fn the_halves_of_a_local_channel_are_paired_by_their_name() {
    let half = |id, name: &str| Line { channel: name.to_owned(), ..Line::new("CHAN_START", 1, id) };
    let told =
        events(&[half("7.2", "Local/9@house-01;2"), half("7.1", "Local/9@house-01;1"), half("7.3", "Local/9@house-02;1")]);
    let pairs: Vec<_> = told.iter().filter(|fact| matches!(fact, Fact::LocalPair { .. })).collect();
    assert_eq!(pairs, [&Fact::LocalPair { one: "7.1".into(), two: "7.2".into() }]);
}

#[test]
fn a65_an_application_is_told_by_the_first_row_that_shows_it() {
    let told = events(&[
        born("7.1"),
        then("ANSWER", 1, "7.1").app("ParkedCall", "default,71"),
        then("STREAM_BEGIN", 2, "7.1").app("ParkedCall", "default,71"),
        then("APP_START", 3, "7.1").app("Dial", "PJSIP/bob"),
        then("APP_END", 4, "7.1").app("Dial", "PJSIP/bob"),
        then("APP_START", 5, "7.1").app("Dial", "PJSIP/bob"),
    ]);
    assert_eq!(
        told[1..],
        [
            app("7.1", "ParkedCall", "default,71"),
            Fact::Up { id: "7.1".into() },
            app("7.1", "Dial", "PJSIP/bob"),
            Fact::AppEnded { id: "7.1".into(), app: "Dial".into() },
            app("7.1", "Dial", "PJSIP/bob"),
        ]
    );
}

#[test]
fn a35_after_a_transfer_the_new_dial_is_told_by_the_next_row() {
    let told = events(&[
        born("7.1"),
        then("APP_START", 1, "7.1").app("Dial", "PJSIP/bob"),
        Line { exten: "103", ..then("APP_END", 2, "7.1").app("Dial", "PJSIP/carol") },
    ]);
    let Fact::App { data, exten, .. } = &told[2] else { panic!("{told:?}") };
    assert_eq!((data.as_str(), exten.as_deref()), ("PJSIP/carol", Some("103")));
    assert_eq!(told[3], Fact::AppEnded { id: "7.1".into(), app: "Dial".into() });
}

#[test]
fn a58_a_new_extension_is_told_before_the_talk_is_left_and_is_no_new_application() {
    let at = |exten, row: Line| Line { exten, ..row }.app("AppDial", "(Outgoing Line)");
    let exit = r#"{"bridge_id":"b","bridge_technology":"simple_bridge"}"#;
    let told = facts(&[
        born("7.1"),
        at("102", then("ANSWER", 1, "7.1")),
        at("", then("BRIDGE_ENTER", 2, "7.1")).extra(exit),
        at("103", then("BRIDGE_EXIT", 3, "7.1")).extra(exit),
    ]);
    assert_eq!(told.iter().filter(|fact| matches!(fact, Fact::App { .. })).count(), 1);
    let [.., Fact::Mentioned { channel }, Fact::BridgeLeft { .. }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(channel.exten.as_deref(), Some("103"));
}

#[test]
fn what_changes_on_a_channel_is_told_once() {
    let told = facts(&[
        born("7.1"),
        Line { number: "+3110", name: "Ada", exten: "100", ..Line::new("ANSWER", 1, "7.1") },
        Line { number: "+3110", name: "Ada", exten: "100", ..Line::new("STREAM_BEGIN", 2, "7.1").linked("7.0") },
        Line { number: "anonymous", name: "Ada", exten: "100", ..Line::new("STREAM_END", 3, "7.1").linked("7.0") },
    ]);
    let renumbered = |number: Option<&str>, withheld| Fact::Renumbered {
        id: "7.1".into(),
        number: number.map(Into::into),
        name: Some("Ada".into()),
        withheld,
    };
    assert_eq!(told[1], renumbered(Some("+3110"), false));
    let Fact::Mentioned { channel } = &told[3] else { panic!("{told:?}") };
    assert_eq!(channel.linkedid.as_deref(), Some("7.0"));
    assert_eq!(told[4..], [renumbered(None, true)]);
}

#[test]
fn a8_of_a_channel_that_is_older_than_the_file_ani_and_dnid_tell_what_it_showed_first() {
    let told = facts(&[Line { number: "+3110", ani: "11", dnid: "100", exten: "200", ..Line::new("ANSWER", 1, "7.1") }]);
    let Fact::Mentioned { channel } = &told[0] else { panic!("{told:?}") };
    assert_eq!((channel.number.as_deref(), channel.exten.as_deref()), (Some("11"), Some("100")));
    assert!(matches!(&told[1], Fact::Renumbered { number: Some(number), .. } if number == "+3110"));
}

#[test]
fn a_room_is_a_room_from_its_beginning_and_a_talk_of_three_is_none() {
    let enter = |micros, id, technology| {
        let extra = if technology == "softmix" {
            r#"{"bridge_id":"b","bridge_technology":"softmix"}"#
        } else {
            r#"{"bridge_id":"b","bridge_technology":"simple_bridge"}"#
        };
        Line::new("BRIDGE_ENTER", micros, id).extra(extra)
    };
    let kinds = |lines: &[Line]| -> Vec<BridgeKind> {
        events(lines)
            .iter()
            .filter_map(|fact| match fact {
                Fact::BridgeEntered { kind, .. } => Some(*kind),
                _ => None,
            })
            .collect()
    };
    let talk = [enter(1, "7.1", "simple_bridge"), enter(2, "7.2", "simple_bridge"), enter(3, "7.3", "softmix")];
    assert_eq!(kinds(&talk), [BridgeKind::Talk; 3]);
    let room = enter(1, "7.1", "softmix").app("ConfBridge", "tea,profile");
    assert_eq!(kinds(&[room.clone(), enter(2, "7.2", "softmix")]), [BridgeKind::Room; 2]);
    let leave = Line { event: "BRIDGE_EXIT", ..room.clone() };
    let told = events(&[room, leave]);
    let (id, bridge, tea) = ("7.1".into(), "b".into(), "tea".into());
    assert_eq!(told[2], Fact::RoomJoined { id, room: tea, bridge });
    assert!(matches!(&told[3], Fact::RoomLeft { room, .. } if room == "tea"));
    let holding = Line::new("BRIDGE_ENTER", 1, "7.1").extra(r#"{"bridge_id":"b","bridge_technology":"holding_bridge"}"#);
    assert_eq!(kinds(&[holding]), [BridgeKind::Holding]);
}

#[test]
fn transfers_are_told_with_whom_they_move() {
    let told = events(&[
        born("7.1"),
        then("BLINDTRANSFER", 1, "7.1").extra(
            r#"{"extension":"103","context":"house","bridge_id":"b","transferee_channel_name":"PJSIP/x","transferee_channel_uniqueid":"7.0"}"#,
        ),
    ]);
    let (by, transferee) = ("7.1".into(), Some("7.0".into()));
    assert_eq!(told[1], Fact::BlindTransfer { by, transferee, extension: "103".into(), context: Some("house".into()) });
    let bridged = r#"{"bridge1_id":"b","channel2_name":"PJSIP/y","channel2_uniqueid":"7.2","bridge2_id":"c","transferee_channel_name":"PJSIP/x","transferee_channel_uniqueid":"7.0","transfer_target_channel_name":"PJSIP/z","transfer_target_channel_uniqueid":"7.3"}"#;
    let told = facts(&[born("7.1"), then("ATTENDEDTRANSFER", 1, "7.1").extra(bridged)]);
    assert_eq!(told.iter().filter(|fact| matches!(fact, Fact::Mentioned { .. })).count(), 3);
    assert_eq!(
        told[4],
        Fact::AttendedTransfer {
            first: "7.1".into(),
            second: "7.2".into(),
            transferee: Some("7.0".into()),
            target: Some("7.3".into()),
            kind: AttendedKind::Bridge,
        }
    );
}

#[test]
fn after_a_transfer_to_a_ringing_phone_both_channels_run_what_the_other_ran() {
    let blonde = r#"{"bridge1_id":"b","channel2_name":"PJSIP/y","channel2_uniqueid":"7.2","app":"Dial","transferee_channel_name":"PJSIP/x","transferee_channel_uniqueid":"7.0","transfer_target_channel_name":"N/A","transfer_target_channel_uniqueid":"N/A"}"#;
    let told = events(&[
        born("7.0"),
        then("APP_START", 1, "7.0").app("Dial", "PJSIP/bob"),
        born("7.2"),
        then("APP_START", 2, "7.2").app("Dial", "PJSIP/carol"),
        then("ATTENDEDTRANSFER", 3, "7.1").extra(blonde),
        then("APP_END", 4, "7.2").app("Dial", "PJSIP/bob"),
        then("BRIDGE_EXIT", 5, "7.0").app("Dial", "PJSIP/carol"),
    ]);
    let transfer = told.iter().position(|fact| matches!(fact, Fact::AttendedTransfer { .. })).unwrap();
    let Fact::AttendedTransfer { target, kind, .. } = &told[transfer] else { unreachable!() };
    assert_eq!((target, kind), (&None, &AttendedKind::App(Some("Dial".into()))));
    assert!(!told[transfer..].iter().any(|fact| matches!(fact, Fact::App { .. })), "{told:?}");
    let told = events(&[
        born("7.0"),
        then("APP_START", 1, "7.0").app("Dial", "PJSIP/bob"),
        born("7.2"),
        then("APP_START", 2, "7.2").app("Queue", "sales"),
        then("ATTENDEDTRANSFER", 3, "7.1").extra(blonde),
        then("APP_END", 4, "7.0").app("Dial", "PJSIP/bob"),
        then("APP_START", 5, "7.0").app("Queue", "sales"),
        then("APP_END", 6, "7.2").app("Queue", "sales"),
    ]);
    let after: Vec<_> = told.into_iter().skip_while(|fact| !matches!(fact, Fact::AttendedTransfer { .. })).skip(1).collect();
    let ended = |id: &str, app: &str| Fact::AppEnded { id: id.into(), app: app.into() };
    assert_eq!(after, [ended("7.0", "Dial"), app("7.0", "Queue", "sales"), ended("7.2", "Queue")], "rows tell it themselves");
}

#[test]
fn parking_and_pickup_are_told() {
    let told = events(&[
        born("7.1"),
        then("PARK_START", 1, "7.1").extra(r#"{"parker_dial_string":"PJSIP/bob","parking_lot":"default"}"#),
        then("PARK_END", 2, "7.1").extra(r#"{"reason":"ParkedCallUnparked","retriever":"PJSIP/carol-1"}"#),
        then("PARK_END", 3, "7.1").extra(r#"{"reason":"ParkedCallTimeOut"}"#),
        then("PARK_END", 4, "7.1").extra(r#"{"reason":"ParkedCallGiveUp"}"#),
        then("PICKUP", 5, "7.1").extra(r#"{"pickup_channel":"PJSIP/carol-1","pickup_channel_uniqueid":"7.9"}"#),
    ]);
    let unparked = |how| Fact::Unparked { id: "7.1".into(), how };
    assert_eq!(
        told[1..],
        [
            Fact::Parked { id: "7.1".into(), parker: Some("PJSIP/bob".into()), space: None },
            unparked(UnparkedHow::Retrieved { retriever: "PJSIP/carol-1".into() }),
            unparked(UnparkedHow::TimedOut),
            unparked(UnparkedHow::GivenUp),
            Fact::Pickup { by: "7.9".into(), ringing: "7.1".into() },
        ]
    );
}

#[test]
fn a33_a_forward_is_told_of_the_phone_that_ends_next() {
    let called = |micros, id| Line { exten: "s", ..Line::new("CHAN_START", micros, id).linked("7.1") };
    let end = |micros, id: &'static str| {
        Line::new("HANGUP", micros, id).linked("7.1").extra(r#"{"hangupcause":23,"hangupsource":"","dialstatus":""}"#)
    };
    let told = events(&[
        born("7.1"),
        called(1, "7.2"),
        called(2, "7.3"),
        then("FORWARD", 3, "7.1").extra(r#"{"forward":"103"}"#),
        end(4, "7.2"),
        end(5, "7.3"),
    ]);
    let forwarded = Fact::DialEnded { to: "7.2".into(), status: "CANCEL".into(), forward: Some("103".into()) };
    let ends: Vec<_> =
        told.iter().filter(|fact| matches!(fact, Fact::DialEnded { .. } | Fact::HungUp { .. })).cloned().collect();
    assert_eq!(ends[0], forwarded);
    assert!(matches!(&ends[1..], [Fact::HungUp { .. }, Fact::HungUp { .. }]), "{ends:?}");
}

#[test]
fn a41_an_end_is_told_once_with_who_hung_up() {
    let hangup = |extra| then("HANGUP", 1, "7.1").extra(extra);
    let end = |cause, source: Option<&str>, dialstatus: Option<&str>| Fact::HungUp {
        id: "7.1".into(),
        cause,
        tech_cause: None,
        source: source.map(Into::into),
        dialstatus: dialstatus.map(Into::into),
    };
    let told = |row: Line| events(&[born("7.1"), row, then("CHAN_END", 2, "7.1")])[1..].to_vec();
    let json = r#"{"hangupcause":17,"hangupsource":"PJSIP/x","dialstatus":"BUSY"}"#;
    assert_eq!(told(hangup(json)), [end(17, Some("PJSIP/x"), Some("BUSY"))]);
    assert_eq!(told(hangup("16,SIP/x,ANSWER")), [end(16, Some("SIP/x"), Some("ANSWER"))], "as before Asterisk 12");
    assert_eq!(events(&[born("7.1"), then("CHAN_END", 2, "7.1")])[1..], [end(0, None, None)], "without HANGUP rows");
}

#[test]
fn malformed_json_is_noted_and_the_row_goes_on_without_it() {
    let told = whole(text(&[born("7.1"), then("HANGUP", 1, "7.1").extra("{\"hangupcause\":")]).as_bytes());
    assert_eq!(lines_noted(&told), [2]);
    assert!(matches!(told.facts.last(), Some(Seen { fact: Fact::HungUp { cause: 0, .. }, .. })));
}

#[test]
fn only_digits_that_came_in_and_music_count() {
    let digit = |kind| Line { kind, ..then("DTMF", 1, "7.1").extra(r#"{"digit":"5","duration_ms":200}"#) };
    let stream = |event, kind| Line { kind, ..then(event, 2, "7.1") };
    let told = events(&[
        born("7.1"),
        digit("Received"),
        digit("Sent"),
        stream("STREAM_BEGIN", "MOH_STREAM_BEGIN"),
        stream("STREAM_BEGIN", "FILE_STREAM_BEGIN"),
        stream("STREAM_END", "MOH_STREAM_END"),
    ]);
    let id = || "7.1".into();
    assert_eq!(told[1..], [Fact::Digit { id: id(), digit: '5' }, Fact::MusicBegan { id: id() }, Fact::MusicEnded { id: id() }]);
}

#[test]
fn a_recording_is_told_by_its_application() {
    let told = events(&[born("7.1"), then("APP_START", 1, "7.1").app("MixMonitor", "call.wav,b")]);
    assert_eq!(told[2], Fact::Recording { id: "7.1".into(), name: Some("call.wav".into()), step: RecordingStep::Started });
}

#[test]
fn a2_a_counter_that_falls_means_that_the_switch_started_anew() {
    let booted = |lines: &[Line]| events(lines).iter().filter(|fact| matches!(fact, Fact::Booted { .. })).count();
    assert_eq!(booted(&[born("1000.12"), born("1005.0"), born("1005.1")]), 1);
    assert_eq!(booted(&[born("1000.12"), born("1001.11"), born("1005.13")]), 0, "two born at once may be told crosswise");
    assert_eq!(booted(&[born("pbx-1000.12"), born("pbx-1005.3")]), 1);
}

#[test]
fn before_asterisk_12_a_bridge_has_one_row_for_both() {
    let told = events(&[
        born("7.1"),
        Line { channel: "SIP/bob-1".into(), ..born("7.2") },
        Line { peer: "SIP/bob-1", ..then("BRIDGE_START", 1, "7.1") },
        Line { peer: "SIP/bob-1", ..then("BRIDGE_END", 2, "7.1") },
    ]);
    let entered: Vec<_> = told.iter().filter(|fact| matches!(fact, Fact::BridgeEntered { .. })).collect();
    let left: Vec<_> = told.iter().filter(|fact| matches!(fact, Fact::BridgeLeft { .. })).collect();
    assert_eq!((entered.len(), left.len()), (2, 2), "{told:?}");
}

#[test]
fn what_is_remembered_is_bounded() {
    let mut log = Log::new();
    let mut told = Told::default();
    for count in 0..120_000_u32 {
        let row = Line::new("ANSWER", count, "X").text().replace("\"X\"", &format!("\"7.{count}\""));
        log.feed(Input::Bytes(row.as_bytes()), &mut told);
        told.facts.clear();
    }
    assert!(format!("{log:?}").len() < 40_000_000);
}

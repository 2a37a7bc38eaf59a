//! Single messages, as the traps tell them.

use super::super::super::fact::{AttendedKind, BridgeKind, UnparkedHow, Way};
use super::super::fields::{born, number};
use super::{Fact, event, moment, told};

const AT: &str = "1700000000.000001";
const ID: &str = "1700000000.1";

fn one(name: &str, more: &str) -> Vec<Fact> {
    told(&event(name, AT, ID, more)).facts().into_iter().cloned().collect()
}

/// The lines of a second channel of a message.
fn other(prefix: &str, id: &str) -> String {
    format!("{prefix}Channel: PJSIP/other-{id}\n{prefix}ChannelState: 5\n{prefix}Uniqueid: {id}\n{prefix}Linkedid: {ID}\n")
}

#[test]
fn a_channel_that_calls_comes_in_and_one_that_is_called_goes_out() {
    let born = |text: String| match told(&text).facts()[0] {
        Fact::Born { way, .. } => *way,
        other => panic!("{other:?}"),
    };
    let text = event("Newchannel", AT, ID, "");
    assert_eq!(born(text.clone()), Some(Way::In));
    let down = text.replace("ChannelState: 4", "ChannelState: 0");
    assert_eq!(born(down.replace("Exten: 12", "Exten: s")), Some(Way::Out));
    assert_eq!(born(down), None);
}

#[test]
fn a12_withheld_is_not_the_same_as_unknown() {
    assert_eq!(number(Some("anonymous"), None), (None, true));
    assert_eq!(number(Some("Restricted"), None), (None, true));
    assert_eq!(number(None, Some("Anonymous")), (None, true));
    assert_eq!(number(None, Some("Front desk")), (None, false));
    assert_eq!(number(Some("0000000000"), None), (None, false));
    assert_eq!(number(Some("0"), None), (Some("0"), false));
    let text = event("Newchannel", AT, ID, "").replace("CallerIDNum: 11", "CallerIDNum: <unknown>");
    let rig = told(&text);
    let Fact::Born { channel, .. } = rig.facts()[0] else { panic!() };
    assert_eq!((&channel.number, channel.withheld, &channel.caller_name), (&None, false, &None));
}

#[test]
fn a_presentation_that_prohibits_withholds_the_number_from_then_on() {
    let text = event("Newchannel", AT, ID, "")
        + &event("NewCallerid", AT, ID, "CID-CallingPres: 35 (Presentation Prohibited, Network Number)")
        + &event("Newstate", AT, ID, "").replace("Exten: 12", "Exten: 13");
    let rig = told(&text);
    assert!(matches!(rig.facts()[1], Fact::Renumbered { withheld: true, .. }));
    let Some(Fact::Mentioned { channel }) = rig.seen.last().map(|seen| &seen.fact) else { panic!() };
    assert!(channel.withheld);
    let allowed = one("NewCallerid", "CID-CallingPres: 67 (Number Unavailable)");
    assert!(matches!(allowed[0], Fact::Renumbered { withheld: false, .. }));
}

#[test]
fn a_channel_is_mentioned_only_when_something_of_it_changed() {
    let same = event("Hold", AT, ID, "");
    let moved = same.replace(&format!("Linkedid: {ID}"), "Linkedid: 1699999999.9");
    let rig = told(&(event("Newchannel", AT, ID, "") + &same + &same + &moved + &moved));
    let mentions: Vec<_> = rig.seen.iter().filter(|seen| matches!(seen.fact, Fact::Mentioned { .. })).collect();
    assert_eq!(mentions.len(), 1);
    assert_eq!(rig.facts().len(), 5);
}

#[test]
fn ringing_is_told_once_whichever_event_tells_it_first() {
    let ringing = event("Newstate", AT, ID, "").replace("ChannelState: 4", "ChannelState: 5");
    let state = "Event: DialState\nTimestamp: 1700000000.1\n".to_owned() + &other("Dest", ID) + "DialStatus: RINGING\n\n";
    for text in [ringing.clone() + &state, state.clone() + &ringing, state] {
        let rig = told(&text);
        assert_eq!(rig.facts(), [&Fact::Ringing { id: ID.into() }]);
    }
}

#[test]
fn a14_a_dial_without_a_caller_is_an_origination() {
    let text = "Event: DialBegin\nTimestamp: 1700000000.1\n".to_owned() + &other("Dest", ID) + "DialString: phone\n\n";
    let rig = told(&text);
    assert_eq!(rig.facts(), [&Fact::DialBegan { by: None, to: ID.into(), string: "phone".into() }]);
    let failed = "Event: OriginateResponse\nTimestamp: 1700000000.1\nResponse: Failure\nExten: 12\nUniqueid: <unknown>\n\n";
    let rig = told(failed);
    assert_eq!(rig.facts(), [&Fact::OriginateAnswered { id: None, exten: Some("12".into()), failed: true, reason: None }]);
}

#[test]
fn a91_a_failure_of_what_we_asked_for_is_known_by_its_action() {
    let failed = "Event: OriginateResponse\nTimestamp: 1700000000.1\nActionID: callbook-9-Originate-leg-7\nResponse: Failure\n\
        Exten: 12\nReason: 3\nUniqueid: <unknown>\n\n";
    let told = told(failed);
    let exten = Some("12".into());
    assert_eq!(told.facts(), [&Fact::OriginateAnswered { id: Some("leg-7".into()), exten, failed: true, reason: Some(3) }]);
}

#[test]
fn a33_a_dial_that_was_sent_on_tells_where() {
    let facts = one("DialEnd", &(other("Dest", "1700000000.2") + "DialStatus: CANCEL\nForward: 13\n"));
    let forward = Some("13".into());
    assert_eq!(facts, [Fact::DialEnded { to: "1700000000.2".into(), status: "CANCEL".into(), forward }]);
}

#[test]
fn a_bridge_is_a_talk_a_room_or_holding() {
    let kinds = [
        ("basic", "simple_bridge", BridgeKind::Talk),
        ("basic", "softmix", BridgeKind::Talk),
        ("base", "softmix", BridgeKind::Room),
        ("base", "holding_bridge", BridgeKind::Holding),
        ("parking", "holding_bridge", BridgeKind::Holding),
        ("stasis", "simple_bridge", BridgeKind::Talk),
    ];
    for (class, technology, wanted) in kinds {
        let more = format!("BridgeUniqueid: b\nBridgeType: {class}\nBridgeTechnology: {technology}\nSwapUniqueid: 1.2");
        let facts = one("BridgeEnter", &more);
        assert_eq!(facts, [Fact::BridgeEntered { id: ID.into(), bridge: "b".into(), kind: wanted, swap: Some("1.2".into()) }]);
    }
}

#[test]
fn a63_only_a_transfer_that_succeeded_is_one() {
    let blind = |result: &str| {
        let text = format!("Event: BlindTransfer\nTimestamp: {AT}\nResult: {result}\n");
        told(&(text + &other("Transferer", "1.5") + &other("Transferee", "1.6") + "Context: house\nExtension: 13\n\n"))
            .facts()
            .len()
    };
    assert_eq!((blind("Success"), blind("Fail"), blind("Not Permitted")), (1, 0, 0));
    let attended = |result: &str, more: &str| {
        let text = format!("Event: AttendedTransfer\nTimestamp: {AT}\nResult: {result}\n");
        let text =
            text + &other("OrigTransferer", "1.5") + &other("SecondTransferer", "1.6") + &other("Transferee", "1.7") + more;
        match told(&(text + "\n")).facts()[..] {
            [Fact::AttendedTransfer { kind, transferee: Some(_), target: None, .. }] => Some(kind.clone()),
            _ => None,
        }
    };
    assert_eq!(attended("Success", "DestType: App\nDestApp: Dial\n"), Some(AttendedKind::App(Some("Dial".into()))));
    assert_eq!(attended("Success", "DestType: Link\n"), Some(AttendedKind::Bridge));
    assert_eq!(attended("Success", "DestType: Threeway\n"), Some(AttendedKind::Threeway));
    assert_eq!(attended("Success", "DestType: Fail\n"), None);
    assert_eq!(attended("Invalid", "DestType: Bridge\n"), None);
}

#[test]
fn parking_ends_in_one_of_three_ways() {
    let parking = |name: &str, more: &str| {
        let text = format!(
            "Event: {name}\nTimestamp: {AT}\n{}{more}ParkerDialString: PJSIP/p\nParkingSpace: 7\n\n",
            other("Parkee", ID)
        );
        told(&text).facts().first().map(|fact| (*fact).clone())
    };
    let unparked = |how| Some(Fact::Unparked { id: ID.into(), how });
    let space = Some("7".into());
    assert_eq!(parking("ParkedCall", ""), Some(Fact::Parked { id: ID.into(), parker: Some("PJSIP/p".into()), space }));
    assert_eq!(parking("ParkedCallTimeOut", ""), unparked(UnparkedHow::TimedOut));
    assert_eq!(parking("ParkedCallGiveUp", ""), unparked(UnparkedHow::GivenUp));
    let retriever = UnparkedHow::Retrieved { retriever: "1.9".into() };
    assert_eq!(parking("UnParkedCall", &other("Retriever", "1.9")), unparked(retriever));
}

#[test]
fn only_digits_that_the_party_pressed_count() {
    assert_eq!(one("DTMFEnd", "Digit: #\nDirection: Received"), [Fact::Digit { id: ID.into(), digit: '#' }]);
    assert_eq!(one("DTMFEnd", "Digit: 1\nDirection: Sent"), []);
}

#[test]
fn a43_a_mailbox_that_changed_without_a_channel_is_no_message() {
    assert_eq!(one("MessageWaiting", "Mailbox: 11@x\nNew: 3"), [Fact::MessageLeft { id: ID.into(), left: true }]);
    assert_eq!(told(&format!("Event: MessageWaiting\nTimestamp: {AT}\nMailbox: 11@x\nNew: 3\n\n")).facts().len(), 0);
}

#[test]
fn only_variables_that_tell_something_are_read() {
    let set = |name: &str, value: &str| one("VarSet", &format!("Variable: {name}\nValue: {value}"));
    assert_eq!(set("QUEUESTATUS", "TIMEOUT"), [Fact::QueueStatus { id: ID.into(), status: "TIMEOUT".into() }]);
    assert_eq!(set("VMSTATUS", "USEREXIT"), [Fact::MessageLeft { id: ID.into(), left: false }]);
    assert_eq!(set("DIALSTATUS", "CHANUNAVAIL"), [Fact::DialStatus { id: ID.into(), status: "CHANUNAVAIL".into() }]);
    for (name, value) in [("DIALSTATUS", ""), ("DIALSTATUS", "ANSWER"), ("DIALEDTIME", "4"), ("QUEUESTATUSES", "x")] {
        assert_eq!(set(name, value), [], "{name}");
    }
}

#[test]
fn a_recording_begins_once_with_its_name() {
    let name = event("VarSet", AT, ID, "Variable: MIXMONITOR_FILENAME\nValue: /a/b.wav");
    let start = event("MixMonitorStart", AT, ID, "");
    let names = |text: &str| -> Vec<_> {
        told(text).facts().iter().map(|fact| matches!(fact, Fact::Recording { name: Some(_), .. })).collect()
    };
    assert_eq!(names(&(name + &start + &start)), [true, false]);
}

#[test]
fn a_meetme_gathering_is_named_by_who_came_first_until_it_ends() {
    let join = |id: &str| event("MeetmeJoin", AT, id, "Meetme: 800");
    let text = join("1.1") + &join("1.2") + &format!("Event: MeetmeEnd\nTimestamp: {AT}\nMeetme: 800\n\n") + &join("1.3");
    let rig = told(&text);
    let rooms: Vec<_> = rig
        .facts()
        .iter()
        .map(|fact| if let Fact::RoomJoined { bridge, .. } = fact { bridge.to_string() } else { panic!() })
        .collect();
    assert_eq!(rooms, ["meetme-1.1", "meetme-1.1", "meetme-1.3"]);
}

#[test]
fn a40_an_order_of_the_switch_is_no_partys_hanging_up() {
    assert_eq!(one("SoftHangupRequest", "Cause: 32"), []);
    assert_eq!(one("HangupRequest", ""), [Fact::HangupRequested { id: ID.into() }]);
    let facts = one("Hangup", "Cause: 17\nCause-txt: User busy\nTechCause: 486");
    assert!(matches!(facts[..], [Fact::HungUp { cause: 17, tech_cause: Some(486), source: None, .. }]));
}

#[test]
fn a7_the_same_news_in_another_vocabulary_is_passed_over() {
    for name in ["CEL", "Cdr", "RTCPSent", "DeviceStateChange", "SomethingNew"] {
        let rig = told(&event(name, AT, ID, ""));
        assert!(rig.seen.is_empty() && rig.notes.is_empty(), "{name}");
    }
}

#[test]
fn a_message_without_what_it_is_about_is_noted() {
    let rig = told(&format!("Event: Hold\nTimestamp: {AT}\nChannel: PJSIP/x-1\n\n"));
    assert_eq!(rig.notes, [(Some(1), "expected `Uniqueid` in Hold".to_owned())]);
}

#[test]
fn a2_ids_tell_their_second_with_or_without_the_systems_name() {
    assert_eq!(born("1700000000.0"), Some(moment("1700000000")));
    assert_eq!(born("north-1-1700000000.15"), Some(moment("1700000000")));
    for made_up in ["", "abc", "12.5", "1700000000", "1700000000.x", "9f3a-77"] {
        assert_eq!(born(made_up), None, "{made_up}");
    }
}

#[test]
fn the_table_of_events_is_in_order() {
    let names = super::super::read::event_names();
    assert!(names.is_sorted(), "{names:?}");
}

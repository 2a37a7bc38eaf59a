//! Calls that somebody asks the switch for: what is sent, what is made of it, and what is told of them.

use super::super::make;
use super::{Rig, moment};
use crate::adapters::{Adapter, Dialling, Input, Login, Origination, Output, Settings, Taken};
use crate::conversation::Conversation;
use crate::fold::conversations;
use crate::signal::{Doer, DoerKind, Signal, What};

const NOW: &str = "1700000000";
const LEG: &str = "callbook-0a1b";

fn asked() -> Origination {
    Origination {
        leg: LEG.into(),
        device: "PJSIP/ann-desk".into(),
        number: "101".into(),
        user: "ann".into(),
        to: "+31207654321".into(),
        line: None,
        by: Doer { kind: DoerKind::Person, id: "ann".into(), name: None },
    }
}

fn signed_in() -> Rig {
    let mut rig = Rig::new(false);
    rig.feed(Input::Connected(Some(moment(NOW)))).text("Asterisk Call Manager/11.0.0\n");
    rig.text("Response: Success\nActionID: callbook-1-login\nMessage: Authentication accepted\n\n");
    rig.sent.clear();
    rig
}

#[test]
fn a_call_is_asked_for_with_the_channel_that_we_name() {
    let mut rig = signed_in();
    rig.feed(Input::Originate(&asked()));
    let action = "Action: Originate\r\nActionID: callbook-2-Originate-callbook-0a1b\r\nChannel: PJSIP/ann-desk\r\n\
        Exten: 031207654321\r\nContext: house\r\nPriority: 1\r\nTimeout: 25000\r\nAsync: true\r\nChannelId: callbook-0a1b\r\n\r\n";
    assert_eq!(rig.sent, action);
    rig.sent.clear();
    rig.feed(Input::Originate(&Origination { line: Some("+31205550199".into()), ..asked() }));
    assert!(rig.sent.ends_with("ChannelId: callbook-0a1b\r\nCallerID: <+31205550199>\r\n\r\n"), "{}", rig.sent);
    assert!(rig.taken.is_empty(), "the switch has not answered");
}

#[test]
fn no_word_of_it_is_a_line_of_its_own() {
    let mut rig = signed_in();
    let evil = Origination {
        device: "PJSIP/101\r\nApplication: System".into(),
        to: "1\r\nData: x".into(),
        line: Some("2>\r\n\r\nAction: Command".into()),
        leg: "L\nVariable: y=z".into(),
        ..asked()
    };
    rig.feed(Input::Originate(&evil));
    let keys: Vec<&str> = rig.sent.lines().filter_map(|line| line.split_once(": ")).map(|(key, _)| key).collect();
    let wanted = ["Action", "ActionID", "Channel", "Exten", "Context", "Priority", "Timeout", "Async", "ChannelId", "CallerID"];
    assert_eq!(keys, wanted);
    assert_eq!(rig.sent.matches("\r\n\r\n").count(), 1, "it is one action");
}

#[test]
fn nobody_is_asked_before_he_lets_us_in() {
    let mut rig = Rig::new(false);
    rig.feed(Input::Connected(Some(moment(NOW)))).text("Asterisk Call Manager/11.0.0\n");
    rig.sent.clear();
    rig.feed(Input::Originate(&asked()));
    let refused = Some("the switch has not let us in".into());
    assert_eq!((rig.taken, rig.sent.as_str()), (vec![Taken { leg: LEG.into(), refused }], ""));
}

#[test]
fn a_refusal_says_why_and_an_acceptance_nothing() {
    let mut rig = signed_in();
    rig.feed(Input::Originate(&asked()));
    rig.text("Response: Error\nActionID: callbook-2-Originate-callbook-0a1b\nMessage: Permission denied\n\n");
    rig.text("Response: Success\nActionID: callbook-3-Originate-callbook-0a1b\nMessage: Originate successfully queued\n\n");
    let told = [Some("Permission denied".into()), None].map(|refused| Taken { leg: LEG.into(), refused });
    assert_eq!(rig.taken, told);
}

/// What a switch tells after it was asked for a call and took it, as signals.
fn told(after: &str) -> Vec<Signal> {
    let dialling = Dialling { context: "house".into(), priority: 1, number: "{number}".into(), ring_s: 25 };
    let login = Login { username: "callbook".into(), secret: "secret".into(), challenge: false };
    let settings = Settings { source: "pbx".into(), login: Some(login), dialling: Some(dialling), ..Settings::default() };
    let (mut adapter, mut output) = (make(&settings), Output::default());
    adapter.feed(Input::Connected(Some(moment(NOW))), &mut output);
    let mut text = |adapter: &mut Box<dyn Adapter>, text: &str| {
        adapter.feed(Input::Bytes(text.replace('\n', "\r\n").as_bytes()), &mut output);
    };
    text(&mut adapter, "Asterisk Call Manager/11.0.0\n");
    text(&mut adapter, "Response: Success\nActionID: callbook-1-login\nMessage: Authentication accepted\n\n");
    adapter.feed(Input::Originate(&asked()), &mut Output::default());
    text(&mut adapter, "Response: Success\nActionID: callbook-2-Originate-callbook-0a1b\nMessage: Originate queued\n\n");
    text(&mut adapter, after);
    output.signals
}

fn record(signals: Vec<Signal>) -> Conversation {
    let mut folded = conversations(signals);
    assert_eq!(folded.len(), 1, "it is one call");
    folded.remove(0).conversation
}

/// One message about a channel of the call.
fn event(name: &str, at: u32, (id, channel, number): (&str, &str, &str), more: &str) -> String {
    format!(
        "Event: {name}\nTimestamp: 1700000001.{at:06}\nChannel: {channel}\nChannelState: 5\nCallerIDNum: {number}\n\
         CallerIDName: <unknown>\nContext: house\nExten: s\nUniqueid: {id}\nLinkedid: {LEG}\n{more}\n"
    )
}

const PHONE: (&str, &str, &str) = (LEG, "PJSIP/ann-desk-00000001", "+31205550199");

fn rings() -> String {
    let dial = "DestChannel: PJSIP/ann-desk-00000001\nDestUniqueid: callbook-0a1b\nDestLinkedid: callbook-0a1b\nDialString: ann-desk\n";
    event("Newchannel", 1, PHONE, "")
        + &format!("Event: DialBegin\nTimestamp: 1700000001.000002\n{dial}\n")
        + &event("Newstate", 3, PHONE, "ChannelStateDesc: Ringing\n")
}

#[test]
fn n15_it_is_one_call_of_the_user_to_the_number_whatever_his_phone_shows() {
    let signals = told(&rings());
    let words: Vec<&str> = signals.iter().map(|signal| signal.what.word()).collect();
    assert_eq!(words, ["originated", "chose", "ringing"]);
    assert!(signals.iter().all(|signal| signal.leg.0 == LEG), "n17: the leg is the one that we named");
    let What::Originated(originated) = &signals[0].what else { panic!("{signals:?}") };
    let party = &originated.party;
    assert_eq!((party.number.as_deref(), party.user.as_deref(), &party.trunk), (Some("101"), Some("ann"), &None));
    assert_eq!(signals[0].by.as_ref().unwrap().id, "ann", "who asked for it is told");
    assert_eq!(signals[1].what, What::Chose { number: "+31207654321".into() });
    let record = record(signals);
    assert_eq!((record.calls[0].key.as_str(), record.calls.len()), (LEG, 1));
}

#[test]
fn a91_a_phone_to_which_no_channel_could_be_made_is_a_call_that_failed() {
    let ends = [("0", "unavailable"), ("3", "no_answer"), ("5", "busy"), ("8", "failed")];
    for (reason, how) in ends {
        let failed = format!(
            "Event: OriginateResponse\nTimestamp: 1700000001.000005\nActionID: callbook-2-Originate-callbook-0a1b\nResponse: Failure\n\
             Channel: PJSIP/ann-desk\nContext: house\nExten: +31207654321\nReason: {reason}\nUniqueid: <unknown>\n\n"
        );
        let signals = told(&failed);
        let words: Vec<&str> = signals.iter().map(|signal| signal.what.word()).collect();
        assert_eq!(words, ["originated", "chose", "ended"], "{reason}");
        let outcome = record(signals).calls[0].outcome;
        assert_eq!(outcome.map(crate::conversation::Word::word), Some(how), "{reason}");
    }
}

#[test]
fn a91_the_end_of_its_channel_tells_why_it_failed_and_the_failure_nothing_more() {
    let refused = event("Hangup", 4, PHONE, "Cause: 21\nTechCause: 603\n");
    let failed = "Event: OriginateResponse\nTimestamp: 1700000001.000005\nActionID: callbook-2-Originate-callbook-0a1b\n\
        Response: Failure\nExten: +31207654321\nReason: 0\nUniqueid: <unknown>\n\n";
    let signals = told(&(rings() + &refused + failed));
    let words: Vec<&str> = signals.iter().map(|signal| signal.what.word()).collect();
    assert_eq!(words, ["originated", "chose", "ringing", "ended"]);
    assert_eq!(record(signals).calls[0].outcome.map(crate::conversation::Word::word), Some("declined"));
}

#[test]
fn what_is_not_in_the_list_after_the_link_came_back_is_a_call_that_was_lost() {
    let dialling = Dialling { context: "house".into(), priority: 1, number: "{number}".into(), ring_s: 25 };
    let login = Login { username: "callbook".into(), secret: "secret".into(), challenge: false };
    let settings = Settings { source: "pbx".into(), login: Some(login), dialling: Some(dialling), ..Settings::default() };
    let (mut adapter, mut output) = (make(&settings), Output::default());
    let text = |adapter: &mut Box<dyn Adapter>, output: &mut Output, text: &str| {
        adapter.feed(Input::Bytes(text.replace('\n', "\r\n").as_bytes()), output);
    };
    let boot = "Asterisk Call Manager/11.0.0\nResponse: Success\nActionID: callbook-1-login\nMessage: ok\n\n";
    adapter.feed(Input::Connected(Some(moment(NOW))), &mut output);
    text(&mut adapter, &mut output, boot);
    // Something is told by the switch's clock, so that the next link knows that there was one before.
    text(&mut adapter, &mut output, "Event: SuccessfulAuth\nTimestamp: 1700000000.5\n\n");
    adapter.feed(Input::Originate(&asked()), &mut output);
    text(&mut adapter, &mut output, "Response: Success\nActionID: callbook-2-Originate-callbook-0a1b\n\n");
    adapter.feed(Input::Closed(Some(moment("1700000002"))), &mut output);
    adapter.feed(Input::Connected(Some(moment("1700000003"))), &mut output);
    text(&mut adapter, &mut output, &boot.replace("callbook-1", "callbook-3"));
    text(&mut adapter, &mut output, "Event: FullyBooted\nUptime: 900\n\n");
    let mut sent = String::from_utf8(std::mem::take(&mut output.send)).unwrap();
    sent.retain(|c| c != '\r');
    for (action, end) in [
        ("CoreShowChannels", "CoreShowChannelsComplete"),
        ("Status", "StatusComplete"),
        ("BridgeList", "BridgeListComplete"),
        ("QueueStatus", "QueueStatusComplete"),
    ] {
        let (_, rest) = sent.rsplit_once(&format!("Action: {action}\nActionID: ")).unwrap();
        let id = rest.lines().next().unwrap();
        let list = format!(
            "Response: Success\nActionID: {id}\nEventList: start\n\nEvent: {end}\nActionID: {id}\nEventList: Complete\nListItems: 0\n\n"
        );
        text(&mut adapter, &mut output, &list);
    }
    let words: Vec<&str> = output.signals.iter().map(|signal| signal.what.word()).collect();
    assert_eq!(words, ["originated", "chose", "lost"]);
}

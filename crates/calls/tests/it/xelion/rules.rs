//! Rules that are not stories: what an event looks like, key by key, and who hears of what.

use calls::Text;
use calls::conversation::End;
use calls::dialects::seen::Seen;
use calls::dialects::xelion::{
    Agent, Listener, Listening, Notice, Notification, Said, Wallboard, call_id, events as told_events, notices, said,
};
use calls::dialects::{Change, DIALECTS, Thing};
use calls::moment::Moment;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{House, Telling, events, object, play, read, stories, tell, told};

/// The call of the worked example: the sheet's numbers and times.
const EXAMPLE: &str = "00.000 L1 came_in number=+12025550142 name=rosa trunk=voip dialled=+12025550100\n\
    01.000 L1 entered place=queue name=desk\n\
    03.000 L2 dialled by=L1 number=101 user=ann queue=desk\n03.100 L2 ringing\n12.000 L2 answered\n\
    12.000 L1 left place=queue how=answered agent=L2\n12.000 L1 connected bridge=B\n12.000 L2 connected bridge=B\n\
    154.000 L2 ended how=normal\n154.000 L1 ended how=normal\n";

/// The id of the call of the worked example.
const CALL: Uuid = Uuid::from_u128(0x5b0f_6c1e_2f0a_4f0e_9a55_0c1d_7e4a_9b21);

/// The tellings of a table, in which the first call has the id of the worked example.
fn example() -> (Vec<Telling>, House) {
    let conversation = Uuid::from_u128(7);
    let house = House {
        outside: [(Thing::Contact("rosa".into()), ("crm".into(), "CRM-310".into()))].into(),
        ..House::with([
            (Thing::User("ann".into()), 41_020),
            (Thing::Person("ann".into()), 41_021),
            (Thing::Contact("rosa".into()), 52_210),
            (Thing::Line("+12025550100".into()), 40_077),
            (Thing::CalleeLog(CALL, Some("ann".into())), 88_301),
            (Thing::CallerFlow(conversation), 41),
            (Thing::CalleeFlow(conversation), 42),
        ])
    };
    let mut tellings = tell(&told::story(EXAMPLE), &House::default());
    for telling in &mut tellings {
        telling.after.id = conversation;
        telling.after.calls[0].id = CALL;
        for queue in &mut telling.after.queues {
            queue.call = Some(CALL);
        }
    }
    let mut notices_of = Vec::new();
    for (no, telling) in tellings.iter().enumerate() {
        let before = no.checked_sub(1).map(|no| &tellings[no].after);
        let change = Change { before, joined: &[], after: &telling.after, at: telling.at };
        notices_of.push(notices(&change, &house));
    }
    for (telling, notices) in tellings.iter_mut().zip(notices_of) {
        telling.notices = notices;
    }
    (tellings, house)
}

/// The sheet prints the hang-up of the worked example (2.1): every value, and the frame around it.
#[test]
fn the_worked_example_is_told_as_the_sheet_prints_it() {
    let (tellings, _) = example();
    let told = events(&tellings);
    let words: Vec<&str> = told.iter().map(|event| event.word).collect();
    assert_eq!(words, ["newCallEvent", "callConnectedEvent", "callHungUpEvent"]);
    assert_eq!(read(&told[2].body), read(include_str!("worked_example.json")));
}

#[test]
fn x5_a_call_event_has_exactly_these_keys_in_this_order_and_text_or_null() {
    let (tellings, _) = example();
    let wanted = [
        "initiation",
        "date",
        "callId",
        "calleeFlowId",
        "calleeUser",
        "calleeUserAddressable",
        "calleePhoneNumber",
        "calleeAddressable",
        "calleeAddressableSyncId",
        "calleeAddressableSyncSource",
        "calleeCallLogOid",
        "calleePhoneLineOid",
        "callerFlowId",
        "callerUser",
        "callerUserAddressable",
        "callerPhoneNumber",
        "callerAddressable",
        "callerAddressableSyncId",
        "callerAddressableSyncSource",
        "callerCallLogOid",
        "duration",
    ];
    for event in events(&tellings) {
        let told = object(&event);
        assert_eq!(told.as_object().unwrap().len(), wanted.len());
        let places: Vec<usize> = wanted.iter().map(|key| event.body.find(&format!("\"{key}\":")).unwrap()).collect();
        assert!(places.is_sorted(), "{}", event.body);
        for (key, value) in told.as_object().unwrap() {
            assert!(value.is_string() || value.is_null(), "{key} is {value}");
        }
        for key in ["initiation", "date", "callId", "calleeFlowId", "callerFlowId"] {
            assert!(told[key].is_string(), "{key} is never null");
        }
    }
}

#[test]
fn x6_only_a_hang_up_says_how_long_it_was_in_digits() {
    let told = play(EXAMPLE);
    let durations: Vec<&Value> = told.iter().map(|(_, told)| &told["duration"]).collect();
    assert_eq!(durations, [&Value::Null, &Value::Null, &json!("142")]);
    let missed = play(
        "00.000 L1 came_in number=+31612345678 trunk=voip dialled=+31205550199\n\
        00.050 L2 dialled by=L1 number=102 user=bea\n00.500 L2 ringing\n09.000 L2 ended how=no_answer\n09.001 L1 ended how=normal\n",
    );
    let told: Vec<_> = missed.iter().map(|(word, told)| (*word, told["duration"].clone())).collect();
    assert_eq!(told[1], ("callHungUpEvent", json!("0")));
    assert_eq!(told[2], ("missedCallEvent", Value::Null));
}

#[test]
fn x7_all_events_of_a_call_have_one_id_one_date_and_one_flow() {
    let (tellings, _) = example();
    let told: Vec<Value> = events(&tellings).iter().map(object).collect();
    for key in ["callId", "date", "calleeFlowId", "callerFlowId"] {
        assert!(told.iter().all(|event| event[key] == told[0][key]), "{key}");
    }
    assert_eq!(call_id(CALL), "9a550c1d7e4a9b21");
}

#[test]
fn x12_all_calls_of_a_conversation_share_their_flow_ids() {
    let told = play(&stories::table("x14_an_attended_transfer_in_full"));
    assert_eq!(told.len(), 10);
    for key in ["calleeFlowId", "callerFlowId"] {
        assert!(told.iter().all(|(_, event)| event[key] == told[0].1[key]), "{key}");
    }
    let (caller, callee) = (told[0].1["callerFlowId"].as_str().unwrap(), told[0].1["calleeFlowId"].as_str().unwrap());
    assert_ne!(caller, callee);
    assert!(caller.starts_with("2026-01-05-09:45:00-") && caller.len() == "2026-01-05-09:45:00-00000041".len(), "{caller}");
}

/// Conversations that share a flow have the ids of the one that began it, whatever they would have had alone.
#[test]
fn x12_conversations_of_one_flow_have_the_ids_of_the_first() {
    let first = (Uuid::from_u128(1), Moment::from_rfc3339("2026-01-05T08:00:00Z").unwrap());
    let house = House { flows: [("gathering".into(), first)].into(), ..House::default() };
    let mut tellings = tell(&told::story(EXAMPLE), &house);
    let mut after = tellings.pop().unwrap().after;
    after.flow = Some("gathering".into());
    let told = told_events(&Change { before: None, joined: &[], after: &after, at: Moment::default() }, &house);
    let flow = |event: &calls::dialects::Event| object(event)["calleeFlowId"].clone();
    assert!(flow(&told[0]).as_str().unwrap().starts_with("2026-01-05-08:00:00-"), "{}", told[0].body);
    after.flow = Some("another".into());
    let alone = told_events(&Change { before: None, joined: &[], after: &after, at: Moment::default() }, &house);
    assert!(
        flow(&alone[0]).as_str().unwrap().starts_with("2026-01-05-09:45:00-"),
        "a flow that nobody began before is one's own"
    );
}

/// The seed, literally: three calls hung up at the transfer and one at the end, the two of the consultation equal.
#[test]
fn x13_an_attended_transfer_hangs_up_the_consultation_twice() {
    let told = play(&stories::table("x14_an_attended_transfer_in_full"));
    let hung_up: Vec<&Value> = told.iter().filter(|(word, _)| *word == "callHungUpEvent").map(|(_, told)| told).collect();
    assert_eq!(hung_up.len(), 4);
    let sides: Vec<_> =
        hung_up.iter().map(|told| (told["callerPhoneNumber"].clone(), told["calleePhoneNumber"].clone())).collect();
    let (customer, first, second) = (json!("+31612345678"), json!("102"), json!("103"));
    let wanted = [(&customer, &first), (&first, &second), (&first, &second), (&customer, &second)];
    assert_eq!(sides, wanted.map(|(from, to)| (from.clone(), to.clone())));
    assert_eq!(hung_up[1], hung_up[2], "equal in every field");
    let mut ids: Vec<&str> = hung_up.iter().map(|told| told["callId"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn x15_each_call_of_a_transfer_says_how_it_came_about_and_how_long_it_was() {
    let told = play(&stories::table("x14_an_attended_transfer_in_full"));
    let hung_up = told.iter().filter(|(word, _)| *word == "callHungUpEvent");
    let said: Vec<_> = hung_up.map(|(_, told)| (told["initiation"].clone(), told["duration"].clone())).collect();
    let wanted = [("inbound", "18"), ("consultation", "6"), ("consultation", "6"), ("transfer", "9")];
    assert_eq!(said, wanted.map(|(initiation, seconds)| (json!(initiation), json!(seconds))));
}

#[test]
fn x11_a_channel_that_is_gone_fills_its_own_side_only() {
    let told = play(&stories::table("x10_the_others_channels_are_hung_up_when_one_answers"));
    let gone: Vec<&Value> = told.iter().filter(|(word, _)| *word == "channelHungUpEvent").map(|(_, told)| told).collect();
    assert_eq!(gone.len(), 2);
    for told in gone {
        for (key, value) in told.as_object().unwrap().iter().filter(|(key, _)| key.starts_with("caller")) {
            assert_eq!(value.is_null(), key != "callerFlowId", "{key} is {value}");
        }
        assert!(told["calleeUser"].is_string() && told["calleeCallLogOid"].is_string());
    }
}

/// A caller's channel is lost while the call goes on where two of his were in it.
#[test]
fn x11_a_callers_channel_that_is_gone_fills_the_calling_side() {
    let table =
        "00.000 L1 came_in number=101 user=ann dialled=102\n00.050 L2 dialled by=L1 number=102 user=bea\n00.500 L2 ringing\n";
    let before = tell(&told::story(table), &House::default()).pop().unwrap().after;
    let mut after = before.clone();
    let mut lost = after.calls[0].legs[0].clone();
    (lost.id, lost.user, lost.ended_at, lost.end) =
        (Uuid::from_u128(5), Some("dan".into()), Some(lost.offered_at.plus(400_000)), Some(End::Elsewhere));
    after.calls[0].legs.push(lost);
    let told =
        told_events(&Change { before: Some(&before), joined: &[], after: &after, at: Moment::default() }, &House::default());
    assert_eq!(told.iter().map(|event| event.word).collect::<Vec<_>>(), ["channelHungUpEvent"]);
    let told = object(&told[0]);
    for (key, value) in told.as_object().unwrap().iter().filter(|(key, _)| key.starts_with("callee")) {
        assert_eq!(value.is_null(), key != "calleeFlowId", "{key} is {value}");
    }
    assert!(told["callerUser"].is_string() && told["callerPhoneNumber"].is_string());
}

#[test]
fn x18_whatever_is_hung_up_was_made_known() {
    for name in
        ["x14_an_attended_transfer_in_full", "x17_a_blind_transfer_that_is_answered", "s11_who_is_blocked_is_missed_by_nobody"]
    {
        let mut known = Vec::new();
        for (word, told) in play(&stories::table(name)) {
            let id = told["callId"].clone();
            match word {
                "newCallEvent" | "callConnectedEvent" => known.push(id),
                "callHungUpEvent" | "channelHungUpEvent" | "missedCallEvent" => assert!(known.contains(&id), "{name}: {told}"),
                _ => {}
            }
        }
    }
}

fn listening(user: Option<&str>, is_administrator: bool, wishes: &[&str]) -> Listening {
    let mut listening = Listening::new(Listener { user: user.map(Text::new), is_administrator });
    for word in wishes {
        take(&mut listening, &json!({"messageType": "notificationRequest", "notificationType": word, "toggle": true}));
    }
    listening
}

fn take(listening: &mut Listening, frame: &Value) -> Vec<u32> {
    let Said::Wishes(wishes) = said(&frame.to_string()) else { panic!("{frame}: wishes") };
    let refused = wishes.into_iter().filter_map(|wish| wish.and_then(|wish| listening.take(&wish)).err());
    refused.map(|refusal| refusal.code()).collect()
}

/// The words of what a connection is sent of a table.
fn heard(listening: &mut Listening, table: &str) -> Vec<String> {
    let notices: Vec<Notice> =
        tell(&told::story(table), &House::default()).into_iter().flat_map(|telling| telling.notices).collect();
    let frames = notices.iter().filter_map(|notice| listening.frame(notice));
    frames.map(|frame| read(&frame)["notificationType"].as_str().unwrap().to_owned()).collect()
}

const ALL: &[&str] = &["newCallEvent", "callConnectedEvent", "callHungUpEvent", "channelHungUpEvent", "missedCallEvent"];

#[test]
fn x1_nothing_is_pushed_before_the_first_subscription() {
    let mut listening = listening(Some("ann"), true, &[]);
    assert!(listening.is_idle());
    assert_eq!(heard(&mut listening, EXAMPLE), Vec::<String>::new());
    assert_eq!(take(&mut listening, &json!({"messageType": "notificationRequest"})), [10_202]);
    assert!(listening.is_idle(), "what was refused is no subscription");
}

#[test]
fn x2_call_events_reach_administrators_only() {
    let mut user = listening(Some("ann"), false, &[]);
    for word in ["newCallEvent", "callConnectedEvent", "callHungUpEvent", "channelHungUpEvent"] {
        let wish = json!({"messageType": "notificationRequest", "notificationType": word, "toggle": true});
        assert_eq!(take(&mut user, &wish), [10_101], "{word}");
    }
    assert_eq!(heard(&mut user, EXAMPLE), Vec::<String>::new());
    let mut administrator = listening(None, true, ALL);
    assert_eq!(heard(&mut administrator, EXAMPLE), ["newCallEvent", "callConnectedEvent", "callHungUpEvent"]);
}

#[test]
fn x3_a_missed_call_reaches_who_missed_it_and_administrators_once() {
    let table = stories::table("x8_an_unanswered_call_is_missed_by_each_user_who_was_called");
    let missed = |user: Option<&str>, is_administrator| {
        heard(&mut listening(user, is_administrator, &["missedCallEvent"]), &table).len()
    };
    assert_eq!(missed(Some("bea"), false), 1, "his own");
    assert_eq!(missed(Some("cas"), false), 1, "his own");
    assert_eq!(missed(Some("dan"), false), 0, "nobody else's");
    assert_eq!(missed(None, false), 0, "a login that is nobody's phone");
    assert_eq!(missed(None, true), 2, "administrators: all");
    assert_eq!(missed(Some("bea"), true), 2, "his own among them is told once");
    let nobody = stories::table("x8_with_no_user_called_one_missed_call_names_nobody");
    assert_eq!(heard(&mut listening(Some("bea"), false, &["missedCallEvent"]), &nobody).len(), 0);
    assert_eq!(heard(&mut listening(None, true, &["missedCallEvent"]), &nobody).len(), 1);
}

#[test]
fn x3_transfers_and_channels_reach_whose_they_are() {
    let table = stories::table("x14_an_attended_transfer_in_full");
    let told = |user: &str, word: &str| heard(&mut listening(Some(user), false, &[word]), &table).len();
    assert_eq!(
        [told("bea", "callTransferredEvent"), told("cas", "callTransferredEvent"), told("dan", "callTransferredEvent")],
        [1, 1, 0]
    );
    assert!(told("bea", "activeChannelEvent") > 0 && told("dan", "activeChannelEvent") == 0);
}

#[test]
fn x19_several_types_come_in_one_order() {
    let told: Vec<&str> = play(&stories::table("x14_an_attended_transfer_in_full")).iter().map(|(word, _)| *word).collect();
    let all = ["newCallEvent", "callConnectedEvent", "callHungUpEvent", "callTransferredEvent"];
    assert_eq!(heard(&mut listening(None, true, &all), &stories::table("x14_an_attended_transfer_in_full")), told);
    let some = heard(
        &mut listening(None, true, &["callHungUpEvent", "newCallEvent"]),
        &stories::table("x14_an_attended_transfer_in_full"),
    );
    let wanted: Vec<&str> = told.into_iter().filter(|word| matches!(*word, "newCallEvent" | "callHungUpEvent")).collect();
    assert_eq!(some, wanted);
}

#[test]
fn x20_a_type_that_is_asked_for_twice_comes_once_and_toggling_it_ends_it() {
    let mut twice = listening(None, true, &["newCallEvent", "NEWCALLEVENT", "missedCallEvent"]);
    assert_eq!(heard(&mut twice, EXAMPLE), ["newCallEvent"]);
    let off = json!({"messageType": "notificationRequest", "notificationType": "newCallEvent", "toggle": "false"});
    assert_eq!(take(&mut twice, &off), Vec::<u32>::new());
    assert_eq!(heard(&mut twice, EXAMPLE), Vec::<String>::new());
}

#[test]
fn x21_a_new_connection_knows_nothing_of_the_one_before() {
    let mut before = listening(None, true, ALL);
    assert_eq!(heard(&mut before, EXAMPLE).len(), 3);
    let mut after = listening(None, true, &[]);
    assert_eq!(
        heard(&mut after, EXAMPLE),
        Vec::<String>::new(),
        "no subscription of the one before, and nothing that it missed"
    );
}

#[test]
fn x22_channels_are_numbered_by_connection_and_a_change_is_an_insert() {
    let notices: Vec<Notice> =
        tell(&told::story(EXAMPLE), &House::default()).into_iter().flat_map(|told| told.notices).collect();
    let versions = || {
        let mut listening = listening(None, true, &["activeChannelEvent"]);
        let frames: Vec<Value> =
            notices.iter().filter_map(|notice| listening.frame(notice)).map(|frame| read(&frame)).collect();
        frames.iter().map(|frame| frame["notification"]["version"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    let first = versions();
    assert_eq!(first, (1..=first.len() as u64).collect::<Vec<_>>());
    assert_eq!(versions(), first, "it starts anew");
    let mut listening = listening(None, true, &["activeChannelEvent"]);
    let frames: Vec<Value> = notices.iter().filter_map(|notice| listening.frame(notice)).map(|frame| read(&frame)).collect();
    let kinds: Vec<&str> = frames.iter().map(|frame| frame["notification"]["updateType"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "remove").count(), 2);
    assert!(kinds.iter().filter(|kind| **kind == "insert").count() > 2, "each change is one");
    let keys: Vec<&String> = frames[0]["notification"]["activeChannel"].as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 10, "{keys:?}");
}

#[test]
fn x23_a_wallboard_needs_a_line_and_prints_its_figures() {
    let mut user = listening(Some("ann"), false, &[]);
    let wish = |oid: Value| json!({"messageType": "notificationRequest", "notificationType": "wallboardEvent", "toggle": true, "oid": oid});
    assert_eq!(take(&mut user, &wish(Value::Null)), [10_203]);
    assert_eq!(take(&mut user, &wish(json!("line"))), [10_203]);
    assert_eq!(take(&mut user, &wish(json!("40077"))), Vec::<u32>::new());
    assert_eq!(user.lines().iter().copied().collect::<Vec<_>>(), [40_077]);
    let agent = Agent {
        user: "ann".into(),
        status: "talking".into(),
        is_busy: true,
        is_connected: true,
        active_calls: 1,
        inbound: (3, 100),
        outbound: (1, 60),
    };
    let board = Wallboard {
        line: "+12025550100".into(),
        waiting_calls: 2,
        longest_waiting_s: 31,
        incoming_calls: 9,
        missed_calls: 1,
        agents: vec![agent],
    };
    let house = House::with([
        (Thing::Line("+12025550100".into()), 40_077),
        (Thing::User("ann".into()), 41_020),
        (Thing::Person("ann".into()), 41_021),
    ]);
    let wanted = json!({"notificationType": "wallboardEvent", "oid": "40077", "notification": {
        "name": "+12025550100", "id": "40077",
        "accumulatedStatistics": [{"id": "WAITING_CALLS", "value": 2}, {"id": "LONGEST_WAITING", "value": 31},
            {"id": "TOTAL_CALLS_INCOMING", "value": 9}, {"id": "MISSED_CALLS", "value": 1}],
        "agentsStatistics": [{"id": "41020", "name": "ann", "addressableOid": "41021", "status": "talking", "busy": true,
            "totalCallDuration": 160, "numCalls": 4, "totalInboundCallDuration": 100, "numInboundCalls": 3,
            "totalOutboundCallDuration": 60, "numOutboundCalls": 1, "averageCallTime": 40, "activeCalls": 1, "connected": true}]}});
    assert_eq!(read(&board.frame(&house)), wanted);
    assert_eq!(Notification::Wallboard.word(), "wallboardEvent");
}

#[test]
fn x28_all_oids_are_decimal_text() {
    let digits = |value: &Value| {
        value.is_null() || value.as_str().is_some_and(|oid| !oid.is_empty() && oid.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let oids = ["User", "UserAddressable", "Addressable", "CallLogOid", "PhoneLineOid"];
    for (_, told) in play(EXAMPLE) {
        for key in ["caller", "callee"].iter().flat_map(|side| oids.map(|key| format!("{side}{key}"))) {
            assert!(told.get(&key).is_none_or(digits), "{key} is {}", told[&key]);
        }
    }
}

#[test]
fn x33_a_call_to_several_users_names_nobody_until_one_of_them_answers() {
    let told = play(&stories::table("x10_the_others_channels_are_hung_up_when_one_answers"));
    let news: Vec<&Value> = told.iter().filter(|(word, _)| *word == "newCallEvent").map(|(_, told)| told).collect();
    assert_eq!(news.len(), 1, "once");
    assert_eq!((&news[0]["calleeUser"], &news[0]["calleePhoneNumber"]), (&Value::Null, &json!("+31205550199")));
    let connected = told.iter().find(|(word, _)| *word == "callConnectedEvent").unwrap();
    assert_eq!(connected.1["calleePhoneNumber"], json!("102"));
    assert!(connected.1["calleeUser"].is_string());
}

/// Of what went into another conversation, and of what was erased, nothing is told.
#[test]
fn nothing_is_told_of_what_is_no_more() {
    let mut after = tell(&told::story(EXAMPLE), &House::default()).pop().unwrap().after;
    let told =
        |after: &Seen| notices(&Change { before: None, joined: &[], after, at: Moment::default() }, &House::default()).len();
    assert_eq!(told(&after), 3);
    after.merged_into = Some(Uuid::from_u128(1));
    assert_eq!(told(&after), 0);
    (after.merged_into, after.erased_at) = (None, Some(Moment::default()));
    assert_eq!(told(&after), 0);
}

/// A conversation that was told alone before it turned out to be a part of another is not told again.
#[test]
fn what_was_told_alone_is_not_told_again_with_the_other() {
    let after = tell(&told::story(EXAMPLE), &House::default()).pop().unwrap().after;
    let joined = [after.clone()];
    let change = Change { before: None, joined: &joined, after: &after, at: Moment::default() };
    assert_eq!(notices(&change, &House::default()), []);
}

/// S24 and the dialect's list: what was written down is no event, and nothing is heard here.
#[test]
fn the_dialect_is_listed_and_hears_nothing() {
    let kind = DIALECTS.iter().find(|kind| kind.name == "xelion").unwrap();
    assert!(!kind.tells.is_empty() && kind.hear.is_none());
}

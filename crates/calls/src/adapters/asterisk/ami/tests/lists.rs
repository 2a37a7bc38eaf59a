//! The lists after (re)connecting.

use super::super::super::fact::BridgeKind;
use super::{Fact, Rig, event, moment, replay, scenario, told};
use crate::adapters::Input;

fn item(name: &str, id: &str, more: &str) -> String {
    event(name, "", id, more)
}

fn end(name: &str, items: u32) -> String {
    format!("Event: {name}\nEventList: Complete\nListItems: {items}\n\n")
}

fn listed<'a>(rig: &'a Rig, id: &str) -> Option<&'a Fact> {
    rig.seen.iter().map(|seen| &seen.fact).find(|fact| matches!(fact, Fact::Listed { channel, .. } if channel.id == id))
}

fn overs(rig: &Rig) -> usize {
    rig.facts().iter().filter(|fact| matches!(fact, Fact::ListOver)).count()
}

#[test]
fn a57_what_the_recorded_lists_say_of_a_channel_is_one_fact() {
    let file = scenario("late_join");
    let rig = replay(&[&file[0]], 1_000);
    let lists: Vec<_> = rig.facts().into_iter().filter(|fact| matches!(fact, Fact::Listed { .. })).collect();
    assert_eq!(lists.len(), 2);
    assert_eq!(overs(&rig), 1);
    for (fact, dials) in lists.iter().zip([true, false]) {
        let Fact::Listed { up, ringing, age_s, bridge, bridge_kind, app, dnid, queue, .. } = fact else { panic!() };
        assert!(*up && !*ringing && bridge.is_some() && queue.is_none());
        assert_eq!((*age_s, *bridge_kind, dnid.is_some()), (3, Some(BridgeKind::Talk), dials));
        assert_eq!(app.as_ref().unwrap().0, if dials { "Dial" } else { "AppDial" });
    }
    // They are dated by the message before them, which is one that tells nothing else.
    let at = rig.seen.iter().find(|seen| matches!(seen.fact, Fact::Listed { .. })).unwrap().at;
    assert!(rig.seen.iter().all(|seen| seen.at >= at));
}

#[test]
fn a56_the_recorded_restart_is_told_before_its_empty_list() {
    let files = scenario("pbx_killed_mid_call");
    let rig = replay(&[&files[0], &files[1]], 1_000);
    let facts = rig.facts();
    let [.., Fact::LinkWasDown { from }, Fact::Booted { at }, Fact::ListOver] = facts[..] else { panic!("{facts:?}") };
    let last = rig.seen.iter().rev().nth(3).unwrap().at;
    assert!(*from >= last && at > from);
}

#[test]
fn a_list_whose_count_disagrees_ends_nobody() {
    let channel = item("CoreShowChannel", "1700000000.1", "Duration: 00:01:01\nBridgeId: b");
    let timed = event("Newchannel", "1700000100.0", "1700000100.7", "");
    for (items, overs_wanted) in [(1, 1), (2, 0)] {
        let rig = told(&(channel.clone() + &end("CoreShowChannelsComplete", items) + &timed));
        assert_eq!(overs(&rig), overs_wanted);
        assert!(listed(&rig, "1700000000.1").is_some());
    }
    let cancelled = end("CoreShowChannelsComplete", 1).replace("Complete\nListItems", "Cancelled\nListItems");
    assert_eq!(overs(&told(&(channel.clone() + &cancelled + &timed))), 0);
    // A list that never ends is told, and ends nobody.
    let rig = told(&(channel + &timed));
    assert!(listed(&rig, "1700000000.1").is_some() && overs(&rig) == 0);
}

#[test]
fn a37_a_list_before_any_timed_message_is_dated_by_the_age_of_its_channels() {
    let channel = item("CoreShowChannel", "1700000000.1", "Duration: 00:01:01");
    let list = "Event: FullyBooted\nUptime: 70\n\n".to_owned() + &channel + &end("CoreShowChannelsComplete", 1);
    let rig = told(&(list.clone() + &event("Newchannel", "1700000061.75", "1700000061.7", "")));
    assert_eq!(rig.seen[0].at, moment("1700000061.75"));
    // The next message may come an hour later.
    let rig = told(&(list.clone() + &event("Newchannel", "1700003600.0", "1700003600.7", "")));
    assert_eq!(rig.facts()[0], &Fact::Booted { at: moment("1699999993") });
    assert_eq!(rig.seen[1].at, moment("1700000063"));
    // Or never.
    assert_eq!(told(&list).seen.last().unwrap().at, moment("1700000061"));
}

#[test]
fn a_list_of_a_file_waits_for_the_others_and_what_happens_meanwhile_waits_behind() {
    let noise = "Event: DeviceStateChange\nTimestamp: 1700000070.0\n\n".to_owned();
    let mut text = noise + &item("CoreShowChannel", "1700000000.1", "Duration: 00:00:05") + &end("CoreShowChannelsComplete", 1);
    text += &event("Newchannel", "1700000070.1", "1700000070.2", "");
    text += &event("Hangup", "1700000070.2", "1700000000.1", "Cause: 16");
    // Born after the list of channels was made, so the list of states does not count for it.
    text += &(item("Status", "1700000070.2", "DNID: 900")
        + &item("Status", "1700000000.1", "DNID: 901")
        + &end("StatusComplete", 2));
    text += &event("Newchannel", "1700000099.0", "1700000099.1", "");
    let rig = told(&text);
    let words: Vec<_> = rig
        .facts()
        .iter()
        .map(|fact| match fact {
            Fact::Listed { dnid, .. } => format!("listed {}", dnid.as_deref().unwrap_or("-")),
            Fact::Born { channel, .. } => format!("born {}", channel.id),
            other => format!("{other:?}").split([' ', '{']).next().unwrap().to_owned(),
        })
        .collect();
    assert_eq!(words, ["listed 901", "ListOver", "born 1700000070.2", "HungUp", "born 1700000099.1"]);
}

#[test]
fn a_parked_and_a_waiting_channel_are_known_by_their_bridge_and_queue() {
    let mut text = "Event: DeviceStateChange\nTimestamp: 1700000070.0\n\n".to_owned();
    text += &item("CoreShowChannel", "1700000000.1", "Duration: 00:00:05\nBridgeId: lot");
    text += &(item("CoreShowChannel", "1700000000.2", "Duration: 00:00:05\nBridgeId: ") + &end("CoreShowChannelsComplete", 2));
    text += "Event: BridgeListItem\nBridgeUniqueid: lot\nBridgeType: parking\nBridgeTechnology: holding_bridge\n\n";
    text += &end("BridgeListComplete", 1);
    text += "Event: QueueParams\nQueue: sales\n\nEvent: QueueMember\nQueue: sales\nName: x\n\n";
    text += "Event: QueueEntry\nQueue: sales\nPosition: 1\nUniqueid: 1700000000.2\nWait: 42\n\n";
    text += &end("QueueStatusComplete", 3);
    let rig = told(&text);
    assert!(matches!(listed(&rig, "1700000000.1"), Some(Fact::Listed { bridge_kind: Some(BridgeKind::Holding), .. })));
    let Some(Fact::Listed { queue, bridge, .. }) = listed(&rig, "1700000000.2") else { panic!() };
    assert_eq!((queue.as_ref().map(|(name, wait)| (name.as_str(), *wait)), bridge), (Some(("sales", 42)), &None));
}

#[test]
fn live_lists_are_matched_by_our_ids_and_told_when_all_have_come() {
    let mut rig = Rig::new(false);
    rig.feed(Input::Connected(Some(moment("1700000080")))).text("Asterisk Call Manager/9\n");
    rig.text("Response: Success\nActionID: callbook-1-login\n\nEvent: FullyBooted\nUptime: 50\n\n");
    let ours = |text: String, id: &str| text.replacen('\n', &format!("\nActionID: {id}\n"), 1);
    rig.text(&ours(item("CoreShowChannel", "1700000000.9", ""), "other-2"));
    rig.text(&ours(item("CoreShowChannel", "1700000070.1", "Duration: 00:00:05"), "callbook-2-CoreShowChannels"));
    rig.text(&ours(end("CoreShowChannelsComplete", 1), "callbook-2-CoreShowChannels"));
    rig.text(&ours(end("StatusComplete", 0), "callbook-3-Status"));
    rig.text(&event("Hangup", "1700000079.9", "1700000070.1", "Cause: 16"));
    assert!(rig.seen.is_empty());
    rig.text(&ours(end("BridgeListComplete", 0), "callbook-4-BridgeList"));
    rig.text(&ours(end("QueueStatusComplete", 0), "callbook-5-QueueStatus"));
    let facts = rig.facts();
    assert!(matches!(facts[..], [Fact::Booted { .. }, Fact::Listed { .. }, Fact::ListOver, Fact::HungUp { .. }]), "{facts:?}");
    assert_eq!(facts[0], &Fact::Booted { at: moment("1700000030") });
}

#[test]
fn a1_listed_channels_come_in_the_order_in_which_they_were_made() {
    let list: String =
        ["1700000000.109", "1700000000.9", "999999999.5", "1700000001.2"].map(|id| item("CoreShowChannel", id, "")).concat();
    let rig = told(&(list + &end("CoreShowChannelsComplete", 4) + &event("Newchannel", "1700000100.0", "1700000100.7", "")));
    let ids: Vec<_> = rig
        .seen
        .iter()
        .filter_map(|seen| match &seen.fact {
            Fact::Listed { channel, .. } => Some(channel.id.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(ids, ["999999999.5", "1700000000.9", "1700000000.109", "1700000001.2"]);
}

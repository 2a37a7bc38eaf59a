//! What is told of agents: from lists, from news, and from recorded streams.

use super::{Rig, moment, scenarios};
use crate::Text;
use crate::adapters::{Input, Output};
use crate::presence::{Listed, Stand, Standing, Words};

const NOW: &str = "1700000000";

/// A live connection that is signed in.
struct Live(Rig);

impl Live {
    fn new() -> Self {
        let mut rig = Rig::new(false);
        rig.feed(Input::Connected(Some(moment(NOW)))).text("Asterisk Call Manager/11.0.0\n");
        rig.text("Response: Success\nActionID: callbook-1-login\n\nEvent: FullyBooted\nUptime: 100\n\n");
        Self(rig)
    }

    fn say(&mut self, text: &str) -> Vec<Standing> {
        let mut output = Output::default();
        let text = text.replace('\n', "\r\n");
        self.0.decoder.feed(Input::Bytes(text.as_bytes()), &mut output, &mut |_, _| {});
        self.0.notes.extend(output.notes.iter().map(|note| (note.line, note.text.to_string())));
        output.stands.into_iter().map(|stand| stand.what).collect()
    }
}

fn member(event: &str, more: &str) -> String {
    format!(
        "Event: {event}\nTimestamp: 1700000005.5\nQueue: desk\nMemberName: Ann Mori\nInterface: PJSIP/ann\n\
         StateInterface: PJSIP/ann\n{more}\n"
    )
}

fn item(interface: &str, status: u8) -> String {
    format!(
        "Event: QueueMember\nQueue: desk\nName: {interface}\nLocation: {interface}\nStateInterface: {interface}\nStatus: {status}\n\
         Paused: 0\nLastPause: 0\nActionID: callbook-5-QueueStatus\n\n"
    )
}

const END: &str = "Event: QueueStatusComplete\nActionID: callbook-5-QueueStatus\nEventList: Complete\nListItems: 1\n\n";

fn ann() -> Listed {
    let words = Words { all: vec!["ann".into(), "Ann Mori".into()], names_user: true };
    Listed { queue: "desk".into(), agent: "PJSIP/ann".into(), words, name: Some("Ann Mori".into()), ..Listed::default() }
}

#[test]
fn a_member_is_told_when_he_signs_in_pauses_and_signs_out() {
    let mut live = Live::new();
    assert_eq!(live.say(&member("QueueMemberAdded", "Paused: 0\nLastPause: 0\n")), [Standing::SignedIn(ann())]);
    let paused = "Paused: 1\nPausedReason: lunch\nLastPause: 1700000006\n";
    let at_lunch = Listed { paused: true, reason: Some("lunch".into()), since: Some(moment("1700000006")), ..ann() };
    assert_eq!(live.say(&member("QueueMemberPause", paused)), [Standing::SignedIn(at_lunch)]);
    let gone = Standing::SignedOut { queue: "desk".into(), agent: "PJSIP/ann".into() };
    assert_eq!(live.say(&member("QueueMemberRemoved", "")), [gone]);
}

#[test]
fn what_a_switch_says_again_with_every_state_of_a_phone_is_told_once() {
    let mut live = Live::new();
    let told = live.say(&member("QueueMemberStatus", "Status: 1\nPaused: 0\n"));
    assert_eq!(told.len(), 2, "the phone, and the member: {told:?}");
    assert_eq!(live.say(&member("QueueMemberStatus", "Status: 6\nPaused: 0\n")), []);
    let told = live.say(&member("QueueMemberStatus", "Status: 5\nPaused: 0\n"));
    assert!(matches!(told.as_slice(), [Standing::Phone { reachable: false, .. }]), "{told:?}");
}

#[test]
fn a_whole_list_is_told_at_its_end_and_again_on_the_next_connection() {
    let mut live = Live::new();
    assert_eq!(live.say(&item("PJSIP/ann", 1)), []);
    let told = live.say(END);
    assert!(matches!(told.as_slice(), [Standing::AllSignedIn(all), Standing::Phone { reachable: true, .. }] if all.len() == 1));
    live.0.feed(Input::Closed(Some(moment(NOW)))).feed(Input::Connected(Some(moment(NOW))));
    live.say(
        "Asterisk Call Manager/11.0.0\nResponse: Success\nActionID: callbook-7-login\n\nEvent: FullyBooted\nUptime: 1\n\n",
    );
    assert_eq!(live.say(END), [Standing::AllSignedIn(Vec::new())]);
}

#[test]
fn what_another_program_asked_for_ends_no_list_of_ours() {
    let mut live = Live::new();
    assert_eq!(live.say(&item("PJSIP/ann", 1).replace("callbook-5", "other-1")), []);
    assert_eq!(live.say(&END.replace("callbook-5", "other-1")), []);
    assert_eq!(live.say(END), [Standing::AllSignedIn(Vec::new())]);
}

#[test]
fn a_phone_that_cannot_be_reached_is_told_and_what_is_no_phone_is_not() {
    let mut live = Live::new();
    let state = |device: &str, state: &str| format!("Event: DeviceStateChange\nDevice: {device}\nState: {state}\n\n");
    assert_eq!(live.say(&state("PJSIP/ann", "UNAVAILABLE")).len(), 1);
    assert_eq!(live.say(&state("PJSIP/ann", "UNAVAILABLE")).len(), 0);
    assert_eq!(live.say(&state("PJSIP/ann", "NOT_INUSE")).len(), 1);
    for device in ["Queue:desk", "MWI:1@house", "Local/101@house", "park:700@parked"] {
        assert_eq!(live.say(&state(device, "UNAVAILABLE")), [], "{device}");
    }
    assert_eq!(live.say(&state("PJSIP/bea", "UNKNOWN")), []);
    let told = live.say("Event: DeviceStateListComplete\nActionID: callbook-6-DeviceStateList\n\n");
    assert!(matches!(told.as_slice(), [Standing::AllPhones(all)] if all.len() == 1), "{told:?}");
}

#[test]
fn the_states_of_phones_are_asked_for_and_a_refusal_is_no_trouble() {
    let mut live = Live::new();
    assert!(live.0.sent.contains("Action: DeviceStateList\r\nActionID: callbook-6-DeviceStateList\r\n"));
    let told = live.say("Response: Error\nActionID: callbook-6-DeviceStateList\nMessage: Permission denied\n\n");
    assert_eq!((told, live.0.notes.len()), (vec![Standing::AllPhones(Vec::new())], 0));
}

#[test]
fn a59_a_member_behind_a_technical_leg_is_known_by_the_number_that_it_dials() {
    let mut live = Live::new();
    live.say(&item("Local/101@house/n", 1));
    let told = live.say(END);
    let [Standing::AllSignedIn(all)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(all[0].words, Words { all: vec!["101".into()], names_user: false });
}

#[test]
fn recorded_streams_tell_of_agents_in_whatever_pieces_they_come() {
    let (mut told_at_all, mut paused) = (0, 0);
    for (name, files) in scenarios() {
        let stands = |piece: usize| -> Vec<Stand> {
            let (mut rig, mut output) = (Rig::new(false), Output::default());
            for file in &files {
                rig.decoder.feed(Input::Connected(None), &mut output, &mut |_, _| {});
                file.chunks(piece).for_each(|piece| rig.decoder.feed(Input::Bytes(piece), &mut output, &mut |_, _| {}));
                rig.decoder.feed(Input::Closed(None), &mut output, &mut |_, _| {});
            }
            output.stands
        };
        let told = stands(usize::MAX);
        assert_eq!(told, stands(97), "{name}");
        told_at_all += usize::from(!told.is_empty());
        paused += told.iter().filter(|stand| matches!(&stand.what, Standing::SignedIn(listed) if listed.paused)).count();
        let all_named = |listed: &Listed| listed.words.all.iter().all(|word: &Text| !word.contains('/'));
        assert!(told.iter().all(|stand| match &stand.what {
            Standing::AllSignedIn(all) => all.iter().all(all_named),
            Standing::SignedIn(listed) => all_named(listed),
            _ => true,
        }));
    }
    assert!(told_at_all > 50 && paused > 0, "{told_at_all} recordings, {paused} pauses");
}

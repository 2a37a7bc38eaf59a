//! Feeds that we dial, against the simulated switch.

use super::*;
use crate::board::Link;
use crate::demo::switch::What;
use crate::raw::{Keeper, Piece};

fn scenarios() -> Vec<String> {
    let folders = fs::read_dir(recordings()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut names: Vec<_> = folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    names.retain(|name| !connections(name).is_empty());
    names.sort();
    names
}

/// Records without what they say is missing.
fn without_gaps(mut records: Vec<Value>) -> Vec<Value> {
    for record in &mut records {
        record["gaps"] = Value::Null;
    }
    in_order(records)
}

/// How many messages a scenario is played in.
fn length(scenario: &str) -> usize {
    let parts = connections(scenario);
    Script::recorded(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()).cues.len()
}

/// The first messages of a scenario, as they come off the wire.
fn beginning(scenario: &str, messages: usize) -> Vec<u8> {
    let parts = connections(scenario);
    let script = Script::recorded(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let texts = script.cues.into_iter().take(messages).map(|cue| match cue.what {
        What::Event(text) => text,
        What::Answer { messages, .. } => messages.concat(),
    });
    // The switch says that it has been up for as long as the simulated one will say.
    let greeting = b"Asterisk Call Manager/11.0.0\r\nEvent: FullyBooted\r\nUptime: 86400\r\n\r\n".to_vec();
    [greeting].into_iter().chain(texts).collect::<Vec<_>>().concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_recorded_call_heard_live_at_once_gives_the_record_of_its_replay() {
    let mut rig = Rig::new(1).await;
    let mut playing = Vec::new();
    for name in scenarios() {
        let (parts, source) = (connections(&name), name.replace('_', "-").to_lowercase());
        let switch = switch(&parts, Lists::Unknown, &[]).await;
        rig.source(&source, dialled(switch.address)).await;
        playing.push((replayed("asterisk-ami", &source, &parts, false), source, switch));
    }
    assert!(playing.len() > 100, "the recordings are there");
    for (wanted, source, _) in &playing {
        rig.until_records(source, wanted).await;
    }
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_cut_after_any_message_costs_nothing_that_was_told_and_is_said() {
    let mut rig = Rig::new(1).await;
    let parts = connections("attended_transfer");
    let mut playing = Vec::new();
    for cut in (1..length("attended_transfer")).step_by(7) {
        let source = format!("cut-{cut}");
        let switch = switch(&parts, Lists::Unknown, &[cut]).await;
        rig.source(&source, dialled(switch.address)).await;
        let wanted = without_gaps(replayed("asterisk-ami", &source, &parts, false));
        playing.push((source, wanted, switch));
    }
    for (source, wanted, _) in &playing {
        rig.until(|store| async move { without_gaps(records(&*store, source).await) == *wanted }).await;
    }
    let said =
        async |source: &str| records(&*rig.ctx.store, source).await.iter().any(|one| one["gaps"] != Value::Array(vec![]));
    let middle = playing.iter().map(|(source, ..)| source.as_str()).nth(playing.len() / 2).unwrap();
    assert!(said(middle).await, "a link that was down in the middle of a call is said");
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_in_the_middle_calls_go_on_as_if_there_had_been_none() {
    let parts = connections("attended_transfer_inbound");
    let middle = length("attended_transfer_inbound") / 2;
    for raw_days in [1, 0] {
        let mut rig = Rig::new(raw_days).await;
        let mut switch = switch(&parts, Lists::Unknown, &[middle]).await;
        rig.source("office", dialled(switch.address)).await;
        switch.has_played(middle).await;
        // All was read before the link was found to be gone.
        let cut = |one: &Standing| one.last_note.as_deref().is_some_and(|note| note.contains("ended the connection"));
        rig.until_board("office", cut).await;
        rig.stop().await;
        rig.listen();
        let wanted = without_gaps(replayed("asterisk-ami", "office", &parts, false));
        timeout(PATIENCE, switch.is_over()).await.unwrap();
        if raw_days == 0 {
            // It starts empty: what it meets in the middle is said to be so.
            let said = |one: &Value| one["gaps"].as_array().is_some_and(|gaps| !gaps.is_empty());
            rig.until(|store| async move { records(&*store, "office").await.iter().any(said) }).await;
        } else {
            let wanted = &wanted;
            rig.until(|store| async move { without_gaps(records(&*store, "office").await) == *wanted }).await;
        }
        rig.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_process_decoded_and_did_not_record_is_recorded_by_the_next() {
    let mut rig = Rig::new(1).await;
    rig.stop().await;
    let parts = connections("answered");
    let (all, half) = (length("answered"), length("answered") / 2);
    // All that the former process left is raw input, without the end that a living one writes.
    let name = (Text::new_static("main"), Text::new_static("office"), Text::new_static("asterisk-ami"));
    let keeper = Keeper::new(rig.folder.path().join("raw"), 1);
    let at = MachineClock.now();
    let bytes = beginning("answered", half);
    let pieces = [raw::Kind::Connected, raw::Kind::Bytes].map(|kind| Piece {
        kind,
        at,
        bytes: if kind == raw::Kind::Bytes { &bytes } else { &[] },
    });
    keeper.keep(&name, &pieces);
    keeper.end(&name);
    let rest = beginning("answered", all).split_off(bytes.len());
    let mut switch = switch(&[rest], Lists::Unknown, &[]).await;
    rig.source("office", dialled(switch.address)).await;
    rig.listen();
    timeout(PATIENCE, switch.is_over()).await.unwrap();
    let wanted = &without_gaps(replayed("asterisk-ami", "office", &parts, false));
    rig.until(|store| async move { without_gaps(records(&*store, "office").await) == *wanted }).await;
    rig.stop().await;
    let came = rig.ctx.board.came(&name.0, &name.1, MachineClock.now()).unwrap();
    assert!(came.quarters.iter().sum::<u32>() > 0, "what came is counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_seen_and_a_right_one_is_picked_up() {
    let mut rig = Rig::new(1).await;
    let parts = connections("answered");
    let switch = switch(&parts, Lists::Nobody, &[]).await;
    let mut settings = dialled(switch.address);
    settings.ami.as_mut().unwrap().secret = "wrong".to_owned();
    rig.source("office", settings).await;
    let standing = rig.until_board("office", |one| one.link == Link::Refused && one.last_note.is_some()).await;
    assert!(standing.last_note.unwrap().contains("Authentication failed"));
    for challenge in [true, false] {
        let mut settings = dialled(switch.address);
        settings.ami.as_mut().unwrap().challenge = challenge;
        rig.source("office", settings).await;
        rig.until_board("office", |one| one.link == Link::Up).await;
        rig.until_records("office", &replayed("asterisk-ami", "office", &parts, false)).await;
    }
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_moves_is_dialled_anew_and_one_that_is_removed_is_left() {
    let mut rig = Rig::new(1).await;
    let nobody = dialled(SocketAddr::from(([127, 0, 0, 1], 1)));
    rig.source("office", nobody).await;
    let standing = rig.until_board("office", |one| one.last_note.is_some()).await;
    assert_eq!(standing.link, Link::Down);
    assert!(standing.last_note.unwrap().starts_with("cannot be dialled"));
    let parts = connections("busy");
    let switch = switch(&parts, Lists::Nobody, &[]).await;
    rig.source("office", dialled(switch.address)).await;
    rig.until_records("office", &replayed("asterisk-ami", "office", &parts, false)).await;
    let mut row = rig.ctx.store.sources(None).await.unwrap().remove(0);
    row.deleted_at = Some(MachineClock.now());
    rig.ctx.store.put_source(row).await.unwrap();
    let gone = async {
        while !rig.ctx.board.standings(None).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, gone).await.unwrap();
    rig.stop().await;
}

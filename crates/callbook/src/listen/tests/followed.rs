//! Files that are followed: growing, replaced, cut, and left alone for a while.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::*;
use crate::board::Link;

fn log(scenario: &str) -> Vec<u8> {
    fs::read(recordings().join(scenario).join("cel.csv")).unwrap()
}

fn append(file: &Path, bytes: &[u8]) {
    OpenOptions::new().append(true).create(true).open(file).unwrap().write_all(bytes).unwrap();
}

/// Waits until the file is told to that place.
async fn until_told(rig: &Rig, told: usize) {
    let wait = async {
        loop {
            let position = rig.ctx.store.position("main", "office", "asterisk-cel").await.unwrap().unwrap_or_default();
            if position.contains(&format!("\"told\":{told},")) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, wait).await.expect("it was never told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_followed_from_before_it_is_there_through_its_rotation() {
    let mut rig = Rig::new(1).await;
    let file = rig.folder.path().join("Master.csv");
    rig.source("office", followed(&file)).await;
    let standing = rig.until_board("office", |one| one.last_note.is_some()).await;
    assert_eq!(standing.link, Link::Down);
    let (first, second) = (log("attended_transfer"), log("busy"));
    let (half, rest) = first.split_at(first.len() / 2);
    append(&file, half);
    rig.until_board("office", |one| one.link == Link::Up && one.heard_at.is_some()).await;
    // Its writer writes on after it was renamed.
    let renamed = rig.folder.path().join("Master.csv.1");
    fs::rename(&file, &renamed).unwrap();
    append(&renamed, rest);
    append(&file, &second);
    rig.until_records("office", &replayed("asterisk-cel", "office", &[first, second], false)).await;
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_stop_it_goes_on_where_it_was_though_the_file_has_another_name() {
    for renamed in [false, true] {
        let mut rig = Rig::new(0).await;
        let file = rig.folder.path().join("Master.csv");
        rig.source("office", followed(&file)).await;
        let (before, first, second) = (log("busy"), log("attended_transfer"), log("answered"));
        // Rows end where the file is cut, so that how far it is told can be waited for.
        let half = first.iter().take(first.len() / 2).rposition(|byte| *byte == b'\n').unwrap() + 1;
        append(&file, &before);
        append(&file, &first[..half]);
        until_told(&rig, before.len() + half).await;
        rig.stop().await;
        append(&file, &first[half..]);
        let mut parts = vec![[before, first].concat()];
        if renamed {
            fs::rename(&file, rig.folder.path().join("Master.csv.1")).unwrap();
            append(&file, &second);
            parts.push(second);
        }
        rig.listen();
        rig.until_records("office", &replayed("asterisk-cel", "office", &parts, false)).await;
        rig.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_cut_and_written_anew_is_read_from_its_start() {
    let mut rig = Rig::new(0).await;
    let file = rig.folder.path().join("Master.csv");
    rig.source("office", followed(&file)).await;
    let (first, second) = (log("busy"), log("attended_transfer"));
    assert!(first.len() < second.len(), "the length alone does not tell that it was cut");
    append(&file, &first);
    until_told(&rig, first.len()).await;
    fs::write(&file, &second).unwrap();
    rig.until_records("office", &replayed("asterisk-cel", "office", &[first, second.clone()], false)).await;
    // The same while nobody follows: the place is of another file now.
    until_told(&rig, second.len()).await;
    rig.stop().await;
    let third = log("answered");
    fs::write(&file, &third).unwrap();
    rig.listen();
    let parts = [log("busy"), second, third];
    rig.until_records("office", &replayed("asterisk-cel", "office", &parts, false)).await;
    rig.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_regular_file_is_never_read() {
    let mut rig = Rig::new(0).await;
    for name in ["/dev/zero", "/dev/null", rig.folder.path().to_str().unwrap()] {
        rig.source("office", followed(Path::new(name))).await;
        let says = "the file cannot be opened: it is no regular file";
        let standing = rig.until_board("office", |one| one.last_note.as_deref() == Some(says)).await;
        assert_eq!((standing.link, standing.heard_at, standing.notes), (Link::Down, None, 0), "{name}");
    }
    rig.stop().await;
}

//! Every recorded call, through both feeds, told as the people on the phones lived through it.

use std::path::Path;

use serde_json::Value;

use crate::truth::differences;
use crate::{callbook, recordings};

/// The recorded files of each feed, in the order in which they came off the phone system.
const FEEDS: &[(&str, &[&str])] = &[
    ("asterisk-ami", &["ami.txt", "ami-after-restart.txt"]),
    ("asterisk-cel", &["cel.csv"]),
    ("twilio", &["callbacks.jsonl"]),
];

fn replayed(feed: &str, files: &[String]) -> Vec<Value> {
    let mut words = vec!["replay".to_owned(), feed.to_owned()];
    words.extend_from_slice(files);
    words.extend(["--format".to_owned(), "jsonl".to_owned()]);
    let output = callbook(&words);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What is wrong with one scenario, if it was recorded on this feed at all.
fn wrong(folder: &Path, feed: &str, files: &[&str]) -> Option<Vec<String>> {
    let files: Vec<_> = files.iter().map(|file| folder.join(file)).filter(|file| file.exists()).collect();
    let files: Vec<_> = files.into_iter().map(|file| file.to_str().unwrap().to_owned()).collect();
    let truth = std::fs::read_to_string(folder.join("truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    (!files.is_empty()).then(|| differences(&truth, feed, replayed(feed, &files)))
}

fn all_recordings(feed: &str) {
    let files = FEEDS.iter().find(|(name, _)| *name == feed).unwrap().1;
    let mut folders: Vec<_> =
        std::fs::read_dir(recordings(feed.split('-').next().unwrap())).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("truth.json").exists());
    folders.sort();
    let told: Vec<_> = folders.iter().filter_map(|folder| Some((folder, wrong(folder, feed, files)?))).collect();
    let wrong: Vec<_> = told.iter().filter(|(_, wrong)| !wrong.is_empty()).collect();
    let name = |folder: &Path| folder.file_name().unwrap().to_string_lossy().into_owned();
    let lines: Vec<_> = wrong.iter().map(|(folder, wrong)| format!("{}\n  {}", name(folder), wrong.join("\n  "))).collect();
    assert!(told.len() > 20, "only {} recordings of {feed} were found", told.len());
    assert!(wrong.is_empty(), "{} of {} are told wrong\n{}", wrong.len(), told.len(), lines.join("\n"));
}

#[test]
fn every_recorded_manager_stream_is_told_as_it_happened() {
    all_recordings("asterisk-ami");
}

#[test]
fn every_recorded_event_log_is_told_as_it_happened() {
    all_recordings("asterisk-cel");
}

#[test]
fn every_story_of_callbacks_is_told_as_it_happened() {
    all_recordings("twilio");
}

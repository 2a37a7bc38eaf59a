//! The commands: what they print, what they refuse, and how they say so.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::disk::{batch, tell};
use crate::served::{Door, Home};
use crate::{Scratch, callbook, recordings};

fn recording(scenario: &str, file: &str) -> String {
    recordings("asterisk").join(scenario).join(file).to_str().unwrap().to_owned()
}

/// What was printed, where the program was content.
fn printed(words: &[&str]) -> String {
    let output = callbook(words);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What was said against the words, where nothing may have been printed.
fn refused(words: &[&str]) -> String {
    let output = callbook(words);
    assert!(!output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "", "half a result");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_table_has_a_row_a_conversation_and_a_line_a_call() {
    let table = printed(&["replay", "asterisk-ami", &recording("attended_transfer", "ami.txt")]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 5, "{table}");
    assert!(lines[0].starts_with("START (UTC)"), "{table}");
    assert!(lines[1].contains("internal") && lines[1].contains("1002, 1003"), "{table}");
    assert!(lines[3].contains("consultation") && lines[4].contains("transfer"), "{table}");
}

#[test]
fn a_file_that_is_not_there_is_named_with_what_was_expected_and_nothing_is_printed() {
    let good = recording("busy", "cel.csv");
    let error = refused(&["replay", "asterisk-cel", &good, "no-such-file"]);
    assert!(error.contains("no-such-file: expected Asterisk channel event log"), "{error}");
}

#[test]
fn a_file_of_another_kind_is_refused_at_its_first_line() {
    let error = refused(&["replay", "asterisk-ami", &recording("busy", "cel.csv")]);
    assert!(error.contains("cel.csv:1: "), "{error}");
    assert!(error.contains("expected Asterisk Manager Interface"), "{error}");
    let noise = Scratch::new("noise", &[0xff, 0, b'\n', 0x80].repeat(1_000));
    assert!(refused(&["replay", "asterisk-cel", noise.path()]).contains(":1: "));
}

#[test]
fn what_was_not_understood_is_told_beside_the_result_with_file_and_line() {
    let stream = Scratch::new("stray", b"Asterisk Call Manager/11.0.0\r\n\r\nstray words\r\n\r\n");
    let output = callbook(&["replay", "asterisk-ami", stream.path()]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "No calls.\n");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with(&format!("{}:3: expected ", stream.path())), "{told}");
}

#[test]
fn an_unknown_adapter_is_answered_with_those_there_are() {
    let error = refused(&["replay", "asterisk-telepathy", "x"]);
    assert!(error.contains("asterisk-ami") && error.contains("asterisk-cel"), "{error}");
}

#[test]
fn an_unknown_key_of_the_configuration_is_named_with_its_line() {
    let config = Scratch::new("config.toml", b"[account]\n\ntimezone = \"UTC\"\n");
    let error = refused(&["replay", "asterisk-ami", &recording("busy", "ami.txt"), "--config", config.path()]);
    assert!(
        error.contains(
            "config.toml:3: unknown field `timezone`, expected one of `region`, `zone`, `outside_prefix`, `own_numbers`"
        ),
        "{error}"
    );
}

#[test]
fn the_configuration_decides_source_trunks_and_region() {
    let text = b"[account]\nregion = \"NL\"\n[sources.office]\nadapters = [\"asterisk-ami\"]\ntrunk_endpoints = [\"alice\"]\n";
    let config = Scratch::new("office.toml", text);
    let record = |words: &[&str]| -> serde_json::Value { serde_json::from_str(printed(words).trim()).unwrap() };
    let stream = recording("answered", "ami.txt");
    let words = ["replay", "asterisk-ami", &stream, "--format", "jsonl", "--config", config.path()];
    assert_eq!(record(&words)["source"], "office");
    assert_eq!(record(&words)["direction"], "inbound");
    assert_eq!(record(&words[..5])["direction"], "internal");
    let stream = recording("inbound_answered", "ami.txt");
    assert_eq!(record(&["replay", "asterisk-ami", &stream, "--format", "jsonl"])["from"]["e164"], "+31612345678");
}

#[test]
fn a_record_is_explained_by_serial_by_id_and_by_the_beginning_of_an_id() {
    let stream = recording("busy", "cel.csv");
    let explained = printed(&["replay", "asterisk-cel", &stream, "--explain", "1"]);
    assert!(explained.contains(" ended how=busy"), "{explained}");
    assert!(explained.contains("    outcome: busy"), "{explained}");
    let id = explained.split(' ').next().unwrap();
    assert_eq!(printed(&["replay", "asterisk-cel", &stream, "--explain", id]), explained);
    assert_eq!(printed(&["replay", "asterisk-cel", &stream, "--explain", &id[..8]]), explained);
    let error = refused(&["replay", "asterisk-cel", &stream, "--explain", "77"]);
    assert!(error.contains("no conversation is called 77") && error.contains(id), "{error}");
}

#[test]
fn decode_prints_a_signal_a_line() {
    let signals = printed(&["decode", "asterisk-ami", &recording("answered", "ami.txt")]);
    for word in [" came_in ", " dialled ", " ringing", " answered", " connected ", " asked_to_end", " ended "] {
        assert!(signals.lines().any(|line| line.contains(word)), "{word} in\n{signals}");
    }
}

/// A folder for one test, and a store's name in it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("callbook-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn store(&self) -> String {
        self.0.join("callbook.db").to_str().unwrap().to_owned()
    }

    fn is_empty(&self) -> bool {
        std::fs::read_dir(&self.0).unwrap().next().is_none()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whether it can be removed is no business of the test.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_wrong_path_makes_no_store_and_is_answered_with_what_makes_one() {
    let folder = Folder::new("nowhere");
    let (store, stream) = (folder.store(), recording("busy", "cel.csv"));
    let commands: &[&[&str]] = &[
        &["account", "list"],
        &["account", "set", "main", "--zone", "UTC"],
        &["source", "list"],
        &["source", "new", "office", "--adapters", "native"],
        &["token", "list"],
        &["refold"],
        &["erase", "--number", "1002"],
        &["import", "asterisk-cel", &stream, "--source", "office"],
        &["follow", "asterisk-cel", &stream, "--source", "office"],
    ];
    for words in commands {
        let error = refused(&[*words, &["--store", &store]].concat());
        assert!(
            error.contains(&format!("{store}: there is no store; `callbook account new main` makes one")),
            "{words:?}: {error}"
        );
    }
    let error = refused(&["account", "new", "main", "--zone", "Foo", "--region", "xx", "--store", &store]);
    assert!(error.contains("--region: ") && error.contains("--zone: "), "{error}");
    assert!(folder.is_empty(), "a store was made all the same");
}

#[test]
fn n25_conversations_of_a_number_are_looked_at_first_and_then_erased() {
    let folder = Folder::new("erased");
    let store = folder.store();
    printed(&["account", "new", "main", "--region", "NL", "--retention-days", "90", "--store", &store]);
    assert!(printed(&["account", "list", "--store", &store]).contains("kept 90 days"));
    let error = refused(&["account", "set", "main", "--retention-days", "99999", "--store", &store]);
    assert!(error.contains("--retention-days: expected 1 to 36500 days, or 0 for ever"), "{error}");
    printed(&["source", "new", "office", "--adapters", "asterisk-cel", "--account", "main", "--store", &store]);
    for name in ["busy", "queue_abandoned"] {
        printed(&["import", "asterisk-cel", &recording(name, "cel.csv"), "--source", "office", "--store", &store]);
    }
    let erase = |words: &[&str]| printed(&[&["erase", "--store", &store], words].concat());
    let looked = erase(&["--number", "1001", "--dry-run"]);
    let (ids, sum) = looked.trim_end().rsplit_once('\n').unwrap();
    assert!(ids.lines().count() > 1 && sum.contains("would be erased"), "{looked}");
    let one = ids.split_whitespace().next().unwrap();
    assert!(erase(&[one]).contains("erased"));
    let rest = erase(&["--number", "1001"]);
    assert_eq!(rest.lines().count(), ids.lines().count(), "the one that is gone is not found by its number: {rest}");
    assert_eq!(erase(&["--number", "1001"]).lines().count(), 1);
    assert!(erase(&[one]).contains("erased"), "asked for again it is answered alike");
    let error = refused(&["erase", "--store", &store, "00000000-0000-0000-0000-000000000009"]);
    assert!(error.contains("nothing has this id"), "{error}");
    assert!(refused(&["erase", "--store", &store]).contains("required"), "nothing is erased that was not named");
}

#[test]
fn which_store_and_whose_may_be_said_before_the_deed_and_after_it() {
    let folder = Folder::new("anywhere");
    let store = folder.store();
    printed(&["account", "--store", &store, "new", "main"]);
    printed(&["account", "new", "north", "--store", &store]);
    assert_eq!(printed(&["account", "list", "--store", &store]).lines().count(), 2);
    printed(&["source", "new", "office", "--adapters", "native", "--account", "north", "--store", &store]);
    for words in [["--account", "north", "list"], ["list", "--account", "north"]] {
        assert_eq!(printed(&[&["source", "--store", &store][..], &words].concat()), "office  native\n");
        let words = [&["token", "--store", &store][..], &words].concat();
        assert_eq!(printed(&words), "");
    }
    assert_eq!(printed(&["source", "list", "--store", &store]), "");
    let error = refused(&["account", "set", "main", "--zone", "Foo", "--region", "ZZ", "--store", &store]);
    assert!(error.contains("--region: ") && error.contains("--zone: "), "{error}");
    let error = refused(&["source", "new", "attic", "--store", &store]);
    assert!(error.contains("--adapters: expected at least one of"), "{error}");
}

#[test]
fn a_directory_is_taken_from_a_table_after_a_look_at_what_would_change() {
    let folder = Folder::new("directory");
    let store = folder.store();
    printed(&["account", "new", "main", "--region", "NL", "--store", &store]);
    let table =
        Scratch::new("people.csv", b"kind,key,name,numbers\nuser,ann,Ann Mori,020 5550100\ncontact,rosa,,+12025550142\n");
    let words = ["directory", "import", table.path(), "--store", &store];
    let dry = printed(&[&words[..], &["--dry-run"]].concat());
    assert!(
        dry.contains("user ann name: \"Ann Mori\"\n") && dry.ends_with("2 new, 0 changed, 0 unchanged; nothing was written\n"),
        "{dry}"
    );
    assert_eq!(printed(&["directory", "list", "user", "--store", &store]), "");
    assert_eq!(printed(&words), "2 new, 0 changed, 0 unchanged\n");
    assert_eq!(printed(&words), "0 new, 0 changed, 2 unchanged\n");
    let list = printed(&["directory", "list", "user", "--store", &store]);
    assert!(list.starts_with("ann ") && list.trim_end().ends_with("020 5550100"), "{list}");
    let wrong = Scratch::new("wrong.csv", b"kind,key,numbers\nuser,ben,none\nuser,cid,1\n");
    let error = refused(&["directory", "import", wrong.path(), "--store", &store]);
    assert!(error.contains("line 2: numbers[0]: expected a phone number"), "{error}");
    assert_eq!(printed(&["directory", "list", "user", "--store", &store]), list, "nothing of it was taken");
}

#[test]
fn the_configuration_says_where_import_takes_calls_to() {
    let folder = Folder::new("configured");
    let store = folder.store();
    let text = format!("[server]\nstore = {store:?}\n");
    let config = Scratch::new("store.toml", text.as_bytes());
    printed(&["account", "new", "main", "--config", config.path()]);
    let stream = recording("busy", "cel.csv");
    let words = ["import", "asterisk-cel", &stream, "--source", "office", "--config", config.path()];
    assert!(printed(&words).contains("1 conversations"));
    assert_eq!(printed(&["source", "list", "--store", &store]), "office  asterisk-cel\n");
    let other = refused(&[&words[..], &["--account", "other"]].concat());
    assert!(other.contains("no account is called other; there are: main; `callbook account new other` enters it"), "{other}");
    let over = Command::new(env!("CARGO_BIN_EXE_callbook"))
        .args(words)
        .env("CALLBOOK_SERVER__STORE", "/nowhere/x.db")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&over.stderr).contains("/nowhere/x.db: there is no store"), "{over:?}");
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(printed(&["completions", shell]).contains("replay"), "{shell}");
    }
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_silently() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_callbook"))
        .args(["decode", "asterisk-ami", &recording("load_40_calls_sipp", "ami.txt")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn a_server_that_cannot_listen_draws_no_first_token() {
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), "");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_callbook"));
    command.args(["serve", "--config"]).arg(home.config());
    let output = command.env("CALLBOOK_SERVER__LISTEN", taken.local_addr().unwrap().to_string()).output().unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("cannot listen there"));
    let mut served = home.serve();
    assert!(served.said_a_token(), "the first server that answers tells the first token");
    assert!(served.stop().success());
}

#[test]
fn a_restored_store_is_another_feed_than_the_one_that_went_on() {
    let sections = "[sources.load]\nadapters = [\"native\"]\n";
    let (old, new) = [(); 2].map(|()| Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), sections)).into();
    let served = old.serve();
    let mut door = Door::open(served.address, &old.key("main")).unwrap();
    let next = |door: &mut Door| door.read("/changes").unwrap()["next"].as_str().unwrap().to_owned();
    assert_eq!(tell(&mut door, &batch(0)).status, 200);
    let (before, copy) = (next(&mut door), old.folder().join("copy.db"));
    old.printed(&["backup", copy.to_str().unwrap()]);
    assert_eq!(tell(&mut door, &batch(1)).status, 200);
    let after = next(&mut door);
    drop(door);
    assert!(served.stop().success());
    new.printed(&["restore", copy.to_str().unwrap()]);
    let served = new.serve();
    let mut door = Door::open(served.address, &new.key("main")).unwrap();
    assert_eq!(tell(&mut door, &batch(2)).status, 200);
    // Who had read what was in the backup goes on; who had read more is told that it is gone.
    let (changes, _) = door.changes(&before, 0).unwrap();
    assert!(!changes.is_empty() && changes.iter().all(|change| change["source"] == "load"));
    let refused = door.ask("GET", &format!("/callbook/v1/changes?after={after}"), None).unwrap();
    assert_eq!((refused.status, &refused.json()["field"]), (400, &json!("after")));
    assert!(served.stop().success());
}

//! Recorded calls, played live through real sockets and growing files into the real server, and read back through its door:
//! the records must be those of `replay`, record for record.
//!
//! Compared is everything of a record but its serial, its version and when it was written; ids are compared by where they
//! stand again, because a replay has no store that gives them. What a replay closes as lost at the end of its files is still
//! open live: of those only the number is compared. To play one more way: a test in one of the modules.

mod apps;
mod chakra;
mod cut;
mod elma365;
mod full;
mod heard;
mod present;
mod resumed;
mod told;
mod whole;
mod xelion;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::runtime::Runtime;

use crate::served::{Door, Home, Served};
use crate::switch::{Lists, Play, Script, Switch};
use crate::{callbook, recordings};

/// Longer than anything here takes on the slowest machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(240);
/// Name and secret at the simulated switches.
const LOGIN: &str = "callbook";
/// What a record says of its own writing.
const WRITING: &[&str] = &["serial", "version", "created_at", "updated_at"];
/// Nobody wraps up calls in a replay, which has no account.
const ACCOUNT: &str = "[account]\nregion = \"NL\"\nwrapup = \"off\"\n";

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_callbook"))
}

/// One phone system of a test: a source that is fed recorded streams.
pub(crate) struct Exchange {
    pub(crate) source: String,
    feed: &'static str,
    files: Vec<PathBuf>,
}

impl Exchange {
    /// Every recording that has a stream of this feed, each a source of its own.
    pub(crate) fn all(feed: &'static str) -> Vec<Self> {
        let mut names: Vec<_> = fs::read_dir(recordings("asterisk")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        let all = names.iter().map(|name| Self::of(feed, name.to_str().unwrap(), ""));
        all.filter(|one| !one.files.is_empty()).collect()
    }

    /// One recording, as a source whose name ends so.
    pub(crate) fn of(feed: &'static str, scenario: &str, end: &str) -> Self {
        let names: &[&str] = if feed == "asterisk-cel" { &["cel.csv"] } else { &["ami.txt", "ami-after-restart.txt"] };
        let files =
            names.iter().map(|name| recordings("asterisk").join(scenario).join(name)).filter(|file| file.exists()).collect();
        let source = format!("{}{end}", scenario.replace('_', "-").to_lowercase());
        Self { source, feed, files }
    }

    pub(crate) fn streams(&self) -> Vec<Vec<u8>> {
        self.files.iter().map(|file| fs::read(file).unwrap()).collect()
    }

    pub(crate) fn script(&self) -> Script {
        let streams = self.streams();
        Script::recorded(&streams.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    /// What `replay` prints of its files.
    pub(crate) fn replayed(&self, home: &Home) -> Vec<Value> {
        let config = home.config();
        let mut words = vec!["replay", self.feed, "--format", "jsonl", "--source", &self.source, "--config"];
        words.push(config.to_str().unwrap());
        words.extend(self.files.iter().map(|file| file.to_str().unwrap()));
        let output = callbook(&words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A switch that plays a script, and is cut after these messages.
pub(crate) fn switch(rt: &Runtime, script: Script, cuts: &[usize]) -> Switch {
    let cuts = cuts.iter().copied().collect::<BTreeSet<_>>();
    let play = Play { username: LOGIN.to_owned(), secret: LOGIN.to_owned(), script, lists: Lists::Unknown, cuts };
    rt.block_on(Switch::start(([127, 0, 0, 1], 0).into(), play)).unwrap()
}

/// The configuration of a source that is dialled there.
pub(crate) fn dialled(source: &str, address: std::net::SocketAddr, secret: &str) -> String {
    format!(
        "[sources.{source}]\nadapters = [\"asterisk-ami\"]\n[sources.{source}.ami]\naddress = \"{address}\"\n\
         username = \"{LOGIN}\"\nsecret = \"{secret}\"\n"
    )
}

/// A store, a server on it, and a key to its door.
struct House {
    home: Home,
    served: Served,
    key: String,
}

impl House {
    fn new(sections: &str) -> Self {
        let home = Home::new(&program(), &format!("{ACCOUNT}{sections}"));
        let served = home.serve();
        let key = home.key("main");
        Self { home, served, key }
    }

    fn door(&self) -> Door {
        Door::open(self.served.address, &self.key).unwrap()
    }

    /// Asks again whenever something changed, until it is so; what is not is told in the end.
    fn until(&self, what_differs: impl Fn(&mut Door) -> Option<String>) {
        let mut door = self.door();
        let (began, mut cursor) = (Instant::now(), String::from("start"));
        loop {
            // First to the end of what there is, so that a look is worth its while.
            loop {
                let (changes, next) = door.changes(&cursor, 1).unwrap();
                cursor = next;
                if changes.len() < 1_000 {
                    break;
                }
            }
            let Some(differs) = what_differs(&mut door) else { return };
            assert!(began.elapsed() < PATIENCE, "{differs}\n{}", self.home.log());
        }
    }

    /// Waits until every source has the records of its replay.
    fn until_replayed(&self, exchanges: &[Exchange], seen: fn(Value) -> Value) {
        let wanted: BTreeMap<_, _> = exchanges.iter().map(|one| (one.source.as_str(), one.replayed(&self.home))).collect();
        self.until(|door| {
            let mut told = records(door);
            let mut differs = String::new();
            for (source, wanted) in &wanted {
                let told = told.remove(*source).unwrap_or_default();
                if let Some(says) = differences(told, wanted.clone(), seen) {
                    let _ = writeln!(differs, "{source}: {says}");
                }
            }
            for source in told.keys() {
                let _ = writeln!(differs, "{source}: nobody played that");
            }
            (!differs.is_empty()).then_some(differs)
        });
    }
}

/// Every conversation there is, by source.
pub(crate) fn records(door: &mut Door) -> BTreeMap<String, Vec<Value>> {
    let mut by_source = BTreeMap::<String, Vec<Value>>::new();
    for record in door.all("/conversations?limit=500", "conversations").unwrap() {
        if record["merged_into"].is_null() {
            by_source.entry(record["source"].as_str().unwrap().to_owned()).or_default().push(record);
        }
    }
    by_source
}

/// What is not the same: of those that ended each record, of the others how many there are.
pub(crate) fn differences(told: Vec<Value>, wanted: Vec<Value>, seen: fn(Value) -> Value) -> Option<String> {
    let (ended, open): (Vec<_>, Vec<_>) = told.into_iter().partition(|one| !one["ended_at"].is_null());
    let see =
        |records: Vec<Value>| -> Vec<String> { records.into_iter().map(|one| seen(comparable(one)).to_string()).collect() };
    let (mut wanted_plain, mut more) = (see(wanted), Vec::new());
    for record in see(ended) {
        match wanted_plain.iter().position(|one| *one == record) {
            Some(place) => drop(wanted_plain.swap_remove(place)),
            None => more.push(record),
        }
    }
    let (lost, missing): (Vec<_>, Vec<_>) = wanted_plain.into_iter().partition(|one| one.contains("\"lost_end\""));
    let same = more.is_empty() && missing.is_empty() && lost.len() == open.len();
    (!same).then(|| {
        format!(
            "{} are open, {} were left open\n  more: {}\n  missing: {}",
            open.len(),
            lost.len(),
            more.join("\n"),
            missing.join("\n")
        )
    })
}

/// A record as far as it is the same wherever it was made.
fn comparable(mut record: Value) -> Value {
    strip(&mut record, &mut Vec::new());
    record
}

fn strip(value: &mut Value, ids: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| !WRITING.contains(&key.as_str()));
            fields.values_mut().for_each(|value| strip(value, ids));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| strip(value, ids)),
        Value::String(text) if is_id(text) => {
            let place = ids.iter().position(|id| id == text).unwrap_or_else(|| {
                ids.push(text.clone());
                ids.len() - 1
            });
            *text = format!("id {place}");
        }
        _ => {}
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A record whatever it says is missing.
fn without_gaps(mut record: Value) -> Value {
    record["gaps"] = Value::Null;
    record
}

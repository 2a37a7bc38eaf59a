//! Every adapter on the list comes with what a stranger needs to trust it: a page, recordings, and its place in the manual.

use calls::adapters::ADAPTERS;

use super::{Finding, House};

/// The recorded files that each adapter reads, in the order in which they are fed.
const STREAMS: &[(&str, &[&str])] = &[
    ("asterisk-ami", &["ami.txt", "ami-after-restart.txt"]),
    ("asterisk-cel", &["cel.csv"]),
    ("twilio", &["callbacks.jsonl"]),
];

/// Situations that every phone system has, and of which every adapter therefore needs a recording.
const SITUATIONS: &[&str] = &[
    "answered",
    "busy",
    "no_answer",
    "caller_cancel",
    "hold_resume",
    "blind_transfer",
    "attended_transfer",
    "inbound_answered",
    "outbound_answered",
    "voicemail_left",
    "queue_answered",
    "queue_abandoned",
];

const LIST: &str = "crates/calls/src/adapters/mod.rs";

/// Everything an entry of the list owes.
pub(super) fn complete(house: &House) -> Vec<Finding> {
    ADAPTERS
        .iter()
        .flat_map(|kind| owed(house, kind.name))
        .map(|says| Finding { path: LIST.to_owned(), line: 1, rule: "adapters", says })
        .collect()
}

fn owed(house: &House, name: &str) -> Vec<String> {
    let system = name.split('-').next().unwrap_or(name);
    let mut owed = Vec::new();
    let page = format!("crates/calls/src/adapters/{system}/README.md");
    if house.text(&page).is_empty() {
        owed.push(format!("{name} needs a page: {page}"));
    }
    if !house.text("crates/callbook/config.default.toml").contains(&format!("\"{name}\"")) {
        owed.push(format!("{name} is not in config.default.toml, the manual of the configuration"));
    }
    let Some((_, streams)) = STREAMS.iter().find(|(known, _)| *known == name) else {
        owed.push(format!("{name} has no line in STREAMS: which recorded files does it read?"));
        return owed;
    };
    let has = |situation: &str, file: &str| {
        let path = format!("crates/calls/fixtures/{system}/{situation}/{file}");
        house.recordings.iter().any(|(recording, _)| *recording == path)
    };
    let lacking = SITUATIONS
        .iter()
        .filter(|situation| !has(situation, "truth.json") || !streams.iter().any(|stream| has(situation, stream)));
    owed.extend(lacking.map(|situation| format!("{name} has no recording of {situation} with its truth.json")));
    owed
}

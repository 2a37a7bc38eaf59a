//! Tables that can be spread over many machines: whatever makes a row unique begins with the account, and nothing in a
//! migration depends on the clock, on chance, or on what only one machine can count.

use super::{Finding, House};

/// Words that stand in no migration, each with why.
const NEVER: &[(&str, &str)] = &[
    ("trigger", "what must happen is done by the store, where it can be read"),
    ("random", "ids are derived"),
    ("now(", "times are handed in"),
    ("current_timestamp", "times are handed in"),
    ("current_time", "times are handed in"),
    ("datetime(", "times are handed in"),
    ("strftime(", "times are handed in"),
    ("julianday(", "times are handed in"),
    ("unixepoch(", "times are handed in"),
    ("autoincrement", "integers come from the account's counter row"),
    ("serial primary", "integers come from the account's counter row"),
    ("sequence", "integers come from the account's counter row"),
    ("generated always", "what is worked out is worked out in one place"),
];

const RULE: &str = "migrations";

/// Every migration of every database.
pub(super) fn begin_with_the_account(house: &House) -> Vec<Finding> {
    let migrations = house.texts.iter().filter(|(path, _)| path.contains("/migrations/") && path.ends_with(".sql"));
    migrations.flat_map(|(path, text)| of_one(path, text)).collect()
}

fn of_one(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split("--").next().unwrap_or_default().trim().to_lowercase();
        if line.starts_with("drop ") {
            continue;
        }
        let mut found = |says: String| findings.push(Finding { path: path.to_owned(), line: number + 1, rule: RULE, says });
        for (word, why) in NEVER.iter().filter(|(word, _)| line.contains(word)) {
            found(format!("`{word}` stands in no migration: {why}"));
        }
        for key in ["primary key", "unique", "foreign key", "index"] {
            // A key of one column stands behind that column; otherwise its columns stand in brackets behind it.
            let Some((before, after)) = line.split_once(key) else { continue };
            let columns = match key {
                "index" => after.split_once('(').map_or("", |(_, columns)| columns),
                _ if after.trim_start().starts_with('(') => after.trim_start().trim_start_matches('('),
                _ => before,
            };
            if !columns.trim_start().starts_with("account") {
                found(format!("a {key} begins with the account"));
            }
        }
        if let Some((_, to)) = line.split_once("references") {
            let columns = to.split_once('(').map_or("", |(_, columns)| columns);
            if !columns.trim_start().starts_with("account") {
                found("what is referred to begins with the account".to_owned());
            }
        }
    }
    findings
}

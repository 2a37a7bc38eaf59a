//! Names say what a thing is. A name that fits everything says nothing, and soon everything is put there.

use super::{Finding, House, Source};

/// Words that no file and no item has in its name.
const SAYS_NOTHING: &[&str] =
    &["manager", "service", "helper", "util", "common", "misc", "processor", "engine", "info", "data", "base", "impl"];

/// Of those, the ones that say nothing in a sentence either.
const SAYS_NOTHING_IN_PROSE: &[&str] = &["helper", "util", "misc"];

/// Names that somebody else's trait demands of us, with the file that implements it.
const DEMANDED: &[(&str, &str)] = &[("crates/callbook/src/serve/connections.rs", "Service")];

/// Folders that somebody else's layout demands: payloads that an app is tried with stand there.
const DEMANDED_FOLDERS: &[&str] = &["server/test_data/"];

/// What an item begins with.
const KEYWORDS: &[&str] = &["fn", "struct", "enum", "union", "trait", "mod", "type", "const", "static", "macro_rules"];

/// What stands where a name would, but is none.
const NO_NAME: &[&str] = &["fn", "unsafe", "async", "extern", "mut", "!", "(", "{", "_", "<"];

/// The first word in a name that says nothing. `FooData`, `foo_data`, `foo-data` and `datas` all hold `data`.
fn empty_word<'a>(name: &str, words: &[&'a str]) -> Option<&'a str> {
    let mut parts = vec![String::new()];
    let mut last = '_';
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && !last.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| c.is_alphanumeric()) {
            part.extend(c.to_lowercase());
        }
        last = c;
    }
    let is = |part: &str, word: &str| part == word || part.strip_suffix('s') == Some(word);
    words.iter().copied().find(|word| parts.iter().any(|part| is(part, word)))
}

/// Items of Rust files.
pub(super) fn items(house: &House) -> Vec<Finding> {
    house.rust.iter().flat_map(empty_items).collect()
}

fn empty_items(source: &Source) -> Vec<Finding> {
    let tokens = source.tokens();
    let named = tokens.windows(2).filter_map(|pair| match pair {
        // The name of a test is a sentence.
        [(_, "fn"), _] if source.is_test() => None,
        [(_, keyword), (line, name)] if KEYWORDS.contains(keyword) && !NO_NAME.contains(name) => Some((*line, *name)),
        _ => None,
    });
    let ours = named.filter(|(_, name)| !DEMANDED.contains(&(source.path.as_str(), name)));
    let empty = ours.filter_map(|(line, name)| Some((line, name, empty_word(name, SAYS_NOTHING)?)));
    let says = |name: &str, word: &str| format!("`{name}`: `{word}` says nothing about what it is");
    let finding = |(line, name, word)| Finding { path: source.path.clone(), line, rule: "names", says: says(name, word) };
    empty.map(finding).collect()
}

/// Names of files and folders.
pub(super) fn files(house: &House) -> Vec<Finding> {
    let rust = house.rust.iter().map(|source| source.path.as_str());
    let empty = rust.chain(house.texts.iter().map(|(path, _)| path.as_str())).filter_map(|path| {
        let ours = DEMANDED_FOLDERS.iter().fold(path.to_owned(), |path, folder| path.replace(folder, ""));
        Some((path, empty_word(&ours, SAYS_NOTHING)?))
    });
    let says = |word: &str| format!("a path with `{word}` says nothing about what is there");
    empty.map(|(path, word)| Finding { path: path.to_owned(), line: 1, rule: "names", says: says(word) }).collect()
}

/// `mod.rs` inside the folder, never `foo.rs` beside `foo/`: one folder is the whole thing, to read or to delete.
pub(super) fn folders(house: &House) -> Vec<Finding> {
    let beside = house.rust.iter().filter(|source| {
        let folder = source.path.trim_end_matches(".rs").to_owned() + "/";
        source.path != "src/main.rs" && house.rust.iter().any(|other| other.path.starts_with(&folder))
    });
    let says = |path: &str| format!("move it to {}/mod.rs", path.trim_end_matches(".rs"));
    beside.map(|source| Finding { path: source.path.clone(), line: 1, rule: "mod.rs", says: says(&source.path) }).collect()
}

/// Comments, literals and pages: no empty words, and no place that only one machine has. These rules themselves must name
/// what they look for.
pub(super) fn prose(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    let comments = house.rust.iter().flat_map(|source| {
        let literals = source.strings.iter().chain(&source.comments);
        literals.map(|(line, text)| (source.path.as_str(), *line, text.as_str()))
    });
    let pages = house
        .texts
        .iter()
        .flat_map(|(path, text)| text.lines().enumerate().map(|(number, line)| (path.as_str(), number + 1, line)));
    for (path, line, text) in comments.chain(pages).filter(|(path, ..)| !path.starts_with("xtask/src/tidy/")) {
        let mut found = |says: String| findings.push(Finding { path: path.to_owned(), line, rule: "prose", says });
        let words = text.split(|c: char| !c.is_alphanumeric());
        // A manifest names what others have named, and so does whoever asks the platform for something.
        let is_of_others =
            ["Cargo.toml", "package-lock.json"].iter().any(|end| path.ends_with(end)) || text.contains(" from 'node:");
        let words = words.filter(|_| !is_of_others);
        for word in words.filter(|word| empty_word(&word.to_lowercase(), SAYS_NOTHING_IN_PROSE).is_some()) {
            found(format!("`{word}` says nothing"));
        }
        // Written apart, so that this line is not what it looks for.
        for place in [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/tm", "p/"]].map(|parts| parts.concat()) {
            if text.contains(&place) {
                found(format!("{place} is a place on one machine"));
            }
        }
    }
    findings
}

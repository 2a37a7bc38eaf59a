//! The house is in order, and each rule bites.

#![allow(clippy::unwrap_used)]

use super::{Finding, House, Source, check, dialects, floors, migrations, names, needed, pages, samples, sizes};

#[test]
fn the_house_is_in_order() {
    let findings = check(&House::read(&crate::root()).unwrap());
    assert!(findings.is_empty(), "\n{}\n", findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

/// A house of one Rust file.
fn house(path: &str, text: &str) -> House {
    let rust = vec![Source::new(path.to_owned(), text.to_owned())];
    House { rust, texts: Vec::new(), recordings: Vec::new(), below_the_wall: Vec::new() }
}

fn said(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.says.as_str()).collect()
}

#[test]
fn code_is_told_from_what_only_looks_like_it() {
    let source = Source::new(
        "a.rs".to_owned(),
        "fn a() { \"fn b() {\"; '{'; r#\"\"fn c\"#; } // fn d\n/* { */ fn e<'a>() {}".to_owned(),
    );
    let functions: Vec<_> = source.tokens().windows(2).filter(|pair| pair[0].1 == "fn").map(|pair| pair[1]).collect();
    assert_eq!(functions, [(1, "a"), (2, "e")]);
    assert_eq!(source.strings, [(1, "fn b() {".to_owned()), (1, "\"fn c".to_owned())]);
    assert_eq!(source.comments, [(1, "// fn d".to_owned()), (2, "/* { */".to_owned())]);
}

#[test]
fn a_long_function_and_a_long_file_are_found() {
    let body = "    call();\n".repeat(69);
    assert_eq!(said(&sizes::functions(&house("a.rs", &format!("fn f() {{\n{body}}}\n")))), ["fn f has 71 lines, more than 70"]);
    assert!(sizes::functions(&house("a.rs", &format!("fn f() {{\n{}}}\n", "    call();\n".repeat(68)))).is_empty());
    assert_eq!(sizes::files(&house("a.rs", &"\n".repeat(501))).len(), 1);
    assert!(sizes::files(&house("a/tests.rs", &"\n".repeat(501))).is_empty());
}

#[test]
fn a_name_that_says_nothing_is_found_in_items_files_and_prose() {
    let items = "struct CallManager; fn load_data() {} mod utils {} impl X { const fn database() {} } type F = fn(&str);";
    assert_eq!(names::items(&house("a.rs", items)).len(), 3);
    assert_eq!(names::files(&house("src/http-helpers/a.rs", "")).len(), 1);
    assert_eq!(names::files(&house("src/metadata/implicit.rs", "")).len(), 0);
    assert_eq!(names::prose(&house("a.rs", "// Helpers for numbers.")).len(), 1);
}

#[test]
fn a_path_of_one_machine_is_found() {
    let place = ["// See /ho", "me/someone/notes."].concat();
    assert_eq!(names::prose(&house("a.rs", &place)).len(), 1);
}

#[test]
fn a_dialect_without_a_page_and_one_that_is_not_listed_are_found() {
    let mut house = house("crates/calls/src/dialects/y/mod.rs", "");
    let findings = dialects::complete(&house);
    let page = |name: &str| format!("crates/calls/src/dialects/{name}/README.md");
    let known = calls::dialects::DIALECTS.iter().map(|dialect| dialect.name);
    let lacking = known.clone().map(|name| format!("{name} needs a page: {}", page(name)));
    let wanted: Vec<String> = lacking.chain(["y is on no list: it belongs into DIALECTS".to_owned()]).collect();
    assert_eq!(said(&findings), wanted);
    house.texts.extend(known.map(|name| (page(name), "A page.".to_owned())));
    assert_eq!(dialects::complete(&house).len(), 1);
}

#[test]
fn a_file_beside_its_folder_is_found() {
    let mut house = house("src/foo.rs", "");
    house.rust.push(Source::new("src/foo/bar.rs".to_owned(), String::new()));
    assert_eq!(said(&names::folders(&house)), ["move it to src/foo/mod.rs"]);
}

#[test]
fn an_adapter_that_knows_the_fold_is_found_and_one_that_folds_a_list_is_not() {
    let path = "crates/calls/src/adapters/x/mod.rs";
    assert_eq!(said(&floors::neighbours(&house(path, "use crate::fold::step;"))), ["adapters must not know fold"]);
    assert!(floors::neighbours(&house(path, "let sum = list.iter().fold(0, add);")).is_empty());
    let mut two = house(path, "use super::super::y::wire;");
    two.rust.push(Source::new("crates/calls/src/adapters/y/wire.rs".to_owned(), String::new()));
    assert_eq!(said(&floors::neighbours(&two)), ["adapters must not know y"]);
    assert_eq!(floors::neighbours(&house("crates/calls/src/fold/mod.rs", "use crate::adapters::ADAPTERS;")).len(), 1);
    assert_eq!(floors::neighbours(&house("crates/calls/src/signal.rs", "use crate::fold::step;")).len(), 1);
}

#[test]
fn a_door_in_the_crate_wall_is_found() {
    let mut house = house("a.rs", "");
    house.texts.push(("crates/calls/Cargo.toml".to_owned(), "[dependencies]\ntokio = \"1\"\nserde = \"1\"\n".to_owned()));
    house.below_the_wall.push("getrandom".to_owned());
    let expected = ["calls must not depend on tokio", "calls depends on getrandom through another crate"];
    assert_eq!(said(&floors::dependencies(&house)), expected);
}

#[test]
fn a_dependency_that_nothing_uses_is_found() {
    let mut house = house("crates/a/src/lib.rs", "use serde_json::Value;");
    house.texts.push(("crates/a/Cargo.toml".to_owned(), "[dependencies]\nserde-json = \"1\"\ntoml = \"1\"\n".to_owned()));
    house.texts.push(("Cargo.toml".to_owned(), "[workspace.dependencies]\nserde-json = \"1\"\nclap = \"4\"\n".to_owned()));
    assert_eq!(said(&needed::dependencies(&house)), ["nothing in crates/a/ uses toml", "no crate uses clap"]);
}

#[test]
fn code_that_knows_a_recording_is_found() {
    let truth =
        r#"{"caller": {"number": "4711", "name": "Zoe"}, "dialed": "600", "queue": {"name": "sales"}, "outcome": "answered"}"#;
    let with = |path: &str, text: &str| {
        let mut house = house(path, text);
        house.recordings.push(("fixtures/x/truth.json".to_owned(), truth.to_owned()));
        house.recordings.push(("fixtures/x/ami.txt".to_owned(), "CallerIDName: Zoe\r\n".to_owned()));
        samples::kept_out(&house).len()
    };
    assert_eq!(with("a.rs", "if number == \"4711\" { zoe() } // as Zoe did"), 3);
    assert_eq!(with("a.rs", "if number == \"600\" || queue == \"Sales\" {}"), 2);
    assert_eq!(with("a.rs", "const WAIT: u64 = 600; // sales that were answered"), 0);
    assert_eq!(with("a/tests.rs", "if number == \"4711\" {}"), 0);
}

#[test]
fn a_link_that_leads_nowhere_is_found() {
    let mut house = house("src/a/b.rs", "");
    let text = "[one](../src/a), [two](../src/a/b.rs#top), [three](https://example.org), [four](gone.md)";
    house.texts.push(("docs/page.md".to_owned(), text.to_owned()));
    assert_eq!(said(&pages::links(&house)), ["gone.md is not there"]);
}

#[test]
fn a_key_that_does_not_begin_with_the_account_is_found() {
    let told = |text: &str| {
        let texts = vec![("crates/callbook/migrations/sqlite/0001_x.sql".to_owned(), text.to_owned())];
        let house = House { rust: Vec::new(), texts, recordings: Vec::new(), below_the_wall: Vec::new() };
        migrations::begin_with_the_account(&house).len()
    };
    let good = [
        "PRIMARY KEY (account, id),",
        "account TEXT NOT NULL PRIMARY KEY,",
        "UNIQUE (account, hash)",
        "FOREIGN KEY (account, call) REFERENCES call (account, serial)",
        "CREATE INDEX a ON call (account, at)",
        "-- now()",
    ];
    for line in good {
        assert_eq!(told(line), 0, "{line}");
    }
    let bad = [
        "PRIMARY KEY (id),",
        "id INTEGER PRIMARY KEY,",
        "UNIQUE (hash)",
        "FOREIGN KEY (call) REFERENCES call (account, serial)",
        "x TEXT REFERENCES call (serial)",
        "CREATE INDEX a ON call (at)",
        "at INTEGER DEFAULT (unixepoch())",
        "CREATE TRIGGER t",
    ];
    for line in bad {
        assert_eq!(told(line), 1, "{line}");
    }
}

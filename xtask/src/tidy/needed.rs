//! A dependency that nothing uses is still compiled, licensed and answered for: it goes.

use std::collections::BTreeSet;

use super::{Finding, House};

/// The names in one table of a manifest.
pub(super) fn names(manifest: &str, table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    manifest.get(table).and_then(toml::Value::as_table).map(|table| table.keys().cloned().collect()).unwrap_or_default()
}

/// The dependencies of a manifest, those of single targets too.
fn wanted(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let places = std::iter::once(&manifest).chain(targets.filter_map(toml::Value::as_table));
    let tables =
        places.flat_map(|place| ["dependencies", "dev-dependencies", "build-dependencies"].map(|table| place.get(table)));
    tables.flatten().filter_map(toml::Value::as_table).flat_map(toml::Table::keys).cloned().collect()
}

/// Every dependency of every crate is named in its code; every one of the workspace is used by a crate.
pub(super) fn dependencies(house: &House) -> Vec<Finding> {
    let manifests = house.texts.iter().filter(|(path, _)| path.ends_with("/Cargo.toml"));
    let mut used = BTreeSet::new();
    let mut findings = Vec::new();
    for (path, manifest) in manifests {
        let folder = path.trim_end_matches("Cargo.toml");
        let wanted = wanted(manifest);
        for name in &wanted {
            // In code a crate has no hyphens; most write `_` for one, some nothing.
            let words = [name.replace('-', "_"), name.replace('-', "")];
            let files = house.rust.iter().filter(|source| source.path.starts_with(folder));
            if !files.flat_map(|source| source.tokens()).any(|(_, token)| words.iter().any(|word| word == token)) {
                findings.push(unused(path, format!("nothing in {folder} uses {name}")));
            }
        }
        used.extend(wanted);
    }
    let workspace: toml::Table = house.text("Cargo.toml").parse().unwrap_or_default();
    let offered =
        workspace.get("workspace").and_then(|workspace| workspace.get("dependencies")).and_then(toml::Value::as_table);
    let idle = offered.into_iter().flat_map(toml::Table::keys).filter(|name| !used.contains(*name));
    findings.extend(idle.map(|name| unused("Cargo.toml", format!("no crate uses {name}"))));
    findings
}

fn unused(path: &str, says: String) -> Finding {
    Finding { path: path.to_owned(), line: 1, rule: "needed", says }
}

//! Which file of an app `require` means (contract 4.3): CommonJS, among the files that came along.
//!
//! Pure, and no file system: a path is a key of a map, so that there is nowhere else to go.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a name means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// That file.
    File(String),
    /// A file of the app that is not there.
    Nowhere,
    /// A package that did not come along, or a module of Node.
    Missing,
}

/// What `name` means in the file `from`.
pub(super) fn find(files: &BTreeMap<String, String>, name: &str, from: &str) -> Found {
    let folder: Vec<&str> = from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    if name.starts_with("./") || name.starts_with("../") || name == "." || name == ".." {
        let found = joined(&folder, name).and_then(|path| file(files, &path));
        return found.map_or(Found::Nowhere, Found::File);
    }
    for depth in (0..=folder.len()).rev() {
        let start = folder.get(..depth).unwrap_or_default();
        let found = joined(start, &format!("node_modules/{name}")).and_then(|path| file(files, &path));
        if let Some(path) = found {
            return Found::File(path);
        }
    }
    Found::Missing
}

/// A path from a folder; none if it leads out of the app.
fn joined(folder: &[&str], name: &str) -> Option<String> {
    let mut parts = folder.to_vec();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The file at a path, with the endings that may be left out.
fn file(files: &BTreeMap<String, String>, path: &str) -> Option<String> {
    let is_there = |path: &String| files.contains_key(path);
    let named = |path: &str| [path.to_owned(), format!("{path}.js"), format!("{path}.json")].into_iter().find(is_there);
    let index = |path: &str| Some(format!("{path}/index.js")).filter(is_there);
    named(path)
        .or_else(|| {
            let package = files.get(&format!("{path}/package.json"))?;
            let package: Value = serde_json::from_str(package).ok()?;
            let main = joined(&path.split('/').collect::<Vec<_>>(), package.get("main")?.as_str()?)?;
            named(&main).or_else(|| index(&main))
        })
        .or_else(|| index(path))
}

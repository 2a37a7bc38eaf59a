//! A page that points nowhere was true once: every link between our own files must lead somewhere.

use std::path::{Component, Path, PathBuf};

use super::{Finding, House};

/// Links to files and folders of the house, `](like/this)`; those that leave it are not followed.
pub(super) fn links(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in house.texts.iter().filter(|(path, _)| path.ends_with(".md")) {
        for (number, line) in text.lines().enumerate() {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
            for target in targets.filter(|target| !target.is_empty() && !target.contains("://")) {
                if !is_there(house, &led_to(path, target)) {
                    let says = format!("{target} is not there");
                    findings.push(Finding { path: path.clone(), line: number + 1, rule: "links", says });
                }
            }
        }
    }
    findings
}

/// Where a link in `page` leads, as a path in the project.
fn led_to(page: &str, target: &str) -> String {
    let mut place = PathBuf::new();
    for part in Path::new(page).parent().unwrap_or(Path::new("")).join(target).components() {
        match part {
            Component::ParentDir => drop(place.pop()),
            Component::Normal(name) => place.push(name),
            _ => {}
        }
    }
    place.to_string_lossy().into_owned()
}

fn is_there(house: &House, place: &str) -> bool {
    let paths = house.rust.iter().map(|source| source.path.as_str());
    let mut paths = paths.chain(house.texts.iter().chain(&house.recordings).map(|(path, _)| path.as_str()));
    let folder = format!("{place}/");
    paths.any(|path| path == place || path.starts_with(&folder))
}

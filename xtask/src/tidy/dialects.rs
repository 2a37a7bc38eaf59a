//! Every dialect on the list comes with its page, and is called what its folder is called.

use calls::dialects::DIALECTS;

use super::{Finding, House};

const LIST: &str = "crates/calls/src/dialects/mod.rs";

/// Everything an entry of the list owes, and every folder that is not on it.
pub(super) fn complete(house: &House) -> Vec<Finding> {
    let page = |name: &str| format!("crates/calls/src/dialects/{name}/README.md");
    let lacking = DIALECTS.iter().filter(|dialect| house.text(&page(dialect.name)).is_empty());
    let lacking = lacking.map(|dialect| format!("{} needs a page: {}", dialect.name, page(dialect.name)));
    let folders =
        house.rust.iter().filter_map(|source| source.path.strip_prefix("crates/calls/src/dialects/")?.split_once('/'));
    let unlisted = folders.filter(|(folder, file)| *file == "mod.rs" && DIALECTS.iter().all(|dialect| dialect.name != *folder));
    let unlisted = unlisted.map(|(folder, _)| format!("{folder} is on no list: it belongs into DIALECTS"));
    let finding = |says| Finding { path: LIST.to_owned(), line: 1, rule: "dialects", says };
    lacking.chain(unlisted).map(finding).collect()
}

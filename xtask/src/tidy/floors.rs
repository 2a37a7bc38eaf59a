//! The floors of the house: what must not know what.

use super::{Finding, House, Source};

/// All that the pure crate may stand on. A new line here needs a reason in ARCHITECTURE.md.
const CALLS_MAY_USE: &[&str] =
    &["base64", "hmac", "md-5", "memchr", "rlibphonenumber", "serde", "serde_json", "sha1", "sha2", "smol_str", "uuid"];

/// What does I/O, reads clocks or draws chance, and so may stand nowhere below the wall, however deep.
const BELOW_THE_WALL_NEVER: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "getrandom",
    "hyper",
    "jiff",
    "mio",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "tempfile",
    "time",
    "tokio",
];

const RULE: &str = "floors";

/// The pure crate depends on nothing that could break its promise.
pub(super) fn dependencies(house: &House) -> Vec<Finding> {
    const MANIFEST: &str = "crates/calls/Cargo.toml";
    let direct = super::needed::names(house.text(MANIFEST), "dependencies");
    let found = |says: String| Finding { path: MANIFEST.to_owned(), line: 1, rule: RULE, says };
    let unknown = direct.iter().filter(|name| !CALLS_MAY_USE.contains(&name.as_str()));
    let mut findings: Vec<_> = unknown.map(|name| found(format!("calls must not depend on {name}"))).collect();
    let forbidden = house.below_the_wall.iter().filter(|name| BELOW_THE_WALL_NEVER.contains(&name.as_str()));
    findings.extend(forbidden.map(|name| found(format!("calls depends on {name} through another crate"))));
    findings
}

/// Inside the pure crate: adapters and dialects know neither one another nor the fold, the fold knows neither of them, and
/// the words know nobody.
pub(super) fn neighbours(house: &House) -> Vec<Finding> {
    let inside = |source: &&Source| source.path.starts_with(CALLS) && !source.is_test();
    let places: Vec<&str> = house.rust.iter().filter_map(|source| source.path.strip_prefix(CALLS)).collect();
    house.rust.iter().filter(inside).flat_map(|source| strangers(source, &places)).collect()
}

const CALLS: &str = "crates/calls/src/";

fn strangers(source: &Source, places: &[&str]) -> Vec<Finding> {
    let place = source.path.trim_start_matches(CALLS);
    let (room, inside) = place.split_once('/').unwrap_or((place.trim_end_matches(".rs"), ""));
    let never: &[&str] = match room {
        "adapters" => &["dialects", "fold", "change", "record"],
        "dialects" => &["adapters", "fold"],
        "fold" => &["adapters", "dialects"],
        "signal" | "moment" | "id" | "number" | "conversation" | "change" => &["adapters", "dialects", "fold"],
        _ => &[],
    };
    // A folder of a system or of a vendor never says the name of the folder beside it.
    let own = inside.split_once('/').map(|(own, _)| own);
    let beside = |name: &str| {
        own.is_some_and(|own| own != name) && places.iter().any(|place| place.starts_with(&format!("{room}/{name}/")))
    };
    let tokens = source.tokens();
    let three = tokens.windows(3).filter_map(|three| match three {
        [(_, before), (line, name), (_, after)] => Some((*before, *line, *name, *after)),
        _ => None,
    });
    let strange = three.filter(|(before, _, name, after)| {
        (*before == "::" || *after == "::") && never.contains(name)
            || *before == "::" && matches!(room, "adapters" | "dialects") && beside(name)
    });
    let found = |(_, line, name, _)| Finding {
        path: source.path.clone(),
        line,
        rule: RULE,
        says: format!("{room} must not know {name}"),
    };
    strange.map(found).collect()
}

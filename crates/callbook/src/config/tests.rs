//! What the configuration takes, and how it says what it does not.

#![allow(clippy::unwrap_used)]

use super::{Config, DEFAULT};

/// What is said against a configuration.
fn refused(text: &str) -> String {
    let error = toml::from_str::<Config>(text).unwrap_err();
    super::at_line("x.toml".as_ref(), text, &error).to_string()
}

#[test]
fn the_manual_is_the_default_configuration() {
    let config = Config::read(None).unwrap();
    assert_eq!(config.settings("asterisk-ami", None).unwrap().source, "asterisk");
    assert_eq!(config.account.region, None);
}

#[test]
fn the_manual_shows_every_key() {
    let keys =
        ["[account]", "region =", "zone =", "[sources.", "adapters =", "trunk_endpoints =", "trunk_contexts =", "extensions ="];
    for key in keys {
        assert!(DEFAULT.contains(key), "{key}");
    }
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let text = "[account]\nzone = \"UTC\"\n\n[sources.office]\nadapters = []\ntrunks = []\n";
    let expected =
        "x.toml:6: unknown field `trunks`, expected one of `adapters`, `trunk_endpoints`, `trunk_contexts`, `extensions`";
    assert_eq!(refused(text), expected);
}

#[test]
fn what_a_key_cannot_mean_is_named_with_its_line() {
    assert_eq!(
        refused("[account]\nzone = \"Atlantis\"\n"),
        "x.toml:2: unknown time zone `Atlantis`, expected a name such as `Europe/Amsterdam`"
    );
    assert_eq!(
        refused("[account]\nregion = \"nl\"\n"),
        "x.toml:2: unknown region `nl`, expected two letters of ISO 3166 such as `NL`"
    );
    assert!(
        refused("[sources.a]\nadapters = [\"pigeon\"]\n")
            .starts_with("x.toml:2: unknown adapter `pigeon`, expected one of asterisk-ami")
    );
    assert!(refused("[account\n").starts_with("x.toml:1: "));
}

#[test]
fn a_source_is_found_by_its_adapter_or_by_its_name() {
    let text = "[sources.north]\nadapters = [\"asterisk-ami\"]\ntrunk_endpoints = [\"carrier\"]\n[sources.south]\nadapters = [\"asterisk-ami\"]\n";
    let config: Config = toml::from_str(text).unwrap();
    let several = config.settings("asterisk-ami", None).unwrap_err().to_string();
    assert_eq!(several, "several sources are read by asterisk-ami: say which one with --source NAME");
    assert_eq!(config.settings("asterisk-ami", Some("north")).unwrap().trunk_endpoints, ["carrier"]);
    assert_eq!(config.settings("asterisk-cel", None).unwrap().source, "asterisk");
    let unknown = config.settings("asterisk-ami", Some("east")).unwrap_err().to_string();
    assert_eq!(unknown, "no source is called east; configured are: north, south");
}

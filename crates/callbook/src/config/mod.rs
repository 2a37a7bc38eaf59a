//! The configuration: what an operator says of an account and its phone systems.
//!
//! The manual is `config.default.toml`, which is embedded and is itself read as the configuration when no other is given, so
//! that manual and behaviour cannot drift apart. A key that is not known is an error that names the line, never ignored.
//! To add a key: a field here, its paragraph in the manual, and where it is used.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use calls::Text;
use calls::adapters::{ADAPTERS, Settings};
use jiff::tz::TimeZone;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

#[cfg(test)]
mod tests;

/// The configuration when nothing is said, and the manual of every key.
const DEFAULT: &str = include_str!("../../config.default.toml");

/// All that an operator can say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The one account of this server.
    #[serde(default)]
    pub(crate) account: Account,
    /// Its phone systems by name.
    #[serde(default)]
    sources: BTreeMap<String, Source>,
}

/// What is said of an account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Account {
    /// Where its own numbers live, in ISO 3166 letters.
    #[serde(deserialize_with = "region")]
    pub(crate) region: Option<String>,
    /// In which tables for people are printed.
    #[serde(deserialize_with = "zone")]
    pub(crate) zone: TimeZone,
}

impl Default for Account {
    fn default() -> Self {
        Self { region: None, zone: TimeZone::UTC }
    }
}

/// What is said of a phone system.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Source {
    #[serde(deserialize_with = "adapters")]
    adapters: Vec<String>,
    trunk_endpoints: Vec<String>,
    trunk_contexts: Vec<String>,
    extensions: Vec<String>,
}

impl Config {
    /// The configuration in `file`, or the default one.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self> {
        let Some(file) = file else { return toml::from_str(DEFAULT).context("config.default.toml") };
        let text = fs::read_to_string(file).with_context(|| format!("{}: expected a configuration in TOML", file.display()))?;
        toml::from_str(&text).map_err(|error| at_line(file, &text, &error))
    }

    /// What an adapter is told of its source: the one of that name, else the only one that this adapter reads, else one
    /// named after the adapter's phone system with nothing said of it.
    pub(crate) fn settings(&self, adapter: &str, named: Option<&str>) -> Result<Settings> {
        let mut fitting = self.sources.iter().filter(|(_, source)| source.adapters.iter().any(|known| known == adapter));
        let (name, source) = match (named, fitting.next(), fitting.next()) {
            (Some(name), ..) => {
                let known = || self.sources.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                let source = self.sources.get_key_value(name);
                source.with_context(|| format!("no source is called {name}; configured are: {}", known()))?
            }
            (None, Some(_), Some(_)) => bail!("several sources are read by {adapter}: say which one with --source NAME"),
            (None, Some(only), None) => only,
            (None, None, _) => {
                let system = adapter.split('-').next().unwrap_or(adapter);
                return Ok(Settings { source: Text::new(system), ..Settings::default() });
            }
        };
        let texts = |words: &[String]| words.iter().map(Text::new).collect();
        Ok(Settings {
            source: Text::new(name),
            trunk_endpoints: texts(&source.trunk_endpoints),
            trunk_contexts: texts(&source.trunk_contexts),
            extensions: texts(&source.extensions),
            login: None,
        })
    }
}

/// `file:line: what was expected`, as every error about a file is told.
fn at_line(file: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    anyhow!("{}:{}: {}", file.display(), before.matches('\n').count() + 1, error.message())
}

fn region<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    let region = String::deserialize(value)?;
    if region.len() != 2 || !region.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(D::Error::custom(format!("unknown region `{region}`, expected two letters of ISO 3166 such as `NL`")));
    }
    Ok(Some(region))
}

fn zone<'de, D: Deserializer<'de>>(value: D) -> Result<TimeZone, D::Error> {
    let name = String::deserialize(value)?;
    let unknown = |_| D::Error::custom(format!("unknown time zone `{name}`, expected a name such as `Europe/Amsterdam`"));
    TimeZone::get(&name).map_err(unknown)
}

fn adapters<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(value)?;
    let unknown = names.iter().find(|name| ADAPTERS.iter().all(|kind| kind.name != **name));
    match unknown {
        None => Ok(names),
        Some(name) => {
            let known = ADAPTERS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
            Err(D::Error::custom(format!("unknown adapter `{name}`, expected one of {known}")))
        }
    }
}

//! The configuration: what an operator says of the server, of its first account and of its phone systems.
//!
//! The manual is `config.default.toml`, which is embedded and is itself read as the configuration when no other is given, so
//! that manual and behaviour cannot drift apart. The environment stands over the file. A key that is not known is an error
//! that names the line, never ignored, and everything that is wrong is told at once. To add a key: a field here, its line in
//! the section's function, its paragraph in the manual, and where it is used.

mod dialling;
mod section;
mod tree;

use std::collections::BTreeMap;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use calls::Text;
use calls::adapters::Settings;
use jiff::tz::TimeZone;

use crate::api::account as account_words;
use crate::api::sources::settings;
use crate::manner::{AT_ONCE_MAX, Ladder, Manner, STEP_S_MAX, STEPS_MAX};
use crate::media::{Bucket, Manner as MediaManner};
use crate::outward::{Address, Net};
use crate::store::{AmiLink, SOURCE_NAME_WANTED, SourceSettings, TwilioLink, WRAPUP_LIMIT_S, Wrapup, is_source_name};
use section::{Faults, Section};
use tree::Node;

#[cfg(test)]
mod tests;

/// The configuration when nothing is said, and the manual of every key.
const DEFAULT: &str = include_str!("../../config.default.toml");
/// How much can be logged.
const LEVELS: [&str; 6] = ["error", "warn", "info", "debug", "trace", "off"];
/// The most days that can be said.
const DAYS_MAX: u32 = 3_660;
/// What that one is called where a fault of it is told.
const DEFAULT_NAME: &str = "config.default.toml";

/// All that an operator can say.
#[derive(Debug)]
pub(crate) struct Config {
    /// The first account of the server.
    pub(crate) account: Account,
    /// The server.
    pub(crate) server: Server,
    /// How changes are told.
    pub(crate) deliver: Deliver,
    /// How recordings are kept.
    pub(crate) media: Media,
    /// Its phone systems by name.
    pub(crate) sources: BTreeMap<String, SourceSettings>,
    /// Whether this is somebody's own configuration, not the default one.
    pub(crate) is_own: bool,
}

/// What is said of an account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    /// Where its own numbers live, in ISO 3166 letters.
    pub(crate) region: Option<String>,
    /// In which tables for people are printed.
    pub(crate) zone: TimeZone,
    /// What is dialled before an outside number.
    pub(crate) outside_prefix: Option<String>,
    /// Numbers of its own.
    pub(crate) own_numbers: Vec<String>,
    /// Whether calls are wrapped up.
    pub(crate) wrapup: Wrapup,
    /// For how many seconds at the most.
    pub(crate) wrapup_limit_s: u32,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            region: None,
            zone: TimeZone::UTC,
            outside_prefix: None,
            own_numbers: Vec::new(),
            wrapup: Wrapup::default(),
            wrapup_limit_s: WRAPUP_LIMIT_S,
        }
    }
}

/// What is said of telling changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deliver {
    /// How is told.
    pub(crate) manner: Manner,
    /// Networks inside which may be called.
    pub(crate) allow: Vec<Net>,
    /// A file of certificates of those who vouch for servers that are called, beside whom the machine trusts.
    pub(crate) ca_file: Option<PathBuf>,
}

/// What is said of recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Media {
    /// The folder; beside the store if nothing is said.
    pub(crate) folder: Option<PathBuf>,
    /// The bucket, if they are kept in one.
    pub(crate) bucket: Option<Bucket>,
    /// For how many days they are kept; none: for ever.
    pub(crate) keep_days: Option<u32>,
    /// Whether they are fetched from phone systems.
    pub(crate) collect: bool,
}

impl Default for Media {
    fn default() -> Self {
        Self { folder: None, bucket: None, keep_days: None, collect: true }
    }
}

/// What is said of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) listen: SocketAddr,
    /// The file in which everything is kept.
    pub(crate) store: PathBuf,
    /// Scheme and place at which others reach it; where it listens if nothing is said.
    pub(crate) public_url: Option<String>,
    /// Its certificate chain and its key, if it speaks TLS itself.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    /// Proxies that are believed about whom they speak for.
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// What is written to the log.
    pub(crate) log: String,
    /// Whether as JSON.
    pub(crate) log_json: bool,
    /// For how many days raw input is kept.
    pub(crate) raw_days: u32,
    /// Where; beside the store if nothing is said.
    pub(crate) raw_folder: Option<PathBuf>,
}

impl Config {
    /// A configuration in which nothing is said.
    pub(crate) fn empty() -> Self {
        Self {
            account: Account::default(),
            server: Server::default(),
            deliver: Deliver::default(),
            media: Media::default(),
            sources: BTreeMap::new(),
            is_own: false,
        }
    }
}

impl Config {
    /// How recordings are kept by a server that answers at this address.
    pub(crate) fn media_at(&self, address: SocketAddr) -> MediaManner {
        let Media { folder, bucket, keep_days, .. } = self.media.clone();
        let folder = folder.unwrap_or_else(|| self.server.store.with_added_extension("media"));
        let scheme = if self.server.tls.is_some() { "https" } else { "http" };
        let public_url = self.server.public_url.clone().unwrap_or_else(|| format!("{scheme}://{address}"));
        MediaManner { folder, bucket, keep_days, public_url }
    }
}

impl Server {
    /// Where raw input is kept.
    pub(crate) fn raw_folder(&self) -> PathBuf {
        self.raw_folder.clone().unwrap_or_else(|| self.store.with_added_extension("raw"))
    }

    /// The folder of exports, which are gone after a day.
    pub(crate) fn exports_folder(&self) -> PathBuf {
        self.store.with_added_extension("exports")
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8420)),
            store: PathBuf::from("callbook.db"),
            public_url: None,
            tls: None,
            trusted_proxies: Vec::new(),
            log: "info".to_owned(),
            log_json: false,
            raw_days: 7,
            raw_folder: None,
        }
    }
}

impl Config {
    /// The configuration in `file`, or the default one, under what the environment says.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self> {
        let (name, text) = match file {
            None => (DEFAULT_NAME.to_owned(), DEFAULT.to_owned()),
            Some(file) => {
                let text = fs::read_to_string(file);
                let text = text.with_context(|| format!("{}: expected a configuration in TOML", file.display()))?;
                (file.display().to_string(), text)
            }
        };
        let variables =
            std::env::vars_os().filter_map(|(name, said)| Some((name.into_string().ok()?, said.into_string().ok()?)));
        let mut config = Self::of(&name, &text, variables)?;
        config.is_own |= file.is_some();
        Ok(config)
    }

    /// The configuration that a text and variables say, or everything that is wrong with it.
    fn of(name: &str, text: &str, variables: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let (mut table, wrong) = tree::of_text(name, text);
        let mut faults = Faults(wrong);
        faults.0.extend(tree::overlay(&mut table, &["account", "server", "deliver", "media", "sources"], variables));
        let is_own = table.values().any(|node| !node.place.starts_with(DEFAULT_NAME));
        let whole = Node { place: name.to_owned(), value: tree::Value::Table(table) };
        let mut whole = Section::new(whole, &mut faults);
        let account = whole.inside("account").map(account).unwrap_or_default();
        let server = whole.inside("server").map(server).unwrap_or_default();
        let deliver = whole.inside("deliver").map(deliver).unwrap_or_default();
        let media = whole.inside("media").map(media).unwrap_or_default();
        let sources = whole.named("sources", source);
        whole.end();
        match faults.0.as_slice() {
            [] => Ok(Self { account, server, deliver, media, sources, is_own }),
            faults => Err(anyhow!("{}", faults.join("\n"))),
        }
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
            dialling: None,
        })
    }
}

fn account(mut section: Section<'_>) -> Account {
    let mut account = Account::default();
    let unknown_region = |region: &str| format!("unknown region `{region}`, expected two letters of ISO 3166 such as `NL`");
    account.region = section.parsed("region", |region| {
        account_words::region(region).map(|region| region.to_string()).map_err(|_| unknown_region(region))
    });
    let unknown_zone = |zone: &str| format!("unknown time zone `{zone}`, expected a name such as `Europe/Amsterdam`");
    if let Some(zone) = section.parsed("zone", |zone| TimeZone::get(zone).map_err(|_| unknown_zone(zone))) {
        account.zone = zone;
    }
    account.outside_prefix = section.parsed("outside_prefix", |prefix| {
        account_words::prefix(prefix).map(|prefix| prefix.to_string()).map_err(|(key, says)| format!("`{key}`: {says}"))
    });
    account.own_numbers = section.list("own_numbers").unwrap_or_default();
    if let Err((key, says)) = account_words::own_numbers(&account.own_numbers) {
        section.fault("own_numbers", format!("`{key}`: {says}"));
    }
    let fault = |(key, says): account_words::AccountFault| format!("`{key}`: {says}");
    let wrapup = section.parsed("wrapup", |said| account_words::wrapup(said).map_err(fault));
    account.wrapup = wrapup.unwrap_or(account.wrapup);
    if let Some(limit_s) = section.whole("wrapup_limit_s") {
        match account_words::wrapup_limit_s(limit_s) {
            Ok(limit_s) => account.wrapup_limit_s = limit_s,
            Err(wrong) => section.fault("wrapup_limit_s", fault(wrong)),
        }
    }
    section.end();
    account
}

fn server(mut section: Section<'_>) -> Server {
    let mut server = Server::default();
    let address =
        |text: &str| text.parse().map_err(|_| format!("`{text}`: expected address and port such as `127.0.0.1:8420`"));
    server.listen = section.parsed("listen", address).unwrap_or(server.listen);
    server.store = section.path("store").unwrap_or(server.store);
    server.public_url = section.text("public_url").filter(|url| !url.is_empty());
    if server.public_url.as_ref().is_some_and(|url| Address::kept(url).is_err() || url.contains('?')) {
        section.fault("public_url", "`public_url`: expected scheme and place, as `https://callbook.example`");
    }
    match (section.path("tls_cert"), section.path("tls_key")) {
        (Some(cert), Some(key)) => server.tls = Some((cert, key)),
        (None, None) => {}
        (Some(_), None) => section.fault("tls_cert", "`tls_cert` needs `tls_key` beside it"),
        (None, Some(_)) => section.fault("tls_key", "`tls_key` needs `tls_cert` beside it"),
    }
    for text in section.list("trusted_proxies").unwrap_or_default() {
        match text.parse::<IpAddr>() {
            Ok(address) => server.trusted_proxies.push(address.to_canonical()),
            Err(_) => section.fault("trusted_proxies", format!("`{text}`: expected an IP address")),
        }
    }
    server.log = section.parsed("log", filter).unwrap_or(server.log);
    let format = |text: &str| match text {
        "text" => Ok(false),
        "json" => Ok(true),
        _ => Err(format!("unknown log format `{text}`, expected text or json")),
    };
    server.log_json = section.parsed("log_format", format).unwrap_or(server.log_json);
    server.raw_days = section.whole("raw_days").unwrap_or(server.raw_days);
    server.raw_folder = section.path("raw_folder");
    section.end();
    server
}

fn deliver(mut section: Section<'_>) -> Deliver {
    let mut deliver = Deliver::default();
    for text in section.list("allow").unwrap_or_default() {
        match text.parse::<Net>() {
            Ok(net) => deliver.allow.push(net),
            Err(says) => section.fault("allow", format!("`{text}`: {says}")),
        }
    }
    deliver.ca_file = section.path("ca_file");
    let manner = &mut deliver.manner;
    if let Some(steps) = section.wholes("retry_s") {
        match Ladder::of(steps) {
            Some(ladder) => manner.ladder = ladder,
            None => {
                section.fault("retry_s", format!("`retry_s`: expected 1 to {STEPS_MAX} waits of 1 to {STEP_S_MAX} seconds"))
            }
        }
    }
    let mut bounded = |key: &'static str, most: u32, into: &mut u32| match section.whole(key) {
        Some(number) if !(1..=most).contains(&number) => {
            section.fault(key, format!("`{key}`: expected a whole number from 1 to {most}"));
        }
        Some(number) => *into = number,
        None => {}
    };
    let mut at_once = manner.at_once as u32;
    bounded("at_once", AT_ONCE_MAX, &mut at_once);
    bounded("off_after_days", DAYS_MAX, &mut manner.off_after_days);
    bounded("keep_days", DAYS_MAX, &mut manner.keep_days);
    bounded("keep_dead_days", DAYS_MAX, &mut manner.keep_dead_days);
    manner.at_once = at_once as usize;
    section.end();
    deliver
}

fn media(mut section: Section<'_>) -> Media {
    let mut media = Media { folder: section.path("folder"), ..Media::default() };
    match section.whole("keep_days") {
        Some(days) if days > DAYS_MAX => {
            section.fault("keep_days", format!("`keep_days`: expected a whole number from 0 to {DAYS_MAX}"));
        }
        days => media.keep_days = days.filter(|days| *days > 0),
    }
    media.collect = section.flag("collect").unwrap_or(media.collect);
    let mut said = |key| section.text(key).filter(|text| !text.is_empty());
    let (bucket, region, endpoint) = (said("bucket"), said("region"), said("endpoint"));
    let keys = [("access_key_id", said("access_key_id")), ("secret_access_key", said("secret_access_key"))];
    let Some(bucket) = bucket else {
        section.end();
        return media;
    };
    if endpoint.as_ref().is_some_and(|url| Address::kept(url).is_err()) {
        section.fault("endpoint", "`endpoint`: expected scheme and place, as `https://s3.example`");
    }
    for (key, _) in keys.iter().filter(|(_, said)| said.is_none()) {
        section.fault(key, format!("`{key}` is missing, which `bucket` needs beside it"));
    }
    let [access_key_id, secret_access_key] = keys.map(|(_, said)| said.unwrap_or_default());
    media.bucket = Some(Bucket { bucket, region, endpoint, access_key_id, secret_access_key });
    section.end();
    media
}

/// What is logged. A word that the filter takes for the name of a part, and that is none, would switch everything off.
fn filter(text: &str) -> Result<String, String> {
    let is_level = |word: &str| LEVELS.contains(&word.to_ascii_lowercase().as_str());
    let is_part = |part: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'-');
        !part.is_empty() && part.bytes().all(letter)
    };
    let is_said = |word: &str| word.split_once('=').map_or(is_level(word), |(part, level)| is_part(part) && is_level(level));
    match text.split(',').find(|word| !is_said(word.trim())) {
        Some(word) => Err(format!(
            "`log`: `{}` is neither one of {} nor one of these for a part, as `callbook::api=debug`",
            word.trim(),
            LEVELS.join(", ")
        )),
        None => Ok(text.split(',').map(str::trim).collect::<Vec<_>>().join(",")),
    }
}

fn source(name: &str, mut section: Section<'_>) -> SourceSettings {
    let mut source = SourceSettings {
        adapters: section.list("adapters").unwrap_or_default(),
        trunk_endpoints: section.list("trunk_endpoints").unwrap_or_default(),
        trunk_contexts: section.list("trunk_contexts").unwrap_or_default(),
        extensions: section.list("extensions").unwrap_or_default(),
        ..SourceSettings::default()
    };
    source.ami = section.inside("ami").map(ami);
    source.twilio = section.inside("twilio").map(twilio);
    source.cel_file = section.text("cel_file").filter(|file| !file.is_empty());
    source.recordings_folder = section.text("recordings_folder").filter(|folder| !folder.is_empty());
    source.silence_s = section.whole("silence_s");
    source.give_up_ringing_s = section.whole("give_up_ringing_s");
    source.give_up_talking_s = section.whole("give_up_talking_s");
    // What is wrong inside a link was told where it stands.
    for (key, says) in settings::faults(&source).into_iter().filter(|(key, _)| !key.contains('.')) {
        // An adapter that cannot be says itself which it is.
        let says = if key.starts_with("adapters[") { says } else { format!("`{key}`: {says}") };
        section.fault(&key, says);
    }
    if !is_source_name(name) {
        section.whole_fault(format!("`{name}` is no name of a source: {SOURCE_NAME_WANTED}"));
    }
    section.end();
    source
}

/// By what an account at Twilio is known, in the same way.
fn twilio(mut section: Section<'_>) -> TwilioLink {
    let said = ["account_sid", "auth_token", "public_url"].map(|key| (key, section.text(key)));
    let [secondary, forward] =
        ["auth_token_secondary", "forward_url"].map(|key| section.text(key).filter(|said| !said.is_empty()));
    let [account_sid, auth_token, public_url] = all_said(&mut section, &said);
    let originate = section.inside("originate").map(dialling::twilio);
    let link =
        TwilioLink { account_sid, auth_token, auth_token_secondary: secondary, public_url, forward_url: forward, originate };
    tell(section, "twilio", &said, settings::twilio_faults(&link));
    link
}

/// The texts that were said; those that are missing are told.
fn all_said<const N: usize>(section: &mut Section<'_>, said: &[(&'static str, Option<String>); N]) -> [String; N] {
    for (key, said) in said {
        if said.is_none() && !section.has(key) {
            section.whole_fault(format!("`{key}` is missing"));
        }
    }
    said.clone().map(|(_, said)| said.unwrap_or_default())
}

/// Tells what is wrong with a link, but for what is missing of it, which was told.
fn tell(mut section: Section<'_>, name: &str, said: &[(&'static str, Option<String>)], faults: Vec<(&'static str, String)>) {
    let is_unsaid = |key: &str| said.iter().any(|(known, said)| *known == key && said.is_none());
    for (key, says) in faults.into_iter().filter(|(key, _)| !is_unsaid(key)) {
        section.fault(key, format!("`{name}.{key}`: {says}"));
    }
    section.end();
}

/// A link. Where a part of it is missing the rest is looked at all the same, so that everything is told at once.
fn ami(mut section: Section<'_>) -> AmiLink {
    let said = ["address", "username", "secret"].map(|key| (key, section.text(key)));
    let challenge = section.flag("challenge").unwrap_or(false);
    let [address, username, secret] = all_said(&mut section, &said);
    let originate = section.inside("originate").map(dialling::ami);
    let link = AmiLink { address, username, secret, challenge, originate };
    tell(section, "ami", &said, settings::link_faults(&link));
    link
}

//! What an app's handler is called with: the event inside the words of its platform (sheet, 4.1).
//!
//! Two generations are alive, and an app gets the keys of its own, exactly (rule F21). Nothing here looks into the event.

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::Text;
use crate::dialects::Event;

use super::people::REGIONS;

/// The generation of an app, by the `platform-version` of its manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generation {
    /// 2.x.
    V2,
    /// 3.x, and an app that does not say (rule F35).
    V3,
}

impl Generation {
    /// By `platform-version`; none of a version that there is not.
    #[must_use]
    pub fn read(platform_version: Option<&str>) -> Option<Self> {
        match platform_version.map(|version| version.split('.').next().unwrap_or_default()) {
            Some("2") => Some(Self::V2),
            Some("3") | None => Some(Self::V3),
            _ => None,
        }
    }
}

/// The account, in the words of the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Digits.
    pub id: Text,
    /// `US`, `EU`, `EUC`, `AUS` or `IND`.
    pub region: Text,
    /// The host without scheme, as in `acme.freshcaller.com`.
    pub domain: Text,
}

impl Account {
    /// An account of that name and integer; where nothing is said it lives in the first of the vendor's regions, under its own name.
    #[must_use]
    pub fn new(name: &str, id: u64, region: Option<&str>, domain: Option<&str>) -> Self {
        let region = region.or(REGIONS.first().copied()).unwrap_or_default();
        let domain = domain.map_or_else(|| Text::from(format!("{name}.freshcaller.com")), Text::new);
        Self { id: Text::from(id.to_string()), region: Text::new(region), domain }
    }
}

/// A setting that the app was installed with.
#[derive(Clone, Debug, PartialEq)]
pub struct Iparam {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: Value,
    /// What kind of setting it is.
    pub kind: Setting,
}

/// The kinds of settings that are printed differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// As it is.
    Plain,
    /// A domain, which 2.x is told a second time as a link.
    Domain,
}

#[derive(Serialize)]
struct Payload<'a> {
    event: &'static str,
    timestamp: i64,
    region: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<&'a str>,
    iparams: Map<String, Value>,
    app_settings: &'a Map<String, Value>,
    #[serde(rename = "currentHost", skip_serializing_if = "Option::is_none")]
    current_host: Option<Host>,
    #[serde(rename = "data")]
    told: &'a RawValue,
}

#[derive(Serialize)]
struct Host {
    subscribed_modules: [&'static str; 1],
    endpoint_urls: Endpoints,
}

#[derive(Serialize)]
struct Endpoints {
    freshcaller: String,
}

/// The payload of a handler's run, as JSON text. None if the event is none of ours.
///
/// `timestamp` is the change's, in whole seconds (rule F14), so that a retry has the same bytes.
#[must_use]
pub fn envelope(
    generation: Generation,
    event: &Event,
    account: &Account,
    iparams: &[Iparam],
    app_settings: &Map<String, Value>,
) -> Option<String> {
    let told: &RawValue = serde_json::from_str(&event.body).ok()?;
    let is_v2 = generation == Generation::V2;
    let endpoint_urls = Endpoints { freshcaller: format!("https://{}", account.domain) };
    let payload = Payload {
        event: event.word,
        timestamp: event.at.micros().div_euclid(1_000_000),
        region: &account.region,
        account_id: is_v2.then_some(account.id.as_str()),
        domain: is_v2.then_some(account.domain.as_str()),
        iparams: settings(iparams, is_v2),
        app_settings,
        current_host: (!is_v2).then_some(Host { subscribed_modules: ["call"], endpoint_urls }),
        told,
    };
    serde_json::to_string(&payload).ok()
}

/// Always an object (rule F22). In 2.x a domain named `x` has `$x` beside it.
fn settings(iparams: &[Iparam], is_v2: bool) -> Map<String, Value> {
    let mut settings = Map::new();
    for iparam in iparams {
        settings.insert(iparam.name.to_string(), iparam.value.clone());
        let domain = iparam.value.as_str().filter(|_| is_v2 && iparam.kind == Setting::Domain);
        if let Some(domain) = domain {
            let host = domain.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
            let link = serde_json::json!({ "url": format!("https://{host}"), "name": host });
            settings.insert(format!("${}", iparam.name), link);
        }
    }
    settings
}

//! The demonstration: recorded calls, moved to today and played by a simulated switch through a real socket, and stories of
//! callbacks, signed and posted by a simulated Twilio.
//!
//! What is heard of them goes the way of every call; nothing here may be known to anything that listens. To show one more
//! call: its line in [`recordings`] or [`stories`], beside calls whose channels have other names.

pub(crate) mod switch;
#[cfg(test)]
mod tests;
pub(crate) mod twilio;

use std::collections::BTreeSet;
use std::time::Duration;

use calls::Text;
use calls::adapters::asterisk::AMI;
use calls::adapters::twilio::CALLBACKS;
use calls::moment::Moment;

use crate::store::{
    AccountRow, AmiLink, CURRENCY, DialectSettings, PersonRow, Retention, Role, SourceRow, SourceSettings, TwilioLink,
    WRAPUP_LIMIT_S, Wrapup,
};
use switch::{Lists, Play, Script};
use twilio::Twilio;

/// The account of the demonstration.
pub(crate) const ACCOUNT: &str = "main";
/// The source that is a switch.
pub(crate) const SOURCE: &str = "demo";
/// The source that is an account at Twilio.
pub(crate) const CLOUD: &str = "cloud";
/// The account there.
const ACCOUNT_SID: &str = "ACe268443e43d93dab7ebef303bbe9642f";
/// By what somebody signs in to the page of the demonstration. It protects nothing but recorded calls, in a store that is gone with it.
pub(crate) const PERSON: &str = "demo";
/// The password.
pub(crate) const PASSWORD: &str = "calls to see";
/// Name and secret at the simulated switch, and the token of the simulated Twilio. They protect nothing.
const LOGIN: &str = "callbook";

macro_rules! recorded {
    ($name:literal) => {
        include_bytes!(concat!("../../../calls/fixtures/asterisk/", $name, "/ami.txt"))
    };
}

/// What is played, each beginning so many seconds after the start: half a minute in all.
fn recordings() -> [(&'static [u8], u64); 11] {
    [
        (recorded!("inbound_answered"), 0),
        (recorded!("attended_transfer"), 2),
        (recorded!("ring_group_answered"), 5),
        (recorded!("outbound_answered"), 7),
        (recorded!("queue_answered"), 9),
        (recorded!("no_answer"), 12),
        (recorded!("hold_by_caller"), 14),
        (recorded!("park_inbound_and_retrieve"), 16),
        (recorded!("voicemail_left"), 18),
        (recorded!("attended_transfer_inbound"), 20),
        (recorded!("inbound_cancelled"), 25),
    ]
}

macro_rules! story {
    ($name:literal) => {
        include_str!(concat!("../../../calls/fixtures/twilio/", $name, "/callbacks.jsonl"))
    };
}

/// What the simulated Twilio tells, each beginning so many seconds after the start: half a minute in all.
fn stories() -> [(&'static str, u64); 6] {
    [
        (story!("hold_resume"), 1),
        (story!("dial_to_several"), 3),
        (story!("no_answer"), 6),
        (story!("called_by_a_program"), 10),
        (story!("caller_cancel"), 13),
        (story!("busy"), 23),
    ]
}

/// A Twilio that tells them to the server at this address, `speed` times as fast as they happened, from now on.
pub(crate) fn call(now: Moment, speed: f64, server: std::net::SocketAddr) -> reqwest::Result<Twilio> {
    Twilio::start(server, format!("/callbook/v1/callbacks/{ACCOUNT}/{CLOUD}/{}", CALLBACKS.name), LOGIN, script(now, speed))
}

fn script(now: Moment, speed: f64) -> Vec<twilio::Cue> {
    twilio::together(&stories().map(|(story, after)| (story, Duration::from_secs(after))), now, speed)
}

/// What the switch plays, `speed` times as fast as it happened, from now on.
pub(crate) fn play(now: Moment, speed: f64) -> Play {
    let recordings = recordings().map(|(stream, after)| (stream, Duration::from_secs(after)));
    Play {
        username: LOGIN.to_owned(),
        secret: LOGIN.to_owned(),
        script: Script::together(&recordings, now.micros(), speed),
        lists: Lists::Nobody,
        cuts: BTreeSet::new(),
    }
}

/// The account that the calls are of.
pub(crate) fn account(now: Moment, zone: &str) -> AccountRow {
    AccountRow {
        account: Text::new_static(ACCOUNT),
        region: None,
        zone: Text::new(zone),
        outside_prefix: None,
        own_numbers: Vec::new(),
        // Nobody is there to say what came of calls that are played.
        wrapup: Wrapup::Off,
        wrapup_limit_s: WRAPUP_LIMIT_S,
        currency: Text::new_static(CURRENCY),
        dialects: DialectSettings::default(),
        retention: Retention::default(),
        created_at: now,
        deleted_at: None,
    }
}

/// Whoever looks at the page, of whose password this is kept.
pub(crate) fn person(now: Moment, hash: String) -> PersonRow {
    PersonRow {
        account: Text::new_static(ACCOUNT),
        name: Text::new_static(PERSON),
        hash,
        role: Role::Administrator,
        user: None,
        teams: Vec::new(),
        created_at: now,
        changed_at: now,
        deleted_at: None,
    }
}

/// The phone system that is the switch at this address.
pub(crate) fn source(now: Moment, address: std::net::SocketAddr) -> SourceRow {
    let link = AmiLink {
        address: address.to_string(),
        username: LOGIN.to_owned(),
        secret: LOGIN.to_owned(),
        challenge: true,
        originate: None,
    };
    let settings = SourceSettings { adapters: vec![AMI.name.to_owned()], ami: Some(link), ..SourceSettings::default() };
    row(now, SOURCE, settings)
}

/// The account at Twilio that calls the server at this address.
pub(crate) fn cloud(now: Moment, server: std::net::SocketAddr) -> SourceRow {
    let link = TwilioLink {
        account_sid: ACCOUNT_SID.to_owned(),
        auth_token: LOGIN.to_owned(),
        public_url: format!("http://{server}"),
        ..TwilioLink::default()
    };
    let settings =
        SourceSettings { adapters: vec![CALLBACKS.name.to_owned()], twilio: Some(link), ..SourceSettings::default() };
    row(now, CLOUD, settings)
}

fn row(now: Moment, source: &'static str, settings: SourceSettings) -> SourceRow {
    let (account, source) = (Text::new_static(ACCOUNT), Text::new_static(source));
    SourceRow { account, source, settings, created_at: now, deleted_at: None }
}

//! The demonstration: recorded calls, moved to today and played by a simulated switch through a real socket.
//!
//! What is heard of them goes the way of every call; nothing here may be known to anything that listens. To show one more
//! call: its line in [`recordings`], beside calls whose channels have other names.

pub(crate) mod switch;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use calls::Text;
use calls::adapters::asterisk::AMI;
use calls::moment::Moment;

use crate::store::{AccountRow, AmiLink, SourceRow, SourceSettings};
use switch::{Lists, Play, Script};

/// The account of the demonstration.
pub(crate) const ACCOUNT: &str = "main";
/// The source that plays.
pub(crate) const SOURCE: &str = "demo";
/// Name and secret at the simulated switch. They protect nothing.
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
        created_at: now,
        deleted_at: None,
    }
}

/// The phone system that is the switch at this address.
pub(crate) fn source(now: Moment, address: std::net::SocketAddr) -> SourceRow {
    let link = AmiLink { address: address.to_string(), username: LOGIN.to_owned(), secret: LOGIN.to_owned(), challenge: true };
    SourceRow {
        account: Text::new_static(ACCOUNT),
        source: Text::new_static(SOURCE),
        settings: SourceSettings { adapters: vec![AMI.name.to_owned()], ami: Some(link), ..SourceSettings::default() },
        created_at: now,
        deleted_at: None,
    }
}

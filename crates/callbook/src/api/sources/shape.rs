//! A source as it is said and told over HTTP.

use calls::moment::Moment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dialling::ByAmi;
use super::twilio::{SaidTwilio, Twilio};
use crate::api::asked::whole;
use crate::api::problem::{Answer, Problem};
use crate::board::{Came, FeedName, Standing};
use crate::store::{AmiLink, AmiOriginate, SourceRow, SourceSettings};

/// The most seconds of a limit.
const SECONDS_MAX: u64 = u32::MAX as u64;

/// How a manager interface is dialled.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SayAmi)]
pub(super) struct SaidAmi {
    /// Host and port.
    #[schema(example = "pbx.example:5038")]
    address: String,
    /// The manager user.
    username: String,
    /// Its secret. Left out or null: as it is, as long as address and user stay the same.
    secret: Option<String>,
    /// Whether to answer a challenge instead of sending the secret; no if nothing is said.
    #[serde(default)]
    challenge: bool,
    /// How it is asked for calls. Left out or null: it is not.
    originate: Option<ByAmi>,
}

/// A source as it is said, with its name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EnterSource)]
pub(super) struct SaidNamed {
    /// Its name; ids are derived from it, so it never changes.
    #[schema(pattern = "^[a-z0-9-]{1,64}$", example = "office")]
    name: String,
    /// The feeds that are read from it, at least one and each once; `native` for one that tells its calls itself, `freshworks` for one
    /// that does so in envelopes.
    #[serde(default)]
    #[schema(required, min_items = 1)]
    adapters: Vec<String>,
    /// Endpoints that are trunks.
    #[serde(default)]
    trunk_endpoints: Vec<String>,
    /// Contexts that trunks come in on.
    #[serde(default)]
    trunk_contexts: Vec<String>,
    /// Endpoints that are phones of the house.
    #[serde(default)]
    extensions: Vec<String>,
    /// Where its manager interface is dialled.
    ami: Option<SaidAmi>,
    /// The event log that is followed, as a path on the server's machine. Only an operator may set it.
    cel_file: Option<String>,
    /// The folder in which its recordings stand, as a path on the server's machine. Only an operator may set it.
    recordings_folder: Option<String>,
    /// By what an account at Twilio is known when it calls us, and where.
    twilio: Option<SaidTwilio>,
    /// After how many seconds without a word it is reported as silent; null: never.
    #[serde(default, deserialize_with = "whole::<_, _, 1, SECONDS_MAX>")]
    silence_s: Option<u32>,
    /// After how many seconds without a word a call that nobody answered is given up.
    #[serde(default, deserialize_with = "whole::<_, _, 1, SECONDS_MAX>")]
    give_up_ringing_s: Option<u32>,
    /// The same for one that was answered.
    #[serde(default, deserialize_with = "whole::<_, _, 1, SECONDS_MAX>")]
    give_up_talking_s: Option<u32>,
}

/// A source as it is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PutSource)]
pub(super) struct Said {
    /// The feeds that are read from it, at least one and each once; `native` for one that tells its calls itself, `freshworks` for one
    /// that does so in envelopes.
    #[serde(default)]
    #[schema(required, min_items = 1)]
    adapters: Vec<String>,
    /// Endpoints that are trunks.
    #[serde(default)]
    trunk_endpoints: Vec<String>,
    /// Contexts that trunks come in on.
    #[serde(default)]
    trunk_contexts: Vec<String>,
    /// Endpoints that are phones of the house.
    #[serde(default)]
    extensions: Vec<String>,
    /// Where its manager interface is dialled.
    ami: Option<SaidAmi>,
    /// The event log that is followed, as a path on the server's machine. Only an operator may set it.
    cel_file: Option<String>,
    /// The folder in which its recordings stand, as a path on the server's machine. Only an operator may set it.
    recordings_folder: Option<String>,
    /// By what an account at Twilio is known when it calls us, and where.
    twilio: Option<SaidTwilio>,
    /// After how many seconds without a word it is reported as silent; null: never.
    #[serde(default, deserialize_with = "whole::<_, _, 1, SECONDS_MAX>")]
    silence_s: Option<u32>,
    /// After how many seconds without a word a call that nobody answered is given up.
    #[serde(default, deserialize_with = "whole::<_, _, 1, SECONDS_MAX>")]
    give_up_ringing_s: Option<u32>,
    /// The same for one that was answered.
    #[serde(default, deserialize_with = "whole::<_, _, 1, SECONDS_MAX>")]
    give_up_talking_s: Option<u32>,
}

impl SaidNamed {
    /// The name, and the rest.
    pub(super) fn apart(self) -> (String, Said) {
        let Self {
            name, adapters, trunk_endpoints, trunk_contexts, extensions, ami, cel_file, recordings_folder, twilio, ..
        } = self;
        let (silence_s, give_up_ringing_s, give_up_talking_s) =
            (self.silence_s, self.give_up_ringing_s, self.give_up_talking_s);
        let said = Said {
            adapters,
            trunk_endpoints,
            trunk_contexts,
            extensions,
            ami,
            cel_file,
            recordings_folder,
            twilio,
            silence_s,
            give_up_ringing_s,
            give_up_talking_s,
        };
        (name, said)
    }
}

impl Said {
    /// As it is kept. A secret that is not said is the one from before, if it goes to the same place: otherwise whoever may
    /// change an address could have the secret sent to himself.
    pub(super) fn settings(self, before: Option<&SourceSettings>) -> Answer<SourceSettings> {
        let kept = before.and_then(|before| before.ami.as_ref());
        let ami = self.ami.map(|ami| {
            let same = |kept: &&AmiLink| (&kept.address, &kept.username) == (&ami.address, &ami.username);
            let secret = ami.secret.clone().or_else(|| kept.filter(same).map(|kept| kept.secret.clone()));
            let secret = secret.ok_or_else(|| Problem::field("ami.secret", "expected the secret of the manager user"))?;
            let (challenge, originate) = (ami.challenge, ami.originate.map(AmiOriginate::from));
            Ok::<_, Problem>(AmiLink { address: ami.address, username: ami.username, secret, challenge, originate })
        });
        let twilio = self.twilio.map(|said| said.link(before.and_then(|before| before.twilio.as_ref()))).transpose()?;
        Ok(SourceSettings {
            adapters: self.adapters,
            trunk_endpoints: self.trunk_endpoints,
            trunk_contexts: self.trunk_contexts,
            extensions: self.extensions,
            ami: ami.transpose()?,
            cel_file: self.cel_file,
            recordings_folder: self.recordings_folder,
            twilio,
            silence_s: self.silence_s,
            give_up_ringing_s: self.give_up_ringing_s,
            give_up_talking_s: self.give_up_talking_s,
        })
    }
}

/// How a manager interface is dialled, as it is told.
#[derive(Debug, Serialize, ToSchema)]
struct Ami {
    /// Host and port.
    address: String,
    /// The manager user.
    username: String,
    /// Always null: a secret is set, and never told back.
    #[schema(required)]
    secret: Option<String>,
    /// Whether a challenge is answered instead of sending the secret.
    challenge: bool,
    /// How it is asked for calls; null: it is not.
    #[schema(required)]
    originate: Option<ByAmi>,
}

/// How a feed stands.
#[derive(Debug, Serialize, ToSchema)]
struct FeedStanding {
    /// The adapter that reads it.
    adapter: String,
    /// `up`, `down`, or `refused`: the phone system does not take our name or secret.
    link: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
    /// When it said something last.
    #[schema(required, format = DateTime)]
    heard_at: Option<String>,
    /// Whether it has said nothing for longer than is usual of it.
    silent: bool,
    /// How many things it said were not understood.
    notes: u64,
    /// The last of them, or why the link is down.
    #[schema(required)]
    last_note: Option<String>,
}

/// How fetching the recordings of a source stands.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = SourceCollecting)]
pub(super) struct Collecting {
    /// How many recordings are still to be fetched.
    pub(super) waiting: u64,
    /// How many were given up. `GET /callbook/v1/recordings/{id}` says of each how it stands.
    pub(super) given_up: u64,
    /// Why the last one was, since the server that was asked began.
    #[schema(required)]
    pub(super) last_note: Option<String>,
}

/// How many signals came of a source, by whatever feed, those that were known already among them. Counted in the memory of the
/// server that was asked, and gone when it ends.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SourceSignals)]
pub(super) struct Signals {
    /// Since when they are counted: when the server began. Of the time before nothing is known, and told as none.
    #[schema(format = DateTime)]
    counted_since: String,
    /// In the last 60 seconds.
    last_minute: u64,
    /// When the first of the quarters of an hour began.
    #[schema(format = DateTime)]
    quarters_from: String,
    /// In each quarter of an hour of the last day, the oldest first; the last one goes on.
    #[schema(min_items = 96, max_items = 96)]
    quarters: Vec<u32>,
}

impl Signals {
    pub(super) fn new(since: Moment, came: &Came) -> Self {
        Self {
            counted_since: since.to_string(),
            last_minute: came.last_minute,
            quarters_from: came.quarters_from.to_string(),
            quarters: came.quarters.to_vec(),
        }
    }
}

/// A source as it is told.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Source {
    /// Its name.
    name: String,
    /// The feeds that are read from it.
    adapters: Vec<String>,
    /// Endpoints that are trunks.
    trunk_endpoints: Vec<String>,
    /// Contexts that trunks come in on.
    trunk_contexts: Vec<String>,
    /// Endpoints that are phones of the house.
    extensions: Vec<String>,
    /// Where its manager interface is dialled.
    #[schema(required)]
    ami: Option<Ami>,
    /// The event log that is followed.
    #[schema(required)]
    cel_file: Option<String>,
    /// The folder in which its recordings stand.
    #[schema(required)]
    recordings_folder: Option<String>,
    /// By what an account at Twilio is known when it calls us, and where.
    #[schema(required)]
    twilio: Option<Twilio>,
    /// After how many seconds without a word it is reported as silent.
    #[schema(required)]
    silence_s: Option<u32>,
    /// After how many seconds without a word a call that nobody answered is given up.
    #[schema(required)]
    give_up_ringing_s: Option<u32>,
    /// The same for one that was answered.
    #[schema(required)]
    give_up_talking_s: Option<u32>,
    /// When it was entered.
    #[schema(format = DateTime)]
    created_at: String,
    /// How its feeds stand, on the server that was asked.
    feeds: Vec<FeedStanding>,
    /// How many signals came of it; null where the server has too many sources to count them all.
    #[schema(required)]
    signals: Option<Signals>,
    /// How fetching its recordings stands.
    collecting: Collecting,
}

/// The sources of the account.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Sources {
    /// By name.
    pub(super) sources: Vec<Source>,
}

impl Source {
    /// A source, how its feeds stand, how much came of it, and how fetching its recordings stands.
    pub(super) fn new(
        row: SourceRow,
        standings: &[(FeedName, Standing)],
        signals: Option<Signals>,
        collecting: Collecting,
    ) -> Self {
        let own = standings.iter().filter(|((_, source, _), _)| *source == row.source);
        let feeds = own.map(|((_, _, adapter), standing)| FeedStanding {
            adapter: adapter.to_string(),
            link: standing.link.word(),
            since: standing.since.to_string(),
            heard_at: standing.heard_at.map(|at| at.to_string()),
            silent: standing.silent,
            notes: standing.notes,
            last_note: standing.last_note.clone(),
        });
        let feeds = feeds.collect();
        let SourceSettings { adapters, trunk_endpoints, trunk_contexts, extensions, ami, cel_file, twilio, .. } = row.settings;
        let ami = ami.map(|AmiLink { address, username, secret: _, challenge, originate }| {
            let originate = originate.map(ByAmi::from);
            Ami { address, username, secret: None, challenge, originate }
        });
        Self {
            name: row.source.to_string(),
            adapters,
            trunk_endpoints,
            trunk_contexts,
            extensions,
            ami,
            cel_file,
            recordings_folder: row.settings.recordings_folder,
            twilio: twilio.map(Twilio::from),
            silence_s: row.settings.silence_s,
            give_up_ringing_s: row.settings.give_up_ringing_s,
            give_up_talking_s: row.settings.give_up_talking_s,
            created_at: row.created_at.to_string(),
            feeds,
            signals,
            collecting,
        }
    }
}

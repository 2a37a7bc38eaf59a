//! By what an account at Twilio is known, as it is said and told over HTTP.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::dialling::ByTwilio;
use crate::api::problem::{Answer, Problem};
use crate::store::{TwilioLink, TwilioOriginate};

/// By what an account at Twilio is known when it calls us, and where.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SayTwilio)]
pub(super) struct SaidTwilio {
    /// Its id.
    #[schema(example = "AC00000000000000000000000000000000")]
    account_sid: String,
    /// What it signs with. Left out or null: both tokens as they are, as long as the id stays the same.
    auth_token: Option<String>,
    /// The one that it signs with too, while the token is exchanged.
    auth_token_secondary: Option<String>,
    /// Scheme and place at which Twilio reaches this server, without what the route adds: it is signed.
    #[schema(example = "https://callbook.example")]
    public_url: String,
    /// Where requests are passed on that ask what to do with a call. Only an operator may set it.
    forward_url: Option<String>,
    /// How it is asked for calls. Left out or null: it is not.
    originate: Option<ByTwilio>,
}

impl SaidTwilio {
    /// As it is kept; `before` is what was.
    pub(super) fn link(self, before: Option<&TwilioLink>) -> Answer<TwilioLink> {
        let kept = before.filter(|kept| kept.account_sid == self.account_sid);
        let (auth_token, auth_token_secondary) = match (self.auth_token, kept) {
            (Some(token), _) => (token, self.auth_token_secondary),
            (None, Some(kept)) => {
                (kept.auth_token.clone(), self.auth_token_secondary.or_else(|| kept.auth_token_secondary.clone()))
            }
            (None, None) => return Err(Problem::field("twilio.auth_token", "expected the token of the account")),
        };
        let (account_sid, public_url, forward_url) = (self.account_sid, self.public_url, self.forward_url);
        let originate = self.originate.map(TwilioOriginate::from);
        Ok(TwilioLink { account_sid, auth_token, auth_token_secondary, public_url, forward_url, originate })
    }
}

/// The same, as it is told.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Twilio {
    /// Its id.
    account_sid: String,
    /// Always null: a token is set, and never told back.
    #[schema(required)]
    auth_token: Option<String>,
    /// Always null too.
    #[schema(required)]
    auth_token_secondary: Option<String>,
    /// Scheme and place at which Twilio reaches this server.
    public_url: String,
    /// Where requests are passed on that ask what to do with a call.
    #[schema(required)]
    forward_url: Option<String>,
    /// How it is asked for calls; null: it is not.
    #[schema(required)]
    originate: Option<ByTwilio>,
}

impl From<TwilioLink> for Twilio {
    fn from(link: TwilioLink) -> Self {
        let TwilioLink { account_sid, public_url, forward_url, originate, .. } = link;
        let originate = originate.map(ByTwilio::from);
        Self { account_sid, auth_token: None, auth_token_secondary: None, public_url, forward_url, originate }
    }
}

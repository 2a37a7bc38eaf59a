//! Asks a phone system that is asked over HTTP, and hands its answer to the feed as the first that is heard of the call.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use calls::Text;
use calls::adapters::twilio::originate::{API, answered, ask as request};
use tokio::time::timeout;
use uuid::Uuid;

use super::{OriginateError, Plan, call_of};
use crate::ctx::Ctx;
use crate::inbox::CALLBACKS_AT;
use crate::outward::{Address, Question, is_unheard};
use crate::store::{TwilioLink, TwilioOriginate};

/// The longest that is waited until what was answered is durable.
const DURABLE_MAX: Duration = Duration::from_secs(5);
const UNAUTHORIZED: u16 = 401;

/// Asks, and gives back which call it is.
pub(super) async fn ask(ctx: &Ctx, plan: &Plan, link: &TwilioLink, said: &TwilioOriginate) -> Result<Uuid, OriginateError> {
    let refused = |says: &str| OriginateError::Refused(says.to_owned());
    let (account, source, adapter) = &plan.feed;
    let callbacks = format!("{}{CALLBACKS_AT}/{account}/{source}/{adapter}", link.public_url.trim_end_matches('/'));
    let line = plan.origination.line.as_deref().unwrap_or(&said.line);
    let (path, form) = request(&plan.origination, &link.account_sid, line, &callbacks);
    let place = said.api_url.as_deref().unwrap_or(API).trim_end_matches('/');
    let url = Address::kept(&format!("{place}{path}")).map_err(|_| refused("its address cannot be read"))?;
    if !url.is_at(ctx.originator.hosts) {
        return Err(refused("its address is somebody else's"));
    }
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let asker = ctx.originator.asker().ok_or_else(|| refused("nothing can be sent from this machine"))?;
    let question = |token: &str| {
        let signed = BASE64_STANDARD.encode(format!("{}:{token}", link.account_sid));
        let headers = vec![
            ("Authorization".to_owned(), format!("Basic {signed}")),
            ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ];
        Question { method: "POST", url: url.clone(), headers, body: Some(body.clone()) }
    };
    let mut reply = asker.ask(question(&link.auth_token)).await;
    // While the token is exchanged the other may be the one that counts.
    if let (Ok(answer), Some(other)) = (&reply, &link.auth_token_secondary)
        && answer.status == UNAUTHORIZED
    {
        reply = asker.ask(question(other)).await;
    }
    let unheard = |says| if is_unheard(says) { OriginateError::Unreached(says) } else { OriginateError::Unknown(None) };
    let reply = reply.map_err(unheard)?;
    if reply.status >= 500 {
        return Err(OriginateError::Unknown(None));
    }
    let is_taken = (200..300).contains(&reply.status);
    let answer = answered(&plan.origination, reply.status, &reply.body, ctx.clock.now());
    // What it took it dials, though we cannot read which call that is.
    let untold = |says: Text| if is_taken { OriginateError::Unknown(None) } else { refused(&says) };
    let (leg, line) = answer.map_err(untold)?;
    // It dials, whether or not this is durable: its callbacks tell the same.
    if let Some(durable) = ctx.inbox.slot(&plan.feed).and_then(|slot| slot.post(line)) {
        let _ = timeout(DURABLE_MAX, durable).await;
    }
    Ok(call_of(&plan.feed, &leg))
}

//! Apps: a change is one event or several, each a run of the handler that the app named for it.
//!
//! What is told is worked out by the dialect, of the record before and after; here it is put into the words of the app's platform
//! once, so that every try has the same bytes (F24). Events that the app did not subscribe to are no parts. Order and further tries
//! are the lane's, the run is the pool's. It must never run a handler by another payload than the one that is kept.

use std::borrow::Cow;
use std::sync::Arc;

use async_trait::async_trait;
use calls::Text;
use calls::dialects::{Names, freshworks};
use calls::moment::Moment;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::compared::Compared;
use super::target::{Parcel, Tale, Target, Tried, Verdict};
use crate::apps::{Outcome, Run};
use crate::ctx::Ctx;
use crate::installed::Manner;
use crate::manner::Ladder;
use crate::names::Known;
use crate::store::{AttemptRow, Result, SubscriptionRow, ToldApp};

/// An installed app that is told.
pub(super) struct App {
    ctx: Ctx,
    account: Text,
    app: String,
    known: Mutex<Known>,
}

/// What is read of a payload that is run.
#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    data: Told,
}

#[derive(Deserialize)]
struct Told {
    call: Call,
}

#[derive(Deserialize)]
struct Call {
    id: u64,
}

impl App {
    /// The app that a subscription names; what is wrong with it otherwise.
    pub(super) fn of(row: &SubscriptionRow, ctx: Ctx) -> std::result::Result<Self, String> {
        let named = row.settings.app.as_ref().ok_or("it names no app")?;
        Ok(Self { ctx, account: row.account.clone(), app: named.app.clone(), known: Mutex::default() })
    }
}

#[async_trait]
impl Target for App {
    async fn render(&self, tale: Tale<'_>) -> Result<Vec<Arc<str>>> {
        let Some(one) = self.ctx.installed.find(&self.account, &self.app).await? else { return Ok(Vec::new()) };
        let is_told = [freshworks::CREATED, freshworks::UPDATED].iter().any(|word| one.handler(word).is_some());
        if !is_told {
            return Ok(Vec::new());
        }
        let Some(compared) = Compared::read(&self.ctx, &self.account, &tale).await? else { return Ok(Vec::new()) };
        let mut known = self.known.lock().await;
        let directory = known.refresh(&self.ctx, &self.account).await?;
        let tell = |names: &dyn Names| freshworks::events(&compared.change(), names);
        let events = known.printed(&self.ctx, &self.account, &directory, tell).await?;
        let told = events.iter().filter(|event| one.handler(event.word).is_some());
        Ok(told.filter_map(|event| one.payload(event)).map(Arc::from).collect())
    }

    fn compares(&self) -> bool {
        true
    }

    fn ladder(&self) -> Option<Ladder> {
        Some(Ladder::of_dialects())
    }

    fn about(&self, body: &str) -> Option<ToldApp> {
        let Payload { event, data: Told { call } } = serde_json::from_str(body).ok()?;
        let bytes = u64::try_from(body.len()).ok();
        Some(ToldApp { event: Some(event.into_owned()), call_id: Some(call.id), bytes })
    }

    fn test(&self, _: Moment) -> Arc<str> {
        Arc::from("{}")
    }

    async fn send(&self, parcel: Parcel) -> Tried {
        let tried = |took_ms, verdict, error: Option<String>| {
            let attempt =
                AttemptRow { at: parcel.at.micros(), took_ms, status: None, answer: String::new(), error, hold_s: None };
            Tried { attempt, verdict }
        };
        let one = match self.ctx.installed.find(&self.account, &self.app).await {
            Ok(Some(one)) => one,
            Ok(None) => return tried(0, Verdict::Hopeless, Some("no_app: it is not installed any more".to_owned())),
            Err(error) => return tried(0, Verdict::Failed { wait_s: None }, Some(error.to_string())),
        };
        let event = serde_json::from_str::<Payload<'_>>(&parcel.body).map(|payload| payload.event).unwrap_or_default();
        let Some(handler) = one.handler(&event) else {
            return tried(0, Verdict::Hopeless, Some("no_handler: it does not subscribe to this event any more".to_owned()));
        };
        let run = Run { handler, payload: parcel.body.as_bytes() };
        let end = self.ctx.installed.run(&one, &event, run, Manner::Queued).await;
        let took_ms = u32::try_from(end.took.as_millis()).unwrap_or(u32::MAX);
        let verdict = match end.outcome {
            Outcome::Done { .. } => Verdict::Taken,
            Outcome::TooLarge => Verdict::Hopeless,
            _ => Verdict::Failed { wait_s: None },
        };
        tried(took_ms, verdict, end.outcome.reason().map(|reason| format!("{reason}: {}", end.outcome.says())))
    }
}

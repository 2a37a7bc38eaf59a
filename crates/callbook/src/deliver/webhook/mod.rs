//! Webhooks: a change is one signed POST of one JSON object, or, in a dialect, one of each of its events.
//!
//! What is posted says `notice`, and of dialects `spoken`; how, and to which addresses, `outward`. It must never tell a change in other words on a further
//! try: the lane keeps what was sent.

mod spoken;

use std::sync::Arc;

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use reqwest::header::HeaderValue;
use uuid::Uuid;

use self::spoken::Spoken;
use super::notice;
use super::target::{Parcel, Tale, Target, Tried, Verdict};
use crate::ctx::Ctx;
use crate::manner::Ladder;
use crate::outward::{self, Address, Secret, Sender};
use crate::store::{AttemptRow, DialectRow, Result, SubscriptionRow, SubscriptionSettings};

/// The most bytes that are posted. A conversation of so many signals is no call any more.
const BODY_BYTES_MAX: usize = 4 << 20;

/// A receiver of webhooks.
pub(super) struct Webhook {
    account: Text,
    id: Uuid,
    url: Address,
    /// With what is signed, the newest first, and until when.
    secrets: Vec<(Secret, Option<i64>)>,
    /// What is sent along in `X-Callbook-Token`.
    token: Option<HeaderValue>,
    /// In which dialect it is told, if not in our own words.
    spoken: Option<Spoken>,
    sender: Arc<Sender>,
}

impl Webhook {
    /// The receiver that a subscription names; what is wrong with it otherwise.
    pub(super) fn of(row: &SubscriptionRow, sender: Arc<Sender>, ctx: &Ctx) -> std::result::Result<Self, String> {
        let SubscriptionSettings { url, secrets, dialect, .. } = &row.settings;
        let url = Address::kept(url.as_deref().unwrap_or_default())?;
        let kept = secrets.iter().map(|kept| Ok((Secret::parse(&kept.secret)?, kept.until)));
        let mut secrets = kept.collect::<std::result::Result<Vec<_>, String>>()?;
        let of_dialect = |row: &DialectRow| row.key.as_deref().map(|key| (Secret::of_text(key), None));
        secrets.extend(dialect.as_ref().and_then(of_dialect));
        let token = dialect.as_ref().and_then(|row| row.token.as_deref()).map(header).transpose()?;
        let spoken = dialect.as_ref().map(|dialect| Spoken::of(dialect, &row.account, ctx.clone())).transpose()?;
        Ok(Self { account: row.account.clone(), id: row.id, url, secrets, token, spoken, sender })
    }
}

fn header(text: &str) -> std::result::Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(text).map_err(|_| "its token cannot be sent in a header")?;
    value.set_sensitive(true);
    Ok(value)
}

#[async_trait]
impl Target for Webhook {
    async fn render(&self, tale: Tale<'_>) -> Result<Vec<Arc<str>>> {
        match &self.spoken {
            Some(spoken) => spoken.render(tale).await,
            None => Ok(notice::render(&self.account, tale.row, tale.record)),
        }
    }

    fn compares(&self) -> bool {
        self.spoken.is_some()
    }

    fn ladder(&self) -> Option<Ladder> {
        self.spoken.as_ref().map(|_| Ladder::of_dialects())
    }

    fn test(&self, at: Moment) -> Arc<str> {
        match &self.spoken {
            // No vendor has a word for a trial; an object without anything is passed over by receivers of each.
            Some(_) => Arc::from("{}"),
            None => notice::test(&self.account, self.id, at).into(),
        }
    }

    async fn send(&self, parcel: Parcel) -> Tried {
        if parcel.body.len() > BODY_BYTES_MAX {
            let error = Some(format!("it has more than {BODY_BYTES_MAX} bytes"));
            let attempt =
                AttemptRow { at: parcel.at.micros(), took_ms: 0, status: None, answer: String::new(), error, hold_s: None };
            return Tried { attempt, verdict: Verdict::Hopeless };
        }
        let counts = |until: Option<i64>| until.is_none_or(|until| parcel.at.micros() < until);
        let secrets = self.secrets.iter().filter(|(_, until)| counts(*until)).map(|(secret, _)| secret.clone()).collect();
        let to = outward::Receiver { url: self.url.clone(), secrets, token: self.token.clone() };
        let body = parcel.body.as_bytes().to_vec().into();
        let attempt = self.sender.send(&to, &outward::Parcel { id: parcel.id, at: parcel.at, body }).await;
        let verdict = match attempt.verdict() {
            outward::Verdict::Taken => Verdict::Taken,
            outward::Verdict::Gone => Verdict::Gone,
            outward::Verdict::Failed => match (attempt.status, attempt.wait_s) {
                // "The server is temporarily unable to handle the request" and "you have sent too many requests" (RFC 9110 15.6.4,
                // RFC 6585 4): with a time it is meant of all requests, without one of this one.
                (Some(429 | 503), Some(wait_s)) if wait_s > 0 => Verdict::Later { wait_s },
                (_, wait_s) => Verdict::Failed { wait_s },
            },
        };
        let hold_s = if let Verdict::Later { wait_s } = verdict { Some(wait_s) } else { None };
        let attempt = AttemptRow {
            at: attempt.at.micros(),
            took_ms: attempt.took_ms,
            status: attempt.status,
            answer: attempt.answer,
            error: attempt.error.map(str::to_owned),
            hold_s,
        };
        Tried { attempt, verdict }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::{StatusCode, header};
    use axum::routing::post;

    use super::*;
    use crate::clock::SetClock;
    use crate::outward::{Trust, Wall};
    use crate::scratch::Scratch;
    use crate::store::{Receiver, SecretRow, open, text};

    /// What a receiver who answers so makes of something that is sent to him.
    async fn tried(status: u16, after: Option<&'static str>) -> Tried {
        let answers = move || async move {
            let headers = after.map(|after| [(header::RETRY_AFTER, after)]);
            let status = StatusCode::from_u16(status).unwrap();
            headers.map_or_else(
                || axum::response::IntoResponse::into_response(status),
                |headers| axum::response::IntoResponse::into_response((status, headers)),
            )
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let router = axum::Router::new().route("/", post(answers));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let secret = Secret::from_bytes(vec![7; 32]).unwrap().reveal();
        let row = SubscriptionRow {
            account: text("main"),
            id: Uuid::from_u128(7),
            kind: Receiver::Webhook,
            name: text("desk"),
            settings: SubscriptionSettings {
                url: Some(url),
                secrets: vec![SecretRow { secret, until: None }],
                ..SubscriptionSettings::default()
            },
            position: 0,
            turn: 0,
            off: None,
            failing_since: None,
            created_at: Moment::default(),
            deleted_at: None,
        };
        let sender = Sender::new(Wall::new(vec!["127.0.0.1".parse().unwrap()]), Trust::default()).unwrap();
        let folder = Scratch::new();
        let ctx = Ctx::new(open(&folder.path().join("store.db")).unwrap(), Arc::new(SetClock::at(Moment::default())));
        let webhook = Webhook::of(&row, Arc::new(sender), &ctx).unwrap();
        webhook.send(Parcel { id: Uuid::from_u128(1), kind: None, at: Moment::default(), body: "{}".into() }).await
    }

    #[tokio::test]
    async fn r13_who_is_busy_and_says_for_how_long_means_everything_that_is_sent_to_him() {
        for status in [429, 503] {
            let busy = tried(status, Some("120")).await;
            assert_eq!((busy.verdict, busy.attempt.hold_s), (Verdict::Later { wait_s: 120 }, Some(120)), "{status}");
            for nothing in [None, Some("0")] {
                let failed = tried(status, nothing).await;
                assert!(matches!(failed.verdict, Verdict::Failed { .. }) && failed.attempt.hold_s.is_none(), "{status}");
            }
        }
        let failed = tried(500, Some("120")).await;
        assert_eq!((failed.verdict, failed.attempt.hold_s), (Verdict::Failed { wait_s: Some(120) }, None), "that one only");
    }
}

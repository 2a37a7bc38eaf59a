//! Webhooks: a change is one signed POST of one JSON object.
//!
//! What is posted says `notice`; how, and to which addresses, `outward`. It must never tell a change in other words on a further
//! try: the lane keeps what was sent.

use std::sync::Arc;

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

use super::notice;
use super::target::{Parcel, Tale, Target, Tried, Verdict};
use crate::outward::{self, Address, Secret, Sender};
use crate::store::{AttemptRow, Result, SubscriptionRow};

/// The most bytes that are posted. A conversation of so many signals is no call any more.
const BODY_BYTES_MAX: usize = 4 << 20;

/// A receiver of webhooks.
pub(super) struct Webhook {
    account: Text,
    id: Uuid,
    url: Address,
    /// With what is signed, the newest first, and until when.
    secrets: Vec<(Secret, Option<i64>)>,
    sender: Arc<Sender>,
}

impl Webhook {
    /// The receiver that a subscription names; what is wrong with it otherwise.
    pub(super) fn of(row: &SubscriptionRow, sender: Arc<Sender>) -> std::result::Result<Self, String> {
        let url = Address::kept(row.settings.url.as_deref().unwrap_or_default())?;
        let secrets = row.settings.secrets.iter().map(|kept| Ok((Secret::parse(&kept.secret)?, kept.until)));
        let secrets = secrets.collect::<std::result::Result<_, String>>()?;
        Ok(Self { account: row.account.clone(), id: row.id, url, secrets, sender })
    }
}

#[async_trait]
impl Target for Webhook {
    async fn render(&self, Tale { row, record, .. }: Tale<'_>) -> Result<Vec<Arc<str>>> {
        Ok(notice::render(&self.account, row, record))
    }

    fn test(&self, at: Moment) -> Arc<str> {
        notice::test(&self.account, self.id, at).into()
    }

    async fn send(&self, parcel: Parcel) -> Tried {
        if parcel.body.len() > BODY_BYTES_MAX {
            let error = Some(format!("it has more than {BODY_BYTES_MAX} bytes"));
            let attempt = AttemptRow { at: parcel.at.micros(), took_ms: 0, status: None, answer: String::new(), error };
            return Tried { attempt, verdict: Verdict::Hopeless };
        }
        let counts = |until: Option<i64>| until.is_none_or(|until| parcel.at.micros() < until);
        let secrets = self.secrets.iter().filter(|(_, until)| counts(*until)).map(|(secret, _)| secret.clone()).collect();
        let to = outward::Receiver { url: self.url.clone(), secrets };
        let body = parcel.body.as_bytes().to_vec().into();
        let attempt = self.sender.send(&to, &outward::Parcel { id: parcel.id, at: parcel.at, body }).await;
        let verdict = match attempt.verdict() {
            outward::Verdict::Taken => Verdict::Taken,
            outward::Verdict::Gone => Verdict::Gone,
            outward::Verdict::Failed => Verdict::Failed { wait_s: attempt.wait_s },
        };
        let attempt = AttemptRow {
            at: attempt.at.micros(),
            took_ms: attempt.took_ms,
            status: attempt.status,
            answer: attempt.answer,
            error: attempt.error.map(str::to_owned),
        };
        Tried { attempt, verdict }
    }
}

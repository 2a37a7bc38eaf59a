//! Streams: a change is one message to a stream of NATS JetStream, with the same text that a webhook is posted.
//!
//! A message is taken once the stream says that it has it. Its id is that of the delivery, so that a stream keeps what is sent
//! twice only once, within its `duplicate_window`. A stream is never made here, nor changed: whose it is says how long it keeps
//! what. It must never be the only copy of anything: what is owed stands in the store. How a connection is made says `link`, and what a server says that
//! may not be done `denial`.

mod denial;
mod link;

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::jetstream;
use async_nats::jetstream::context::{PublishError, PublishErrorKind};
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::publish::PublishAck;
use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use tokio::time::timeout;
use uuid::Uuid;

use super::notice;
use super::target::{Parcel, Tale, Target, Tried, Verdict};
use crate::outward::{self, Broker, Sender};
use crate::store::{self, AttemptRow, SubscriptionRow};
use denial::Denial;
use link::Link;

/// A stream says within this time that it has a message, connecting in it.
const WHOLE_MAX: Duration = Duration::from_secs(10);
/// The last word of the subject of what is sent to try whether it arrives.
const TEST: &str = "test";

/// A stream.
pub(super) struct Stream {
    account: Text,
    id: Uuid,
    /// What its subjects begin with.
    subject: String,
    link: Link,
}

/// Why a message was not taken.
struct Untaken {
    says: String,
    verdict: Verdict,
    /// Whether the connection may be to blame, so that another is made.
    is_link: bool,
}

impl Stream {
    /// The stream that a subscription names; what is wrong with it otherwise.
    pub(super) fn of(row: &SubscriptionRow, sender: Arc<Sender>) -> Result<Self, String> {
        let said = row.settings.stream.as_ref().ok_or("it does not say which stream")?;
        let brokers = said.servers.iter().map(|server| Broker::kept(server)).collect::<Result<Vec<_>, _>>()?;
        let link = Link::new(brokers, said.credentials.clone(), sender);
        Ok(Self { account: row.account.clone(), id: row.id, subject: said.subject.clone(), link })
    }

    async fn publish(&self, subject: &str, parcel: &Parcel) -> Result<PublishAck, Untaken> {
        let unreached = |says: &'static str| Untaken { is_link: false, ..failed(says) };
        let linked = self.link.context().await.map_err(unreached)?;
        let mut denials = linked.denials();
        let message = PublishMessage::build().message_id(parcel.id.to_string()).payload(parcel.body.as_bytes().to_vec().into());
        let told = async { linked.context.send_publish(subject.to_owned(), message).await?.await };
        let done = tokio::select! {
            told = timeout(WHOLE_MAX, told) => match told {
                Ok(told) => told.map_err(|error| untaken(subject, &error)),
                Err(_) => Err(failed(outward::LATE)),
            },
            denial = denial::of_subject(&mut denials, subject) => Err(denied(&denial)),
        };
        if done.as_ref().is_err_and(|untaken| untaken.is_link) {
            self.link.drop(linked.number).await;
        }
        done
    }
}

/// One that may be taken another time, over another connection.
fn failed(says: impl Into<String>) -> Untaken {
    Untaken { says: says.into(), verdict: Verdict::Failed { wait_s: None }, is_link: true }
}

/// One that the server does not let us send. That answers may not come is said once of a connection, so that another is made.
fn denied(denial: &Denial) -> Untaken {
    Untaken { is_link: *denial == Denial::Answers, ..failed(denial.says()) }
}

fn untaken(subject: &str, error: &PublishError) -> Untaken {
    match error.kind() {
        PublishErrorKind::StreamNotFound => {
            let says = format!("the server has no stream with the subject {subject}, or no JetStream");
            Untaken { is_link: false, ..failed(says) }
        }
        PublishErrorKind::MaxPayloadExceeded => {
            let says = "it is larger than the server takes (max_payload)".to_owned();
            Untaken { says, verdict: Verdict::Hopeless, is_link: false }
        }
        PublishErrorKind::TimedOut => failed(outward::LATE),
        _ => match error.source().and_then(|source| source.downcast_ref::<jetstream::Error>()) {
            Some(refused) => {
                let says = format!("the stream does not take it: {}", outward::readable(refused.to_string().as_bytes()));
                Untaken { is_link: false, ..failed(says) }
            }
            None => failed(outward::BROKE_OFF),
        },
    }
}

#[async_trait]
impl Target for Stream {
    async fn render(&self, Tale { row, record, .. }: Tale<'_>) -> store::Result<Vec<Arc<str>>> {
        Ok(notice::render(&self.account, row, record))
    }

    fn test(&self, at: Moment) -> Arc<str> {
        notice::test(&self.account, self.id, at).into()
    }

    async fn send(&self, parcel: Parcel) -> Tried {
        let began = Instant::now();
        let kind = parcel.kind.map_or(TEST, |kind| kind.word());
        let subject = format!("{}.{}.{kind}", self.subject, self.account);
        let late = || Err(failed(outward::LATE));
        let done = timeout(WHOLE_MAX, self.publish(&subject, &parcel)).await.unwrap_or_else(|_| late());
        let (answer, error, verdict) = match done {
            Ok(ack) => (answer(&ack), None, Verdict::Taken),
            Err(untaken) => (String::new(), Some(untaken.says), untaken.verdict),
        };
        let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        let attempt = AttemptRow { at: parcel.at.micros(), took_ms, status: None, answer, error, hold_s: None };
        Tried { attempt, verdict }
    }
}

/// Where the stream says it has it, for people.
fn answer(ack: &PublishAck) -> String {
    let again = if ack.duplicate { ", where it was already" } else { "" };
    let place = format!("stream {}, message {}{again}", ack.stream, ack.sequence);
    outward::readable(place.as_bytes())
}

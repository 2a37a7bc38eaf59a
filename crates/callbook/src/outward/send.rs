//! Sends one parcel to one receiver, once.
//!
//! It must never follow where an answer leads, ask a proxy of the environment, unpack what a receiver packed, or keep more of an
//! answer than is shown.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use calls::moment::Moment;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

use super::address::{Address, judge};
use super::attempt::{ANSWER_BYTES_MAX, Attempt, readable, wait};
use super::fault;
use super::lookup::{LOOKUPS_MAX, Lookup};
use super::sign::{self, Secret};
use super::trust::Trust;
use super::wall::Wall;

/// A receiver answers within this time, lookup and connection in it (rule R13).
pub(super) const WHOLE_MAX: Duration = Duration::from_secs(10);
/// He must be reached within this time.
pub(super) const CONNECT_MAX: Duration = Duration::from_secs(5);
/// The answer of one who took it is read for so long.
const TAKEN_MAX: Duration = Duration::from_millis(500);
/// How long a connection is kept that nobody uses.
const IDLE_MAX: Duration = Duration::from_secs(30);
/// The most connections to one receiver that are kept while nobody uses them.
const IDLE_PER_HOST_MAX: usize = 64;

/// Who is told.
#[derive(Clone, Debug)]
pub(crate) struct Receiver {
    /// Where he is called.
    pub(crate) url: Address,
    /// What he knows us by, the newest first; several while one is exchanged.
    pub(crate) secrets: Vec<Secret>,
    /// What he asked for in `X-Callbook-Token`.
    pub(crate) token: Option<HeaderValue>,
}

/// What is told.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// Of the delivery: the same on every retry (rule R14).
    pub(crate) id: Uuid,
    /// When this attempt is made.
    pub(crate) at: Moment,
    /// JSON: the same bytes on every retry.
    pub(crate) body: Bytes,
}

/// Why nothing can be sent from this machine.
#[derive(Debug, Error)]
#[error("nothing can be sent from this machine: {0}")]
pub(crate) struct SenderError(#[from] reqwest::Error);

/// Sends parcels. Connections are kept between them; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    wall: Wall,
    trust: Trust,
    /// For `https`.
    secure: Client,
    /// For `http`, whose names must lead to allowed addresses only.
    plain: Client,
    whole: Duration,
    /// Leave to look something up.
    turns: Arc<Semaphore>,
}

impl Sender {
    /// A sender that calls what `wall` admits, if somebody vouches for it whom `trust` or the machine names. It reads the machine's
    /// certificates; where there are none, TLS with others fails.
    pub(crate) fn new(wall: Wall, trust: Trust) -> Result<Self, SenderError> {
        Self::within(wall, trust, WHOLE_MAX, Arc::new(Semaphore::new(LOOKUPS_MAX)))
    }

    /// A sender whose attempts end within `whole`, and which looks up as many names at a time as there are turns.
    pub(super) fn within(wall: Wall, trust: Trust, whole: Duration, turns: Arc<Semaphore>) -> Result<Self, SenderError> {
        let made = |is_secure| {
            let lookup = Lookup { wall: wall.clone(), is_secure, turns: Arc::clone(&turns) };
            client().dns_resolver(lookup).https_only(is_secure)
        };
        let secure = made(true).tls_certs_merge(trust.of_http()).build().or_else(|error| {
            tracing::warn!(%error, "this machine has no certificates to trust: no webhook can be sent by https");
            made(true).tls_certs_only([]).build()
        })?;
        let plain = made(false).tls_certs_only([]).build()?;
        Ok(Self { wall, trust, secure, plain, whole, turns })
    }

    /// Sends `parcel` once. Whatever happens is what the attempt says.
    pub(crate) async fn send(&self, to: &Receiver, parcel: &Parcel) -> Attempt {
        let began = Instant::now();
        let mut attempt = Attempt { at: parcel.at, took_ms: 0, status: None, answer: String::new(), error: None, wait_s: None };
        match self.ask(to, parcel).await {
            Ok(response) => {
                let status = response.status();
                attempt.status = Some(status.as_u16());
                attempt.wait_s = wait(response.headers(), parcel.at);
                attempt.error = status.is_redirection().then_some(fault::REDIRECTS);
                // What was taken is taken: nobody waits for what else there is to say.
                let rest = if status.is_success() { TAKEN_MAX } else { self.whole };
                attempt.answer = timeout(rest, beginning(response)).await.unwrap_or_default();
            }
            Err(why) => attempt.error = Some(why),
        }
        attempt.took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
        attempt
    }

    pub(super) fn wall(&self) -> &Wall {
        &self.wall
    }

    /// Who may vouch for whom is called, beside the machine's.
    pub(crate) fn trust(&self) -> &Trust {
        &self.trust
    }

    pub(super) fn turns(&self) -> Arc<Semaphore> {
        Arc::clone(&self.turns)
    }

    async fn ask(&self, to: &Receiver, parcel: &Parcel) -> Result<Response, &'static str> {
        let is_secure = to.url.is_secure();
        // An address in place of a name is never looked up, so that it is judged here.
        if let Some(address) = to.url.literal() {
            judge(address, is_secure, &self.wall)?;
        }
        let client = if is_secure { &self.secure } else { &self.plain };
        let mut headers = sign::headers(parcel.id, parcel.at, &parcel.body, &to.secrets);
        headers.extend(to.token.clone().map(|token| (sign::TOKEN, token)));
        let asked = client
            .post(to.url.url().clone())
            .headers(headers)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(parcel.body.clone())
            .timeout(self.whole);
        asked.send().await.map_err(|error| fault::says(&error))
    }
}

pub(super) fn client() -> ClientBuilder {
    ClientBuilder::new()
        .user_agent(concat!("Callbook/", env!("CARGO_PKG_VERSION")))
        // What stands in the environment is for `main` and the configuration to read.
        .no_proxy()
        .redirect(Policy::none())
        // Nothing is tried twice unseen: attempts are counted and shown.
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .connect_timeout(CONNECT_MAX)
        .pool_idle_timeout(IDLE_MAX)
        .pool_max_idle_per_host(IDLE_PER_HOST_MAX)
        // Whatever else in the program wants to unpack: a small answer can be large inside.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
}

/// How an answer begins. Where it goes on, it is dropped, and the connection with it; where it breaks off or ends late,
/// it is what came until then.
async fn beginning(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        // One more than is kept tells that it goes on.
        let room = ANSWER_BYTES_MAX + 1 - bytes.len();
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if bytes.len() > ANSWER_BYTES_MAX {
            break;
        }
    }
    readable(&bytes)
}

//! Asks a stranger's server something for an app, once: any method, the app's own headers and body, and the whole answer, within
//! bounds (sheet, 4.7).
//!
//! Nothing of ours is put in, and where it may go is judged as for webhooks.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Method, Response};
use tokio::sync::Semaphore;

use super::address::{Address, judge};
use super::fault;
use super::lookup::{LOOKUPS_MAX, Lookup};
use super::send::{SenderError, client};
use super::trust::Trust;
use super::wall::Wall;

/// How long an answer may take, all of it.
pub(crate) const ASK_MAX: Duration = Duration::from_secs(15);
/// The longest answer.
pub(crate) const REPLY_BYTES_MAX: usize = 1 << 20;

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// `GET`, `POST` …
    pub(crate) method: &'static str,
    /// Where.
    pub(crate) url: Address,
    /// Names and values.
    pub(crate) headers: Vec<(String, String)>,
    /// What is sent along.
    pub(crate) body: Option<String>,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The status, whichever.
    pub(crate) status: u16,
    /// Names in lower case; of several of a name the last.
    pub(crate) headers: BTreeMap<String, String>,
    /// The body; what is no UTF-8 in it is replaced.
    pub(crate) body: String,
}

/// Asks by `https`, and by `http` where every address is allowed.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    wall: Wall,
    secure: Client,
    plain: Client,
}

impl Asker {
    /// One that asks whom `wall` admits, if somebody vouches for him whom `trust` or the machine names.
    pub(crate) fn new(wall: Wall, trust: &Trust) -> Result<Self, SenderError> {
        let turns = Arc::new(Semaphore::new(LOOKUPS_MAX));
        let made = |is_secure| {
            let lookup = Lookup { wall: wall.clone(), is_secure, turns: Arc::clone(&turns) };
            client().dns_resolver(lookup).https_only(is_secure)
        };
        let secure = made(true).tls_certs_merge(trust.of_http()).build().or_else(|_| made(true).tls_certs_only([]).build())?;
        let plain = made(false).tls_certs_only([]).build()?;
        Ok(Self { wall, secure, plain })
    }

    /// Asks once. An error is why there is no answer, in words that name neither address nor header.
    pub(crate) async fn ask(&self, question: Question) -> Result<Reply, &'static str> {
        let is_secure = question.url.is_secure();
        if let Some(address) = question.url.literal() {
            judge(address, is_secure, &self.wall)?;
        }
        let method = Method::from_bytes(question.method.as_bytes()).map_err(|_| "this method is not known")?;
        let client = if is_secure { &self.secure } else { &self.plain };
        let mut asked = client.request(method, question.url.url().clone()).timeout(ASK_MAX);
        for (name, value) in &question.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "a header has a name that is none")?;
            asked = asked.header(name, HeaderValue::from_str(value).map_err(|_| "a header has a value that is none")?);
        }
        if let Some(body) = question.body {
            asked = asked.body(body);
        }
        let late = |error: reqwest::Error| if error.is_timeout() { LATE } else { fault::says(&error) };
        whole(asked.send().await.map_err(late)?).await
    }
}

const LATE: &str = "no answer within 15 s";

async fn whole(mut response: Response) -> Result<Reply, &'static str> {
    let status = response.status().as_u16();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > REPLY_BYTES_MAX => return Err("the answer is longer than 1 MB"),
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(Reply { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() }),
            Err(error) if error.is_timeout() => return Err(LATE),
            Err(error) => return Err(fault::says(&error)),
        }
    }
}

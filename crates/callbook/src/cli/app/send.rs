//! What becomes of the requests of an app that runs without a server: they are printed, and sent if that was asked for.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::time::Duration;

use anyhow::Result;
use async_trait::async_trait;
use reqwest::{Client, Method};

use crate::apps::{Answer, Refusal, Request, Sender};
use crate::cli::table::clean;

/// How long an answer may take (contract 4.7).
const ANSWER_MAX: Duration = Duration::from_secs(15);
/// The longest answer (contract 4.7).
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// Prints requests.
pub(super) struct Send(Option<Client>);

impl Send {
    /// One that sends them too, or does not.
    pub(super) fn new(sends: bool) -> Result<Self> {
        let client = || Client::builder().timeout(ANSWER_MAX).redirect(reqwest::redirect::Policy::none()).build();
        Ok(Self(sends.then(client).transpose()?))
    }
}

#[async_trait]
impl Sender for Send {
    async fn send(&self, request: Request) -> Result<Answer, Refusal> {
        let sent = if self.0.is_some() { "" } else { " (not sent)" };
        // Whoever stopped reading ends the command at its next line.
        let mut out = stdout();
        let _ = writeln!(out, "  asks  {} {}{sent}", request.method, clean(&request.url));
        if let Some(body) = &request.body {
            let _ = writeln!(out, "        {}", clean(body));
        }
        match &self.0 {
            Some(client) => send(client, request).await.map_err(|error| Refusal::new(502, error.to_string())),
            None => Ok(Answer { status: 200, headers: BTreeMap::new(), response: "{}".to_owned() }),
        }
    }
}

async fn send(client: &Client, request: Request) -> Result<Answer> {
    let mut wanted = client.request(Method::from_bytes(request.method.as_bytes())?, &request.url);
    for (name, value) in &request.headers {
        wanted = wanted.header(name, value);
    }
    if let Some(body) = request.body {
        wanted = wanted.body(body);
    }
    let mut answer = wanted.send().await?;
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let (status, headers) = (answer.status().as_u16(), answer.headers().iter().map(header).collect());
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        anyhow::ensure!(bytes.len() + chunk.len() <= ANSWER_BYTES_MAX, "an answer of more than {ANSWER_BYTES_MAX} bytes");
        bytes.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, response: String::from_utf8_lossy(&bytes).into_owned() })
}

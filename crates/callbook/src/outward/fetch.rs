//! Fetches something large from a server that asks for name and password, as a stream. Where it may go is judged as for webhooks.
//!
//! It must never follow where an answer leads: name and password would go along.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt};
use reqwest::{Client, StatusCode};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::address::{Address, judge};
use super::fault;
use super::lookup::{LOOKUPS_MAX, Lookup};
use super::send::{SenderError, client};
use super::wall::Wall;

/// How long the beginning of an answer may take; how long the rest, is for whoever reads it.
const BEGIN_MAX: Duration = Duration::from_secs(30);

/// Fetches by `https`, and by `http` where every address is allowed.
#[derive(Clone, Debug)]
pub(crate) struct Fetcher {
    wall: Wall,
    secure: Client,
    plain: Client,
}

impl Fetcher {
    /// One that asks whom `wall` admits.
    pub(crate) fn new(wall: Wall) -> Result<Self, SenderError> {
        let turns = Arc::new(Semaphore::new(LOOKUPS_MAX));
        let made = |is_secure| {
            let lookup = Lookup { wall: wall.clone(), is_secure, turns: Arc::clone(&turns) };
            client().dns_resolver(lookup).https_only(is_secure)
        };
        let secure = made(true).build().or_else(|_| made(true).tls_certs_only([]).build())?;
        let plain = made(false).tls_certs_only([]).build()?;
        Ok(Self { wall, secure, plain })
    }

    /// What stands there. An error is why there is nothing, in words that name neither address nor password.
    pub(crate) async fn get(
        &self,
        url: &Address,
        (name, password): (&str, &str),
    ) -> Result<impl Stream<Item = Result<Bytes, &'static str>> + Send + use<>, String> {
        let is_secure = url.is_secure();
        if let Some(address) = url.literal() {
            judge(address, is_secure, &self.wall)?;
        }
        let client = if is_secure { &self.secure } else { &self.plain };
        let asked = client.get(url.url().clone()).basic_auth(name, Some(password)).send();
        let answer = timeout(BEGIN_MAX, asked).await.map_err(|_| "no answer within 30 s")?;
        let answer = answer.map_err(|error| fault::says(&error))?;
        if answer.status() != StatusCode::OK {
            return Err(format!("it is answered with {}", answer.status().as_u16()));
        }
        Ok(answer.bytes_stream().map(|piece| piece.map_err(|error| fault::says(&error))))
    }
}

//! What stands behind `$db`, `$request` and `$schedule`: whoever runs apps brings one for each installation.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::Serialize;
use serde_json::Value;

use super::asked::{db, schedule};
use super::template::Request;

/// Why something was not done: what the app's promise is rejected with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Refusal {
    /// As over HTTP: 404 of a key that is not there, 400 of words that make no sense, 429 of too much.
    pub(crate) status: u16,
    /// For people.
    pub(crate) message: String,
}

impl Refusal {
    /// With that status and sentence.
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// Words that make no sense.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// What is asked for is not there.
    pub(crate) fn missing() -> Self {
        Self::new(404, "Record not found")
    }
}

/// What another server answered. The app gets it as it is; from status 400 on its promise is rejected with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Its headers, names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    /// Its body as text.
    pub(crate) response: String,
}

/// Does what one installation of an app asks for. Each is asked as often as the app likes, several at a time; rates and rooms
/// are the host's business.
#[async_trait]
pub(crate) trait Host: Send + Sync {
    /// The key-value store of the installation.
    async fn db(&self, ask: db::Ask) -> Result<Value, Refusal>;

    /// A request to another server. Its address is `https` unless the app runs as a test; whether it is a private one is looked at
    /// here, once names are resolved.
    async fn request(&self, request: Request) -> Result<Answer, Refusal>;

    /// Events that are to happen later.
    async fn schedule(&self, ask: schedule::Ask) -> Result<Value, Refusal>;
}

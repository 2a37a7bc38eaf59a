//! An app that is ready to run: what is known of it once and for all.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::manifest::Manifest;
use super::package::Package;
use super::template::Templates;

/// Names one installation of one version of an app.
///
/// Whoever installs makes it of the account, the app and what is in it: runs with the same key may find what earlier ones left in
/// memory, runs with different keys never do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AppKey {
    name: Arc<str>,
    owner: Option<Arc<str>>,
}

impl AppKey {
    /// That key.
    pub(crate) fn new(key: &str) -> Self {
        Self { name: Arc::from(key), owner: None }
    }

    /// The same of somebody who has other apps too, with whom these share their turns.
    pub(crate) fn of(owner: &str, key: &str) -> Self {
        Self { owner: Some(Arc::from(owner)), ..Self::new(key) }
    }

    /// As text.
    pub(crate) fn as_str(&self) -> &str {
        &self.name
    }

    /// Whose it is, if that is said.
    pub(crate) fn owner(&self) -> Option<&Arc<str>> {
        self.owner.as_ref()
    }
}

/// What `process.env.ENV` says, and whether requests may go without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// `production`.
    Production,
    /// `test`: `http` is allowed in request templates.
    Test,
}

impl Mode {
    /// Its word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Test => "test",
        }
    }
}

/// One installed app.
#[derive(Debug)]
pub(crate) struct App {
    /// Which one.
    pub(crate) key: AppKey,
    /// Where it runs.
    pub(crate) mode: Mode,
    /// What it says of itself.
    pub(crate) manifest: Manifest,
    /// Its request templates.
    pub(super) templates: Templates,
    /// Its scripts and JSON files, by their path in the folder.
    pub(super) files: Arc<BTreeMap<String, String>>,
}

impl App {
    /// Of a package, under that key.
    pub(crate) fn new(key: AppKey, mode: Mode, package: &Package) -> Self {
        Self {
            key,
            mode,
            manifest: package.manifest.clone(),
            templates: package.templates.clone(),
            files: Arc::clone(&package.scripts),
        }
    }
}

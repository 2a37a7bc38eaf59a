//! Exports: lists that somebody asked for as a file, from the asking on until the file is removed.
//!
//! How far one is while it is made is known to whoever makes it, and nowhere here, so that making one writes twice. To know one
//! more thing of an export: a column, a field of [`ExportRow`].

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

use super::Result;

/// The most exports that an account has at a time, those that failed too.
pub(crate) const EXPORTS_MAX: usize = 20;
/// The most of them that are of one who asks, so that nobody has all of them and the others none.
pub(crate) const EXPORTS_OF_ONE_MAX: usize = 5;

/// How an export stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExportFate {
    /// It is made, or waits for its turn.
    Making,
    /// Its file is there.
    Ready {
        /// So many conversations are in it.
        done: u64,
        /// So long it is.
        bytes: u64,
        /// When it was done.
        at: Moment,
    },
    /// It was given up.
    Failed {
        /// Why, in a word.
        reason: Text,
        /// The same for people.
        says: String,
        /// When that was.
        at: Moment,
    },
}

/// An export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExportRow {
    /// Whose.
    pub(crate) account: Text,
    /// Names it.
    pub(crate) id: Uuid,
    /// Who asked for it.
    pub(crate) owner: Text,
    /// By what it was judged what he sees.
    pub(crate) sees: Text,
    /// What the file is.
    pub(crate) format: Text,
    /// The words of the list, a JSON object.
    pub(crate) filter: String,
    /// How it stands.
    pub(crate) fate: ExportFate,
    /// When it was asked for.
    pub(crate) asked_at: Moment,
    /// When it is removed.
    pub(crate) expires_at: Moment,
}

/// What is kept of exports.
#[async_trait]
pub(crate) trait Exports {
    /// Writes down that one was asked for; refused if whoever asks has [`EXPORTS_OF_ONE_MAX`], or the account [`EXPORTS_MAX`].
    async fn ask_for_export(&self, row: ExportRow) -> Result<()>;
    /// The exports of an account, or of all of them, the newest first.
    async fn exports(&self, account: Option<&str>) -> Result<Vec<ExportRow>>;
    /// Writes down what became of one that is being made; false if there is none.
    async fn settle_export(&self, account: &str, id: Uuid, fate: ExportFate) -> Result<bool>;
    /// Removes one; false if there is none.
    async fn remove_export(&self, account: &str, id: Uuid) -> Result<bool>;
}

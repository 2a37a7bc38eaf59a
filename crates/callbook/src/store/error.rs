//! What can go wrong in a store.

use thiserror::Error;

/// What a store gives back.
pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// What can go wrong in a store. Nothing was written, whichever it is.
#[derive(Clone, Debug, Error)]
pub(crate) enum StoreError {
    /// The disk is full or failing, or another program holds the store: the same call may go through later.
    #[error("the store cannot be used right now: {0}")]
    Unavailable(String),
    /// What was handed in breaks a rule; the same call can never go through.
    #[error("{field}: {says}")]
    Refused {
        /// Which field.
        field: &'static str,
        /// What was expected.
        says: String,
    },
    /// The file is no store of ours, is damaged, or was written by a newer version.
    #[error("the store cannot be read: {0}")]
    Broken(String),
}

impl StoreError {
    /// What was handed in breaks a rule.
    pub(crate) fn refused(field: &'static str, says: impl Into<String>) -> Self {
        Self::Refused { field, says: says.into() }
    }
}

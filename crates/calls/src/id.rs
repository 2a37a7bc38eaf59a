//! Ids: derived, never drawn (rule N17).
//!
//! A UUID is made of the account, the source and the key of the leg or act that a thing starts with, so that whoever folds
//! the same signals names things the same. Which id was told first, and the integers that dialects number by, are ground
//! that the store keeps; nothing here remembers anything.

use uuid::Uuid;

/// The kinds of things that have an id of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A conversation.
    Conversation,
    /// A call.
    Call,
    /// A leg.
    Leg,
    /// A recording.
    Recording,
}

/// Drawn once for Callbook; changing it would rename every record there is.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_41f6_7a54_4d0e_9c41_3b0a_52c8_ee17);

/// The id of the thing of that kind that starts with `key`.
#[must_use]
pub fn derive(account: &str, source: &str, kind: Kind, key: &str) -> Uuid {
    let kind = match kind {
        Kind::Conversation => "conversation",
        Kind::Call => "call",
        Kind::Leg => "leg",
        Kind::Recording => "recording",
    };
    // The separator cannot stand in an account's or a source's name, so that no two things share a text.
    Uuid::new_v5(&NAMESPACE, [account, source, kind, key].join("\u{1f}").as_bytes())
}

//! What this dialect was told of a call and no other understands, kept with the call under the dialect's name.
//!
//! It is stated anew, whole, with each change. Whatever the record can say itself must not stand here too.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Text;
use crate::dialects::seen::Call;

use super::DIALECT;

/// See the module's page.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub(super) struct Kept {
    /// Whether the call was written down through this dialect, which may then change all of it (rule R9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) own: bool,
    /// Who is shown as its staff member, where that is not who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) staff: Option<Shown>,
    /// The client, where a client of ours named him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) client: Option<Client>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source_id: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) external_uuid: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<Text>,
    /// Decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rate: Option<Text>,
    /// Decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) price: Option<Text>,
    /// The business that was named, until the record says which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) business: Option<Uuid>,
    /// The recording that was chosen to be shown, of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recording: Option<Uuid>,
}

/// Who is shown as the staff member of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shown {
    /// Whose call it is, even if nobody answered.
    Assigned,
    /// Nobody.
    Nobody,
}

/// The client of a call, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Client {
    /// That one, whether the directory knows him or not.
    Uid(Uuid),
    /// None, whatever the directory says.
    Nobody,
}

/// The word by which calls are found whose client a client of ours named.
#[must_use]
pub fn client_word(uid: Uuid) -> Text {
    Text::from(format!("client {uid}"))
}

/// By which word a call is found of which this is kept, if by any.
#[must_use]
pub fn found_by(kept: &str) -> Option<Text> {
    let kept: Kept = serde_json::from_str(kept).unwrap_or_default();
    match kept.client {
        Some(Client::Uid(uid)) => Some(client_word(uid)),
        Some(Client::Nobody) | None => None,
    }
}

impl Kept {
    /// What is kept of a call; nothing of one that this dialect was told nothing of.
    pub(super) fn of(call: &Call) -> Self {
        let kept = call.kept.get(DIALECT.name).cloned();
        kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default()
    }

    /// As JSON text.
    pub(super) fn text(&self) -> Text {
        // Plain values under known keys: there is nothing here that cannot be written.
        Text::from(serde_json::to_string(self).unwrap_or_default())
    }
}

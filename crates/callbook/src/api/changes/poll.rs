//! Asking for changes, and waiting for them a while.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};
use utoipa::IntoParams;
use uuid::Uuid;

use super::{CHANGE_ROWS_MAX, ChangePage, Reading, WishWords};
use crate::api::asked::{Asked, whole};
use crate::api::door::Reader;
use crate::api::problem::Answer;
use crate::api::{Api, conversations};

/// The longest that a reader may wait, in seconds.
pub(crate) const WAIT_S_MAX: u64 = 60;

/// Which changes, and how long to wait for them. The words of [`WishWords`] stand here again, because a query is flat.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PollWords {
    /// Only changes after this cursor. `start` begins with the first there is; from now on if nothing is said.
    after: Option<String>,
    /// How many seconds to wait if there is none yet; 0 if nothing is said.
    #[param(minimum = 0, maximum = 60)]
    #[serde(default, deserialize_with = "whole::<_, _, 0, WAIT_S_MAX>")]
    wait: Option<u64>,
    /// The most changes of this page; 50 if nothing is said.
    #[param(minimum = 1, maximum = 1000)]
    #[serde(default, deserialize_with = "whole::<_, _, 1, CHANGE_ROWS_MAX>")]
    limit: Option<usize>,
    /// Only these kinds, separated by commas: `new`, `changed`, `ended`, `merged`, `erased`, `source_silent`, `source_heard`,
    /// `subscription_off`;
    /// `corrected` and `imported` are told only if they are named here.
    kind: Option<String>,
    /// Every kind, corrected and imported ones too.
    all: Option<bool>,
    /// Only changes of this source.
    source: Option<String>,
    /// Only changes of this conversation; any id ever told.
    conversation: Option<Uuid>,
    /// Each change with the record as it was at that version.
    record: Option<bool>,
}

/// Changes after a cursor, oldest first.
///
/// With `wait` the answer comes as soon as there is a change that is wanted, or empty after that many seconds. Either way
/// `next` is where to go on. Users and supervisors are told what they see of each change; one of which they see nothing is
/// passed over, and so are sources that fall silent. Who comes to see a call later on was told nothing of it before: `record`
/// has it whole.
#[utoipa::path(
    get, path = "/changes", operation_id = "listChanges", tag = "changes", params(PollWords),
    responses((status = 200, body = ChangePage))
)]
pub(super) async fn get(
    State(api): State<Arc<Api>>,
    Reader(visitor): Reader,
    Asked(words): Asked<PollWords>,
) -> Answer<Json<ChangePage>> {
    let wait = words.wait.unwrap_or(0);
    let rows = words.limit.unwrap_or(conversations::PAGE_ROWS);
    let PollWords { after, kind, all, source, conversation, record, .. } = words;
    let wish = WishWords { after: None, kind, all, source, conversation, record }.wish()?;
    let mut reading = Reading::new(&api, &visitor, wish);
    let until = Instant::now() + Duration::from_secs(wait);
    let (mut bell, mut closing) = (api.ctx.store.bell(), api.closing.clone());
    let mut next = reading.begin(after.as_deref()).await?;
    loop {
        bell.mark_unchanged();
        let read = reading.page(next, rows).await?;
        next = read.next;
        let is_more_behind = next < read.newest;
        if !read.rows.is_empty() || Instant::now() >= until || *closing.borrow() {
            visitor.stays(&api).await?;
            return Ok(Json(reading.print(read).await?));
        }
        if !is_more_behind {
            // Whatever ends the wait, reading once more tells what there is.
            let woken = async {
                tokio::select! { _ = bell.changed() => {}, _ = closing.changed() => {} }
            };
            let _ = timeout_at(until, woken).await;
        }
    }
}

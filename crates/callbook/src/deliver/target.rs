//! What a kind of receiver must be able to do: say what it is to be told of a change, and be sent that.
//!
//! A kind is one folder beside this file. It knows nothing of order, retries or the store: those are the lane's.

use std::sync::Arc;

use async_trait::async_trait;
use calls::moment::Moment;
use uuid::Uuid;

use crate::manner::Ladder;
use crate::store::{AttemptRow, ChangeKind, ChangeRow, Result, ToldApp};

/// One thing to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    /// Names the delivery, the same on every try.
    pub(crate) id: Uuid,
    /// The kind of change that is told; none of what is sent to try whether it is received.
    pub(crate) kind: Option<ChangeKind>,
    /// When this try begins.
    pub(crate) at: Moment,
    /// What is sent, the same bytes on every try.
    pub(crate) body: Arc<str>,
}

/// What a try came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tried {
    /// What is kept of it.
    pub(crate) attempt: AttemptRow,
    /// What it means.
    pub(crate) verdict: Verdict,
}

/// What a try means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It was taken.
    Taken,
    /// It was not, and is to be tried again, not before so many seconds if the receiver asked for that.
    Failed {
        /// What the receiver asked for.
        wait_s: Option<u32>,
    },
    /// It was not, and the receiver asked to be left alone altogether for so many seconds.
    Later {
        /// What the receiver asked for.
        wait_s: u32,
    },
    /// It can never be taken: trying again is of no use.
    Hopeless,
    /// The receiver wants nothing more, ever.
    Gone,
}

/// A change as it is to be told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tale<'a> {
    /// The change.
    pub(crate) row: &'a ChangeRow,
    /// The record at its version; none of a change that is of no conversation, or of one that was erased.
    pub(crate) record: Option<&'a str>,
    /// The record at the version before, for a target that compares; none of a conversation that is new.
    pub(crate) before: Option<&'a str>,
}

/// A receiver.
#[async_trait]
pub(crate) trait Target: Send + Sync + 'static {
    /// What it is to be told of a change, in parts; nothing where that is nothing. An error: the store cannot be asked now.
    async fn render(&self, tale: Tale<'_>) -> Result<Vec<Arc<str>>>;
    /// Whether it compares a change with the record before it.
    fn compares(&self) -> bool {
        false
    }
    /// When it is tried again, where that is not the operator's to say.
    fn ladder(&self) -> Option<Ladder> {
        None
    }
    /// What a body tells, in few words, where deliveries are listed by that.
    fn about(&self, _body: &str) -> Option<ToldApp> {
        None
    }
    /// What it is sent when somebody tries whether it receives.
    fn test(&self, at: Moment) -> Arc<str>;
    /// Sends. However that ends, it ends in bounded time.
    async fn send(&self, parcel: Parcel) -> Tried;
}

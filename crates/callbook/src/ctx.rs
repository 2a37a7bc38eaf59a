//! What the rooms of the upper floor are handed: the store, the clock, the board and the inbox. They share nothing else.

use std::sync::Arc;

use crate::board::Board;
use crate::clock::Clock;
use crate::inbox::Inbox;
use crate::store::Store;

/// What the rooms of the upper floor are handed.
#[derive(Clone)]
pub(crate) struct Ctx {
    /// What is kept.
    pub(crate) store: Arc<dyn Store>,
    /// What time it is.
    pub(crate) clock: Arc<dyn Clock>,
    /// How every feed stands.
    pub(crate) board: Arc<Board>,
    /// Where requests of phone systems that call us are handed to their feeds.
    pub(crate) inbox: Arc<Inbox>,
}

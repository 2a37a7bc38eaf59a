//! What the rooms of the upper floor are handed: the store, the clock, the board, the directories, presence and the inbox. They
//! share nothing else.

use std::sync::Arc;

use crate::board::Board;
use crate::clock::Clock;
use crate::directory::Directories;
use crate::inbox::Inbox;
use crate::presence::Presences;
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
    /// Who is who.
    pub(crate) directories: Arc<Directories>,
    /// Who is free, who is on the phone, who waits.
    pub(crate) presences: Arc<Presences>,
    /// Where requests of phone systems that call us are handed to their feeds.
    pub(crate) inbox: Arc<Inbox>,
}

impl Ctx {
    /// What is handed over this store, by this clock.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let directories = Arc::new(Directories::new(Arc::clone(&store), Arc::clone(&clock)));
        let presences = Arc::new(Presences::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&directories)));
        Self { store, clock, board: Arc::default(), directories, presences, inbox: Arc::default() }
    }
}

//! What the rooms of the upper floor are handed: the store, the clock, the board, the directories, presence, the inbox,
//! what goes out, recordings, and where exports are kept. They share nothing else.

use std::path::Path;
use std::sync::Arc;

use crate::board::Board;
use crate::clock::Clock;
use crate::directory::Directories;
use crate::inbox::Inbox;
use crate::installed::Installed;
use crate::media::Media;
use crate::originate::Originator;
use crate::outgoing::Outgoing;
use crate::outward::{Trust, Wall};
use crate::presence::Presences;
use crate::store::Store;
use crate::switchboard::Switchboard;

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
    /// Where whoever tries whether a receiver receives meets what sends.
    pub(crate) outgoing: Arc<Outgoing>,
    /// Where whoever asks for a call meets the feed that asks its phone system.
    pub(crate) switchboard: Arc<Switchboard>,
    /// Asks phone systems for calls.
    pub(crate) originator: Arc<Originator>,
    /// Installed apps, ready to run.
    pub(crate) installed: Arc<Installed>,
    /// Recordings.
    pub(crate) media: Arc<Media>,
    /// The folder of exports; none where none are kept.
    pub(crate) exports: Option<Arc<Path>>,
    /// Which addresses may be called.
    pub(crate) wall: Arc<Wall>,
}

impl Ctx {
    /// What is handed over this store, by this clock.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let board = Arc::new(Board::new(clock.now()));
        let directories = Arc::new(Directories::new(Arc::clone(&store), Arc::clone(&clock)));
        let presences = Arc::new(Presences::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&directories)));
        let wall = Wall::new(Vec::new());
        let originator = Arc::new(Originator::new(wall.clone(), Trust::default()));
        let media = Media::closed(Arc::clone(&store), Arc::clone(&clock), "");
        let installed = Arc::new(Installed::new(Arc::clone(&store), Arc::clone(&clock), wall.clone(), Trust::default()));
        Self {
            store,
            clock,
            board,
            directories,
            presences,
            inbox: Arc::default(),
            outgoing: Arc::default(),
            switchboard: Arc::default(),
            originator,
            installed,
            media: Arc::new(media),
            exports: None,
            wall: Arc::new(wall),
        }
    }
}

//! One feed: what comes in one turn is kept raw, decoded, chalked up, and then recorded.

use calls::adapters::{Adapter, Input, Note, Origination, Output, SignIn};
use calls::moment::Moment;
use tracing::{debug, info, warn};

use super::recorder::{Recorder, Stopped};
use crate::board::{FeedName, Link, Standing};
use crate::ctx::Ctx;
use crate::raw::{self, Kind, Piece};

/// One feed of one source.
pub(crate) struct Feed {
    pub(super) ctx: Ctx,
    pub(super) raw: raw::Keeper,
    pub(super) name: FeedName,
    pub(super) adapter: Box<dyn Adapter>,
    pub(super) recorder: Recorder,
    /// The moment of the last turn: each has its own, so that one names what was recorded.
    pub(super) last_turn: Moment,
}

impl Feed {
    /// A feed that has not begun.
    pub(crate) fn new(ctx: Ctx, raw: raw::Keeper, name: FeedName, adapter: Box<dyn Adapter>, recorder: Recorder) -> Self {
        ctx.board.chalk(&name, ctx.clock.now(), |_| {});
        Self { ctx, raw, name, adapter, recorder, last_turn: Moment::default() }
    }

    /// The moment of a new turn: now, and later than every turn before.
    pub(super) fn turn(&mut self) -> Moment {
        self.last_turn = self.ctx.clock.now().max(self.last_turn.plus(1));
        self.last_turn
    }

    /// Keeps and decodes what came in one turn.
    pub(super) fn take(&mut self, pieces: &[Piece<'_>]) -> Output {
        self.raw.keep(&self.name, pieces);
        let mut output = Output::default();
        for piece in pieces {
            decode(self.adapter.as_mut(), piece, &mut output);
            if !piece.bytes.is_empty() && piece.kind != Kind::Asked {
                self.chalk(|standing| standing.heard_at = Some(piece.at));
            }
        }
        self.note(&output.notes);
        match output.sign_in {
            Some(SignIn::Accepted) => self.link(Link::Up),
            Some(SignIn::Refused) => self.link(Link::Refused),
            None => {}
        }
        output
    }

    /// Makes what a turn told durable, with how far the feed is read.
    pub(super) async fn record(&mut self, output: Output, position: Option<String>) -> Result<(), Stopped> {
        self.recorder.record(output.signals, position).await?;
        self.recorder.stand(output.stands).await
    }

    /// Writes down how the link stands. Where it is lost somebody may have to do something, and needs to know why.
    pub(super) fn link(&self, link: Link) {
        let (turned, why) = self.turn_link(link);
        let (account, source, feed) = &self.name;
        match link {
            _ if !turned => {}
            Link::Up => info!(%account, %source, %feed, link = link.word(), "the link turned"),
            Link::Down | Link::Refused => {
                warn!(%account, %source, %feed, link = link.word(), why = why.as_deref(), "the link turned");
            }
        }
    }

    /// How its link stands.
    pub(super) fn standing_link(&self) -> Link {
        self.ctx.board.link(&self.name)
    }

    /// Whether that is new, and what was noted last.
    fn turn_link(&self, link: Link) -> (bool, Option<String>) {
        let mut before = (false, None);
        self.chalk(|standing| before = (std::mem::replace(&mut standing.link, link) != link, standing.last_note.clone()));
        before
    }

    /// The feed stops, as it was told to: its raw file ends, and nobody hears it any more.
    pub(super) fn end(&self) {
        self.raw.end(&self.name);
        self.turn_link(Link::Down);
    }

    /// Writes down what was not understood.
    fn note(&self, notes: &[Note]) {
        let Some(last) = notes.last() else { return };
        let (account, source, feed) = &self.name;
        for note in notes {
            debug!(%account, %source, %feed, line = note.line, text = %note.text, "not understood");
        }
        self.chalk(|standing| {
            standing.notes += notes.len() as u64;
            standing.last_note = Some(last.text.to_string());
        });
    }

    /// Says why nothing can be heard. It counts as nothing that was said.
    pub(super) fn trouble(&self, why: String) {
        let (account, source, feed) = &self.name;
        let mut news = false;
        self.chalk(|standing| news = standing.last_note.replace(why.clone()).as_ref() != Some(&why));
        if news {
            warn!(%account, %source, %feed, why, "the feed has trouble");
        }
    }

    fn chalk(&self, change: impl FnOnce(&mut Standing)) {
        self.ctx.board.chalk(&self.name, self.ctx.clock.now(), change);
    }
}

/// Feeds what came to an adapter: in the first place, and whenever it is read again. Before bytes it is told the time, by which
/// a phone system that tells none is understood.
pub(super) fn decode(adapter: &mut dyn Adapter, piece: &Piece<'_>, output: &mut Output) {
    match piece.kind {
        Kind::Connected => adapter.feed(Input::Connected(Some(piece.at)), output),
        Kind::Closed => adapter.feed(Input::Closed(Some(piece.at)), output),
        Kind::Tick => adapter.feed(Input::Tick(piece.at), output),
        Kind::Asked => {
            adapter.feed(Input::Tick(piece.at), output);
            if let Some(asked) = Origination::read(piece.bytes) {
                adapter.feed(Input::Originate(&asked), output);
            }
        }
        Kind::Bytes | Kind::Request => {
            adapter.feed(Input::Tick(piece.at), output);
            adapter.feed(Input::Bytes(piece.bytes), output);
        }
    }
}

//! What the adapter of a former process knew, learned again from raw input.
//!
//! A feed that we dial, or that calls us, tells nothing twice: channels and bridges that it told of before a restart would be strangers after it.
//! So the raw input since the oldest open call is fed to the new adapter with its own times. What it told up to the last
//! recorded turn is known and is passed over, for a call that was met in its middle here was told better then; what came
//! after it was decoded by a process that did not live to record it, and is recorded now. Nothing of this is ever sent.
//! Without raw input a feed starts empty, and the records say so by gaps.

use calls::adapters::{Adapter, Output};
use calls::moment::Moment;
use calls::signal::Signal;
use tracing::{info, warn};

use super::dial::Heard;
use super::feed::{Feed, decode};
use super::recorder::Stopped;
use crate::board::FeedName;
use crate::raw::{self, Kind, Piece};

/// Raw input is read from so long before the oldest open call: its clock is the phone system's.
const MARGIN_MICROS: i64 = 60 * 1_000_000;
/// No call is looked for further back.
const BACK_MAX_MICROS: i64 = 24 * 3_600 * 1_000_000;
/// The most signals that are taken over from a process that did not record them. It read nothing while it could not.
const SIGNALS_MAX: usize = 100_000;

/// What was learned.
struct Learned {
    adapter: Box<dyn Adapter>,
    signals: Vec<Signal>,
    /// The last entry, if there was any.
    last: Option<(Kind, Moment)>,
    notes: Vec<String>,
}

/// Teaches the feed's adapter what its predecessor knew.
pub(super) async fn restore(feed: &mut Feed) -> Result<(), Stopped> {
    let Some(newest) = feed.raw.keeps().then(|| raw::newest(feed.raw.folder(), &feed.name)).flatten() else { return Ok(()) };
    let open =
        feed.recorder.ask(|ctx, (account, source, _)| async move { ctx.store.oldest_open(&account, &source).await }).await?;
    let position = async |feed: &mut Feed| {
        let asked = |ctx: crate::ctx::Ctx, name: FeedName| async move { ctx.store.position(&name.0, &name.1, &name.2).await };
        feed.recorder.ask(asked).await
    };
    let heard = position(feed).await?.and_then(|text| serde_json::from_str::<Heard>(&text).ok());
    let recorded = heard.and_then(|heard| Moment::from_micros(heard.turn)).unwrap_or_default();
    let since = open.unwrap_or(newest).min(newest).plus(-MARGIN_MICROS);
    let since = since.max(feed.ctx.clock.now().plus(-BACK_MAX_MICROS));
    let Some(learned) = learn(feed, since, recorded).await else { return Ok(()) };
    for note in &learned.notes {
        info!(account = %feed.name.0, source = %feed.name.1, feed = %feed.name.2, note, "raw input");
    }
    feed.adapter = learned.adapter;
    let mut output = Output { signals: learned.signals, ..Output::default() };
    feed.last_turn = recorded;
    if let Some((kind, at)) = learned.last {
        feed.last_turn = at.max(recorded);
        if kind != Kind::Closed {
            // The link went with the process. It is written down, so that who reads this again reads it as it was.
            feed.last_turn = feed.last_turn.plus(1);
            let mut closed = feed.take(&[Piece { kind: Kind::Closed, at: feed.last_turn, bytes: &[] }]);
            output.signals.append(&mut closed.signals);
        }
    }
    info!(account = %feed.name.0, source = %feed.name.1, feed = %feed.name.2, unrecorded = output.signals.len(), "learned again");
    let position = serde_json::to_string(&Heard { turn: feed.last_turn.micros() }).ok();
    let position = position.filter(|_| !output.signals.is_empty());
    feed.record(output, position).await
}

/// Reads beside the other tasks: there may be a day of it.
async fn learn(feed: &mut Feed, since: Moment, recorded: Moment) -> Option<Learned> {
    struct Mute;
    impl Adapter for Mute {
        fn feed(&mut self, _: calls::adapters::Input<'_>, _: &mut Output) {}
    }
    let adapter = std::mem::replace(&mut feed.adapter, Box::new(Mute));
    let entries = raw::read(feed.raw.folder(), &feed.name, since);
    match tokio::task::spawn_blocking(move || replay(adapter, entries, recorded)).await {
        Ok(learned) => Some(learned),
        Err(error) => {
            warn!(account = %feed.name.0, source = %feed.name.1, %error, "raw input could not be read again");
            None
        }
    }
}

fn replay(mut adapter: Box<dyn Adapter>, mut entries: raw::Entries, recorded: Moment) -> Learned {
    let (mut signals, mut last, mut over) = (Vec::new(), None, 0);
    for entry in entries.by_ref() {
        let mut output = Output::default();
        if last.is_none() && entry.kind != Kind::Connected {
            // The link came up long before.
            decode(adapter.as_mut(), &Piece { kind: Kind::Connected, at: entry.at, bytes: &[] }, &mut output);
        }
        decode(adapter.as_mut(), &Piece { kind: entry.kind, at: entry.at, bytes: &entry.bytes }, &mut output);
        if entry.at > recorded {
            let room = SIGNALS_MAX - signals.len().min(SIGNALS_MAX);
            over += output.signals.len().saturating_sub(room);
            signals.extend(output.signals.into_iter().take(room));
        }
        last = Some((entry.kind, entry.at));
    }
    let mut notes = std::mem::take(&mut entries.notes);
    if over > 0 {
        notes.push(format!("{over} signals more than {SIGNALS_MAX} were not recorded and are left out"));
    }
    Learned { adapter, signals, last, notes }
}

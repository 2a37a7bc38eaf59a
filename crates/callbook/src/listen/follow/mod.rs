//! A feed that is a growing file: read on from where it was recorded, through restarts and rotations.
//!
//! How far it is read is recorded in the same transaction as what was read, so that nothing is told twice or never. A file that
//! is replaced is read to its end by the handle that we hold, then the new one from its start; one that was renamed while we
//! were away is looked for beside it. Reads come from the page cache and are short, so that they are plain ones. It is polled: a
//! fifth of a second is not felt, and it works on every file system.

mod place;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use calls::adapters::{Input, Output, Position};
use calls::moment::Moment;
use tokio::sync::watch;

use self::place::{Log, Place};
use super::feed::Feed;
use super::recorder::Stopped;
use crate::board::Link;
use crate::raw::{Kind, Piece};

/// How often a file is looked at for more.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How often it is looked whether what is no file has become one.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(5);
/// The most bytes that are taken in one turn.
const TURN_BYTES_MAX: usize = 256 * 1024;

/// A file that is being read.
struct Open {
    log: Log,
    /// Where in the file the adapter counts from.
    counted_from: u64,
    /// Where in the file to read on.
    read: u64,
    /// What was recorded last of how far it is.
    recorded: Position,
    /// When the adapter wants to be told the time.
    wake_at: Option<Moment>,
}

/// What a look at the file came to.
enum Look {
    /// There may be more at once.
    Read,
    /// Nothing more for now.
    Quiet,
    /// What stands there cannot be followed, and hardly will be soon.
    Hopeless,
}

/// Follows until told to stop.
pub(crate) async fn run(mut feed: Feed, file: PathBuf, stop: watch::Receiver<bool>) {
    let mut open: Option<Open> = None;
    let mut buffer = vec![0; TURN_BYTES_MAX];
    while !*stop.borrow() {
        let looked = match open.take() {
            None => begin(&mut feed, &file).await.map(|begun| match begun {
                Ok(opened) => {
                    open = Some(opened);
                    Look::Read
                }
                Err(look) => look,
            }),
            Some(mut one) => {
                let looked = look(&mut feed, &mut one, &file, &mut buffer).await;
                open = Some(one);
                looked
            }
        };
        let Ok(looked) = looked else { break };
        let wait = match looked {
            Look::Read => Duration::ZERO,
            Look::Quiet => LOOK_EVERY,
            Look::Hopeless => LOOK_AGAIN_AFTER,
        };
        if !wait.is_zero() && !feed.recorder.pause(wait).await {
            break;
        }
    }
    feed.end();
}

/// Opens the file, at its start or where it was recorded; or says what looking at it came to, while it cannot be opened.
async fn begin(feed: &mut Feed, path: &Path) -> Result<Result<Open, Look>, Stopped> {
    let asked =
        |ctx: crate::ctx::Ctx, name: crate::board::FeedName| async move { ctx.store.position(&name.0, &name.1, &name.2).await };
    let place = feed.recorder.ask(asked).await?.and_then(|text| Place::parse(&text));
    let mut log = match Log::open(path) {
        Ok(log) => log,
        Err(error) => return Ok(Err(unopened(feed, &error))),
    };
    if let Some(place) = place.filter(|place| place.told > 0) {
        if place.is_of(&mut log) {
            return resume(feed, log, &place).await.map(Ok);
        }
        if let Some(renamed) = place.beside(path) {
            return resume(feed, renamed, &place).await.map(Ok);
        }
        feed.trouble("the file was replaced while nobody followed it; what it told meanwhile may be missing".to_owned());
    }
    fresh(feed, log).await.map(Ok)
}

/// Says why the file cannot be opened.
fn unopened(feed: &Feed, error: &io::Error) -> Look {
    feed.trouble(format!("the file cannot be opened: {error}"));
    feed.link(Link::Down);
    if error.kind() == io::ErrorKind::InvalidInput { Look::Hopeless } else { Look::Quiet }
}

/// A file from its start.
async fn fresh(feed: &mut Feed, log: Log) -> Result<Open, Stopped> {
    let mut open = Open { log, counted_from: 0, read: 0, recorded: Position::default(), wake_at: None };
    feed.link(Link::Up);
    let at = feed.turn();
    let output = feed.take(&[Piece { kind: Kind::Connected, at, bytes: &[] }]);
    record(feed, &mut open, output).await?;
    Ok(open)
}

/// A file where it was left: the calls that were open are learned again, and what is told of them is thrown away.
async fn resume(feed: &mut Feed, mut log: Log, place: &Place) -> Result<Open, Stopped> {
    let now = feed.turn();
    let mut known = Output::default();
    feed.adapter.feed(Input::Connected(Some(now)), &mut known);
    let mut read = place.learn_from;
    let mut buffer = vec![0; TURN_BYTES_MAX];
    while read < place.told {
        let wanted = usize::try_from(place.told - read).unwrap_or(usize::MAX).min(buffer.len());
        let room = buffer.get_mut(..wanted).unwrap_or_default();
        let length = match log.read(read, room) {
            Ok(length) if length > 0 => length,
            _ => break,
        };
        feed.adapter.feed(Input::Bytes(room.get(..length).unwrap_or_default()), &mut known);
        known = Output::default();
        read += length as u64;
    }
    feed.adapter.feed(Input::Closed(Some(now)), &mut known);
    feed.link(Link::Up);
    let recorded = Position { learn_from: place.learn_from, told: place.told };
    Ok(Open { log, counted_from: place.learn_from, read, recorded, wake_at: Some(now) })
}

/// Reads what is there, or finds out whether another file took its place.
async fn look(feed: &mut Feed, open: &mut Open, path: &Path, buffer: &mut [u8]) -> Result<Look, Stopped> {
    if open.log.was_cut(open.read) {
        feed.trouble("the file was cut; it is read again from its start".to_owned());
        return again(feed, open, path).await;
    }
    match open.log.read(open.read, buffer) {
        Ok(0) => {}
        Ok(length) => {
            open.read += length as u64;
            let at = feed.turn();
            let bytes = buffer.get(..length).unwrap_or_default();
            let output = feed.take(&[Piece { kind: Kind::Bytes, at, bytes }]);
            record(feed, open, output).await?;
            return Ok(Look::Read);
        }
        Err(error) => {
            feed.trouble(format!("the file cannot be read: {error}"));
            feed.link(Link::Down);
            return Ok(Look::Quiet);
        }
    }
    if open.log.is_replaced_at(path) {
        // Its writer may have written once more before it let go of the old file.
        let mut rest = [0; 1];
        if matches!(open.log.read(open.read, &mut rest), Ok(1)) {
            return Ok(Look::Read);
        }
        return again(feed, open, path).await;
    }
    if open.wake_at.is_some_and(|at| at <= feed.ctx.clock.now()) {
        let at = feed.turn();
        let output = feed.take(&[Piece { kind: Kind::Tick, at, bytes: &[] }]);
        record(feed, open, output).await?;
    }
    Ok(Look::Quiet)
}

/// Ends the file that we read and goes on with the one that is at the path now.
async fn again(feed: &mut Feed, open: &mut Open, path: &Path) -> Result<Look, Stopped> {
    // It may be about to come: until then the old one is held.
    let log = match Log::open(path) {
        Ok(log) => log,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Look::Quiet),
        Err(error) => return Ok(unopened(feed, &error)),
    };
    let at = feed.turn();
    let output = feed.take(&[Piece { kind: Kind::Closed, at, bytes: &[] }]);
    record(feed, open, output).await?;
    *open = fresh(feed, log).await?;
    Ok(Look::Read)
}

/// Makes durable what a turn told, and how far the file is told with it.
async fn record(feed: &mut Feed, open: &mut Open, output: Output) -> Result<(), Stopped> {
    open.wake_at = output.wake_at;
    let counted = output.position.unwrap_or_default();
    let position = Position { learn_from: open.counted_from + counted.learn_from, told: open.counted_from + counted.told };
    if output.signals.is_empty() && position == open.recorded {
        return Ok(());
    }
    let place = Place::of(&mut open.log, position).map(|place| place.text());
    feed.record(output, place).await?;
    open.recorded = position;
    Ok(())
}

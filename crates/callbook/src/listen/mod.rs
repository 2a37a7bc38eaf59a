//! Listening: every feed of every source that we dial or follow, or that calls us, one task each.
//!
//! What runs is compared with the store every few seconds, so that a source entered, changed or removed by whomever is picked
//! up without a restart. A feed takes what comes in turns: it is kept raw, decoded, resolved and recorded, and only then is
//! more read; while the store cannot be written nothing is read, so that the phone system waits or keeps it. Nothing here
//! knows a word of any phone system, and no feed knows of another.
//! To add a way for input to come: a case of [`Door`], its line in [`door`], and a module that takes it.

mod dial;
mod feed;
mod follow;
mod receive;
mod recorder;
mod restore;
mod retain;
mod silence;
mod sweep;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use calls::Text;
use calls::adapters::{ADAPTERS, Badge, Dialling, Kind, Login, Settings};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tracing::{error, info, warn};

use crate::board::FeedName;
use crate::ctx::Ctx;
use crate::inbox::Way;
use crate::raw;
use crate::resolve::Numbering;
use crate::store::{self, AmiLink, SourceRow, SourceSettings, TwilioLink};

pub(crate) use feed::Feed;
pub(crate) use follow::run as follow;
pub(crate) use recorder::Recorder;

/// How often what runs is compared with the store.
const COMPARE_EVERY: Duration = Duration::from_secs(2);
/// A feed that does not end within this time is cut off.
const END_MAX: Duration = Duration::from_secs(10);

/// Listens until it is told to stop, and ends every feed before it returns.
pub(crate) async fn run(ctx: Ctx, raw: raw::Keeper, mut stop: watch::Receiver<bool>) {
    let sweeper = tokio::spawn(sweep::run(ctx.clone(), raw.clone(), stop.clone()));
    let keeper = tokio::spawn(retain::run(ctx.clone(), raw.clone(), stop.clone()));
    let ear = tokio::spawn(silence::run(ctx.clone(), stop.clone()));
    let mut running = BTreeMap::new();
    while !*stop.borrow() {
        match wanted(&ctx).await {
            Ok(wanted) => compare(&ctx, &raw, wanted, &mut running).await,
            Err(error) => warn!(%error, "sources cannot be read; what runs goes on"),
        }
        tokio::select! {
            gone = stop.changed() => if gone.is_err() { break },
            () = sleep(COMPARE_EVERY) => {}
        }
    }
    for one in running.values() {
        let _ = one.stop.send(true);
    }
    for (name, one) in running {
        one.end(&ctx, &name).await;
    }
    sweeper.abort();
    keeper.abort();
    ear.abort();
}

/// A feed that there should be.
struct Wanted {
    row: SourceRow,
    kind: &'static Kind,
    door: Door,
    numbering: Numbering,
}

/// How input comes.
enum Door {
    /// We dial a manager interface.
    Dial(AmiLink),
    /// We follow a file.
    Follow(PathBuf),
    /// It calls us.
    Receive(Way),
}

/// A feed that runs.
struct Running {
    /// What it was started with: where this differs, it is started anew.
    settings: SourceSettings,
    numbering: watch::Sender<Numbering>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    async fn end(self, ctx: &Ctx, name: &FeedName) {
        let _ = self.stop.send(true);
        let mut task = self.task;
        match timeout(END_MAX, &mut task).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => error!(account = %name.0, source = %name.1, feed = %name.2, %error, "a feed failed"),
            Err(_) => task.abort(),
        }
        ctx.board.wipe(name);
    }
}

/// The feeds that there should be, by name.
async fn wanted(ctx: &Ctx) -> store::Result<BTreeMap<FeedName, Wanted>> {
    let accounts = ctx.store.accounts().await?;
    let mut wanted = BTreeMap::new();
    for row in ctx.store.sources(None).await? {
        let Some(account) = accounts.iter().find(|account| account.account == row.account) else { continue };
        for adapter in &row.settings.adapters {
            // A source that tells its calls itself, or is only imported, has no door of ours.
            let Some(kind) = ADAPTERS.iter().find(|kind| kind.name == adapter) else { continue };
            let Some(door) = door(kind, &row.settings) else { continue };
            let name = (row.account.clone(), row.source.clone(), Text::new_static(kind.name));
            wanted.insert(name, Wanted { row: row.clone(), kind, door, numbering: Numbering::from(account) });
        }
    }
    Ok(wanted)
}

/// The way in that the settings name for an adapter.
fn door(kind: &Kind, settings: &SourceSettings) -> Option<Door> {
    match kind.name {
        "asterisk-ami" => settings.ami.clone().map(Door::Dial),
        "asterisk-cel" => settings.cel_file.as_ref().map(|file| Door::Follow(PathBuf::from(file))),
        _ => kind.receive.zip(settings.twilio.as_ref()).map(|(receive, link)| Door::Receive(way(receive, link))),
    }
}

/// How requests of an account at Twilio are taken.
fn way(receive: calls::adapters::Receive, link: &TwilioLink) -> Way {
    let secrets = [Some(&link.auth_token), link.auth_token_secondary.as_ref()].into_iter().flatten().map(Text::new).collect();
    let badge = Badge { name: Text::new(&link.account_sid), secrets };
    Way { receive, badge, public_url: link.public_url.clone(), forward_url: link.forward_url.clone() }
}

/// Ends what should not run as it does, and starts what should.
async fn compare(ctx: &Ctx, raw: &raw::Keeper, wanted: BTreeMap<FeedName, Wanted>, running: &mut BTreeMap<FeedName, Running>) {
    let stale = |name: &FeedName, one: &Running| {
        one.task.is_finished() || wanted.get(name).is_none_or(|wanted| told(&wanted.row.settings) != one.settings)
    };
    let names: Vec<_> = running.iter().filter(|(name, one)| stale(name, one)).map(|(name, _)| name.clone()).collect();
    for name in names {
        if let Some(one) = running.remove(&name) {
            info!(account = %name.0, source = %name.1, feed = %name.2, "no longer listening");
            one.end(ctx, &name).await;
        }
    }
    for (name, one) in wanted {
        match running.get(&name) {
            Some(known) => {
                let differs = |now: &mut Numbering| std::mem::replace(now, one.numbering.clone()) != one.numbering;
                known.numbering.send_if_modified(differs);
            }
            None => {
                info!(account = %name.0, source = %name.1, feed = %name.2, "listening");
                running.insert(name.clone(), start(ctx, raw, name, one));
            }
        }
    }
}

/// The settings that a feed is started with. The others are read where they count.
fn told(settings: &SourceSettings) -> SourceSettings {
    SourceSettings {
        recordings_folder: None,
        silence_s: None,
        give_up_ringing_s: None,
        give_up_talking_s: None,
        ..settings.clone()
    }
}

fn start(ctx: &Ctx, raw: &raw::Keeper, name: FeedName, wanted: Wanted) -> Running {
    let (numbering, of_account) = watch::channel(wanted.numbering);
    let (stop, stopped) = watch::channel(false);
    let settings = told(&wanted.row.settings);
    let link = match &wanted.door {
        Door::Dial(link) => Some(link),
        Door::Follow(_) | Door::Receive(_) => None,
    };
    let adapter = (wanted.kind.make)(&for_adapter(&name.1, &settings, link));
    let recorder = Recorder::new(ctx.clone(), name.clone(), of_account, stopped.clone());
    let feed = Feed::new(ctx.clone(), raw.clone(), name, adapter, recorder);
    let task = match wanted.door {
        Door::Dial(link) => tokio::spawn(dial::run(feed, link.address, stopped)),
        Door::Follow(file) => tokio::spawn(follow(feed, file, stopped)),
        Door::Receive(way) => tokio::spawn(receive::run(feed, way, stopped)),
    };
    Running { settings, numbering, stop, task }
}

/// What an adapter is told of its source.
pub(crate) fn for_adapter(source: &str, settings: &SourceSettings, link: Option<&AmiLink>) -> Settings {
    let texts = |words: &[String]| words.iter().map(Text::new).collect();
    Settings {
        source: Text::new(source),
        trunk_endpoints: texts(&settings.trunk_endpoints),
        trunk_contexts: texts(&settings.trunk_contexts),
        extensions: texts(&settings.extensions),
        login: link.map(|link| Login {
            username: Text::new(&link.username),
            secret: Text::new(&link.secret),
            challenge: link.challenge,
        }),
        dialling: link.and_then(|link| link.originate.as_ref()).map(|said| Dialling {
            context: Text::new(&said.context),
            priority: said.priority,
            number: Text::new(&said.number),
            ring_s: said.ring_s,
        }),
    }
}

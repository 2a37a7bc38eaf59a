//! Installed apps, ready to run: what the store keeps of them, the pool that runs them, and the host behind their globals.
//!
//! Whoever delivers and whoever answers both run apps, and meet here. What is held in memory is what the store says: it is read
//! anew with each version of an app. Each run's lines go to the app's log. Nothing here decides when an event is due, but for
//! those that an app wants to have later (`ticker`). To add a global: its method in `host`.

mod host;
mod install;
mod pace;
pub(crate) mod ticker;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use calls::Text;
use calls::dialects::Event;
use calls::dialects::freshworks::{self, Account, Iparam, Setting};
use calls::moment::Moment;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tracing::{error, warn};
use uuid::Uuid;

use crate::apps::{App, AppKey, End, Exported, Generation, Mode, Outcome, Package, Pool, Run, Settings};
use crate::clock::Clock;
use crate::outward::{Asker, Trust, Wall};
use crate::store::{AppLine, AppRow, FreshworksSettings, Result, Store, StoreError};
use host::StoreHost;
pub(crate) use install::NotInstalled;
use pace::Pace;

/// For how long it is believed what accounts say of themselves, in microseconds.
const BELIEVED_FOR_MICROS: i64 = 1_000_000;
/// The most accounts of which that is held; with one more all are asked again.
const ACCOUNTS_MAX: usize = 4_096;
/// The most apps that are held; with one more all are read again.
const HELD_MAX: usize = 1_024;

/// All installed apps.
pub(crate) struct Installed {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    wall: Wall,
    trust: Trust,
    /// Made when the first app runs: most commands never do.
    pool: OnceLock<Option<Pool>>,
    asker: OnceLock<Option<Asker>>,
    held: Mutex<HashMap<(Text, Text), Arc<Installation>>>,
    /// What accounts said of themselves, and when that was asked.
    said: Mutex<HashMap<Text, (FreshworksSettings, Moment)>>,
    /// Whoever says something of an account's apps has the account's.
    alone: Mutex<HashMap<Text, Arc<tokio::sync::Mutex<()>>>>,
}

/// One app, as it is installed.
pub(crate) struct Installation {
    /// What the store says of it.
    pub(crate) row: AppRow,
    /// What is run.
    pub(crate) app: App,
    /// What prevents nothing and should be known.
    pub(crate) warnings: Vec<String>,
    iparams: Vec<Iparam>,
    /// What the account said of itself, and what that comes to.
    said: FreshworksSettings,
    account: Account,
    pace: Pace,
    /// Server methods: as often as its store.
    calls: Pace,
}

/// What an app that asks too much of its store is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It is run a little later (sheet, 4.7: event handlers are queued).
    Queued,
    /// It is refused.
    Refused,
}

impl Installed {
    /// The apps in this store, whose requests go where `wall` lets them, to whom `trust` or the machine vouches for.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, wall: Wall, trust: Trust) -> Self {
        Self {
            store,
            clock,
            wall,
            trust,
            pool: OnceLock::new(),
            asker: OnceLock::new(),
            held: Mutex::default(),
            said: Mutex::default(),
            alone: Mutex::default(),
        }
    }

    /// The app of that name as it is installed now; none if there is none.
    pub(crate) async fn find(&self, account: &Text, app: &str) -> Result<Option<Arc<Installation>>> {
        let Some(row) = self.row(account, app).await? else { return Ok(None) };
        let key = (account.clone(), row.app.clone());
        let held = self.held().get(&key).cloned();
        let said = self.said(account).await?;
        if let Some(held) = held.filter(|held| held.row == row && held.said == said) {
            return Ok(Some(held));
        }
        let Some((row, package)) = self.store.app(account, app).await? else { return Ok(None) };
        let read = Package::unzip(&package).map_err(|says| StoreError::Broken(format!("the package of app {app}: {says}")))?;
        let read = Arc::new(self.prepare(row, &read, &package).await?);
        let mut held = self.held();
        if held.len() >= HELD_MAX {
            held.clear();
        }
        held.insert(key, Arc::clone(&read));
        Ok(Some(read))
    }

    /// An app as it would be installed.
    pub(crate) async fn prepare(&self, row: AppRow, package: &Package, bytes: &[u8]) -> Result<Installation> {
        let id = self.store.serials(&row.account, vec![(Text::new_static("account"), row.account.clone())]).await?;
        let said = self.said(&row.account).await?;
        let id = id.first().copied().unwrap_or_default();
        let account = Account::new(&row.account, id, said.region.as_deref(), said.domain.as_deref());
        // Warm memory is of one installation and of what is in it, and never of another one's.
        let content = Uuid::new_v5(&row.subscription, &Sha256::digest(bytes));
        let key = AppKey::of(&row.account, &format!("{}/{}/{content}", row.account, row.app));
        let app = App::new(key, Mode::Production, package);
        let iparams = iparams(&row.iparams, package.iparams.as_ref());
        Ok(Installation {
            row,
            app,
            warnings: package.warnings.clone(),
            iparams,
            said,
            account,
            pace: Pace::default(),
            calls: Pace::default(),
        })
    }

    /// What an account says of itself as one at Freshworks.
    async fn said(&self, account: &Text) -> Result<FreshworksSettings> {
        let now = self.clock.now();
        let held = self.all_said().get(account).cloned();
        if let Some((said, _)) = held.filter(|(_, at)| (0..BELIEVED_FOR_MICROS).contains(&now.since(*at))) {
            return Ok(said);
        }
        let row = self.store.accounts().await?.into_iter().find(|row| row.account == *account);
        let said = row.map(|row| row.dialects.freshworks).unwrap_or_default();
        let mut all = self.all_said();
        if all.len() >= ACCOUNTS_MAX {
            all.clear();
        }
        all.insert(account.clone(), (said.clone(), now));
        Ok(said)
    }

    fn all_said(&self) -> MutexGuard<'_, HashMap<Text, (FreshworksSettings, Moment)>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads an app and says what it has, or what prevents its installation (F34).
    pub(crate) async fn check(&self, app: &App) -> std::result::Result<Exported, String> {
        match self.pool() {
            Some(pool) => pool.check(app).await,
            None => Err(Outcome::Lost.says()),
        }
    }

    /// Runs a handler, and keeps what it wrote. `what` names the run in the log where it failed.
    pub(crate) async fn run(&self, one: &Installation, what: &str, run: Run<'_>, manner: Manner) -> End {
        if manner == Manner::Queued {
            one.pace.has_room().await;
        }
        let host = StoreHost { installed: self, one, manner };
        let end = match self.pool() {
            Some(pool) => pool.run(&one.app, run, &host).await,
            None => End { outcome: Outcome::Lost, log: Vec::new(), took: Duration::ZERO },
        };
        self.write_down(&one.row, what, &end).await;
        end
    }

    /// Keeps what was written in a run, and that it failed.
    async fn write_down(&self, row: &AppRow, what: &str, end: &End) {
        let at = self.clock.now();
        let line = |level: &str, text: &str| AppLine { no: 0, at, level: level.to_owned(), text: text.to_owned() };
        let mut lines: Vec<AppLine> = end.log.iter().map(|written| line(&written.level, &written.text)).collect();
        if let Some(reason) = end.outcome.reason() {
            lines.push(line("error", &format!("{what} failed ({reason}): {}", end.outcome.says())));
        }
        if lines.is_empty() {
            return;
        }
        if let Err(error) = self.store.add_app_lines(&row.account, &row.app, lines).await {
            warn!(account = %row.account, app = %row.app, %error, "what an app wrote cannot be kept");
        }
    }

    fn pool(&self) -> Option<&Pool> {
        let made = || {
            let settings = Settings::here().map_err(|error| error!(%error, "no app can be run: this program is not found"));
            settings.ok().map(Pool::new)
        };
        self.pool.get_or_init(made).as_ref()
    }

    fn asker(&self) -> Option<&Asker> {
        let made = || Asker::new(self.wall.clone(), &self.trust).map_err(|error| error!(%error, "apps can ask nobody")).ok();
        self.asker.get_or_init(made).as_ref()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<(Text, Text), Arc<Installation>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Installation {
    /// What a handler is called with for an event; none if the event says no JSON.
    pub(crate) fn payload(&self, event: &Event) -> Option<String> {
        let generation = match self.app.manifest.generation {
            Generation::Two => freshworks::Generation::V2,
            Generation::Three => freshworks::Generation::V3,
        };
        freshworks::envelope(generation, event, &self.account, &self.iparams, &Map::new())
    }

    /// The same for an event that is of no call, with what it brings along.
    pub(crate) fn payload_of(&self, word: &'static str, at: Moment, body: &str) -> Option<String> {
        self.payload(&Event { call: Uuid::nil(), serial: 0, word, at, body: body.to_owned() })
    }

    /// The handler of an event, if the app subscribed to it.
    pub(crate) fn handler(&self, event: &str) -> Option<&str> {
        self.app.manifest.events.get(event).map(String::as_str)
    }

    /// Counts a call of a server method; in how many seconds it may be called again, where that is too often (sheet, 4.7).
    pub(crate) fn calls_again_in(&self) -> Option<u64> {
        if self.calls.count() { None } else { Some(self.calls.again_in().as_secs().max(1)) }
    }

    /// What it was given.
    pub(crate) fn given(&self) -> Map<String, Value> {
        self.iparams.iter().map(|iparam| (iparam.name.to_string(), iparam.value.clone())).collect()
    }
}

/// What was given, each by the kind that the app says it is.
fn iparams(given: &str, said: Option<&Value>) -> Vec<Iparam> {
    let given: Map<String, Value> = serde_json::from_str(given).unwrap_or_default();
    let kind = |name: &str| match said.and_then(|said| said.get(name)?.get("type")?.as_str()) {
        Some("domain") => Setting::Domain,
        _ => Setting::Plain,
    };
    given.into_iter().map(|(name, value)| Iparam { kind: kind(&name), name: Text::from(name), value }).collect()
}

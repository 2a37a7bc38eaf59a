//! Installed apps, and what each keeps, wants to have later and wrote: what goes into a store of it and comes out.
//!
//! An app is told of changes by a subscription of its own, which comes and goes with it. What an app may ask for is decided by
//! whoever runs it: a value is read, and swapped for another if it is still what was read. To keep one more thing of an app: its
//! table, dropped in `remove_app`.

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use uuid::Uuid;

use super::{Put, Result};

/// The most apps of an account.
pub(crate) const APPS_MAX: usize = 100;
/// The most keys that an app keeps.
pub(crate) const APP_VALUES_MAX: usize = 20_000;
/// The most lines of an app's log that are kept, the latest.
pub(crate) const APP_LOG_LINES_MAX: usize = 20_000;
/// The most bytes of them.
pub(crate) const APP_LOG_BYTES_MAX: usize = 1 << 20;

/// An app that is installed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AppRow {
    /// Whose it is.
    pub(crate) account: Text,
    /// Names it within the account, and in addresses.
    pub(crate) app: Text,
    /// The subscription by which it is told: another one each time it is installed anew.
    pub(crate) subscription: Uuid,
    /// Counts what was said of it. Not read when it is put: the store counts.
    pub(crate) version: u64,
    /// What it was given, a JSON object.
    pub(crate) iparams: String,
    /// When it was installed.
    pub(crate) installed_at: Moment,
    /// When something was said of it last.
    pub(crate) changed_at: Moment,
}

/// A value that an app keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppValue {
    /// A JSON object.
    pub(crate) value: String,
    /// When it counts no more, in microseconds since the epoch.
    pub(crate) expires_at: Option<i64>,
}

/// An event that an app wants to have later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppSchedule {
    /// Whose.
    pub(crate) account: Text,
    /// Which app's.
    pub(crate) app: Text,
    /// Its name within the app.
    pub(crate) name: String,
    /// What it brings along, a JSON object.
    pub(crate) brings: String,
    /// When it happens next, in microseconds since the epoch.
    pub(crate) at: i64,
    /// How often again: the unit's word, and every so many of it.
    pub(crate) repeat: Option<(String, u32)>,
}

/// A line that an app wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppLine {
    /// Its number in the app's log; not read when it is added.
    pub(crate) no: u64,
    /// When.
    pub(crate) at: Moment,
    /// `log`, `info`, `warn`, `error` or `debug`.
    pub(crate) level: String,
    /// What was written.
    pub(crate) text: String,
}

/// Apps. A method that names an app which is not there does nothing, or finds nothing.
#[async_trait]
pub(crate) trait Apps {
    /// The apps of one account or of all, by name.
    async fn apps(&self, account: Option<&str>) -> Result<Vec<AppRow>>;
    /// One app.
    async fn app_row(&self, account: &str, app: &str) -> Result<Option<AppRow>>;
    /// One app with its package, a zip file.
    async fn app(&self, account: &str, app: &str) -> Result<Option<(AppRow, Vec<u8>)>>;
    /// Installs an app, which is told of every change from now on, or says something else of one that is there: of that one
    /// subscription and time of installation stay, and without a package the package too. If it was switched off, it is on again.
    async fn put_app(&self, row: AppRow, package: Option<Vec<u8>>) -> Result<Put>;
    /// Removes an app with everything it has, its subscription and deliveries among it.
    async fn remove_app(&self, account: &str, app: &str, at: Moment) -> Result<bool>;
    /// Adds lines to an app's log, and drops those that are too many.
    async fn add_app_lines(&self, account: &str, app: &str, lines: Vec<AppLine>) -> Result<()>;
    /// An app's log, newest first, those before a number.
    async fn app_lines(&self, account: &str, app: &str, before: Option<u64>, rows: usize) -> Result<Vec<AppLine>>;
    /// What an app keeps under a key, whether it still counts or not.
    async fn app_value(&self, account: &str, app: &str, key: &str) -> Result<Option<AppValue>>;
    /// Puts another value in the place of one, or none. False if there is another there by now.
    async fn swap_app_value(
        &self,
        account: &str,
        app: &str,
        key: &str,
        was: Option<AppValue>,
        is: Option<AppValue>,
    ) -> Result<bool>;
    /// Drops values that count no more, of all accounts. How many.
    async fn drop_app_values(&self, now: Moment) -> Result<usize>;
    /// The event of that name which an app wants to have.
    async fn app_schedule(&self, account: &str, app: &str, name: &str) -> Result<Option<AppSchedule>>;
    /// How many an app has that happen once, and that happen again and again.
    async fn count_app_schedules(&self, account: &str, app: &str) -> Result<(usize, usize)>;
    /// Puts another in the place of one, or none. False if there is another there by now.
    async fn swap_app_schedule(&self, was: Option<AppSchedule>, is: Option<AppSchedule>) -> Result<bool>;
    /// Of each installed app of all accounts what is due first, the oldest first; nothing of those that are `busy`, so that however
    /// much is due of one, others get their turn.
    async fn due_app_schedules(&self, now: Moment, busy: Vec<(Text, Text)>, rows: usize) -> Result<Vec<AppSchedule>>;
    /// The account's integers for things, each a kind and a word: that of the directory's entry, else one that is given now and for
    /// ever (rule N17).
    async fn serials(&self, account: &str, things: Vec<(Text, Text)>) -> Result<Vec<u64>>;
}

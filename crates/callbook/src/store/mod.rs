//! The store: the only place that keeps anything, and the only SQL.
//!
//! A [`Store`] is some forty use-cases, each one transaction, so that a caller can never leave something half done and a
//! second database can follow without changing a caller. Whatever is asked or handed in names one account; nothing crosses
//! accounts. What was recorded is durable when the future is ready, never before. Nothing here reads a clock: times are handed
//! in. To add a use-case: a method here, in every folder beside this file, and a story in `story`.

mod apps;
mod clue;
mod dialects;
mod directory;
mod erasure;
mod errand;
mod error;
mod exports;
mod figures;
mod ledger;
mod media;
mod originations;
mod outbox;
mod people;
mod rows;
mod sqlite;
mod stage;
#[cfg(test)]
mod story;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use calls::Text;
use calls::moment::Moment;
use calls::presence::Stand;
use tokio::sync::watch;
use uuid::Uuid;

pub(crate) use apps::{AppLine, AppRow, AppSchedule, AppValue, Apps};
pub(crate) use clue::{Clue, LAST_DIGITS, words_of};
pub(crate) use dialects::{
    CREATED_ROWS_MAX, CURRENCY, Created, CreatedAsk, Creation, DialectSettings, Dialects, FreshworksSettings, GIVEN_ROWS_MAX,
    GIVEN_TO_NUMBERS, GivenAsk, Hearsay, NUMBERED_ROWS_MAX, Numbered, NumberedAsk, NumberedCall, Overheard, Overhearing,
    Remark, Remarked, SerialAsk, WALKED_ROWS_MAX, WalkAsk, Whereabouts,
};
pub(crate) use directory::{
    Alias, Compared, DirectoryRows, ENTRIES_MAX, EntryAsk, EntryKind, EntryPut, EntryRow, EntrySettings, FIRST_SIGHTS_MAX,
    KEY_CHARS_MAX, Seen, Sought,
};
pub(crate) use erasure::{Erased, Erasing, Erasure, HOUR, RETENTION_DAYS_MAX, RawHour, Retention, days_before};
pub(crate) use errand::{Aim, Did, Errand, Writing};
pub(crate) use error::{Result, StoreError};
#[cfg(test)]
pub(crate) use exports::{EXPORTS_MAX, EXPORTS_OF_ONE_MAX};
pub(crate) use exports::{ExportFate, ExportRow, Exports};
pub(crate) use figures::{FIGURE_ROWS_MAX, FigureAsk, FigureRow, Part};
pub(crate) use ledger::marks::is_missed;
pub(crate) use ledger::{OUTCOMES, Spread, Tally, WITHIN_S_MAX};
pub(crate) use media::{
    Keeping, MEDIA_ROWS_MAX, Media, MediaOf, MediaRow, Recordings, Touch, Touching, WantedCount, WantedRow,
};
pub(crate) use originations::{
    AmiOriginate, Fate, OriginationRow, Originations, TwilioOriginate, as_asked, first_step, half_a_minute,
};
pub(crate) use outbox::{
    ATTEMPTS_MAX, AttemptRow, CredentialsRow, DeliveryRow, DialectRow, Outbox, Outstanding, OwingRow, Receiver, SecretRow,
    Settling, Standing, StreamRow, SubscriptionRow, SubscriptionSettings, TellsApp, ToldApp, WAITING_MAX,
};
pub(crate) use people::{PersonRow, Role, Sees, TokenRow, WhoIsWho};
pub(crate) use rows::{
    AccountRow, AmiLink, Batch, ChangeKind, ChangeRow, Changes, Filter, Found, Limits, Listed, Mark, Mode, Page, Place, Put,
    Recorded, Refolded, SignalRow, SourceRow, SourceSettings, SourceTurn, Sums, Tallied, TwilioLink, WRAPUP_LIMIT_S,
    WRAPUP_LIMIT_S_MAX, What, Wrapup,
};
pub(crate) use sqlite::{bare_connection, check, open, open_uncounted, restored};
pub(crate) use stage::{StageFrom, StageRows, StandRow, StandsMark};

/// The most rows that one page of a list holds.
pub(crate) const PAGE_ROWS_MAX: usize = 500;
/// The most rows that are looked at for one page; then the page ends and says where to go on.
pub(crate) const PAGE_SCAN_MAX: usize = 10_000;
/// The most rows that are counted, or looked at to be counted.
pub(crate) const COUNT_MAX: usize = 10_000;
/// A quarter of an hour, in microseconds: clocks of every zone differ by whole ones.
pub(crate) const QUARTER: i64 = 900 * 1_000_000;
/// The most words that the beginning of one may mean; more are refused.
pub(crate) const WORDS_BEGUN_MAX: usize = 256;
/// The most entries of the directory that a name may mean; more are refused.
pub(crate) const CALLED_MAX: usize = WORDS_BEGUN_MAX;
/// The most of them that are read by the rarest word of a name; one that more have is refused.
pub(crate) const CALLED_READ_MAX: usize = 50_000;
/// The most changes that are handed out at once.
pub(crate) const CHANGES_MAX: usize = 1_000;
/// The most signals of one batch; more are refused before anything is written.
pub(crate) const BATCH_SIGNALS_MAX: usize = 10_000;
/// The most sessions of a person, or of a token, at a time; with one more the oldest ends.
pub(crate) const SESSIONS_MAX: usize = 20;
/// The same of the logins of a person in one dialect, whose clients log in from many machines and renew often.
pub(crate) const LOGINS_MAX: usize = 500;
/// The most people of an account.
pub(crate) const PEOPLE_MAX: usize = 10_000;

/// Where everything is kept. Errors: [`StoreError::Unavailable`] whenever nothing was written and trying again may help.
#[async_trait]
pub(crate) trait Store:
    Outbox + Apps + Dialects + Recordings + Originations + Exports + Erasure + Send + Sync + 'static
{
    // In

    /// Makes signals durable, folds them, and writes what they changed: one transaction, which may be shared with others.
    /// A signal that is known already is passed over. The mark is kept in that same transaction.
    async fn record(&self, batch: Batch) -> Result<Recorded>;
    /// How far a feed was read, as its last mark said.
    async fn position(&self, account: &str, source: &str, feed: &str) -> Result<Option<String>>;
    /// When the oldest conversation of a source began that has not ended.
    async fn oldest_open(&self, account: &str, source: &str) -> Result<Option<Moment>>;
    /// Writes that a source fell silent or speaks again, into the change feed.
    async fn source_turned(&self, account: &str, source: &str, turn: SourceTurn, at: Moment) -> Result<()>;
    /// Gives up on legs whose end was lost: conversations of the source that heard nothing since the limits say. Gives back how
    /// many conversations it gave up.
    async fn give_up(&self, account: &str, source: &str, limits: Limits, now: Moment) -> Result<usize>;
    /// Says of calls whose time to be wrapped up is past that it is (rule R17). Gives back how many conversations those were of;
    /// there may be more, of which it is said the next time.
    async fn lapse(&self, account: &str, now: Moment) -> Result<usize>;
    /// Keeps what a source says of its agents beside calls.
    async fn put_stands(&self, account: &str, source: &str, stands: Vec<Stand>) -> Result<()>;
    /// Does something about a call: finds what is meant, writes the signals, folds and tells them, and gives back the record.
    async fn carry_out(&self, errand: Errand) -> Result<Did>;
    /// Writes down a call that no phone system carried, and gives back its record; what was written before under its key is not
    /// written again.
    async fn write_down(&self, writing: Writing) -> Result<Did>;
    /// Folds every conversation of the account that began in the period again and tells only what differs, as `corrected`.
    async fn refold(&self, account: &str, from: Option<Moment>, until: Option<Moment>, now: Moment) -> Result<Refolded>;

    // Out

    /// The conversation that has, had or contains the thing with this id, now or as it was at a version.
    async fn find(&self, account: &str, id: Uuid, version: Option<u64>) -> Result<Option<Found>>;
    /// Conversations, newest first.
    async fn conversations(&self, account: &str, filter: &Filter, after: Option<Place>, rows: usize) -> Result<Page<Listed>>;
    /// Calls, newest first.
    async fn calls(&self, account: &str, filter: &Filter, after: Option<Place>, rows: usize) -> Result<Page<Listed>>;
    /// How many conversations there are of what is asked for.
    async fn count_conversations(&self, account: &str, filter: &Filter) -> Result<Tallied>;
    /// How many conversations there are of what is asked for; how far back was looked if that is not all of them; and how many of them began
    /// in which quarter of an hour.
    async fn spread_conversations(
        &self,
        account: &str,
        filter: &Filter,
    ) -> Result<(Tallied, Option<Moment>, BTreeMap<Moment, Sums>)>;
    /// How many calls there are of what is asked for.
    async fn count_calls(&self, account: &str, filter: &Filter) -> Result<Tallied>;
    /// Figures by hour, in no order.
    async fn figures(&self, account: &str, ask: &FigureAsk) -> Result<Vec<FigureRow>>;
    /// The signals behind a conversation, in the order in which they were recorded, after the one of that number.
    async fn signals(&self, account: &str, conversation: Uuid, after: u64, rows: usize) -> Result<Vec<SignalRow>>;
    /// The changes after that number, oldest first, of all conversations or of one.
    async fn changes(&self, account: &str, after: u64, of: Option<Uuid>, rows: usize) -> Result<Changes>;
    /// What presence is made of: what changed since, or all there is.
    async fn stage(&self, account: &str, from: StageFrom) -> Result<StageRows>;

    // Accounts, sources, tokens

    /// Every account that was not removed.
    async fn accounts(&self) -> Result<Vec<AccountRow>>;
    /// Enters an account, or changes it.
    async fn put_account(&self, account: AccountRow) -> Result<Put>;
    /// The sources of an account that were not removed; of all accounts where none is named.
    async fn sources(&self, account: Option<&str>) -> Result<Vec<SourceRow>>;
    /// Enters a source, or changes it; with `deleted_at` it is removed, and its records stay.
    async fn put_source(&self, source: SourceRow) -> Result<Put>;
    /// The tokens of an account, revoked ones too.
    async fn tokens(&self, account: &str) -> Result<Vec<TokenRow>>;
    /// The token with this hash, if it counts.
    async fn token(&self, account: &str, hash: [u8; 32]) -> Result<Option<TokenRow>>;
    /// Enters a token, or revokes it, and with it the subscriptions that are its own and the sessions that were begun with it. With a
    /// session, those of the same person or token that have ended are dropped, and the oldest of more than [`SESSIONS_MAX`]; of those
    /// of a dialect the oldest of more than [`LOGINS_MAX`].
    async fn put_token(&self, token: TokenRow) -> Result<Put>;
    /// The origins that tokens which count list, of whatever account: a browser asks for them before it says any.
    async fn origins(&self) -> Result<Vec<Text>>;

    // People

    /// The people of an account that were not removed, by name.
    async fn people(&self, account: &str) -> Result<Vec<PersonRow>>;
    /// The person of that name, if he was not removed and the account neither.
    async fn person(&self, account: &str, name: &str) -> Result<Option<PersonRow>>;
    /// Enters a person, or changes him; with `deleted_at` he is removed. Either way his sessions end with it.
    async fn put_person(&self, person: PersonRow) -> Result<Put>;

    // The directory

    /// The directory of an account, contacts apart; none if it is still at that version.
    async fn directory(&self, account: &str, version: Option<u64>) -> Result<Option<DirectoryRows>>;
    /// Entries of one kind, by key.
    async fn entries(&self, account: &str, ask: EntryAsk) -> Result<Vec<EntryRow>>;
    /// The entry with that key, one that was removed too.
    async fn entry(&self, account: &str, kind: EntryKind, key: &str) -> Result<Option<EntryRow>>;
    /// Enters entries or says everything of them anew; all of them, or none.
    async fn put_entries(&self, account: &str, entries: Vec<EntryPut>, at: Moment) -> Result<Vec<Put>>;
    /// Removes an entry; false if there was none. Its key is not given again to another.
    async fn remove_entry(&self, account: &str, kind: EntryKind, key: &str, at: Moment) -> Result<bool>;
    /// An entry turned out to be another: from now on its words, numbers and ids lead there, and `into` is put as it says.
    async fn merge_entries(&self, account: &str, gone: &str, into: EntryPut, at: Moment) -> Result<()>;
    /// Has the numbers of all entries lead to them as they are compared now, some in one transaction after the other.
    async fn lead_again(&self, account: &str, compared: Arc<Compared>) -> Result<()>;
    /// Whom these numbers belong to, as they are compared: of several contacts the one entered first.
    async fn contacts(&self, account: &str, numbers: Vec<Text>) -> Result<Vec<(Text, Text)>>;

    // The store itself

    /// Rings after every commit that changed a conversation or a source. It carries nothing: who is woken reads the store.
    fn bell(&self) -> watch::Receiver<()>;
    /// Whether a transaction can be written right now.
    async fn is_writable(&self) -> Result<()>;
    /// Copies the store as it is at one moment into a file, while it is in use.
    async fn backup(&self, file: &Path) -> Result<()>;
    /// Waits until everything handed in is durable, and closes.
    async fn close(&self);
}

/// Whether a text can name an account or a source: it stands in addresses, tokens and ids.
pub(crate) fn is_name(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=NAME_CHARS_MAX).contains(&text.len()) && text.bytes().all(good)
}

/// The name of what is written down through our own doors: the source of calls that no phone system carried, and the feed of
/// what is done about calls. No configured source has it.
pub(crate) const OWN_SOURCE: &str = "callbook";

/// Names of sources that are taken: the house's own, and those of dialects whose clients write down calls.
const TAKEN_SOURCES: &[&str] = &[OWN_SOURCE, calls::dialects::chakra::FEED, calls::dialects::vcita::FEED];

/// How the names of sources begin that are connections of telephony modules, and are entered by what comes in over them.
pub(crate) const CONNECTION_SOURCE: &str = "elma365-";

/// Whether a text can name a source.
pub(crate) fn is_source_name(text: &str) -> bool {
    is_name(text) && !TAKEN_SOURCES.contains(&text) && !text.starts_with(CONNECTION_SOURCE)
}

/// The most letters of the name of an account or a source.
pub(crate) const NAME_CHARS_MAX: usize = 64;

/// What [`is_source_name`] wants, for error texts.
pub(crate) const SOURCE_NAME_WANTED: &str = "expected 1 to 64 lower-case letters, digits or hyphens, and neither `callbook`, which is the house's own, nor `chakra` or `vcita`, of whose clients' calls they are, nor a name that begins with `elma365-`, as connections of that dialect do";

/// What [`is_name`] wants, for error texts.
pub(crate) const NAME_WANTED: &str = "expected 1 to 64 lower-case letters, digits or hyphens";

/// Text as the words of the store carry it.
pub(crate) fn text(value: &str) -> Text {
    Text::new(value)
}

//! Calls that somebody asks for (click-to-call): the user's phone is called first, and once he takes it the number.
//!
//! Whoever asks is told the id that the call has in the record as soon as the phone system dials (rule N17). A request is written down
//! before the phone system hears of it, so that it never dials twice: what became of one that the program did not live to hear of is
//! not known, and is said to be so. Who may ask for whom is decided above. It must never send a phone system a word that was not
//! read in `phone`. To ask one more kind of phone system: a case of [`Way`], and how it is asked.

mod cloud;
mod dialable;
mod phone;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use calls::Text;
use calls::adapters::Origination;
use calls::adapters::asterisk::AMI;
use calls::adapters::twilio::CALLBACKS;
use calls::adapters::twilio::originate::HOSTS;
use calls::id::{Kind, derive};
use calls::signal::Doer;
use thiserror::Error;
use tokio::time::timeout;
use uuid::Uuid;

use crate::board::{FeedName, Link};
use crate::ctx::Ctx;
use crate::directory::Directory;
use crate::outward::{Asker, Trust, Wall};
use crate::resolve::Numbering;
use crate::store::{AmiOriginate, EntryKind, Fate, OriginationRow, SourceRow, StoreError, TwilioLink, TwilioOriginate};
use crate::switchboard::Made;
use dialable::Rule;

pub(crate) use dialable::is_dialable;
pub(crate) use phone::{PLACEHOLDERS, is_number};

/// The longest that a phone system may take to say whether it dials.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// The longest that whoever asked waits for the call to be in the record.
const RECORDED_MAX: Duration = Duration::from_secs(2);
/// The most requests at once.
const AT_ONCE_MAX: usize = 1_000;

/// A call that somebody asks for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Whose.
    pub(crate) account: Text,
    /// Whose phone is called first: the key of a user.
    pub(crate) user: Text,
    /// What the client called him: if that is one of his extensions, it is the one that is called.
    pub(crate) word: Text,
    /// Whom he calls, as it was written.
    pub(crate) to: String,
    /// By which source; none: the one that can be asked.
    pub(crate) source: Option<Text>,
    /// The own number that is shown, as it was written.
    pub(crate) line: Option<String>,
    /// Who asks.
    pub(crate) by: Doer,
    /// Names the request among all of the account: asked twice, it is dialled once. Letters and digits.
    pub(crate) key: Text,
    /// Whether the client knows that name, and can ask again under it: if not, nothing is kept.
    pub(crate) is_named: bool,
    /// Tells apart what is asked for under one key.
    pub(crate) said: Text,
}

/// A call that is dialled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Begun {
    /// Its id.
    pub(crate) call: Uuid,
    /// The id of its conversation, if the record has it already.
    pub(crate) conversation: Option<Uuid>,
    /// The source that dials.
    pub(crate) source: Text,
}

/// Why nothing is dialled, or nobody knows.
#[derive(Clone, Debug, Error)]
pub(crate) enum OriginateError {
    /// There is no such user.
    #[error("the directory has no such user")]
    NoUser,
    /// He has no phone that can be called.
    #[error("the user has no extension that this source can call")]
    NoDevice,
    /// That is no number that can be dialled.
    #[error("expected a phone number that can be dialled: digits, perhaps behind a +")]
    Number,
    /// That is a number that may not be dialled.
    #[error("this number may not be dialled: {0}")]
    Barred(&'static str),
    /// The user's own phone is a number that may not be dialled.
    #[error("the user's number is none that `originate.dialable` of the source lets be called")]
    BarredPhone,
    /// That is no number that can be shown.
    #[error("expected a number of the account's own: one of a line of the directory")]
    Line,
    /// No source of that name, or it cannot be asked.
    #[error("{0}")]
    Source(&'static str),
    /// Several sources can be asked, and none was named.
    #[error("several sources can be asked: expected one of {}", .0.join(", "))]
    Several(Vec<String>),
    /// Nobody is there who could be asked right now.
    #[error("the phone system is not connected right now; nothing is dialled")]
    NotConnected,
    /// It cannot be reached.
    #[error("the phone system cannot be reached: {0}; nothing is dialled")]
    Unreached(&'static str),
    /// The phone system does not want to.
    #[error("the phone system refuses: {0}")]
    Refused(String),
    /// It did not answer. If it dials, it is that call, as far as its id is known.
    #[error("the phone system did not answer, and whether it dials is not known{}", .0.map(|call| format!("; if it does, it is call {call}")).unwrap_or_default())]
    Unknown(Option<Uuid>),
    /// Something else was asked for under this key.
    #[error("this key was used for another request")]
    Reused,
    /// The same is being asked for right now, or too much is.
    #[error("this is being asked for right now; ask again to hear what becomes of it")]
    UnderWay,
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a source is asked.
#[derive(Clone, Debug)]
enum Way {
    /// Over the link of its feed.
    Link(AmiOriginate),
    /// By a request to it.
    Cloud(Box<TwilioLink>, TwilioOriginate),
}

/// A call as it will be asked for.
struct Plan {
    feed: FeedName,
    way: Way,
    origination: Origination,
}

/// What asks phone systems for calls.
pub(crate) struct Originator {
    wall: Wall,
    trust: Trust,
    /// To whom tokens may go.
    hosts: &'static [&'static str],
    /// Made when it is first needed: most servers never do.
    asker: OnceLock<Option<Asker>>,
    /// The longest that a phone system may take to say whether it dials.
    answer_max: Duration,
    /// Requests that are under way, by account and key.
    under_way: Arc<Mutex<HashSet<(Text, Text)>>>,
}

impl Originator {
    /// One that asks outside where `wall` lets it, whom `trust` or the machine vouches for.
    pub(crate) fn new(wall: Wall, trust: Trust) -> Self {
        let (asker, under_way) = (OnceLock::new(), Arc::default());
        Self { wall, trust, hosts: HOSTS, asker, answer_max: ANSWER_MAX, under_way }
    }

    /// The same, that waits so long for an answer.
    #[cfg(test)]
    pub(crate) fn patient(self, answer_max: Duration) -> Self {
        Self { answer_max, ..self }
    }

    /// The same, with tokens for other hosts.
    #[cfg(test)]
    pub(crate) fn at(wall: Wall, hosts: &'static [&'static str]) -> Self {
        Self { hosts, ..Self::new(wall, Trust::default()) }
    }

    fn asker(&self) -> Option<&Asker> {
        self.asker.get_or_init(|| Asker::new(self.wall.clone(), &self.trust).ok()).as_ref()
    }

    /// Takes a request up; none if it is under way already, or too many are.
    fn take_up(&self, wish: &Wish) -> Option<UnderWay> {
        let name = (wish.account.clone(), wish.key.clone());
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = under_way.len() < AT_ONCE_MAX && under_way.insert(name.clone());
        is_new.then(|| UnderWay { all: Arc::clone(&self.under_way), name })
    }
}

/// A request that is under way, until this is dropped.
struct UnderWay {
    all: Arc<Mutex<HashSet<(Text, Text)>>>,
    name: (Text, Text),
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

impl Way {
    /// What is said of what may be dialled.
    fn dialable(&self) -> &[String] {
        match self {
            Self::Link(said) => &said.dialable,
            Self::Cloud(_, said) => &said.dialable,
        }
    }

    /// How the phone system is told a number.
    fn written(&self, to: &str) -> String {
        match self {
            Self::Link(said) => said.number.replace("{number}", to).replace("{digits}", to.trim_start_matches('+')),
            Self::Cloud(..) => to.to_owned(),
        }
    }
}

/// The key of the user whom a client means by a key or an extension.
pub(crate) fn user_of(directory: &Directory, word: &str) -> Option<Text> {
    directory.named(EntryKind::User, word).cloned()
}

/// Asks a phone system for a call, and gives back which it is once that dials.
pub(crate) async fn originate(ctx: &Ctx, wish: Wish) -> Result<Begun, OriginateError> {
    let under_way = ctx.originator.take_up(&wish).ok_or(OriginateError::UnderWay)?;
    // What was asked for before is answered by what became of it, whatever changed since: whoever hears that nothing is dialled asks
    // under another key, and then it would be dialled twice.
    if wish.is_named
        && let Some(before) = ctx.store.origination(&wish.account, &wish.key).await?
    {
        return again(ctx, before, &wish).await;
    }
    let plan = plan(ctx, &wish).await?;
    let ctx = ctx.clone();
    // Whoever asks may be gone before the phone system answers; what became of it is written down all the same.
    let asking = tokio::spawn(async move {
        let begun = carry_out(&ctx, wish, plan).await;
        drop(under_way);
        begun
    });
    asking.await.unwrap_or(Err(OriginateError::Unknown(None)))
}

/// What is asked of whom. Everything that can be wrong with a request is found here, before anything is written.
async fn plan(ctx: &Ctx, wish: &Wish) -> Result<Plan, OriginateError> {
    let to = phone::number(&wish.to).ok_or(OriginateError::Number)?;
    let line = wish.line.as_deref().map(|line| phone::number(line).ok_or(OriginateError::Line)).transpose()?;
    let directory = ctx.directories.of(&wish.account).await?;
    // The one whom whoever asks may ask for: his words may mean another by now.
    let settings = directory.settings(EntryKind::User, &wish.user).ok_or(OriginateError::NoUser)?;
    let (row, way) = source(ctx.store.sources(Some(&wish.account)).await?, wish.source.as_ref())?;
    let accounts = ctx.store.accounts().await?;
    let account = accounts.iter().find(|row| row.account == wish.account);
    let numbering = account.map(Numbering::from).unwrap_or_default();
    let (template, adapter) = match &way {
        Way::Link(said) => (&said.channel, AMI.name),
        Way::Cloud(_, said) => (&said.phone, CALLBACKS.name),
    };
    let phone = phone::phone(template, settings, &wish.word, &row.source, &numbering).ok_or(OriginateError::NoDevice)?;
    let own = account.map(|row| row.own_numbers.as_slice()).unwrap_or_default();
    let (said, directory) = (way.dialable(), &*directory);
    let rule = Rule { said, directory, numbering: &numbering, own, source: &row.source };
    rule.judge(&to, &way.written(&to))?;
    if phone.called.as_ref().is_some_and(|called| !rule.lets_call(called)) {
        return Err(OriginateError::BarredPhone);
    }
    // Nobody shows a number that is another's.
    let is_own =
        |line: &Text| directory.is_line(line, &numbering) || matches!(&way, Way::Cloud(_, said) if said.line == **line);
    if line.as_ref().is_some_and(|line| !is_own(line)) {
        return Err(OriginateError::Line);
    }
    // Outside there are no numbers but those in full form; and digits behind a prefix of the dialplan's are those of the full form.
    let full = |number: Text| numbering.full(&number).filter(|full| full.starts_with('+'));
    let (to, line) = match &way {
        Way::Link(said) if said.number.contains("{digits}") => (full(to.clone()).unwrap_or(to), line),
        Way::Link(_) => (to, line),
        Way::Cloud(..) => {
            (full(to).ok_or(OriginateError::Number)?, line.map(|line| full(line).ok_or(OriginateError::Line)).transpose()?)
        }
    };
    let origination = Origination {
        leg: format!("callbook-{}", wish.key).into(),
        device: phone.device,
        number: phone.extension,
        user: wish.user.clone(),
        to,
        line,
        by: wish.by.clone(),
    };
    Ok(Plan { feed: (wish.account.clone(), row.source, Text::new_static(adapter)), way, origination })
}

/// The source that is asked, and how.
fn source(rows: Vec<SourceRow>, named: Option<&Text>) -> Result<(SourceRow, Way), OriginateError> {
    if let Some(name) = named {
        let row = rows.into_iter().find(|row| row.source == *name);
        let row = row.ok_or(OriginateError::Source("no source has this name"))?;
        let way = way(&row).ok_or(OriginateError::Source("nothing is set of how this source is asked for calls"))?;
        return Ok((row, way));
    }
    let mut able: Vec<(SourceRow, Way)> = rows.into_iter().filter_map(|row| way(&row).map(|way| (row, way))).collect();
    match (able.pop(), able.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            let mut names: Vec<String> = able.iter().chain([&last]).map(|(row, _)| row.source.to_string()).collect();
            names.sort();
            Err(OriginateError::Several(names))
        }
        (None, _) => Err(OriginateError::Source("nothing is set of how any source is asked for calls")),
    }
}

/// How a source can be asked, by what is said of it.
fn way(row: &SourceRow) -> Option<Way> {
    let settings = &row.settings;
    let reads = |name: &str| settings.adapters.iter().any(|adapter| adapter == name);
    let link = settings.ami.as_ref().filter(|_| reads(AMI.name)).and_then(|link| link.originate.clone()).map(Way::Link);
    let cloud = || {
        let link = settings.twilio.as_ref().filter(|_| reads(CALLBACKS.name))?;
        Some(Way::Cloud(Box::new(link.clone()), link.originate.clone()?))
    };
    link.or_else(cloud)
}

/// Asks, unless the same was asked before.
async fn carry_out(ctx: &Ctx, wish: Wish, plan: Plan) -> Result<Begun, OriginateError> {
    let is_there = match plan.way {
        Way::Link(_) => ctx.switchboard.is_open(&plan.feed) && ctx.board.link(&plan.feed) == Link::Up,
        Way::Cloud(..) => ctx.inbox.slot(&plan.feed).is_some(),
    };
    let call = match plan.way {
        Way::Link(_) => Some(call_of(&plan.feed, &plan.origination.leg)),
        Way::Cloud(..) => None,
    };
    let row = OriginationRow {
        account: wish.account.clone(),
        key: wish.key.clone(),
        said: wish.said.clone(),
        source: plan.feed.1.clone(),
        call,
        fate: Fate::Asked,
        asked_at: ctx.clock.now(),
    };
    if !is_there {
        return Err(OriginateError::NotConnected);
    }
    if wish.is_named
        && let Some(before) = ctx.store.ask_for_call(row).await?
    {
        return again(ctx, before, &wish).await;
    }
    let (account, source) = (&wish.account, &plan.feed.1);
    tracing::info!(%account, %source, user = %plan.origination.user, by = %wish.by.id, "a call is asked for");
    let asked = match &plan.way {
        Way::Link(_) => by_link(ctx, &plan).await,
        Way::Cloud(link, said) => cloud::ask(ctx, &plan, link, said).await,
    };
    if wish.is_named
        && let Err(error) = write_down(ctx, &wish, &asked).await
    {
        tracing::warn!(%account, %source, %error, "what became of a call that was asked for cannot be written down");
    }
    Ok(begun(ctx, account, asked?, source.clone()).await)
}

/// Writes down what became of a request.
async fn write_down(ctx: &Ctx, wish: &Wish, asked: &Result<Uuid, OriginateError>) -> Result<(), StoreError> {
    let (account, key) = (&wish.account, &wish.key);
    match asked {
        Ok(call) => ctx.store.settle_origination(account, key, Some(*call), Fate::Dialled).await,
        Err(OriginateError::Refused(says)) => {
            ctx.store.settle_origination(account, key, None, Fate::Refused(says.clone())).await
        }
        // Nobody heard of it, so that it may be asked again.
        Err(OriginateError::NotConnected | OriginateError::Unreached(_)) => ctx.store.withdraw_origination(account, key).await,
        // Nobody knows, and so it stays as it was written down.
        Err(_) => Ok(()),
    }
}

/// What became of a request that was made before.
async fn again(ctx: &Ctx, before: OriginationRow, wish: &Wish) -> Result<Begun, OriginateError> {
    if before.said != wish.said {
        return Err(OriginateError::Reused);
    }
    match (before.fate, before.call) {
        (Fate::Refused(says), _) => Err(OriginateError::Refused(says)),
        (Fate::Dialled, Some(call)) => Ok(begun(ctx, &wish.account, call, before.source).await),
        // The record tells whether it was dialled.
        (_, Some(call)) => match ctx.store.find(&wish.account, call, None).await? {
            Some(found) => Ok(Begun { call, conversation: Some(found.conversation), source: before.source }),
            None => Err(OriginateError::Unknown(Some(call))),
        },
        (_, None) => Err(OriginateError::Unknown(None)),
    }
}

/// Asks over the link of a feed.
async fn by_link(ctx: &Ctx, plan: &Plan) -> Result<Uuid, OriginateError> {
    let call = call_of(&plan.feed, &plan.origination.leg);
    let told = ctx.switchboard.ask(&plan.feed, plan.origination.clone());
    // The link may have ended since it was looked at.
    let told = told.ok_or(OriginateError::NotConnected)?;
    match timeout(ctx.originator.answer_max, told).await {
        Ok(Ok(Made::Dials)) => Ok(call),
        Ok(Ok(Made::Refuses(says))) => Err(OriginateError::Refused(without_numbers(&says))),
        Ok(Ok(Made::Unasked)) => Err(OriginateError::NotConnected),
        // The link broke, or the phone system says nothing.
        Ok(Err(_)) | Err(_) => Err(OriginateError::Unknown(Some(call))),
    }
}

/// The id of the call that begins with a leg.
fn call_of((account, source, _): &FeedName, leg: &str) -> Uuid {
    derive(account, source, Kind::Call, leg)
}

/// A call that is dialled, as soon as the record has it, or after a short while without.
async fn begun(ctx: &Ctx, account: &Text, call: Uuid, source: Text) -> Begun {
    let mut bell = ctx.store.bell();
    let recorded = async {
        loop {
            bell.mark_unchanged();
            match ctx.store.find(account, call, None).await {
                Ok(Some(found)) => return Some(found.conversation),
                Ok(None) => {}
                Err(_) => return None,
            }
            if bell.changed().await.is_err() {
                return None;
            }
        }
    };
    let conversation = timeout(RECORDED_MAX, recorded).await.unwrap_or_default();
    Begun { call, conversation, source }
}

/// Words of a phone system as they may be told: numbers are nobody's business.
fn without_numbers(says: &str) -> String {
    let mut told = String::with_capacity(says.len());
    for word in says.split_inclusive(char::is_whitespace).take(32) {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        told.push_str(if digits > 4 { "… " } else { word });
    }
    told.trim().to_owned()
}

//! A lane tells one subscription: it reads changes from the subscription's position on, has them sent, and writes what became of
//! it.
//!
//! Order holds within a conversation, and only there: one that fails or hangs keeps its own changes waiting and nobody else's.
//! No transaction is open while something is sent. What is in memory is what position and rows say, so that a lane may end at any
//! moment, and another go on where they say. A lane must never pass over a change: it moves the position only over what has a
//! row or is not wanted. How much is on its way at once says `room`, what is sent of a change `start`, what becomes of it `back`;
//! whether a receiver is left alone `hold`, and for how long he fails `failing`.

mod back;
mod failing;
mod hold;
mod room;
mod start;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use calls::Text;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tracing::{error, info, warn};

use super::joins::went_into;
use super::owed::{self, Ledger, Of, name, untried};
use super::target::{Target, Tried};
use super::wish::Wish;
use super::writing::{Pause, Written, settle, written};
use crate::ctx::Ctx;
use crate::manner::Manner;
use crate::outgoing::Trial;
use crate::store::{ChangeKind, ChangeRow, DeliveryRow, Result, Settling, StoreError, SubscriptionRow, WAITING_MAX};
use crate::teller::Teller;
use failing::Failing;
use hold::Hold;

/// The most changes that are read at once.
const PAGE_MAX: usize = 256;
/// With more bytes than these in a page the next one is smaller.
const PAGE_BYTES: usize = 1 << 20;
/// What is away for so long is slow.
const SLOW: Duration = Duration::from_secs(1);
/// Pages that are read before it is looked what came back.
const PAGES_AT_ONCE: usize = 4;
/// Rows that wait to be written; then nothing more is sent.
const UNWRITTEN_MAX: usize = 4_096;
/// So many changes may be passed over without the position being written.
const PASSED_MAX: u64 = 1_000;
/// What was passed over is written after this time, however little it is: by the position it is seen how far a receiver is behind.
const PASSED_FOR_MAX: Duration = Duration::from_secs(30);
/// The longest that what is on its way is waited for at the end.
const END_MAX: Duration = Duration::from_secs(2);

/// What came back of something that was sent.
struct Back {
    of: Of,
    change: Arc<ChangeRow>,
    part: u32,
    body: Arc<str>,
    /// The row it had.
    before: Option<DeliveryRow>,
    /// Its other parts, with their rows if they have one.
    rest: VecDeque<Part>,
    tried: Tried,
}

/// A part that is to be sent.
struct Part {
    no: u32,
    body: Arc<str>,
    before: Option<DeliveryRow>,
}

/// One lane.
pub(super) struct Lane {
    ctx: Ctx,
    subscription: SubscriptionRow,
    wish: Wish,
    target: Arc<dyn Target>,
    manner: Manner,
    teller: Teller,
    ledger: Ledger,
    read_to: u64,
    /// How many changes are read next.
    page: usize,
    /// Whether there may be more to read.
    more: bool,
    /// Whether more wait with a row than are known here.
    more_wait: bool,
    away: JoinSet<Back>,
    /// Since when, by conversation.
    away_since: HashMap<Of, Instant>,
    /// How many of those are further tries.
    further: usize,
    unwritten: Vec<DeliveryRow>,
    dropped: Vec<(u64, u32)>,
    written_to: u64,
    /// Since when there is something after that, which was passed over.
    passed_since: Option<Instant>,
    writing: Option<Written>,
    failing: Failing,
    /// Whether the receiver asked to be left alone.
    hold: Hold,
    pause: Pause,
    /// Why it is to be switched off.
    off: Option<Text>,
    /// Whether nothing more is to be sent.
    is_ending: bool,
}

/// Which conversations went into which, of those changes that wait with a row and are not read again.
async fn joined(ctx: &Ctx, subscription: &SubscriptionRow, waiting: &[DeliveryRow]) -> Result<Vec<(Of, Of, u64)>> {
    let joins = waiting.iter().filter(|row| row.kind == ChangeKind::Merged && row.change <= subscription.position);
    let mut joined = Vec::new();
    for row in joins {
        let found = ctx.store.changes(&subscription.account, row.change - 1, None, 1).await?;
        let into = found.rows.first().filter(|change| change.no == row.change).and_then(went_into);
        joined.extend(into.map(|into| (row.conversation, Some(into), row.change)));
    }
    Ok(joined)
}

/// How a lane ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It was told to.
    Stopped,
    /// The subscription is another now, or is switched off.
    Stale,
}

impl Lane {
    /// A lane from where the subscription stands.
    pub(super) async fn open(ctx: Ctx, subscription: SubscriptionRow, target: Arc<dyn Target>, manner: Manner) -> Result<Self> {
        let manner = Manner { ladder: target.ladder().unwrap_or(manner.ladder), ..manner };
        let outstanding = ctx.store.outstanding(&subscription.account, subscription.id).await?;
        let joined = joined(&ctx, &subscription, &outstanding.waiting).await?;
        let mut lane = Self {
            more_wait: outstanding.more,
            failing: Failing::of(subscription.failing_since, &outstanding.waiting, outstanding.died_at, &manner),
            hold: Hold::of(&outstanding.waiting),
            ledger: Ledger::of(outstanding, subscription.position),
            wish: Wish::of(&subscription.settings),
            read_to: subscription.position,
            written_to: subscription.position,
            ctx,
            subscription,
            target,
            manner,
            teller: Teller::default(),
            page: PAGE_MAX,
            more: true,
            away: JoinSet::new(),
            away_since: HashMap::new(),
            further: 0,
            unwritten: Vec::new(),
            dropped: Vec::new(),
            passed_since: None,
            writing: None,
            pause: Pause::default(),
            off: None,
            is_ending: false,
        };
        for (one, other, change) in joined {
            lane.ledger.join(one, other, change);
        }
        Ok(lane)
    }

    /// Tells until it is to stop.
    pub(super) async fn run(mut self, mut trials: mpsc::Receiver<Trial>, mut stop: watch::Receiver<bool>) -> End {
        let mut bell = self.ctx.store.bell();
        loop {
            bell.borrow_and_update();
            if self.off.is_some() {
                return self.switch_off().await;
            }
            if self.more_wait && self.ledger.known() < WAITING_MAX {
                // Those that are not known here come before everything else of their conversations.
                self.end().await;
                return End::Stale;
            }
            if let Err(error) = self.go_on().await {
                self.wait_for_store(&error).await;
                self.more = true;
            }
            self.write();
            let wake = self.wake_in();
            tokio::select! {
                biased;
                _ = stop.changed() => return self.end().await,
                Some(back) = self.away.join_next() => match back {
                    Ok(back) => self.came_back(back),
                    Err(error) => {
                        error!(%error, "a delivery failed unforeseen; the lane begins anew");
                        return End::Stale;
                    }
                },
                (settling, done) = written(&mut self.writing) => if !self.wrote(settling, done).await {
                    return End::Stale;
                },
                Some(trial) = trials.recv() => self.try_out(trial),
                rung = bell.changed(), if !self.more => {
                    self.more = true;
                    if rung.is_err() { return End::Stopped }
                }
                () = sleep(wake) => {}
            }
        }
    }

    /// Reads what there is room for, and sends what may go.
    async fn go_on(&mut self) -> Result<()> {
        // Not for ever: meanwhile nobody hears what came back.
        for _ in 0..PAGES_AT_ONCE {
            let mut did = false;
            if self.more && self.has_room_to_read() {
                did |= self.read().await?;
            } else if self.more && self.ledger.is_full() {
                // Where one conversation takes the room of all, most of what is owed of it gets rows.
                let rows = self.ledger.make_room(self.manner.at_once, self.behind());
                did |= !rows.is_empty();
                self.unwritten.extend(rows);
            }
            while self.has_room() && self.unwritten.len() < UNWRITTEN_MAX {
                let further = self.has_room_for_further();
                let Some((of, owed)) = self.ledger.next(self.ctx.clock.now(), further) else { break };
                if let Err(error) = self.start(of, owed).await {
                    self.ledger.put_back(of);
                    return Err(error);
                }
                did = true;
            }
            let rows = self.ledger.set_aside(self.behind());
            self.unwritten.extend(rows);
            if !did {
                break;
            }
        }
        Ok(())
    }

    /// Reads a page of changes. Whether there was any.
    async fn read(&mut self) -> Result<bool> {
        let changes = self.ctx.store.changes(&self.subscription.account, self.read_to, None, self.page).await?;
        self.more = changes.rows.len() == self.page;
        let any = !changes.rows.is_empty();
        let bytes: usize = changes.rows.iter().map(owed::size).sum();
        // Changes are as long as calls are: the next ones are likely to be as long as these.
        self.page = if bytes > PAGE_BYTES { (self.page * PAGE_BYTES / bytes).max(1) } else { (self.page * 2).min(PAGE_MAX) };
        for row in changes.rows {
            if self.more_wait && self.ledger.last_ahead().is_none() {
                // What comes now may have a row that is not known here.
                self.more = true;
                break;
            }
            self.read_to = row.no;
            let (of, no, into) = (row.conversation, row.no, went_into(&row));
            if row.kind == ChangeKind::Erased {
                self.ledger.erase(of);
            }
            if self.wish.may_want(&row) || self.ledger.is_ahead(no) {
                let behind = self.behind();
                self.ledger.owe(row);
                self.unwritten.extend(self.ledger.behind(of, behind));
            }
            if into.is_some() {
                self.ledger.join(of, into, no);
            }
        }
        Ok(any)
    }

    /// The row of a change that waits behind something else.
    fn behind(&self) -> impl Fn(&ChangeRow) -> DeliveryRow + use<> {
        let (account, id, at) = (self.subscription.account.clone(), self.subscription.id, self.ctx.clock.now());
        move |row| untried(row, 0, name(&account, id, row.no, 0), None, at)
    }

    /// Writes what became of deliveries, if there is anything to write and nothing is being written.
    fn write(&mut self) {
        let position = self.ledger.position(self.read_to);
        let passed = position.saturating_sub(self.written_to);
        // What was passed over is read again quickly by whoever comes next.
        self.passed_since = if passed > 0 { self.passed_since.or_else(|| Some(Instant::now())) } else { None };
        let is_old = self.passed_since.is_some_and(|since| since.elapsed() >= PASSED_FOR_MAX);
        let is_worth_it = passed >= PASSED_MAX || is_old || self.is_ending && passed > 0;
        if self.writing.is_some() || self.unwritten.is_empty() && self.dropped.is_empty() && !is_worth_it {
            return;
        }
        let settling = Settling {
            account: self.subscription.account.clone(),
            subscription: self.subscription.id,
            turn: self.subscription.turn,
            position,
            rows: std::mem::take(&mut self.unwritten),
            dropped: std::mem::take(&mut self.dropped),
            failing_since: self.failing.since(),
        };
        self.writing = Some(settle(&self.ctx, settling));
    }

    /// Whether the lane may go on.
    async fn wrote(&mut self, settling: Settling, done: Result<bool>) -> bool {
        self.writing = None;
        match done {
            Ok(true) => {
                (self.written_to, self.passed_since) = (settling.position, None);
                self.pause = Pause::default();
                true
            }
            Ok(false) => false,
            Err(error @ StoreError::Unavailable(_)) => {
                self.wait_for_store(&error).await;
                self.writing = Some(settle(&self.ctx, settling));
                true
            }
            Err(error) => {
                error!(account = %self.subscription.account, subscription = %self.subscription.id, %error, "deliveries cannot be written");
                false
            }
        }
    }

    /// Waits for the store, and the next time longer.
    async fn wait_for_store(&mut self, error: &StoreError) {
        warn!(account = %self.subscription.account, subscription = %self.subscription.id, %error, "waiting for the store");
        self.pause.take().await;
    }

    /// Waits for what is on its way, and writes what became of it.
    async fn end(mut self) -> End {
        self.is_ending = true;
        let finish = async {
            while let Some(Ok(back)) = self.away.join_next().await {
                self.came_back(back);
            }
        };
        if timeout(END_MAX, finish).await.is_err() {
            info!(subscription = %self.subscription.id, "what is still on its way will be sent again");
        }
        self.write_all().await;
        End::Stopped
    }

    async fn switch_off(mut self) -> End {
        let why = self.off.take().unwrap_or_default();
        self.is_ending = true;
        self.write_all().await;
        let (account, id) = (self.subscription.account.clone(), self.subscription.id);
        warn!(%account, subscription = %id, %why, "a subscription is switched off");
        if let Err(error) = self.ctx.store.switch(&account, id, Some(why), self.ctx.clock.now()).await {
            warn!(%account, subscription = %id, %error, "it cannot be switched off now");
        }
        End::Stale
    }

    async fn write_all(&mut self) {
        if let Some(writing) = self.writing.take() {
            let _ = writing.await;
        }
        self.write();
        if let Some(writing) = self.writing.take() {
            let _ = writing.await;
        }
    }
}

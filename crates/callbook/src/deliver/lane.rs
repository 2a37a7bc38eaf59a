//! A lane tells one subscription: it reads changes from the subscription's position on, has them sent, and writes what became of
//! it.
//!
//! Order holds within a conversation, and only there: one that fails or hangs keeps its own changes waiting and nobody else's.
//! No transaction is open while something is sent. What is in memory is what position and rows say, so that a lane may end at any
//! moment, and another go on where they say. A lane must never pass over a change: it moves the position only over what has a
//! row or is not wanted.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use calls::Text;
use calls::moment::Moment;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tracing::{error, info, warn};

use super::owed::{Ledger, Of, Owed, name, untried};
use super::target::{Parcel, Tale, Target, Tried, Verdict};
use super::teller::Teller;
use super::wish::Wish;
use super::writing::{Pause, Written, settle, written};
use crate::counted;
use crate::ctx::Ctx;
use crate::manner::Manner;
use crate::outgoing::Trial;
use crate::store::{
    ATTEMPTS_MAX, ChangeRow, DeliveryRow, Result, Settling, Standing, StoreError, SubscriptionRow, WAITING_MAX,
};

/// Changes that are read at once.
const PAGE: usize = 256;
/// What is away for so long is slow.
const SLOW: Duration = Duration::from_secs(1);
/// With what is slow, so many times as much is on its way at the most.
const STRETCH_MAX: usize = 4;
/// Pages that are read before it is looked what came back.
const PAGES_AT_ONCE: usize = 4;
/// A receiver that took nothing for so long, in microseconds, was away: what waits is tried again once it takes something.
const AWAY_MICROS: i64 = 60_000_000;
/// Changes that are held and have no row yet; then no more are read.
const OPEN_MAX: usize = 1_024;
/// Rows that wait to be written; then nothing more is sent.
const UNWRITTEN_MAX: usize = 4_096;
/// So many changes may be passed over without the position being written.
const PASSED_MAX: u64 = 1_000;
/// The longest that what is on its way is waited for at the end.
const END_MAX: Duration = Duration::from_secs(2);
/// The most days of failures that a time can say.
const MICROS_A_DAY: i64 = 86_400_000_000;

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
    writing: Option<Written>,
    failing_since: Option<Moment>,
    pause: Pause,
    /// Why it is to be switched off.
    off: Option<Text>,
    /// Whether nothing more is to be sent.
    is_ending: bool,
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
        Ok(Self {
            more_wait: outstanding.more,
            ledger: Ledger::of(outstanding),
            wish: Wish::of(&subscription.settings),
            read_to: subscription.position,
            written_to: subscription.position,
            failing_since: subscription.failing_since,
            ctx,
            subscription,
            target,
            manner,
            teller: Teller::default(),
            more: true,
            away: JoinSet::new(),
            away_since: HashMap::new(),
            further: 0,
            unwritten: Vec::new(),
            dropped: Vec::new(),
            writing: None,
            pause: Pause::default(),
            off: None,
            is_ending: false,
        })
    }

    /// Tells until it is to stop.
    pub(super) async fn run(mut self, mut trials: mpsc::Receiver<Trial>, mut stop: watch::Receiver<bool>) -> End {
        let mut bell = self.ctx.store.bell();
        loop {
            bell.borrow_and_update();
            if self.off.is_some() {
                return self.switch_off().await;
            }
            if self.more_wait && self.ledger.waiting() < WAITING_MAX {
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
            } else if self.more && self.ledger.open() >= OPEN_MAX {
                // Where one conversation takes the room of all, most of what is owed of it gets rows.
                let rows = self.ledger.make_room(OPEN_MAX / 4 / self.manner.at_once.max(1), self.behind());
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
            if !did {
                break;
            }
        }
        Ok(())
    }

    fn has_room_to_read(&self) -> bool {
        self.ledger.open() < OPEN_MAX && self.ledger.waiting() < WAITING_MAX && !self.more_wait
    }

    /// Reads a page of changes. Whether there was any.
    async fn read(&mut self) -> Result<bool> {
        let changes = self.ctx.store.changes(&self.subscription.account, self.read_to, None, PAGE).await?;
        self.more = changes.rows.len() == PAGE;
        let any = !changes.rows.is_empty();
        for row in changes.rows {
            self.read_to = row.no;
            if !self.wish.may_want(&row) {
                continue;
            }
            let (of, behind) = (row.conversation, self.behind());
            self.ledger.owe(row);
            self.unwritten.extend(self.ledger.behind(of, behind));
        }
        Ok(any)
    }

    /// The row of a change that waits behind something else.
    fn behind(&self) -> impl Fn(&ChangeRow) -> DeliveryRow + use<> {
        let (account, id, at) = (self.subscription.account.clone(), self.subscription.id, self.ctx.clock.now());
        move |row| untried(row, 0, name(&account, id, row.no, 0), None, at)
    }

    /// Sends the first part of what is owed that has not been taken.
    async fn start(&mut self, of: Of, owed: Owed) -> Result<()> {
        let Some(change) = self.change(&owed).await? else {
            // It cannot be told any more, and must not keep what comes after it waiting.
            self.ledger.over(of, owed.change);
            return Ok(());
        };
        let mut parts = VecDeque::new();
        if owed.waiting.front().is_some_and(|row| row.part > 0 || !row.attempts.is_empty()) {
            parts = self.kept_parts(&owed).await?;
        }
        if parts.is_empty() {
            parts = self.new_parts(&change, &owed).await?;
        }
        if parts.is_empty() {
            // What got a row to wait behind something else is looked at only now, and may not be wanted.
            self.dropped.extend(owed.waiting.iter().map(|row| (row.change, row.part)));
        }
        self.send(of, change, parts);
        Ok(())
    }

    async fn change(&self, owed: &Owed) -> Result<Option<Arc<ChangeRow>>> {
        if let Some(row) = &owed.row {
            return Ok(Some(Arc::clone(row)));
        }
        let account = &self.subscription.account;
        let found = self.ctx.store.changes(account, owed.change.saturating_sub(1), None, 1).await?;
        Ok(found.rows.into_iter().next().filter(|row| row.no == owed.change).map(Arc::new))
    }

    /// The parts of a change as they were sent before: every try has the same bytes.
    async fn kept_parts(&self, owed: &Owed) -> Result<VecDeque<Part>> {
        let mut parts = VecDeque::new();
        for row in &owed.waiting {
            let account = &self.subscription.account;
            let kept = self.ctx.store.delivery(account, self.subscription.id, row.id).await?;
            if let Some(body) = kept.and_then(|kept| kept.body) {
                parts.push_back(Part { no: row.part, body: body.into(), before: Some(row.clone()) });
            }
        }
        Ok(parts)
    }

    /// What is told of a change, less what was told of it already.
    async fn new_parts(&mut self, change: &ChangeRow, owed: &Owed) -> Result<VecDeque<Part>> {
        let account = self.subscription.account.clone();
        let records = self.teller.records(&*self.ctx.store, &account, change, self.target.compares()).await?;
        let (record, before) = (records.after.as_deref(), records.before.as_deref());
        let tale = Tale { row: change, record, before };
        let bodies = if self.wish.wants(record) { self.target.render(tale).await? } else { Vec::new() };
        let parts = (0_u32..).zip(bodies).filter(|(no, _)| !self.ledger.is_settled(change.no, *no) || !owed.waiting.is_empty());
        Ok(parts.map(|(no, body)| Part { no, body, before: owed.waiting.iter().find(|row| row.part == no).cloned() }).collect())
    }

    /// Sends the next part, or is over with the change.
    fn send(&mut self, of: Of, change: Arc<ChangeRow>, mut parts: VecDeque<Part>) {
        let Some(part) = parts.pop_front() else { return self.ledger.over(of, change.no) };
        if self.is_ending {
            // What has no row yet is sent by whoever comes next.
            return;
        }
        let id = name(&self.subscription.account, self.subscription.id, change.no, part.no);
        let (target, at, kind) = (Arc::clone(&self.target), self.ctx.clock.now(), Some(change.kind));
        self.away_since.insert(of, Instant::now());
        self.further += usize::from(part.before.as_ref().is_some_and(|row| row.tries > 0));
        self.away.spawn(async move {
            let Part { no, body, before } = part;
            let tried = target.send(Parcel { id, kind, at, body: Arc::clone(&body) }).await;
            Back { of, change, part: no, body, before, rest: parts, tried }
        });
    }

    fn came_back(&mut self, back: Back) {
        let Back { of, change, part, body, before, rest, tried } = back;
        let tries = before.as_ref().map_or(0, |row| row.tries);
        self.further -= usize::from(tries > 0);
        self.away_since.remove(&of);
        let now = self.ctx.clock.now();
        let id = name(&self.subscription.account, self.subscription.id, change.no, part);
        let mut row = before.unwrap_or_else(|| untried(&change, part, id, None, now));
        row.attempts.push(tried.attempt);
        let over = row.attempts.len().saturating_sub(ATTEMPTS_MAX);
        row.attempts.drain(..over);
        (row.tries, row.next_at, row.body, row.settled_at) = (tries + 1, None, None, now);
        row.about = self.target.about(&body);
        counted::delivered(self.subscription.kind.word(), tried.verdict == Verdict::Taken);
        match tried.verdict {
            Verdict::Taken => {
                if self.failing_since.take().is_some_and(|since| now.since(since) >= AWAY_MICROS) {
                    self.ledger.hurry(now);
                }
                row.state = Standing::Done;
                self.unwritten.push(row);
                self.send(of, change, rest);
            }
            verdict => {
                row.body = Some(body.to_string());
                self.failed(of, change, row, rest, verdict);
            }
        }
    }

    fn failed(&mut self, of: Of, change: Arc<ChangeRow>, mut row: DeliveryRow, rest: VecDeque<Part>, verdict: Verdict) {
        let now = self.ctx.clock.now();
        let since = *self.failing_since.get_or_insert(now);
        if now.since(since) > i64::from(self.manner.off_after_days) * MICROS_A_DAY {
            self.off = Some(Text::from(format!("nothing was taken for {} days", self.manner.off_after_days)));
        }
        let wait = match verdict {
            Verdict::Gone => {
                self.off = Some(Text::new_static("the receiver answered that it is gone (410)"));
                Some(0)
            }
            Verdict::Failed { wait_s } => self.manner.ladder.wait(row.id, row.tries, wait_s),
            Verdict::Taken | Verdict::Hopeless => None,
        };
        let Some(wait) = wait else {
            row.state = Standing::Dead;
            warn!(account = %self.subscription.account, subscription = %self.subscription.id, delivery = %row.id, "a delivery is given up");
            self.unwritten.push(row);
            return self.send(of, change, rest);
        };
        (row.state, row.next_at) = (Standing::Waiting, Some(now.plus(wait)));
        let (account, subscription) = (self.subscription.account.clone(), self.subscription.id);
        let mut rows = vec![row];
        rows.extend(rest.into_iter().map(|part| {
            let id = name(&account, subscription, change.no, part.no);
            let about = self.target.about(&part.body);
            let before = part.before.unwrap_or_else(|| DeliveryRow { about, ..untried(&change, part.no, id, None, now) });
            DeliveryRow { body: Some(part.body.to_string()), ..before }
        }));
        self.unwritten.extend(rows.iter().cloned());
        let written = self.ledger.wait(of, change.no, rows, self.behind());
        self.unwritten.extend(written);
    }

    /// Writes what became of deliveries, if there is anything to write and nothing is being written.
    fn write(&mut self) {
        let position = self.ledger.position(self.read_to);
        let passed = position.saturating_sub(self.written_to);
        // What was passed over is read again quickly by whoever comes next.
        let is_worth_it = passed >= PASSED_MAX || self.is_ending && passed > 0;
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
            failing_since: self.failing_since,
        };
        self.writing = Some(settle(&self.ctx, settling));
    }

    /// Whether the lane may go on.
    async fn wrote(&mut self, settling: Settling, done: Result<bool>) -> bool {
        self.writing = None;
        match done {
            Ok(true) => {
                self.written_to = settling.position;
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

    /// Somebody wants to know whether the receiver receives. It is beside all order, and kept nowhere.
    fn try_out(&self, trial: Trial) {
        let (target, at) = (Arc::clone(&self.target), self.ctx.clock.now());
        let body = target.test(at);
        tokio::spawn(async move {
            let id = name("", trial.id, u64::try_from(at.micros()).unwrap_or_default(), 0);
            let tried = target.send(Parcel { id, kind: None, at, body }).await;
            // Whoever asked may be gone.
            let _ = trial.answer.send((tried.attempt, tried.verdict == Verdict::Taken));
        });
    }

    /// What is away for long is passed by others, so that conversations that hang leave room for the rest.
    fn has_room(&self) -> bool {
        let slow = self.away_since.values().filter(|since| since.elapsed() >= SLOW).count();
        self.away.len() - slow < self.manner.at_once && self.away.len() < STRETCH_MAX * self.manner.at_once
    }

    /// Further tries take half of the room at the most, so that what hangs again and again leaves room for the rest.
    fn has_room_for_further(&self) -> bool {
        self.further < self.manner.at_once.div_ceil(2)
    }

    fn wake_in(&self) -> Duration {
        if self.more && self.has_room_to_read() {
            return Duration::ZERO;
        }
        // Where there is no room, what comes back makes it, or what is found to be slow.
        if !self.has_room() {
            return SLOW;
        }
        let next = self.ledger.next_at().filter(|_| self.has_room_for_further());
        let micros = next.map_or(MICROS_A_DAY, |at| at.since(self.ctx.clock.now()));
        Duration::from_micros(u64::try_from(micros).unwrap_or(0)).max(Duration::from_millis(1))
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

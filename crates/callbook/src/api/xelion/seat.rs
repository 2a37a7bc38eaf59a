//! The sockets of an account: who sits there, what each has asked for, and what waits to be sent to him.
//!
//! A seat never waits: what cannot be taken any more closes it (sheet, 4.7). One task of the account tells all of them (`telling`).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::ws::{Utf8Bytes, close_code};
use calls::Text;
use calls::dialects::xelion::{Listening, Notice, Notified};
use tokio::sync::{Notify, mpsc, watch};

use super::super::Shared;
use super::super::door::Visitor;
use super::door::{Eyes, login_of};
use super::held::{LoginKey, lock};
use super::{Answer, telling};

/// The most notifications that wait for one socket (sheet, 4.7).
pub(super) const WAITING_MAX: usize = 10_000;

/// One socket.
pub(in crate::api) struct Seat {
    /// Whose it is.
    pub(super) login: LoginKey,
    /// As he was when he came.
    pub(super) visitor: Visitor,
    listening: Mutex<Listening>,
    waiting: mpsc::Sender<Utf8Bytes>,
    closing: watch::Sender<Option<u16>>,
    /// The newest change when it began to want anything: what was before is not told to it (rules X1, X21).
    since: AtomicU64,
}

/// What the task of a socket has of its seat.
pub(super) struct Ends {
    /// Frames to be sent, in order.
    pub(super) waiting: mpsc::Receiver<Utf8Bytes>,
    /// With which code it is to be closed.
    pub(super) closing: watch::Receiver<Option<u16>>,
}

impl Seat {
    /// A seat for a visitor, who has asked for nothing yet (rules X1, X20).
    pub(super) fn new(visitor: Visitor, eyes: &Eyes) -> (Arc<Self>, Ends) {
        let (sender, waiting) = mpsc::channel(WAITING_MAX);
        let (closer, closing) = watch::channel(None);
        let listening = Mutex::new(Listening::new(eyes.listener.clone()));
        let seat = Self {
            login: login_of(&visitor),
            visitor,
            listening,
            waiting: sender,
            closing: closer,
            since: AtomicU64::new(u64::MAX),
        };
        (Arc::new(seat), Ends { waiting, closing })
    }

    /// Does something with what it has asked for.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Listening) -> T) -> T {
        act(&mut lock(&self.listening))
    }

    /// Whether it wants nothing.
    pub(super) fn is_idle(&self) -> bool {
        self.with(|listening| listening.is_idle())
    }

    /// From now on it wants something: what comes after that change.
    pub(super) fn begin(&self, newest: u64) {
        self.since.store(newest, Ordering::Release);
    }

    /// Has a frame sent; a socket that is too far behind is closed.
    pub(in crate::api) fn push(&self, frame: Utf8Bytes) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.waiting.try_send(frame) {
            self.close(close_code::AGAIN);
        }
    }

    /// Has it closed; the first code counts.
    pub(super) fn close(&self, code: u16) {
        self.closing.send_if_modified(|closing| {
            let is_first = closing.is_none();
            closing.get_or_insert(code);
            is_first
        });
    }
}

#[derive(Default)]
struct Seats {
    next: u64,
    all: BTreeMap<u64, Arc<Seat>>,
    /// Those who have asked for anything.
    awake: BTreeMap<u64, Arc<Seat>>,
}

/// The sockets of an account.
pub(in crate::api) struct Room {
    pub(super) account: Text,
    seats: Mutex<Seats>,
    /// The newest change that was told, and whether somebody tells; held while a piece of changes is told.
    pub(super) told: tokio::sync::Mutex<Option<u64>>,
    /// Rings when somebody comes, or asks for something.
    pub(super) arrived: Notify,
}

/// Somebody sits; until it is dropped.
pub(super) struct Sitting {
    room: Arc<Room>,
    no: u64,
    pub(super) seat: Arc<Seat>,
}

impl Drop for Sitting {
    fn drop(&mut self) {
        let mut seats = lock(&self.room.seats);
        seats.all.remove(&self.no);
        seats.awake.remove(&self.no);
    }
}

impl Sitting {
    /// Whether he wants to hear of anything may have changed.
    pub(super) fn woke(&self) {
        let is_idle = self.seat.is_idle();
        let mut seats = lock(&self.room.seats);
        match is_idle {
            true => drop(seats.awake.remove(&self.no)),
            false => drop(seats.awake.insert(self.no, Arc::clone(&self.seat))),
        }
        drop(seats);
        self.room.arrived.notify_one();
    }
}

impl Room {
    pub(super) fn new(account: Text) -> Arc<Self> {
        Arc::new(Self { account, seats: Mutex::default(), told: tokio::sync::Mutex::default(), arrived: Notify::new() })
    }

    /// Somebody sits down. What was told before is not told to him (rule X21): the first who comes has telling begin with what comes.
    pub(super) async fn sit(self: &Arc<Self>, api: &Shared, seat: Arc<Seat>) -> Answer<Sitting> {
        let mut told = self.told.lock().await;
        if told.is_none() || self.is_empty() {
            let newest = api.ctx.store.changes(&self.account, u64::MAX, None, 1).await?.newest;
            if told.replace(newest).is_none() {
                tokio::spawn(telling::run(Arc::clone(api), Arc::clone(self)));
            }
        }
        let mut seats = lock(&self.seats);
        let no = seats.next;
        seats.next += 1;
        seats.all.insert(no, Arc::clone(&seat));
        drop(seats);
        Ok(Sitting { room: Arc::clone(self), no, seat })
    }

    fn is_empty(&self) -> bool {
        lock(&self.seats).all.is_empty()
    }

    /// Whether nobody wants to hear of anything.
    pub(super) fn is_asleep(&self) -> bool {
        lock(&self.seats).awake.is_empty()
    }

    /// Whether a login has a socket here.
    pub(super) fn has(&self, login: &LoginKey) -> bool {
        lock(&self.seats).all.values().any(|seat| seat.login == *login)
    }

    /// Has sockets closed.
    pub(super) fn close(&self, which: impl Fn(&Seat) -> bool, code: u16) {
        lock(&self.seats).all.values().filter(|seat| which(seat)).for_each(|seat| seat.close(code));
    }

    /// Does something with everybody who has asked for anything.
    pub(in crate::api) fn each(&self, act: impl FnMut(&Arc<Seat>)) {
        lock(&self.seats).awake.values().for_each(act);
    }

    /// Tells a notice of that change to everybody whom it is for.
    pub(super) fn tell(&self, change: u64, notice: &Notice) {
        // Everybody is sent the same bytes, but of channels, which every connection numbers for itself (rule X22).
        let shared = match &notice.what {
            Notified::Event(event) => Some(Utf8Bytes::from(event.body.as_str())),
            Notified::Channel(_) => None,
        };
        self.each(|seat| match &shared {
            _ if change <= seat.since.load(Ordering::Acquire) => {}
            Some(frame) if seat.with(|listening| listening.wants(notice)) => seat.push(frame.clone()),
            Some(_) => {}
            None => {
                if let Some(frame) = seat.with(|listening| listening.frame(notice)) {
                    seat.push(frame.into());
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use calls::dialects::xelion::Listener;
    use calls::moment::Moment;

    use super::*;
    use crate::api::token::{self, Wanted};
    use crate::store::Role;

    #[test]
    fn ten_thousand_notifications_wait_and_with_one_more_the_socket_is_closed() {
        let (row, _) = token::draw(Wanted::new("main", "pump", Role::Administrator), Moment::default()).unwrap();
        let eyes = Eyes { listener: Listener { user: None, is_administrator: true }, who: Arc::default() };
        let (seat, mut ends) = Seat::new(row.into(), &eyes);
        (0..10_000).for_each(|_| seat.push("{}".into()));
        assert_eq!(*ends.closing.borrow(), None);
        seat.push("{}".into());
        assert_eq!(*ends.closing.borrow(), Some(1013));
        seat.close(close_code::NORMAL);
        assert_eq!(*ends.closing.borrow(), Some(1013), "the first code counts");
        assert_eq!(ends.waiting.try_recv().unwrap(), "{}");
    }
}

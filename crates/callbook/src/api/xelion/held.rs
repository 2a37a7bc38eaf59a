//! What this room holds in memory: how many requests of each login are being answered, and which sockets were promised to whom.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::close_code;
use calls::Text;
use calls::moment::Moment;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::super::door::Visitor;
use super::door::login_of;
use super::numbering::Numbered;
use super::seat::Room;

/// The most requests of one login that are answered at once (sheet, 4.6).
pub(super) const AT_ONCE_MAX: usize = 10;

/// The most sockets that are promised at a time.
const PROMISED_MAX: usize = 50_000;

/// The most sockets that are open at a time.
const SOCKETS_MAX: usize = 12_000;

/// What is held.
pub(in crate::api) struct Held {
    /// How many requests of each login are being answered.
    busy: Arc<Mutex<HashMap<Uuid, usize>>>,
    /// Sockets that were promised, by their tokens.
    promised: Mutex<HashMap<String, Promise>>,
    /// The sockets of each account that has any.
    rooms: Mutex<HashMap<Text, Arc<Room>>>,
    /// As many as may be open.
    sockets: Arc<Semaphore>,
    /// How far logs were given their oids.
    numbered: Numbered,
}

impl Default for Held {
    fn default() -> Self {
        let sockets = Arc::new(Semaphore::new(SOCKETS_MAX));
        Self {
            busy: Arc::default(),
            promised: Mutex::default(),
            rooms: Mutex::default(),
            sockets,
            numbered: Numbered::default(),
        }
    }
}

/// A socket that was promised to somebody.
#[derive(Clone, Debug)]
pub(super) struct Promise {
    /// To whom.
    pub(super) visitor: Visitor,
    /// The oid in its address.
    pub(super) user_oid: u64,
    /// Until when.
    pub(super) until: Moment,
}

/// A login: whoever logged in, and with which of his programs. A token that is no login stands for itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LoginKey {
    /// The account.
    pub(super) account: Text,
    /// The person, or the id of the token.
    pub(super) who: Text,
    /// The user space.
    pub(super) space: Text,
}

/// A request that is being answered; counted until it is dropped.
pub(super) struct Turn {
    busy: Arc<Mutex<HashMap<Uuid, usize>>>,
    token: Uuid,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut busy = lock(&self.busy);
        if let Some(count) = busy.get_mut(&self.token) {
            *count -= 1;
            if *count == 0 {
                busy.remove(&self.token);
            }
        }
    }
}

impl Held {
    /// How far logs were given their oids.
    pub(super) fn numbered(&self) -> &Numbered {
        &self.numbered
    }

    /// Takes a turn of a token, if it has one left.
    pub(super) fn turn(&self, token: Uuid) -> Option<Turn> {
        let mut busy = lock(&self.busy);
        let count = busy.entry(token).or_insert(0);
        if *count >= AT_ONCE_MAX {
            return None;
        }
        *count += 1;
        Some(Turn { busy: Arc::clone(&self.busy), token })
    }

    /// Room for one more socket, if there is any.
    pub(super) fn socket(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.sockets).try_acquire_owned().ok()
    }

    /// Waits until every socket has taken its goodbye.
    pub(in crate::api) async fn emptied(&self) {
        // Nobody closes the semaphore.
        let _ = self.sockets.acquire_many(SOCKETS_MAX as u32).await;
    }

    /// Promises a socket; the token in its address. None where no chance is to be had, or too many were promised.
    pub(super) fn promise(&self, promise: Promise, now: Moment) -> Option<String> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).ok()?;
        let token = format!("{:016x}", u64::from_be_bytes(bytes));
        let mut promised = lock(&self.promised);
        if promised.len() >= PROMISED_MAX {
            promised.retain(|_, promise| promise.until > now);
            if promised.len() >= PROMISED_MAX {
                return None;
            }
        }
        promised.insert(token.clone(), promise);
        Some(token)
    }

    /// Keeps a promise: it is good once, and not for long.
    pub(super) fn keep(&self, token: &str, user_oid: u64, now: Moment) -> Option<Visitor> {
        let promise = lock(&self.promised).remove(token)?;
        (promise.until > now && promise.user_oid == user_oid).then_some(promise.visitor)
    }

    /// The room of an account; it is made if there is none.
    pub(in crate::api) fn room(&self, account: &Text) -> Arc<Room> {
        Arc::clone(lock(&self.rooms).entry(account.clone()).or_insert_with(|| Room::new(account.clone())))
    }

    /// Whether a login has a socket open.
    pub(super) fn has_socket(&self, login: &LoginKey) -> bool {
        let room = lock(&self.rooms).get(&login.account).cloned();
        room.is_some_and(|room| room.has(login))
    }

    /// Closes the sockets of a login that is over, and forgets those that were promised to it.
    pub(super) fn logged_out(&self, login: &LoginKey) {
        lock(&self.promised).retain(|_, promise| login_of(&promise.visitor) != *login);
        let room = lock(&self.rooms).get(&login.account).cloned();
        if let Some(room) = room {
            room.close(|seat| seat.login == *login, close_code::NORMAL);
        }
    }
}

pub(super) fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::api::token::{self, Wanted};
    use crate::store::Role;

    #[test]
    fn a_socket_is_promised_once_for_a_minute_and_to_one_user() {
        let (held, now) = (Held::default(), Moment::from_micros(1_000_000_000).unwrap());
        let (row, _) = token::draw(Wanted::new("main", "desk", Role::Administrator), now).unwrap();
        let promise = Promise { visitor: row.into(), user_oid: 7, until: now.plus(60_000_000) };
        let promised = || held.promise(promise.clone(), now).unwrap();
        let token = promised();
        assert_eq!(token.len(), 16);
        assert!(held.keep(&token, 7, now.plus(59_999_999)).is_some());
        assert!(held.keep(&token, 7, now).is_none(), "it is good once");
        assert!(held.keep(&promised(), 8, now).is_none(), "it is another's");
        assert!(held.keep(&promised(), 7, now.plus(60_000_000)).is_none(), "the minute is over");
        let token = promised();
        held.logged_out(&login_of(&promise.visitor));
        assert!(held.keep(&token, 7, now).is_none(), "the login is over");
    }

    #[test]
    fn ten_requests_of_one_login_are_answered_at_once_and_no_more() {
        let (held, token) = (Held::default(), Uuid::from_u128(1));
        let mut turns: Vec<Turn> = (0..AT_ONCE_MAX).map(|_| held.turn(token).unwrap()).collect();
        assert!(held.turn(token).is_none());
        assert!(held.turn(Uuid::from_u128(2)).is_some(), "each for itself");
        drop(turns.pop());
        assert!(held.turn(token).is_some(), "one was answered");
        drop(turns);
        assert!(lock(&held.busy).is_empty(), "nothing is held of who asks nothing");
    }
}

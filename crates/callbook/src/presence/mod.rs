//! Presence of every account, in memory: who is free, who is on the phone, who waits.
//!
//! A room is brought up to date when somebody looks: it reads at its own cursor what changed since, all of one moment, so that
//! what is shown is what the store says and never what was pushed at it. It costs nothing where nobody looks, and after a restart
//! it is made anew from what goes on and what ended lately. It must never decide anything of a call: that stands in records.
//! What phone systems call their agents is looked up in the directory as it is now, for no record keeps it.

#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use calls::Text;
use calls::moment::Moment;
use calls::presence::{Device, Member, Stage, Subject, View, Words};
use tokio::sync::watch;
use tokio::time::{Duration, Instant};

use crate::clock::Clock;
use crate::directory::{Directories, Directory};
use crate::store::{EntryKind, StageFrom, StageRows, StandRow, StandsMark, Store, StoreError};
use crate::zone;

/// The most accounts whose presence is held; past it all are read again.
const ROOMS_MAX: usize = 1_024;
/// Conversations that ended so long ago are still read: no day is longer, and no wrap-up lasts longer.
const ENDED_BACK_MICROS: i64 = 26 * 3_600 * 1_000_000;

/// For those who follow it presence is read anew so often at the most: a busy phone system changes it many times a second, and many
/// may follow.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The presence of all accounts.
pub(crate) struct Presences {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    directories: Arc<Directories>,
    rooms: Mutex<HashMap<Text, Arc<tokio::sync::Mutex<Room>>>>,
    /// Counts stages, so that a reader knows whether the one he looked at is still there.
    stages: AtomicU64,
}

/// How far a reader has looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looked {
    stage: u64,
    stamp: u64,
}

/// What somebody sees.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sight {
    /// All there is, or what changed since he looked.
    pub(crate) view: View,
    /// Whether it is all there is.
    pub(crate) is_whole: bool,
    /// The newest change of the account's feed that is in it.
    pub(crate) change: u64,
    /// When he looked.
    pub(crate) at: Moment,
    /// When today's figures begin anew.
    pub(crate) day_ends: Moment,
    /// How far he has looked.
    pub(crate) looked: Looked,
}

/// One account's presence.
#[derive(Default)]
struct Room {
    /// Its number; 0: nothing was read yet.
    no: u64,
    stage: Stage,
    change: Option<u64>,
    mark: Option<StandsMark>,
    stands: Vec<StandRow>,
    directory: Option<Arc<Directory>>,
    /// Has rung if there is anything to read.
    bell: Option<watch::Receiver<()>>,
    read_at: Option<Instant>,
}

impl Presences {
    /// Presence as this store and these directories have it.
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, directories: Arc<Directories>) -> Self {
        Self { store, clock, directories, rooms: Mutex::default(), stages: AtomicU64::new(0) }
    }

    /// All there is right now.
    pub(crate) async fn now(&self, account: &Text) -> Result<Sight, StoreError> {
        self.since(account, Looked::default()).await
    }

    /// What changed since somebody looked; all there is if what he looked at is no longer there.
    pub(crate) async fn since(&self, account: &Text, looked: Looked) -> Result<Sight, StoreError> {
        let room = self.room(account);
        // One reads for all who wait.
        let mut room = room.lock().await;
        let at = self.clock.now();
        self.bring_up_to_date(account, &mut room, at).await?;
        Ok(room.seen(looked, at))
    }

    /// The same for whoever was woken by the bell, who may be told what was read a moment ago; then also when to look again.
    pub(crate) async fn follow(&self, account: &Text, looked: Looked) -> Result<(Sight, Option<Duration>), StoreError> {
        let room = self.room(account);
        let mut room = room.lock().await;
        let at = self.clock.now();
        let rest = room.rest(at);
        if rest.is_none() {
            self.bring_up_to_date(account, &mut room, at).await?;
        }
        Ok((room.seen(looked, at), rest.filter(|rest| !rest.is_zero())))
    }

    fn room(&self, account: &Text) -> Arc<tokio::sync::Mutex<Room>> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if rooms.len() >= ROOMS_MAX && !rooms.contains_key(account) {
            rooms.clear();
        }
        Arc::clone(rooms.entry(account.clone()).or_default())
    }

    async fn bring_up_to_date(&self, account: &Text, room: &mut Room, now: Moment) -> Result<(), StoreError> {
        let mut bell = self.store.bell();
        bell.mark_unchanged();
        let directory = self.directories.of(account).await?;
        let from = StageFrom { change: room.change, ended: now.plus(-ENDED_BACK_MICROS), stands: room.mark };
        let mut rows = self.store.stage(account, from).await?;
        let today = |rows: &StageRows| zone::day(&zone::of(&rows.zone), now).0;
        if !rows.is_whole && today(&rows).from < room.stage.day().from {
            // The account's zone was changed, or the clock put back: what was let go of as over before today, now counts.
            rows = self.store.stage(account, StageFrom { change: None, ..from }).await?;
        }
        let day = today(&rows);
        if rows.is_whole {
            // The number of the stage that was is never given again.
            room.no = self.stages.fetch_add(1, Ordering::Relaxed) + 1;
            (room.stage, room.directory) = (Stage::new(day), None);
        } else if room.stage.day() != day {
            room.stage.turn(day);
        }
        room.take(rows, directory);
        (room.bell, room.read_at) = (Some(bell), Some(Instant::now()));
        Ok(())
    }
}

impl Room {
    /// For how long what was read may be shown; no time where nothing rang since, none where it is to be read.
    fn rest(&self, now: Moment) -> Option<Duration> {
        let (bell, read_at) = (self.bell.as_ref()?, self.read_at?);
        if !self.stage.day().has(now) {
            return None;
        }
        if !bell.has_changed().unwrap_or(true) {
            return Some(Duration::ZERO);
        }
        LOOK_EVERY.checked_sub(read_at.elapsed()).filter(|rest| !rest.is_zero())
    }

    /// What somebody sees who looked so far.
    fn seen(&mut self, looked: Looked, at: Moment) -> Sight {
        let stamp = self.stage.settle();
        let is_whole = looked.stage != self.no;
        Sight {
            view: self.stage.since(if is_whole { 0 } else { looked.stamp }),
            is_whole,
            change: self.change.unwrap_or_default(),
            at,
            day_ends: self.stage.day().until,
            looked: Looked { stage: self.no, stamp },
        }
    }

    fn take(&mut self, rows: StageRows, directory: Arc<Directory>) {
        for (conversation, scene) in rows.scenes {
            self.stage.put(conversation, scene);
        }
        if rows.too_many {
            self.stage.leave_out();
        }
        self.change = Some(rows.newest);
        let others = rows.stands.is_some();
        if let Some((mark, stands)) = rows.stands {
            (self.mark, self.stands) = (Some(mark), stands);
        }
        let is_same = self.directory.as_ref().is_some_and(|known| Arc::ptr_eq(known, &directory));
        if others || !is_same {
            let (members, devices) = resolved(&directory, &self.stands);
            self.stage.set_stands(members, devices);
        }
        if !is_same {
            self.stage.set_names(directory.names(EntryKind::User), directory.names(EntryKind::Queue));
            self.directory = Some(directory);
        }
    }
}

/// Whom the phone systems mean.
fn resolved(directory: &Directory, stands: &[StandRow]) -> (Vec<Member>, Vec<Device>) {
    let (mut members, mut devices) = (Vec::new(), Vec::new());
    for StandRow { source, subject, held } in stands {
        match subject {
            Subject::Member(queue, _) => members.push(Member {
                queue: directory.key_of(EntryKind::Queue, source, queue).unwrap_or(queue).clone(),
                user: user(directory, source, &held.words).or_else(|| own_word(&held.words)),
                here: held.here,
                paused: held.paused,
                reason: held.reason.clone(),
                since: held.since,
            }),
            // A phone that nobody knows is nobody's: trunks have states too. It is a member's if that is his word.
            Subject::Phone(_) => {
                let whose = user(directory, source, &held.words).or_else(|| own_word(&held.words));
                devices.extend(whose.map(|user| Device { user, reachable: held.here, since: held.since }));
            }
        }
    }
    devices.retain(|device| directory.has(EntryKind::User, &device.user) || is_member(&members, &device.user));
    (members, devices)
}

fn is_member(members: &[Member], user: &Text) -> bool {
    members.iter().any(|member| member.user.as_ref() == Some(user))
}

fn user(directory: &Directory, source: &Text, words: &Words) -> Option<Text> {
    words.all.iter().find_map(|word| directory.key_of(EntryKind::User, source, word)).cloned()
}

/// The key that a user would be given at first sight (rule N23).
fn own_word(words: &Words) -> Option<Text> {
    words.all.first().filter(|_| words.names_user).cloned()
}

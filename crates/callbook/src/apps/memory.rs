//! A host that keeps everything in memory: what `callbook app run` gives an app, and what the rules of a host look like.
//!
//! It sends nothing: a request is answered as if it had been received well. To have requests sent, give it a [`Sender`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::asked::db::{self, Entry};
use super::asked::schedule::{self, ONCE_MAX, REPEATED_MAX, Schedule};
use super::host::{Answer, Host, Refusal};
use super::template::Request;

/// Keys of one installation; only here is there a limit, since they are in memory.
const KEYS_MAX: usize = 10_000;

/// Whoever sends requests, or only shows them.
#[async_trait]
pub(crate) trait Sender: Send + Sync {
    /// Sends one.
    async fn send(&self, request: Request) -> Result<Answer, Refusal>;
}

/// What one installation keeps.
pub(crate) struct Memory {
    sender: Arc<dyn Sender>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: BTreeMap<String, (Entry, Option<Instant>)>,
    schedules: BTreeMap<String, Schedule>,
}

impl Memory {
    /// An empty one.
    pub(crate) fn new(sender: Arc<dyn Sender>) -> Self {
        Self { sender, kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Nothing panics while it is held, so that what is there is whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// What is kept under a key, unless its time is over.
    fn entry(&mut self, key: &str) -> Option<&(Entry, Option<Instant>)> {
        if self.entries.get(key).is_some_and(|(_, until)| until.is_some_and(|until| until <= Instant::now())) {
            self.entries.remove(key);
        }
        self.entries.get(key)
    }

    fn put(&mut self, key: String, entry: Entry, until: Option<Instant>) -> Result<(), Refusal> {
        if self.entries.len() >= KEYS_MAX && !self.entries.contains_key(&key) {
            return Err(Refusal::new(429, format!("more than {KEYS_MAX} keys")));
        }
        self.entries.insert(key, (entry, until));
        Ok(())
    }

    /// Whether one more may be entered.
    fn has_room_for(&self, schedule: &Schedule) -> Result<(), Refusal> {
        let alike = self.schedules.values().filter(|other| other.repeat.is_some() == schedule.repeat.is_some());
        let (kind, most) = if schedule.repeat.is_some() { ("recurring", REPEATED_MAX) } else { ("one-time", ONCE_MAX) };
        if alike.count() >= most {
            return Err(Refusal::new(429, format!("more than {most} {kind} scheduled events")));
        }
        Ok(())
    }
}

fn done(message: &str) -> Value {
    json!({"status": 200, "message": message})
}

#[async_trait]
impl Host for Memory {
    async fn db(&self, ask: db::Ask) -> Result<Value, Refusal> {
        let mut kept = self.kept();
        match ask {
            db::Ask::Set { key, value, ttl, set_if } => {
                let is_there = kept.entry(&key).is_some();
                set_if.map_or(Ok(()), |set_if| set_if.allows(is_there))?;
                kept.put(key, value, ttl.and_then(|ttl| Instant::now().checked_add(ttl)))?;
                Ok(json!({"Created": true}))
            }
            db::Ask::Get { key } => {
                kept.entry(&key).map(|(entry, _)| Value::Object(entry.clone())).ok_or_else(Refusal::missing)
            }
            db::Ask::Update { key, action, set_if } => {
                let old = kept.entry(&key).cloned();
                set_if.map_or(Ok(()), |set_if| set_if.allows(old.is_some()))?;
                let (old, until) = old.unzip();
                let entry = action.apply(&key, old)?;
                kept.put(key, entry, until.flatten())?;
                Ok(json!({"Updated": true}))
            }
            db::Ask::Delete { key } => {
                kept.entry(&key).ok_or_else(Refusal::missing)?;
                kept.entries.remove(&key);
                Ok(json!({"Deleted": true}))
            }
        }
    }

    async fn request(&self, request: Request) -> Result<Answer, Refusal> {
        self.sender.send(request).await
    }

    async fn schedule(&self, ask: schedule::Ask) -> Result<Value, Refusal> {
        let mut kept = self.kept();
        match ask {
            schedule::Ask::Create(schedule) => {
                if kept.schedules.contains_key(&schedule.name) {
                    return Err(Refusal::bad(format!("a schedule is called {} already", schedule.name)));
                }
                kept.has_room_for(&schedule)?;
                kept.schedules.insert(schedule.name.clone(), schedule);
                Ok(done("Schedule created"))
            }
            schedule::Ask::Fetch { name } => kept.schedules.get(&name).map(Schedule::print).ok_or_else(Refusal::missing),
            schedule::Ask::Update { name, data, at, repeat } => {
                let mut new = kept.schedules.remove(&name).ok_or_else(Refusal::missing)?;
                let old = new.clone();
                new.data = data.unwrap_or(new.data);
                new.at = at.unwrap_or(new.at);
                new.repeat = repeat.or(new.repeat);
                let room = kept.has_room_for(&new);
                kept.schedules.insert(name, if room.is_ok() { new } else { old });
                room.map(|()| done("Schedule updated"))
            }
            schedule::Ask::Delete { name } => {
                kept.schedules.remove(&name).ok_or_else(Refusal::missing)?;
                Ok(done("Schedule deleted"))
            }
        }
    }
}

//! What stands behind the globals of an installed app: its rows in the store, and the world outside.
//!
//! A value is read, changed and swapped for what was read, so that two runs at once lose nothing of each other. What may be asked
//! is decided by `apps::asked`, where it may go by `outward`.

use async_trait::async_trait;
use calls::moment::Moment;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Installation, Installed, Manner};
use crate::apps::{Answer, Host, Refusal, Request, db, schedule};
use crate::outward::{Address, Question};
use crate::store::{AppSchedule, AppValue, StoreError};

/// How often something is tried that others change meanwhile.
const SWAPS_MAX: usize = 16;

/// The host of one run.
pub(super) struct StoreHost<'a> {
    pub(super) installed: &'a Installed,
    pub(super) one: &'a Installation,
    pub(super) manner: Manner,
}

fn refusal(error: StoreError) -> Refusal {
    match error {
        StoreError::Refused { says, .. } => Refusal::new(429, says),
        StoreError::Unavailable(_) | StoreError::Broken(_) => Refusal::new(503, "the store cannot be used right now"),
    }
}

fn busy() -> Refusal {
    Refusal::new(409, "it is changed by others all the time")
}

/// What is done, and what takes the place of the value that was there; unless the place stays as it is.
type Changed = Result<(Value, Option<AppValue>), Refusal>;

impl StoreHost<'_> {
    async fn kept(&self, key: &str) -> Result<Option<AppValue>, Refusal> {
        let row = &self.one.row;
        self.installed.store.app_value(&row.account, &row.app, key).await.map_err(refusal)
    }

    /// Changes what is kept under a key. `change` is handed what still counts of it.
    async fn swap(&self, key: &str, change: impl Fn(Option<&AppValue>) -> Changed) -> Result<Value, Refusal> {
        let row = &self.one.row;
        for _ in 0..SWAPS_MAX {
            let was = self.kept(key).await?;
            let (answer, is) = change(was.as_ref().filter(|was| self.counts(was)))?;
            let swapped = self.installed.store.swap_app_value(&row.account, &row.app, key, was, is).await;
            if swapped.map_err(refusal)? {
                return Ok(answer);
            }
        }
        Err(busy())
    }

    fn counts(&self, value: &AppValue) -> bool {
        value.expires_at.is_none_or(|at| at > self.installed.clock.now().micros())
    }

    async fn scheduled(&self, name: &str) -> Result<Option<AppSchedule>, Refusal> {
        let row = &self.one.row;
        self.installed.store.app_schedule(&row.account, &row.app, name).await.map_err(refusal)
    }

    async fn swap_schedule(&self, was: Option<AppSchedule>, is: Option<AppSchedule>) -> Result<(), Refusal> {
        let swapped = self.installed.store.swap_app_schedule(was, is).await.map_err(refusal)?;
        if swapped { Ok(()) } else { Err(busy()) }
    }

    /// Whether there is room for one more that happens once, or again and again.
    async fn has_room(&self, repeats: bool) -> Result<(), Refusal> {
        let row = &self.one.row;
        let (once, repeated) = self.installed.store.count_app_schedules(&row.account, &row.app).await.map_err(refusal)?;
        let (there, most, kind) =
            if repeats { (repeated, schedule::REPEATED_MAX, "recurring") } else { (once, schedule::ONCE_MAX, "one-time") };
        if there < most { Ok(()) } else { Err(Refusal::new(429, format!("more than {most} {kind} scheduled events"))) }
    }

    fn row(&self, schedule: &schedule::Schedule) -> AppSchedule {
        AppSchedule {
            account: self.one.row.account.clone(),
            app: self.one.row.app.clone(),
            name: schedule.name.clone(),
            brings: Value::Object(schedule.data.clone()).to_string(),
            at: schedule.at.as_microsecond(),
            repeat: schedule.repeat.map(|repeat| (repeat.unit.word().to_owned(), repeat.frequency)),
        }
    }
}

/// What is kept as an app reads it.
fn entry(value: &AppValue) -> db::Entry {
    serde_json::from_str(&value.value).unwrap_or_default()
}

fn read(row: &AppSchedule) -> Option<schedule::Schedule> {
    Some(schedule::Schedule {
        name: row.name.clone(),
        data: serde_json::from_str::<Map<String, Value>>(&row.brings).ok()?,
        at: Timestamp::from_microsecond(row.at).ok()?,
        repeat: row.repeat.as_ref().and_then(|(unit, frequency)| schedule::Repeat::of(unit, *frequency)),
    })
}

fn done(message: &str) -> Value {
    json!({"status": 200, "message": message})
}

#[async_trait]
impl Host for StoreHost<'_> {
    async fn db(&self, ask: db::Ask) -> Result<Value, Refusal> {
        let has_room = self.one.pace.count();
        if !has_room && self.manner == Manner::Refused {
            return Err(Refusal::new(429, format!("more than {} questions a minute", super::pace::ASKS_MAX)));
        }
        match ask {
            db::Ask::Get { key } => {
                let kept = self.kept(&key).await?.filter(|kept| self.counts(kept));
                kept.map(|kept| Value::Object(entry(&kept))).ok_or_else(Refusal::missing)
            }
            db::Ask::Set { key, value, ttl, set_if } => {
                let until = ttl.and_then(|ttl| i64::try_from(ttl.as_micros()).ok());
                let expires_at = until.and_then(|micros| self.installed.clock.now().micros().checked_add(micros));
                let is = AppValue { value: Value::Object(value).to_string(), expires_at };
                let set = |was: Option<&AppValue>| {
                    set_if.map_or(Ok(()), |set_if| set_if.allows(was.is_some()))?;
                    Ok((json!({"Created": true}), Some(is.clone())))
                };
                self.swap(&key, set).await
            }
            db::Ask::Update { key, action, set_if } => {
                let update = |was: Option<&AppValue>| {
                    set_if.map_or(Ok(()), |set_if| set_if.allows(was.is_some()))?;
                    let is = action.apply(&key, was.map(entry))?;
                    let expires_at = was.and_then(|was| was.expires_at);
                    Ok((json!({"Updated": true}), Some(AppValue { value: Value::Object(is).to_string(), expires_at })))
                };
                self.swap(&key, update).await
            }
            db::Ask::Delete { key } => {
                let delete =
                    |was: Option<&AppValue>| was.map(|_| (json!({"Deleted": true}), None)).ok_or_else(Refusal::missing);
                self.swap(&key, delete).await
            }
        }
    }

    async fn request(&self, request: Request) -> Result<Answer, Refusal> {
        let url = Address::kept(&request.url).map_err(Refusal::bad)?;
        let asker = self.installed.asker().ok_or_else(|| Refusal::new(502, "nothing can be asked from this machine"))?;
        let Request { method, headers, body, .. } = request;
        let reply = asker.ask(Question { method, url, headers, body }).await;
        let reply = reply.map_err(|says| Refusal::new(502, says))?;
        Ok(Answer { status: reply.status, headers: reply.headers, response: reply.body })
    }

    async fn schedule(&self, ask: schedule::Ask) -> Result<Value, Refusal> {
        match ask {
            schedule::Ask::Create(schedule) => {
                if self.scheduled(&schedule.name).await?.is_some() {
                    return Err(Refusal::bad(format!("a schedule is called {} already", schedule.name)));
                }
                self.has_room(schedule.repeat.is_some()).await?;
                self.swap_schedule(None, Some(self.row(&schedule))).await?;
                Ok(done("Schedule created"))
            }
            schedule::Ask::Fetch { name } => {
                let found = self.scheduled(&name).await?;
                found.as_ref().and_then(read).map(|schedule| schedule.print()).ok_or_else(Refusal::missing)
            }
            schedule::Ask::Update { name, data, at, repeat } => {
                let was = self.scheduled(&name).await?.ok_or_else(Refusal::missing)?;
                let mut is = read(&was).ok_or_else(Refusal::missing)?;
                if repeat.is_some() && is.repeat.is_none() {
                    self.has_room(true).await?;
                }
                (is.data, is.at, is.repeat) = (data.unwrap_or(is.data), at.unwrap_or(is.at), repeat.or(is.repeat));
                self.swap_schedule(Some(was), Some(self.row(&is))).await?;
                Ok(done("Schedule updated"))
            }
            schedule::Ask::Delete { name } => {
                let was = self.scheduled(&name).await?.ok_or_else(Refusal::missing)?;
                self.swap_schedule(Some(was), None).await?;
                Ok(done("Schedule deleted"))
            }
        }
    }
}

/// When an event happens again after `now`; none of one that happens once.
pub(super) fn again(row: &AppSchedule, now: Moment) -> Option<i64> {
    let (unit, frequency) = row.repeat.as_ref()?;
    let every = schedule::Repeat::of(unit, *frequency)?.micros();
    // What was missed meanwhile happened once.
    let missed = now.micros().saturating_sub(row.at).div_euclid(every);
    row.at.checked_add(every.checked_mul(missed + 1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000_000;

    fn next(at: i64, now: i64, repeat: Option<(&str, u32)>) -> Option<i64> {
        let repeat = repeat.map(|(unit, frequency)| (unit.to_owned(), frequency));
        let row = AppSchedule {
            account: "main".into(),
            app: "desk".into(),
            name: "tick".to_owned(),
            brings: "{}".to_owned(),
            at: at * MINUTE,
            repeat,
        };
        again(&row, Moment::from_micros(now * MINUTE)?).map(|at| at / MINUTE)
    }

    #[test]
    fn what_happens_again_keeps_to_its_times_and_what_was_missed_happened_once() {
        assert_eq!(next(100, 100, None), None, "once is once");
        assert_eq!(next(100, 100, Some(("minutes", 5))), Some(105));
        assert_eq!(next(100, 104, Some(("minutes", 5))), Some(105), "it was late");
        assert_eq!(next(100, 105, Some(("minutes", 5))), Some(110));
        assert_eq!(next(100, 100 + 3 * 1_440 + 7, Some(("days", 1))), Some(100 + 4 * 1_440), "after three days of silence");
        assert_eq!(next(100, 100, Some(("weeks", 1))), Some(100 + 7 * 1_440));
        assert_eq!(next(100, 100, Some(("fortnights", 1))), None);
        assert_eq!(next(100, 100, Some(("weeks", u32::MAX))), None, "nobody is there any more");
    }
}

//! What is heard, as it is heard: rows that follow the change feed, for people at a terminal.
//!
//! It reads records as the server tells them and never works anything out. To show one more column: its head in [`HEAD`] and
//! its cell in [`cells`].

use std::sync::Arc;

use anyhow::Result;
use calls::Text;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use tokio::sync::watch;
use unicode_width::UnicodeWidthStr;
use uuid::Uuid;

use crate::store::{CHANGES_MAX, ChangeRow, Store};

/// The heads of the columns, each with its width.
const HEAD: [(&str, usize); 8] =
    [("TIME", 8), ("KIND", 9), ("FROM", 22), ("TO", 22), ("STATE", 12), ("TALKED TO", 16), ("WAIT", 6), ("TALK", 6)];
/// So many conversations are remembered to be shown; the oldest go first.
const ROWS_MAX: usize = 200;

/// The conversations that were heard of, newest last.
pub(super) struct Live {
    store: Arc<dyn Store>,
    account: Text,
    zone: TimeZone,
    bell: watch::Receiver<()>,
    after: u64,
    rows: Vec<(Uuid, String)>,
    /// Which rows turned and were not shown since.
    turned: Vec<usize>,
}

impl Live {
    /// Hears everything from now on.
    pub(super) async fn since_now(store: Arc<dyn Store>, account: Text, zone: TimeZone) -> Result<Self> {
        let bell = store.bell();
        let after = store.changes(&account, u64::MAX >> 1, None, 1).await?.newest;
        Ok(Self { store, account, zone, bell, after, rows: Vec::new(), turned: Vec::new() })
    }

    /// Waits until something changes, and reads it.
    pub(super) async fn news(&mut self) -> Result<()> {
        loop {
            self.bell.borrow_and_update();
            let changes = self.store.changes(&self.account, self.after, None, CHANGES_MAX).await?;
            for change in &changes.rows {
                self.after = change.no;
                self.take(change).await?;
            }
            if !self.turned.is_empty() {
                return Ok(());
            }
            if changes.rows.is_empty() {
                self.bell.changed().await?;
            }
        }
    }

    async fn take(&mut self, change: &ChangeRow) -> Result<()> {
        let Some(told) = change.conversation else { return Ok(()) };
        let Some(found) = self.store.find(&self.account, told, None).await? else { return Ok(()) };
        let id = found.conversation;
        if id != told
            && let Some(place) = self.rows.iter().position(|(known, _)| *known == told)
        {
            // It turned out to be a part of another one (rule N20).
            self.remove(place);
        }
        let record: Value = serde_json::from_str(&found.record)?;
        let text = line(&cells(&record, &self.zone));
        let place = match self.rows.iter().position(|(known, _)| *known == id) {
            // Much changes that is not shown here.
            Some(place) if self.rows.get(place).is_some_and(|(_, known)| *known == text) => return Ok(()),
            Some(place) => {
                if let Some(row) = self.rows.get_mut(place) {
                    row.1 = text;
                }
                place
            }
            None => {
                if self.rows.len() == ROWS_MAX {
                    self.remove(0);
                }
                self.rows.push((id, text));
                self.rows.len() - 1
            }
        };
        self.turned.retain(|turned| *turned != place);
        self.turned.push(place);
        Ok(())
    }

    fn remove(&mut self, place: usize) {
        self.rows.remove(place);
        self.turned.retain(|turned| *turned != place);
        for turned in self.turned.iter_mut().filter(|turned| **turned > place) {
            *turned -= 1;
        }
    }

    /// The rows that turned, one line each.
    pub(super) fn lines(&mut self) -> Vec<&str> {
        let turned = std::mem::take(&mut self.turned);
        turned.into_iter().filter_map(|place| self.rows.get(place).map(|(_, text)| text.as_str())).collect()
    }

    /// The last rows, as many as fit.
    pub(super) fn table(&mut self, height: usize) -> impl Iterator<Item = &str> {
        self.turned.clear();
        self.rows.iter().skip(self.rows.len().saturating_sub(height)).map(|(_, text)| text.as_str())
    }

    /// How many conversations are remembered.
    pub(super) fn length(&self) -> usize {
        self.rows.len()
    }
}

/// The heads of the columns.
pub(super) fn head() -> String {
    line(&HEAD.map(|(name, _)| name.to_owned()))
}

fn line(cells: &[String; HEAD.len()]) -> String {
    let mut text = String::new();
    for (cell, (_, width)) in cells.iter().zip(HEAD) {
        let mut shown = String::new();
        for letter in cell.chars().filter(|letter| !letter.is_control()) {
            shown.push(letter);
            if shown.width() > width {
                shown.pop();
                break;
            }
        }
        let room = width - shown.width();
        text.push_str(&shown);
        text.push_str(&" ".repeat(room + 2));
    }
    text.trim_end().to_owned()
}

fn cells(record: &Value, zone: &TimeZone) -> [String; HEAD.len()] {
    let word = |key: &str| record.get(key).and_then(Value::as_str).unwrap_or("–").to_owned();
    let seconds = |key: &str| record.get(key).and_then(Value::as_f64).unwrap_or(0.0);
    let side = |key: &str| {
        let part = |name: &str| record.get(key).and_then(|side| side.get(name)).and_then(Value::as_str);
        match (part("name"), part("number")) {
            (Some(name), Some(number)) => format!("{name} {number}"),
            (one, other) => one.or(other).unwrap_or("–").to_owned(),
        }
    };
    let numbers = record.get("talked_to").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let started = record.get("started_at").and_then(Value::as_str).and_then(|text| text.parse::<Timestamp>().ok());
    let waited = ["ring_s", "menu_s", "queue_s", "parked_s"].map(seconds).iter().sum::<f64>();
    let is_over = record.get("outcome").is_some_and(|outcome| !outcome.is_null());
    [
        started.map_or_else(|| "–".to_owned(), |at| at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()),
        word("direction"),
        side("from"),
        side("to"),
        // What it came to, once that is known; until then what goes on.
        if is_over && record.get("ended_at").is_some_and(|at| !at.is_null()) { word("outcome") } else { word("state") },
        numbers.collect::<Vec<_>>().join(", "),
        length(waited),
        length(seconds("talk_s") + seconds("conference_s")),
    ]
}

fn length(seconds: f64) -> String {
    if seconds <= 0.0 {
        return String::new();
    }
    let whole = seconds.round() as u64;
    format!("{}:{:02}", whole / 60, whole % 60)
}

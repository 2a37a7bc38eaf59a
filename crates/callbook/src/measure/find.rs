//! How long it takes to find calls among so many, each kind of question by itself, beside SQLite alone reading the same rows.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::moment::Moment;
use calls::number::compared;
use rusqlite::params;

use super::days::{QUEUES, USERS, call_of_year, customer};
use super::through::{ACCOUNT, batch, opened};
use crate::store::{Clue, FigureAsk, Filter, Mode, Part, Place, Store, bare_connection};

/// Questions of each kind.
const ASKED: u64 = 400;
/// Rows of a page.
const ROWS: usize = 50;
const CALLS_AT_ONCE: u64 = 500;
const STEP: u64 = 4_294_967_291;

/// How long questions of one kind took.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// What was asked.
    pub(crate) what: &'static str,
    /// In order.
    pub(crate) took: Vec<Duration>,
    /// Rows that were found, or counted, on average.
    pub(crate) rows: f64,
}

/// One kind of question: its words, and the filter of the one of that number; the page begins anywhere in the year, or at the
/// newest; or it is a count, perhaps
/// by when they began.
struct Kind {
    what: &'static str,
    ask: fn(u64, &Year) -> (Filter, How),
}

enum How {
    Newest,
    From(Moment),
    Count,
    Spread,
}

/// What is asked about.
struct Year {
    calls: u64,
    begins: Moment,
    ends: Moment,
}

impl Year {
    /// A moment in it, as if by chance.
    fn moment(&self, no: u64) -> Moment {
        let length = self.ends.since(self.begins).max(1) as u64;
        self.begins.plus((no.wrapping_mul(STEP) % length) as i64)
    }

    fn days(&self, no: u64, days: i64) -> Filter {
        let from = self.moment(no);
        Filter { from: Some(from), until: Some(from.plus(days * 86_400_000_000)), ..Filter::default() }
    }
}

fn clues(clues: &[Clue]) -> Filter {
    Filter { clues: clues.iter().map(|clue| vec![clue.clone()]).collect(), ..Filter::default() }
}

fn user(no: u64) -> Clue {
    Clue::User(Text::from(format!("user-{}", 100 + no % USERS)))
}

fn queue(no: u64) -> Clue {
    Clue::Queue(Text::from(format!("queue-{}", no % QUEUES)))
}

const KINDS: &[Kind] = &[
    Kind { what: "the newest page", ask: |_, _| (Filter::default(), How::Newest) },
    Kind { what: "a page somewhere in the year", ask: |no, year| (Filter::default(), How::From(year.moment(no))) },
    Kind {
        what: "a page of calls from outside that were answered",
        ask: |no, year| {
            let filter = Filter { direction: Some(Direction::Inbound), outcome: Some(Outcome::Answered), ..Filter::default() };
            (filter, How::From(year.moment(no)))
        },
    },
    Kind {
        what: "missed and not handled, newest",
        ask: |_, _| (Filter { missed: Some(true), handled: Some(false), ..Filter::default() }, How::Newest),
    },
    Kind {
        what: "a customer's number",
        ask: |no, year| {
            let number = customer(no.wrapping_mul(STEP) % (year.calls / 4).max(1));
            (clues(&[Clue::Number(compared(&number).unwrap_or_default())]), How::Newest)
        },
    },
    Kind { what: "a user, newest", ask: |no, _| (clues(&[user(no)]), How::Newest) },
    Kind { what: "a user, somewhere in the year", ask: |no, year| (clues(&[user(no)]), How::From(year.moment(no))) },
    Kind {
        what: "a user and busy",
        ask: |no, year| (Filter { outcome: Some(Outcome::Busy), ..clues(&[user(no)]) }, How::From(year.moment(no))),
    },
    Kind {
        what: "a queue, missed",
        ask: |no, year| (Filter { missed: Some(true), ..clues(&[queue(no)]) }, How::From(year.moment(no))),
    },
    Kind { what: "a queue and a user", ask: |no, year| (clues(&[queue(no), user(no / 3)]), How::From(year.moment(no))) },
    Kind {
        what: "a name",
        ask: |no, _| {
            (
                clues(&[
                    Clue::Name(Text::new_static("linberkam")),
                    Clue::NameBegins(Text::new(["mir", "hug", "gre"][(no % 3) as usize])),
                ]),
                How::Newest,
            )
        },
    },
    Kind {
        what: "two words of a note",
        ask: |no, year| {
            let words = [Clue::Written(Text::new_static("invoice")), Clue::WrittenBegins(Text::new_static("aga"))];
            (clues(&words), How::From(year.moment(no)))
        },
    },
    Kind { what: "how many in a day", ask: |no, year| (year.days(no, 1), How::Count) },
    Kind { what: "how many in a month", ask: |no, year| (year.days(no, 30), How::Count) },
    Kind { what: "how many missed in a week", ask: |no, year| (Filter { missed: Some(true), ..year.days(no, 7) }, How::Count) },
    Kind { what: "how many of a user", ask: |no, _| (clues(&[user(no)]), How::Count) },
    Kind {
        what: "how many of a queue not answered in a month",
        ask: |no, year| (Filter { missed: Some(true), clues: vec![vec![queue(no)]], ..year.days(no, 30) }, How::Count),
    },
    Kind { what: "when ten thousand of the year began", ask: |_, _| (Filter::default(), How::Spread) },
    Kind {
        what: "when those of a queue that were missed in a month began",
        ask: |no, year| (Filter { missed: Some(true), clues: vec![vec![queue(no)]], ..year.days(no, 30) }, How::Spread),
    },
];

/// Fills a store with a year of so many calls, if it is not there, and asks it.
pub(crate) async fn find(file: &Path, calls: u64) -> Result<(Vec<Asked>, Asked)> {
    let store = opened(file).await?;
    let filled = store.conversations(ACCOUNT, &Filter::default(), None, 1).await?;
    if filled.rows.is_empty() {
        fill_year(&store, calls).await?;
    }
    let begins = Moment::from_micros(1_767_606_300_000_000).unwrap_or_default();
    let year = Year { calls, begins, ends: begins.plus(365 * 86_400_000_000) };
    let mut all = Vec::new();
    for kind in KINDS {
        let (mut took, mut rows) = (Vec::new(), 0);
        for no in 0..ASKED {
            let (filter, how) = (kind.ask)(no, &year);
            let begun = Instant::now();
            rows += match how {
                How::Newest => store.conversations(ACCOUNT, &filter, None, ROWS).await?.rows.len(),
                How::From(at) => store.conversations(ACCOUNT, &filter, Some(Place { at, serial: 0 }), ROWS).await?.rows.len(),
                How::Count => store.count_conversations(ACCOUNT, &filter).await?.found,
                How::Spread => store.spread_conversations(ACCOUNT, &filter).await?.0.found,
            };
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        ensure!(rows > 0, "{}: nothing was found", kind.what);
        all.push(Asked { what: kind.what, took, rows: rows as f64 / ASKED as f64 });
    }
    let figures = figures(&store, &year).await?;
    store.close().await;
    all.push(bare_page(file, &year)?);
    Ok((all, figures))
}

async fn fill_year(store: &Arc<dyn Store>, calls: u64) -> Result<()> {
    let mut no = 0;
    while no < calls {
        let signals: Vec<_> = (no..calls.min(no + CALLS_AT_ONCE)).flat_map(|no| call_of_year(no, calls)).collect();
        let at = signals.last().map_or(Moment::default(), |signal| signal.at);
        store.record(batch(signals, Mode::Import, at)).await?;
        no += CALLS_AT_ONCE;
    }
    Ok(())
}

/// Figures of the year by day, of the whole account.
async fn figures(store: &Arc<dyn Store>, year: &Year) -> Result<Asked> {
    let ask = FigureAsk { part: Part::All, keys: None, from: Moment::default(), until: year.ends, direction: None };
    let (mut took, mut rows) = (Vec::new(), 0);
    for _ in 0..20 {
        let begun = Instant::now();
        let found = store.figures(ACCOUNT, &ask).await?;
        rows = crate::api::figures::days(found)?;
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    Ok(Asked { what: "figures of a year by day", took, rows: rows as f64 })
}

/// The rows of pages somewhere in the year, read by SQLite alone and not looked at.
fn bare_page(file: &Path, year: &Year) -> Result<Asked> {
    let conn = bare_connection(file)?;
    let (mut took, mut rows) = (Vec::new(), 0);
    for no in 0..ASKED {
        let at = year.moment(no).micros();
        let begun = Instant::now();
        let sql = "SELECT serial FROM conversation WHERE account = ? AND (started_at, serial) < (?, 0) ORDER BY started_at DESC, serial DESC LIMIT ?";
        let mut statement = conn.prepare_cached(sql)?;
        let serials = statement.query_map(params![ACCOUNT, at, ROWS], |row| row.get::<_, u64>(0))?;
        for serial in serials.collect::<rusqlite::Result<Vec<_>>>()? {
            for sql in [
                "SELECT told FROM snapshot WHERE account = ? AND conversation = ?",
                "SELECT id FROM conversation WHERE account = ? AND serial = ?",
            ] {
                conn.prepare_cached(sql)?.query_row(params![ACCOUNT, serial], |row| row.get_ref(0).map(drop))?;
            }
            rows += 1;
        }
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    Ok(Asked { what: "SQLite alone: the rows of a page somewhere in the year", took, rows: f64::from(rows) / ASKED as f64 })
}

impl Asked {
    /// So many of 100 took no longer.
    pub(crate) fn percentile(&self, of_100: usize) -> Duration {
        let place = (self.took.len() * of_100).div_ceil(100).saturating_sub(1);
        self.took.get(place).copied().unwrap_or_default()
    }
}

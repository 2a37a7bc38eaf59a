//! The messages of one source's connections, as facts in time.
//!
//! Most messages carry the switch's own time; this gives one to those that do not (rule N19, trap A37): that of the last
//! timed message of their connection, else the moment now (live), else the next timed one, else the second in a channel's
//! id. It also tells a restart by the switch's uptime, and what a lost connection hid. It decides nothing about calls.
//! To give another untimed message a time: a case of [`Untimed`].

use super::super::fact::{Fact, Seen};
use super::fields::{Fields, born};
use super::lists::{List, Lists, Part};
use super::read::{Missing, Reader, Reading};
use crate::moment::Moment;

/// Two reckonings of one boot differ by less: uptimes are cut to seconds, and news take their way.
const BOOT_SLACK_MICROS: i64 = 5_000_000;

/// What waits for the connection's first time.
#[derive(Debug)]
enum Untimed {
    /// The link was down since that moment.
    LinkWasDown(Moment),
    /// The switch has been up for so many seconds.
    Booted(u64),
    /// A fact of a message without a time.
    Fact(Box<Fact>),
}

/// The facts of one source.
#[derive(Default)]
pub(super) struct Stream {
    /// Facts that are ready, in order. Whoever feeds takes them out.
    pub(super) ready: Vec<Seen>,
    /// A message that should have a time has none: the switch's settings leave it out. To be noted once.
    pub(super) timeless: bool,
    /// The lists under way.
    pub(super) lists: Lists,
    reader: Reader,
    /// Live: the latest moment that we were told.
    now: Option<Moment>,
    /// The latest moment of this connection by the switch's time, or by what stands in for it.
    last_at: Option<Moment>,
    /// The latest moment of any connection.
    seen_at: Option<Moment>,
    /// The latest moment of the connections before this one.
    before: Option<Moment>,
    boot: Option<Moment>,
    untimed: Vec<(u64, Untimed)>,
}

impl Stream {
    /// A connection begins; live: now.
    pub(super) fn connected(&mut self, now: Option<Moment>) {
        self.now = now;
        self.last_at = None;
        self.timeless = false;
        self.reader.forget();
        self.lists = Lists::default();
        self.untimed.clear();
        self.before = self.seen_at;
        if let Some(from) = self.before {
            self.untimed.push((0, Untimed::LinkWasDown(from)));
        }
    }

    /// Time passes (live).
    pub(super) fn tick(&mut self, now: Moment) {
        self.now = Some(now);
    }

    /// The connection is over: what waits gets the best time there is.
    pub(super) fn closed(&mut self) {
        self.end_lists();
        if self.now.is_some() {
            // The next connection tells anew what this one came too short for.
            self.untimed.clear();
        }
        let born = self.untimed.iter().filter_map(|(_, untimed)| match untimed {
            Untimed::Fact(fact) => match &**fact {
                Fact::Mentioned { channel } | Fact::Born { channel, .. } => born(&channel.id),
                _ => None,
            },
            _ => None,
        });
        match self.last_at.or(born.max()).or(self.seen_at) {
            Some(at) => self.settle(at, Reckoned::Early),
            // Nothing in the whole stream tells when: a restart of nothing, facts of nobody.
            None => self.untimed.clear(),
        }
    }

    /// A message that is passed over, or about to be read, says when it happened.
    pub(super) fn heard(&mut self, at: Option<Moment>) {
        let Some(at) = at else { return };
        if self.last_at.is_none_or(|last| last < at) {
            self.last_at = Some(at);
            self.seen_at = self.seen_at.max(Some(at));
        }
        if !self.lists.open() {
            self.settle(at, Reckoned::Late);
        } else if self.lists.heard(at) && self.now.is_none() {
            self.end_lists();
        }
    }

    /// The best moment there is for a message that tells none: now, or that of the last one.
    pub(super) fn moment(&self) -> Option<Moment> {
        self.now.or(self.last_at).or(self.seen_at)
    }

    /// `FullyBooted`: how long the switch has been up.
    pub(super) fn booted(&mut self, fields: &Fields<'_>, ordinal: u64) -> Result<(), Missing> {
        let uptime = fields.count("Uptime").ok_or("Uptime")?;
        // Live the moment now is right, however long ago the last message was; a file has to wait for the next one.
        self.untimed.push((ordinal, Untimed::Booted(uptime)));
        Ok(())
    }

    /// An event of a list.
    pub(super) fn listed(&mut self, list: List, part: Part, fields: &Fields<'_>, ordinal: u64) {
        self.lists.take(list, part, fields, ordinal, self.last_at);
        if self.lists.full() || (self.now.is_some() && self.lists.over()) {
            self.end_lists();
        }
    }

    /// Ends the lists under way, if there are any: all are there, or no more are waited for. Without any moment they go on
    /// waiting for one.
    pub(super) fn end_lists(&mut self) {
        if !self.lists.open() {
            return;
        }
        let timed = self.lists.made_at(self.now);
        let Some(at) = timed.or(self.seen_at) else { return };
        self.settle(at, if timed.is_some() { Reckoned::Late } else { Reckoned::Early });
        self.lists.end(at, &mut self.ready);
        self.seen_at = self.seen_at.max(Some(at));
    }

    /// Reads a message that tells facts.
    pub(super) fn read(&mut self, reading: Reading, fields: &Fields<'_>, ordinal: u64) -> Result<(), Missing> {
        let own = fields.at();
        self.heard(own);
        let result = reading(&mut self.reader, fields);
        let at = own.or(self.last_at).or_else(|| self.reckoned(fields));
        let mut facts = std::mem::take(&mut self.reader.facts);
        for fact in facts.drain(..) {
            match at {
                Some(at) => self.tell(Seen { at, seq: ordinal, fact }),
                None => self.untimed.push((ordinal, Untimed::Fact(Box::new(fact)))),
            }
        }
        // The list keeps its room for the next message.
        self.reader.facts = facts;
        result
    }

    /// A time for an event of a switch that tells none.
    fn reckoned(&mut self, fields: &Fields<'_>) -> Option<Moment> {
        self.timeless = true;
        if self.now.is_some() {
            return self.now;
        }
        let named = ["Uniqueid", "DestUniqueid", "ParkeeUniqueid", "TransfererUniqueid", "OrigTransfererUniqueid"];
        let at = named.iter().filter_map(|key| born(fields.get(key)?)).max();
        // No going back: a channel's later messages are later than another's birth.
        let at = at.max(self.seen_at)?;
        self.settle(at, Reckoned::Early);
        self.seen_at = Some(at);
        Some(at)
    }

    fn tell(&mut self, seen: Seen) {
        if !self.lists.open() {
            self.ready.push(seen);
        } else if !self.lists.hold(seen) {
            self.end_lists();
        }
    }

    /// The connection has its first time: what waited for it is told.
    fn settle(&mut self, at: Moment, reckoned: Reckoned) {
        if self.untimed.is_empty() {
            return;
        }
        for (seq, untimed) in std::mem::take(&mut self.untimed) {
            let fact = match untimed {
                Untimed::LinkWasDown(from) => Fact::LinkWasDown { from },
                Untimed::Fact(fact) => *fact,
                Untimed::Booted(uptime) => match self.boot(at, uptime, reckoned) {
                    Some(at) => Fact::Booted { at },
                    None => continue,
                },
            };
            self.ready.push(Seen { at, seq, fact });
        }
    }

    /// When the switch booted, if that is news. It must not be told late of a boot that is known: it would end living calls.
    fn boot(&mut self, at: Moment, uptime: u64, reckoned: Reckoned) -> Option<Moment> {
        let uptime = i64::try_from(uptime).unwrap_or(i64::MAX).saturating_mul(1_000_000);
        let boot = self.now.unwrap_or(at).plus(uptime.saturating_neg());
        if self.boot.is_some_and(|known| boot.since(known) < BOOT_SLACK_MICROS) {
            return None;
        }
        // Two reckonings by one clock, or one that can only be early, prove a restart; else whoever spoke on the last
        // connection had booted before. A switch that boots anew does so after it was last heard.
        let proven = self.boot.is_some() && (self.now.is_some() || reckoned == Reckoned::Early);
        match self.before {
            Some(before) if boot <= before && !proven => return None,
            _ => self.boot = Some(boot),
        }
        Some(self.before.map_or(boot, |before| boot.max(before)))
    }
}

/// On which side of the truth a moment that stands in for another lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reckoned {
    Early,
    Late,
}

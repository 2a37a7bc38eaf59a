//! The lists that answer a new connection: which channels live, in which bridges and queues (sheet, section 6).
//!
//! Four lists tell of the same channels in parts and without times (trap A37); they are gathered until all are there and
//! then told at once, one [`Fact::Listed`] a channel. What happens meanwhile waits behind them. The list of channels decides
//! which channels live; the others only add to it, because they were made later. Nothing is called gone unless the list
//! of channels came whole.
//! To use one more list: a case of [`List`], its lines in [`LISTS`], its part in [`Lists::item`].

use std::collections::{BTreeMap, BTreeSet};

use super::super::fact::{BridgeKind, Channel, Fact, Id, Seen};
use super::fields::{Fields, born};
use super::read::bridge_kind;
use crate::Text;
use crate::moment::Moment;

/// So many facts wait behind the lists; with more, the lists are told as they are.
pub(super) const HELD_FACTS_MAX: usize = 50_000;
/// So many channels, bridges and queue entries are gathered each.
pub(super) const ITEMS_MAX: usize = 200_000;
/// Lists of a file belong together when the stream's own time between them is no longer than this.
const TOGETHER_MICROS: i64 = 1_000_000;
/// A channel's age is cut to seconds, and so is the second in its id: the list is at most this much later than their sum.
const AGE_SLACK_MICROS: i64 = 2_000_000;

/// The lists that are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    Channels,
    Status,
    Bridges,
    Queues,
}

/// Whether an event is a list's item, its end, or a part that tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Item,
    End,
    Other,
}

/// One list: the action that asks for it and the events that answer.
pub(super) struct Kind {
    pub(super) list: List,
    pub(super) action: &'static str,
    events: &'static [(&'static str, Part)],
}

/// The lists, in the order in which they are asked for.
pub(super) const LISTS: &[Kind] = &[
    Kind {
        list: List::Channels,
        action: "CoreShowChannels",
        events: &[("CoreShowChannel", Part::Item), ("CoreShowChannelsComplete", Part::End)],
    },
    Kind { list: List::Status, action: "Status", events: &[("Status", Part::Item), ("StatusComplete", Part::End)] },
    Kind {
        list: List::Bridges,
        action: "BridgeList",
        events: &[("BridgeListItem", Part::Item), ("BridgeListComplete", Part::End)],
    },
    Kind {
        list: List::Queues,
        action: "QueueStatus",
        events: &[
            ("QueueEntry", Part::Item),
            ("QueueStatusComplete", Part::End),
            ("QueueParams", Part::Other),
            ("QueueMember", Part::Other),
        ],
    },
];

/// The list that this event belongs to.
pub(super) fn list_event(event: &str) -> Option<(List, Part)> {
    LISTS.iter().find_map(|kind| {
        let (_, part) = kind.events.iter().find(|(name, _)| *name == event)?;
        Some((kind.list, *part))
    })
}

/// How far a list has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Progress {
    #[default]
    Unasked,
    Asked,
    Coming,
    Over,
}

/// One channel as the lists show it.
#[derive(Debug)]
struct Line {
    list: List,
    channel: Channel,
    state: u8,
    age_s: u64,
    bridge: Option<Text>,
    app: Option<(Text, Text)>,
    dnid: Option<Text>,
}

/// The lists of one answer.
#[derive(Debug, Default)]
pub(super) struct Lists {
    progress: BTreeMap<List, Progress>,
    lines: BTreeMap<Id, Line>,
    channels_named: u64,
    /// The list of channels came to its end and says the same count.
    whole: bool,
    bridges: BTreeMap<Text, BridgeKind>,
    queues: BTreeMap<Id, (Text, u64)>,
    seq: u64,
    /// The stream's time when the first and the last part came, and the first that it told after the first part.
    first_at: Option<Moment>,
    last_at: Option<Moment>,
    next_at: Option<Moment>,
    held: Vec<Seen>,
}

impl Lists {
    /// A list was asked for: what happens from now on waits for it.
    pub(super) fn ask(&mut self, list: List) {
        self.progress.insert(list, Progress::Asked);
    }

    /// The switch refuses this list.
    pub(super) fn refuse(&mut self, list: List) {
        self.progress.insert(list, Progress::Over);
    }

    /// Whether facts have to wait.
    pub(super) fn open(&self) -> bool {
        !self.progress.is_empty()
    }

    /// Whether every list that was asked for or began is over.
    pub(super) fn over(&self) -> bool {
        self.open() && self.progress.values().all(|progress| *progress == Progress::Over)
    }

    /// Whether all lists there are have come.
    pub(super) fn full(&self) -> bool {
        self.over() && self.progress.len() == LISTS.len()
    }

    /// The stream has come to this moment. True if it has left the lists behind: no other one belongs to them.
    pub(super) fn heard(&mut self, at: Moment) -> bool {
        let next = *self.next_at.get_or_insert(at);
        self.over() && at.since(self.last_at.unwrap_or(next)) > TOGETHER_MICROS
    }

    /// The lists that were asked for and not answered to their end.
    pub(super) fn unanswered(&self) -> impl Iterator<Item = List> {
        self.progress.iter().filter(|(_, progress)| **progress != Progress::Over).map(|(list, _)| *list)
    }

    /// Holds a fact back behind the lists. False if there is no more room.
    pub(super) fn hold(&mut self, seen: Seen) -> bool {
        self.held.push(seen);
        self.held.len() < HELD_FACTS_MAX
    }

    /// Takes an event of a list.
    pub(super) fn take(&mut self, list: List, part: Part, fields: &Fields<'_>, seq: u64, at: Option<Moment>) {
        if !self.open() || self.seq == 0 {
            (self.seq, self.first_at) = (seq, at);
        }
        self.last_at = at.or(self.last_at);
        match part {
            Part::Item => self.item(list, fields),
            Part::End => {
                let items = fields.count("ListItems").or_else(|| fields.count("Items"));
                let cut = fields.get("EventList").is_some_and(|word| word != "Complete");
                if list == List::Channels {
                    self.whole = !cut && items.is_none_or(|items| items == self.channels_named);
                }
            }
            Part::Other => {}
        }
        self.progress.insert(list, if part == Part::End { Progress::Over } else { Progress::Coming });
    }

    fn item(&mut self, list: List, fields: &Fields<'_>) {
        match list {
            List::Channels | List::Status => self.line(list, fields),
            List::Bridges if self.bridges.len() < ITEMS_MAX => {
                if let Some(bridge) = fields.text("BridgeUniqueid") {
                    self.bridges.insert(bridge, bridge_kind(fields));
                }
            }
            List::Queues if self.queues.len() < ITEMS_MAX => {
                if let (Some(id), Some(queue)) = (fields.text("Uniqueid"), fields.text("Queue")) {
                    self.queues.insert(id, (queue, fields.count("Wait").unwrap_or(0)));
                }
            }
            List::Bridges | List::Queues => {}
        }
    }

    fn line(&mut self, list: List, fields: &Fields<'_>) {
        let Some(shown) = fields.channel("").filter(|_| self.lines.len() < ITEMS_MAX) else { return };
        self.channels_named += u64::from(list == List::Channels);
        let dnid = fields.text("DNID");
        if let Some(line) = self.lines.get_mut(shown.id).filter(|_| list == List::Status) {
            line.dnid = dnid.or(line.dnid.take());
            return;
        }
        let data = fields.raw("ApplicationData").or_else(|| fields.raw("Data")).unwrap_or_default();
        let before = self.lines.remove(shown.id);
        let line = Line {
            list,
            channel: shown.copied(false),
            state: fields.count("ChannelState").and_then(|state| u8::try_from(state).ok()).unwrap_or(0),
            age_s: fields.count("Seconds").or_else(|| fields.get("Duration").and_then(seconds)).unwrap_or(0),
            bridge: fields.text("BridgeId").or_else(|| fields.text("BridgeID")),
            app: fields.text("Application").map(|app| (app, Text::new(data))),
            dnid: dnid.or(before.and_then(|line| line.dnid)),
        };
        self.lines.insert(Text::new(shown.id), line);
    }

    /// The latest moment at which a listed channel is known to have lived: its second and its age.
    fn floor(&self) -> Option<Moment> {
        let lived = |line: &Line| Some(born(&line.channel.id)?.plus(i64::try_from(line.age_s).ok()?.checked_mul(1_000_000)?));
        self.lines.values().filter_map(lived).max()
    }

    /// When the lists were made: by the message before them, else the one after them or the moment `now`; not before the
    /// channels reached their age, and not much later.
    pub(super) fn made_at(&self, now: Option<Moment>) -> Option<Moment> {
        let floor = self.floor();
        let latest = floor.map(|floor| floor.plus(AGE_SLACK_MICROS));
        let next = match (self.next_at.or(now), latest) {
            (Some(next), Some(latest)) => Some(next.min(latest)),
            (next, _) => next,
        };
        self.first_at.or(next).max(floor)
    }

    /// Ends the lists: every listed channel, the end of a whole list, and what waited behind, in order.
    pub(super) fn end(&mut self, at: Moment, ready: &mut Vec<Seen>) {
        let lists = std::mem::take(self);
        let Self { lines, mut queues, bridges, held, seq, whole, .. } = lists;
        // A channel whose beginning waits behind the lists is told by that; the list had it a moment early.
        let begins = |seen: &Seen| match &seen.fact {
            Fact::Born { channel, .. } => Some(channel.id.clone()),
            _ => None,
        };
        let begun: BTreeSet<Id> = held.iter().filter_map(begins).collect();
        let by_channels = whole || lines.values().any(|line| line.list == List::Channels);
        let mut lines: Vec<(Id, Line)> = lines.into_iter().collect();
        lines.sort_by_cached_key(|(id, _)| age(id));
        for (id, line) in lines {
            // What only the later list names was born after the first, or is gone again.
            if begun.contains(&id) || (by_channels && line.list != List::Channels) {
                continue;
            }
            let fact = Fact::Listed {
                up: line.state == 6,
                ringing: line.state == 5,
                age_s: line.age_s,
                bridge_kind: line.bridge.as_ref().and_then(|bridge| bridges.get(bridge)).copied(),
                bridge: line.bridge,
                app: line.app,
                dnid: line.dnid,
                queue: queues.remove(&id),
                channel: line.channel,
            };
            ready.push(Seen { at, seq, fact });
        }
        if whole {
            ready.push(Seen { at, seq, fact: Fact::ListOver });
        }
        ready.extend(held);
    }
}

/// The order in which channels were made: ids compare as two numbers (trap A1), so that a caller comes before whom he calls.
fn age(id: &Id) -> (Option<Moment>, u64, Id) {
    let counter = id.rsplit_once('.').and_then(|(_, counter)| counter.parse().ok());
    (born(id), counter.unwrap_or(0), id.clone())
}

/// `00:00:03` as seconds.
fn seconds(duration: &str) -> Option<u64> {
    let parts: Vec<u64> = duration.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(*seconds)
}

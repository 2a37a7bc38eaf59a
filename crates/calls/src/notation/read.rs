//! A table of lines as signals, for tests.
//!
//! `AT` is seconds from the story's beginning (`04.200`) or a whole time as `decode` prints it. Lines that are empty or
//! begin with `#` are skipped. Doings and statements are made by hand, they have no line to read.

use std::collections::BTreeMap;

use crate::Text;
use crate::moment::Moment;
use crate::signal::{
    CameIn, Dialled, Feed, Gap, GapKind, How, Joined, JoinedAs, LeftQueue, LegKey, Originated, Party, Place, Recorded,
    RecordingKind, RecordingStep, Signal, TransferKind, Transferred, Unparked, What,
};

use super::write::{how_word, joined_as};

/// When stories in tests begin: 2026-01-05T09:45:00Z.
const STORY_BEGINS: i64 = 1_767_606_300_000_000;

/// The signals of a table, or which line is wrong and what was expected. Each leg is a thread of its own, tied by what is
/// told, unless `thread=` says otherwise; each fact comes from the source's first feed, unless `feed=second` says otherwise.
pub fn read(table: &str) -> Result<Vec<Signal>, String> {
    let lines = table.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with('#'));
    lines.map(|(no, line)| signal(line, no).map_err(|error| format!("line {}: {error}", no + 1))).collect()
}

/// The words of a line; a word may be quoted whole or in its value.
fn words(line: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut quoted, mut escaped, mut begun) = (Vec::new(), String::new(), false, false, false);
    for c in line.trim().chars() {
        match (quoted, escaped, c) {
            (true, true, c) => {
                word.push(c);
                escaped = false;
            }
            (true, false, '\\') => escaped = true,
            (_, _, '"') => (quoted, begun) = (!quoted, true),
            (false, _, c) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (_, _, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if quoted {
        return Err("a quote is not closed".to_owned());
    }
    if begun {
        words.push(word);
    }
    Ok(words)
}

fn signal(line: &str, no: usize) -> Result<Signal, String> {
    let words = words(line)?;
    let [at, leg, word, rest @ ..] = words.as_slice() else { return Err("expected: at leg word key=value …".to_owned()) };
    let mut keys = Keys { keys: BTreeMap::new() };
    for pair in rest {
        let (key, value) = pair.split_once('=').ok_or_else(|| format!("{pair}: expected key=value"))?;
        keys.keys.insert(key.to_owned(), Text::new(value));
    }
    let at = moment(at)?;
    let thread = keys.take("thread").unwrap_or_else(|| Text::new(leg));
    // A source's second feed is told by `feed=second`, for stories of two.
    let second = keys.take("feed").is_some_and(|feed| feed == "second");
    let feed = if second { ("second", 1) } else { ("native", 0) };
    let mut ties: Vec<Text> = keys.take("ties").map(|ties| ties.split(',').map(Text::new).collect()).unwrap_or_default();
    // What an account made of the number that was chosen, for stories of what follows from it.
    let chosen_e164 = keys.take("chosen");
    let what = what(word, &mut keys)?;
    ties.extend(implied_ties(&what).into_iter().map(|leg| leg.0));
    if let Some(unknown) = keys.keys.keys().next() {
        return Err(format!("{word}: unknown key {unknown}"));
    }
    Ok(Signal {
        source: Text::new_static("pbx"),
        feed: Feed { name: Text::new_static(feed.0), rank: feed.1 },
        key: Text::new(format!("{leg}|{word}|{}|{no}", at.micros())),
        thread,
        ties,
        leg: LegKey(Text::new(leg)),
        at,
        seq: no as u64,
        seen_at: None,
        by: None,
        chosen_e164,
        behind: None,
        what,
    })
}

/// In a table every leg that a fact names belongs to the same conversation.
fn implied_ties(what: &What) -> Vec<LegKey> {
    match what {
        What::Dialled(dialled) => vec![dialled.by.clone()],
        What::Joined(joined) => vec![joined.to.clone()],
        What::Consults { held } => vec![held.clone()],
        What::PickedUp { by } | What::Unparked { how: Unparked::Retrieved { by } } => vec![by.clone()],
        What::Transferred(told) => [&told.by, &told.second, &told.target].into_iter().flatten().cloned().collect(),
        _ => Vec::new(),
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    let (seconds, part) = text.split_once('.').unwrap_or((text, ""));
    let micros = format!("{part:0<6}");
    let parsed = seconds.parse::<i64>().ok().zip(micros.parse::<i64>().ok());
    let offset = parsed.map(|(seconds, micros)| seconds * 1_000_000 + micros);
    offset.and_then(|offset| Moment::from_micros(STORY_BEGINS + offset)).ok_or_else(|| format!("{text}: expected seconds"))
}

struct Keys {
    keys: BTreeMap<String, Text>,
}

impl Keys {
    fn take(&mut self, key: &str) -> Option<Text> {
        self.keys.remove(key)
    }

    fn need(&mut self, key: &str) -> Result<Text, String> {
        self.take(key).ok_or_else(|| format!("{key}= is missing"))
    }

    fn leg(&mut self, key: &str) -> Option<LegKey> {
        self.take(key).map(LegKey)
    }

    fn yes(&mut self, key: &str) -> bool {
        self.take(key).as_deref() == Some("yes")
    }

    fn party(&mut self) -> Party {
        Party {
            number: self.take("number"),
            e164: self.take("e164"),
            name: self.take("name"),
            user: self.take("user"),
            trunk: self.take("trunk"),
            device: self.take("device"),
            withheld: self.yes("withheld"),
            known: None,
        }
    }

    /// One of a closed list of words.
    fn one_of<T: Copy>(&mut self, key: &str, all: &[T], word: fn(T) -> &'static str) -> Result<T, String> {
        let told = self.need(key)?;
        let found = all.iter().find(|one| word(**one) == told);
        found.copied().ok_or_else(|| {
            let expected: Vec<&str> = all.iter().map(|one| word(*one)).collect();
            format!("{key}={told}: expected {}", expected.join(", "))
        })
    }
}

fn what(word: &str, keys: &mut Keys) -> Result<What, String> {
    Ok(match word {
        "came_in" => {
            What::CameIn(Box::new(CameIn { party: keys.party(), dialled: keys.take("dialled"), line: keys.take("line") }))
        }
        "originated" => What::Originated(Box::new(Originated { callback: keys.yes("callback"), party: keys.party() })),
        "dialled" => {
            let by = LegKey(keys.need("by")?);
            What::Dialled(Box::new(Dialled { by, queue: keys.take("queue"), party: keys.party() }))
        }
        "joined" => {
            let to = LegKey(keys.need("to")?);
            let role = keys.one_of("as", JOINED_AS, joined_as)?;
            What::Joined(Box::new(Joined { to, role, party: keys.party() }))
        }
        "chose" => What::Chose { number: keys.need("number")? },
        "presented" => What::Presented { line: keys.need("line")? },
        "ringing" => What::Ringing,
        "answered" => What::Answered,
        "connected" => What::Connected { bridge: keys.need("bridge")? },
        "disconnected" => What::Disconnected { bridge: keys.need("bridge")? },
        "held" => What::Held { held: keys.leg("held"), by: keys.leg("by") },
        "resumed" => What::Resumed,
        "asked_to_end" => What::AskedToEnd,
        "ended" => What::Ended { how: keys.one_of("how", HOW, how_word)? },
        "lost" => What::Lost { why: keys.need("why")? },
        _ => return placed(word, keys),
    })
}

fn placed(word: &str, keys: &mut Keys) -> Result<What, String> {
    use crate::conversation::Word;
    Ok(match word {
        "entered" => {
            let place = keys.one_of("place", PLACES, Place::word)?;
            What::Entered { place, name: keys.take("name"), instance: keys.take("instance") }
        }
        "left" => {
            let place = keys.one_of("place", PLACES, Place::word)?;
            let how = if keys.keys.contains_key("how") { Some(keys.one_of("how", LEFT, LeftQueue::word)?) } else { None };
            What::Left { place, how, agent: keys.leg("agent") }
        }
        "pressed" => What::Pressed { digit: keys.need("digit")?.chars().next().unwrap_or('0') },
        "message" => What::Message { left: keys.yes("left") },
        "parked" => What::Parked { by: keys.leg("by"), space: keys.take("space") },
        "unparked" => What::Unparked { how: unparked(keys)? },
        "consults" => What::Consults { held: LegKey(keys.need("held")?) },
        "transferred" => What::Transferred(Box::new(Transferred {
            kind: keys.one_of("kind", TRANSFERS, TransferKind::word)?,
            by: keys.leg("by"),
            second: keys.leg("second"),
            target: keys.leg("target"),
            to: keys.take("to"),
        })),
        "picked_up" => What::PickedUp { by: LegKey(keys.need("by")?) },
        "forwarded" => What::Forwarded { to: keys.need("to")? },
        "recorded" => What::Recorded(Box::new(Recorded {
            recording: keys.need("recording")?,
            kind: keys.one_of("kind", &[RecordingKind::Call, RecordingKind::Voicemail], RecordingKind::word)?,
            name: keys.take("name"),
            step: if keys.take("step").as_deref() == Some("ended") { RecordingStep::Ended } else { RecordingStep::Started },
        })),
        "gap" => {
            let what = keys.one_of("what", GAPS, GapKind::word)?;
            let from = keys.take("from").map(|from| moment(&from)).transpose()?;
            let to = keys.take("to").map(|to| moment(&to)).transpose()?;
            What::Gap(Box::new(Gap { what, text: keys.need("text")?, from, to }))
        }
        _ => return Err(format!("{word}: no such word")),
    })
}

fn unparked(keys: &mut Keys) -> Result<Unparked, String> {
    match (keys.leg("by"), keys.take("how").as_deref()) {
        (Some(by), _) => Ok(Unparked::Retrieved { by }),
        (None, Some("returned")) => Ok(Unparked::Returned),
        (None, Some("given_up")) => Ok(Unparked::GivenUp),
        (None, _) => Err("expected by=LEG, how=returned or how=given_up".to_owned()),
    }
}

const JOINED_AS: &[JoinedAs] = &[JoinedAs::Taker, JoinedAs::Supervisor, JoinedAs::Barging, JoinedAs::Added];
const PLACES: &[Place] = &[Place::Queue, Place::Menu, Place::Playback, Place::Mailbox, Place::Room];
const TRANSFERS: &[TransferKind] = &[TransferKind::Blind, TransferKind::Attended, TransferKind::Redirect];
const HOW: &[How] = &[
    How::Normal,
    How::Busy,
    How::Declined,
    How::NoAnswer,
    How::Cancelled,
    How::Elsewhere,
    How::Unavailable,
    How::Failed,
    How::Blocked,
];
const LEFT: &[LeftQueue] = &[
    LeftQueue::Answered,
    LeftQueue::Abandoned,
    LeftQueue::Timeout,
    LeftQueue::Full,
    LeftQueue::Empty,
    LeftQueue::Key,
    LeftQueue::Transferred,
];
const GAPS: &[GapKind] = &[
    GapKind::LostEnd,
    GapKind::LateStart,
    GapKind::MissingAnswer,
    GapKind::Restart,
    GapKind::LinkLost,
    GapKind::Undecoded,
    GapKind::NotTold,
    GapKind::TooMany,
];

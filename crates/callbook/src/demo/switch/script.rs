//! What the simulated switch plays: recorded streams, cut into messages and put in time.
//!
//! Our own questions are answered with what the recorder of a stream got for his; greetings and sign-ins of the recorder are
//! left out, because the switch makes its own. Words stay as they were recorded; only times are moved, and only where a
//! script says so.

#[cfg(test)]
use std::collections::BTreeSet;
use std::time::Duration;

/// The lists that a client may ask for: the action, the events that answer, and the last of them.
pub(crate) const LISTS: &[(&str, &[&str], &str)] = &[
    ("CoreShowChannels", &["CoreShowChannel"], "CoreShowChannelsComplete"),
    ("Status", &["Status"], "StatusComplete"),
    ("BridgeList", &["BridgeListItem"], "BridgeListComplete"),
    ("QueueStatus", &["QueueParams", "QueueMember", "QueueEntry"], "QueueStatusComplete"),
];
/// Events that a switch set up as its README says does not send.
const FILTERED: &[&str] =
    &["CEL", "Cdr", "RTCPSent", "RTCPReceived", "SuccessfulAuth", "ChallengeSent", "ChallengeResponseFailed"];
/// Of what is moved in time, numbers this close to the recording are times; all others are left alone.
const NEAR_S: i64 = 86_400;
const SECOND: i64 = 1_000_000;

/// What is played, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    pub(crate) cues: Vec<Cue>,
    /// Of every connection: how long the switch has been up, if the recording says so.
    pub(crate) uptimes: Vec<Option<u64>>,
}

/// One thing to play.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    /// In which connection, counted from 0.
    pub(crate) part: usize,
    /// When, since the first sign-in.
    pub(crate) due: Duration,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    /// An event, told as it is.
    Event(Vec<u8>),
    /// The answer to a list that is asked for: messages with the action id of another.
    Answer { action: &'static str, messages: Vec<Vec<u8>> },
}

impl Script {
    /// Recorded streams as successive connections, unmoved and all at once.
    #[cfg_attr(not(test), expect(dead_code, reason = "the demo plays them moved to now"))]
    pub(crate) fn recorded(parts: &[&[u8]]) -> Self {
        let mut script = Self::default();
        for (part, stream) in parts.iter().enumerate() {
            script.uptimes.push(None);
            script.part(part, stream);
        }
        // What lay between the connections is not waited for, so that the switch was up for as much longer.
        let began = |stream: &[u8]| messages(stream).find_map(stamp);
        if let Some(last) = parts.last().and_then(|stream| began(stream)) {
            for (uptime, stream) in script.uptimes.iter_mut().zip(parts) {
                let between = began(stream).map_or(0, |first| (last - first) / SECOND);
                *uptime = uptime.map(|uptime| uptime.saturating_add_signed(between));
            }
        }
        script
    }

    /// Several recordings in one connection, each beginning so long after the first sign-in by the recorded clock, which runs
    /// `speed` times as fast as ours. Their times are moved so that the last of them is over when it is played, at `now` plus
    /// the length of the whole.
    pub(crate) fn together(recordings: &[(&[u8], Duration)], now_micros: i64, speed: f64) -> Self {
        let mut length = 0;
        for (stream, after) in recordings {
            let (first, last) = span(stream);
            length = length.max(last - first + micros(*after));
        }
        let played = (length as f64 / speed) as i64;
        let begin = now_micros + played - length;
        let mut script = Self { cues: Vec::new(), uptimes: vec![None] };
        for (stream, after) in recordings {
            let (first, _) = span(stream);
            // Ids are made of whole seconds, so that whole ones are what they are moved by.
            let by = (begin + micros(*after) - first + SECOND / 2).div_euclid(SECOND);
            for message in messages(stream).filter(|message| !FILTERED.contains(&event(message))) {
                let Some(at) = stamp(message) else { continue };
                let due = (at + by * SECOND - begin).max(0) as f64 / speed / SECOND as f64;
                let what = What::Event(moved(message, by, first / SECOND));
                script.cues.push(Cue { part: 0, due: Duration::from_secs_f64(due), what });
            }
        }
        script.cues.sort_by_key(|cue| cue.due);
        script
    }

    fn part(&mut self, part: usize, stream: &[u8]) {
        let mut answers: Vec<(Vec<u8>, usize)> = Vec::new();
        for message in messages(stream) {
            let name = event(message);
            if name == "FullyBooted" {
                let uptime = field(message, "Uptime").and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
                if let Some(slot) = self.uptimes.get_mut(part) {
                    *slot = slot.or(uptime);
                }
                continue;
            }
            let list = LISTS.iter().find(|(_, items, last)| items.contains(&name) || *last == name);
            let Some(id) = field(message, "ActionID").filter(|_| list.is_some()) else {
                // Answers to what the recorder asked for are told to him alone.
                if !message.starts_with(b"Response:") {
                    self.cues.push(Cue { part, due: Duration::ZERO, what: What::Event(lines(message)) });
                }
                continue;
            };
            let place = answers.iter().find(|(known, _)| known == id).map(|(_, place)| *place);
            let place = place.unwrap_or_else(|| {
                answers.push((id.to_vec(), self.cues.len()));
                let action = list.map_or("", |(action, ..)| *action);
                self.cues.push(Cue { part, due: Duration::ZERO, what: What::Answer { action, messages: Vec::new() } });
                self.cues.len() - 1
            });
            if let Some(Cue { what: What::Answer { messages, .. }, .. }) = self.cues.get_mut(place) {
                messages.push(lines(message));
            }
        }
    }
}

/// The messages of a recorded stream, without greetings.
pub(crate) fn messages(stream: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        loop {
            while let Some(after) = rest.strip_prefix(b"\r").or_else(|| rest.strip_prefix(b"\n")) {
                rest = after;
            }
            if rest.is_empty() {
                return None;
            }
            if rest.starts_with(b"Asterisk Call ") {
                let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
                rest = rest.get(end..).unwrap_or_default();
                continue;
            }
            // An empty line ends a message, whichever line ends the recording has.
            let is_end = |three: &[u8]| three.starts_with(b"\n\n") || three == b"\n\r\n";
            let end = rest.windows(3).position(is_end).map_or(rest.len(), |end| end + 1);
            let (message, after) = rest.split_at(end);
            rest = after;
            return Some(message);
        }
    })
}

/// The name of an event; empty for anything else.
fn event(message: &[u8]) -> &str {
    let line = message.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.strip_prefix(b"Event:").and_then(|name| std::str::from_utf8(name.trim_ascii()).ok()).unwrap_or_default()
}

/// The value of a field.
pub(crate) fn field<'m>(message: &'m [u8], name: &str) -> Option<&'m [u8]> {
    message.split(|byte| *byte == b'\n').find_map(|line| {
        let value = line.strip_prefix(name.as_bytes())?.strip_prefix(b":")?;
        Some(value.trim_ascii())
    })
}

/// The message with the line ends of the wire and the empty line after it.
fn lines(message: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(message.len() + 64);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
        if !line.is_empty() {
            wire.extend_from_slice(line);
            wire.extend_from_slice(b"\r\n");
        }
    }
    wire.extend_from_slice(b"\r\n");
    wire
}

/// When it happened, in microseconds.
fn stamp(message: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(field(message, "Timestamp")?).ok()?;
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part: i64 = format!("{part:0<6}").get(..6)?.parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(SECOND)?.checked_add(part)
}

/// The first and the last moment of what would be played of a recording.
fn span(stream: &[u8]) -> (i64, i64) {
    let played = messages(stream).filter(|message| !FILTERED.contains(&event(message)));
    let stamps: Vec<i64> = played.filter_map(stamp).collect();
    (stamps.iter().copied().min().unwrap_or(0), stamps.iter().copied().max().unwrap_or(0))
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// The message with every second that lies near the recording moved: in times, and in the ids that are made of them.
fn moved(message: &[u8], by: i64, near: i64) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len());
    let mut rest = message;
    while !rest.is_empty() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (run, after) = rest.split_at(digits.max(1));
        let second = std::str::from_utf8(run).ok().filter(|_| digits == 10).and_then(|text| text.parse::<i64>().ok());
        match second.filter(|second| (second - near).abs() < NEAR_S) {
            Some(second) => out.extend_from_slice((second + by).to_string().as_bytes()),
            None => out.extend_from_slice(run),
        }
        rest = after;
    }
    lines(&out)
}

/// The channels and ids that events of a stream name, to tell whether recordings can be played side by side.
#[cfg(test)]
pub(crate) fn names(stream: &[u8]) -> BTreeSet<String> {
    let fields = ["Channel", "Uniqueid"];
    let values = messages(stream).flat_map(|message| fields.iter().filter_map(move |name| field(message, name)));
    values.map(|value| String::from_utf8_lossy(value).into_owned()).collect()
}

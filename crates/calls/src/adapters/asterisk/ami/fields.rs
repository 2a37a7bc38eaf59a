//! The fields of one message, and what they say of a channel.
//!
//! Nothing is copied until a fact needs it. A field that is empty or one of Asterisk's words for nothing is none.

use super::super::fact::Channel;
use crate::Text;
use crate::moment::Moment;

/// A message split into its `Key: Value` lines. Keys may repeat; the first counts.
pub(super) struct Fields<'a> {
    pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    /// Splits a message; tells the place of every line (from 0) that is no `Key: Value`.
    pub(super) fn split(text: &'a str, mut odd: impl FnMut(usize)) -> Self {
        let mut pairs = Vec::with_capacity(32);
        for (place, line) in text.split_terminator('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            match line.split_once(':') {
                Some((key, value)) if !key.is_empty() => pairs.push((key, value.strip_prefix(' ').unwrap_or(value))),
                _ => odd(place),
            }
        }
        Self { pairs }
    }

    /// The field as it stands, empty or not.
    pub(super) fn raw(&self, key: &str) -> Option<&'a str> {
        self.pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// The field, if it says something.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.raw(key).filter(|value| says(value))
    }

    /// The field of a channel that the message names with a prefix (`DestUniqueid`), if it says something.
    pub(super) fn of(&self, prefix: &str, key: &str) -> Option<&'a str> {
        if prefix.is_empty() {
            return self.get(key);
        }
        let named = |name: &str| name.strip_prefix(prefix).is_some_and(|rest| rest == key);
        self.pairs.iter().find(|(name, _)| named(name)).map(|(_, value)| *value).filter(|value| says(value))
    }

    /// [`Self::get`] as a text of its own.
    pub(super) fn text(&self, key: &str) -> Option<Text> {
        self.get(key).map(Text::new)
    }

    /// A whole number, whatever follows its digits.
    pub(super) fn count(&self, key: &str) -> Option<u64> {
        let value = self.get(key)?.trim_start();
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        value.get(..digits)?.parse().ok()
    }

    /// When the switch says that it happened.
    pub(super) fn at(&self) -> Option<Moment> {
        Moment::from_epoch_text(self.get("Timestamp")?)
    }

    /// What the message shows of the channel with that prefix.
    pub(super) fn channel(&self, prefix: &str) -> Option<Shown<'a>> {
        let id = self.of(prefix, "Uniqueid")?;
        let number = self.of(prefix, "CallerIDNum");
        let caller_name = self.of(prefix, "CallerIDName");
        Some(Shown {
            id,
            name: self.of(prefix, "Channel").unwrap_or_default(),
            linkedid: self.of(prefix, "Linkedid"),
            number,
            caller_name,
            context: self.of(prefix, "Context"),
            exten: self.of(prefix, "Exten"),
            connected: self.of(prefix, "ConnectedLineNum"),
        })
    }
}

/// What a message shows of a channel, still uncopied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) linkedid: Option<&'a str>,
    number: Option<&'a str>,
    caller_name: Option<&'a str>,
    context: Option<&'a str>,
    pub(super) exten: Option<&'a str>,
    connected: Option<&'a str>,
}

impl Shown<'_> {
    /// Equal for equal contents: tells whether a channel has changed since it was last told (FNV-1a).
    pub(super) fn digest(&self) -> u64 {
        let parts = [self.linkedid, self.number, self.caller_name, self.context, self.exten, self.connected];
        let mut digest = eat(0xcbf2_9ce4_8422_2325, self.name);
        for part in parts {
            digest = eat(digest, part.unwrap_or_default());
        }
        digest
    }

    /// The same as a fact's channel.
    pub(super) fn copied(&self, withheld: bool) -> Channel {
        let (number, hidden) = number(self.number, self.caller_name);
        Channel {
            id: Text::new(self.id),
            name: Text::new(self.name),
            linkedid: self.linkedid.map(Text::new),
            number: number.map(Text::new),
            caller_name: self.caller_name.filter(|name| !withheld_mark(name)).map(Text::new),
            withheld: withheld || hidden,
            context: self.context.map(Text::new),
            exten: self.exten.map(Text::new),
            connected: self.connected.filter(|number| !withheld_mark(number)).map(Text::new),
        }
    }
}

fn eat(digest: u64, text: &str) -> u64 {
    let step = |digest: u64, byte: u8| (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    // 0xff is no byte of UTF-8, so that it parts the texts.
    step(text.bytes().fold(digest, step), 0xff)
}

/// A caller's number, and whether it is withheld: by a mark in its place, or by a mark for a name where there is none.
pub(super) fn number<'a>(number: Option<&'a str>, name: Option<&str>) -> (Option<&'a str>, bool) {
    match number {
        Some(number) if withheld_mark(number) => (None, true),
        Some(number) if !nobody(number) => (Some(number), false),
        _ => (None, name.is_some_and(withheld_mark)),
    }
}

/// What switches write in the place of a number that nobody has.
fn nobody(number: &str) -> bool {
    number.eq_ignore_ascii_case("unknown") || (number.len() >= 7 && number.bytes().all(|digit| digit == b'0'))
}

/// What switches write in the place of a number that its owner withholds (trap A12).
pub(super) fn withheld_mark(text: &str) -> bool {
    const MARKS: &[&str] = &["anonymous", "restricted", "unavailable", "private", "withheld", "blocked"];
    MARKS.iter().any(|mark| text.eq_ignore_ascii_case(mark))
}

/// Whether a field says anything.
fn says(value: &str) -> bool {
    !matches!(value, "" | "<unknown>" | "<none>" | "<null>" | "(null)")
}

/// The second in which a channel was made: its `Uniqueid` is `<epoch seconds>.<counter>`, after the system's name and a
/// hyphen if the switch has one.
pub(super) fn born(id: &str) -> Option<Moment> {
    let (_, numbers) = id.rsplit_once('-').unwrap_or(("", id));
    let (seconds, counter) = numbers.split_once('.')?;
    // Fewer digits would be a moment before 2001: a made-up id.
    let real = seconds.len() >= 10 && !counter.is_empty() && counter.bytes().all(|digit| digit.is_ascii_digit());
    if real { Moment::from_epoch_text(seconds) } else { None }
}

//! Signals made of whatever bytes the fuzzer has: few legs, threads and bridges, so that they get in one another's way.

use arbitrary::{Arbitrary, Result, Unstructured};
use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::moment::Moment;
use calls::signal::{
    Billed, CameIn, Dialled, Doing, Done, Feed, Gap, GapKind, How, Joined, JoinedAs, LeftQueue, LegKey, Logged, Originated,
    Party, Place, Recorded, RecordingKind, RecordingStep, Signal, Stated, TransferKind, Transferred, Unparked, What, Written,
};

/// A story that nobody lived through.
#[derive(Debug)]
pub struct Signals(pub Vec<Signal>);

const SIGNALS_MAX: usize = 200;

impl<'a> Arbitrary<'a> for Signals {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut signals = Vec::new();
        while !bytes.is_empty() && signals.len() < SIGNALS_MAX {
            signals.push(signal(bytes, signals.len())?);
        }
        Ok(Self(signals))
    }
}

fn signal(bytes: &mut Unstructured<'_>, place: usize) -> Result<Signal> {
    let second = i64::from(bytes.int_in_range(0..=63_u8)?);
    Ok(Signal {
        source: Text::new("pbx"),
        feed: if bytes.ratio(1, 8)? { feed("cel", 1) } else { feed("ami", 0) },
        // A key names the fact: no two facts share one.
        key: Text::new(format!("key{place}")),
        thread: text(bytes, "thread", 2)?,
        ties: if bytes.ratio(1, 8)? { vec![text(bytes, "thread", 2)?] } else { Vec::new() },
        leg: leg(bytes)?,
        at: Moment::from_micros(1_750_000_000_000_000 + second * 500_000).unwrap_or_default(),
        seq: u64::from(bytes.int_in_range(0..=7_u8)?),
        seen_at: None,
        chosen_e164: None,
        behind: None,
        by: None,
        what: what(bytes)?,
    })
}

fn feed(name: &str, rank: u8) -> Feed {
    Feed { name: Text::new(name), rank }
}

fn text(bytes: &mut Unstructured<'_>, kind: &str, last: u8) -> Result<Text> {
    Ok(Text::new(format!("{kind}{}", bytes.int_in_range(0..=last)?)))
}

fn leg(bytes: &mut Unstructured<'_>) -> Result<LegKey> {
    Ok(LegKey(text(bytes, "leg", 6)?))
}

fn perhaps<T>(bytes: &mut Unstructured<'_>, make: impl FnOnce(&mut Unstructured<'_>) -> Result<T>) -> Result<Option<T>> {
    if bytes.arbitrary()? { make(bytes).map(Some) } else { Ok(None) }
}

fn number(bytes: &mut Unstructured<'_>) -> Result<Text> {
    text(bytes, "20", 5)
}

fn party(bytes: &mut Unstructured<'_>) -> Result<Party> {
    Ok(Party {
        number: perhaps(bytes, number)?,
        name: perhaps(bytes, |bytes| text(bytes, "name", 2))?,
        trunk: perhaps(bytes, |bytes| text(bytes, "trunk", 1))?,
        user: perhaps(bytes, number)?,
        device: perhaps(bytes, number)?,
        withheld: bytes.ratio(1, 8)?,
        e164: None,
        known: None,
    })
}

fn what(bytes: &mut Unstructured<'_>) -> Result<What> {
    Ok(match bytes.int_in_range(0..=28_u8)? {
        0..=3 => beginning(bytes)?,
        4 => What::Chose { number: number(bytes)? },
        5 => What::Presented { line: number(bytes)? },
        6 => What::Ringing,
        7 => What::Answered,
        8 => What::Connected { bridge: text(bytes, "bridge", 2)? },
        9 => What::Disconnected { bridge: text(bytes, "bridge", 2)? },
        10 => What::Held { held: perhaps(bytes, leg)?, by: perhaps(bytes, leg)? },
        11 => What::Resumed,
        12 => What::AskedToEnd,
        13 => What::Ended { how: *bytes.choose(HOWS)? },
        14 => What::Lost { why: Text::new("lost") },
        15..=20 => place(bytes)?,
        21..=24 => between(bytes)?,
        _ => beside(bytes)?,
    })
}

const HOWS: &[How] = &[
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

fn beginning(bytes: &mut Unstructured<'_>) -> Result<What> {
    Ok(match bytes.int_in_range(0..=3_u8)? {
        0 => What::CameIn(Box::new(CameIn { party: party(bytes)?, dialled: perhaps(bytes, number)?, line: None })),
        1 => What::Originated(Box::new(Originated { party: party(bytes)?, callback: bytes.arbitrary()? })),
        2 => {
            let queue = perhaps(bytes, |bytes| text(bytes, "queue", 1))?;
            What::Dialled(Box::new(Dialled { by: leg(bytes)?, party: party(bytes)?, queue }))
        }
        _ => {
            let role = *bytes.choose(&[JoinedAs::Taker, JoinedAs::Supervisor, JoinedAs::Barging, JoinedAs::Added])?;
            What::Joined(Box::new(Joined { to: leg(bytes)?, role, party: party(bytes)? }))
        }
    })
}

fn place(bytes: &mut Unstructured<'_>) -> Result<What> {
    let places = [Place::Queue, Place::Menu, Place::Playback, Place::Mailbox, Place::Room];
    let ways = [
        LeftQueue::Answered,
        LeftQueue::Abandoned,
        LeftQueue::Timeout,
        LeftQueue::Full,
        LeftQueue::Empty,
        LeftQueue::Key,
        LeftQueue::Transferred,
    ];
    Ok(match bytes.int_in_range(0..=5_u8)? {
        0 => {
            let name = perhaps(bytes, |bytes| text(bytes, "place", 2))?;
            What::Entered { place: *bytes.choose(&places)?, name, instance: perhaps(bytes, |bytes| text(bytes, "room", 1))? }
        }
        1 => {
            let how = perhaps(bytes, |bytes| bytes.choose(&ways).copied())?;
            What::Left { place: *bytes.choose(&places)?, how, agent: perhaps(bytes, leg)? }
        }
        2 => What::Pressed { digit: *bytes.choose(&['1', '2', '#'])? },
        3 => What::Message { left: bytes.arbitrary()? },
        4 => What::Parked { by: perhaps(bytes, leg)?, space: perhaps(bytes, number)? },
        _ => {
            let by = leg(bytes)?;
            What::Unparked { how: bytes.choose(&[Unparked::Retrieved { by }, Unparked::Returned, Unparked::GivenUp])?.clone() }
        }
    })
}

fn between(bytes: &mut Unstructured<'_>) -> Result<What> {
    Ok(match bytes.int_in_range(0..=3_u8)? {
        0 => What::Consults { held: leg(bytes)? },
        1 => What::Transferred(Box::new(Transferred {
            kind: *bytes.choose(&[TransferKind::Blind, TransferKind::Attended, TransferKind::Redirect])?,
            by: perhaps(bytes, leg)?,
            second: perhaps(bytes, leg)?,
            target: perhaps(bytes, leg)?,
            to: perhaps(bytes, number)?,
        })),
        2 => What::PickedUp { by: leg(bytes)? },
        _ => What::Forwarded { to: number(bytes)? },
    })
}

fn beside(bytes: &mut Unstructured<'_>) -> Result<What> {
    Ok(match bytes.int_in_range(0..=3_u8)? {
        0 => What::Recorded(Box::new(Recorded {
            recording: text(bytes, "recording", 1)?,
            kind: *bytes.choose(&[RecordingKind::Call, RecordingKind::Voicemail])?,
            name: None,
            step: step(bytes)?,
        })),
        1 => What::Gap(Box::new(Gap { what: GapKind::LinkLost, text: Text::new("gap"), from: None, to: None })),
        2 => What::Stated(Box::new(Stated {
            provider: None,
            billed: perhaps(bytes, billed)?,
            kept: Some((text(bytes, "dialect", 1)?, Text::new("{}"))),
            logged: perhaps(bytes, logged)?.map(Box::new),
        })),
        _ => What::Done(Box::new(Done { call: text(bytes, "leg", 6)?, doing: Doing::Handled(bytes.arbitrary()?) })),
    })
}

fn step(bytes: &mut Unstructured<'_>) -> Result<RecordingStep> {
    Ok(match bytes.int_in_range(0..=5_u8)? {
        0 => RecordingStep::Started,
        1 => RecordingStep::Ended,
        2 => RecordingStep::Played,
        3 => RecordingStep::Deleted,
        4 => RecordingStep::RedactAt(Moment::from_micros(i64::from(bytes.arbitrary::<u32>()?)).unwrap_or_default()),
        _ => {
            RecordingStep::Stored { length_s: perhaps(bytes, finite)?, size: bytes.arbitrary()?, url: perhaps(bytes, number)? }
        }
    })
}

fn logged(bytes: &mut Unstructured<'_>) -> Result<Logged> {
    let moment = |bytes: &mut Unstructured<'_>| {
        let second = i64::from(bytes.int_in_range(0..=63_u8)?);
        Ok(Moment::from_micros(1_750_000_000_000_000 + second * 500_000).unwrap_or_default())
    };
    Ok(Logged {
        direction: *bytes.choose(&[Direction::Inbound, Direction::Outbound, Direction::Internal])?,
        written: *bytes.choose(&[Written::ByHand, Written::ByProgram])?,
        from: party(bytes)?,
        to: party(bytes)?,
        line: perhaps(bytes, number)?,
        answered_at: perhaps(bytes, moment)?,
        ended_at: perhaps(bytes, moment)?,
        seconds: perhaps(bytes, finite)?,
        outcome: perhaps(bytes, |bytes| Ok(*bytes.choose(&[Outcome::Answered, Outcome::Cancelled, Outcome::NoAnswer])?))?,
    })
}

fn billed(bytes: &mut Unstructured<'_>) -> Result<Billed> {
    Ok(Billed { seconds: finite(bytes)?, amount: perhaps(bytes, finite)?, currency: perhaps(bytes, number)? })
}

/// A number as JSON can say it: neither endless nor none.
fn finite(bytes: &mut Unstructured<'_>) -> Result<f64> {
    Ok(Some(bytes.arbitrary::<f64>()?).filter(|number| number.is_finite()).unwrap_or_default())
}

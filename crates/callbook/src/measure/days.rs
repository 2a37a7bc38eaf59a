//! A year of calls as a company of two hundred has them: answered and missed, through queues or straight to a phone, with notes
//! here and there.

use calls::Text;
use calls::moment::Moment;
use calls::notation::read;
use calls::signal::{Doer, DoerKind, Doing, Done, Signal, What};

/// Users, queues and lines among whom calls are shared.
pub(crate) const USERS: u64 = 200;
pub(crate) const QUEUES: u64 = 20;
const LINES: u64 = 10;
/// One call in so many has a note.
const NOTED: u64 = 25;
/// Microseconds of the time that calls are spread over.
const YEAR: u64 = 365 * 24 * 3_600 * 1_000_000;
/// A prime, so that neighbours in time have nothing else in common.
const STEP: u64 = 2_654_435_761;

/// Somebody calls a line, perhaps through a queue, and a phone rings.
const INBOUND: &str = "\
00.000 @a came_in number=#NUMBER name=#NAME trunk=provider dialled=+31205550#LINE line=+31205550#LINE device=PJSIP/provider
#QUEUE
00.500 @b dialled by=@a number=#USER name=\"Agent #USER\" user=user-#USER #OF device=PJSIP/#USER
";
/// A user calls a customer.
const OUTBOUND: &str = "\
00.000 @a came_in number=#USER name=\"Agent #USER\" user=user-#USER dialled=#NUMBER device=PJSIP/#USER
00.100 @a presented line=+31205550#LINE
00.500 @b dialled by=@a number=#NUMBER trunk=provider device=PJSIP/provider
";
/// They talk.
const ANSWERED: &str = "\
#WAIT @b answered
#WAIT @a answered
#WAIT @b connected bridge=@
#WAIT @a connected bridge=@
#END @b ended how=normal
#END @a ended how=normal
";
/// They do not.
const MISSED: &str = "\
#WAIT @b ended how=#HOW
#WAIT @a ended how=normal
";

const GIVEN: [&str; 20] = [
    "Ada", "Bart", "Clara", "Dirk", "Ella", "Finn", "Greta", "Hugo", "Ines", "Jan", "Karin", "Luc", "Mira", "Noor", "Otto",
    "Pia", "Quinn", "Rosa", "Sem", "Tess",
];
const SYLLABLES: [&str; 10] = ["ber", "dal", "for", "gen", "hol", "kam", "lin", "mor", "ros", "ven"];
const NOTES: [&str; 5] = [
    "Wants the invoice again",
    "Call back about the delivery",
    "Asked for an offer for ten pieces",
    "Complains that nobody answered",
    "Appointment moved to Thursday",
];

/// The signals of the call of that number among so many, in the order in which they happened.
pub(crate) fn call_of_year(no: u64, of: u64) -> Vec<Signal> {
    let chance = no.wrapping_mul(STEP) >> 7;
    let outcome = chance % 20;
    let (begins, ends) = match outcome {
        0..10 => (INBOUND, ANSWERED),
        10..14 => (OUTBOUND, ANSWERED),
        _ => (INBOUND, MISSED),
    };
    let queued = chance.is_multiple_of(3) && outcome < 17;
    let queue =
        if queued { format!("00.200 @a entered place=queue name=queue-{}", chance / 3 % QUEUES) } else { String::new() };
    let how = if outcome == 19 { "busy" } else { "cancelled" };
    let wait = 1 + chance / 7 % 40;
    let table = [begins, ends]
        .concat()
        .replace("#NUMBER", &customer(chance % (of / 4).max(1)))
        .replace("#NAME", &format!("\"{}\"", name(chance % (of / 4).max(1))))
        .replace("#LINE", &format!("{:03}", 100 + chance / 11 % LINES))
        .replace("#USER", &(100 + chance / 13 % USERS).to_string())
        .replace("#QUEUE", &queue)
        .replace("#OF", &if queued { format!("queue=queue-{}", chance / 3 % QUEUES) } else { String::new() })
        .replace("#HOW", how)
        .replace("#WAIT", &format!("{wait}.000"))
        .replace("#END", &format!("{}.000", wait + 5 + chance / 17 % 600))
        // Last: what stands for a leg may stand in what was put in.
        .replace('@', &format!("{no:08}"));
    let mut signals = read(&table).unwrap_or_default();
    let source = Text::new_static("measured");
    let thread = Text::from(format!("{no:08}"));
    let later = i64::try_from(no * (YEAR / of.max(1))).unwrap_or_default();
    for signal in &mut signals {
        (signal.source, signal.thread, signal.ties) = (source.clone(), thread.clone(), Vec::new());
        signal.at = Moment::plus(signal.at, later);
    }
    let first = signals.first().cloned();
    let missed = outcome >= 14;
    signals.extend(first.iter().filter(|_| no.is_multiple_of(NOTED)).map(|first| {
        let text = Text::new(NOTES.get((chance % 5) as usize).copied().unwrap_or_default());
        done(first, "note", Doing::Noted { id: Text::new_static("n1"), text: Some(text) })
    }));
    signals.extend(
        first
            .iter()
            .filter(|_| missed && !(chance / 23).is_multiple_of(10))
            .map(|first| done(first, "handled", Doing::Handled(true))),
    );
    signals
}

/// What somebody did about the call that begins so, a quarter of an hour later.
fn done(first: &Signal, key: &str, doing: Doing) -> Signal {
    let doer = Doer { kind: DoerKind::Person, id: Text::new_static("ann"), name: None };
    Signal {
        key: Text::from(format!("{}|{key}", first.key)),
        at: first.at.plus(900_000_000),
        by: Some(Box::new(doer)),
        chosen_e164: None,
        what: What::Done(Box::new(Done { call: first.leg.0.clone(), doing })),
        ..first.clone()
    }
}

/// The number of a customer.
pub(crate) fn customer(no: u64) -> String {
    format!("+3161{:07}", no % 10_000_000)
}

fn name(no: u64) -> String {
    let syllable = |no: u64| SYLLABLES.get((no % 10) as usize).copied().unwrap_or_default();
    let family = format!("{}{}{}", syllable(no), syllable(no / 10), syllable(no / 100));
    let (first, rest) = family.split_at(1);
    format!("{} {}{rest}", GIVEN.get((no / 7 % 20) as usize).copied().unwrap_or_default(), first.to_uppercase())
}

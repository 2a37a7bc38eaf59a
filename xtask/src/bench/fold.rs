//! From bytes to records on one core: decode, fold, the cost of one more signal, and memory.
//!
//! Every figure stands beside a bare limit of the same run, because seconds of two machines cannot be compared: reading
//! stands beside counting the lines of the same bytes, folding beside copying and sorting the same signals.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use calls::Text;
use calls::adapters::{ADAPTERS, Input, Output, Settings};
use calls::fold::{Live, fold, group};
use calls::notation;
use calls::signal::Signal;

/// How long each measurement lasts at least.
const LASTS: Duration = Duration::from_secs(2);

/// How many conversations are kept open at once for the figure of memory.
const LIVE_CONVERSATIONS: usize = 10_000;

/// Prints every figure in one run.
pub(crate) fn run() -> Result<()> {
    decode("asterisk-ami", "ami.txt", |text| text.split("\r\n\r\n").count())?;
    decode("asterisk-cel", "cel.csv", |text| text.lines().count())?;
    folded()?;
    one_more_signal()?;
    memory()
}

fn scenario(name: &str, file: &str) -> Result<Vec<u8>> {
    let path: PathBuf = crate::root().join("crates/calls/fixtures/asterisk").join(name).join(file);
    std::fs::read(&path).with_context(|| format!("{}: expected a recording", path.display()))
}

fn signals_of(adapter: &str, bytes: &[u8]) -> Result<Vec<Signal>> {
    let kind = ADAPTERS.iter().find(|kind| kind.name == adapter).context("no such adapter")?;
    let mut feed = (kind.make)(&Settings { source: Text::new_static("asterisk"), ..Settings::default() });
    let mut output = Output::default();
    for input in [Input::Connected(None), Input::Bytes(bytes), Input::Closed(None), Input::Finished] {
        feed.feed(input, &mut output);
    }
    Ok(output.signals)
}

/// Runs something again and again for [`LASTS`]; how often a second.
fn rate(mut once: impl FnMut()) -> f64 {
    once();
    let (begun, mut times) = (Instant::now(), 0_u32);
    while begun.elapsed() < LASTS {
        once();
        times += 1;
    }
    f64::from(times) / begun.elapsed().as_secs_f64()
}

fn decode(adapter: &str, file: &str, messages: fn(&str) -> usize) -> Result<()> {
    let mut bytes = Vec::new();
    for name in ["load_40_calls_sipp", "attended_transfer", "queue_answered", "inbound_ivr", "park_and_retrieve"] {
        bytes.extend(scenario(name, file)?);
    }
    let messages = messages(&String::from_utf8_lossy(&bytes)) as f64;
    let (megabytes, mut told) = (bytes.len() as f64 / 1e6, 0);
    let decoded = rate(|| told = black_box(signals_of(adapter, &bytes)).map(|signals| signals.len()).unwrap_or(0));
    let bare = rate(|| {
        black_box(black_box(&bytes).split(|byte| *byte == b'\n').filter(|line| line.len() > 1).count());
    });
    ensure!(told > 0, "{adapter} told nothing");
    println!(
        "decode {adapter}: {:.0} MB/s, {:.0} messages/s; counting the lines of the same bytes: {:.0} MB/s, ratio {:.2}",
        decoded * megabytes,
        decoded * messages,
        bare * megabytes,
        decoded / bare
    );
    Ok(())
}

fn folded() -> Result<()> {
    let signals = signals_of("asterisk-ami", &scenario("load_40_calls_sipp", "ami.txt")?)?;
    let stories = group(signals);
    let plain = stories.iter().map(Vec::len).sum::<usize>() as f64 / stories.len() as f64;
    let count = stories.len() as f64;
    let folds = rate(|| {
        for story in &stories {
            black_box(fold(black_box(story)));
        }
    }) * count;
    let bare = rate(|| {
        for story in &stories {
            let mut copy = black_box(story).clone();
            copy.sort_by(|one, other| one.order().cmp(&other.order()));
            black_box(copy);
        }
    }) * count;
    println!(
        "fold: {folds:.0} plain conversations/s of {plain:.1} signals each; copying and sorting the same signals: {bare:.0}/s, \
         ratio {:.2}",
        folds / bare
    );
    Ok(())
}

/// A conversation that goes on: a queue offers the caller to agent after agent, who do not answer; in between he presses keys.
fn long_story(length: usize) -> Result<Vec<Signal>> {
    let mut table = String::from(
        "0.000 L0 came_in number=+4930123456 trunk=voip dialled=100\n0.001 L0 answered\n0.002 L0 entered place=queue name=sales\n",
    );
    for no in 0..length {
        let (leg, at) = (no / 4 + 1, no + 1);
        let line = match no % 4 {
            0 => format!("{at}.000 L{leg} dialled by=L0 number={} user=u{} queue=sales\n", 200 + leg % 20, leg % 20),
            1 => format!("{at}.000 L{leg} ringing\n"),
            2 => format!("{at}.000 L0 pressed digit={}\n", leg % 10),
            _ => format!("{at}.000 L{leg} ended how=no_answer\n"),
        };
        table.push_str(&line);
    }
    notation::read(&table).map_err(anyhow::Error::msg)
}

/// What the n-th signal of a conversation costs, changes included: it must not grow with n.
fn one_more_signal() -> Result<()> {
    let mut costs = Vec::new();
    for length in [10, 100, 1_000] {
        let story = long_story(length + SPAN)?;
        let (before, after) = story.split_at(length);
        let mut grown = Live::default();
        before.iter().cloned().for_each(|signal| drop(grown.push(signal)));
        let (mut spent, mut times) = (Duration::ZERO, 0_u32);
        while spent < LASTS / 4 {
            let mut live = grown.clone();
            let next: Vec<Signal> = after.to_vec();
            let begun = Instant::now();
            for signal in next {
                black_box(live.push(signal));
            }
            spent += begun.elapsed();
            times += 1;
        }
        costs.push(spent.as_secs_f64() / f64::from(times) / after.len() as f64 * 1e6);
    }
    let [ten, hundred, thousand] = costs.as_slice() else { return Ok(()) };
    println!(
        "live: the 10th signal costs {ten:.2} µs, the 100th {hundred:.2} µs, the 1,000th {thousand:.2} µs; ratio 1,000th to 10th {:.2}",
        thousand / ten
    );
    Ok(())
}

/// Signals over which the cost of one is averaged: each kind of the long story twice.
const SPAN: usize = 8;

fn memory() -> Result<()> {
    let signals = signals_of("asterisk-ami", &scenario("answered", "ami.txt")?)?;
    let before = resident_bytes()?;
    let live: Vec<Live> = (0..LIVE_CONVERSATIONS).map(|no| live_call(&signals, no)).collect();
    let grown = resident_bytes()?.saturating_sub(before);
    let bare: usize = signals.len() * size_of::<Signal>() * live.len();
    println!(
        "memory: {} live conversations hold {:.1} MB; their signals alone, unfolded: {:.1} MB, ratio {:.2}",
        live.len(),
        grown as f64 / 1e6,
        bare as f64 / 1e6,
        grown as f64 / bare as f64
    );
    Ok(())
}

/// The recorded call under names of its own, up to where both talk.
fn live_call(signals: &[Signal], no: usize) -> Live {
    let mut live = Live::default();
    for signal in signals.iter().take_while(|signal| signal.what.word() != "asked_to_end") {
        let mut signal = signal.clone();
        signal.leg.0 = Text::new(format!("{}-{no}", signal.leg.0));
        signal.key = Text::new(format!("{}-{no}", signal.key));
        if let calls::signal::What::Dialled(dialled) = &mut signal.what {
            dialled.by.0 = Text::new(format!("{}-{no}", dialled.by.0));
        }
        live.push(signal);
    }
    live
}

/// Bytes of this process that are in memory, as the system counts them.
fn resident_bytes() -> Result<usize> {
    let statm = std::fs::read_to_string("/proc/self/statm").context("reading how much memory is in use")?;
    let pages: usize = statm.split_whitespace().nth(1).context("expected a second figure")?.parse()?;
    Ok(pages * 4096)
}

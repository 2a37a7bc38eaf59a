//! Signals told over HTTP: how many a second are acknowledged as durable, how long that takes, and what calls that are open
//! cost in memory.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Result, ensure};

use super::load::{Driven, drive};
use super::server::{SOURCE, Server};
use super::{Asked, kept};

/// Connections that tell signals at once.
pub(super) const CONNECTIONS: u64 = 64;
/// Signals a second, and milliseconds for 99 in 100, that are aimed at.
const AIM: (f64, f64) = (6_000.0, 40.0);
/// Megabytes that are aimed at with all calls open.
const MEMORY_AIM_MB: f64 = 200.0;

/// One plain call: microseconds since its beginning, the leg, and what it says. `@` is its number.
const CALL: &[(u64, &str, &str)] = &[
    (
        0,
        "a",
        r#""what":"came_in","party":{"number":"+3161234@","name":"Caller","trunk":"provider","device":"PJSIP/provider"},"dialled":"+31201110022""#,
    ),
    (
        10_000,
        "b",
        r#""what":"dialled","by_leg":"@a","party":{"number":"7702","name":"Desk","user":"desk","device":"PJSIP/desk"}"#,
    ),
    (50_000, "b", r#""what":"ringing""#),
    (4_200_000, "b", r#""what":"answered""#),
    (4_201_000, "a", r#""what":"answered""#),
    (4_202_000, "b", r#""what":"connected","bridge":"@""#),
    (4_203_000, "a", r#""what":"connected","bridge":"@""#),
    (64_200_000, "a", r#""what":"asked_to_end""#),
    (64_201_000, "a", r#""what":"disconnected","bridge":"@""#),
    (64_202_000, "b", r#""what":"disconnected","bridge":"@""#),
    (64_203_000, "b", r#""what":"ended","how":"normal""#),
    (64_204_000, "a", r#""what":"ended","how":"normal""#),
];
/// How many of its signals have been told when both talk.
const TALKING: usize = 7;

/// Signals a second with one and with ten in a request, beside HTTP alone and SQLite alone.
pub(super) fn told(asked: &Asked) -> Result<()> {
    println!("c. signals told over HTTP by {CONNECTIONS} connections for {} s, counted when durable", asked.lasts.as_secs());
    for each in [1, 10] {
        let server = Server::start(asked, "native")?;
        let begun = server.metric("callbook_commits").unwrap_or(0.0);
        let driven = load(&server, asked.lasts, each, u64::MAX, CALL.len())?;
        let commits = server.metric("callbook_commits").unwrap_or(0.0) - begun;
        let group = driven.acknowledged as f64 / commits.max(1.0);
        let alone = if each == 1 { Some(http_alone(&server, asked.lasts / 4)?) } else { None };
        drop(server);
        let bare = kept::bare(asked, group.round() as u64, CONNECTIONS)?;
        println!("   {each} in a request: {}, {group:.0} signals a commit", said(&driven, "signals"));
        println!("      (aim: {:.0}/s, 99 in 100 within {:.0} ms)", AIM.0, AIM.1);
        println!("      bare SQLite with {group:.0} a commit: {bare:.0} signals/s; ratio {:.2}", driven.rate() / bare);
        if let Some(alone) = alone {
            println!("      HTTP alone (/healthz): {}", said(&alone, "answers"));
        }
    }
    Ok(())
}

/// Memory with many calls in which people talk.
pub(super) fn memory(asked: &Asked) -> Result<()> {
    let server = Server::start(asked, "memory")?;
    let before = server.resident()?;
    let driven = load(&server, Duration::from_secs(600), TALKING as u64, asked.live, TALKING)?;
    let after = server.resident()?;
    let mapped = server.mapped()?;
    let expected = asked.live * TALKING as u64;
    ensure!(driven.acknowledged == expected, "{} signals of {expected} were told", driven.acknowledged);
    println!(
        "d. memory: {before:.0} MB before, {after:.0} MB with {} live conversations of {TALKING} signals (aim: under \
         {MEMORY_AIM_MB:.0} MB; {mapped:.0} MB of it are pages of files), {:.1} KB for each; told at {:.0} signals/s",
        asked.live,
        (after - before) * 1e3 / asked.live as f64,
        driven.rate()
    );
    Ok(())
}

pub(super) fn said(driven: &Driven, what: &str) -> String {
    let mut says = format!(
        "{:.0} {what}/s; half within {:.1} ms, 99 in 100 within {:.1} ms, all within {:.1} ms",
        driven.rate(),
        driven.within_ms(0.5),
        driven.within_ms(0.99),
        driven.within_ms(1.0)
    );
    if let Some(refusal) = &driven.refusal {
        // A string takes whatever is written to it.
        let _ = write!(says, "; {} refused, the first: {refusal}", driven.refused);
    }
    says
}

/// Tells calls, `each` signals in a request, the first `length` signals of every call, until time or calls are over.
fn load(server: &Server, lasts: Duration, each: u64, calls: u64, length: usize) -> Result<Driven> {
    let next = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros() as u64 - 120_000_000;
    let head = format!(
        "POST /callbook/v1/signals HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n",
        server.address, server.token
    );
    drive(server.address, CONNECTIONS, lasts, |_| {
        let (next, head) = (&next, &head);
        let mut call = None;
        let mut body = String::new();
        move |request| {
            body.clear();
            let _ = write!(body, r#"{{"source":"{SOURCE}","signals":["#);
            let mut told = 0;
            while told < each {
                let begin = || Some((next.fetch_add(1, Ordering::Relaxed), 0)).filter(|(number, _)| *number < calls);
                let Some((number, place)) = call.filter(|(_, place)| *place < length).or_else(begin) else { break };
                signal(&mut body, now, number, place);
                call = Some((number, place + 1));
                told += 1;
            }
            if told == 0 {
                return None;
            }
            body.push_str("]}");
            request.extend_from_slice(head.as_bytes());
            request.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
            request.extend_from_slice(body.as_bytes());
            Some(told)
        }
    })
}

fn signal(body: &mut String, now: u64, number: u64, place: usize) {
    let Some((after, leg, says)) = CALL.get(place) else { return };
    let own = format!("{number:07}");
    let at = now + number * 1_000 + after;
    let comma = if body.ends_with('}') { "," } else { "" };
    let says = says.replace('@', &own);
    // A string takes whatever is written to it.
    let _ = write!(body, r#"{comma}{{"key":"{own}.{place}","thread":"{own}","leg":"{own}{leg}","at":{at},{says}}}"#);
}

pub(super) fn http_alone(server: &Server, lasts: Duration) -> Result<Driven> {
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    drive(server.address, CONNECTIONS, lasts, |_| {
        let request = &request;
        move |into: &mut Vec<u8>| {
            into.extend_from_slice(request.as_bytes());
            Some(1)
        }
    })
}

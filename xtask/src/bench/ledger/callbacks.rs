//! Signed callbacks over HTTP: how many a second are acknowledged as durable, and how long that takes.
//!
//! Each connection plays calls, one after the other, each of seven callbacks as Twilio sends them; signing them is the
//! generator's work. To play another call: its rows in [`CALL`].

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, ensure};
use calls::adapters::twilio::signature::sign;
use calls::moment::Moment;

use super::load::{Driven, drive};
use super::native::{CONNECTIONS, http_alone, said};
use super::server::{STARTS_MAX, Server};
use super::{Asked, kept};

/// The source that is called.
const SOURCE: &str = "called";
/// What stands in the address, in the URL, and is signed with. It protects nothing.
const PATH: &str = "/callbook/v1/callbacks/main/called/twilio/status";
const PUBLIC: &str = "https://callbook.example";
const TOKEN: &str = "12345";
const SID: &str = "AC00000000000000000000000000000000";
/// Callbacks a second, and milliseconds for 99 in 100, that are aimed at.
const AIM: (f64, f64) = (6_000.0, 40.0);

/// One plain call: seconds since its beginning, whether it is the call that was dialled for the caller, its status, its number,
/// and what else is said.
const CALL: &[(u64, bool, &str, u32, &str)] = &[
    (0, false, "ringing", 0, ""),
    (0, false, "in-progress", 1, ""),
    (1, true, "initiated", 0, ""),
    (1, true, "ringing", 1, ""),
    (5, true, "in-progress", 2, ""),
    (65, true, "completed", 3, "60"),
    (65, false, "completed", 2, "65"),
];

/// Callbacks a second, beside HTTP alone and SQLite alone.
pub(super) fn told(asked: &Asked) -> Result<()> {
    println!("f. signed callbacks by {CONNECTIONS} connections for {} s, counted when durable", asked.lasts.as_secs());
    let server = Server::start(asked, "callbacks")?;
    enter(asked, &server)?;
    let commits = || server.metric("callbook_commits").unwrap_or(0.0);
    let signals = || server.metric("callbook_signals_total").unwrap_or(0.0);
    let begun = commits();
    let driven = load(&server, asked)?;
    let (commits, signals) = (commits() - begun, signals());
    let alone = http_alone(&server, asked.lasts / 4)?;
    drop(server);
    let group = driven.acknowledged as f64 / commits.max(1.0);
    let bare = kept::bare(asked, group.round().max(1.0) as u64, CONNECTIONS)?;
    println!("   {}, {group:.0} callbacks a commit", said(&driven, "callbacks"));
    println!("      (aim: {:.0}/s, 99 in 100 within {:.0} ms)", AIM.0, AIM.1);
    println!(
        "      {:.1} signals to a callback, those that are known already among them",
        signals / driven.acknowledged.max(1) as f64
    );
    println!("      bare SQLite with {group:.0} a commit: {bare:.0} signals/s; ratio {:.2}", driven.rate() / bare);
    println!("      HTTP alone (/healthz): {}", said(&alone, "answers"));
    Ok(())
}

/// Enters the source, and waits until it is listened to.
fn enter(asked: &Asked, server: &Server) -> Result<()> {
    let store = server.store();
    let words = ["source", "--store", &store, "new", SOURCE, "--adapters", "twilio", "--twilio-account-sid", SID];
    let mut command = asked.command(&words);
    let entered = command.args(["--twilio-public-url", PUBLIC]).env("CALLBOOK_TWILIO_AUTH_TOKEN", TOKEN).status()?;
    ensure!(entered.success(), "the source cannot be entered");
    let begun = Instant::now();
    loop {
        let one = drive(server.address, 1, STARTS_MAX, |_| {
            let mut once = Some(());
            move |request: &mut Vec<u8>| {
                once.take()?;
                callback(request, 1_000_000_000, 0, 0);
                Some(1)
            }
        })?;
        if one.acknowledged == 1 {
            return Ok(());
        }
        ensure!(begun.elapsed() < STARTS_MAX, "the source is not listened to: {:?}", one.refusal);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn load(server: &Server, asked: &Asked) -> Result<Driven> {
    let next = AtomicU64::new(1_000);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() - 120;
    drive(server.address, CONNECTIONS, asked.lasts, |_| {
        let next = &next;
        let mut call = None;
        move |request: &mut Vec<u8>| {
            let (number, place) =
                call.filter(|(_, place)| *place < CALL.len()).unwrap_or_else(|| (next.fetch_add(1, Ordering::Relaxed), 0));
            call = Some((number, place + 1));
            callback(request, now, number, place);
            Some(1)
        }
    })
}

/// One callback as it is sent.
fn callback(request: &mut Vec<u8>, now: u64, number: u64, place: usize) {
    let Some((after, is_child, status, sequence, length)) = CALL.get(place) else { return };
    let (parent, child) = (format!("CA{number:032x}"), format!("CA{:032x}", number + (1 << 40)));
    let (from, sequence, at) = (format!("+3161{number:07}"), sequence.to_string(), mail_time(now + after));
    let mut fields = vec![
        ("AccountSid", SID),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", if *is_child { &child } else { &parent }),
        ("From", &from),
        ("To", if *is_child { "client:desk" } else { "+31201110022" }),
        ("Caller", &from),
        ("Called", if *is_child { "client:desk" } else { "+31201110022" }),
        ("Direction", if *is_child { "outbound-dial" } else { "inbound" }),
        ("CallStatus", status),
        ("CallbackSource", "call-progress-events"),
        ("Timestamp", &at),
        ("SequenceNumber", &sequence),
    ];
    if *is_child {
        fields.push(("ParentCallSid", &parent));
    }
    if !length.is_empty() {
        fields.extend([("CallDuration", *length), ("Duration", "1")]);
    }
    let owned: Vec<_> = fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let signature = sign(TOKEN, &format!("{PUBLIC}{PATH}"), &owned);
    let mut body = String::new();
    for (name, value) in &owned {
        let value = value.replace('+', "%2B").replace(':', "%3A").replace(',', "%2C").replace(' ', "+");
        let and = if body.is_empty() { "" } else { "&" };
        // A string takes whatever is written to it.
        let _ = write!(body, "{and}{name}={value}");
    }
    let kind = "Content-Type: application/x-www-form-urlencoded; charset=UTF-8";
    let head = format!("POST {PATH} HTTP/1.1\r\nHost: callbook.example\r\n{kind}\r\nX-Twilio-Signature: {signature}\r\n");
    request.extend_from_slice(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
}

/// A second as mail writes it; the day of the week is not looked at.
fn mail_time(second: u64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = Moment::from_micros(second as i64 * 1_000_000).unwrap_or_default().precise();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let month = part(5, 7).parse::<usize>().unwrap_or(1).saturating_sub(1);
    format!("Mon, {} {} {} {} +0000", part(8, 10), MONTHS.get(month).unwrap_or(&"Jan"), part(0, 4), part(11, 19))
}

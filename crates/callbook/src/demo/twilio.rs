//! A simulated Twilio: it signs callbacks and posts them to a server on loopback, at the pace at which they happened.
//!
//! It sends again what is not taken, as it does where the URL says so. It knows an address, an account and a token, and
//! nothing of what becomes of its callbacks. To play one more story: its line in [`super::stories`].

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use calls::adapters::twilio::line::Line;
use calls::adapters::twilio::signature::sign;
use calls::moment::Moment;
use jiff::Timestamp;
use reqwest::{Client, StatusCode};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How often one callback is sent at most.
const TRIES_MAX: u32 = 50;
/// The wait before it is sent again.
const AGAIN_AFTER: Duration = Duration::from_millis(200);
/// The fields that hold a time.
const TIMES: [&str; 2] = ["Timestamp", "RecordingStartTime"];
const SECOND: i64 = 1_000_000;

/// One callback: when it is sent after the beginning, the path, and its fields.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    pub(super) due: Duration,
    path: String,
    pub(super) fields: Vec<(String, String)>,
}

/// Stories beside each other, each beginning so long after the start; they happened just so that the last of them ends as it
/// is told, `speed` times as fast as it happened.
pub(super) fn together(stories: &[(&str, Duration)], now: Moment, speed: f64) -> Vec<Cue> {
    let read = |text: &str| text.lines().filter_map(|line| Line::read(line).ok()).collect::<Vec<_>>();
    let stories: Vec<_> = stories.iter().map(|(text, after)| (read(text), after.as_micros() as i64)).collect();
    let seen = |line: &Line| line.seen_at.unwrap_or_default().micros();
    let span = |lines: &[Line]| (lines.iter().map(seen).min().unwrap_or(0), lines.iter().map(seen).max().unwrap_or(0));
    let length = stories.iter().map(|(lines, after)| span(lines).1 - span(lines).0 + after).max().unwrap_or(0);
    let begin = now.micros() + (length as f64 / speed) as i64 - length;
    let mut cues = Vec::new();
    for (lines, after) in &stories {
        let first = span(lines).0;
        // Times are whole seconds, so that whole ones are what they are moved by.
        let by = (begin + after - first).div_euclid(SECOND) * SECOND;
        for line in lines {
            let due = (seen(line) - first + after).max(0) as f64 / speed / SECOND as f64;
            let field = |(name, value): &(calls::Text, calls::Text)| (name.to_string(), moved(name, value, by));
            let fields = line.params.0.iter().map(field).collect();
            cues.push(Cue { due: Duration::from_secs_f64(due), path: line.path.to_string(), fields });
        }
    }
    cues.sort_by_key(|cue| cue.due);
    cues
}

/// A value, later by so many microseconds if it is a time.
fn moved(name: &str, value: &str, by: i64) -> String {
    const FORM: &str = "%a, %d %b %Y %H:%M:%S %z";
    let read = |value: &str| jiff::Zoned::strptime(FORM, value).ok().map(|at| at.timestamp().as_microsecond());
    let later = |micros: i64| Timestamp::from_microsecond(micros + by).ok();
    let time = TIMES.contains(&name).then(|| read(value)).flatten().and_then(later);
    time.map_or_else(|| value.to_owned(), |at| at.to_zoned(jiff::tz::TimeZone::UTC).strftime(FORM).to_string())
}

/// A Twilio that sends until it is dropped.
#[derive(Debug)]
pub(crate) struct Twilio {
    sent: watch::Receiver<usize>,
    length: usize,
    task: JoinHandle<()>,
}

impl Twilio {
    /// Sends these callbacks to that path of the server at this address, signed with the token.
    pub(crate) fn start(server: SocketAddr, path: String, token: &'static str, cues: Vec<Cue>) -> reqwest::Result<Self> {
        // Nothing goes beyond loopback, so that nobody's certificate is needed.
        let client = Client::builder().no_proxy().tls_certs_only([]).build()?;
        let (progress, sent) = watch::channel(0);
        let length = cues.len();
        let task = tokio::spawn(async move {
            let began = Instant::now();
            for (no, cue) in cues.into_iter().enumerate() {
                sleep(cue.due.saturating_sub(began.elapsed())).await;
                send(&client, format!("http://{server}{path}{}", cue.path), token, &cue.fields).await;
                progress.send_replace(no + 1);
            }
        });
        Ok(Self { sent, length, task })
    }

    /// Waits until everything was sent.
    pub(crate) async fn is_over(&mut self) {
        let length = self.length;
        // It ends only with the task, which we hold.
        let _ = self.sent.wait_for(|sent| *sent >= length).await;
    }
}

impl Drop for Twilio {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn send(client: &Client, url: String, token: &str, fields: &[(String, String)]) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let signature = sign(token, &url, fields);
    for _ in 0..TRIES_MAX {
        let request = client.post(&url).header("X-Twilio-Signature", &signature);
        let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(body.clone());
        match request.send().await.map(|answer| answer.status()) {
            Ok(StatusCode::SERVICE_UNAVAILABLE) | Err(_) => sleep(AGAIN_AFTER).await,
            Ok(_) => return,
        }
    }
}

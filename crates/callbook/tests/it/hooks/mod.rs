//! Deliveries while everything goes wrong: receivers that refuse, hang, answer slowly and break off, a stream whose server goes
//! away, and a server that is killed again and again while recorded calls go on in all of its sources.
//!
//! What arrived is held against the change feed: of every conversation every version, in order, with nothing between but
//! repeats. What is done with a request is drawn from a seed. A ladder that is used up is in `given_up`, links in `links`.

mod given_up;
pub(crate) mod heard;
mod law;
mod links;

use std::collections::{BTreeMap, HashMap};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::live::{Exchange, PATIENCE, differences, records};
use crate::receiver::{Does, Receiver, Request, Step};
use crate::rounds::Chance;
use crate::served::{Door, Home, Served};
use crate::streams::nats::{Message, Nats};
use heard::Wanted;
use law::{Feed, Notices};

/// How often the server is killed.
const KILLS: usize = 10;
/// Before which of these the stream's server is killed, and until when it is away.
const STREAM_KILLS: &[usize] = &[2, 6];
/// The most requests that the webhook's receiver gets between two kills.
const ROUND_REQUESTS_MAX: u64 = 150;
/// How many requests are never answered: each holds up its conversation for as long as an attempt may last.
const HANGS_MAX: usize = 3;
/// The same of what an app asks, which waits longer and has few turns.
const APP_HANGS_MAX: usize = 1;
/// How often the same payload of an app is not taken: its waits grow fast.
const APP_FAILS_MAX: usize = 1;

/// The account, and deliveries that reach this machine and are tried again soon.
fn sections(retry_s: &[u32]) -> String {
    let deliver = format!("[deliver]\nallow = [\"127.0.0.0/8\"]\nretry_s = {retry_s:?}\n");
    format!("[account]\nregion = \"NL\"\nwrapup = \"off\"\n{deliver}")
}

/// A server that follows event logs, which grow as the test says.
struct Followed {
    home: Home,
    exchanges: Vec<Exchange>,
    key: String,
}

impl Followed {
    /// With a server that `serve` starts.
    fn new(exchanges: Vec<Exchange>, retry_s: &[u32], serve: impl Fn(&Home) -> Served) -> (Self, Served) {
        let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), &sections(retry_s));
        let mut followed = Self { home, exchanges, key: String::new() };
        let section = |one: &Exchange| {
            format!("[sources.{}]\nadapters = [\"asterisk-cel\"]\ncel_file = {:?}\n", one.source, followed.file(one))
        };
        let all: String = followed.exchanges.iter().map(section).collect();
        followed.home.configure(&format!("{}{all}", sections(retry_s)));
        let served = serve(&followed.home);
        followed.key = followed.home.key("main");
        (followed, served)
    }

    fn file(&self, one: &Exchange) -> std::path::PathBuf {
        self.home.folder().join(format!("{}.csv", one.source))
    }

    /// Writes one of so many parts of every log.
    fn grow(&self, part: usize, parts: usize) {
        for one in &self.exchanges {
            let bytes = one.streams().concat();
            let place = |part: usize| bytes.len() * part / parts;
            let grown = OpenOptions::new().append(true).create(true).open(self.file(one));
            grown.unwrap().write_all(&bytes[place(part)..place(part + 1)]).unwrap();
        }
    }

    fn door(&self, served: &Served) -> Door {
        Door::open(served.address, &self.key).unwrap()
    }

    /// Waits until the records are those of a replay of the whole files; the feed of then.
    fn until_followed(&self, served: &Served) -> Feed {
        let mut door = self.door(served);
        let wanted: BTreeMap<_, _> = self.exchanges.iter().map(|one| (&one.source, one.replayed(&self.home))).collect();
        let (began, mut cursor) = (Instant::now(), "start".to_owned());
        loop {
            let (changes, next) = door.changes(&cursor, 1).unwrap();
            cursor = next;
            if changes.len() == 1_000 {
                continue;
            }
            let mut found = records(&mut door);
            let differs = wanted.iter().find_map(|(source, wanted)| {
                let found = found.remove(*source).unwrap_or_default();
                differences(found, wanted.clone(), |record| record).map(|says| format!("{source}: {says}"))
            });
            let Some(differs) = differs else { return Feed::read(&mut door) };
            assert!(began.elapsed() < PATIENCE, "{differs}\n{}", self.home.log());
        }
    }
}

/// Enters a subscription; its path.
fn enter(door: &mut Door, said: &Value) -> String {
    let entered = door.ask("POST", "/callbook/v1/subscriptions", Some(&said.to_string())).unwrap();
    assert_eq!(entered.status, 201, "{}", String::from_utf8_lossy(&entered.body));
    format!("/subscriptions/{}", entered.json()["id"].as_str().unwrap())
}

fn install(door: &mut Door, app: &str, package: &[u8]) {
    let answer = door.put(&format!("/freshworks/v1/apps/{app}"), "application/zip", package).unwrap();
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
}

/// Waits until nothing is owed to a subscription.
pub(crate) fn until_told(door: &mut Door, path: &str) {
    let began = Instant::now();
    loop {
        let said = door.read(path).unwrap();
        let waiting = door.read(&format!("{path}/deliveries?state=waiting")).unwrap();
        if said["behind"] == 0 && waiting["deliveries"].as_array().unwrap().is_empty() {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{said}\n{waiting}");
    }
}

/// A receiver of webhooks that does as chance has it.
fn by_chance(seed: u64) -> Receiver {
    let (mut chance, mut hung) = (Chance(seed), 0);
    Receiver::start(move |_| match chance.below(20) {
        0 if hung < HANGS_MAX => {
            hung += 1;
            Does::Hangs
        }
        1 | 2 => Does::Fails,
        3 => Does::BreaksOff,
        4 | 5 => Does::TakesSlowly,
        _ => Does::Takes,
    })
}

/// The same for what an app asks; of one payload only so many are not taken.
fn by_chance_of_an_app(seed: u64) -> Receiver {
    let (mut chance, mut hung, mut failed) = (Chance(seed), 0, HashMap::<String, usize>::new());
    Receiver::secure(move |body| {
        let failed = failed.entry(body.to_owned()).or_default();
        let does = match chance.below(20) {
            0 if hung < APP_HANGS_MAX => Does::Hangs,
            1 => Does::Fails,
            2 => Does::BreaksOff,
            3 | 4 => Does::TakesSlowly,
            _ => Does::Takes,
        };
        if matches!(does, Does::Takes | Does::TakesSlowly) {
            return does;
        }
        *failed += 1;
        if *failed > APP_FAILS_MAX {
            return Does::Takes;
        }
        hung += usize::from(does == Does::Hangs);
        does
    })
}

/// What is done how often, and that everything is done.
fn counted(requests: &[Request]) -> BTreeMap<Does, usize> {
    let mut done = BTreeMap::new();
    requests.iter().for_each(|one| *done.entry(one.does).or_default() += 1);
    assert_eq!(done.len(), 5, "{done:?}");
    done
}

/// The messages of a stream as requests that were all taken, in their order.
fn messages(rt: &Runtime, nats: &Nats) -> (Vec<Request>, Vec<Step>) {
    let many = rt.block_on(nats.count("CALLS"));
    let messages = rt.block_on(nats.messages("CALLS", many));
    let request = |message: Message| Request { id: message.id, body: message.text, does: Does::Takes };
    let requests: Vec<_> = messages.into_iter().map(request).collect();
    let steps = (0..requests.len()).flat_map(|place| [Step::Read(place), Step::Taken(place)]).collect();
    (requests, steps)
}

#[test]
fn r13_f11_f25_whatever_all_of_them_suffer_every_version_reaches_webhook_app_and_stream_in_order() {
    let (began, mut chance) = (Instant::now(), Chance(7));
    let (hook, app) = (by_chance(20_260_105), by_chance_of_an_app(20_260_106));
    let rt = Runtime::new().unwrap();
    let mut nats = Nats::start("");
    rt.block_on(nats.make("CALLS", "acme.>"));
    let (followed, mut served) = Followed::new(Exchange::all("asterisk-cel"), &[1; 24], |home| app.serve(home));
    let mut door = followed.door(&served);
    let hooked = enter(&mut door, &json!({"name": "crm", "url": format!("http://{}/calls", hook.address)}));
    let stream = json!({"name": "events", "kind": "stream", "servers": [nats.url()], "subject": "acme"});
    let streamed = enter(&mut door, &stream);
    install(&mut door, "passes-on", &heard::app(app.address));
    for kill in 0..=KILLS {
        if STREAM_KILLS.contains(&kill) {
            nats.kill();
        }
        followed.grow(kill, KILLS + 1);
        hook.reads(1 + chance.below(ROUND_REQUESTS_MAX));
        if kill < KILLS {
            served.kill();
            served = app.serve(&followed.home);
        }
        if STREAM_KILLS.contains(&kill) {
            nats.start_again();
        }
    }
    let feed = followed.until_followed(&served);
    let wanted = Wanted::new(&feed);
    hook.is_good();
    app.is_good();
    let mut door = followed.door(&served);
    until_told(&mut door, &hooked);
    until_told(&mut door, &streamed);
    let heard = app.until("what an app is told", |state| {
        state.taken() >= wanted.count() && wanted.is_complete(&state.requests, &state.steps)
    });
    let told = hook.state();
    Notices::new(&feed, &told.requests).judge("webhook", &told.steps);
    let (messages, steps) = messages(&rt, &nats);
    Notices::new(&feed, &messages).judge("stream", &steps);
    assert!(served.stop().success());
    assert!(feed.told.len() >= 200 && wanted.count() >= 300, "{} conversations, {} events", feed.told.len(), wanted.count());
    let (by_hook, by_app) = (counted(&told.requests), counted(&heard.requests));
    println!(
        "{} conversations, {} versions, {KILLS} kills, {} of the stream's server, {} s; webhook {} requests {by_hook:?}; \
         stream {} messages; app {} events, {} requests {by_app:?}",
        feed.told.len(),
        feed.versions(),
        STREAM_KILLS.len(),
        began.elapsed().as_secs(),
        told.requests.len(),
        messages.len(),
        wanted.count(),
        heard.requests.len(),
    );
}

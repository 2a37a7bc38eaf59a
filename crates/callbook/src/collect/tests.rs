//! Recordings fetched out of a folder and from a server at the outer door, by a clock that is set.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use base64::Engine;
use serde_json::{Value, json};

use super::*;
use crate::clock::{Clock, SetClock};
use crate::media::tests::wav;
use crate::media::{Manner, Media as Room};
use crate::outward::Wall;
use crate::scratch::Scratch;
use crate::store::{self, Batch, Filter, Mode, SourceRow, TwilioLink, WantedCount};

struct House {
    ctx: Ctx,
    clock: Arc<SetClock>,
    folder: Scratch,
    collector: Collector,
}

impl House {
    async fn new() -> Self {
        let folder = Scratch::new();
        fs::create_dir_all(folder.path().join("monitor/2026")).unwrap();
        let clock = Arc::new(SetClock::at(Moment::from_micros(1_767_607_200_000_000).unwrap()));
        let store = store::open(&folder.path().join("store.db")).unwrap();
        let mut ctx = Ctx::new(store, Arc::clone(&clock) as Arc<dyn Clock>);
        ctx.store.put_account(crate::demo::account(clock.now(), "UTC")).await.unwrap();
        let manner = Manner { folder: folder.path().join("media"), ..Manner::default() };
        ctx.media = Arc::new(Room::open(Arc::clone(&ctx.store), Arc::clone(&ctx.clock), &manner).unwrap());
        let monitor = folder.path().join("monitor").to_str().unwrap().to_owned();
        let link = TwilioLink { account_sid: "AC1".to_owned(), auth_token: "hush".to_owned(), ..TwilioLink::default() };
        let office = SourceSettings { recordings_folder: Some(monitor), ..SourceSettings::default() };
        let cloud = SourceSettings { twilio: Some(link), ..SourceSettings::default() };
        for (source, settings) in [("office", office), ("cloud", cloud)] {
            let (account, source, created_at) = (text("main"), text(source), clock.now());
            ctx.store.put_source(SourceRow { account, source, settings, created_at, deleted_at: None }).await.unwrap();
        }
        let collector = Self::collector(&ctx);
        Self { ctx, clock, folder, collector }
    }

    fn collector(ctx: &Ctx) -> Collector {
        let wall = Wall::new(vec!["127.0.0.1".parse().unwrap()]);
        Collector::new(ctx.clone(), Fetcher::new(wall).unwrap(), &["127.0.0.1"], true)
    }

    /// As after a kill: what was in memory is gone.
    fn again(&mut self) {
        self.collector = Self::collector(&self.ctx);
    }

    /// A call of that source with a recording, of which `steps` are told.
    async fn tell(&self, source: &str, steps: &[Value]) {
        let fact = |second: usize, what: Value| {
            let at = format!("2026-01-05T09:45:{second:02}Z");
            let mut fact = json!({"thread": "T1", "leg": "A", "at": at, "key": format!("{second}")});
            fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
            calls::notation::json::native::from_native(&fact, source).unwrap()
        };
        let mut signals = vec![
            fact(0, json!({"what": "came_in", "party": {"number": "101", "user": "ann"}, "dialled": "102"})),
            fact(1, json!({"what": "answered"})),
        ];
        for (second, step) in steps.iter().enumerate() {
            let mut told = json!({"what": "recorded", "recording": "r1", "kind": "call"});
            told.as_object_mut().unwrap().extend(step.as_object().unwrap().clone());
            signals.push(fact(second + 2, told));
        }
        let (account, at) = (text("main"), self.clock.now());
        let batch = Batch { account, signals: signals.into(), seen: Vec::new(), mark: None, mode: Mode::Live, at };
        self.ctx.store.record(batch).await.unwrap();
    }

    /// Reads the changes, and tries once whatever is due; then time goes by.
    async fn round(&mut self) {
        self.collector.read().await.unwrap();
        for row in self.ctx.store.due_media(self.clock.now(), 9).await.unwrap() {
            self.collector.fetch(row).await;
        }
        self.clock.go(LOOK_AGAIN);
    }

    async fn entry(&self) -> Value {
        let page = self.ctx.store.conversations("main", &Filter::default(), None, 9).await.unwrap();
        let record: Value = serde_json::from_str(&page.rows[0].record).unwrap();
        record["recordings"][0].clone()
    }

    async fn is_wanted(&self) -> bool {
        let far = self.clock.now().plus(400 * 86_400_000_000);
        !self.ctx.store.due_media(far, 9).await.unwrap().is_empty()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("monitor").join(name)
    }
}

fn file_steps(name: &str) -> [Value; 2] {
    [json!({"step": "started", "name": name}), json!({"step": "ended"})]
}

#[tokio::test]
async fn a42_a_file_is_taken_once_the_recording_ended_and_it_no_longer_grows() {
    let mut house = House::new().await;
    let name = "/var/spool/asterisk/monitor/2026/a.wav";
    fs::write(house.file("2026/a.wav"), &wav(1)[..4_000]).unwrap();
    house.tell("office", &file_steps(name)[..1]).await;
    house.round().await;
    assert!(!house.is_wanted().await, "it has not ended");
    house.tell("office", &file_steps(name)).await;
    house.round().await;
    fs::write(house.file("2026/a.wav"), wav(2)).unwrap();
    house.round().await;
    assert!(house.entry().await["stored_at"].is_null(), "it has grown since it was looked at");
    house.again();
    house.round().await;
    let entry = house.entry().await;
    assert_eq!((&entry["length_s"], entry["url"].is_null()), (&json!(2.0), true), "{entry}");
    assert!(!house.is_wanted().await);
    house.again();
    house.round().await;
    assert!(!house.is_wanted().await, "what is kept is not fetched again, whoever reads the changes again");
}

#[tokio::test]
async fn a_file_that_is_not_there_yet_is_tried_again_and_at_last_given_up() {
    let mut house = House::new().await;
    house.tell("office", &file_steps("late.wav")).await;
    house.round().await;
    fs::write(house.file("late.wav"), wav(1)).unwrap();
    house.round().await;
    house.round().await;
    assert!(house.entry().await["stored_at"].is_string());
    let mut house = House::new().await;
    house.tell("office", &file_steps("never.wav")).await;
    for seconds in [0].iter().chain(STEPS_S) {
        assert!(house.is_wanted().await || *seconds == 0);
        house.clock.go(seconds * 1_000_000);
        house.round().await;
    }
    assert!(!house.is_wanted().await);
    let (main, office, id) = (text("main"), text("office"), house.entry().await["id"].as_str().unwrap().to_owned());
    let count = WantedCount { waiting: 0, given_up: 1 };
    assert_eq!(house.ctx.store.count_wanted("main").await.unwrap(), [(office.clone(), count)]);
    let says = house.ctx.board.gave_up(&main, &office).unwrap();
    assert!(says.starts_with(&format!("recording {id}: its file cannot be read")), "{says}");
    assert!(house.ctx.board.gave_up(&main, &text("cloud")).is_none());
}

/// All files below a folder.
fn files(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Erases the only conversation, as another program at the same store does: its patches are gone, and a change says so.
fn erase(store: &std::path::Path, at: Moment) {
    let sql = "BEGIN;
        UPDATE conversation SET erased_at = AT WHERE account = 'main';
        DELETE FROM snapshot WHERE account = 'main';
        UPDATE change SET patch = NULL WHERE account = 'main' AND conversation IS NOT NULL;
        INSERT INTO change (account, no, conversation, source, version, previous, kind, at, recorded_at)
            SELECT account, max(no) + 1, conversation, source, max(version) + 1, max(version), 'erased', AT, AT
            FROM change WHERE account = 'main' AND conversation IS NOT NULL;
        UPDATE counter SET change = change + 1 WHERE account = 'main';
        COMMIT;";
    let conn = rusqlite::Connection::open(store).unwrap();
    conn.execute_batch(&sql.replace("AT,", &format!("{},", at.micros())).replace("= AT", &format!("= {}", at.micros())))
        .unwrap();
}

#[tokio::test]
async fn n25_of_a_conversation_that_was_erased_no_bytes_are_left_once_that_was_told() {
    let mut house = House::new().await;
    fs::write(house.file("a.wav"), wav(1)).unwrap();
    house.tell("office", &file_steps("a.wav")).await;
    house.round().await;
    house.round().await;
    let id: Uuid = house.entry().await["id"].as_str().unwrap().parse().unwrap();
    let media = house.folder.path().join("media");
    assert_eq!(files(&media).len(), 1);
    erase(&house.folder.path().join("store.db"), house.clock.now());
    house.again();
    house.round().await;
    assert_eq!(files(&media), Vec::<PathBuf>::new());
    let row = house.ctx.store.media("main", id).await.unwrap().unwrap();
    assert!(row.removed_at.is_some() && !house.is_wanted().await, "a link to it says that there was something");
    assert_eq!(house.ctx.store.loose(house.clock.now().plus(1), 9).await.unwrap(), []);
    house.again();
    house.round().await;
    assert!(!house.is_wanted().await, "whoever reads the changes again fetches nothing of it");
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_ever_read() {
    let secret = wav(1);
    for name in ["../secret.wav", "2026/../../secret.wav", "link.wav", "out/secret.wav", "2026", "/etc/hostname"] {
        let mut house = House::new().await;
        fs::write(house.folder.path().join("secret.wav"), &secret).unwrap();
        symlink(house.folder.path().join("secret.wav"), house.file("link.wav")).unwrap();
        symlink(house.folder.path(), house.file("out")).unwrap();
        house.tell("office", &file_steps(name)).await;
        house.round().await;
        assert!(!house.is_wanted().await, "{name} is given up at once");
        assert!(house.entry().await["stored_at"].is_null(), "{name}");
    }
}

/// Somebody who gives out a recording to whoever knows the password, once he was asked often enough.
async fn outside(busy: usize, answer: Vec<u8>) -> String {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let give = move |headers: HeaderMap| {
        let (asked, answer) = (Arc::clone(&asked), answer.clone());
        async move {
            let wanted = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode("AC1:hush"));
            if headers.get("authorization").is_none_or(|said| *said != *wanted) {
                return StatusCode::UNAUTHORIZED.into_response();
            }
            if asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < busy {
                return StatusCode::NOT_FOUND.into_response();
            }
            answer.into_response()
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/Recordings/RE1", get(give))).await });
    format!("http://{address}/Recordings/RE1")
}

#[tokio::test]
async fn t13_a_recording_is_fetched_by_its_link_with_the_accounts_own_token_as_often_as_it_takes() {
    let mut house = House::new().await;
    let url = outside(1, wav(3)).await;
    house.tell("cloud", &[json!({"step": "stored", "url": url, "length_s": 4})]).await;
    house.round().await;
    assert_eq!(house.entry().await["length_s"], json!(4.0), "it was not there yet");
    house.again();
    house.round().await;
    let entry = house.entry().await;
    assert_eq!((&entry["length_s"], &entry["url"]), (&json!(3.0), &json!(url)), "the link from outside stays (rule R16)");
    assert!(!house.is_wanted().await);
    let id = entry["id"].as_str().unwrap().parse().unwrap();
    assert!(house.ctx.media.links().sign("main", id, house.clock.now()).await.unwrap().is_some());
}

#[tokio::test]
async fn no_token_goes_to_somebody_else_and_what_is_no_audio_is_given_up() {
    for url in ["https://twilio.com.example/RE1", "https://169.254.169.254/RE1", "http://[::1]:9/RE1", "file:///etc/passwd"] {
        let mut house = House::new().await;
        house.tell("cloud", &[json!({"step": "stored", "url": url})]).await;
        house.round().await;
        assert!(!house.is_wanted().await, "{url}");
    }
    let mut house = House::new().await;
    let url = outside(0, b"<html>no recording</html>".to_vec()).await;
    house.tell("cloud", &[json!({"step": "stored", "url": url})]).await;
    house.round().await;
    assert!(!house.is_wanted().await && house.entry().await["size"].is_null());
}

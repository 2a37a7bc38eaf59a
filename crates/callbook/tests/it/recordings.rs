//! Recordings, brought to the real server and heard from it by a real client: whole, in parts, after a kill, and after one in the middle.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::live::PATIENCE;
use super::served::{Door, Home, Served};

/// Longer than one piece of anything on its way.
const SECONDS: usize = 400;

/// A wave file with sound that differs everywhere.
fn wav() -> Vec<u8> {
    let sound = SECONDS * 8_000;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + sound as u32).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data");
    file.extend((sound as u32).to_le_bytes());
    file.extend((0..sound).map(|place| (place / 7 % 251) as u8));
    file
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// A server, and who asks it.
struct Asked {
    served: Served,
    key: String,
    client: Client,
    rt: Runtime,
}

impl Asked {
    /// A first server makes the store that keys are entered into.
    fn new(home: &Home, key: Option<String>) -> Self {
        let (rt, served) = (Runtime::new().unwrap(), home.serve());
        let client = Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        Self { served, key: key.unwrap_or_else(|| home.key("main")), client, rt }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/callbook/v1{path}", self.served.address)
    }

    fn read(&self, path: &str) -> Value {
        self.told(self.client.get(self.url(path)))
    }

    /// A call that is written down; its id.
    fn call(&self) -> String {
        let call = json!({"direction": "outbound", "to": {"number": "+31612345670"}, "started_at": "2026-01-05T09:45:00Z"});
        let asked = self.client.post(self.url("/calls")).header(CONTENT_TYPE, "application/json").body(call.to_string());
        self.told(asked)["id"].as_str().unwrap().to_owned()
    }

    fn told(&self, asked: RequestBuilder) -> Value {
        let asked = asked.bearer_auth(&self.key).send();
        let said = self.rt.block_on(async { asked.await?.error_for_status()?.bytes().await }).unwrap();
        serde_json::from_slice(&said).unwrap()
    }

    /// What a link gives, of all bytes or some.
    fn hear(&self, link: &str, range: Option<&str>) -> (StatusCode, Option<String>, Vec<u8>) {
        // The server that told it listened elsewhere.
        let path = link.split_once("/recordings/").unwrap().1;
        let mut asked = self.client.get(format!("http://{}/recordings/{path}", self.served.address));
        if let Some(range) = range {
            asked = asked.header(RANGE, range);
        }
        self.rt.block_on(async {
            let answer = asked.send().await.unwrap();
            let range = answer.headers().get(CONTENT_RANGE).map(|said| said.to_str().unwrap().to_owned());
            (answer.status(), range, answer.bytes().await.unwrap().to_vec())
        })
    }
}

#[test]
fn r16_what_is_answered_is_heard_after_a_kill_whole_and_in_parts() {
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), "");
    let asked = Asked::new(&home, None);
    let path = format!("/calls/{}/recordings", asked.call());
    let brought = asked.client.post(asked.url(&path)).bearer_auth(&asked.key).body(wav()).send();
    let (status, place, told) = asked.rt.block_on(async {
        let answer = brought.await.unwrap();
        let place = answer.headers()[LOCATION].to_str().unwrap().trim_start_matches("/callbook/v1").to_owned();
        (answer.status(), place, serde_json::from_slice::<Value>(&answer.bytes().await.unwrap()).unwrap())
    });
    assert_eq!((status, &told["recording"]["length_s"]), (StatusCode::CREATED, &json!(SECONDS as f64)));
    let Asked { served, key, .. } = asked;
    served.kill();
    let asked = Asked::new(&home, Some(key));
    let link = told["link"].as_str().unwrap();
    let (status, _, all) = asked.hear(link, None);
    assert!(status == StatusCode::OK && all == wav(), "a link of before counts, and leads to the same bytes");
    // A player that goes on where it was, piece by piece.
    let mut heard = Vec::new();
    while heard.len() < all.len() {
        let (first, last) = (heard.len(), (heard.len() + 999_999).min(all.len() - 1));
        let (status, range, some) = asked.hear(link, Some(&format!("bytes={first}-{}", first + 999_999)));
        assert_eq!((status, range), (StatusCode::PARTIAL_CONTENT, Some(format!("bytes {first}-{last}/{}", all.len()))));
        heard.extend(some);
    }
    assert!(heard == all);
    assert_eq!(asked.read(&place)["recording"]["size"], all.len());
    let folder = home.folder().join("callbook.db.media");
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "nobody else on the machine hears it");
    assert_eq!(files(&folder).len(), 1);
}

#[test]
fn a_server_that_is_killed_while_a_recording_comes_in_has_nothing_of_it_afterwards() {
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), "");
    let asked = Asked::new(&home, None);
    let call = asked.call();
    let whole = wav();
    let mut half = TcpStream::connect(asked.served.address).unwrap();
    let path = format!("/callbook/v1/calls/{call}/recordings");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: callbook\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
        asked.key,
        whole.len()
    );
    half.write_all(head.as_bytes()).unwrap();
    half.write_all(&whole[..whole.len() / 2]).unwrap();
    let folder = home.folder().join("callbook.db.media");
    let begun = std::time::Instant::now();
    while files(&folder).is_empty() {
        assert!(begun.elapsed().as_secs() < 60, "it comes in");
        std::thread::yield_now();
    }
    let Asked { served, key, .. } = asked;
    served.kill();
    assert_eq!(files(&folder).len(), 1);
    let asked = Asked::new(&home, Some(key));
    assert_eq!(files(&folder), Vec::<PathBuf>::new());
    let whole = asked.read("/conversations");
    assert_eq!(whole["conversations"][0]["recordings"], json!([]));
}

/// What a phone system tells of a call that it records into that file.
fn recorded_call(file: &str) -> String {
    let fact = |second: u32, what: Value| {
        let at = format!("2026-01-05T09:45:{second:02}Z");
        let mut fact = json!({"thread": "T1", "leg": "A", "at": at, "key": second.to_string()});
        fact.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        fact
    };
    let caller = json!({"number": "+12025550142", "trunk": "voip"});
    let signals = [
        fact(0, json!({"what": "came_in", "party": caller, "dialled": "+12025550100"})),
        fact(1, json!({"what": "recorded", "recording": "r1", "kind": "call", "name": file, "step": "started"})),
        fact(8, json!({"what": "recorded", "recording": "r1", "kind": "call", "step": "ended"})),
        fact(9, json!({"what": "ended", "how": "normal"})),
    ];
    json!({"source": "office", "signals": signals}).to_string()
}

#[test]
fn r16_r10_a_phone_systems_file_is_fetched_heard_by_every_client_and_gone_for_all_once_it_is_removed() {
    let home = Home::new(Path::new(env!("CARGO_BIN_EXE_callbook")), "");
    let monitor = home.folder().join("monitor");
    fs::create_dir(&monitor).unwrap();
    fs::write(monitor.join("talk.wav"), wav()).unwrap();
    home.configure(&format!("[sources.office]\nadapters = [\"native\"]\nrecordings_folder = \"{}\"\n", monitor.display()));
    let served = home.serve();
    let mut door = Door::open(served.address, &home.key("main")).unwrap();
    let key = |words: &[&str]| {
        let words = [&["token", "new", "--name", "client"], words].concat();
        home.printed(&words).split_whitespace().next_back().unwrap().to_owned()
    };
    let source = key(&["--role", "source"]);
    let told =
        Door::open(served.address, &source).unwrap().ask("POST", "/callbook/v1/signals", Some(&recorded_call("talk.wav")));
    assert_eq!(told.unwrap().status, 200);
    // Whatever changes is looked at, until the file was taken.
    let (began, mut cursor) = (Instant::now(), "start".to_owned());
    let entry = loop {
        cursor = door.changes(&cursor, 1).unwrap().1;
        let entry = door.read("/conversations").unwrap()["conversations"][0]["recordings"][0].clone();
        if entry["stored_at"].is_string() {
            break entry;
        }
        assert!(began.elapsed() < PATIENCE, "{entry}\n{}", home.log());
    };
    assert_eq!((&entry["length_s"], &entry["url"]), (&json!(SECONDS as f64), &Value::Null));
    let (id, call) = (entry["id"].as_str().unwrap(), entry["call"].as_str().unwrap());
    // Chakra's clients have a link, Xelion's the bytes.
    let mut chakra = Door::open(served.address, &key(&["--dialect", "chakra", "--role", "administrator"])).unwrap();
    let mut shown =
        || chakra.ask("GET", &format!("/v1/ext/call/{call}"), None).unwrap().json()["_data"]["recordingUrl"].clone();
    let link = shown().as_str().unwrap().to_owned();
    let link = link.get(link.find("/recordings/").unwrap()..).unwrap();
    let head = format!("Authorization: xelion {}\r\n", key(&["--dialect", "xelion", "--role", "administrator"]));
    let audio = format!("/api/v1/main/communications/{}/audio", &call.replace('-', "")[16..]);
    let mut hear = |path: &str, head: &str| {
        let answer = door.send("GET", path, head, "").unwrap();
        (answer.status, answer.head.to_lowercase(), answer.body)
    };
    let (status, _, bytes) = hear(link, "");
    assert!(status == 200 && bytes == wav(), "{status}");
    let (status, said, bytes) = hear(&audio, &format!("{head}Range: bytes=8-11\r\n"));
    assert_eq!((status, bytes.as_slice()), (206, &b"WAVE"[..]));
    assert!(said.contains("content-type: audio/wav\r\n") && said.contains("content-disposition: audio.wav\r\n"), "{said}");
    let media = home.folder().join("callbook.db.media");
    assert_eq!(files(&media).len(), 1);
    // Removed, it is gone for everybody; at the phone system nothing is touched.
    let mut administrator = Door::open(served.address, &home.key("main")).unwrap();
    let removed = administrator.ask("DELETE", &format!("/callbook/v1/recordings/{id}"), None).unwrap();
    assert_eq!(removed.status, 200, "{}", removed.json());
    assert_eq!((hear(link, "").0, hear(&audio, &head).0, shown()), (410, 404, Value::Null));
    assert_eq!((files(&media), files(&monitor).len()), (Vec::new(), 1));
    let told = administrator.read(&format!("/recordings/{id}")).unwrap();
    assert!(told["collecting"].is_null() && told["link"].is_null() && told["recording"]["deleted_at"].is_string(), "{told}");
}

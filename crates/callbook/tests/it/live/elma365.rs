//! The module that is shipped for ELMA365, run by Node as a platform runs it, against the real server: recorded calls are played live,
//! and what the module makes of what is posted to it is held against the records.
//!
//! The script is compiled anew from its source by the compiler that `npm ci` puts beside it; without Node these tests fail.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};

use serde_json::json;

use super::*;

/// Deliveries reach this machine.
const DELIVER: &str = "[deliver]\nallow = [\"127.0.0.0/8\"]\n[sources.load]\nadapters = [\"native\"]\n";

fn integration() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../integrations/elma365")
}

fn run(folder: &Path, program: &Path, words: &[&str]) {
    let output = Command::new(program).args(words).current_dir(folder).stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stdout));
}

/// The module's script, as a platform runs it.
fn compiled(home: &Home) -> PathBuf {
    let compiler = integration().join("node_modules/.bin/tsc");
    if !compiler.exists() {
        run(&integration(), Path::new("npm"), &["ci", "--no-audit", "--no-fund"]);
    }
    let folder = home.folder().join("module");
    run(&integration(), &compiler, &["--outDir", folder.to_str().unwrap()]);
    folder.join("callbook.js")
}

/// A platform that runs the module's script, and where it listens.
struct Platform {
    child: Child,
    asks: ChildStdin,
    lines: Receiver<Value>,
    url: String,
    /// What was posted so far: the path, what was made of it, and what was answered.
    posted: Vec<Value>,
}

impl Drop for Platform {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Platform {
    fn start(script: &Path, served: &Served, token: &str) -> Self {
        let mut command = Command::new("node");
        command.arg(integration().join("platform/live.mjs")).arg(script).arg(format!("http://{}/", served.address)).arg(token);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (asks, out) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let (into, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = into.send(serde_json::from_str(&line).unwrap());
            }
        });
        let mut platform = Self { child, asks, lines, url: String::new(), posted: Vec::new() };
        platform.url = platform.next()["listens"].as_str().unwrap().to_owned();
        platform
    }

    fn next(&mut self) -> Value {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    /// Calls a function of the script: what it gives back, or the text of what it throws.
    fn call(&mut self, function: &str, with: &Value) -> Result<Value, String> {
        writeln!(self.asks, "{}", json!({"function": function, "with": with})).unwrap();
        loop {
            let mut line = self.next();
            if !line["posted"].is_null() {
                self.posted.push(line);
                continue;
            }
            return match line["thrown"].as_str() {
                Some(thrown) => Err(thrown.to_owned()),
                None => Ok(line["result"].take()),
            };
        }
    }

    /// Waits until something was posted that is so, and gives it back.
    fn until(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(found) = self.posted.iter().find(|one| is_so(one)) {
                return found.clone();
            }
            let line = self.next();
            self.posted.push(line);
        }
    }
}

/// The call that a page is of: of a further operator's, what stands before the number.
fn call_of(said: &Value) -> String {
    let call_id = said["callId"].as_str().unwrap_or_else(|| panic!("{said}"));
    call_id.split('.').next().unwrap_or_default().to_owned()
}

/// Every page opens once, is taken at the most once and closes once, and its history comes last; words are those of the platform.
fn is_in_order(posted: &[Value]) -> BTreeMap<String, Vec<Value>> {
    let (mut pages, mut histories) = (BTreeMap::<String, String>::new(), BTreeMap::<String, Vec<Value>>::new());
    for one in posted {
        assert_eq!(one["status"], 200, "{one}");
        let (event, record) = (&one["parsed"]["event"], &one["parsed"]["callRecord"]);
        let said = if event.is_null() { record } else { event };
        assert!(["x1", "x2", "x3"].iter().any(|word| said["direction"] == *word), "{one}");
        assert!((91..=95).any(|word| said["disposition"] == word), "{one}");
        let page = pages.entry(said["callId"].as_str().unwrap().to_owned()).or_default();
        match event["event"].as_str() {
            Some(word) => page.push_str(word),
            None => {
                assert!(page.is_empty() || page.ends_with('c'), "a history comes after the end: {one}");
                assert!(record["duration"].is_u64() && record["call"]["link"].is_null(), "{one}");
                histories.entry(call_of(record)).or_default().push(record.clone());
            }
        }
    }
    for (page, words) in pages {
        assert!(["", "ac", "abc"].contains(&words.as_str()), "{page}: {words}");
    }
    histories
}

/// The subscription of the connection; its path.
fn subscription(door: &mut Door) -> String {
    let said = door.read("/subscriptions").unwrap();
    assert_eq!(said["subscriptions"].as_array().map(Vec::len), Some(1), "{said}");
    format!("/subscriptions/{}", said["subscriptions"][0]["id"].as_str().unwrap())
}

#[test]
fn e17_e33_the_module_shows_recorded_calls_as_they_are_played_and_plays_what_was_recorded_of_them() {
    let rt = Runtime::new().unwrap();
    let mut house = House::new(DELIVER);
    let words = ["token", "new", "--dialect", "elma365", "--role", "administrator", "--name", "module"];
    let token = house.home.printed(&words).split_whitespace().last().unwrap_or_default().to_owned();
    let script = compiled(&house.home);
    let mut module = Platform::start(&script, &house.served, &token);
    let listens = module.url.clone();
    assert_eq!(module.call("VoipOnWebhookUpdated", &json!([format!("{listens}/a")])), Ok(Value::Null));
    // The same platform, with sources that are dialled from now on.
    let scenarios = ["attended_transfer", "queue_answered", "hold_resume", "busy"];
    let exchanges: Vec<_> = scenarios.iter().map(|name| Exchange::of("asterisk-ami", name, "")).collect();
    let mut switches: Vec<_> = exchanges.iter().map(|one| switch(&rt, one.script(), &[])).collect();
    let sections = exchanges.iter().zip(&switches).map(|(one, switch)| dialled(&one.source, switch.address, LOGIN));
    house.home.configure(&format!("{ACCOUNT}{DELIVER}{}", sections.collect::<String>()));
    house.served.kill();
    house.served = house.home.serve();
    switches.iter_mut().for_each(|switch| rt.block_on(switch.is_over()));
    house.until_replayed(&exchanges, |record| record);
    let mut door = house.door();
    crate::hooks::until_told(&mut door, &subscription(&mut house.door()));
    drop(module.call("VoipTestConnection", &json!([])));
    let histories = is_in_order(&module.posted);
    assert!(module.posted.iter().all(|one| one["posted"] == "/a") && module.posted.len() > 20, "{}", module.posted.len());
    let calls = door.all("/calls?limit=500", "calls").unwrap();
    let over = calls.iter().filter(|call| !call["ended_at"].is_null() && !call["direction"].is_null());
    let over: BTreeMap<String, &Value> = over.map(|call| (call["id"].as_str().unwrap().to_owned(), call)).collect();
    assert_eq!(histories.keys().collect::<Vec<_>>(), over.keys().collect::<Vec<_>>(), "every call that is over has a history");
    for (id, call) in &over {
        let answered = histories[id].iter().filter(|record| record["disposition"] == 91);
        let longest = answered.map(|record| record["duration"].as_u64().unwrap()).max();
        let talked = (call["outcome"] == "answered").then(|| call["talk_s"].as_f64().unwrap() as u64);
        assert_eq!(longest.is_some(), talked.is_some(), "{call}");
        assert!(longest <= talked, "{longest:?}: {call}");
    }
    plays(&house, &script, &token, &over);
}

/// What a module asks, and hears of a recording that comes late, of a server that is another process by now.
fn plays(house: &House, script: &Path, token: &str, over: &BTreeMap<String, &Value>) {
    let mut door = house.door();
    let member = r#"{"name": "Front desk", "extensions": ["70017"]}"#;
    assert_eq!(door.ask("PUT", "/callbook/v1/directory/users/front-desk", Some(member)).unwrap().status, 201);
    let mut module = Platform::start(script, &house.served, token);
    let listens = module.url.clone();
    assert_eq!(module.call("VoipOnWebhookUpdated", &json!([format!("{listens}/b")])), Ok(Value::Null));
    assert_eq!(module.call("VoipTestConnection", &json!([])), Ok(json!({"success": true})));
    assert_eq!(module.call("VoipGetMembers", &json!([])), Ok(json!([{"id": "70017", "label": "Front desk"}])));
    // One that neither came out of another nor went on in one.
    let is_alone = |id: &String, call: &Value| call["parent"].is_null() && over.values().all(|other| other["parent"] != **id);
    let talked = over.iter().find(|(id, call)| call["outcome"] == "answered" && is_alone(id, call)).unwrap().0;
    let asked = json!([{"id": talked, "link": null}]);
    assert_eq!(module.call("VoipGetCallLink", &asked), Err("there is no such recording".to_owned()));
    let wav = format!(
        "RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0{}",
        "A".repeat(8_000)
    );
    let head = format!("Authorization: Bearer {}\r\n", house.key);
    let brought = door.send("POST", &format!("/callbook/v1/calls/{talked}/recordings"), &head, &wav).unwrap();
    assert_eq!(brought.status, 201, "{}", brought.json());
    let recording = brought.json()["id"].clone();
    let again = module.until(|one| one["parsed"]["callRecord"]["call"]["id"] == recording);
    assert_eq!((&again["posted"], call_of(&again["parsed"]["callRecord"])), (&json!("/b"), talked.clone()), "E22, E31");
    let link = module.call("VoipGetCallLink", &json!([again["parsed"]["callRecord"]["call"]])).unwrap();
    let path = link.as_str().unwrap().split_once("/recordings/").unwrap().1;
    let heard = door.send("GET", &format!("/recordings/{path}"), "", "").unwrap();
    assert!(heard.status == 200 && heard.body == wav.as_bytes(), "a player has nothing but the link");
    for batch in crate::rounds::call(0, 1, None).1 {
        let said = json!({"source": "load", "signals": batch}).to_string();
        assert_eq!(door.ask("POST", "/callbook/v1/signals", Some(&said)).unwrap().status, 200);
    }
    let shown = module.until(|one| one["parsed"]["event"]["event"] == "c");
    assert_eq!((&shown["posted"], shown["status"].as_u64()), (&json!("/b"), Some(200)));
    let mut stranger = Platform::start(script, &house.served, "cb_main_nothing");
    let refused = stranger.call("VoipTestConnection", &json!([])).unwrap();
    assert_eq!((&refused["success"], refused["failReason"].is_string()), (&json!(false), true), "{refused}");
    assert!(stranger.call("VoipGetMembers", &json!([])).is_err(), "it throws");
}

//! Twilio as it calls a real server: signed requests at its door, and what the server makes of them.
//!
//! The one thing that is simulated here is what stands outside: who signs and sends, and who answers what to do with a call. To
//! hold one more rule: a test in one of the modules.

mod door;
mod passed_on;
mod stories;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use calls::adapters::twilio::line::Line;
use calls::adapters::twilio::signature::sign;
use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::served::{Answer, Door, Home, Served};

/// The account of the stories.
const SID: &str = "ACe268443e43d93dab7ebef303bbe9642f";
const TOKEN: &str = "12345";
/// Where Twilio believes the server to be.
const PUBLIC: &str = "https://mycompany.com";

type Fields = Vec<(String, String)>;

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_callbook"))
}

/// The configuration of a source that Twilio calls.
fn called(source: &str, more: &str) -> String {
    format!(
        "[sources.{source}]\nadapters = [\"twilio\"]\n[sources.{source}.twilio]\naccount_sid = \"{SID}\"\n\
         auth_token = \"{TOKEN}\"\npublic_url = \"{PUBLIC}\"\n{more}\n"
    )
}

/// The address of a source, and what stands below it.
fn path(source: &str, below: &str) -> String {
    format!("/callbook/v1/callbacks/main/{source}/twilio{below}")
}

fn fields(text: &str) -> Fields {
    let with_account = format!("AccountSid={SID}&{text}");
    form_urlencoded::parse(with_account.as_bytes()).into_owned().collect()
}

fn form(fields: &Fields) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn head(signature: &str) -> String {
    format!("Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nX-Twilio-Signature: {signature}\r\n")
}

/// The fields of a call that came in and rings.
fn ringing(sid: &str) -> Fields {
    fields(&format!(
        "CallSid={sid}&From=%2B31600000011&To=%2B31205550171&Direction=inbound&CallStatus=ringing&SequenceNumber=0\
         &CallbackSource=call-progress-events&Timestamp=Mon%2C+02+Nov+2026+09%3A00%3A00+%2B0000"
    ))
}

/// Sends a callback as Twilio does, signed for that URL.
fn post_signed(door: &mut Door, url: &str, path: &str, fields: &Fields) -> Answer {
    door.send("POST", path, &head(&sign(TOKEN, url, fields)), &form(fields)).unwrap()
}

/// Sends a callback as Twilio does.
fn post(door: &mut Door, path: &str, fields: &Fields) -> Answer {
    post_signed(door, &format!("{PUBLIC}{path}"), path, fields)
}

fn says(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// A server that Twilio calls, and a key to its door. Its feeds take calls.
struct House {
    home: Home,
    served: Served,
    key: String,
}

impl House {
    fn new(sections: &str) -> Self {
        // Nobody wraps up calls in a replay, which has no account.
        let home = Home::new(&program(), &format!("[account]\nwrapup = \"off\"\n{sections}"));
        let served = home.serve();
        let key = home.key("main");
        let house = Self { home, served, key };
        house.until_heard();
        house
    }

    fn door(&self) -> Door {
        Door::open(self.served.address, &self.key).unwrap()
    }

    /// Whoever calls before a feed listens is told to call again, so that this has nothing to wait by but asking.
    fn until_heard(&self) {
        let mut door = self.door();
        let sources = door.read("/sources").unwrap();
        for source in sources["sources"].as_array().unwrap().iter().filter(|source| !source["twilio"].is_null()) {
            let path = path(source["name"].as_str().unwrap(), "");
            while door.send("POST", &path, "", "").unwrap().status == 503 {}
        }
    }

    fn again(self) -> Self {
        let Self { home, served, key } = self;
        assert!(served.stop().success());
        let house = Self { served: home.serve(), home, key };
        house.until_heard();
        house
    }

    fn killed(self) -> Self {
        let Self { home, served, key } = self;
        served.kill();
        let house = Self { served: home.serve(), home, key };
        house.until_heard();
        house
    }

    fn conversations(&self) -> Vec<Value> {
        self.door().all("/conversations?limit=500", "conversations").unwrap()
    }
}

/// The lines that were kept of a source, in the order in which they came.
fn kept(home: &Home, source: &str) -> Vec<String> {
    let folder = home.folder().join("callbook.db.raw/main").join(source).join("twilio");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| lines(file)).collect()
}

fn lines(file: &Path) -> Vec<String> {
    let mut text = Vec::new();
    // Where the server was killed, the end of the file is missing, and what was flushed before is there.
    let _ = MultiGzDecoder::new(File::open(file).unwrap()).read_to_end(&mut text);
    let text = String::from_utf8(text).unwrap();
    text.lines().filter(|line| line.starts_with('{')).map(str::to_owned).collect()
}

/// One request that was passed on: its head, and its body.
struct Passed {
    head: String,
    body: String,
}

/// Whoever answers what to do with a call: the same to everybody, until he is dropped.
struct Answering {
    address: SocketAddr,
    asked: mpsc::Receiver<Passed>,
}

impl Answering {
    fn with(answer: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (told, asked) = mpsc::channel();
        std::thread::spawn(move || {
            for socket in listener.incoming().map_while(Result::ok) {
                let told = told.clone();
                std::thread::spawn(move || talk(&socket, answer, &told));
            }
        });
        Self { address, asked }
    }
}

/// Answers every request of one connection.
fn talk(socket: &TcpStream, answer: &str, told: &mpsc::Sender<Passed>) -> Option<()> {
    let mut reader = BufReader::new(socket);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        told.send(Passed { head, body: String::from_utf8(body).ok()? }).ok();
        let mut socket = socket;
        socket.write_all(answer.as_bytes()).ok()?;
    }
}

/// A story: its name, and its callbacks.
fn stories() -> Vec<(String, Vec<Line>)> {
    let folder = crate::recordings("twilio");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let read = |name: &str| -> Vec<Line> {
        let text = fs::read_to_string(folder.join(name).join("callbacks.jsonl")).unwrap();
        text.lines().map(|line| Line::read(line).unwrap()).collect()
    };
    names.iter().map(|name| name.to_str().unwrap()).map(|name| (name.to_owned(), read(name))).collect()
}

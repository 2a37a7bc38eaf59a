//! A server that runs as its operator runs it: the program itself, on a folder of its own, spoken to through its door.
//!
//! It knows words, sockets and exit codes, and nothing of how the server is made; so that what holds here holds for everybody
//! who runs one. The chores of the house include this file. To ask one more thing of a server: a method of [`Door`].

#![allow(clippy::unwrap_used, reason = "whoever runs a server here has nothing to do where that fails")]
#![allow(dead_code, reason = "each of those who include this needs a part of it")]

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;

/// Longer than any answer takes, a long poll included.
const ANSWER_MAX: Duration = Duration::from_secs(120);

/// A folder with a store and a configuration, gone with whoever holds it.
pub(crate) struct Home {
    program: PathBuf,
    folder: PathBuf,
}

impl Home {
    /// A new one for this program, `sections` being the configuration of everything but the server itself.
    pub(crate) fn new(program: &Path, sections: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("callbook-served-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let home = Self { program: program.to_path_buf(), folder: std::env::temp_dir().join(name) };
        fs::create_dir_all(&home.folder).unwrap();
        home.configure(sections);
        home
    }

    /// Writes the configuration anew; it counts from the next start on.
    pub(crate) fn configure(&self, sections: &str) {
        let store = self.folder.join("callbook.db");
        let server = format!("[server]\nlisten = \"127.0.0.1:0\"\nstore = {store:?}\nlog = \"warn\"\nraw_days = 1\n");
        fs::write(self.config(), format!("{server}\n{sections}")).unwrap();
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.join("callbook.toml")
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the servers wrote about themselves.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Runs a command on this store.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        let (word, rest) = words.split_first().unwrap();
        Command::new(&self.program).arg(word).arg("--config").arg(self.config()).args(rest).output().unwrap()
    }

    /// What a command printed, where it was content.
    pub(crate) fn printed(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// An operator's token.
    pub(crate) fn key(&self, account: &str) -> String {
        let words = ["token", "new", "--role", "operator", "--name", "test", "--account", account];
        self.printed(&words).split_whitespace().last().unwrap_or_default().to_owned()
    }

    /// Starts the server, and gives it back when it answers.
    pub(crate) fn serve(&self) -> Served {
        let mut command = Command::new(&self.program);
        command.arg("serve").arg("--config").arg(self.config());
        self.serve_by(command)
    }

    /// The same, with a command that ends up as the server.
    pub(crate) fn serve_by(&self, mut command: Command) -> Served {
        let log = File::options().append(true).create(true).open(self.folder.join("log")).unwrap();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        let address = address.unwrap_or_else(|| panic!("it does not say where it answers: {line:?}\n{}", self.log()));
        Served { child, address, out }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Whether it can be removed is no business of the test.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A server that answers.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    /// Held open, so that what it prints later has somewhere to go.
    out: BufReader<ChildStdout>,
}

impl Served {
    /// Asks it to stop, and waits until it has.
    /// Whether it tells a token behind its address, as the first server of a store does.
    pub(crate) fn said_a_token(&mut self) -> bool {
        let mut lines = (&mut self.out).lines().map_while(Result::ok);
        lines.any(|line| line.trim().starts_with("cb_"))
    }

    pub(crate) fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success(), "it was gone before it was asked to go");
        self.child.wait().unwrap()
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// One connection to a server, with a key.
pub(crate) struct Door {
    key: String,
    socket: BufReader<TcpStream>,
}

impl Door {
    pub(crate) fn open(address: SocketAddr, key: &str) -> io::Result<Self> {
        let socket = TcpStream::connect(address)?;
        socket.set_read_timeout(Some(ANSWER_MAX))?;
        socket.set_nodelay(true)?;
        Ok(Self { key: key.to_owned(), socket: BufReader::new(socket) })
    }

    /// Asks, and waits for the answer.
    pub(crate) fn ask(&mut self, method: &str, path: &str, body: Option<&str>) -> io::Result<Answer> {
        let kind = if body.unwrap_or_default().is_empty() { "" } else { "Content-Type: application/json\r\n" };
        let head = format!("Authorization: Bearer {}\r\n{kind}", self.key);
        self.send(method, path, &head, body.unwrap_or_default())
    }

    /// Sends with these lines of a head and no key, and waits for the answer.
    pub(crate) fn send(&mut self, method: &str, path: &str, head: &str, body: &str) -> io::Result<Answer> {
        self.send_bytes(method, path, head, body.as_bytes())
    }

    /// Puts bytes that are no text.
    pub(crate) fn put(&mut self, path: &str, kind: &str, bytes: &[u8]) -> io::Result<Answer> {
        let head = format!("Authorization: Bearer {}\r\nContent-Type: {kind}\r\n", self.key);
        self.send_bytes("PUT", path, &head, bytes)
    }

    fn send_bytes(&mut self, method: &str, path: &str, head: &str, body: &[u8]) -> io::Result<Answer> {
        let head = format!("{method} {path} HTTP/1.1\r\nHost: callbook\r\n{head}Content-Length: {}\r\n\r\n", body.len());
        self.socket.get_mut().write_all(&[head.as_bytes(), body].concat())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.socket.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let mut body = vec![0; length.unwrap_or(0)];
        self.socket.read_exact(&mut body)?;
        Ok(Answer { status, head, body })
    }

    /// What the API says at this path, where it says 200.
    pub(crate) fn read(&mut self, path: &str) -> io::Result<Value> {
        let answer = self.ask("GET", &format!("/callbook/v1{path}"), None)?;
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        Ok(answer.json())
    }

    /// Every row of a list that goes on by a cursor.
    pub(crate) fn all(&mut self, path: &str, rows: &str) -> io::Result<Vec<Value>> {
        let (mut all, mut go_on) = (Vec::new(), String::new());
        loop {
            let mut page = self.read(&format!("{path}{go_on}"))?;
            if let Value::Array(rows) = page[rows].take() {
                all.extend(rows);
            }
            let Some(next) = page["next"].as_str() else { return Ok(all) };
            go_on = format!("&cursor={next}");
        }
    }

    /// Every change after a cursor that there is now, and the cursor after them.
    pub(crate) fn changes(&mut self, after: &str, wait_s: u32) -> io::Result<(Vec<Value>, String)> {
        let mut page = self.read(&format!("/changes?after={after}&wait={wait_s}&limit=1000&all=true"))?;
        let next = page["next"].as_str().unwrap_or_default().to_owned();
        let Value::Array(changes) = page["changes"].take() else { return Ok((Vec::new(), next)) };
        Ok((changes, next))
    }
}

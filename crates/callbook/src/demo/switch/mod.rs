//! A simulated switch: the server's side of a manager connection on loopback, which plays recorded calls through a real socket.
//!
//! It greets, lets in who knows name and secret (sent, or as the answer to a challenge), answers lists and pings, and plays its
//! [`Script`] at its pace. A link may be cut after any message; the next connection goes on with the next one. It serves one
//! client at a time, stands on loopback only, and knows nothing of the rest of the program, so that tests of the whole
//! program can include this folder. To answer one more action: its arm in [`Talk::action`].

mod script;

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use md5::{Digest, Md5};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

#[cfg(test)]
pub(crate) use script::names;
use script::{Cue, LISTS, field};
pub(crate) use script::{Script, What};

/// A client that asks no list that was recorded is told the rest after this time.
const LIST_WAIT_MAX: Duration = Duration::from_secs(2);
/// A client that does not hang up after we did is left alone after this time.
const GOODBYE_MAX: Duration = Duration::from_secs(5);
/// The longest action of a client.
const ACTION_BYTES_MAX: usize = 16 * 1024;
/// So long the switch has been up where no recording says otherwise.
const UPTIME_S: u64 = 86_400;
/// What a client has to answer with the MD5 of it and the secret.
const CHALLENGE: &str = "840415273";

/// How the switch behaves.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    pub(crate) username: String,
    pub(crate) secret: String,
    pub(crate) script: Script,
    pub(crate) lists: Lists,
    /// After how many messages of the script the link is cut, each once.
    pub(crate) cuts: BTreeSet<usize>,
}

/// What is answered to a list that was not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lists {
    /// That nobody is there.
    Nobody,
    /// That this action is not known.
    Unknown,
}

/// A switch that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Switch {
    pub(crate) address: SocketAddr,
    played: watch::Receiver<usize>,
    length: usize,
    task: JoinHandle<()>,
}

impl Switch {
    /// Starts one at an address of loopback; port 0: a free one.
    pub(crate) async fn start(address: SocketAddr, play: Play) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, address.port())).await?;
        let address = listener.local_addr()?;
        let (progress, played) = watch::channel(0);
        let length = play.script.cues.len();
        let show = Show { play, next: 0, part: 0, began: None, up_since: Instant::now(), progress };
        Ok(Self { address, played, length, task: tokio::spawn(show.run(listener)) })
    }

    /// Waits until so many messages of the script were played.
    pub(crate) async fn has_played(&mut self, messages: usize) {
        // It ends only with the switch, which we hold.
        let _ = self.played.wait_for(|played| *played >= messages).await;
    }

    /// Waits until the whole script was played.
    pub(crate) async fn is_over(&mut self) {
        self.has_played(self.length).await;
    }
}

impl Drop for Switch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How far the script is played, over all connections.
struct Show {
    play: Play,
    next: usize,
    part: usize,
    began: Option<Instant>,
    up_since: Instant,
    progress: watch::Sender<usize>,
}

impl Show {
    async fn run(mut self, listener: TcpListener) {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.set_nodelay(true);
            let mut talk = Talk { show: &mut self, signed_in: false, asked: Vec::new() };
            // A client that is gone is met again by the next connection.
            if talk.with(&mut socket).await.is_ok() {
                // Closed with something unread, the client would lose what it has not read either.
                let _ = socket.shutdown().await;
                let mut unread = [0; 1_024];
                let _ = timeout(GOODBYE_MAX, async { while matches!(socket.read(&mut unread).await, Ok(1..)) {} }).await;
            }
        }
    }

    /// How long the switch has been up.
    fn uptime(&self) -> u64 {
        let recorded = self.play.script.uptimes.get(self.part).copied().flatten();
        recorded.unwrap_or(UPTIME_S) + self.up_since.elapsed().as_secs()
    }
}

/// One connection.
struct Talk<'s> {
    show: &'s mut Show,
    signed_in: bool,
    /// Lists that were asked for, and are still to be played: action and id.
    asked: Vec<(&'static str, Vec<u8>)>,
}

/// What is next.
enum Next {
    Heard(usize),
    Due,
}

impl Talk<'_> {
    /// Until the client is gone (an error), or the connection is to be ended.
    async fn with(&mut self, socket: &mut TcpStream) -> io::Result<()> {
        socket.write_all(b"Asterisk Call Manager/11.0.0\r\n").await?;
        let mut heard = Vec::new();
        let mut chunk = [0; 4_096];
        let mut reached = Instant::now();
        loop {
            let wait = self.wait(reached);
            if wait == Some(Duration::ZERO) {
                if !self.play(socket).await? {
                    return Ok(());
                }
                reached = Instant::now();
                continue;
            }
            let next = tokio::select! {
                length = socket.read(&mut chunk) => Next::Heard(length?),
                () = async { match wait { Some(wait) => sleep(wait).await, None => std::future::pending().await } } => Next::Due,
            };
            let Next::Heard(length) = next else { continue };
            heard.extend_from_slice(chunk.get(..length).unwrap_or_default());
            if length == 0 || heard.len() > ACTION_BYTES_MAX {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            while let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
                let action: Vec<u8> = heard.drain(..end + 4).collect();
                if !self.action(&action, socket).await? {
                    return Ok(());
                }
            }
        }
    }

    /// How long the next message of the script has to wait; none while there is none.
    fn wait(&self, reached: Instant) -> Option<Duration> {
        let cue = self.show.play.script.cues.get(self.show.next).filter(|_| self.signed_in)?;
        match &cue.what {
            _ if cue.part != self.show.part => Some(Duration::ZERO),
            What::Answer { action, .. } if self.asked.iter().any(|(asked, _)| asked == action) => Some(Duration::ZERO),
            What::Answer { .. } => Some(LIST_WAIT_MAX.saturating_sub(reached.elapsed())),
            What::Event(_) => Some(cue.due.saturating_sub(self.show.began.map_or(Duration::ZERO, |began| began.elapsed()))),
        }
    }

    /// Plays the next message; false if the connection ends here.
    async fn play(&mut self, socket: &mut TcpStream) -> io::Result<bool> {
        let Some(Cue { part, what, .. }) = self.show.play.script.cues.get(self.show.next) else { return Ok(true) };
        if *part != self.show.part {
            self.show.part = *part;
            self.show.up_since = Instant::now();
            return Ok(false);
        }
        match what {
            What::Event(text) => socket.write_all(text).await?,
            What::Answer { action, messages } => {
                if let Some(place) = self.asked.iter().position(|(asked, _)| asked == action) {
                    let (_, id) = self.asked.swap_remove(place);
                    socket.write_all(&success(&id, "EventList: start\r\nMessage: A list will follow\r\n")).await?;
                    for message in messages {
                        socket.write_all(&with_id(message, &id)).await?;
                    }
                }
            }
        }
        self.show.next += 1;
        let played = self.show.next;
        self.show.progress.send_replace(played);
        Ok(!self.show.play.cuts.remove(&played))
    }

    /// Answers an action; false if the connection ends with it.
    async fn action(&mut self, action: &[u8], socket: &mut TcpStream) -> io::Result<bool> {
        let id = field(action, "ActionID").unwrap_or_default();
        let name = field(action, "Action").unwrap_or_default();
        let list = LISTS.iter().find(|(list, ..)| list.as_bytes() == name);
        let answer = match (name, list) {
            (b"Challenge", _) => success(id, &format!("Challenge: {CHALLENGE}\r\n")),
            (b"Login", _) if !self.knows(action) => {
                socket.write_all(&failure(id, "Authentication failed")).await?;
                return Ok(false);
            }
            (b"Login", _) => {
                self.signed_in = true;
                self.show.began.get_or_insert_with(Instant::now);
                let mut answer = success(id, "Message: Authentication accepted\r\n");
                let uptime = self.show.uptime();
                let booted = format!(
                    "Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: {uptime}\r\nLastReload: {uptime}\r\nStatus: Fully Booted\r\n\r\n"
                );
                answer.extend_from_slice(booted.as_bytes());
                answer
            }
            _ if !self.signed_in => failure(id, "Permission denied"),
            (b"Ping", _) => success(id, "Ping: Pong\r\n"),
            (b"Logoff", _) => {
                socket.write_all(&success(id, "Message: Thanks for all the fish.\r\n")).await?;
                return Ok(false);
            }
            (_, Some((list, _, last))) => match self.list(list, last, id) {
                Some(answer) => answer,
                None => return Ok(true),
            },
            _ => failure(id, "Invalid/unknown command"),
        };
        socket.write_all(&answer).await?;
        Ok(true)
    }

    /// The answer to a list; none if it was recorded and is still to be played in this connection.
    fn list(&mut self, list: &'static str, last: &str, id: &[u8]) -> Option<Vec<u8>> {
        let show = &self.show;
        let ahead = show.play.script.cues.iter().skip(show.next).take_while(|cue| cue.part == show.part);
        let recorded = |cue: &Cue| matches!(&cue.what, What::Answer { action, .. } if *action == list);
        if ahead.into_iter().any(recorded) {
            self.asked.push((list, id.to_vec()));
            return None;
        }
        if show.play.lists == Lists::Unknown {
            return Some(failure(id, "Invalid/unknown command"));
        }
        let mut answer = success(id, "EventList: start\r\nMessage: A list will follow\r\n");
        let end = format!("Event: {last}\r\nActionID: \r\nEventList: Complete\r\nListItems: 0\r\n\r\n");
        answer.extend_from_slice(&with_id(end.as_bytes(), id));
        Some(answer)
    }

    /// Whether a client knows our secret.
    fn knows(&self, login: &[u8]) -> bool {
        let play = &self.show.play;
        if field(login, "Username") != Some(play.username.as_bytes()) {
            return false;
        }
        match field(login, "Key") {
            None => field(login, "Secret") == Some(play.secret.as_bytes()),
            Some(key) => {
                let digest = Md5::new().chain_update(CHALLENGE).chain_update(&play.secret).finalize();
                let wanted: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                key.eq_ignore_ascii_case(wanted.as_bytes())
            }
        }
    }
}

fn success(id: &[u8], more: &str) -> Vec<u8> {
    with_id(format!("Response: Success\r\nActionID: \r\n{more}\r\n").as_bytes(), id)
}

fn failure(id: &[u8], why: &str) -> Vec<u8> {
    with_id(format!("Response: Error\r\nActionID: \r\nMessage: {why}\r\n\r\n").as_bytes(), id)
}

/// The message with the action id of whoever asked.
fn with_id(message: &[u8], id: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + id.len());
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b"ActionID:") {
            out.extend_from_slice(&[b"ActionID: ", id, b"\r\n"].concat());
        } else {
            out.extend_from_slice(line);
        }
    }
    out
}

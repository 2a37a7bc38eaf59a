//! A switch at the other end of a real socket: it lets in, writes down what it is asked, and answers as it was told to.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What it makes of calls that it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Makes {
    /// It dials: the phone rings, nobody takes it, and it is over.
    Calls,
    /// It dials, and finds no phone.
    NoPhone,
    /// It refuses.
    Refusal,
    /// It ends the link without an answer.
    Silence,
    /// It answers, and dials as with [`Makes::Calls`], once it is let.
    Late,
    /// It says nothing of what it is asked; to whoever comes later it tells what rings.
    Later,
}

/// A switch that runs until the test ends.
#[derive(Clone)]
pub(super) struct Switch {
    pub(super) address: String,
    /// The calls that it was asked for, as they came.
    asked: Arc<Mutex<Vec<String>>>,
    /// Rung when it was asked, and when it is let.
    pub(super) heard: Arc<Notify>,
    pub(super) lets: Arc<Notify>,
}

impl Switch {
    pub(super) async fn start(makes: Makes) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, asked) = (listener.local_addr().unwrap().to_string(), Arc::new(Mutex::new(Vec::new())));
        let switch = Self { address, asked, heard: Arc::default(), lets: Arc::default() };
        let own = switch.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                own.talk(socket, makes).await;
            }
        });
        switch
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// One connection, to its end.
    async fn talk(&self, mut socket: TcpStream, makes: Makes) -> Option<()> {
        socket.write_all(b"Asterisk Call Manager/11.0.0\r\n").await.ok()?;
        let (mut heard, mut piece) = (Vec::new(), [0; 4_096]);
        loop {
            let length = socket.read(&mut piece).await.ok().filter(|length| *length > 0)?;
            heard.extend_from_slice(&piece[..length]);
            while let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
                let action = String::from_utf8(heard.drain(..end + 4).collect()).unwrap();
                let before = self.asked().pop();
                if action.starts_with("Action: Originate\r\n") {
                    self.asked.lock().unwrap().push(action.clone());
                    self.heard.notify_one();
                    if makes == Makes::Late {
                        self.lets.notified().await;
                    }
                }
                let mut said = answer(&action, makes)?;
                if let Some(before) = before.filter(|_| makes == Makes::Later && action.starts_with("Action: Login\r\n")) {
                    said += &rings(field(&before, "ChannelId"));
                }
                socket.write_all(said.replace('\n', "\r\n").as_bytes()).await.ok()?;
            }
        }
    }
}

fn field<'a>(action: &'a str, name: &str) -> &'a str {
    action.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
}

/// What is answered; nothing where the link is to end.
fn answer(action: &str, makes: Makes) -> Option<String> {
    let id = field(action, "ActionID");
    let good = format!("Response: Success\nActionID: {id}\nMessage: ok\n\n");
    let bad = |why: &str| format!("Response: Error\nActionID: {id}\nMessage: {why}\n\n");
    Some(match (field(action, "Action"), makes) {
        ("Login", _) => good + "Event: FullyBooted\nUptime: 900\nStatus: Fully Booted\n\n",
        ("Ping", _) => good,
        ("Originate", Makes::Calls | Makes::Late) => good + &rings(field(action, "ChannelId")),
        ("Originate", Makes::NoPhone) => {
            let exten = field(action, "Exten");
            good + &format!(
                "Event: OriginateResponse\nTimestamp: 1700000001.5\nActionID: {id}\nResponse: Failure\nChannel: PJSIP/ann-desk\n\
                 Context: house\nExten: {exten}\nReason: 0\nUniqueid: <unknown>\n\n"
            )
        }
        ("Originate", Makes::Refusal) => bad("Permission denied for +31207654321"),
        ("Originate", Makes::Silence) => return None,
        ("Originate", Makes::Later) => String::new(),
        _ => bad("Invalid/unknown command"),
    })
}

/// What a switch tells of a phone that rings in vain.
fn rings(id: &str) -> String {
    let channel = format!(
        "Channel: PJSIP/ann-desk-00000007\nChannelState: 5\nCallerIDNum: <unknown>\nCallerIDName: <unknown>\nContext: house\nExten: s\n\
         Uniqueid: {id}\nLinkedid: {id}\n"
    );
    let event = |name: &str, at: u32, more: &str| format!("Event: {name}\nTimestamp: 1700000001.{at:06}\n{channel}{more}\n");
    let dial = format!(
        "Event: DialBegin\nTimestamp: 1700000001.000002\nDestChannel: PJSIP/ann-desk-00000007\nDestUniqueid: {id}\n\
         DestLinkedid: {id}\nDialString: ann-desk\n\n"
    );
    event("Newchannel", 1, "")
        + &dial
        + &event("Newstate", 3, "ChannelStateDesc: Ringing\n")
        + &event("Hangup", 900_000, "Cause: 19\nTechCause: 480\n")
}

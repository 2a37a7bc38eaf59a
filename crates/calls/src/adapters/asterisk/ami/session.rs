//! The protocol of a live manager connection: sign in, ask for the lists, keep awake, dial again.
//!
//! Sans-IO: it is told what came and what time it is, and says what to send and when to look again. It must never send
//! anything in a replay, never draw chance (delays are the same each time) and never let a setting break a line. It knows
//! nothing of calls. To ask for one more list: a line in [`LISTS`].

use md5::{Digest, Md5};

use super::fields::Fields;
use super::lists::{Kind, LISTS, List};
use crate::Text;
use crate::adapters::{Dialling, Login, Origination, Output, SignIn, Taken};
use crate::moment::Moment;

const SECOND: i64 = 1_000_000;
/// A switch that does not greet or let us in within this time is dialled again.
pub(super) const SIGN_IN_MAX: i64 = 10 * SECOND;
/// A switch that is still booting says so later; without that word the lists are asked for after this time.
pub(super) const SETTLE_AFTER: i64 = 3 * SECOND;
/// Lists that have not come whole after this time are told as they are.
pub(super) const LISTS_MAX: i64 = 10 * SECOND;
/// A quiet switch is asked whether it lives.
pub(super) const PING_AFTER: i64 = 20 * SECOND;
/// A silent one is dialled again.
pub(super) const SILENCE_MAX: i64 = 60 * SECOND;
/// The wait before the next dialling doubles from here …
pub(super) const REDIAL_MIN: i64 = SECOND;
/// … up to here.
pub(super) const REDIAL_MAX: i64 = 60 * SECOND;
/// A connection that held so long starts the waits from the beginning.
pub(super) const STEADY_AFTER: i64 = 30 * SECOND;

/// Asks for the state of every phone.
const PHONES: &str = "DeviceStateList";
/// Asks for a call. Its action's id ends with the leg that it is to begin with, since a failure names no channel (trap A91).
const ORIGINATE: &str = "Originate";

/// How far the connection has come, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Link {
    /// There is none, or it is a file.
    #[default]
    Down,
    /// It waits for the greeting, the challenge or the answer to the sign-in.
    SigningIn(Moment),
    /// Signed in; the switch has not said yet that it has booted.
    Settling(Moment),
    /// Signed in, and the lists were asked for.
    Up(Moment),
}

/// What an answer of the switch means for the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing.
    Plain,
    /// The sign-in was refused, or cannot be tried.
    Refused(Text),
    /// A list will not come.
    NoList(List, Text),
    /// The states of phones will not come.
    NoPhones,
    /// A call that was asked for is taken, or is not.
    Taken(Taken),
}

/// One side of the manager protocol: ours.
pub(super) struct Session {
    login: Option<Login>,
    dialling: Option<Dialling>,
    link: Link,
    now: Moment,
    heard_at: Moment,
    heard: bool,
    pinged: bool,
    /// When the lists were asked for, until they are over.
    asked_at: Option<Moment>,
    /// Counts the actions, over all connections: their ids never repeat.
    actions: u64,
    failures: u32,
    redial_at: Option<Moment>,
}

impl Session {
    /// A session that is not connected yet.
    pub(super) fn new(login: Option<Login>, dialling: Option<Dialling>) -> Self {
        let never = Moment::default();
        Self {
            login,
            dialling,
            link: Link::Down,
            now: never,
            heard_at: never,
            heard: false,
            pinged: false,
            asked_at: None,
            actions: 0,
            failures: 0,
            redial_at: None,
        }
    }

    /// Whether this is a live connection.
    pub(super) fn live(&self) -> bool {
        self.link != Link::Down
    }

    /// Whether an answer is to one of our actions.
    pub(super) fn ours(fields: &Fields<'_>) -> bool {
        fields.get("ActionID").is_some_and(|id| id.starts_with("callbook-"))
    }

    /// The link is up.
    pub(super) fn connected(&mut self, now: Moment) {
        (self.now, self.heard_at) = (now, now);
        self.link = Link::SigningIn(now);
        (self.heard, self.pinged, self.asked_at, self.redial_at) = (false, false, None, None);
    }

    /// Something came.
    pub(super) fn heard(&mut self) {
        self.heard = true;
    }

    /// The switch greets: sign in.
    pub(super) fn greeted(&mut self, output: &mut Output) -> Answer {
        if !matches!(self.link, Link::SigningIn(_)) {
            return Answer::Plain;
        }
        match self.login.clone() {
            None => self.give_up(output, "no name and secret are set for this switch"),
            Some(login) if login.challenge => {
                self.send(output, "challenge", "Challenge", &[("AuthType", "MD5")]);
                Answer::Plain
            }
            Some(login) => {
                let fields = [("Username", login.username.as_str()), ("Secret", login.secret.as_str()), ("Events", "on")];
                self.send(output, "login", "Login", &fields);
                Answer::Plain
            }
        }
    }

    /// An answer to an action.
    pub(super) fn answered(&mut self, fields: &Fields<'_>, output: &mut Output) -> Answer {
        let Some(action) = fields.get("ActionID").and_then(|id| id.strip_prefix("callbook-")) else { return Answer::Plain };
        let action = action.split_once('-').map_or(action, |(_, name)| name);
        let good = fields.get("Response") == Some("Success");
        let message = fields.get("Message").unwrap_or("no reason given");
        if let Some(leg) = action.strip_prefix(ORIGINATE).and_then(|rest| rest.strip_prefix('-')) {
            let refused = (!good).then(|| Text::new(message));
            return Answer::Taken(Taken { leg: Text::new(leg), refused });
        }
        match action {
            "challenge" | "login" if !matches!(self.link, Link::SigningIn(_)) => Answer::Plain,
            "challenge" if good => self.answer_challenge(fields.get("Challenge").unwrap_or_default(), output),
            "login" if good => {
                self.link = Link::Settling(self.now);
                output.sign_in = Some(SignIn::Accepted);
                Answer::Plain
            }
            "challenge" | "login" => self.give_up(output, message),
            _ if good => Answer::Plain,
            PHONES => Answer::NoPhones,
            _ => match LISTS.iter().find(|kind| kind.action == action) {
                Some(kind) => Answer::NoList(kind.list, Text::new(message)),
                None => Answer::Plain,
            },
        }
    }

    fn answer_challenge(&mut self, challenge: &str, output: &mut Output) -> Answer {
        let Some(login) = self.login.clone() else { return Answer::Plain };
        let key = challenge_key(challenge, &login.secret);
        let fields = [("AuthType", "MD5"), ("Username", login.username.as_str()), ("Key", &key), ("Events", "on")];
        self.send(output, "login", "Login", &fields);
        Answer::Plain
    }

    /// Asks the switch for a call; or why it cannot be asked.
    pub(super) fn originate(&mut self, asked: &Origination, output: &mut Output) -> Result<(), &'static str> {
        if !matches!(self.link, Link::Settling(_) | Link::Up(_)) {
            return Err("the switch has not let us in");
        }
        let Some(dialling) = self.dialling.clone() else { return Err("nothing is set of how this switch is asked for calls") };
        let (exten, priority) = (dialling.written(&asked.to), dialling.priority.to_string());
        let timeout = (u64::from(dialling.ring_s) * 1_000).to_string();
        let caller = asked.line.as_ref().map(|line| format!("<{line}>"));
        let mut fields = vec![
            ("Channel", asked.device.as_str()),
            ("Exten", exten.as_str()),
            ("Context", dialling.context.as_str()),
            ("Priority", priority.as_str()),
            ("Timeout", timeout.as_str()),
            ("Async", "true"),
            ("ChannelId", asked.leg.as_str()),
        ];
        fields.extend(caller.as_deref().map(|caller| ("CallerID", caller)));
        self.send(output, &format!("{ORIGINATE}-{}", asked.leg), ORIGINATE, &fields);
        Ok(())
    }

    /// The switch has booted: ask for the lists, and name them. Nothing in a file.
    pub(super) fn ask_lists(&mut self, output: &mut Output) -> &'static [Kind] {
        match self.link {
            Link::Settling(since) | Link::Up(since) => self.link = Link::Up(since),
            Link::Down | Link::SigningIn(_) => return &[],
        }
        for kind in LISTS {
            self.send(output, kind.action, kind.action, &[]);
        }
        // Which phones can be reached is of no call, so that nothing waits for it; a switch may refuse it.
        self.send(output, PHONES, PHONES, &[]);
        self.asked_at = Some(self.now);
        LISTS
    }

    /// The lists are over.
    pub(super) fn lists_over(&mut self) {
        self.asked_at = None;
    }

    /// Time passes.
    pub(super) fn tick(&mut self, now: Moment, output: &mut Output) -> Due {
        self.now = now;
        if self.heard {
            (self.heard_at, self.heard, self.pinged) = (now, false, false);
        }
        let silent = now.since(self.heard_at);
        match self.link {
            Link::Down => return Due::Nothing,
            Link::SigningIn(since) if now.since(since) >= SIGN_IN_MAX => {
                self.drop_link(output);
                return Due::Dropped("the switch did not let us in");
            }
            Link::Settling(since) if now.since(since) >= SETTLE_AFTER => return Due::AskLists,
            _ => {}
        }
        if silent >= SILENCE_MAX {
            self.drop_link(output);
            return Due::Dropped("the switch has fallen silent");
        }
        if silent >= PING_AFTER && !self.pinged && !matches!(self.link, Link::SigningIn(_)) {
            self.pinged = true;
            self.send(output, "ping", "Ping", &[]);
        }
        match self.asked_at {
            Some(asked) if now.since(asked) >= LISTS_MAX => {
                self.asked_at = None;
                Due::EndLists
            }
            _ => Due::Nothing,
        }
    }

    /// The link is gone: when to dial again.
    pub(super) fn closed(&mut self, now: Moment, output: &mut Output) {
        self.now = now;
        // A link that we dropped ourselves is told once more when it is closed.
        let told = self.link == Link::Down && self.redial_at.is_some_and(|at| now < at);
        if !told {
            self.drop_link(output);
        }
        output.redial_at = self.redial_at;
    }

    /// A file ends, or nothing will come any more.
    pub(super) fn over(&mut self) {
        self.link = Link::Down;
    }

    /// When to be told the time next.
    pub(super) fn wake_at(&self) -> Option<Moment> {
        let quiet = self.heard_at.plus(if self.pinged { SILENCE_MAX } else { PING_AFTER });
        let step = match self.link {
            Link::Down => return None,
            Link::SigningIn(since) => since.plus(SIGN_IN_MAX),
            Link::Settling(since) => since.plus(SETTLE_AFTER),
            Link::Up(_) => quiet,
        };
        let lists = self.asked_at.map(|asked| asked.plus(LISTS_MAX));
        Some(step.min(quiet).min(lists.unwrap_or(step)))
    }

    /// The sign-in failed: a secret that is wrong now is wrong in a second, so the wait is the longest.
    fn give_up(&mut self, output: &mut Output, why: &str) -> Answer {
        self.failures = u32::MAX;
        output.sign_in = Some(SignIn::Refused);
        self.drop_link(output);
        Answer::Refused(Text::new(why))
    }

    fn drop_link(&mut self, output: &mut Output) {
        if matches!(self.link, Link::Up(since) if self.now.since(since) >= STEADY_AFTER) {
            self.failures = 0;
        }
        let wait = REDIAL_MIN.checked_shl(self.failures.min(16)).unwrap_or(REDIAL_MAX).clamp(REDIAL_MIN, REDIAL_MAX);
        self.failures = if self.failures == u32::MAX { 0 } else { self.failures + 1 };
        self.link = Link::Down;
        self.asked_at = None;
        self.redial_at = Some(self.now.plus(wait));
        output.redial_at = self.redial_at;
    }

    fn send(&mut self, output: &mut Output, name: &str, action: &str, fields: &[(&str, &str)]) {
        self.actions += 1;
        let id = format!("callbook-{}-{name}", self.actions);
        for (key, value) in [("Action", action), ("ActionID", id.as_str())].iter().chain(fields) {
            // A line end in a value would begin a line of the attacker's own.
            let clean = value.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0));
            output.send.extend(key.bytes().chain(*b": ").chain(clean).chain(*b"\r\n"));
        }
        output.send.extend(b"\r\n");
    }
}

/// What a tick asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Nothing.
    Nothing,
    /// The switch did not say that it has booted: ask for the lists all the same.
    AskLists,
    /// The lists did not come whole.
    EndLists,
    /// The link was given up, for this reason.
    Dropped(&'static str),
}

/// The leg that the call begins with which was asked for by an action of this id.
pub(super) fn leg_of(action_id: &str) -> Option<&str> {
    let (_, named) = action_id.strip_prefix("callbook-")?.split_once('-')?;
    named.strip_prefix(ORIGINATE)?.strip_prefix('-')
}

/// The answer to a challenge: the MD5 of challenge and secret, in hexadecimal.
pub(super) fn challenge_key(challenge: &str, secret: &str) -> String {
    let digest = Md5::new().chain_update(challenge).chain_update(secret).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Calls that somebody asks Twilio for: what is asked of its API, and what is made of its answer.
//!
//! Twilio calls the user's phone, and the document that goes along has it dial the number. It draws the id of the call, which
//! is the key of its leg; whose phone it is and what it dials stands in the path of every callback of that call, so that each tells it
//! alone (see `tell`). What was answered is kept as a line like a callback's, so that the call is there before the first of those.
//! To ask for one more thing: a field in [`ask`].

use serde_json::Value;

use super::super::Origination;
use super::line::Line;
use super::params::Params;
use crate::Text;
use crate::moment::Moment;

/// Where its API is, unless a source says another place.
pub const API: &str = "https://api.twilio.com";
/// Whose hosts these are: an account's token is sent to them and those below them, and nowhere else.
pub const HOSTS: &[&str] = &["twilio.com"];

/// How the path of a callback begins that belongs to a call which was asked for.
const PATH: &str = "originated";
/// What Twilio is to tell of a call.
const EVENTS: [&str; 4] = ["initiated", "ringing", "answered", "completed"];

/// Whose phone a call begins with, and what is dialled for him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The user's number.
    pub(super) number: Text,
    /// What is dialled.
    pub(super) to: Text,
}

impl Asked {
    /// What a callback's path says of its call.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let mut words = path.strip_prefix(PATH)?.strip_prefix('/')?.split('/');
        let (number, to) = (words.next()?, words.next()?);
        let is_over = words.next().is_none();
        (is_over && !number.is_empty() && !to.is_empty()).then(|| Self { number: Text::new(number), to: Text::new(to) })
    }

    fn path(asked: &Origination) -> String {
        [PATH, &asked.number, &asked.to].join("/")
    }
}

/// Path and form of the request. `callbacks` is where Twilio tells of the source's calls, `line` the number that is shown.
#[must_use]
pub fn ask(asked: &Origination, account_sid: &str, line: &str, callbacks: &str) -> (String, Vec<(&'static str, String)>) {
    let of_child = format!("statusCallback=\"{}\" statusCallbackEvent=\"{}\"", escaped(callbacks), EVENTS.join(" "));
    let (shown, to) = (escaped(line), escaped(&asked.to));
    let document = format!(
        "<Response><Dial callerId=\"{shown}\" answerOnBridge=\"true\"><Number {of_child}>{to}</Number></Dial></Response>"
    );
    let mut form = vec![
        ("To", asked.device.to_string()),
        ("From", line.to_owned()),
        ("Twiml", document),
        ("StatusCallback", format!("{callbacks}/{}", Asked::path(asked))),
        ("StatusCallbackMethod", "POST".to_owned()),
    ];
    form.extend(EVENTS.map(|event| ("StatusCallbackEvent", event.to_owned())));
    (format!("/2010-04-01/Accounts/{account_sid}/Calls.json"), form)
}

/// What Twilio answered: the key of the call's leg, and the line that is kept and fed; or why it refuses.
pub fn answered(asked: &Origination, status: u16, body: &str, at: Moment) -> Result<(Text, String), Text> {
    let said: Value = serde_json::from_str(body).unwrap_or_default();
    let word = |name: &str| said.get(name).and_then(Value::as_str).map(Text::new);
    if !(200..300).contains(&status) {
        // Its words may repeat numbers; its code says the same.
        let code = said.get("code").and_then(Value::as_u64).map(|code| format!(", code {code}")).unwrap_or_default();
        return Err(format!("it answers with {status}{code}").into());
    }
    let unread = || Text::new_static("its answer cannot be read");
    let sid = word("sid").filter(|sid| !sid.is_empty()).ok_or_else(unread)?;
    let fields = [
        ("AccountSid", word("account_sid").unwrap_or_default()),
        ("CallSid", sid.clone()),
        ("CallStatus", Text::new_static("queued")),
        ("CallbackSource", Text::new_static("call-progress-events")),
        ("Direction", Text::new_static("outbound-api")),
        ("From", word("from").unwrap_or_default()),
        ("To", asked.device.clone()),
    ];
    let params = Params(fields.map(|(name, value)| (Text::new_static(name), value)).into());
    let line = Line { seen_at: Some(at), path: Asked::path(asked).into(), token: None, by: Some(asked.by.clone()), params };
    Ok((sid, line.write() + "\n"))
}

/// Text as it stands in a document.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

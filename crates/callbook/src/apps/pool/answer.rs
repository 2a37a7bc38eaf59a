//! What a script asks for, read into types and done by the host; what comes of it, as the script reads it.

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use crate::apps::app::{App, Mode};
use crate::apps::asked::{db, schedule, unknown, word};
use crate::apps::host::{Host, Refusal};
use crate::apps::template::Request;

/// From this status on an answer rejects its promise.
const REFUSED_FROM: u16 = 400;

/// Whoever answers the questions of one run.
pub(super) struct Answers<'a> {
    pub(super) app: &'a App,
    pub(super) payload: &'a RawValue,
    pub(super) host: &'a dyn Host,
}

/// A question, as it came out of a worker.
pub(super) struct Question {
    pub(super) ask: u32,
    pub(super) of: String,
    pub(super) verb: String,
    pub(super) words: Box<RawValue>,
}

/// What its promise is settled with.
pub(super) struct Settled {
    pub(super) ask: u32,
    pub(super) done: bool,
    pub(super) value: Box<RawValue>,
}

impl Answers<'_> {
    /// Answers it.
    pub(super) async fn answer(&self, question: Question) -> Settled {
        let Question { ask, of, verb, words } = question;
        let (done, value) = match self.find(&of, &verb, &words).await {
            Ok((done, value)) => (done, raw(&value)),
            Err(refusal) => (false, raw(&refusal)),
        };
        Settled { ask, done, value }
    }

    async fn find(&self, of: &str, verb: &str, words: &RawValue) -> Result<(bool, Value), Refusal> {
        let words: Vec<Value> = serde_json::from_str(words.get()).map_err(|error| Refusal::bad(error.to_string()))?;
        match of {
            "$db" => Ok((true, self.host.db(db::Ask::read(verb, &words)?).await?)),
            "$schedule" => Ok((true, self.host.schedule(schedule::Ask::read(verb, &words)?).await?)),
            "$request" if verb == "invokeTemplate" => {
                let answer = self.host.request(self.request(&words)?).await?;
                let done = answer.status < REFUSED_FROM;
                let mut value = json!(answer);
                if let Some(fields) = value.as_object_mut().filter(|_| !done) {
                    // What public apps print of an error.
                    fields.insert("message".to_owned(), format!("the server answered {}", answer.status).into());
                }
                Ok((done, value))
            }
            _ => Err(unknown(of, verb)),
        }
    }

    /// The template that is meant, with everything put in.
    fn request(&self, words: &[Value]) -> Result<Request, Refusal> {
        #[derive(Deserialize)]
        struct Envelope {
            #[serde(default)]
            iparams: Value,
        }
        let name = word(words, 0).as_str().ok_or_else(|| Refusal::bad("expected the name of a request template"))?;
        let envelope: Option<Envelope> = serde_json::from_str(self.payload.get()).ok();
        let iparams = envelope.map(|envelope| envelope.iparams).unwrap_or_default();
        self.app.templates.expand(name, &iparams, word(words, 1), self.app.mode == Mode::Test)
    }
}

fn raw(value: &impl Serialize) -> Box<RawValue> {
    // What is made of JSON can be written as JSON.
    to_raw_value(value).unwrap_or_default()
}

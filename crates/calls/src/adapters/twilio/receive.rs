//! A request at our door: whether Twilio sent it, what is kept of it, and what it is answered.
//!
//! The signature comes first, over every field and the public URL (traps T1 and T3); a request without it is a stranger's,
//! and nothing of it is read or kept. What is signed and makes no sense is kept all the same, so that a corrected adapter can
//! read it again. Most callbacks only tell, and are answered with a document that says nothing. A few ask what to do with the
//! call; those are for whoever runs the calls to answer (section 6 of the sheet), and only told apart here.

use super::super::{Badge, Received, Refusal, Request, Sent};
use super::callback::Callback;
use super::line::Line;
use super::params::{Fault, PARAMETERS_MAX, Params, fault};
use super::signature::{Body, is_signed};
use crate::Text;

/// The header with the signature.
const SIGNATURE: &str = "X-Twilio-Signature";
/// The header that names a request when it is sent again.
const TOKEN: &str = "I-Twilio-Idempotency-Token";
/// A document that says nothing: the call goes on as it does.
const NOTHING: (&str, &str) = ("text/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");

/// See [`super::super::Receive`].
pub(super) fn receive(request: &Request<'_>, badge: &Badge) -> Result<Received, Refusal> {
    let (body, fields) = match request.sent {
        Sent::Query(fields) => (Body::Nothing, fields),
        Sent::Form(fields) => (Body::Form(fields), fields),
        Sent::Json(bytes) => (Body::Json(bytes), &[][..]),
    };
    let Some(signature) = (request.header)(SIGNATURE) else {
        return Err(Refusal::Stranger { field: SIGNATURE, says: "the request is not signed" });
    };
    let secrets: Vec<&str> = badge.secrets.iter().map(Text::as_str).collect();
    if !is_signed(&secrets, signature, request.url, body) {
        let says = "the signature is not one of this request at our public address with a token of the source";
        return Err(Refusal::Stranger { field: SIGNATURE, says });
    }
    if let Sent::Json(_) = request.sent {
        return Err(Refusal::OtherKind("expected a form, as callbacks of calls are sent"));
    }
    let params = Params(fields.iter().map(|(name, value)| (Text::new(name), Text::new(value))).collect());
    if params.get("AccountSid") != Some(&badge.name) {
        return Err(Refusal::Stranger { field: "AccountSid", says: "expected the account of the source" });
    }
    let (asks, fault) = match understood(&params, request) {
        Ok(callback) => (callback.asks(&params), None),
        Err(Fault { parameter, expected }) => (false, Some((parameter, expected))),
    };
    let token = (request.header)(TOKEN).map(Text::new);
    let line = Line { seen_at: Some(request.at), path: Text::new(request.path), token, by: None, params };
    Ok(Received { line: line.write() + "\n", answer: NOTHING, asks, fault })
}

fn understood(params: &Params, request: &Request<'_>) -> Result<Callback, Fault> {
    if params.0.len() > PARAMETERS_MAX {
        return Err(fault("", "fewer parameters, as a callback has"));
    }
    Callback::read(params, Some(request.at))
}

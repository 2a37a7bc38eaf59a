//! A request that does something: who asks for it, of what, on which conditions; and how it is answered.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use calls::Text;
use calls::moment::Moment;
use calls::signal::{Doer, DoerKind, Doing};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::api::asked::{self, query};
use crate::api::door::{Deed, Visitor, Worker};
use crate::api::printed::{self, Record};
use crate::api::problem::{Answer, Kind, Problem};
use crate::api::seen::{Sight, View};
use crate::api::{Api, ROOT};
use crate::store::{Aim, Did, Errand, Found, OWN_SOURCE, Role, StoreError, text};

/// The most letters of an `Idempotency-Key`.
const KEY_CHARS_MAX: usize = 255;
/// The most versions that `If-Match` names.
const VERSIONS_MAX: usize = 64;
/// The most bytes of a name, an id, or a key of the directory.
pub(super) const NAME_BYTES_MAX: usize = 256;

/// How often something is judged anew because the conversation changed meanwhile.
const JUDGED_MAX: usize = 8;

/// On which conditions.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read from the headers by hand; this describes them")]
pub(super) struct Conditions {
    /// The `ETag` of a version: it is done only if that is still the current one, else refused with 412.
    #[param(rename = "If-Match", required = false, nullable = false, example = "\"7\"")]
    if_match: String,
    /// Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
    /// as the first time; with another request it is refused with 422. It counts for this token and conversation.
    #[param(rename = "Idempotency-Key", required = false, nullable = false, max_length = 255)]
    idempotency_key: String,
}

/// Who does it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct Who {
    /// The id of the person who does it; if nobody is named, it is the program that the token is for. Whoever signed in, and a
    /// token of the role `user`, stands for himself and names nobody else.
    #[param(min_length = 1, max_length = 256, example = "ann")]
    pub(in crate::api) by: Option<String>,
    /// That person's name.
    #[param(min_length = 1, max_length = 256, example = "Ann Mori")]
    pub(in crate::api) by_name: Option<String>,
}

/// That it is done once.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the same")]
pub(in crate::api) struct Once {
    /// Any text of the client's own, up to 255 letters: what is asked for again with the same key is done once and answered
    /// as the first time; with another request it is refused with 422. It counts for this token.
    #[param(rename = "Idempotency-Key", required = false, nullable = false, max_length = 255)]
    idempotency_key: String,
}

/// A request that says something: who says it, and what tells it apart from all others.
pub(in crate::api) struct Saying {
    /// What the API is handed.
    pub(in crate::api) api: Arc<Api>,
    /// Who asks.
    pub(in crate::api) visitor: Visitor,
    /// Who says it.
    pub(in crate::api) by: Doer,
    place: String,
    key: [u8; 16],
    is_named: bool,
    said: [u8; 16],
    is_json: bool,
    body: Bytes,
}

/// The same of a request whose body is too large to be read before anything else.
pub(in crate::api) struct Bringing {
    /// Who brings it.
    pub(in crate::api) by: Doer,
    /// Whether the client named it, and can ask for it again.
    pub(in crate::api) is_named: bool,
    key: [u8; 16],
    asked: String,
}

impl Bringing {
    /// Who brings what, as far as the head of the request says.
    pub(in crate::api) fn of(visitor: &Visitor, who: Who, request: &Request) -> Answer<Self> {
        let by = doer(visitor, who)?;
        let named = idempotency_key(request.headers())?;
        let is_named = named.is_some();
        let key = match named {
            Some(named) => fingerprint(&[visitor.id.as_bytes(), named.as_bytes()]),
            None => drawn()?,
        };
        Ok(Self { by, is_named, key, asked: format!("{} {}", request.method(), request.uri()) })
    }

    /// What names the request among all of its token, and what tells apart what is said under one such name; `body` stands for
    /// what was brought.
    pub(in crate::api) fn names(&self, body: &[u8]) -> [Text; 2] {
        [hex(&self.key), hex(&fingerprint(&[self.asked.as_bytes(), body]))]
    }
}

/// A request that does something about a call.
pub(super) struct Asking {
    saying: Saying,
    id: Uuid,
    path: HashMap<String, String>,
    versions: Option<Vec<u64>>,
}

impl FromRequest<Arc<Api>> for Saying {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Arc<Api>) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Worker(visitor) = Worker::from_request_parts(&mut parts, api).await?;
        Self::of(&visitor, Request::from_parts(parts, body), api).await
    }
}

impl Saying {
    async fn of(visitor: &Visitor, request: Request, api: &Arc<Api>) -> Result<Self, Problem> {
        let who = query(request.uri().query().unwrap_or_default())?;
        let Bringing { by, is_named, key, asked } = Bringing::of(visitor, who, &request)?;
        let is_json = asked::is_json(request.headers());
        let place = format!("{ROOT}{}", request.uri().path());
        let body = asked::bytes(request, api).await?;
        let said = fingerprint(&[asked.as_bytes(), &body]);
        Ok(Self { api: Arc::clone(api), visitor: visitor.clone(), by, place, key, is_named, said, is_json, body })
    }

    /// What the body says.
    pub(in crate::api) fn body<T: DeserializeOwned>(&self) -> Answer<T> {
        if self.is_json { asked::json(&self.body) } else { Err(asked::no_json()) }
    }

    /// The path that was asked.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// A new id, the same whenever this is asked for again.
    pub(super) fn new_id(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.key).into_uuid()
    }

    /// What names the request among all of its token, and what tells apart what is said under one such name.
    pub(in crate::api) fn names(&self) -> [Text; 2] {
        [hex(&self.key), hex(&self.said)]
    }

    /// Whether the client named it, and can ask for it again.
    pub(in crate::api) fn is_named(&self) -> bool {
        self.is_named
    }

    /// Now.
    pub(super) fn now(&self) -> Moment {
        self.api.ctx.clock.now()
    }
}

impl FromRequest<Arc<Api>> for Asking {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &Arc<Api>) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let Worker(visitor) = Worker::from_request_parts(&mut parts, api).await?;
        let path = Path::<HashMap<String, String>>::from_request_parts(&mut parts, api).await;
        let path = path.map_err(|_| Problem::new(Kind::Invalid, "the path cannot be read"))?.0;
        let id = path.get("id").and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| Problem::field("id", "expected an id as it was told, a UUID"))?;
        let versions = versions(&parts.headers)?;
        let saying = Saying::of(&visitor, Request::from_parts(parts, body), api).await?;
        Ok(Self { saying, id, path, versions })
    }
}

impl std::ops::Deref for Asking {
    type Target = Saying;

    fn deref(&self) -> &Saying {
        &self.saying
    }
}

impl Asking {
    /// What stands in the path under a name.
    pub(super) fn path(&self, name: &str) -> &str {
        self.path.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Does it, and answers with the record.
    pub(super) async fn done(self, aim: Aim, doing: Doing) -> Answer<Response> {
        self.carried_out(aim, doing, false).await
    }

    /// The same of a note or link that must be there already.
    pub(super) async fn changed(self, aim: Aim, doing: Doing) -> Answer<Response> {
        self.carried_out(aim, doing, true).await
    }

    async fn carried_out(self, aim: Aim, doing: Doing, changes: bool) -> Answer<Response> {
        if matches!(doing, Doing::Assigned(_) | Doing::Deleted(_)) {
            self.visitor.needs(Deed::Supervise)?;
        }
        let found = match self.told(aim, doing, changes).await? {
            Did::Done(found) => found,
            did => return Err(refused(did)),
        };
        let view = self.view(&found).await?;
        if !view.covers(&found, aim)? {
            return Err(refused(Did::Unknown));
        }
        let record = match aim {
            Aim::Whole => view.record(found.record)?,
            Aim::Call => printed::call_of(&found)?,
        };
        let record = record.ok_or_else(|| refused(Did::Unknown))?;
        Ok(Record(record, found.version).into_response())
    }

    /// Hands it to the store. For whoever does not see every call it is judged first whether what is meant is seen; and since
    /// that may change until it is done, it is done to that very version, or judged anew.
    async fn told(&self, aim: Aim, doing: Doing, changes: bool) -> Answer<Did> {
        let sight = Sight::of(&self.api, &self.visitor).await?;
        let [key, said] = self.names();
        let mut errand = Errand {
            account: self.visitor.account.clone(),
            id: self.id,
            aim,
            doing,
            changes,
            by: self.by.clone(),
            feed: Text::new_static(OWN_SOURCE),
            key,
            said,
            versions: self.versions.clone(),
            at: self.now(),
        };
        for _ in 0..JUDGED_MAX {
            let judged = if sight.is_all() { None } else { Some(self.judged(&sight, aim).await?) };
            let is_wanted = |version: u64| self.versions.as_ref().is_none_or(|versions| versions.contains(&version));
            let judged = judged.filter(|version| is_wanted(*version));
            if let Some(version) = judged {
                errand.versions = Some(vec![version]);
            }
            let did = self.api.ctx.store.carry_out(errand.clone()).await?;
            if judged.is_none() || !matches!(did, Did::Stale(version) if is_wanted(version)) {
                return Ok(did);
            }
        }
        Err(Problem::new(Kind::Unavailable, "the conversation changes too fast right now; nothing was done"))
    }

    /// The version at which everything that is meant is seen.
    async fn judged(&self, sight: &Sight, aim: Aim) -> Answer<u64> {
        let unknown = || refused(Did::Unknown);
        let newest = self.api.ctx.store.find(&self.visitor.account, self.id, None).await?.ok_or_else(unknown)?;
        let view = sight.view(&newest.record)?;
        if !view.shows(&newest, aim)? {
            return Err(unknown());
        }
        if !view.covers(&newest, aim)? {
            let says = "of this conversation you see some calls only: name the call that you mean";
            return Err(Problem::new(Kind::Forbidden, says).at("id"));
        }
        Ok(newest.version)
    }

    /// What is seen of what was done: as it is now, since what is said twice is answered as the first time.
    async fn view(&self, found: &Found) -> Answer<View> {
        let sight = Sight::of(&self.api, &self.visitor).await?;
        if sight.is_all() {
            return Ok(View::All);
        }
        let newest = self.api.ctx.store.find(&self.visitor.account, found.conversation, None).await?;
        newest.map_or(Ok(View::Nothing), |newest| sight.view(&newest.record))
    }
}

/// Why nothing was done.
pub(super) fn refused(did: Did) -> Problem {
    match did {
        Did::Done(_) | Did::Unknown => Problem::not_found("nothing has this id").at("id"),
        Did::Deleted => Problem::not_found("it was deleted; it can be restored").at("id"),
        Did::Missing => Problem::not_found("this call has nothing of its own under that name"),
        Did::Stale(version) => Problem::new(Kind::Stale, format!("the current version is {version}")).at("If-Match"),
        Did::OtherSaid => {
            Problem::new(Kind::Reused, "this key was used for another request of this conversation").at("Idempotency-Key")
        }
        Did::Full(what, most) => Problem::new(Kind::Conflict, format!("there are {most} {what} already, and no room for more")),
    }
}

/// The version of a record, as a header says it.
pub(in crate::api) fn etag(version: u64) -> HeaderValue {
    // Digits in quotes always are a value.
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Who does what a visitor asks for.
pub(in crate::api) fn doer(visitor: &Visitor, who: Who) -> Answer<Doer> {
    let held = |field: &str, said: Option<String>| said.map(|said| name(field, &said)).transpose();
    let said = (held("by", who.by)?, held("by_name", who.by_name)?);
    if let Some(own) = oneself(visitor) {
        let is_other = |said: &Option<Text>, own: Option<&Text>| said.is_some() && said.as_ref() != own;
        let others = [("by", is_other(&said.0, Some(&own.id))), ("by_name", is_other(&said.1, own.name.as_ref()))];
        return match others.iter().find(|(_, other)| *other) {
            Some((field, _)) => Err(Problem::new(Kind::Forbidden, "nobody does something in another's name").at(*field)),
            None => Ok(own),
        };
    }
    match said {
        (Some(id), name) => Ok(Doer { kind: DoerKind::Person, id, name }),
        (None, Some(_)) => Err(Problem::field("by_name", "stands only beside `by`")),
        (None, None) => Ok(holder(visitor)),
    }
}

/// Who does something where nobody is named: the user whose token it is, or the program.
pub(in crate::api) fn holder(visitor: &Visitor) -> Doer {
    let program = || Doer { kind: DoerKind::Program, id: text(&visitor.id.to_string()), name: Some(visitor.name.clone()) };
    oneself(visitor).unwrap_or_else(program)
}

/// Who a visitor is that can be nobody else: a person who signed in, or the user of the token.
fn oneself(visitor: &Visitor) -> Option<Doer> {
    if visitor.person.is_none() && visitor.role != Role::User {
        return None;
    }
    let id = visitor.user.as_ref().or(visitor.person.as_ref())?.clone();
    Some(Doer { kind: DoerKind::Person, id, name: visitor.person.clone() })
}

/// A line of text that is not empty.
pub(super) fn name(field: &str, said: &str) -> Answer<Text> {
    let good = (1..=NAME_BYTES_MAX).contains(&said.len()) && !said.chars().any(char::is_control);
    let wrong = || Problem::field(field, format!("expected a line of 1 to {NAME_BYTES_MAX} bytes"));
    if good { Ok(text(said)) } else { Err(wrong()) }
}

/// Text of several lines that is not empty.
pub(super) fn lines(field: &str, said: &str, most: usize) -> Answer<Text> {
    let refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let good = (1..=most).contains(&said.len()) && !said.chars().any(refused);
    let wrong = || Problem::field(field, format!("expected text of 1 to {most} bytes without control characters"));
    if good { Ok(text(said)) } else { Err(wrong()) }
}

/// The versions that `If-Match` names; none if it names none or any.
pub(super) fn versions(headers: &HeaderMap) -> Answer<Option<Vec<u64>>> {
    let wrong = || Problem::field("If-Match", "expected the `ETag` of a version such as \"7\", or *");
    let mut versions = None;
    for value in headers.get_all(header::IF_MATCH) {
        let value = value.to_str().map_err(|_| wrong())?;
        if value.trim() == "*" {
            return Ok(None);
        }
        let versions = versions.get_or_insert_with(Vec::new);
        for tag in value.split(',') {
            let weak = tag.trim().strip_prefix("W/");
            let inner = weak.unwrap_or(tag.trim()).strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            let inner = inner.ok_or_else(wrong)?;
            // A weak tag is never the same, nor is one that is none of ours.
            if let (None, Ok(version)) = (weak, inner.parse()) {
                versions.push(version);
            }
        }
        if versions.len() > VERSIONS_MAX {
            return Err(Problem::field("If-Match", format!("expected at most {VERSIONS_MAX} versions")));
        }
    }
    Ok(versions)
}

fn idempotency_key(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().ok().filter(|key| (1..=KEY_CHARS_MAX).contains(&key.len()));
    let wrong = || Problem::field("Idempotency-Key", format!("expected 1 to {KEY_CHARS_MAX} letters of ASCII"));
    key.map(|key| Some(key.to_owned())).ok_or_else(wrong)
}

fn fingerprint(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finalize()[..16]);
    short
}

fn drawn() -> Answer<[u8; 16]> {
    let mut key = [0; 16];
    let drawn = getrandom::fill(&mut key).map_err(|error| StoreError::Unavailable(format!("no random bytes: {error}")));
    drawn.map(|()| key).map_err(Problem::from)
}

fn hex(bytes: &[u8]) -> Text {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text.into()
}

/// An answer that something was made, and where it is.
pub(in crate::api) fn made(mut response: Response, place: &str) -> Response {
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::from_str(place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn if_match_names_versions_or_any() {
        let said = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, value.parse().unwrap());
            versions(&headers)
        };
        assert_eq!(versions(&HeaderMap::new()).unwrap(), None);
        assert_eq!(said("*").unwrap(), None);
        assert_eq!(said("\"7\"").unwrap(), Some(vec![7]));
        assert_eq!(said("\"7\", \"9\"").unwrap(), Some(vec![7, 9]));
        // What cannot be the same is compared all the same, and refused then.
        assert_eq!(said("W/\"7\"").unwrap(), Some(vec![]));
        assert_eq!(said("\"x\"").unwrap(), Some(vec![]));
        assert!(said("7").is_err());
    }

    #[test]
    fn a_fingerprint_tells_where_one_part_ends() {
        assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
    }
}

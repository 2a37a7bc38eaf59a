//! Request templates of an app (`config/requests.json`), and what they become (contract 4.3). Pure.
//!
//! A template holds what an app must not say by itself: host, and with `<%= iparam.x %>` what its installation was given. What it
//! says at run time comes in by `<%= context.x %>`. Values are put in once and never looked at again, so that nobody's name can
//! be a template; a value cannot end the host or a header early. The body is the app's own and is sent as it is.
//!
//! To know one more function: its case in [`Parser::term`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::host::Refusal;

/// The most templates of an app.
const TEMPLATES_MAX: usize = 200;
/// The longest address, and the longest header, once everything is in.
const TEXT_BYTES_MAX: usize = 16 * 1024;
/// The longest body that is sent.
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1024;
/// How deep `encode(…)` may stand in `encode(…)`.
const DEPTH_MAX: usize = 8;
/// What a template may be sent as.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A request that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The name of its template.
    pub(crate) template: String,
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub(crate) method: &'static str,
    /// Its address: `https`, or `http` where the app runs as a test and says so.
    pub(crate) url: String,
    /// Its headers, in order of name.
    pub(crate) headers: Vec<(String, String)>,
    /// Its body.
    pub(crate) body: Option<String>,
}

/// The templates of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Templates(BTreeMap<String, Template>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Template {
    method: &'static str,
    tls: bool,
    host: String,
    path: String,
    headers: BTreeMap<String, String>,
    query: BTreeMap<String, String>,
}

/// Where values come from.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// What the installation was given.
    pub(crate) iparam: &'a Value,
    /// What the app says now.
    pub(crate) context: &'a Value,
}

impl Templates {
    /// Reads `config/requests.json`. What is wrong is answered with the culprit's place.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let wrong = |says: String| format!("config/requests.json: {says}");
        let whole: Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| wrong(error.to_string()))?;
        let whole = whole.as_object().ok_or_else(|| wrong("expected an object".to_owned()))?;
        if whole.len() > TEMPLATES_MAX {
            return Err(wrong(format!("more than {TEMPLATES_MAX} templates")));
        }
        let read = |(name, said): (&String, &Value)| match Template::read(said) {
            Ok(template) => Ok((name.clone(), template)),
            Err(says) => Err(wrong(format!("{name}.schema.{says}"))),
        };
        Ok(Self(whole.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// Whether there is one of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Puts the values in.
    ///
    /// `options` are what the app gave with it: `{context?, body?}`. `test` lets a template say `"protocol": "http"`.
    pub(crate) fn expand(&self, name: &str, iparam: &Value, options: &Value, test: bool) -> Result<Request, Refusal> {
        let template = self.0.get(name).ok_or_else(|| Refusal::new(404, format!("no request template is called {name:?}")))?;
        let context = options.get("context").unwrap_or(&Value::Null);
        let scope = Scope { iparam, context };
        let at = |field: &str, says: String| Refusal::bad(format!("{name}.{field}: {says}"));
        if !template.tls && !test {
            return Err(at("protocol", "http is for tests; expected https".to_owned()));
        }
        let body = match options.get("body") {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
        };
        if body.as_ref().is_some_and(|body| body.len() > BODY_BYTES_MAX) {
            return Err(at("body", format!("more than {BODY_BYTES_MAX} bytes")));
        }
        let url = template.url(scope).map_err(|(field, says)| at(field, says))?;
        let headers = template.headers(scope).map_err(|(field, says)| at(&format!("headers.{field}"), says))?;
        Ok(Request { template: name.to_owned(), method: template.method, url, headers, body })
    }
}

impl Template {
    fn read(said: &Value) -> Result<Self, String> {
        let schema = said.get("schema").and_then(Value::as_object).ok_or("method: expected `schema` to be an object")?;
        let text = |key: &str| schema.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let method = text("method").ok_or("method: it is not there")?;
        let method = METHODS.iter().find(|known| known.eq_ignore_ascii_case(method));
        let tls = match text("protocol").unwrap_or("https") {
            "https" => true,
            "http" => false,
            other => return Err(format!("protocol: expected https, not {other:?}")),
        };
        let template = Self {
            method: method.ok_or_else(|| format!("method: expected one of {}", METHODS.join(", ")))?,
            tls,
            host: text("host").ok_or("host: it is not there")?.to_owned(),
            path: text("path").unwrap_or("/").to_owned(),
            headers: texts(schema, "headers")?,
            query: texts(schema, "query")?,
        };
        let values = template.headers.iter().chain(&template.query);
        let all = [("host", &template.host), ("path", &template.path)].into_iter();
        for (place, text) in all.chain(values.map(|(name, text)| (name.as_str(), text))) {
            Parsed::read(text).map_err(|says| format!("{place}: {says}"))?;
        }
        Ok(template)
    }

    fn url(&self, scope: Scope<'_>) -> Result<String, (&'static str, String)> {
        let host = fill(&self.host, scope).map_err(|says| ("host", says))?;
        if !is_host(&host) {
            return Err(("host", format!("expected the name of a server, not {host:?}")));
        }
        let path = fill(&self.path, scope).map_err(|says| ("path", says))?;
        let mut url = format!("{}://{host}", if self.tls { "https" } else { "http" });
        if !path.starts_with('/') {
            url.push('/');
        }
        in_url(&path, &mut url);
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, text) in &self.query {
            query.append_pair(name, &fill(text, scope).map_err(|says| ("query", says))?);
        }
        let query = query.finish();
        if !query.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&query);
        }
        if url.len() > TEXT_BYTES_MAX {
            return Err(("path", format!("the address has more than {TEXT_BYTES_MAX} bytes")));
        }
        Ok(url)
    }

    fn headers(&self, scope: Scope<'_>) -> Result<Vec<(String, String)>, (&str, String)> {
        let mut headers = Vec::new();
        for (name, text) in &self.headers {
            let value = fill(text, scope).map_err(|says| (name.as_str(), says))?;
            if value.len() > TEXT_BYTES_MAX || value.chars().any(|c| c.is_control() && c != '\t') {
                return Err((name, "what was put in cannot stand in a header".to_owned()));
            }
            headers.push((name.clone(), value));
        }
        Ok(headers)
    }
}

fn texts(schema: &Map<String, Value>, key: &str) -> Result<BTreeMap<String, String>, String> {
    let said = match schema.get(key) {
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Object(said)) => said,
        Some(_) => return Err(format!("{key}: expected an object")),
    };
    let text = |(name, value): (&String, &Value)| match value {
        Value::String(text) => Ok((name.clone(), text.clone())),
        Value::Number(_) | Value::Bool(_) => Ok((name.clone(), value.to_string())),
        _ => Err(format!("{key}.{name}: expected a text")),
    };
    said.iter().map(text).collect()
}

/// A name of a server, with a port or without. Whatever could end it early, or put a user before it, is none.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let is_name =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    name.len() <= 253 && name.split('.').all(is_name) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// A path as it may stand in an address: what cannot is escaped, and a `#` would cut it off.
fn in_url(path: &str, url: &mut String) {
    for byte in path.bytes() {
        match byte {
            b'#' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | ..=b' ' | 0x7f.. => {
                // Writing to a text cannot fail.
                let _ = write!(url, "%{byte:02X}");
            }
            _ => url.push(char::from(byte)),
        }
    }
}

/// A text with everything put in.
fn fill(text: &str, scope: Scope<'_>) -> Result<String, String> {
    let mut filled = String::new();
    for piece in Parsed::read(text)?.0 {
        match piece {
            Piece::Plain(text) => filled.push_str(text),
            Piece::Value(expression) => filled.push_str(&expression.value(scope)?),
        }
    }
    Ok(filled)
}

/// A text taken apart.
struct Parsed<'a>(Vec<Piece<'a>>);

enum Piece<'a> {
    Plain(&'a str),
    Value(Expression),
}

/// What stands between `<%=` and `%>`.
enum Expression {
    /// `iparam.a.b`, `context.a`.
    Path(Vec<String>),
    /// `'text'`.
    Text(String),
    /// `a + b`.
    Sum(Vec<Expression>),
    /// `encode(a)`: base64.
    Encoded(Box<Expression>),
}

impl<'a> Parsed<'a> {
    fn read(text: &'a str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((plain, after)) = rest.split_once("<%=") {
            let (inside, after) = after.split_once("%>").ok_or("`<%=` without `%>`")?;
            pieces.push(Piece::Plain(plain));
            pieces.push(Piece::Value(Parser { rest: inside }.whole(inside)?));
            rest = after;
        }
        pieces.push(Piece::Plain(rest));
        Ok(Self(pieces))
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn whole(mut self, inside: &str) -> Result<Expression, String> {
        let wrong = || format!("`<%={inside}%>` is not understood; expected iparam.x, context.x, 'text', a + b or encode(…)");
        let expression = self.sum(0).ok_or_else(wrong)?;
        if self.rest.trim().is_empty() { Ok(expression) } else { Err(wrong()) }
    }

    /// Goes on behind a mark, if it comes next.
    fn mark(&mut self, mark: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(mark);
        rest.map(|rest| self.rest = rest).is_some()
    }

    fn sum(&mut self, depth: usize) -> Option<Expression> {
        let mut terms = vec![self.term(depth)?];
        while self.mark('+') {
            terms.push(self.term(depth)?);
        }
        if terms.len() == 1 { terms.pop() } else { Some(Expression::Sum(terms)) }
    }

    fn term(&mut self, depth: usize) -> Option<Expression> {
        for quote in ['\'', '"'] {
            if self.mark(quote) {
                let (text, rest) = self.rest.split_once(quote)?;
                self.rest = rest;
                return Some(Expression::Text(text.to_owned()));
            }
        }
        let path = self.path()?;
        match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["encode"] if depth < DEPTH_MAX && self.mark('(') => {
                let inner = self.sum(depth + 1)?;
                self.mark(')').then(|| Expression::Encoded(Box::new(inner)))
            }
            ["iparam" | "context", _, ..] => Some(Expression::Path(path)),
            _ => None,
        }
    }

    fn path(&mut self) -> Option<Vec<String>> {
        let mut path = Vec::new();
        loop {
            let rest = self.rest.trim_start();
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '-'))).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
            path.push(name.to_owned());
            self.rest = after;
            if !self.mark('.') {
                return Some(path);
            }
        }
    }
}

impl Expression {
    fn value(&self, scope: Scope<'_>) -> Result<String, String> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            Self::Sum(terms) => terms.iter().map(|term| term.value(scope)).collect(),
            Self::Encoded(inner) => Ok(STANDARD.encode(inner.value(scope)?)),
            Self::Path(path) => {
                let (root, rest) = path.split_first().ok_or("an empty path")?;
                let whole = if root == "iparam" { scope.iparam } else { scope.context };
                match rest.iter().try_fold(whole, |value, name| value.get(name)) {
                    Some(Value::String(text)) => Ok(text.clone()),
                    Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value.to_string()),
                    Some(Value::Array(_) | Value::Object(_)) => Err(format!("{} is no text", path.join("."))),
                    Some(Value::Null) | None => Err(format!("{} is not there", path.join("."))),
                }
            }
        }
    }
}

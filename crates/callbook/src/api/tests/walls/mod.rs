//! The walls: nothing of an account shows to whoever may not see it, on whichever route, and what may not be seen is answered
//! as what is not there.
//!
//! Every operation of the API's document is asked by every kind of visitor, about an account whose every word is marked, and
//! then about ids that nobody ever had. What each was answered with stands in `doors.txt`, which is looked at when it changes
//! (`BLESS=1` writes it). A new operation fails here until somebody says what is sent to it ([`sent::body`]) and reads whom
//! its door lets in.

mod marked;
mod sent;

use std::path::Path;
use std::{env, fs};

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures_util::StreamExt;
use serde_json::Value;

use marked::{MARKS, Marked, Visitors};
use sent::{Names, Operation, operations};

/// The table that is checked in: who is answered how.
const KEPT: &str = "src/api/tests/walls/doors.txt";

/// What is the same for everybody, or belongs to the inside of a server: for phone systems and those who run it.
const WITHOUT_A_TOKEN: &[&str] =
    &["callback", "callbackByGet", "lives", "metrics", "playLink", "ready", "signIn", "signInByToken", "xelionLogin"];
/// What is told of the whole process, in which other tests run: it names what they have, and two answers need not be the same.
const OF_THE_PROCESS: &[&str] = &["metrics"];
/// What all who work with an account may read: the directory.
const READ_BY_PEOPLE: &[&str] =
    &["listEntries", "getEntry", "listNames", "xelionUsers", "xelionPhoneLines", "xelionAddressables", "elma365Members"];
/// Whoever sees none of the marked calls.
const OUTSIDERS: &[&str] = &["nobody", "stranger", "source", "user", "supervisor"];

/// An answer, as far as it tells something.
#[derive(Debug, PartialEq)]
struct Told {
    status: u16,
    headers: Vec<String>,
    body: String,
}

impl Marked {
    /// Asks, and gives back the whole answer.
    async fn told(&self, name: &str, operation: &Operation, path: &str, body: &str) -> Told {
        let mut request = Request::builder().method(operation.method.as_str()).uri(path);
        let dialect = match &*operation.path {
            path if path.starts_with("/api/v1/{tenant}/") => "xelion",
            path if path.starts_with("/api/v1/") => "freshworks",
            path if path.starts_with("/v1/ext/") => "chakra",
            path if ["/v3/", "/v3.0/", "/platform/"].iter().any(|root| path.starts_with(root)) => "vcita",
            path if path.starts_with("/elma365/v1/") => "elma365",
            _ => "",
        };
        request = match self.keys.get(name, dialect) {
            Some(key) if dialect == "freshworks" => request.header("x-api-auth", key),
            Some(key) if dialect == "xelion" => request.header(header::AUTHORIZATION, format!("xelion {key}")),
            Some(key) => request.header(header::AUTHORIZATION, format!("Bearer {key}")),
            None => request,
        };
        if let Some(kind) = &operation.takes {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let response = self.house.send(request.body(Body::from(body.to_owned())).unwrap()).await;
        let status = response.status().as_u16();
        let headers = response.headers().iter().map(|(name, value)| format!("{name}: {value:?}"));
        let mut headers: Vec<String> = headers.filter(|header| !header.starts_with("content-length")).collect();
        headers.sort();
        let is_stream = headers.iter().any(|header| header.contains("text/event-stream"));
        let body = if is_stream {
            // It has no end; how it begins is told before anything happens.
            let first = response.into_body().into_data_stream().next().await.unwrap().unwrap();
            first.to_vec()
        } else {
            to_bytes(response.into_body(), 32 << 20).await.unwrap().to_vec()
        };
        Told { status, headers, body: String::from_utf8(body).unwrap() }
    }
}

/// The marks that an answer shows, besides what was asked for in so many words.
fn shown(told: &Told, asked: &str) -> Vec<&'static str> {
    let all = format!("{told:?}");
    MARKS.iter().copied().filter(|mark| all.contains(mark) && !asked.contains(mark)).collect()
}

/// A text without the moments at which it was made.
fn timeless(text: String) -> String {
    ["\"at\":\"", "\"until\":\"", "\"requestId\":\""].iter().fold(text, |text, word| {
        let mut pieces = text.split(word);
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |told, piece| format!("{told}{word}…{}", piece.split_once('"').map_or(piece, |(_, rest)| rest)))
    })
}

/// An answer without the words that were asked for, and without the time.
fn without(told: Told, words: &[&str]) -> Told {
    let plain =
        |text: &str| words.iter().filter(|word| !word.is_empty()).fold(text.to_owned(), |text, word| text.replace(word, "…"));
    let headers = told.headers.iter().map(|header| plain(header)).collect();
    Told { status: told.status, headers, body: timeless(plain(&told.body)) }
}

/// Asks one operation of everybody; gives back the statuses in the order of [`Visitors::ALL`], and what is wrong.
async fn asked(operation: &Operation, wrong: &mut Vec<String>) -> Vec<u16> {
    let mut statuses = Vec::new();
    let marked = Marked::new().await;
    let before = marked.told_of_main().await;
    for name in OUTSIDERS {
        let (real, unknown) = (marked.names(), marked.unknown());
        let (path, body) = (real.path(operation), sent::body(operation, &real));
        let told = marked.told(name, operation, &path, &body).await;
        statuses.push(told.status);
        let seen = shown(&told, &format!("{path} {body}"));
        let may_read = READ_BY_PEOPLE.contains(&&*operation.id) && matches!(*name, "user" | "supervisor");
        let is_of_the_process = OF_THE_PROCESS.contains(&&*operation.id);
        if !seen.is_empty() && !may_read && !is_of_the_process {
            wrong.push(format!("{}: {name} is shown {seen:?} by {told:?}", operation.id));
        }
        let other = marked.told(name, operation, &unknown.path(operation), &sent::body(operation, &unknown)).await;
        let (told, other) = (without(told, &real.words()), without(other, &unknown.words()));
        let writes_its_own = told.status < 300 && operation.method != "GET";
        if told != other && !may_read && !writes_its_own && !is_of_the_process {
            wrong.push(format!("{}: {name} tells what is there from what is not: {told:?}, {other:?}", operation.id));
        }
    }
    let only_reads = asked_by_whoever_only_reads(operation, &marked, wrong).await;
    let tells = ["tellSignals", "tellFreshworksEvent", "elma365Ingest"].contains(&&*operation.id);
    if !tells && marked.told_of_main().await != before {
        wrong.push(format!("{}: somebody changed what he may not see", operation.id));
    }
    for name in ["administrator", "operator"] {
        let marked = Marked::new().await;
        let names = marked.names();
        let told = marked.told(name, operation, &names.path(operation), &sent::body(operation, &names)).await;
        statuses.push(told.status);
    }
    statuses.push(only_reads);
    statuses
}

/// A token of the scope `read` of somebody who sees all: it does nothing. That nothing changed by it is looked at with the others.
async fn asked_by_whoever_only_reads(operation: &Operation, marked: &Marked, wrong: &mut Vec<String>) -> u16 {
    let names = marked.names();
    let told = marked.told("reader", operation, &names.path(operation), &sent::body(operation, &names)).await;
    let does = operation.method != "GET" && told.status < 400;
    if does && !WITHOUT_A_TOKEN.contains(&&*operation.id) {
        wrong.push(format!("{}: whoever only reads does something: {told:?}", operation.id));
    }
    told.status
}

#[tokio::test]
async fn n24_nothing_shows_through_any_door_and_what_is_forbidden_is_as_what_is_not_there() {
    let (mut table, mut wrong) = (String::new(), Vec::new());
    let head = Visitors::ALL.map(|name| format!("{name:>14}")).concat();
    table.push_str(&format!("{:94}{head}\n", "asked about what is there"));
    for operation in operations() {
        let statuses = asked(&operation, &mut wrong).await;
        let statuses: String = statuses.iter().map(|status| format!("{status:>14}")).collect();
        let path = operation.path.trim_start_matches("/callbook/v1");
        table.push_str(&format!("{:7}{path:58}{:29}{statuses}\n", operation.method, operation.id));
        let nobody: u16 = statuses.trim_start().split(' ').next().unwrap().parse().unwrap();
        assert!(nobody == 401 || WITHOUT_A_TOKEN.contains(&&*operation.id), "{} lets in anybody", operation.id);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT);
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &table).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == table, "who is let in has changed: if that is meant, run the tests once with BLESS=1\n{table}");
}

#[tokio::test]
async fn n24_no_query_shows_what_may_not_be_seen() {
    let marked = Marked::new().await;
    let (real, unknown) = (marked.names(), marked.unknown());
    let queries = [
        "/calls?number={number}",
        "/conversations?number={number}",
        "/calls?source={name}&outcome=answered",
        "/conversations?deleted=true",
        "/calls/count?number={number}",
        "/conversations/count?number={number}&deleted=true",
        "/conversations/count?user={key}",
        "/conversations?user={key}",
        "/figures?of=user&key={key}&from=2020-01-01T00:00:00Z",
        "/figures?of=queue&key={key}&from=2020-01-01T00:00:00Z&by=key,day",
        "/figures?of=user&by=key&from=2020-01-01T00:00:00Z",
        "/conversations/{id}?version=1&deleted=true",
        "/conversations/{leg}",
        "/calls/{leg}?deleted=true",
        "/conversations/{id}/dialects/xelion?version=1&deleted=true",
        "/changes?after=start&all=true&record=true",
        "/changes?after=start&source={name}",
        "/changes?conversation={id}",
        "/changes/events?conversation={id}",
        "/conversations/{id}/changes?after=start",
        "/conversations/{id}/signals?after=1",
        "/names/lines?key={number}",
        "/names/queues?key={key}",
    ];
    for query in queries {
        let operation = Operation::get(&format!("/callbook/v1{query}"));
        shows_nothing(&marked, (&real, &unknown), &operation, query).await;
        let told = marked.told("administrator", &operation, &real.path(&operation), "").await;
        assert_eq!(told.status, 200, "{query}: {told:?}");
    }
}

/// What may not be seen is not shown to outsiders, who are answered as of what is not there.
async fn shows_nothing(marked: &Marked, (real, unknown): (&Names, &Names), operation: &Operation, query: &str) {
    for name in OUTSIDERS {
        let told = marked.told(name, operation, &real.path(operation), "").await;
        let seen = shown(&told, &real.path(operation));
        assert!(seen.is_empty(), "{query}: {name} is shown {seen:?} by {told:?}");
        let other = marked.told(name, operation, &unknown.path(operation), "").await;
        assert_eq!(without(told, &real.words()), without(other, &unknown.words()), "{query}: {name}");
    }
}

#[tokio::test]
async fn x30_no_list_of_xelion_shows_what_may_not_be_seen() {
    let marked = Marked::new().await;
    let (real, unknown) = (marked.names(), marked.unknown());
    let queries = [
        "communications?limit=200",
        "communications?order_by=oid&limit=200",
        "communications?order_by=oid&where=search={number}",
        "communications?where=search={number}",
        "communications/{log}",
        "communications/{log}/audio",
        "communications/recent?period=3650",
        "communications/active_channels",
        "channels",
    ];
    for query in queries {
        let operation = Operation::get(&format!("/api/v1/{{tenant}}/{query}"));
        shows_nothing(&marked, (&real, &unknown), &operation, query).await;
    }
    let all = Operation::get("/api/v1/{tenant}/communications");
    let told = marked.told("administrator", &all, &real.path(&all), "").await;
    assert!(!shown(&told, "").is_empty(), "whoever may see it is shown it: {told:?}");
}

#[tokio::test]
async fn what_is_marked_does_show_to_whoever_may_see_it() {
    let marked = Marked::new().await;
    let mut all = String::new();
    let lists = [
        "/conversations",
        "/directory/users",
        "/directory/contacts",
        "/directory/queues",
        "/sources",
        "/subscriptions",
        "/tokens",
        "/account",
        "/people",
    ];
    for path in lists {
        all.push_str(&marked.house.read(path).await.to_string());
    }
    let apps = Operation::get("/freshworks/v1/apps");
    all.push_str(&marked.told("administrator", &apps, "/freshworks/v1/apps", "").await.body);
    let missing: Vec<_> = MARKS.iter().filter(|mark| !all.contains(**mark)).collect();
    assert!(missing.is_empty(), "these marks are nowhere, and so would show nothing: {missing:?}");
    assert!(serde_json::from_str::<Value>(&marked.told_of_main().await).is_ok());
}

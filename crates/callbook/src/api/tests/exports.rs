//! Exports: what is in a file, who gets it, and what becomes of one that cannot be made.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use calls::moment::Moment;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use serde_json::{Value, json};
use uuid::Uuid;

use super::seen::moved;
use super::{House, house, house_by, key_of, story};
use crate::api::exports::sweep;
use crate::api::token::Wanted;
use crate::clock::SetClock;
use crate::media::tests::wav;
use crate::outward::Wall;
use crate::store::{EXPORTS_OF_ONE_MAX, ExportFate, ExportRow, Role, text};

/// A file as it was handed out: its status, what it is, what it may be called, and its bytes.
struct Handed {
    status: StatusCode,
    kind: String,
    name: String,
    bytes: Vec<u8>,
}

impl Handed {
    fn lines(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.bytes).unwrap();
        assert!(text.is_empty() || text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl House {
    async fn exported(&self, key: &str, format: &str, filter: Value) -> (StatusCode, Value) {
        let asked = json!({"format": format, "filter": filter}).to_string();
        self.ask(key, Method::POST, "/exports", Some(&asked)).await
    }

    async fn handed(&self, key: &str, id: &str) -> Handed {
        let request = Request::get(format!("/callbook/v1/exports/{id}/file"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {key}"));
        let response = self.send(request.body(Body::empty()).unwrap()).await;
        let named = |name: header::HeaderName| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let (status, kind, name) = (response.status(), named(header::CONTENT_TYPE), named(header::CONTENT_DISPOSITION));
        let length = named(header::CONTENT_LENGTH);
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap().to_vec();
        if status == StatusCode::OK {
            assert_eq!(length, bytes.len().to_string());
        }
        Handed { status, kind, name, bytes }
    }

    /// Has a list made into a file, and gives that back.
    async fn file(&self, key: &str, format: &str, filter: Value) -> Handed {
        let (status, said) = self.exported(key, format, filter.clone()).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{said}");
        assert_eq!((&said["format"], &said["filter"]), (&json!(format), &filter));
        self.api.exports.settled().await;
        let id = said["id"].as_str().unwrap();
        let ready = self.ask(key, Method::GET, &format!("/exports/{id}"), None).await.1;
        assert_eq!(ready["state"], "ready", "{ready}");
        let handed = self.handed(key, id).await;
        assert_eq!((handed.status, &ready["bytes"]), (StatusCode::OK, &json!(handed.bytes.len())));
        assert_eq!(ready["total"], ready["done"]);
        handed
    }

    /// Whatever stands in the folder of exports.
    fn files(&self) -> Vec<PathBuf> {
        let folder = self.folder.join("exports/main");
        let files = std::fs::read_dir(folder).map(|all| all.map(|file| file.unwrap().path()).collect());
        files.unwrap_or_default()
    }
}

/// A house with so many calls that were answered.
async fn filled(calls: u32) -> House {
    let house = house().await;
    for no in 0..calls {
        house.record(story(no)).await;
    }
    house
}

#[tokio::test]
async fn json_lines_are_the_list_whole_and_as_it_is_printed() {
    let house = filled(7).await;
    let listed = house.read("/conversations?number=%2B31612345673").await["conversations"].as_array().unwrap().clone();
    let all = house.read("/conversations?limit=500").await["conversations"].as_array().unwrap().clone();
    assert_eq!((listed.len(), all.len()), (1, 7));
    let key = house.administrator.clone();
    let file = house.file(&key, "jsonl", json!({})).await;
    assert_eq!((file.lines(), file.kind.as_str()), (all, "application/x-ndjson"));
    assert!(file.name.starts_with("attachment; filename=\"main-") && file.name.ends_with(".jsonl\""), "{}", file.name);
    assert_eq!(house.file(&key, "jsonl", json!({"number": "+31612345673"})).await.lines(), listed);
    assert!(house.file(&key, "jsonl", json!({"missed": true})).await.bytes.is_empty());
}

#[tokio::test]
async fn csv_has_a_row_for_each_and_its_cells_are_no_formulas() {
    let house = filled(3).await;
    let table = "00.000 A came_in number=+31699900010 name==1+1 trunk=voip dialled=+31205550199\n09.000 A ended how=normal";
    house.record(calls::notation::read(table).unwrap()).await;
    let file = house.file(&house.administrator, "csv", json!({})).await;
    assert_eq!(file.kind, "text/csv; charset=utf-8; header=present");
    let text = String::from_utf8(file.bytes).unwrap();
    assert!(text.starts_with("id,serial,version,") && text.ends_with("\r\n"));
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let names = rows.headers().unwrap().clone();
    let place = |name: &str| names.iter().position(|known| known == name).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let listed = house.read("/conversations").await["conversations"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 4);
    for (row, record) in rows.iter().zip(&listed) {
        assert_eq!((&row[place("id")], &row[place("started_at")]), text_of(record, "/id", "/started_at"));
        assert_eq!((&row[place("from_number")], &row[place("outcome")]), text_of(record, "/from/number", "/outcome"));
        assert_eq!(row[place("talk_s")], record["talk_s"].to_string());
    }
    let formula = rows.iter().find(|row| row[place("from_number")] == *"+31699900010").unwrap();
    assert_eq!(&formula[place("from_name")], "'=1+1");
}

fn text_of<'a>(record: &'a Value, one: &str, other: &str) -> (&'a str, &'a str) {
    let text = |place| record.pointer(place).unwrap().as_str().unwrap();
    (text(one), text(other))
}

#[tokio::test]
async fn parquet_has_the_same_rows_with_types() {
    let house = filled(5).await;
    let file = house.file(&house.administrator, "parquet", json!({})).await;
    assert_eq!(file.kind, "application/vnd.apache.parquet");
    let reader = SerializedFileReader::new(bytes::Bytes::from(file.bytes)).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let place = |name: &str| (0..schema.num_columns()).find(|no| schema.column(*no).name() == name).unwrap();
    let listed = house.read("/conversations").await["conversations"].as_array().unwrap().clone();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    for (row, record) in rows.iter().zip(&listed) {
        assert_eq!(row.get_string(place("id")).unwrap(), record["id"].as_str().unwrap());
        let began = Moment::from_rfc3339(record["started_at"].as_str().unwrap()).unwrap();
        assert_eq!(row.get_timestamp_micros(place("started_at")).unwrap(), began.micros());
        assert_eq!(row.get_double(place("talk_s")).unwrap(), record["talk_s"].as_f64().unwrap());
        assert_eq!(row.get_long(place("calls")).unwrap(), 1);
        assert!(row.get_string(place("deleted_at")).is_err(), "it is null");
    }
}

#[tokio::test]
async fn a_vcon_has_links_that_play_what_is_kept() {
    let house = filled(1).await;
    let call = house.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
    house.brought(&call, wav(2)).await;
    let file = house.file(&house.administrator, "vcon", json!({})).await;
    assert!(file.name.ends_with(".vcon.jsonl\""), "{}", file.name);
    let vcons = file.lines();
    let record = house.read("/conversations").await["conversations"][0].clone();
    assert_eq!((vcons.len(), &vcons[0]["uuid"], &vcons[0]["vcon"]), (1, &record["id"], &json!("0.4.0")));
    let dialog = &vcons[0]["dialog"][0];
    assert_eq!((&dialog["type"], &dialog["mediatype"]), (&json!("recording"), &json!("audio/wav")));
    assert!(dialog["content_hash"].as_str().unwrap().starts_with("sha256-"));
    let (status, _, bytes) = house.hear(None, Method::GET, dialog["url"].as_str().unwrap(), None).await;
    assert_eq!((status, bytes), (StatusCode::OK, wav(2)));
}

#[tokio::test]
async fn n24_what_is_in_a_file_is_what_is_seen_and_only_whoever_asked_gets_it() {
    let (house, whole) = moved().await;
    for user in ["ann", "bea"] {
        let key = house.user(user).await;
        let seen = house.ask(&key, Method::GET, "/conversations", None).await.1["conversations"].clone();
        assert_eq!(json!(house.file(&key, "jsonl", json!({})).await.lines()), seen);
        assert_eq!(house.file(&key, "jsonl", json!({"outcome": "answered"})).await.lines(), Vec::<Value>::new());
        assert_ne!(seen, json!([whole]));
    }
    let (ann, bea) = (house.user("ann").await, house.user("bea").await);
    let id = house.exported(&ann, "csv", json!({})).await.1["id"].as_str().unwrap().to_owned();
    house.api.exports.settled().await;
    let again = house.user("ann").await;
    for stranger in [&bea, &again] {
        let said = house.ask(stranger, Method::GET, "/exports", None).await.1;
        assert!(!said.to_string().contains(&id), "{said}");
        for (method, path) in [(Method::GET, ""), (Method::GET, "/file"), (Method::DELETE, "")] {
            let path = format!("/exports/{id}{path}");
            assert_eq!(house.ask(stranger, method, &path, None).await.0, StatusCode::NOT_FOUND, "another token");
        }
    }
    assert_eq!(house.handed(&ann, &id).await.status, StatusCode::OK);
    assert_eq!(house.handed(&house.administrator, &id).await.status, StatusCode::OK, "who sees everything");
    house.exported(&house.administrator, "csv", json!({})).await;
    house.api.exports.settled().await;
    assert_eq!(house.ask(&ann, Method::GET, "/exports", None).await.1["exports"].as_array().unwrap().len(), 1);
    assert_eq!(house.read("/exports").await["exports"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn a_list_that_is_too_long_says_how_to_ask_for_the_rest() {
    let house = filled(150).await;
    house.api.exports.hold_to(120, u64::MAX);
    let (_, said) = house.exported(&house.administrator, "csv", json!({})).await;
    house.api.exports.settled().await;
    let failed = house.read(&format!("/exports/{}", said["id"].as_str().unwrap())).await;
    assert_eq!((&failed["state"], &failed["reason"]), (&json!("failed"), &json!("too_many")));
    let says = failed["says"].as_str().unwrap();
    let reached = says.split_once("go back to ").unwrap().1.split_once(';').unwrap().0;
    assert!(house.files().is_empty(), "what was written is gone");
    let parts = [json!({"from": reached}), json!({"until": reached})];
    let (newer, older) = (house.file(&house.administrator, "jsonl", parts[0].clone()), parts[1].clone());
    let (newer, older) = (newer.await.lines(), house.file(&house.administrator, "jsonl", older).await.lines());
    assert_eq!(newer.len() + older.len(), 150, "both together are all");
}

#[tokio::test]
async fn no_account_fills_the_disk() {
    let house = filled(40).await;
    let room = house.file(&house.administrator, "jsonl", json!({})).await.bytes.len() as u64;
    // There is room for one such file and a little.
    house.api.exports.hold_to(u64::MAX, room + 100);
    for format in ["jsonl", "csv", "parquet", "vcon"] {
        let (_, said) = house.exported(&house.administrator, format, json!({})).await;
        house.api.exports.settled().await;
        let failed = house.read(&format!("/exports/{}", said["id"].as_str().unwrap())).await;
        assert_eq!((&failed["reason"], &failed["bytes"]), (&json!("too_large"), &json!(0)), "{format}: {failed}");
        assert_eq!(house.files().len(), 1, "{format}: what was written is gone");
    }
}

#[tokio::test]
async fn one_that_waits_has_no_file_yet_and_can_be_given_up() {
    let house = filled(2).await;
    let lane = house.api.exports.lane(&text("main"));
    let alone = lane.lock().await;
    let (status, said) = house.exported(&house.administrator, "csv", json!({})).await;
    let id = said["id"].as_str().unwrap().to_owned();
    assert_eq!((status, &said["state"], &said["ended_at"]), (StatusCode::ACCEPTED, &json!("waiting"), &Value::Null));
    assert_eq!(house.handed(&house.administrator, &id).await.status, StatusCode::CONFLICT);
    let path = format!("/exports/{id}");
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    drop(alone);
    house.api.exports.settled().await;
    assert_eq!(house.get(&path).await.0, StatusCode::NOT_FOUND);
    assert!(house.files().is_empty());
}

#[tokio::test]
async fn a_file_is_kept_for_a_day_and_nothing_is_left_of_what_was_not_finished() {
    let clock = Arc::new(SetClock::at(Moment::from_rfc3339("2026-01-05T19:00:00Z").unwrap()));
    let house = house_by(clock.clone(), None, Wall::new(Vec::new())).await;
    house.record(story(1)).await;
    house.file(&house.administrator, "csv", json!({})).await;
    // As after the end of the program while another one was made.
    let id = Uuid::from_u128(7);
    let row = ExportRow {
        account: text("main"),
        id,
        owner: text("token:x"),
        sees: text("all"),
        format: text("csv"),
        filter: "{}".to_owned(),
        fate: ExportFate::Making,
        asked_at: clock_now(&house),
        expires_at: clock_now(&house).plus(1_000_000),
    };
    house.api.ctx.store.ask_for_export(row).await.unwrap();
    std::fs::write(house.folder.join(format!("exports/main/{id}.part")), "half").unwrap();
    sweep(&house.api).await.unwrap();
    let failed = house.read(&format!("/exports/{id}")).await;
    assert_eq!((&failed["state"], &failed["reason"]), (&json!("failed"), &json!("interrupted")));
    assert_eq!(house.files().len(), 1, "the whole one");
    clock.go(86_400 * 1_000_000);
    assert_eq!(house.read("/exports").await["exports"], json!([]), "whether or not it was swept");
    sweep(&house.api).await.unwrap();
    sweep(&house.api).await.unwrap();
    assert!(house.files().is_empty() && house.api.ctx.store.exports(None).await.unwrap().is_empty());
}

fn clock_now(house: &House) -> Moment {
    house.api.ctx.clock.now()
}

#[tokio::test]
async fn one_who_asks_has_so_many_exports_and_what_cannot_be_asked_is_named() {
    let house = filled(1).await;
    let bad = [
        (json!({"format": "xls"}), "format"),
        (json!({"format": "csv", "filter": {"from": "yesterday"}}), "filter.from"),
        (json!({"format": "csv", "filter": {"frm": "x"}}), "filter.frm"),
        (json!({"format": "csv", "filter": {"limit": 7}}), "filter.limit"),
        (json!({"format": "csv", "filter": {"shortest_s": -1}}), "filter.shortest_s"),
        (json!({"filter": {}}), "format"),
    ];
    for (asked, field) in bad {
        let (status, said) = house.ask(&house.administrator, Method::POST, "/exports", Some(&asked.to_string())).await;
        assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!(field)), "{asked}: {said}");
    }
    let source = key_of(&*house.api.ctx.store, Wanted::new("main", "pbx", Role::Source)).await;
    assert_eq!(house.exported(&source, "csv", json!({})).await.0, StatusCode::FORBIDDEN);
    let mut first = Value::Null;
    for _ in 0..EXPORTS_OF_ONE_MAX {
        let (status, said) = house.exported(&house.administrator, "csv", json!({})).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{said}");
        first = said["id"].clone();
    }
    let (status, said) = house.exported(&house.administrator, "csv", json!({})).await;
    let says = format!("you have {EXPORTS_OF_ONE_MAX} exports: remove one, or wait until one is removed");
    assert_eq!((status, &said["detail"]), (StatusCode::CONFLICT, &json!(says)), "{said}");
    let other = key_of(&*house.api.ctx.store, Wanted::new("main", "other", Role::Administrator)).await;
    assert_eq!(house.exported(&other, "csv", json!({})).await.0, StatusCode::ACCEPTED, "it is of somebody else");
    let path = format!("/exports/{}", first.as_str().unwrap());
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.exported(&house.administrator, "csv", json!({})).await.0, StatusCode::ACCEPTED);
    house.api.exports.settled().await;
}

#[tokio::test]
async fn counts_by_hour_and_day_are_those_of_the_same_filter() {
    let house = filled(130).await;
    let missed = [
        "00.000 A came_in number=+31699900010 trunk=voip dialled=+31205550199",
        "01.000 B dialled by=A number=101 user=ann",
        "02.000 B ringing",
        "09.000 A ended how=normal",
        "09.001 B ended how=cancelled",
    ];
    house.record(calls::notation::read(&missed.join("\n")).unwrap()).await;
    let by = async |words: &str| house.read(&format!("/conversations/count?{words}")).await;
    let all = by("by=hour").await;
    let hours = all["by"].as_array().unwrap();
    let sum = |field: &str| hours.iter().map(|hour| hour[field].as_u64().unwrap()).sum::<u64>();
    assert_eq!((sum("count"), sum("answered"), sum("missed")), (131, 130, 1));
    assert_eq!((&all["count"], &all["exact"], hours.len()), (&json!(131), &json!(true), 3), "{all}");
    assert!(hours.windows(2).all(|two| two[0]["at"].as_str() < two[1]["at"].as_str()), "the oldest first");
    let one = by("by=day&number=%2B31699900010&missed=true").await;
    assert_eq!((&one["count"], one["by"].as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!((&one["by"][0]["missed"], &one["by"][0]["answered"]), (&json!(1), &json!(0)));
    assert!(one["by"][0]["day"].is_string());
    assert_eq!(by("").await, json!({"count": 131, "exact": true}));
    for words in ["by=week", "by=", "by=hour&by=day"] {
        let (status, said) = house.get(&format!("/conversations/count?{words}")).await;
        assert_eq!((status, &said["field"]), (StatusCode::BAD_REQUEST, &json!("by")));
    }
    let (seen, _) = moved().await;
    let ann = seen.user("ann").await;
    let own = seen.ask(&ann, Method::GET, "/conversations/count?by=hour", None).await.1;
    assert_eq!((&own["count"], &own["by"][0]["answered"]), (&json!(1), &json!(0)), "what came of it is not told: {own}");
}

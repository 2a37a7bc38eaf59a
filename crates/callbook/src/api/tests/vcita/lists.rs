//! Lists and counts: pages to the end, in every order, by every filter, in both shapes.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::house;
use super::{House, OVER, RINGS, TALKS, V3, V30, refused, uid};
use crate::api::vcita::LOOKED_MAX;

/// A house with calls that a phone system told and calls that clients wrote, and a token.
async fn filled() -> (House, String) {
    let house = house().await.staffed().await;
    for (no, user, until) in [(0, "ann", OVER), (1, "bea", OVER), (2, "cas", TALKS), (3, "ann", RINGS)] {
        house.carried(no, user, until).await;
    }
    let token = house.partner().await;
    let more = [
        ("ann", json!({"status": "MISSED"})),
        ("ann", json!({"status": "MISSED_CALL_HANDLED", "direction": "outbound", "to_number": "+31205550123"})),
        ("bea", json!({"status": "voicemail", "call_summary": "asked for a quote"})),
        ("cas", json!({"status": "ANSWERED_BY_CALLS_PROVIDER", "duration": 42, "external_app_name": "booking"})),
    ];
    for (no, (user, more)) in (0..).zip(more) {
        let said = house.creation(user, no, more).await;
        house.created(&token, said).await;
    }
    (house, token)
}

fn uids(calls: &[Value]) -> Vec<String> {
    calls.iter().map(uid).collect()
}

#[tokio::test]
async fn v21_a_walk_finds_each_call_once_in_every_order_and_at_any_size_of_a_page() {
    let (house, token) = filled().await;
    let (all, total) = house.pages(&token, V3, "").await;
    assert_eq!((all.len(), total), (8, Some(8)));
    let text = |call: &Value, field: &str| match &call[field] {
        Value::Number(number) => format!("{:09}", number.as_i64().unwrap()),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    for field in ["updated_at", "created_at", "duration", "status", "uid", "from_number", "call_summary", "external_app_name"] {
        for way in ["asc", "desc"] {
            let mut wanted = all.clone();
            wanted.sort_by(|one, other| {
                let by = |call: &Value| (call[field].is_null(), text(call, field));
                let ((one_null, one_text), (other_null, other_text)) = (by(one), by(other));
                let order = if way == "asc" { one_text.cmp(&other_text) } else { other_text.cmp(&one_text) };
                one_null.cmp(&other_null).then(order).then(uid(one).cmp(&uid(other)))
            });
            for size in [1, 3, 100] {
                let (walked, total) = house.pages(&token, V3, &format!("sort={field}:{way}&per_page={size}")).await;
                assert_eq!((uids(&walked), total), (uids(&wanted), Some(8)), "{field} {way} {size}");
            }
        }
    }
    let (seed, _) = house.pages(&token, V30, "").await;
    assert_eq!(uids(&seed), uids(&all), "v3: the same calls in the same order");
    let beyond = house.view(&token, &format!("{V3}?page=10000&per_page=100")).await;
    assert_eq!((beyond.calls().len(), beyond.total()), (0, Some(8)));
}

#[tokio::test]
async fn v19_v27_filters_take_words_of_either_shape_and_mean_what_they_say() {
    let (house, token) = filled().await;
    let (all, _) = house.pages(&token, V3, "").await;
    let (ann, _) = house.uids("ann").await;
    let first = &all[0];
    let (made, changed) = (first["created_at"].as_str().unwrap(), first["updated_at"].as_str().unwrap());
    type Fits<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let is = |field: &'static str, value: Value| -> Fits<'_> { Box::new(move |call| call[field] == value) };
    let status = |words: &'static [&'static str]| -> Fits<'_> {
        Box::new(move |call| words.contains(&call["status"].as_str().unwrap()))
    };
    let filters: Vec<(String, Fits<'_>)> = vec![
        ("filter[status]=missed".to_owned(), status(&["MISSED"])),
        ("filter[status]=MISSED,voicemail received".to_owned(), status(&["MISSED", "VOICEMAIL"])),
        ("filter[status][ne]=MISSED".to_owned(), Box::new(|call| call["status"] != "MISSED")),
        ("filter[direction]=in".to_owned(), is("direction", json!("INBOUND"))),
        ("filter[from_number]=12025550142".to_owned(), is("from_number", json!("+12025550142"))),
        ("filter[to_number]=%2B31 20 555 0199".to_owned(), is("to_number", json!("+31205550199"))),
        (format!("filter[staff_uid]={ann}"), is("staff_uid", json!(ann))),
        (format!("filter[client_uid]={}", super::CLIENT), is("client_uid", json!(super::CLIENT))),
        ("filter[external_uuid]=ext-1".to_owned(), is("external_uuid", json!("ext-1"))),
        ("filter[duration][gte]=42".to_owned(), is("duration", json!(42))),
        (format!("filter[created_at][lt]={made}"), Box::new(move |call| call["created_at"].as_str().unwrap() < made)),
        (format!("filter[updated_at][gte]={changed}"), Box::new(move |call| call["updated_at"].as_str().unwrap() >= changed)),
        ("filter[created_at]=2020-01-05".to_owned(), Box::new(|_| false)),
        ("filter[created_at][gt]=2020-01-05".to_owned(), Box::new(|_| true)),
        ("filter[status]=MISSED&filter[direction]=outbound".to_owned(), Box::new(|_| false)),
    ];
    for (query, fits) in &filters {
        let wanted: Vec<Value> = all.iter().filter(|call| fits(call)).cloned().collect();
        for size in [1, 100] {
            let query = format!("{}&per_page={size}", query.replace(' ', "%20"));
            let (walked, total) = house.pages(&token, V3, &query).await;
            assert_eq!((uids(&walked), total), (uids(&wanted), Some(wanted.len() as u64)), "{query}");
        }
    }
    let (seed, _) = house.pages(&token, V30, "filter[status]=MISSED").await;
    let missed = ["MISSED", "MISSED_CALL_HANDLED", "VOICEMAIL"];
    let wanted: Vec<Value> = all.iter().filter(|call| missed.contains(&call["status"].as_str().unwrap())).cloned().collect();
    assert_eq!((uids(&seed), seed.len()), (uids(&wanted), 3), "v19: the word of that shape");
    assert!(seed.iter().all(|call| call["status"] == "missed"));
}

#[tokio::test]
async fn v20_what_cannot_be_asked_for_is_named() {
    let (house, token) = filled().await;
    let queries = [
        ("page=0", "invalid", "page"),
        ("page=10001", "invalid", "page"),
        ("page=x", "invalid", "page"),
        ("per_page=101", "invalid", "per_page"),
        ("per_page=0", "invalid", "per_page"),
        ("sort=moon:asc", "invalid", "sort"),
        ("sort=uid:sideways", "invalid", "sort"),
        ("sort=recording", "invalid", "sort"),
        ("filter[foo]=1", "invalid", "filter[foo]"),
        ("filter[status][like]=x", "invalid", "filter[status][like]"),
        ("filter[status]=moon", "invalid", "filter[status]"),
        ("filter[created_at]=moon", "INVALID_FORMAT", "filter[created_at]"),
        ("filter[staff_uid]=7", "INVALID_FORMAT", "filter[staff_uid]"),
        ("include_deleted=perhaps", "invalid", "include_deleted"),
    ];
    for root in [V3, V30] {
        for (query, code, field) in queries {
            assert_eq!(house.view(&token, &format!("{root}?{query}")).await.error(), refused(422, code, field), "{query}");
        }
        let long = format!("{root}?filter[uid]={}", "1".repeat(20_000));
        assert_eq!(house.view(&token, &long).await.error(), refused(422, "invalid", "filter"));
        house.view(&token, &format!("{root}?colour=red")).await.good();
    }
}

#[tokio::test]
async fn v15_deleted_calls_are_hidden_in_lists_and_counts_unless_they_are_asked_for() {
    let (house, token) = filled().await;
    let stats = |query: &'static str| format!("{V3}/reports/voice_call_stats?{query}");
    let (all, _) = house.pages(&token, V3, "").await;
    let gone = house.phone(&token, Method::DELETE, &format!("{V3}/{}", uid(&all[3])), json!({})).await.good().clone();
    assert!(gone["deleted_at"].is_string() && gone["status"] == all[3]["status"]);
    let (left, total) = house.pages(&token, V3, "").await;
    assert!(total == Some(7) && !uids(&left).contains(&uid(&gone)));
    assert_eq!(house.pages(&token, V3, "sort=uid").await.1, Some(7));
    for query in ["include_deleted=true", "include_deleted=TRUE&sort=uid:asc"] {
        assert_eq!(house.pages(&token, V3, query).await.1, Some(8), "{query}");
    }
    assert_eq!(
        house.pages(&token, V3, "include_deleted=true&filter[deleted_at][gt]=2020-01-01").await.0,
        std::slice::from_ref(&gone)
    );
    assert_eq!(house.view(&token, &stats("")).await.good()["total_voice_calls"], 7);
    assert_eq!(house.view(&token, &stats("include_deleted=true")).await.good()["total_voice_calls"], 8);
    assert_eq!(house.voice(&token, &uid(&gone)).await, gone, "it is found by its uid");
}

#[tokio::test]
async fn counts_are_those_of_the_list_in_the_words_of_the_path() {
    let (house, token) = filled().await;
    let paths = ["voice_calls/reports/voice_call_stats", "reports/voice_call_stats"];
    for (root, list) in [("/v3/communication", V3), ("/v3.0/communication", V30)] {
        let (all, _) = house.pages(&token, list, "").await;
        for path in paths {
            let told = house.view(&token, &format!("{root}/{path}")).await;
            let counts = told.good()["status_counts"].as_array().unwrap();
            assert_eq!(counts.len(), if list == V3 { 6 } else { 4 });
            for count in counts {
                let listed = all.iter().filter(|call| call["status"] == count["status"]).count();
                assert_eq!(count["count"], listed, "{count} {path}");
            }
            assert_eq!(told.good()["total_voice_calls"], all.len());
            assert_eq!(told.good()["start_date"], all[0]["created_at"].as_str().unwrap()[..10]);
        }
        let of = async |query: &str| house.view(&token, &format!("{root}/{}?{query}", paths[0])).await;
        assert_eq!(of("status=MISSED&period=0").await.good()["status_counts"].as_array().unwrap().len(), 1);
        assert_eq!(of("start_date=2020-01-01&end_date=2020-01-31").await.good()["total_voice_calls"], 0);
        assert_eq!(of("start_date=2020-01-01").await.good()["total_voice_calls"], all.len());
        assert_eq!(of("start_date=moon").await.error(), refused(422, "INVALID_FORMAT", "start_date"));
        assert_eq!(of("start_date=2020-02-01&end_date=2020-01-31").await.error(), refused(422, "invalid", "end_date"));
        assert_eq!(of("status=moon").await.error(), refused(422, "invalid", "status"));
        assert_eq!(of("period=x").await.error(), refused(422, "invalid", "period"));
    }
}

#[tokio::test]
async fn a_list_of_very_many_calls_is_a_page_of_the_index_or_the_first_that_fit_or_asks_for_a_shorter_time() {
    let house = house().await;
    let token = house.partner().await;
    let one = |no: u64| {
        format!("00.000 L{no} came_in number=+31612345678 trunk=voip dialled=+31205550199\n09.000 L{no} ended how=normal\n")
    };
    for from in (0..=LOOKED_MAX).step_by(2_000) {
        let table: String = (from..(from + 2_000).min(LOOKED_MAX + 1)).map(one).collect();
        house.record(calls::notation::read(&table).unwrap()).await;
    }
    let all = Some(LOOKED_MAX + 1);
    let plain = house.view(&token, &format!("{V3}?per_page=100&page=2")).await;
    assert_eq!((plain.calls().len(), plain.total()), (100, all));
    let last = house.view(&token, &format!("{V3}?per_page=100&page=101")).await;
    assert_eq!((last.calls().len(), last.total()), (1, all));
    let since = house.view(&token, &format!("{V3}?filter[updated_at][gt]=2020-01-01&per_page=1")).await;
    assert_eq!((since.calls().len(), since.total()), (1, all));
    for (order, page) in [("created_at:asc", 101), ("created_at:desc", 1), ("updated_at:asc", 1)] {
        let told = house.view(&token, &format!("{V3}?sort={order}&per_page=100&page={page}")).await;
        assert_eq!((told.calls().len(), told.total()), (if page == 1 { 100 } else { 1 }, all), "{order}");
    }
    // The vendor's own example: what is told at one moment is sorted by more than that.
    let (mut walked, more) = (Vec::new(), "sort=created_at:asc,updated_at:desc&filter[direction]=inbound");
    for page in 1..=3 {
        let told = house.view(&token, &format!("{V3}?{more}&per_page=100&page={page}")).await;
        walked.extend(uids(told.calls()));
    }
    let whole = house.view(&token, &format!("{V3}?sort=created_at:asc&per_page=100&page=1")).await;
    assert_eq!((&walked[..100], walked.len()), (&uids(whole.calls())[..], 300));
    let one = &uids(plain.calls())[7];
    let named = house.view(&token, &format!("{V3}?filter[uid]={one}&sort=status")).await;
    assert_eq!((uids(named.calls()), named.total()), (vec![one.clone()], Some(1)));
    let missed = house.view(&token, &format!("{V3}?filter[status]=MISSED&per_page=100&page=2")).await;
    assert_eq!(missed.calls(), plain.calls(), "the first that fit");
    assert_eq!(missed.total(), None, "nobody looked at all of them");
    for query in ["filter[status]=VOICEMAIL", "sort=uid", "filter[status]=MISSED&per_page=100&page=102"] {
        let told = house.view(&token, &format!("{V3}?{query}")).await;
        assert_eq!(told.error(), refused(422, "invalid", "filter[updated_at]"), "{query}");
    }
    let none = house.view(&token, &format!("{V3}?filter[status]=VOICEMAIL&filter[updated_at][lt]=2020-01-01")).await;
    assert_eq!((none.calls().len(), none.total()), (0, Some(0)));
    let stats = house.view(&token, &format!("{V30}/reports/voice_call_stats?status=missed")).await;
    assert_eq!(stats.good()["status_counts"], json!([{"status": "missed", "count": LOOKED_MAX + 1}]));
}

//! Xelion's REST view, as the vendor's clients walk through it.

use std::collections::BTreeSet;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, house, key_of};
use crate::api::token::Wanted;
use crate::api::{Api, router};
use crate::store::{Role, text};

pub(super) const GOOD: &str = "correct horse";

/// An answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) location: Option<String>,
    pub(super) said: Value,
}

impl Answer {
    /// Status, the vendor's number, and what was asked.
    fn error(&self) -> (u16, u64, String) {
        let said = &self.said;
        let number = said["errorCode"].as_u64().unwrap_or_else(|| panic!("{said}"));
        assert!(said["message"].is_string() && said.as_object().unwrap().len() == 3, "{said}");
        (self.status.as_u16(), number, said["info"].as_str().unwrap().to_owned())
    }
}

impl House {
    /// A person who logs in.
    pub(super) async fn person(&self, name: &str, said: Value) {
        let mut all = json!({"password": GOOD});
        all.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let path = format!("/people/{name}");
        let (status, said) = self.ask(&self.administrator, Method::PUT, &path, Some(&all.to_string())).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
    }

    pub(super) async fn xelion(&self, method: Method, path: &str, key: Option<&str>, body: impl Into<Body>) -> Answer {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/api/v1/main/{path}") };
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "callbook.example:8443");
        if let Some(key) = key {
            request = request.header(header::AUTHORIZATION, format!("Xelion {key}"));
        }
        let response = self.send(request.body(body.into()).unwrap()).await;
        let location = response.headers().get(header::LOCATION).map(|place| place.to_str().unwrap().to_owned());
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 32 << 20).await.unwrap();
        let said = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Answer { status, location, said }
    }

    async fn see(&self, key: &str, path: &str) -> Value {
        let answer = self.xelion(Method::GET, path, Some(key), Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.said);
        answer.said
    }

    async fn refused(&self, key: &str, path: &str) -> (u16, u64, String) {
        self.xelion(Method::GET, path, Some(key), Body::empty()).await.error()
    }

    pub(super) async fn logs_in(&self, name: &str, space: &str, shown: Option<&str>) -> Answer {
        let said = json!({"userName": name, "password": GOOD, "userSpace": space, "appKey": "x"});
        self.xelion(Method::POST, "me/login", shown, said.to_string()).await
    }

    pub(super) async fn login(&self, name: &str) -> String {
        let answer = self.logs_in(name, "desk", None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.said);
        answer.said["authentication"].as_str().unwrap().to_owned()
    }
}

/// A call that comes in for a user, so many minutes after the story begins; answered, or not.
pub(super) fn came_in(no: u32, user: &str, is_answered: bool) -> Vec<Signal> {
    let at = |second: f64| format!("{:06.3}", f64::from(no) * 60.0 + second);
    let mut table = vec![
        format!("{} A{no} came_in number=+316999000{no:02} trunk=voip dialled=+31699900088", at(0.0)),
        format!("{} B{no} dialled by=A{no} number=7{no:02} user={user}", at(1.0)),
        format!("{} B{no} ringing", at(1.5)),
    ];
    if is_answered {
        table.push(format!("{} B{no} answered", at(4.0)));
        table.push(format!("{} A{no} connected bridge=C{no}", at(4.1)));
        table.push(format!("{} B{no} connected bridge=C{no}", at(4.1)));
    }
    table.push(format!("{} A{no} ended how=normal", at(9.0)));
    table.push(format!("{} B{no} ended how=normal", at(9.0)));
    calls::notation::read(&table.join("\n")).unwrap()
}

/// A house with so many calls, every other one of bea's and the rest ann's, and logins of an administrator and of ann.
pub(super) async fn filled(calls: u32) -> (House, String, String) {
    let house = house().await;
    for user in ["ann", "bea"] {
        let said = Some(r#"{"name": "Somebody"}"#);
        let path = format!("/directory/users/{user}");
        assert_eq!(house.ask(&house.administrator, Method::PUT, &path, said).await.0, StatusCode::CREATED);
    }
    let own = Some(r#"{"own_numbers": ["+31699900088"]}"#);
    assert_eq!(house.ask(&house.administrator, Method::PATCH, "/account", own).await.0, StatusCode::OK);
    for no in 0..calls {
        house.record(came_in(no, if no % 2 == 0 { "ann" } else { "bea" }, no % 3 != 0)).await;
    }
    house.person("listener", json!({"role": "administrator"})).await;
    house.person("ann", json!({"role": "user", "user": "ann"})).await;
    let (listener, ann) = (house.login("listener").await, house.login("ann").await);
    (house, listener, ann)
}

fn oids(list: &Value) -> Vec<u64> {
    list["data"].as_array().unwrap().iter().map(|one| one["object"]["oid"].as_str().unwrap().parse().unwrap()).collect()
}

/// Walks over pages as the vendor's clients do: from `nextId` to `nextId`, until one is not full.
async fn walked(house: &House, key: &str, query: &str, limit: usize) -> Vec<u64> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = house.see(key, &format!("communications?limit={limit}{query}{after}")).await;
        let found = oids(&page);
        let paging = &page["meta"]["paging"];
        let id = |oid: Option<&u64>| oid.map_or(Value::Null, |oid| json!(oid.to_string()));
        assert_eq!((&paging["previousId"], &paging["nextId"]), (&id(found.first()), &id(found.last())));
        all.extend(&found);
        if found.len() < limit {
            return all;
        }
        after = format!("&after={}", found.last().unwrap());
    }
}

#[tokio::test]
async fn x26_x27_a_login_is_renewed_and_ends() {
    let (house, _, _) = filled(1).await;
    let answer = house.logs_in("ann", "wallboard-7", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    let word = |key: &str| answer.said[key].as_str().unwrap().to_owned();
    assert_eq!((word("tenant"), word("userName"), word("host")), ("main".into(), "ann".into(), "callbook.example:8443".into()));
    let (first, renewal) = (word("authentication"), word("renewalToken"));
    assert!(first.len() <= 512 && renewal.len() <= 512 && first != renewal);
    assert_eq!(house.refused(&renewal, "me/info").await.0, 401, "a renewal token is good for a renewal alone");
    let renew = async |key: &str, said: &str| house.xelion(Method::POST, "me/renew", Some(key), json!(said).to_string()).await;
    let renewed = renew(&first, &renewal).await;
    assert_eq!(renewed.status, StatusCode::OK, "{}", renewed.said);
    assert_eq!(renewed.said.as_object().unwrap().len(), 3);
    let second = renewed.said["authentication"].as_str().unwrap();
    for key in [&*first, second] {
        assert_eq!(house.see(key, "me/info").await["object"]["userName"], "ann", "the old token is good until it ends");
    }
    assert_eq!(renew(second, &renewal).await.error().1, 10_004, "the old renewal token is dead");
    assert_eq!(renew(second, GOOD).await.status, StatusCode::OK, "or the password");
    let again = house.logs_in("ann", "wallboard-7", None).await;
    assert_eq!(again.status, StatusCode::OK, "no socket is open");
    assert_eq!(house.refused(second, "me/info").await.1, 10_000, "it took the place of the earlier one");
    let other = house.logs_in("ann", "elsewhere", None).await;
    let key = again.said["authentication"].as_str().unwrap();
    assert_eq!(house.xelion(Method::POST, "me/logout", Some(key), Body::empty()).await.status, StatusCode::OK);
    assert_eq!(house.refused(key, "me/info").await.1, 10_000);
    house.see(other.said["authentication"].as_str().unwrap(), "me/info").await;
}

#[tokio::test]
async fn r18_credentials_count_in_their_own_dialect_alone() {
    let (house, listener, _) = filled(1).await;
    let fresh = Wanted { dialect: Some(text("freshworks")), ..Wanted::new("main", "reader", Role::Administrator) };
    let fresh = key_of(&*house.api.ctx.store, fresh).await;
    for key in [&house.administrator, &house.operator, &house.source, &fresh] {
        assert_eq!(house.refused(key, "communications").await.1, 10_000);
    }
    assert_eq!(house.ask(&listener, Method::GET, "/calls", None).await.0, StatusCode::UNAUTHORIZED);
    let request = Request::get("/api/v1/calls").header("X-Api-Auth", &listener).body(Body::empty()).unwrap();
    assert_eq!(house.send(request).await.status(), StatusCode::UNAUTHORIZED);
    let own = Wanted { dialect: Some(text("xelion")), ..Wanted::new("main", "pump", Role::Administrator) };
    let own = key_of(&*house.api.ctx.store, own).await;
    assert_eq!(oids(&house.see(&own, "communications").await).len(), 1);
    let source = Wanted { dialect: Some(text("xelion")), ..Wanted::new("main", "source", Role::Source) };
    let source = key_of(&*house.api.ctx.store, source).await;
    assert_eq!(house.refused(&source, "communications").await.1, 10_101);
    let only = house.xelion(Method::GET, "/api/v1/master/me/info", Some(&own), Body::empty()).await;
    assert_eq!(only.status, StatusCode::OK, "the only account");
    house.ask(&house.operator, Method::POST, "/accounts", Some(r#"{"account": "north"}"#)).await;
    let only = house.xelion(Method::GET, "/api/v1/master/me/info", Some(&own), Body::empty()).await;
    assert_eq!(only.status, StatusCode::UNAUTHORIZED, "there are several");
    for tenant in ["north", "south", "teams"] {
        let status = house.xelion(Method::GET, &format!("/api/v1/{tenant}/me/info"), Some(&own), Body::empty()).await.status;
        let expected = if tenant == "teams" { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED };
        assert_eq!(status, expected, "{tenant}");
    }
}

#[tokio::test]
async fn x29_a_walk_as_clients_walk_finds_each_log_once_in_order() {
    let (house, listener, ann) = filled(7).await;
    let whole = oids(&house.see(&listener, "communications?limit=200").await);
    assert_eq!(whole.len(), 7);
    let dates = house.see(&listener, "communications?limit=200").await;
    let dates: Vec<&str> =
        dates["data"].as_array().unwrap().iter().map(|one| one["object"]["date"].as_str().unwrap()).collect();
    assert!(dates.is_sorted_by(|one, other| one > other), "newest first: {dates:?}");
    for limit in [1, 2, 3, 7] {
        assert_eq!(walked(&house, &listener, "", limit).await, whole, "{limit}");
        let ascending: Vec<u64> = whole.iter().rev().copied().collect();
        assert_eq!(walked(&house, &listener, "&order=ascending", limit).await, ascending, "{limit}");
    }
    let before = house.see(&listener, &format!("communications?limit=2&before={}", whole[5])).await;
    assert_eq!(oids(&before), &whole[3..5], "what stands right before it");
    assert_eq!(walked(&house, &ann, "", 2).await, [0, 2, 4, 6].map(|no| whole[no]), "x30: only her own");
    let page = house.see(&listener, "communications?limit=2").await;
    let next = page["meta"]["links"].as_array().unwrap().iter().find(|link| link["rel"] == "next").unwrap();
    let next = next["href"].as_str().unwrap().strip_prefix("http://callbook.example:8443").unwrap().to_owned();
    assert_eq!(oids(&house.see(&listener, &next).await), &whole[2..4], "the link leads on");
}

#[tokio::test]
async fn x29_by_oid_each_log_is_found_once_also_one_that_was_told_to_nobody_yet() {
    let (house, listener, ann) = filled(7).await;
    let by_oid = async |key: &str, query: &str, limit| walked(&house, key, &format!("&order_by=oid{query}"), limit).await;
    // Nobody was told of any log before this question.
    let ascending = by_oid(&listener, "&order=ascending", 3).await;
    assert!(ascending.len() == 7 && ascending.is_sorted_by(|one, next| one < next), "{ascending:?}");
    let descending: Vec<u64> = ascending.iter().rev().copied().collect();
    for limit in [1, 2, 7, 200] {
        assert_eq!(by_oid(&listener, "&order=ascending", limit).await, ascending, "{limit}");
        assert_eq!(by_oid(&listener, "", limit).await, descending, "{limit}");
    }
    let before = house.see(&listener, &format!("communications?order_by=oid&limit=2&before={}", descending[5])).await;
    assert_eq!(oids(&before), &descending[3..5], "what stands right before it");
    let sorted = |mut all: Vec<u64>| {
        all.sort_unstable_by(|one, next| next.cmp(one));
        all
    };
    assert_eq!(by_oid(&ann, "", 1).await, sorted(walked(&house, &ann, "", 9).await), "x30: only her own");
    let line = house.see(&listener, "phonelines").await["data"][0]["object"]["oid"].as_str().unwrap().to_owned();
    let narrowed = [
        format!("&where=phoneLine={line}"),
        "&date_from=2026-01-05%2009:46:00&date_to=2026-01-05T09:49:00".to_owned(),
        "&only_missed_calls=true".to_owned(),
        "&where=search=99900003".to_owned(),
    ];
    for query in narrowed {
        let all = sorted(walked(&house, &listener, &query, 9).await);
        assert!(!all.is_empty());
        assert_eq!(by_oid(&listener, &query, 2).await, all, "{query}");
    }
    let last = *ascending.last().unwrap();
    let new = format!("communications?order_by=oid&order=ascending&after={last}");
    assert_eq!(oids(&house.see(&listener, &new).await), [0_u64; 0]);
    house.record(came_in(8, "bea", true)).await;
    house.record(came_in(9, "ann", true)).await;
    let found = oids(&house.see(&listener, &new).await);
    assert!(found.len() == 2 && found.iter().all(|oid| *oid > last), "whoever goes on finds what is new: {found:?}");
    let call = house.read("/calls").await["calls"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &format!("/calls/{call}"), None).await.0, StatusCode::OK);
    assert_eq!(oids(&house.see(&listener, &new).await).len(), 1, "x31");
}

#[tokio::test]
async fn x29_a_list_of_many_pages_is_walked_to_its_end_in_every_order() {
    const CALLS: usize = 450;
    let (house, listener, _) = filled(0).await;
    // Several begin within the thousandth of a second that is told, some at the same moment, so that pages end among them.
    let at = |no: usize| format!("{:06}.{:06}", no / 7, no % 7 / 2 * 300);
    let one = |no: usize| format!("{} L{no} came_in number=+31612345678 trunk=voip dialled=+31205550199\n", at(no));
    house.record(calls::notation::read(&(0..CALLS).map(one).collect::<String>()).unwrap()).await;
    let newest = walked(&house, &listener, "", 200).await;
    let all: BTreeSet<u64> = newest.iter().copied().collect();
    assert_eq!((newest.len(), all.len()), (CALLS, CALLS));
    let (by_oid, reversed): (Vec<u64>, Vec<u64>) = (all.iter().copied().collect(), newest.iter().rev().copied().collect());
    for limit in [60, 200] {
        assert_eq!(walked(&house, &listener, "&order=ascending", limit).await, reversed);
        assert_eq!(walked(&house, &listener, "&order_by=oid&order=ascending", limit).await, by_oid);
    }
    assert_eq!(walked(&house, &listener, "&order_by=oid", 200).await, by_oid.into_iter().rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn x29_how_far_logs_have_their_oids_is_kept_and_a_restart_leaves_none_out() {
    const CALLS: usize = 1_100;
    let (mut house, listener, _) = filled(0).await;
    let one = |no: usize| format!("{no:06}.000 L{no} came_in number=+31612345678 trunk=voip dialled=+31205550199\n");
    let tell = async |house: &House, from: usize, to: usize| {
        house.record(calls::notation::read(&(from..to).map(one).collect::<String>()).unwrap()).await;
    };
    let kept = async |house: &House| house.api.ctx.store.position("main", "callbook", "xelion logs").await.unwrap();
    tell(&house, 0, 3).await;
    let first = walked(&house, &listener, "&order_by=oid&order=ascending", 2).await;
    assert_eq!((first.len(), kept(&house).await), (3, None), "so few are read again after a restart");
    tell(&house, 3, CALLS).await;
    let some = oids(&house.see(&listener, "communications?order_by=oid&order=ascending&limit=200").await);
    assert_eq!((&some[..3], some.len()), (&first[..], 200));
    let read_to: usize = kept(&house).await.unwrap().parse().unwrap();
    assert!((1_000..=CALLS).contains(&read_to), "{read_to}");
    // As after a restart: what was in memory is gone.
    let ctx = house.api.ctx.clone();
    house.api = Api::new(ctx, None, Vec::new(), false, house.closing.subscribe());
    house.router = router(&house.api);
    tell(&house, CALLS, CALLS + 5).await;
    let all = walked(&house, &listener, "&order_by=oid&order=ascending", 200).await;
    assert!(all.len() == CALLS + 5 && all.starts_with(&some) && all.is_sorted_by(|one, next| one < next));
}

#[tokio::test]
async fn x30_what_is_others_is_as_what_is_not_there() {
    let (house, listener, ann) = filled(4).await;
    let all = house.see(&listener, "communications").await;
    let of = |no: usize, key: &str| all["data"][no]["object"][key].as_str().unwrap().to_owned();
    // The newest is bea's, the next ann's.
    let (hers, own) = (of(0, "oid"), of(1, "oid"));
    assert_eq!(house.see(&ann, &format!("communications/{own}")).await["object"]["oid"], own.as_str());
    for named in [hers.clone(), of(0, "callId"), "7777".to_owned(), "0123456789abcdef".to_owned(), "x".to_owned()] {
        assert_eq!(house.refused(&ann, &format!("communications/{named}")).await.1, 10_100, "{named}");
        assert_eq!(house.refused(&ann, &format!("communications/{named}/audio")).await.1, 10_100, "{named}");
    }
    for named in [&hers, "7777"] {
        let (status, number, info) = house.refused(&ann, &format!("communications?after={named}")).await;
        assert_eq!((status, number), (400, 10_203));
        assert!(info.ends_with(&format!("after={named}")), "{info}");
    }
    let found = house.see(&ann, &format!("communications?where=callId={}", of(0, "callId"))).await;
    assert_eq!(oids(&found), [0_u64; 0]);
    assert_eq!(house.see(&listener, &format!("communications/{hers}")).await["object"]["oid"], hers.as_str());
}

#[tokio::test]
async fn x31_of_a_call_that_was_removed_nothing_is_left_but_its_place() {
    let (house, listener, _) = filled(5).await;
    let all = oids(&house.see(&listener, "communications").await);
    let calls = house.read("/calls").await;
    let call = calls["calls"][2]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.ask(&house.administrator, Method::DELETE, &format!("/calls/{call}"), None).await.0, StatusCode::OK);
    let left = oids(&house.see(&listener, "communications").await);
    assert_eq!(left, [all[0], all[1], all[3], all[4]]);
    assert_eq!(house.refused(&listener, &format!("communications/{}", all[2])).await.1, 10_100);
    let after = house.see(&listener, &format!("communications?after={}", all[2])).await;
    assert_eq!(oids(&after), &all[3..], "whoever stopped there goes on");
}

#[tokio::test]
async fn x28_a_log_is_found_by_its_call_and_by_either_side() {
    let (house, listener, _) = filled(2).await;
    let internal = "300.000 L1 came_in number=701 user=ann dialled=702\n300.050 L2 dialled by=L1 number=702 user=bea\n\
        300.100 L2 ringing\n304.000 L2 answered\n304.100 L1 connected bridge=R\n304.100 L2 connected bridge=R\n\
        309.000 L1 ended how=normal\n309.000 L2 ended how=normal";
    house.record(calls::notation::read(internal).unwrap()).await;
    let all = house.see(&listener, "communications").await;
    assert_eq!(oids(&all).len(), 4, "a log for each side of the internal call");
    let call = all["data"][0]["object"]["callId"].as_str().unwrap().to_owned();
    let callee = house.see(&listener, &format!("communications/{call}")).await;
    let caller = house.see(&listener, &format!("communications/caller_{call}")).await;
    assert_eq!((&callee["object"]["incoming"], &caller["object"]["incoming"]), (&json!(true), &json!(false)));
    assert_ne!(callee["object"]["oid"], caller["object"]["oid"]);
    let of_call = house.see(&listener, &format!("communications?where=callId={call}")).await;
    assert_eq!(oids(&of_call).len(), 2);
    let flow = callee["object"]["callFlowId"].as_str().unwrap();
    assert_eq!(oids(&house.see(&listener, &format!("communications?where=callFlowId={flow}")).await), oids(&of_call));
}

#[tokio::test]
async fn communications_are_narrowed_by_what_clients_say() {
    let (house, listener, _) = filled(6).await;
    let all = house.see(&listener, "communications").await;
    let whole = oids(&all);
    let line = all["data"][0]["object"]["phoneLine"]["oid"].as_str().unwrap().to_owned();
    let people = house.see(&listener, "addressables").await;
    let ann = people["data"][0]["object"]["oid"].as_str().unwrap().to_owned();
    let count = async |query: String| oids(&house.see(&listener, &format!("communications?{query}")).await).len();
    assert_eq!(count(format!("where=phoneLine={line}")).await, 6);
    assert_eq!(count("where=incoming=true,voicemail=false".to_owned()).await, 6);
    assert_eq!(count("where=incoming=false".to_owned()).await, 0);
    assert_eq!(count("only_missed_calls=true".to_owned()).await, 2);
    assert_eq!(count("where=search=99900003".to_owned()).await, 1);
    assert_eq!(count("date_from=2026-01-05%2009:46:00&date_to=2026-01-05T09:48:00".to_owned()).await, 3, "both ends");
    assert_eq!(count("retrieval=x&include=y&colour=red".to_owned()).await, 6);
    let with = oids(&house.see(&listener, &format!("communications?with={ann}")).await);
    assert!(!with.is_empty() && with.len() < whole.len());
}

#[tokio::test]
async fn recent_communications_tell_each_party_once_and_what_nobody_took_care_of() {
    let (house, listener, ann) = filled(0).await;
    let now = house.api.ctx.clock.now().micros() / 60_000_000 - 1_767_606_300_000_000 / 60_000_000;
    // The same caller twice in vain for ann, and another one for bea.
    for (no, user, number) in [(0, "ann", "77"), (1, "ann", "77"), (2, "bea", "78")] {
        let at = |second: f64| format!("{:.3}", (now - 60 + no) as f64 * 60.0 + second);
        let table = format!(
            "{} A{no} came_in number=+316999000{number} trunk=voip dialled=+31699900088\n{} B{no} dialled by=A{no} number=7{no} user={user}\n\
            {} B{no} ringing\n{} A{no} ended how=normal\n{} B{no} ended how=cancelled",
            at(0.0),
            at(1.0),
            at(1.5),
            at(9.0),
            at(9.0)
        );
        house.record(calls::notation::read(&table).unwrap()).await;
    }
    let counts = async |key: &str| {
        let page = house.see(key, "communications/recent").await;
        let count = |one: &Value| one["object"]["notificationsCount"].as_u64().unwrap();
        page["data"].as_array().unwrap().iter().map(count).collect::<Vec<u64>>()
    };
    assert_eq!(counts(&listener).await, [1, 2]);
    assert_eq!(counts(&ann).await, [2]);
    let first = house.see(&listener, "communications/recent?limit=1").await;
    let next = first["meta"]["paging"]["nextId"].as_str().unwrap().to_owned();
    let second = house.see(&listener, &format!("communications/recent?limit=1&before={next}")).await;
    assert_eq!(second["data"][0]["object"]["notificationsCount"], 2);
}

#[tokio::test]
async fn the_directory_is_listed_by_oid_and_channels_while_they_are_there() {
    let (house, listener, ann) = filled(1).await;
    for key in ["c1", "c2", "c3"] {
        let said = Some(r#"{"name": "Rosa"}"#);
        house.ask(&house.administrator, Method::PUT, &format!("/directory/contacts/{key}"), said).await;
    }
    let users = house.see(&listener, "users").await;
    assert_eq!(oids(&users).len(), 2);
    assert!(users["data"].as_array().unwrap().iter().any(|one| one["object"]["userName"] == "ann"));
    assert_eq!(oids(&house.see(&listener, "phonelines").await).len(), 1);
    let all = oids(&house.see(&listener, "addressables?limit=200").await);
    assert!(all.len() == 5 && all.is_sorted(), "{all:?}");
    let (mut walked, mut after) = (Vec::<u64>::new(), String::new());
    loop {
        let found = oids(&house.see(&listener, &format!("addressables?limit=2{after}")).await);
        walked.extend(&found);
        if found.len() < 2 {
            break;
        }
        after = format!("&after={}", found[1]);
    }
    assert_eq!(walked, all);
    assert_eq!(oids(&house.see(&ann, "addressables?name=ro").await).len(), 3);
    assert_eq!(house.see(&listener, "communications/active_channels").await["data"], json!([]));
    let open: Vec<Signal> = came_in(9, "bea", true).into_iter().take(4).collect();
    house.record(open).await;
    for path in ["communications/active_channels", "channels"] {
        assert_eq!(house.see(&listener, path).await["data"].as_array().unwrap().len(), 2, "{path}");
        assert_eq!(house.see(&ann, path).await["data"], json!([]), "{path}: none of hers");
    }
}

#[tokio::test]
async fn r16_a_recording_from_outside_is_passed_on_to_whoever_sees_the_call() {
    let (house, listener, ann) = filled(2).await;
    let recorded = r#"{"source": "pbx", "signals": [
        {"key": "r1", "thread": "T1", "leg": "X", "at": "2026-01-05T09:45:01Z", "what": "came_in", "party": {"number": "+31699900071", "trunk": "voip"}, "dialled": "+31699900088"},
        {"key": "r2", "thread": "T1", "leg": "Y", "at": "2026-01-05T09:45:02Z", "what": "dialled", "by_leg": "X", "party": {"number": "702", "user": "bea"}},
        {"key": "r3", "thread": "T1", "leg": "Y", "at": "2026-01-05T09:45:03Z", "what": "answered"},
        {"key": "r4", "thread": "T1", "leg": "X", "at": "2026-01-05T09:45:04Z", "what": "recorded", "recording": "one", "kind": "call", "step": "started"},
        {"key": "r5", "thread": "T1", "leg": "X", "at": "2026-01-05T09:45:05Z", "what": "recorded", "recording": "one", "kind": "call", "step": "stored", "url": "https://media.example/r1.mp3"}
    ]}"#;
    let all = house.see(&listener, "communications").await;
    let without = all["data"][0]["object"]["oid"].as_str().unwrap();
    assert_eq!(house.refused(&listener, &format!("communications/{without}/audio")).await.1, 10_100);
    let (status, said) = house.ask(&house.administrator, Method::POST, "/signals", Some(recorded)).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let all = house.see(&listener, "communications?where=search=99900071").await;
    assert_eq!(all["data"][0]["object"]["hasAttachment"], true, "{all}");
    let path = format!("communications/{}/audio", all["data"][0]["object"]["oid"].as_str().unwrap());
    let answer = house.xelion(Method::GET, &path, Some(&listener), Body::empty()).await;
    assert_eq!((answer.status, answer.location.as_deref()), (StatusCode::FOUND, Some("https://media.example/r1.mp3")));
    assert_eq!(house.refused(&ann, &path).await.1, 10_100);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_in_the_vendors_form_and_changes_nothing() {
    let (house, listener, _) = filled(1).await;
    let get = [
        ("communications?limit=many", 400, 10_202, "limit=many"),
        ("communications?order=up", 400, 10_202, "order=up"),
        ("communications?order_by=colour", 400, 10_202, "order_by=colour"),
        ("communications?before=x", 400, 10_203, "before=x"),
        ("communications?after=7777", 400, 10_203, "after=7777"),
        ("communications?with=7777", 400, 10_203, "with=7777"),
        ("communications?where=colour=red", 400, 10_202, "where.colour=red"),
        ("communications?where=phoneLine=7777", 400, 10_203, "where.phoneLine=7777"),
        ("communications?date_from=soon", 400, 10_202, "date_from=soon"),
        ("communications/recent?period=0", 400, 10_202, "period=0"),
        ("users?after=7777", 400, 10_203, "after=7777"),
        ("channels?with=x", 400, 10_203, "with=x"),
        ("communications/7777", 404, 10_100, ""),
        ("me/device/calls", 404, 10_100, ""),
        ("/api/v2/main/users", 404, 10_100, ""),
        ("/api/v1/main", 404, 10_100, ""),
        ("me/login", 405, 10_100, ""),
    ];
    for (path, status, number, field) in get {
        let (told, code, info) = house.refused(&listener, path).await;
        assert_eq!((told, code), (status, number), "{path}: {info}");
        assert!(info.starts_with("resource=GET /api/") && info.ends_with(field), "{path}: {info}");
    }
    let login = [
        ("", 400, 10_200),
        ("[]", 400, 10_202),
        (r#"{"password": "x", "userSpace": "y"}"#, 400, 10_002),
        (r#"{"userName": "ann", "userSpace": "y"}"#, 400, 10_003),
        (r#"{"userName": "ann", "password": "x"}"#, 400, 10_011),
        (r#"{"userName": 7, "password": "x", "userSpace": "y"}"#, 400, 10_202),
        (r#"{"userName": "ann", "password": "wrong horse", "userSpace": "y"}"#, 401, 10_004),
        (r#"{"userName": "nobody", "password": "wrong horse", "userSpace": "y"}"#, 401, 10_004),
    ];
    for (body, status, number) in login {
        let (told, code, info) = house.xelion(Method::POST, "me/login", None, body).await.error();
        assert_eq!((told, code), (status, number), "{body}: {info}");
        assert!(!info.contains("horse"), "{info}");
    }
    let large = house.xelion(Method::POST, "me/login", None, vec![b' '; (1 << 20) + 1]).await.error();
    assert_eq!((large.0, large.1), (413, 10_202));
    let none = house.xelion(Method::GET, "users", None, Body::empty()).await.error();
    assert_eq!((none.0, none.1), (401, 10_000));
    assert_eq!(house.see(&listener, "me/info").await["object"]["isAdministrator"], true);
}

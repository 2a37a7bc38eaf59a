//! Webhooks: subscribed to, listed, given up, and told (rules V13, V16, V17, V26, R13, R14).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::super::{house, house_by};
use super::{House, OVER, RINGS, SEED_KEYS, TALKS, V3, uid};
use crate::api::token::Wanted;
use crate::api::vcita::HOOKS_MAX;
use crate::clock::MachineClock;
use crate::deliver::Deliverer;
use crate::manner::Manner;
use crate::outward::{Sender, Trust, Wall};
use crate::store::{Role, text};

const SUBSCRIBE: &str = "/platform/v1/webhook/subscribe";
const UNSUBSCRIBE: &str = "/platform/v1/webhook/unsubscribe";
const WEBHOOKS: &str = "/platform/v1/webhooks";

/// What was posted.
type Posted = (HeaderMap, Value, Bytes);

/// A receiver of webhooks, which refuses so many posts before it takes one.
struct Receiving {
    url: String,
    posted: mpsc::UnboundedReceiver<Posted>,
    refuses: Arc<AtomicUsize>,
}

impl Receiving {
    async fn new() -> Self {
        let (into, posted) = mpsc::unbounded_channel();
        let refuses = Arc::new(AtomicUsize::new(0));
        let left = Arc::clone(&refuses);
        let takes = move |headers: HeaderMap, bytes: Bytes| async move {
            let is_refused = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            let _ = into.send((headers, serde_json::from_slice(&bytes).unwrap(), bytes));
            if is_refused { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let router = axum::Router::new().route("/hooks", post(takes));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, posted, refuses }
    }

    async fn next(&mut self) -> Posted {
        timeout(Duration::from_secs(30), self.posted.recv()).await.expect("nothing was posted").unwrap()
    }

    /// Which event comes next, and of which call.
    async fn event(&mut self) -> (String, Value) {
        let (_, said, _) = self.next().await;
        assert_eq!(said.as_object().unwrap().len(), 3, "{said}");
        assert_eq!(said["entity_name"], "voice_call");
        (said["event_type"].as_str().unwrap().to_owned(), said["data"].clone())
    }
}

/// A house that tells, and how it is told to stop.
async fn telling() -> (House, watch::Sender<bool>) {
    let allowed = || Wall::new(vec!["127.0.0.1".parse().unwrap()]);
    let house = house_by(Arc::new(MachineClock), None, allowed()).await.staffed().await;
    let sender = Sender::new(allowed(), Trust::default()).unwrap();
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(Deliverer::new(house.api.ctx.clone(), Manner::default(), sender).run(stopped));
    (house, stop)
}

impl House {
    /// Asks for what concerns webhooks, which has an older form.
    async fn hook(&self, token: &str, path: &str, said: Value) -> (u16, Value) {
        let body = Body::from(said.to_string());
        let told = self.bring_to(&format!("Bearer {token}"), Method::POST, path, body, None).await;
        (told.status, told.said)
    }

    async fn subscribe(&self, token: &str, event: &str, url: &str, more: Value) -> String {
        let mut said = json!({"event": event, "target_url": url});
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (status, told) = self.hook(token, SUBSCRIBE, said).await;
        assert_eq!((status, &told["status"]), (201, &json!("OK")), "{told}");
        told["data"]["subscription_id"].as_str().unwrap().to_owned()
    }

    async fn subscribe_all(&self, token: &str, url: &str) {
        for event in ["voice_call/create", "voice_call/update", "voice_call/delete"] {
            self.subscribe(token, event, url, json!({})).await;
        }
    }

    /// The webhooks that there are, as `entity/event_type url`, and their ids.
    async fn webhooks(&self, token: &str, query: &str) -> (Vec<String>, Vec<String>) {
        let told = self.view(token, &format!("{WEBHOOKS}?{query}")).await;
        assert_eq!((told.status, &told.said["response"]["success"]), (200, &json!("ok")), "{}", told.said);
        let all = told.said["response"]["data"]["subscriptions"].as_array().unwrap().clone();
        let text = |hook: &Value, key: &str| hook[key].as_str().unwrap().to_owned();
        let named = |hook: &Value| format!("{}/{} {}", text(hook, "entity"), text(hook, "event_type"), text(hook, "url"));
        (all.iter().map(named).collect(), all.iter().map(|hook| text(hook, "id")).collect())
    }
}

#[tokio::test]
async fn v16_v17_a_call_is_told_as_new_changed_and_removed_in_order_and_internal_ones_never() {
    let (house, _stop) = telling().await;
    let (token, mut receiving) = (house.partner().await, Receiving::new().await);
    house.subscribe_all(&token, &receiving.url).await;
    house.resolved("600.000 X originated number=101 user=ann\n601.000 Y dialled by=X number=102 user=bea\n").await;
    house.carried(0, "ann", RINGS).await;
    let (word, call) = receiving.event().await;
    assert_eq!((word.as_str(), &call["status"]), ("create", &json!("INCOMING_CALL")));
    let (_, north) = house.uids("ann").await;
    house.carried(0, "ann", TALKS).await;
    house.carried(0, "ann", OVER).await;
    let mut last = call.clone();
    while last["duration"].is_null() {
        let (word, told) = receiving.event().await;
        assert_eq!((word.as_str(), &told["uid"]), ("update", &call["uid"]));
        let bare = |call: &Value| {
            let mut call = call.clone();
            call["updated_at"] = json!(null);
            call
        };
        assert_ne!(bare(&told), bare(&last), "v17: something visible differs");
        last = told;
    }
    assert_eq!((&last["status"], &last["business_uid"]), (&json!("ANSWERED_BY_STAFF"), &json!(north)));
    let mut shown = house.voice(&token, &uid(&call)).await;
    shown["business_uid"] = json!(north);
    assert_eq!(last, shown, "it is told as it is read, with its business");
    let path = format!("{V3}/{}", uid(&call));
    house.phone(&token, Method::PUT, &path, json!({"call_summary": "short"})).await.good();
    house.phone(&token, Method::PUT, &path, json!({"call_summary": "short", "rate": "7"})).await.good();
    house.phone(&token, Method::DELETE, &path, json!({})).await.good();
    assert_eq!(receiving.event().await.1["call_summary"], "short");
    let (word, gone) = receiving.event().await;
    assert_eq!((word.as_str(), gone["deleted_at"].is_string()), ("delete", true), "a rate is not visible");
    let said = house.creation("bea", 1, json!({})).await;
    let made = house.created(&token, said.clone()).await;
    assert_eq!(house.created(&token, said).await, made);
    let (word, told) = receiving.event().await;
    assert_eq!((word.as_str(), &told["uid"]), ("create", &made["uid"]));
    house.phone(&token, Method::PUT, &format!("{V3}/{}", uid(&made)), json!({"call_summary": "last"})).await.good();
    let (word, told) = receiving.event().await;
    assert_eq!((word.as_str(), &told["call_summary"]), ("update", &json!("last")), "v13: the repetition is told by nothing");
}

#[tokio::test]
async fn r13_r14_what_failed_is_told_again_under_its_id_signed_and_before_what_follows() {
    let (house, _stop) = telling().await;
    let (token, mut receiving) = (house.partner().await, Receiving::new().await);
    let more = json!({"version": "v3.0", "secret": "hush"});
    house.subscribe(&token, "voice_call/create", &receiving.url, more.clone()).await;
    house.subscribe(&token, "voice_call/update", &receiving.url, more).await;
    receiving.refuses.store(1, Ordering::SeqCst);
    let made = house.created(&token, house.creation("ann", 1, json!({})).await).await;
    house.phone(&token, Method::PUT, &format!("{V3}/{}", uid(&made)), json!({"call_summary": "short"})).await.good();
    let (first, again, third) = (receiving.next().await, receiving.next().await, receiving.next().await);
    let words = [&first, &again, &third].map(|(_, said, _)| said["event_type"].clone());
    assert_eq!(words, ["create", "create", "update"].map(Value::from), "v17: in order, whatever failed");
    assert_eq!((&first.0["x-callbook-delivery"], &first.2), (&again.0["x-callbook-delivery"], &again.2));
    assert_ne!(first.0["x-callbook-delivery"], third.0["x-callbook-delivery"]);
    for (headers, said, bytes) in [&first, &again, &third] {
        let mut mac = Hmac::<Sha256>::new_from_slice(b"hush").unwrap();
        mac.update(bytes);
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(headers["x-callbook-signature"], format!("sha256={hex}"));
        let keys = said["data"].as_object().unwrap().len();
        assert_eq!((keys, &said["data"]["status"]), (SEED_KEYS.len() + 1, &json!("missed")), "the shape that was asked for");
    }
}

#[tokio::test]
async fn v26_what_was_given_up_is_told_no_more_and_what_waits_of_it_neither() {
    let (house, _stop) = telling().await;
    let (token, mut receiving) = (house.partner().await, Receiving::new().await);
    house.subscribe_all(&token, &receiving.url).await;
    let made = house.created(&token, house.creation("ann", 1, json!({})).await).await;
    assert_eq!(receiving.event().await.0, "create");
    receiving.refuses.store(1, Ordering::SeqCst);
    let path = format!("{V3}/{}", uid(&made));
    house.phone(&token, Method::PUT, &path, json!({"call_summary": "short"})).await.good();
    assert_eq!(receiving.event().await.0, "update");
    let given_up = json!({"target_url": receiving.url, "event": "voice_call/update"});
    let (status, told) = house.hook(&token, UNSUBSCRIBE, given_up.clone()).await;
    assert_eq!((status, told), (200, json!({"status": "OK", "data": {"unsubscribed": true}})));
    assert_eq!(house.hook(&token, UNSUBSCRIBE, given_up).await.0, 200, "twice is as once");
    house.phone(&token, Method::PUT, &path, json!({"call_summary": "long"})).await.good();
    house.phone(&token, Method::DELETE, &path, json!({})).await.good();
    // What was told of the others just before may be told once more.
    let mut told = receiving.event().await.0;
    while told == "create" {
        told = receiving.event().await.0;
    }
    assert_eq!(told, "delete", "the update that failed was not tried again");
    let left = ["create", "delete"].map(|word| format!("voice_call/{word} {}", receiving.url));
    assert_eq!(house.webhooks(&token, "").await.0, left);
    house.hook(&token, UNSUBSCRIBE, json!({"target_url": receiving.url})).await;
    assert_eq!(house.webhooks(&token, "").await.0, Vec::<String>::new());
}

#[tokio::test]
async fn whoever_subscribes_again_where_nobody_took_anything_is_told_from_there_on() {
    let (house, _stop) = telling().await;
    let (token, mut receiving) = (house.partner().await, Receiving::new().await);
    house.subscribe(&token, "voice_call/create", &receiving.url, json!({})).await;
    let store = &house.api.ctx.store;
    let row = store.subscriptions(Some("main")).await.unwrap().remove(0);
    let (id, now) = (row.id, house.api.ctx.clock.now());
    assert!(store.switch("main", id, Some(text("nothing was taken for 5 days")), now).await.unwrap());
    house.api.ctx.outgoing.say_changed();
    let made = house.created(&token, house.creation("ann", 1, json!({})).await).await;
    house.subscribe(&token, "voice_call/create", &receiving.url, json!({})).await;
    let (word, told) = receiving.event().await;
    assert_eq!((word.as_str(), &told["uid"]), ("create", &made["uid"]));
    let by_hand = Some(text(crate::api::subscriptions::OFF_BY_ADMINISTRATOR));
    assert!(store.switch("main", id, by_hand, now).await.unwrap());
    let again = json!({"event": "voice_call/create", "target_url": receiving.url});
    assert_eq!(house.hook(&token, SUBSCRIBE, again).await.0, 422, "an administrator meant it");
}

#[tokio::test]
async fn a_staff_members_webhook_is_told_of_calls_of_his_business_alone() {
    let (house, _stop) = telling().await;
    let (ann, bea) = (house.staff("ann").await, house.staff("bea").await);
    let (mut north, mut south) = (Receiving::new().await, Receiving::new().await);
    house.subscribe(&ann, "voice_call/create", &north.url, json!({})).await;
    house.subscribe(&bea, "voice_call/create", &south.url, json!({})).await;
    let partner = house.partner().await;
    for (no, user) in [(1, "bea"), (2, "ann"), (3, "bea")] {
        house.created(&partner, house.creation(user, no, json!({})).await).await;
    }
    assert_eq!(north.event().await.1["external_uuid"], "ext-2");
    assert_eq!(
        [south.event().await.1["external_uuid"].clone(), south.event().await.1["external_uuid"].clone()],
        ["ext-1", "ext-3"]
    );
    let own = house.webhooks(&ann, "").await.0;
    assert_eq!(own, [format!("voice_call/create {}", north.url)]);
    house.hook(&ann, UNSUBSCRIBE, json!({"target_url": south.url})).await;
    assert_eq!(house.webhooks(&partner, "").await.0.len(), 2, "another business's is not his to give up");
}

#[tokio::test]
async fn a_webhook_ends_with_its_token_and_another_tokens_stays() {
    let (house, _stop) = telling().await;
    let (one, other, mut receiving) = (house.partner().await, house.partner().await, Receiving::new().await);
    let first = house.subscribe(&one, "voice_call/create", &receiving.url, json!({"secret": "hush"})).await;
    let tokens = house.read("/tokens").await["tokens"].as_array().unwrap().clone();
    let row = house.api.ctx.store.subscriptions(Some("main")).await.unwrap().remove(0);
    let token = row.settings.dialect.unwrap().of_token.unwrap().to_string();
    assert!(tokens.iter().any(|row| row["id"] == token));
    let second = house.subscribe(&other, "voice_call/create", &receiving.url, json!({})).await;
    assert_ne!(first, second, "each has its own");
    house.ask(&house.administrator, Method::DELETE, &format!("/tokens/{token}"), None).await;
    assert_eq!(house.webhooks(&other, "").await.1, [second]);
    house.created(&other, house.creation("ann", 1, json!({})).await).await;
    house.created(&other, house.creation("ann", 2, json!({})).await).await;
    for no in ["ext-1", "ext-2"] {
        let (headers, said, _) = receiving.next().await;
        assert!(!headers.contains_key("x-callbook-signature"), "it is the other's");
        assert_eq!(said["data"]["external_uuid"], no);
    }
}

#[tokio::test]
async fn a_staff_member_who_moves_is_told_of_his_new_business_and_whoever_is_gone_of_none() {
    let (house, _stop) = telling().await;
    let (ann, partner, mut receiving) = (house.staff("ann").await, house.partner().await, Receiving::new().await);
    let id = house.subscribe(&ann, "voice_call/create", &receiving.url, json!({})).await;
    let moved = Some(r#"{"name": "Ann Mori", "scope": "south"}"#);
    assert!(house.ask(&house.administrator, Method::PUT, "/directory/users/ann", moved).await.0.is_success());
    house.created(&partner, house.creation("cas", 1, json!({})).await).await;
    house.created(&partner, house.creation("bea", 2, json!({})).await).await;
    assert_eq!(receiving.event().await.1["external_uuid"], "ext-2");
    assert_eq!(house.webhooks(&ann, "").await.1, [id], "it is the same webhook");
    let again = json!({"event": "voice_call/create", "target_url": receiving.url});
    assert_eq!(house.hook(&ann, SUBSCRIBE, again).await.0, 422);
    house.ask(&house.administrator, Method::DELETE, "/directory/users/ann", None).await;
    house.created(&partner, house.creation("bea", 3, json!({})).await).await;
    house.subscribe(&partner, "voice_call/create", &receiving.url, json!({})).await;
    house.created(&partner, house.creation("bea", 4, json!({})).await).await;
    assert_eq!(receiving.event().await.1["external_uuid"], "ext-4");
}

#[tokio::test]
async fn v16_v17_a_call_that_comes_to_another_business_is_new_there() {
    let (house, _stop) = telling().await;
    let (bea, mut south) = (house.staff("bea").await, Receiving::new().await);
    house.subscribe_all(&bea, &south.url).await;
    house.carried(0, "ann", RINGS).await;
    house.resolved("2.000 B0 ended how=declined\n2.500 D0 dialled by=A0 number=102 user=bea\n3.000 D0 answered\n").await;
    let (word, call) = south.event().await;
    assert_eq!((word.as_str(), &call["business_uid"]), ("create", &json!(house.uids("bea").await.1)), "{call}");
    let path = format!("{V3}/{}", uid(&call));
    house.phone(&bea, Method::PUT, &path, json!({"call_summary": "short"})).await.good();
    let told = loop {
        let (word, told) = south.event().await;
        assert_eq!((word.as_str(), &told["uid"]), ("update", &call["uid"]), "once it is told, it changes");
        if told["call_summary"] == "short" {
            break told;
        }
    };
    assert_eq!(told["business_uid"], call["business_uid"]);
}

#[tokio::test]
async fn one_token_has_so_many_webhooks_only_and_another_as_many() {
    let house = house().await.staffed().await;
    let (one, other) = (house.partner().await, house.partner().await);
    let url = |no: usize| format!("https://booking.example/hooks/{no}");
    for no in 0..HOOKS_MAX {
        house.subscribe(&one, "voice_call/create", &url(no), json!({})).await;
    }
    house.subscribe(&one, "voice_call/update", &url(0), json!({})).await;
    let more = json!({"event": "voice_call/create", "target_url": url(HOOKS_MAX)});
    let (status, told) = house.hook(&one, SUBSCRIBE, more.clone()).await;
    assert_eq!((status, &told["status"], &told["error_code"]), (422, &json!("Error"), &json!("LIMIT_REACHED")));
    house.subscribe(&other, "voice_call/create", &url(0), json!({})).await;
    house.hook(&one, UNSUBSCRIBE, json!({"target_url": url(1)})).await;
    assert_eq!(house.hook(&one, SUBSCRIBE, more).await.0, 201, "one was given up");
}

#[tokio::test]
async fn what_is_asked_for_later_is_not_told_of_before_however_far_the_webhook_is_behind() {
    let (house, _stop) = telling().await;
    let (token, mut receiving) = (house.partner().await, Receiving::new().await);
    house.subscribe(&token, "voice_call/create", &receiving.url, json!({})).await;
    let store = &house.api.ctx.store;
    let row = store.subscriptions(Some("main")).await.unwrap().remove(0);
    let why = Some(text("nothing was taken for 5 days"));
    assert!(store.switch("main", row.id, why, house.api.ctx.clock.now()).await.unwrap());
    house.api.ctx.outgoing.say_changed();
    let made = house.created(&token, house.creation("ann", 1, json!({})).await).await;
    let path = format!("{V3}/{}", uid(&made));
    house.phone(&token, Method::PUT, &path, json!({"call_summary": "before"})).await.good();
    house.subscribe(&token, "voice_call/update", &receiving.url, json!({})).await;
    house.phone(&token, Method::PUT, &path, json!({"call_summary": "after"})).await.good();
    let told = [receiving.event().await, receiving.event().await].map(|(word, call)| (word, call["call_summary"].clone()));
    assert_eq!(told, [("create".to_owned(), Value::Null), ("update".to_owned(), json!("after"))]);
    assert_eq!(store.subscriptions(Some("main")).await.unwrap().len(), 1, "of one call in order");
}

#[tokio::test]
async fn webhooks_are_subscribed_to_once_and_listed_by_entity_and_type() {
    let house = house().await.staffed().await;
    let (token, url) = (house.partner().await, "https://booking.example/hooks");
    let id = house.subscribe(&token, "voice_call/create", url, json!({})).await;
    let settings = house.subscribe(&token, "voice_calls_settings/update", url, json!({})).await;
    let again = json!({"event": "voice_call/create", "target_url": url, "version": "v3.0"});
    let (status, told) = house.hook(&token, SUBSCRIBE, again).await;
    assert_eq!((status, &told["status"], &told["error"]), (422, &json!("Error"), &json!("Webhook already exists")));
    let (all, ids) = house.webhooks(&token, "").await;
    assert_eq!((all.len(), ids), (2, vec![id.clone(), settings]));
    assert_eq!(house.webhooks(&token, "filter[entity]=voice_call&filter[event_type]=create").await.1, [id]);
    assert_eq!(house.webhooks(&token, "filter[event_type]=delete").await.1, Vec::<String>::new());
    for wrong in [
        json!({}),
        json!({"event": "voice_call/create"}),
        json!({"event": "moon/rise", "target_url": url}),
        json!({"event": "voice_call/create", "target_url": "booking"}),
        json!({"event": "voice_call/create", "target_url": "http://127.0.0.1:7/hooks"}),
        json!({"event": "voice_call/create", "target_url": url, "version": "v4"}),
    ] {
        let (status, told) = house.hook(&token, SUBSCRIBE, wrong.clone()).await;
        assert_eq!((status, told), (500, json!({"response": "Not Subscribed"})), "{wrong}");
    }
    let (status, told) = house.hook(&token, UNSUBSCRIBE, json!({"event": "voice_call/create"})).await;
    assert_eq!((status, &told["error_code"]), (422, &json!("PARAMETER_MISSING")));
    let listed = house.read("/subscriptions").await;
    assert_eq!(
        (listed["subscriptions"].as_array().unwrap().len(), &listed["subscriptions"][0]["dialect"]),
        (1, &json!("vcita"))
    );
}

#[tokio::test]
async fn apps_and_clients_have_no_webhooks() {
    let house = house().await.staffed().await;
    let app = house.bearer(Wanted::new("main", "app", Role::Source)).await;
    let client = Wanted { client: Some(text(super::CLIENT)), ..Wanted::new("main", "client", Role::User) };
    let client = house.bearer(client).await;
    for token in [&app, &client] {
        for path in [SUBSCRIBE, UNSUBSCRIBE] {
            let (status, told) = house.hook(token, path, json!({})).await;
            assert_eq!((status, &told["error_code"]), (403, &json!("FORBIDDEN")), "{path}");
        }
        let told = house.view(token, WEBHOOKS).await;
        assert_eq!((told.status, &told.said["error_code"]), (403, &json!("FORBIDDEN")));
    }
    let (status, told) = house.hook("nobody", SUBSCRIBE, json!({})).await;
    assert_eq!((status, &told["error_code"]), (401, &json!("UNAUTHORIZED")));
}

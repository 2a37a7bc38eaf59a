//! vCita's calls, as the vendor's clients ask for them and write them, and its webhooks.

mod hooks;
mod lists;
mod refused;
mod tokens;
mod written;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{House, house, key_of};
use crate::api::token::Wanted;
use crate::resolve::Numbering;
use crate::store::{Role, text};

/// Where calls stand in the current shape, and in the seed's.
const V3: &str = "/v3/communication/voice_calls";
const V30: &str = "/v3.0/communication/voice_calls";

/// The seed's keys.
const SEED_KEYS: [&str; 16] = [
    "uid",
    "duration",
    "created_at",
    "updated_at",
    "status",
    "direction",
    "staff_uid",
    "client_uid",
    "from_number",
    "to_number",
    "recording_url",
    "call_summary",
    "external_app_url",
    "handled_by_staff_uid",
    "handled_at",
    "deleted_at",
];
/// Those that the current shape has beside them, but for `recording_url`, which it has not.
const MORE_KEYS: [&str; 5] = ["recording", "external_app_name", "source_id", "external_uuid", "transcript_status"];

/// An answer.
struct Told {
    status: u16,
    headers: HeaderMap,
    said: Value,
}

impl Told {
    /// What was told of a good request (rule V1).
    fn good(&self) -> &Value {
        assert_eq!((self.status, &self.said["success"]), (200, &json!(true)), "{}", self.said);
        assert_eq!(self.said.as_object().unwrap().len(), 2, "{}", self.said);
        &self.said["data"]
    }

    /// Status, codes and fields of a refusal.
    fn errors(&self) -> (u16, Vec<(String, String)>) {
        assert_eq!(self.said["success"], false, "{}", self.said);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.said["errors"].as_array().unwrap();
        assert!(!errors.is_empty() && errors.iter().all(|error| error["message"].is_string()), "{}", self.said);
        (self.status, errors.iter().map(|error| (text(&error["code"]), text(&error["field"]))).collect())
    }

    /// The same of one that names one thing.
    fn error(&self) -> (u16, String, String) {
        let (status, mut errors) = self.errors();
        assert_eq!(errors.len(), 1, "{}", self.said);
        let (code, field) = errors.remove(0);
        (status, code, field)
    }

    fn total(&self) -> Option<u64> {
        self.headers.get("x-total-count").map(|total| total.to_str().unwrap().parse().unwrap())
    }

    fn calls(&self) -> &Vec<Value> {
        self.good()["voice_calls"].as_array().unwrap()
    }
}

fn refused(status: u16, code: &str, field: &str) -> (u16, String, String) {
    (status, code.to_owned(), field.to_owned())
}

impl House {
    /// A token of the dialect.
    async fn bearer(&self, wanted: Wanted) -> String {
        key_of(&*self.api.ctx.store, Wanted { dialect: Some(text("vcita")), ..wanted }).await
    }

    async fn partner(&self) -> String {
        self.bearer(Wanted::new("main", "partner", Role::Administrator)).await
    }

    async fn staff(&self, user: &str) -> String {
        self.bearer(Wanted { user: Some(text(user)), ..Wanted::new("main", user, Role::User) }).await
    }

    async fn bring_to(&self, scheme: &str, method: Method, path: &str, body: Body, on_behalf_of: Option<&str>) -> Told {
        let mut request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, scheme);
        if let Some(business) = on_behalf_of {
            request = request.header("X-On-Behalf-Of", business);
        }
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let response = self.send(request.body(body).unwrap()).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 32 << 20).await.unwrap();
        assert_eq!(parts.headers[header::CONTENT_TYPE], "application/json", "{path}");
        Told { status: parts.status.as_u16(), headers: parts.headers, said: serde_json::from_slice(&bytes).unwrap() }
    }

    async fn phone(&self, token: &str, method: Method, path: &str, said: Value) -> Told {
        self.bring_to(&format!("Bearer {token}"), method, path, Body::from(said.to_string()), None).await
    }

    async fn view(&self, token: &str, path: &str) -> Told {
        self.bring_to(&format!("Bearer {token}"), Method::GET, path, Body::empty(), None).await
    }

    /// One call in the current shape.
    async fn voice(&self, token: &str, uid: &str) -> Value {
        self.view(token, &format!("{V3}/{uid}")).await.good().clone()
    }

    /// The uids of a list, page by page to the end; and how many it says there are.
    async fn pages(&self, token: &str, root: &str, query: &str) -> (Vec<Value>, Option<u64>) {
        let (mut all, mut total) = (Vec::new(), None);
        for page in 1.. {
            let told = self.view(token, &format!("{root}?page={page}&{query}")).await;
            total = told.total();
            if told.calls().is_empty() {
                break;
            }
            all.extend(told.calls().iter().cloned());
        }
        (all, total)
    }

    /// How much was ever told of the account.
    async fn known(&self) -> usize {
        self.read("/changes?after=start&limit=1000").await["changes"].as_array().unwrap().len()
    }

    /// Ann of the north, Bea of the south, and Cas of no business.
    async fn staffed(self) -> Self {
        let entries = [
            ("users/ann", r#"{"name": "Ann Mori", "scope": "north"}"#),
            ("users/bea", r#"{"name": "Bea", "scope": "south"}"#),
            ("users/cas", r#"{"name": "Cas"}"#),
        ];
        for (path, said) in entries {
            let path = format!("/directory/{path}");
            assert!(self.ask(&self.administrator, Method::PUT, &path, Some(said)).await.0.is_success());
        }
        self
    }

    /// The UUIDs of a user and of his business, as an administrator reads them.
    async fn uids(&self, user: &str) -> (String, String) {
        let entry = self.read(&format!("/directory/users/{user}")).await;
        (entry["uuid"].as_str().unwrap().to_owned(), entry["business_uid"].as_str().unwrap().to_owned())
    }

    /// A call of that user that a phone system told, which began so many minutes after the story did.
    async fn carried(&self, no: u32, user: &str, until: usize) {
        self.resolved(&talk(no, user)[..until].concat()).await;
    }

    /// What a phone system told, as it is recorded: with what the directory says of it.
    async fn resolved(&self, story: &str) {
        self.heard(calls::notation::read(story).unwrap()).await;
    }

    /// The same of signals.
    async fn heard(&self, mut signals: Vec<Signal>) {
        let (ctx, account) = (&self.api.ctx, text("main"));
        let household = self.api.known.household(ctx, &account, &[]).await.unwrap();
        ctx.directories.resolve(&account, &Numbering::from(&household.account), &mut signals).await.unwrap();
        self.record(signals).await;
    }

    /// What is sent to create a call, for a business.
    async fn creation(&self, user: &str, no: u32, more: Value) -> Value {
        let (staff, business) = self.uids(user).await;
        let mut said = json!({"staff_uid": staff, "client_uid": CLIENT, "from_number": "+12025550142", "to_number": "+12025550100",
            "direction": "INBOUND", "status": "MISSED", "rate": "0", "provider": "VONAGE", "source_id": "src-1",
            "external_uuid": format!("ext-{no}"), "business_uid": business});
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        said
    }

    async fn created(&self, token: &str, said: Value) -> Value {
        self.phone(token, Method::POST, V3, said).await.good().clone()
    }
}

/// Somebody whom only other software knows.
const CLIENT: &str = "7e1c9d52-2b4a-45d0-9c1f-6a0b1c2d3e4f";
/// So many lines of [`talk`] until it rings, is answered, and is over.
const RINGS: usize = 2;
const TALKS: usize = 5;
const OVER: usize = 7;

/// A call that comes in and is answered by that user.
fn talk(no: u32, user: &str) -> Vec<String> {
    let at = |second: f64| format!("{:06.3}", f64::from(no) * 60.0 + second);
    vec![
        format!("{} A{no} came_in number=+3161234567{no} trunk=voip dialled=+31205550199\n", at(0.0)),
        format!("{} B{no} dialled by=A{no} number=101 user={user}\n", at(1.0)),
        format!("{} B{no} answered\n", at(4.0)),
        format!("{} A{no} connected bridge=C{no}\n", at(4.1)),
        format!("{} B{no} connected bridge=C{no}\n", at(4.1)),
        format!("{} B{no} ended how=normal\n", at(9.0)),
        format!("{} A{no} ended how=normal\n", at(9.0)),
    ]
}

fn uid(call: &Value) -> String {
    call["uid"].as_str().unwrap().to_owned()
}

fn sorted<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn v1_v2_v3_v28_a_call_that_a_phone_system_told_is_shown_in_both_shapes() {
    let house = house().await.staffed().await;
    house.carried(0, "ann", OVER).await;
    let (token, before) = (house.partner().await, house.known().await);
    let told = house.view(&token, V3).await;
    assert_eq!((told.calls().len(), told.total()), (1, Some(1)));
    let now = &told.calls()[0];
    let seed = house.view(&token, &format!("{V30}/{}", uid(now))).await.good().clone();
    assert_eq!(house.voice(&token, &uid(now)).await, *now);
    let keys = |call: &Value| call.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(sorted(keys(&seed).iter().map(String::as_str)), sorted(SEED_KEYS.into_iter()));
    let current = SEED_KEYS.into_iter().filter(|key| *key != "recording_url").chain(MORE_KEYS);
    assert_eq!(sorted(keys(now).iter().map(String::as_str)), sorted(current));
    let words = |call: &Value| ["status", "direction", "from_number", "to_number"].map(|key| call[key].clone());
    assert_eq!(words(now), ["ANSWERED_BY_STAFF", "INBOUND", "+31612345670", "+31205550199"].map(Value::from));
    assert_eq!(words(&seed), ["answered by staff", "inbound", "31612345670", "31205550199"].map(Value::from));
    for key in ["uid", "duration", "created_at", "updated_at", "staff_uid", "handled_by_staff_uid", "handled_at", "deleted_at"]
    {
        assert_eq!(now[key], seed[key], "{key}");
    }
    let (ann, _) = house.uids("ann").await;
    assert_eq!(
        (&now["staff_uid"], &now["handled_by_staff_uid"], &now["duration"]),
        (&json!(ann), &json!(ann), &json!(4)),
        "v7"
    );
    assert_eq!(now["external_app_url"], format!("https://callbook.example/calls/{}", uid(now)));
    let native = house.read("/calls").await;
    assert_eq!(native["calls"][0]["id"], now["uid"], "r8: the id of the call");
    assert_eq!(house.known().await, before, "reading changes nothing");
    let transcript = house.view(&token, &format!("{V3}/{}/transcript", uid(now))).await;
    assert_eq!(transcript.error(), refused(404, "not_found", ""));
}

#[tokio::test]
async fn v4_v6_v18_a_call_is_followed_while_it_goes_on_and_internal_ones_do_not_exist() {
    let house = house().await.staffed().await;
    let token = house.partner().await;
    house.carried(0, "ann", RINGS).await;
    let told = house.view(&token, V3).await;
    let call = &told.calls()[0];
    assert_eq!((&call["status"], &call["duration"], &call["staff_uid"]), (&json!("INCOMING_CALL"), &json!(null), &json!(null)));
    house.carried(0, "ann", TALKS).await;
    let talking = house.voice(&token, &uid(call)).await;
    assert_eq!((&talking["status"], &talking["duration"]), (&json!("ANSWERED_BY_STAFF"), &json!(null)));
    assert!(talking["updated_at"].as_str() >= call["updated_at"].as_str() && talking["created_at"] == call["created_at"]);
    let missed = [talk(1, "ann")[..RINGS].concat(), "70.000 B1 ended how=no_answer\n70.000 A1 ended how=normal\n".to_owned()];
    house.resolved(&missed.concat()).await;
    let (all, _) = house.pages(&token, V3, "filter[status]=MISSED").await;
    assert_eq!((all.len(), &all[0]["duration"], &all[0]["handled_at"]), (1, &json!(0), &json!(null)), "v6");
    let internal = "120.000 X originated number=101 user=ann\n121.000 Y dialled by=X number=102 user=bea\n";
    house.resolved(internal).await;
    assert_eq!(house.view(&token, V3).await.total(), Some(2));
    let native = house.read("/calls?direction=internal").await;
    let id = native["calls"][0]["id"].as_str().unwrap();
    assert_eq!(house.view(&token, &format!("{V3}/{id}")).await.error(), refused(404, "not_found", ""));
}

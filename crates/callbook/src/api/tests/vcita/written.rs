//! What clients write: calls, changes, recordings.

use axum::http::Method;
use serde_json::{Value, json};

use super::super::house;
use super::{CLIENT, House, OVER, TALKS, V3, V30, refused, talk, uid};

async fn open() -> (House, String) {
    let house = house().await.staffed().await;
    let token = house.partner().await;
    (house, token)
}

impl House {
    async fn alter(&self, token: &str, uid: &str, said: Value) -> super::Told {
        self.phone(token, Method::PUT, &format!("{V3}/{uid}"), said).await
    }

    /// The one call that a phone system told.
    async fn told_call(&self, token: &str) -> Value {
        self.view(token, V3).await.calls()[0].clone()
    }
}

#[tokio::test]
async fn v16_a_call_that_is_created_is_read_back_as_it_was_written_in_both_shapes() {
    let (house, token) = open().await;
    let more = json!({"status": "answered by staff", "duration": 42, "call_summary": "asked for a quote", "external_app_url":
        "https://booking.example/7", "external_app_name": "booking", "recording_url": "https://media.example/r.mp3", "price": "0.05",
        "uid": CLIENT, "deleted_at": "2020-01-01T00:00:00.000Z", "handled_at": "2020-01-01T00:00:00.000Z", "colour": "red"});
    let said = house.creation("ann", 1, more).await;
    let call = house.created(&token, said.clone()).await;
    assert_eq!(house.voice(&token, &uid(&call)).await, call);
    let same = [
        "staff_uid",
        "client_uid",
        "from_number",
        "to_number",
        "direction",
        "duration",
        "call_summary",
        "external_app_url",
        "external_app_name",
        "source_id",
        "external_uuid",
    ];
    same.iter().for_each(|field| assert_eq!(call[*field], said[*field], "{field}"));
    assert_eq!((&call["status"], &call["deleted_at"]), (&json!("ANSWERED_BY_STAFF"), &json!(null)), "v11");
    assert_ne!(call["uid"], said["uid"]);
    assert_eq!(call["recording"]["recordingUrl"], said["recording_url"]);
    let native = house.read(&format!("/calls/{}", uid(&call))).await;
    assert_eq!((&native["assigned"]["scope"], &native["assigned"]["user"]), (&json!("north"), &json!("ann")), "{native}");
    let written = house.known().await;
    assert_eq!(house.alter(&token, &uid(&call), call.clone()).await.good(), &call);
    assert_eq!(house.known().await, written, "v8: who writes back what he read changes nothing");
    let seed = json!({"from_number": "12025550143", "to_number": "12025550100", "direction": "in", "status": "missed"});
    let least = house.phone(&token, Method::POST, V30, seed).await.good().clone();
    assert_eq!(
        (&least["from_number"], &least["status"], &least["staff_uid"]),
        (&json!("12025550143"), &json!("missed"), &json!(null))
    );
    assert_eq!(house.voice(&token, &uid(&least)).await["from_number"], "+12025550143", "v27");
}

#[tokio::test]
async fn v13_the_same_call_arises_once_and_stays_as_it_is() {
    let (house, token) = open().await;
    let said = house.creation("ann", 1, json!({})).await;
    let (one, other) = tokio::join!(house.created(&token, said.clone()), house.created(&token, said.clone()));
    assert_eq!(one, other);
    let written = house.known().await;
    let mut again = said.clone();
    again["status"] = json!("VOICEMAIL");
    again["provider"] = json!("vonage");
    assert_eq!(house.created(&token, again).await, one, "unchanged");
    let deleted = house.phone(&token, Method::DELETE, &format!("{V3}/{}", uid(&one)), json!({})).await.good().clone();
    assert_eq!(house.created(&token, said.clone()).await, deleted);
    assert_eq!(house.known().await, written + 1);
    for (field, value) in [("external_uuid", json!("ext-2")), ("provider", json!("TWILIO"))] {
        let mut another = said.clone();
        another[field] = value;
        assert_ne!(house.created(&token, another).await["uid"], one["uid"], "{field}");
    }
    let elsewhere = house.creation("bea", 1, json!({})).await;
    assert_ne!(house.created(&token, elsewhere).await["uid"], one["uid"], "of another business");
    let nobodys = json!({"from_number": "1202555", "to_number": "1202556", "direction": "in", "status": "missed", "provider": "X1",
        "external_uuid": null});
    let [first, second] =
        [house.phone(&token, Method::POST, V30, nobodys.clone()).await, house.phone(&token, Method::POST, V30, nobodys).await];
    assert_ne!(first.good()["uid"], second.good()["uid"], "null never matches");
}

#[tokio::test]
async fn v13_a_call_that_a_phone_system_told_is_known_by_its_providers_id() {
    let (house, token) = open().await;
    let mut signals = calls::notation::read(&talk(0, "ann").concat()).unwrap();
    let provider = calls::signal::Provider { name: "twilio".into(), id: "CA-7".into(), payload: None };
    let stated = calls::signal::Stated { provider: Some(provider), ..calls::signal::Stated::default() };
    let said =
        calls::signal::Signal { key: "p".into(), what: calls::signal::What::Stated(Box::new(stated)), ..signals[0].clone() };
    signals.insert(1, said);
    house.heard(signals).await;
    let call = house.told_call(&token).await;
    assert_eq!(call["external_uuid"], "CA-7");
    let before = house.known().await;
    let said = house.creation("ann", 1, json!({"provider": "TWILIO", "external_uuid": "CA-7"})).await;
    assert_eq!(house.created(&token, said.clone()).await, call);
    assert_eq!(house.known().await, before);
    let said = house.creation("bea", 1, json!({"provider": "TWILIO", "external_uuid": "CA-7"})).await;
    assert_ne!(house.created(&token, said).await["uid"], call["uid"], "of another business");
}

#[tokio::test]
async fn v9_r9_line_facts_of_a_call_that_a_phone_system_told_stay() {
    let (house, token) = open().await;
    house.carried(0, "ann", OVER).await;
    let call = house.told_call(&token).await;
    let (before, path) = (house.known().await, format!("{V30}/{}", uid(&call)));
    for (field, value) in [
        ("status", json!("MISSED")),
        ("status", json!("MISSED_CALL_HANDLED")),
        ("direction", json!("OUTBOUND")),
        ("from_number", json!("+12025550142")),
        ("to_number", json!(null)),
        ("duration", json!(7)),
    ] {
        let said = json!({"call_summary": "short", field: value});
        assert_eq!(house.alter(&token, &uid(&call), said.clone()).await.error(), refused(422, "read_only", field), "{said}");
        assert_eq!(house.phone(&token, Method::PUT, &path, said).await.error(), refused(422, "read_only", field));
    }
    assert_eq!((house.known().await, house.told_call(&token).await), (before, call.clone()), "nothing at all is changed");
    assert_eq!(
        house.alter(&token, &uid(&call), json!({"status": "answered by staff"})).await.good(),
        &call,
        "the present word"
    );
    assert_eq!(house.alter(&token, &uid(&call), json!({})).await.good(), &call);
    let (bea, _) = house.uids("bea").await;
    let said = json!({"call_summary": "short", "staff_uid": bea, "client_uid": CLIENT, "external_app_url": "https://booking.example/7",
        "recording_url": "https://media.example/r.mp3", "rate": "0.01", "handled_at": "2020-01-01T00:00:00.000Z", "uid": CLIENT});
    let changed = house.alter(&token, &uid(&call), said.clone()).await.good().clone();
    for field in ["call_summary", "staff_uid", "client_uid", "external_app_url"] {
        assert_eq!(changed[field], said[field], "{field}");
    }
    assert_eq!(changed["recording"]["recordingUrl"], said["recording_url"]);
    assert!(changed["updated_at"].as_str() > call["updated_at"].as_str(), "v8: {changed}");
    assert_eq!((&changed["status"], &changed["uid"]), (&call["status"], &call["uid"]));
    let again = json!({"recording_url": "https://media.example/other.mp3"});
    assert_eq!(house.alter(&token, &uid(&call), again).await.error(), refused(422, "read_only", "recording_url"));
}

#[tokio::test]
async fn r9_while_a_call_goes_on_the_phone_system_says_whose_it_is() {
    let (house, token) = open().await;
    house.carried(0, "ann", TALKS).await;
    let (call, (bea, _)) = (house.told_call(&token).await, house.uids("bea").await);
    let told = house.alter(&token, &uid(&call), json!({"staff_uid": bea})).await;
    assert_eq!(told.error(), refused(422, "read_only", "staff_uid"));
    house.alter(&token, &uid(&call), json!({"call_summary": "they talk"})).await.good();
}

#[tokio::test]
async fn v10_v12_a_missed_call_is_handled_once_by_whom_the_body_names_or_whose_token_it_is() {
    let (house, token) = open().await;
    let ((ann, _), (bea, _)) = (house.uids("ann").await, house.uids("bea").await);
    let own = house.staff("ann").await;
    let call = house.created(&token, house.creation("ann", 1, json!({})).await).await;
    let handled = house.alter(&own, &uid(&call), json!({"status": "MISSED_CALL_HANDLED"})).await.good().clone();
    assert_eq!((&handled["status"], &handled["handled_by_staff_uid"]), (&json!("MISSED_CALL_HANDLED"), &json!(ann)));
    assert!(handled["handled_at"].is_string());
    let seed = house.view(&token, &format!("{V30}/{}", uid(&call))).await.good().clone();
    assert_eq!((&seed["status"], &seed["handled_at"]), (&json!("missed"), &handled["handled_at"]));
    let other = house.alter(&token, &uid(&call), json!({"handled_by_staff_uid": bea})).await.good().clone();
    assert_eq!(
        (&other["handled_by_staff_uid"], &other["handled_at"]),
        (&json!(bea), &handled["handled_at"]),
        "the first moment"
    );
    let undone = house.alter(&token, &uid(&call), json!({"handled_by_staff_uid": null})).await.good().clone();
    assert_eq!(
        (&undone["status"], &undone["handled_at"], &undone["handled_by_staff_uid"]),
        (&json!("MISSED"), &json!(null), &json!(null))
    );
    let voicemail = house.created(&token, house.creation("ann", 2, json!({"status": "VOICEMAIL"})).await).await;
    let kept = house.alter(&token, &uid(&voicemail), json!({"handled_by_staff_uid": ann})).await.good().clone();
    assert_eq!((&kept["status"], &kept["handled_by_staff_uid"]), (&json!("VOICEMAIL"), &json!(ann)));
    let nobody = json!({"handled_by_staff_uid": "0d6d2d60-8f0e-4e57-8d0b-6f3c2f5f1a10"});
    assert_eq!(house.alter(&token, &uid(&call), nobody).await.error(), refused(422, "invalid", "handled_by_staff_uid"));
}

#[tokio::test]
async fn v14_v15_a_deleted_call_stays_readable_and_takes_nothing_more() {
    let (house, token) = open().await;
    let more = json!({"recording_url": "https://media.example/r.mp3"});
    let call = house.created(&token, house.creation("ann", 1, more).await).await;
    let path = format!("{V30}/{}", uid(&call));
    let gone = house.phone(&token, Method::DELETE, &path, json!({})).await.good().clone();
    assert_eq!((&gone["recording_url"], &gone["status"]), (&json!(null), &json!("missed")));
    assert!(gone["deleted_at"].is_string());
    let written = house.known().await;
    assert_eq!(house.phone(&token, Method::DELETE, &path, json!({})).await.good(), &gone, "twice is as once");
    assert_eq!(
        house.alter(&token, &uid(&call), json!({"call_summary": "x"})).await.error(),
        refused(422, "deleted", "deleted_at")
    );
    assert_eq!(house.view(&token, &path).await.good(), &gone);
    assert_eq!(house.known().await, written);
}

#[tokio::test]
async fn a_call_that_was_created_here_is_its_clients_to_write() {
    let (house, token) = open().await;
    let call = house.created(&token, house.creation("ann", 1, json!({"status": "INCOMING_CALL"})).await).await;
    assert_eq!((&call["status"], &call["duration"]), (&json!("INCOMING_CALL"), &json!(null)));
    let said = json!({"status": "answered by staff", "duration": 30, "direction": "outbound", "from_number": "+12025550199"});
    let changed = house.phone(&token, Method::PUT, &format!("{V30}/{}", uid(&call)), said).await.good().clone();
    let words = ["status", "duration", "direction", "from_number"].map(|key| changed[key].clone());
    assert_eq!(words, [json!("answered by staff"), json!(30), json!("outbound"), json!("12025550199")]);
    let missed = house.alter(&token, &uid(&call), json!({"status": "NO_ANSWER"})).await.good().clone();
    assert_eq!((&missed["status"], &missed["duration"]), (&json!("MISSED"), &json!(0)));
    let chakra = key_of_chakra(&house).await;
    let told = house.ask(&chakra, Method::GET, &format!("/calls/{}", uid(&call)), None).await;
    assert_eq!(told.0, 401, "r18");
}

async fn key_of_chakra(house: &House) -> String {
    use crate::api::token::Wanted;
    use crate::store::{Role, text};
    let wanted = Wanted { dialect: Some(text("chakra")), ..Wanted::new("main", "plugin", Role::Administrator) };
    super::key_of(&*house.api.ctx.store, wanted).await
}

#[tokio::test]
async fn v23_v24_a_recording_that_is_kept_is_played_and_removed_and_its_call_stays() {
    use axum::body::Body;
    use axum::http::{Request, header};

    let (house, token) = open().await;
    house.carried(0, "ann", OVER).await;
    let id = uid(&house.told_call(&token).await);
    let request = Request::post(format!("/callbook/v1/calls/{id}/recordings"));
    let request = request.header(header::AUTHORIZATION, format!("Bearer {}", house.administrator));
    let bytes = crate::media::tests::wav(3);
    assert_eq!(house.send(request.body(Body::from(bytes)).unwrap()).await.status(), 201);
    let call = house.voice(&token, &id).await;
    let recording = &call["recording"];
    let keys = ["uid", "recordingUrl", "size", "duration", "recording_played", "recording_type"];
    assert_eq!(recording.as_object().unwrap().len(), keys.len());
    assert_eq!(
        (&recording["duration"], &recording["recording_played"], &recording["recording_type"]),
        (&json!(3), &json!(false), &json!("CALL"))
    );
    let link = recording["recordingUrl"].as_str().unwrap().strip_prefix("https://callbook.example").unwrap().to_owned();
    let heard = async || house.send(Request::get(&link).body(Body::empty()).unwrap()).await.status().as_u16();
    assert_eq!(heard().await, 200);
    let path = |root: &str| format!("{root}/communication/voice_call_recordings/{}", recording["uid"].as_str().unwrap());
    let told = house.phone(&token, Method::PUT, &path("/v3"), json!({"recording_played": "yes"})).await;
    assert_eq!(told.error(), refused(422, "INVALID_FORMAT", "recording_played"));
    let played = house.phone(&token, Method::PUT, &path("/v3"), json!({"record_played": true})).await.good().clone();
    assert_eq!((&played["uid"], &played["recording"]["recording_played"]), (&call["uid"], &json!(true)));
    let written = house.known().await;
    let again = house.phone(&token, Method::PUT, &path("/v3"), json!({"recording_played": false})).await.good().clone();
    assert_eq!((&again["recording"]["recording_played"], house.known().await), (&json!(true), written), "it never falls back");
    let gone = house.phone(&token, Method::DELETE, &path("/v3.0"), json!({})).await.good().clone();
    assert_eq!((&gone["recording_url"], &gone["uid"]), (&json!(null), &call["uid"]));
    assert!(gone["updated_at"].as_str() > played["updated_at"].as_str());
    assert_eq!((&house.voice(&token, &id).await["recording"], heard().await), (&json!(null), 410));
    assert_eq!(house.phone(&token, Method::DELETE, &path("/v3"), json!({})).await.error(), refused(404, "not_found", ""));
    for named in [&id, "7", "00000000-0000-4000-8000-000000000007"] {
        let path = format!("/v3/communication/voice_call_recordings/{named}");
        assert_eq!(house.phone(&token, Method::PUT, &path, json!({})).await.error(), refused(404, "not_found", ""), "{named}");
    }
}

#[tokio::test]
async fn a_recording_that_is_linked_takes_the_place_of_the_one_before_of_an_own_call() {
    let (house, token) = open().await;
    let more = json!({"recording_url": "https://media.example/1.mp3"});
    let call = house.created(&token, house.creation("ann", 1, more).await).await;
    let first = call["recording"]["uid"].clone();
    let other = json!({"recording_url": "https://media.example/2.mp3"});
    let changed = house.alter(&token, &uid(&call), other).await.good().clone();
    assert_eq!(changed["recording"]["recordingUrl"], "https://media.example/2.mp3");
    assert_ne!(changed["recording"]["uid"], first);
    let told = house.alter(&token, &uid(&call), json!({"recording_id": first})).await;
    assert_eq!(told.error(), refused(422, "invalid", "recording_id"), "it is removed");
    let none = house.alter(&token, &uid(&call), json!({"recording_url": null})).await.good().clone();
    assert_eq!(none["recording"], json!(null));
}

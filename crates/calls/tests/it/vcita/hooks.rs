//! Webhooks: what is subscribed to (sheet, 4.6).

use calls::dialects::vcita::{HookRefusal, Hooks, Shape, Subscribe, Topic, Unsubscribe};
use serde_json::{Value, json};

fn subscribe(body: Value) -> Result<Subscribe, HookRefusal> {
    Subscribe::read(body.to_string().as_bytes())
}

fn said(refusal: HookRefusal) -> (u16, Value) {
    (refusal.status(), serde_json::from_str(&refusal.body()).unwrap())
}

#[test]
fn what_is_subscribed_to_says_what_where_and_in_which_shape() {
    let url = "https://a.example/hook";
    let plain = subscribe(json!({"event": "voice_call/create", "target_url": url})).unwrap();
    let wanted = Subscribe { topic: Topic::Created, target_url: url.to_owned(), shape: Shape::Current, secret: None };
    assert_eq!(plain, wanted);
    let more = json!({"event": "voice_call/delete", "target_url": url, "version": "v3.0", "secret": "s"});
    let more = subscribe(more).unwrap();
    assert_eq!((more.topic, more.shape, more.secret.as_deref()), (Topic::Deleted, Shape::Seed, Some("s")));
    assert!(subscribe(json!({"event": "voice_calls_settings/update", "target_url": url})).is_ok());
    assert_eq!(Subscribe::print("7"), r#"{"data":{"subscription_id":"7"},"status":"OK"}"#);
    let wrong = [
        json!({}),
        json!({"event": "voice_call/create"}),
        json!({"target_url": url}),
        json!({"event": "voice_call/explode", "target_url": url}),
        json!({"event": "voice_call/create", "target_url": "a.example"}),
        json!({"event": "voice_call/create", "target_url": "file:///etc"}),
        json!({"event": "voice_call/create", "target_url": url, "version": "v2"}),
        json!({"event": "voice_call/create", "target_url": url, "secret": ""}),
        json!([]),
    ];
    wrong.into_iter().for_each(|body| assert_eq!(subscribe(body.clone()), Err(HookRefusal::NotSubscribed), "{body}"));
    assert_eq!(said(HookRefusal::NotSubscribed), (500, json!({"response": "Not Subscribed"})));
    let (status, body) = said(HookRefusal::Exists);
    assert_eq!((status, &body["error"], &body["status"]), (422, &json!("Webhook already exists"), &json!("Error")));
}

#[test]
fn v26_what_is_given_up_is_one_event_of_an_address_or_all() {
    let read = |body: Value| Unsubscribe::read(body.to_string().as_bytes());
    let url = "https://a.example/hook";
    let one = read(json!({"target_url": url, "event": "voice_call/update"})).unwrap();
    assert_eq!((one.topic, one.target_url.as_str()), (Some(Topic::Updated), url));
    assert_eq!(read(json!({"target_url": url})).unwrap().topic, None);
    assert_eq!(read(json!({"event": "voice_call/update"})), Err(HookRefusal::Parameter("target_url")));
    assert_eq!(read(json!({"target_url": url, "event": 1})), Err(HookRefusal::Parameter("event")));
    assert_eq!(said(HookRefusal::Parameter("event")).1["error_code"], "PARAMETER_MISSING");
    assert_eq!(Unsubscribe::print(), r#"{"data":{"unsubscribed":true},"status":"OK"}"#);
    assert_eq!([HookRefusal::Unauthorized.status(), HookRefusal::Forbidden.status()], [401, 403]);
    let others = [HookRefusal::NotFound, HookRefusal::Method, HookRefusal::Slow, HookRefusal::TooLarge, HookRefusal::TooMany];
    assert_eq!(others.map(|refusal| refusal.status()), [404, 405, 408, 413, 429]);
    assert_eq!([HookRefusal::Internal, HookRefusal::Unavailable].map(|refusal| refusal.status()), [500, 503]);
    assert!(others.into_iter().all(|refusal| said(refusal).1["error_code"].is_string()));
}

#[test]
fn subscriptions_are_listed_by_entity_and_type() {
    let all = [
        ("1", Topic::Created, "https://a.example"),
        ("2", Topic::Deleted, "https://a.example"),
        ("3", Topic::Settings, "https://b.example"),
    ];
    let ids = |parameters: &[(&str, &str)]| {
        let parameters: Vec<_> = parameters.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let told: Value = serde_json::from_str(&Hooks::read(&parameters).print(all)).unwrap();
        assert_eq!(told["response"]["success"], "ok");
        let list = told["response"]["data"]["subscriptions"].as_array().unwrap().clone();
        list.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), ["1", "2", "3"]);
    assert_eq!(ids(&[("filter[entity]", "voice_call")]), ["1", "2"]);
    assert_eq!(ids(&[("filter[entity]", "voice_call"), ("filter[event_type]", "delete")]), ["2"]);
    assert_eq!(ids(&[("filter[event_type]", "update")]), ["3"]);
    assert_eq!(ids(&[("filter[entity]", "client")]), Vec::<String>::new());
    let told: Value = serde_json::from_str(&Hooks::default().print(all)).unwrap();
    assert_eq!(told["response"]["data"]["subscriptions"], json!([]), "nothing is asked for");
    let told: Value = serde_json::from_str(&Hooks::read(&[]).print([all[0]])).unwrap();
    let one = json!({"id": "1", "entity": "voice_call", "event_type": "create", "url": "https://a.example"});
    assert_eq!(told["response"]["data"]["subscriptions"], json!([one]));
}

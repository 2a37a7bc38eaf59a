//! Calls that are logged as completed tasks (sheet, 2.3, 4.5; rule C25).

use calls::dialects::chakra::{Code, NewTask, Path, Refusal, Shown, task};
use calls::fold::fold;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{House, TEAM, asked, id_of, last, shown, stories, story, who, with, written};

const PATH: Path<'_> = Path { procedure: "lead", process: "LEAD-000077", state_task: "call-task" };
const ID: Uuid = Uuid::from_u128(0x1234);

fn heard(body: &Value) -> Result<NewTask, Refusal> {
    task(body.to_string().as_bytes(), PATH, ID, asked(&House), &who)
}

/// The body of the vendor's documentation.
fn documented() -> Value {
    json!({"data": {"call_disposition": "RNR", "next_call_time": "2026-01-06T09:30:00", "remarks": "rang out twice"},
        "status": "COMPLETED", "assignedTo": "ann"})
}

#[test]
fn the_documented_task_is_a_logged_call() {
    let new = heard(&documented()).unwrap();
    assert_eq!(new.call.named(), None);
    let signals = written(&new.call);
    let seen = last(&signals);
    let told = shown(&seen);
    let words = ["callStatus", "type", "callInitiateLocation", "forProcedure", "forProcess", "forStateTask", "forTask", "user"];
    let wanted =
        ["LOGGED", "OUTBOUND", "TASK_LOG", "lead", "LEAD-000077", "call-task", &ID.to_string(), &id_of("ann").to_string()];
    assert_eq!(words.map(|field| told[field].as_str().unwrap().to_owned()), wanted);
    assert_eq!((&told["disposedAt"], &told["callStart"]), (&json!(1_767_606_900_000_i64), &Value::Null));
    assert!(
        ["to", "from", "provider", "providerPayload", "callEnd", "callDuration"].iter().all(|field| told[*field].is_null())
    );
    let disposition = seen.calls[0].disposition.as_ref().unwrap();
    assert_eq!(disposition.text.as_deref(), Some("rang out twice"));
    assert_eq!(disposition.next_call_at.map(|at| at.to_string()).as_deref(), Some("2026-01-06T09:30:00.000Z"));
    assert_eq!(seen.calls[0].kept["chakra"]["disposition"], json!("RNR"));
    let origin = fold(&signals).calls[0].origin;
    assert_eq!(calls::conversation::Word::word(origin), "task_log");
    let answer = new.shown(&Shown::of(&seen, &seen.calls[0], asked(&House)));
    let at = 1_767_606_900_000_i64;
    let wanted = json!({"id": ID, "status": "COMPLETED", "stateTask": "call-task", "process": "LEAD-000077", "procedure": "lead",
        "assignedTo": "ann", "data": documented()["data"], "completedAt": at, "createdAt": at, "updatedAt": at, "team": TEAM,
        "call": seen.calls[0].id});
    assert_eq!(serde_json::to_value(answer).unwrap(), wanted);
}

#[test]
fn everything_that_a_task_can_say_of_a_call_is_heard() {
    let body = json!({"status": "completed", "data": {"call_to": "+12025550100", "call_from": "+12025550142", "call_type": "IN",
        "call_start": 1_767_606_300_000_i64, "call_end": "2026-01-05T09:46:00Z", "call_duration": 5, "provider": "exotel",
        "provider_call_id": "E-1", "recording_url": "https://a.example/r.mp3", "primary_disposition": "WRONG NUMBER",
        "when_to_callback": 1_767_692_700_000_i64, "mood": "good", "score": 7}});
    let new = heard(&body).unwrap();
    assert_eq!(new.call.named(), Some(("EXOTEL", "E-1")));
    let seen = last(&written(&new.call));
    let told = shown(&seen);
    assert_eq!(
        (&told["from"], &told["to"], &told["type"]),
        (&json!("+12025550142"), &json!("+12025550100"), &json!("INBOUND"))
    );
    assert_eq!((&told["callDuration"], &told["recordingUrl"]), (&json!(60), &json!("https://a.example/r.mp3")));
    assert_eq!((&told["provider"], &told["providerCallId"]), (&json!("EXOTEL"), &json!("E-1")));
    assert_eq!(told["providerPayload"], json!({"mood": "good", "score": 7}), "all else is kept as it was sent");
    assert_eq!((&told["callStatus"], &told["user"]), (&json!("LOGGED"), &Value::Null));
    let disposition = seen.calls[0].disposition.as_ref().unwrap();
    assert_eq!((disposition.code.as_deref(), disposition.text.as_deref()), (Some("wrong_number"), Some("WRONG NUMBER")));
    assert!(disposition.next_call_at.is_some());
}

#[test]
fn c25_a_task_that_is_not_completed_is_no_call() {
    for status in [json!("OPEN"), json!("CANCELLED"), Value::Null, json!(1)] {
        let mut body = documented();
        body["status"] = status;
        let refusal = heard(&body).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (Code::NotALoggedCall, Some("status")));
    }
    assert_eq!(heard(&json!({})).unwrap_err().code, Code::NotALoggedCall);
}

#[test]
fn r6_what_cannot_be_read_of_a_task_names_its_field() {
    let refused = |key: &str, value: Value| {
        let mut body = documented();
        body["data"][key] = value;
        heard(&body).unwrap_err().field.unwrap()
    };
    for (key, value) in [
        ("call_type", json!("SIDEWAYS")),
        ("call_start", json!(5)),
        ("call_end", json!("x")),
        ("call_duration", json!("x")),
        ("call_to", json!(5)),
        ("recording_url", json!("x")),
        ("provider", json!("x".repeat(41))),
        ("next_call_time", json!("x")),
        ("remarks", json!("x".repeat(4_001))),
        ("call_disposition", json!(5)),
    ] {
        assert_eq!(refused(key, value), format!("data.{key}"));
    }
    let unknown = heard(&json!({"status": "COMPLETED", "assignedTo": "nobody"})).unwrap_err();
    assert_eq!((unknown.code, unknown.field.as_deref()), (Code::UnknownUser, Some("assignedTo")));
    assert_eq!(heard(&json!({"status": "COMPLETED", "data": []})).unwrap_err().field.as_deref(), Some("data"));
    let path = Path { process: &"x".repeat(101), ..PATH };
    let long = task(documented().to_string().as_bytes(), path, ID, asked(&House), &who).unwrap_err();
    assert_eq!(long.field.as_deref(), Some("processIdOrPrimaryKey"));
}

#[test]
fn a_task_of_a_call_that_there_is_disposes_it_instead() {
    let signals =
        story(stories::table("c5_a_queued_call_that_is_answered_and_disposed_after_it").split("! 90").next().unwrap());
    let seen = last(&signals);
    let new = heard(&documented()).unwrap();
    let said = new.over(&seen, &seen.calls[0], asked(&House), &who).unwrap();
    let told = shown(&last(&with(signals, said, 300)));
    assert_eq!((&told["callStatus"], &told["callInitiateLocation"]), (&json!("COMPLETED"), &json!("INBOUND")));
    assert_eq!((&told["forProcess"], &told["forTask"]), (&json!("LEAD-000077"), &json!(ID)));
    assert_eq!(told["user"], json!(id_of("bea")), "who had the call, has it still");
}

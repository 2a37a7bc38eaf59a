//! What a call looks like, key by key, and what stands around it.

use calls::conversation::Word;
use calls::dialects::chakra::{Asked, Code, For, Meta, Refusal, Shown, Status, is_listed, list, one};
use calls::dialects::seen::{Provider, Seen};
use calls::dialects::{Names, Thing};
use calls::moment::Moment;
use calls::{Text, notation};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{House, TEAM, asked, last, shown, stories, story};

const TALK: &str = "#! wrap_up=600\n00.000 L1 came_in number=+12025550142 trunk=voip dialled=+12025550100\n\
    00.050 L2 dialled by=L1 number=101 user=ann\n00.500 L2 ringing\n12.000 L2 answered\n12.000 L1 connected bridge=B\n\
    12.000 L2 connected bridge=B\n13.000 L1 recorded recording=r1 kind=call\n";
const END: &str = "154.000 L2 ended how=normal\n154.000 L1 ended how=normal\n";

/// The 29 keys, in the vendor's order.
const KEYS: [&str; 29] = [
    "id",
    "user",
    "team",
    "to",
    "from",
    "provider",
    "providerCallId",
    "providerPayload",
    "callStart",
    "callEnd",
    "callDuration",
    "connectionStart",
    "connectionEnd",
    "connectionDuration",
    "disposedAt",
    "type",
    "callStatus",
    "recordingUrl",
    "forTask",
    "forRecord",
    "forProcess",
    "forUser",
    "forStateTask",
    "forEntity",
    "forProcedure",
    "callInitiateLocation",
    "createdAt",
    "updatedAt",
    "isDeleted",
];

/// The account of the worked example.
struct Example;

impl Names for Example {
    fn serial(&self, _: &Thing) -> Option<u64> {
        None
    }

    fn name(&self, _: &Thing) -> Option<Text> {
        None
    }

    fn full_number(&self, _: &str) -> Option<Text> {
        None
    }

    fn wraps_up(&self, _: &str) -> bool {
        true
    }

    fn bills(&self, _: &str) -> bool {
        true
    }

    fn currency(&self) -> Text {
        "USD".into()
    }

    fn recording_link(&self, _: Uuid, until: Moment) -> Option<Text> {
        let link = format!("https://callbook.example/recordings/r-0001.mp3?expires={}&sig=5f0c", until.micros() / 1_000_000);
        Some(link.into())
    }

    fn uuid(&self, thing: &Thing) -> Option<Uuid> {
        (*thing == Thing::User("ann".into())).then(|| Uuid::parse_str("0d6d2d60-8f0e-4e57-8d0b-6f3c2f5f1a10").unwrap())
    }
}

/// The worked example of the sheet (2.1), value for value. Two of its times were recorded, and one is when it was asked for.
#[test]
fn the_worked_example_is_shown_as_the_sheet_prints_it() {
    let table =
        format!("{TALK}{END}! 156.000 L1 stored recording=r1 length=142\n! 190.000 L1 disposed text=asked for a quote\n");
    let mut seen = last(&story(&table));
    let payload = json!({"CallSid": "CA-demo-0001", "CallStatus": "completed"});
    let call = &mut seen.calls[0];
    call.id = Uuid::parse_str("5b0f6c1e-2f0a-4f0e-9a55-0c1d7e4a9b21").unwrap();
    call.provider = Some(Provider { name: "TWILIO".into(), id: "CA-demo-0001".into(), payload: Some(payload) });
    call.created_at = Moment::from_micros(1_767_606_300_041_900);
    call.updated_at = Moment::from_micros(1_767_606_490_012_345);
    let link = |kind: &str, id: &str| calls::dialects::seen::Link { kind: kind.into(), id: id.into(), url: None, name: None };
    call.links = vec![link("record", "CONTACT-000310"), link("process", "LEAD-000077"), link("procedure", "lead")];
    seen.recordings[0].call = Some(seen.calls[0].id);
    let now = Moment::from_micros(1_767_606_490_000_000).unwrap();
    let team = Uuid::parse_str("c3a0f1de-91f4-4c39-9f0c-3c1f3f1e7702").unwrap();
    let told = Shown::of(&seen, &seen.calls[0], Asked { names: &Example, team, now });
    let text = serde_json::to_string(&told).unwrap();
    assert_eq!(text, include_str!("worked_example.json").replace("\n ", "").trim_end(), "byte for byte");
}

#[test]
fn c1_every_answer_has_its_three_keys() {
    let read = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    let told = read(one(&json!({"id": 1}), "b1f0"));
    assert_eq!(told, json!({"_data": {"id": 1}, "_meta": {"requestId": "b1f0"}, "_errors": []}));
    let refused = read(Refusal::field(Code::InvalidField, "type", "must be OUTBOUND or INBOUND").body("b1f0"));
    let error = json!({"code": "INVALID_FIELD", "field": "type", "message": "type must be OUTBOUND or INBOUND"});
    assert_eq!(refused, json!({"_data": null, "_meta": {"requestId": "b1f0"}, "_errors": [error]}));
    let meta = Meta { total: 137, page: 2, page_size: 50, next_page: Some("/v1/ext/call?page=3&pageSize=50".into()) };
    let page = read(list(&[json!(1), json!(2)], &meta, "b1f0"));
    let meta =
        json!({"requestId": "b1f0", "total": 137, "page": 2, "pageSize": 50, "nextPage": "/v1/ext/call?page=3&pageSize=50"});
    assert_eq!(page, json!({"_data": [1, 2], "_meta": meta, "_errors": []}));
    assert!(one(&1, "x").starts_with("{\"_data\":1,\"_meta\":"), "in the order of the sheet");
}

#[test]
fn c1_every_refusal_has_its_word_and_its_status() {
    let codes = [
        (Code::InvalidJson, 400, "INVALID_JSON"),
        (Code::InvalidField, 400, "INVALID_FIELD"),
        (Code::MissingField, 400, "MISSING_FIELD"),
        (Code::ReadOnlyField, 400, "READ_ONLY_FIELD"),
        (Code::InvalidParameter, 400, "INVALID_PARAMETER"),
        (Code::NotALoggedCall, 400, "NOT_A_LOGGED_CALL"),
        (Code::UnknownUser, 400, "UNKNOWN_USER"),
        (Code::Unauthorized, 401, "UNAUTHORIZED"),
        (Code::Forbidden, 403, "FORBIDDEN"),
        (Code::NotFound, 404, "NOT_FOUND"),
        (Code::CallDeleted, 409, "CALL_DELETED"),
        (Code::PayloadTooLarge, 413, "PAYLOAD_TOO_LARGE"),
        (Code::RateLimited, 429, "RATE_LIMITED"),
        (Code::Internal, 500, "INTERNAL"),
    ];
    for (code, status, word) in codes {
        let refusal = Refusal::new(code);
        assert_eq!((refusal.status(), code.word()), (status, word));
        let body: Value = serde_json::from_str(&refusal.body("r")).unwrap();
        assert_eq!((&body["_data"], &body["_errors"][0]["code"]), (&Value::Null, &json!(word)));
        assert!(!refusal.message.is_empty() && body["_errors"][0]["field"].is_null());
    }
}

#[test]
fn c2_a_call_has_exactly_its_29_keys_in_the_vendors_order() {
    let seen = last(&story(TALK));
    let text = serde_json::to_string(&Shown::of(&seen, &seen.calls[0], asked(&House))).unwrap();
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told.as_object().unwrap().len(), 29);
    let places: Vec<usize> = KEYS.iter().map(|key| text.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn c3_times_are_epoch_milliseconds_that_are_cut_off_and_durations_seconds() {
    let table = TALK.replace("12.000", "12.000900") + "154.001999 L2 ended how=normal\n154.001999 L1 ended how=normal\n";
    let told = shown(&last(&story(&table)));
    let fields = ["callStart", "connectionStart", "connectionEnd", "callEnd"].map(|key| told[key].as_i64().unwrap());
    assert_eq!(fields, [1_767_606_300_000, 1_767_606_312_000, 1_767_606_454_001, 1_767_606_454_001]);
    assert_eq!((&told["callDuration"], &told["connectionDuration"]), (&json!(154), &json!(142)));
}

#[test]
fn c4_a_duration_is_null_until_the_end_and_0_of_a_call_without_a_talk() {
    let told = shown(&last(&story(TALK)));
    let null = ["callEnd", "callDuration", "connectionEnd", "connectionDuration", "disposedAt"];
    null.iter().for_each(|key| assert!(told[key].is_null(), "{key}"));
    let missed = shown(&last(&story(&stories::table("s8_an_inbound_call_that_nobody_answers_is_missed"))));
    assert_eq!((&missed["connectionStart"], &missed["connectionEnd"]), (&Value::Null, &Value::Null));
    assert_eq!((&missed["connectionDuration"], &missed["callDuration"]), (&json!(0), &json!(9)));
}

#[test]
fn c16_when_a_call_changed_never_falls_and_is_never_before_it_was_made() {
    let mut known = 0;
    for (_, seen) in super::versions(&story(&format!("{TALK}{END}! 190.000 L1 disposed\n! 200.000 L1 disposed text=again\n"))) {
        let told = shown(&seen);
        let (created, updated) = (told["createdAt"].as_i64().unwrap(), told["updatedAt"].as_i64().unwrap());
        assert!(created == 1_767_606_300_000 && updated >= created && updated >= known);
        known = updated;
    }
    assert_eq!(known, 1_767_606_500_000, "c9: it rises with the second disposal");
}

#[test]
fn c18_a_deleted_call_is_there_without_its_recording() {
    let table = format!("{TALK}{END}! 156.000 L1 stored recording=r1 length=142\n");
    let (there, gone) = (last(&story(&table)), last(&story(&format!("{table}! 190.000 L1 deleted\n"))));
    assert!(shown(&there)["recordingUrl"].is_string() && shown(&gone)["recordingUrl"].is_null());
    assert_eq!((&shown(&gone)["isDeleted"], &shown(&gone)["callStatus"]), (&json!(true), &json!("DISCONNECTED_NOT_DISPOSED")));
    assert!(is_listed(&gone, &gone.calls[0]), "whoever asks for it by its id, or for deleted ones, finds it");
}

#[test]
fn r16_a_link_of_ours_is_good_for_seven_days_from_the_question_and_one_from_outside_is_passed_on() {
    let table = |url: &str| format!("{TALK}{END}! 156.000 L1 stored recording=r1 length=142{url}\n");
    let link = |url: &str| shown(&last(&story(&table(url))))["recordingUrl"].as_str().unwrap().to_owned();
    assert_eq!(link(""), format!("https://calls.example/recordings/r.mp3?expires={}", 1_767_606_900 + 7 * 86_400));
    assert_eq!(link(" url=https://a.example/r"), "https://a.example/r");
}

#[test]
fn n4_a_call_is_known_once_it_has_a_direction() {
    let came = story("00.000 L1 came_in number=101 user=ann dialled=102");
    let seen = last(&came);
    assert_eq!((seen.calls[0].direction, is_listed(&seen, &seen.calls[0])), (None, false));
    let mut merged = last(&story(TALK));
    assert!(is_listed(&merged, &merged.calls[0]));
    merged.merged_into = Some(merged.id);
    assert!(!is_listed(&merged, &merged.calls[0]), "what went into another is told there");
}

#[test]
fn c21_a_consultation_and_an_added_party_are_calls_of_their_own_that_need_no_disposal() {
    for (story_of, word) in [
        ("s18_an_attended_transfer_has_three_calls", "CONSULTATION"),
        ("s16_a_party_that_is_added_has_a_call_of_its_own", "CONFERENCE"),
    ] {
        let seen = last(&story(&format!("#! wrap_up=600\n{}", stories::table(story_of))));
        let told = super::shown_of(&seen, 1);
        assert_eq!((&told["type"], &told["callInitiateLocation"]), (&json!("OUTBOUND"), &json!(word)));
        let users = (super::id_of("bea").to_string(), super::id_of("cas").to_string());
        assert_eq!((&told["user"], &told["forUser"]), (&json!(users.0), &json!(users.1)), "{word}");
        assert_eq!(told["callStatus"], json!("COMPLETED"), "{word}");
        assert_eq!(shown(&seen)["callStatus"], json!("DISCONNECTED_NOT_DISPOSED"), "the held call does");
    }
}

#[test]
fn c27_a_call_of_a_plugin_shows_its_provider_and_what_it_sent() {
    let mut seen = last(&story(TALK));
    seen.calls[0].provider = None;
    let told = |seen: &Seen| Shown::of(seen, &seen.calls[0], asked(&House));
    assert_eq!((told(&seen).provider, told(&seen).provider_call_id), (None, None), "null if it is not known");
    let payload = json!({"CallSid": "CA1", "n": [1, 2.5, null]});
    for (payload, shown) in [(payload.clone(), Some(payload)), (json!("x".repeat(65_535)), None)] {
        seen.calls[0].provider = Some(Provider { name: "TWILIO".into(), id: "CA1".into(), payload: Some(payload) });
        let twilio = told(&seen);
        assert_eq!((twilio.provider.as_deref(), twilio.provider_call_id.as_deref()), (Some("TWILIO"), Some("CA1")));
        assert_eq!(twilio.provider_payload, shown, "c19; one that is too large is null");
    }
}

#[test]
fn c28_there_are_exactly_15_words_and_2_types() {
    let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    let wanted = "UNKNOWN LOGGED QUEUED RINGING IN_PROGRESS COMPLETED ANSWERED BUSY FAILED UNANSWERED REJECTED MISSED WRONG_NUM \
        DISCONNECTED_NOT_DISPOSED DISPOSED_NOT_DISCONNECTED";
    assert_eq!(words.join(" "), wanted);
    assert_eq!(calls::dialects::chakra::Way::WORDS, ["OUTBOUND", "INBOUND"]);
    let kinds: Vec<&str> = For::ALL.iter().map(|link| link.kind()).collect();
    assert_eq!(kinds, ["task", "record", "process", "user", "state_task", "entity", "procedure"]);
}

/// Each word is reached by what happened on a line; `LOGGED` by what was written down.
#[test]
fn c28_every_word_is_reached_by_some_story() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/dialects/chakra/fixtures");
    let stories = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let all: String = stories.collect();
    // Of what was written down, and of what nobody knows, there are tests of their own.
    for status in Status::ALL.iter().filter(|status| !matches!(status, Status::Logged | Status::Unknown)) {
        assert!(all.contains(&format!("BOUND {} ", status.word())), "{status:?}");
    }
}

#[test]
fn s27_a_call_of_which_nothing_is_known_is_unknown() {
    let mut seen = last(&story(&format!("{TALK}{END}")));
    let call = &mut seen.calls[0];
    (call.outcome, call.answered_at, call.wrap_up) = (None, None, None);
    assert_eq!(shown(&seen)["callStatus"], json!("UNKNOWN"), "it ended, and nobody knows how");
    (seen.calls[0].ended_at, seen.calls[0].state) = (None, None);
    assert_eq!(shown(&seen)["callStatus"], json!("UNKNOWN"), "nobody knows what it does");
}

#[test]
fn s24_a_call_that_was_written_down_elsewhere_is_logged_whatever_came_with_it() {
    let logged = json!({"key": "1", "thread": "T", "leg": "L1", "at": "2026-01-05T09:45:00Z", "what": "stated", "logged":
        {"direction": "inbound", "from": {"number": "+31612345678"}, "to": {"user": "ann"}, "line": "+31205550199",
        "answered_at": "2026-01-05T09:45:12Z", "ended_at": "2026-01-05T09:47:34Z"}});
    let mut signals = vec![notation::json::native::from_native(&logged, "crm").unwrap()];
    let told = shown(&last(&signals));
    assert_eq!((&told["callStatus"], &told["callInitiateLocation"]), (&json!("LOGGED"), &json!("TASK_LOG")));
    assert_eq!(
        (&told["from"], &told["to"], &told["callDuration"]),
        (&json!("+31612345678"), &json!("+31205550199"), &json!(154))
    );
    let mut disposed = story("! 160.000 L1 disposed wrong_number");
    disposed.iter_mut().for_each(|signal| signal.thread = "T".into());
    signals.extend(disposed);
    let told = shown(&last(&signals));
    assert_eq!((&told["callStatus"], told["disposedAt"].is_i64()), (&json!("LOGGED"), true));
    assert_eq!(told["team"], json!(TEAM.to_string()));
}

//! What converters say of calls (rules E8–E16, R5–R7), and a desk that keeps what was heard as a store does.

use calls::Text;
use calls::conversation::{Conversation, Direction, Outcome, State};
use calls::dialects::elma365::{Address, Candidate, Code, Hearing, Matched, Refusal, answer, candidate, hear, read};
use calls::dialects::seen::Seen;
use calls::fold::{conversations, fold};
use calls::moment::Moment;
use calls::record::{Counted, Told};
use calls::signal::Signal;
use serde_json::{Value, json};

use super::{BEGUN, House, line, tell};

/// A connection with everything that was heard over it.
pub(super) struct Desk {
    pub(super) signals: Vec<Signal>,
    pub(super) members: Vec<&'static str>,
    now: Moment,
}

/// What became of an item.
pub(super) struct Heard {
    pub(super) matched: Matched,
    pub(super) call: Text,
    pub(super) fresh: Vec<Signal>,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self { signals: Vec::new(), members: vec!["101", "102"], now: Moment::from_micros(BEGUN).unwrap() }
    }

    /// So many seconds after the story's beginning.
    pub(super) fn at(&mut self, seconds: i64) -> &mut Self {
        self.at_micros(seconds * 1_000_000)
    }

    pub(super) fn at_micros(&mut self, micros: i64) -> &mut Self {
        self.now = Moment::from_micros(BEGUN + micros).unwrap();
        self
    }

    /// The records as they are, one a conversation.
    pub(super) fn records(&self) -> Vec<Seen> {
        let mut ids = Counted::default();
        let told = conversations(self.signals.clone()).into_iter().map(|folded| {
            let mut told = Told::default();
            told.tell(&folded.conversation, &mut ids, self.now).unwrap();
            Seen::read(&told.print(1)).unwrap()
        });
        told.collect()
    }

    fn known(&self, address: &Address) -> Vec<Candidate> {
        let records = self.records();
        let all = records.iter().flat_map(|record| &record.calls).filter_map(candidate);
        let here = |known: &Candidate| match address {
            Address::Thread(thread) => *thread == format!("elma365|{}", known.call()),
            Address::Key(key) => known.key() == *key,
        };
        all.filter(here).collect()
    }

    /// Takes a body in, item by item, as the contract says.
    pub(super) fn take(&mut self, body: &Value) -> Result<Vec<Heard>, Refusal> {
        self.take_text(&body.to_string())
    }

    pub(super) fn take_text(&mut self, body: &str) -> Result<Vec<Heard>, Refusal> {
        let mut heard = Vec::new();
        for item in read(body.as_bytes())? {
            let known = self.known(&item.address());
            let members = self.members.clone();
            let is_member = |number: &str| members.contains(&number);
            let hearing = Hearing { source: "branch", arrived_at: self.now, is_member: &is_member };
            let taken = hear(&item, &known, &hearing)?;
            assert_eq!(taken, hear(&item, &known, &hearing)?, "the same values give the same signals");
            for signal in &taken.signals {
                let name = |one: &Signal| (one.feed.name.clone(), one.key.clone());
                assert!(self.signals.iter().all(|known| name(known) != name(signal)), "told twice: {}", signal.key);
                self.signals.push(signal.clone());
            }
            heard.push(Heard { matched: taken.matched, call: taken.after.call().clone(), fresh: taken.signals });
        }
        Ok(heard)
    }

    /// What a body came to, in a word.
    pub(super) fn says(&mut self, body: Value) -> &'static str {
        let heard = self.take(&body).unwrap();
        heard[0].matched.word()
    }

    fn one(&self) -> Conversation {
        let all = conversations(self.signals.clone());
        assert_eq!(all.len(), 1, "one conversation");
        assert_eq!(all[0].conversation.calls.len(), 1, "one call");
        fold(&self.signals)
    }
}

pub(super) fn event(word: &str, more: Value) -> Value {
    let mut event = json!({"event": word, "direction": "in", "disposition": "Unknown", "srcPhone": "+31612345678",
        "dstPhone": "101", "callId": "c-1"});
    event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    event
}

pub(super) fn record(disposition: &str, duration: i64, more: Value) -> Value {
    let mut record = json!({"call": {"id": "x"}, "direction": "in", "disposition": disposition, "duration": duration,
        "srcPhone": "+31612345678", "dstPhone": "101", "callId": "c-1"});
    record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    record
}

/// When something was, in seconds since the story's beginning.
fn s(at: Option<Moment>) -> Option<f64> {
    at.map(|at| at.since(Moment::from_micros(BEGUN).unwrap()) as f64 / 1e6)
}

/// Outcome, answer and end of the one call.
fn came(desk: &Desk) -> (Option<Outcome>, Option<f64>, Option<f64>) {
    let whole = desk.one();
    let call = &whole.calls[0];
    (call.outcome, s(call.answered_at), s(call.ended_at))
}

const NO: fn() -> Value = || json!({});

#[test]
fn e8_events_ring_answer_and_end_a_call() {
    let mut desk = Desk::new();
    desk.at(0).take(&event("NotifyStart", NO())).unwrap();
    let whole = desk.one();
    assert_eq!((whole.state, whole.direction()), (State::Ringing, Some(Direction::Inbound)));
    desk.at(12).take(&event("NotifyAnswer", NO())).unwrap();
    assert_eq!(desk.one().state, State::Talking);
    desk.at(60).take(&event("NotifyEnd", NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(12.0), Some(60.0)));
    let call = desk.one().calls[0].clone();
    assert_eq!(
        (call.from.number.as_deref(), call.legs.iter().nth(1).unwrap().user.as_deref()),
        (Some("+31612345678"), Some("101"))
    );
    let provider = call.provider.as_ref().unwrap();
    assert_eq!((provider.name.as_str(), provider.id.as_str()), ("BRANCH", "c-1"));
}

#[test]
fn e8_an_end_that_does_not_know_is_no_answer_outward_and_a_caller_who_gave_up_otherwise() {
    for (direction, wanted) in [("out", Outcome::NoAnswer), ("in", Outcome::Cancelled), ("internal", Outcome::Cancelled)] {
        let mut desk = Desk::new();
        desk.at(0).take(&event("NotifyStart", json!({"direction": direction, "srcPhone": "102"}))).unwrap();
        desk.at(9).take(&event("NotifyEnd", json!({"direction": direction, "srcPhone": "102"}))).unwrap();
        assert_eq!(came(&desk), (Some(wanted), None, Some(9.0)), "{direction}");
    }
    for (disposition, wanted) in [("Busy", Outcome::Busy), ("NoAnswer", Outcome::NoAnswer), ("no money", Outcome::Failed)] {
        let mut desk = Desk::new();
        desk.at(0).take(&event("NotifyStart", NO())).unwrap();
        desk.at(9).take(&event("NotifyEnd", json!({ "disposition": disposition }))).unwrap();
        assert_eq!(came(&desk).0, Some(wanted), "{disposition}");
    }
}

#[test]
fn e9_events_out_of_order_make_the_call_that_they_tell_of() {
    let mut desk = Desk::new();
    desk.at(5).take(&event("NotifyAnswer", NO())).unwrap();
    assert_eq!((desk.one().state, s(Some(desk.one().started_at))), (State::Talking, Some(5.0)));
    assert!(desk.at(6).take(&event("NotifyStart", NO())).unwrap()[0].fresh.is_empty(), "a start after the answer");
    desk.at(9).take(&event("NotifyEnd", NO())).unwrap();
    assert!(desk.at(10).take(&event("NotifyStart", NO())).unwrap()[0].fresh.is_empty(), "a start after the end");
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(5.0), Some(9.0)));
    let mut desk = Desk::new();
    desk.at(5).take(&event("NotifyEnd", json!({"disposition": "Busy"}))).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Busy), None, Some(5.0)));
}

#[test]
fn e10_a_record_alone_tells_a_call_that_ended_when_it_arrived() {
    let mut desk = Desk::new();
    desk.at(200).take(&record("Answered", 142, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(58.0), Some(200.0)));
    assert_eq!(desk.one().seconds.talk, 142_000_000);
    let mut desk = Desk::new();
    desk.at(200).take(&record("Answered", 0, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(200.0), Some(200.0)), "however short");
}

#[test]
fn e10_where_an_answer_came_the_times_win_and_the_duration_is_kept_here() {
    let mut desk = Desk::new();
    desk.at(0).take(&event("NotifyStart", NO())).unwrap();
    desk.at(10).take(&event("NotifyAnswer", NO())).unwrap();
    desk.at(60).take(&event("NotifyEnd", NO())).unwrap();
    desk.at(61).take(&record("Answered", 47, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(10.0), Some(60.0)));
    assert!(
        shown(&desk).contains(&"callRecord in +31612345678>101 c-1 Answered 47s recording".to_owned()),
        "{:?}",
        shown(&desk)
    );
}

#[test]
fn e10_a_second_record_replaces_what_the_first_said() {
    let mut desk = Desk::new();
    desk.at(200).take(&record("NoAnswer", 0, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::NoAnswer), None, Some(200.0)));
    desk.at(300).take(&record("Answered", 30, json!({"call": "https://pbx.example/r1"}))).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(170.0), Some(200.0)), "it ended when the first arrived");
    assert_eq!(desk.one().recordings[0].url.as_deref(), Some("https://pbx.example/r1"));
    desk.at(400).take(&record("Answered", 30, json!({"call": {"link": "https://pbx.example/r2"}}))).unwrap();
    assert_eq!(desk.one().recordings.len(), 1);
    assert_eq!(desk.one().recordings[0].url.as_deref(), Some("https://pbx.example/r2"));
    desk.at(500).take(&record("Busy", 0, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Busy), None, Some(200.0)));
    assert!(desk.one().recordings.is_empty());
}

#[test]
fn e11_a_records_disposition_beats_that_of_events_except_unknown() {
    let start_and_end = |end: &str| {
        let mut desk = Desk::new();
        desk.at(0).take(&event("NotifyStart", NO())).unwrap();
        desk.at(9).take(&event("NotifyEnd", json!({ "disposition": end }))).unwrap();
        desk
    };
    let mut desk = start_and_end("Unknown");
    desk.at(10).take(&record("Busy", 0, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Busy), None, Some(9.0)));
    let mut desk = start_and_end("Busy");
    desk.at(10).take(&record("Unknown", 5, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Busy), None, Some(9.0)), "unknown changes nothing");
    let mut desk = start_and_end("Unknown");
    desk.at(10).take(&record("Answered", 4, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(5.0), Some(9.0)));
    let mut desk = Desk::new();
    desk.at(0).take(&event("NotifyStart", NO())).unwrap();
    desk.at(2).take(&event("NotifyAnswer", NO())).unwrap();
    desk.at(9).take(&record("NoAnswer", 0, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::NoAnswer), None, Some(9.0)), "even an answer");
    for (duration, wanted) in [(30, Outcome::Answered), (0, Outcome::Cancelled)] {
        let mut desk = Desk::new();
        desk.at(60).take(&record("Unknown", duration, NO())).unwrap();
        assert_eq!(came(&desk).0, Some(wanted), "a lone record of {duration} s");
    }
}

#[test]
fn e12_a_record_for_a_call_that_is_open_ends_it() {
    let mut desk = Desk::new();
    desk.at(0).take(&event("NotifyStart", NO())).unwrap();
    desk.at(10).take(&event("NotifyAnswer", NO())).unwrap();
    desk.at(50).take(&record("Answered", 40, NO())).unwrap();
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(10.0), Some(50.0)));
}

#[test]
fn e13_the_same_item_twice_leaves_the_record_as_it_was() {
    let mut desk = Desk::new();
    let items =
        [event("NotifyStart", NO()), event("NotifyAnswer", NO()), event("NotifyEnd", NO()), record("Answered", 9, NO())];
    for (no, item) in items.iter().enumerate() {
        desk.at(no as i64 * 10).take(item).unwrap();
        let before = desk.one();
        for later in 1..3 {
            let again = desk.at(no as i64 * 10 + later).take(item).unwrap();
            assert!(again[0].fresh.is_empty(), "{item}");
        }
        assert_eq!(desk.one(), before);
    }
}

#[test]
fn e13_a_record_without_call_id_that_names_its_call_is_known_again() {
    let mut desk = Desk::new();
    let named = record("NoAnswer", 0, json!({"callId": null, "call": "r-77"}));
    assert_eq!(desk.at(0).says(named.clone()), "new");
    assert_eq!(desk.at(5).says(named.clone()), "key");
    assert_eq!(desk.records().len(), 1);
    let nameless = record("NoAnswer", 0, json!({"callId": null, "call": null}));
    assert_eq!((desk.at(6).says(nameless.clone()), desk.at(7).says(nameless)), ("new", "new"), "one may call twice");
    assert_eq!(desk.records().len(), 3);
}

/// What another connection is told of all that was heard.
pub(super) fn shown(desk: &Desk) -> Vec<String> {
    let house = House { receiver: Some("another"), ..House::default() };
    tell(&desk.signals, &house).iter().flat_map(|telling| &telling.events).map(line).collect()
}

#[test]
fn e14_call_is_kept_and_told_as_it_was_sent() {
    for call in
        ["{\"b\":1,\"a\":12345678901234567890.123456789012345}", "[1,2]", "\"r-1\"", "7.50", "false", "{\"x\":{\"y\":null}}"]
    {
        let mut desk = Desk::new();
        let body = format!(
            "{{\"call\":{call},\"direction\":\"in\",\"disposition\":\"Answered\",\"duration\":5,\"srcPhone\":\"1\",\"dstPhone\":\"101\"}}"
        );
        desk.take_text(&body).unwrap();
        let house = House::default();
        let told: Vec<String> =
            tell(&desk.signals, &house).iter().flat_map(|telling| &telling.events).map(|event| event.body.clone()).collect();
        assert!(told.last().unwrap().contains(&format!("\"call\":{call}")), "{told:?}");
    }
    for none in ["\"call\":null,", ""] {
        let mut desk = Desk::new();
        desk.take_text(&format!(
            "{{{none}\"direction\":\"in\",\"disposition\":\"Answered\",\"duration\":5,\"srcPhone\":\"1\",\"dstPhone\":\"101\"}}"
        ))
        .unwrap();
        assert!(shown(&desk).last().unwrap().ends_with("5s call"), "rule E26: never null");
    }
}

#[test]
fn e15_swapped_phones_are_put_in_order_and_keys_are_as_received() {
    let mut desk = Desk::new();
    let swapped =
        |word| event(word, json!({"direction": "out", "srcPhone": "+31612345678", "dstPhone": "101", "callId": null}));
    assert_eq!(desk.at(0).says(swapped("NotifyStart")), "new");
    assert_eq!(desk.at(5).says(swapped("NotifyAnswer")), "key", "as received");
    let call = desk.one().calls[0].clone();
    assert_eq!((call.from.number.as_deref(), call.to.number.as_deref()), (Some("101"), Some("+31612345678")));
    assert_eq!(call.direction, Some(Direction::Outbound));
    assert!(shown(&desk)[0].contains("out 101>+31612345678"), "{:?}", shown(&desk));
    desk.members.clear();
    assert_eq!(desk.at(6).says(event("NotifyStart", json!({"direction": "out", "callId": "d"}))), "new");
}

#[test]
fn e16_a_duration_is_read_from_digits_and_never_negative_or_broken() {
    let heard = |duration: Value| {
        let mut body = record("Answered", 1, NO());
        body["duration"] = duration;
        let mut desk = Desk::new();
        desk.at(500).take(&body).map(|_| desk.one().seconds.talk / 1_000_000).map_err(|refusal| (refusal.code, refusal.field))
    };
    for good in [json!(142), json!("142"), json!(" 142 "), json!(142.0)] {
        assert_eq!(heard(good.clone()), Ok(142), "{good}");
    }
    for bad in
        [json!(-1), json!("-1"), json!(1.5), json!("1.5"), json!(""), json!(null), json!(1e300), json!([]), json!(99_999_999)]
    {
        assert_eq!(heard(bad.clone()), Err((Code::InvalidField, Some("duration".into()))), "{bad}");
    }
}

#[test]
fn e32_e21_a_call_that_shows_the_own_number_reached_no_operator() {
    let mut desk = Desk::new();
    desk.at(0).take(&record("Unknown", 0, json!({"dstPhone": "+31205550199"}))).unwrap();
    let call = desk.one().calls[0].clone();
    assert_eq!((call.line.as_deref(), call.legs.iter().count()), (Some("+31205550199"), 1));
    let mut desk = Desk::new();
    desk.at(0).take(&record("Answered", 5, json!({"dstPhone": "+31205550199", "srcPhone": ""}))).unwrap();
    assert_eq!(came(&desk).0, Some(Outcome::Answered));
}

/// Sheet, 4.3: shapes, and what each answers.
#[test]
fn a_body_is_a_wrapper_an_event_a_record_or_nothing() {
    let mut desk = Desk::new();
    assert!(desk.take(&json!({})).unwrap().is_empty());
    assert!(
        desk.take(&json!({"event": null, "callRecord": null, "direction": 1})).is_err_and(|no| no.code == Code::InvalidBody)
    );
    let both = json!({"event": event("NotifyEnd", NO()), "callRecord": record("Answered", 7, NO()), "response": {}});
    let heard = desk.at(20).take(&both).unwrap();
    let kinds: Vec<&str> = heard.iter().map(|one| one.matched.word()).collect();
    assert_eq!(kinds, ["new", "callId"], "the event first");
    assert_eq!(came(&desk), (Some(Outcome::Answered), Some(13.0), Some(20.0)));
    for beside in ["NOTIFY_RECORD", "notify_ivr"] {
        assert!(desk.take(&json!({ "event": beside })).unwrap().is_empty(), "{beside} is passed over");
    }
    let items = read(both.to_string().as_bytes()).unwrap();
    let id = uuid::Uuid::from_u128(0x5b0f);
    assert_eq!(
        answer(&[(&items[1], id, Matched::Key)]),
        format!(r#"{{"success":true,"results":[{{"kind":"callRecord","call":"{id}","matchedBy":"key"}}]}}"#)
    );
    assert_eq!(answer(&[]), r#"{"success":true,"results":[]}"#);
}

#[test]
fn r6_words_are_read_in_every_spelling() {
    for (direction, wanted) in
        [("IN", "in"), ("Incoming", "in"), ("accepted", "in"), ("out-going", "out"), ("LOCAL", "internal")]
    {
        let mut desk = Desk::new();
        desk.at(0).take(&event("notify start", json!({ "direction": direction, "srcPhone": "102" }))).unwrap();
        assert!(shown(&desk)[0].contains(&format!(" {wanted} ")), "{direction}");
    }
    for (disposition, wanted) in [
        ("SUCCESS", "Answered"),
        ("no-answer", "NoAnswer"),
        ("NOT_AVAILABLE", "NoAnswer"),
        ("canceled", "Cancel"),
        ("missed", "Cancel"),
        ("", "Unknown"),
        ("line limit", "Unknown"),
    ] {
        let mut desk = Desk::new();
        desk.at(0).take(&record(disposition, 0, NO())).unwrap();
        assert!(shown(&desk)[0].contains(&format!(" {wanted} ")), "{disposition}: {:?}", shown(&desk));
    }
    let mut desk = Desk::new();
    let mut out = event("NOTIFY_OUT_START", json!({"srcPhone": "101", "dstPhone": "+31612345678", "disposition": null}));
    out.as_object_mut().unwrap().remove("direction");
    desk.take(&out).unwrap();
    assert_eq!(desk.one().direction(), Some(Direction::Outbound), "the word says it");
    desk.take(&event("NOTIFY_OUT_END", json!({"direction": "in"}))).unwrap();
    assert_eq!(desk.one().direction(), Some(Direction::Outbound), "and overrules");
}

#[test]
fn r6_what_cannot_be_read_names_its_field_and_changes_nothing() {
    let mut desk = Desk::new();
    let mut fault = |body: Value| {
        let refusal = desk.take(&body).err().unwrap_or_else(|| panic!("{body} was taken"));
        assert!(desk.signals.is_empty());
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let invalid = |field: &str| (Code::InvalidField, Text::new(field));
    let missing = |field: &str| (Code::MissingField, Text::new(field));
    let without = |key: &str| {
        let mut body = event("NotifyStart", NO());
        body.as_object_mut().unwrap().remove(key);
        body
    };
    assert_eq!(fault(event("NotifyMaybe", NO())), invalid("event"));
    assert_eq!(fault(event("NotifyStart", json!({"direction": "sideways"}))), invalid("direction"));
    assert_eq!(fault(event("NotifyStart", json!({"disposition": "great"}))), invalid("disposition"));
    assert_eq!(fault(event("NotifyStart", json!({"srcPhone": {}}))), invalid("srcPhone"));
    assert_eq!(fault(event("NotifyStart", json!({"callId": "x".repeat(256)}))), invalid("callId"));
    assert_eq!(fault(event("NotifyStart", json!({"dstPhoneExt": [], "direction": "out"}))), invalid("dstPhoneExt"));
    for key in ["direction", "disposition", "srcPhone", "dstPhone"] {
        assert_eq!(fault(without(key)), missing(key));
    }
    assert_eq!(fault(json!({"callRecord": {"direction": "in"}})), missing("callRecord.duration"));
    assert_eq!(fault(json!({"event": event("NotifyStart", NO()), "callRecord": 7})), invalid("callRecord"));
    let half = json!({"event": event("NotifyStart", NO()), "callRecord": record("great", 1, NO())});
    assert_eq!(fault(half), invalid("callRecord.disposition"));
    assert_eq!(fault(json!({"direction": "in"})).0, Code::InvalidBody);
    assert_eq!(fault(json!({"event": 7})).0, Code::InvalidBody);
    assert_eq!(fault(json!([])).0, Code::InvalidBody);
    let text = |body: &[u8]| read(body).unwrap_err().code;
    assert_eq!([text(b"{"), text(b""), text(b"\xff")], [Code::InvalidJson; 3]);
    assert_eq!(text(&vec![b' '; 256 * 1_024 + 1]), Code::PayloadTooLarge);
}

#[test]
fn r10_an_item_that_names_a_deleted_call_is_refused() {
    let mut desk = Desk::new();
    desk.at(0).take(&event("NotifyStart", NO())).unwrap();
    let mut removed = desk.signals[0].clone();
    let doing = calls::signal::Doing::Deleted(true);
    removed.what = calls::signal::What::Done(Box::new(calls::signal::Done { call: removed.leg.0.clone(), doing }));
    (removed.key, removed.at) = ("removed".into(), removed.at.plus(1_000_000));
    desk.signals.push(removed);
    let refusal = desk.at(5).take(&event("NotifyEnd", NO())).err().unwrap();
    assert_eq!((refusal.code, refusal.status()), (Code::Gone, 410));
    assert_eq!(desk.at(5).says(event("NotifyStart", json!({"callId": null}))), "new", "by key it is not found");
}

trait First {
    fn direction(&self) -> Option<Direction>;
}

impl First for Conversation {
    fn direction(&self) -> Option<Direction> {
        self.calls[0].direction
    }
}

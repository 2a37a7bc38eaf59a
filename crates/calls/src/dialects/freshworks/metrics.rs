//! What is measured of a call: `call_metrics`, and the life of the call in dated steps (sheet, 2.6).
//!
//! Quantities are whole seconds (rule R3). What is not known until the call is over is null until then.

use serde_json::{Map, Value, json};

use crate::conversation::{Outcome, Role};
use crate::dialects::seen::{Call, Seen};
use crate::dialects::{Names, Thing};
use crate::moment::Moment;

use super::card::{Card, ringing, talk_s};
use super::party::is_ours;
use super::rest::{Clock, quantity};
use super::wire::SECONDS;

/// The metrics of a call, as JSON text, with its life cycle if that is asked for.
#[must_use]
pub fn metrics(seen: &Seen, call: &Call, names: &dyn Names, clock: Clock<'_>, life_cycle: bool) -> String {
    let card = Card::of(seen, call, names, clock.now);
    let is_over = call.ended_at.is_some();
    let at_the_end = |seconds: i64| if is_over { Value::from(seconds) } else { Value::Null };
    let answering = call.answered_at.map(|answered_at| answered_at.since(call.started_at).max(0) / 1_000_000);
    let recorded = card.recording.as_ref().and_then(|recording| recording.duration);
    let mut fields = Map::new();
    fields.insert("id".to_owned(), card.id.into());
    fields.insert("call_id".to_owned(), card.id.into());
    let mut add = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
        fields.insert(format!("{name}_unit"), SECONDS.into());
    };
    add("ivr_time", at_the_end(call.menu_s as i64));
    add("hold_duration", at_the_end(call.hold_s as i64));
    add("call_work_time", call_work(call).map(Value::from).unwrap_or_default());
    add("total_ringing_time", at_the_end(rang_s(call)));
    add("talk_time", at_the_end(talk_s(call)));
    add("answering_speed", answering.map(Value::from).unwrap_or_default());
    add("recording_duration", recorded.map(Value::from).unwrap_or_default());
    add("bill_duration", card.bill_duration.map(quantity).unwrap_or_default());
    let customer = card.customer();
    fields.insert("cost".to_owned(), customer.and_then(|customer| customer.cost).map(quantity).unwrap_or_default());
    let unit = customer.map_or_else(|| names.currency().to_lowercase(), |customer| customer.cost_unit.to_string());
    fields.insert("cost_unit".to_owned(), unit.into());
    fields.insert("created_time".to_owned(), clock.time(card.created_at).into());
    fields.insert("updated_time".to_owned(), clock.time(card.updated_at).into());
    fields.insert("csat".to_owned(), Value::Null);
    fields.insert("tags".to_owned(), json!([]));
    if life_cycle {
        fields.insert("life_cycle".to_owned(), life(seen, call, names, clock).into());
    }
    Value::Object(fields).to_string()
}

/// How long what came of the call was being said: from its end on; none while that goes on, 0 where nothing was due.
fn call_work(call: &Call) -> Option<i64> {
    let ended_at = call.ended_at?;
    match &call.wrap_up {
        Some(wrap_up) => Some(wrap_up.ended_at?.since(ended_at).max(0) / 1_000_000),
        None => Some(0),
    }
}

/// The time in which at least one phone rang.
fn rang_s(call: &Call) -> i64 {
    let end = call.ended_at.unwrap_or(call.changed_at);
    let mut spans: Vec<(Moment, Moment)> =
        ringing(call).into_iter().map(|(from, until)| (from, until.unwrap_or(end))).collect();
    spans.sort();
    let (mut micros, mut covered) = (0, Moment::default());
    for (from, until) in spans {
        micros += until.since(from.max(covered)).max(0);
        covered = covered.max(until);
    }
    micros / 1_000_000
}

/// One dated step.
struct Step {
    at: Moment,
    word: &'static str,
    /// The key of an id, and whose it is.
    of: Option<(&'static str, Thing)>,
}

fn life(seen: &Seen, call: &Call, names: &dyn Names, clock: Clock<'_>) -> Vec<Value> {
    let mut steps = steps(seen, call);
    steps.sort_by_key(|step| step.at);
    let printed = steps.into_iter().map(|step| {
        let mut fields = Map::new();
        fields.insert("type".to_owned(), step.word.into());
        fields.insert("time_stamp".to_owned(), clock.time(step.at).into());
        if let Some((key, id)) = step.of.and_then(|(key, thing)| Some((key, names.serial(&thing)?))) {
            fields.insert(key.to_owned(), id.into());
        }
        Value::Object(fields)
    });
    printed.collect()
}

/// The steps of a call's life, in no order but that of their kinds.
fn steps(seen: &Seen, call: &Call) -> Vec<Step> {
    let own = Some(call.id);
    let plain = |at, word| Step { at, word, of: None };
    let mut steps = vec![plain(call.started_at, "call_initiated")];
    steps.extend(seen.menus.iter().filter(|menu| menu.call == own).map(|menu| Step {
        at: menu.entered_at,
        word: "ivr_started",
        of: menu.name.clone().map(|name| ("ivr_id", Thing::Menu(name))),
    }));
    steps.extend(seen.queues.iter().filter(|queue| queue.call == own).map(|queue| Step {
        at: queue.joined_at,
        word: "call_queue_started",
        of: queue.name.clone().map(|name| ("queue_id", Thing::Queue(name))),
    }));
    for leg in call.legs.iter().filter(|leg| leg.role != Some(Role::Caller)) {
        let agent = || leg.user.clone().filter(|_| is_ours(call, leg)).map(|user| ("agent_id", Thing::User(user)));
        let rings = leg.ringing_at.filter(|_| is_ours(call, leg));
        steps.extend(rings.map(|at| Step { at, word: "agent_ringing", of: agent() }));
        steps.extend(leg.answered_at.map(|at| Step { at, word: "answered", of: agent() }));
    }
    for hold in seen.holds.iter().filter(|hold| hold.call == own) {
        steps.push(plain(hold.started_at, "hold"));
        steps.extend(hold.ended_at.map(|at| plain(at, "unhold")));
    }
    let handed = |to: Option<uuid::Uuid>| to.and_then(|to| seen.call(to)).and_then(|child| child.parent) == own;
    let handed = seen.transfers.iter().filter(|transfer| handed(transfer.call));
    steps.extend(handed.map(|transfer| plain(transfer.at, "transfer")));
    if call.outcome == Some(Outcome::Voicemail) {
        let messages = seen.recordings.iter().filter(|recording| recording.call == own);
        let began = messages.filter_map(|recording| recording.started_at).max();
        steps.extend(began.or(call.ended_at).map(|at| plain(at, "voicemail_initiated")));
    }
    steps.extend(call.ended_at.map(|at| plain(at, "hangup")));
    steps
}

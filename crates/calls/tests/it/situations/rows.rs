//! What each dialect shows of a conversation, version by version, in one line.
//!
//! Events stand in their order, states one after another; what is shown again as it was is said once. Of several calls each
//! thing has its call's number before it.

use std::collections::BTreeMap;

use calls::dialects::seen::{Call, Seen};
use calls::dialects::vcita::{self, Shape};
use calls::dialects::xelion::{self, Notified};
use calls::dialects::{Names, Thing};
use calls::dialects::{chakra as chakras, elma365 as elma, freshworks as freshcaller};
use calls::moment::Moment;
use serde_json::Value;

use super::told::Play;
use crate::{chakra as chakra_tests, elma365 as elma_tests, vcita as vcita_tests, xelion as xelion_tests};

/// What is shown of calls that have states, by their numbers.
#[derive(Default)]
struct States(BTreeMap<u64, Vec<String>>);

impl States {
    fn say(&mut self, serial: u64, said: String) {
        let states = self.0.entry(serial).or_default();
        if states.last() != Some(&said) {
            states.push(said);
        }
    }

    fn last(&self, serial: u64) -> Option<&str> {
        self.0.get(&serial)?.last().map(String::as_str)
    }

    fn first(&mut self, serial: u64) -> Option<&mut String> {
        self.0.get_mut(&serial)?.first_mut()
    }

    fn print(&self) -> String {
        let many = self.0.len() > 1;
        let call = |(serial, states): (&u64, &Vec<String>)| {
            let states = states.join(", ");
            if many { format!("{serial}: {states}") } else { states }
        };
        or_nothing(self.0.iter().map(call).collect::<Vec<_>>().join(" | "))
    }
}

fn or_nothing(shown: String) -> String {
    if shown.is_empty() { "nothing".to_owned() } else { shown }
}

/// The number of a call before what is said of it, where there are several.
fn numbered(seen: &Seen, serial: u64) -> String {
    if seen.calls.len() > 1 { format!("{serial} ") } else { String::new() }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// `callStatus`, after the type and whose call it is in the end.
pub(super) fn chakra(play: &Play) -> String {
    let shown = |seen: &Seen, call: &Call| chakras::Shown::of(seen, call, chakra_tests::asked(&chakra_tests::House));
    let mut states = States::default();
    for change in play.changes() {
        for call in change.after.calls.iter().filter(|call| chakras::is_listed(change.after, call)) {
            let shown = read(&serde_json::to_string(&shown(change.after, call)).unwrap());
            let status = shown["callStatus"].as_str().unwrap();
            let deleted = if shown["isDeleted"] == true { " isDeleted" } else { "" };
            states.say(call.serial, format!("{status}{deleted}"));
        }
    }
    for call in &play.last().calls {
        let shown = read(&serde_json::to_string(&shown(play.last(), call)).unwrap());
        let user = shown["user"].as_str().and_then(chakra_tests::who).map(|user| format!(" {user}")).unwrap_or_default();
        if let Some(first) = states.first(call.serial) {
            *first = format!("{}{user}: {first}", shown["type"].as_str().unwrap());
        }
    }
    states.print()
}

/// Events, channels that do more than ring and talk, and the words of the logs in the end.
pub(super) fn xelion(play: &Play) -> String {
    let (house, mut shown) = (xelion_tests::House::default(), Vec::new());
    for change in play.changes() {
        for notice in xelion::notices(&change, &house) {
            match &notice.what {
                Notified::Event(event) => {
                    let number = numbered(play.last(), event.serial);
                    shown.push(format!("{number}{}{}", event.word, about(event.word, &xelion_tests::object(event), &house)));
                }
                Notified::Channel(channel) => {
                    let told = read(&channel.frame(1));
                    shown.extend(special(&told["notification"]).filter(|said| shown.last() != Some(said)));
                }
            }
        }
    }
    format!("{} {}", or_nothing(shown.join(", ")), logs(play.last(), &house))
}

/// What stands beside the word of an event in the table.
fn about(word: &str, told: &Value, house: &xelion_tests::House) -> String {
    let user = |key: &str| house.user(&told[key]).map(|user| format!(" {user}")).unwrap_or_default();
    let text = |key: &str| told[key].as_str().unwrap_or("-");
    match word {
        "newCallEvent" => format!(" {}", text("initiation")),
        "callHungUpEvent" => format!(" \"{}\"", text("duration")),
        "callTransferredEvent" => format!(" {}", text("transferType")),
        "channelHungUpEvent" | "missedCallEvent" | "callConnectedEvent" => user("calleeUser"),
        _ => String::new(),
    }
}

/// A channel that is held, parked or a listener's.
fn special(told: &Value) -> Option<String> {
    let (channel, update) = (&told["activeChannel"], &told["updateType"]);
    let slot = channel["parkingSlot"].as_str().map(|_| "parkingSlot");
    let role = Some("LISTENER").filter(|role| channel["role"] == *role);
    let held = Some("HOLD").filter(|state| channel["state"] == *state);
    let what = slot.or(role).or(held).filter(|_| update == "insert")?;
    Some(format!("activeChannelEvent {what}"))
}

/// What the log of a call's first user says, of each call.
fn logs(seen: &Seen, house: &xelion_tests::House) -> String {
    let of_call = |call: &Call| {
        let said: Vec<String> = xelion::logs(seen, call).iter().map(|log| word_of(seen, call, log, house)).collect();
        let alike = said.iter().all(|word| *word == said[0]);
        let said = if alike { said.first().cloned() } else { Some(said.join("/")) };
        format!("{}{}", numbered(seen, call.serial), said.unwrap_or_else(|| "gone".to_owned()))
    };
    format!("[{}]", seen.calls.iter().map(of_call).collect::<Vec<_>>().join(", "))
}

fn word_of(seen: &Seen, call: &Call, log: &xelion::Log, house: &xelion_tests::House) -> String {
    let told = read(&xelion::log_page(seen, call, log, house).body);
    let marks = ["voicemail", "retrieved"].into_iter().filter(|key| told[*key] == true);
    [told["status"].as_str().unwrap_or("null")].into_iter().chain(marks).collect::<Vec<_>>().join(" ")
}

/// The word of the current shape, and in brackets the seed's; before them whose call it is in the end.
pub(super) fn vcita(play: &Play) -> String {
    let (house, mut states) = (vcita_tests::House::default(), States::default());
    let at = Moment::from_micros(1_767_700_000_000_000).unwrap();
    for change in play.changes() {
        for call in change.after.calls.iter().filter(|call| vcita::is_shown(change.after, call)) {
            let shown = |shape| read(&vcita::Card::of(change.after, call, &house, shape, at).print(shape));
            let (current, seed) = (shown(Shape::Current), shown(Shape::Seed));
            let handled = if seed["status"] == "missed" && !seed["handled_at"].is_null() { ", handled_at" } else { "" };
            let deleted = if current["deleted_at"].is_null() { "" } else { " deleted_at" };
            let word = |shown: &Value| shown["status"].as_str().unwrap().to_owned();
            states.say(call.serial, format!("{} ({}{handled}){deleted}", word(&current), word(&seed)));
        }
    }
    for call in &play.last().calls {
        let shown = read(&vcita::Card::of(play.last(), call, &house, Shape::Current, at).print(Shape::Current));
        let staff = shown["staff_uid"].as_str().map(|uid| house.thing(uid.parse().unwrap()));
        if let (Some(Some(Thing::User(user))), Some(first)) = (staff, states.first(call.serial)) {
            *first = format!("{user}: {first}");
        }
    }
    states.print()
}

/// Events with their disposition, then the record's; of a further page its number comes first.
pub(super) fn elma365(play: &Play) -> String {
    let (house, mut shown) = (elma_tests::House::default(), Vec::new());
    for event in play.changes().flat_map(|change| elma::events(&change, &house)) {
        let told = elma_tests::object(&event);
        let text = |key: &str| told[key].as_str().unwrap_or("-");
        let page = format!("{}{}", event.serial, text("callId").replace(&event.call.to_string(), ""));
        let page = if page == "1" { String::new() } else { format!("{page} ") };
        let phones = match text("direction") {
            "in" => format!(" in {}", text("dstPhone")),
            "out" => format!(" out {}", text("srcPhone")),
            other => format!(" {other} {}>{}", text("srcPhone"), text("dstPhone")),
        };
        let disposition = text("disposition");
        shown.push(match event.word {
            "NotifyStart" => format!("{page}NotifyStart+{disposition}{phones}"),
            "callRecord" if told["call"]["id"] == event.call.to_string() => format!("{page}record {disposition}"),
            "callRecord" => format!("{page}record {disposition} playable"),
            word => format!("{page}{word}+{disposition}"),
        });
    }
    or_nothing(shown.join(", "))
}

/// Where everybody stands after each event: letter and code, with `/` the `connection_type` where it is not plain, `q` for a
/// customer with an `enqueued_time`; what the call has beside; and the REST view where it says something else in the end.
pub(super) fn freshworks(play: &Play) -> String {
    let (house, mut states) = (&play.freshworks, States::default());
    for event in play.changes().flat_map(|change| freshcaller::events(&change, house)) {
        let said = standing(&read(&event.body)["call"]);
        match states.last(event.serial) {
            None => states.say(event.serial, format!("created {said}")),
            Some(last) if last.trim_start_matches("created ") == said => {}
            Some(_) => states.say(event.serial, said),
        }
    }
    let (seen, now) = (play.last(), Moment::from_micros(1_767_700_000_000_000).unwrap());
    for call in &seen.calls {
        let last = states.last(call.serial).map(str::to_owned);
        let rest = freshcaller::is_listed(seen, call).then(|| {
            let clock = freshcaller::Clock { now, offset: &|_| 0 };
            standing(&read(&freshcaller::call(seen, call, house, clock)))
        });
        match (last, rest) {
            (Some(last), Some(rest)) if last.trim_start_matches("created ") == rest => {}
            (_, Some(rest)) => states.say(call.serial, format!("REST {rest}")),
            (Some(_), None) => states.say(call.serial, "REST 404".to_owned()),
            (None, None) => {}
        }
    }
    states.print()
}

fn standing(call: &Value) -> String {
    let one = |one: &Value| {
        let (connection, status) = (one["connection_type"].as_u64().unwrap(), one["call_status"].as_u64().unwrap());
        let letter = if one["participant_type"] == "Agent" { "A" } else { "C" };
        let plain = (letter == "C" && connection == 0) || (letter == "A" && connection == 1);
        let connection = if plain { String::new() } else { format!("/{connection}") };
        let queued = if one["enqueued_time"].is_null() { "" } else { "q" };
        format!("{letter}{status}{connection}{queued}")
    };
    let legs = call["participants"].as_array().unwrap().iter().map(one);
    let beside = [("ivr", "assigned_ivr_id"), ("child", "parent_call_id"), ("notes", "call_notes"), ("recording", "recording")];
    let beside = beside.into_iter().filter(|(_, key)| !call[*key].is_null()).map(|(word, _)| format!("+{word}"));
    legs.chain(beside).collect::<Vec<_>>().join(" ")
}

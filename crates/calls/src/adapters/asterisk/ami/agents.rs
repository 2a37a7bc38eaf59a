//! What the switch knows of agents beside calls: members of queues, whether they are paused, and whether phones can be reached.
//!
//! A switch tells a member's whole state with every change of his phone, in each of his queues; only what is new of it is told
//! on. After each connection the list of all members takes the place of whatever was known. Nothing here is about a call.
//! To read one more event: its arm in [`Agents::take`], and its name in [`EVENTS`].

use std::collections::BTreeMap;

use super::fields::Fields;
use crate::Text;
use crate::adapters::Output;
use crate::moment::Moment;
use crate::presence::{Listed, STANDS_MAX, Stand, Standing, Words};

/// Events that say something of agents.
const EVENTS: &[&str] = &[
    "DeviceStateChange",
    "DeviceStateListComplete",
    "QueueMember",
    "QueueMemberAdded",
    "QueueMemberPause",
    "QueueMemberPaused",
    "QueueMemberRemoved",
    "QueueMemberStatus",
    "QueueStatusComplete",
];

/// Whether an event says something of agents.
pub(super) fn concerns(event: &str) -> bool {
    EVENTS.contains(&event)
}

/// Whether it only answers whoever asked.
pub(super) fn is_listed(event: &str) -> bool {
    matches!(event, "DeviceStateListComplete" | "QueueMember" | "QueueStatusComplete")
}

/// What was told on this connection.
#[derive(Debug, Default)]
pub(super) struct Agents {
    /// Members by queue and interface.
    members: BTreeMap<(Text, Text), Listed>,
    phones: BTreeMap<Text, bool>,
    /// Members of the list under way.
    listed: Vec<Listed>,
    /// Of their phones, whether they can be reached.
    listed_phones: Vec<(Text, bool)>,
    /// The list has more members than are kept, so that it is none.
    too_many: bool,
}

impl Agents {
    /// Takes an event.
    pub(super) fn take(&mut self, event: &str, fields: &Fields<'_>, at: Moment, output: &mut Output) {
        match event {
            "QueueMember" => self.item(fields),
            "QueueStatusComplete" => self.end(at, output),
            "QueueMemberRemoved" => self.removed(fields, at, output),
            "DeviceStateListComplete" => self.end_phones(at, output),
            "DeviceStateChange" => self.state_of_phone(fields, at, output),
            _ => self.member(fields, at, output),
        }
    }

    fn item(&mut self, fields: &Fields<'_>) {
        let Some(listed) = listed(fields) else { return };
        if self.listed.len() >= STANDS_MAX {
            self.too_many = true;
            return;
        }
        self.listed_phones.extend(phone_of(fields));
        self.listed.push(listed);
    }

    /// The list is over: who is not in it is signed out.
    fn end(&mut self, at: Moment, output: &mut Output) {
        let (listed, phones) = (std::mem::take(&mut self.listed), std::mem::take(&mut self.listed_phones));
        if std::mem::take(&mut self.too_many) {
            return;
        }
        self.members = listed.iter().map(|listed| ((listed.queue.clone(), listed.agent.clone()), listed.clone())).collect();
        output.stands.push(Stand { at, what: Standing::AllSignedIn(listed) });
        for (phone, reachable) in phones {
            self.phone(phone, reachable, at, output);
        }
    }

    /// All phones that there are were told, or the switch will not tell them: of others nothing is known.
    pub(super) fn end_phones(&mut self, at: Moment, output: &mut Output) {
        let phones = self.phones.iter().map(|(phone, reachable)| (phone.clone(), words(&[phone]), *reachable));
        output.stands.push(Stand { at, what: Standing::AllPhones(phones.collect()) });
    }

    fn member(&mut self, fields: &Fields<'_>, at: Moment, output: &mut Output) {
        if let Some((phone, reachable)) = phone_of(fields) {
            self.phone(phone, reachable, at, output);
        }
        let Some(listed) = listed(fields) else { return };
        let key = (listed.queue.clone(), listed.agent.clone());
        if self.members.get(&key) == Some(&listed) {
            return;
        }
        if self.members.len() >= STANDS_MAX {
            self.members.clear();
        }
        self.members.insert(key, listed.clone());
        output.stands.push(Stand { at, what: Standing::SignedIn(listed) });
    }

    fn removed(&mut self, fields: &Fields<'_>, at: Moment, output: &mut Output) {
        let (Some(queue), Some(agent)) = (fields.text("Queue"), interface(fields)) else { return };
        self.members.remove(&(queue.clone(), agent.clone()));
        output.stands.push(Stand { at, what: Standing::SignedOut { queue, agent } });
    }

    fn state_of_phone(&mut self, fields: &Fields<'_>, at: Moment, output: &mut Output) {
        let reachable = match fields.get("State") {
            Some("UNAVAILABLE" | "INVALID") => false,
            Some("NOT_INUSE" | "INUSE" | "BUSY" | "RINGING" | "RINGINUSE" | "ONHOLD") => true,
            _ => return,
        };
        let Some(phone) = fields.text("Device").filter(|device| is_phone(device)) else { return };
        self.phone(phone, reachable, at, output);
    }

    fn phone(&mut self, phone: Text, reachable: bool, at: Moment, output: &mut Output) {
        if self.phones.get(&phone) == Some(&reachable) {
            return;
        }
        if self.phones.len() >= STANDS_MAX {
            self.phones.clear();
        }
        self.phones.insert(phone.clone(), reachable);
        let words = words(&[&phone]);
        output.stands.push(Stand { at, what: Standing::Phone { phone, words, reachable } });
    }
}

/// The interface by which a member is called; lists and old switches call it his location.
fn interface(fields: &Fields<'_>) -> Option<Text> {
    fields.text("Interface").or_else(|| fields.text("Location"))
}

/// A member as a message shows him.
fn listed(fields: &Fields<'_>) -> Option<Listed> {
    let (queue, agent) = (fields.text("Queue")?, interface(fields)?);
    let name = fields.text("MemberName").or_else(|| fields.text("Name")).filter(|name| *name != agent);
    let paused = fields.get("Paused") == Some("1");
    // What it says of a pause that is over is the moment when that began.
    let since = fields.get("LastPause").filter(|_| paused).and_then(Moment::from_epoch_text).filter(|at| at.micros() > 0);
    let reason = fields.text("PausedReason").or_else(|| fields.text("Reason")).filter(|_| paused);
    let state_of = fields.get("StateInterface").unwrap_or_default();
    let words = words(&[state_of, &agent, name.as_deref().unwrap_or_default()]);
    Some(Listed { queue, agent, words, name, paused, reason, since })
}

/// The phone behind a member, and whether it can be reached, where that is a phone and its state is known.
fn phone_of(fields: &Fields<'_>) -> Option<(Text, bool)> {
    let phone = fields.text("StateInterface").or_else(|| interface(fields)).filter(|phone| is_phone(phone))?;
    // The states of a device: 1 to 3 and 6 to 8 are those of one that is there, 4 is invalid, 5 unavailable.
    match fields.count("Status")? {
        1..=3 | 6..=8 => Some((phone, true)),
        4 | 5 => Some((phone, false)),
        _ => None,
    }
}

/// Whether a device is a phone, and nothing that the switch made up, which has no technology (`Queue:desk`) or that of a
/// technical channel.
fn is_phone(device: &str) -> bool {
    device.split_once('/').is_some_and(|(technology, _)| {
        technology.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !technology.eq_ignore_ascii_case("local")
    })
}

/// The words for whoever is called by these names: of `PJSIP/ann` that is `ann`, which is the user in signals too; of
/// `Local/101@phones/n` it is `101`, which names whoever has that number.
fn words(names: &[&str]) -> Words {
    let mut words = Words::default();
    for name in names.iter().filter(|name| !name.is_empty()) {
        let word = match name.split_once('/') {
            Some((_, rest)) if is_phone(name) => rest,
            Some((_, rest)) => rest.split(['@', '/']).next().unwrap_or(rest),
            None => name,
        };
        words.names_user |= words.all.is_empty() && is_phone(name);
        let word = Text::new(word);
        if !word.is_empty() && !words.all.contains(&word) {
            words.all.push(word);
        }
    }
    words
}

//! `WallboardEvent`: what goes on at a line, as the server counts it (sheet, 2.2; rule X23). Nothing is counted here.

use serde::Serialize;

use crate::Text;
use crate::dialects::{Names, Thing};

use super::events::frame;
use super::form::oid;
use super::word::Notification;

/// A line and what goes on there. Totals are of the account's day; times are in seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wallboard {
    /// The own number, as the record has it.
    pub line: Text,
    /// Callers who wait now.
    pub waiting_calls: u64,
    /// How long the first of them has waited.
    pub longest_waiting_s: u64,
    /// Calls that came in today.
    pub incoming_calls: u64,
    /// Of those, the missed ones.
    pub missed_calls: u64,
    /// The members of the line's queue.
    pub agents: Vec<Agent>,
}

/// An agent and his day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agent {
    /// By directory key.
    pub user: Text,
    /// What he does now, as presence says.
    pub status: Text,
    /// Whether he cannot take a call now.
    pub is_busy: bool,
    /// Whether his phone is there.
    pub is_connected: bool,
    /// Calls that he is in now.
    pub active_calls: u64,
    /// How many calls he took today, and how long they were.
    pub inbound: (u64, u64),
    /// How many calls he made today, and how long they were.
    pub outbound: (u64, u64),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    name: Option<Text>,
    id: Option<String>,
    accumulated_statistics: [Figure; 4],
    agents_statistics: Vec<AgentTold>,
}

#[derive(Serialize)]
struct Figure {
    id: &'static str,
    value: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AgentTold {
    id: Option<String>,
    name: Option<Text>,
    addressable_oid: Option<String>,
    status: Text,
    busy: bool,
    total_call_duration: u64,
    num_calls: u64,
    total_inbound_call_duration: u64,
    num_inbound_calls: u64,
    total_outbound_call_duration: u64,
    num_outbound_calls: u64,
    average_call_time: u64,
    active_calls: u64,
    connected: bool,
}

impl Wallboard {
    /// The frame of the notification, with the oid of the line.
    #[must_use]
    pub fn frame(&self, names: &dyn Names) -> String {
        let line = Thing::Line(self.line.clone());
        let id = oid(names, &line);
        let figure = |id, value| Figure { id, value };
        let told = Told {
            name: names.name(&line).or_else(|| Some(self.line.clone())),
            id: id.clone(),
            accumulated_statistics: [
                figure("WAITING_CALLS", self.waiting_calls),
                figure("LONGEST_WAITING", self.longest_waiting_s),
                figure("TOTAL_CALLS_INCOMING", self.incoming_calls),
                figure("MISSED_CALLS", self.missed_calls),
            ],
            agents_statistics: self.agents.iter().map(|agent| agent.told(names)).collect(),
        };
        let object = serde_json::to_string(&told).unwrap_or_default();
        frame(Notification::Wallboard.word(), id.as_deref(), &object)
    }
}

impl Agent {
    fn told(&self, names: &dyn Names) -> AgentTold {
        let ((num_inbound_calls, inbound_s), (num_outbound_calls, outbound_s)) = (self.inbound, self.outbound);
        let num_calls = num_inbound_calls.saturating_add(num_outbound_calls);
        let total_call_duration = inbound_s.saturating_add(outbound_s);
        let user = Thing::User(self.user.clone());
        AgentTold {
            id: oid(names, &user),
            name: names.name(&user).or_else(|| Some(self.user.clone())),
            addressable_oid: oid(names, &Thing::Person(self.user.clone())),
            status: self.status.clone(),
            busy: self.is_busy,
            total_call_duration,
            num_calls,
            total_inbound_call_duration: inbound_s,
            num_inbound_calls,
            total_outbound_call_duration: outbound_s,
            num_outbound_calls,
            average_call_time: total_call_duration.checked_div(num_calls).unwrap_or_default(),
            active_calls: self.active_calls,
            connected: self.is_connected,
        }
    }
}

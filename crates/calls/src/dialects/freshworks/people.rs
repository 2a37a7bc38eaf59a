//! Bodies of users and teams (sheet, 4.5): the fields that public readers of the vendor's API know, null where nobody says them.
//!
//! Who there is, and who may be told of him, is not decided here.

use serde::Serialize;

use crate::Text;

/// Where an account may live (sheet, 3.4).
pub const REGIONS: &[&str] = &["US", "EU", "EUC", "AUS", "IND"];

/// Whether a user takes calls (sheet, 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// He cannot be reached.
    Offline,
    /// He is free.
    Online,
    /// He has a call, or takes none for now.
    Busy,
    /// He says what came of a call.
    AfterCallWork,
}

impl Status {
    fn number(self) -> u8 {
        match self {
            Self::Offline => 0,
            Self::Online => 1,
            Self::Busy => 2,
            Self::AfterCallWork => 3,
        }
    }
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The account's integer for it.
    pub id: u64,
    /// Its name.
    pub name: Option<Text>,
    /// The integers of its users.
    pub users: Vec<u64>,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The account's integer for him.
    pub id: u64,
    /// His name.
    pub name: Option<Text>,
    /// Where he has his mail sent.
    pub email: Option<Text>,
    /// A number of his.
    pub phone: Option<Text>,
    /// Whether he takes calls.
    pub status: Status,
    /// The team that he is of: its integer and its name.
    pub team: Option<(u64, Option<Text>)>,
}

#[derive(Serialize)]
struct AgentBody<'a> {
    id: u64,
    name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    status: u8,
    preference: Option<u8>,
    mobile_app_preference: Option<u8>,
    last_call_time: Option<&'a str>,
    last_seen_time: Option<&'a str>,
    confirmed: bool,
    language: Option<&'a str>,
    time_zone: &'a str,
    deleted: bool,
    role: Option<&'a str>,
    teams: Vec<TeamOf<'a>>,
}

#[derive(Serialize)]
struct TeamOf<'a> {
    id: u64,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct TeamBody<'a> {
    id: u64,
    name: Option<&'a str>,
    description: Option<&'a str>,
    users: Vec<UserOf>,
    omni_channel: bool,
}

#[derive(Serialize)]
struct UserOf {
    id: u64,
}

#[derive(Serialize)]
struct StatusBody {
    id: u64,
    user_id: u64,
    status: u8,
}

/// A user, as JSON text; `zone` is the IANA name of the account's time zone.
#[must_use]
pub fn agent(agent: &Agent, zone: &str) -> String {
    let body = AgentBody {
        id: agent.id,
        name: agent.name.as_deref(),
        email: agent.email.as_deref(),
        phone: agent.phone.as_deref(),
        status: agent.status.number(),
        preference: None,
        mobile_app_preference: None,
        last_call_time: None,
        last_seen_time: None,
        confirmed: true,
        language: None,
        time_zone: zone,
        deleted: false,
        role: None,
        teams: agent.team.iter().map(|(id, name)| TeamOf { id: *id, name: name.as_deref() }).collect(),
    };
    serde_json::to_string(&body).unwrap_or_default()
}

/// Whether a user takes calls, as JSON text.
#[must_use]
pub fn agent_status(agent: &Agent) -> String {
    let body = StatusBody { id: agent.id, user_id: agent.id, status: agent.status.number() };
    serde_json::to_string(&body).unwrap_or_default()
}

/// A team, as JSON text.
#[must_use]
pub fn team(team: &Team) -> String {
    let users = team.users.iter().map(|id| UserOf { id: *id }).collect();
    let body = TeamBody { id: team.id, name: team.name.as_deref(), description: None, users, omni_channel: false };
    serde_json::to_string(&body).unwrap_or_default()
}

//! Users, teams, and who takes calls, as far as the key's role sees them: of a supervisor his teams, of a user himself (rule N24).

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use calls::Text;
use calls::dialects::freshworks::{Agent, Status, Team, agent, agent_status, team};
use calls::dialects::{Names, Thing};
use calls::presence::AgentState;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::asked::{Asked, Named};
use super::super::door::Visitor;
use super::super::problem::{Answer, Problem};
use super::super::seen::Sight;
use super::super::{Api, Shared};
use super::asked::PageWords;
use super::door::Key;
use super::{Body, MetaShown};
use crate::directory::Directory;
use crate::store::EntryKind;

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(users)).routes(routes!(user)).routes(routes!(teams)).routes(routes!(statuses))
}

/// A page of users.
#[derive(ToSchema)]
#[schema(as = FreshcallerUsers)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct UserPage {
    /// The users, each as the vendor has him.
    users: Vec<Map<String, Value>>,
    /// Where the page stands.
    meta: MetaShown,
}

/// A user.
#[derive(ToSchema)]
#[schema(as = FreshcallerUser)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct OneUser {
    /// The user, as the vendor has him.
    user: Map<String, Value>,
}

/// A page of teams.
#[derive(ToSchema)]
#[schema(as = FreshcallerTeams)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct TeamPage {
    /// The teams, each as the vendor has it.
    teams: Vec<Map<String, Value>>,
    /// Where the page stands.
    meta: MetaShown,
}

/// A page of who takes calls.
#[derive(ToSchema)]
#[schema(as = FreshcallerUserStatuses)]
#[expect(dead_code, reason = "the dialect prints it; this describes it")]
struct StatusPage {
    /// Of each user 0 offline, 1 online, 2 busy, or 3 after-call work.
    user_statuses: Vec<Map<String, Value>>,
    /// Where the page stands.
    meta: MetaShown,
}

/// Who of the account is seen, by integer.
struct House {
    agents: Vec<Agent>,
    teams: Vec<Team>,
    zone: Text,
}

/// What a key sees of people: the keys of teams and users.
struct Keys {
    users: Vec<Text>,
    teams: Vec<Text>,
}

impl Keys {
    async fn of(api: &Api, visitor: &Visitor, directory: &Directory) -> Answer<Self> {
        let sight = Sight::of(api, visitor).await?;
        let all = |kind| directory.names(kind).into_keys().collect::<Vec<Text>>();
        let users = sight.keys(EntryKind::User).map_or_else(
            || all(EntryKind::User),
            |mut keys| {
                keys.retain(|key| directory.settings(EntryKind::User, key).is_some());
                keys
            },
        );
        let mut teams = all(EntryKind::Team);
        teams.retain(|team| sight.team(team));
        Ok(Self { users, teams })
    }
}

impl House {
    async fn of(api: &Api, visitor: &Visitor) -> Answer<Self> {
        let (ctx, account) = (&api.ctx, &visitor.account);
        let view = ctx.presences.now(account).await?.view;
        let states: HashMap<Text, AgentState> = view.agents.into_iter().map(|agent| (agent.user, agent.state)).collect();
        let household = api.known.household(ctx, account, &[]).await?;
        let known = api.names.of(account);
        let mut known = known.lock().await;
        let directory = known.refresh(ctx, account).await?;
        let keys = Keys::of(api, visitor, &directory).await?;
        let print = |names: &dyn Names| people(&keys, &directory, &states, names);
        let (mut agents, mut teams) = known.printed(ctx, account, &directory, print).await?;
        agents.sort_by_key(|agent| agent.id);
        teams.sort_by_key(|team| team.id);
        Ok(Self { agents, teams, zone: household.account.zone.clone() })
    }
}

fn people(
    keys: &Keys,
    directory: &Directory,
    states: &HashMap<Text, AgentState>,
    names: &dyn Names,
) -> (Vec<Agent>, Vec<Team>) {
    let user_id = |key: &Text| names.serial(&Thing::User(key.clone()));
    let team_id = |key: &Text| names.serial(&Thing::Team(key.clone()));
    let one = |key: &Text| {
        let settings = directory.settings(EntryKind::User, key)?;
        let team = settings.team.as_ref().map(Text::new).filter(|team| keys.teams.contains(team));
        Some(Agent {
            id: user_id(key)?,
            name: settings.name.as_ref().map(Text::new),
            email: settings.email.as_ref().map(Text::new),
            phone: settings.numbers.first().map(Text::new),
            status: states.get(key).map_or(Status::Offline, |state| status(*state)),
            team: team.and_then(|team| Some((team_id(&team)?, names.name(&Thing::Team(team))))),
        })
    };
    let agents = keys.users.iter().filter_map(one).collect();
    let of = |team: &Text| {
        let users = directory.of_teams(EntryKind::User, std::slice::from_ref(team));
        let mut users: Vec<u64> = users.iter().filter(|user| keys.users.contains(user)).filter_map(user_id).collect();
        users.sort_unstable();
        Some(Team { id: team_id(team)?, name: names.name(&Thing::Team(team.clone())), users })
    };
    (agents, keys.teams.iter().filter_map(of).collect())
}

fn status(state: AgentState) -> Status {
    match state {
        AgentState::Free => Status::Online,
        AgentState::Talking | AgentState::Ringing | AgentState::Paused => Status::Busy,
        AgentState::WrapUp => Status::AfterCallWork,
        AgentState::Away => Status::Offline,
    }
}

/// Users, by integer.
#[utoipa::path(
    get, path = "/users", operation_id = "freshcallerUsers", tag = "freshcaller", params(PageWords),
    security(("freshcaller" = [])), responses((status = 200, body = UserPage))
)]
async fn users(State(api): State<Arc<Api>>, Key(visitor): Key, Asked(words): Asked<PageWords>) -> Answer<Body> {
    let (page, House { agents, zone, .. }) = (words.page(), House::of(&api, &visitor).await?);
    let meta = page.meta(agents.len() as u64);
    let bodies: Vec<String> = page.cut(agents).iter().map(|one| agent(one, &zone)).collect();
    Ok(Body::list("users", &bodies, meta))
}

/// One user.
#[utoipa::path(
    get, path = "/users/{user}", operation_id = "freshcallerUser", tag = "freshcaller",
    params(("user" = u64, Path, description = "His integer.")),
    security(("freshcaller" = [])), responses((status = 200, body = OneUser))
)]
async fn user(State(api): State<Arc<Api>>, Key(visitor): Key, Named(named): Named<String>) -> Answer<Body> {
    let House { agents, zone, .. } = House::of(&api, &visitor).await?;
    let found = agents.iter().find(|one| named.parse() == Ok(one.id));
    let found = found.ok_or_else(|| Problem::not_found("there is no such user"))?;
    Ok(Body::one("user", &agent(found, &zone)))
}

/// Teams, by integer.
#[utoipa::path(
    get, path = "/teams", operation_id = "freshcallerTeams", tag = "freshcaller", params(PageWords),
    security(("freshcaller" = [])), responses((status = 200, body = TeamPage))
)]
async fn teams(State(api): State<Arc<Api>>, Key(visitor): Key, Asked(words): Asked<PageWords>) -> Answer<Body> {
    let (page, teams) = (words.page(), House::of(&api, &visitor).await?.teams);
    let meta = page.meta(teams.len() as u64);
    let bodies: Vec<String> = page.cut(teams).iter().map(team).collect();
    Ok(Body::list("teams", &bodies, meta))
}

/// Whether users take calls right now.
#[utoipa::path(
    get, path = "/user_statuses", operation_id = "freshcallerUserStatuses", tag = "freshcaller", params(PageWords),
    security(("freshcaller" = [])), responses((status = 200, body = StatusPage))
)]
async fn statuses(State(api): State<Arc<Api>>, Key(visitor): Key, Asked(words): Asked<PageWords>) -> Answer<Body> {
    let (page, agents) = (words.page(), House::of(&api, &visitor).await?.agents);
    let meta = page.meta(agents.len() as u64);
    let bodies: Vec<String> = page.cut(agents).iter().map(agent_status).collect();
    Ok(Body::list("user_statuses", &bodies, meta))
}

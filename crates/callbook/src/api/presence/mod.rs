//! Presence: agents and queues as they are right now, asked for or followed live.
//!
//! It stands beside conversations and never in them. Who may see what is decided by one cut through a view (`View::seen_by`), the
//! same for both lists and the feed. To show one more thing: in `calls::presence`, and its field here.

mod events;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use calls::Text;
use calls::moment::Moment;
use calls::presence::{Agent, OnCall, Queue, View};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::door::{Visitor, Worker};
use super::problem::Answer;
use super::{Api, Shared, cursor};
use crate::presence::Sight;
use crate::store::EntryKind;

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(agents)).routes(routes!(queues)).routes(routes!(events::get))
}

/// Of which moment a view is.
#[derive(Debug, Serialize, ToSchema)]
struct AsOf {
    /// The newest change that is in it, as a cursor of the change feed: what comes after it is not in the view yet.
    cursor: String,
    /// When it was looked at.
    #[schema(format = DateTime)]
    at: String,
}

impl From<&Sight> for AsOf {
    fn from(sight: &Sight) -> Self {
        Self { cursor: cursor::of_feed(sight.change), at: sight.at.to_string() }
    }
}

/// A user, as he is right now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentPresence)]
struct AgentShown {
    /// The user, by directory key.
    user: String,
    /// His name in the directory.
    #[schema(required)]
    name: Option<String>,
    /// The first that is true of him: `talking` (on the phone), `ringing`, `wrap_up`, `paused` (in all queues that he is signed in
    /// to), `away` (signed out of all, or no phone of his can be reached), `free`.
    state: &'static str,
    /// Since when, where that is known. Of one who is free: since his last call of today.
    #[schema(required, format = DateTime)]
    since: Option<String>,
    /// Of one who is paused: why.
    #[schema(required)]
    reason: Option<String>,
    /// The calls that make him `talking`, `ringing` or `wrap_up`.
    calls: Vec<CallShown>,
    /// The queues that he is signed in to.
    queues: Vec<SignedInShown>,
}

/// A call that a user has to do with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentCall)]
struct CallShown {
    /// The conversation.
    conversation: Uuid,
    /// The call.
    call: Uuid,
    /// What he does with it: `talking`, `ringing` or `wrap_up`.
    doing: &'static str,
    /// Where the call stands, in the record's word.
    state: String,
    /// Since when he does so.
    #[schema(format = DateTime)]
    since: String,
}

/// A queue that a user is signed in to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgentQueue)]
struct SignedInShown {
    /// The queue, by directory key.
    queue: String,
    /// Whether he takes no calls of it for now.
    paused: bool,
    /// Why.
    #[schema(required)]
    reason: Option<String>,
}

/// A queue, as it is right now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueuePresence)]
struct QueueShown {
    /// The queue, by directory key.
    queue: String,
    /// Its name in the directory.
    #[schema(required)]
    name: Option<String>,
    /// How many wait.
    waiting: usize,
    /// Since when who waits longest has waited.
    #[schema(required, format = DateTime)]
    longest_since: Option<String>,
    /// Who waits, the longest wait first.
    callers: Vec<CallerShown>,
    /// How many of those who are signed in to it are what.
    agents: AgentsShown,
    /// Of those who joined it today, by the account's zone; null where there were too many calls to count them here.
    #[schema(required)]
    today: Option<TodayShown>,
}

/// Somebody who waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueueCaller)]
struct CallerShown {
    /// The conversation.
    conversation: Uuid,
    /// The call.
    #[schema(required)]
    call: Option<Uuid>,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
}

/// Those who are signed in to a queue, counted by what they are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueueAgents)]
struct AgentsShown {
    /// They could take a call.
    free: u64,
    /// A call rings at their phones.
    ringing: u64,
    /// They are on the phone.
    talking: u64,
    /// They have a call to wrap up.
    wrap_up: u64,
    /// They take no calls of this queue for now.
    paused: u64,
    /// Their phones cannot be reached.
    away: u64,
    /// Nobody knows which user they are, and so not whether they are on the phone.
    unknown: u64,
}

/// What came of those who joined a queue today.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QueueToday)]
struct TodayShown {
    /// Callers who joined it.
    offered: u64,
    /// Of them, those whom an agent took.
    answered: u64,
    /// Those who hung up.
    abandoned: u64,
    /// Those who left it otherwise, or nobody knows how.
    otherwise: u64,
    /// The mean wait of those who left it, in seconds; null if nobody did.
    #[schema(required)]
    wait_mean_s: Option<f64>,
}

/// All agents.
#[derive(Debug, Serialize, ToSchema)]
struct AgentList {
    /// Of which moment this is.
    as_of: AsOf,
    /// By user: everyone in the directory, and whoever has a call or is signed in to a queue.
    agents: Vec<AgentShown>,
}

/// All queues.
#[derive(Debug, Serialize, ToSchema)]
struct QueueList {
    /// Of which moment this is.
    as_of: AsOf,
    /// By queue: each in the directory, and whichever has callers or agents.
    queues: Vec<QueueShown>,
}

/// The part of a view that a visitor may see (rule N24): of a supervisor the agents and queues of his teams, of a user himself.
async fn seen_by(api: &Api, visitor: &Visitor, view: View) -> Answer<View> {
    let sight = crate::api::seen::Sight::of(api, visitor).await?;
    let keys = |kind| sight.keys(kind).map(|keys| keys.into_iter().collect::<BTreeSet<Text>>());
    let (users, queues) = (keys(EntryKind::User), keys(EntryKind::Queue));
    let shows = |keys: &Option<BTreeSet<Text>>, key: &str| keys.as_ref().is_none_or(|keys| keys.contains(key));
    Ok(view.seen_by(|user| shows(&users, user), |queue| shows(&queues, queue)))
}

/// Agents, as they are right now.
///
/// The answer is what all signals that were recorded before the question say of calls, and what the phone systems said of agents.
#[utoipa::path(
    get, path = "/presence/agents", operation_id = "listAgents", tag = "presence",
    responses((status = 200, body = AgentList))
)]
async fn agents(State(api): State<Arc<Api>>, Worker(visitor): Worker) -> Answer<Json<AgentList>> {
    let sight = api.ctx.presences.now(&visitor.account).await?;
    let as_of = AsOf::from(&sight);
    let agents = seen_by(&api, &visitor, sight.view).await?.agents;
    Ok(Json(AgentList { as_of, agents: agents.into_iter().map(AgentShown::from).collect() }))
}

/// Queues, as they are right now, with their figures of today.
///
/// Figures count those who joined a queue today, also of conversations that go on.
#[utoipa::path(
    get, path = "/presence/queues", operation_id = "listQueues", tag = "presence",
    responses((status = 200, body = QueueList))
)]
async fn queues(State(api): State<Arc<Api>>, Worker(visitor): Worker) -> Answer<Json<QueueList>> {
    let sight = api.ctx.presences.now(&visitor.account).await?;
    let as_of = AsOf::from(&sight);
    let queues = seen_by(&api, &visitor, sight.view).await?.queues;
    Ok(Json(QueueList { as_of, queues: queues.into_iter().map(QueueShown::from).collect() }))
}

fn time(at: Moment) -> String {
    at.to_string()
}

impl From<Agent> for AgentShown {
    fn from(agent: Agent) -> Self {
        let signed_in = agent.queues.into_iter().map(|signed_in| SignedInShown {
            queue: signed_in.queue.to_string(),
            paused: signed_in.paused,
            reason: signed_in.reason.map(String::from),
        });
        Self {
            user: agent.user.to_string(),
            name: agent.name.map(String::from),
            state: agent.state.word(),
            since: agent.since.map(time),
            reason: agent.reason.map(String::from),
            calls: agent.calls.into_iter().map(CallShown::from).collect(),
            queues: signed_in.collect(),
        }
    }
}

impl From<OnCall> for CallShown {
    fn from(on_call: OnCall) -> Self {
        let OnCall { conversation, call, doing, state, since } = on_call;
        Self { conversation, call, doing: doing.word(), state: state.to_string(), since: time(since) }
    }
}

impl From<Queue> for QueueShown {
    fn from(queue: Queue) -> Self {
        let agents = queue.agents;
        let callers = queue.waiting.iter().map(|waiting| CallerShown {
            conversation: waiting.conversation,
            call: waiting.call,
            since: time(waiting.since),
        });
        Self {
            queue: queue.queue.to_string(),
            name: queue.name.map(String::from),
            waiting: queue.waiting.len(),
            longest_since: queue.waiting.first().map(|waiting| time(waiting.since)),
            callers: callers.collect(),
            agents: AgentsShown {
                free: agents.free,
                ringing: agents.ringing,
                talking: agents.talking,
                wrap_up: agents.wrap_up,
                paused: agents.paused,
                away: agents.away,
                unknown: agents.unknown,
            },
            today: queue.today.map(|today| TodayShown {
                offered: today.offered,
                answered: today.answered,
                abandoned: today.abandoned,
                otherwise: today.otherwise,
                wait_mean_s: today.wait_mean_s(),
            }),
        }
    }
}

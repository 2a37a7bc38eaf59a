//! Wallboards: what goes on at a line, as presence and figures say it (rule X23). Nothing is counted here.

use std::collections::HashMap;
use std::sync::Arc;

use calls::Text;
use calls::conversation::{Direction, Outcome};
use calls::dialects::Names;
use calls::dialects::xelion::{Agent, Refusal, Wallboard};
use calls::moment::Moment;
use calls::presence::AgentState;

use super::super::Api;
use super::super::door::Visitor;
use super::super::seen::Sight;
use super::reading::Reading;
use super::{Answer, Refused};
use crate::directory::Directory;
use crate::directory::said::led_by;
use crate::resolve::Numbering;
use crate::store::{EntryKind, FigureAsk, OUTCOMES, Part, Tally};
use crate::zone;

/// What counts as a missed call that came in (rule N7).
const MISSED: &[Outcome] = &[
    Outcome::NoAnswer,
    Outcome::Busy,
    Outcome::Declined,
    Outcome::Unavailable,
    Outcome::Cancelled,
    Outcome::Abandoned,
    Outcome::Voicemail,
];

/// A wallboard, printed.
pub(super) struct Board {
    /// The frame of its notification.
    pub(super) frame: String,
    /// Whether it may differ in a second although nothing happens: somebody waits.
    pub(super) is_restless: bool,
    /// When its totals begin anew.
    pub(super) day_ends: Moment,
}

/// A line.
struct Line {
    /// Its numbers, as they are compared.
    numbers: Vec<Text>,
    /// The queue that its calls are for.
    queue: Option<Text>,
    /// The team that it is of, or that its queue is of.
    team: Option<Text>,
}

/// The line with that oid; none if that is none.
async fn line(api: &Api, account: &Text, who: &Directory, oid: u64) -> Answer<Option<Line>> {
    let Some((kind, word)) = api.ctx.store.given_to(account, oid).await? else { return Ok(None) };
    if kind == "own number" {
        return Ok(Some(Line { numbers: vec![word], queue: None, team: None }));
    }
    let key = who.now(EntryKind::Line, &word);
    let Some(settings) = who.settings(EntryKind::Line, &key).filter(|_| kind == EntryKind::Line.word()) else {
        return Ok(None);
    };
    let household = api.known.household(&api.ctx, account, &[]).await?;
    let numbers = led_by(EntryKind::Line, &key, settings, &Numbering::from(&household.account));
    let queue = settings.queue.as_ref().map(Text::new);
    let of_queue = queue.as_ref().and_then(|queue| who.settings(EntryKind::Queue, queue)?.team.as_ref());
    let team = settings.team.as_ref().or(of_queue).map(Text::new);
    Ok(Some(Line { numbers, queue, team }))
}

/// The wallboard of a line, for whoever may see it: administrators, and whoever is of its team or supervises it.
///
/// Refuses what is no line, and one that is not seen.
pub(super) async fn asked_for(api: &Api, visitor: &Visitor, oid: u64) -> Answer<Board> {
    let unknown = || Refused::bad_id("oid", &oid.to_string());
    let who = api.ctx.directories.of(&visitor.account).await?;
    let line = line(api, &visitor.account, &who, oid).await?.ok_or_else(unknown)?;
    let sight = Sight::of(api, visitor).await?;
    if !sight.is_all() && !line.team.as_ref().is_some_and(|team| sight.team(&who.now(EntryKind::Team, team))) {
        return Err(Refusal::NotPermitted.into());
    }
    board(api, &visitor.account, oid).await?.ok_or_else(unknown)
}

/// The wallboard of a line as it is now; none of what is no line.
pub(super) async fn board(api: &Api, account: &Text, oid: u64) -> Answer<Option<Board>> {
    let who = api.ctx.directories.of(account).await?;
    let Some(line) = line(api, account, &who, oid).await? else { return Ok(None) };
    let Some(number) = line.numbers.first().cloned() else { return Ok(None) };
    let sight = api.ctx.presences.now(account).await?;
    let household = api.known.household(&api.ctx, account, &[]).await?;
    let (day, _) = zone::day(&zone::of(&household.account.zone), sight.at);
    let queue = sight.view.queues.iter().find(|queue| Some(&queue.queue) == line.queue.as_ref());
    let waiting = queue.map(|queue| queue.waiting.as_slice()).unwrap_or_default();
    let longest = waiting.iter().map(|one| sight.at.since(one.since)).max().unwrap_or_default();
    let members: Vec<&calls::presence::Agent> = sight.view.agents.iter().filter(|agent| is_member(agent, &line)).collect();
    let ask = FigureAsk {
        part: Part::Line,
        keys: Some(line.numbers.clone()),
        from: day.from,
        until: day.until,
        direction: Some(Direction::Inbound),
    };
    let mut came = Tally::default();
    api.ctx.store.figures(account, &ask).await?.iter().for_each(|row| came.add(&row.tally, 1));
    let mut agents = Vec::with_capacity(members.len());
    let figures = of_agents(api, account, &who, &members, &ask).await?;
    for member in members {
        let of = |direction| figures.get(&(member.user.clone(), direction)).copied().unwrap_or_default();
        agents.push(agent(member, of(Direction::Inbound), of(Direction::Outbound)));
    }
    let board = Wallboard {
        line: number,
        waiting_calls: waiting.len() as u64,
        longest_waiting_s: u64::try_from(longest / 1_000_000).unwrap_or_default(),
        incoming_calls: u64::try_from(came.calls()).unwrap_or_default(),
        missed_calls: counted(&came, |outcome| MISSED.contains(&outcome)),
        agents,
    };
    let is_restless = board.waiting_calls > 0;
    let known = api.names.of(account);
    let mut known = known.lock().await;
    let directory = known.refresh(&api.ctx, account).await?;
    let frame = known.printed(&api.ctx, account, &directory, |names: &dyn Names| board.frame(names)).await?;
    Ok(Some(Board { frame, is_restless, day_ends: day.until }))
}

fn is_member(agent: &calls::presence::Agent, line: &Line) -> bool {
    line.queue.as_ref().is_some_and(|queue| agent.queues.iter().any(|signed_in| signed_in.queue == *queue))
}

fn counted(tally: &Tally, is_meant: impl Fn(Outcome) -> bool) -> u64 {
    let counts = OUTCOMES.iter().zip(tally.outcomes);
    let sum: i64 = counts.filter(|(outcome, _)| outcome.is_some_and(&is_meant)).map(|(_, count)| count).sum();
    u64::try_from(sum).unwrap_or_default()
}

/// How many calls each agent took and made today, and how long they were in seconds.
async fn of_agents(
    api: &Api,
    account: &Text,
    who: &Arc<Directory>,
    members: &[&calls::presence::Agent],
    line: &FigureAsk,
) -> Answer<HashMap<(Text, Direction), (u64, u64)>> {
    let mut figures: HashMap<(Text, Direction), (u64, u64)> = HashMap::new();
    if members.is_empty() {
        return Ok(figures);
    }
    let keys = members.iter().flat_map(|member| who.all_names(EntryKind::User, &member.user)).collect();
    let ask = FigureAsk { part: Part::User, keys: Some(keys), direction: None, ..line.clone() };
    for row in api.ctx.store.figures(account, &ask).await? {
        let Some(direction) = row.direction else { continue };
        let sum = figures.entry((who.now(EntryKind::User, &row.key), direction)).or_default();
        sum.0 += counted(&row.tally, |outcome| outcome == Outcome::Answered);
        sum.1 += u64::try_from(row.tally.talks.sum_ms / 1_000).unwrap_or_default();
    }
    Ok(figures)
}

fn agent(member: &calls::presence::Agent, inbound: (u64, u64), outbound: (u64, u64)) -> Agent {
    let is_on = |state| matches!(state, AgentState::Talking | AgentState::Ringing);
    Agent {
        user: member.user.clone(),
        status: Text::new_static(member.state.word()),
        is_busy: member.state != AgentState::Free,
        is_connected: member.state != AgentState::Away,
        active_calls: member.calls.iter().filter(|call| is_on(call.doing)).count() as u64,
        inbound,
        outbound,
    }
}

impl Reading<'_> {
    /// The numbers of the line with this oid, as they are compared.
    pub(super) async fn line(&self, oid: u64) -> Answer<Option<Vec<Text>>> {
        Ok(line(self.api, self.account, &self.eyes.who, oid).await?.map(|line| line.numbers))
    }
}

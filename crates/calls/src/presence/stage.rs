//! The scenes and stands of an account, and what they come to.
//!
//! What a scene adds is taken back when another is put in its place, so that a stage costs what changed and not what there is.
//! What an agent or queue came to is kept with a stamp, by which a reader asks for what changed since he looked.
//! It must never look at the order in which anything was put.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::day::{Day, Today};
use super::scene::{Doing, Part, Scene, Wait};
use super::view::{Agent, AgentState, Agents, OnCall, Queue, SignedIn, View, Waiting};
use crate::Text;
use crate::moment::Moment;

/// The most conversations that are kept. Beyond it those that are over are left out, and today's figures are none.
pub(super) const SCENES_MAX: usize = 200_000;

/// What the directory knows by name: key and name.
pub type Names = BTreeMap<Text, Option<Text>>;

/// An agent of a queue, as the directory knows him.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The queue, by directory key.
    pub queue: Text,
    /// The user; none where nobody knows who it is.
    pub user: Option<Text>,
    /// Whether he is signed in.
    pub here: bool,
    /// Whether he takes no calls of it for now.
    pub paused: bool,
    /// Why.
    pub reason: Option<Text>,
    /// Since when it is so.
    pub since: Option<Moment>,
}

/// A user's phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Device {
    /// Whose it is.
    pub user: Text,
    /// Whether it can be reached.
    pub reachable: bool,
    /// Since when it is so.
    pub since: Option<Moment>,
}

/// Where something of a scene stands: the conversation, and its place in it.
type Place = (Uuid, usize);

/// What there is of one queue.
#[derive(Debug, Default)]
struct Row {
    waiting: BTreeMap<(Moment, Uuid, usize), Option<Uuid>>,
    today: Today,
}

/// What phone systems know of agents, by whom and by what it is asked for.
#[derive(Debug, Default)]
struct Stands {
    of_user: BTreeMap<Text, Vec<Member>>,
    of_queue: BTreeMap<Text, Vec<Member>>,
    phones: BTreeMap<Text, Vec<Device>>,
}

/// Something that is shown, and the stamp of its last change; none: it is no longer shown.
#[derive(Debug)]
struct Shown<T>(u64, Option<T>);

/// The scenes and stands of an account.
#[derive(Debug, Default)]
pub struct Stage {
    day: Day,
    scenes: HashMap<Uuid, Scene>,
    too_many: bool,
    parts: BTreeMap<Text, BTreeMap<Place, Part>>,
    rows: BTreeMap<Text, Row>,
    users: Names,
    queues: Names,
    stands: Stands,
    agents_shown: BTreeMap<Text, Shown<Agent>>,
    queues_shown: BTreeMap<Text, Shown<Queue>>,
    touched_users: BTreeSet<Text>,
    touched_queues: BTreeSet<Text>,
    stamp: u64,
}

impl Stage {
    /// An empty one, on that day.
    #[must_use]
    pub fn new(day: Day) -> Self {
        Self { day, ..Self::default() }
    }

    /// The day whose figures are counted.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// Another day began: what was over before it counts no longer.
    pub fn turn(&mut self, day: Day) {
        (self.day, self.too_many) = (day, false);
        let scenes = std::mem::take(&mut self.scenes);
        self.touched_users.extend(std::mem::take(&mut self.parts).into_keys());
        self.touched_queues.extend(std::mem::take(&mut self.rows).into_keys());
        scenes.into_iter().for_each(|(conversation, scene)| self.put(conversation, scene));
    }

    /// Says what a conversation comes to now, whatever it came to before; an empty scene takes it away.
    pub fn put(&mut self, conversation: Uuid, mut scene: Scene) {
        self.take_back(conversation);
        let day = self.day;
        scene.parts.retain(|part| part.doing != Doing::Gone || day.has(part.since));
        scene.waits.retain(|wait| wait.left.is_none() || day.has(wait.joined_at));
        if scene.is_empty() {
            return;
        }
        if self.scenes.len() >= SCENES_MAX && !scene.goes_on() {
            self.leave_out();
            return;
        }
        for (no, part) in scene.parts.iter().enumerate() {
            self.touched_users.insert(part.user.clone());
            self.parts.entry(part.user.clone()).or_default().insert((conversation, no), part.clone());
        }
        for (no, wait) in scene.waits.iter().enumerate() {
            self.touched_queues.insert(wait.queue.clone());
            let row = self.rows.entry(wait.queue.clone()).or_default();
            if wait.left.is_none() {
                row.waiting.insert((wait.joined_at, conversation, no), wait.call);
            }
            if day.has(wait.joined_at) {
                row.today.add(wait);
            }
        }
        self.scenes.insert(conversation, scene);
    }

    /// The figures of today cannot be kept any more.
    pub fn leave_out(&mut self) {
        self.too_many = true;
        self.touched_queues.extend(self.queues_shown.keys().cloned());
    }

    fn take_back(&mut self, conversation: Uuid) {
        let Some(scene) = self.scenes.remove(&conversation) else { return };
        for (no, Part { user, .. }) in scene.parts.iter().enumerate() {
            if let Some(parts) = self.parts.get_mut(user) {
                parts.remove(&(conversation, no));
            }
            self.touched_users.insert(user.clone());
        }
        for (no, wait) in scene.waits.iter().enumerate() {
            if let Some(row) = self.rows.get_mut(&wait.queue) {
                row.take_back(conversation, no, wait, self.day);
            }
            self.touched_queues.insert(wait.queue.clone());
        }
    }

    /// Who and what the directory knows.
    pub fn set_names(&mut self, users: Names, queues: Names) {
        self.touch_all();
        (self.users, self.queues) = (users, queues);
        self.touch_all();
    }

    /// What phone systems know of agents.
    pub fn set_stands(&mut self, members: Vec<Member>, devices: Vec<Device>) {
        self.touch_all();
        self.stands = Stands::new(members, devices);
        self.touch_all();
    }

    fn touch_all(&mut self) {
        self.touched_users.extend(self.users.keys().chain(self.parts.keys()).cloned());
        self.touched_users.extend(self.stands.of_user.keys().chain(self.stands.phones.keys()).cloned());
        self.touched_queues.extend(self.queues.keys().chain(self.rows.keys()).chain(self.stands.of_queue.keys()).cloned());
    }

    /// Works out what was touched, and gives the stamp of the last change.
    pub fn settle(&mut self) -> u64 {
        let users = std::mem::take(&mut self.touched_users);
        for user in &users {
            self.touched_queues.extend(self.stands.members(user).iter().map(|member| member.queue.clone()));
        }
        let queues = std::mem::take(&mut self.touched_queues);
        self.parts.retain(|_, parts| !parts.is_empty());
        self.rows.retain(|_, row| !row.waiting.is_empty() || row.today != Today::default());
        let next = self.stamp + 1;
        let mut changed = false;
        for user in users {
            let agent = self.agent(&user);
            changed |= show(&mut self.agents_shown, user, agent, next);
        }
        for key in queues {
            let queue = self.queue(&key);
            changed |= show(&mut self.queues_shown, key, queue, next);
        }
        if changed {
            self.stamp = next;
        }
        self.stamp
    }

    /// All that changed after that stamp, as it was settled last; everything after 0.
    #[must_use]
    pub fn since(&self, stamp: u64) -> View {
        let (agents, gone_agents) = changed_since(&self.agents_shown, stamp);
        let (queues, gone_queues) = changed_since(&self.queues_shown, stamp);
        View { agents, queues, gone_agents, gone_queues }
    }

    fn agent(&self, user: &Text) -> Option<Agent> {
        let parts = self.parts.get(user);
        let members = self.stands.members(user);
        if parts.is_none() && members.is_empty() && !self.users.contains_key(user) {
            return None;
        }
        let (state, since, reason) = self.state(user);
        let mut calls: Vec<OnCall> = parts.into_iter().flatten().filter_map(on_call).collect();
        calls.sort();
        calls.dedup_by(|one, other| (one.call, one.doing) == (other.call, other.doing));
        let here = members.iter().filter(|member| member.here);
        let signed_in =
            |member: &Member| SignedIn { queue: member.queue.clone(), paused: member.paused, reason: member.reason.clone() };
        let mut queues: Vec<SignedIn> = here.map(signed_in).collect();
        queues.dedup_by(|one, other| one.queue == other.queue);
        let name = self.users.get(user).cloned().flatten();
        Some(Agent { user: user.clone(), name, state, since, reason, calls, queues })
    }

    /// What a user does, since when, and why.
    fn state(&self, user: &Text) -> (AgentState, Option<Moment>, Option<Text>) {
        let parts = || self.parts.get(user).into_iter().flatten().map(|(_, part)| part);
        let doing = parts().filter_map(|part| Some((AgentState::by(part.doing)?, part.since))).min();
        if let Some((state, since)) = doing {
            return (state, Some(since), None);
        }
        let last = parts().filter(|part| part.doing == Doing::Gone).map(|part| part.since).max();
        let later = |since: Option<Moment>| since.max(last);
        let members = self.stands.members(user);
        let here: Vec<&Member> = members.iter().filter(|member| member.here).collect();
        let paused = here.iter().all(|member| member.paused) && !here.is_empty();
        if paused {
            let since = here.iter().map(|member| member.since).max().flatten();
            let reason = here.iter().find_map(|member| member.reason.clone());
            return (AgentState::Paused, later(since), reason);
        }
        let phones = self.stands.phones.get(user).map(Vec::as_slice).unwrap_or_default();
        if !phones.is_empty() && phones.iter().all(|phone| !phone.reachable) {
            return (AgentState::Away, later(phones.iter().map(|phone| phone.since).max().flatten()), None);
        }
        if !members.is_empty() && here.is_empty() {
            return (AgentState::Away, later(members.iter().map(|member| member.since).max().flatten()), None);
        }
        (AgentState::Free, last, None)
    }

    fn queue(&self, key: &Text) -> Option<Queue> {
        let row = self.rows.get(key);
        let members = self.stands.of_queue.get(key);
        if row.is_none() && members.is_none() && !self.queues.contains_key(key) {
            return None;
        }
        let mut agents = Agents::default();
        for member in members.into_iter().flatten().filter(|member| member.here) {
            agents.count(self.state_in(member));
        }
        let waiting = row.into_iter().flat_map(|row| &row.waiting);
        let waiting =
            waiting.map(|((since, conversation, _), call)| Waiting { conversation: *conversation, call: *call, since: *since });
        Some(Queue {
            queue: key.clone(),
            name: self.queues.get(key).cloned().flatten(),
            waiting: waiting.collect(),
            agents,
            today: (!self.too_many).then(|| row.map(|row| row.today).unwrap_or_default()),
        })
    }

    /// What an agent is for a queue: of one who could take a call, whether he takes those of this queue.
    fn state_in(&self, member: &Member) -> Option<AgentState> {
        let Some(user) = &member.user else { return member.paused.then_some(AgentState::Paused) };
        let (state, ..) = self.state(user);
        match state {
            AgentState::Free | AgentState::Away if member.paused => Some(AgentState::Paused),
            state => Some(state),
        }
    }
}

impl Stands {
    fn new(mut members: Vec<Member>, mut devices: Vec<Device>) -> Self {
        let mut stands = Self::default();
        members.sort();
        devices.sort();
        for member in members {
            if let Some(user) = &member.user {
                stands.of_user.entry(user.clone()).or_default().push(member.clone());
            }
            stands.of_queue.entry(member.queue.clone()).or_default().push(member);
        }
        for device in devices {
            stands.phones.entry(device.user.clone()).or_default().push(device);
        }
        stands
    }

    fn members(&self, user: &Text) -> &[Member] {
        self.of_user.get(user).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Row {
    fn take_back(&mut self, conversation: Uuid, no: usize, wait: &Wait, day: Day) {
        self.waiting.remove(&(wait.joined_at, conversation, no));
        if day.has(wait.joined_at) {
            self.today.take_back(wait);
        }
    }
}

fn on_call((place, part): (&Place, &Part)) -> Option<OnCall> {
    let (conversation, _) = *place;
    let doing = AgentState::by(part.doing)?;
    Some(OnCall { conversation, call: part.call, doing, state: part.state.clone(), since: part.since })
}

/// Shows something as it is now; whether that is other than before.
fn show<T: PartialEq>(shown: &mut BTreeMap<Text, Shown<T>>, key: Text, now: Option<T>, stamp: u64) -> bool {
    let before = shown.get(&key).and_then(|Shown(_, before)| before.as_ref());
    if before == now.as_ref() {
        return false;
    }
    shown.insert(key, Shown(stamp, now));
    true
}

/// What changed after a stamp, and what is gone since then.
fn changed_since<T: Clone>(shown: &BTreeMap<Text, Shown<T>>, stamp: u64) -> (Vec<T>, Vec<Text>) {
    let changed = || shown.iter().filter(|(_, Shown(at, _))| *at > stamp);
    let there = changed().filter_map(|(_, Shown(_, now))| now.clone()).collect();
    // Whoever sees everything for the first time misses nobody.
    let gone = changed().filter(|(_, Shown(_, now))| now.is_none() && stamp > 0).map(|(key, _)| key.clone()).collect();
    (there, gone)
}

//! What a visitor sees of a conversation (rule N24): the whole of it, some of its calls, or nothing.
//!
//! Which calls somebody sees is decided by the record as it is now, by the one rule in the store (`Sees`); whatever shows a
//! record, a change or a list asks here, so that all of them show the same. What is not seen is not there: it is told in
//! the same words as what does not exist. To show one more field of a conversation in part: its line in `cut`.

mod cut;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calls::Text;
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::Api;
use super::door::Visitor;
use super::printed;
use super::problem::{Answer, Kind, Problem};
use crate::directory::Directory;
use crate::store::{Aim, Clue, EntryKind, Filter, Found, Sees, What, WhoIsWho};

/// The most users and teams by whose calls a list is narrowed; of more, what is not seen is left out afterwards.
const CLUES_MAX: usize = 1_024;

/// By what it is judged what a visitor sees.
#[derive(Clone)]
pub(crate) struct Sight {
    sees: Sees,
    /// Who is in which team; empty for whoever sees everything.
    who: Arc<Directory>,
}

/// What is seen of one conversation.
#[derive(Clone, Debug)]
pub(crate) enum View {
    /// All of it.
    All,
    /// Some of its calls.
    Part(Part),
    /// Nothing.
    Nothing,
}

/// Which calls of a conversation are seen, and how all of them hang together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    seen: BTreeSet<Uuid>,
    parents: BTreeMap<Uuid, Option<Uuid>>,
}

/// As much of a call's record as the rule asks for.
#[derive(Deserialize)]
struct OneCall {
    id: Uuid,
    #[serde(default)]
    parent: Option<Uuid>,
    #[serde(default)]
    assigned: OfTeam,
    legs: Vec<OfUser>,
}

#[derive(Default, Deserialize)]
struct OfTeam {
    team: Option<String>,
}

#[derive(Deserialize)]
struct OfUser {
    user: Option<String>,
}

#[derive(Deserialize)]
struct Whole {
    calls: Vec<OneCall>,
}

impl Sight {
    /// What this visitor is judged by, now.
    pub(crate) async fn of(api: &Api, visitor: &Visitor) -> Answer<Self> {
        let sees = visitor.sees();
        let who = match sees {
            Sees::All | Sees::Nothing => Arc::default(),
            Sees::Teams(_) | Sees::User(_) => api.ctx.directories.of(&visitor.account).await?,
        };
        Ok(Self { sees, who })
    }

    /// Whether every call of the account is seen.
    pub(crate) fn is_all(&self) -> bool {
        self.sees == Sees::All
    }

    fn sees(&self, call: &OneCall) -> bool {
        let users = call.legs.iter().filter_map(|leg| leg.user.as_deref());
        self.sees.call(users, call.assigned.team.as_deref(), &*self.who)
    }

    /// Has a filter find only what may be seen, so that pages are not full of what is left out again. True if all that it
    /// finds is seen at least in part; where there would be too many clues, it is left as it is.
    pub(crate) fn narrow(&self, filter: &mut Filter) -> bool {
        let who = &self.who;
        let users = |users: Vec<Text>| users.into_iter().flat_map(|user| who.all_names(EntryKind::User, &user)).map(Clue::User);
        let clues: Vec<Clue> = match &self.sees {
            Sees::All => return true,
            Sees::Nothing => Vec::new(),
            Sees::User(own) => users(vec![who.user(own)]).collect(),
            Sees::Teams(teams) => {
                let own = teams.iter().flat_map(|team| who.all_names(EntryKind::Team, &who.team(team))).map(Clue::Team);
                own.chain(users(who.of_teams(EntryKind::User, teams))).collect()
            }
        };
        let narrows = clues.len() <= CLUES_MAX;
        filter.only = Some(clues).filter(|_| narrows);
        narrows
    }

    /// Of which queues and users figures and presence are shown: their keys; none of whoever sees everything.
    pub(crate) fn keys(&self, kind: EntryKind) -> Option<Vec<Text>> {
        match (&self.sees, kind) {
            (Sees::All, _) => None,
            (Sees::Teams(teams), EntryKind::User | EntryKind::Queue) => Some(self.who.of_teams(kind, teams)),
            (Sees::User(own), EntryKind::User) => Some(vec![self.who.user(own)]),
            _ => Some(Vec::new()),
        }
    }

    /// The clues of which a call must have one to be seen; none of whoever sees everything. An error where there would be too many.
    pub(crate) fn clues(&self) -> Result<Option<Vec<Clue>>, ()> {
        let mut filter = Filter::default();
        if self.narrow(&mut filter) { Ok(filter.only) } else { Err(()) }
    }

    /// Whether a team is shown, by its key of now: of a supervisor his teams, of a user his own.
    pub(crate) fn team(&self, key: &Text) -> bool {
        match &self.sees {
            Sees::All => true,
            Sees::Teams(teams) => teams.iter().any(|team| self.who.team(team) == *key),
            Sees::User(own) => self.who.team_of(&self.who.user(own)).is_some_and(|team| self.who.team(&team) == *key),
            Sees::Nothing => false,
        }
    }

    /// Whether a call would be seen that has a leg of this user and is assigned to nobody.
    pub(crate) fn user(&self, user: Option<&str>) -> bool {
        self.sees.call(user.into_iter(), None, &*self.who)
    }

    /// Whether a call is seen that has this record now.
    pub(crate) fn call(&self, record: &str) -> Answer<bool> {
        if self.is_all() {
            return Ok(true);
        }
        Ok(self.sees(&serde_json::from_str(record).map_err(|error| broken(&error))?))
    }

    /// What is seen of a conversation that has this record now.
    pub(crate) fn view(&self, record: &str) -> Answer<View> {
        if self.is_all() {
            return Ok(View::All);
        }
        let whole: Whole = serde_json::from_str(record).map_err(|error| broken(&error))?;
        let seen: BTreeSet<Uuid> = whole.calls.iter().filter(|call| self.sees(call)).map(|call| call.id).collect();
        Ok(match seen.len() {
            0 => View::Nothing,
            all if all == whole.calls.len() => View::All,
            _ => View::Part(Part { seen, parents: whole.calls.iter().map(|call| (call.id, call.parent)).collect() }),
        })
    }
}

fn broken(error: &serde_json::Error) -> Problem {
    tracing::error!(%error, "what the store gave is no record");
    Problem::new(Kind::Internal, "what is kept under this id cannot be printed")
}

impl View {
    /// Whether everything of the conversation is seen.
    pub(crate) fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Whether a call of it is seen; of none is what belongs to the conversation as a whole.
    pub(crate) fn has(&self, call: Option<Uuid>) -> bool {
        match self {
            Self::All => true,
            Self::Part(part) => call.is_some_and(|call| part.seen.contains(&call)),
            Self::Nothing => false,
        }
    }

    /// Whether a list or a count may have a conversation of which this is seen: one of which some calls are seen only if being
    /// found tells nothing of the others.
    pub(crate) fn is_found(&self, tells_of_all: bool) -> bool {
        match self {
            Self::All => true,
            Self::Part(_) => !tells_of_all,
            Self::Nothing => false,
        }
    }

    /// Whether what was found may be shown: of a call, leg or recording that is asked for the call must be seen. Of a call
    /// that is not seen it is told that it exists, and so its id finds the conversation.
    pub(crate) fn shows(&self, newest: &Found, aim: Aim) -> Answer<bool> {
        match (self, aim, newest.what) {
            (Self::All, ..) => Ok(true),
            (Self::Nothing, ..) => Ok(false),
            (Self::Part(_), Aim::Whole, What::Conversation | What::Call) => Ok(true),
            (Self::Part(part), ..) => Ok(printed::call_id_of(newest)?.is_some_and(|call| part.seen.contains(&call))),
        }
    }

    /// Whether what is done about what was found concerns calls that are seen, and no others.
    pub(crate) fn covers(&self, newest: &Found, aim: Aim) -> Answer<bool> {
        match (self, aim, newest.what) {
            (Self::Part(_), Aim::Whole, _) | (Self::Part(_), Aim::Call, What::Conversation) => Ok(false),
            _ => self.shows(newest, aim),
        }
    }

    /// As much of a conversation's record as is seen; none where that is nothing.
    pub(crate) fn record(&self, record: String) -> Answer<Option<Box<RawValue>>> {
        match self {
            Self::All => printed::record(record).map(Some),
            Self::Part(part) => printed::record(cut::record(part, &record).map_err(|error| broken(&error))?).map(Some),
            Self::Nothing => Ok(None),
        }
    }

    /// As much of what changed as is seen; none where that is nothing.
    pub(crate) fn patch(&self, patch: &str) -> Answer<Option<String>> {
        match self {
            Self::All => Ok(Some(patch.to_owned())),
            Self::Part(part) => cut::patch(part, patch).map_err(|error| broken(&error)),
            Self::Nothing => Ok(None),
        }
    }
}

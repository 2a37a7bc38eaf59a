//! What only the phone system knows of its agents, and no call tells: who is signed in to which queue, who is paused and why,
//! whose phone can be reached.
//!
//! An adapter tells a [`Stand`] beside its signals. It is no signal and must never enter a conversation. [`apply`] keeps what is
//! known of one source; a whole list takes the place of what was known, so that who is not in it is signed out. To tell one
//! more thing: a case of [`Standing`], its arm in [`apply`].

use std::collections::{BTreeMap, BTreeSet};

use crate::Text;
use crate::moment::Moment;

/// The most that is known of one source; what comes beyond is left out.
pub const STANDS_MAX: usize = 50_000;

/// One thing that a phone system says of an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// When, by the phone system's clock, or by ours where it tells none.
    pub at: Moment,
    /// What.
    pub what: Standing,
}

/// What a phone system says of agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// An agent is signed in to a queue.
    SignedIn(Listed),
    /// An agent is signed out of a queue.
    SignedOut {
        /// The queue, in the phone system's word.
        queue: Text,
        /// The agent, in the phone system's word.
        agent: Text,
    },
    /// All agents of all queues: who is not among them is signed out of whatever he was signed in to.
    AllSignedIn(Vec<Listed>),
    /// Whether a phone can be reached.
    Phone {
        /// The phone, in the phone system's word.
        phone: Text,
        /// Whose it is.
        words: Words,
        /// Whether it can be reached.
        reachable: bool,
    },
    /// All phones of which anything is known, each as [`Standing::Phone`] says it. Of any other nothing is known, and it counts as
    /// one that can be reached.
    AllPhones(Vec<(Text, Words, bool)>),
}

/// An agent who is signed in to a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The queue, in the phone system's word.
    pub queue: Text,
    /// The agent, in the phone system's word.
    pub agent: Text,
    /// Who that is.
    pub words: Words,
    /// His name, for people.
    pub name: Option<Text>,
    /// Whether he takes no calls of this queue for now.
    pub paused: bool,
    /// Why.
    pub reason: Option<Text>,
    /// Since when, where the phone system says so.
    pub since: Option<Moment>,
}

/// The words under which a directory may know somebody, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub all: Vec<Text>,
    /// Whether the first is the word by which this phone system names the user in signals, so that it is his key where the
    /// directory knows none (rule N23).
    pub names_user: bool,
}

/// Of what something is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// An agent of a queue: queue and agent.
    Member(Text, Text),
    /// A phone.
    Phone(Text),
}

/// What is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Of an agent: whether he is signed in; of a phone: whether it can be reached.
    pub here: bool,
    /// Whether he takes no calls for now.
    pub paused: bool,
    /// Why.
    pub reason: Option<Text>,
    /// His name, for people.
    pub name: Option<Text>,
    /// Who that is.
    pub words: Words,
    /// Since when it is so, where that is known.
    pub since: Option<Moment>,
}

/// All that is known of one source.
pub type Known = BTreeMap<Subject, Held>;

/// Takes in what a phone system says; gives back what is other than before.
pub fn apply(known: &mut Known, stand: &Stand) -> Vec<Subject> {
    let mut changed = Vec::new();
    match &stand.what {
        Standing::SignedIn(listed) => put(known, listed.subject(), listed.held(Some(stand.at)), &mut changed),
        Standing::SignedOut { queue, agent } => {
            let subject = Subject::Member(queue.clone(), agent.clone());
            let before = known.get(&subject).cloned().unwrap_or_default();
            put(known, subject, before.gone(stand.at), &mut changed);
        }
        Standing::AllSignedIn(all) => {
            let there: BTreeMap<Subject, &Listed> = all.iter().map(|listed| (listed.subject(), listed)).collect();
            let is_gone = |subject: &Subject, held: &Held| {
                matches!(subject, Subject::Member(..)) && held.here && !there.contains_key(subject)
            };
            for (subject, held) in those(known, is_gone) {
                put(known, subject, held.gone(stand.at), &mut changed);
            }
            for (subject, listed) in there {
                put(known, subject, listed.held(None), &mut changed);
            }
        }
        Standing::Phone { phone, words, reachable } => {
            let held = Held { here: *reachable, words: words.clone(), since: Some(stand.at), ..Held::default() };
            put(known, Subject::Phone(phone.clone()), held, &mut changed);
        }
        Standing::AllPhones(all) => {
            let there: BTreeSet<Subject> = all.iter().map(|(phone, ..)| Subject::Phone(phone.clone())).collect();
            let is_unknown =
                |subject: &Subject, held: &Held| matches!(subject, Subject::Phone(_)) && !held.here && !there.contains(subject);
            for (subject, held) in those(known, is_unknown) {
                put(known, subject, Held { here: true, since: None, ..held }, &mut changed);
            }
            for (phone, words, reachable) in all {
                let held = Held { here: *reachable, words: words.clone(), ..Held::default() };
                put(known, Subject::Phone(phone.clone()), held, &mut changed);
            }
        }
    }
    changed
}

/// Copies of what is known, of those that are so.
fn those(known: &Known, so: impl Fn(&Subject, &Held) -> bool) -> Vec<(Subject, Held)> {
    known.iter().filter(|(subject, held)| so(subject, held)).map(|(subject, held)| (subject.clone(), held.clone())).collect()
}

/// What is as it was is so since it was so first.
fn put(known: &mut Known, subject: Subject, mut held: Held, changed: &mut Vec<Subject>) {
    match known.get(&subject) {
        Some(before) => {
            if (before.here, before.paused) == (held.here, held.paused) {
                held.since = before.since;
            }
            if *before == held {
                return;
            }
        }
        None if known.len() >= STANDS_MAX => return,
        None => {}
    }
    known.insert(subject.clone(), held);
    changed.push(subject);
}

impl Listed {
    fn subject(&self) -> Subject {
        Subject::Member(self.queue.clone(), self.agent.clone())
    }

    /// A list does not say when somebody was signed in, only that he is.
    fn held(&self, at: Option<Moment>) -> Held {
        Held {
            here: true,
            paused: self.paused,
            reason: self.reason.clone().filter(|_| self.paused),
            name: self.name.clone(),
            words: self.words.clone(),
            since: self.since.or(at),
        }
    }
}

impl Held {
    fn gone(self, at: Moment) -> Self {
        Self { here: false, paused: false, reason: None, since: Some(at), ..self }
    }
}

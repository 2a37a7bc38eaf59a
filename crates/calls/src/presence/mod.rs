//! Presence: who is free, who is on the phone, and who waits in a queue, right now.
//!
//! It is a view of its own, kept apart from conversations: [`Scene`] is what it needs of one record, [`Stand`] what only the
//! phone system knows of agents, and [`Stage`] holds the scenes and stands of an account and says what they come to. Whatever
//! the order in which they are put on it, a stage shows the same, so that a view that was moved equals one that is made anew
//! from the fold of all signals so far. Nothing here reads a clock: the day is handed in. It must never find out anything about
//! a call by itself; that is the fold's.
//! To show one more thing: read it in `scene`, keep it in `stage`, say it in `view`.

mod day;
mod scene;
mod stage;
mod stand;
#[cfg(test)]
mod tests;
mod view;

pub use day::{Day, Today};
pub use scene::{Doing, Part, Scene, Wait, Way};
pub use stage::{Device, Member, Names, Stage};
pub use stand::{Held, Known, Listed, STANDS_MAX, Stand, Standing, Subject, Words, apply};
pub use view::{Agent, AgentState, Agents, OnCall, Queue, SignedIn, View, Waiting};

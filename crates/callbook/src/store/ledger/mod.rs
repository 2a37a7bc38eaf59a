//! What every store does alike, whatever keeps its rows: conversations that are open are kept folded in memory, so that the
//! hot path reads nothing back; their ids and versions are given here.
//!
//! No SQL stands here, and nothing here is ground: a store may forget any of it at any moment and read it again. To keep one
//! more thing of an open conversation: a field of [`Convo`], and where a store fills it when it reads one again.

mod convo;
mod errand;
mod kept;
mod naming;
mod wrap_up;

pub(crate) use convo::{Convo, Told as ToldVersion, names_of, words};
pub(crate) use errand::Plan;
pub(crate) use kept::{Due, Kept};
pub(crate) use naming::{Fresh, IdRow, Names, Naming};

//! What every store does alike, whatever keeps its rows: conversations that are open are kept folded in memory, so that the
//! hot path reads nothing back; their ids and versions are given here.
//!
//! No SQL stands here, and nothing here is ground: a store may forget any of it at any moment and read it again. To keep one
//! more thing of an open conversation: a field of [`Convo`], and where a store fills it when it reads one again.

mod awaited;
mod convo;
mod counted;
mod errand;
mod kept;
pub(crate) mod marks;
mod media;
mod naming;
mod remark;
mod tally;
mod wrap_up;

pub(crate) use convo::{Convo, Told as ToldVersion, names_of, words};
pub(crate) use counted::{Counted, Figure};
pub(crate) use errand::Plan;
pub(crate) use kept::{CALL_DELETED, Due, Kept, Listed, OF_CALL, OF_WHOLE, WHOLE_DELETED};
pub(crate) use media::MediaPlan;
pub(crate) use naming::{Fresh, IdRow, Names, Naming};
pub(crate) use tally::{OUTCOMES, Spread, Tally, WITHIN_S_MAX};

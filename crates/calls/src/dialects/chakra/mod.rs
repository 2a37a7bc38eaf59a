//! Chakra: calls as clients of Chakra's API read, write and dispose them.
//!
//! Rules C… are those of the dialect's page (README.md), beside S… of situations, and R… of all dialects. `shown` is a call with
//! its 29 fields, `status` its one word for the line, its outcome and its wrap-up; `answer` is what stands around it; `wanted`
//! is what a list is asked for; `hear` is what clients write, as signals. Nothing is pushed in this dialect.
//!
//! Nothing here asks a store, knows a route or a token, or draws an id: what is needed of them is handed in ([`Asked`]). What a
//! client wrote and no other dialect understands is kept with the call (`kept`), and read by nobody else.
//! To add a field: in [`Shown`], and if clients write it in `hear/fields.rs` and `kept.rs`.

mod answer;
mod hear;
mod kept;
mod shown;
mod sides;
mod status;
mod task;
mod time;
mod wanted;

use uuid::Uuid;

use super::seen::{Call, Seen};
use super::{Kind, Names};
use crate::moment::Moment;

pub use answer::{Code, Meta, Refusal, list, one};
pub use hear::{Address, BODY_MAX, FEED, New, Said, Say, Who, change, create, dispose, remove};
pub use shown::{For, Shown};
pub use status::{Status, Way};
pub use task::{NewTask, Path, Task, task};
pub use wanted::{Encode, Narrow, PAGE_SIZE_MAX, Sort, Wanted};

/// The dialect. What its clients say needs more than a body to be understood (who is meant, what the call is by now): see
/// [`create`], [`change`], [`dispose`], [`remove`] and [`task()`].
pub const DIALECT: Kind = Kind { name: "chakra", about: "clients of Chakra's calls", tells: &[], hear: None };

/// The path of the Call object.
pub const ROOT: &str = "/v1/ext/call";

/// What an answer is made with.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What no record says.
    pub names: &'a dyn Names,
    /// The tenant of the key that asks.
    pub team: Uuid,
    /// The moment of the question, from which links count (rule R16).
    pub now: Moment,
}

/// Whether a call can be read in this dialect (rule N4): once it has a direction, and as long as its conversation stands.
/// A call that was deleted can, and is left out of lists that do not ask for it (rule C18).
#[must_use]
pub fn is_listed(seen: &Seen, call: &Call) -> bool {
    call.direction.is_some() && seen.merged_into.is_none() && seen.erased_at.is_none()
}

//! What presence is made of, as a store has it: scenes of conversations, and what phone systems said of agents.

use calls::Text;
use calls::moment::Moment;
use calls::presence::{Held, Scene, Subject};
use uuid::Uuid;

/// The most conversations that are over and are read for presence; of more the newest.
pub(crate) const STAGE_ENDED_MAX: usize = 100_000;

/// From where on presence is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StageFrom {
    /// Only conversations that changed after that change; none: every one that goes on, or ended at `ended` or later.
    pub(crate) change: Option<u64>,
    /// Of those that are over: since when.
    pub(crate) ended: Moment,
    /// What is known of the stands: they are read only if there are others.
    pub(crate) stands: Option<StandsMark>,
}

/// Which stands there are, as it can be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StandsMark {
    /// What was written last.
    pub(crate) newest: u64,
    /// How many sources there are: those of a removed one count no longer.
    pub(crate) sources: u64,
}

/// What was read, all of one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StageRows {
    /// The newest change of the account that is in it.
    pub(crate) newest: u64,
    /// Whether it is all there is, and not only what changed.
    pub(crate) is_whole: bool,
    /// Whether more were over than are read.
    pub(crate) too_many: bool,
    /// The account's time zone.
    pub(crate) zone: Text,
    /// What each conversation comes to; an empty scene of one that there is no longer.
    pub(crate) scenes: Vec<(Uuid, Scene)>,
    /// All stands, if they are others than was said.
    pub(crate) stands: Option<(StandsMark, Vec<StandRow>)>,
}

/// What a source said of an agent or phone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StandRow {
    /// The source.
    pub(crate) source: Text,
    /// Of what.
    pub(crate) subject: Subject,
    /// What.
    pub(crate) held: Held,
}

//! Figures: how many calls there were, and how long was waited and talked, added up while calls are recorded.

use calls::Text;
use calls::conversation::{Direction, Word};
use calls::moment::Moment;
use calls::words;

use super::Tally;

/// The most rows of figures that are read for one question; then it is too long a period for so many keys.
pub(crate) const FIGURE_ROWS_MAX: usize = 200_000;

/// Of what calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// The account.
    All,
    /// A source, by its name.
    Source,
    /// A line, by its number as it is compared.
    Line,
    /// A queue, by its key.
    Queue,
    /// A user, by his key.
    User,
}

words!(Part { All => "all", Source => "source", Line => "line", Queue => "queue", User => "user" });

/// Which figures are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FigureAsk {
    /// Of what.
    pub(crate) part: Part,
    /// Of which of them; none: of each.
    pub(crate) keys: Option<Vec<Text>>,
    /// Of hours that began at that moment or later.
    pub(crate) from: Moment,
    /// Of hours that began before that moment.
    pub(crate) until: Moment,
    /// Of calls of that direction; none: of all.
    pub(crate) direction: Option<Direction>,
}

/// Figures of calls that began in one hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FigureRow {
    /// Of which source, line, queue or user; empty of the account.
    pub(crate) key: Text,
    /// When the hour began, as the account's clocks show it.
    pub(crate) hour: Moment,
    /// The direction of the calls.
    pub(crate) direction: Option<Direction>,
    /// What was counted.
    pub(crate) tally: Tally,
}

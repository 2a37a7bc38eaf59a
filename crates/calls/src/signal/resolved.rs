//! What the directory said of whatever a signal names, when it was recorded (rule N23).
//!
//! Everything here is a key of the directory. No adapter tells any of it, and nothing here may take the place of what the phone
//! system said itself.

use crate::Text;

/// What the directory knows of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The contact whose number it is.
    pub contact: Option<Text>,
    /// The team of the user whose phone it is.
    pub team: Option<Text>,
    /// The business that the user works for.
    pub scope: Option<Text>,
    /// For how many seconds the user has a call wrapped up, at the most, once it ended; none: nothing is due (rule R17).
    pub wrap_up_s: Option<u32>,
    /// The line that the calls of the user or trunk show outside, where the phone system does not say (rule N5).
    pub line: Option<Box<DefaultLine>>,
}

/// A line that is shown outside unless something else is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultLine {
    /// Its number.
    pub number: Text,
    /// The business whose it is.
    pub scope: Option<Text>,
}

/// What stands behind a line or queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Of a line: the queue that its calls are for.
    pub queue: Option<Text>,
    /// Of a line: the menu that its calls are for.
    pub menu: Option<Text>,
    /// Of a line: the business whose it is.
    pub scope: Option<Text>,
    /// The team of the queue, or of the queue behind the line.
    pub team: Option<Text>,
}

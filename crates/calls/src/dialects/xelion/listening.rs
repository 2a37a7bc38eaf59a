//! What one connection has asked for, and what of a notice it is sent (rules X1–X3, X20–X22).
//!
//! It begins with nothing and remembers nothing of the connection before: who was away catches up by reading (rule R15).

use std::collections::BTreeSet;

use crate::Text;

use super::events::{Notice, Notified};
use super::refusal::Refusal;
use super::said::Wish;
use super::word::Notification;

/// The most objects that one connection is told of.
const OBJECTS_MAX: usize = 1_000;

/// Who is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    /// The user, by directory key; none of a login that is nobody's phone.
    pub user: Option<Text>,
    /// Whether he administers the account.
    pub is_administrator: bool,
}

impl Listener {
    /// Whether something of a user's is his to see (rules X30, N24).
    #[must_use]
    pub fn may_see(&self, user: Option<&Text>) -> bool {
        self.is_administrator || user.is_some() && self.user.as_ref() == user
    }
}

/// The subscriptions of one connection.
#[derive(Clone, Debug)]
pub struct Listening {
    listener: Listener,
    wanted: BTreeSet<Notification>,
    /// Lines whose wallboard is wanted, by oid.
    lines: BTreeSet<u64>,
    /// Of the list of channels; starts anew with each connection.
    version: u64,
}

impl Listening {
    /// A new connection, which wants nothing yet (rules X1, X20).
    #[must_use]
    pub fn new(listener: Listener) -> Self {
        Self { listener, wanted: BTreeSet::new(), lines: BTreeSet::new(), version: 0 }
    }

    /// Takes a wish. Whether a line of a wallboard exists and may be seen is known above, and asked before.
    ///
    /// # Errors
    ///
    /// If the listener may not ask for it (rule X2), or asks for too much.
    pub fn take(&mut self, wish: &Wish) -> Result<(), Refusal> {
        if wish.about.is_for_administrators() && !self.listener.is_administrator {
            return Err(Refusal::NotPermitted);
        }
        match (wish.about, wish.oid, wish.toggle) {
            (Notification::Silent, ..) => {}
            (Notification::Wallboard, Some(line), true) => {
                if self.lines.len() >= OBJECTS_MAX && !self.lines.contains(&line) {
                    return Err(Refusal::invalid(
                        "oid",
                        Some(&line.to_string()),
                        "this connection has asked for too many objects",
                    ));
                }
                self.lines.insert(line);
            }
            (Notification::Wallboard, Some(line), false) => {
                self.lines.remove(&line);
            }
            (Notification::Wallboard, None, _) => {}
            (about, _, true) => {
                self.wanted.insert(about);
            }
            (about, _, false) => {
                self.wanted.remove(&about);
            }
        }
        Ok(())
    }

    /// The lines whose wallboard is wanted, by oid.
    #[must_use]
    pub fn lines(&self) -> &BTreeSet<u64> {
        &self.lines
    }

    /// Whether nothing is wanted, so that the connection need not be asked about any change.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.wanted.is_empty() && self.lines.is_empty()
    }

    /// Whether a notice is for this connection: it asked for it, and may hear of it (rules X2, X3).
    #[must_use]
    pub fn wants(&self, notice: &Notice) -> bool {
        let may = || match &self.listener {
            Listener { is_administrator: true, .. } => true,
            Listener { user: Some(user), .. } => notice.audience.users.contains(user),
            Listener { user: None, .. } => false,
        };
        self.wanted.contains(&notice.word) && may()
    }

    /// The frame of a notice that is for this connection; none of any other. Channels are numbered (rule X22).
    pub fn frame(&mut self, notice: &Notice) -> Option<String> {
        if !self.wants(notice) {
            return None;
        }
        Some(match &notice.what {
            Notified::Event(event) => event.body.clone(),
            Notified::Channel(channel) => {
                self.version += 1;
                channel.frame(self.version)
            }
        })
    }
}

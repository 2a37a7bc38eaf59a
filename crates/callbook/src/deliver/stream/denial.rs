//! What a server of NATS says that somebody may not do. It says so beside the answers, of which there is none then, and names the
//! subject, not the message.

use async_nats::{Event, ServerError};
use tokio::sync::broadcast;

/// The most that are held for whoever waits; who hears none of them hears that there is no answer.
pub(super) const HELD_MAX: usize = 64;

const PUBLISH: &str = "permissions violation for publish to ";
const SUBSCRIBE: &str = "permissions violation for subscription to ";

/// Something that may not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// Publishing to this subject.
    Publish(String),
    /// Subscribing to what answers come by, and nothing else is subscribed to here.
    Answers,
}

impl Denial {
    /// What an event of the client says of it, if it does.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let Event::ServerError(ServerError::Other(says)) = event else { return None };
        let after =
            |what: &str| says.get(..what.len()).filter(|head| head.eq_ignore_ascii_case(what)).and(says.get(what.len()..));
        if let Some(subject) = after(PUBLISH) {
            let subject = subject.trim_start_matches('"').split('"').next().unwrap_or_default();
            return Some(Self::Publish(subject.to_owned()));
        }
        after(SUBSCRIBE).map(|_| Self::Answers)
    }

    /// What it means for whoever set up the subscription.
    pub(super) fn says(&self) -> String {
        match self {
            Self::Publish(subject) => format!("the user may not publish to the subject {subject}"),
            Self::Answers => "the user may not subscribe to _INBOX.>, where the stream answers".to_owned(),
        }
    }
}

/// Waits for a denial that is of a message to this subject; for ever where there is none.
pub(super) async fn of_subject(denials: &mut broadcast::Receiver<Denial>, subject: &str) -> Denial {
    loop {
        match denials.recv().await {
            Ok(Denial::Publish(denied)) if denied != subject => {}
            Ok(denial) => return denial,
            Err(broadcast::error::RecvError::Lagged(_)) => {}
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_done_is_read_from_the_words_of_the_server() {
        let said = |says: &str| Denial::of(&Event::ServerError(ServerError::Other(says.to_owned())));
        let publish = Some(Denial::Publish("callbook.main.ended".to_owned()));
        assert_eq!(said("Permissions Violation for Publish to \"callbook.main.ended\""), publish);
        assert_eq!(said("permissions violation for publish to \"callbook.main.ended\""), publish);
        let subscribe = "Permissions Violation for Subscription to \"_INBOX.abc.*\"";
        assert_eq!(said(subscribe), Some(Denial::Answers));
        assert_eq!(said("Maximum Connections Exceeded"), None);
        assert_eq!(said("é"), None);
        assert_eq!(Denial::of(&Event::ServerError(ServerError::AuthorizationViolation)), None);
        assert_eq!(Denial::of(&Event::Connected), None);
    }
}

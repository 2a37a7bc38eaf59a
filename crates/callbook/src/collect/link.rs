//! A recording at a phone system that tells a link to it, as Twilio does.

use bytes::Bytes;
use futures_util::stream::Stream;

use super::{Collector, Miss};
use crate::outward::Address;

/// Where recordings of Twilio stand: its API, in whichever region. An account's token is sent nowhere else.
pub(crate) const TWILIO_HOSTS: &[&str] = &["twilio.com"];

/// The recording, as a stream.
pub(super) async fn opened(
    collector: &Collector,
    url: &str,
    signed: (&str, &str),
) -> Result<impl Stream<Item = Result<Bytes, &'static str>> + Send + use<>, Miss> {
    let address = Address::kept(url).map_err(|_| Miss::Never("its link cannot be read".to_owned()))?;
    if !collector.hosts.iter().any(|host| is_at(address.host(), host)) {
        return Err(Miss::Never("its link leads to somebody else than its phone system".to_owned()));
    }
    collector.fetcher.get(&address, signed).await.map_err(Miss::Later)
}

/// Whether a name is that of a host, or stands below it.
fn is_at(name: &str, host: &str) -> bool {
    name == host || name.strip_suffix(host).is_some_and(|below| below.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_to_hosts_of_its_phone_system_only() {
        for theirs in ["api.twilio.com", "api.dublin.ie1.twilio.com", "twilio.com"] {
            assert!(is_at(theirs, "twilio.com"), "{theirs}");
        }
        for other in ["nottwilio.com", "twilio.com.example", "api.twilio.org", "", "com", "10.0.0.1"] {
            assert!(!is_at(other, "twilio.com"), "{other}");
        }
    }
}

//! How often a password may be tried: for a name, and from an address.
//!
//! A try that failed is forgiven after a while; so many may be open, and no more. Nothing but times is held, each under the
//! hash of what it is about; when too many are held, the one that is forgiven first gives way. To limit one more thing: a
//! [`Limit`], and who takes by it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use calls::moment::Moment;
use sha2::{Digest, Sha256};

/// The most names and addresses that are held.
const HELD_MAX: usize = 20_000;

/// How many tries may be open, and how long each is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    tries: i64,
    each_micros: i64,
}

/// Tries of one name.
pub(super) const OF_NAME: Limit = Limit { tries: 10, each_micros: 60_000_000 };
/// Tries from one address, behind which there may be a whole house.
pub(super) const OF_ADDRESS: Limit = Limit { tries: 60, each_micros: 10_000_000 };

/// What tries are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct About([u8; 32]);

impl About {
    /// A name in an account, whether there is one or not.
    pub(super) fn name(account: &str, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update((account.len() as u64).to_be_bytes());
        hash.update(account);
        hash.update(name);
        Self(hash.finalize().into())
    }

    /// An address; of the new kind the network, of which everybody has many addresses.
    pub(super) fn address(address: IpAddr) -> Self {
        let text = match address.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
        };
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

/// Tries that are not forgiven yet: when the last of them will be.
#[derive(Debug, Default)]
pub(super) struct Tries(Mutex<HashMap<About, Moment>>);

impl Tries {
    /// Takes a try, or says after how many seconds there is one again.
    pub(super) fn take(&self, about: About, limit: Limit, now: Moment) -> Result<(), u64> {
        let most = limit.tries * limit.each_micros;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back must not lock anybody out for longer.
        let open = held.get(&about).map_or(0, |until| until.since(now)).clamp(0, most);
        if open + limit.each_micros > most {
            let wait = open + limit.each_micros - most;
            return Err(u64::try_from(wait.div_euclid(1_000_000) + 1).unwrap_or(1));
        }
        if held.len() >= HELD_MAX && !held.contains_key(&about) {
            held.retain(|_, until| *until > now);
            if held.len() >= HELD_MAX
                && let Some(first) = held.iter().min_by_key(|(_, until)| **until).map(|(about, _)| *about)
            {
                held.remove(&first);
            }
        }
        held.insert(about, now.plus(open + limit.each_micros));
        Ok(())
    }

    /// Gives a try back, because it was none: the password was right.
    pub(super) fn give_back(&self, about: About, limit: Limit) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = held.get_mut(&about) {
            *until = until.plus(-limit.each_micros);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn so_many_tries_and_then_one_at_a_time() {
        let (tries, about) = (Tries::default(), About::name("main", "ann"));
        let now = Moment::from_micros(5_000_000_000).unwrap();
        for _ in 0..OF_NAME.tries {
            tries.take(about, OF_NAME, now).unwrap();
        }
        let wait = tries.take(about, OF_NAME, now).unwrap_err();
        assert!((60..=61).contains(&wait), "{wait}");
        assert!(tries.take(About::name("main", "bea"), OF_NAME, now).is_ok());
        let later = now.plus(60_000_000);
        assert!(tries.take(about, OF_NAME, later).is_ok());
        assert!(tries.take(about, OF_NAME, later).is_err());
        tries.give_back(about, OF_NAME);
        assert!(tries.take(about, OF_NAME, later).is_ok());
        assert!(tries.take(about, OF_NAME, now.plus(-1_000_000_000)).is_err(), "the clock was put back");
    }

    #[test]
    fn no_more_are_held_than_may_be() {
        let tries = Tries::default();
        for no in 0..(HELD_MAX as i64 + 10) {
            let now = Moment::from_micros(1_000_000_000 + no).unwrap();
            tries.take(About::name("main", &no.to_string()), OF_NAME, now).unwrap();
        }
        let held = tries.0.lock().unwrap();
        assert_eq!(held.len(), HELD_MAX);
        assert!(!held.contains_key(&About::name("main", "0")), "the oldest gives way");
    }

    #[test]
    fn a_network_of_the_new_kind_is_one_address() {
        let of = |text: &str| About::address(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}

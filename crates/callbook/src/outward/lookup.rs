//! Names to addresses, of which only those are handed on that may be called.
//!
//! The connection is made to exactly what was judged: there must never be a second lookup in between, which could say something
//! else (DNS rebinding).

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;
use tokio::sync::Semaphore;

use super::address::judge;
use super::fault::{self, Stopped};
use super::wall::Wall;

/// The most lookups at a time. Each has a thread of its own, for as long as name servers take; a customer's server can
/// be slow on purpose, and others wait for threads too.
pub(super) const LOOKUPS_MAX: usize = 64;
/// The most addresses of a name that are tried.
const ADDRESSES_MAX: usize = 8;

/// Asks the system, and judges what it says.
pub(super) struct Lookup {
    pub(super) wall: Wall,
    /// Whether what is called is called over TLS.
    pub(super) is_secure: bool,
    /// Leave to look something up.
    pub(super) turns: Arc<Semaphore>,
}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let (wall, is_secure, turns) = (self.wall.clone(), self.is_secure, Arc::clone(&self.turns));
        Box::pin(async move {
            let found = found(name.as_str().to_owned(), turns).await;
            let called = called(&found, is_secure, &wall).map_err(Stopped)?;
            // Without a port, that of the URL is taken.
            let places: Addrs = Box::new(called.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(places)
        })
    }
}

/// All addresses of a name, unjudged; none if nobody knows it.
pub(super) async fn found(name: String, turns: Arc<Semaphore>) -> Vec<IpAddr> {
    let Ok(turn) = turns.acquire_owned().await else { return Vec::new() };
    // The thread goes on when nobody waits any more, and keeps its turn until it is done.
    let asked = tokio::spawn(async move {
        let _turn = turn;
        lookup_host((name.as_str(), 0)).await.map(|found| found.map(|place| place.ip()).collect::<Vec<_>>())
    });
    asked.await.ok().and_then(Result::ok).unwrap_or_default()
}

/// Of all addresses of a name those that are called, in their order; or why none is.
///
/// One that leads inside does not forbid the others, which reach nobody inside. Without TLS it does: who sits between
/// could choose which of them is called.
pub(super) fn called(found: &[IpAddr], is_secure: bool, wall: &Wall) -> Result<Vec<IpAddr>, &'static str> {
    if found.is_empty() {
        return Err(fault::NO_NAME);
    }
    let judged = || found.iter().map(|address| judge(*address, is_secure, wall).map(|()| *address));
    if !is_secure {
        judged().collect::<Result<Vec<_>, _>>()?;
    }
    let may_be: Vec<IpAddr> = judged().filter_map(Result::ok).take(ADDRESSES_MAX).collect();
    // All of them were refused, and for the same reason.
    if may_be.is_empty() { Err(fault::INSIDE) } else { Ok(may_be) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn called(found: &[&str], is_secure: bool, allow: &[&str]) -> Result<Vec<String>, &'static str> {
        let found: Vec<IpAddr> = found.iter().map(|text| text.parse().unwrap()).collect();
        let wall = Wall::new(allow.iter().map(|net| net.parse().unwrap()).collect());
        super::called(&found, is_secure, &wall).map(|called| called.iter().map(IpAddr::to_string).collect())
    }

    #[test]
    fn of_a_name_only_addresses_are_called_that_may_be() {
        let mixed = ["127.0.0.1", "8.8.8.8", "::1", "10.0.0.1", "2606:4700::1"];
        assert_eq!(called(&mixed, true, &[]).unwrap(), ["8.8.8.8", "2606:4700::1"]);
        assert_eq!(called(&mixed, true, &["10.0.0.1"]).unwrap(), ["8.8.8.8", "10.0.0.1", "2606:4700::1"]);
        assert_eq!(called(&["127.0.0.1", "::ffff:10.0.0.1"], true, &[]), Err(fault::INSIDE));
        assert_eq!(called(&[], true, &["0.0.0.0/0"]), Err(fault::NO_NAME));
        assert_eq!(called(&["8.8.8.8"; 20], true, &[]).unwrap().len(), ADDRESSES_MAX);
    }

    #[test]
    fn without_tls_every_address_of_a_name_must_be_listed() {
        assert_eq!(called(&["10.0.0.1", "10.0.0.2"], false, &["10.0.0.0/8"]).unwrap().len(), 2);
        assert_eq!(called(&["10.0.0.1", "8.8.8.8"], false, &["10.0.0.0/8"]), Err(fault::NOT_SECURE));
        assert_eq!(called(&["10.0.0.1", "127.0.0.1"], false, &["10.0.0.0/8"]), Err(fault::INSIDE));
        assert_eq!(called(&["8.8.8.8"], false, &[]), Err(fault::NOT_SECURE));
    }
}

//! A server of message streams: where it is, and to which addresses that leads.
//!
//! It is said in the words of NATS, `nats://host:port` or `tls://host:port`. Nothing is connected to here, and nothing that was
//! not judged by the wall may be handed out. To add a scheme: its line in [`SCHEMES`].

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use super::address::{is_this_machine, judge};
use super::fault;
use super::lookup;
use super::send::Sender;
use super::wall::Wall;

/// The most bytes of what says where a server is.
pub(crate) const BROKER_BYTES_MAX: usize = 300;

/// Every scheme, and whether it is over TLS.
const SCHEMES: &[(&str, bool)] = &[("nats", false), ("tls", true)];
/// The port where none is said (NATS documentation, "Connecting").
const PORT: u16 = 4_222;
/// The most bytes of a name (RFC 1035).
const NAME_BYTES_MAX: usize = 253;

/// Where a server is, judged as far as text can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broker {
    host: String,
    port: u16,
    is_secure: bool,
}

impl Broker {
    /// A server as somebody chose it, or what was expected.
    pub(crate) fn parse(text: &str, wall: &Wall) -> Result<Self, String> {
        let broker = Self::kept(text)?;
        let judged = match broker.literal() {
            Some(address) => judge(address, broker.is_secure, wall),
            None if is_this_machine(&broker.host) && !wall.allows_loopback() => Err(fault::INSIDE),
            None => Ok(()),
        };
        judged.map(|()| broker).map_err(|why| format!("expected a server that may be called: {}", words(why)))
    }

    /// A server as the store has it; it is judged when it is connected to.
    pub(crate) fn kept(text: &str) -> Result<Self, String> {
        let expected = || "expected a server, as `tls://nats.example:4222`".to_owned();
        if text.len() > BROKER_BYTES_MAX {
            return Err(format!("expected at most {BROKER_BYTES_MAX} bytes"));
        }
        let (scheme, place) = text.split_once("://").ok_or_else(expected)?;
        let known = SCHEMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(scheme));
        let (_, is_secure) = *known.ok_or_else(expected)?;
        if place.contains('@') {
            return Err("expected no name and password in it: they have fields of their own".to_owned());
        }
        let place = place.strip_suffix('/').unwrap_or(place);
        let (host, port) = match place.strip_prefix('[') {
            Some(place) => place.split_once(']').filter(|(host, _)| host.parse::<Ipv6Addr>().is_ok()).ok_or_else(expected)?,
            None => place.split_at(place.find(':').unwrap_or(place.len())),
        };
        let port = match port.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().unwrap_or(0),
            Some(_) => 0,
            None if port.is_empty() => PORT,
            None => 0,
        };
        let is_host = host.parse::<IpAddr>().is_ok() || is_name(host);
        if port == 0 || !is_host {
            return Err(expected());
        }
        Ok(Self { host: host.to_ascii_lowercase(), port, is_secure })
    }

    /// The name or address, as a certificate has to have it.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is connected to over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.is_secure
    }

    fn literal(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

/// As it is kept: the same place is always the same text.
impl fmt::Display for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = SCHEMES.iter().find(|(_, is_secure)| *is_secure == self.is_secure).map_or("tls", |(scheme, _)| scheme);
        let (open, close) = if self.host.contains(':') { ("[", "]") } else { ("", "") };
        write!(f, "{scheme}://{open}{}{close}:{}", self.host, self.port)
    }
}

impl Sender {
    /// The addresses of a server that may be connected to, in their order; or why there is none. They must be connected to as
    /// they are: another lookup could say something else.
    pub(crate) async fn reach(&self, broker: &Broker) -> Result<Vec<SocketAddr>, &'static str> {
        let found = match broker.literal() {
            Some(address) => vec![address],
            None => lookup::found(broker.host.clone(), self.turns()).await,
        };
        let called = lookup::called(&found, broker.is_secure, self.wall()).map_err(words)?;
        Ok(called.into_iter().map(|address| SocketAddr::new(address, broker.port)).collect())
    }
}

/// What is said of http holds for a connection without TLS, in words of its own.
fn words(why: &'static str) -> &'static str {
    if why == fault::NOT_SECURE { fault::NOT_SECURE_STREAM } else { why }
}

fn is_name(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    (1..=NAME_BYTES_MAX).contains(&text.len()) && text.bytes().all(good)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::outward::Trust;

    fn wall(allow: &[&str]) -> Wall {
        Wall::new(allow.iter().map(|net| net.parse().unwrap()).collect())
    }

    #[test]
    fn a_server_is_a_scheme_a_host_and_a_port() {
        let shown = [
            ("tls://NATS.example", "tls://nats.example:4222"),
            ("tls://nats.example:14222/", "tls://nats.example:14222"),
            ("TLS://8.8.8.8:1", "tls://8.8.8.8:1"),
            ("tls://[2606:4700::1111]", "tls://[2606:4700::1111]:4222"),
            ("nats://desk_1.example:65535", "nats://desk_1.example:65535"),
        ];
        for (text, shown) in shown {
            let broker = Broker::parse(text, &wall(&[])).unwrap();
            assert_eq!(broker.to_string(), shown);
            assert_eq!(Broker::kept(shown).unwrap(), broker);
        }
        let wrong =
            ["", "nats.example:4222", "https://nats.example", "tls://", "tls://:4222", "tls://a b", "tls://a:0", "tls://a:"];
        for text in wrong.iter().chain(&[
            "tls://a:65536",
            "tls://a:+1",
            "tls://a:1:2",
            "tls://[a]",
            "tls://[::1",
            "tls://a/b",
            "tls://a,b",
        ]) {
            assert!(Broker::kept(text).unwrap_err().starts_with("expected a server, as"), "{text}");
        }
        assert!(Broker::kept("tls://ann:key@nats.example").unwrap_err().contains("fields of their own"));
        assert!(Broker::kept(&format!("tls://{}", "a".repeat(300))).unwrap_err().contains("at most 300 bytes"));
    }

    #[test]
    fn a_server_inside_is_only_for_what_the_operator_lists_and_so_is_one_without_tls() {
        let refused = |text: &str, allow: &[&str]| Broker::parse(text, &wall(allow)).err().unwrap_or_default();
        for inside in [
            "tls://127.0.0.1",
            "tls://localhost",
            "nats://desk.localhost:1",
            "tls://[::ffff:10.0.0.1]",
            "tls://169.254.169.254",
        ] {
            assert!(refused(inside, &[]).contains("inside the network"), "{inside}");
        }
        assert!(refused("nats://8.8.8.8", &[]).contains("use tls://"));
        assert_eq!(refused("nats://8.8.8.8", &["8.8.8.8"]), "");
        assert_eq!(refused("nats://localhost", &["127.0.0.0/8"]), "");
        assert_eq!(refused("nats://nats.example", &[]), "", "a name is judged when it is connected to");
    }

    #[tokio::test]
    async fn names_lead_only_where_the_wall_lets_them() {
        let reach = async |text: &str, allow: &[&str]| {
            let sender = Sender::new(wall(allow), Trust::default()).unwrap();
            sender.reach(&Broker::kept(text).unwrap()).await
        };
        assert_eq!(reach("nats://localhost:4222", &[]).await, Err(fault::INSIDE));
        assert_eq!(reach("tls://127.1:4222", &[]).await, Err(fault::INSIDE), "another way to write 127.0.0.1");
        let found = reach("nats://localhost:4222", &["127.0.0.0/8", "::1"]).await.unwrap();
        assert!(found.iter().all(|place| place.ip().is_loopback() && place.port() == 4222) && !found.is_empty());
        assert_eq!(reach("nats://8.8.8.8:4222", &[]).await, Err(fault::NOT_SECURE_STREAM));
        assert_eq!(reach("tls://8.8.8.8:4222", &[]).await.unwrap().len(), 1);
        assert_eq!(reach("tls://nobody.invalid", &["0.0.0.0/0"]).await, Err(fault::NO_NAME));
    }
}

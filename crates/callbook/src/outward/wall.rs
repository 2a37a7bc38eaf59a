//! Which addresses may be called: all of the public internet, and of everything else only what the operator lists.
//!
//! It is pure, and judges addresses only: names must be looked up first, and what was judged must be what is connected to. It
//! must never let through what it does not know. To add a network that is never called: a line in [`NEVER`].

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;

/// Networks in which nobody on the public internet is reached, or somebody whom only this machine reaches. Sources: the IANA
/// registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890), and where another is said.
const NEVER: &[Net] = &[
    // "This network": on many systems another word for this machine.
    Net::v4([0, 0, 0, 0], 8),
    // Private (RFC 1918).
    Net::v4([10, 0, 0, 0], 8),
    Net::v4([172, 16, 0, 0], 12),
    Net::v4([192, 168, 0, 0], 16),
    // Shared inside a provider's network (RFC 6598); clouds have metadata there.
    Net::v4([100, 64, 0, 0], 10),
    // Loopback.
    Net::v4([127, 0, 0, 0], 8),
    // Link-local; most clouds tell a machine its own keys there.
    Net::v4([169, 254, 0, 0], 16),
    // Public by its number, but what a machine on Azure reaches there is the host it runs on (Azure documentation, "What is
    // IP address 168.63.129.16?").
    Net::v4([168, 63, 129, 16], 32),
    // Protocol assignments.
    Net::v4([192, 0, 0, 0], 24),
    // Documentation (RFC 5737).
    Net::v4([192, 0, 2, 0], 24),
    Net::v4([198, 51, 100, 0], 24),
    Net::v4([203, 0, 113, 0], 24),
    // Relays from IPv6, given up (RFC 7526).
    Net::v4([192, 88, 99, 0], 24),
    // Benchmarks (RFC 2544).
    Net::v4([198, 18, 0, 0], 15),
    // Multicast.
    Net::v4([224, 0, 0, 0], 4),
    // Reserved, and at its end broadcast.
    Net::v4([240, 0, 0, 0], 4),
    // Protocol assignments: Teredo, whose address inside is scrambled and names a relay, benchmarks, ORCHID.
    Net::v6([0x2001, 0, 0, 0], 23),
    // Documentation (RFC 3849, RFC 9637).
    Net::v6([0x2001, 0xdb8, 0, 0], 32),
    Net::v6([0x3fff, 0, 0, 0], 20),
];

/// All that is given out of IPv6 so far. Outside of it are loopback, unique-local, link-local, site-local, multicast, discard
/// and whatever will be invented.
const GIVEN_OUT: Net = Net::v6([0x2000, 0, 0, 0], 3);

/// Holds what may be called apart from what may not.
#[derive(Clone, Debug)]
pub(crate) struct Wall {
    /// The operator's networks, which are called wherever they are.
    allowed: Arc<[Net]>,
}

impl Wall {
    /// A wall that lets the operator's networks be called too (`deliver.allow`).
    pub(crate) fn new(allow: Vec<Net>) -> Self {
        Self { allowed: allow.into() }
    }

    /// Whether this address may be called.
    pub(crate) fn admits(&self, address: IpAddr) -> bool {
        self.allows(address) || is_public(address)
    }

    /// Whether this address is in one of the operator's networks; by the IPv4 address inside it, if it has one.
    pub(crate) fn allows(&self, address: IpAddr) -> bool {
        let listed = |address| self.allowed.iter().any(|net| net.contains(address));
        let inside = match address {
            IpAddr::V4(_) => None,
            IpAddr::V6(address) => ipv4_inside(address),
        };
        listed(address) || inside.is_some_and(|inside| listed(inside.into()))
    }

    /// Whether the operator lets anything on this machine be called.
    pub(crate) fn allows_loopback(&self) -> bool {
        self.allows(Ipv4Addr::LOCALHOST.into()) || self.allows(Ipv6Addr::LOCALHOST.into())
    }
}

fn is_public(address: IpAddr) -> bool {
    let never = NEVER.iter().any(|net| net.contains(address));
    match address {
        IpAddr::V4(_) => !never,
        IpAddr::V6(address) => match ipv4_inside(address) {
            Some(inside) => is_public(inside.into()),
            None => !never && GIVEN_OUT.contains(address.into()),
        },
    }
}

/// The IPv4 address that is meant by an IPv6 address of a form that carries one. In NAT64 of a network's own
/// (64:ff9b:1::/48) its place is not known from outside, so that it is none.
fn ipv4_inside(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let (high, low) = match [a, b, c, d, e, f] {
        // Unspecified and loopback have the form of a compatible address, and are none.
        [0, 0, 0, 0, 0, 0] if g == 0 && h <= 1 => return None,
        // Compatible, mapped, and translated (SIIT, RFC 2765).
        [0, 0, 0, 0, 0, 0 | 0xffff] | [0, 0, 0, 0, 0xffff, 0] => (g, h),
        // NAT64 (RFC 6052).
        [0x64, 0xff9b, 0, 0, 0, 0] => (g, h),
        // 6to4 (RFC 3056).
        [0x2002, high, low, ..] => (high, low),
        _ => return None,
    };
    Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
}

/// A network: `10.0.0.0/8`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Net {
    /// Its first address.
    first: IpAddr,
    /// How many bits all of its addresses share.
    bits: u8,
}

impl Net {
    const fn v4([a, b, c, d]: [u8; 4], bits: u8) -> Self {
        Self { first: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), bits }
    }

    const fn v6([a, b, c, d]: [u16; 4], bits: u8) -> Self {
        Self { first: IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)), bits }
    }

    /// Whether an address, taken as it is written, is in this network.
    fn contains(self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let shared = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                (first.to_bits() ^ address.to_bits()) & shared == 0
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let shared = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                (first.to_bits() ^ address.to_bits()) & shared == 0
            }
            _ => false,
        }
    }

    /// The first address that shares so many bits with `address`.
    fn start(address: IpAddr, bits: u8) -> IpAddr {
        match address {
            IpAddr::V4(address) => {
                let shared = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
                Ipv4Addr::from_bits(address.to_bits() & shared).into()
            }
            IpAddr::V6(address) => {
                let shared = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
                Ipv6Addr::from_bits(address.to_bits() & shared).into()
            }
        }
    }
}

/// The error says what is expected.
impl FromStr for Net {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let first: IpAddr = address
            .parse()
            .map_err(|_| format!("`{text}`: expected a network or an address, as `10.0.0.0/8`, `fd00::/8` or `10.1.2.3`"))?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => {
                let digits = Some(bits).filter(|bits| bits.bytes().all(|byte| byte.is_ascii_digit()));
                let bits = digits.and_then(|bits| bits.parse().ok()).filter(|bits| *bits <= most);
                bits.ok_or_else(|| format!("`{text}`: expected 0 to {most} bits after the slash"))?
            }
        };
        let net = Self { first: Self::start(first, bits), bits };
        // Whoever writes 10.1.2.3/8 may have meant one address as well as sixteen million.
        if net.first == first { Ok(net) } else { Err(format!("`{text}`: expected `{net}` or `{first}`")) }
    }
}

impl fmt::Display for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn wall(allow: &[&str]) -> Wall {
        Wall::new(allow.iter().map(|net| net.parse().unwrap()).collect())
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// The first and the last address of each network that is never called, and what is public right before and after it.
    const EDGES: &[(&str, &str, &str, &str)] = &[
        ("", "0.0.0.0", "0.255.255.255", "1.0.0.0"),
        ("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"),
        ("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"),
        ("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"),
        ("168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"),
        ("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"),
        ("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"),
        ("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"),
        ("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"),
        ("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"),
        ("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"),
        ("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"),
        ("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"),
        ("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"),
        ("223.255.255.255", "224.0.0.0", "239.255.255.255", ""),
        ("", "240.0.0.0", "255.255.255.255", ""),
        ("2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"),
        ("2001:db7:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
        ("3ffe:ffff::", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"),
    ];

    #[test]
    fn networks_of_nobody_are_never_called_and_their_neighbours_are() {
        let wall = wall(&[]);
        for (before, first, last, after) in EDGES {
            for never in [first, last] {
                assert!(!wall.admits(ip(never)), "{never}");
            }
            for public in [before, after].into_iter().filter(|text| !text.is_empty()) {
                assert!(wall.admits(ip(public)), "{public}");
            }
        }
        for net in NEVER {
            let has_edges = EDGES.iter().any(|(_, first, ..)| ip(first) == net.first);
            assert!(has_edges, "{net} is not tested");
        }
    }

    #[test]
    fn of_ipv6_only_what_was_given_out_is_called() {
        let wall = wall(&[]);
        for public in ["2000::1", "2606:4700:4700::1111", "2a00:1450:4001::200e", "3fff:ffff::1"] {
            assert!(wall.admits(ip(public)), "{public}");
        }
        let never = [
            // Unspecified, loopback, unique-local (a cloud's metadata among them), link-local, site-local.
            ["::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "feff::1"],
            // Multicast, discard, dummy, segments, documentation, Teredo, benchmarks, ORCHID.
            ["ff02::1", "100::1", "100:0:0:1::1", "5f00::1", "2001:db8::1", "2001:0:808:808::", "2001:2::1", "2001:20::1"],
        ];
        for never in never.as_flattened() {
            assert!(!wall.admits(ip(never)), "{never}");
        }
        // A network's own NAT64: where the address is in it only the network knows.
        assert!(!wall.admits(ip("64:ff9b:1::8.8.8.8")) && !wall.admits(ip("4000::1")));
    }

    #[test]
    fn an_address_inside_an_address_is_what_counts() {
        let forms = ["::{}", "::ffff:{}", "::ffff:0:{}", "64:ff9b::{}"];
        for form in forms {
            let at = |inside: &str| ip(&form.replace("{}", inside));
            assert!(wall(&[]).admits(at("8.8.8.8")), "{form}");
            for never in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "224.0.0.1", "0.0.1.0"] {
                assert!(!wall(&[]).admits(at(never)), "{form} {never}");
            }
            assert!(wall(&["10.0.0.0/8"]).admits(at("10.0.0.1")) && !wall(&["10.0.0.0/8"]).admits(at("127.0.0.1")));
        }
        assert!(wall(&[]).admits(ip("2002:808:808::1")));
        for never in ["2002:7f00:1::1", "2002:a00:1::1", "2002:a9fe:a9fe::", "2002:c0a8:1::"] {
            assert!(!wall(&[]).admits(ip(never)), "{never}");
        }
    }

    #[test]
    fn what_the_operator_lists_is_called_and_nothing_beside_it() {
        let wall = wall(&["10.0.0.0/8", "::1/128", "192.168.7.9", "fd12::/16"]);
        for allowed in ["10.0.0.0", "10.255.255.255", "::1", "192.168.7.9", "fd12:3456::1"] {
            assert!(wall.admits(ip(allowed)) && wall.allows(ip(allowed)), "{allowed}");
        }
        for never in ["127.0.0.1", "192.168.7.8", "192.168.7.10", "fd13::1", "::", "::2"] {
            assert!(!wall.admits(ip(never)), "{never}");
        }
        assert!(wall.admits(ip("11.0.0.0")) && !wall.allows(ip("11.0.0.0")), "public is not the same as listed");
        assert!(wall.allows_loopback() && !self::wall(&["10.0.0.0/8"]).allows_loopback());
        let all = self::wall(&["0.0.0.0/0", "::/0"]);
        assert!(all.admits(ip("127.0.0.1")) && all.admits(ip("fe80::1")) && all.allows(ip("255.255.255.255")));
    }

    #[test]
    fn a_network_is_told_back_as_it_is_and_errors_say_what_is_expected() {
        for (text, shown) in
            [("10.0.0.0/8", "10.0.0.0/8"), ("10.1.2.3", "10.1.2.3/32"), ("FD00::/8", "fd00::/8"), ("::1", "::1/128")]
        {
            assert_eq!(text.parse::<Net>().unwrap().to_string(), shown);
        }
        let wrong = [
            ("", "expected a network or an address"),
            ("localhost", "expected a network or an address"),
            ("10.0.0/8", "expected a network or an address"),
            ("010.0.0.0/8", "expected a network or an address"),
            ("10.0.0.0/33", "expected 0 to 32 bits"),
            ("10.0.0.0/", "expected 0 to 32 bits"),
            ("10.0.0.0/+8", "expected 0 to 32 bits"),
            ("10.0.0.0/8/8", "expected 0 to 32 bits"),
            ("::/129", "expected 0 to 128 bits"),
            ("10.1.2.3/8", "expected `10.0.0.0/8` or `10.1.2.3`"),
        ];
        for (text, says) in wrong {
            let error = text.parse::<Net>().unwrap_err();
            assert!(error.contains(says) && error.contains(text), "{error}");
        }
    }
}

//! Where a receiver wants to be called: a URL that was judged as far as text can be.
//!
//! A name says nothing of where it leads, so that it is judged again at each sending. It must never be logged whole: many
//! receivers have a key in path or query. To add something that cannot be called: a line in `Address::kept`, if no setting may
//! ever allow it, else in `Address::judge`.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use super::fault;
use super::wall::Wall;

/// The most bytes of an address.
pub(crate) const ADDRESS_BYTES_MAX: usize = 2_048;

/// A URL that can be called: `http` or `https`, without name, password and fragment.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Address(Url);

/// Path and query stay out of logs.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}://{})", self.0.scheme(), self.host())
    }
}

impl Address {
    /// An address as somebody chose it, or what was expected.
    pub(crate) fn parse(text: &str, wall: &Wall) -> Result<Self, String> {
        let address = Self::kept(text)?;
        match address.judge(wall) {
            Ok(()) => Ok(address),
            Err(why) => Err(format!("expected an address that may be called: {why}")),
        }
    }

    /// An address as the store has it. What the operator allows may have changed since it was chosen, so that it is judged
    /// when something is sent there.
    pub(crate) fn kept(text: &str) -> Result<Self, String> {
        let expected = "expected a URL, as `https://crm.example/hooks/calls`";
        // Browsers drop blanks and control characters; whoever sends them means something else than we would call.
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(expected.to_owned());
        }
        let url = Url::parse(text).map_err(|_| expected.to_owned())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(expected.to_owned());
        }
        if text.len().max(url.as_str().len()) > ADDRESS_BYTES_MAX {
            return Err(format!("expected at most {ADDRESS_BYTES_MAX} bytes"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("expected no name and password in the URL: deliveries are signed".to_owned());
        }
        if url.fragment().is_some() {
            return Err("expected no `#` in the URL: what follows it is never sent".to_owned());
        }
        Ok(Self(url))
    }

    /// The URL as text, as it is called and as it is kept.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// Whether it is called over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The address that stands in it instead of a name.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        // URLs have IPv6 addresses in brackets, and every other way to write an IPv4 address was made the usual one.
        self.host().trim_start_matches('[').trim_end_matches(']').parse().ok()
    }

    /// The name or address of whoever is called.
    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether whoever is called is one of these hosts, or stands below one.
    pub(crate) fn is_at(&self, hosts: &[&str]) -> bool {
        let name = self.host();
        hosts.iter().any(|host| name == *host || name.strip_suffix(host).is_some_and(|below| below.ends_with('.')))
    }

    /// Whether it may be called as far as its text says, or why not. Names that lead elsewhere pass.
    fn judge(&self, wall: &Wall) -> Result<(), &'static str> {
        match self.literal() {
            Some(address) => judge(address, self.is_secure(), wall),
            None if is_this_machine(self.host()) && !wall.allows_loopback() => Err(fault::INSIDE),
            None => Ok(()),
        }
    }
}

/// Whether an address may be called over TLS or without, or why not.
pub(super) fn judge(address: IpAddr, is_secure: bool, wall: &Wall) -> Result<(), &'static str> {
    match (wall.admits(address), is_secure || wall.allows(address)) {
        (false, _) => Err(fault::INSIDE),
        (true, false) => Err(fault::NOT_SECURE),
        (true, true) => Ok(()),
    }
}

/// `localhost` and all below it mean this machine, whatever a name server says (RFC 6761).
pub(super) fn is_this_machine(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn wall(allow: &[&str]) -> Wall {
        Wall::new(allow.iter().map(|net| net.parse().unwrap()).collect())
    }

    #[test]
    fn an_address_is_a_url_of_the_web_and_nothing_more() {
        let wall = wall(&[]);
        let kept = Address::parse("https://CRM.example:8443/hooks/calls?key=7", &wall).unwrap();
        assert_eq!(kept.as_str(), "https://crm.example:8443/hooks/calls?key=7");
        assert_eq!(Address::kept(kept.as_str()).unwrap(), kept);
        assert_eq!(format!("{kept:?}"), "Address(https://crm.example)", "keys stay out of logs");
        let long = |bytes: usize| format!("https://crm.example/{}", "a".repeat(bytes - 20));
        assert!(Address::parse(&long(2_048), &wall).is_ok());
        let wrong = [
            ("", "expected a URL"),
            ("crm.example/hooks", "expected a URL"),
            ("ftp://crm.example/", "expected a URL"),
            ("file:///etc/passwd", "expected a URL"),
            ("https://", "expected a URL"),
            ("https://crm.example/a b", "expected a URL"),
            ("https://crm.exa\tmple/", "expected a URL"),
            ("https://ann@crm.example/", "no name and password"),
            ("https://:key@crm.example/", "no name and password"),
            ("https://crm.example/#", "no `#`"),
            (&long(2_049), "at most 2048 bytes"),
            (&format!("https://crm.example/{}", "é".repeat(500)), "at most 2048 bytes"),
        ];
        for (text, says) in wrong {
            let error = Address::parse(text, &wall).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn an_address_inside_is_refused_however_it_is_written() {
        let inside = [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.0.0.1.",
            "0",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "169.254.169.254",
            "１２７.0.0.1",
            "%31%32%37.0.0.1",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "desk.localhost",
        ];
        for host in inside {
            let text = format!("https://{host}:8080/");
            let error = Address::parse(&text, &wall(&[])).err();
            assert!(error.is_some_and(|error| error.contains("inside the network")), "{text}");
        }
        for host in ["127.0.0.1", "localhost", "desk.localhost", "[::ffff:127.0.0.1]"] {
            assert!(Address::parse(&format!("https://{host}/"), &wall(&["127.0.0.0/8"])).is_ok(), "{host}");
        }
        assert!(Address::parse("https://notlocalhost/", &wall(&[])).is_ok(), "it is judged by where it leads");
    }

    #[test]
    fn a_host_is_itself_and_what_stands_below_it() {
        let is_theirs = |host: &str| Address::kept(&format!("https://{host}/")).unwrap().is_at(&["crm.example"]);
        for theirs in ["crm.example", "api.crm.example", "api.west.crm.example"] {
            assert!(is_theirs(theirs), "{theirs}");
        }
        for other in ["notcrm.example", "crm.example.org", "example", "10.0.0.1"] {
            assert!(!is_theirs(other), "{other}");
        }
    }

    #[test]
    fn http_is_only_for_what_the_operator_lists() {
        let error = Address::parse("http://8.8.8.8/", &wall(&["10.0.0.0/8"])).unwrap_err();
        assert!(error.contains("use https"), "{error}");
        assert!(Address::parse("https://8.8.8.8/", &wall(&[])).is_ok());
        assert!(Address::parse("http://10.0.0.1/", &wall(&["10.0.0.0/8"])).is_ok());
        assert!(Address::parse("http://8.8.8.8/", &wall(&["8.8.8.8"])).is_ok());
        assert!(Address::parse("http://crm.example/", &wall(&[])).is_ok(), "a name is judged when it is called");
    }
}

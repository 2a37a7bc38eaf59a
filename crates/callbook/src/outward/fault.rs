//! Why an attempt failed, in words for whoever set up the webhook.
//!
//! What libraries say of it is left out: it names the address with its query, and what a stranger's server sent. To add a
//! reason: a constant, and its line in `says`.

use std::error::Error;
use std::io;

use rustls::{CertificateError, Error as TlsError};

/// The address is no public one, and the operator does not list it.
pub(super) const INSIDE: &str = "the address is inside the network and not allowed (deliver.allow)";
/// Whoever is between could read what is told.
pub(super) const NOT_SECURE: &str = "http is only for addresses that are allowed (deliver.allow): use https";
/// The same of a server of streams.
pub(super) const NOT_SECURE_STREAM: &str = "without TLS only addresses are called that are allowed (deliver.allow): use tls://";
/// Nobody knows the name, or nobody could be asked.
pub(super) const NO_NAME: &str = "the name does not resolve";
/// The limit of `send::WHOLE_MAX` was reached.
pub(crate) const LATE: &str = "no answer within 10 s";
/// The limit of `send::CONNECT_MAX` was reached.
pub(super) const NO_CONNECTION: &str = "no connection within 5 s";
/// It answered that it is elsewhere.
pub(super) const REDIRECTS: &str = "it redirects elsewhere, and redirects are not followed";

/// How faults of a handshake begin.
const OF_TLS: &str = "TLS: ";
const REFUSED: &str = "the connection was refused";
/// Nothing is at the address, or no way leads there.
pub(crate) const UNREACHABLE: &str = "the address cannot be reached";
/// It ended in between.
pub(crate) const BROKE_OFF: &str = "the connection broke off";
/// TLS was agreed on, and was broken or ended by the other side: by then anything may have been heard.
const TLS_BROKE_OFF: &str = "the connection broke off: TLS was ended by the receiver";
const NO_HTTP: &str = "what answers does not speak HTTP";

/// A fault that was found on the way to a connection, carried through the client.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Stopped(pub(super) &'static str);

/// What an error of the client comes to.
pub(super) fn says(error: &reqwest::Error) -> &'static str {
    let known = causes(error).find_map(|cause| {
        let stopped = cause.downcast_ref::<Stopped>().map(|stopped| stopped.0);
        stopped.or_else(|| cause.downcast_ref::<hyper::Error>().and_then(http)).or_else(|| connection(cause))
    });
    match known {
        // The same faults may be met on a connection that stands.
        Some(known) if is_unheard(known) && !error.is_connect() => match known.starts_with(OF_TLS) {
            true => TLS_BROKE_OFF,
            false => BROKE_OFF,
        },
        Some(known) => known,
        None if error.is_timeout() && error.is_connect() => NO_CONNECTION,
        None if error.is_timeout() => LATE,
        None if error.is_connect() => UNREACHABLE,
        None => BROKE_OFF,
    }
}

/// Whether nothing that was to be sent can have been heard, for one of these reasons.
pub(crate) fn is_unheard(says: &str) -> bool {
    [INSIDE, NOT_SECURE, NO_NAME, NO_CONNECTION, REFUSED, UNREACHABLE].contains(&says) || says.starts_with(OF_TLS)
}

/// What an error of any other connection comes to, as far as it says.
pub(crate) fn of_connection(error: &(dyn Error + 'static)) -> Option<&'static str> {
    causes(error).find_map(connection)
}

fn connection(cause: &(dyn Error + 'static)) -> Option<&'static str> {
    let secured = cause.downcast_ref::<TlsError>().map(tls);
    secured.or_else(|| cause.downcast_ref::<io::Error>().and_then(|error| socket(error.kind())))
}

/// An error and everything below it.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |cause| below(*cause))
}

/// What an I/O error carries is not its source, but itself.
fn below<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let carried = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    carried.map(|carried| carried as &(dyn Error + 'static)).or_else(|| cause.source())
}

fn tls(error: &TlsError) -> &'static str {
    match error {
        TlsError::InvalidMessage(_) => "TLS: what answers does not speak TLS",
        TlsError::AlertReceived(_) => "TLS: the receiver refused",
        TlsError::InvalidCertificate(of) => match of {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "TLS: the certificate has expired",
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "TLS: the certificate is not valid yet"
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "TLS: the certificate is for another name"
            }
            CertificateError::Revoked => "TLS: the certificate was revoked",
            CertificateError::UnknownIssuer => "TLS: the certificate is from nobody whom this machine trusts",
            _ => "TLS: the certificate is not valid",
        },
        _ => "TLS: no agreement",
    }
}

fn http(error: &hyper::Error) -> Option<&'static str> {
    match error {
        _ if error.is_parse() => Some(NO_HTTP),
        _ if error.is_incomplete_message() => Some(BROKE_OFF),
        _ => None,
    }
}

fn socket(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    match kind {
        Kind::ConnectionRefused => Some(REFUSED),
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::AddrNotAvailable => Some(UNREACHABLE),
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe | Kind::UnexpectedEof | Kind::NotConnected => {
            Some(BROKE_OFF)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::{ServerName, UnixTime};

    use super::*;
    use crate::outward::send::{CONNECT_MAX, WHOLE_MAX};

    #[test]
    fn limits_are_named_as_they_are() {
        assert!(LATE.contains(&format!(" {} s", WHOLE_MAX.as_secs())));
        assert!(NO_CONNECTION.contains(&format!(" {} s", CONNECT_MAX.as_secs())));
    }

    #[test]
    fn certificates_are_spoken_of_in_plain_words() {
        let says = |of| tls(&TlsError::InvalidCertificate(of));
        let (time, not_after) = (UnixTime::now(), UnixTime::now());
        assert_eq!(says(CertificateError::ExpiredContext { time, not_after }), "TLS: the certificate has expired");
        let expected = ServerName::try_from("crm.example").map(|name| name.to_owned());
        let presented = vec!["desk.example".to_owned()];
        let named = expected.map(|expected| says(CertificateError::NotValidForNameContext { expected, presented }));
        assert_eq!(named.ok(), Some("TLS: the certificate is for another name"));
        assert_eq!(says(CertificateError::UnknownIssuer), "TLS: the certificate is from nobody whom this machine trusts");
        assert_eq!(says(CertificateError::BadSignature), "TLS: the certificate is not valid");
        assert_eq!(tls(&TlsError::DecryptError), "TLS: no agreement");
    }
}

//! Who may vouch for a server that is called: whom this machine trusts, and whom the operator names beside them.
//!
//! Companies sign the certificates of their own servers themselves. It must never take the place of what the machine trusts, nor
//! make any server trusted whom nobody vouches for.

use std::path::Path;
use std::sync::Arc;

use reqwest::Certificate;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use thiserror::Error;

/// The most certificates that a file may hold.
const CERTIFICATES_MAX: usize = 1_000;

/// Whom the operator trusts beside those whom the machine does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trust(Arc<[CertificateDer<'static>]>);

/// What is wrong with a file of certificates.
#[derive(Debug, Error)]
pub(crate) enum TrustError {
    /// It cannot be read, or is no PEM.
    #[error("expected certificates in PEM: {0}")]
    Unreadable(#[from] rustls::pki_types::pem::Error),
    /// There is none in it.
    #[error("expected at least one certificate in PEM, and there is none")]
    Empty,
    /// There are too many.
    #[error("expected at most {CERTIFICATES_MAX} certificates")]
    TooMany,
    /// One of them vouches for nobody.
    #[error("certificate {0} of the file cannot vouch for another")]
    Unfit(usize),
}

impl Trust {
    /// Those whose certificates are in this file.
    pub(crate) fn read(file: &Path) -> Result<Self, TrustError> {
        let all = CertificateDer::pem_file_iter(file)?.take(CERTIFICATES_MAX + 1).collect::<Result<Vec<_>, _>>()?;
        match all.len() {
            0 => return Err(TrustError::Empty),
            len if len > CERTIFICATES_MAX => return Err(TrustError::TooMany),
            _ => {}
        }
        let mut held = RootCertStore::empty();
        let unfit = all.iter().position(|one| held.add(one.clone()).is_err());
        unfit.map_or_else(|| Ok(Self(all.into())), |at| Err(TrustError::Unfit(at + 1)))
    }

    /// Their certificates.
    pub(crate) fn certificates(&self) -> impl Iterator<Item = CertificateDer<'static>> + '_ {
        self.0.iter().cloned()
    }

    /// The same in the words of the client of HTTP. What was read is always one there too.
    pub(super) fn of_http(&self) -> Vec<Certificate> {
        self.0.iter().filter_map(|one| Certificate::from_der(one).ok()).collect()
    }
}

//! Passwords: what can be one, what is kept of it, and whether what somebody says is it.
//!
//! Only a slow hash with a salt of its own is kept (argon2id). Holding something against nothing takes as long as holding it
//! against a hash, so that nobody learns who is known here by the time it takes. It must never be logged, nor told back.
//! Both are done on threads that may be busy for long; see `people::hashed`.

use std::fmt;
use std::hint::black_box;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

use crate::store::StoreError;

/// The fewest letters of a password.
pub(crate) const PASSWORD_CHARS_MIN: usize = 10;
/// The most letters of a password.
pub(crate) const PASSWORD_CHARS_MAX: usize = 256;
/// How many bytes the salt of a hash has.
const SALT_BYTES: usize = 16;
/// How many bytes a hash has.
const HASH_BYTES: usize = 32;

/// A password that can be kept.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password(String);

/// It stays out of logs.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// What somebody chose, or what was expected.
    pub(crate) fn new(said: &str) -> Result<Self, String> {
        let letters = said.chars().count();
        if (PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&letters) {
            return Ok(Self(said.to_owned()));
        }
        Err(format!("expected {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} letters"))
    }

    /// What is kept of it, as PHC text. Slow.
    pub(crate) fn hash(&self) -> Result<String, StoreError> {
        let mut salt = [0; SALT_BYTES];
        getrandom::fill(&mut salt).map_err(|error| StoreError::Unavailable(format!("no random bytes: {error}")))?;
        let failed = |error: argon2::password_hash::Error| StoreError::Unavailable(format!("no hash: {error}"));
        let salt = SaltString::encode_b64(&salt).map_err(failed)?;
        Ok(Argon2::default().hash_password(self.0.as_bytes(), &salt).map_err(failed)?.to_string())
    }
}

/// Whether what somebody says is the password of which that is kept; never, where nothing is. Slow.
pub(crate) fn fits(kept: Option<&str>, said: &str) -> bool {
    match kept.and_then(|kept| PasswordHash::new(kept).ok()) {
        Some(kept) => Argon2::default().verify_password(said.as_bytes(), &kept).is_ok(),
        None => {
            let mut hash = [0; HASH_BYTES];
            // Only the time counts that it takes.
            let _ = Argon2::default().hash_password_into(said.as_bytes(), &[0; SALT_BYTES], &mut hash);
            black_box(hash);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_a_slow_hash_is_kept_and_only_the_password_fits() {
        let said = "correct horse";
        let password = Password::new(said).unwrap();
        let (kept, again) = (password.hash().unwrap(), password.hash().unwrap());
        assert!(kept.starts_with("$argon2id$") && !kept.contains(said) && kept != again, "each has a salt of its own");
        assert!(fits(Some(&kept), said));
        assert!(!fits(Some(&kept), "correct house") && !fits(None, said) && !fits(Some(""), said));
        assert_eq!(format!("{password:?}"), "Password");
    }

    #[test]
    fn a_password_is_neither_short_nor_endless() {
        assert!(Password::new("123456789").is_err() && Password::new(&"é".repeat(257)).is_err());
        assert!(Password::new("1234567890").is_ok() && Password::new(&"é".repeat(256)).is_ok());
    }
}

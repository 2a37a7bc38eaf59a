//! A folder that is gone with its value, for the demonstration and for tests.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of its own among the temporary files of the machine.
#[derive(Debug)]
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes one that nobody else has.
    pub(crate) fn make() -> io::Result<Self> {
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let path = std::env::temp_dir().join(format!("callbook-{:016x}", u64::from_le_bytes(random)));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    /// The same, for tests.
    #[cfg(test)]
    #[allow(clippy::unwrap_used)]
    pub(crate) fn new() -> Self {
        Self::make().unwrap()
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed stays among the temporary files, where the machine removes it some day.
        let _ = fs::remove_dir_all(&self.0);
    }
}

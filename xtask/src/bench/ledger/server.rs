//! A server that is measured: `callbook serve` on a store of its own, with one phone system that tells its calls itself.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::{Asked, load};

/// The source that the load is of.
pub(in crate::bench) const SOURCE: &str = "load";
/// The longest that the server may take to answer first.
pub(super) const STARTS_MAX: Duration = Duration::from_secs(20);

/// A server that runs until this is dropped.
pub(in crate::bench) struct Server {
    child: Child,
    folder: PathBuf,
    /// Where it answers.
    pub(in crate::bench) address: SocketAddr,
    /// What lets in whoever tells signals.
    pub(in crate::bench) token: String,
}

impl Server {
    /// Starts one in a folder of that name, and waits until it answers.
    pub(in crate::bench) fn start(asked: &Asked, name: &str) -> Result<Self> {
        Self::configured(asked, name, &[])
    }

    /// The same, with these variables of its configuration.
    pub(in crate::bench) fn configured(asked: &Asked, name: &str, variables: &[(&str, &str)]) -> Result<Self> {
        let folder = asked.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let store = folder.join("callbook.db").display().to_string();
        asked.printed(&["account", "--store", &store, "new", "main"])?;
        asked.printed(&["source", "--store", &store, "new", SOURCE, "--adapters", "native"])?;
        let token = ["token", "--store", &store, "new", "--role", "source", "--scope", SOURCE, "--name", "load"];
        let token = asked.printed(&token)?.split_whitespace().next_back().context("expected a token")?.to_owned();
        // A port that is free now is hardly taken by another until the server has it.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = std::fs::File::create(folder.join("log"))?;
        let child = asked
            .command(&["serve"])
            .env("CALLBOOK_SERVER__LISTEN", address.to_string())
            .env("CALLBOOK_SERVER__STORE", &store)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Self { child, folder, address, token };
        let begun = Instant::now();
        while load::get(address, "/healthz").is_err() {
            if begun.elapsed() > STARTS_MAX || server.child.try_wait()?.is_some() {
                let log = std::fs::read_to_string(server.folder.join("log")).unwrap_or_default();
                bail!("the server does not answer: {log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Its store.
    pub(in crate::bench) fn store(&self) -> String {
        self.folder.join("callbook.db").display().to_string()
    }

    /// Its process.
    pub(in crate::bench) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Megabytes of it that are in memory.
    pub(super) fn resident(&self) -> Result<f64> {
        resident(self.id())
    }

    /// Megabytes of that which are pages of files, the store's among them: the system takes them back when it needs them.
    pub(super) fn mapped(&self) -> Result<f64> {
        Ok(megabytes(self.id(), "RssFile:")? + megabytes(self.id(), "RssShmem:")?)
    }

    /// The sum of a metric's values.
    pub(in crate::bench) fn metric(&self, name: &str) -> Result<f64> {
        let told = load::get(self.address, "/metrics")?;
        let lines = told.lines().filter(|line| line.split([' ', '{']).next() == Some(name));
        let values = lines.filter_map(|line| line.split(' ').next_back()?.parse::<f64>().ok());
        let values: Vec<f64> = values.collect();
        ensure!(!values.is_empty(), "there is no metric {name}");
        Ok(values.iter().sum())
    }
}

/// Megabytes of a process that are in memory.
pub(in crate::bench) fn resident(process: u32) -> Result<f64> {
    megabytes(process, "VmRSS:")
}

fn megabytes(process: u32, what: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)).with_context(|| format!("expected {what}"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024.0 / 1e6)
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, and its folder goes with that of the whole bench at the latest.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

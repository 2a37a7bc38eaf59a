//! The page: built of what stands in `web/`, shown by a browser in tests and pictures.
//!
//! Npm is asked for everything; what it installs is known by the lock file, so that nothing is installed twice. It must never be
//! needed for a debug build of the server. To add a chore of the page: its script in `web/package.json`, and a `run` here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};

use crate::{cargo, root, target};

/// Where the page's source is.
pub(crate) const FOLDER: &str = "web";

/// The oldest Node that the page is built with.
const NODE_MIN: (u32, u32) = (20, 19);

/// Builds the page into `web/dist`.
pub(crate) fn run(_: &[String]) -> Result<()> {
    install()?;
    npm(&["run", "build"])
}

/// Builds the page, and the program as it is shipped, with the page inside.
pub(crate) fn build(_: &[String]) -> Result<()> {
    run(&[])?;
    let done = cargo().args(["build", "--release", "--locked", "--package", "callbook"]).status()?.success();
    ensure!(done, "callbook does not build");
    println!("\n{} has the page inside", target().join("release/callbook").display());
    Ok(())
}

/// Takes pictures of every view, with the server as it is tested.
pub(crate) fn screenshots(words: &[String]) -> Result<()> {
    crate::steps::add_programs(&["npm", "chromium"])?;
    run(&[])?;
    ensure!(cargo().args(["build", "--locked", "--package", "callbook"]).status()?.success(), "callbook does not build");
    let mut command = in_folder("npm");
    command.args(["run", "screenshots", "--"]).args(words).env(PROGRAM, program());
    ensure!(command.status().context("npm")?.success(), "not every picture was taken");
    Ok(())
}

/// Names the server that browsers are shown.
pub(crate) const PROGRAM: &str = "CALLBOOK_BIN";

/// The server that browsers are shown in tests and pictures: a debug build, which reads the page that was built.
pub(crate) fn program() -> PathBuf {
    target().join("debug/callbook")
}

/// Installs what the page is built by, unless that is there as the lock file says.
fn install() -> Result<()> {
    let folder = root().join(FOLDER);
    ensure!(folder.join("package.json").exists(), "{}: there is no page to build", folder.display());
    crate::steps::add_programs(&["node", "npm"])?;
    refuse_old_node()?;
    // Npm writes this one when it has installed all that the lock file says.
    let (wanted, installed) = (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    if is_newer(&wanted, &installed) { npm(&["ci", "--no-audit", "--no-fund"]) } else { Ok(()) }
}

/// What builds the page runs on nothing older, and says so in words that nobody understands.
pub(crate) fn refuse_old_node() -> Result<()> {
    let said = Command::new("node").arg("--version").output().context("node")?.stdout;
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    let (major, minor) = NODE_MIN;
    ensure!(is_new_enough(&said), "the page is built with Node {major}.{minor} or later, and this is {said}");
    Ok(())
}

fn is_new_enough(said: &str) -> bool {
    let mut numbers = said.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    numbers.next().zip(numbers.next()) >= Some(NODE_MIN)
}

fn is_newer(wanted: &Path, installed: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let (wanted, installed): (Option<SystemTime>, Option<SystemTime>) = (changed(wanted), changed(installed));
    installed.is_none() || wanted > installed
}

fn npm(words: &[&str]) -> Result<()> {
    let done = in_folder("npm").args(words).status().context("npm")?.success();
    ensure!(done, "npm {} failed in {FOLDER}", words.join(" "));
    Ok(())
}

/// A program, run where the page's source is.
fn in_folder(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root().join(FOLDER));
    command
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::Duration;

    use super::*;

    #[test]
    fn an_old_node_is_refused() {
        assert!(["v20.19.0", "v20.20.2", "v22.1.0", "v100.0.0"].iter().all(|said| is_new_enough(said)));
        assert!(!["v18.19.1", "v20.18.3", "", "node", "v20"].iter().any(|said| is_new_enough(said)));
    }

    #[test]
    fn it_is_installed_again_once_the_lock_file_says_something_else() {
        let folder = std::env::temp_dir().join(format!("callbook-page-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (lock, installed) = (folder.join("lock"), folder.join("installed"));
        let write = |path: &Path, second: u64| {
            let file = fs::File::create(path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
        };
        write(&lock, 10);
        assert!(is_newer(&lock, &installed), "nothing is installed");
        write(&installed, 20);
        assert!(!is_newer(&lock, &installed));
        write(&lock, 30);
        assert!(is_newer(&lock, &installed));
        fs::remove_dir_all(&folder).unwrap();
    }
}

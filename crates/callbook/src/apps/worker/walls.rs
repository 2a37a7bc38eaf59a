//! What a worker gives up before it reads the first script, so that even a script that got hold of the process has nothing.

use std::io::stdin;
use std::os::fd::AsFd;
use std::thread;

use anyhow::Result;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Resource, Rlimit, getrlimit, nice, setrlimit};

/// Address space of a worker: the heaps of all apps that it keeps ready, and itself.
const ADDRESS_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Stdin, stdout, stderr: no file can be opened any more, and no socket.
const FILES_MAX: u64 = 3;

/// How much a script steps back behind whoever records calls, where both want the processor.
const STEP_BACK: i32 = 5;

/// Raises them. They cannot be taken down again.
pub(super) fn raise() -> Result<()> {
    thread::Builder::new().name("orphan".to_owned()).stack_size(64 * 1024).spawn(end_when_alone)?;
    let limits = [
        (Resource::As, ADDRESS_BYTES_MAX),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, FILES_MAX),
        #[cfg(target_os = "linux")]
        (Resource::Nproc, 0),
    ];
    for (resource, most) in limits {
        // Whoever started the server may allow it even less.
        let most = Some(getrlimit(resource).maximum.map_or(most, |allowed| allowed.min(most)));
        setrlimit(resource, Rlimit { current: most, maximum: most })?;
    }
    nice(STEP_BACK)?;
    #[cfg(target_os = "linux")]
    rustix::thread::set_no_new_privs(true)?;
    Ok(())
}

/// A script may never look up again, and so would never notice that whoever waited for it is gone.
fn end_when_alone() {
    let stdin = stdin();
    loop {
        // Nothing is asked for but what is always told: that the other end is closed.
        let mut fds = [PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::empty())];
        if poll(&mut fds, None).is_ok() && fds.iter().any(|fd| fd.revents().intersects(PollFlags::HUP | PollFlags::ERR)) {
            std::process::exit(0);
        }
    }
}

//! The tests of the pure crate through its public door: told stories, laws, and calls recorded on real phone systems.
#![allow(clippy::unwrap_used, clippy::panic)]

mod drawn;
mod generated;
mod laws;
mod recorded;
mod stories;

//! The tests of the pure crate through its public door: told stories, laws, and calls recorded on real phone systems.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::disallowed_methods, reason = "tests read recordings and stories from the project's folder")]

mod bounds;
mod chakra;
mod doings;
mod drawn;
mod elma365;
mod freshworks;
mod generated;
mod laws;
mod logged;
mod native;
mod presence;
mod recorded;
mod reviewed;
mod situations;
mod stories;
mod told;
mod vcita;
mod words;
mod wrap_up;
mod xelion;

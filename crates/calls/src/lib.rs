//! The pure heart of Callbook: what phone systems say (`adapters`) becomes [`signal`]s, and signals become
//! [`conversation`]s ([`fold`]).
//!
//! Nothing in this crate reads a clock, draws chance, opens a file or a socket; what it needs of the world is handed in.
//! How to add a phone system stands in [`adapters`], how to add a word in [`signal`].

pub mod adapters;
pub mod change;
pub mod conversation;
pub mod dialects;
pub mod fold;
pub mod id;
pub mod moment;
pub mod notation;
pub mod number;
pub mod presence;
pub mod record;
pub mod signal;

/// A short shared text: numbers, names and keys are copied far more often than they are made.
pub type Text = smol_str::SmolStr;

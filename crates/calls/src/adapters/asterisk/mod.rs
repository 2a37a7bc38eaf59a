//! Asterisk: what its feeds say, as signals.
//!
//! `ami/` speaks the manager protocol, `cel/` reads channel event logs; both tell facts (`fact.rs`) in Asterisk's own words, and one
//! model of the switch, `pbx/`, makes signals of them: it knows channels, bridges and technical legs, so that signals name
//! phones and trunks only. No file here knows how a record is folded.
//! To add a feed: a folder that tells facts, its `mod` line, its [`Kind`] here and its line in [`super::ADAPTERS`].

pub mod ami;
pub mod cel;
mod fact;
mod pbx;

use super::Kind;

/// The manager interface: the most complete feed, live only.
pub const AMI: Kind =
    Kind { name: "asterisk-ami", about: "Asterisk Manager Interface, a stream of messages", make: ami::make, receive: None };

/// Channel event logging by cel_custom: complete, near live, less detailed.
pub const CEL: Kind =
    Kind { name: "asterisk-cel", about: "Asterisk channel event log, a CSV file", make: cel::make, receive: None };

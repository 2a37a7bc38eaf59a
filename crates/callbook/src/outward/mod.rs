//! One webhook, sent once: signed, only to where it may go, and what came of it.
//!
//! Addresses are chosen by customers and called from inside the operator's network, so nothing here trusts one: each is judged
//! by the [`Wall`], and only what was judged is connected to. Nothing is tried twice here, and nothing decides what is sent
//! when. It must never log nor tell a secret, nor an address whole: people put keys into queries.
//! To add a header: a line in `sign::headers`. To add a network that is never called: a line in `wall::NEVER`.

#![allow(dead_code, reason = "used by the lanes of deliveries")]
#![allow(unused_imports, reason = "used by the lanes of deliveries")]

mod address;
mod attempt;
mod broker;
mod fault;
mod lookup;
mod send;
mod sign;
#[cfg(test)]
mod tests;
mod wall;

pub(crate) use address::{ADDRESS_BYTES_MAX, Address};
pub(crate) use attempt::{ANSWER_BYTES_MAX, Attempt, Verdict, WAIT_S_MAX, readable};
pub(crate) use broker::{BROKER_BYTES_MAX, Broker};
pub(crate) use fault::{BROKE_OFF, LATE, UNREACHABLE, of_connection};
pub(crate) use send::{Parcel, Receiver, Sender, SenderError};
pub(crate) use sign::{SECRET_BYTES, Secret};
pub(crate) use wall::{Net, Wall};

//! What is called outside: one signed request, sent once, only to where it may go, and what came of it.
//!
//! Addresses are chosen by customers and called from inside the operator's network, so nothing here trusts one: each is judged
//! by the [`Wall`], and only what was judged is connected to. Nothing is tried twice here, and nothing decides what is sent
//! when. It must never log nor tell a secret, nor an address whole: people put keys into queries.
//! Whom a server must be vouched for by says [`Trust`]. To add a header: a line in `sign::headers`. To add a network that is never called: a line in `wall::NEVER`.

mod address;
mod ask;
mod attempt;
mod broker;
mod fault;
mod fetch;
mod lookup;
mod send;
mod sign;
#[cfg(test)]
mod tests;
mod trust;
mod wall;

pub(crate) use address::Address;
pub(crate) use ask::{Asker, Question};
pub(crate) use attempt::{Verdict, readable};
pub(crate) use broker::{BROKER_BYTES_MAX, Broker};
pub(crate) use fault::{BROKE_OFF, LATE, UNREACHABLE, is_unheard, of_connection};
pub(crate) use fetch::Fetcher;
pub(crate) use send::{Parcel, Receiver, Sender};
pub(crate) use sign::{SECRET_BYTES, Secret};
pub(crate) use trust::Trust;
pub(crate) use wall::{Net, Wall};

//! The Twilio adapter, by the traps of its page.

mod signatures;

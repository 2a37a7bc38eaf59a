//! Twilio: what its callbacks say, as signals.

pub mod signature;
#[cfg(test)]
mod tests;

//! Any bytes at all, as if they stood in a channel event log.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::decode_and_fold("asterisk-cel", bytes));

//! Any bytes at all, as if the manager interface had sent them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::decode_and_fold("asterisk-ami", bytes));

//! Any bytes at all, as if they were callbacks that were kept.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::decode_and_fold("twilio", bytes));

//! Any text at all, where a phone number is expected.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::number(bytes));

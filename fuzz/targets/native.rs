//! Any bytes at all, as if a phone system without an adapter had posted them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::tell(bytes));

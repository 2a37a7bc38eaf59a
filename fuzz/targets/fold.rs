//! Any signals at all, whether or not a phone system could have told them.

#![no_main]

libfuzzer_sys::fuzz_target!(|signals: fuzz::Signals| fuzz::fold_in_any_order(signals.0));

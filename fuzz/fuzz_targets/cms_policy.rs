#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| esig_fuzz::cms_policy(bytes));

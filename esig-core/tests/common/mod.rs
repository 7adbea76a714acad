//! What several tests share.
#![allow(dead_code)] // each test binary uses its own part

use std::fs;

/// The kinds of keys that have a folder of fixtures.
pub(crate) const KINDS: [&str; 5] = ["gost256", "gost512", "rsa", "ec", "ed25519"];

/// A file of the project's fixtures.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/").to_owned() + path;
    fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

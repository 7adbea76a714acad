//! What several tests share.
#![allow(dead_code)] // each test binary uses its own part

use std::fs;

use esig_core::encode::element;
use esig_core::raw::{Element, Tag};

/// The kinds of keys that have a folder of fixtures.
pub(crate) const KINDS: [&str; 5] = ["gost256", "gost512", "rsa", "ec", "ed25519"];

/// A file of the project's fixtures.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/").to_owned() + path;
    fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The elements of a SEQUENCE, encoded.
pub(crate) fn children(der: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = Element::from_der(der, "test").expect("DER").reader();
    let mut children = Vec::new();
    while !reader.is_empty() {
        children.push(reader.any("test").expect("element").as_bytes().to_vec());
    }
    children
}

/// The SEQUENCE of what is encoded already.
pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&parts.concat()])
}

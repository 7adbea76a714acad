//! The provider over the RustCrypto crates and `esig-gost`.

mod digests;
mod dsa;
mod ecdsa;
mod ed25519;
mod gost;
mod random;
mod rsa;

use alloc::borrow::Cow;

use super::{Message, Provider};
use crate::algorithm::{DigestAlgorithm, DigestValue};
use crate::error::InvalidSignature;

impl Provider {
    /// Pure Rust: RSA, ECDSA, Ed25519, DSA and GOST; MD5, SHA-1, SHA-2, SHA-3, Streebog and GOST R 34.11-94.
    ///
    /// Without the feature `getrandom` its source of randomness fails.
    pub const fn rustcrypto() -> Self {
        Self {
            digests: Cow::Borrowed(&digests::ALL),
            keys: Cow::Borrowed(&[&rsa::Rsa, &ecdsa::Ecdsa, &ed25519::Ed25519, &gost::Gost, &dsa::Dsa]),
            random: random::SYSTEM,
        }
    }
}

impl Default for Provider {
    fn default() -> Self {
        Self::rustcrypto()
    }
}

/// The digest that a signature scheme works on, made here or, if the algorithm is the same, given.
fn digest_of(message: Message<'_>, algorithm: DigestAlgorithm) -> Result<DigestValue, InvalidSignature> {
    match message {
        Message::Bytes(octets) => Ok(digests::digest(algorithm, &[octets])),
        Message::Digest(value) if value.algorithm() == algorithm => Ok(value),
        Message::Digest(_) => Err(InvalidSignature),
    }
}

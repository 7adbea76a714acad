//! Other implementations of the same algorithms, to be compared with in the same process.
//!
//! Libraries of C are looked for at run time, under the names that they have in Debian 12; nothing of them is needed to
//! build, and one that is not installed is reported as absent.
#![allow(unsafe_code, reason = "foreign functions have no other door")]

mod botan;
pub mod certificates;
mod gost_engine;
mod libgcrypt;
mod library;
mod lock;
mod nettle;
mod openssl;
mod rustcrypto;

use esig_gost::SigningKey;

/// An implementation of Streebog, and perhaps of GOST R 34.10-2012.
pub trait Peer {
    /// The name in the lines that the bench prints.
    fn name(&self) -> &'static str;

    /// What exactly was loaded.
    fn version(&self) -> String;

    /// Streebog-512 of `message`.
    fn streebog512(&self, message: &[u8]) -> [u8; 64];

    /// The same key, ready to sign and to verify; `None` if the peer does not know the curve.
    fn key(&self, key: &SigningKey) -> Option<Box<dyn Key>>;
}

/// A private key of a peer together with its public key.
pub trait Key {
    /// s ‖ r, each big-endian, over a digest as the hash function outputs it; the nonce is random.
    fn sign(&self, digest: &[u8]) -> Vec<u8>;

    /// Whether `signature`, s ‖ r, each big-endian, is valid.
    fn verify(&self, digest: &[u8], signature: &[u8]) -> bool;
}

/// Every peer by its name, `None` where it is not installed.
pub fn all() -> Vec<(&'static str, Option<Box<dyn Peer>>)> {
    vec![
        (rustcrypto::NAME, Some(Box::new(rustcrypto::RustCrypto))),
        (nettle::NAME, nettle::Nettle::load().map(boxed)),
        (libgcrypt::NAME, libgcrypt::Libgcrypt::load().map(boxed)),
        (gost_engine::NAME, gost_engine::GostEngine::load().map(boxed)),
        (botan::NAME, botan::Botan::load().map(boxed)),
    ]
}

fn boxed(peer: impl Peer + 'static) -> Box<dyn Peer> {
    Box::new(peer)
}

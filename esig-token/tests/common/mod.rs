//! What the tests share.
#![allow(dead_code)] // each test binary uses its part

use std::convert::Infallible;

use esig_core::{Message, Provider, SignatureScheme, Spki};
use esig_token::{KeySpec, MemoryKey, SigningKey};
use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha512};

/// Reproducible octets: SHA-512 of the seed and a counter.
pub(crate) struct Seeded {
    seed: String,
    counter: u64,
}

impl Seeded {
    pub(crate) fn new(seed: impl ToString) -> Self {
        Self { seed: seed.to_string(), counter: 0 }
    }
}

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets).map(|()| u32::from_le_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets).map(|()| u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        for block in octets.chunks_mut(64) {
            self.counter += 1;
            let hash = Sha512::new().chain_update(self.counter.to_be_bytes()).chain_update(&self.seed);
            block.copy_from_slice(&hash.finalize()[..block.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

/// The key of that kind that all tests share; RSA keys may sign.
pub(crate) fn key(spec: KeySpec) -> MemoryKey {
    MemoryKey::generate(spec, &mut Seeded::new(spec)).unwrap().allow_software_rsa()
}

/// Every kind but the RSA keys that take long to make.
pub(crate) fn specs() -> impl Iterator<Item = KeySpec> {
    KeySpec::all().filter(|spec| !matches!(spec, KeySpec::Rsa3072 | KeySpec::Rsa4096))
}

/// Whether the signature verifies with the public key.
pub(crate) fn verifies(spki: &[u8], scheme: SignatureScheme, message: &[u8], signature: &[u8]) -> bool {
    let key = Provider::rustcrypto().load_key(&Spki::from_der(spki).unwrap()).unwrap();
    key.verify(scheme, Message::Bytes(message), signature).is_ok()
}

/// Whether the key makes signatures that its public key verifies, by every scheme.
pub(crate) fn signs(key: &mut MemoryKey) -> bool {
    let schemes = key.schemes().to_vec();
    !schemes.is_empty()
        && schemes.into_iter().all(|scheme| {
            let signature = key.sign(scheme, Message::Bytes(b"message")).unwrap();
            verifies(key.public_key_spki(), scheme, b"message", signature.as_octets())
        })
}

/// A file of the project's fixtures.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    std::fs::read(folder.join(path)).unwrap()
}

/// The folders of fixtures, one for each kind of key.
pub(crate) const FAMILIES: [&str; 5] = ["gost256", "gost512", "rsa", "ec", "ed25519"];

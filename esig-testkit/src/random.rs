//! Octets that look random and follow from a seed.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha512};

/// SHA-512 of seed, label and a counter, block after block.
///
/// It says to be a generator for cryptography because key generation asks for one. Who knows the seed
/// knows the keys: they are for tests.
pub(crate) struct SeededStream {
    prefix: Vec<u8>,
    counter: u64,
    block: [u8; 64],
    used: usize,
}

impl SeededStream {
    /// Streams with different labels have nothing in common.
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        let prefix = [b"esig-testkit", seed.to_be_bytes().as_slice(), label.as_bytes()].concat();
        Self { prefix, counter: 0, block: [0; 64], used: 64 }
    }

    /// The next `N` octets.
    pub(crate) fn octets<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.octet())
    }

    fn octet(&mut self) -> u8 {
        if self.used == self.block.len() {
            let hash = Sha512::new().chain_update(&self.prefix).chain_update(self.counter.to_be_bytes());
            self.block = hash.finalize().into();
            self.counter += 1;
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }
}

impl TryRng for SeededStream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(self.octets()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(self.octets()))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        octets.iter_mut().for_each(|octet| *octet = self.octet());
        Ok(())
    }
}

impl TryCryptoRng for SeededStream {}

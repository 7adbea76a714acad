//! Randomness of the operating system as the RustCrypto trait.

use esig_core::Provider;
use esig_core::provider::NoRandomness;
use rand_core::{TryCryptoRng, TryRng};

use crate::error::TokenError;

/// The randomness of the operating system; nothing is kept between two calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRng;

impl TryRng for SystemRng {
    type Error = NoRandomness;

    fn try_next_u32(&mut self) -> Result<u32, NoRandomness> {
        Provider::rustcrypto().random_octets().map(u32::from_le_bytes)
    }

    fn try_next_u64(&mut self) -> Result<u64, NoRandomness> {
        Provider::rustcrypto().random_octets().map(u64::from_le_bytes)
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), NoRandomness> {
        Provider::rustcrypto().random.fill(octets)
    }
}

impl TryCryptoRng for SystemRng {}

/// `N` octets of a source that may fail.
pub(crate) fn octets<const N: usize>(rng: &mut (impl TryCryptoRng + ?Sized)) -> Result<[u8; N], TokenError> {
    let mut octets = [0; N];
    rng.try_fill_bytes(&mut octets).map_err(|_| TokenError::NoRandomness)?;
    Ok(octets)
}

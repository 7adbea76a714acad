//! Randomness of the operating system.

use crate::provider::{NoRandomness, SecureRandom};

pub(super) const SYSTEM: &dyn SecureRandom = &System;

#[derive(Debug)]
struct System;

impl SecureRandom for System {
    #[cfg(feature = "getrandom")]
    fn fill(&self, octets: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(octets).map_err(|_| NoRandomness)
    }

    #[cfg(not(feature = "getrandom"))]
    fn fill(&self, _octets: &mut [u8]) -> Result<(), NoRandomness> {
        Err(NoRandomness)
    }
}

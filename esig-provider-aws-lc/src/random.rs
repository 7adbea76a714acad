//! Randomness.

use aws_lc_rs::rand;
use esig_core::provider::{NoRandomness, SecureRandom};

pub(crate) const SYSTEM: &dyn SecureRandom = &System;

/// The generator of AWS-LC, seeded by the operating system.
#[derive(Debug)]
struct System;

impl SecureRandom for System {
    fn fill(&self, octets: &mut [u8]) -> Result<(), NoRandomness> {
        rand::fill(octets).map_err(|_| NoRandomness)
    }
}

//! Forms of the same algorithms, to be forced one by one: for tests, fuzzing and benches.
//!
//! Not part of the interface: it may change in any version.

use crate::streebog::Engine;

/// A form of Streebog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streebog {
    /// Tables, on every processor.
    Portable,
    /// Logic, constant in time, on every processor.
    ConstantTime,
    /// AVX-512 with VBMI and GFNI.
    Avx512,
}

impl Streebog {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Portable, Self::ConstantTime, Self::Avx512];

    /// Whether this processor can run it.
    pub fn is_available(self) -> bool {
        Engine::forced(self).is_some()
    }
}

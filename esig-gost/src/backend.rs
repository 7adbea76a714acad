//! Forms of the same algorithms, to be forced one by one: for tests, fuzzing and benches.
//!
//! Not part of the interface: it may change in any version.

mod field;

pub(crate) use self::field::octets;
pub use self::field::{Field, FieldOperation, LANES, REGISTERS, Registers};
use crate::{arch::Ifma, streebog::Engine};

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

/// A form of the curves' arithmetic.
///
/// A key computes in the form with which it was made, and alone even in a batch unless that is the fastest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curves {
    /// The same for every curve.
    Generic,
    /// What suits the prime and the form of each, on every processor.
    Portable,
    /// The same compiled for this processor: for BMI2, where it has that.
    Fastest,
}

impl Curves {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Generic, Self::Portable, Self::Fastest];
}

/// Whether signatures in a batch are checked eight at a time here.
pub fn has_lanes() -> bool {
    Ifma::detect().is_some()
}

//! Numbers that a seed repeats.

use num_bigint::BigUint;

/// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
pub(crate) struct Random(u64);

impl Random {
    /// The stream with this number out of those of the seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut streams = Self(seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95));
        Self(streams.word())
    }

    pub(crate) fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.word() % bound as u64) as usize
    }

    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    pub(crate) fn octets(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.word() as u8).collect()
    }

    /// From 1 to `bound` − 1.
    pub(crate) fn number(&mut self, bound: &BigUint) -> BigUint {
        let octets = self.octets(bound.bits() as usize / 8 + 8);
        BigUint::from_bytes_le(&octets) % (bound - 1u8) + 1u8
    }

    /// From 1 to 40, or the opposite modulo `bound`.
    pub(crate) fn small_number(&mut self, bound: &BigUint) -> BigUint {
        let number = BigUint::from(1 + self.below(40));
        if self.below(2) == 0 { number } else { bound - number }
    }
}

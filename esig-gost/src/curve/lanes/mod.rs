//! Eight sums g·G + k·P at a time, one in each lane of a vector register.
//!
//! The arithmetic is written once, over [`Lanes`]; what a processor has for it stands in
//! [`arch`](crate::arch). Tests run the same lines over plain integers, and over intervals, which
//! proves that no limb leaves its bounds while points are added and doubled.
//!
//! All of it works on public data: the time depends on everything.

mod curves;
mod edwards;
mod element;
#[cfg(test)]
mod interval;
#[cfg(test)]
mod model;
mod multiples;
mod registers;
mod scalars;
mod straus;
#[cfg(test)]
mod tests;
mod weierstrass;

use core::ops::{Add, BitAnd, BitOr, Shl, Shr, Sub};

pub(crate) use curves::{CRYPTO_PRO_A, LaneCurve, TC26_256_A, TC26_512_A, TC26_512_C};

/// How many lanes there are.
pub(crate) const LANES: usize = 8;

/// One bit for each lane, the first lane's is the lowest.
pub(crate) type Mask = u8;

/// A 64-bit word in each of eight lanes.
///
/// Every operation is done in each lane by itself. Sums and differences wrap; words are signed where
/// shifted to the right, and `<<` and `>>` take the same distance, below 64, in all lanes.
///
/// A word is made only from another one: to have one is to have the processor it takes.
pub(crate) trait Lanes:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Shl<u64, Output = Self>
    + Shr<u64, Output = Self>
{
    /// `word` in every lane.
    fn splat(self, word: u64) -> Self;

    /// These words.
    fn load(self, words: &[u64; LANES]) -> Self;

    /// `self` + the low 52 bits of the product of the low 52 bits of `a` and `b`.
    fn add_low_product(self, a: Self, b: Self) -> Self;

    /// `self` + the bits from 52 on of the product of the low 52 bits of `a` and `b`.
    fn add_high_product(self, a: Self, b: Self) -> Self;

    /// The product of the low 32 bits of both, which are signed.
    fn times_i32(self, factor: Self) -> Self;

    /// Where both are equal.
    fn equals(self, other: Self) -> Mask;

    /// Where the word is negative.
    fn is_negative(self) -> Mask;

    /// `other` where `mask` is set, else `self`.
    fn select(self, other: Self, mask: Mask) -> Self;

    /// In each lane the word of `table` that has the lane's number; the last one where there are fewer.
    fn look_up(self, table: &[u64]) -> Self;

    /// States that the word is in [0, 2⁵²). Only the intervals of a test have something to do here.
    #[inline(always)]
    fn assert_limb(self) -> Self {
        self
    }

    /// The words of all lanes.
    fn words(self) -> [u64; LANES];

    /// Runs `kernel`, not inlined, with all that the processor has.
    fn call<K: Kernel<Self>>(self, kernel: K) -> K::Output;
}

/// A computation over lanes, which is compiled for each kind of them.
pub(crate) trait Kernel<L> {
    type Output;

    /// Implemented with `#[inline(always)]`, as all that works on lanes is: what is not inlined into a
    /// function that was compiled for the processor would be compiled without its instructions.
    fn run(self) -> Self::Output;
}

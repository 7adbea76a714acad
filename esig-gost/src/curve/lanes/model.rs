//! Lanes of plain integers: what every other kind of lanes must do.

use core::array;
use core::ops::{Add, BitAnd, BitOr, Shl, Shr, Sub};

use super::{Kernel, LANES, Lanes, Mask};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Model(pub(super) [u64; LANES]);

impl Model {
    pub(crate) const ZERO: Self = Self([0; LANES]);

    fn zip(self, other: Self, f: impl Fn(u64, u64) -> u64) -> Self {
        Self(array::from_fn(|lane| f(self.0[lane], other.0[lane])))
    }

    fn product(a: Self, b: Self, f: impl Fn(u128) -> u128) -> Self {
        let low = |word: u64| u128::from(word & ((1 << 52) - 1));
        a.zip(b, |a, b| f(low(a) * low(b)) as u64)
    }

    fn mask(self, f: impl Fn(u64) -> bool) -> Mask {
        (0..LANES).fold(0, |mask, lane| mask | Mask::from(f(self.0[lane])) << lane)
    }
}

impl Lanes for Model {
    fn splat(self, word: u64) -> Self {
        Self([word; LANES])
    }

    fn load(self, words: &[u64; LANES]) -> Self {
        Self(*words)
    }

    fn add_low_product(self, a: Self, b: Self) -> Self {
        self + Self::product(a, b, |product| product & ((1 << 52) - 1))
    }

    fn add_high_product(self, a: Self, b: Self) -> Self {
        self + Self::product(a, b, |product| product >> 52)
    }

    fn times_i32(self, factor: Self) -> Self {
        self.zip(factor, |a, b| (i64::from(a as i32) * i64::from(b as i32)) as u64)
    }

    fn equals(self, other: Self) -> Mask {
        self.zip(other, |a, b| a ^ b).mask(|difference| difference == 0)
    }

    fn is_negative(self) -> Mask {
        self.mask(|word| word >> 63 == 1)
    }

    fn select(self, other: Self, mask: Mask) -> Self {
        Self(array::from_fn(|lane| if mask >> lane & 1 == 1 { other.0[lane] } else { self.0[lane] }))
    }

    fn look_up(self, table: &[u64]) -> Self {
        let last = table.len() - 1;
        Self(self.0.map(|index| table[usize::try_from(index).unwrap_or(last).min(last)]))
    }

    fn words(self) -> [u64; LANES] {
        self.0
    }

    fn call<K: Kernel<Self>>(self, kernel: K) -> K::Output {
        kernel.run()
    }
}

impl Add for Model {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.zip(other, u64::wrapping_add)
    }
}

impl Sub for Model {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.zip(other, u64::wrapping_sub)
    }
}

impl BitAnd for Model {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
}

impl BitOr for Model {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }
}

impl Shl<u64> for Model {
    type Output = Self;

    fn shl(self, bits: u64) -> Self {
        Self(self.0.map(|word| word << bits))
    }
}

impl Shr<u64> for Model {
    type Output = Self;

    fn shr(self, bits: u64) -> Self {
        Self(self.0.map(|word| (word as i64 >> bits) as u64))
    }
}

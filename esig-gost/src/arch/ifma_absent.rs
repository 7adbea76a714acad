//! Stands in for [`ifma`](super::ifma) where the target has no such instructions.

use core::ops::{Add, BitAnd, BitOr, Shl, Shr, Sub};

use crate::curve::lanes::{Kernel, LANES, Lanes, Mask};

/// There is no such value.
#[derive(Clone, Copy)]
pub(crate) enum Ifma {}

impl Ifma {
    pub(crate) fn detect() -> Option<Self> {
        None
    }
}

impl Lanes for Ifma {
    fn splat(self, _: u64) -> Self {
        self
    }

    fn load(self, _: &[u64; LANES]) -> Self {
        self
    }

    fn add_low_product(self, _: Self, _: Self) -> Self {
        self
    }

    fn add_high_product(self, _: Self, _: Self) -> Self {
        self
    }

    fn times_i32(self, _: Self) -> Self {
        self
    }

    fn equals(self, _: Self) -> Mask {
        match self {}
    }

    fn is_negative(self) -> Mask {
        match self {}
    }

    fn select(self, _: Self, _: Mask) -> Self {
        self
    }

    fn look_up(self, _: &[u64]) -> Self {
        self
    }

    fn words(self) -> [u64; LANES] {
        match self {}
    }

    fn call<K: Kernel<Self>>(self, _: K) -> K::Output {
        match self {}
    }
}

impl Add for Ifma {
    type Output = Self;

    fn add(self, _: Self) -> Self {
        self
    }
}

impl Sub for Ifma {
    type Output = Self;

    fn sub(self, _: Self) -> Self {
        self
    }
}

impl BitAnd for Ifma {
    type Output = Self;

    fn bitand(self, _: Self) -> Self {
        self
    }
}

impl BitOr for Ifma {
    type Output = Self;

    fn bitor(self, _: Self) -> Self {
        self
    }
}

impl Shl<u64> for Ifma {
    type Output = Self;

    fn shl(self, _: u64) -> Self {
        self
    }
}

impl Shr<u64> for Ifma {
    type Output = Self;

    fn shr(self, _: u64) -> Self {
        self
    }
}

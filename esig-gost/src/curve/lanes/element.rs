//! Integers modulo p = 2²⁵⁶ − 617 or 2⁵¹² − 569, one in each lane, in N = 5 or 10 limbs of 52 bits.
//!
//! An [`Element`] is what can be multiplied; an [`Unreduced`] is what products, sums and differences
//! are, signed and wide, until all terms are together and one [`reduce`](Unreduced::reduce) makes an
//! element of them.

use core::ops::{Add, Mul, Shl, Sub};

use super::{Kernel, Lanes, Mask};

/// Bits of a limb: what one instruction multiplies.
pub(super) const LIMB_BITS: usize = 52;

pub(super) const LIMB_MASK: u64 = (1 << LIMB_BITS) - 1;

/// Columns of the product of the longest elements.
const MAX_COLUMNS: usize = 20;

/// An integer from 0 to 2ᴮ⁺¹ + 2ᴮ⁻³⁰, where p has B bits.
///
/// Each limb is in [0, 2⁵²); a limb of exactly 2⁵² would lose its highest bit in a multiplication.
#[derive(Clone, Copy)]
pub(super) struct Element<L, const N: usize>(pub(super) [L; N]);

/// An integer as signed limbs, each in (−2⁶³, 2⁶³), all but the highest in (−2⁶¹, 2⁶¹).
#[derive(Clone, Copy)]
pub(super) struct Unreduced<L, const N: usize>([L; N]);

/// The numbers that come of N.
pub(super) struct Prime<const N: usize>;

impl<const N: usize> Prime<N> {
    /// B: 256 or 512.
    pub(super) const BITS: usize = 256 * N / 5;

    /// 2ᴮ − p.
    pub(super) const C: u64 = match N {
        5 => 617,
        10 => 569,
        _ => panic!("no prime has so many limbs"),
    };

    /// Bits of the highest limb of a number of B bits: 48 or 44.
    const TOP_BITS: usize = Self::BITS - LIMB_BITS * (N - 1);

    /// 2⁵²ᴺ modulo p: 14 or 18 bits.
    const SCALE: u64 = Self::C << (LIMB_BITS - Self::TOP_BITS);
}

impl<L: Lanes, const N: usize> Element<L, N> {
    /// The same integer, given by its limbs, in every lane.
    #[inline(always)]
    pub(super) fn splat(lanes: L, limbs: &[u64; N]) -> Self {
        let mut element = [lanes; N];
        for (limb, word) in element.iter_mut().zip(limbs) {
            *limb = lanes.splat(*word);
        }
        Self(element)
    }

    /// What makes further words.
    #[inline(always)]
    pub(super) fn lanes(&self) -> L {
        self.0[0]
    }

    #[inline(always)]
    pub(super) fn zero(lanes: L) -> Self {
        Self([lanes.splat(0); N])
    }

    #[inline(always)]
    pub(super) fn one(lanes: L) -> Self {
        let mut one = Self::zero(lanes);
        one.0[0] = lanes.splat(1);
        one
    }

    /// `other` where `mask` is set, else `self`.
    #[inline(always)]
    pub(super) fn select(self, other: Self, mask: Mask) -> Self {
        let mut chosen = self;
        for (limb, other) in chosen.0.iter_mut().zip(other.0) {
            *limb = limb.select(other, mask);
        }
        chosen
    }

    #[inline(always)]
    pub(super) fn square(self) -> Unreduced<L, N> {
        if N > 5 { self.0[0].call(Square(&self)) } else { self.square_inline() }
    }

    #[inline(always)]
    fn square_inline(self) -> Unreduced<L, N> {
        let mut columns = [self.0[0].splat(0); MAX_COLUMNS];
        for (i, a) in self.0.into_iter().enumerate() {
            for (j, b) in self.0.into_iter().enumerate().skip(i + 1) {
                columns[i + j] = columns[i + j].add_low_product(a, b);
                columns[i + j + 1] = columns[i + j + 1].add_high_product(a, b);
            }
        }
        for column in &mut columns {
            *column = *column + *column;
        }
        for (i, a) in self.0.into_iter().enumerate() {
            columns[2 * i] = columns[2 * i].add_low_product(a, a);
            columns[2 * i + 1] = columns[2 * i + 1].add_high_product(a, a);
        }
        Unreduced::fold(columns)
    }

    #[inline(always)]
    fn mul_inline(self, other: Self) -> Unreduced<L, N> {
        let mut columns = [self.0[0].splat(0); MAX_COLUMNS];
        for (i, a) in self.0.into_iter().enumerate() {
            for (j, b) in other.0.into_iter().enumerate() {
                columns[i + j] = columns[i + j].add_low_product(a, b);
                columns[i + j + 1] = columns[i + j + 1].add_high_product(a, b);
            }
        }
        Unreduced::fold(columns)
    }
}

impl<L: Lanes, const N: usize> Mul for Element<L, N> {
    type Output = Unreduced<L, N>;

    #[inline(always)]
    fn mul(self, other: Self) -> Unreduced<L, N> {
        if N > 5 { self.0[0].call(Product(&self, &other)) } else { self.mul_inline(other) }
    }
}

struct Product<'a, L, const N: usize>(&'a Element<L, N>, &'a Element<L, N>);

impl<L: Lanes, const N: usize> Kernel<L> for Product<'_, L, N> {
    type Output = Unreduced<L, N>;

    #[inline(always)]
    fn run(self) -> Unreduced<L, N> {
        self.0.mul_inline(*self.1)
    }
}

struct Square<'a, L, const N: usize>(&'a Element<L, N>);

impl<L: Lanes, const N: usize> Kernel<L> for Square<'_, L, N> {
    type Output = Unreduced<L, N>;

    #[inline(always)]
    fn run(self) -> Unreduced<L, N> {
        self.0.square_inline()
    }
}

impl<L: Lanes, const N: usize> Unreduced<L, N> {
    /// The residue of Σ columnₖ·2⁵²ᵏ, k < 2N, where each column is in [0, 2⁵⁷).
    ///
    /// The columns from N on are multiplied by 2⁵²ᴺ mod p. Only their low 52 bits take part, so that
    /// the rest is carried up first; their sum is below 2⁵²ᴺ⁻⁶, so that the last needs no carry.
    #[inline(always)]
    fn fold(mut columns: [L; MAX_COLUMNS]) -> Self {
        let scale = columns[0].splat(Prime::<N>::SCALE);
        for k in N..2 * N - 1 {
            columns[k + 1] = columns[k + 1] + (columns[k] >> LIMB_BITS as u64);
        }
        let mut limbs = [columns[0]; N];
        limbs.copy_from_slice(&columns[..N]);
        for k in 0..N - 1 {
            limbs[k] = limbs[k].add_low_product(columns[N + k], scale);
            limbs[k + 1] = limbs[k + 1].add_high_product(columns[N + k], scale);
        }
        let top = columns[2 * N - 1];
        let above = scale.splat(0).add_high_product(top, scale) << LIMB_BITS as u64;
        limbs[N - 1] = limbs[N - 1].add_low_product(top, scale) + above;
        Self(limbs)
    }

    /// The same residue as an element.
    ///
    /// Of t = ⌊top / 2ᴮ⌋ all but one is folded, so that what remains is positive whatever the
    /// limbs below carry: they add up to less than 2ᴮ⁻³⁰ either way. The result is
    /// 2ᴮ + [0, 2ᴮ) + (t − 1)·c ± 2ᴮ⁻³⁰, and t has at most 20 bits.
    #[inline(always)]
    pub(super) fn reduce(self) -> Element<L, N> {
        let mut limbs = self.0;
        let top = limbs[N - 1];
        let bit = 1 << Prime::<N>::TOP_BITS;
        let quotient = (top >> Prime::<N>::TOP_BITS as u64) - top.splat(1);
        limbs[N - 1] = (top & top.splat(bit - 1)) | top.splat(bit);
        limbs[0] = limbs[0] + quotient.times_i32(top.splat(Prime::<N>::C));
        for k in 0..N - 1 {
            limbs[k + 1] = limbs[k + 1] + (limbs[k] >> LIMB_BITS as u64);
            limbs[k] = (limbs[k] & top.splat(LIMB_MASK)).assert_limb();
        }
        limbs[N - 1] = limbs[N - 1].assert_limb();
        Element(limbs)
    }

    /// Where this is zero modulo p.
    ///
    /// A reduced number is above 2ᴮ − 2ᴮ⁻³⁰ and below 3p, and has its limbs in one way only.
    #[inline(always)]
    pub(super) fn is_zero(self) -> Mask {
        let limbs = self.reduce().0;
        let mut found = 0;
        for multiple in [1, 2] {
            let mut same = Mask::MAX;
            for (limb, expected) in limbs.iter().zip(multiple_of_p::<N>(multiple)) {
                same &= limb.equals(limb.splat(expected));
            }
            found |= same;
        }
        found
    }

    /// −`self` where `mask` is set, else `self`.
    #[inline(always)]
    pub(super) fn negate_if(self, mask: Mask) -> Self {
        let mut limbs = self.0;
        for limb in &mut limbs {
            *limb = limb.select(limb.splat(0) - *limb, mask);
        }
        Self(limbs)
    }
}

/// The limbs of `multiple`·p, which is at least 1.
const fn multiple_of_p<const N: usize>(multiple: u64) -> [u64; N] {
    let mut limbs = [LIMB_MASK; N];
    limbs[0] -= multiple * Prime::<N>::C - 1;
    limbs[N - 1] = (multiple << Prime::<N>::TOP_BITS) - 1;
    limbs
}

impl<L, const N: usize> From<Element<L, N>> for Unreduced<L, N> {
    #[inline(always)]
    fn from(element: Element<L, N>) -> Self {
        Self(element.0)
    }
}

impl<L: Lanes, const N: usize, T: Into<Self>> Add<T> for Unreduced<L, N> {
    type Output = Self;

    #[inline(always)]
    fn add(mut self, other: T) -> Self {
        for (limb, other) in self.0.iter_mut().zip(other.into().0) {
            *limb = *limb + other;
        }
        self
    }
}

impl<L: Lanes, const N: usize, T: Into<Self>> Sub<T> for Unreduced<L, N> {
    type Output = Self;

    #[inline(always)]
    fn sub(mut self, other: T) -> Self {
        for (limb, other) in self.0.iter_mut().zip(other.into().0) {
            *limb = *limb - other;
        }
        self
    }
}

/// 2ⁿ·`self`.
impl<L: Lanes, const N: usize> Shl<u64> for Unreduced<L, N> {
    type Output = Self;

    #[inline(always)]
    fn shl(mut self, n: u64) -> Self {
        for limb in &mut self.0 {
            *limb = *limb << n;
        }
        self
    }
}

impl<L: Lanes, const N: usize, T: Into<Unreduced<L, N>>> Add<T> for Element<L, N> {
    type Output = Unreduced<L, N>;

    #[inline(always)]
    fn add(self, other: T) -> Unreduced<L, N> {
        Unreduced(self.0) + other
    }
}

impl<L: Lanes, const N: usize, T: Into<Unreduced<L, N>>> Sub<T> for Element<L, N> {
    type Output = Unreduced<L, N>;

    #[inline(always)]
    fn sub(self, other: T) -> Unreduced<L, N> {
        Unreduced(self.0) - other
    }
}

impl<L: Lanes, const N: usize> Shl<u64> for Element<L, N> {
    type Output = Unreduced<L, N>;

    #[inline(always)]
    fn shl(self, n: u64) -> Unreduced<L, N> {
        Unreduced(self.0) << n
    }
}

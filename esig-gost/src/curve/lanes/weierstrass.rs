//! y² = x³ − 3x + b in Jacobian coordinates, a curve of prime order.

use super::{
    Lanes, Mask,
    element::{Element, Unreduced},
    scalars::Digit,
    straus::{Accumulator, POINT_MULTIPLES},
};

/// (X : Y : Z), which stands for (X/Z², Y/Z³).
///
/// Z is zero only once a sum met an exception: addition is wrong for O, and for two points with the
/// same x, where it gives Z = 0. Every Z is a multiple of the one before, so that it stays zero, and
/// the end tells. That O is not added to is up to the caller.
#[derive(Clone, Copy)]
pub(super) struct Jacobian<L, const N: usize> {
    pub(super) x: Element<L, N>,
    pub(super) y: Element<L, N>,
    pub(super) z: Element<L, N>,
}

/// (x, y).
#[derive(Clone, Copy)]
pub(super) struct Affine<L, const N: usize> {
    pub(super) x: Element<L, N>,
    pub(super) y: Element<L, N>,
}

impl<L: Lanes, const N: usize> Jacobian<L, N> {
    #[inline(always)]
    pub(super) fn new(point: &Affine<L, N>) -> Self {
        Self { x: point.x, y: point.y, z: Element::one(point.x.lanes()) }
    }

    /// 2·`self`: dbl-2001-b of the Explicit-Formulas Database.
    #[inline(always)]
    pub(super) fn double(&self) -> Self {
        let Self { x, y, z } = *self;
        let delta = z.square().reduce();
        let gamma = y.square().reduce();
        let beta = x * gamma;
        let product = (x - delta).reduce() * (x + delta).reduce();
        let alpha = (product + (product << 1)).reduce();
        let x3 = (alpha.square() - (beta << 3)).reduce();
        let y3 = (alpha * ((beta << 2) - x3).reduce() - (gamma.square() << 3)).reduce();
        Self { x: x3, y: y3, z: ((y * z) << 1).reduce() }
    }

    /// `self` + `other`: add-1998-cmo-2.
    #[inline(always)]
    pub(super) fn add(&self, other: &Self) -> Self {
        let zz1 = self.z.square().reduce();
        let zz2 = other.z.square().reduce();
        let u1 = (self.x * zz2).reduce();
        let u2 = other.x * zz1;
        let s1 = (self.y * (other.z * zz2).reduce()).reduce();
        let s2 = other.y * (self.z * zz1).reduce();
        let h = (u2 - u1).reduce();
        let zz = (self.z * other.z).reduce();
        Self::sum(u1, s1, h, (s2 - s1).reduce(), (zz * h).reduce())
    }

    /// `self` + `other`.
    #[inline(always)]
    pub(super) fn add_affine(&self, other: &Affine<L, N>) -> Self {
        let zz = self.z.square().reduce();
        let h = (other.x * zz - self.x).reduce();
        let r = (other.y * (self.z * zz).reduce() - self.y).reduce();
        Self::sum(self.x, self.y, h, r, (self.z * h).reduce())
    }

    /// (u₁ : s₁ : ·) + (u₁ + h : s₁ + r : ·), both with the same Z, which times h is z.
    #[inline(always)]
    fn sum(
        u1: Element<L, N>,
        s1: Element<L, N>,
        h: Element<L, N>,
        r: Element<L, N>,
        z: Element<L, N>,
    ) -> Self {
        let hh = h.square().reduce();
        let hhh = (h * hh).reduce();
        let v = u1 * hh;
        let x = (r.square() - hhh - (v << 1)).reduce();
        let y = (r * (v - x).reduce() - s1 * hhh).reduce();
        Self { x, y, z }
    }

    #[inline(always)]
    fn select(&self, other: &Self, mask: Mask) -> Self {
        Self {
            x: self.x.select(other.x, mask),
            y: self.y.select(other.y, mask),
            z: self.z.select(other.z, mask),
        }
    }

    /// 1·`point` to 16·`point`, which are all different and none is O.
    #[inline(always)]
    pub(super) fn multiples(point: &Affine<L, N>) -> [Self; POINT_MULTIPLES] {
        let mut multiples = [Self::new(point); POINT_MULTIPLES];
        for i in 1..POINT_MULTIPLES {
            multiples[i] = match i % 2 {
                1 => multiples[i / 2].double(),
                _ => multiples[i - 1].add_affine(point),
            };
        }
        multiples
    }
}

/// A sum that starts as O.
pub(super) struct Sum<'a, L, const N: usize> {
    /// Any point where the sum is still O.
    pub(super) sum: Jacobian<L, N>,
    is_neutral: Mask,
    multiples: &'a [Jacobian<L, N>; POINT_MULTIPLES],
    generator_multiples: &'a [u64],
}

impl<'a, L: Lanes, const N: usize> Sum<'a, L, N> {
    /// O. `multiples` are those of the point, `generator_multiples` has the limbs of x and y in each row.
    #[inline(always)]
    pub(super) fn new(
        multiples: &'a [Jacobian<L, N>; POINT_MULTIPLES],
        generator_multiples: &'a [u64],
    ) -> Self {
        Self { sum: multiples[0], is_neutral: Mask::MAX, multiples, generator_multiples }
    }

    /// The sum becomes `sum` unless `digit` is zero; `addend` if it was O.
    #[inline(always)]
    fn update(&mut self, sum: &Jacobian<L, N>, addend: &Jacobian<L, N>, digit: &Digit<L>) {
        let next = sum.select(addend, self.is_neutral);
        self.sum = next.select(&self.sum, digit.is_zero);
        self.is_neutral &= digit.is_zero;
    }
}

impl<L: Lanes, const N: usize> Accumulator<L> for Sum<'_, L, N> {
    #[inline(always)]
    fn double(&mut self, times: usize) {
        for _ in 0..times {
            self.sum = self.sum.double();
        }
    }

    #[inline(always)]
    fn add_point_multiple(&mut self, digit: &Digit<L>) {
        let mut addend = self.multiples[0];
        for (multiple, number) in self.multiples.iter().zip(1..).skip(1) {
            addend = addend.select(multiple, digit.magnitude_is(number));
        }
        addend.y = Unreduced::from(addend.y).negate_if(digit.is_negative).reduce();
        self.update(&self.sum.add(&addend), &addend, digit);
    }

    #[inline(always)]
    fn add_generator_multiple(&mut self, digit: &Digit<L>) {
        let [x, y] = digit.row(self.generator_multiples);
        let y = Unreduced::from(Element(y)).negate_if(digit.is_negative).reduce();
        let addend = Affine { x: Element(x), y };
        self.update(&self.sum.add_affine(&addend), &Jacobian::new(&addend), digit);
    }
}

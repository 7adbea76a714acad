//! u² + v² = 1 + d·u²v² in extended coordinates; d is no square, so that the formulas know no exception.

use super::{
    Lanes, Mask,
    element::{Element, Unreduced},
    scalars::Digit,
    straus::{Accumulator, POINT_MULTIPLES},
};

/// (X : Y : Z), which stands for (X/Z, Y/Z).
#[derive(Clone, Copy)]
pub(super) struct Projective<L, const N: usize> {
    pub(super) x: Element<L, N>,
    pub(super) y: Element<L, N>,
    pub(super) z: Element<L, N>,
}

/// (X : Y : Z), and T = XY/Z.
#[derive(Clone, Copy)]
pub(super) struct Extended<L, const N: usize> {
    pub(super) point: Projective<L, N>,
    pub(super) t: Element<L, N>,
}

/// (EF : GH : FG), with T = EH.
#[derive(Clone, Copy)]
pub(super) struct Completed<L, const N: usize> {
    pub(super) e: Element<L, N>,
    pub(super) f: Element<L, N>,
    pub(super) g: Element<L, N>,
    pub(super) h: Element<L, N>,
}

/// What is added: (X : Y : Z) with d·T.
#[derive(Clone, Copy)]
pub(super) struct Addend<L, const N: usize> {
    pub(super) point: Projective<L, N>,
    pub(super) dt: Element<L, N>,
}

/// What is added: (u, v) with d·u·v.
#[derive(Clone, Copy)]
pub(super) struct AffineAddend<L, const N: usize> {
    pub(super) x: Element<L, N>,
    pub(super) y: Element<L, N>,
    pub(super) dt: Element<L, N>,
}

impl<L: Lanes, const N: usize> Projective<L, N> {
    /// 2·`self`: dbl-2008-hwcd of the Explicit-Formulas Database.
    #[inline(always)]
    pub(super) fn double(&self) -> Completed<L, N> {
        let a = self.x.square();
        let b = self.y.square();
        let g = a + b;
        Completed {
            e: ((self.x + self.y).reduce().square() - g).reduce(),
            f: (g - (self.z.square() << 1)).reduce(),
            g: g.reduce(),
            h: (a - b).reduce(),
        }
    }
}

impl<L: Lanes, const N: usize> Completed<L, N> {
    /// O = (0, 1).
    #[inline(always)]
    pub(super) fn neutral(lanes: L) -> Self {
        let one = Element::one(lanes);
        Self { e: Element::zero(lanes), f: one, g: one, h: one }
    }

    #[inline(always)]
    pub(super) fn projective(&self) -> Projective<L, N> {
        Projective {
            x: (self.e * self.f).reduce(),
            y: (self.g * self.h).reduce(),
            z: (self.f * self.g).reduce(),
        }
    }

    #[inline(always)]
    pub(super) fn extended(&self) -> Extended<L, N> {
        Extended { point: self.projective(), t: (self.e * self.h).reduce() }
    }
}

impl<L: Lanes, const N: usize> Extended<L, N> {
    /// (x, y) of the equivalent Weierstrass curve, which has order q.
    ///
    /// RFC 7836 §5.2, with the denominators of u = (x − t)/y and v = (x − t − s)/(x − t + s) multiplied
    /// out. They are zero for no point of order q.
    #[inline(always)]
    pub(super) fn from_weierstrass(
        x: Element<L, N>,
        y: Element<L, N>,
        s: Element<L, N>,
        t: Element<L, N>,
    ) -> Self {
        let u = (x - t).reduce();
        let v = (u - s).reduce();
        let w = (u + s).reduce();
        let point = Projective { x: (u * w).reduce(), y: (v * y).reduce(), z: (y * w).reduce() };
        Self { point, t: (u * v).reduce() }
    }

    /// `self` + `other`, or `self` − `other` where `negative` is set: add-2008-hwcd.
    #[inline(always)]
    pub(super) fn add(&self, other: &Addend<L, N>, negative: Mask) -> Completed<L, N> {
        let Projective { x, y, z } = other.point;
        self.sum(x, y, other.dt, self.point.z * z, negative)
    }

    /// `self` + `other`, or `self` − `other` where `negative` is set: madd-2008-hwcd.
    #[inline(always)]
    pub(super) fn add_affine(&self, other: &AffineAddend<L, N>, negative: Mask) -> Completed<L, N> {
        self.sum(other.x, other.y, other.dt, self.point.z.into(), negative)
    }

    /// −(X : Y : Z) is (−X : Y : Z), whose T is negative too.
    #[inline(always)]
    fn sum(
        &self,
        x: Element<L, N>,
        y: Element<L, N>,
        dt: Element<L, N>,
        zz: Unreduced<L, N>,
        negative: Mask,
    ) -> Completed<L, N> {
        let x = Unreduced::from(x).negate_if(negative);
        let a = self.point.x * x.reduce();
        let b = self.point.y * y;
        let c = (self.t * dt).negate_if(negative);
        let product = (self.point.x + self.point.y).reduce() * (x + y).reduce();
        Completed {
            e: (product - a - b).reduce(),
            f: (zz - c).reduce(),
            g: (zz + c).reduce(),
            h: (b - a).reduce(),
        }
    }

    #[inline(always)]
    fn addend(&self, d: &Element<L, N>) -> Addend<L, N> {
        Addend { point: self.point, dt: (self.t * *d).reduce() }
    }
}

impl<L: Lanes, const N: usize> Addend<L, N> {
    /// 1·`point` to 16·`point`.
    #[inline(always)]
    pub(super) fn multiples(point: &Extended<L, N>, d: &Element<L, N>) -> [Self; POINT_MULTIPLES] {
        let first = point.addend(d);
        let mut multiples = [first; POINT_MULTIPLES];
        let mut last = *point;
        for i in 1..POINT_MULTIPLES {
            last = match i % 2 {
                1 => multiples[i / 2].point.double(),
                _ => last.add(&first, 0),
            }
            .extended();
            multiples[i] = last.addend(d);
        }
        multiples
    }

    /// O = (0 : 1 : 1).
    #[inline(always)]
    fn neutral(lanes: L) -> Self {
        let (zero, one) = (Element::zero(lanes), Element::one(lanes));
        Self { point: Projective { x: zero, y: one, z: one }, dt: zero }
    }

    #[inline(always)]
    fn select(&self, other: &Self, mask: Mask) -> Self {
        Self {
            point: Projective {
                x: self.point.x.select(other.point.x, mask),
                y: self.point.y.select(other.point.y, mask),
                z: self.point.z.select(other.point.z, mask),
            },
            dt: self.dt.select(other.dt, mask),
        }
    }
}

/// A sum that starts as O.
pub(super) struct Sum<'a, L, const N: usize> {
    pub(super) sum: Completed<L, N>,
    multiples: &'a [Addend<L, N>; POINT_MULTIPLES],
    generator_multiples: &'a [u64],
}

impl<'a, L: Lanes, const N: usize> Sum<'a, L, N> {
    /// O. `multiples` are those of the point, `generator_multiples` has the limbs of u, v and d·u·v in
    /// each row.
    #[inline(always)]
    pub(super) fn new(
        multiples: &'a [Addend<L, N>; POINT_MULTIPLES],
        generator_multiples: &'a [u64],
    ) -> Self {
        Self { sum: Completed::neutral(multiples[0].dt.lanes()), multiples, generator_multiples }
    }
}

impl<L: Lanes, const N: usize> Accumulator<L> for Sum<'_, L, N> {
    #[inline(always)]
    fn double(&mut self, times: usize) {
        for _ in 0..times {
            self.sum = self.sum.projective().double();
        }
    }

    #[inline(always)]
    fn add_point_multiple(&mut self, digit: &Digit<L>) {
        let mut addend = Addend::neutral(self.multiples[0].dt.lanes());
        for (multiple, number) in self.multiples.iter().zip(1..) {
            addend = addend.select(multiple, digit.magnitude_is(number));
        }
        self.sum = self.sum.extended().add(&addend, digit.is_negative);
    }

    #[inline(always)]
    fn add_generator_multiple(&mut self, digit: &Digit<L>) {
        let [x, y, dt] = digit.row(self.generator_multiples);
        let addend = AffineAddend { x: Element(x), y: Element(y), dt: Element(dt) };
        self.sum = self.sum.extended().add_affine(&addend, digit.is_negative);
    }
}

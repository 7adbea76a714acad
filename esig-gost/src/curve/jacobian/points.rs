//! Points of y² = x³ − 3x + b in Jacobian coordinates.
//!
//! Doubling is complete. Addition is not: it gives O for opposite points, as it should, but also for equal ones,
//! and something else if one of the points is O. Who adds must know that this cannot be, or take a function
//! that handles it: [`add_vartime`](Jacobian::add_vartime) branches,
//! [`add_or_double`](Jacobian::add_or_double) selects.

use crypto_bigint::{Choice, Uint};
use zeroize::Zeroize;

use crate::{
    curve::{fixed_base::Entry, recoding::CHOICES, table::Coordinates},
    field::FieldElement,
};

/// (X : Y : Z), which stands for (X/Z², Y/Z³), or for O if Z is zero.
#[derive(Clone, Copy)]
pub(in super::super) struct Jacobian<F, const W: usize> {
    pub(super) x: F,
    pub(super) y: F,
    pub(super) z: F,
}

/// A point other than O in a table of many.
#[derive(Clone, Copy)]
pub(in super::super) struct Affine<F, const W: usize> {
    pub(super) x: F,
    pub(super) y: F,
}

/// A point other than O, with Z² and Z³, in a table that is not worth an inversion.
#[derive(Clone, Copy)]
pub(super) struct Cached<F, const W: usize> {
    point: Jacobian<F, W>,
    zz: F,
    zzz: F,
}

/// Q as a table holds it, to be added to any P.
pub(super) trait Addend<F, const W: usize>: Copy {
    fn jacobian(&self) -> Jacobian<F, W>;

    fn negate(&self) -> Self;

    /// P and Q over a common Z.
    fn join(&self, p: &Jacobian<F, W>) -> Pair<F, W>;
}

/// How many coordinates a table of integers has for each point.
pub(super) const COORDINATES: usize = 2;

/// P = (x : y : z) and Q = (x + h : y + r : z).
pub(super) struct Pair<F, const W: usize> {
    x: F,
    y: F,
    z: F,
    h: F,
    r: F,
}

impl<F: FieldElement<W>, const W: usize> Jacobian<F, W> {
    pub(super) const NEUTRAL: Self = Self { x: F::ONE, y: F::ONE, z: F::ZERO };

    /// 2P, 4M + 4S: with α = 3(X − Z²)(X + Z²), Z₃ = 2YZ, X₃ = α² − 8XY², Y₃ = α(4XY² − X₃) − 8Y⁴.
    #[inline(always)]
    pub(super) fn double(&self) -> Self {
        let zz = self.z.square();
        let yy = self.y.square();
        let yy2 = yy.double();
        let beta = (self.x * yy2).double();
        let alpha = ((self.x - zz) * (self.x + zz)).times::<3>();
        let z = (self.y * self.z).double();
        let x = alpha.square() - beta.double();
        let y = alpha * (beta - x) - yy2.square().double();
        Self { x, y, z }
    }

    /// P + Q. P is not O, and P is not Q.
    #[inline(always)]
    pub(super) fn add(&self, q: &impl Addend<F, W>) -> Self {
        q.join(self).sum()
    }

    /// P + Q in constant time. P is not O.
    pub(super) fn add_or_double(&self, q: &impl Addend<F, W>) -> Self {
        let pair = q.join(self);
        let equal = pair.h.is_zero() & pair.r.is_zero();
        Self::select(&pair.sum(), &self.double(), equal)
    }

    /// P + Q, whatever they are.
    #[inline(always)]
    pub(super) fn add_vartime(&self, q: &impl Addend<F, W>) -> Self {
        if self.is_neutral_vartime() {
            return q.jacobian();
        }
        let pair = q.join(self);
        match pair.h.is_zero().to_bool() {
            false => pair.sum(),
            true if pair.r.is_zero().to_bool() => self.double(),
            true => Self::NEUTRAL,
        }
    }

    #[inline(always)]
    pub(super) fn is_neutral_vartime(&self) -> bool {
        self.z.is_zero().to_bool()
    }

    #[inline(always)]
    pub(super) fn cached(&self) -> Cached<F, W> {
        let zz = self.z.square();
        Cached { point: *self, zz, zzz: zz * self.z }
    }

    fn select(a: &Self, b: &Self, choice: Choice) -> Self {
        Self {
            x: F::select(&a.x, &b.x, choice),
            y: F::select(&a.y, &b.y, choice),
            z: F::select(&a.z, &b.z, choice),
        }
    }
}

impl<F: FieldElement<W>, const W: usize> Pair<F, W> {
    /// P + Q, 4M + 2S and Z: X₃ = r² − h³ − 2xh², Y₃ = r(xh² − X₃) − yh³, Z₃ = zh.
    #[inline(always)]
    fn sum(&self) -> Jacobian<F, W> {
        let hh = self.h.square();
        let hhh = hh * self.h;
        let v = self.x * hh;
        let x = self.r.square() - hhh - v.double();
        Jacobian { x, y: self.r * (v - x) - self.y * hhh, z: self.z * self.h }
    }
}

impl<F: FieldElement<W>, const W: usize> Coordinates<W, COORDINATES> for Affine<F, W> {
    #[inline(always)]
    fn from_integers([x, y]: &[Uint<W>; COORDINATES]) -> Self {
        Self { x: F::new(x), y: F::new(y) }
    }

    fn to_integers(self) -> [Uint<W>; COORDINATES] {
        [self.x.retrieve(), self.y.retrieve()]
    }
}

/// 8M + 3S with the sum.
impl<F: FieldElement<W>, const W: usize> Addend<F, W> for Affine<F, W> {
    fn jacobian(&self) -> Jacobian<F, W> {
        Jacobian { x: self.x, y: self.y, z: F::ONE }
    }

    #[inline(always)]
    fn negate(&self) -> Self {
        Self { x: self.x, y: -self.y }
    }

    #[inline(always)]
    fn join(&self, p: &Jacobian<F, W>) -> Pair<F, W> {
        let zz = p.z.square();
        Pair { x: p.x, y: p.y, z: p.z, h: self.x * zz - p.x, r: self.y * (zz * p.z) - p.y }
    }
}

/// 11M + 3S with the sum.
impl<F: FieldElement<W>, const W: usize> Addend<F, W> for Cached<F, W> {
    fn jacobian(&self) -> Jacobian<F, W> {
        self.point
    }

    #[inline(always)]
    fn negate(&self) -> Self {
        Self { point: Jacobian { y: -self.point.y, ..self.point }, ..*self }
    }

    #[inline(always)]
    fn join(&self, p: &Jacobian<F, W>) -> Pair<F, W> {
        let zz = p.z.square();
        let (x, y) = (p.x * self.zz, p.y * self.zzz);
        Pair { x, y, z: p.z * self.point.z, h: self.point.x * zz - x, r: self.point.y * (zz * p.z) - y }
    }
}

impl<F: FieldElement<W>, const W: usize> Entry for Affine<F, W> {
    #[inline(always)]
    fn choose(row: &[Self; CHOICES], masks: &[u64; CHOICES]) -> Self {
        Self {
            x: F::choose(row.iter().map(|entry| &entry.x).zip(masks)),
            y: F::choose(row.iter().map(|entry| &entry.y).zip(masks)),
        }
    }

    #[inline(always)]
    fn negate_if(&self, choice: Choice) -> Self {
        Self { x: self.x, y: self.y.negate_if(choice) }
    }
}

impl<F: FieldElement<W>, const W: usize> Entry for Cached<F, W> {
    #[inline(always)]
    fn choose(row: &[Self; CHOICES], masks: &[u64; CHOICES]) -> Self {
        Self {
            point: Jacobian {
                x: F::choose(row.iter().map(|entry| &entry.point.x).zip(masks)),
                y: F::choose(row.iter().map(|entry| &entry.point.y).zip(masks)),
                z: F::choose(row.iter().map(|entry| &entry.point.z).zip(masks)),
            },
            zz: F::choose(row.iter().map(|entry| &entry.zz).zip(masks)),
            zzz: F::choose(row.iter().map(|entry| &entry.zzz).zip(masks)),
        }
    }

    #[inline(always)]
    fn negate_if(&self, choice: Choice) -> Self {
        Self { point: Jacobian { y: self.point.y.negate_if(choice), ..self.point }, ..*self }
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Jacobian<F, W> {
    fn zeroize(&mut self) {
        [&mut self.x, &mut self.y, &mut self.z].into_iter().for_each(F::zeroize);
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Affine<F, W> {
    fn zeroize(&mut self) {
        [&mut self.x, &mut self.y].into_iter().for_each(F::zeroize);
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Cached<F, W> {
    fn zeroize(&mut self) {
        self.point.zeroize();
        [&mut self.zz, &mut self.zzz].into_iter().for_each(F::zeroize);
    }
}

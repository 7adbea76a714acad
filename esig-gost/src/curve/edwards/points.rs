//! Points of a twisted Edwards curve u² + v² = 1 + d·u²·v².
//!
//! The formulas are those of Hisil, Wong, Carter and Dawson ("Twisted Edwards curves revisited", 2008,
//! §3.1 and §3.3) with the coefficient of u² equal to one. That is a square and d is none, so
//! that they are complete: right for any two points, equal, opposite or neutral, of the subgroup or not.
//!
//! The tricks with v − u and v + u, known from curve25519, need the coefficient −1. No such curve is
//! complete here, since −1 is no square either modulo p ≡ 3 (mod 4).

use crypto_bigint::{Choice, Uint};
use zeroize::Zeroize;

use crate::{
    curve::{fixed_base::Entry, recoding::CHOICES, table::Coordinates},
    field::FieldElement,
};

/// A point in a table, which any point can be added to.
pub(super) trait Addend<F, const W: usize> {
    /// `p` + this.
    fn add_to(&self, p: &Extended<F, W>) -> Completed<F, W>;

    /// `p` − this.
    fn subtract_from(&self, p: &Extended<F, W>) -> Completed<F, W>;
}

/// (U : V : Z), which stands for u = U/Z and v = V/Z: enough to be doubled.
#[derive(Clone, Copy)]
pub(super) struct Projective<F, const W: usize> {
    pub(super) u: F,
    pub(super) v: F,
    pub(super) z: F,
}

/// (U : V : Z) with T = UV/Z: what additions need.
#[derive(Clone, Copy)]
pub(super) struct Extended<F, const W: usize> {
    pub(super) u: F,
    pub(super) v: F,
    pub(super) z: F,
    pub(super) t: F,
}

/// (EF : GH : FG) with T = EH: what formulas end in. Whether T is wanted, the next step decides.
#[derive(Clone, Copy)]
pub(super) struct Completed<F, const W: usize> {
    e: F,
    f: F,
    g: F,
    h: F,
}

/// (u, v) and d·u·v, in a table of many.
#[derive(Clone, Copy)]
pub(super) struct Affine<F, const W: usize> {
    u: F,
    v: F,
    duv: F,
}

/// (U : V : Z) and d·T, in a table that is not worth an inversion.
#[derive(Clone, Copy)]
pub(super) struct Cached<F, const W: usize> {
    u: F,
    v: F,
    z: F,
    dt: F,
}

/// How many coordinates a table of integers has for each point.
pub(super) const COORDINATES: usize = 3;

impl<F: FieldElement<W>, const W: usize> Projective<F, W> {
    pub(super) const NEUTRAL: Self = Self { u: F::ZERO, v: F::ONE, z: F::ONE };

    /// 2P, 3M + 4S: U₃ = 2UV·(U² + V² − 2Z²), V₃ = (U² + V²)(U² − V²), Z₃ = (U² + V²)(U² + V² − 2Z²).
    #[inline(always)]
    pub(super) fn double(&self) -> Completed<F, W> {
        let (uu, vv) = (self.u.square(), self.v.square());
        let g = uu + vv;
        let e = (self.u + self.v).square() - g;
        Completed { e, f: g - self.z.square().double(), g, h: uu - vv }
    }

    /// Whether this is (0, 1), and not (0 : 0 : 0), which is no point.
    pub(super) fn is_neutral_vartime(&self) -> bool {
        let is_zero = |element: F| element.is_zero().to_bool();
        is_zero(self.u) && is_zero(self.v - self.z) && !is_zero(self.z)
    }
}

impl<F: FieldElement<W>, const W: usize> Extended<F, W> {
    pub(super) const NEUTRAL: Self = Self { u: F::ZERO, v: F::ONE, z: F::ONE, t: F::ZERO };

    #[inline(always)]
    pub(super) fn projective(&self) -> Projective<F, W> {
        Projective { u: self.u, v: self.v, z: self.z }
    }

    #[inline(always)]
    pub(super) fn cached(&self, d: &F) -> Cached<F, W> {
        Cached { u: self.u, v: self.v, z: self.z, dt: self.t * *d }
    }

    /// u₃ = (U₁V₂ + V₁U₂)/(ZZ + dTT), v₃ = (V₁V₂ − U₁U₂)/(ZZ − dTT).
    #[inline(always)]
    fn sum(&self, u: F, v: F, zz: F, dtt: F) -> Completed<F, W> {
        let (uu, vv) = (self.u * u, self.v * v);
        let uv = (self.u + self.v) * (u + v) - (uu + vv);
        Completed { e: uv, f: zz - dtt, g: zz + dtt, h: vv - uu }
    }

    /// The same with −(u, v) = (−u, v).
    #[inline(always)]
    fn difference(&self, u: F, v: F, zz: F, dtt: F) -> Completed<F, W> {
        let (uu, vv) = (self.u * u, self.v * v);
        let uv = (self.u + self.v) * (v - u) + (uu - vv);
        Completed { e: uv, f: zz + dtt, g: zz - dtt, h: vv + uu }
    }
}

impl<F: FieldElement<W>, const W: usize> Completed<F, W> {
    #[inline(always)]
    pub(super) fn projective(&self) -> Projective<F, W> {
        Projective { u: self.e * self.f, v: self.g * self.h, z: self.f * self.g }
    }

    #[inline(always)]
    pub(super) fn extended(&self) -> Extended<F, W> {
        let Projective { u, v, z } = self.projective();
        Extended { u, v, z, t: self.e * self.h }
    }
}

/// 8M with the coordinates of the sum.
impl<F: FieldElement<W>, const W: usize> Addend<F, W> for Affine<F, W> {
    #[inline(always)]
    fn add_to(&self, p: &Extended<F, W>) -> Completed<F, W> {
        p.sum(self.u, self.v, p.z, p.t * self.duv)
    }

    #[inline(always)]
    fn subtract_from(&self, p: &Extended<F, W>) -> Completed<F, W> {
        p.difference(self.u, self.v, p.z, p.t * self.duv)
    }
}

/// 9M with the coordinates of the sum.
impl<F: FieldElement<W>, const W: usize> Addend<F, W> for Cached<F, W> {
    #[inline(always)]
    fn add_to(&self, p: &Extended<F, W>) -> Completed<F, W> {
        p.sum(self.u, self.v, p.z * self.z, p.t * self.dt)
    }

    #[inline(always)]
    fn subtract_from(&self, p: &Extended<F, W>) -> Completed<F, W> {
        p.difference(self.u, self.v, p.z * self.z, p.t * self.dt)
    }
}

impl<F: FieldElement<W>, const W: usize> Coordinates<W, COORDINATES> for Affine<F, W> {
    #[inline(always)]
    fn from_integers([u, v, duv]: &[Uint<W>; COORDINATES]) -> Self {
        Self { u: F::new(u), v: F::new(v), duv: F::new(duv) }
    }

    fn to_integers(self) -> [Uint<W>; COORDINATES] {
        [self.u.retrieve(), self.v.retrieve(), self.duv.retrieve()]
    }
}

impl<F: FieldElement<W>, const W: usize> Affine<F, W> {
    pub(super) fn new(u: F, v: F, d: &F) -> Self {
        Self { u, v, duv: u * v * *d }
    }

    #[inline(always)]
    pub(super) fn extended(&self) -> Extended<F, W> {
        Extended { u: self.u, v: self.v, z: F::ONE, t: self.u * self.v }
    }
}

impl<F: FieldElement<W>, const W: usize> Entry for Affine<F, W> {
    #[inline(always)]
    fn choose(row: &[Self; CHOICES], masks: &[u64; CHOICES]) -> Self {
        Self {
            u: F::choose(row.iter().map(|entry| &entry.u).zip(masks)),
            v: F::choose(row.iter().map(|entry| &entry.v).zip(masks)),
            duv: F::choose(row.iter().map(|entry| &entry.duv).zip(masks)),
        }
    }

    #[inline(always)]
    fn negate_if(&self, choice: Choice) -> Self {
        Self { u: self.u.negate_if(choice), v: self.v, duv: self.duv.negate_if(choice) }
    }
}

impl<F: FieldElement<W>, const W: usize> Entry for Cached<F, W> {
    #[inline(always)]
    fn choose(row: &[Self; CHOICES], masks: &[u64; CHOICES]) -> Self {
        Self {
            u: F::choose(row.iter().map(|entry| &entry.u).zip(masks)),
            v: F::choose(row.iter().map(|entry| &entry.v).zip(masks)),
            z: F::choose(row.iter().map(|entry| &entry.z).zip(masks)),
            dt: F::choose(row.iter().map(|entry| &entry.dt).zip(masks)),
        }
    }

    #[inline(always)]
    fn negate_if(&self, choice: Choice) -> Self {
        Self { u: self.u.negate_if(choice), dt: self.dt.negate_if(choice), ..*self }
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Projective<F, W> {
    fn zeroize(&mut self) {
        [&mut self.u, &mut self.v, &mut self.z].into_iter().for_each(F::zeroize);
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Extended<F, W> {
    fn zeroize(&mut self) {
        [&mut self.u, &mut self.v, &mut self.z, &mut self.t].into_iter().for_each(F::zeroize);
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Affine<F, W> {
    fn zeroize(&mut self) {
        [&mut self.u, &mut self.v, &mut self.duv].into_iter().for_each(F::zeroize);
    }
}

impl<F: Zeroize, const W: usize> Zeroize for Cached<F, W> {
    fn zeroize(&mut self) {
        [&mut self.u, &mut self.v, &mut self.z, &mut self.dt].into_iter().for_each(F::zeroize);
    }
}

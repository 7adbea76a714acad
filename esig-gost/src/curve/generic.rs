//! Any of the curves, in Montgomery form: simple rather than fast.
//!
//! This is what computes on the curves whose prime has no form that helps, and what the fast curves are
//! compared with.
//!
//! Points are added in homogeneous projective coordinates with the complete formulas of Renes,
//! Costello and Batina ("Complete addition formulas for prime order elliptic curves", 2015,
//! equation 2): one straight-line computation for addition, doubling and the neutral element.
//!
//! # Where the formulas are complete
//!
//! They are the Bosma–Lenstra addition law that fails for P + Q exactly if P − Q has order two; they
//! then give (0 : 0 : 0), which is no point, and stay there, since every further sum with (0 : 0 : 0)
//! is (0 : 0 : 0) again. On the curves of odd order this cannot happen at all. On the two curves of
//! order 4q it cannot happen between points of the subgroup of order q, and only such points are
//! computed with: G, and public keys that were validated. While a key *is* validated it may be any
//! point, so [`is_neutral_vartime`](ProjectivePoint::is_neutral_vartime) tells (0 : 1 : 0) from (0 : 0 : 0): a point
//! outside the subgroup gives either a true q·Q ≠ O or (0 : 0 : 0), and is refused in both cases.

use core::array;

use crypto_bigint::{CtEq, CtSelect, Uint, modular::FixedMontyForm};
use zeroize::{Zeroize, Zeroizing};

use super::{AffinePoint, Curve, Group, Table};

/// (X : Y : Z), which stands for (X/Z, Y/Z), or for O if Z is zero.
#[derive(Clone, Copy)]
struct ProjectivePoint<const W: usize> {
    x: FixedMontyForm<W>,
    y: FixedMontyForm<W>,
    z: FixedMontyForm<W>,
}

impl<const W: usize> Group<W> for Curve<W> {
    fn mul_generator(&self, k: &Uint<W>) -> AffinePoint<W> {
        self.mul(k, &self.generator)
    }

    fn mul(&self, k: &Uint<W>, point: &AffinePoint<W>) -> AffinePoint<W> {
        self.affine(&Zeroizing::new(self.multiple(&self.projective(point), k)))
    }

    fn sum_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, point: &AffinePoint<W>, r: &Uint<W>) -> bool {
        self.mul_generator_add_mul_vartime(g, k, point).x.rem_vartime(self.q_nonzero()) == *r
    }

    /// No more than the point.
    fn table_vartime(&self, point: &AffinePoint<W>) -> Table<W> {
        Table { coordinates: [point.x, point.y].into() }
    }

    fn table_octets(&self) -> usize {
        2 * Self::OCTETS
    }

    fn sum_by_table_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, table: &Table<W>, r: &Uint<W>) -> bool {
        let [x, y] = *table.coordinates else { return false };
        self.sum_has_x_vartime(g, k, &AffinePoint { x, y }, r)
    }

    fn subgroup_contains_vartime(&self, point: &AffinePoint<W>) -> bool {
        self.cofactor == 1 || self.multiple(&self.projective(point), self.q()).is_neutral_vartime()
    }
}

impl<const W: usize> Curve<W> {
    /// Whether y² = x³ + ax + b. The coordinates are below p.
    pub(crate) fn contains(&self, point: &AffinePoint<W>) -> bool {
        let (x, y) = (self.element(&point.x), self.element(&point.y));
        y.square() == (x.square() + self.a) * x + self.b
    }

    /// g·G + k·P, (0, 0) if it is O. P is in the subgroup; the time depends on all arguments.
    pub(super) fn mul_generator_add_mul_vartime(
        &self,
        g: &Uint<W>,
        k: &Uint<W>,
        point: &AffinePoint<W>,
    ) -> AffinePoint<W> {
        let of_generator = self.multiples(&self.projective(&self.generator));
        let of_point = self.multiples(&self.projective(point));
        let (g, k) = (g.to_be_bytes(), k.to_be_bytes());
        let sum = nibbles(g.as_slice()).zip(nibbles(k.as_slice())).fold(self.neutral(), |sum, (g, k)| {
            let sum = self.add(&self.double_four_times(&sum), &of_generator[usize::from(g)]);
            self.add(&sum, &of_point[usize::from(k)])
        });
        self.affine(&sum)
    }

    /// k·P in constant time, four bits of k at a time.
    fn multiple(&self, point: &ProjectivePoint<W>, k: &Uint<W>) -> ProjectivePoint<W> {
        let multiples = Zeroizing::new(self.multiples(point));
        let k = Zeroizing::new(k.to_be_bytes());
        let mut sum = Zeroizing::new(self.neutral());
        for nibble in nibbles(k.as_slice()) {
            *sum = self.double_four_times(&sum);
            *sum = self.add(&sum, &Zeroizing::new(select(&multiples, nibble)));
        }
        *sum
    }

    /// O, P, 2P … 15P.
    fn multiples(&self, point: &ProjectivePoint<W>) -> [ProjectivePoint<W>; 16] {
        let mut next = self.neutral();
        array::from_fn(|_| {
            let this = next;
            next = self.add(&this, point);
            this
        })
    }

    fn double_four_times(&self, point: &ProjectivePoint<W>) -> ProjectivePoint<W> {
        (0..4).fold(*point, |point, _| self.add(&point, &point))
    }

    /// P + Q, unless P − Q has order two (see the module's text).
    fn add(&self, p: &ProjectivePoint<W>, q: &ProjectivePoint<W>) -> ProjectivePoint<W> {
        let xx = p.x * q.x;
        let yy = p.y * q.y;
        let zz = p.z * q.z;
        let xy = (p.x + p.y) * (q.x + q.y) - xx - yy; // X₁Y₂ + X₂Y₁
        let xz = (p.x + p.z) * (q.x + q.z) - xx - zz; // X₁Z₂ + X₂Z₁
        let yz = (p.y + p.z) * (q.y + q.z) - yy - zz; // Y₁Z₂ + Y₂Z₁
        let azz = self.a * zz;
        let s = self.a * xz + self.b3 * zz;
        let t = self.a * (xx - azz) + self.b3 * xz;
        let u = xx.double() + xx + azz;
        ProjectivePoint {
            x: xy * (yy - s) - yz * t,
            y: u * t + (yy + s) * (yy - s),
            z: yz * (yy + s) + xy * u,
        }
    }

    fn neutral(&self) -> ProjectivePoint<W> {
        let zero = FixedMontyForm::zero(&self.field);
        ProjectivePoint { x: zero, y: FixedMontyForm::one(&self.field), z: zero }
    }

    fn projective(&self, point: &AffinePoint<W>) -> ProjectivePoint<W> {
        let one = FixedMontyForm::one(&self.field);
        ProjectivePoint { x: self.element(&point.x), y: self.element(&point.y), z: one }
    }

    /// (X/Z, Y/Z) in constant time, (0, 0) if Z is zero.
    ///
    /// That is no point of order q, and a signature whose r is zero is none, so that O needs no case
    /// of its own anywhere.
    fn affine(&self, point: &ProjectivePoint<W>) -> AffinePoint<W> {
        let inverse = Zeroizing::new(point.z.invert().unwrap_or(FixedMontyForm::zero(&self.field)));
        AffinePoint { x: (point.x * *inverse).retrieve(), y: (point.y * *inverse).retrieve() }
    }
}

impl<const W: usize> ProjectivePoint<W> {
    /// Whether this is O = (0 : 1 : 0), and not (0 : 0 : 0), which is no point.
    fn is_neutral_vartime(&self) -> bool {
        self.z.as_montgomery().is_zero_vartime() && !self.y.as_montgomery().is_zero_vartime()
    }
}

impl<const W: usize> Zeroize for ProjectivePoint<W> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.z.zeroize();
    }
}

/// `points[index]`, read in the same way whatever the index.
fn select<const W: usize>(points: &[ProjectivePoint<W>; 16], index: u8) -> ProjectivePoint<W> {
    (0u8..).zip(points).fold(points[0], |chosen, (i, point)| {
        let choice = i.ct_eq(&index);
        ProjectivePoint {
            x: chosen.x.ct_select(&point.x, choice),
            y: chosen.y.ct_select(&point.y, choice),
            z: chosen.z.ct_select(&point.z, choice),
        }
    })
}

/// The hexadecimal digits of `octets`, the most significant first.
fn nibbles(octets: &[u8]) -> impl Iterator<Item = u8> {
    octets.iter().flat_map(|octet| [octet >> 4, octet & 15])
}

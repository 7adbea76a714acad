//! The elliptic curves of GOST R 34.10 and their arithmetic.
//!
//! A [`Curve`] is a value with its primes in Montgomery form, generic only over the number of machine
//! words. `primeorder` would carry the curves of prime order, but a curve there is a type with a field, a
//! scalar type and their constants of its own (seven times over), and its formulas and traits presuppose a
//! cofactor of 1, which two of the curves here do not have.
//!
//! What keys and signatures want of a curve is a [`Group`]. Every curve is one, in the [generic] way; those
//! whose prime and form allow more have a faster one, and the generic way is what it is compared with.

mod edwards;
mod fixed_base;
mod generator;
mod generic;
pub(crate) mod inversion;
mod jacobian;
#[cfg_attr(not(avx512), allow(dead_code, reason = "there are no lanes"))]
pub(crate) mod lanes;
#[cfg(test)]
mod oracle;
mod params;
mod recoding;
mod table;

use core::{fmt, iter};

use crypto_bigint::{
    CheckedAdd, NonZero, Odd, U256, U512, Uint,
    modular::{FixedMontyForm, FixedMontyParams},
};
use zeroize::{Zeroize, Zeroizing};

pub(crate) use params::*;
pub(crate) use table::Table;

use crate::backend;

/// Machine words of a 256-bit number.
pub(crate) const WORDS_256: usize = U256::LIMBS;
/// Machine words of a 512-bit number.
pub(crate) const WORDS_512: usize = U512::LIMBS;

/// A point other than O, as two integers below p.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct AffinePoint<const W: usize> {
    pub(crate) x: Uint<W>,
    pub(crate) y: Uint<W>,
}

impl<const W: usize> Zeroize for AffinePoint<W> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
    }
}

/// That g·G + k·P has an x that is r modulo q.
///
/// P is in the subgroup that G generates; g and k are below q, r from 1 to q − 1.
#[derive(Clone, Copy)]
pub(crate) struct Claim<const W: usize> {
    pub(crate) g: Uint<W>,
    pub(crate) k: Uint<W>,
    pub(crate) point: AffinePoint<W>,
    pub(crate) r: Uint<W>,
}

/// The arithmetic of a curve's points, as signatures use it.
///
/// O has no affine coordinates; (0, 0) stands for it, which is no point of order q on any of the curves.
pub(crate) trait Group<const W: usize>: Sync {
    /// k·G, (0, 0) if it is O. Constant in time.
    fn mul_generator(&self, k: &Uint<W>) -> AffinePoint<W>;

    /// k·P, (0, 0) if it is O. P is in the subgroup that G generates. Constant in time.
    fn mul(&self, k: &Uint<W>, point: &AffinePoint<W>) -> AffinePoint<W>;

    /// Whether g·G + k·P is a point whose x is `r` modulo q.
    ///
    /// P is in the subgroup that G generates, r from 1 to q − 1.
    fn sum_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, point: &AffinePoint<W>, r: &Uint<W>) -> bool;

    /// What makes sums with P faster, if there are many. P is in the subgroup that G generates.
    fn table_vartime(&self, point: &AffinePoint<W>) -> Table<W>;

    /// How many octets such a table has.
    fn table_octets(&self) -> usize;

    /// Whether g·G + k·P is a point whose x is `r` modulo q, where `table` was made of P by this very group.
    ///
    /// r is from 1 to q − 1.
    fn sum_by_table_has_x_vartime(&self, g: &Uint<W>, k: &Uint<W>, table: &Table<W>, r: &Uint<W>) -> bool;

    /// Whether `point`, which lies on the curve, is in the subgroup that G generates.
    fn subgroup_contains_vartime(&self, point: &AffinePoint<W>) -> bool;
}

/// y² = x³ + ax + b over the integers modulo p, with a point G of prime order q.
pub(crate) struct Curve<const W: usize> {
    pub(crate) field: FixedMontyParams<W>,
    pub(crate) scalars: FixedMontyParams<W>,
    q_minus_one: NonZero<Uint<W>>,
    a: FixedMontyForm<W>,
    b: FixedMontyForm<W>,
    b3: FixedMontyForm<W>,
    generator: AffinePoint<W>,
    cofactor: u8,
    group: Option<&'static dyn Group<W>>,
    forms: Option<&'static Forms<W>>,
}

/// A curve that has an arithmetic of its own, in the other forms.
pub(crate) struct Forms<const W: usize> {
    generic: Curve<W>,
    portable: Curve<W>,
}

impl<const W: usize> Forms<W> {
    /// `portable` is the arithmetic of `curve` in the form for every processor.
    const fn new(curve: &Curve<W>, portable: &'static dyn Group<W>) -> Self {
        Self { generic: curve.in_group(None), portable: curve.in_group(Some(portable)) }
    }
}

/// The parameters of a curve as the RFCs print them: hexadecimal, the most significant digit first.
pub(crate) struct Printed {
    p: &'static str,
    a: &'static str,
    b: &'static str,
    q: &'static str,
    x: &'static str,
    y: &'static str,
    cofactor: u8,
}

impl<const W: usize> Curve<W> {
    /// Octets of a coordinate or a scalar.
    pub(crate) const OCTETS: usize = Uint::<W>::BITS as usize / 8;

    const fn new(printed: &Printed) -> Self {
        let field = FixedMontyParams::new(Odd::<Uint<W>>::from_be_hex(printed.p));
        let a = FixedMontyForm::new(&Uint::from_be_hex(printed.a), &field);
        let b = FixedMontyForm::new(&Uint::from_be_hex(printed.b), &field);
        let q = Odd::<Uint<W>>::from_be_hex(printed.q);
        Self {
            field,
            scalars: FixedMontyParams::new(q),
            q_minus_one: NonZero::<Uint<W>>::new_unwrap(q.as_ref().wrapping_sub(&Uint::ONE)),
            a,
            b,
            b3: b.double().add(&b),
            generator: AffinePoint { x: Uint::from_be_hex(printed.x), y: Uint::from_be_hex(printed.y) },
            cofactor: printed.cofactor,
            group: None,
            forms: None,
        }
    }

    /// The same curve with an arithmetic of its own, and in its other forms.
    const fn with_group(self, group: &'static dyn Group<W>, forms: &'static Forms<W>) -> Self {
        Self { group: Some(group), forms: Some(forms), ..self }
    }

    /// The same curve with that arithmetic, or with the generic one.
    const fn in_group(&self, group: Option<&'static dyn Group<W>>) -> Self {
        Self { group, ..*self }
    }

    /// The curve that computes in that form; all are the same where the generic form is the only one.
    pub(crate) fn in_form(&'static self, form: backend::Curves) -> &'static Self {
        match (form, self.forms) {
            (backend::Curves::Generic, Some(forms)) => &forms.generic,
            (backend::Curves::Portable, Some(forms)) => &forms.portable,
            _ => self,
        }
    }

    /// The fastest arithmetic there is for this curve.
    pub(crate) fn group(&'static self) -> &'static dyn Group<W> {
        self.group.unwrap_or(self)
    }

    /// The prime p.
    pub(crate) fn p(&self) -> &Uint<W> {
        self.field.modulus().as_ref()
    }

    /// The prime q, the order of G.
    pub(crate) fn q(&self) -> &Uint<W> {
        self.scalars.modulus().as_ref()
    }

    /// q, as a divisor.
    pub(crate) fn q_nonzero(&self) -> &NonZero<Uint<W>> {
        self.scalars.modulus().as_nz_ref()
    }

    /// m/q: the order of the curve by that of G.
    pub(crate) fn cofactor(&self) -> Uint<W> {
        Uint::from_u8(self.cofactor)
    }

    /// The residue of `integer` modulo q.
    pub(crate) fn scalar(&self, integer: &Uint<W>) -> FixedMontyForm<W> {
        FixedMontyForm::new(integer, &self.scalars)
    }

    /// The coordinates below p that are `r` modulo q.
    fn abscissas(&self, r: &Uint<W>) -> impl Iterator<Item = Uint<W>> {
        let sums = iter::successors(Some(*r), |x| x.checked_add(self.q()).into_option());
        sums.take_while(|x| x < self.p())
    }

    /// A number from 1 to q − 1, in constant time, out of twice [`OCTETS`](Self::OCTETS) random octets.
    ///
    /// FIPS 186-5 A.2.1: so many extra bits leave no bias (2⁻²⁵⁶), and nothing is ever tried again.
    pub(crate) fn uniform_scalar(&self, octets: &[u8]) -> Zeroizing<Uint<W>> {
        let (lower, upper) = octets.split_at(Self::OCTETS);
        let wide = Zeroizing::new((Uint::from_le_slice(lower), Uint::from_le_slice(upper)));
        Zeroizing::new(Uint::rem_wide_vartime(*wide, &self.q_minus_one).wrapping_add(&Uint::ONE))
    }

    /// The residue of `integer` modulo p.
    fn element(&self, integer: &Uint<W>) -> FixedMontyForm<W> {
        FixedMontyForm::new(integer, &self.field)
    }
}

impl<const W: usize> fmt::Debug for Curve<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Curve {{ p: {:x} }}", self.p())
    }
}

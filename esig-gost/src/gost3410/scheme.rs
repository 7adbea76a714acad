//! The signature scheme of RFC 7091 §6 and RFC 5832 §6 over any of the curves.

use alloc::{boxed::Box, vec::Vec};

use crypto_bigint::{CtLt, CtSelect, Uint, modular::FixedMontyForm};
use zeroize::Zeroizing;

use super::{KeyError, Signature, nonce::Nonces};
use crate::curve::{AffinePoint, Claim, Curve};
use crate::vko::VkoError;

/// A public key: a valid point of order q.
#[derive(Clone, Copy)]
pub(super) struct Public<const W: usize> {
    pub(super) curve: &'static Curve<W>,
    pub(super) point: AffinePoint<W>,
}

impl<const W: usize> Public<W> {
    /// Reads x ‖ y, each little-endian, and checks all that RFC 9215 §8 wants to be checked.
    pub(super) fn from_le_octets(curve: &'static Curve<W>, octets: &[u8]) -> Result<Self, KeyError> {
        let expected = 2 * Curve::<W>::OCTETS;
        if octets.len() != expected {
            return Err(KeyError::Length { expected, found: octets.len() });
        }
        let (x, y) = octets.split_at(Curve::<W>::OCTETS);
        let point = AffinePoint { x: Uint::from_le_slice(x), y: Uint::from_le_slice(y) };
        if point.x >= *curve.p() || point.y >= *curve.p() {
            return Err(KeyError::CoordinateOutOfRange);
        }
        if !curve.contains(&point) {
            return Err(KeyError::NotOnCurve);
        }
        if !curve.group().subgroup_contains_vartime(&point) {
            return Err(KeyError::NotInSubgroup);
        }
        Ok(Self { curve, point })
    }

    pub(super) fn to_le_octets(self) -> Vec<u8> {
        [self.point.x.to_le_bytes().as_slice(), self.point.y.to_le_bytes().as_slice()].concat()
    }

    /// Whether both are the same point of the same curve.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.is_on(other.curve) && self.point == other.point
    }

    fn is_on(&self, curve: &Curve<W>) -> bool {
        self.curve.p() == curve.p() && self.curve.q() == curve.q()
    }

    /// RFC 7091 §6.2. `signature` is s ‖ r, each big-endian.
    pub(super) fn verify(&self, digest: &[u8], signature: &[u8]) -> bool {
        self.claim(digest, signature).is_some_and(|claim| self.holds(&claim))
    }

    /// RFC 7091 §6.2, steps 1 to 4. `None` if that is no signature.
    pub(super) fn claim(&self, digest: &[u8], signature: &[u8]) -> Option<Claim<W>> {
        let numbers = self.numbers(digest, signature)?;
        let v = numbers.e.invert_vartime().into_option()?;
        Some(numbers.claim(&v, self.point))
    }

    /// RFC 7091 §6.2, steps 1 and 2. `None` if that is no signature: wrong lengths, or r or s out of range.
    pub(super) fn numbers(&self, digest: &[u8], signature: &[u8]) -> Option<Numbers<W>> {
        let octets = Curve::<W>::OCTETS;
        if digest.len() != octets || signature.len() != 2 * octets {
            return None;
        }
        let (s, r) = signature.split_at(octets);
        let (s, r) = (Uint::from_be_slice(s), Uint::from_be_slice(r));
        let curve = self.curve;
        (is_scalar(curve, &r) && is_scalar(curve, &s)).then(|| Numbers {
            e: curve.scalar(&digest_integer(curve, digest)),
            s: curve.scalar(&s),
            r,
        })
    }

    /// RFC 7091 §6.2, steps 5 and 6.
    pub(super) fn holds(&self, claim: &Claim<W>) -> bool {
        self.curve.group().sum_has_x_vartime(&claim.g, &claim.k, &claim.point, &claim.r)
    }
}

/// The numbers of a signature and its digest; none is zero.
pub(super) struct Numbers<const W: usize> {
    pub(super) e: FixedMontyForm<W>,
    s: FixedMontyForm<W>,
    r: Uint<W>,
}

impl<const W: usize> Numbers<W> {
    /// RFC 7091 §6.2, step 4: that z₁·G + z₂·`point` has the x that r says. `v` is the inverse of e.
    pub(super) fn claim(&self, v: &FixedMontyForm<W>, point: AffinePoint<W>) -> Claim<W> {
        let z2 = -(FixedMontyForm::new(&self.r, v.params()) * *v);
        Claim { g: (self.s * *v).retrieve(), k: z2.retrieve(), point, r: self.r }
    }
}

/// A private key: a number from 1 to q − 1, on the heap so that moving the key leaves no copies.
pub(super) struct Private<const W: usize> {
    curve: &'static Curve<W>,
    d: Box<Zeroizing<Uint<W>>>,
}

impl<const W: usize> Private<W> {
    pub(super) fn from_le_octets(curve: &'static Curve<W>, octets: &[u8]) -> Result<Self, KeyError> {
        let expected = Curve::<W>::OCTETS;
        if octets.len() != expected {
            return Err(KeyError::Length { expected, found: octets.len() });
        }
        Self::new(curve, Box::new(Zeroizing::new(Uint::from_le_slice(octets))))
    }

    /// KM·M₁·…·Mₖ mod q from KM ‖ M₁ ‖ … ‖ Mₖ, each little-endian.
    #[cfg(feature = "pkcs8")]
    pub(super) fn from_masked_le_octets(curve: &'static Curve<W>, octets: &[u8]) -> Result<Self, KeyError> {
        let mut product = Zeroizing::new(curve.scalar(&Uint::ONE));
        for factor in octets.chunks(Curve::<W>::OCTETS) {
            let factor = Zeroizing::new(Uint::from_le_slice(factor));
            *product *= *Zeroizing::new(curve.scalar(&factor));
        }
        Self::new(curve, Box::new(Zeroizing::new(product.retrieve())))
    }

    /// A fresh key out of twice as many random octets as a key has.
    pub(super) fn from_random_octets(curve: &'static Curve<W>, octets: &[u8]) -> Self {
        Self { curve, d: Box::new(curve.uniform_scalar(octets)) }
    }

    fn new(curve: &'static Curve<W>, d: Box<Zeroizing<Uint<W>>>) -> Result<Self, KeyError> {
        let in_range = d.is_nonzero() & d.ct_lt(curve.q());
        if in_range.to_bool() { Ok(Self { curve, d }) } else { Err(KeyError::ScalarOutOfRange) }
    }

    pub(super) fn export_le_octets(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(Zeroizing::new(self.d.to_le_bytes()).as_slice().to_vec())
    }

    pub(super) fn public(&self) -> Public<W> {
        Public { curve: self.curve, point: self.curve.group().mul_generator(&self.d) }
    }

    /// x ‖ y, each little-endian, of K = (m/q·UKM·d mod q)·Q (RFC 7836 §4.3). `ukm` is little-endian.
    pub(super) fn shared_point(
        &self,
        public: &Public<W>,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VkoError> {
        let curve = self.curve;
        if !public.is_on(curve) {
            return Err(VkoError::OtherCurve);
        }
        let factor = ukm_scalar(curve, ukm).ok_or(VkoError::UkmOutOfRange)?;
        let k = Zeroizing::new(factor * *Zeroizing::new(curve.scalar(&self.d)));
        let k = Zeroizing::new(k.retrieve());
        let point = Zeroizing::new(curve.group().mul(&k, &public.point));
        let mut octets = Zeroizing::new(Vec::with_capacity(2 * Curve::<W>::OCTETS));
        octets.extend_from_slice(Zeroizing::new(point.x.to_le_bytes()).as_slice());
        octets.extend_from_slice(Zeroizing::new(point.y.to_le_bytes()).as_slice());
        Ok(octets)
    }

    /// A signature whose nonce comes from the key, the digest and `fresh`, which may be empty.
    ///
    /// `None` if the digest has the wrong length.
    pub(super) fn sign(&self, digest: &[u8], fresh: &[u8]) -> Option<Signature> {
        if digest.len() != Curve::<W>::OCTETS {
            return None;
        }
        let e = digest_integer(self.curve, digest);
        let mut nonces = Nonces::new(self.curve, &self.d, &e, fresh);
        loop {
            // Only a nonce that makes r or s zero is tried again: one in 2²⁵⁴.
            if let Some(signature) = self.sign_integer(&e, &nonces.next()) {
                return Some(signature);
            }
        }
    }

    /// `None` if the digest has the wrong length, the nonce is out of range, or r or s is zero.
    pub(super) fn sign_with_nonce(&self, digest: &[u8], nonce: &[u8]) -> Option<Signature> {
        if digest.len() != Curve::<W>::OCTETS || nonce.len() != Curve::<W>::OCTETS {
            return None;
        }
        let k = Zeroizing::new(Uint::from_be_slice(nonce));
        let in_range = k.is_nonzero() & k.ct_lt(self.curve.q());
        if !in_range.to_bool() {
            return None;
        }
        self.sign_integer(&digest_integer(self.curve, digest), &k)
    }

    /// RFC 7091 §6.1, steps 4 to 6. `None` if r or s is zero.
    fn sign_integer(&self, e: &Uint<W>, k: &Uint<W>) -> Option<Signature> {
        let curve = self.curve;
        let r = curve.group().mul_generator(k).x.rem_vartime(curve.q_nonzero());
        let rd = Zeroizing::new(curve.scalar(&r) * *Zeroizing::new(curve.scalar(&self.d)));
        let ke = Zeroizing::new(*Zeroizing::new(curve.scalar(k)) * curve.scalar(e));
        let s = (*rd + *ke).retrieve();
        let usable = r.is_nonzero() & s.is_nonzero();
        usable.to_bool().then(|| Signature::new(s.to_be_bytes().as_slice(), r.to_be_bytes().as_slice()))
    }
}

/// e of RFC 7091 §6: the digest, read little-endian, modulo q; 1 instead of 0.
fn digest_integer<const W: usize>(curve: &Curve<W>, digest: &[u8]) -> Uint<W> {
    let e = Uint::<W>::from_le_slice(digest).rem_vartime(curve.q_nonzero());
    Uint::ct_select(&Uint::ONE, &e, e.is_nonzero())
}

/// m/q·UKM modulo q; `None` if `ukm`, little-endian, is longer than a scalar, or the product is zero.
fn ukm_scalar<const W: usize>(curve: &Curve<W>, ukm: &[u8]) -> Option<FixedMontyForm<W>> {
    let mut octets = [0; 64];
    let octets = &mut octets[..Curve::<W>::OCTETS];
    octets.get_mut(..ukm.len())?.copy_from_slice(ukm);
    let product = curve.scalar(&Uint::from_le_slice(octets)) * curve.scalar(&curve.cofactor());
    (product.retrieve() != Uint::ZERO).then_some(product)
}

/// Whether 0 < `integer` < q.
fn is_scalar<const W: usize>(curve: &Curve<W>, integer: &Uint<W>) -> bool {
    *integer != Uint::ZERO && integer < curve.q()
}

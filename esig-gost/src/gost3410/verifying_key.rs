//! Public keys.

use alloc::vec::Vec;
use core::fmt;

use signature::{Error, Verifier, hazmat::PrehashVerifier};

use super::{KeyAlgorithm, KeyError, ParameterSet, Signature, parameters::NamedCurve, scheme::Public};
use crate::{
    backend,
    curve::{WORDS_256, WORDS_512},
};

/// A public key: a point that was validated when the key was made.
///
/// Equal keys have the same algorithm, the same parameter set and the same point.
#[derive(Clone)]
pub struct VerifyingKey {
    algorithm: KeyAlgorithm,
    parameter_set: ParameterSet,
    point: Point,
}

#[derive(Clone)]
pub(super) enum Point {
    Bits256(Public<WORDS_256>),
    Bits512(Public<WORDS_512>),
}

impl VerifyingKey {
    /// Reads and validates an untrusted key, x ‖ y, each little-endian (RFC 9215 §4.3): 64 or 128 octets.
    ///
    /// The [algorithm](Self::algorithm) is GOST R 34.10-2012;
    /// [`with_algorithm`](Self::with_algorithm) makes it a key of the older standard.
    ///
    /// # Errors
    /// If the length does not fit the parameter set, a coordinate is not below p, or the point is not
    /// on the curve or not in the subgroup of order q.
    pub fn from_le_octets(parameter_set: ParameterSet, octets: &[u8]) -> Result<Self, KeyError> {
        Self::from_le_octets_with(backend::Curves::Fastest, parameter_set, octets)
    }

    /// A key that `backend` validates, and verifies with.
    #[doc(hidden)]
    pub fn from_le_octets_with(
        backend: backend::Curves,
        parameter_set: ParameterSet,
        octets: &[u8],
    ) -> Result<Self, KeyError> {
        let point = match parameter_set.curve_in(backend) {
            NamedCurve::Bits256(curve) => Point::Bits256(Public::from_le_octets(curve, octets)?),
            NamedCurve::Bits512(curve) => Point::Bits512(Public::from_le_octets(curve, octets)?),
        };
        Ok(Self::new(parameter_set, point))
    }

    /// x ‖ y, each little-endian.
    pub fn to_le_octets(&self) -> Vec<u8> {
        match &self.point {
            Point::Bits256(point) => point.to_le_octets(),
            Point::Bits512(point) => point.to_le_octets(),
        }
    }

    /// The same key for another algorithm, which decides how messages are hashed.
    ///
    /// # Errors
    /// [`KeyError::AlgorithmMismatch`] if the algorithm has keys of another size.
    pub fn with_algorithm(self, algorithm: KeyAlgorithm) -> Result<Self, KeyError> {
        if algorithm.octets() != self.parameter_set.octets() {
            return Err(KeyError::AlgorithmMismatch { algorithm, parameter_set: self.parameter_set });
        }
        Ok(Self { algorithm, ..self })
    }

    /// The algorithm of the key.
    pub fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// The parameter set of the key.
    pub fn parameter_set(&self) -> ParameterSet {
        self.parameter_set
    }

    /// Checks a signature over a digest. Both may be anything; the time taken depends on them.
    ///
    /// `digest` is the output of the hash function as it is, 32 or 64 octets; `signature` is s ‖ r, each
    /// big-endian, 64 or 128 octets, as in X.509 and CMS.
    ///
    /// # Errors
    /// If the signature is not valid, for whatever reason: the error has no details.
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), Error> {
        let valid = match &self.point {
            Point::Bits256(point) => point.verify(digest, signature),
            Point::Bits512(point) => point.verify(digest, signature),
        };
        if valid { Ok(()) } else { Err(Error::new()) }
    }

    /// Whether both are the same point of the same curve, whatever the curve is called.
    #[cfg(feature = "pkcs8")]
    pub(super) fn has_point_of(&self, other: &Self) -> bool {
        self.point == other.point
    }

    pub(super) fn point(&self) -> &Point {
        &self.point
    }

    pub(super) fn new(parameter_set: ParameterSet, point: Point) -> Self {
        Self { algorithm: KeyAlgorithm::current(parameter_set), parameter_set, point }
    }
}

/// Hashes the message with the hash function of the key's algorithm.
impl Verifier<Signature> for VerifyingKey {
    fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), Error> {
        self.verify_prehash(&self.algorithm.digest(message), signature)
    }
}

impl PrehashVerifier<Signature> for VerifyingKey {
    fn verify_prehash(&self, digest: &[u8], signature: &Signature) -> Result<(), Error> {
        self.verify_digest(digest, signature.as_sr_be_octets())
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm
            && self.parameter_set == other.parameter_set
            && self.point == other.point
    }
}

impl Eq for VerifyingKey {}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({}, {}, x‖y little-endian ", self.algorithm, self.parameter_set)?;
        self.to_le_octets().iter().try_for_each(|octet| write!(f, "{octet:02x}"))?;
        f.write_str(")")
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bits256(a), Self::Bits256(b)) => a.equals(b),
            (Self::Bits512(a), Self::Bits512(b)) => a.equals(b),
            _ => false,
        }
    }
}

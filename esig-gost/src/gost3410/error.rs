//! Why a key is refused.

use core::fmt;

use const_oid::ObjectIdentifier;

use super::{KeyAlgorithm, ParameterSet};

/// Why octets are no key.
///
/// An error of a private key says nothing of its value but that it is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The key has the wrong number of octets for its parameter set.
    Length {
        /// What the parameter set asks for.
        expected: usize,
        /// What there was.
        found: usize,
    },
    /// A coordinate is not below the prime p.
    CoordinateOutOfRange,
    /// The point does not satisfy the equation of the curve.
    NotOnCurve,
    /// The point is on a curve with cofactor 4, but not in the subgroup of order q.
    NotInSubgroup,
    /// The private key is zero or not below q.
    ScalarOutOfRange,
    /// The key algorithm is none of GOST R 34.10.
    UnknownAlgorithm {
        /// The identifier that was found.
        oid: ObjectIdentifier,
    },
    /// The parameter set is none that this crate knows.
    UnknownParameterSet {
        /// The identifier that was found.
        oid: ObjectIdentifier,
    },
    /// Parameters are absent or NULL: they are those of the issuer's key (RFC 4491 §2.3.2).
    ParametersMissing,
    /// Algorithm and parameter set differ in size.
    AlgorithmMismatch {
        /// The algorithm.
        algorithm: KeyAlgorithm,
        /// The parameter set, of other size.
        parameter_set: ParameterSet,
    },
    /// The private key is neither octets nor OCTET STRING nor INTEGER of a fitting size.
    UnknownPrivateKeyForm,
    /// No reading of the private key gives the public key that was asked for.
    OtherPublicKey,
    /// The structure around the key is not what RFC 5958 and RFC 5280 describe.
    #[cfg(feature = "pkcs8")]
    Malformed(der::Error),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => write!(f, "key of {found} octets instead of {expected}"),
            Self::CoordinateOutOfRange => f.write_str("coordinate of the public key is not below p"),
            Self::NotOnCurve => f.write_str("public key is not a point of its curve"),
            Self::NotInSubgroup => f.write_str("public key is not in the subgroup of order q"),
            Self::ScalarOutOfRange => f.write_str("private key is zero or not below q"),
            Self::UnknownAlgorithm { oid } => write!(f, "key algorithm {oid} is not GOST R 34.10"),
            Self::UnknownParameterSet { oid } => write!(f, "parameter set {oid} is not known"),
            Self::ParametersMissing => f.write_str("key without parameters"),
            Self::AlgorithmMismatch { algorithm, parameter_set } => {
                write!(f, "parameter set {parameter_set} does not belong to {algorithm}")
            }
            Self::UnknownPrivateKeyForm => f.write_str("private key in no known form"),
            Self::OtherPublicKey => f.write_str("private key does not belong to the public key"),
            #[cfg(feature = "pkcs8")]
            Self::Malformed(error) => write!(f, "malformed key structure: {error}"),
        }
    }
}

impl core::error::Error for KeyError {}

#[cfg(feature = "pkcs8")]
impl From<der::Error> for KeyError {
    fn from(error: der::Error) -> Self {
        Self::Malformed(error)
    }
}

//! Parameter sets: named curves.

use core::fmt;

use const_oid::ObjectIdentifier;

use crate::{
    backend,
    curve::{self, Curve, WORDS_256, WORDS_512},
};

/// A named curve of GOST R 34.10.
///
/// Several names mean the same curve, for different standards or uses; what is read with one name is
/// written with the same. TC26-256-A and TC26-512-C are twisted Edwards curves with cofactor 4, whose
/// keys are nevertheless points of the equivalent Weierstrass curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterSet {
    /// id-GostR3410-2001-TestParamSet (RFC 4357 §11.4): for tests only (RFC 9215 §4.2).
    Test256,
    /// id-GostR3410-2001-CryptoPro-A-ParamSet (RFC 4357 §11.4).
    CryptoProA,
    /// id-GostR3410-2001-CryptoPro-B-ParamSet (RFC 4357 §11.4).
    CryptoProB,
    /// id-GostR3410-2001-CryptoPro-C-ParamSet (RFC 4357 §11.4).
    CryptoProC,
    /// id-GostR3410-2001-CryptoPro-XchA-ParamSet (RFC 4357 §11.4): the curve of CryptoPro-A.
    CryptoProXchA,
    /// id-GostR3410-2001-CryptoPro-XchB-ParamSet (RFC 4357 §11.4): the curve of CryptoPro-C.
    CryptoProXchB,
    /// id-tc26-gost-3410-2012-256-paramSetA (RFC 7836 appendix A.2).
    Tc26_256A,
    /// id-tc26-gost-3410-2012-256-paramSetB (RFC 9215 appendix C): the curve of CryptoPro-A.
    Tc26_256B,
    /// id-tc26-gost-3410-2012-256-paramSetC (RFC 9215 appendix C): the curve of CryptoPro-B.
    Tc26_256C,
    /// id-tc26-gost-3410-2012-256-paramSetD (RFC 9215 appendix C): the curve of CryptoPro-C.
    Tc26_256D,
    /// id-tc26-gost-3410-2012-512-paramSetTest (RFC 9215 appendix E): for tests only.
    Test512,
    /// id-tc26-gost-3410-12-512-paramSetA (RFC 7836 appendix A.1).
    Tc26_512A,
    /// id-tc26-gost-3410-12-512-paramSetB (RFC 7836 appendix A.1).
    Tc26_512B,
    /// id-tc26-gost-3410-2012-512-paramSetC (RFC 7836 appendix A.2).
    Tc26_512C,
}

impl ParameterSet {
    /// Every parameter set.
    pub const fn all() -> &'static [Self] {
        &[
            Self::Test256,
            Self::CryptoProA,
            Self::CryptoProB,
            Self::CryptoProC,
            Self::CryptoProXchA,
            Self::CryptoProXchB,
            Self::Tc26_256A,
            Self::Tc26_256B,
            Self::Tc26_256C,
            Self::Tc26_256D,
            Self::Test512,
            Self::Tc26_512A,
            Self::Tc26_512B,
            Self::Tc26_512C,
        ]
    }

    /// The identifier that stands as `publicKeyParamSet` beside a key.
    pub const fn oid(self) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(match self {
            Self::Test256 => "1.2.643.2.2.35.0",
            Self::CryptoProA => "1.2.643.2.2.35.1",
            Self::CryptoProB => "1.2.643.2.2.35.2",
            Self::CryptoProC => "1.2.643.2.2.35.3",
            Self::CryptoProXchA => "1.2.643.2.2.36.0",
            Self::CryptoProXchB => "1.2.643.2.2.36.1",
            Self::Tc26_256A => "1.2.643.7.1.2.1.1.1",
            Self::Tc26_256B => "1.2.643.7.1.2.1.1.2",
            Self::Tc26_256C => "1.2.643.7.1.2.1.1.3",
            Self::Tc26_256D => "1.2.643.7.1.2.1.1.4",
            Self::Test512 => "1.2.643.7.1.2.1.2.0",
            Self::Tc26_512A => "1.2.643.7.1.2.1.2.1",
            Self::Tc26_512B => "1.2.643.7.1.2.1.2.2",
            Self::Tc26_512C => "1.2.643.7.1.2.1.2.3",
        })
    }

    /// The parameter set that `oid` identifies.
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        Self::all().iter().copied().find(|set| set.oid() == *oid)
    }

    /// A short name for people, such as `CryptoPro-A` or `TC26-512-A`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test256 => "Test-256",
            Self::CryptoProA => "CryptoPro-A",
            Self::CryptoProB => "CryptoPro-B",
            Self::CryptoProC => "CryptoPro-C",
            Self::CryptoProXchA => "CryptoPro-XchA",
            Self::CryptoProXchB => "CryptoPro-XchB",
            Self::Tc26_256A => "TC26-256-A",
            Self::Tc26_256B => "TC26-256-B",
            Self::Tc26_256C => "TC26-256-C",
            Self::Tc26_256D => "TC26-256-D",
            Self::Test512 => "Test-512",
            Self::Tc26_512A => "TC26-512-A",
            Self::Tc26_512B => "TC26-512-B",
            Self::Tc26_512C => "TC26-512-C",
        }
    }

    /// Octets of a private key and of a coordinate: 32 or 64.
    pub const fn octets(self) -> usize {
        match self.curve() {
            NamedCurve::Bits256(_) => 32,
            NamedCurve::Bits512(_) => 64,
        }
    }

    pub(super) fn curve_in(self, form: backend::Curves) -> NamedCurve {
        match self.curve() {
            NamedCurve::Bits256(curve) => NamedCurve::Bits256(curve.in_form(form)),
            NamedCurve::Bits512(curve) => NamedCurve::Bits512(curve.in_form(form)),
        }
    }

    pub(super) const fn curve(self) -> NamedCurve {
        use NamedCurve::{Bits256, Bits512};
        match self {
            Self::Test256 => Bits256(&curve::TEST_256),
            Self::CryptoProA | Self::CryptoProXchA | Self::Tc26_256B => Bits256(&curve::CRYPTO_PRO_A),
            Self::CryptoProB | Self::Tc26_256C => Bits256(&curve::CRYPTO_PRO_B),
            Self::CryptoProC | Self::CryptoProXchB | Self::Tc26_256D => Bits256(&curve::CRYPTO_PRO_C),
            Self::Tc26_256A => Bits256(&curve::TC26_256_A),
            Self::Test512 => Bits512(&curve::TEST_512),
            Self::Tc26_512A => Bits512(&curve::TC26_512_A),
            Self::Tc26_512B => Bits512(&curve::TC26_512_B),
            Self::Tc26_512C => Bits512(&curve::TC26_512_C),
        }
    }
}

impl fmt::Display for ParameterSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The curve that a parameter set names, by size.
pub(super) enum NamedCurve {
    Bits256(&'static Curve<WORDS_256>),
    Bits512(&'static Curve<WORDS_512>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oids_and_names_are_distinct_and_found_again() {
        for set in ParameterSet::all() {
            assert_eq!(ParameterSet::from_oid(&set.oid()), Some(*set));
            assert_eq!(ParameterSet::all().iter().filter(|other| other.name() == set.name()).count(), 1);
        }
        assert_eq!(ParameterSet::from_oid(&ObjectIdentifier::new_unwrap("1.2.643.2.2.35")), None);
    }
}

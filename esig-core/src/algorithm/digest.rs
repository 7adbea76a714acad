//! Digest algorithms and their values.

use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;

use super::{AlgorithmIdentifier, oids};
use crate::error::UnsupportedAlgorithm;
use crate::hex::write_hex;
use crate::oid::Oid;

/// A digest algorithm that can stand in a signature, old ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DigestAlgorithm {
    /// MD5 (RFC 1321): broken, for old data only.
    Md5,
    /// SHA-1 (FIPS 180-4): broken for collisions, for old data only.
    Sha1,
    /// SHA-224 (FIPS 180-4).
    Sha224,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// SHA-512/224 (FIPS 180-4).
    Sha512_224,
    /// SHA-512/256 (FIPS 180-4).
    Sha512_256,
    /// SHA3-224 (FIPS 202).
    Sha3_224,
    /// SHA3-256 (FIPS 202).
    Sha3_256,
    /// SHA3-384 (FIPS 202).
    Sha3_384,
    /// SHA3-512 (FIPS 202).
    Sha3_512,
    /// GOST R 34.11-94 with the CryptoPro parameters (RFC 5831, RFC 4357 §11.2): for old data only.
    Gost3411_94,
    /// GOST R 34.11-2012, 256 bits (RFC 6986).
    Streebog256,
    /// GOST R 34.11-2012, 512 bits (RFC 6986).
    Streebog512,
}

/// Algorithm, name in reports and arguments, object identifier, octets of the value.
const TABLE: [(DigestAlgorithm, &str, ObjectIdentifier, usize); 15] = [
    (DigestAlgorithm::Md5, "md5", oids::MD5, 16),
    (DigestAlgorithm::Sha1, "sha1", oids::SHA1, 20),
    (DigestAlgorithm::Sha224, "sha224", oids::SHA224, 28),
    (DigestAlgorithm::Sha256, "sha256", oids::SHA256, 32),
    (DigestAlgorithm::Sha384, "sha384", oids::SHA384, 48),
    (DigestAlgorithm::Sha512, "sha512", oids::SHA512, 64),
    (DigestAlgorithm::Sha512_224, "sha512-224", oids::SHA512_224, 28),
    (DigestAlgorithm::Sha512_256, "sha512-256", oids::SHA512_256, 32),
    (DigestAlgorithm::Sha3_224, "sha3-224", oids::SHA3_224, 28),
    (DigestAlgorithm::Sha3_256, "sha3-256", oids::SHA3_256, 32),
    (DigestAlgorithm::Sha3_384, "sha3-384", oids::SHA3_384, 48),
    (DigestAlgorithm::Sha3_512, "sha3-512", oids::SHA3_512, 64),
    (DigestAlgorithm::Gost3411_94, "gost3411-94", oids::GOST3411_94, 32),
    (DigestAlgorithm::Streebog256, "streebog256", oids::STREEBOG256, 32),
    (DigestAlgorithm::Streebog512, "streebog512", oids::STREEBOG512, 64),
];

impl DigestAlgorithm {
    /// Every algorithm, in the order of declaration.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|row| row.0)
    }

    /// The name in reports and arguments: `sha256`, `streebog512` …
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// The algorithm of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.into_iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The object identifier.
    pub fn oid(self) -> ObjectIdentifier {
        self.row().2
    }

    /// Octets of the value.
    pub fn output_octets(self) -> usize {
        self.row().3
    }

    /// The algorithm of that object identifier.
    ///
    /// Signature identifiers stand in the place of digest identifiers in some old files
    /// (`sha1WithRSAEncryption` for SHA-1); those are understood too.
    pub fn from_oid(oid: Oid<'_>) -> Option<Self> {
        let named = TABLE.into_iter().find(|row| oid == row.2).map(|row| row.0);
        named.or_else(|| super::scheme::digest_of(oid))
    }

    /// What an AlgorithmIdentifier means; parameters must be absent or NULL, or the CryptoPro set of 34.11-94.
    pub fn from_identifier(
        identifier: &AlgorithmIdentifier<'_>,
        field: &'static str,
    ) -> Result<Self, UnsupportedAlgorithm> {
        let unsupported = || UnsupportedAlgorithm::new(identifier.oid(), field);
        let algorithm = Self::from_oid(identifier.oid()).ok_or_else(unsupported)?;
        let is_understood = identifier.meaningful_parameters().is_none_or(|parameters| {
            let set = parameters.oid(field);
            algorithm == Self::Gost3411_94 && set.is_ok_and(|set| set == oids::GOST3411_94_CRYPTOPRO)
        });
        if is_understood { Ok(algorithm) } else { Err(unsupported()) }
    }

    /// The AlgorithmIdentifier to write, parameters absent (RFC 5754 §2, RFC 9215 §3).
    pub fn to_identifier(self) -> Vec<u8> {
        super::scheme::encode_identifier(self.oid(), &[])
    }

    fn row(self) -> &'static (Self, &'static str, ObjectIdentifier, usize) {
        &TABLE[self as usize]
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A digest and the algorithm it was made with.
///
/// For GOST digests the octets stand in the order in which every implementation outputs them; read as a
/// number they are little-endian.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DigestValue {
    algorithm: DigestAlgorithm,
    octets: [u8; Self::MAX_OCTETS],
}

impl DigestValue {
    /// Octets of the longest digest.
    pub const MAX_OCTETS: usize = 64;

    /// A digest made elsewhere; `None` if the octets are not as many as the algorithm gives.
    pub fn new(algorithm: DigestAlgorithm, octets: &[u8]) -> Option<Self> {
        let mut value = Self { algorithm, octets: [0; Self::MAX_OCTETS] };
        value.octets.get_mut(..octets.len())?.copy_from_slice(octets);
        (octets.len() == algorithm.output_octets()).then_some(value)
    }

    /// The algorithm it was made with.
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// The octets, as the algorithm outputs them.
    pub fn as_octets(&self) -> &[u8] {
        &self.octets[..self.algorithm.output_octets()]
    }
}

impl fmt::Display for DigestValue {
    /// Lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, self.as_octets())
    }
}

impl fmt::Debug for DigestValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{self}", self.algorithm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_enum() {
        for algorithm in DigestAlgorithm::all() {
            assert_eq!(algorithm.row().0, algorithm);
            assert_eq!(DigestAlgorithm::from_name(algorithm.name()), Some(algorithm));
            assert_eq!(DigestAlgorithm::from_oid(Oid::from(&algorithm.oid())), Some(algorithm));
        }
    }

    #[test]
    fn values_have_the_algorithms_length() {
        assert!(DigestValue::new(DigestAlgorithm::Sha256, &[0; 32]).is_some());
        assert!(DigestValue::new(DigestAlgorithm::Sha256, &[0; 31]).is_none());
        assert!(DigestValue::new(DigestAlgorithm::Sha256, &[0; 65]).is_none());
    }
}

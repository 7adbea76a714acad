//! Which certificate a request or an answer is about (RFC 6960 §4.1.1).

use alloc::vec::Vec;
use core::fmt;

use crate::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use crate::cert::Certificate;
use crate::encode::element;
use crate::error::{ParseError, UnsupportedAlgorithm};
use crate::name::Name;
use crate::provider::Provider;
use crate::raw::{Element, Tag};
use crate::serial_number::SerialNumber;
use crate::spki::Spki;

/// A certificate by its issuer's name and key, both hashed, and its serial number.
///
/// ```text
/// CertID ::= SEQUENCE {
///     hashAlgorithm AlgorithmIdentifier, issuerNameHash OCTET STRING, issuerKeyHash OCTET STRING,
///     serialNumber CertificateSerialNumber }
/// ```
///
/// The hash is an index and no protection: SHA-1 is as good as any. It is made anew from the real issuer with the
/// CertID's own algorithm, so that nothing is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CertId<'a> {
    der: &'a [u8],
    hash_algorithm: AlgorithmIdentifier<'a>,
    issuer_name_hash: &'a [u8],
    issuer_key_hash: &'a [u8],
    serial_number: SerialNumber<'a>,
}

const PRODUCTION: &str = "CertID";

impl<'a> CertId<'a> {
    /// Reads the SEQUENCE.
    pub fn parse(sequence: Element<'a>) -> Result<Self, ParseError> {
        let mut reader = sequence.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let algorithm = reader.expect(Tag::SEQUENCE, "CertID.hashAlgorithm")?;
        let hash_algorithm = AlgorithmIdentifier::parse(algorithm, "CertID.hashAlgorithm")?;
        let issuer_name_hash = reader.any("CertID.issuerNameHash")?.octet_string("CertID.issuerNameHash")?;
        let issuer_key_hash = reader.any("CertID.issuerKeyHash")?.octet_string("CertID.issuerKeyHash")?;
        let serial_number = reader.any("CertID.serialNumber")?.integer("CertID.serialNumber")?;
        reader.finish(PRODUCTION)?;
        Ok(Self {
            der: sequence.as_bytes(),
            hash_algorithm,
            issuer_name_hash,
            issuer_key_hash,
            serial_number: SerialNumber(serial_number),
        })
    }

    /// The complete encoding.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// hashAlgorithm.
    pub fn hash_algorithm(&self) -> AlgorithmIdentifier<'a> {
        self.hash_algorithm
    }

    /// issuerNameHash.
    pub fn issuer_name_hash(&self) -> &'a [u8] {
        self.issuer_name_hash
    }

    /// issuerKeyHash.
    pub fn issuer_key_hash(&self) -> &'a [u8] {
        self.issuer_key_hash
    }

    /// serialNumber.
    pub fn serial_number(&self) -> SerialNumber<'a> {
        self.serial_number
    }

    /// Whether it means `certificate`, issued by `issuer`.
    ///
    /// The issuer's name is hashed as the certificate has it; if that is no match, as the issuer's own certificate has
    /// it, since the two may differ in their encoding.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the serial numbers agree and the provider does not have the hash.
    pub fn matches(
        &self,
        provider: &Provider,
        certificate: Certificate<'_>,
        issuer: Certificate<'_>,
    ) -> Result<bool, UnsupportedAlgorithm> {
        let (key, serial_number) = (issuer.subject_public_key_info(), certificate.serial_number());
        let names = [certificate.issuer(), issuer.subject()];
        for name in names {
            if self.is_about(provider, &name, &key, serial_number)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether it means the certificate with that serial number and an issuer with that name and key.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the serial numbers agree and the provider does not have the hash.
    pub fn is_about(
        &self,
        provider: &Provider,
        issuer: &Name<'_>,
        issuer_key: &Spki<'_>,
        serial_number: SerialNumber<'_>,
    ) -> Result<bool, UnsupportedAlgorithm> {
        if self.serial_number != serial_number {
            return Ok(false);
        }
        let algorithm = DigestAlgorithm::from_identifier(&self.hash_algorithm, "CertID.hashAlgorithm")?;
        let is_hash_of = |hash: &[u8], octets: &[u8]| -> Result<bool, UnsupportedAlgorithm> {
            Ok(provider.digest(algorithm, octets)?.as_octets() == hash)
        };
        Ok(is_hash_of(self.issuer_key_hash, issuer_key.subject_public_key().octets)?
            && is_hash_of(self.issuer_name_hash, issuer.as_der())?)
    }
}

impl fmt::Debug for CertId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertId({}, serial {})", self.hash_algorithm, self.serial_number)
    }
}

/// A CertID made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertIdBuf(Vec<u8>);

impl CertIdBuf {
    /// The CertID of `certificate`, issued by `issuer`.
    ///
    /// SHA-1 is what every responder understands (RFC 5019 §2.1.1); those of GOST authorities also take Streebog.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider does not have the hash.
    pub fn new(
        provider: &Provider,
        algorithm: DigestAlgorithm,
        certificate: Certificate<'_>,
        issuer: Certificate<'_>,
    ) -> Result<Self, UnsupportedAlgorithm> {
        let (name, key) = (certificate.issuer(), issuer.subject_public_key_info());
        Self::of(provider, algorithm, &name, &key, certificate.serial_number())
    }

    /// The CertID of the certificate with that serial number and an issuer with that name and key.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider does not have the hash.
    pub fn of(
        provider: &Provider,
        algorithm: DigestAlgorithm,
        issuer: &Name<'_>,
        issuer_key: &Spki<'_>,
        serial_number: SerialNumber<'_>,
    ) -> Result<Self, UnsupportedAlgorithm> {
        let hash = |octets: &[u8]| {
            let digest = provider.digest(algorithm, octets)?;
            Ok(element(Tag::OCTET_STRING, &[digest.as_octets()]))
        };
        Ok(Self(element(
            Tag::SEQUENCE,
            &[
                &hash_identifier(algorithm),
                &hash(issuer.as_der())?,
                &hash(issuer_key.subject_public_key().octets)?,
                &element(Tag::INTEGER, &[serial_number.as_octets()]),
            ],
        )))
    }

    /// The complete encoding.
    pub fn as_der(&self) -> &[u8] {
        &self.0
    }

    /// The view.
    pub fn view(&self) -> CertId<'_> {
        let element = Element::reread(&self.0, 0);
        CertId::parse(element).expect("the parts were written in the order in which they are read")
    }
}

impl From<CertId<'_>> for CertIdBuf {
    fn from(view: CertId<'_>) -> Self {
        Self(view.der.to_vec())
    }
}

/// RFC 5019 appendix B and most responders write NULL for SHA-1, and compare the octets; RFC 5754 §2 and RFC 9215 leave
/// it out for the others.
fn hash_identifier(algorithm: DigestAlgorithm) -> Vec<u8> {
    match algorithm {
        DigestAlgorithm::Sha1 => {
            let oid = element(Tag::OBJECT_IDENTIFIER, &[algorithm.oid().as_bytes()]);
            element(Tag::SEQUENCE, &[&oid, &[5, 0]])
        }
        _ => algorithm.to_identifier(),
    }
}

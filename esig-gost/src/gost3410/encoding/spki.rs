//! Public keys in SubjectPublicKeyInfo.

use alloc::vec::Vec;

use der::asn1::{BitString, BitStringRef, OctetString, OctetStringRef};
use der::{Decode, Document, Encode};
use spki::{
    AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, EncodePublicKey, SignatureBitStringEncoding,
    SubjectPublicKeyInfo, SubjectPublicKeyInfoRef,
};

use super::{FITS, algorithm_identifier};
use crate::gost3410::{KeyError, Signature, SigningKey, VerifyingKey};

impl VerifyingKey {
    /// Reads and validates an untrusted key from a SubjectPublicKeyInfo in DER, as it stands in a
    /// certificate.
    ///
    /// The parameters may have a digestParamSet or not, and even an encryptionParamSet; neither
    /// matters for signatures. The subjectPublicKey is an OCTET STRING of x ‖ y, each little-endian.
    ///
    /// # Errors
    /// If the structure is malformed, the algorithm or the parameter set is not known, the parameters
    /// are absent (inherited from the issuer), or the key is not valid.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        Self::from_spki(&SubjectPublicKeyInfoRef::from_der(der)?)
    }

    /// The key as a SubjectPublicKeyInfo in DER, with the digestParamSet that RFC 9215 §4.2 asks for.
    pub fn to_spki_der(&self) -> Vec<u8> {
        self.encode_spki().expect(FITS)
    }

    fn encode_spki(&self) -> der::Result<Vec<u8>> {
        let octets = OctetString::new(self.to_le_octets())?.to_der()?;
        let algorithm = algorithm_identifier::write(self.algorithm(), self.parameter_set());
        SubjectPublicKeyInfo { algorithm, subject_public_key: BitStringRef::from_bytes(&octets)? }.to_der()
    }

    fn from_spki(spki: &SubjectPublicKeyInfoRef<'_>) -> Result<Self, KeyError> {
        let (algorithm, parameter_set) = algorithm_identifier::read(&spki.algorithm)?;
        // Unused bits leave no octets: nothing that an OCTET STRING could be read from.
        let subject_public_key = spki.subject_public_key.as_bytes().unwrap_or_default();
        let octets = <&OctetStringRef>::from_der(subject_public_key)?;
        Self::from_le_octets(parameter_set, octets.as_bytes())?.with_algorithm(algorithm)
    }
}

impl TryFrom<SubjectPublicKeyInfoRef<'_>> for VerifyingKey {
    type Error = spki::Error;

    fn try_from(spki: SubjectPublicKeyInfoRef<'_>) -> Result<Self, spki::Error> {
        Ok(Self::from_spki(&spki)?)
    }
}

impl EncodePublicKey for VerifyingKey {
    fn to_public_key_der(&self) -> Result<Document, spki::Error> {
        Ok(Document::try_from(self.encode_spki()?)?)
    }
}

/// The identifier of the signature together with its hash function; parameters are absent (RFC 9215 §2).
impl DynSignatureAlgorithmIdentifier for SigningKey {
    fn signature_algorithm_identifier(&self) -> Result<AlgorithmIdentifierOwned, spki::Error> {
        Ok(AlgorithmIdentifierOwned { oid: self.algorithm().signature_oid(), parameters: None })
    }
}

/// s ‖ r, each big-endian (RFC 9215 §2).
impl SignatureBitStringEncoding for Signature {
    fn to_bitstring(&self) -> der::Result<BitString> {
        BitString::from_bytes(self.as_sr_be_octets())
    }
}

impl From<KeyError> for spki::Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::UnknownAlgorithm { oid } | KeyError::UnknownParameterSet { oid } => {
                Self::OidUnknown { oid }
            }
            KeyError::ParametersMissing => Self::AlgorithmParametersMissing,
            KeyError::Malformed(error) => Self::Asn1(error),
            _ => Self::KeyMalformed,
        }
    }
}

//! Extensions of answers (RFC 6960 §4.4).

use der::asn1::ObjectIdentifier;

use super::oids;
use crate::algorithm::{AlgorithmIdentifier, DigestAlgorithm};
use crate::cert::ext::oids as certificate_oids;
use crate::error::{ParseError, ParseErrorKind, UnsupportedAlgorithm};
use crate::extensions::{Extension, Extensions};
use crate::provider::Provider;
use crate::raw::Tag;

/// A hash of the certificate itself, which proves that it was issued (Common PKI 2.0 part 4 §3.1.2).
///
/// ```text
/// CertHash ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, certificateHash OCTET STRING }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertHash<'a> {
    /// hashAlgorithm.
    pub hash_algorithm: AlgorithmIdentifier<'a>,
    /// certificateHash: over the whole certificate.
    pub certificate_hash: &'a [u8],
}

impl<'a> CertHash<'a> {
    pub(super) fn of(extensions: &Extensions<'a>) -> Result<Option<Self>, ParseError> {
        const PRODUCTION: &str = "certHash";
        extensions.decode(&oids::CERT_HASH, PRODUCTION, |reader| {
            let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
            let algorithm = fields.expect(Tag::SEQUENCE, "certHash.hashAlgorithm")?;
            let hash_algorithm = AlgorithmIdentifier::parse(algorithm, "certHash.hashAlgorithm")?;
            let certificate_hash = fields.any(PRODUCTION)?.octet_string("certHash.certificateHash")?;
            fields.finish(PRODUCTION)?;
            Ok(Self { hash_algorithm, certificate_hash })
        })
    }

    /// Whether it is the hash of that certificate, given by its DER.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider does not have the hash.
    pub fn matches(&self, provider: &Provider, certificate: &[u8]) -> Result<bool, UnsupportedAlgorithm> {
        let algorithm = DigestAlgorithm::from_identifier(&self.hash_algorithm, "certHash.hashAlgorithm")?;
        Ok(provider.digest(algorithm, certificate)?.as_octets() == self.certificate_hash)
    }
}

/// Octets of a nonce (RFC 9654 §2.1; RFC 8954 stopped at 32, and before there was no limit).
const NONCE_OCTETS: core::ops::RangeInclusive<usize> = 1..=128;

/// ```text
/// Nonce ::= OCTET STRING (SIZE(1..128))
/// ```
pub(super) fn nonce<'a>(extensions: &Extensions<'a>) -> Result<Option<&'a [u8]>, ParseError> {
    const PRODUCTION: &str = "id-pkix-ocsp-nonce";
    extensions.decode(&oids::NONCE, PRODUCTION, |reader| {
        let element = reader.any(PRODUCTION)?;
        let octets = element.octet_string(PRODUCTION)?;
        match NONCE_OCTETS.contains(&octets.len()) {
            true => Ok(octets),
            false => Err(element.error(ParseErrorKind::InvalidValue, PRODUCTION)),
        }
    })
}

/// What is understood in responseExtensions.
pub(super) const OF_RESPONSES: [ObjectIdentifier; 2] = [oids::NONCE, oids::EXTENDED_REVOKE];

/// What is understood in singleExtensions: §4.4.5 allows the extensions of CRL entries too. A list of certificate
/// timestamps takes nothing from the status, so that it may be critical.
pub(super) const OF_SINGLE_RESPONSES: [ObjectIdentifier; 6] = [
    oids::CRL,
    oids::ARCHIVE_CUTOFF,
    oids::CERT_HASH,
    oids::SIGNED_CERTIFICATE_TIMESTAMPS,
    certificate_oids::CRL_REASON,
    certificate_oids::INVALIDITY_DATE,
];

pub(super) fn unknown_critical<'a>(
    extensions: &Extensions<'a>,
    known: &[ObjectIdentifier],
) -> Option<Extension<'a>> {
    let mut critical = extensions.iter().filter(|extension| extension.critical);
    critical.find(|extension| !known.iter().any(|known| extension.oid == *known))
}

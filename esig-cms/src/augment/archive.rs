//! What an archive-time-stamp-v3 is over (EN 319 122-1 clauses 5.5.2 and 5.5.3).

use alloc::vec::Vec;

use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{DigestAlgorithm, DigestValue, Provider};

use super::sequence_of;
use crate::error::CmsError;
use crate::signed_data::{SignedData, elements};
use crate::signer_info::SignerInfo;

/// The digest of each certificate, each CRL or other revocation information, and each value of an unsigned attribute with its
/// type, as they stand.
///
/// ```text
/// ATSHashIndexV3 ::= SEQUENCE {
///     hashIndAlgorithm            AlgorithmIdentifier,
///     certificatesHashIndex       SEQUENCE OF OCTET STRING,
///     crlsHashIndex               SEQUENCE OF OCTET STRING,
///     unsignedAttrValuesHashIndex SEQUENCE OF OCTET STRING }
/// ```
pub(super) fn hash_index(
    data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    algorithm: DigestAlgorithm,
    provider: &Provider,
) -> Result<Vec<u8>, CmsError> {
    let parts = data.parts();
    let certificates = elements(parts.certificates).map(|certificate| certificate.as_bytes());
    let crls = elements(parts.crls).map(|crl| crl.as_bytes());
    let values = signer.unsigned_attributes().iter().flat_map(|attribute| {
        let attribute_type = element(Tag::OBJECT_IDENTIFIER, &[attribute.oid().as_contents()]);
        attribute.values().map(move |value| [&attribute_type, value.as_bytes()].concat())
    });
    Ok(element(
        Tag::SEQUENCE,
        &[
            &algorithm.to_identifier(),
            &digests(certificates, algorithm, provider)?,
            &digests(crls, algorithm, provider)?,
            &digests(values, algorithm, provider)?,
        ],
    ))
}

fn digests(
    octets: impl Iterator<Item: AsRef<[u8]>>,
    algorithm: DigestAlgorithm,
    provider: &Provider,
) -> Result<Vec<u8>, CmsError> {
    let digest = |octets: &[u8]| {
        let digest = provider.digest(algorithm, octets)?;
        Ok(element(Tag::OCTET_STRING, &[digest.as_octets()]))
    };
    let digests = octets.map(|octets| digest(octets.as_ref()));
    Ok(sequence_of(digests.collect::<Result<Vec<_>, CmsError>>()?))
}

/// eContentType, the digest of the content, the SignerInfo from version to signature as it stands, and the index.
pub(super) fn imprint(
    data: &SignedData<'_>,
    signer: &SignerInfo<'_>,
    content: &DigestValue,
    hash_index: &[u8],
    provider: &Provider,
) -> Result<DigestValue, CmsError> {
    let content_type = element(Tag::OBJECT_IDENTIFIER, &[data.content_type().as_contents()]);
    let covered = [&content_type, content.as_octets(), signer.before_unsigned_attributes(), hash_index];
    Ok(provider.digest(content.algorithm(), &covered.concat())?)
}

//! The first step: everything of the SignedData that does not depend on the signature value.

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::encode::{element, set_of};
use esig_core::raw::Tag;
use esig_core::time::encode_time;
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Provider, SignatureScheme};

use super::{HasSigner, Prepared, Signing};
use crate::attributes::signing_certificate::encode_v2;
use crate::content::ContentDigests;
use crate::error::CmsError;
use crate::oids;

impl Signing<HasSigner> {
    /// Prepares a detached signature: the content stays outside and is known by its digest.
    ///
    /// # Errors
    /// [`CmsError::ContentNotDigested`] if `content` lacks the digest of
    /// [`content_digest_algorithm`](SignatureScheme::content_digest_algorithm); [`CmsError::UnsupportedAlgorithm`] if
    /// the provider cannot digest the certificate; [`CmsError::SigningTimeOutOfRange`].
    pub fn prepare(self, content: &ContentDigests, provider: &Provider) -> Result<Prepared, CmsError> {
        self.prepare_with(content, None, provider)
    }

    /// Prepares a signature with the content inside.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare).
    pub fn prepare_attached(
        self,
        content: impl Into<Vec<u8>>,
        provider: &Provider,
    ) -> Result<Prepared, CmsError> {
        let content = content.into();
        let algorithm = self.signer.scheme.content_digest_algorithm();
        let digests = ContentDigests::of(&content, &[algorithm], provider)?;
        self.prepare_with(&digests, Some(content), provider)
    }

    fn prepare_with(
        self,
        content: &ContentDigests,
        attached: Option<Vec<u8>>,
        provider: &Provider,
    ) -> Result<Prepared, CmsError> {
        let scheme = self.signer.scheme;
        let algorithm = scheme.content_digest_algorithm();
        let content = content.digest(algorithm).ok_or(CmsError::ContentNotDigested { algorithm })?;
        let signed_attributes = self.signed_attributes(&content, provider)?;
        Ok(Prepared {
            certificates: self.certificates(),
            signer: self.signer.certificate,
            scheme,
            content_type: self.content_type,
            content,
            attached,
            signed_attributes,
        })
    }

    /// The attributes that EN 319 122-1 clause 6.3 requires at level B, as the SET that is signed.
    fn signed_attributes(&self, content: &DigestValue, provider: &Provider) -> Result<Vec<u8>, CmsError> {
        let certificate = self.signer.certificate.view();
        let digest = provider.digest(certificate_digest(self.signer.scheme), certificate.as_der())?;
        let mut attributes = alloc::vec![
            attribute(oids::CONTENT_TYPE, &element(Tag::OBJECT_IDENTIFIER, &[self.content_type.as_bytes()])),
            attribute(oids::MESSAGE_DIGEST, &element(Tag::OCTET_STRING, &[content.as_octets()])),
            attribute(oids::SIGNING_CERTIFICATE_V2, &encode_v2(&certificate, &digest)),
        ];
        if let Some(at) = self.signing_time {
            let time = encode_time(at).ok_or(CmsError::SigningTimeOutOfRange { year: at.year() })?;
            attributes.push(attribute(oids::SIGNING_TIME, &time));
        }
        Ok(set_of(Tag::SET, attributes))
    }

    /// The signer's certificate and the chain, each once.
    fn certificates(&self) -> Vec<CertificateBuf> {
        let mut certificates = alloc::vec![self.signer.certificate.clone()];
        for certificate in &self.chain {
            if !certificates.contains(certificate) {
                certificates.push(certificate.clone());
            }
        }
        certificates
    }
}

/// The digest in signing-certificate-v2: the signature's own, as GOST software expects, never a broken one.
fn certificate_digest(scheme: SignatureScheme) -> DigestAlgorithm {
    match scheme.content_digest_algorithm() {
        DigestAlgorithm::Md5 | DigestAlgorithm::Sha1 => DigestAlgorithm::Sha256,
        algorithm => algorithm,
    }
}

fn attribute(attribute_type: ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    let attribute_type = element(Tag::OBJECT_IDENTIFIER, &[attribute_type.as_bytes()]);
    element(Tag::SEQUENCE, &[&attribute_type, &element(Tag::SET, &[value])])
}

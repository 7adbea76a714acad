//! The first step: everything of the signature that does not depend on its value.

use alloc::vec::Vec;

use esig_core::encode::{element, set_of};
use esig_core::raw::Tag;
use esig_core::time::encode_time;
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Provider, SignatureScheme};

use super::place::{Place, Signed};
use super::{HasSigner, Prepared, Signing};
use crate::attributes::signing_certificate::encode_v2;
use crate::attributes::{Allowed, NewAttribute, attribute};
use crate::content::ContentDigests;
use crate::error::CmsError;
use crate::oids;
use crate::signed_data_buf::SignedDataBuf;
use crate::signer_path;

impl Signing<HasSigner> {
    /// Prepares a detached signature: the content stays outside and is known by its digest.
    ///
    /// # Errors
    /// [`CmsError::ContentNotDigested`] if `content` lacks the digest of
    /// [`content_digest_algorithm`](SignatureScheme::content_digest_algorithm); [`CmsError::UnsupportedAlgorithm`] if
    /// the provider cannot digest the certificate; [`CmsError::SigningTimeOutOfRange`]; with a content-time-stamp also
    /// [`CmsError::ContentTimestampMismatch`], and [`CmsError::ContentNotDigested`] with its algorithm.
    pub fn prepare(self, content: &ContentDigests, provider: &Provider) -> Result<Prepared, CmsError> {
        let content_type = self.content_type;
        self.prepare_at(Place::New { content_type, attached: None }, content, provider)
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
        let place = Place::New { content_type: self.content_type, attached: Some(content.into()) };
        self.prepare_at(place, &ContentDigests::none(), provider)
    }

    /// Prepares one signature more beside those of `data`, which are copied octet by octet.
    ///
    /// The content's type is that of `data`. If it holds the content, that is signed, and `content` is not looked at.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare); [`CmsError::Covered`] if an evidence record covers `data` as a whole, or if an archive
    /// time-stamp of version 1 or 2 covers the set of certificates and one would be new there.
    pub fn prepare_beside(
        self,
        data: SignedDataBuf,
        content: &ContentDigests,
        provider: &Provider,
    ) -> Result<Prepared, CmsError> {
        self.prepare_at(Place::Beside(data), content, provider)
    }

    /// Prepares a counter-signature over the signature of `data` with that number (RFC 5652 §11.4), which may be a
    /// counter-signature itself.
    ///
    /// Numbers begin with zero and are those of reports: signatures in the order of the encoding, each followed by its
    /// counter-signatures.
    ///
    /// # Errors
    /// [`CmsError::NoSuchSignature`]; [`CmsError::TooDeep`]; [`CmsError::NotInCounterSignature`]; [`CmsError::Covered`] as with
    /// [`prepare_beside`](Self::prepare_beside), if an archive time-stamp of version 1 or 2 is there already, or if one of any
    /// version may cover a signature that is a counter-signature itself; and as [`prepare`](Self::prepare).
    pub fn prepare_counter(
        self,
        data: SignedDataBuf,
        index: usize,
        provider: &Provider,
    ) -> Result<Prepared, CmsError> {
        let (path, _) = signer_path::find(&data.view(), index)?;
        self.prepare_at(Place::Over { data, path }, &ContentDigests::none(), provider)
    }

    fn prepare_at(
        self,
        place: Place,
        content: &ContentDigests,
        provider: &Provider,
    ) -> Result<Prepared, CmsError> {
        let certificates = self.certificates();
        place.check(&certificates)?;
        let signed = place.signed(content);
        let content = signed.digest(self.signer.scheme.content_digest_algorithm(), provider)?;
        self.check_attributes(&place, &signed, provider)?;
        let signed_attributes = self.signed_attributes(&place, &content, provider)?;
        drop(signed);
        Ok(Prepared {
            certificates,
            signer: self.signer.certificate,
            scheme: self.signer.scheme,
            place,
            content,
            signed_attributes,
        })
    }

    /// Whether what the signer chose may stand there and is over what is signed.
    fn check_attributes(
        &self,
        place: &Place,
        signed: &Signed<'_>,
        provider: &Provider,
    ) -> Result<(), CmsError> {
        for attribute in self.attributes.iter() {
            if matches!(place, Place::Over { .. }) && attribute.in_counter_signature == Allowed::No {
                return Err(CmsError::NotInCounterSignature { attribute: attribute.name });
            }
            if let Some(stated) = attribute.imprint()? {
                let computed = signed.digest(stated.algorithm(), provider)?;
                if stated != computed {
                    let stated = stated.as_octets().into();
                    return Err(CmsError::ContentTimestampMismatch { stated, computed });
                }
            }
        }
        Ok(())
    }

    /// The attributes that EN 319 122-1 clause 6.3 requires at level B and those of the signer's choice, as the SET that is
    /// signed.
    fn signed_attributes(
        &self,
        place: &Place,
        content: &DigestValue,
        provider: &Provider,
    ) -> Result<Vec<u8>, CmsError> {
        let certificate = self.signer.certificate.view();
        let digest = provider.digest(certificate_digest(self.signer.scheme), certificate.as_der())?;
        let mut attributes = alloc::vec![
            attribute(oids::MESSAGE_DIGEST, &element(Tag::OCTET_STRING, &[content.as_octets()])),
            attribute(oids::SIGNING_CERTIFICATE_V2, &encode_v2(&certificate, &digest)),
        ];
        if let Some(content_type) = place.content_type() {
            attributes.push(attribute(oids::CONTENT_TYPE, &content_type));
        }
        if let Some(at) = self.signing_time {
            let time = encode_time(at).ok_or(CmsError::SigningTimeOutOfRange { year: at.year() })?;
            attributes.push(attribute(oids::SIGNING_TIME, &time));
        }
        attributes.extend(self.attributes.iter().map(NewAttribute::encode));
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

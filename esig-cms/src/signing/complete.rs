//! The last step: the signature value is verified, then the SignedData is built around it.

use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::encode::{element, set_of};
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, DigestValue, Limits, Message, Provider, SignatureScheme, SignatureValue};

use crate::content::ContentDigests;
use crate::error::CmsError;
use crate::integrity::IntegrityError;
use crate::signed_data_buf::SignedDataBuf;
use crate::{oids, signer_identifier};

/// Everything but the signature value.
#[derive(Clone)]
pub struct Prepared {
    pub(super) signer: CertificateBuf,
    pub(super) scheme: SignatureScheme,
    pub(super) certificates: Vec<CertificateBuf>,
    pub(super) content_type: ObjectIdentifier,
    pub(super) content: DigestValue,
    pub(super) attached: Option<Vec<u8>>,
    pub(super) signed_attributes: Vec<u8>,
}

impl Prepared {
    /// What the key is to sign: the signed attributes, by DER (RFC 5652 §5.4), not yet digested.
    pub fn message(&self) -> Message<'_> {
        Message::Bytes(&self.signed_attributes)
    }

    /// The scheme the key is to use.
    pub fn scheme(&self) -> SignatureScheme {
        self.scheme
    }

    /// The certificate whose key is to sign.
    pub fn signer(&self) -> &CertificateBuf {
        &self.signer
    }

    /// Builds the SignedData around the value and checks it: a wrong key is found here, not by the recipient.
    ///
    /// A GOST value that does not verify is tried once more with its octets reversed: CryptoAPI hands out r ‖ s, each
    /// little-endian, where CMS has s ‖ r, each big-endian.
    ///
    /// # Errors
    /// [`IntegrityError::InvalidSignature`] if the value is not of the certificate's key over
    /// [`message`](Self::message), or another if the certificate's key cannot be used.
    pub fn complete(
        self,
        value: SignatureValue,
        provider: &Provider,
    ) -> Result<SignedDataBuf, IntegrityError> {
        let error = match self.check(self.signed_data(value.as_octets()), provider) {
            Err(error @ IntegrityError::InvalidSignature { .. }) if is_gost(self.scheme) => error,
            outcome => return outcome,
        };
        let reversed: Vec<u8> = value.as_octets().iter().rev().copied().collect();
        self.check(self.signed_data(&reversed), provider).map_err(|_| error)
    }

    /// Reads back what was built, as a recipient would.
    fn check(&self, der: Vec<u8>, provider: &Provider) -> Result<SignedDataBuf, IntegrityError> {
        let mut limits = Limits::DEFAULT;
        limits.input_octets = limits.input_octets.max(der.len());
        limits.certificates = limits.certificates.max(self.certificates.len());
        let built = SignedDataBuf::from_bytes(der, &limits).map_err(|error| match error {
            CmsError::Malformed(error) => error.into(),
            _ => IntegrityError::InvalidSignature { scheme: self.scheme },
        })?;
        let content = ContentDigests::from_digest(self.content);
        for signer_info in built.view().signer_infos() {
            signer_info.check(self.signer.view(), &content, provider)?;
        }
        Ok(built)
    }

    fn signed_data(&self, value: &[u8]) -> Vec<u8> {
        let version = if self.content_type == oids::DATA { 1 } else { 3 };
        let digest_algorithm = self.content.algorithm().to_identifier();
        let certificates = self.certificates.iter().map(|certificate| certificate.as_der().into()).collect();
        let signed_data = element(
            Tag::SEQUENCE,
            &[
                &element(Tag::INTEGER, &[&[version]]),
                &element(Tag::SET, &[&digest_algorithm]),
                &self.encapsulated_content_info(),
                &set_of(Tag::context(0), certificates),
                &element(Tag::SET, &[&self.signer_info(value)]),
            ],
        );
        let content_type = element(Tag::OBJECT_IDENTIFIER, &[oids::SIGNED_DATA.as_bytes()]);
        element(Tag::SEQUENCE, &[&content_type, &element(Tag::context(0), &[&signed_data])])
    }

    fn encapsulated_content_info(&self) -> Vec<u8> {
        let content_type = element(Tag::OBJECT_IDENTIFIER, &[self.content_type.as_bytes()]);
        let content = match &self.attached {
            Some(content) => element(Tag::context(0), &[&element(Tag::OCTET_STRING, &[content])]),
            None => Vec::new(),
        };
        element(Tag::SEQUENCE, &[&content_type, &content])
    }

    /// Version 1, since the certificate is named by issuer and serial number (RFC 5652 §5.3).
    pub(super) fn signer_info(&self, value: &[u8]) -> Vec<u8> {
        let mut signed_attributes = self.signed_attributes.clone();
        signed_attributes[0] = Tag::context(0).first_octet();
        element(
            Tag::SEQUENCE,
            &[
                &element(Tag::INTEGER, &[&[1]]),
                &signer_identifier::encode(&self.signer.view()),
                &self.content.algorithm().to_identifier(),
                &signed_attributes,
                &self.scheme.to_signer_info_identifier(),
                &element(Tag::OCTET_STRING, &[value]),
            ],
        )
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({}, {:?})", self.scheme, self.signer)
    }
}

fn is_gost(scheme: SignatureScheme) -> bool {
    matches!(
        scheme,
        SignatureScheme::Gost3410_2001
            | SignatureScheme::Gost3410_2012_256
            | SignatureScheme::Gost3410_2012_512
    )
}

//! The last step: the SignedData is built around the signature value and checked.

use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::encode::{element, set_of};
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, DigestValue, Message, Provider, SignatureScheme, SignatureValue};

use super::place::Place;
use crate::attributes::attribute;
use crate::content::ContentDigests;
use crate::edit::{Fields, with_signer_info, with_unsigned_attributes};
use crate::error::CmsError;
use crate::integrity::IntegrityError;
use crate::signed_data_buf::SignedDataBuf;
use crate::signer_path;
use crate::{oids, signer_identifier};

/// Everything but the signature value.
#[derive(Clone)]
pub struct Prepared {
    pub(super) signer: CertificateBuf,
    pub(super) scheme: SignatureScheme,
    pub(super) certificates: Vec<CertificateBuf>,
    pub(super) place: Place,
    pub(super) content: DigestValue,
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
        let error = match self.build(value.as_octets(), provider) {
            Err(error @ IntegrityError::InvalidSignature { .. }) if is_gost(self.scheme) => error,
            outcome => return outcome,
        };
        let reversed: Vec<u8> = value.as_octets().iter().rev().copied().collect();
        self.build(&reversed, provider).map_err(|_| error)
    }

    /// Builds, then reads back what was built, as a recipient would.
    fn build(&self, value: &[u8], provider: &Provider) -> Result<SignedDataBuf, IntegrityError> {
        let signer_info = self.signer_info(value);
        let built = SignedDataBuf::built(self.signed_data(&signer_info)).map_err(|error| match error {
            CmsError::Malformed(error) => error.into(),
            _ => IntegrityError::InvalidSignature { scheme: self.scheme },
        })?;
        self.check_own(&built, &signer_info, provider)?;
        Ok(built)
    }

    fn check_own(
        &self,
        built: &SignedDataBuf,
        signer_info: &[u8],
        provider: &Provider,
    ) -> Result<(), IntegrityError> {
        let content = ContentDigests::from_digest(self.content);
        let mut all = signer_path::all(&built.view()).into_iter();
        let own = all.find(|(_, signer)| signer.as_bytes() == signer_info);
        let (_, own) = own.ok_or(IntegrityError::InvalidSignature { scheme: self.scheme })?;
        own.check(self.signer.view(), &content, provider).map(drop)
    }

    fn signed_data(&self, signer_info: &[u8]) -> Vec<u8> {
        let digest_algorithm = self.content.algorithm().to_identifier();
        match &self.place {
            Place::New { content_type, attached } => {
                self.new_signed_data(*content_type, attached.as_deref(), &digest_algorithm, signer_info)
            }
            Place::Beside(data) => {
                with_signer_info(&data.view(), signer_info, &digest_algorithm, &self.certificates)
            }
            Place::Over { data, path } => {
                let attribute = attribute(oids::COUNTERSIGNATURE, signer_info);
                with_unsigned_attributes(&data.view(), path, &[attribute], &self.certificates)
            }
        }
    }

    fn new_signed_data(
        &self,
        content_type: ObjectIdentifier,
        attached: Option<&[u8]>,
        digest_algorithm: &[u8],
        signer_info: &[u8],
    ) -> Vec<u8> {
        let certificates = self.certificates.iter().map(|certificate| certificate.as_der().into()).collect();
        let content = attached.map_or(Vec::new(), |content| {
            element(Tag::context(0), &[&element(Tag::OCTET_STRING, &[content])])
        });
        let identifier = element(Tag::OBJECT_IDENTIFIER, &[content_type.as_bytes()]);
        Fields {
            version: element(Tag::INTEGER, &[&[version(content_type)]]),
            digest_algorithms: element(Tag::SET, &[digest_algorithm]),
            encapsulated_content_info: element(Tag::SEQUENCE, &[&identifier, &content]),
            certificates: set_of(Tag::context(0), certificates),
            crls: Vec::new(),
            signer_infos: element(Tag::SET, &[signer_info]),
        }
        .content_info()
    }

    /// Version 1, since the certificate is named by issuer and serial number (RFC 5652 §5.3).
    fn signer_info(&self, value: &[u8]) -> Vec<u8> {
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

/// RFC 5652 §5.1: 3 for content that is not id-data; no attribute certificate and no CRL is in it.
pub(crate) fn version(content_type: ObjectIdentifier) -> u8 {
    if content_type == oids::DATA { 1 } else { 3 }
}

fn is_gost(scheme: SignatureScheme) -> bool {
    matches!(
        scheme,
        SignatureScheme::Gost3410_2001
            | SignatureScheme::Gost3410_2012_256
            | SignatureScheme::Gost3410_2012_512
    )
}

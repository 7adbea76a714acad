//! Where a signature will stand, and whether anything may stand there.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Limits, Provider};

use crate::content::ContentDigests;
use crate::error::CmsError;
use crate::guard;
use crate::signed_data_buf::SignedDataBuf;
use crate::signer_path::{self, SignerPath};

/// Where the signature will stand.
#[derive(Clone)]
pub(super) enum Place {
    /// In a SignedData of its own.
    New { content_type: ObjectIdentifier, attached: Option<Vec<u8>> },
    /// Beside the other signatures of this SignedData.
    Beside(SignedDataBuf),
    /// Over the signature that stands there.
    Over { data: SignedDataBuf, path: SignerPath },
}

impl Place {
    /// The value of content-type, which a counter-signature must not have (RFC 5652 §11.4).
    pub(super) fn content_type(&self) -> Option<Vec<u8>> {
        let encoded = |contents| Some(element(Tag::OBJECT_IDENTIFIER, &[contents]));
        match self {
            Self::New { content_type, .. } => encoded(content_type.as_bytes()),
            Self::Beside(data) => encoded(data.view().content_type().as_contents()),
            Self::Over { .. } => None,
        }
    }

    /// What is signed there; `content` is looked at only if it is neither inside nor another signature's value.
    pub(super) fn signed<'c>(&'c self, content: &'c ContentDigests) -> Signed<'c> {
        match self {
            Self::New { attached: Some(octets), .. } => Signed::Octets(octets.into()),
            Self::New { attached: None, .. } => Signed::Digests(content),
            Self::Beside(data) => match data.view().encapsulated_content() {
                Some(inside) => Signed::Octets(inside.octets()),
                None => Signed::Digests(content),
            },
            Self::Over { data, path } => Signed::Octets(signer_path::at(&data.view(), path).signature()),
        }
    }

    /// Whether a signature with these certificates may stand there without breaking what covers the place.
    pub(super) fn check(&self, certificates: &[CertificateBuf]) -> Result<(), CmsError> {
        match self {
            Self::New { .. } => Ok(()),
            Self::Beside(data) => {
                guard::signatures_may_grow(&data.view())?;
                check_certificates(data, certificates)
            }
            Self::Over { data, path } => {
                check_depth(path)?;
                guard::other_attributes_may_grow(&data.view(), path)?;
                check_certificates(data, certificates)
            }
        }
    }
}

/// What a signature is over: octets at hand, or content that was digested.
pub(super) enum Signed<'c> {
    Octets(Cow<'c, [u8]>),
    Digests(&'c ContentDigests),
}

impl Signed<'_> {
    /// The digest with that algorithm.
    pub(super) fn digest(
        &self,
        algorithm: DigestAlgorithm,
        provider: &Provider,
    ) -> Result<DigestValue, CmsError> {
        match self {
            Self::Octets(octets) => Ok(provider.digest(algorithm, octets)?),
            Self::Digests(content) => {
                content.digest(algorithm).ok_or(CmsError::ContentNotDigested { algorithm })
            }
        }
    }
}

/// What is in the set already does not make it grow.
fn check_certificates(data: &SignedDataBuf, certificates: &[CertificateBuf]) -> Result<(), CmsError> {
    let view = data.view();
    let is_there = |wanted: &CertificateBuf| view.certificates().any(|der| der == wanted.as_der());
    if certificates.iter().all(is_there) { Ok(()) } else { guard::sets_may_grow(&view) }
}

/// What is deeper others would refuse to read, and so would this crate.
fn check_depth(path: &[usize]) -> Result<(), CmsError> {
    let allowed = Limits::DEFAULT.counter_signature_depth;
    if path.len() <= allowed { Ok(()) } else { Err(CmsError::TooDeep { allowed }) }
}

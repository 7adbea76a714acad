//! Where a signature will stand, and whether anything may stand there.

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, Limits};

use crate::error::CmsError;
use crate::guard;
use crate::signed_data_buf::SignedDataBuf;
use crate::signer_path::SignerPath;

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
                guard::counter_signatures_may_grow(&data.view(), path)?;
                check_certificates(data, certificates)
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

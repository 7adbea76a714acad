//! What a time-stamp proves to have existed.

use alloc::vec::Vec;

use esig_core::raw::Element;

use crate::attributes::Attribute;
use crate::signed_data::{RevocationInfo, SignedData, elements};
use crate::validation_objects::{self, ValidationObject};

/// One object that a time-stamp is over.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum CoveredObject<'a> {
    /// The signed content.
    Content,
    /// The signature's value, and so the signature.
    SignatureValue,
    /// The fields of the signature from version to the value, signed attributes included.
    SignerInfo,
    /// An element of `SignedData.certificates`, as it stands; attribute certificates and other formats are there, too.
    Certificate(&'a [u8]),
    /// An element of `SignedData.crls`.
    RevocationInfo(RevocationInfo<'a>),
    /// One value of an unsigned attribute of the signature, with all that is in it: other time-stamps, references, values.
    AttributeValue {
        /// The attribute.
        attribute: Attribute<'a>,
        /// The value, as it stands.
        value: &'a [u8],
    },
}

impl<'a> CoveredObject<'a> {
    /// The certificates, CRLs and OCSP responses that this is or holds, those in time-stamps included.
    pub fn validation_objects(&self) -> Vec<ValidationObject<'a>> {
        match self {
            Self::Certificate(certificate) => alloc::vec![ValidationObject::Certificate(certificate)],
            Self::RevocationInfo(info) => ValidationObject::of_revocation_info(*info).into_iter().collect(),
            Self::AttributeValue { attribute, value } => {
                let values = attribute.values().filter(|one| core::ptr::eq(one.as_bytes(), *value));
                values.flat_map(|value| validation_objects::in_value(attribute, value)).collect()
            }
            Self::Content | Self::SignatureValue | Self::SignerInfo => Vec::new(),
        }
    }
}

/// Every value of these attributes.
pub(super) fn of_attributes<'a>(attributes: &[Attribute<'a>]) -> impl Iterator<Item = CoveredObject<'a>> {
    attributes.iter().flat_map(|attribute| {
        let object = |value: Element<'a>| of_value(*attribute, value);
        attribute.values().map(object).collect::<Vec<_>>()
    })
}

pub(super) fn of_value<'a>(attribute: Attribute<'a>, value: Element<'a>) -> CoveredObject<'a> {
    CoveredObject::AttributeValue { attribute, value: value.as_bytes() }
}

/// Every element of the sets of the SignedData.
pub(super) fn of_sets<'a>(data: &SignedData<'a>) -> Vec<CoveredObject<'a>> {
    let parts = data.parts();
    let certificates = elements(parts.certificates).map(of_certificate);
    certificates.chain(elements(parts.crls).filter_map(of_revocation_info)).collect()
}

pub(super) fn of_certificate(element: Element<'_>) -> CoveredObject<'_> {
    CoveredObject::Certificate(element.as_bytes())
}

pub(super) fn of_revocation_info(element: Element<'_>) -> Option<CoveredObject<'_>> {
    RevocationInfo::parse(element, "crls[]").ok().map(CoveredObject::RevocationInfo)
}

//! What the time-stamps over references are over (RFC 5126 §6.3.5 and §6.3.6, EN 319 122-1 annex A.1.5).

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;

use super::encoding::CoveredEncoding;
use super::octets::Octets;
use crate::attributes::Attribute;
use crate::oids;
use crate::signer_info::SignerInfo;

/// What a CAdES-C-time-stamp is over, form X type 1: the value's octets, and these attributes in this order.
pub(crate) const WITH_SIGNATURE: [(ObjectIdentifier, &str); 3] =
    [(oids::SIGNATURE_TIME_STAMP, "signature-time-stamp"), REFERENCES[0], REFERENCES[1]];

/// What a time-stamp over references alone is over, form X type 2.
pub(crate) const REFERENCES: [(ObjectIdentifier, &str); 2] = [
    (oids::COMPLETE_CERTIFICATE_REFERENCES, "complete-certificate-references"),
    (oids::COMPLETE_REVOCATION_REFERENCES, "complete-revocation-references"),
];

/// The attributes of these types, type by type, as they stand at the signature.
pub(crate) fn attributes<'a>(
    signer: &SignerInfo<'a>,
    types: &[(ObjectIdentifier, &str)],
) -> Vec<Attribute<'a>> {
    let unsigned = signer.unsigned_attributes();
    types.iter().flat_map(|(oid, _)| unsigned.of_type(*oid)).collect()
}

/// Type and values of each, without the tag and length of the Attribute.
pub(crate) fn octets<'a>(
    attributes: &[Attribute<'a>],
    encoding: CoveredEncoding,
) -> Result<Octets<'a>, ParseError> {
    attributes.iter().map(|attribute| encoding.attribute_contents(attribute)).collect()
}

/// The octets of the signature value, as they stand.
pub(crate) fn signature_value<'a>(signer: &SignerInfo<'a>) -> Octets<'a> {
    signer.signature_value().segments().collect()
}

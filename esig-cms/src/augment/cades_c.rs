//! What a CAdES-C-time-stamp is over (RFC 5126 §6.3.5).

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;

use crate::error::CmsError;
use crate::oids;
use crate::signer_info::SignerInfo;

/// The value's octets, then type and values of the signature-time-stamps and of the references, without the tag and length of
/// the Attribute.
pub(super) fn covered(signer: &SignerInfo<'_>, index: usize) -> Result<Vec<u8>, CmsError> {
    let mut octets = Vec::from(signer.signature());
    for (oid, attribute) in COVERED {
        let before = octets.len();
        signer.unsigned_attributes().of_type(oid).for_each(|found| octets.extend(found.contents()));
        if octets.len() == before {
            return Err(CmsError::AttributeMissing { index, attribute });
        }
    }
    Ok(octets)
}

const COVERED: [(ObjectIdentifier, &str); 3] = [
    (oids::SIGNATURE_TIME_STAMP, "signature-time-stamp"),
    (oids::COMPLETE_CERTIFICATE_REFERENCES, "complete-certificate-references"),
    (oids::COMPLETE_REVOCATION_REFERENCES, "complete-revocation-references"),
];

//! What may not be changed any more, because something covers it as a whole.

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;

use crate::error::CmsError;
use crate::oids;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// Whether `SignedData.certificates` and `crls` may get more elements.
///
/// Archive time-stamps of versions 1 and 2 are over both fields as encoded (RFC 5126 §6.4.1), evidence records over the whole
/// SignedData but for the attributes from theirs on (RFC 4998 §5, appendix A).
pub(super) fn sets_may_grow(data: &SignedData<'_>) -> Result<(), CmsError> {
    data.signer_infos().enumerate().try_for_each(|(index, signer)| refuse(&signer, index, &WHOLE_SETS))
}

/// Whether the signature with that number may get another unsigned attribute, which goes after all others.
pub(super) fn attributes_may_grow(data: &SignedData<'_>, index: usize) -> Result<(), CmsError> {
    let others = data.signer_infos().enumerate().filter(|(other, _)| *other != index);
    others.into_iter().try_for_each(|(other, signer)| refuse(&signer, other, &WHOLE_FILE))
}

fn refuse(signer: &SignerInfo<'_>, index: usize, covering: &[Covering]) -> Result<(), CmsError> {
    let mut waiting: Vec<SignerInfo<'_>> = alloc::vec![*signer];
    while let Some(signer) = waiting.pop() {
        let attributes = signer.unsigned_attributes();
        if let Some((_, by)) = covering.iter().find(|(oid, _)| attributes.contains(*oid)) {
            return Err(CmsError::Covered { index, by });
        }
        waiting.extend(signer.counter_signatures());
    }
    Ok(())
}

/// An attribute's type and name.
type Covering = (ObjectIdentifier, &'static str);

const WHOLE_SETS: [Covering; 4] = [
    (oids::ARCHIVE_TIME_STAMP, "archive-time-stamp"),
    (oids::ARCHIVE_TIME_STAMP_V2, "archive-time-stamp-v2"),
    WHOLE_FILE[0],
    WHOLE_FILE[1],
];

const WHOLE_FILE: [Covering; 2] = [
    (oids::INTERNAL_EVIDENCE_RECORD, "internal-evidence-record"),
    (oids::EXTERNAL_EVIDENCE_RECORD, "external-evidence-record"),
];

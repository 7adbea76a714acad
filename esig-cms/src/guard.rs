//! What may not be changed any more, because something covers it as a whole.

use der::asn1::ObjectIdentifier;

use crate::error::CmsError;
use crate::oids;
use crate::signed_data::SignedData;
use crate::signer_path;

/// Whether `SignedData.certificates` and `crls` may get more elements.
///
/// Archive time-stamps of versions 1 and 2 are over both fields as encoded (RFC 5126 §6.4.1), evidence records over the whole
/// SignedData but for the attributes from theirs on (RFC 4998 §5, appendix A).
pub(crate) fn sets_may_grow(data: &SignedData<'_>) -> Result<(), CmsError> {
    refuse(data, |_| &WHOLE_SETS)
}

/// Whether content that lies outside may be put inside: what covers the sets covers encapContentInfo as well.
pub(crate) fn content_may_move(data: &SignedData<'_>) -> Result<(), CmsError> {
    refuse(data, |_| &WHOLE_SETS)
}

/// Whether another signature may stand beside those that are there.
pub(crate) fn signatures_may_grow(data: &SignedData<'_>) -> Result<(), CmsError> {
    refuse(data, |_| &WHOLE_FILE)
}

/// Whether the signature that stands there may get another unsigned attribute, which goes after all others.
///
/// Its own evidence covers what stood before. That of a signature it counter-signs may cover it whole, as it is a value of an
/// unsigned attribute there.
pub(crate) fn attributes_may_grow(data: &SignedData<'_>, path: &[usize]) -> Result<(), CmsError> {
    refuse(data, |other| match path.strip_prefix(other) {
        Some([]) => &[],
        Some(_) => &WHOLE_ATTRIBUTES,
        None => &WHOLE_FILE,
    })
}

/// The same for an attribute that is no archive time-stamp.
///
/// After an archive time-stamp of version 1 or 2 "no other attributes than ATSv3 … shall be added to the unsignedAttrs" (EN
/// 319 122-1 clause 5.5.3): who verifies it leaves out later time-stamps, and nothing else.
pub(crate) fn other_attributes_may_grow(data: &SignedData<'_>, path: &[usize]) -> Result<(), CmsError> {
    attributes_may_grow(data, path)?;
    refuse(data, |other| if other == path { &WHOLE_SETS[..2] } else { &[] })
}

/// Refuses if a signature, counter-signatures included, has an attribute of those that are named for its place.
fn refuse(data: &SignedData<'_>, covering: impl Fn(&[usize]) -> &'static [Covering]) -> Result<(), CmsError> {
    for (path, signer) in signer_path::all(data) {
        let attributes = signer.unsigned_attributes();
        if let Some((_, by)) = covering(&path).iter().find(|(oid, _)| attributes.contains(*oid)) {
            return Err(CmsError::Covered { index: path[0], by });
        }
    }
    Ok(())
}

/// An attribute's type and name.
type Covering = (ObjectIdentifier, &'static str);

const WHOLE_ATTRIBUTES: [Covering; 5] = [
    WHOLE_SETS[0],
    WHOLE_SETS[1],
    (oids::ARCHIVE_TIME_STAMP_V3, "archive-time-stamp-v3"),
    WHOLE_FILE[0],
    WHOLE_FILE[1],
];

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

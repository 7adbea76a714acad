//! Raising the level of signatures that exist: time-stamps, references, values and archive time-stamps.
//!
//! EN 319 122-1 clauses 5.3 to 5.5 and 6, RFC 5126 §6. Whatever was hashed by anyone before is copied octet by octet: a
//! signature of others is raised like one of ours. What would change octets that an earlier time-stamp or evidence record
//! covers is [refused](crate::CmsError::Covered).
//!
//! A time-stamp takes three steps, as a signature does: what is to be stamped is prepared, somebody else stamps it, and the
//! token is put where it belongs, if it is over that.

mod archive;
mod cades_c;
mod guard;
mod references;
mod timestamps;
mod validation_data;
mod values;

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::Limits;

pub use timestamps::PreparedTimestamp;
pub use validation_data::ValidationData;

use crate::error::CmsError;
use crate::signed_data::SignedData;
use crate::signed_data_buf::SignedDataBuf;
use crate::signer_info::SignerInfo;

/// The signature with that number, counted from zero in the order of the encoding.
fn signer<'a>(data: &SignedData<'a>, index: usize) -> Result<SignerInfo<'a>, CmsError> {
    let signatures = data.signer_infos().count();
    data.signer_infos().nth(index).ok_or(CmsError::NoSuchSignature { index, signatures })
}

/// Attributes that stand once, and not twice.
fn refuse_present(
    signer: &SignerInfo<'_>,
    index: usize,
    attributes: &[(ObjectIdentifier, &'static str)],
) -> Result<(), CmsError> {
    let unsigned = signer.unsigned_attributes();
    match attributes.iter().find(|(oid, _)| unsigned.contains(*oid)) {
        Some((_, attribute)) => Err(CmsError::AttributePresent { index, attribute }),
        None => Ok(()),
    }
}

/// What was built, read back: the limits are for what comes from outside, and what was added may exceed them.
fn rebuilt(from: &SignedDataBuf, bytes: Vec<u8>) -> Result<SignedDataBuf, CmsError> {
    let mut limits: Limits = *from.limits();
    limits.input_octets = usize::MAX;
    limits.certificates = usize::MAX;
    limits.crls = usize::MAX;
    limits.attributes = usize::MAX;
    SignedDataBuf::from_bytes(bytes, &limits)
}

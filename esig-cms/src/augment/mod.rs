//! Raising the level of signatures that exist: time-stamps, references, values and archive time-stamps.
//!
//! EN 319 122-1 clauses 5.3 to 5.5 and 6, RFC 5126 §6. Whatever was hashed by anyone before is copied octet by octet: a
//! signature of others is raised like one of ours. What would change octets that an earlier time-stamp or evidence record
//! covers is [refused](crate::CmsError::Covered).
//!
//! A time-stamp takes three steps, as a signature does: what is to be stamped is prepared, somebody else stamps it, and the
//! token is put where it belongs, if it is over that.

mod policy_store;
mod references;
mod timestamps;
mod validation_data;
mod values;

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::raw::Tag;

pub use timestamps::PreparedTimestamp;
pub use validation_data::ValidationData;

use crate::attributes::attribute;
use crate::edit::with_unsigned_attributes;
use crate::error::CmsError;
use crate::guard;
use crate::signed_data_buf::SignedDataBuf;

impl SignedDataBuf {
    /// The same with attributes that stand once at the signature with that number, each given by type, name and value.
    fn with_new_attributes<const N: usize>(
        self,
        index: usize,
        attributes: [(ObjectIdentifier, &'static str, Vec<u8>); N],
    ) -> Result<Self, CmsError> {
        let view = self.view();
        let unsigned = view.signer_info(index)?.unsigned_attributes();
        if let Some((_, name, _)) = attributes.iter().find(|(oid, ..)| unsigned.contains(*oid)) {
            return Err(CmsError::AttributePresent { index, attribute: name });
        }
        guard::attributes_may_grow(&view, &[index])?;
        let attributes = attributes.map(|(oid, _, value)| attribute(oid, &value));
        Self::built(with_unsigned_attributes(&view, &[index], &attributes, &[]))
    }
}

/// The SEQUENCE OF what is encoded already.
fn sequence_of(elements: impl IntoIterator<Item: AsRef<[u8]>>) -> Vec<u8> {
    let contents = elements.into_iter().fold(Vec::new(), |mut contents, element| {
        contents.extend_from_slice(element.as_ref());
        contents
    });
    element(Tag::SEQUENCE, &[&contents])
}

//! What an archive-time-stamp-v3 is over (EN 319 122-1 clause 5.5.3).

use alloc::borrow::Cow;

use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{DigestValue, ParseError};

use super::encoding::CoveredEncoding;
use super::octets::Octets;
use crate::signed_data::SignedData;
use crate::signer_info::SignerInfo;

/// eContentType, the digest of the content, the SignerInfo from version to signature, and the index.
pub(crate) fn octets<'a>(
    data: &SignedData<'a>,
    signer: &SignerInfo<'a>,
    content: &DigestValue,
    hash_index: Cow<'a, [u8]>,
    encoding: CoveredEncoding,
) -> Result<Octets<'a>, ParseError> {
    let content_type = element(Tag::OBJECT_IDENTIFIER, &[data.content_type().as_contents()]);
    let mut octets = Octets::from_iter([content_type, content.as_octets().into()]);
    octets.append(encoding.before_unsigned_attributes(signer)?);
    octets.push(hash_index);
    Ok(octets)
}

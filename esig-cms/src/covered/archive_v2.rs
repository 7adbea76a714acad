//! What archive-time-stamps of the first two versions are over (RFC 3126 §3.12.1, RFC 5126 §6.4.1, TS 101 733 annex K).

use alloc::vec::Vec;

use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{Limits, ParseError};
use time::UtcDateTime;

use super::encoding::CoveredEncoding;
use super::octets::Octets;
use crate::attributes::{Attribute, Timestamp, TimestampKind};
use crate::oids;
use crate::signer_info::SignerInfo;
use crate::timestamp_token::TimestampToken;

/// Whether the unsigned attributes were digested with the tag and length of the SET around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum UnsignedAttributesForm {
    /// With tag `[1]` and length, as the standard's text says.
    Whole,
    /// Without, as TS 101 733 had it in annex K before version 2.2.1, which advises to try both.
    Bare,
}

impl UnsignedAttributesForm {
    pub(super) const ALL: [Self; 2] = [Self::Whole, Self::Bare];
}

/// The SignerInfo, of its unsigned attributes those that are named.
pub(super) fn octets_of_signer<'a>(
    signer: &SignerInfo<'a>,
    attributes: &[Attribute<'a>],
    encoding: CoveredEncoding,
    form: UnsignedAttributesForm,
) -> Result<Octets<'a>, ParseError> {
    let mut octets = encoding.before_unsigned_attributes(signer)?;
    let each = attributes.iter().map(|attribute| encoding.attribute(attribute));
    let unsigned = each.collect::<Result<Octets<'a>, _>>()?;
    if form == UnsignedAttributesForm::Whole && !attributes.is_empty() {
        octets.push(header(unsigned.len()));
    }
    octets.append(unsigned);
    Ok(octets)
}

/// The tag and length of unsignedAttrs with that many contents octets.
fn header(length: usize) -> Vec<u8> {
    let contents = alloc::vec![0; length];
    let mut whole = element(Tag::context(1), &[&contents]);
    whole.truncate(whole.len() - length);
    whole
}

/// The unsigned attributes that may have been there, each choice once: all but later archive time-stamps, as who kept to the
/// order of DER has it, and those that stand before it, as who adds to the end has it.
pub(super) fn choices<'a>(timestamp: &Timestamp<'a>, gen_time: UtcDateTime) -> Vec<Vec<Attribute<'a>>> {
    let unsigned = timestamp.signer_info().unsigned_attributes();
    let earlier: Vec<_> = unsigned.iter().filter(|attribute| is_earlier(attribute, gen_time)).collect();
    let before: Vec<_> =
        unsigned.iter().take_while(|attribute| !attribute.is(&timestamp.attribute)).collect();
    match earlier.len() == before.len() && earlier.iter().zip(&before).all(|(one, other)| one.is(other)) {
        true => alloc::vec![earlier],
        false => alloc::vec![earlier, before],
    }
}

/// Whether it is no archive time-stamp of version 2 or 3, or one that was certainly made before that time.
fn is_earlier(attribute: &Attribute<'_>, gen_time: UtcDateTime) -> bool {
    if attribute.oid() != oids::ARCHIVE_TIME_STAMP_V2 && attribute.oid() != oids::ARCHIVE_TIME_STAMP_V3 {
        return true;
    }
    attribute.values().all(|value| {
        let token = TimestampToken::parse(value.as_bytes(), &Limits::DEFAULT);
        token.is_ok_and(|token| token.tst_info().gen_time() < gen_time)
    })
}

/// What version 1 is over after the content: "the concatenated values (without the type or length encoding for that value)"
/// of signedAttributes, signature, and these attributes in this order (RFC 3126 §3.12.1).
pub(super) fn octets_of_signer_v1<'a>(
    signer: &SignerInfo<'a>,
    attributes: &[Attribute<'a>],
    encoding: CoveredEncoding,
) -> Result<Octets<'a>, ParseError> {
    let mut octets = Octets::default();
    let signed = signer.signed_attributes();
    let signed = signed.iter().map(|attribute| encoding.attribute(&attribute));
    octets.append(signed.collect::<Result<_, _>>()?);
    octets.append(super::cades_c::signature_value(signer));
    octets.append(super::cades_c::octets(attributes, encoding)?);
    Ok(octets)
}

/// The unsigned attributes that version 1 covers, those before it.
pub(super) fn attributes_v1<'a>(timestamp: &Timestamp<'a>) -> Vec<Attribute<'a>> {
    let unsigned = timestamp.signer_info().unsigned_attributes();
    let before: Vec<_> =
        unsigned.iter().take_while(|attribute| !attribute.is(&timestamp.attribute)).collect();
    let of_type = |oid| before.iter().filter(move |attribute| attribute.oid() == oid).copied();
    COVERED_BY_V1.into_iter().flat_map(of_type).collect()
}

const COVERED_BY_V1: [der::asn1::ObjectIdentifier; 8] = [
    oids::SIGNATURE_TIME_STAMP,
    oids::COMPLETE_CERTIFICATE_REFERENCES,
    oids::COMPLETE_REVOCATION_REFERENCES,
    oids::CERTIFICATE_VALUES,
    oids::REVOCATION_VALUES,
    oids::CADES_C_TIME_STAMP,
    oids::TIME_STAMPED_CERTS_CRLS_REFERENCES,
    oids::ARCHIVE_TIME_STAMP,
];

/// Whether it is one of the first two versions.
pub(super) fn is_of_first_versions(kind: TimestampKind) -> bool {
    matches!(kind, TimestampKind::Archive | TimestampKind::ArchiveV2)
}

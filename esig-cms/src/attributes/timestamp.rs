//! Time-stamp tokens among the attributes; here they are only found.

use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::oid::Oid;

use super::Attribute;
use crate::oids;
use crate::signer_info::SignerInfo;

/// What a time-stamp covers, by the attribute it stands in (EN 319 122-1 clauses 5.2.8 to 5.5.3, RFC 5126 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampKind {
    /// The content, before it was signed.
    Content,
    /// The signature value.
    Signature,
    /// The signature with all references (CAdES-X type 1).
    CadesC,
    /// The references (CAdES-X type 2).
    References,
    /// Everything, as RFC 3126 had it; obsolete.
    Archive,
    /// Everything, RFC 5126.
    ArchiveV2,
    /// Everything that its hash index lists, EN 319 122-1.
    ArchiveV3,
}

const KINDS: [(ObjectIdentifier, TimestampKind, &str); 7] = [
    (oids::CONTENT_TIME_STAMP, TimestampKind::Content, "content-time-stamp"),
    (oids::SIGNATURE_TIME_STAMP, TimestampKind::Signature, "signature-time-stamp"),
    (oids::CADES_C_TIME_STAMP, TimestampKind::CadesC, "CAdES-C-time-stamp"),
    (
        oids::TIME_STAMPED_CERTS_CRLS_REFERENCES,
        TimestampKind::References,
        "time-stamped-certs-crls-references",
    ),
    (oids::ARCHIVE_TIME_STAMP, TimestampKind::Archive, "archive-time-stamp"),
    (oids::ARCHIVE_TIME_STAMP_V2, TimestampKind::ArchiveV2, "archive-time-stamp-v2"),
    (oids::ARCHIVE_TIME_STAMP_V3, TimestampKind::ArchiveV3, "archive-time-stamp-v3"),
];

impl TimestampKind {
    /// What an attribute of that type holds, if it holds time-stamps.
    pub(crate) fn of(oid: Oid<'_>) -> Option<Self> {
        KINDS.into_iter().find(|row| oid == row.0).map(|row| row.1)
    }

    /// The attribute's name, as reports have it.
    pub fn name(self) -> &'static str {
        KINDS[self as usize].2
    }

    /// The attribute's type.
    pub fn oid(self) -> ObjectIdentifier {
        KINDS[self as usize].0
    }
}

impl fmt::Display for TimestampKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A time-stamp token where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Timestamp<'a> {
    /// What it covers.
    pub kind: TimestampKind,
    /// The token: a ContentInfo with a SignedData over a TSTInfo (RFC 3161 §2.4.2).
    pub token: &'a [u8],
    /// The attribute it stands in.
    pub attribute: Attribute<'a>,
    signer_info: SignerInfo<'a>,
}

impl<'a> Timestamp<'a> {
    /// The signature it belongs to.
    pub fn signer_info(&self) -> SignerInfo<'a> {
        self.signer_info
    }
}

impl<'a> SignerInfo<'a> {
    /// Every time-stamp token, signed attributes first, in the order of the encoding.
    ///
    /// What each is over is checked by [`Coverage`](crate::Coverage).
    pub fn timestamps(&self) -> impl Iterator<Item = Timestamp<'a>> + use<'a> {
        let signer_info = *self;
        let signed =
            self.signed_attributes().iter().filter(|attribute| is_content_timestamp(attribute, true));
        let unsigned =
            self.unsigned_attributes().iter().filter(|attribute| is_content_timestamp(attribute, false));
        signed.chain(unsigned).flat_map(move |attribute| timestamps_in(attribute, signer_info))
    }
}

/// The content's time-stamp is signed; no other is.
fn is_content_timestamp(attribute: &Attribute<'_>, wanted: bool) -> bool {
    (attribute.oid() == oids::CONTENT_TIME_STAMP) == wanted
}

/// The time-stamps that an attribute of that signature holds.
fn timestamps_in<'a>(
    attribute: Attribute<'a>,
    signer_info: SignerInfo<'a>,
) -> impl Iterator<Item = Timestamp<'a>> {
    let kind = TimestampKind::of(attribute.oid());
    let in_attribute = move |kind| {
        let timestamp = move |token| Timestamp { kind, token, attribute, signer_info };
        attribute.values().map(|value| value.as_bytes()).map(timestamp)
    };
    kind.into_iter().flat_map(in_attribute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_enum() {
        for (oid, kind, name) in KINDS {
            assert_eq!((kind.oid(), kind.name()), (oid, name));
        }
    }
}

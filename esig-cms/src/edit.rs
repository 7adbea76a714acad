//! Adding to a SignedData: what stands in it is copied octet by octet.
//!
//! Only the headers around what grows are written anew, with definite lengths. Elements of SETs go where DER wants
//! them (X.690 §11.6), unsigned attributes to the end: archive time-stamps cover what stood before them.

use alloc::vec::Vec;

use esig_core::CertificateBuf;
use esig_core::encode::element;
use esig_core::raw::{Element, Tag};

use crate::oids;
use crate::signed_data::{Parts, SignedData, elements};
use crate::signer_info::SignerInfo;

/// The fields of a SignedData, encoded.
pub(crate) struct Fields {
    pub(crate) version: Vec<u8>,
    pub(crate) digest_algorithms: Vec<u8>,
    pub(crate) encapsulated_content_info: Vec<u8>,
    pub(crate) certificates: Vec<u8>,
    pub(crate) crls: Vec<u8>,
    pub(crate) signer_infos: Vec<u8>,
}

impl Fields {
    /// Each field as it stands.
    pub(crate) fn copied(parts: &Parts<'_>) -> Self {
        let bytes = |part: Option<Element<'_>>| part.map_or(Vec::new(), |part| part.as_bytes().into());
        Self {
            version: bytes(Some(parts.version)),
            digest_algorithms: bytes(Some(parts.digest_algorithms)),
            encapsulated_content_info: bytes(Some(parts.encapsulated_content_info)),
            certificates: bytes(parts.certificates),
            crls: bytes(parts.crls),
            signer_infos: bytes(Some(parts.signer_infos)),
        }
    }

    /// The ContentInfo around the fields.
    pub(crate) fn content_info(&self) -> Vec<u8> {
        let signed_data = element(
            Tag::SEQUENCE,
            &[
                &self.version,
                &self.digest_algorithms,
                &self.encapsulated_content_info,
                &self.certificates,
                &self.crls,
                &self.signer_infos,
            ],
        );
        let content_type = element(Tag::OBJECT_IDENTIFIER, &[oids::SIGNED_DATA.as_bytes()]);
        element(Tag::SEQUENCE, &[&content_type, &element(Tag::context(0), &[&signed_data])])
    }
}

/// The ContentInfo with one signature more.
pub(crate) fn with_signer_info(
    data: &SignedData<'_>,
    signer_info: &[u8],
    digest_algorithm: &[u8],
    certificates: &[CertificateBuf],
) -> Vec<u8> {
    let parts = data.parts();
    Fields {
        digest_algorithms: with_element(parts.digest_algorithms, digest_algorithm),
        certificates: with_certificates(parts.certificates, certificates),
        signer_infos: with_element(parts.signer_infos, signer_info),
        ..Fields::copied(&parts)
    }
    .content_info()
}

/// The ContentInfo with more unsigned attributes at the signature with that number.
pub(crate) fn with_unsigned_attributes(
    data: &SignedData<'_>,
    index: usize,
    attributes: &[Vec<u8>],
    certificates: &[CertificateBuf],
) -> Vec<u8> {
    let new = attributes.concat();
    let parts = data.parts();
    let changed = |(at, signer_info): (usize, SignerInfo<'_>)| match at == index {
        true => append_attributes(&signer_info, &new),
        false => signer_info.as_bytes().into(),
    };
    let signer_infos: Vec<Vec<u8>> = data.signer_infos().enumerate().map(changed).collect();
    Fields {
        certificates: with_certificates(parts.certificates, certificates),
        signer_infos: element(Tag::SET, &signer_infos.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        ..Fields::copied(&parts)
    }
    .content_info()
}

fn append_attributes(signer_info: &SignerInfo<'_>, new: &[u8]) -> Vec<u8> {
    let attributes = signer_info.unsigned_attributes();
    let present = attributes.element().map_or(&[][..], |attributes| attributes.contents());
    let before = signer_info.before_unsigned_attributes();
    element(Tag::SEQUENCE, &[before, &element(Tag::context(1), &[present, new])])
}

pub(crate) fn with_certificates(set: Option<Element<'_>>, certificates: &[CertificateBuf]) -> Vec<u8> {
    with_elements(Tag::context(0), set, certificates.iter().map(CertificateBuf::as_der))
}

/// The field as it stands if nothing is new, so that what covers it stays valid; nothing if it is to stay away.
pub(crate) fn with_elements<'a>(
    tag: Tag,
    set: Option<Element<'a>>,
    new: impl Iterator<Item = &'a [u8]>,
) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = elements(set).map(|element| element.as_bytes()).collect();
    let before = parts.len();
    new.for_each(|new| insert(&mut parts, new));
    match set {
        set if parts.len() == before => set.map_or(Vec::new(), |set| set.as_bytes().into()),
        _ => element(tag, &parts),
    }
}

fn with_element(set: Element<'_>, new: &[u8]) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = elements(Some(set)).map(|element| element.as_bytes()).collect();
    insert(&mut parts, new);
    element(Tag::SET, &parts)
}

/// Inserts what is not there yet before the first element that DER orders after it.
fn insert<'a>(parts: &mut Vec<&'a [u8]>, new: &'a [u8]) {
    if !parts.contains(&new) {
        let place = parts.iter().position(|part| *part > new).unwrap_or(parts.len());
        parts.insert(place, new);
    }
}

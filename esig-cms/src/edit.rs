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

/// The ContentInfo with more unsigned attributes at the signature that stands there.
pub(crate) fn with_unsigned_attributes(
    data: &SignedData<'_>,
    path: &[usize],
    attributes: &[Vec<u8>],
    certificates: &[CertificateBuf],
) -> Vec<u8> {
    let new = attributes.concat();
    let parts = data.parts();
    let signer_infos = changed_at(data.signer_infos(), path, &new);
    Fields {
        certificates: with_certificates(parts.certificates, certificates),
        signer_infos: element(Tag::SET, &[&signer_infos]),
        ..Fields::copied(&parts)
    }
    .content_info()
}

/// The signatures one after another, with the attributes at the one that stands there.
fn changed_at<'a>(signer_infos: impl Iterator<Item = SignerInfo<'a>>, path: &[usize], new: &[u8]) -> Vec<u8> {
    let changed = |(at, signer_info): (usize, SignerInfo<'_>)| match path.split_first() {
        Some((first, deeper)) if *first == at => append_attributes(&signer_info, deeper, new),
        _ => signer_info.as_bytes().into(),
    };
    signer_infos.enumerate().flat_map(changed).collect()
}

fn append_attributes(signer_info: &SignerInfo<'_>, deeper: &[usize], new: &[u8]) -> Vec<u8> {
    let attributes = signer_info.unsigned_attributes();
    let before = signer_info.before_unsigned_attributes();
    let attributes = match deeper {
        [] => [attributes.element().map_or(&[][..], |attributes| attributes.contents()), new].concat(),
        [first, deeper @ ..] => changed_counter_signature(signer_info, *first, deeper, new),
    };
    element(Tag::SEQUENCE, &[before, &element(Tag::context(1), &[&attributes])])
}

/// The unsigned attributes one after another, with the new ones at the counter-signature with that number, or below it.
fn changed_counter_signature(
    signer_info: &SignerInfo<'_>,
    mut number: usize,
    deeper: &[usize],
    new: &[u8],
) -> Vec<u8> {
    let mut changed = Vec::new();
    for attribute in signer_info.unsigned_attributes().iter() {
        let counter_signatures = signer_info.counter_signatures_in(attribute);
        let count = counter_signatures.clone().count();
        if number < count {
            let path = [&[number], deeper].concat();
            let values = element(Tag::SET, &[&changed_at(counter_signatures, &path, new)]);
            let attribute_type = element(Tag::OBJECT_IDENTIFIER, &[attribute.oid().as_contents()]);
            changed.extend(element(Tag::SEQUENCE, &[&attribute_type, &values]));
        } else {
            changed.extend(attribute.as_bytes());
        }
        number = number.wrapping_sub(count);
    }
    changed
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

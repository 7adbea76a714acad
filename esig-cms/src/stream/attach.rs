//! The layers around content that is not in memory: a signature that was made of it outside gets it inside.

use alloc::vec::Vec;
use core::fmt;

use der::asn1::ObjectIdentifier;
use esig_core::DigestAlgorithm;
use esig_core::encode::{element, header, set_of};
use esig_core::raw::{END_OF_CONTENTS, Tag};

use super::layout::Head;
use crate::error::CmsError;
use crate::signed_data::SignedData;
use crate::signing::version;
use crate::{guard, oids};

/// The octets of a SignedData before its content and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AroundContent {
    /// Up to the first octet of the content.
    pub before: Vec<u8>,
    /// From the last octet of the content on.
    pub after: Vec<u8>,
}

impl SignedData<'_> {
    /// What makes a detached signature one with its content inside, by DER: these octets around content of that length.
    ///
    /// Nothing that is signed changes. Whether the content is the one that was signed is for the caller to
    /// see, who digests it while it is copied.
    ///
    /// # Errors
    /// [`CmsError::FrameMismatch`] if there is content inside already; [`CmsError::Covered`] if an archive time-stamp of version
    /// 1 or 2 or an evidence record covers that there is none.
    pub fn around_content(&self, octets: u64) -> Result<AroundContent, CmsError> {
        check_detached(self)?;
        let after = self.octets_after_content();
        let before = self.head().before(Some(octets), after.len() as u64);
        Ok(AroundContent { before, after })
    }

    fn head(&self) -> Head<'_> {
        let parts = self.parts();
        Head {
            version: parts.version.as_bytes(),
            digest_algorithms: parts.digest_algorithms.as_bytes(),
            content_type: self.content_type_element(),
        }
    }

    /// certificates, crls and signerInfos, as they stand.
    fn octets_after_content(&self) -> Vec<u8> {
        let parts = self.parts();
        let fields = [parts.certificates, parts.crls, Some(parts.signer_infos)];
        fields.into_iter().flatten().flat_map(|field| field.as_bytes()).copied().collect()
    }
}

/// The layers around content of which the size is not known before its end: BER with indefinite lengths (X.690 §8.1.3.6),
/// the content in pieces.
///
/// ```text
/// before()  piece_header(a) a  piece_header(b) b  …  after(signature over a b …)
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ContentFrame {
    content_type: ObjectIdentifier,
    digest_algorithms: Vec<DigestAlgorithm>,
}

impl ContentFrame {
    /// The frame of content of that type, signed with these digests: who reads it in one pass must know them beforehand.
    pub fn new(content_type: ObjectIdentifier, digest_algorithms: &[DigestAlgorithm]) -> Self {
        Self { content_type, digest_algorithms: digest_algorithms.into() }
    }

    /// What is written first.
    pub fn before(&self) -> Vec<u8> {
        let mut identifiers: Vec<Vec<u8>> =
            self.digest_algorithms.iter().map(|algorithm| algorithm.to_identifier()).collect();
        identifiers.sort_unstable();
        identifiers.dedup();
        let parts: [&[u8]; 10] = [
            &indefinite(Tag::SEQUENCE),
            &element(Tag::OBJECT_IDENTIFIER, &[oids::SIGNED_DATA.as_bytes()]),
            &indefinite(Tag::context(0)),
            &indefinite(Tag::SEQUENCE),
            &element(Tag::INTEGER, &[&[version(self.content_type)]]),
            &set_of(Tag::SET, identifiers),
            &indefinite(Tag::SEQUENCE),
            &element(Tag::OBJECT_IDENTIFIER, &[self.content_type.as_bytes()]),
            &indefinite(Tag::context(0)),
            &indefinite(Tag::CONSTRUCTED_OCTET_STRING),
        ];
        parts.concat()
    }

    /// What is written before a piece of so many octets.
    pub fn piece_header(&self, octets: usize) -> Vec<u8> {
        header(Tag::OCTET_STRING, octets as u64)
    }

    /// What is written last: the fields of `signature`, which was made of the content while that lay outside.
    ///
    /// # Errors
    /// [`CmsError::FrameMismatch`] if it is over content of another type, or wants a digest that was not announced; else as
    /// [`SignedData::around_content`].
    pub fn after(&self, signature: &SignedData<'_>) -> Result<Vec<u8>, CmsError> {
        check_detached(signature)?;
        if signature.content_type() != self.content_type {
            return Err(CmsError::FrameMismatch { field: "eContentType" });
        }
        let is_announced = |algorithm| self.digest_algorithms.contains(&algorithm);
        let mut algorithms = signature
            .digest_algorithms()
            .map(|identifier| DigestAlgorithm::from_identifier(&identifier, "digestAlgorithms[]"));
        if !algorithms.all(|algorithm| algorithm.is_ok_and(is_announced)) {
            return Err(CmsError::FrameMismatch { field: "digestAlgorithms" });
        }
        // The string, eContent and encapContentInfo end before the fields, SignedData and what is around it after them.
        let ends = END_OF_CONTENTS.repeat(3);
        Ok([&ends[..], &signature.octets_after_content(), &ends].concat())
    }

    /// The digests that are announced.
    pub fn digest_algorithms(&self) -> &[DigestAlgorithm] {
        &self.digest_algorithms
    }
}

impl fmt::Debug for ContentFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentFrame({}, {:?})", self.content_type, self.digest_algorithms)
    }
}

fn check_detached(signature: &SignedData<'_>) -> Result<(), CmsError> {
    match signature.encapsulated_content() {
        None => guard::content_may_move(signature),
        Some(_) => Err(CmsError::FrameMismatch { field: "eContent" }),
    }
}

fn indefinite(tag: Tag) -> [u8; 2] {
    [tag.first_octet(), 0x80]
}

//! What a stream keeps: everything but the content.

use alloc::vec::Vec;

use esig_core::ParseError;
use esig_core::encode::header;
use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Reader, Tag};

use super::layout::Head;

/// The fields that are kept, in the order of the encoding; those after the content together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// contentType of the ContentInfo
    ContentType,
    Version,
    DigestAlgorithms,
    EncapsulatedContentType,
    /// certificates, crls, signerInfos
    Rest,
}

#[derive(Debug)]
pub(super) struct Kept {
    fields: [Octets; 5],
    left: usize,
    allowed: usize,
}

/// Octets, and where in the stream they began.
#[derive(Debug, Default)]
struct Octets {
    octets: Vec<u8>,
    offset: usize,
}

impl Kept {
    pub(super) fn new(allowed: usize) -> Self {
        Self { fields: Default::default(), left: allowed, allowed }
    }

    /// Whether so many octets more may be kept; asked when they are announced, not when they have come.
    pub(super) fn allow(&self, octets: u64) -> Result<(), ParseErrorKind> {
        if octets <= self.left as u64 {
            return Ok(());
        }
        Err(ParseErrorKind::Limit { name: "beside_content_octets", allowed: self.allowed })
    }

    pub(super) fn push(&mut self, field: Field, octets: &[u8], offset: usize) -> Result<(), ParseErrorKind> {
        self.allow(octets.len() as u64)?;
        self.left -= octets.len();
        let field = &mut self.fields[field as usize];
        if field.octets.is_empty() {
            field.offset = offset;
        }
        field.octets.extend_from_slice(octets);
        Ok(())
    }

    fn octets(&self, field: Field) -> &[u8] {
        &self.fields[field as usize].octets
    }

    /// The element that a field consists of.
    pub(super) fn element(&self, field: Field, production: &'static str) -> Result<Element<'_>, ParseError> {
        Reader::ber(self.octets(field)).at(self.fields[field as usize].offset).any(production)
    }

    /// The ContentInfo without its content, and where in the stream its parts stood.
    pub(super) fn without_content(&self) -> (Vec<u8>, Vec<(usize, usize)>) {
        let head = Head {
            version: self.octets(Field::Version),
            digest_algorithms: self.octets(Field::DigestAlgorithms),
            content_type: self.octets(Field::EncapsulatedContentType),
        };
        let rest = self.octets(Field::Rest);
        let before = head.before(None, rest.len() as u64);
        let mut octets = Vec::with_capacity(before.len() + rest.len());
        octets.extend_from_slice(&before);
        octets.extend_from_slice(rest);

        let content_type = before.len() - head.content_type.len();
        let header = header(Tag::SEQUENCE, head.content_type.len() as u64);
        let digest_algorithms = content_type - header.len() - head.digest_algorithms.len();
        let version = digest_algorithms - head.version.len();
        let starts = [
            (version, Field::Version),
            (digest_algorithms, Field::DigestAlgorithms),
            (content_type, Field::EncapsulatedContentType),
            (before.len(), Field::Rest),
        ];
        let moved = starts.map(|(start, field)| (start, self.fields[field as usize].offset));
        (octets, moved.into())
    }
}

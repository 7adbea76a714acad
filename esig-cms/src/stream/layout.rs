//! The octets before and after the content of a SignedData, written around content that is not in memory.

use alloc::vec::Vec;

use esig_core::encode::{element, header};
use esig_core::raw::Tag;

use crate::oids;

/// The fields before the content, encoded.
pub(crate) struct Head<'a> {
    pub(crate) version: &'a [u8],
    pub(crate) digest_algorithms: &'a [u8],
    pub(crate) content_type: &'a [u8],
}

impl Head<'_> {
    /// The ContentInfo up to the first octet of the content, by DER; without content up to the field that follows.
    ///
    /// `rest` octets follow the content and end the ContentInfo.
    pub(crate) fn before(&self, content: Option<u64>, rest: u64) -> Vec<u8> {
        let content = content.map_or(Part::default(), |octets| {
            Part::default().then(octets).within(Tag::OCTET_STRING).within(Tag::context(0))
        });
        content
            .after(self.content_type)
            .within(Tag::SEQUENCE)
            .after(self.digest_algorithms)
            .after(self.version)
            .then(rest)
            .within(Tag::SEQUENCE)
            .within(Tag::context(0))
            .after(&element(Tag::OBJECT_IDENTIFIER, &[oids::SIGNED_DATA.as_bytes()]))
            .within(Tag::SEQUENCE)
            .octets
    }
}

/// A part of an encoding: its first octets, and how many there are in all.
#[derive(Default)]
struct Part {
    octets: Vec<u8>,
    length: u64,
}

impl Part {
    /// So many octets more at the end.
    fn then(self, octets: u64) -> Self {
        Self { length: self.length.saturating_add(octets), ..self }
    }

    /// These octets before it.
    fn after(self, before: &[u8]) -> Self {
        let length = self.length.saturating_add(before.len() as u64);
        Self { octets: [before, &self.octets].concat(), length }
    }

    /// An element with it as contents.
    fn within(self, tag: Tag) -> Self {
        let header = header(tag, self.length);
        self.after(&header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Fields;

    #[test]
    fn the_layout_is_that_of_a_signature_in_memory() {
        for octets in [0, 1, 100, 127, 128, 65_530, 65_536] {
            let content = alloc::vec![7; octets];
            let fields = Fields {
                version: alloc::vec![2, 1, 1],
                digest_algorithms: alloc::vec![0x31, 0],
                encapsulated_content_info: element(
                    Tag::SEQUENCE,
                    &[&[6, 1, 0x2a], &element(Tag::context(0), &[&element(Tag::OCTET_STRING, &[&content])])],
                ),
                certificates: Vec::new(),
                crls: Vec::new(),
                signer_infos: alloc::vec![0x31, 1, 5],
            };
            let head =
                Head { version: &[2, 1, 1], digest_algorithms: &[0x31, 0], content_type: &[6, 1, 0x2a] };
            let made = [&head.before(Some(octets as u64), 3), &content[..], &[0x31, 1, 5]].concat();
            assert_eq!(made, fields.content_info(), "{octets}");

            let encapsulated_content_info = element(Tag::SEQUENCE, &[&[6, 1, 0x2a]]);
            let detached = Fields { encapsulated_content_info, ..fields }.content_info();
            assert_eq!([&head.before(None, 3)[..], &[0x31, 1, 5]].concat(), detached);
        }
    }
}

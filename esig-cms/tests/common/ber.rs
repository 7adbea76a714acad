//! DER turned into BER that means the same, in the forms that streaming software writes and some more.
#![allow(dead_code)] // each test uses its part

use esig_core::raw::{Element, Reader, Tag};

/// How a length is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lengths {
    /// Indefinite where the element is constructed.
    Indefinite,
    /// Definite, in five octets.
    Overlong,
}

/// `der` with every length in that form, every OCTET STRING in pieces of pieces, and every SET in reverse order.
///
/// Elements for which `keep` says so stay as they are, with everything inside them.
pub(crate) fn in_ber(der: &[u8], lengths: Lengths, keep: &dyn Fn(&Element<'_>) -> bool) -> Vec<u8> {
    Reencoding { lengths, keep }.element(Element::from_der(der, "test").expect("DER"))
}

struct Reencoding<'k> {
    lengths: Lengths,
    keep: &'k dyn Fn(&Element<'_>) -> bool,
}

impl Reencoding<'_> {
    fn element(&self, element: Element<'_>) -> Vec<u8> {
        if (self.keep)(&element) {
            return element.as_bytes().to_vec();
        }
        if element.tag() == Tag::OCTET_STRING {
            return self.string(Tag::CONSTRUCTED_OCTET_STRING, element.contents());
        }
        if !element.tag().is_constructed() {
            return overlong(element.tag(), element.contents());
        }
        let mut children = Vec::new();
        let mut reader = element.reader();
        while !reader.is_empty() {
            children.push(self.element(reader.any("test").expect("DER")));
        }
        if element.tag() == Tag::SET {
            children.reverse();
        }
        self.constructed(element.tag(), &children.concat())
    }

    /// The first octet, then the rest in a string of its own that is cut again.
    pub(crate) fn string(&self, tag: Tag, contents: &[u8]) -> Vec<u8> {
        let (first, rest) = contents.split_at(contents.len().min(1));
        let (second, third) = rest.split_at(rest.len() / 2);
        let piece = |octets| overlong(Tag::OCTET_STRING, octets);
        let inner = [piece(second), piece(&[]), piece(third)].concat();
        let inner = self.constructed(Tag::CONSTRUCTED_OCTET_STRING, &inner);
        self.constructed(tag, &[piece(first), inner].concat())
    }

    fn constructed(&self, tag: Tag, contents: &[u8]) -> Vec<u8> {
        match self.lengths {
            Lengths::Indefinite => [&[tag.first_octet(), 0x80], contents, &[0, 0]].concat(),
            Lengths::Overlong => overlong(tag, contents),
        }
    }
}

fn overlong(tag: Tag, contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).expect("a test's octets").to_be_bytes();
    [&[tag.first_octet(), 0x84], &length[..], contents].concat()
}

/// SubjectKeyIdentifier as sid, in pieces.
pub(crate) fn key_identifier(lengths: Lengths, octets: &[u8]) -> Vec<u8> {
    Reencoding { lengths, keep: &|_| false }.string(Tag::context(0), octets)
}

/// Whether the element is an X.509 certificate or a CRL, by its first fields; both are signed as DER.
pub(crate) fn is_signed_object(element: &Element<'_>) -> bool {
    let mut fields = element.reader();
    let Ok(tbs) = fields.any("test").and_then(|tbs| tbs.expect(Tag::SEQUENCE, "test")) else { return false };
    let is_identifier =
        |mut reader: Reader<'_>| reader.any("test").is_ok_and(|first| first.tag() == Tag::OBJECT_IDENTIFIER);
    let algorithm = fields
        .any("test")
        .is_ok_and(|second| second.tag() == Tag::SEQUENCE && is_identifier(second.reader()));
    let value = fields.any("test").is_ok_and(|third| third.tag() == Tag::BIT_STRING);
    element.tag() == Tag::SEQUENCE && algorithm && value && !is_identifier(tbs.reader())
}

//! Whether octets have the form of signed attributes, which no signature without such attributes may be over.

use alloc::vec::Vec;

use esig_core::raw::{Element, Reader, Tag};

use crate::oids;

/// What the octets are, as far as they were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentForm {
    /// No signed attributes.
    Other,
    /// Signed attributes, or too many octets that begin like them.
    SignedAttributes,
    /// Only a digest is known.
    Unseen,
}

/// Looks at octets as they come. Most are ruled out by the first one, and then nothing is kept.
#[derive(Default)]
pub(crate) struct FormWatch {
    first: Vec<u8>,
    total: u64,
}

impl FormWatch {
    pub(crate) fn update(&mut self, chunk: &[u8]) {
        self.total = self.total.saturating_add(chunk.len() as u64);
        let begins_as_set = self.first.first().or(chunk.first()) == Some(&Tag::SET.first_octet());
        let is_ruled_out = self.first.is_empty() && self.total > chunk.len() as u64;
        if begins_as_set && !is_ruled_out {
            let kept = chunk.len().min(MAX_ATTRIBUTES_OCTETS - self.first.len());
            self.first.extend_from_slice(&chunk[..kept]);
        }
    }

    pub(crate) fn finish(self) -> ContentForm {
        let is_whole = self.total == self.first.len() as u64;
        let is_attributes = if is_whole {
            is_signed_attributes(&self.first)
        } else {
            begins_like_signed_attributes(&self.first, self.total)
        };
        if is_attributes { ContentForm::SignedAttributes } else { ContentForm::Other }
    }
}

/// A SET, by BER and to the last octet, with an attribute message-digest: what every signature with attributes signs.
///
/// content-type is not asked for, as a counter-signature has none (RFC 5652 §11.4), nor that each attribute be in
/// order: whose signature it was may have been judged by software that asks for less.
fn is_signed_attributes(octets: &[u8]) -> bool {
    const PRODUCTION: &str = "content";
    let mut reader = Reader::ber(octets);
    let Ok(set) = reader.expect(Tag::SET, PRODUCTION) else { return false };
    let mut attributes = set.reader();
    let mut elements = core::iter::from_fn(|| attributes.any(PRODUCTION).ok());
    reader.is_empty() && elements.any(is_message_digest)
}

fn is_message_digest(attribute: Element<'_>) -> bool {
    let oid = attribute.reader().any("content").and_then(|element| element.oid("content"));
    attribute.tag() == Tag::SEQUENCE && oid.is_ok_and(|oid| oid == oids::MESSAGE_DIGEST)
}

/// A SET of that many octets in all, or of indefinite length, of which the first element begins like an attribute.
fn begins_like_signed_attributes(first: &[u8], total: u64) -> bool {
    let Some((length, contents)) = after_header(first, Tag::SET) else { return false };
    let header = (first.len() - contents.len()) as u64;
    let fits = length.is_none_or(|length| length.checked_add(header) == Some(total));
    let attribute = after_header(contents, Tag::SEQUENCE);
    let is_identifier = |octet: &u8| *octet == Tag::OBJECT_IDENTIFIER.first_octet();
    fits && attribute.is_some_and(|(_, fields)| fields.first().is_some_and(is_identifier))
}

/// The length, `None` if indefinite, and what follows the header of an element that may be cut (X.690 §8.1.3).
fn after_header(octets: &[u8], tag: Tag) -> Option<(Option<u64>, &[u8])> {
    let (length, rest) = octets.strip_prefix(&[tag.first_octet()])?.split_first()?;
    match *length {
        short @ 0..0x80 => Some((Some(short.into()), rest)),
        0x80 => Some((None, rest)),
        long => {
            let (octets, contents) = rest.split_at_checked(usize::from(long & 0x7f))?;
            let shift = |length: u64, octet: &u8| length.saturating_mul(0x100) | u64::from(*octet);
            Some((Some(octets.iter().fold(0, shift)), contents))
        }
    }
}

/// Octets that are kept for the look: signed attributes are some hundreds, some thousands with a content time-stamp.
const MAX_ATTRIBUTES_OCTETS: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use esig_core::encode::element;

    fn form(pieces: &[&[u8]]) -> ContentForm {
        let mut watch = FormWatch::default();
        pieces.iter().for_each(|piece| watch.update(piece));
        watch.finish()
    }

    fn attribute(identifier: &[u8], value: &[u8]) -> Vec<u8> {
        let identifier = element(Tag::OBJECT_IDENTIFIER, &[identifier]);
        let value = element(Tag::OCTET_STRING, &[value]);
        element(Tag::SEQUENCE, &[&identifier, &element(Tag::SET, &[&value])])
    }

    fn message_digest() -> Vec<u8> {
        attribute(oids::MESSAGE_DIGEST.as_bytes(), &[7; 32])
    }

    #[test]
    fn a_set_with_message_digest_is_signed_attributes_in_whatever_pieces() {
        let set = element(Tag::SET, &[&attribute(&[0x2a, 3], &[]), &message_digest()]);
        assert_eq!(form(&[&set]), ContentForm::SignedAttributes);
        let octets: Vec<_> = set.chunks(1).collect();
        assert_eq!(form(&octets), ContentForm::SignedAttributes);
        assert_eq!(form(&[&[], &set[..9], &[], &set[9..]]), ContentForm::SignedAttributes);

        let indefinite = [&[0x31, 0x80], &message_digest()[..], &[0, 0]].concat();
        assert_eq!(form(&[&indefinite]), ContentForm::SignedAttributes);
        let overlong = [&[0x31, 0x84, 0, 0, 0, message_digest().len() as u8], &message_digest()[..]].concat();
        assert_eq!(form(&[&overlong]), ContentForm::SignedAttributes);
    }

    #[test]
    fn anything_else_is_other_content() {
        let set = element(Tag::SET, &[&message_digest()]);
        assert_eq!(form(&[]), ContentForm::Other);
        assert_eq!(form(&[b"100 rubles"]), ContentForm::Other);
        assert_eq!(form(&[&set[..set.len() - 1]]), ContentForm::Other, "cut");
        assert_eq!(form(&[&set, &[0]]), ContentForm::Other, "one octet more");
        assert_eq!(form(&[b"x", &set]), ContentForm::Other, "later in the content");
        assert_eq!(form(&[&element(Tag::SEQUENCE, &[&message_digest()])]), ContentForm::Other);
        assert_eq!(form(&[&element(Tag::SET, &[&attribute(&[0x2a, 3], &[])])]), ContentForm::Other);
    }

    #[test]
    fn beyond_the_limit_the_beginning_and_the_length_decide() {
        let filler = attribute(&[0x2a, 3], &[0; MAX_ATTRIBUTES_OCTETS]);
        let set = element(Tag::SET, &[&filler, &message_digest()]);
        assert_eq!(form(&[&set]), ContentForm::SignedAttributes);
        assert_eq!(form(&set.chunks(1000).collect::<Vec<_>>()), ContentForm::SignedAttributes);
        let indefinite = [&[0x31, 0x80], &filler[..], &message_digest(), &[0, 0]].concat();
        assert_eq!(form(&[&indefinite]), ContentForm::SignedAttributes);

        assert_eq!(form(&[&set, &[0]]), ContentForm::Other, "one octet more");
        let text = b"1".repeat(2 * MAX_ATTRIBUTES_OCTETS);
        assert_eq!(form(&[&text]), ContentForm::Other);
        let numbers = element(Tag::SET, &[&element(Tag::SEQUENCE, &[&[2; 2 * MAX_ATTRIBUTES_OCTETS]])]);
        assert_eq!(form(&[&numbers]), ContentForm::Other);
    }
}

//! Writing elements whose parts are encoded already.

use alloc::vec::Vec;

use crate::raw::Tag;

/// One DER element with the concatenation of `parts` as contents.
///
/// What must be kept byte for byte is copied here as it stands; typed encodings are `der`'s business.
pub fn element(tag: Tag, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut der = Vec::with_capacity(length + 6);
    push_header(&mut der, tag, length as u64);
    parts.iter().for_each(|part| der.extend_from_slice(part));
    der
}

/// The octets before the contents of an element by DER; the contents may be larger than memory.
pub fn header(tag: Tag, length: u64) -> Vec<u8> {
    let mut der = Vec::with_capacity(6);
    push_header(&mut der, tag, length);
    der
}

/// An INTEGER that is not negative, given by its octets, the most significant first; zeros before them do not matter.
pub fn unsigned(number: &[u8]) -> Vec<u8> {
    let digits = &number[number.iter().take_while(|octet| **octet == 0).count()..];
    let pad: &[u8] = if digits.first().is_none_or(|octet| *octet >= 0x80) { &[0] } else { &[] };
    element(Tag::INTEGER, &[pad, digits])
}

/// A SET OF: DER wants the elements in ascending order of their encodings (X.690 §11.6).
pub fn set_of(tag: Tag, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort_unstable();
    let parts: Vec<&[u8]> = elements.iter().map(Vec::as_slice).collect();
    element(tag, &parts)
}

fn push_header(der: &mut Vec<u8>, tag: Tag, length: u64) {
    push_tag(der, tag);
    push_length(der, length);
}

/// X.690 §8.1.2: one octet, or after the mark of the long form seven bits of the number an octet.
fn push_tag(der: &mut Vec<u8>, tag: Tag) {
    der.push(tag.first_octet());
    if Tag::from_first_octet(tag.first_octet()).is_some() {
        return;
    }
    let groups = (u32::BITS - tag.number().leading_zeros()).div_ceil(7).max(1);
    for group in (0..groups).rev() {
        let more = if group > 0 { 0x80 } else { 0 };
        der.push(more | (tag.number() >> (7 * group) & 0x7f) as u8);
    }
}

fn push_length(der: &mut Vec<u8>, length: u64) {
    let octets = length.to_be_bytes();
    let leading = octets.iter().take_while(|octet| **octet == 0).count();
    let digits = &octets[leading..];
    match length {
        0..=0x7f => der.push(length as u8),
        _ => {
            der.push(0x80 | digits.len() as u8);
            der.extend_from_slice(digits);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raw::{Element, Header, Rules};

    #[test]
    fn lengths_are_read_back() {
        for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
            let contents = alloc::vec![7; length];
            let der = element(Tag::OCTET_STRING, &[&contents]);
            let read = Element::from_der(&der, "test").map(|element| element.contents().len());
            assert_eq!(read, Ok(length));
        }
    }

    #[test]
    fn headers_are_for_any_length() {
        for length in [0, 0x7f, 0x80, 0xffff, 0x1_0000, u64::from(u32::MAX), 10 << 30, u64::MAX] {
            let header = header(Tag::OCTET_STRING, length);
            let read = Header::read(&header, Rules::Der).map(|read| (read.length, read.octets));
            assert_eq!(read, Ok((Some(length), header.len())));
        }
    }

    #[test]
    fn numbers_are_as_short_as_can_be() {
        assert_eq!(unsigned(&[]), [2, 1, 0]);
        assert_eq!(unsigned(&[0, 0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(unsigned(&[0, 0x80]), [2, 2, 0, 0x80]);
    }

    #[test]
    fn long_tags_are_written_whole() {
        for der in [&[0xbf, 0x1f, 1, 7][..], &[0xbf, 0x81, 0x01, 0], &[0x9f, 0xff, 0xff, 0xff, 0x7f, 0]] {
            let read = Element::from_der(der, "test").expect("long form");
            assert_eq!(element(read.tag(), &[read.contents()]), der);
        }
    }

    #[test]
    fn sets_are_sorted_by_encoding() {
        let set =
            set_of(Tag::SET, alloc::vec![alloc::vec![2, 1, 9], alloc::vec![2, 1, 3], alloc::vec![1, 1, 0]]);
        assert_eq!(set, [0x31, 9, 1, 1, 0, 2, 1, 3, 2, 1, 9]);
    }
}

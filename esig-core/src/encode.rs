//! Writing elements whose parts are encoded already.

use alloc::vec::Vec;

use crate::raw::Tag;

/// One DER element with the concatenation of `parts` as contents.
///
/// What must be kept byte for byte is copied here as it stands; typed encodings are `der`'s business.
pub fn element(tag: Tag, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut der = Vec::with_capacity(length + 6);
    der.push(tag.first_octet());
    push_length(&mut der, length);
    parts.iter().for_each(|part| der.extend_from_slice(part));
    der
}

/// A SET OF: DER wants the elements in ascending order of their encodings (X.690 §11.6).
pub fn set_of(tag: Tag, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort_unstable();
    let parts: Vec<&[u8]> = elements.iter().map(Vec::as_slice).collect();
    element(tag, &parts)
}

fn push_length(der: &mut Vec<u8>, length: usize) {
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
    use crate::raw::Element;

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
    fn sets_are_sorted_by_encoding() {
        let set =
            set_of(Tag::SET, alloc::vec![alloc::vec![2, 1, 9], alloc::vec![2, 1, 3], alloc::vec![1, 1, 0]]);
        assert_eq!(set, [0x31, 9, 1, 1, 0, 2, 1, 3, 2, 1, 9]);
    }
}

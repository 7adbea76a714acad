//! The string types of ASN.1 as text.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::raw::{Element, Tag};

/// [`text`], copied.
pub(crate) fn decode(element: Element<'_>) -> Option<String> {
    text(element).map(Cow::into_owned)
}

/// The text of a string of any type in use (RFC 5280 §4.1.2.4); `None` if it is none, or not well-formed. Copied only where the
/// octets are not UTF-8 already.
///
/// TeletexString is read as ISO 8859-1, which is what software that writes it means; other one-octet types may hold
/// UTF-8 in spite of the standard.
pub fn text(element: Element<'_>) -> Option<Cow<'_, str>> {
    let contents = element.contents();
    match element.tag() {
        Tag::UTF8_STRING
        | Tag::PRINTABLE_STRING
        | Tag::NUMERIC_STRING
        | Tag::IA5_STRING
        | Tag::VISIBLE_STRING => core::str::from_utf8(contents).ok().map(Cow::Borrowed),
        Tag::TELETEX_STRING => {
            Some(contents.iter().map(|octet| char::from(*octet)).collect::<String>().into())
        }
        Tag::BMP_STRING => {
            let units: Vec<u16> = chunks(contents)?.map(u16::from_be_bytes).collect();
            String::from_utf16(&units).ok().map(Cow::Owned)
        }
        Tag::UNIVERSAL_STRING => {
            let text: Option<String> =
                chunks(contents)?.map(|octets| char::from_u32(u32::from_be_bytes(octets))).collect();
            text.map(Cow::Owned)
        }
        _ => None,
    }
}

/// Whether [`decode`] gives a text; asks for no memory.
pub(crate) fn is_well_formed(element: Element<'_>) -> bool {
    let contents = element.contents();
    match element.tag() {
        Tag::TELETEX_STRING => true,
        Tag::BMP_STRING => chunks(contents)
            .is_some_and(|units| char::decode_utf16(units.map(u16::from_be_bytes)).all(|c| c.is_ok())),
        Tag::UNIVERSAL_STRING => chunks(contents).is_some_and(|mut octets| {
            octets.all(|octets| char::from_u32(u32::from_be_bytes(octets)).is_some())
        }),
        tag => is_string(tag) && core::str::from_utf8(contents).is_ok(),
    }
}

/// Whether the type is one whose values are texts.
pub(crate) fn is_string(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::UTF8_STRING
            | Tag::PRINTABLE_STRING
            | Tag::NUMERIC_STRING
            | Tag::IA5_STRING
            | Tag::VISIBLE_STRING
            | Tag::TELETEX_STRING
            | Tag::BMP_STRING
            | Tag::UNIVERSAL_STRING
    )
}

/// Whether the type has the character of that octet (X.680 §41.2 and §41.4, RFC 5280 appendix B); of types that are no
/// subset of ASCII every octet.
pub(crate) fn is_character_of(tag: Tag, octet: u8) -> bool {
    match tag {
        Tag::PRINTABLE_STRING => octet.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&octet),
        Tag::NUMERIC_STRING => octet.is_ascii_digit() || octet == b' ',
        Tag::IA5_STRING => octet.is_ascii(),
        Tag::VISIBLE_STRING => matches!(octet, 0x20..=0x7e),
        _ => true,
    }
}

/// Characters that end a line or change the direction of text, with which a name can pretend to be another.
pub(crate) fn is_layout_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn chunks<const N: usize>(contents: &[u8]) -> Option<impl Iterator<Item = [u8; N]> + '_> {
    let (chunks, rest) = contents.as_chunks::<N>();
    rest.is_empty().then(|| chunks.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::element;

    #[test]
    fn what_is_well_formed_is_decoded() {
        let values: [(Tag, &[u8]); 12] = [
            (Tag::UTF8_STRING, "Иван".as_bytes()),
            (Tag::UTF8_STRING, &[0xff]),
            (Tag::PRINTABLE_STRING, b"Ivan"),
            (Tag::NUMERIC_STRING, b"12 3"),
            (Tag::IA5_STRING, &[0x80]),
            (Tag::TELETEX_STRING, &[0xe9]),
            (Tag::BMP_STRING, &[4, 0x18]),
            (Tag::BMP_STRING, &[4]),
            (Tag::BMP_STRING, &[0xd8, 0]),
            (Tag::UNIVERSAL_STRING, &[0, 1, 0xf6, 0]),
            (Tag::UNIVERSAL_STRING, &[0, 0x11, 0, 0]),
            (Tag::OCTET_STRING, b"Ivan"),
        ];
        for (tag, contents) in values {
            let der = element(tag, &[contents]);
            let string = Element::from_der(&der, "test").expect("DER");
            assert_eq!(decode(string).is_some(), is_well_formed(string), "{string:?}");
        }
    }
}

//! OCTET STRINGs as BER may cut them.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use esig_core::ParseError;
use esig_core::error::ParseErrorKind;
use esig_core::raw::{Element, Tag};

use crate::ber::{Pieces, check_octet_string, check_pieces};
use crate::hex::Hex;

/// An OCTET STRING as it stands: in one piece, or in pieces of pieces, as BER allows (X.690 §8.7).
///
/// Two are equal when their octets are, however they are cut.
#[derive(Clone, Copy)]
pub struct OctetString<'a> {
    element: Element<'a>,
}

impl<'a> OctetString<'a> {
    pub(crate) fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        check_octet_string(element, production, 0)?;
        Ok(Self { element })
    }

    /// The same where an IMPLICIT tag `[number]` stands in the place of OCTET STRING's own.
    pub(crate) fn parse_implicit(
        element: Element<'a>,
        number: u8,
        production: &'static str,
    ) -> Result<Self, ParseError> {
        let (wanted, found) = (Tag::context_primitive(number), element.tag());
        if found == Tag::context(number) {
            check_pieces(element, production, 0)?;
        } else if found != wanted {
            return Err(element.error(ParseErrorKind::UnexpectedTag { wanted, found }, production));
        }
        Ok(Self { element })
    }

    /// The octets, piece by piece, in order.
    pub fn segments(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        Pieces::of(self.element)
    }

    /// The octets in one piece; copied only if BER cut them.
    pub fn octets(&self) -> Cow<'a, [u8]> {
        joined(self.segments())
    }

    /// The whole element, tag and length included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.element.as_bytes()
    }
}

/// Segments in one piece; copied only if there are several.
pub(crate) fn joined<'a>(mut segments: impl Iterator<Item = &'a [u8]>) -> Cow<'a, [u8]> {
    let first = segments.next().unwrap_or_default();
    let Some(second) = segments.next() else { return Cow::Borrowed(first) };
    let mut octets = Vec::from(first);
    octets.extend_from_slice(second);
    segments.for_each(|segment| octets.extend_from_slice(segment));
    Cow::Owned(octets)
}

impl PartialEq for OctetString<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.segments().flatten().eq(other.segments().flatten())
    }
}

impl Eq for OctetString<'_> {}

impl PartialEq<[u8]> for OctetString<'_> {
    fn eq(&self, other: &[u8]) -> bool {
        self.segments().flatten().eq(other)
    }
}

impl fmt::Display for OctetString<'_> {
    /// Lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.segments().try_for_each(|segment| Hex(segment).fmt(f))
    }
}

impl fmt::Debug for OctetString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OctetString({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use esig_core::raw::Reader;

    fn element(bytes: &[u8]) -> Element<'_> {
        Reader::ber(bytes).any("test").expect("well-formed")
    }

    #[test]
    fn pieces_are_one_string_under_either_tag() {
        let whole = OctetString::parse(element(&[4, 3, 1, 2, 3]), "test").expect("one piece");
        let cut = OctetString::parse(element(&[0x24, 0x80, 4, 1, 1, 4, 2, 2, 3, 0, 0]), "test").expect("two");
        let implicit = OctetString::parse_implicit(element(&[0xa0, 7, 4, 2, 1, 2, 4, 1, 3]), 0, "test");
        let plain = OctetString::parse_implicit(element(&[0x80, 3, 1, 2, 3]), 0, "test");
        for string in [whole, cut, implicit.expect("two pieces"), plain.expect("one piece")] {
            assert_eq!((string, string.octets().as_ref()), (whole, &[1, 2, 3][..]));
            assert_eq!(string.to_string(), "010203");
        }
        assert!(matches!(whole.octets(), Cow::Borrowed(_)) && matches!(cut.octets(), Cow::Owned(_)));
    }

    #[test]
    fn other_tags_are_no_string() {
        assert!(OctetString::parse(element(&[0x80, 1, 1]), "test").is_err());
        assert!(OctetString::parse_implicit(element(&[4, 1, 1]), 0, "test").is_err());
        assert!(OctetString::parse_implicit(element(&[0x81, 1, 1]), 0, "test").is_err());
        assert!(OctetString::parse_implicit(element(&[0xa0, 3, 2, 1, 1]), 0, "test").is_err());
    }
}

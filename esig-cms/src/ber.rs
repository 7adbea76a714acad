//! BER that DER does not know: strings in pieces, and the way from BER to DER.
//!
//! X.690 §8 and §10. The outer layers of a SignedData may be BER (RFC 5652 §2), because content is streamed; what was
//! signed is DER, and where a file holds it otherwise its DER has to be made (RFC 5652 §5.4).

use alloc::vec::Vec;

use esig_core::ParseError;
use esig_core::encode::{element, set_of};
use esig_core::error::ParseErrorKind;
use esig_core::limits::MAX_DEPTH;
use esig_core::raw::{Element, Reader, Tag};

/// Checks an OCTET STRING, in one piece or in pieces of pieces (X.690 §8.7.3).
pub(crate) fn check_octet_string(
    string: Element<'_>,
    production: &'static str,
    depth: usize,
) -> Result<(), ParseError> {
    if string.tag() == Tag::OCTET_STRING {
        return Ok(());
    }
    check_pieces(string.expect(Tag::CONSTRUCTED_OCTET_STRING, production)?, production, depth)
}

/// Checks the pieces of a constructed string, whatever its own tag.
pub(crate) fn check_pieces(
    string: Element<'_>,
    production: &'static str,
    depth: usize,
) -> Result<(), ParseError> {
    if depth == MAX_DEPTH {
        return Err(string.error(ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH }, production));
    }
    let mut pieces = string.reader();
    while !pieces.is_empty() {
        check_octet_string(pieces.any(production)?, production, depth + 1)?;
    }
    Ok(())
}

/// The pieces of a string that [`check_octet_string`] or [`check_pieces`] has accepted, without an allocation.
///
/// Headers of constructed pieces and end-of-contents octets are passed over one by one, so that no stack is kept.
#[derive(Clone, Debug)]
pub(crate) struct Pieces<'a> {
    whole: Option<&'a [u8]>,
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(crate) fn of(string: Element<'a>) -> Self {
        match string.tag().is_constructed() {
            true => Self { whole: None, rest: string.contents() },
            false => Self { whole: Some(string.contents()), rest: &[] },
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if let Some(whole) = self.whole.take() {
            return Some(whole);
        }
        loop {
            let piece = Reader::ber(self.rest).any("OCTET STRING").ok()?;
            let is_constructed = piece.tag().is_constructed();
            let passed = if is_constructed { piece.contents_offset() } else { piece.as_bytes().len() };
            self.rest = &self.rest[passed..];
            if piece.tag() == Tag::OCTET_STRING {
                return Some(piece.contents());
            }
        }
    }
}

/// The DER of an element: definite lengths, strings in one piece, every SET in the order of its elements' encodings.
///
/// # Errors
/// If what stands inside constructed elements is none, or nests deeper than [`MAX_DEPTH`].
pub(crate) fn to_der(source: Element<'_>, tag: Tag, depth: usize) -> Result<Vec<u8>, ParseError> {
    const PRODUCTION: &str = "signedAttrs";
    if source.tag().first_octet() & LONG_FORM == LONG_FORM {
        return Ok(source.as_bytes().into());
    }
    if !source.tag().is_constructed() {
        return Ok(element(tag, &[source.contents()]));
    }
    if depth == MAX_DEPTH {
        return Err(source.error(ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH }, PRODUCTION));
    }
    if source.tag() == Tag::CONSTRUCTED_OCTET_STRING {
        check_octet_string(source, PRODUCTION, depth)?;
        return Ok(element(Tag::OCTET_STRING, &Pieces::of(source).collect::<Vec<_>>()));
    }
    let mut inner = Vec::new();
    let mut reader = source.reader();
    while !reader.is_empty() {
        let child = reader.any(PRODUCTION)?;
        inner.push(to_der(child, child.tag(), depth + 1)?);
    }
    if tag == Tag::SET {
        return Ok(set_of(tag, inner));
    }
    Ok(element(tag, &inner.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// The number of a tag in several octets (X.690 §8.1.2.4), which no attribute of CMS uses: such elements stay as they are.
const LONG_FORM: u8 = 0x1f;

#[cfg(test)]
mod tests {
    use super::*;

    fn ber(bytes: &[u8]) -> Element<'_> {
        Reader::ber(bytes).any("test").expect("well-formed")
    }

    fn pieces(bytes: &[u8]) -> Option<Vec<u8>> {
        let string = ber(bytes);
        check_octet_string(string, "test", 0).ok()?;
        Some(Pieces::of(string).flatten().copied().collect())
    }

    #[test]
    fn pieces_of_pieces_are_one_string() {
        assert_eq!(pieces(&[4, 3, 1, 2, 3]), Some(alloc::vec![1, 2, 3]));
        assert_eq!(pieces(&[0x24, 7, 4, 1, 1, 4, 2, 2, 3]), Some(alloc::vec![1, 2, 3]));
        let indefinite = [0x24, 0x80, 4, 1, 1, 0x24, 0x80, 4, 1, 2, 0, 0, 0x24, 3, 4, 1, 3, 4, 0, 0, 0];
        assert_eq!(pieces(&indefinite), Some(alloc::vec![1, 2, 3]));
        assert_eq!(pieces(&[0x24, 0]), Some(alloc::vec![]));
        assert_eq!(pieces(&[0x24, 3, 2, 1, 1]), None, "an INTEGER is no piece");
        assert_eq!(pieces(&[0x04, 0]), Some(alloc::vec![]));
    }

    #[test]
    fn depth_is_limited() {
        let nest = |levels: usize| {
            let mut bytes = alloc::vec![4, 0];
            for _ in 0..levels {
                bytes = element(Tag::CONSTRUCTED_OCTET_STRING, &[&bytes]);
            }
            bytes
        };
        assert!(pieces(&nest(MAX_DEPTH)).is_some());
        assert!(pieces(&nest(MAX_DEPTH + 1)).is_none());
    }

    #[test]
    fn ber_becomes_der() {
        let set = [0x31, 0x80, 2, 1, 9, 0x24, 0x80, 4, 1, 1, 4, 1, 2, 0, 0, 1, 0x81, 1, 0xff, 0, 0];
        let der = to_der(ber(&set), Tag::SET, 0);
        assert_eq!(der, Ok(alloc::vec![0x31, 10, 1, 1, 0xff, 2, 1, 9, 4, 2, 1, 2]));
    }
}

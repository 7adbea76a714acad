//! OCTET STRINGs in pieces (X.690 §8.7), as some writers of PFX make them.

use esig_core::ParseError;
use esig_core::error::ParseErrorKind;
use esig_core::limits::MAX_DEPTH;
use esig_core::raw::{Element, Tag};
use zeroize::Zeroizing;

use crate::asn1::Der;

/// The octets of an OCTET STRING, or of what stands in its place under an IMPLICIT tag, whole or in pieces.
pub(crate) fn octets(element: &Element<'_>, production: &'static str) -> Result<Der, ParseError> {
    // All at once, so that no smaller buffer is left behind with a secret in it.
    let mut octets = Zeroizing::new(Vec::with_capacity(element.contents().len()));
    collect(element, MAX_DEPTH, production, &mut octets)?;
    Ok(octets)
}

/// The same where the tag is OCTET STRING's own.
pub(crate) fn octet_string(element: &Element<'_>, production: &'static str) -> Result<Der, ParseError> {
    if element.tag() != Tag::CONSTRUCTED_OCTET_STRING {
        element.expect(Tag::OCTET_STRING, production)?;
    }
    octets(element, production)
}

fn collect(
    element: &Element<'_>,
    depth: usize,
    production: &'static str,
    octets: &mut Vec<u8>,
) -> Result<(), ParseError> {
    if !element.tag().is_constructed() {
        octets.extend_from_slice(element.contents());
        return Ok(());
    }
    let limit = ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH };
    let depth = depth.checked_sub(1).ok_or_else(|| element.error(limit, production))?;
    let mut pieces = element.reader();
    while !pieces.is_empty() {
        let piece = pieces.any(production)?;
        if piece.tag() != Tag::CONSTRUCTED_OCTET_STRING {
            piece.expect(Tag::OCTET_STRING, production)?;
        }
        collect(&piece, depth, production, octets)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use esig_core::raw::Reader;

    fn read(bytes: &[u8]) -> Result<Vec<u8>, ParseError> {
        octet_string(&Reader::ber(bytes).any("test")?, "test").map(|octets| octets.to_vec())
    }

    #[test]
    fn pieces_are_put_together() {
        assert_eq!(read(&[4, 2, 1, 2]).as_deref(), Ok(&[1, 2][..]));
        assert_eq!(read(&[0x24, 5, 4, 1, 1, 4, 0]).as_deref(), Ok(&[1][..]));
        let nested = [0x24, 0x80, 4, 1, 1, 0x24, 0x80, 4, 1, 2, 0, 0, 4, 1, 3, 0, 0];
        assert_eq!(read(&nested).as_deref(), Ok(&[1, 2, 3][..]));
        assert!(read(&[0x24, 3, 2, 1, 1]).is_err());
        assert!(read(&[2, 1, 1]).is_err());
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| {
            let layer = |inner: Vec<u8>| esig_core::encode::element(Tag::CONSTRUCTED_OCTET_STRING, &[&inner]);
            (0..depth).fold(vec![4, 1, 7], |inner, _| layer(inner))
        };
        assert_eq!(read(&nested(MAX_DEPTH)).as_deref(), Ok(&[7][..]));
        let kind = read(&nested(MAX_DEPTH + 1)).unwrap_err().kind;
        assert_eq!(kind, ParseErrorKind::Limit { name: "MAX_DEPTH", allowed: MAX_DEPTH });
        assert!(read(&nested(10_000)).is_err());
    }
}

//! Writing the few types that key files are made of.
//!
//! What is written may be a private key: every result wipes itself.

use der::asn1::ObjectIdentifier;
use esig_core::encode;
use esig_core::raw::Tag;
use zeroize::Zeroizing;

/// Bytes of DER that wipe themselves.
pub(crate) type Der = Zeroizing<Vec<u8>>;

/// An element around elements.
pub(crate) fn element(tag: Tag, parts: &[&[u8]]) -> Der {
    Zeroizing::new(encode::element(tag, parts))
}

/// SEQUENCE
pub(crate) fn sequence(parts: &[&[u8]]) -> Der {
    element(Tag::SEQUENCE, parts)
}

/// OCTET STRING
pub(crate) fn octet_string(octets: &[u8]) -> Der {
    element(Tag::OCTET_STRING, &[octets])
}

/// BIT STRING without unused bits
pub(crate) fn bit_string(octets: &[u8]) -> Der {
    element(Tag::BIT_STRING, &[&[0], octets])
}

/// OBJECT IDENTIFIER
pub(crate) fn oid(oid: ObjectIdentifier) -> Der {
    element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

/// `[number]` EXPLICIT
pub(crate) fn explicit(number: u8, parts: &[&[u8]]) -> Der {
    element(Tag::context(number), parts)
}

/// INTEGER of a number that is not negative, most significant octet first.
pub(crate) fn integer(octets: &[u8]) -> Der {
    let digits = unpadded(octets);
    let pad: &[u8] = if digits.first().is_none_or(|octet| *octet >= 0x80) { &[0] } else { &[] };
    element(Tag::INTEGER, &[pad, digits])
}

/// AlgorithmIdentifier with parameters that are encoded already; none if they are empty.
pub(crate) fn algorithm_identifier(algorithm: ObjectIdentifier, parameters: &[u8]) -> Der {
    sequence(&[&oid(algorithm), parameters])
}

/// Without zeros in front.
pub(crate) fn unpadded(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

/// NULL
pub(crate) const NULL: [u8; 2] = [5, 0];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_stay_positive_and_short() {
        assert_eq!(*integer(&[0]), [2, 1, 0]);
        assert_eq!(*integer(&[]), [2, 1, 0]);
        assert_eq!(*integer(&[0, 0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(*integer(&[0x80]), [2, 2, 0, 0x80]);
    }
}

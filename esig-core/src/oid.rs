//! Object identifiers as they stand in the bytes.

use core::fmt;

pub use der::asn1::ObjectIdentifier;

/// The contents octets of an OBJECT IDENTIFIER (X.690 §8.19), whatever the size of its arcs.
///
/// `der`'s own type holds arcs of 32 bits and 39 octets at most; certificates in use have longer ones
/// (`2.25.` and a UUID), so what is *read* is kept as it is and compared with what is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid<'a>(&'a [u8]);

impl<'a> Oid<'a> {
    /// Contents octets; `None` if they are empty, end within an arc, or begin an arc with a zero digit.
    #[inline]
    pub fn from_contents(contents: &'a [u8]) -> Option<Self> {
        // An arc ends with an octet below 80 hexadecimal, so before each and at the end stands one.
        let mut previous = 0;
        for octet in contents {
            if *octet == 0x80 && previous < 0x80 {
                return None;
            }
            previous = *octet;
        }
        (previous < 0x80 && !contents.is_empty()).then_some(Self(contents))
    }

    /// What was checked by [`from_contents`](Self::from_contents) before.
    pub(crate) fn trusted(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    /// The contents octets.
    pub fn as_contents(self) -> &'a [u8] {
        self.0
    }

    /// As `der`'s type, if it can hold it.
    pub fn to_object_identifier(self) -> Option<ObjectIdentifier> {
        ObjectIdentifier::from_bytes(self.0).ok()
    }
}

impl<'a> From<&'a ObjectIdentifier> for Oid<'a> {
    fn from(oid: &'a ObjectIdentifier) -> Self {
        Self(oid.as_bytes())
    }
}

impl PartialEq<ObjectIdentifier> for Oid<'_> {
    fn eq(&self, other: &ObjectIdentifier) -> bool {
        self.0 == other.as_bytes()
    }
}

impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arcs = self.0.split_inclusive(|octet| octet & 0x80 == 0);
        // X.690 §8.19.4: the first subidentifier holds the first two arcs.
        match arcs.next().and_then(arc) {
            Some(first @ 0..=79) => write!(f, "{}.{}", first / 40, first % 40)?,
            Some(first) => write!(f, "2.{}", first - 80)?,
            None => f.write_str("2.?")?,
        }
        arcs.try_for_each(|octets| match arc(octets) {
            Some(arc) => write!(f, ".{arc}"),
            None => f.write_str(".?"),
        })
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

/// A subidentifier of up to 128 bits, which holds a UUID.
fn arc(octets: &[u8]) -> Option<u128> {
    octets.iter().try_fold(0_u128, |number, octet| {
        let shifted = number.checked_mul(0x80)?;
        Some(shifted | u128::from(octet & 0x7f))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn displays_dotted() {
        let text = |contents| Oid::from_contents(contents).map(|oid| oid.to_string());
        assert_eq!(text(&[0x2a, 0x86, 0x48]).as_deref(), Some("1.2.840"));
        assert_eq!(text(&[0x55, 0x1d, 0x0f]).as_deref(), Some("2.5.29.15"));
        assert_eq!(text(&[0x88, 0x37, 3]).as_deref(), Some("2.999.3"));
        assert_eq!(text(&[0x2a, 0x86]), None);
        assert_eq!(text(&[0x2a, 0x80, 1]), None);
        assert_eq!(text(&[]), None);
    }

    #[test]
    fn displays_a_uuid_arc() {
        let mut contents = alloc::vec![0x69, 0x83];
        contents.extend([0xff; 17]);
        contents.push(0x7f);
        let oid = Oid::from_contents(&contents).expect("well-formed");
        assert_eq!(oid.to_string(), "2.25.340282366920938463463374607431768211455");
    }
}

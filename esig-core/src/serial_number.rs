//! Serial numbers of certificates.

use core::fmt;

use crate::hex::write_hex;

/// The contents octets of a serial number's INTEGER (RFC 5280 §4.1.2.2), whatever its sign and length.
///
/// Compared octet by octet, as certificates, CRLs and SignerInfo repeat them. Displayed as lower-case
/// hexadecimal digits of the contents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialNumber<'a>(pub(crate) &'a [u8]);

impl<'a> SerialNumber<'a> {
    /// The serial number whose INTEGER has these contents octets.
    pub fn from_contents(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    /// The contents octets: two's complement, most significant first.
    pub fn as_octets(self) -> &'a [u8] {
        self.0
    }

    /// Whether the number is zero or negative.
    pub fn is_not_positive(self) -> bool {
        self.0.iter().all(|octet| *octet == 0) || self.0.first().is_some_and(|octet| *octet >= 0x80)
    }

    /// Whether the number is positive and has at most 20 octets, as RFC 5280 §4.1.2.2 asks of issuers.
    pub fn is_conforming(self) -> bool {
        !self.is_not_positive() && self.0.len() <= 20
    }
}

impl fmt::Display for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, self.0)
    }
}

impl fmt::Debug for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SerialNumber({self})")
    }
}

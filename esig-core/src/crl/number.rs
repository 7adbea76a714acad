//! Numbers of CRLs.

use core::cmp::Ordering;
use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::hex::write_hex;
use crate::limits::MAX_CRL_NUMBER_OCTETS;
use crate::raw::Reader;

/// The number of a CRL among those of its issuer and scope (RFC 5280 §5.2.3), compared as numbers are.
///
/// ```text
/// CRLNumber ::= INTEGER (0..MAX)
/// ```
///
/// "CRL verifiers MUST be able to handle CRLNumber values up to 20 octets. Conforming CRL issuers MUST NOT use CRLNumber
/// values longer than 20 octets."
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CrlNumber<'a>(&'a [u8]);

impl<'a> CrlNumber<'a> {
    pub(super) fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let element = reader.any(production)?;
        let octets = element.integer(production)?;
        match octets {
            [0x80..=0xff, ..] => Err(element.error(ParseErrorKind::InvalidValue, production)),
            _ if octets.len() > MAX_CRL_NUMBER_OCTETS => {
                let kind =
                    ParseErrorKind::Limit { name: "MAX_CRL_NUMBER_OCTETS", allowed: MAX_CRL_NUMBER_OCTETS };
                Err(element.error(kind, production))
            }
            _ => Ok(Self(octets.strip_prefix(&[0]).unwrap_or(octets))),
        }
    }

    /// The digits to base 256, the most significant first, no zero before them; zero has none.
    pub fn as_octets(self) -> &'a [u8] {
        self.0
    }
}

impl PartialOrd for CrlNumber<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CrlNumber<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(other.0))
    }
}

impl fmt::Display for CrlNumber<'_> {
    /// Lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("00"),
            octets => write_hex(f, octets),
        }
    }
}

impl fmt::Debug for CrlNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CrlNumber({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn read(der: &[u8]) -> Result<CrlNumber<'_>, ParseErrorKind> {
        CrlNumber::read(&mut Reader::new(der), "cRLNumber").map_err(|error| error.kind)
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let [zero, small, large] =
            [&[2, 1, 0][..], &[2, 1, 0x7f], &[2, 2, 0, 0x80]].map(|der| read(der).expect("number"));
        assert!(zero < small && small < large);
        assert_eq!(large.to_string(), "80");
        assert_eq!(zero.to_string(), "00");
    }

    #[test]
    fn negative_and_endless_numbers_are_refused() {
        assert_eq!(read(&[2, 1, 0x80]), Err(ParseErrorKind::InvalidValue));
        assert!(read(&[&[2, 20][..], &[1; 20]].concat()).is_ok());
        assert!(matches!(read(&[&[2, 21][..], &[1; 21]].concat()), Err(ParseErrorKind::Limit { .. })));
    }
}

//! nameConstraints (RFC 5280 §4.2.1.10).

use super::general_name::GeneralName;
use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::raw::{Element, Reader, Tag};

/// The names that certificates below an authority may bear.
///
/// ```text
/// NameConstraints ::= SEQUENCE {
///     permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }
/// ```
///
/// At least one of the two is there: "conforming CAs MUST NOT issue certificates where name constraints is an empty
/// sequence".
#[derive(Clone, Debug)]
pub struct NameConstraints<'a> {
    /// permittedSubtrees; `None` permits every name.
    pub permitted_subtrees: Option<GeneralSubtrees<'a>>,
    /// excludedSubtrees; `None` excludes no name.
    pub excluded_subtrees: Option<GeneralSubtrees<'a>>,
}

/// Subtrees of names, at least one.
///
/// ```text
/// GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF GeneralSubtree
/// GeneralSubtree ::= SEQUENCE {
///     base GeneralName, minimum [0] BaseDistance DEFAULT 0, maximum [1] BaseDistance OPTIONAL }
/// ```
///
/// "Within this profile, the minimum and maximum fields are not used": DER leaves the default out, so nothing may
/// follow the base.
#[derive(Clone, Debug)]
pub struct GeneralSubtrees<'a> {
    reader: Reader<'a>,
}

impl<'a> GeneralSubtrees<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut rest = element.reader();
        if rest.is_empty() {
            return Err(element.error(ParseErrorKind::Empty, PRODUCTION));
        }
        for index in 0.. {
            if rest.is_empty() {
                break;
            }
            read(&mut rest).map_err(|error| error.at_index(index))?;
        }
        Ok(Self { reader: element.reader() })
    }

    /// The bases of the subtrees, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        self.reader.clone().each(read)
    }
}

impl<'a> NameConstraints<'a> {
    /// Reads the value of the extension.
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        let constraints = reader.expect(Tag::SEQUENCE, PRODUCTION)?;
        let mut fields = constraints.reader();
        let permitted = fields.optional(Tag::context(0), PRODUCTION)?;
        let excluded = fields.optional(Tag::context(1), PRODUCTION)?;
        fields.finish(PRODUCTION)?;
        if permitted.is_none() && excluded.is_none() {
            return Err(constraints.error(ParseErrorKind::Empty, PRODUCTION));
        }
        Ok(Self {
            permitted_subtrees: permitted.map(GeneralSubtrees::parse).transpose()?,
            excluded_subtrees: excluded.map(GeneralSubtrees::parse).transpose()?,
        })
    }
}

const PRODUCTION: &str = "nameConstraints[]";

fn read<'a>(reader: &mut Reader<'a>) -> Result<GeneralName<'a>, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let element = fields.any("nameConstraints[].base")?;
    let base = GeneralName::parse(element)?;
    fields.finish(PRODUCTION)?;
    match base {
        GeneralName::IpAddress(octets) if !is_address_range(octets) => {
            Err(element.error(ParseErrorKind::InvalidValue, "nameConstraints[].base.iPAddress"))
        }
        base => Ok(base),
    }
}

/// An address and a mask in the style of RFC 4632: ones, then zeros.
fn is_address_range(octets: &[u8]) -> bool {
    let mask = match octets.len() {
        8 | 32 => &octets[octets.len() / 2..],
        _ => return false,
    };
    let ones: u32 = mask.iter().map(|octet| octet.count_ones()).sum();
    let full = mask.iter().take_while(|octet| **octet == 0xff).count();
    let rest = mask.get(full).map_or(0, |octet| octet.leading_ones());
    ones as usize == 8 * full + rest as usize
}

impl<'a> Extensions<'a> {
    /// nameConstraints, `None` if absent.
    pub fn name_constraints(&self) -> Result<Option<NameConstraints<'a>>, ParseError> {
        self.decode(&oids::NAME_CONSTRAINTS, PRODUCTION, NameConstraints::read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_ones_and_then_zeros() {
        for mask in [[0; 4], [0xff; 4], [255, 128, 0, 0], [255, 255, 254, 0]] {
            assert!(is_address_range(&[&[10, 0, 0, 0], &mask[..]].concat()), "{mask:?}");
        }
        for mask in [[0, 0, 0, 1], [255, 0, 255, 0], [255, 253, 0, 0]] {
            assert!(!is_address_range(&[&[10, 0, 0, 0], &mask[..]].concat()), "{mask:?}");
        }
        assert!(!is_address_range(&[10, 0, 0, 0]) && !is_address_range(&[]));
    }

    const HOST: [u8; 5] = [0x30, 3, 0x82, 1, b'a'];

    fn read(value: &[u8]) -> Result<(usize, usize), ParseErrorKind> {
        let constraints = NameConstraints::read(&mut Reader::new(value)).map_err(|error| error.kind)?;
        let count =
            |subtrees: Option<GeneralSubtrees<'_>>| subtrees.map_or(0, |subtrees| subtrees.iter().count());
        Ok((count(constraints.permitted_subtrees), count(constraints.excluded_subtrees)))
    }

    #[test]
    fn both_lists_are_read() {
        let value = [&[0x30, 14, 0xa0, 5][..], &HOST, &[0xa1, 5], &HOST].concat();
        assert_eq!(read(&value), Ok((1, 1)));
        let value = [&[0x30, 12, 0xa1, 10][..], &HOST, &HOST].concat();
        assert_eq!(read(&value), Ok((0, 2)));
    }

    #[test]
    fn nothing_may_be_empty_and_nothing_may_follow_the_base() {
        assert_eq!(read(&[0x30, 0]), Err(ParseErrorKind::Empty));
        assert_eq!(read(&[0x30, 2, 0xa0, 0]), Err(ParseErrorKind::Empty));
        let with_minimum = [0x30, 10, 0xa0, 8, 0x30, 6, 0x82, 1, b'a', 0x80, 1, 0];
        assert_eq!(read(&with_minimum), Err(ParseErrorKind::TrailingData { octets: 3 }));
        let explicit = [0x30, 9, 0xa0, 7, 0x30, 5, 0x30, 3, 0x82, 1, b'a'];
        assert!(read(&explicit).is_err());
    }
}

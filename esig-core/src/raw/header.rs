//! Identifier and length octets (X.690 §8.1.2 and §8.1.3) of whatever form.

use super::Rules;
use super::tag::{Tag, read_tag};
use crate::error::ParseErrorKind;

pub(super) const TRUNCATED: ParseErrorKind = ParseErrorKind::Truncated { wanted: 2, found: 0 };

/// The octets before the contents.
pub(super) struct Header {
    pub(super) tag: Tag,
    /// `None` is the indefinite form.
    pub(super) length: Option<usize>,
    pub(super) octets: usize,
}

pub(super) fn read_header(bytes: &[u8], rules: Rules) -> Result<Header, ParseErrorKind> {
    let (tag, tag_octets) = read_tag(bytes)?;
    let (length, length_octets) = read_length(&bytes[tag_octets..], rules)?;
    if length.is_none() && !tag.is_constructed() {
        return Err(ParseErrorKind::InvalidTag);
    }
    Ok(Header { tag, length, octets: tag_octets + length_octets })
}

fn read_length(bytes: &[u8], rules: Rules) -> Result<(Option<usize>, usize), ParseErrorKind> {
    let (&first, rest) = bytes.split_first().ok_or(TRUNCATED)?;
    match (first, rules) {
        (0..=0x7f, _) => Ok((Some(usize::from(first)), 1)),
        (0x80, Rules::Ber) => Ok((None, 1)),
        (0x80, Rules::Der) => Err(ParseErrorKind::LengthNotDer),
        (0xff, _) => Err(ParseErrorKind::LengthTooLarge),
        _ => {
            let count = usize::from(first & 0x7f);
            let octets = rest.get(..count).ok_or(TRUNCATED)?;
            Ok((Some(long_length(octets, rules)?), count + 1))
        }
    }
}

fn long_length(octets: &[u8], rules: Rules) -> Result<usize, ParseErrorKind> {
    let significant = octets.iter().position(|&octet| octet != 0).unwrap_or(octets.len());
    let digits = &octets[significant..];
    if digits.len() > size_of::<u32>() {
        return Err(ParseErrorKind::LengthTooLarge);
    }
    let length = digits.iter().fold(0, |length: usize, &octet| length << 8 | usize::from(octet));
    let is_shortest = significant == 0 && length >= 0x80;
    if rules == Rules::Der && !is_shortest { Err(ParseErrorKind::LengthNotDer) } else { Ok(length) }
}

//! Identifier and length octets (X.690 §8.1.2 and §8.1.3) of whatever form.

use super::Rules;
use super::tag::{Tag, read_tag};
use crate::error::ParseErrorKind;

pub(super) const TRUNCATED: ParseErrorKind = ParseErrorKind::Truncated { wanted: 2, found: 0 };

/// The octets before the contents of an element.
///
/// A [`Reader`](super::Reader) reads them on its own; this is for software that sees an element before all of it is there,
/// and for lengths beyond 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The identifier octets.
    pub tag: Tag,
    /// Octets of the contents; `None` is the indefinite form (X.690 §8.1.3.6).
    pub length: Option<u64>,
    /// Octets of the header itself.
    pub octets: usize,
}

impl Header {
    /// Octets of the longest header that is read: five of a tag, and the most that the long form of a length has.
    pub const MAX_OCTETS: usize = 5 + 1 + 126;

    /// Reads the header that `bytes` begin with.
    ///
    /// # Errors
    /// [`ParseErrorKind::Truncated`] if `bytes` are the beginning of a header: with more of them it may be read. Any other
    /// kind is final.
    pub fn read(bytes: &[u8], rules: Rules) -> Result<Self, ParseErrorKind> {
        let (tag, tag_octets) = read_tag(bytes)?;
        let (length, length_octets) = read_length(&bytes[tag_octets..], rules)?;
        if length.is_none() && !tag.is_constructed() {
            return Err(ParseErrorKind::InvalidTag);
        }
        Ok(Self { tag, length, octets: tag_octets + length_octets })
    }

    /// The length of an element in memory, which is below 4 GiB; `None` is the indefinite form.
    pub(super) fn length_in_memory(&self) -> Result<Option<usize>, ParseErrorKind> {
        let in_memory = |length| u32::try_from(length).map_err(|_| ParseErrorKind::LengthTooLarge);
        Ok(self.length.map(in_memory).transpose()?.map(|length| length as usize))
    }
}

fn read_length(bytes: &[u8], rules: Rules) -> Result<(Option<u64>, usize), ParseErrorKind> {
    let (&first, rest) = bytes.split_first().ok_or(TRUNCATED)?;
    match (first, rules) {
        (0..=0x7f, _) => Ok((Some(u64::from(first)), 1)),
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

fn long_length(octets: &[u8], rules: Rules) -> Result<u64, ParseErrorKind> {
    let significant = octets.iter().position(|&octet| octet != 0).unwrap_or(octets.len());
    let digits = &octets[significant..];
    if digits.len() > size_of::<u64>() {
        return Err(ParseErrorKind::LengthTooLarge);
    }
    let length = digits.iter().fold(0, |length: u64, &octet| length << 8 | u64::from(octet));
    let is_shortest = significant == 0 && length >= 0x80;
    if rules == Rules::Der && !is_shortest { Err(ParseErrorKind::LengthNotDer) } else { Ok(length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_in_part_asks_for_more() {
        let headers: [&[u8]; 6] = [
            &[0x30, 0x80],
            &[0x04, 0x84, 0, 0, 1, 0],
            &[0x04, 0x85, 2, 0, 0, 0, 0],
            &[0xbf, 0x81, 0x01, 0x82, 1, 0],
            &[0xbf, 0xff, 0xff, 0xff, 0x7f, 0],
            &[&[0x24, 0xfe][..], &[0; 126]].concat(),
        ];
        for header in headers {
            for cut in 0..header.len() {
                let read = Header::read(&header[..cut], Rules::Ber);
                assert!(matches!(read, Err(ParseErrorKind::Truncated { .. })), "{header:?} {cut}");
            }
            let read = Header::read(header, Rules::Ber).expect("whole");
            assert_eq!(read.octets, header.len());
            assert!(read.octets <= Header::MAX_OCTETS);
        }
    }

    #[test]
    fn lengths_beyond_four_gibibytes_are_for_streams_alone() {
        let header = Header::read(&[4, 0x85, 2, 0, 0, 0, 1], Rules::Der).expect("eight octets would do");
        assert_eq!(header.length, Some((2 << 32) + 1));
        assert_eq!(header.length_in_memory(), Err(ParseErrorKind::LengthTooLarge));
        let beyond = Header::read(&[4, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0], Rules::Ber);
        assert_eq!(beyond, Err(ParseErrorKind::LengthTooLarge));
    }
}

//! How exact a stamped time is (RFC 3161 §2.4.2).

use alloc::vec::Vec;
use core::time::Duration;

use crate::encode::{element, unsigned};
use crate::error::{ParseError, ParseErrorKind};
use crate::raw::{Element, Reader, Tag};

/// By how much the stamped time may be wrong, either way.
///
/// ```text
/// Accuracy ::= SEQUENCE {
///     seconds INTEGER OPTIONAL, millis [0] INTEGER (1..999) OPTIONAL, micros [1] INTEGER (1..999) OPTIONAL }
/// ```
///
/// A part that is absent is zero; an Accuracy that is absent is unknown, not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Seconds.
    pub seconds: u32,
    /// Thousandths of a second, 0 to 999.
    pub millis: u16,
    /// Millionths of a second, 0 to 999.
    pub micros: u16,
}

const PRODUCTION: &str = "TSTInfo.accuracy";

impl Accuracy {
    /// Reads the SEQUENCE. A zero is accepted where the standard begins at one: authorities write it.
    pub(super) fn parse(sequence: Element<'_>) -> Result<Self, ParseError> {
        let mut reader = sequence.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let seconds = reader.optional(Tag::INTEGER, "TSTInfo.accuracy.seconds")?;
        let seconds = seconds.map(|element| element.small_integer("TSTInfo.accuracy.seconds")).transpose()?;
        let millis = thousandths(&mut reader, 0, "TSTInfo.accuracy.millis")?;
        let micros = thousandths(&mut reader, 1, "TSTInfo.accuracy.micros")?;
        reader.finish(PRODUCTION)?;
        Ok(Self { seconds: seconds.unwrap_or(0), millis: millis.unwrap_or(0), micros: micros.unwrap_or(0) })
    }

    /// Whether a part below a second is written as zero, which the standard leaves out.
    pub(super) fn has_zero_written_out(sequence: Element<'_>) -> bool {
        let mut parts = sequence.reader();
        core::iter::from_fn(|| parts.any(PRODUCTION).ok())
            .any(|part| part.tag().context_number().is_some() && part.contents() == [0])
    }

    /// The whole as one duration.
    pub fn to_duration(self) -> Duration {
        let micros = 1_000 * u64::from(self.millis) + u64::from(self.micros);
        Duration::from_secs(self.seconds.into()) + Duration::from_micros(micros)
    }

    /// The encoding; parts that are zero are left out. `None` if a part below a second is above 999.
    pub(super) fn encode(self) -> Option<Vec<u8>> {
        let part = |number: u32, tag| match number {
            0 => Vec::new(),
            number => retagged(&unsigned(&number.to_be_bytes()), tag),
        };
        let is_allowed = self.millis <= MOST && self.micros <= MOST;
        is_allowed.then(|| {
            let seconds = part(self.seconds, Tag::INTEGER);
            let millis = part(self.millis.into(), Tag::context_primitive(0));
            let micros = part(self.micros.into(), Tag::context_primitive(1));
            element(Tag::SEQUENCE, &[&seconds, &millis, &micros])
        })
    }
}

/// An INTEGER that fits one octet of length, under another tag of one octet.
fn retagged(integer: &[u8], tag: Tag) -> Vec<u8> {
    element(tag, &[&integer[2..]])
}

fn thousandths(
    reader: &mut Reader<'_>,
    number: u8,
    production: &'static str,
) -> Result<Option<u16>, ParseError> {
    let Some(element) = reader.optional(Tag::context_primitive(number), production)? else { return Ok(None) };
    let part = u16::try_from(element.implicit_small_integer(production)?).ok().filter(|part| *part <= MOST);
    part.map(Some).ok_or_else(|| element.error(ParseErrorKind::InvalidValue, production))
}

const MOST: u16 = 999;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(der: &[u8]) -> Result<Accuracy, ParseErrorKind> {
        let element = Element::from_der(der, "test").expect("DER");
        Accuracy::parse(element).map_err(|error| error.kind)
    }

    #[test]
    fn written_accuracies_are_read_back() {
        for (seconds, millis, micros) in
            [(0, 0, 0), (1, 0, 0), (0, 999, 1), (u32::MAX, 128, 255), (300, 0, 7)]
        {
            let accuracy = Accuracy { seconds, millis, micros };
            assert_eq!(read(&accuracy.encode().expect("in range")), Ok(accuracy));
        }
        assert_eq!(Accuracy { millis: 1_000, ..Accuracy::default() }.encode(), None);
        let accuracy = Accuracy { seconds: 2, millis: 3, micros: 4 };
        assert_eq!(accuracy.to_duration(), Duration::from_micros(2_003_004));
    }

    #[test]
    fn parts_stay_within_their_range() {
        assert_eq!(read(&[0x30, 3, 0x80, 1, 0]), Ok(Accuracy::default()), "seen in the field");
        for der in [
            &[0x30, 4, 0x80, 2, 3, 0xe8][..],
            &[0x30, 3, 0x81, 1, 0xff],
            &[0x30, 3, 2, 1, 0xff],
            &[0x30, 6, 0x81, 1, 1, 0x80, 1, 1],
        ] {
            assert!(read(der).is_err(), "{der:02x?}");
        }
    }
}

//! The few encodings that templates are made of.

use der::asn1::ObjectIdentifier;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::time::encode_time;
use time::{Date, Time, UtcDateTime};

pub(crate) const TRUE: [u8; 3] = [1, 1, 0xff];

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(Tag::SEQUENCE, parts)
}

pub(crate) fn sequence_of(elements: &[Vec<u8>]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&elements.concat()])
}

pub(crate) fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()])
}

/// An INTEGER that is not negative.
pub(crate) fn unsigned(number: u64) -> Vec<u8> {
    let octets = number.to_be_bytes();
    let leading = octets.iter().take(7).take_while(|octet| **octet == 0).count();
    let pad: &[u8] = if octets[leading] >= 0x80 { &[0] } else { &[] };
    element(Tag::INTEGER, &[pad, &octets[leading..]])
}

pub(crate) fn octet_string(octets: &[u8]) -> Vec<u8> {
    element(Tag::OCTET_STRING, &[octets])
}

/// A BIT STRING of whole octets.
pub(crate) fn bit_string(octets: &[u8]) -> Vec<u8> {
    element(Tag::BIT_STRING, &[&[0], octets])
}

/// A BIT STRING of named bits, the first in the lowest bit of `bits`; trailing zeros are cut (X.690 §11.2.2).
pub(crate) fn named_bits(bits: u16) -> Vec<u8> {
    let octets = bits.reverse_bits().to_be_bytes();
    let count = 16 - bits.leading_zeros() as usize;
    let length = count.div_ceil(8);
    let unused = (length * 8 - count) as u8;
    element(Tag::BIT_STRING, &[&[unused], &octets[..length]])
}

pub(crate) fn utf8(text: &str) -> Vec<u8> {
    element(Tag::UTF8_STRING, &[text.as_bytes()])
}

/// `[number]` around or, if `contents` come without their header, instead of a constructed element.
pub(crate) fn context(number: u8, contents: &[u8]) -> Vec<u8> {
    element(Tag::context(number), &[contents])
}

/// A `Time`; what lies beyond the years that can be written is drawn to their end.
pub(crate) fn time(time: UtcDateTime) -> Vec<u8> {
    encode_time(within_calendar(time)).expect("the years 0 to 9999 can be written")
}

/// The nearest time that X.509 can write.
pub(crate) fn within_calendar(time: UtcDateTime) -> UtcDateTime {
    time.clamp(EARLIEST, LATEST)
}

/// The contents of a GeneralizedTime in the same bounds.
pub(crate) fn generalized_time_contents(time: UtcDateTime) -> Vec<u8> {
    let time = within_calendar(time);
    let (month, day) = (u8::from(time.month()), time.day());
    let (hour, minute, second) = time.as_hms();
    format!("{:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z", time.year()).into_bytes()
}

const EARLIEST: UtcDateTime = first_day_of(0);
/// RFC 5280 §4.1.2.5: 99991231235959Z means that there is no end.
const LATEST: UtcDateTime = match first_day_of(9999).date().replace_ordinal(365) {
    Ok(date) => UtcDateTime::new(date, LAST_SECOND),
    Err(_) => UtcDateTime::MAX,
};
const LAST_SECOND: Time = match Time::from_hms(23, 59, 59) {
    Ok(time) => time,
    Err(_) => Time::MIDNIGHT,
};

const fn first_day_of(year: i32) -> UtcDateTime {
    match Date::from_ordinal_date(year, 1) {
        Ok(date) => UtcDateTime::new(date, Time::MIDNIGHT),
        Err(_) => UtcDateTime::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_short_and_not_negative() {
        assert_eq!(unsigned(0), [2, 1, 0]);
        assert_eq!(unsigned(127), [2, 1, 127]);
        assert_eq!(unsigned(128), [2, 2, 0, 128]);
        assert_eq!(unsigned(65_537), [2, 3, 1, 0, 1]);
    }

    #[test]
    fn named_bits_are_cut_at_the_last_one() {
        assert_eq!(named_bits(0b11), [3, 2, 6, 0b1100_0000]);
        assert_eq!(named_bits(1 << 5 | 1 << 6), [3, 2, 1, 0b0000_0110]);
        assert_eq!(named_bits(1 << 8), [3, 3, 7, 0, 0x80]);
        assert_eq!(named_bits(0), [3, 1, 0]);
    }

    #[test]
    fn times_beyond_the_calendar_are_drawn_in() {
        assert_eq!(time(UtcDateTime::MAX), b"\x18\x0f99991231235959Z");
        assert_eq!(time(UtcDateTime::MIN), b"\x18\x0f00000101000000Z");
    }
}

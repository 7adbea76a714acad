//! UTCTime and GeneralizedTime, straight into [`UtcDateTime`].
//!
//! RFC 5280 §4.1.2.5: both end in `Z` and carry seconds. Fractions are accepted in GeneralizedTime,
//! because RFC 3161 allows them. Years reach from 1950 (UTCTime) or 0000 (GeneralizedTime) to 9999.

use alloc::vec::Vec;

use time::{Date, Month, Time, UtcDateTime};

use crate::encode::element;
use crate::error::{ParseError, ParseErrorKind};
use crate::raw::{Element, Tag};

/// The period in which a certificate may be used (RFC 5280 §4.1.2.5), both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub not_before: UtcDateTime,
    /// The last moment.
    pub not_after: UtcDateTime,
}

impl Validity {
    /// Whether `at` is within the period. A last moment of whole seconds lasts to its end: "the period of time from
    /// notBefore through notAfter, inclusive".
    pub fn contains(&self, at: UtcDateTime) -> bool {
        let is_whole = self.not_after.nanosecond() == 0;
        let at_second = at.replace_nanosecond(0).ok().filter(|_| is_whole).unwrap_or(at);
        self.not_before <= at && at_second <= self.not_after
    }
}

/// Reads a `Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }`.
pub fn parse_time(element: Element<'_>, production: &'static str) -> Result<UtcDateTime, ParseError> {
    let time = match element.tag() {
        Tag::UTC_TIME => utc_time(element.contents()),
        Tag::GENERALIZED_TIME => generalized_time(element.contents()),
        found => {
            return Err(element
                .error(ParseErrorKind::UnexpectedTag { wanted: Tag::GENERALIZED_TIME, found }, production));
        }
    };
    time.ok_or_else(|| element.error(ParseErrorKind::InvalidValue, production))
}

/// Reads a GeneralizedTime where no other choice is allowed.
pub fn parse_generalized_time(
    element: Element<'_>,
    production: &'static str,
) -> Result<UtcDateTime, ParseError> {
    parse_time(element.expect(Tag::GENERALIZED_TIME, production)?, production)
}

/// Writes a `Time` as RFC 5280 §4.1.2.5 wants it: UTCTime from 1950 to 2049, else GeneralizedTime.
///
/// Fractions of a second are dropped. `None` for a year that four digits cannot hold.
pub fn encode_time(time: UtcDateTime) -> Option<Vec<u8>> {
    match time.year() {
        year @ 1950..=2049 => encode(Tag::UTC_TIME, &alloc::format!("{:02}", year % 100), time),
        _ => encode_generalized_time(time),
    }
}

/// Writes a GeneralizedTime, where the standard leaves no choice; otherwise as [`encode_time`].
pub fn encode_generalized_time(time: UtcDateTime) -> Option<Vec<u8>> {
    let year = u16::try_from(time.year()).ok().filter(|year| *year <= 9999)?;
    encode(Tag::GENERALIZED_TIME, &alloc::format!("{year:04}"), time)
}

/// Writes a GeneralizedTime with a fraction of a second to the microsecond, where the standard allows one (RFC 3161 §2.4.2);
/// without trailing zeros, as DER wants it (X.690 §11.7). Otherwise as [`encode_time`].
pub fn encode_precise_time(time: UtcDateTime) -> Option<Vec<u8>> {
    let whole = encode_generalized_time(time)?;
    if time.microsecond() == 0 {
        return Some(whole);
    }
    let fraction = alloc::format!(".{:06}", time.microsecond());
    let digits = &whole[2..whole.len() - 1];
    Some(element(Tag::GENERALIZED_TIME, &[digits, fraction.trim_end_matches('0').as_bytes(), b"Z"]))
}

fn encode(tag: Tag, year_digits: &str, time: UtcDateTime) -> Option<Vec<u8>> {
    let (month, day) = (u8::from(time.month()), time.day());
    let (hour, minute, second) = time.as_hms();
    let text = alloc::format!("{year_digits}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    let mut der = alloc::vec![tag.first_octet(), u8::try_from(text.len()).ok()?];
    der.extend(text.bytes());
    Some(der)
}

/// `YYMMDDHHMMSSZ`; 50 to 99 are of the twentieth century.
fn utc_time(text: &[u8]) -> Option<UtcDateTime> {
    let (year, rest) = text.split_first_chunk()?;
    let year = u16::from(number(*year)?);
    let century = if year >= 50 { 1900 } else { 2000 };
    let (rest_of_time, rest) = date_time(century + year, rest)?;
    (rest == b"Z").then_some(rest_of_time)
}

/// `YYYYMMDDHHMMSS[.f]Z`; DER wants no trailing zero in the fraction, files have it.
pub(crate) fn generalized_time(text: &[u8]) -> Option<UtcDateTime> {
    let ([a, b, c, d], rest) = text.split_first_chunk()?;
    let year = u16::from(number([*a, *b])?) * 100 + u16::from(number([*c, *d])?);
    let (time, rest) = date_time(year, rest)?;
    let fraction = match rest.strip_suffix(b"Z")? {
        [] => return Some(time),
        [b'.' | b',', fraction @ ..] if !fraction.is_empty() => fraction,
        _ => return None,
    };
    fraction.iter().all(u8::is_ascii_digit).then_some(())?;
    let nanosecond = (0..9).fold(0, |number, place| {
        number * 10 + u32::from(fraction.get(place).map_or(0, |digit| digit - b'0'))
    });
    time.replace_nanosecond(nanosecond).ok()
}

/// The part both types share, after the year; gives back what follows the seconds.
fn date_time(year: u16, text: &[u8]) -> Option<(UtcDateTime, &[u8])> {
    let (digits, rest) = text.split_first_chunk::<10>()?;
    let mut fields = [0; 5];
    for (field, digits) in fields.iter_mut().zip(digits.as_chunks().0) {
        *field = number(*digits)?;
    }
    let [month, day, hour, minute, second] = fields;
    let date = Date::from_calendar_date(i32::from(year), Month::try_from(month).ok()?, day).ok()?;
    let time = Time::from_hms(hour, minute, second).ok()?;
    Some((UtcDateTime::new(date, time), rest))
}

/// Two decimal digits.
#[inline]
fn number(digits: [u8; 2]) -> Option<u8> {
    let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| tens * 10 + ones)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn read(tag: u8, text: &str) -> Option<alloc::string::String> {
        let der = [&[tag, text.len() as u8][..], text.as_bytes()].concat();
        let element = Element::from_der(&der, "time").ok()?;
        parse_time(element, "time").ok().map(|time| time.to_string())
    }

    #[test]
    fn centuries_turn_at_1950() {
        assert_eq!(read(23, "500101000000Z").as_deref(), Some("1950-01-01 0:00:00.0 +00"));
        assert_eq!(read(23, "491231235959Z").as_deref(), Some("2049-12-31 23:59:59.0 +00"));
        assert_eq!(read(24, "99991231235959Z").as_deref(), Some("9999-12-31 23:59:59.0 +00"));
        assert_eq!(read(24, "20261201000000.25Z").as_deref(), Some("2026-12-01 0:00:00.25 +00"));
    }

    #[test]
    fn the_last_second_is_whole() {
        let [second, fraction] = [0, 500_000_000].map(|nanosecond| {
            let time = UtcDateTime::from_unix_timestamp(1_796_083_199).expect("in range");
            time.replace_nanosecond(nanosecond).expect("below a second")
        });
        let next = UtcDateTime::from_unix_timestamp(1_796_083_200).expect("in range");
        let until = |not_after| Validity { not_before: UtcDateTime::UNIX_EPOCH, not_after };
        assert!(until(second).contains(second) && until(second).contains(fraction));
        assert!(!until(second).contains(next) && !until(fraction).contains(next));
        assert!(until(fraction).contains(fraction) && until(fraction).contains(second));
        let from = Validity { not_before: fraction, not_after: next };
        assert!(from.contains(fraction) && !from.contains(second));
    }

    #[test]
    fn odd_forms_are_refused() {
        for text in ["5001010000Z", "500101000000+0300", "500101000000", "501301000000Z", "500101000060Z"] {
            assert_eq!(read(23, text), None, "{text}");
        }
        for text in ["20260230000000Z", "20260101000000.Z", "20260101000000.5", "-0260101000000Z"] {
            assert_eq!(read(24, text), None, "{text}");
        }
    }

    #[test]
    fn fractions_are_written_as_der_wants_them() {
        let time = UtcDateTime::from_unix_timestamp(1_796_083_199).expect("in range");
        for (nanosecond, text) in [(0, "59Z"), (500_000_000, "59.5Z"), (1_000, "59.000001Z"), (999, "59Z")] {
            let time = time.replace_nanosecond(nanosecond).expect("below a second");
            let der = encode_precise_time(time).expect("four digits");
            assert_eq!(&der[14..], text.as_bytes());
            let read = parse_time(Element::from_der(&der, "time").expect("well-formed"), "time");
            assert_eq!(read.map(|read| read.microsecond()), Ok(time.microsecond()));
        }
    }

    #[test]
    fn written_times_are_read_back() {
        for unix in [-631_152_000, 0, 2_524_607_999, 2_524_608_000, 253_402_300_799] {
            let time = UtcDateTime::from_unix_timestamp(unix).expect("in range");
            for der in [encode_time(time), encode_generalized_time(time)] {
                let der = der.expect("four digits");
                let element = Element::from_der(&der, "time").expect("well-formed");
                assert_eq!(parse_time(element, "time"), Ok(time));
            }
        }
    }
}

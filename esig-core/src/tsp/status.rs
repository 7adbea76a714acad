//! Whether an authority granted what it was asked, or why not (RFC 3161 §2.4.2).

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::raw::{BitString, Element, Reader, Tag};
use crate::strings;

/// What an authority says of a request. Nobody signed it.
///
/// ```text
/// PKIStatusInfo ::= SEQUENCE {
///     status PKIStatus, statusString PKIFreeText OPTIONAL, failInfo PKIFailureInfo OPTIONAL }
/// PKIFreeText ::= SEQUENCE SIZE (1..MAX) OF UTF8String
/// ```
#[derive(Clone, Debug)]
pub struct StatusInfo<'a> {
    status: PkiStatus,
    status_string: Option<Reader<'a>>,
    fail_info: Option<FailureInfo>,
}

const PRODUCTION: &str = "TimeStampResp.status";
const TEXTS: &str = "TimeStampResp.status.statusString[]";
const FAILURE: &str = "TimeStampResp.status.failInfo";

impl<'a> StatusInfo<'a> {
    pub(super) fn parse(sequence: Element<'a>) -> Result<Self, ParseError> {
        let mut reader = sequence.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let status = PkiStatus::parse(reader.any("TimeStampResp.status.status")?)?;
        let texts = reader.optional(Tag::SEQUENCE, TEXTS)?;
        let status_string = texts.map(|list| list.reader());
        status_string.clone().map(check_texts).transpose()?;
        let fail_info = reader.optional(Tag::BIT_STRING, FAILURE)?;
        let fail_info = fail_info.map(FailureInfo::parse).transpose()?;
        reader.finish(PRODUCTION)?;
        Ok(Self { status, status_string, fail_info })
    }

    /// Whether there is a token.
    pub fn status(&self) -> PkiStatus {
        self.status
    }

    /// statusString: texts for people, in the order of the encoding. They may hold any character, line breaks and
    /// control characters too: escape them where they are shown.
    pub fn status_string(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let reader = self.status_string.clone();
        reader.into_iter().flat_map(|reader| reader.each(|reader| Ok(text(reader.any(TEXTS)?))))
    }

    /// failInfo: why there is no token.
    pub fn fail_info(&self) -> Option<FailureInfo> {
        self.fail_info
    }
}

impl fmt::Display for StatusInfo<'_> {
    /// Status, reasons and texts, with control characters escaped: `rejection (unacceptedPolicy): no such policy`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)?;
        if let Some(fail_info) = self.fail_info {
            write!(f, " ({fail_info})")?;
        }
        for (index, text) in self.status_string().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            escaped(&text).try_for_each(|character| write!(f, "{character}"))?;
        }
        Ok(())
    }
}

/// The characters of a text that would not disturb a terminal, the others escaped.
fn escaped(text: &str) -> impl Iterator<Item = String> {
    text.chars().map(|character| match character.is_control() {
        true => character.escape_default().collect(),
        false => String::from(character),
    })
}

fn check_texts(mut reader: Reader<'_>) -> Result<(), ParseError> {
    for index in 0.. {
        if reader.is_empty() {
            break;
        }
        let element = reader.any(TEXTS)?;
        if !strings::is_string(element.tag()) {
            let kind = ParseErrorKind::UnexpectedTag { wanted: Tag::UTF8_STRING, found: element.tag() };
            return Err(element.error(kind, TEXTS).at_index(index));
        }
    }
    Ok(())
}

/// A text that is not well-formed is no reason to refuse what it stands beside.
fn text(element: Element<'_>) -> Cow<'_, str> {
    strings::text(element).unwrap_or_else(|| String::from_utf8_lossy(element.contents()))
}

/// Whether there is a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PkiStatus {
    /// granted: there is a token, as it was asked for.
    Granted,
    /// grantedWithMods: there is a token that differs from what was asked for.
    GrantedWithMods,
    /// rejection: there is none.
    Rejection,
    /// waiting: there will be one, ask later.
    Waiting,
    /// revocationWarning: there is none, and a revocation is imminent.
    RevocationWarning,
    /// revocationNotification: there is none, and a revocation has occurred.
    RevocationNotification,
}

const STATUSES: [(PkiStatus, &str); 6] = [
    (PkiStatus::Granted, "granted"),
    (PkiStatus::GrantedWithMods, "grantedWithMods"),
    (PkiStatus::Rejection, "rejection"),
    (PkiStatus::Waiting, "waiting"),
    (PkiStatus::RevocationWarning, "revocationWarning"),
    (PkiStatus::RevocationNotification, "revocationNotification"),
];

impl PkiStatus {
    /// "Compliant clients MUST generate an error if values it does not understand are present" (§2.4.2).
    fn parse(element: Element<'_>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "TimeStampResp.status.status";
        let number = element.small_integer(PRODUCTION)?;
        let row = usize::try_from(number).ok().and_then(|number| STATUSES.get(number));
        row.map(|row| row.0).ok_or_else(|| element.error(ParseErrorKind::InvalidValue, PRODUCTION))
    }

    /// Whether a token must be there; with every other status it must not.
    pub fn has_token(self) -> bool {
        matches!(self, Self::Granted | Self::GrantedWithMods)
    }

    /// The number in the encoding.
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for PkiStatus {
    /// The standard's identifier.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STATUSES[*self as usize].1)
    }
}

/// The reasons why there is no token.
///
/// ```text
/// PKIFailureInfo ::= BIT STRING {
///     badAlg (0), badRequest (2), badDataFormat (5), timeNotAvailable (14), unacceptedPolicy (15),
///     unacceptedExtension (16), addInfoNotAvailable (17), systemFailure (25) }
/// ```
///
/// Bits of other protocols (RFC 4210 has 27 of them) are kept and shown by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailureInfo {
    /// Bit 0 of the encoding in the lowest place.
    bits: u32,
}

/// One reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureReason {
    /// badAlg: the algorithm is not known or not supported.
    BadAlg,
    /// badRequest: the transaction is not permitted or supported.
    BadRequest,
    /// badDataFormat: the data has the wrong format.
    BadDataFormat,
    /// timeNotAvailable: the authority's time source is not available.
    TimeNotAvailable,
    /// unacceptedPolicy: the authority does not support the policy.
    UnacceptedPolicy,
    /// unacceptedExtension: the authority does not support the extension.
    UnacceptedExtension,
    /// addInfoNotAvailable: the additional information is not understood or not available.
    AddInfoNotAvailable,
    /// systemFailure: the request cannot be handled.
    SystemFailure,
}

const REASONS: [(FailureReason, u8, &str); 8] = [
    (FailureReason::BadAlg, 0, "badAlg"),
    (FailureReason::BadRequest, 2, "badRequest"),
    (FailureReason::BadDataFormat, 5, "badDataFormat"),
    (FailureReason::TimeNotAvailable, 14, "timeNotAvailable"),
    (FailureReason::UnacceptedPolicy, 15, "unacceptedPolicy"),
    (FailureReason::UnacceptedExtension, 16, "unacceptedExtension"),
    (FailureReason::AddInfoNotAvailable, 17, "addInfoNotAvailable"),
    (FailureReason::SystemFailure, 25, "systemFailure"),
];

impl FailureReason {
    /// The number of the bit, counted from the first.
    pub fn number(self) -> u8 {
        REASONS[self as usize].1
    }
}

impl fmt::Display for FailureReason {
    /// The standard's identifier.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REASONS[*self as usize].2)
    }
}

impl FailureInfo {
    fn parse(element: Element<'_>) -> Result<Self, ParseError> {
        let bits = element.bit_string(FAILURE)?;
        match bits.octets.len() {
            0..=MAX_OCTETS => Ok(Self::from_bits(bits)),
            _ => Err(element.error(ParseErrorKind::InvalidValue, FAILURE)),
        }
    }

    fn from_bits(bits: BitString<'_>) -> Self {
        let set = (0..u32::BITS).filter(|number| bits.bit(*number as usize));
        Self { bits: set.fold(0, |bits, number| bits | 1 << number) }
    }

    /// Whether that is a reason.
    pub fn contains(self, reason: FailureReason) -> bool {
        self.bits >> reason.number() & 1 == 1
    }

    /// The reasons that RFC 3161 has, in the order of their numbers.
    pub fn reasons(self) -> impl Iterator<Item = FailureReason> {
        REASONS.into_iter().map(|row| row.0).filter(move |reason| self.contains(*reason))
    }
}

impl fmt::Display for FailureInfo {
    /// The identifiers, and `bit 3` for a bit that RFC 3161 does not have.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = (0..u32::BITS).filter(|number| self.bits >> number & 1 == 1);
        for (index, number) in set.enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            match REASONS.into_iter().find(|row| u32::from(row.1) == number) {
                Some((_, _, name)) => f.write_str(name)?,
                None => write!(f, "bit {number}")?,
            }
        }
        Ok(())
    }
}

/// RFC 4210 §5.2.3 stops at bit 26.
const MAX_OCTETS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn tables_stand_in_the_order_of_their_enums() {
        for (number, (status, name)) in STATUSES.into_iter().enumerate() {
            assert_eq!((usize::from(status.number()), status.to_string().as_str()), (number, name));
        }
        for (reason, number, name) in REASONS {
            assert_eq!((reason.number(), reason.to_string().as_str()), (number, name));
        }
    }

    #[test]
    fn bits_without_a_name_are_shown_by_number() {
        let info = FailureInfo::from_bits(BitString { unused_bits: 0, octets: &[0x30, 0, 0x80] });
        assert_eq!(info.to_string(), "badRequest, bit 3, unacceptedExtension");
        let reasons = [FailureReason::BadRequest, FailureReason::UnacceptedExtension];
        assert!(info.reasons().eq(reasons) && !info.contains(FailureReason::BadAlg));
    }
}

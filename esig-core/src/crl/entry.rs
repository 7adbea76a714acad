//! Entries of a CRL.

use core::fmt;

use time::UtcDateTime;

use crate::cert::ext::{GeneralNames, oids};
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::Extensions;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};
use crate::serial_number::SerialNumber;
use crate::time::parse_time;

/// One revoked certificate.
///
/// ```text
/// SEQUENCE { userCertificate CertificateSerialNumber, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RevokedCertificate<'a> {
    /// Its serial number.
    pub serial_number: SerialNumber<'a>,
    /// Since when it is revoked.
    pub revocation_date: UtcDateTime,
    /// crlEntryExtensions.
    pub extensions: Extensions<'a>,
}

impl<'a> RevokedCertificate<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "revokedCertificates[]";
        let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let serial = fields.any("revokedCertificates[].userCertificate")?;
        let serial_number = SerialNumber(serial.integer("revokedCertificates[].userCertificate")?);
        let date = fields.any("revokedCertificates[].revocationDate")?;
        let revocation_date = parse_time(date, "revokedCertificates[].revocationDate")?;
        let extensions = match fields.optional(Tag::SEQUENCE, "revokedCertificates[].crlEntryExtensions")? {
            Some(list) => Extensions::parse(list.reader())?,
            None => Extensions::default(),
        };
        fields.finish(PRODUCTION)?;
        Ok(Self { serial_number, revocation_date, extensions })
    }

    /// What is wrong with the entry besides its syntax: its extensions are those of a CRL of that version, and what
    /// they say is defined.
    pub(super) fn check(&self, version: u8) -> Result<(), ParseError> {
        if self.extensions.is_empty() {
            return Ok(());
        }
        if version < 2 {
            let error = ParseErrorKind::NotInVersion { version };
            return Err(self.extensions.error(error, "revokedCertificates[].crlEntryExtensions"));
        }
        self.reason_code()?;
        self.certificate_issuer()?;
        self.invalidity_date()?;
        self.hold_instruction_code()?;
        Ok(())
    }

    /// The reason, [`ReasonCode::Unspecified`] if none is given (RFC 5280 §5.3.1).
    ///
    /// # Errors
    /// Besides syntax, a number that the standard does not define.
    pub fn reason_code(&self) -> Result<ReasonCode, ParseError> {
        const PRODUCTION: &str = "cRLReason";
        let reason = self.extensions.decode(&oids::CRL_REASON, PRODUCTION, |reader| {
            ReasonCode::parse(reader.any(PRODUCTION)?, PRODUCTION)
        })?;
        Ok(reason.unwrap_or(ReasonCode::Unspecified))
    }

    /// Since when the key is known or suspected to be unsafe (RFC 5280 §5.3.2), `None` if not said.
    ///
    /// The standard wants GeneralizedTime; UTCTime is seen and means the same.
    pub fn invalidity_date(&self) -> Result<Option<UtcDateTime>, ParseError> {
        const PRODUCTION: &str = "invalidityDate";
        self.extensions.decode(&oids::INVALIDITY_DATE, PRODUCTION, |reader| {
            parse_time(reader.any(PRODUCTION)?, PRODUCTION)
        })
    }

    /// What to do with a certificate on hold (RFC 3280 §5.3.2, which RFC 5280 leaves out), `None` if not said.
    pub fn hold_instruction_code(&self) -> Result<Option<Oid<'a>>, ParseError> {
        const PRODUCTION: &str = "holdInstructionCode";
        self.extensions.decode(&oids::HOLD_INSTRUCTION_CODE, PRODUCTION, |reader| {
            reader.any(PRODUCTION)?.oid(PRODUCTION)
        })
    }

    /// Whose certificate this entry and those after it revoke, in an indirect CRL (RFC 5280 §5.3.3).
    pub fn certificate_issuer(&self) -> Result<Option<GeneralNames<'a>>, ParseError> {
        self.extensions.general_names(&oids::CERTIFICATE_ISSUER, "certificateIssuer")
    }
}

/// Why a certificate was revoked (RFC 5280 §5.3.1), in the order of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReasonCode {
    /// unspecified
    Unspecified,
    /// keyCompromise
    KeyCompromise,
    /// cACompromise
    CaCompromise,
    /// affiliationChanged
    AffiliationChanged,
    /// superseded
    Superseded,
    /// cessationOfOperation
    CessationOfOperation,
    /// certificateHold: may be taken back
    CertificateHold,
    /// removeFromCRL: taken back, in a delta CRL; in a complete one it has no place (RFC 5280 §5.3.1)
    RemoveFromCrl,
    /// privilegeWithdrawn
    PrivilegeWithdrawn,
    /// aACompromise
    AaCompromise,
}

const REASONS: [(u8, ReasonCode, &str); 10] = [
    (0, ReasonCode::Unspecified, "unspecified"),
    (1, ReasonCode::KeyCompromise, "keyCompromise"),
    (2, ReasonCode::CaCompromise, "cACompromise"),
    (3, ReasonCode::AffiliationChanged, "affiliationChanged"),
    (4, ReasonCode::Superseded, "superseded"),
    (5, ReasonCode::CessationOfOperation, "cessationOfOperation"),
    (6, ReasonCode::CertificateHold, "certificateHold"),
    (8, ReasonCode::RemoveFromCrl, "removeFromCRL"),
    (9, ReasonCode::PrivilegeWithdrawn, "privilegeWithdrawn"),
    (10, ReasonCode::AaCompromise, "aACompromise"),
];

impl ReasonCode {
    pub(crate) fn parse(element: Element<'_>, production: &'static str) -> Result<Self, ParseError> {
        let reason = match element.expect(Tag::ENUMERATED, production)?.contents() {
            [number] => Self::from_number(*number),
            _ => None,
        };
        reason.ok_or_else(|| element.error(ParseErrorKind::InvalidValue, production))
    }

    /// The reason of that number, `None` where the standard defines none: 7 is not used.
    pub fn from_number(number: u8) -> Option<Self> {
        REASONS.into_iter().find(|row| row.0 == number).map(|row| row.1)
    }

    /// The number in the encoding.
    pub fn number(self) -> u8 {
        REASONS[self as usize].0
    }
}

impl fmt::Display for ReasonCode {
    /// The standard's identifier.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REASONS[*self as usize].2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_stand_in_the_order_of_the_enum() {
        for (number, reason, _) in REASONS {
            assert_eq!((reason.number(), ReasonCode::from_number(number)), (number, Some(reason)));
        }
        assert!([7, 11, 255].into_iter().all(|number| ReasonCode::from_number(number).is_none()));
    }
}

//! Entries of a CRL.

use core::fmt;

use time::UtcDateTime;

use crate::cert::ext::{GeneralNames, oids};
use crate::error::ParseError;
use crate::extensions::Extensions;
use crate::raw::{Reader, Tag};
use crate::serial_number::SerialNumber;
use crate::time::{parse_generalized_time, parse_time};

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

    /// The reason, [`ReasonCode::Unspecified`] if none is given (RFC 5280 §5.3.1).
    pub fn reason_code(&self) -> Result<ReasonCode, ParseError> {
        const PRODUCTION: &str = "cRLReason";
        let number = self.extensions.decode(&oids::CRL_REASON, PRODUCTION, |reader| {
            let element = reader.expect(Tag::ENUMERATED, PRODUCTION)?;
            match element.contents() {
                [number] => Ok(*number),
                _ => Err(element.error(crate::error::ParseErrorKind::InvalidValue, PRODUCTION)),
            }
        })?;
        Ok(number.map_or(ReasonCode::Unspecified, ReasonCode::from))
    }

    /// Since when the key is known or suspected to be unsafe (RFC 5280 §5.3.2), `None` if not said.
    pub fn invalidity_date(&self) -> Result<Option<UtcDateTime>, ParseError> {
        const PRODUCTION: &str = "invalidityDate";
        self.extensions.decode(&oids::INVALIDITY_DATE, PRODUCTION, |reader| {
            parse_generalized_time(reader.any(PRODUCTION)?, PRODUCTION)
        })
    }

    /// Whose certificate this entry and those after it revoke, in an indirect CRL (RFC 5280 §5.3.3).
    pub fn certificate_issuer(&self) -> Result<Option<GeneralNames<'a>>, ParseError> {
        const PRODUCTION: &str = "certificateIssuer";
        self.extensions.decode(&oids::CERTIFICATE_ISSUER, PRODUCTION, |reader| {
            GeneralNames::parse(reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader())
        })
    }
}

/// Why a certificate was revoked (RFC 5280 §5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// removeFromCRL: taken back, in a delta CRL
    RemoveFromCrl,
    /// privilegeWithdrawn
    PrivilegeWithdrawn,
    /// aACompromise
    AaCompromise,
    /// A number that the standard does not define.
    Other(u8),
}

impl From<u8> for ReasonCode {
    fn from(number: u8) -> Self {
        match number {
            0 => Self::Unspecified,
            1 => Self::KeyCompromise,
            2 => Self::CaCompromise,
            3 => Self::AffiliationChanged,
            4 => Self::Superseded,
            5 => Self::CessationOfOperation,
            6 => Self::CertificateHold,
            8 => Self::RemoveFromCrl,
            9 => Self::PrivilegeWithdrawn,
            10 => Self::AaCompromise,
            other => Self::Other(other),
        }
    }
}

impl fmt::Display for ReasonCode {
    /// The standard's identifier.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
            Self::Other(number) => return write!(f, "reason {number}"),
        })
    }
}

//! What is said of one certificate (RFC 6960 §4.2.1).

use time::UtcDateTime;

use super::cert_id::CertId;
use super::extensions::{self, CertHash};
use super::oids;
use crate::crl::ReasonCode;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::{Extension, Extensions};
use crate::raw::{Element, Reader, Tag};
use crate::time::parse_generalized_time;

/// The status of one certificate.
///
/// ```text
/// SingleResponse ::= SEQUENCE {
///     certID               CertID,
///     certStatus           CertStatus,
///     thisUpdate           GeneralizedTime,
///     nextUpdate       [0] EXPLICIT GeneralizedTime OPTIONAL,
///     singleExtensions [1] EXPLICIT Extensions OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SingleResponse<'a> {
    /// Which certificate.
    pub cert_id: CertId<'a>,
    /// What is said of it.
    pub cert_status: CertStatus,
    /// When that was known to be so.
    pub this_update: UtcDateTime,
    /// When more will be known at the latest; `None` if it may be at any time.
    pub next_update: Option<UtcDateTime>,
    /// singleExtensions.
    pub extensions: Extensions<'a>,
}

/// Whether a certificate is revoked.
///
/// ```text
/// CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT UnknownInfo }
/// RevokedInfo ::= SEQUENCE { revocationTime GeneralizedTime, revocationReason [0] EXPLICIT CRLReason OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertStatus {
    /// Not revoked; perhaps never issued, unless the answer has a [`CertHash`].
    Good,
    /// Revoked, or on hold.
    Revoked {
        /// revocationTime.
        revocation_time: UtcDateTime,
        /// revocationReason, [`ReasonCode::Unspecified`] if none is given.
        revocation_reason: ReasonCode,
    },
    /// The responder does not know the certificate.
    Unknown,
}

impl CertStatus {
    /// Whether it says that the certificate was never issued (RFC 6960 §2.2 and §4.4.8): on hold since the beginning of
    /// 1970. The answer must also say [`is_extended_revoke`](super::BasicResponse::is_extended_revoke).
    pub fn is_non_issued(&self) -> bool {
        *self
            == Self::Revoked {
                revocation_time: UtcDateTime::UNIX_EPOCH,
                revocation_reason: ReasonCode::CertificateHold,
            }
    }
}

impl<'a> SingleResponse<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "responses[]";
        let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let cert_id = CertId::parse(fields.any("responses[].certID")?)?;
        let cert_status = CertStatus::parse(fields.any("responses[].certStatus")?)?;
        let this_update = fields.any("responses[].thisUpdate")?;
        let this_update = parse_generalized_time(this_update, "responses[].thisUpdate")?;
        let next_update = match fields.optional(Tag::context(0), "responses[].nextUpdate")? {
            Some(wrapper) => Some(explicit_time(wrapper)?),
            None => None,
        };
        let extensions =
            Extensions::read_field(&mut fields, Tag::context(1), "responses[].singleExtensions")?;
        fields.finish(PRODUCTION)?;
        Ok(Self { cert_id, cert_status, this_update, next_update, extensions })
    }

    /// archiveCutoff (RFC 6960 §4.4.4): certificates that expired since then are still answered for; `None` if absent,
    /// when good means nothing for a certificate that has expired.
    pub fn archive_cutoff(&self) -> Result<Option<UtcDateTime>, ParseError> {
        const PRODUCTION: &str = "archiveCutoff";
        self.extensions.decode(&oids::ARCHIVE_CUTOFF, PRODUCTION, |reader| {
            parse_generalized_time(reader.any(PRODUCTION)?, PRODUCTION)
        })
    }

    /// certHash (Common PKI part 4 §3.1.2): the responder has seen the certificate; `None` if absent.
    pub fn cert_hash(&self) -> Result<Option<CertHash<'a>>, ParseError> {
        CertHash::of(&self.extensions)
    }

    /// The first critical extension that is not known: then the answer must not be used.
    pub fn unknown_critical_extension(&self) -> Option<Extension<'a>> {
        extensions::unknown_critical(&self.extensions, &extensions::OF_SINGLE_RESPONSES)
    }
}

fn explicit_time(wrapper: Element<'_>) -> Result<UtcDateTime, ParseError> {
    const PRODUCTION: &str = "responses[].nextUpdate";
    let mut inner = wrapper.reader();
    let time = parse_generalized_time(inner.any(PRODUCTION)?, PRODUCTION)?;
    inner.finish(PRODUCTION)?;
    Ok(time)
}

impl CertStatus {
    fn parse(element: Element<'_>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "responses[].certStatus";
        let is_empty = element.contents().is_empty();
        match (element.tag().context_number(), element.tag().is_constructed()) {
            (Some(0), false) if is_empty => Ok(Self::Good),
            (Some(2), false) if is_empty => Ok(Self::Unknown),
            (Some(1), true) => Self::parse_revoked(element),
            (Some(0..=2), _) => Err(element.error(ParseErrorKind::InvalidValue, PRODUCTION)),
            _ => {
                let kind =
                    ParseErrorKind::UnexpectedTag { wanted: Tag::context_primitive(0), found: element.tag() };
                Err(element.error(kind, PRODUCTION))
            }
        }
    }

    fn parse_revoked(element: Element<'_>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "responses[].certStatus.revoked";
        const REASON: &str = "responses[].certStatus.revoked.revocationReason";
        let mut fields = element.reader();
        let revocation_time = parse_generalized_time(fields.any(PRODUCTION)?, PRODUCTION)?;
        let wrapper = fields.optional(Tag::context(0), REASON)?;
        fields.finish(PRODUCTION)?;
        let revocation_reason = match wrapper {
            Some(wrapper) => {
                let mut inner = wrapper.reader();
                let reason = ReasonCode::parse(inner.any(REASON)?, REASON)?;
                inner.finish(REASON)?;
                reason
            }
            None => ReasonCode::Unspecified,
        };
        Ok(Self::Revoked { revocation_time, revocation_reason })
    }
}

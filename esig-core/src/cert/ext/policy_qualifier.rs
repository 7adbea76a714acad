//! Qualifiers of policies (RFC 5280 §4.2.1.4).

use alloc::string::String;

use super::oids;
use crate::error::{ParseError, ParseErrorKind};
use crate::oid::Oid;
use crate::raw::{Element, Tag};
use crate::strings;

/// What a policy says besides its identifier.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PolicyQualifier<'a> {
    /// cPSuri: where the certification practice statement is; untrusted.
    CpsUri(&'a [u8]),
    /// userNotice: for whoever relies on the certificate.
    UserNotice(UserNotice<'a>),
    /// A qualifier that RFC 5280 does not define.
    Other {
        /// policyQualifierId.
        policy_qualifier_id: Oid<'a>,
        /// qualifier.
        qualifier: Element<'a>,
    },
}

impl<'a> PolicyQualifier<'a> {
    pub(super) fn parse(policy_qualifier_id: Oid<'a>, qualifier: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "certificatePolicies[].policyQualifiers.cPSuri";
        if policy_qualifier_id == oids::CPS {
            return Ok(Self::CpsUri(qualifier.expect(Tag::IA5_STRING, PRODUCTION)?.contents()));
        }
        if policy_qualifier_id == oids::USER_NOTICE {
            return UserNotice::parse(qualifier).map(Self::UserNotice);
        }
        Ok(Self::Other { policy_qualifier_id, qualifier })
    }
}

/// A notice: a text, or paragraphs of a document of an organisation by their numbers.
///
/// ```text
/// UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
/// NoticeReference ::= SEQUENCE { organization DisplayText, noticeNumbers SEQUENCE OF INTEGER }
/// DisplayText ::= CHOICE { ia5String, visibleString, bmpString, utf8String }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct UserNotice<'a> {
    organization: Option<Element<'a>>,
    explicit_text: Option<Element<'a>>,
}

impl<'a> UserNotice<'a> {
    /// organization of noticeRef, `None` if that is absent.
    pub fn organization(&self) -> Option<String> {
        self.organization.and_then(strings::decode)
    }

    /// explicitText, `None` if it is absent.
    pub fn explicit_text(&self) -> Option<String> {
        self.explicit_text.and_then(strings::decode)
    }

    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = element.expect(Tag::SEQUENCE, NOTICE)?.reader();
        let reference = fields.optional(Tag::SEQUENCE, NOTICE)?;
        let explicit_text = if fields.is_empty() { None } else { Some(text(fields.any(NOTICE)?)?) };
        fields.finish(NOTICE)?;
        let organization = reference.map(organization).transpose()?;
        Ok(Self { organization, explicit_text })
    }
}

const NOTICE: &str = "certificatePolicies[].policyQualifiers.userNotice";

fn organization(reference: Element<'_>) -> Result<Element<'_>, ParseError> {
    let mut fields = reference.reader();
    let organization = text(fields.any(NOTICE)?)?;
    let mut numbers = fields.expect(Tag::SEQUENCE, NOTICE)?.reader();
    fields.finish(NOTICE)?;
    while !numbers.is_empty() {
        numbers.any(NOTICE)?.integer(NOTICE)?;
    }
    Ok(organization)
}

/// A DisplayText, of any string type.
fn text(element: Element<'_>) -> Result<Element<'_>, ParseError> {
    let invalid = || element.error(ParseErrorKind::InvalidValue, NOTICE);
    strings::is_well_formed(element).then_some(element).ok_or_else(invalid)
}

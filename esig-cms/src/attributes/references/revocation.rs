//! complete-revocation-references and attribute-revocation-references.

use esig_core::crl::Crl;
use esig_core::error::UnsupportedAlgorithm;
use esig_core::ocsp::{OcspResponse, ResponderId};
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::time::{parse_generalized_time, parse_time};
use esig_core::{Name, ParseError, Provider};
use time::UtcDateTime;

use super::{OtherHash, check_list, each};
use crate::attributes::Attributes;
use crate::oids;

/// References to revocation data, one for each certificate of the path: the signer's, then those of
/// complete-certificate-references in their order (RFC 5126 §6.2.2 and §6.2.4). That order is not relied on.
///
/// ```text
/// CompleteRevocationRefs  ::= SEQUENCE OF CrlOcspRef
/// AttributeRevocationRefs ::= SEQUENCE OF CrlOcspRef
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RevocationReferences<'a> {
    list: Element<'a>,
}

impl<'a> RevocationReferences<'a> {
    fn parse(value: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let list = value.expect(Tag::SEQUENCE, production)?;
        check_list(list, production, |reader| CrlOcspRef::read(reader, production))?;
        Ok(Self { list })
    }

    /// All of them, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = CrlOcspRef<'a>> + use<'a> {
        each(Some(self.list), |reader| CrlOcspRef::read(reader, LIST))
    }

    /// The references to CRLs of every certificate.
    pub fn crls(&self) -> impl Iterator<Item = CrlValidatedId<'a>> + use<'a> {
        self.iter().flat_map(|reference| reference.crls())
    }

    /// The references to OCSP responses of every certificate.
    pub fn ocsp_responses(&self) -> impl Iterator<Item = OcspResponsesId<'a>> + use<'a> {
        self.iter().flat_map(|reference| reference.ocsp_responses())
    }
}

/// What was found about one certificate.
///
/// ```text
/// CrlOcspRef ::= SEQUENCE {
///     crlids   [0] CRLListID    OPTIONAL,
///     ocspids  [1] OcspListID   OPTIONAL,
///     otherRev [2] OtherRevRefs OPTIONAL }
/// CRLListID  ::= SEQUENCE { crls SEQUENCE OF CrlValidatedID }
/// OcspListID ::= SEQUENCE { ocspResponses SEQUENCE OF OcspResponsesID }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrlOcspRef<'a> {
    crls: Option<Element<'a>>,
    ocsp_responses: Option<Element<'a>>,
    other: Option<OtherRevocationReferences<'a>>,
}

impl<'a> CrlOcspRef<'a> {
    fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
        let crls = list(fields.optional(Tag::context(0), production)?, production)?;
        let ocsp_responses = list(fields.optional(Tag::context(1), production)?, production)?;
        let other = fields.optional(Tag::context(2), production)?;
        fields.finish(production)?;
        if let Some(crls) = crls {
            check_list(crls, production, |reader| CrlValidatedId::read(reader, production))?;
        }
        if let Some(responses) = ocsp_responses {
            check_list(responses, production, |reader| OcspResponsesId::read(reader, production))?;
        }
        let other = other.map(|other| OtherRevocationReferences::parse(other, production)).transpose()?;
        Ok(Self { crls, ocsp_responses, other })
    }

    /// crlids.
    pub fn crls(&self) -> impl Iterator<Item = CrlValidatedId<'a>> + use<'a> {
        each(self.crls, |reader| CrlValidatedId::read(reader, LIST))
    }

    /// ocspids.
    pub fn ocsp_responses(&self) -> impl Iterator<Item = OcspResponsesId<'a>> + use<'a> {
        each(self.ocsp_responses, |reader| OcspResponsesId::read(reader, LIST))
    }

    /// otherRev.
    pub fn other(&self) -> Option<OtherRevocationReferences<'a>> {
        self.other
    }
}

/// A CRL by its digest, and perhaps by issuer, time and number.
///
/// ```text
/// CrlValidatedID ::= SEQUENCE { crlHash OtherHash, crlIdentifier CrlIdentifier OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrlValidatedId<'a> {
    hash: OtherHash<'a>,
    identifier: Option<CrlIdentifier<'a>>,
}

impl<'a> CrlValidatedId<'a> {
    fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
        let hash = OtherHash::parse(fields.any(production)?, production)?;
        let identifier = fields.optional(Tag::SEQUENCE, production)?;
        fields.finish(production)?;
        let identifier = identifier.map(|element| CrlIdentifier::parse(element, production)).transpose()?;
        Ok(Self { hash, identifier })
    }

    /// The digest of the whole CRL.
    pub fn hash(&self) -> OtherHash<'a> {
        self.hash
    }

    /// Where it may be found.
    pub fn identifier(&self) -> Option<CrlIdentifier<'a>> {
        self.identifier
    }

    /// Whether it refers to that CRL, by its digest; the identifier is a help to find it, no more.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if that cannot be told.
    pub fn matches(&self, crl: &Crl<'_>, provider: &Provider) -> Result<bool, UnsupportedAlgorithm> {
        self.hash.is_of(crl.as_der(), provider)
    }
}

/// Which CRL it was.
///
/// ```text
/// CrlIdentifier ::= SEQUENCE { crlissuer Name, crlIssuedTime UTCTime, crlNumber INTEGER OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrlIdentifier<'a> {
    /// crlissuer.
    pub issuer: Name<'a>,
    /// crlIssuedTime: thisUpdate of the CRL. GeneralizedTime is read, too.
    pub issued: UtcDateTime,
    /// crlNumber: the contents octets of the INTEGER.
    pub number: Option<&'a [u8]>,
}

impl<'a> CrlIdentifier<'a> {
    fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = element.reader();
        let issuer = Name::parse(fields.any(production)?, production)?;
        let issued = parse_time(fields.any(production)?, production)?;
        let number = fields.optional(Tag::INTEGER, production)?;
        fields.finish(production)?;
        let number = number.map(|number| number.integer(production)).transpose()?;
        Ok(Self { issuer, issued, number })
    }
}

/// An OCSP response by responder and time, and perhaps by its digest.
///
/// ```text
/// OcspResponsesID ::= SEQUENCE { ocspIdentifier OcspIdentifier, ocspRepHash OtherHash OPTIONAL }
/// OcspIdentifier  ::= SEQUENCE { ocspResponderID ResponderID, producedAt GeneralizedTime }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OcspResponsesId<'a> {
    responder_id: ResponderId<'a>,
    produced_at: UtcDateTime,
    hash: Option<OtherHash<'a>>,
}

impl<'a> OcspResponsesId<'a> {
    fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = reader.expect(Tag::SEQUENCE, production)?.reader();
        let mut identifier = fields.expect(Tag::SEQUENCE, production)?.reader();
        let hash = OtherHash::parse_optional(&mut fields, production)?;
        fields.finish(production)?;
        let responder_id = ResponderId::parse(identifier.any(production)?)?;
        let produced_at = parse_generalized_time(identifier.any(production)?, production)?;
        identifier.finish(production)?;
        Ok(Self { responder_id, produced_at, hash })
    }

    /// ocspResponderID.
    pub fn responder_id(&self) -> ResponderId<'a> {
        self.responder_id
    }

    /// producedAt.
    pub fn produced_at(&self) -> UtcDateTime {
        self.produced_at
    }

    /// ocspRepHash.
    pub fn hash(&self) -> Option<OtherHash<'a>> {
        self.hash
    }

    /// Whether it refers to that response: by the digest of the BasicOCSPResponse, as CryptoPro and others have it, or of the
    /// whole OCSPResponse; without a digest by responder and time, to the second.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if that cannot be told.
    pub fn matches(
        &self,
        response: &OcspResponse<'_>,
        provider: &Provider,
    ) -> Result<bool, UnsupportedAlgorithm> {
        let Some(basic) = response.basic() else { return Ok(false) };
        let Some(hash) = self.hash else {
            let is_time = self.produced_at == basic.produced_at();
            return Ok(is_time && is_same_responder(&self.responder_id, &basic.responder_id()));
        };
        Ok(hash.is_of(basic.as_der(), provider)? || hash.is_of(response.as_der(), provider)?)
    }
}

fn is_same_responder(stated: &ResponderId<'_>, found: &ResponderId<'_>) -> bool {
    match (stated, found) {
        (ResponderId::ByName(stated), ResponderId::ByName(found)) => stated.matches(found),
        (ResponderId::ByKey(stated), ResponderId::ByKey(found)) => stated == found,
        _ => false,
    }
}

/// References of another kind, which are not looked into.
///
/// ```text
/// OtherRevRefs ::= SEQUENCE { otherRevRefType OBJECT IDENTIFIER, otherRevRefs ANY }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OtherRevocationReferences<'a> {
    /// otherRevRefType.
    pub kind: Oid<'a>,
    /// otherRevRefs.
    pub value: &'a [u8],
}

impl<'a> OtherRevocationReferences<'a> {
    fn parse(wrapper: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut inner = wrapper.reader();
        let mut fields = inner.expect(Tag::SEQUENCE, production)?.reader();
        inner.finish(production)?;
        let kind = fields.any(production)?.oid(production)?;
        let value = fields.any(production)?.as_bytes();
        fields.finish(production)?;
        Ok(Self { kind, value })
    }
}

/// The SEQUENCE OF inside a list type inside an EXPLICIT tag.
fn list<'a>(
    wrapper: Option<Element<'a>>,
    production: &'static str,
) -> Result<Option<Element<'a>>, ParseError> {
    let Some(wrapper) = wrapper else { return Ok(None) };
    let mut inner = wrapper.reader();
    let mut fields = inner.expect(Tag::SEQUENCE, production)?.reader();
    inner.finish(production)?;
    let list = fields.expect(Tag::SEQUENCE, production)?;
    fields.finish(production)?;
    Ok(Some(list))
}

impl<'a> Attributes<'a> {
    /// complete-revocation-references, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn complete_revocation_references(&self) -> Result<Option<RevocationReferences<'a>>, ParseError> {
        const PRODUCTION: &str = "unsignedAttrs.complete-revocation-references[]";
        let value = self.single(oids::COMPLETE_REVOCATION_REFERENCES, PRODUCTION)?;
        value.map(|value| RevocationReferences::parse(value, PRODUCTION)).transpose()
    }

    /// attribute-revocation-references, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn attribute_revocation_references(&self) -> Result<Option<RevocationReferences<'a>>, ParseError> {
        const PRODUCTION: &str = "unsignedAttrs.attribute-revocation-references[]";
        let value = self.single(oids::ATTRIBUTE_REVOCATION_REFERENCES, PRODUCTION)?;
        value.map(|value| RevocationReferences::parse(value, PRODUCTION)).transpose()
    }
}

/// What is read again after it was accepted.
const LIST: &str = "CompleteRevocationRefs[]";

//! signature-policy-identifier: by which rules the signer wants the signature to be judged (EN 319 122-1 clause 5.2.9).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::encode::{element, unsigned};
use esig_core::oid::Oid;
use esig_core::raw::{Element, Tag};
use esig_core::{AlgorithmIdentifier, DigestAlgorithm, DigestValue, ParseError};

use super::Attributes;
use super::written::sealed::{Encode, Fault};
use super::written::{
    self, AttributeFault, SignedAttribute, each, encode_identified, fault, identified, sequence_of, text,
    uri, utf8,
};
use crate::octet_string::OctetString;
use crate::oids;

/// Which policy, as it is read.
///
/// ```text
/// SignaturePolicyIdentifier ::= CHOICE {
///     signaturePolicyId      SignaturePolicyId,
///     signaturePolicyImplied NULL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignaturePolicy<'a> {
    /// The one that is meant in the context; RFC 5126 knows it, EN 319 122-1 does not.
    Implied,
    /// This one.
    Identified(SignaturePolicyId<'a>),
}

/// A policy by its identifier and its digest.
///
/// ```text
/// SignaturePolicyId ::= SEQUENCE {
///     sigPolicyId         OBJECT IDENTIFIER,
///     sigPolicyHash       OtherHashAlgAndValue,
///     sigPolicyQualifiers SEQUENCE SIZE (1..MAX) OF SigPolicyQualifierInfo OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignaturePolicyId<'a> {
    /// sigPolicyId.
    pub id: Oid<'a>,
    /// sigPolicyHash.
    pub hash: PolicyHash<'a>,
    /// sigPolicyQualifiers; empty if they are absent.
    pub qualifiers: Vec<SignaturePolicyQualifier<'a>>,
}

/// The digest of a policy's document, made as its specification says: mostly of the whole file.
///
/// ```text
/// OtherHashAlgAndValue ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashValue OCTET STRING }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyHash<'a> {
    /// Not known: hashValue holds zeros, as many as there may be, even none.
    Unknown,
    /// This one.
    Known(DigestValue),
    /// One of an algorithm that is not known here, or of another length than its algorithm gives; read and not written.
    Other {
        /// hashAlgorithm.
        algorithm: Oid<'a>,
        /// hashValue.
        value: Cow<'a, [u8]>,
    },
}

/// What is said of the policy besides (EN 319 122-1 clause 5.2.9.2).
///
/// ```text
/// SigPolicyQualifierInfo ::= SEQUENCE { sigPolicyQualifierId OBJECT IDENTIFIER, qualifier ANY OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignaturePolicyQualifier<'a> {
    /// SPuri: where the document can be had; untrusted.
    Uri(Cow<'a, str>),
    /// SPUserNotice: what is to be shown to whoever verifies.
    UserNotice(PolicyNotice<'a>),
    /// SPDocSpecification: how the document is written.
    DocumentSpecification(DocumentSpecification<'a>),
    /// A qualifier that the standard does not define.
    Other {
        /// sigPolicyQualifierId.
        id: Oid<'a>,
        /// The whole element of the qualifier.
        qualifier: Option<&'a [u8]>,
    },
}

/// A notice: a text, or numbered statements of an organisation.
///
/// ```text
/// SPUserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
/// NoticeReference ::= SEQUENCE { organization DisplayText, noticeNumbers SEQUENCE OF INTEGER }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyNotice<'a> {
    /// noticeRef.
    pub reference: Option<NoticeReference<'a>>,
    /// explicitText.
    pub explicit_text: Option<Cow<'a, str>>,
}

/// Statements of an organisation, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeReference<'a> {
    /// organization.
    pub organization: Cow<'a, str>,
    /// noticeNumbers.
    pub notice_numbers: Vec<u32>,
}

/// How the document of a policy is written.
///
/// ```text
/// SPDocSpecification ::= CHOICE { oid OBJECT IDENTIFIER, uri IA5String }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DocumentSpecification<'a> {
    /// A specification with an identifier.
    Oid(Oid<'a>),
    /// One with a URI.
    Uri(Cow<'a, str>),
}

impl<'a> SignaturePolicyId<'a> {
    /// A policy without qualifiers.
    pub fn new(id: impl Into<Oid<'a>>, hash: PolicyHash<'a>) -> Self {
        Self { id: id.into(), hash, qualifiers: Vec::new() }
    }

    /// The same with one qualifier more.
    #[must_use]
    pub fn with_qualifier(mut self, qualifier: SignaturePolicyQualifier<'a>) -> Self {
        self.qualifiers.push(qualifier);
        self
    }

    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let id = fields.any(PRODUCTION)?.oid(PRODUCTION)?;
        let hash = PolicyHash::parse(fields.any(PRODUCTION)?)?;
        let qualifiers = match fields.optional(Tag::SEQUENCE, PRODUCTION)? {
            // Signatures of the Spanish administration have the one qualifier in the place of the SEQUENCE OF.
            Some(one) if one.reader().peek() == Some(Tag::OBJECT_IDENTIFIER) => {
                alloc::vec![SignaturePolicyQualifier::parse(one)?]
            }
            Some(list) => each(list.reader(), QUALIFIERS, PRODUCTION, SignaturePolicyQualifier::parse)?,
            None => Vec::new(),
        };
        fields.finish(PRODUCTION)?;
        Ok(Self { id, hash, qualifiers })
    }
}

impl<'a> PolicyHash<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let algorithm = AlgorithmIdentifier::parse(fields.expect(Tag::SEQUENCE, PRODUCTION)?, PRODUCTION)?;
        let value = OctetString::parse(fields.any(PRODUCTION)?, PRODUCTION)?.octets();
        fields.finish(PRODUCTION)?;
        if value.iter().all(|octet| *octet == 0) {
            return Ok(Self::Unknown);
        }
        let known = DigestAlgorithm::from_identifier(&algorithm, "sigPolicyHash.hashAlgorithm").ok();
        let known = known.and_then(|algorithm| DigestValue::new(algorithm, &value));
        Ok(known.map_or(Self::Other { algorithm: algorithm.oid(), value }, Self::Known))
    }

    /// "should generate it with a length consistent with the hash algorithm", says the standard of zeros.
    fn encode(&self) -> Result<Vec<u8>, Fault> {
        const UNKNOWN: DigestAlgorithm = DigestAlgorithm::Sha256;
        let zeros = [0; DigestValue::MAX_OCTETS];
        let (algorithm, value) = match self {
            Self::Unknown => (UNKNOWN, &zeros[..UNKNOWN.output_octets()]),
            Self::Known(digest) => (digest.algorithm(), digest.as_octets()),
            Self::Other { .. } => return Err(fault("sigPolicyHash", AttributeFault::UnknownAlgorithm)),
        };
        let value = element(Tag::OCTET_STRING, &[value]);
        Ok(element(Tag::SEQUENCE, &[&algorithm.to_identifier(), &value]))
    }
}

impl<'a> SignaturePolicyQualifier<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let (id, qualifier) = identified(element, PRODUCTION)?;
        match qualifier {
            Some(value) if id == oids::SPQ_URI => text(value, PRODUCTION).map(Self::Uri),
            Some(value) if id == oids::SPQ_USER_NOTICE => PolicyNotice::parse(value).map(Self::UserNotice),
            Some(value) if id == oids::SPQ_DOC_SPECIFICATION => {
                DocumentSpecification::parse(value, PRODUCTION).map(Self::DocumentSpecification)
            }
            qualifier => Ok(Self::Other { id, qualifier: qualifier.map(|value| value.as_bytes()) }),
        }
    }

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "sigPolicyQualifiers";
        let (id, value) = match self {
            Self::Uri(text) => (oids::SPQ_URI, uri(text, "SPuri")?),
            Self::UserNotice(notice) => (oids::SPQ_USER_NOTICE, notice.encode()?),
            Self::DocumentSpecification(specification) => {
                (oids::SPQ_DOC_SPECIFICATION, specification.encode()?)
            }
            Self::Other { id, qualifier } => return encode_identified(*id, *qualifier, FIELD),
        };
        encode_identified(Oid::from(&id), Some(&value), FIELD)
    }
}

impl<'a> PolicyNotice<'a> {
    /// A text.
    pub fn new(explicit_text: impl Into<Cow<'a, str>>) -> Self {
        Self { reference: None, explicit_text: Some(explicit_text.into()) }
    }

    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = element.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let reference = fields.optional(Tag::SEQUENCE, PRODUCTION)?;
        let explicit_text =
            if fields.is_empty() { None } else { Some(text(fields.any(PRODUCTION)?, PRODUCTION)?) };
        fields.finish(PRODUCTION)?;
        Ok(Self { reference: reference.map(NoticeReference::parse).transpose()?, explicit_text })
    }

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let fields = usize::from(self.reference.is_some()) + usize::from(self.explicit_text.is_some());
        written::check_count(fields, usize::MAX, "SPUserNotice")?;
        let reference = self.reference.as_ref().map(NoticeReference::encode).transpose()?;
        let text = self.explicit_text.as_ref().map(|text| display_text(text, "explicitText")).transpose()?;
        Ok(element(Tag::SEQUENCE, &[&reference.unwrap_or_default(), &text.unwrap_or_default()]))
    }
}

impl<'a> NoticeReference<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = element.reader();
        let organization = text(fields.any(PRODUCTION)?, PRODUCTION)?;
        let numbers = fields.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        fields.finish(PRODUCTION)?;
        let number = |number: Element<'_>| number.small_integer(PRODUCTION);
        Ok(Self { organization, notice_numbers: each(numbers, NOTICE_NUMBERS, PRODUCTION, number)? })
    }

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let numbers: Vec<Vec<u8>> =
            self.notice_numbers.iter().map(|number| unsigned(&number.to_be_bytes())).collect();
        if numbers.len() > NOTICE_NUMBERS.1 {
            return Err(fault("noticeNumbers", AttributeFault::TooLong { allowed: NOTICE_NUMBERS.1 }));
        }
        let organization = display_text(&self.organization, "organization")?;
        Ok(element(Tag::SEQUENCE, &[&organization, &sequence_of(&numbers)]))
    }
}

impl<'a> DocumentSpecification<'a> {
    pub(super) fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        match element.tag() {
            Tag::OBJECT_IDENTIFIER => element.oid(production).map(Self::Oid),
            _ => text(element, production).map(Self::Uri),
        }
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Oid(oid) => Ok(written::oid(*oid)),
            Self::Uri(text) => uri(text, "SPDocSpecification"),
        }
    }
}

/// ```text
/// DisplayText ::= CHOICE { …, utf8String UTF8String (SIZE (1..200)) }
/// ```
fn display_text(text: &str, field: &'static str) -> Result<Vec<u8>, Fault> {
    written::check_count(text.chars().count(), MAX_DISPLAY_TEXT, field)?;
    utf8(text, field)
}

impl<'a> Attributes<'a> {
    /// signature-policy-identifier, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn signature_policy(&self) -> Result<Option<SignaturePolicy<'a>>, ParseError> {
        match self.single(oids::SIGNATURE_POLICY_IDENTIFIER, PRODUCTION)? {
            None => Ok(None),
            Some(value) if value.tag() == Tag::NULL => Ok(Some(SignaturePolicy::Implied)),
            Some(value) => {
                SignaturePolicyId::parse(value).map(|policy| Some(SignaturePolicy::Identified(policy)))
            }
        }
    }
}

impl SignedAttribute for SignaturePolicyId<'_> {}

impl Encode for SignaturePolicyId<'_> {
    const OID: ObjectIdentifier = oids::SIGNATURE_POLICY_IDENTIFIER;
    const NAME: &'static str = "signature-policy-identifier";

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let qualifiers = match self.qualifiers.len() {
            0 => Vec::new(),
            count => {
                written::check_count(count, QUALIFIERS.1, "sigPolicyQualifiers")?;
                let all = self.qualifiers.iter().map(SignaturePolicyQualifier::encode);
                sequence_of(&all.collect::<Result<Vec<_>, _>>()?)
            }
        };
        Ok(element(Tag::SEQUENCE, &[&written::oid(self.id), &self.hash.encode()?, &qualifiers]))
    }
}

const PRODUCTION: &str = "signedAttrs.signature-policy-identifier";

/// Qualifiers of one policy; three kinds are defined.
const QUALIFIERS: (&str, usize) = ("MAX_POLICY_QUALIFIERS", 64);

/// Numbers in one reference to notices.
const NOTICE_NUMBERS: (&str, usize) = ("MAX_NOTICE_NUMBERS", 64);

/// Characters of a DisplayText, by the production.
const MAX_DISPLAY_TEXT: usize = 200;

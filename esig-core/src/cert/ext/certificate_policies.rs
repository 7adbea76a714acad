//! certificatePolicies (RFC 5280 §4.2.1.4).

use super::oids;
use super::policy_qualifier::PolicyQualifier;
use crate::error::{ParseError, ParseErrorKind};
use crate::extensions::{Extensions, elements};
use crate::limits::MAX_POLICIES;
use crate::oid::Oid;
use crate::raw::{Element, Reader, Tag};

/// The policies under which the certificate was issued, each once.
///
/// ```text
/// certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
/// ```
#[derive(Clone, Debug)]
pub struct CertificatePolicies<'a> {
    reader: Reader<'a>,
}

/// A policy and what is said about it.
///
/// ```text
/// PolicyInformation ::= SEQUENCE {
///     policyIdentifier CertPolicyId,
///     policyQualifiers SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
/// PolicyQualifierInfo ::= SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY }
/// ```
#[derive(Clone, Debug)]
pub struct PolicyInformation<'a> {
    /// Which policy.
    pub policy_identifier: Oid<'a>,
    qualifiers: Option<Reader<'a>>,
}

impl<'a> PolicyInformation<'a> {
    /// policyQualifiers, decoded, in the order of the encoding.
    pub fn qualifiers(&self) -> impl Iterator<Item = PolicyQualifier<'a>> + use<'a> {
        self.policy_qualifiers().filter_map(|(id, qualifier)| PolicyQualifier::parse(id, qualifier).ok())
    }

    /// policyQualifierId and qualifier, in the order of the encoding.
    pub fn policy_qualifiers(&self) -> impl Iterator<Item = (Oid<'a>, Element<'a>)> + use<'a> {
        let mut reader = self.qualifiers.clone();
        core::iter::from_fn(move || read_qualifier(reader.as_mut()?).ok())
    }
}

impl<'a> CertificatePolicies<'a> {
    /// Identifiers of the policies, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        self.information().map(|information| information.policy_identifier)
    }

    /// The policies with their qualifiers, in the order of the encoding.
    pub fn information(&self) -> impl Iterator<Item = PolicyInformation<'a>> + use<'a> {
        self.reader.clone().each(read)
    }
}

const PRODUCTION: &str = "certificatePolicies[]";
const QUALIFIERS: &str = "certificatePolicies[].policyQualifiers";

fn read<'a>(reader: &mut Reader<'a>) -> Result<PolicyInformation<'a>, ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
    let policy = fields.any("certificatePolicies[].policyIdentifier")?;
    let policy_identifier = policy.oid("certificatePolicies[].policyIdentifier")?;
    let qualifiers = fields.optional(Tag::SEQUENCE, QUALIFIERS)?.map(|qualifiers| qualifiers.reader());
    fields.finish(PRODUCTION)?;
    if let Some(mut rest) = qualifiers.clone() {
        while !rest.is_empty() {
            let (id, qualifier) = read_qualifier(&mut rest)?;
            PolicyQualifier::parse(id, qualifier)?;
        }
    }
    Ok(PolicyInformation { policy_identifier, qualifiers })
}

fn read_qualifier<'a>(reader: &mut Reader<'a>) -> Result<(Oid<'a>, Element<'a>), ParseError> {
    let mut fields = reader.expect(Tag::SEQUENCE, QUALIFIERS)?.reader();
    let qualifier = (fields.any(QUALIFIERS)?.oid(QUALIFIERS)?, fields.any(QUALIFIERS)?);
    fields.finish(QUALIFIERS)?;
    Ok(qualifier)
}

impl<'a> CertificatePolicies<'a> {
    /// Reads the value of the extension: at most [`MAX_POLICIES`], "a certificate policy OID MUST NOT appear more than
    /// once".
    pub fn from_der(value: &'a [u8]) -> Result<Self, ParseError> {
        let mut reader = Reader::new(value);
        let policies = Self::read(&mut reader)?;
        reader.finish(PRODUCTION)?;
        Ok(policies)
    }

    fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        let policies = Self { reader: elements(reader, PRODUCTION, read)? };
        within_limit(policies.iter().count(), &policies.reader, PRODUCTION)?;
        let duplicate = policies.iter().enumerate().position(|(index, policy)| {
            let before = policies.iter().take(index);
            before.into_iter().any(|other| other == policy)
        });
        match duplicate {
            Some(index) => Err(policies.reader.error(ParseErrorKind::Duplicate, PRODUCTION).at_index(index)),
            None => Ok(policies),
        }
    }
}

impl<'a> Extensions<'a> {
    /// certificatePolicies, `None` if absent; at most [`MAX_POLICIES`], each once.
    pub fn certificate_policies(&self) -> Result<Option<CertificatePolicies<'a>>, ParseError> {
        self.decode(&oids::CERTIFICATE_POLICIES, PRODUCTION, CertificatePolicies::read)
    }
}

/// What is compared with all others must not be without end.
pub(super) fn within_limit(
    count: usize,
    reader: &Reader<'_>,
    production: &'static str,
) -> Result<(), ParseError> {
    let kind = ParseErrorKind::Limit { name: "MAX_POLICIES", allowed: MAX_POLICIES };
    if count <= MAX_POLICIES { Ok(()) } else { Err(reader.error(kind, production)) }
}

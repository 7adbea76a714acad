//! commitment-type-indication: what the signer wants to say by signing (EN 319 122-1 clause 5.2.3).

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Tag};

use super::Attributes;
use super::written::sealed::{Encode, Fault, Occurs};
use super::written::{self, SignedAttribute, each, encode_identified, identified, sequence_of};
use crate::oids;

/// One commitment; a signature may have several.
///
/// ```text
/// CommitmentTypeIndication ::= SEQUENCE {
///     commitmentTypeId        OBJECT IDENTIFIER,
///     commitmentTypeQualifier SEQUENCE SIZE (1..MAX) OF CommitmentTypeQualifier OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment<'a> {
    /// Which one: one of [`KNOWN_COMMITMENTS`], or of a signature policy.
    pub commitment_type: Oid<'a>,
    /// What is said of it besides.
    pub qualifiers: Vec<CommitmentQualifier<'a>>,
}

/// ```text
/// CommitmentTypeQualifier ::= SEQUENCE { commitmentQualifierId OBJECT IDENTIFIER, qualifier ANY OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitmentQualifier<'a> {
    /// commitmentQualifierId.
    pub id: Oid<'a>,
    /// The whole element of the qualifier.
    pub qualifier: Option<&'a [u8]>,
}

/// The commitments that RFC 5126 §5.11.1 defines, each with its name there.
pub const KNOWN_COMMITMENTS: [(ObjectIdentifier, &str); 6] = [
    (oids::PROOF_OF_ORIGIN, "proof-of-origin"),
    (oids::PROOF_OF_RECEIPT, "proof-of-receipt"),
    (oids::PROOF_OF_DELIVERY, "proof-of-delivery"),
    (oids::PROOF_OF_SENDER, "proof-of-sender"),
    (oids::PROOF_OF_APPROVAL, "proof-of-approval"),
    (oids::PROOF_OF_CREATION, "proof-of-creation"),
];

impl<'a> Commitment<'a> {
    /// A commitment without qualifiers.
    pub fn new(commitment_type: impl Into<Oid<'a>>) -> Self {
        Self { commitment_type: commitment_type.into(), qualifiers: Vec::new() }
    }

    /// Its name in RFC 5126, `None` for one defined elsewhere.
    pub fn name(&self) -> Option<&'static str> {
        KNOWN_COMMITMENTS.into_iter().find(|(oid, _)| self.commitment_type == *oid).map(|(_, name)| name)
    }

    fn parse(value: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let commitment_type = fields.any(PRODUCTION)?.oid(PRODUCTION)?;
        let qualifiers = match fields.optional(Tag::SEQUENCE, PRODUCTION)? {
            Some(list) => each(list.reader(), QUALIFIERS, PRODUCTION, CommitmentQualifier::parse)?,
            None => Vec::new(),
        };
        fields.finish(PRODUCTION)?;
        Ok(Self { commitment_type, qualifiers })
    }
}

impl<'a> CommitmentQualifier<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let (id, qualifier) = identified(element, PRODUCTION)?;
        Ok(Self { id, qualifier: qualifier.map(|qualifier| qualifier.as_bytes()) })
    }
}

impl<'a> Attributes<'a> {
    /// commitment-type-indication: every one, in the order of the encoding. Some software puts several values into one
    /// attribute, although it may have one.
    ///
    /// # Errors
    /// If one of them is malformed, or an attribute has no value.
    pub fn commitments(&self) -> Result<Vec<Commitment<'a>>, ParseError> {
        let mut all = Vec::new();
        for attribute in self.of_type(oids::COMMITMENT_TYPE_INDICATION) {
            let before = all.len();
            for value in attribute.values() {
                written::check_limit(all.len(), COMMITMENTS, &value, PRODUCTION)?;
                all.push(Commitment::parse(value)?);
            }
            if all.len() == before {
                return Err(attribute.element.error(ParseErrorKind::Empty, PRODUCTION));
            }
        }
        Ok(all)
    }
}

impl SignedAttribute for Commitment<'_> {}

impl Encode for Commitment<'_> {
    const OID: ObjectIdentifier = oids::COMMITMENT_TYPE_INDICATION;
    const NAME: &'static str = "commitment-type-indication";
    const OCCURS: Occurs = Occurs::Often;

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "commitmentTypeQualifier";
        let encode = |one: &CommitmentQualifier<'_>| encode_identified(one.id, one.qualifier, FIELD);
        let qualifiers = match self.qualifiers.len() {
            0 => Vec::new(),
            count => {
                written::check_count(count, QUALIFIERS.1, FIELD)?;
                sequence_of(&self.qualifiers.iter().map(encode).collect::<Result<Vec<_>, _>>()?)
            }
        };
        Ok(element(Tag::SEQUENCE, &[&written::oid(self.commitment_type), &qualifiers]))
    }
}

const PRODUCTION: &str = "signedAttrs.commitment-type-indication";

/// Commitments of one signature; six are defined.
const COMMITMENTS: (&str, usize) = ("MAX_COMMITMENTS", 64);

/// Qualifiers of one commitment; none are in use.
const QUALIFIERS: (&str, usize) = ("MAX_COMMITMENT_QUALIFIERS", 64);

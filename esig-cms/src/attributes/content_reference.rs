//! content-identifier and content-reference: how one signed content names another (EN 319 122-1 clauses 5.2.11 and 5.2.12,
//! RFC 2634 §2.7 and §2.11).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Tag};

use super::Attributes;
use super::written::sealed::{Encode, Fault};
use super::written::{self, SignedAttribute};
use crate::octet_string::OctetString;
use crate::oids;

/// A name of the signed content: who, when, and a random number, by the standard.
///
/// ```text
/// ContentIdentifier ::= OCTET STRING
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentIdentifier<'a>(pub Cow<'a, [u8]>);

/// Another signed content, to which this one is the answer.
///
/// ```text
/// ContentReference ::= SEQUENCE {
///     contentType              OBJECT IDENTIFIER,
///     signedContentIdentifier  OCTET STRING,
///     originatorSignatureValue OCTET STRING }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentReference<'a> {
    /// contentType of the other content.
    pub content_type: Oid<'a>,
    /// Its content-identifier.
    pub signed_content_identifier: Cow<'a, [u8]>,
    /// The value of the signature over it.
    pub originator_signature_value: Cow<'a, [u8]>,
}

impl<'a> ContentReference<'a> {
    fn parse(value: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, REFERENCE)?.reader();
        let content_type = fields.any(REFERENCE)?.oid(REFERENCE)?;
        let mut octets = || octets(fields.any(REFERENCE)?, REFERENCE);
        let (identifier, value) = (octets()?, octets()?);
        fields.finish(REFERENCE)?;
        Ok(Self { content_type, signed_content_identifier: identifier, originator_signature_value: value })
    }
}

impl<'a> Attributes<'a> {
    /// content-identifier, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is no OCTET STRING.
    pub fn content_identifier(&self) -> Result<Option<ContentIdentifier<'a>>, ParseError> {
        let value = self.single(oids::CONTENT_IDENTIFIER, IDENTIFIER)?;
        value.map(|value| octets(value, IDENTIFIER).map(ContentIdentifier)).transpose()
    }

    /// content-reference, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn content_reference(&self) -> Result<Option<ContentReference<'a>>, ParseError> {
        self.single(oids::CONTENT_REFERENCE, REFERENCE)?.map(ContentReference::parse).transpose()
    }
}

fn octets<'a>(element: Element<'a>, production: &'static str) -> Result<Cow<'a, [u8]>, ParseError> {
    Ok(OctetString::parse(element, production)?.octets())
}

impl SignedAttribute for ContentIdentifier<'_> {}

impl Encode for ContentIdentifier<'_> {
    const OID: ObjectIdentifier = oids::CONTENT_IDENTIFIER;
    const NAME: &'static str = "content-identifier";

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        written::check_count(self.0.len(), usize::MAX, "ContentIdentifier")?;
        Ok(element(Tag::OCTET_STRING, &[&self.0]))
    }
}

impl SignedAttribute for ContentReference<'_> {}

impl Encode for ContentReference<'_> {
    const OID: ObjectIdentifier = oids::CONTENT_REFERENCE;
    const NAME: &'static str = "content-reference";

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let (identifier, value) = (&self.signed_content_identifier, &self.originator_signature_value);
        written::check_count(identifier.len(), usize::MAX, "signedContentIdentifier")?;
        written::check_count(value.len(), usize::MAX, "originatorSignatureValue")?;
        let octets = |octets: &[u8]| element(Tag::OCTET_STRING, &[octets]);
        Ok(element(Tag::SEQUENCE, &[&written::oid(self.content_type), &octets(identifier), &octets(value)]))
    }
}

const IDENTIFIER: &str = "signedAttrs.content-identifier";
const REFERENCE: &str = "signedAttrs.content-reference";

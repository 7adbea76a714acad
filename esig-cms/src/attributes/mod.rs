//! Attributes of a signer, signed and unsigned; each kind is decoded in a file of its own.

mod algorithm_protection;
mod commitment;
mod content_hints;
mod content_reference;
mod counter_signature;
mod new_attributes;
mod plain;
mod policy_store;
pub mod references;
mod signature_policy;
mod signer_attributes;
mod signer_location;
pub mod signing_certificate;
pub mod timestamp;
pub mod values;
mod written;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::error::ParseErrorKind;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};

pub(crate) use algorithm_protection::AlgorithmProtection;
pub use commitment::{Commitment, CommitmentQualifier, KNOWN_COMMITMENTS};
pub use content_hints::{ContentHints, MimeType};
pub use content_reference::{ContentIdentifier, ContentReference};
pub use new_attributes::NewAttributes;
pub(crate) use new_attributes::{NewAttribute, attribute};
pub use policy_store::{PolicyDocument, SignaturePolicyStore};
pub use signature_policy::{
    DocumentSpecification, NoticeReference, PolicyHash, PolicyNotice, SignaturePolicy, SignaturePolicyId,
    SignaturePolicyQualifier,
};
pub use signer_attributes::{
    CertifiedAttribute, ClaimedAttribute, SignedAssertion, SignerAttributes, SignerAttributesV1,
};
pub use signer_location::SignerLocation;
pub use signing_certificate::{CertificateReference, IssuerSerial, SigningCertificate};
pub use timestamp::{Timestamp, TimestampKind};
pub use values::{CertificateValues, RevocationValues};
pub(crate) use written::sealed::{Allowed, Fault};
pub use written::{AttributeFault, SignedAttribute};

/// The signed or unsigned attributes of one signer, in the order of the encoding (RFC 5652 §5.3).
///
/// ```text
/// SignedAttributes   ::= SET SIZE (1..MAX) OF Attribute
/// UnsignedAttributes ::= SET SIZE (1..MAX) OF Attribute
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Attributes<'a> {
    element: Option<Element<'a>>,
}

impl<'a> Attributes<'a> {
    /// Checks every attribute of the SET that `element` is, whatever its tag.
    pub(crate) fn parse(
        element: Option<Element<'a>>,
        production: &'static str,
        limit: usize,
    ) -> Result<Self, ParseError> {
        let this = Self { element };
        let Some(element) = element else { return Ok(this) };
        let mut reader = element.reader();
        let mut count = 0;
        while !reader.is_empty() {
            Attribute::read(&mut reader, production).map_err(|error| error.at_index(count))?;
            count += 1;
        }
        if count > limit {
            let kind = ParseErrorKind::Limit { name: "attributes", allowed: limit };
            return Err(element.error(kind, production));
        }
        Ok(this)
    }

    /// The SET with the tag it has in the SignerInfo, exactly as it stands; `None` if the field is absent.
    pub fn as_bytes(&self) -> Option<&'a [u8]> {
        self.element.map(|element| element.as_bytes())
    }

    pub(crate) fn element(&self) -> Option<Element<'a>> {
        self.element
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// All of them, in the order of the encoding.
    pub fn iter(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let mut reader = self.element.map(|element| element.reader());
        core::iter::from_fn(move || Attribute::read(reader.as_mut()?, "attributes[]").ok())
    }

    /// Every attribute of that type.
    pub fn of_type(&self, oid: ObjectIdentifier) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        self.iter().filter(move |attribute| attribute.oid == oid)
    }

    /// Whether there is an attribute of that type.
    pub fn contains(&self, oid: ObjectIdentifier) -> bool {
        self.of_type(oid).next().is_some()
    }

    /// The value of an attribute that may stand once and has one value, as RFC 5652 §11 says of each it defines.
    ///
    /// # Errors
    /// [`ParseErrorKind::Duplicate`] if it stands twice or has two values, [`ParseErrorKind::Empty`] if it has none.
    pub fn single(
        &self,
        oid: ObjectIdentifier,
        production: &'static str,
    ) -> Result<Option<Element<'a>>, ParseError> {
        let mut found = self.of_type(oid);
        let Some(attribute) = found.next() else { return Ok(None) };
        if let Some(second) = found.next() {
            return Err(second.element.error(ParseErrorKind::Duplicate, production));
        }
        let mut values = attribute.values();
        match (values.next(), values.next()) {
            (None, _) => Err(attribute.element.error(ParseErrorKind::Empty, production)),
            (Some(_), Some(second)) => Err(second.error(ParseErrorKind::Duplicate, production)),
            (value, None) => Ok(value),
        }
    }
}

/// One attribute.
///
/// ```text
/// Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    element: Element<'a>,
    oid: Oid<'a>,
    values: Element<'a>,
}

impl<'a> Attribute<'a> {
    fn read(reader: &mut Reader<'a>, production: &'static str) -> Result<Self, ParseError> {
        let element = reader.expect(Tag::SEQUENCE, production)?;
        let mut fields = element.reader();
        let oid = fields.any(production)?.oid(production)?;
        let values = fields.expect(Tag::SET, production)?;
        fields.finish(production)?;
        let mut each = values.reader();
        while !each.is_empty() {
            each.any(production)?;
        }
        Ok(Self { element, oid, values })
    }

    /// attrType.
    pub fn oid(&self) -> Oid<'a> {
        self.oid
    }

    /// The elements of attrValues, in the order of the encoding.
    pub fn values(&self) -> impl Iterator<Item = Element<'a>> + Clone + use<'a> {
        let mut reader = self.values.reader();
        core::iter::from_fn(move || reader.any("attributes[].attrValues").ok())
    }

    /// attrType, as it stands.
    pub(crate) fn type_bytes(&self) -> &'a [u8] {
        let contents = self.element.contents();
        &contents[..contents.len() - self.values.as_bytes().len()]
    }

    /// attrType and attrValues, as they stand.
    pub(crate) fn contents(&self) -> &'a [u8] {
        self.element.contents()
    }

    /// The whole SEQUENCE.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.element.as_bytes()
    }

    pub(crate) fn element(&self) -> Element<'a> {
        self.element
    }

    /// Whether both are the same attribute of one signature, not two that are equal.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.element.offset() == other.element.offset()
    }
}

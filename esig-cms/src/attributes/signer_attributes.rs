//! signer-attributes-v2 and its predecessor signer-attributes: what the signer says he is, and what others say of him
//! (EN 319 122-1 clause 5.2.6.1, RFC 5126 §5.11.3).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::cert::ext::GeneralName;
use esig_core::encode::{element, set_of};
use esig_core::error::ParseErrorKind;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::strings;

use super::Attributes;
use super::written::sealed::{Encode, Fault};
use super::written::{
    self, AttributeFault, SignedAttribute, each, encode_identified, explicit, fault, identified,
    optional_explicit, sequence_of, verbatim,
};
use crate::oids;

/// Attributes of the signer; never empty.
///
/// ```text
/// SignerAttributeV2 ::= SEQUENCE {
///     claimedAttributes     [0] ClaimedAttributes OPTIONAL,
///     certifiedAttributesV2 [1] CertifiedAttributesV2 OPTIONAL,
///     signedAssertions      [2] SignedAssertions OPTIONAL }
/// SignerAttribute ::= SEQUENCE OF CHOICE {   -- the predecessor
///     claimedAttributes   [0] ClaimedAttributes,
///     certifiedAttributes [1] AttributeCertificate }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignerAttributes<'a> {
    /// What he claims, proven by nothing.
    pub claimed: Vec<ClaimedAttribute<'a>>,
    /// What an attribute authority certified; not verified here.
    pub certified: Vec<CertifiedAttribute<'a>>,
    /// What a third party asserts; not verified here.
    pub assertions: Vec<SignedAssertion<'a>>,
}

/// ```text
/// ClaimedAttributes ::= SEQUENCE OF Attribute
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedAttribute<'a> {
    /// attrType.
    pub attribute_type: Oid<'a>,
    /// The whole element of each value.
    pub values: Vec<Cow<'a, [u8]>>,
}

/// ```text
/// CertifiedAttributesV2 ::= SEQUENCE OF CHOICE {
///     attributeCertificate      [0] AttributeCertificate,
///     otherAttributeCertificate [1] OtherAttributeCertificate }
/// OtherAttributeCertificate ::= SEQUENCE { otherAttributeCertID OBJECT IDENTIFIER, otherAttributeCert ANY OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertifiedAttribute<'a> {
    /// An X.509 attribute certificate, the whole DER.
    AttributeCertificate(&'a [u8]),
    /// One of another format.
    Other {
        /// Which format.
        id: Oid<'a>,
        /// The whole element of it.
        certificate: Option<&'a [u8]>,
    },
}

/// ```text
/// SignedAssertion ::= SEQUENCE { signedAssertionID OBJECT IDENTIFIER, signedAssertion ANY OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedAssertion<'a> {
    /// Which kind of assertion.
    pub id: Oid<'a>,
    /// The whole element of it.
    pub assertion: Option<&'a [u8]>,
}

impl<'a> SignerAttributes<'a> {
    /// Nothing, which is to be filled before it is written.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one claim more: the signer's position or role, in words.
    ///
    /// It becomes an attribute of type title, which X.520 §6.4.3 has for "the designated position or function of the object
    /// within an organization": unlike role of X.509, whose syntax is a name and mostly a URI, it holds plain text, and
    /// software that shows claimed roles shows any text.
    #[must_use]
    pub fn with_claimed_role(mut self, role: &str) -> Self {
        let attribute_type = Oid::from(&oids::TITLE);
        let value = Cow::Owned(element(Tag::UTF8_STRING, &[role.as_bytes()]));
        match self.claimed.iter_mut().find(|claimed| claimed.attribute_type == attribute_type) {
            Some(claimed) => claimed.values.push(value),
            None => self.claimed.push(ClaimedAttribute { attribute_type, values: alloc::vec![value] }),
        }
        self
    }

    /// Every claim that is a text or a role of X.509 with a textual name, in the order of the encoding.
    pub fn claimed_roles(&self) -> Vec<Cow<'_, str>> {
        self.claimed.iter().flat_map(|claimed| &claimed.values).filter_map(|value| role(value)).collect()
    }

    fn parse_v2(value: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, V2)?.reader();
        let mut list = |number| match optional_explicit(&mut fields, number, V2)? {
            Some(list) => Ok(Some(list.expect(Tag::SEQUENCE, V2)?.reader())),
            None => Ok(None),
        };
        let (claimed, certified, assertions) = (list(0)?, list(1)?, list(2)?);
        fields.finish(V2)?;
        Self {
            claimed: all(claimed, V2, |element| ClaimedAttribute::parse(element, V2))?,
            certified: all(certified, V2, CertifiedAttribute::parse)?,
            assertions: all(assertions, V2, SignedAssertion::parse)?,
        }
        .not_empty(value, V2)
    }

    fn parse_v1(value: Element<'a>) -> Result<Self, ParseError> {
        let choices = each(value.expect(Tag::SEQUENCE, V1)?.reader(), ATTRIBUTES, V1, Ok)?;
        let mut this = Self::new();
        for choice in choices {
            let inner = written::only(choice, V1)?;
            match choice.tag() {
                tag if tag == Tag::context(0) => {
                    let list = inner.expect(Tag::SEQUENCE, V1)?.reader();
                    this.claimed.extend(all(Some(list), V1, |element| ClaimedAttribute::parse(element, V1))?);
                    written::check_limit(this.claimed.len(), (ATTRIBUTES.0, ATTRIBUTES.1 + 1), &choice, V1)?;
                }
                tag if tag == Tag::context(1) => {
                    let certificate = inner.expect(Tag::SEQUENCE, V1)?.as_bytes();
                    this.certified.push(CertifiedAttribute::AttributeCertificate(certificate));
                }
                found => return Err(unexpected(choice, found, V1)),
            }
        }
        this.not_empty(value, V1)
    }

    fn not_empty(self, value: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        match self.claimed.len() + self.certified.len() + self.assertions.len() {
            0 => Err(value.error(ParseErrorKind::Empty, production)),
            _ => Ok(self),
        }
    }
}

/// Reads a list that may be absent.
fn all<'a, T>(
    list: Option<Reader<'a>>,
    production: &'static str,
    read: impl FnMut(Element<'a>) -> Result<T, ParseError>,
) -> Result<Vec<T>, ParseError> {
    list.map_or(Ok(Vec::new()), |list| each(list, ATTRIBUTES, production, read))
}

impl<'a> ClaimedAttribute<'a> {
    fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        let mut fields = element.expect(Tag::SEQUENCE, production)?.reader();
        let attribute_type = fields.any(production)?.oid(production)?;
        let values = fields.expect(Tag::SET, production)?.reader();
        fields.finish(production)?;
        let values = each(values, VALUES, production, |value| Ok(Cow::Borrowed(value.as_bytes())))?;
        Ok(Self { attribute_type, values })
    }

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "claimedAttributes.values";
        written::check_count(self.values.len(), VALUES.1, FIELD)?;
        let value = |value: &Cow<'_, [u8]>| match Element::from_der(value, FIELD) {
            Ok(text) if text.tag() == Tag::UTF8_STRING && text.contents().is_empty() => {
                Err(fault(FIELD, AttributeFault::Empty))
            }
            _ => verbatim(value, FIELD).map(Vec::from),
        };
        let values = self.values.iter().map(value).collect::<Result<Vec<_>, _>>()?;
        let attribute_type = written::oid(self.attribute_type);
        Ok(element(Tag::SEQUENCE, &[&attribute_type, &set_of(Tag::SET, values)]))
    }
}

impl<'a> CertifiedAttribute<'a> {
    fn parse(choice: Element<'a>) -> Result<Self, ParseError> {
        let inner = written::only(choice, V2)?;
        match choice.tag() {
            tag if tag == Tag::context(0) => {
                Ok(Self::AttributeCertificate(inner.expect(Tag::SEQUENCE, V2)?.as_bytes()))
            }
            tag if tag == Tag::context(1) => {
                let (id, certificate) = identified(inner, V2)?;
                Ok(Self::Other { id, certificate: certificate.map(|certificate| certificate.as_bytes()) })
            }
            found => Err(unexpected(choice, found, V2)),
        }
    }

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "certifiedAttributesV2";
        match self {
            Self::AttributeCertificate(der) => Ok(explicit(0, verbatim(der, FIELD)?)),
            Self::Other { id, certificate } => Ok(explicit(1, &encode_identified(*id, *certificate, FIELD)?)),
        }
    }
}

impl<'a> SignedAssertion<'a> {
    fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        let (id, assertion) = identified(element, V2)?;
        Ok(Self { id, assertion: assertion.map(|assertion| assertion.as_bytes()) })
    }
}

/// The text of a claim, or of the name of a role:
///
/// ```text
/// RoleSyntax ::= SEQUENCE { roleAuthority [0] GeneralNames OPTIONAL, roleName [1] GeneralName }
/// ```
fn role(value: &[u8]) -> Option<Cow<'_, str>> {
    let value = Reader::ber(value).any("claimedAttributes").ok()?;
    if value.tag() != Tag::SEQUENCE {
        return strings::text(value);
    }
    let mut fields = value.reader();
    fields.optional(Tag::context(0), "roleAuthority").ok()?;
    let name = fields.expect(Tag::context(1), "roleName").ok()?;
    match GeneralName::parse(written::only(name, "roleName").ok()?).ok()? {
        GeneralName::Uri(octets) | GeneralName::Rfc822Name(octets) | GeneralName::DnsName(octets) => {
            core::str::from_utf8(octets).ok().map(Cow::Borrowed)
        }
        GeneralName::DirectoryName(name) => Some(Cow::Owned(alloc::string::ToString::to_string(&name))),
        _ => None,
    }
}

fn unexpected(element: Element<'_>, found: Tag, production: &'static str) -> ParseError {
    element.error(ParseErrorKind::UnexpectedTag { wanted: Tag::context(0), found }, production)
}

impl<'a> Attributes<'a> {
    /// signer-attributes-v2, else its predecessor signer-attributes; `None` if neither is there.
    ///
    /// # Errors
    /// If there are two of them, one has not one value, or the value is malformed or empty.
    pub fn signer_attributes(&self) -> Result<Option<SignerAttributes<'a>>, ParseError> {
        let second = self.single(oids::SIGNER_ATTRIBUTES_V2, V2)?;
        match (self.single(oids::SIGNER_ATTRIBUTES, V1)?, second) {
            (Some(first), Some(_)) => Err(first.error(ParseErrorKind::Duplicate, V1)),
            (None, Some(value)) => SignerAttributes::parse_v2(value).map(Some),
            (Some(value), None) => SignerAttributes::parse_v1(value).map(Some),
            (None, None) => Ok(None),
        }
    }
}

impl SignedAttribute for SignerAttributes<'_> {}

impl Encode for SignerAttributes<'_> {
    const OID: ObjectIdentifier = oids::SIGNER_ATTRIBUTES_V2;
    const NAME: &'static str = "signer-attributes-v2";

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let count = self.claimed.len() + self.certified.len() + self.assertions.len();
        written::check_count(
            count,
            usize::MAX,
            "claimedAttributes, certifiedAttributesV2 and signedAssertions",
        )?;
        let assertion =
            |one: &SignedAssertion<'_>| encode_identified(one.id, one.assertion, "signedAssertions");
        let fields = [
            list(0, &self.claimed, "claimedAttributes", ClaimedAttribute::encode)?,
            list(1, &self.certified, "certifiedAttributesV2", CertifiedAttribute::encode)?,
            list(2, &self.assertions, "signedAssertions", assertion)?,
        ];
        Ok(sequence_of(&fields))
    }
}

/// A list under its tag; an empty one is left out.
fn list<T>(
    number: u8,
    elements: &[T],
    field: &'static str,
    encode: impl Fn(&T) -> Result<Vec<u8>, Fault>,
) -> Result<Vec<u8>, Fault> {
    if elements.is_empty() {
        return Ok(Vec::new());
    }
    written::check_count(elements.len(), ATTRIBUTES.1, field)?;
    let elements = elements.iter().map(encode).collect::<Result<Vec<_>, _>>()?;
    Ok(explicit(number, &sequence_of(&elements)))
}

/// The same attributes in the form of RFC 5126, signer-attributes, for software that knows no other. Assertions do not go
/// into it.
///
/// EN 319 122-1 clause 6.3 does not allow it at the baseline levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerAttributesV1<'a>(pub SignerAttributes<'a>);

impl SignedAttribute for SignerAttributesV1<'_> {}

impl Encode for SignerAttributesV1<'_> {
    const OID: ObjectIdentifier = oids::SIGNER_ATTRIBUTES;
    const NAME: &'static str = "signer-attributes";

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        const FIELD: &str = "claimedAttributes and certifiedAttributes";
        let Self(attributes) = self;
        written::check_count(attributes.claimed.len() + attributes.certified.len(), ATTRIBUTES.1, FIELD)?;
        if !attributes.assertions.is_empty() {
            return Err(fault("signedAssertions", AttributeFault::NotInThisForm));
        }
        let mut choices = Vec::new();
        if !attributes.claimed.is_empty() {
            choices.push(list(0, &attributes.claimed, "claimedAttributes", ClaimedAttribute::encode)?);
        }
        for certified in &attributes.certified {
            match certified {
                CertifiedAttribute::AttributeCertificate(der) => {
                    choices.push(explicit(1, verbatim(der, "certifiedAttributes")?));
                }
                CertifiedAttribute::Other { .. } => {
                    return Err(fault("otherAttributeCertificate", AttributeFault::NotInThisForm));
                }
            }
        }
        Ok(sequence_of(&choices))
    }
}

const V1: &str = "signedAttrs.signer-attributes";
const V2: &str = "signedAttrs.signer-attributes-v2";

/// Attributes, certificates or assertions of one signer; one or two are in use.
const ATTRIBUTES: (&str, usize) = ("MAX_SIGNER_ATTRIBUTES", 64);

/// Values of one claimed attribute.
const VALUES: (&str, usize) = ("MAX_SIGNER_ATTRIBUTE_VALUES", 64);

//! content-hints and mime-type: what the signed content is, for whoever is to show it (EN 319 122-1 clause 5.2.4).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Tag};

use super::Attributes;
use super::written::sealed::{Allowed, Encode, Fault};
use super::written::{self, SignedAttribute, text, utf8};
use crate::oids;

/// What the innermost content is (RFC 2634 §2.9).
///
/// ```text
/// ContentHints ::= SEQUENCE { contentDescription UTF8String (SIZE (1..MAX)) OPTIONAL, contentType OBJECT IDENTIFIER }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentHints<'a> {
    /// contentDescription: how to present the content, by RFC 2045 if the type is id-data.
    pub description: Option<Cow<'a, str>>,
    /// contentType.
    pub content_type: Oid<'a>,
}

impl<'a> ContentHints<'a> {
    fn parse(value: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, HINTS)?.reader();
        let description = fields.optional(Tag::UTF8_STRING, HINTS)?;
        let content_type = fields.any(HINTS)?.oid(HINTS)?;
        fields.finish(HINTS)?;
        let description = description.map(|description| text(description, HINTS)).transpose()?;
        Ok(Self { description, content_type })
    }
}

/// The type of the content, as RFC 2045 writes it: `application/pdf`.
///
/// ```text
/// MimeType ::= UTF8String
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MimeType<'a>(pub Cow<'a, str>);

impl<'a> Attributes<'a> {
    /// content-hints, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn content_hints(&self) -> Result<Option<ContentHints<'a>>, ParseError> {
        self.single(oids::CONTENT_HINTS, HINTS)?.map(ContentHints::parse).transpose()
    }

    /// mime-type, `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is no string.
    pub fn mime_type(&self) -> Result<Option<MimeType<'a>>, ParseError> {
        let value = self.single(oids::MIME_TYPE, MIME_TYPE)?;
        value.map(|value| text(value, MIME_TYPE).map(MimeType)).transpose()
    }
}

impl SignedAttribute for ContentHints<'_> {}

impl Encode for ContentHints<'_> {
    const OID: ObjectIdentifier = oids::CONTENT_HINTS;
    const NAME: &'static str = "content-hints";
    const IN_COUNTER_SIGNATURE: Allowed = Allowed::No;

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        let description = match &self.description {
            Some(text) => utf8(text, "contentDescription")?,
            None => Vec::new(),
        };
        Ok(element(Tag::SEQUENCE, &[&description, &written::oid(self.content_type)]))
    }
}

impl SignedAttribute for MimeType<'_> {}

impl Encode for MimeType<'_> {
    const OID: ObjectIdentifier = oids::MIME_TYPE;
    const NAME: &'static str = "mime-type";
    const IN_COUNTER_SIGNATURE: Allowed = Allowed::No;

    fn encode(&self) -> Result<Vec<u8>, Fault> {
        utf8(&self.0, "MimeType")
    }
}

const HINTS: &str = "signedAttrs.content-hints";
const MIME_TYPE: &str = "signedAttrs.mime-type";

//! The content that a SignedData carries with it.

use alloc::borrow::Cow;

use esig_core::ParseError;
use esig_core::oid::Oid;
use esig_core::raw::{Element, Reader, Tag};

use crate::ber::{Pieces, check_octet_string};
use crate::octet_string::joined;

/// What encapContentInfo holds (RFC 5652 §5.2).
///
/// ```text
/// EncapsulatedContentInfo ::= SEQUENCE {
///     eContentType ContentType,
///     eContent [0] EXPLICIT OCTET STRING OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub(crate) struct EncapsulatedContentInfo<'a> {
    pub(crate) element: Element<'a>,
    pub(crate) content_type: Oid<'a>,
    pub(crate) content: Option<Element<'a>>,
}

impl<'a> EncapsulatedContentInfo<'a> {
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "encapContentInfo";
        const CONTENT: &str = "encapContentInfo.eContent";
        let element = reader.expect(Tag::SEQUENCE, PRODUCTION)?;
        let mut fields = element.reader();
        let content_type =
            fields.any("encapContentInfo.eContentType")?.oid("encapContentInfo.eContentType")?;
        let content = match fields.optional(Tag::context(0), CONTENT)? {
            Some(wrapper) => Some(read_content(wrapper)?),
            None => None,
        };
        fields.finish(PRODUCTION)?;
        Ok(Self { element, content_type, content })
    }
}

/// PKCS#7 v1.5 (RFC 2315 §7) allows any type here, so only what claims to be an OCTET STRING is looked into.
fn read_content(wrapper: Element<'_>) -> Result<Element<'_>, ParseError> {
    const PRODUCTION: &str = "encapContentInfo.eContent";
    let mut inner = wrapper.reader();
    let content = inner.any(PRODUCTION)?;
    inner.finish(PRODUCTION)?;
    if content.tag() == Tag::CONSTRUCTED_OCTET_STRING {
        check_octet_string(content, PRODUCTION, 0)?;
    }
    Ok(content)
}

/// The signed content inside the signature, as it stands: BER may cut it in pieces.
#[derive(Clone, Copy, Debug)]
pub struct EncapsulatedContent<'a> {
    pub(crate) content_type: Oid<'a>,
    pub(crate) element: Element<'a>,
}

impl<'a> EncapsulatedContent<'a> {
    /// eContentType.
    pub fn content_type(&self) -> Oid<'a> {
        self.content_type
    }

    /// The octets that were digested, piece by piece, in order.
    ///
    /// For content that is no OCTET STRING (PKCS#7 v1.5) these are its contents octets, without tag and length
    /// (RFC 5652 §5.2.1).
    pub fn segments(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let is_string = matches!(self.element.tag(), Tag::OCTET_STRING | Tag::CONSTRUCTED_OCTET_STRING);
        let pieces = is_string.then(|| Pieces::of(self.element));
        let whole = (!is_string).then(|| self.element.contents());
        pieces.into_iter().flatten().chain(whole)
    }

    /// The octets in one piece; copied only if BER cut them.
    pub fn octets(&self) -> Cow<'a, [u8]> {
        joined(self.segments())
    }

    /// The element inside eContent, tag and length included.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.element.as_bytes()
    }
}

//! signature-policy-store: the document of the signature's policy, kept with the signature (EN 319 122-1 clause 5.2.10).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use esig_core::ParseError;
use esig_core::encode::element;
use esig_core::raw::{Element, Tag};

use super::Attributes;
use super::signature_policy::DocumentSpecification;
use super::written::sealed::Fault;
use super::written::{self, text, uri};
use crate::octet_string::OctetString;
use crate::oids;

/// The document, or where it is. Not signed: the digest in signature-policy-identifier says whether it is the right one.
///
/// ```text
/// SignaturePolicyStore ::= SEQUENCE { spDocSpec SPDocSpecification, spDocument SignaturePolicyDocument }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignaturePolicyStore<'a> {
    /// How the document is written.
    pub specification: DocumentSpecification<'a>,
    /// The document.
    pub document: PolicyDocument<'a>,
}

/// ```text
/// SignaturePolicyDocument ::= CHOICE { sigPolicyEncoded OCTET STRING, sigPolicyLocalURI IA5String }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyDocument<'a> {
    /// The document itself.
    Encoded(Cow<'a, [u8]>),
    /// Its place in a local store; untrusted.
    LocalUri(Cow<'a, str>),
}

impl<'a> SignaturePolicyStore<'a> {
    fn parse(value: Element<'a>) -> Result<Self, ParseError> {
        let mut fields = value.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let specification = DocumentSpecification::parse(fields.any(PRODUCTION)?, PRODUCTION)?;
        let document = fields.any(PRODUCTION)?;
        fields.finish(PRODUCTION)?;
        let document = match document.tag() {
            Tag::OCTET_STRING | Tag::CONSTRUCTED_OCTET_STRING => {
                PolicyDocument::Encoded(OctetString::parse(document, PRODUCTION)?.octets())
            }
            _ => PolicyDocument::LocalUri(text(document, PRODUCTION)?),
        };
        Ok(Self { specification, document })
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, Fault> {
        let document = match &self.document {
            PolicyDocument::Encoded(octets) => {
                written::check_count(octets.len(), usize::MAX, "sigPolicyEncoded")?;
                element(Tag::OCTET_STRING, &[octets])
            }
            PolicyDocument::LocalUri(text) => uri(text, "sigPolicyLocalURI")?,
        };
        Ok(element(Tag::SEQUENCE, &[&self.specification.encode()?, &document]))
    }

    /// The attribute's name in messages.
    pub(crate) const NAME: &'static str = "signature-policy-store";
}

impl<'a> Attributes<'a> {
    /// signature-policy-store, which is unsigned; `None` if absent.
    ///
    /// # Errors
    /// If it stands twice, has not one value, or the value is malformed.
    pub fn signature_policy_store(&self) -> Result<Option<SignaturePolicyStore<'a>>, ParseError> {
        self.single(oids::SIGNATURE_POLICY_STORE, PRODUCTION)?.map(SignaturePolicyStore::parse).transpose()
    }
}

const PRODUCTION: &str = "unsignedAttrs.signature-policy-store";

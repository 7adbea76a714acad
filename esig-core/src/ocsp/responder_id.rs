//! Who signed an answer (RFC 6960 §4.2.1).

use core::fmt;

use crate::algorithm::DigestAlgorithm;
use crate::cert::Certificate;
use crate::error::{ParseError, ParseErrorKind, UnsupportedAlgorithm};
use crate::hex::write_hex;
use crate::name::Name;
use crate::provider::Provider;
use crate::raw::{Element, Tag};

/// The name or the key of the signer; a hint that must be true.
///
/// ```text
/// ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }
/// KeyHash ::= OCTET STRING -- SHA-1 hash of responder's public key
/// ```
#[derive(Clone, Copy, Debug)]
pub enum ResponderId<'a> {
    /// byName: the subject of the signer's certificate.
    ByName(Name<'a>),
    /// byKey: SHA-1 of the octets of its subjectPublicKey, tag, length and unused bits left out.
    ByKey(&'a [u8]),
}

impl<'a> ResponderId<'a> {
    /// Reads the CHOICE, as it also stands in references to answers.
    ///
    /// # Errors
    /// [`ParseError`] if it is neither a name nor an OCTET STRING under its tag.
    pub fn parse(element: Element<'a>) -> Result<Self, ParseError> {
        const PRODUCTION: &str = "tbsResponseData.responderID";
        let mut inner = element.reader();
        let choice = match element.tag() {
            tag if tag == Tag::context(1) => {
                Self::ByName(Name::parse(inner.any(PRODUCTION)?, "tbsResponseData.responderID.byName")?)
            }
            tag if tag == Tag::context(2) => {
                Self::ByKey(inner.any(PRODUCTION)?.octet_string("tbsResponseData.responderID.byKey")?)
            }
            found => {
                let kind = ParseErrorKind::UnexpectedTag { wanted: Tag::context(1), found };
                return Err(element.error(kind, PRODUCTION));
            }
        };
        inner.finish(PRODUCTION)?;
        Ok(choice)
    }

    /// Whether it means the holder of that certificate.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if the provider has no SHA-1.
    pub fn matches(
        &self,
        provider: &Provider,
        certificate: Certificate<'_>,
    ) -> Result<bool, UnsupportedAlgorithm> {
        match self {
            Self::ByName(name) => Ok(name.matches(&certificate.subject())),
            Self::ByKey(hash) => {
                let key = certificate.subject_public_key_info().subject_public_key();
                let own = provider.digest(DigestAlgorithm::Sha1, key.octets)?;
                Ok(own.as_octets() == *hash)
            }
        }
    }
}

impl fmt::Display for ResponderId<'_> {
    /// The name, or the hash as lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByName(name) => name.fmt(f),
            Self::ByKey(hash) => write_hex(f, hash),
        }
    }
}

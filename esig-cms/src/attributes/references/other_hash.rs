//! The digest of what is referred to.

use alloc::borrow::Cow;
use core::fmt;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{AlgorithmIdentifier, DigestAlgorithm, ParseError, Provider};

use crate::octet_string::OctetString;

/// A digest, of SHA-1 unless it says otherwise.
///
/// ```text
/// OtherHash ::= CHOICE { sha1Hash OtherHashValue, otherHash OtherHashAlgAndValue }
/// OtherHashAlgAndValue ::= SEQUENCE { hashAlgorithm AlgorithmIdentifier, hashValue OtherHashValue }
/// OtherHashValue ::= OCTET STRING
/// ```
#[derive(Clone, Copy)]
pub struct OtherHash<'a> {
    algorithm: Option<AlgorithmIdentifier<'a>>,
    value: OctetString<'a>,
}

impl<'a> OtherHash<'a> {
    pub(crate) fn parse(element: Element<'a>, production: &'static str) -> Result<Self, ParseError> {
        if element.tag() != Tag::SEQUENCE {
            return Ok(Self { algorithm: None, value: OctetString::parse(element, production)? });
        }
        let mut fields = element.reader();
        let algorithm = AlgorithmIdentifier::parse(fields.expect(Tag::SEQUENCE, production)?, production)?;
        let value = OctetString::parse(fields.any(production)?, production)?;
        fields.finish(production)?;
        Ok(Self { algorithm: Some(algorithm), value })
    }

    /// What stands in the place of an optional OtherHash, if anything does.
    pub(super) fn parse_optional(
        fields: &mut Reader<'a>,
        production: &'static str,
    ) -> Result<Option<Self>, ParseError> {
        if fields.is_empty() {
            return Ok(None);
        }
        Self::parse(fields.any(production)?, production).map(Some)
    }

    /// The algorithm.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if it is not known here.
    pub fn algorithm(&self) -> Result<DigestAlgorithm, UnsupportedAlgorithm> {
        let stated =
            self.algorithm.map(|identifier| DigestAlgorithm::from_identifier(&identifier, "hashAlgorithm"));
        stated.unwrap_or(Ok(DigestAlgorithm::Sha1))
    }

    /// The digest's octets; copied only if BER cut them.
    pub fn value(&self) -> Cow<'a, [u8]> {
        self.value.octets()
    }

    /// Whether this is the digest of `octets`.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`] if that cannot be told, because the algorithm is not known here or the provider lacks it.
    pub fn is_of(&self, octets: &[u8], provider: &Provider) -> Result<bool, UnsupportedAlgorithm> {
        Ok(self.value == *provider.digest(self.algorithm()?, octets)?.as_octets())
    }
}

impl fmt::Debug for OtherHash<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.algorithm(), self.algorithm) {
            (Ok(algorithm), _) => write!(f, "{algorithm}:{}", self.value),
            (Err(_), Some(identifier)) => write!(f, "{identifier}:{}", self.value),
            (Err(_), None) => self.value.fmt(f),
        }
    }
}

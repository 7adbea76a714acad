//! cms-algorithm-protection: the algorithm identifiers once more, where they are signed (RFC 6211).

use esig_core::raw::Tag;
use esig_core::{AlgorithmIdentifier, ParseError};

use super::Attributes;
use crate::oids;

/// The identifiers that the signer saw.
///
/// ```text
/// CMSAlgorithmProtection ::= SEQUENCE {
///     digestAlgorithm        DigestAlgorithmIdentifier,
///     signatureAlgorithm [1] SignatureAlgorithmIdentifier OPTIONAL,
///     macAlgorithm       [2] MessageAuthenticationCodeAlgorithm OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub(crate) struct AlgorithmProtection<'a> {
    pub(crate) digest_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signature_algorithm: AlgorithmIdentifier<'a>,
}

impl<'a> Attributes<'a> {
    pub(crate) fn algorithm_protection(&self) -> Result<Option<AlgorithmProtection<'a>>, ParseError> {
        const PRODUCTION: &str = "signedAttrs.cms-algorithm-protection";
        let Some(value) = self.single(oids::CMS_ALGORITHM_PROTECTION, PRODUCTION)? else { return Ok(None) };
        let mut fields = value.expect(Tag::SEQUENCE, PRODUCTION)?.reader();
        let digest_algorithm =
            AlgorithmIdentifier::parse(fields.expect(Tag::SEQUENCE, PRODUCTION)?, PRODUCTION)?;
        // §2: "Exactly one of signatureAlgorithm and macAlgorithm SHALL be present", the latter in AuthenticatedData.
        let signature_algorithm =
            AlgorithmIdentifier::parse(fields.expect(Tag::context(1), PRODUCTION)?, PRODUCTION)?;
        fields.finish(PRODUCTION)?;
        Ok(Some(AlgorithmProtection { digest_algorithm, signature_algorithm }))
    }
}

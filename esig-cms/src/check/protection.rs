//! cms-algorithm-protection against the SignerInfo's own fields (RFC 6211 §3).

use alloc::string::ToString;

use esig_core::{AlgorithmIdentifier, DigestAlgorithm, SignatureScheme};

use super::Protection;
use crate::attributes::AlgorithmProtection;
use crate::finding::Finding;
use crate::integrity::IntegrityError;
use crate::signer_info::SignerInfo;

/// "If the fields are not the same (modulo encoding), then signature validation MUST fail."
pub(super) fn check(signature: &SignerInfo<'_>, rule: Protection) -> Result<(), IntegrityError> {
    if rule == Protection::Ignore {
        return Ok(());
    }
    let Some(protection) = signature.signed_attributes().algorithm_protection()? else { return Ok(()) };
    let (digest, value) = (signature.digest_algorithm(), signature.signature_algorithm());
    let agrees = |by_meaning: bool, stated: AlgorithmIdentifier<'_>, found| match rule {
        Protection::AsWritten => stated.means_the_same(found),
        _ => by_meaning,
    };
    if !agrees(same_digest(&protection, signature), protection.digest_algorithm, &digest) {
        return Err(mismatch("digestAlgorithm", protection.digest_algorithm, digest));
    }
    if !agrees(same_scheme(&protection, signature), protection.signature_algorithm, &value) {
        return Err(mismatch("signatureAlgorithm", protection.signature_algorithm, value));
    }
    Ok(())
}

/// What was made of other octets, or not looked at.
pub(super) fn oddity(signature: &SignerInfo<'_>, rule: Protection) -> Option<Finding> {
    let protection = match signature.signed_attributes().algorithm_protection() {
        Ok(protection) => protection?,
        Err(_) => return (rule == Protection::Ignore).then_some(Finding::AlgorithmProtectionIgnored),
    };
    if !same_digest(&protection, signature) || !same_scheme(&protection, signature) {
        return (rule == Protection::Ignore).then_some(Finding::AlgorithmProtectionIgnored);
    }
    let is_same_form = protection.digest_algorithm.means_the_same(&signature.digest_algorithm())
        && protection.signature_algorithm.means_the_same(&signature.signature_algorithm());
    (!is_same_form).then_some(Finding::AlgorithmProtectionForm)
}

fn same_digest(protection: &AlgorithmProtection<'_>, signature: &SignerInfo<'_>) -> bool {
    let stated = DigestAlgorithm::from_identifier(&protection.digest_algorithm, "digestAlgorithm");
    stated.is_ok() && stated == signature.content_digest_algorithm()
}

/// By meaning, not by octets: the same parameters may be written with or without their defaults.
fn same_scheme(protection: &AlgorithmProtection<'_>, signature: &SignerInfo<'_>) -> bool {
    let digest = signature.content_digest_algorithm().ok();
    let stated = SignatureScheme::from_identifier(&protection.signature_algorithm, digest);
    stated.is_ok() && stated == signature.scheme()
}

fn mismatch(
    field: &'static str,
    stated: AlgorithmIdentifier<'_>,
    found: AlgorithmIdentifier<'_>,
) -> IntegrityError {
    let (stated, found) = (stated.to_string(), found.to_string());
    IntegrityError::AlgorithmProtectionMismatch { field, stated, found }
}

//! A token that was found to be the authority's, and whether its certificate is for that.

use alloc::string::ToString;

use esig_core::cert::ext::oids as certificate_oids;
use esig_core::tsp::TstInfo;
use esig_core::{Certificate, DigestValue, Provider};

use super::TimestampToken;
use super::error::{PurposeFault, TimestampError};
use crate::check::IntactSignature;

/// A token whose digest matches and whose value verifies under this certificate's key, which is the one that the
/// authority signed a reference to. Says nothing of trust, and nothing of what was stamped: see
/// [`check_imprint`](Self::check_imprint).
///
/// Made by [`TimestampToken::check`] only.
#[derive(Clone, Copy, Debug)]
pub struct IntactTimestamp<'a> {
    token: &'a TimestampToken<'a>,
    signature: IntactSignature<'a>,
}

impl<'a> IntactTimestamp<'a> {
    /// The token.
    pub fn token(&self) -> &'a TimestampToken<'a> {
        self.token
    }

    /// What the authority signed.
    pub fn tst_info(&self) -> TstInfo<'a> {
        self.token.tst_info()
    }

    /// The signature.
    pub fn signature(&self) -> IntactSignature<'a> {
        self.signature
    }

    /// The authority's certificate.
    pub fn signer(&self) -> Certificate<'a> {
        self.signature.signer()
    }

    /// Whether that digest is the one that was stamped: the same algorithm, the same octets.
    ///
    /// # Errors
    /// [`TimestampError::ImprintMismatch`] with both digests, [`TimestampError::UnsupportedAlgorithm`].
    pub fn check_imprint(&self, computed: &DigestValue) -> Result<(), TimestampError> {
        self.token.check_imprint(computed)
    }

    /// Whether the certificate with which it was checked, and no other, is one of a time-stamping authority: "The
    /// corresponding certificate MUST contain only one instance of the extended key usage field extension … with
    /// KeyPurposeID having value id-kp-timeStamping. This extension MUST be critical" (RFC 3161 §2.3).
    ///
    /// # Errors
    /// [`TimestampError::NotForTimestamps`] with the certificate and what it lacks.
    pub fn check_purpose(&self) -> Result<(), TimestampError> {
        let signer = self.signer();
        match purpose_fault(&signer) {
            None => Ok(()),
            Some(fault) => {
                let subject = signer.subject().to_string();
                Err(TimestampError::NotForTimestamps { subject, fault })
            }
        }
    }
}

fn purpose_fault(signer: &Certificate<'_>) -> Option<PurposeFault> {
    let extensions = signer.extensions();
    let Some(extension) = extensions.find(&certificate_oids::EXTENDED_KEY_USAGE) else {
        return Some(PurposeFault::Absent);
    };
    let Ok(Some(purposes)) = extensions.extended_key_usage() else { return Some(PurposeFault::Malformed) };
    if !purposes.contains(&certificate_oids::TIME_STAMPING) {
        return Some(PurposeFault::Absent);
    }
    if let Some(other) = purposes.iter().find(|purpose| *purpose != certificate_oids::TIME_STAMPING) {
        return Some(PurposeFault::Another { purpose: other.to_string() });
    }
    (!extension.critical).then_some(PurposeFault::NotCritical)
}

pub(super) fn check<'t>(
    token: &'t TimestampToken<'t>,
    signer: Certificate<'t>,
    provider: &Provider,
) -> Result<IntactTimestamp<'t>, TimestampError> {
    if let Some(extension) = token.tst_info().unknown_critical_extension() {
        return Err(TimestampError::UnknownCriticalExtension { extension: extension.oid.to_string() });
    }
    let attributes = token.signer_info.signed_attributes();
    let references = [attributes.signing_certificate()?, attributes.signing_certificate_v2()?];
    if references.iter().flatten().next().is_none() {
        return Err(TimestampError::NoSigningCertificate);
    }
    let content = token.signed_data.digest_encapsulated_content(provider);
    // Checks what the references refer to, each of them.
    let signature = token.signer_info.check(signer, &content, provider)?;
    Ok(IntactTimestamp { token, signature })
}

//! From a signature's syntax to facts about it: the last place that sees its bytes.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt::Debug;

use esig_cms::{ContentDigests, IntegrityError, SignerIdentifier, SignerInfo};
use esig_core::oid::ObjectIdentifier;
use esig_core::provider::KeyKind;
use esig_core::{Certificate, DigestAlgorithm, Provider, SignatureScheme};

use crate::report::{Claims, Integrity, Question, Reason, Side, TimestampClaim};
use crate::store::Store;

/// A signature of whatever syntax, as an assessment sees it.
#[derive(Debug)]
pub struct Subject<'a>(Box<dyn SignatureSyntax + 'a>);

impl<'a> Subject<'a> {
    /// A signature of another syntax than CMS; who implements it vouches for the integrity it reports.
    pub(crate) fn new(syntax: impl SignatureSyntax + 'a) -> Self {
        Self(Box::new(syntax))
    }

    pub(crate) fn syntax(&self) -> &dyn SignatureSyntax {
        &*self.0
    }
}

impl<'a> From<SignerInfo<'a>> for Subject<'a> {
    fn from(signer_info: SignerInfo<'a>) -> Self {
        Self::new(signer_info)
    }
}

/// What the processes of EN 319 102-1 ask of a signature, whatever its syntax.
pub trait SignatureSyntax: Debug {
    /// The certificates of the store that the signature names for its signer's, the likeliest first.
    ///
    /// All of them are untrusted, and so is the name.
    fn signer_candidates<'s>(&self, store: &'s Store) -> Vec<Certificate<'s>>;

    /// Whether digests match and the value verifies under `signer`'s key, and `signer` is whom the signature binds.
    ///
    /// # Errors
    /// [`IntegrityFailure`] says what does not match or is missing.
    fn check(
        &self,
        signer: Certificate<'_>,
        content: &ContentDigests,
        provider: &Provider,
    ) -> Result<Intact, IntegrityFailure>;

    /// What the signature says of itself, as far as it depends on no certificate.
    fn claims(&self) -> Claims;

    /// How the value was made, if that is known here.
    fn scheme(&self) -> Option<SignatureScheme>;

    /// The signature policy that is named, as text; `None` if there is none.
    fn signature_policy(&self) -> Option<Side>;
}

/// What an intact signature rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intact {
    /// How the value was made.
    pub scheme: SignatureScheme,
    /// The signer's key.
    pub key: KeyKind,
    /// The digest of the content.
    pub digest_algorithm: DigestAlgorithm,
    /// What was odd about its form, and accepted.
    pub oddities: Vec<Side>,
}

/// Why a signature is not intact, or why that cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegrityFailure {
    /// Whether something does not match, or something is missing.
    pub integrity: Integrity,
    /// The check that failed.
    pub question: Question,
    /// Why.
    pub reason: Reason,
    /// What was wanted.
    pub wanted: Side,
    /// What was found.
    pub found: Side,
}

impl SignatureSyntax for SignerInfo<'_> {
    fn signer_candidates<'s>(&self, store: &'s Store) -> Vec<Certificate<'s>> {
        let mut candidates: Vec<Certificate<'s>> = match self.sid() {
            SignerIdentifier::IssuerAndSerialNumber { serial_number, .. } => {
                store.certificates_with_serial_number(serial_number).collect()
            }
            SignerIdentifier::SubjectKeyIdentifier(identifier) => {
                store.certificates_with_key_identifier(&identifier.octets()).collect()
            }
            _ => Vec::new(),
        };
        candidates.retain(|certificate| self.matches(certificate));
        candidates
    }

    fn check(
        &self,
        signer: Certificate<'_>,
        content: &ContentDigests,
        provider: &Provider,
    ) -> Result<Intact, IntegrityFailure> {
        let intact = SignerInfo::check(*self, signer, content, provider)?;
        let oddities = intact.findings().iter().map(|finding| Side::from(finding.to_string())).collect();
        Ok(Intact {
            scheme: intact.scheme(),
            key: intact.key(),
            digest_algorithm: intact.digest_algorithm(),
            oddities,
        })
    }

    fn claims(&self) -> Claims {
        Claims {
            digest_algorithm: self.content_digest_algorithm().ok(),
            level: Some(self.level().name()),
            signing_time: self.signing_time(),
            timestamps: self.timestamps().map(|stamp| TimestampClaim::unread(stamp.kind.name())).collect(),
            ..Claims::default()
        }
    }

    fn scheme(&self) -> Option<SignatureScheme> {
        SignerInfo::scheme(self).ok()
    }

    fn signature_policy(&self) -> Option<Side> {
        let attribute = self.signed_attributes().of_type(SIGNATURE_POLICY_IDENTIFIER).next()?;
        let value = attribute.values().next()?;
        let identifier = value.reader().any("sigPolicyId").and_then(|element| element.oid("sigPolicyId"));
        Some(identifier.map_or(Side::Empty, |oid| Side::from(oid.to_string())))
    }
}

impl From<IntegrityError> for IntegrityFailure {
    fn from(error: IntegrityError) -> Self {
        use IntegrityError as E;
        let (question, reason) = match &error {
            E::ContentMissing | E::ContentNotDigested { .. } | E::ContentOctetsMissing { .. } => {
                (Question::ContentFound, Reason::ContentMissing)
            }
            E::UnsupportedAlgorithm(_) => (Question::SignatureValue, Reason::AlgorithmUnsupported),
            E::UnsupportedKey(_) => (Question::SignatureValue, Reason::KeyUnsupported),
            E::SignerMismatch { .. }
            | E::SigningCertificateDigestMismatch { .. }
            | E::SigningCertificateIssuerSerialMismatch { .. } => {
                (Question::SigningCertificateReference, Reason::SignerCertificateMismatch)
            }
            E::DigestMismatch { .. } => (Question::ContentDigest, Reason::DigestMismatch),
            E::DigestAlgorithmMismatch { .. } | E::AlgorithmProtectionMismatch { .. } => {
                (Question::SignedAttributes, Reason::AlgorithmMismatch)
            }
            E::InvalidSignature { .. } => (Question::SignatureValue, Reason::SignatureInvalid),
            _ => (Question::SignedAttributes, Reason::SignedAttributesInvalid),
        };
        let integrity = if error.is_broken() { Integrity::Broken } else { Integrity::Unknown };
        let (wanted, found) = sides(&error);
        Self { integrity, question, reason, wanted, found }
    }
}

/// Both sides of the comparison that failed; where there are none, the error's sentence is what was found.
fn sides(error: &IntegrityError) -> (Side, Side) {
    use IntegrityError as E;
    match error {
        E::DigestMismatch { stated, computed }
        | E::SigningCertificateDigestMismatch { stated, computed, .. } => {
            (Side::hex(stated), Side::from(computed.to_string()))
        }
        E::SignerMismatch { stated, given } | E::SigningCertificateIssuerSerialMismatch { stated, given } => {
            (Side::from(stated.clone()), Side::from(given.clone()))
        }
        E::ContentTypeMismatch { stated, found } => (Side::from(stated.clone()), Side::from(found.clone())),
        E::MissingAttribute { attribute } => (Side::from(*attribute), Side::Empty),
        E::ContentMissing => (Side::Empty, Side::Empty),
        E::InvalidSignature { scheme } => (Side::from(scheme.to_string()), Side::Empty),
        other => (Side::Empty, Side::from(other.to_string())),
    }
}

/// id-aa-ets-sigPolicyId (EN 319 122-1 clause 5.2.9)
const SIGNATURE_POLICY_IDENTIFIER: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.15");

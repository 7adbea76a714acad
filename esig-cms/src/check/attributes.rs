//! What the attributes say that needs no key.

use alloc::string::{String, ToString};

use esig_core::{Certificate, DigestAlgorithm, Provider};

use super::{CheckPolicy, Rule, protection};
use crate::attributes::CertificateReference;
use crate::content::ContentDigests;
use crate::integrity::IntegrityError;
use crate::signer_info::{SignerInfo, Signs};

pub(super) fn check_sid(signature: &SignerInfo<'_>, signer: &Certificate<'_>) -> Result<(), IntegrityError> {
    if signature.matches(signer) {
        return Ok(());
    }
    Err(IntegrityError::SignerMismatch { stated: signature.sid().to_string(), given: describe(signer) })
}

/// Everything the attributes say that needs no content either.
pub(super) fn check(
    signature: &SignerInfo<'_>,
    signer: &Certificate<'_>,
    policy: &CheckPolicy,
    provider: &Provider,
) -> Result<(), IntegrityError> {
    let attributes = signature.signed_attributes();
    check_content_type(signature, policy)?;
    attributes.signing_time()?;
    protection::check(signature, policy.algorithm_protection)?;
    let references = [attributes.signing_certificate()?, attributes.signing_certificate_v2()?];
    references
        .iter()
        .flatten()
        .try_for_each(|attribute| check_reference(&attribute.signer(), signer, policy, provider))
}

/// RFC 5652 §11.1; a counter-signature must not have the attribute (§11.4), or else every signature over content
/// could be shown as one over a signature whose value that content is.
fn check_content_type(signature: &SignerInfo<'_>, policy: &CheckPolicy) -> Result<(), IntegrityError> {
    let stated = signature.signed_attributes().content_type()?;
    match (signature.signs(), stated) {
        (Signs::Signature(_), Some(_)) if policy.content_type_in_counter_signature == Rule::Refuse => {
            Err(IntegrityError::ForbiddenAttribute { attribute: CONTENT_TYPE })
        }
        (Signs::Signature(_), _) => Ok(()),
        (Signs::Content { .. }, None) => Err(IntegrityError::MissingAttribute { attribute: CONTENT_TYPE }),
        (Signs::Content { content_type, .. }, Some(stated)) if stated == content_type => Ok(()),
        (Signs::Content { content_type, .. }, Some(stated)) => {
            let (stated, found) = (stated.to_string(), content_type.to_string());
            Err(IntegrityError::ContentTypeMismatch { stated, found })
        }
    }
}

/// RFC 5652 §5.6; passes over content that is not there.
pub(super) fn check_message_digest(
    signature: &SignerInfo<'_>,
    algorithm: DigestAlgorithm,
    content: &ContentDigests,
) -> Result<(), IntegrityError> {
    let missing = IntegrityError::MissingAttribute { attribute: "message-digest" };
    let stated = signature.signed_attributes().message_digest()?.ok_or(missing)?;
    match content.digest(algorithm) {
        Some(computed) if computed.as_octets() != stated.as_ref() => {
            Err(IntegrityError::DigestMismatch { stated: stated.into_owned(), computed })
        }
        _ => Ok(()),
    }
}

/// RFC 5035 §5.1, EN 319 122-1 clause 5.2.2: digest, and issuer and serial number where they are given.
fn check_reference(
    reference: &CertificateReference<'_>,
    signer: &Certificate<'_>,
    policy: &CheckPolicy,
    provider: &Provider,
) -> Result<(), IntegrityError> {
    let algorithm = reference.hash_algorithm()?;
    let computed = provider.digest(algorithm, signer.as_der())?;
    let stated = reference.cert_hash();
    if computed.as_octets() != stated.as_ref() {
        let stated = stated.into_owned();
        return Err(IntegrityError::SigningCertificateDigestMismatch { algorithm, stated, computed });
    }
    let differs = reference.issuer_serial().filter(|issuer_serial| !issuer_serial.matches(signer));
    match differs.filter(|_| policy.issuer_serial_differs == Rule::Refuse) {
        None => Ok(()),
        Some(issuer_serial) => Err(IntegrityError::SigningCertificateIssuerSerialMismatch {
            stated: issuer_serial.serial_number().to_string(),
            given: describe(signer),
        }),
    }
}

fn describe(certificate: &Certificate<'_>) -> String {
    alloc::format!("serial number {} of {}", certificate.serial_number(), certificate.issuer())
}

/// The attribute's name in messages.
const CONTENT_TYPE: &str = "content-type";

//! What is odd about a signature and shows without a digest or a key.

use alloc::vec::Vec;

use der::asn1::ObjectIdentifier;
use esig_core::algorithm::oids as algorithms;
use esig_core::raw::Tag;
use esig_core::{Certificate, DigestAlgorithm, SignatureScheme};

use super::Protection;
use super::protection;
use crate::attributes::{Attributes, SigningCertificate};
use crate::finding::Finding;
use crate::oids;
use crate::signer_identifier::SignerIdentifier;
use crate::signer_info::{SignerInfo, Signs};

/// All of it but what depends on the certificate.
pub(super) fn of(signature: &SignerInfo<'_>, protection: Protection) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |is_so: bool, finding| found.extend(is_so.then_some(finding));
    let signs = signature.signs();
    note(matches!(signs, Signs::Content { is_octet_string: false, .. }), Finding::ContentNotOctetString);
    note(digest_algorithms_differ(signature), Finding::DigestAlgorithmsDiffer);
    if let Some(finding) = protection::oddity(signature, protection) {
        note(true, finding);
    }
    let has_attributes = signature.signed_attributes().as_bytes().is_some();
    note(!is_listed(signature), Finding::DigestAlgorithmNotListed);
    note(!has_attributes && is_other_type(&signs), Finding::OtherTypeWithoutAttributes);
    note(!has_attributes && !is_other_type(&signs), Finding::SignedAttributesAbsent);
    note(!version_goes_with_sid(signature), Finding::VersionNumber);
    found.extend(attributes(signature));
    found.extend(algorithm_identifiers(signature));
    found
}

fn digest_algorithms_differ(signature: &SignerInfo<'_>) -> bool {
    let within = signature.scheme().ok().and_then(SignatureScheme::digest_algorithm);
    within.is_some_and(|within| signature.content_digest_algorithm().is_ok_and(|beside| beside != within))
}

/// Counter-signatures pass: digestAlgorithms is for signatures over the content.
fn is_listed(signature: &SignerInfo<'_>) -> bool {
    let Signs::Content { digest_algorithms, .. } = signature.signs() else { return true };
    let own = signature.digest_algorithm();
    let mut listed = crate::signed_data::algorithms(digest_algorithms);
    listed.any(|listed| listed.means_the_same(&own))
}

fn is_other_type(signs: &Signs<'_>) -> bool {
    matches!(signs, Signs::Content { content_type, .. } if *content_type != oids::DATA)
}

fn version_goes_with_sid(signature: &SignerInfo<'_>) -> bool {
    match signature.sid() {
        SignerIdentifier::IssuerAndSerialNumber { .. } => signature.version() == 1,
        SignerIdentifier::SubjectKeyIdentifier(_) => signature.version() == 3,
    }
}

fn attributes(signature: &SignerInfo<'_>) -> Vec<Finding> {
    let (signed, unsigned) = (signature.signed_attributes(), signature.unsigned_attributes());
    let mut found = each_attribute(&signed);
    let misplaced = |attributes: Attributes<'_>, (oid, attribute)| {
        attributes.contains(oid).then_some(Finding::MisplacedAttribute { attribute })
    };
    found.extend(MUST_BE_SIGNED.into_iter().filter_map(|row| misplaced(unsigned, row)));
    found.extend(misplaced(signed, MUST_BE_UNSIGNED));
    let mut note = |is_so: bool, finding| found.extend(is_so.then_some(finding));
    let count = references(&signed).count();
    note(signed.as_bytes().is_some() && count == 0, Finding::SigningCertificateAbsent);
    note(count == 2, Finding::BothSigningCertificates);
    let is_counter_signature = signature.is_counter_signature();
    let has_content_type = signed.contains(oids::CONTENT_TYPE);
    note(is_counter_signature && has_content_type, Finding::ContentTypeInCounterSignature);
    note(signing_time_is_long(&signed), Finding::SigningTimeForm);
    found
}

/// What is odd with that certificate for the signer's.
pub(super) fn with(signature: &SignerInfo<'_>, signer: &Certificate<'_>) -> Option<Finding> {
    let signed = signature.signed_attributes();
    let mut names = references(&signed).filter_map(|reference| reference.signer().issuer_serial());
    names.any(|names| !names.matches(signer)).then_some(Finding::IssuerSerialDiffers)
}

fn references<'a>(signed: &Attributes<'a>) -> impl Iterator<Item = SigningCertificate<'a>> + use<'a> {
    let references = [signed.signing_certificate(), signed.signing_certificate_v2()];
    references.into_iter().flat_map(|reference| reference.ok().flatten())
}

/// Repetitions, but for content time-stamps, of which there may be several (EN 319 122-1 clause 5.2.8), and empty sets.
fn each_attribute(signed: &Attributes<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut types = Vec::new();
    for (index, attribute) in signed.iter().enumerate() {
        let oid = attribute.oid();
        if types.contains(&oid) && oid != oids::CONTENT_TIME_STAMP {
            found.push(Finding::RepeatedAttribute { index });
        }
        types.push(oid);
        if attribute.values().next().is_none() {
            found.push(Finding::AttributeWithoutValue { index });
        }
    }
    found
}

fn signing_time_is_long(signed: &Attributes<'_>) -> bool {
    let time = signed.single(oids::SIGNING_TIME, "signedAttrs.signing-time").ok().flatten();
    let is_long = time.is_some_and(|time| time.tag() == Tag::GENERALIZED_TIME);
    let years = 1950..2050;
    let fits = |at: time::UtcDateTime| years.contains(&at.year());
    is_long && signed.signing_time().ok().flatten().is_some_and(fits)
}

fn algorithm_identifiers(signature: &SignerInfo<'_>) -> Vec<Finding> {
    let (Ok(digest), Ok(scheme)) = (signature.content_digest_algorithm(), signature.scheme()) else {
        return Vec::new();
    };
    let (beside, own) = (signature.digest_algorithm(), signature.signature_algorithm());
    let mut found = Vec::new();
    let mut note = |is_so: bool, finding| found.extend(is_so.then_some(finding));
    let has_digest_parameters = match digest {
        DigestAlgorithm::Streebog256 | DigestAlgorithm::Streebog512 => beside.parameters().is_some(),
        // RFC 4490 §2.1 and RFC 5754 §2: NULL and absent are both to be accepted.
        _ => beside.meaningful_parameters().is_some(),
    };
    note(has_digest_parameters, Finding::AlgorithmParameters { field: "digestAlgorithm" });
    let has_odd_parameters = match scheme {
        SignatureScheme::RsaPss { .. } => false,
        SignatureScheme::RsaPkcs1(_) => own.parameters().is_none(),
        _ => own.parameters().is_some(),
    };
    note(has_odd_parameters, Finding::AlgorithmParameters { field: "signatureAlgorithm" });
    let is_one_of = |oids: &[ObjectIdentifier]| oids.iter().any(|oid| own.oid() == *oid);
    note(is_one_of(&GOST_COMBINED), Finding::GostCombinedIdentifier);
    note(beside.oid() != digest.oid(), Finding::SignatureIdentifierAsDigest);
    note(is_one_of(&BARE_KEYS), Finding::BareKeyIdentifier);
    if let SignatureScheme::RsaPss { digest, mgf_digest, salt_octets } = scheme {
        note(mgf_digest != digest, Finding::PssMaskDigest);
        note(usize::try_from(salt_octets) != Ok(digest.output_octets()), Finding::PssSaltLength);
    }
    found
}

/// RFC 5652 §11.1 to §11.3, RFC 6211 §2, RFC 5035 §3.
const MUST_BE_SIGNED: [(ObjectIdentifier, &str); 6] = [
    (oids::CONTENT_TYPE, "content-type"),
    (oids::MESSAGE_DIGEST, "message-digest"),
    (oids::SIGNING_TIME, "signing-time"),
    (oids::CMS_ALGORITHM_PROTECTION, "cms-algorithm-protection"),
    (oids::SIGNING_CERTIFICATE, "signing-certificate"),
    (oids::SIGNING_CERTIFICATE_V2, "signing-certificate-v2"),
];

/// RFC 5652 §11.4.
const MUST_BE_UNSIGNED: (ObjectIdentifier, &str) = (oids::COUNTERSIGNATURE, "countersignature");

const GOST_COMBINED: [ObjectIdentifier; 3] = [
    algorithms::GOST3411_94_WITH_GOST3410_2001,
    algorithms::GOST3410_2012_256_WITH_STREEBOG256,
    algorithms::GOST3410_2012_512_WITH_STREEBOG512,
];

/// For RSA the key alone is customary (RFC 3370 §3.2).
const BARE_KEYS: [ObjectIdentifier; 2] = [algorithms::EC_PUBLIC_KEY, algorithms::DSA];

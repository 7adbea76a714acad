//! What a check does where implementations disagree.

use crate::finding::Finding;

/// One decision for each point at which implementations disagree, or at which a standard forbids what is in use.
///
/// Whatever is allowed leaves a [`Finding`] in the result. The table in [this module's documentation](super) says what each is
/// and who does what. Start from [`DEFAULT`](Self::DEFAULT) or one of the others and change what is to be different:
///
/// ```
/// use esig_cms::check::{CheckPolicy, Rule};
///
/// let mut policy = CheckPolicy::DEFAULT;
/// policy.digest_info_without_null = Rule::Refuse;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckPolicy {
    /// Signed attributes that are not DER and were signed as they stand.
    pub signed_attributes_as_received: Rule,
    /// Signed attributes that are not DER and whose DER was signed.
    pub signed_attributes_by_der: Rule,
    /// A value of RSASSA-PKCS1-v1_5 whose DigestInfo has no NULL.
    pub digest_info_without_null: Rule,
    /// signatureAlgorithm names another digest than digestAlgorithm. If allowed, the value must have been made with
    /// digestAlgorithm; RSASSA-PSS and GOST R 34.10 bind theirs otherwise and are always refused.
    pub digest_algorithms_differ: Rule,
    /// How cms-algorithm-protection is compared with the SignerInfo.
    pub algorithm_protection: Protection,
    /// Signed attributes of one type more than once, but for those that decide something, which are always refused.
    pub repeated_attributes: Rule,
    /// Attributes among the unsigned ones that must be signed, and counter-signatures among the signed ones. They are not
    /// looked at where they stand.
    pub misplaced_attributes: Rule,
    /// digestAlgorithm is none of digestAlgorithms.
    pub digest_algorithm_not_listed: Rule,
    /// signing-certificate has the digest of the certificate, and another issuer or serial number.
    pub issuer_serial_differs: Rule,
    /// Without signed attributes: content of which a digest alone is known, so that it may be such attributes.
    pub content_not_seen: Rule,
    /// Content that is no OCTET STRING (PKCS#7 v1.5).
    pub content_not_octet_string: Rule,
    /// No signed attributes, though the content is of another type than id-data.
    pub other_type_without_attributes: Rule,
    /// No signed attributes at all.
    pub signed_attributes_absent: Rule,
    /// Signed attributes, and no signing-certificate among them.
    pub signing_certificate_absent: Rule,
    /// content-type in a counter-signature.
    pub content_type_in_counter_signature: Rule,
    /// Parameters of an algorithm where there should be none, or no NULL where there should be one.
    pub algorithm_parameters: Rule,
    /// signatureAlgorithm names key and digest of GOST R 34.10 at once.
    pub gost_combined_identifier: Rule,
    /// digestAlgorithm is the identifier of a signature algorithm.
    pub signature_identifier_as_digest: Rule,
}

/// What becomes of something odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// It is accepted and found.
    Allow,
    /// The signature is refused.
    Refuse,
}

/// How cms-algorithm-protection is compared (RFC 6211 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protection {
    /// The algorithms must mean the same, "modulo encoding".
    ByMeaning,
    /// Identifier and parameters must stand there in the same octets; NULL counts as absent.
    AsWritten,
    /// Not at all.
    Ignore,
}

impl CheckPolicy {
    /// What covers every signature seen in the field whose meaning is not in doubt.
    pub const DEFAULT: Self = Self {
        signed_attributes_as_received: Rule::Allow,
        signed_attributes_by_der: Rule::Allow,
        digest_info_without_null: Rule::Allow,
        digest_algorithms_differ: Rule::Refuse,
        algorithm_protection: Protection::ByMeaning,
        repeated_attributes: Rule::Allow,
        misplaced_attributes: Rule::Refuse,
        digest_algorithm_not_listed: Rule::Allow,
        issuer_serial_differs: Rule::Refuse,
        content_not_seen: Rule::Refuse,
        content_not_octet_string: Rule::Allow,
        other_type_without_attributes: Rule::Refuse,
        signed_attributes_absent: Rule::Allow,
        signing_certificate_absent: Rule::Allow,
        content_type_in_counter_signature: Rule::Refuse,
        algorithm_parameters: Rule::Allow,
        gost_combined_identifier: Rule::Allow,
        signature_identifier_as_digest: Rule::Allow,
    };

    /// Signatures as CMS and CAdES have them: nothing that a standard forbids, and the signer's certificate signed.
    pub const fn strict() -> Self {
        Self {
            signed_attributes_as_received: Rule::Refuse,
            digest_info_without_null: Rule::Refuse,
            repeated_attributes: Rule::Refuse,
            digest_algorithm_not_listed: Rule::Refuse,
            content_not_octet_string: Rule::Refuse,
            signed_attributes_absent: Rule::Refuse,
            signing_certificate_absent: Rule::Refuse,
            algorithm_parameters: Rule::Refuse,
            signature_identifier_as_digest: Rule::Refuse,
            ..Self::DEFAULT
        }
    }

    /// What the European Commission's DSS 6.4 and BouncyCastle below it decide, as far as it was measured or read.
    pub const fn like_dss() -> Self {
        Self {
            signed_attributes_as_received: Rule::Refuse,
            algorithm_protection: Protection::AsWritten,
            issuer_serial_differs: Rule::Allow,
            other_type_without_attributes: Rule::Allow,
            signature_identifier_as_digest: Rule::Refuse,
            ..Self::DEFAULT
        }
    }

    /// What `openssl cms -verify` of OpenSSL 3.0 decides, as far as it was measured or read.
    pub const fn like_openssl() -> Self {
        Self {
            signed_attributes_by_der: Rule::Refuse,
            digest_info_without_null: Rule::Refuse,
            digest_algorithms_differ: Rule::Allow,
            algorithm_protection: Protection::Ignore,
            digest_algorithm_not_listed: Rule::Refuse,
            issuer_serial_differs: Rule::Allow,
            content_not_octet_string: Rule::Refuse,
            other_type_without_attributes: Rule::Allow,
            ..Self::DEFAULT
        }
    }

    /// Whether a signature that bears this is refused; of what has no switch none is.
    pub fn refuses(&self, finding: &Finding) -> bool {
        self.rule(finding) == Some(Rule::Refuse)
    }

    fn rule(&self, finding: &Finding) -> Option<Rule> {
        Some(match finding {
            Finding::SignedAttributesAsReceived => self.signed_attributes_as_received,
            Finding::SignedAttributesByDer => self.signed_attributes_by_der,
            Finding::DigestInfoWithoutNull => self.digest_info_without_null,
            Finding::DigestAlgorithmsDiffer => self.digest_algorithms_differ,
            Finding::AlgorithmProtectionForm if self.algorithm_protection == Protection::AsWritten => {
                Rule::Refuse
            }
            Finding::RepeatedAttribute { .. } => self.repeated_attributes,
            Finding::MisplacedAttribute { .. } => self.misplaced_attributes,
            Finding::DigestAlgorithmNotListed => self.digest_algorithm_not_listed,
            Finding::IssuerSerialDiffers => self.issuer_serial_differs,
            Finding::ContentNotSeen => self.content_not_seen,
            Finding::ContentNotOctetString => self.content_not_octet_string,
            Finding::OtherTypeWithoutAttributes => self.other_type_without_attributes,
            Finding::SignedAttributesAbsent => self.signed_attributes_absent,
            Finding::SigningCertificateAbsent => self.signing_certificate_absent,
            Finding::ContentTypeInCounterSignature => self.content_type_in_counter_signature,
            Finding::AlgorithmParameters { .. } => self.algorithm_parameters,
            Finding::GostCombinedIdentifier => self.gost_combined_identifier,
            Finding::SignatureIdentifierAsDigest => self.signature_identifier_as_digest,
            _ => return None,
        })
    }
}

impl Default for CheckPolicy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

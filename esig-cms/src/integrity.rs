//! Why a signature is not intact, or why that cannot be said.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::{UnsupportedAlgorithm, UnsupportedKey};
use esig_core::{DigestAlgorithm, DigestValue, ParseError, Remedy, SignatureScheme};

use crate::finding::Finding;
use crate::hex::Hex;

/// Why [`check`](crate::SignerInfo::check) gave no [`IntactSignature`](crate::IntactSignature).
///
/// Each variant has a fixed [`outcome`](Self::outcome): something found does not match, or something needed is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IntegrityError {
    /// The signed content is not there. Everything else that can be checked without it holds.
    ContentMissing,
    /// The content is known by digests with other algorithms only.
    ContentNotDigested {
        /// The algorithm the signature needs.
        algorithm: DigestAlgorithm,
    },
    /// The signature has no signed attributes, and only the digest of the content is known.
    ///
    /// Ed25519 then signs the content itself; with the others too it must be seen that the content is not another
    /// signature's signed attributes.
    ContentOctetsMissing {
        /// The scheme.
        scheme: SignatureScheme,
    },
    /// An algorithm is not known here.
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// The signer's public key cannot be used.
    UnsupportedKey(UnsupportedKey),
    /// The certificate is not the one that sid names.
    SignerMismatch {
        /// What sid names.
        stated: String,
        /// The certificate that was given.
        given: String,
    },
    /// The certificate is not the one whose digest the signer signed (RFC 5035 §5.1): the right one is missing.
    SigningCertificateDigestMismatch {
        /// The digest's algorithm.
        algorithm: DigestAlgorithm,
        /// What was signed.
        stated: Vec<u8>,
        /// What the certificate given has.
        computed: DigestValue,
    },
    /// The certificate is not the one whose issuer and serial number the signer signed.
    SigningCertificateIssuerSerialMismatch {
        /// The serial number that was signed, as hexadecimal digits.
        stated: String,
        /// The certificate that was given.
        given: String,
    },
    /// A signed attribute that must stand there does not (RFC 5652 §5.3).
    MissingAttribute {
        /// Its name.
        attribute: &'static str,
    },
    /// A signed attribute stands where it must not: content-type in a counter-signature (RFC 5652 §11.4).
    ForbiddenAttribute {
        /// Its name.
        attribute: &'static str,
    },
    /// A signed attribute is malformed, stands twice, or has not one value.
    MalformedAttribute(ParseError),
    /// content-type and eContentType differ (RFC 5652 §11.1).
    ContentTypeMismatch {
        /// content-type, in dotted form.
        stated: String,
        /// eContentType, in dotted form.
        found: String,
    },
    /// message-digest is not the digest of the content: the content, or the signature, was altered.
    DigestMismatch {
        /// What was signed.
        stated: Vec<u8>,
        /// What the content has.
        computed: DigestValue,
    },
    /// signatureAlgorithm names another digest than digestAlgorithm.
    DigestAlgorithmMismatch {
        /// digestAlgorithm.
        digest_algorithm: DigestAlgorithm,
        /// The digest within signatureAlgorithm.
        signature_algorithm: DigestAlgorithm,
    },
    /// cms-algorithm-protection says another algorithm than the SignerInfo (RFC 6211 §2).
    AlgorithmProtectionMismatch {
        /// `digestAlgorithm` or `signatureAlgorithm`.
        field: &'static str,
        /// What was signed, in dotted form.
        stated: String,
        /// What stands in the SignerInfo, in dotted form.
        found: String,
    },
    /// The signature has no signed attributes, and what it is over are such attributes: they were taken away from it,
    /// and the content that was signed is another.
    SignedAttributesAsContent,
    /// The signature is intact but for something that the policy refuses.
    Refused {
        /// What it is.
        finding: Finding,
    },
    /// The signature value does not verify under the certificate's key.
    InvalidSignature {
        /// With what it was verified.
        scheme: SignatureScheme,
    },
}

/// What a failed check says, in the words of the report (`integrity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Found, and does not match.
    Broken,
    /// The data, the certificate or the algorithm is missing.
    Unknown,
}

impl IntegrityError {
    /// Whether something does not match, or something is missing.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::ContentMissing
            | Self::ContentNotDigested { .. }
            | Self::ContentOctetsMissing { .. }
            | Self::UnsupportedAlgorithm(_)
            | Self::UnsupportedKey(_)
            | Self::SignerMismatch { .. }
            | Self::SigningCertificateDigestMismatch { .. }
            | Self::SigningCertificateIssuerSerialMismatch { .. }
            | Self::Refused { .. } => Outcome::Unknown,
            Self::MissingAttribute { .. }
            | Self::ForbiddenAttribute { .. }
            | Self::MalformedAttribute(_)
            | Self::ContentTypeMismatch { .. }
            | Self::DigestMismatch { .. }
            | Self::DigestAlgorithmMismatch { .. }
            | Self::AlgorithmProtectionMismatch { .. }
            | Self::SignedAttributesAsContent
            | Self::InvalidSignature { .. } => Outcome::Broken,
        }
    }

    /// Whether something was found that does not match.
    pub fn is_broken(&self) -> bool {
        self.outcome() == Outcome::Broken
    }

    /// A stable code for scripts; one of those listed in this crate's test of codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ContentMissing => "E-CONTENT-MISSING",
            Self::ContentNotDigested { .. } => "E-CONTENT-NOT-DIGESTED",
            Self::ContentOctetsMissing { .. } => "E-CONTENT-OCTETS-MISSING",
            Self::UnsupportedAlgorithm(_) => "E-ALGORITHM-UNSUPPORTED",
            Self::UnsupportedKey(_) => "E-KEY-UNSUPPORTED",
            Self::SignerMismatch { .. } => "E-SIGNER-MISMATCH",
            Self::SigningCertificateDigestMismatch { .. }
            | Self::SigningCertificateIssuerSerialMismatch { .. } => "E-SIGNING-CERTIFICATE-MISMATCH",
            Self::MissingAttribute { .. } => "E-ATTRIBUTE-MISSING",
            Self::ForbiddenAttribute { .. } => "E-ATTRIBUTE-FORBIDDEN",
            Self::MalformedAttribute(_) => "E-ATTRIBUTE-MALFORMED",
            Self::ContentTypeMismatch { .. } => "E-CONTENT-TYPE-MISMATCH",
            Self::DigestMismatch { .. } => "E-DIGEST-MISMATCH",
            Self::DigestAlgorithmMismatch { .. } => "E-DIGEST-ALGORITHM-MISMATCH",
            Self::AlgorithmProtectionMismatch { .. } => "E-ALGORITHM-PROTECTION-MISMATCH",
            Self::SignedAttributesAsContent => "E-SIGNED-ATTRIBUTES-AS-CONTENT",
            Self::Refused { .. } => "E-REFUSED-BY-POLICY",
            Self::InvalidSignature { .. } => "E-SIGNATURE-INVALID",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::ContentMissing
            | Self::ContentNotDigested { .. }
            | Self::ContentOctetsMissing { .. }
            | Self::SignerMismatch { .. }
            | Self::SigningCertificateDigestMismatch { .. }
            | Self::SigningCertificateIssuerSerialMismatch { .. } => Remedy::SupplyEvidence,
            Self::UnsupportedAlgorithm(_) | Self::UnsupportedKey(_) => Remedy::UseSupportedAlgorithm,
            Self::DigestMismatch { .. } | Self::SignedAttributesAsContent => Remedy::GetIntactCopy,
            _ => Remedy::SignAgain,
        }
    }
}

impl fmt::Display for IntegrityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ContentMissing => f.write_str("the signed content is missing"),
            Self::ContentNotDigested { algorithm } => {
                write!(f, "the signature needs the {algorithm} digest of the content")
            }
            Self::ContentOctetsMissing { scheme } => {
                write!(f, "{scheme} without signed attributes needs the content itself, not its digest")
            }
            Self::UnsupportedAlgorithm(error) => error.fmt(f),
            Self::UnsupportedKey(error) => error.fmt(f),
            Self::SignerMismatch { stated, given } => {
                write!(f, "the signer is {stated}, the certificate is {given}")
            }
            Self::SigningCertificateDigestMismatch { algorithm, stated, computed } => write!(
                f,
                "the signer's certificate has the {algorithm} digest {}, the one given {computed}",
                Hex(stated)
            ),
            Self::SigningCertificateIssuerSerialMismatch { stated, given } => {
                write!(f, "the signer's certificate has the serial number {stated}, the one given is {given}")
            }
            Self::MissingAttribute { attribute } => write!(f, "the signed attribute {attribute} is missing"),
            Self::ForbiddenAttribute { attribute } => {
                write!(f, "the signed attribute {attribute} stands where it must not")
            }
            Self::MalformedAttribute(error) => error.fmt(f),
            Self::ContentTypeMismatch { stated, found } => {
                write!(f, "signed for content of type {stated}, which has type {found}")
            }
            Self::DigestMismatch { stated, computed } => write!(
                f,
                "signed for content with the {} digest {}, which has {computed}",
                computed.algorithm(),
                Hex(stated)
            ),
            Self::DigestAlgorithmMismatch { digest_algorithm, signature_algorithm } => write!(
                f,
                "digestAlgorithm is {digest_algorithm}, signatureAlgorithm says {signature_algorithm}"
            ),
            Self::AlgorithmProtectionMismatch { field, stated, found } => {
                write!(f, "signed with {field} {stated}, which now is {found}")
            }
            Self::SignedAttributesAsContent => {
                f.write_str("the content is signed attributes that were taken away from the signature")
            }
            Self::Refused { finding } => write!(f, "the policy refuses this: {finding}"),
            Self::InvalidSignature { scheme } => {
                write!(f, "the signature value does not verify under the certificate's key by {scheme}")
            }
        }
    }
}

impl core::error::Error for IntegrityError {}

impl From<UnsupportedAlgorithm> for IntegrityError {
    fn from(error: UnsupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm(error)
    }
}

impl From<UnsupportedKey> for IntegrityError {
    fn from(error: UnsupportedKey) -> Self {
        Self::UnsupportedKey(error)
    }
}

impl From<ParseError> for IntegrityError {
    fn from(error: ParseError) -> Self {
        Self::MalformedAttribute(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use esig_core::error::ParseErrorKind;

    fn errors() -> [IntegrityError; 18] {
        let digest = DigestValue::new(DigestAlgorithm::Md5, &[0xab; 16]).expect("sixteen octets");
        let repeated = ParseError::new(ParseErrorKind::Duplicate, "signedAttrs.signing-time", 9);
        [
            IntegrityError::ContentMissing,
            IntegrityError::ContentNotDigested { algorithm: DigestAlgorithm::Sha256 },
            IntegrityError::ContentOctetsMissing { scheme: SignatureScheme::Ed25519 },
            IntegrityError::UnsupportedAlgorithm(UnsupportedAlgorithm::new("1.2.3", "digestAlgorithm")),
            IntegrityError::UnsupportedKey(UnsupportedKey::algorithm("1.2.3")),
            IntegrityError::SignerMismatch { stated: "a".into(), given: "b".into() },
            IntegrityError::SigningCertificateDigestMismatch {
                algorithm: DigestAlgorithm::Md5,
                stated: alloc::vec![1],
                computed: digest,
            },
            IntegrityError::SigningCertificateIssuerSerialMismatch { stated: "01".into(), given: "b".into() },
            IntegrityError::MissingAttribute { attribute: "content-type" },
            IntegrityError::ForbiddenAttribute { attribute: "content-type" },
            IntegrityError::MalformedAttribute(repeated),
            IntegrityError::ContentTypeMismatch { stated: "1.2".into(), found: "1.3".into() },
            IntegrityError::DigestMismatch { stated: alloc::vec![1], computed: digest },
            IntegrityError::DigestAlgorithmMismatch {
                digest_algorithm: DigestAlgorithm::Sha1,
                signature_algorithm: DigestAlgorithm::Sha256,
            },
            IntegrityError::AlgorithmProtectionMismatch {
                field: "digestAlgorithm",
                stated: "1.2".into(),
                found: "1.3".into(),
            },
            IntegrityError::SignedAttributesAsContent,
            IntegrityError::Refused { finding: Finding::SignedAttributesAbsent },
            IntegrityError::InvalidSignature { scheme: SignatureScheme::Ed25519 },
        ]
    }

    #[test]
    fn codes_and_outcomes_are_stable() {
        let expected = [
            ("E-CONTENT-MISSING", Outcome::Unknown),
            ("E-CONTENT-NOT-DIGESTED", Outcome::Unknown),
            ("E-CONTENT-OCTETS-MISSING", Outcome::Unknown),
            ("E-ALGORITHM-UNSUPPORTED", Outcome::Unknown),
            ("E-KEY-UNSUPPORTED", Outcome::Unknown),
            ("E-SIGNER-MISMATCH", Outcome::Unknown),
            ("E-SIGNING-CERTIFICATE-MISMATCH", Outcome::Unknown),
            ("E-SIGNING-CERTIFICATE-MISMATCH", Outcome::Unknown),
            ("E-ATTRIBUTE-MISSING", Outcome::Broken),
            ("E-ATTRIBUTE-FORBIDDEN", Outcome::Broken),
            ("E-ATTRIBUTE-MALFORMED", Outcome::Broken),
            ("E-CONTENT-TYPE-MISMATCH", Outcome::Broken),
            ("E-DIGEST-MISMATCH", Outcome::Broken),
            ("E-DIGEST-ALGORITHM-MISMATCH", Outcome::Broken),
            ("E-ALGORITHM-PROTECTION-MISMATCH", Outcome::Broken),
            ("E-SIGNED-ATTRIBUTES-AS-CONTENT", Outcome::Broken),
            ("E-REFUSED-BY-POLICY", Outcome::Unknown),
            ("E-SIGNATURE-INVALID", Outcome::Broken),
        ];
        assert_eq!(errors().map(|error| (error.code(), error.outcome())), expected);
    }

    #[test]
    fn errors_read_as_sentences_with_both_sides() {
        let texts = errors().map(|error| error.to_string());
        assert!(texts.iter().all(|text| !text.ends_with('.')));
        assert_eq!(texts[10], "duplicate in signedAttrs.signing-time at byte 9");
        let both = "signed for content with the md5 digest 01, which has abababababababababababababababab";
        assert_eq!(texts[12], both);
        assert_eq!(texts[13], "digestAlgorithm is sha1, signatureAlgorithm says sha256");
        assert_eq!(texts[16], "the policy refuses this: no signed attributes");
        assert_eq!(texts[17], "the signature value does not verify under the certificate's key by ed25519");
    }
}

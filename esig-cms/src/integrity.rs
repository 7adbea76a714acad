//! Why a signature is not intact, or why that cannot be said.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::{UnsupportedAlgorithm, UnsupportedKey};
use esig_core::{DigestAlgorithm, DigestValue, ParseError, Remedy, SignatureScheme};

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
    /// The scheme signs the content itself (Ed25519 without signed attributes), and only its digest is known.
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
            | Self::SigningCertificateIssuerSerialMismatch { .. } => Outcome::Unknown,
            Self::MissingAttribute { .. }
            | Self::MalformedAttribute(_)
            | Self::ContentTypeMismatch { .. }
            | Self::DigestMismatch { .. }
            | Self::DigestAlgorithmMismatch { .. }
            | Self::AlgorithmProtectionMismatch { .. }
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
            Self::MalformedAttribute(_) => "E-ATTRIBUTE-MALFORMED",
            Self::ContentTypeMismatch { .. } => "E-CONTENT-TYPE-MISMATCH",
            Self::DigestMismatch { .. } => "E-DIGEST-MISMATCH",
            Self::DigestAlgorithmMismatch { .. } => "E-DIGEST-ALGORITHM-MISMATCH",
            Self::AlgorithmProtectionMismatch { .. } => "E-ALGORITHM-PROTECTION-MISMATCH",
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
            Self::DigestMismatch { .. } => Remedy::GetIntactCopy,
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

/// Octets as lower-case hexadecimal digits.
struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

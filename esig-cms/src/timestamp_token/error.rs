//! Why a token is not accepted.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use esig_core::error::UnsupportedAlgorithm;
use esig_core::{DigestAlgorithm, DigestValue, ParseError, Remedy};

use crate::attributes::TimestampKind;
use crate::error::CmsError;
use crate::hex::Hex;
use crate::integrity::{IntegrityError, Outcome};

/// What is wrong with a time-stamp token, or what it takes to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimestampError {
    /// The bytes are no SignedData, or its content is no TSTInfo.
    Unreadable(CmsError),
    /// A signature over something else than a TSTInfo.
    NotTimestamp {
        /// eContentType, in dotted form.
        content_type: String,
    },
    /// The TSTInfo is not inside.
    ContentMissing,
    /// Other than one signature.
    NotOneSigner {
        /// How many.
        signers: usize,
    },
    /// A critical extension of the TSTInfo is not known here.
    UnknownCriticalExtension {
        /// Its identifier, in dotted form.
        extension: String,
    },
    /// The authority did not sign a reference to its certificate (RFC 3161 §2.4.2: "MUST").
    NoSigningCertificate,
    /// The certificate that sid names is neither inside nor among those given.
    SignerCertificateMissing {
        /// What sid names.
        sid: String,
    },
    /// The signature does not hold, or it cannot be told.
    Integrity(IntegrityError),
    /// The certificate is not one of a time-stamping authority.
    NotForTimestamps {
        /// The certificate's subject.
        subject: String,
        /// What it lacks.
        fault: PurposeFault,
    },
    /// The algorithm of the imprint is not known here.
    UnsupportedAlgorithm(UnsupportedAlgorithm),
    /// Something else was stamped.
    ImprintMismatch {
        /// The algorithm of what was stamped.
        algorithm: DigestAlgorithm,
        /// What was stamped.
        stated: Vec<u8>,
        /// What should have been.
        computed: DigestValue,
    },
    /// What a time-stamp of that kind is over is not there, or nobody agrees on it.
    UnknownCoverage {
        /// The kind of time-stamp.
        kind: TimestampKind,
    },
    /// The time-stamp is over the signed content, which is not there.
    SignedContentMissing,
    /// The time-stamp is over the signed content, which was not digested as that takes: see [`SignedData::hasher`].
    ///
    /// [`SignedData::hasher`]: crate::SignedData::hasher
    ContentNotDigested {
        /// The algorithm asked for.
        algorithm: DigestAlgorithm,
    },
    /// The token of an archive-time-stamp-v3 has no ats-hash-index.
    NoHashIndex,
    /// An ats-hash-index lists a digest that nothing has: what it was made of was changed or taken away.
    HashIndexUnmatched {
        /// The list's name.
        list: &'static str,
        /// The algorithm of the index.
        algorithm: DigestAlgorithm,
        /// The digest.
        entry: Vec<u8>,
    },
    /// The time-stamp stands in another SignedData than the one that was asked.
    InAnotherFile,
    /// More work than a limit allows.
    LimitExceeded {
        /// The limit's name.
        name: &'static str,
        /// What it allows.
        allowed: u64,
    },
    /// The nonce is not that of the request: the answer is to another one, perhaps an old one.
    NonceMismatch {
        /// The contents octets of the request's.
        asked: Vec<u8>,
        /// The contents octets of the token's, if it has one.
        found: Option<Vec<u8>>,
    },
    /// The policy is not the one asked for.
    PolicyMismatch {
        /// The request's, in dotted form.
        asked: String,
        /// The token's, in dotted form.
        found: String,
    },
    /// The authority's certificate was asked for and is not inside.
    CertificateNotIncluded,
}

/// What a certificate lacks to be one of a time-stamping authority (RFC 3161 §2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PurposeFault {
    /// extKeyUsage is absent, or has no id-kp-timeStamping.
    Absent,
    /// extKeyUsage cannot be read.
    Malformed,
    /// extKeyUsage is not critical.
    NotCritical,
    /// extKeyUsage has another purpose, too.
    Another {
        /// Which, in dotted form.
        purpose: String,
    },
}

impl fmt::Display for PurposeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("extKeyUsage has no id-kp-timeStamping"),
            Self::Malformed => f.write_str("extKeyUsage cannot be read"),
            Self::NotCritical => f.write_str("extKeyUsage is not critical"),
            Self::Another { purpose } => write!(f, "extKeyUsage has {purpose} beside id-kp-timeStamping"),
        }
    }
}

impl TimestampError {
    /// Whether something does not match, or something is missing.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Integrity(error) => error.outcome(),
            Self::UnsupportedAlgorithm(_)
            | Self::UnknownCriticalExtension { .. }
            | Self::SignerCertificateMissing { .. }
            | Self::CertificateNotIncluded
            | Self::ContentMissing
            | Self::UnknownCoverage { .. }
            | Self::SignedContentMissing
            | Self::ContentNotDigested { .. }
            | Self::InAnotherFile
            | Self::LimitExceeded { .. } => Outcome::Unknown,
            _ => Outcome::Broken,
        }
    }

    /// Whether something was found that does not match.
    pub fn is_broken(&self) -> bool {
        self.outcome() == Outcome::Broken
    }

    /// A stable code for scripts; one of those listed in this crate's test of codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(error) => error.code(),
            Self::NotTimestamp { .. } => "E-NOT-TIMESTAMP",
            Self::ContentMissing => "E-CONTENT-MISSING",
            Self::NotOneSigner { .. } => "E-TIMESTAMP-SIGNERS",
            Self::UnknownCriticalExtension { .. } => "E-EXTENSION-UNKNOWN",
            Self::NoSigningCertificate => "E-ATTRIBUTE-MISSING",
            Self::SignerCertificateMissing { .. } => "E-TSA-CERTIFICATE-MISSING",
            Self::Integrity(error) => error.code(),
            Self::NotForTimestamps { .. } => "E-TSA-CERTIFICATE-PURPOSE",
            Self::UnsupportedAlgorithm(_) => "E-ALGORITHM-UNSUPPORTED",
            Self::ImprintMismatch { .. } => "E-IMPRINT-MISMATCH",
            Self::UnknownCoverage { .. } => "E-COVERAGE-UNKNOWN",
            Self::SignedContentMissing => "E-CONTENT-MISSING",
            Self::ContentNotDigested { .. } => "E-CONTENT-NOT-DIGESTED",
            Self::NoHashIndex => "E-HASH-INDEX-MISSING",
            Self::HashIndexUnmatched { .. } => "E-HASH-INDEX-UNMATCHED",
            Self::InAnotherFile => "E-TIMESTAMP-IN-ANOTHER-FILE",
            Self::LimitExceeded { .. } => "E-LIMIT-EXCEEDED",
            Self::NonceMismatch { .. } => "E-NONCE-MISMATCH",
            Self::PolicyMismatch { .. } => "E-POLICY-MISMATCH",
            Self::CertificateNotIncluded => "E-TSA-CERTIFICATE-NOT-INCLUDED",
        }
    }

    /// What the caller may do next.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Unreadable(error) => error.remedy(),
            Self::Integrity(error) => error.remedy(),
            Self::UnsupportedAlgorithm(_) => Remedy::UseSupportedAlgorithm,
            Self::SignerCertificateMissing { .. }
            | Self::CertificateNotIncluded
            | Self::ContentMissing
            | Self::SignedContentMissing => Remedy::SupplyEvidence,
            Self::NotTimestamp { .. } | Self::ContentNotDigested { .. } | Self::InAnotherFile => {
                Remedy::CorrectCall
            }
            Self::ImprintMismatch { .. } | Self::HashIndexUnmatched { .. } => Remedy::GetIntactCopy,
            Self::LimitExceeded { .. } => Remedy::RaiseLimit,
            _ => Remedy::Reject,
        }
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::NotTimestamp { content_type } => {
                write!(f, "a signature over content of type {content_type} where a time-stamp was expected")
            }
            Self::ContentMissing => f.write_str("the TSTInfo is not inside the token"),
            Self::NotOneSigner { signers } => {
                write!(f, "{signers} signatures in a time-stamp, which must have one")
            }
            Self::UnknownCriticalExtension { extension } => {
                write!(f, "the critical extension {extension} of the TSTInfo is not known")
            }
            Self::NoSigningCertificate => {
                f.write_str("the authority did not sign a reference to its certificate")
            }
            Self::SignerCertificateMissing { sid } => {
                write!(f, "the certificate of the time-stamping authority is missing: {sid}")
            }
            Self::Integrity(error) => error.fmt(f),
            Self::NotForTimestamps { subject, fault } => {
                write!(f, "the certificate of {subject} is not for time-stamping: {fault}")
            }
            Self::UnsupportedAlgorithm(error) => error.fmt(f),
            Self::ImprintMismatch { algorithm, stated, computed } => {
                write!(f, "the time-stamp is over {algorithm}:{}, not over {computed:?}", Hex(stated))
            }
            Self::UnknownCoverage { kind } => {
                write!(f, "what the {kind} is over is not there, or cannot be told")
            }
            Self::SignedContentMissing => f.write_str("the time-stamp is over the content, which is missing"),
            Self::ContentNotDigested { algorithm } => {
                write!(f, "the content was not digested with {algorithm} as the time-stamp needs it")
            }
            Self::NoHashIndex => f.write_str("the archive time-stamp has no ats-hash-index"),
            Self::HashIndexUnmatched { list, algorithm, entry } => {
                write!(f, "nothing has the digest {algorithm}:{} of {list} any more", Hex(entry))
            }
            Self::InAnotherFile => f.write_str("the time-stamp stands in another file"),
            Self::LimitExceeded { name, allowed } => write!(f, "more than the limit {name} of {allowed}"),
            Self::NonceMismatch { asked, found } => {
                write!(f, "asked with the nonce {}, answered with ", Hex(asked))?;
                match found {
                    Some(found) => Hex(found).fmt(f),
                    None => f.write_str("none"),
                }
            }
            Self::PolicyMismatch { asked, found } => {
                write!(f, "asked for the policy {asked}, answered under {found}")
            }
            Self::CertificateNotIncluded => {
                f.write_str("the authority's certificate was asked for and is not in the token")
            }
        }
    }
}

impl core::error::Error for TimestampError {}

impl From<CmsError> for TimestampError {
    fn from(error: CmsError) -> Self {
        Self::Unreadable(error)
    }
}

impl From<IntegrityError> for TimestampError {
    fn from(error: IntegrityError) -> Self {
        Self::Integrity(error)
    }
}

impl From<UnsupportedAlgorithm> for TimestampError {
    fn from(error: UnsupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm(error)
    }
}

impl From<ParseError> for TimestampError {
    fn from(error: ParseError) -> Self {
        Self::Integrity(error.into())
    }
}

/// What is wrong with a TSTInfo is wrong with the token.
pub(super) fn unreadable(error: esig_core::Error) -> TimestampError {
    match error {
        esig_core::Error::Malformed(error) => TimestampError::Unreadable(error.into()),
        esig_core::Error::UnsupportedAlgorithm(error) => error.into(),
        _ => TimestampError::ContentMissing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec;

    fn errors() -> Vec<TimestampError> {
        let algorithm = DigestAlgorithm::Md5;
        let computed = DigestValue::new(algorithm, &[0xab; 16]).expect("16 octets");
        let purpose = PurposeFault::Another { purpose: "1.2.3".into() };
        vec![
            TimestampError::Unreadable(CmsError::NotSignedData { content_type: "1.2.3".into() }),
            TimestampError::NotTimestamp { content_type: "1.2.3".into() },
            TimestampError::ContentMissing,
            TimestampError::NotOneSigner { signers: 2 },
            TimestampError::UnknownCriticalExtension { extension: "1.2.3".into() },
            TimestampError::NoSigningCertificate,
            TimestampError::SignerCertificateMissing { sid: "serial number 1".into() },
            TimestampError::Integrity(IntegrityError::ContentMissing),
            TimestampError::NotForTimestamps { subject: "CN=A".into(), fault: purpose },
            TimestampError::UnsupportedAlgorithm(UnsupportedAlgorithm::new("1.2.3", "hashAlgorithm")),
            TimestampError::ImprintMismatch { algorithm, stated: vec![1], computed },
            TimestampError::UnknownCoverage { kind: TimestampKind::Archive },
            TimestampError::SignedContentMissing,
            TimestampError::ContentNotDigested { algorithm },
            TimestampError::NoHashIndex,
            TimestampError::HashIndexUnmatched { list: "crlsHashIndex", algorithm, entry: vec![2] },
            TimestampError::InAnotherFile,
            TimestampError::LimitExceeded { name: "MAX_COVERED_OCTETS", allowed: 3 },
            TimestampError::NonceMismatch { asked: vec![4], found: None },
            TimestampError::PolicyMismatch { asked: "1.2".into(), found: "1.3".into() },
            TimestampError::CertificateNotIncluded,
        ]
    }

    #[test]
    fn codes_are_stable() {
        let codes: Vec<_> = errors().iter().map(|error| (error.code(), error.is_broken())).collect();
        let expected = [
            ("E-NOT-SIGNED-DATA", true),
            ("E-NOT-TIMESTAMP", true),
            ("E-CONTENT-MISSING", false),
            ("E-TIMESTAMP-SIGNERS", true),
            ("E-EXTENSION-UNKNOWN", false),
            ("E-ATTRIBUTE-MISSING", true),
            ("E-TSA-CERTIFICATE-MISSING", false),
            ("E-CONTENT-MISSING", false),
            ("E-TSA-CERTIFICATE-PURPOSE", true),
            ("E-ALGORITHM-UNSUPPORTED", false),
            ("E-IMPRINT-MISMATCH", true),
            ("E-COVERAGE-UNKNOWN", false),
            ("E-CONTENT-MISSING", false),
            ("E-CONTENT-NOT-DIGESTED", false),
            ("E-HASH-INDEX-MISSING", true),
            ("E-HASH-INDEX-UNMATCHED", true),
            ("E-TIMESTAMP-IN-ANOTHER-FILE", false),
            ("E-LIMIT-EXCEEDED", false),
            ("E-NONCE-MISMATCH", true),
            ("E-POLICY-MISMATCH", true),
            ("E-TSA-CERTIFICATE-NOT-INCLUDED", false),
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn errors_read_as_sentences_with_both_sides() {
        let texts: Vec<_> = errors().iter().map(ToString::to_string).collect();
        assert!(texts.iter().all(|text| !text.ends_with('.')));
        let both = "the time-stamp is over md5:01, not over md5:abababababababababababababababab";
        assert_eq!(texts[10], both);
        assert_eq!(texts[15], "nothing has the digest md5:02 of crlsHashIndex any more");
    }
}

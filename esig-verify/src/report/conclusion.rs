//! What an assessment comes to (EN 319 102-1 clause 5.1.3).

use core::fmt;

use esig_core::Certificate;
use time::UtcDateTime;

use crate::path::VerifiedPath;

/// The conclusion: each sub-indication belongs to the enum of its main indication.
#[derive(Clone, Debug)]
pub enum Conclusion<'a> {
    /// Every check passed: content and signer may be relied on.
    TotalPassed(VerifiedSignature<'a>),
    /// The evidence does not decide.
    Indeterminate(Indeterminate),
    /// The signature is not valid.
    TotalFailed(Failure),
}

/// Why a signature is not valid (EN 319 102-1 table 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Failure {
    /// The signature is not of the form its standard says.
    FormatFailure,
    /// A digest does not match: the content is not what was signed.
    HashFailure,
    /// The signature value does not verify.
    SigCryptoFailure,
    /// The signer's certificate was revoked before the signature was made, and that is proven.
    Revoked,
    /// The signer's certificate had expired before the signature was made, and that is proven.
    Expired,
    /// The signature is older than the signer's certificate.
    NotYetValid,
}

/// Why the evidence does not decide (EN 319 102-1 table 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Indeterminate {
    /// A signed attribute is not as the policy wants it.
    SigConstraintsFailure,
    /// The chain is not for this use.
    ChainConstraintsFailure,
    /// The chain does not hold.
    CertificateChainGeneralFailure,
    /// An algorithm was too weak when it was used, and that is proven.
    CryptoConstraintsFailure,
    /// An algorithm is too weak by now.
    CryptoConstraintsFailureNoPoe,
    /// The signature policy cannot be processed.
    PolicyProcessingError,
    /// The signature policy is not there.
    SignaturePolicyNotAvailable,
    /// Time-stamps contradict each other.
    TimestampOrderFailure,
    /// The signer's certificate is not there.
    NoSigningCertificateFound,
    /// No chain leads to a trust anchor.
    NoCertificateChainFound,
    /// The anchor of the only chain is trusted no longer.
    NoCertificateChainFoundNoPoe,
    /// The signer's certificate is revoked.
    RevokedNoPoe {
        /// Since when.
        at: UtcDateTime,
    },
    /// An authority's certificate is revoked.
    RevokedCaNoPoe {
        /// Since when.
        at: UtcDateTime,
    },
    /// A certificate is outside its validity, and known not to be revoked.
    OutOfBoundsNotRevoked,
    /// A certificate is outside its validity, and its revocation is not known.
    OutOfBoundsNoPoe,
    /// The issuer of the revocation data is outside its validity.
    RevocationOutOfBoundsNoPoe,
    /// Revocation data is missing or not fresh, or a certificate is on hold.
    TryLater,
    /// Nothing proves when the signature existed.
    NoPoe,
    /// The signed data is not there.
    SignedDataNotFound,
    /// What none of the others says.
    Generic,
}

impl Failure {
    /// The sub-indication, spelled as in the standard.
    pub fn sub_indication(self) -> &'static str {
        match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::Revoked => "REVOKED",
            Self::Expired => "EXPIRED",
            Self::NotYetValid => "NOT_YET_VALID",
        }
    }
}

impl Indeterminate {
    /// The sub-indication, spelled as in the standard.
    pub fn sub_indication(self) -> &'static str {
        match self {
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CertificateChainGeneralFailure => "CERTIFICATE_CHAIN_GENERAL_FAILURE",
            Self::CryptoConstraintsFailure => "CRYPTO_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailureNoPoe => "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
            Self::PolicyProcessingError => "POLICY_PROCESSING_ERROR",
            Self::SignaturePolicyNotAvailable => "SIGNATURE_POLICY_NOT_AVAILABLE",
            Self::TimestampOrderFailure => "TIMESTAMP_ORDER_FAILURE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::NoCertificateChainFoundNoPoe => "NO_CERTIFICATE_CHAIN_FOUND_NO_POE",
            Self::RevokedNoPoe { .. } => "REVOKED_NO_POE",
            Self::RevokedCaNoPoe { .. } => "REVOKED_CA_NO_POE",
            Self::OutOfBoundsNotRevoked => "OUT_OF_BOUNDS_NOT_REVOKED",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::RevocationOutOfBoundsNoPoe => "REVOCATION_OUT_OF_BOUNDS_NO_POE",
            Self::TryLater => "TRY_LATER",
            Self::NoPoe => "NO_POE",
            Self::SignedDataNotFound => "SIGNED_DATA_NOT_FOUND",
            Self::Generic => "GENERIC",
        }
    }

    /// How much a failure says when several chains fail: what came furthest says most.
    ///
    /// A revoked signer stands above all: no other chain makes that undone.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::NoCertificateChainFound => 0,
            Self::NoCertificateChainFoundNoPoe => 1,
            Self::CertificateChainGeneralFailure => 2,
            Self::RevokedCaNoPoe { .. } => 3,
            Self::ChainConstraintsFailure => 4,
            Self::CryptoConstraintsFailureNoPoe => 5,
            Self::OutOfBoundsNoPoe | Self::OutOfBoundsNotRevoked => 6,
            Self::TryLater => 7,
            Self::RevokedNoPoe { .. } => 8,
            _ => 2,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sub_indication())
    }
}

impl fmt::Display for Indeterminate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sub_indication())
    }
}

impl Conclusion<'_> {
    /// The main indication, spelled as in the standard.
    pub fn indication(&self) -> &'static str {
        match self {
            Self::TotalPassed(_) => "TOTAL-PASSED",
            Self::Indeterminate(_) => "INDETERMINATE",
            Self::TotalFailed(_) => "TOTAL-FAILED",
        }
    }

    /// The sub-indication; a signature that passed has none.
    pub fn sub_indication(&self) -> Option<&'static str> {
        match self {
            Self::TotalPassed(_) => None,
            Self::Indeterminate(why) => Some(why.sub_indication()),
            Self::TotalFailed(why) => Some(why.sub_indication()),
        }
    }

    /// What it means for the recipient.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::TotalPassed(_) => Verdict::Valid,
            Self::TotalFailed(_) => Verdict::Invalid,
            Self::Indeterminate(why) => why.verdict(),
        }
    }
}

impl Indeterminate {
    /// A certificate known to be revoked, with nothing that proves the signature older, is as good as invalid.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::RevokedNoPoe { .. } | Self::RevokedCaNoPoe { .. } => Verdict::Invalid,
            _ => Verdict::Indeterminate,
        }
    }
}

/// What a recipient wants to know; declared from the worst, so that the least of several is a file's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Altered, wrong key, or revoked.
    Invalid,
    /// The evidence does not decide.
    Indeterminate,
    /// No signature was found.
    NoSignature,
    /// The file is damaged.
    Malformed,
    /// The format or an algorithm is not supported.
    Unsupported,
    /// Valid under the policy.
    Valid,
}

impl Verdict {
    /// The word in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Indeterminate => "indeterminate",
            Self::NoSignature => "no-signature",
            Self::Malformed => "malformed",
            Self::Unsupported => "unsupported",
            Self::Valid => "valid",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A signature of which every check passed: the one way to a signer's name that may be relied on.
///
/// Only an assessment makes it.
#[derive(Clone, Debug)]
pub struct VerifiedSignature<'a> {
    path: VerifiedPath<'a>,
}

impl<'a> VerifiedSignature<'a> {
    pub(crate) fn new(path: VerifiedPath<'a>) -> Self {
        Self { path }
    }

    /// Whose signature it is.
    pub fn signer(&self) -> Certificate<'a> {
        self.path.target()
    }

    /// The chain from the signer to the anchor.
    pub fn path(&self) -> &VerifiedPath<'a> {
        &self.path
    }
}

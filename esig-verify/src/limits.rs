//! Limits on the work that hostile evidence can cause: one value, each number with its reason.

use core::fmt;

/// Limits on building and judging paths, for one question or for all signatures of a file. Over one of them nothing passes: the
/// answer says which it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathLimits {
    /// Signatures checked for one signature, its own under each certificate that may be the signer's and those of certificates,
    /// CRLs and OCSP responses, or for one certificate that is asked about alone. Default 100, as rustls/webpki has it for a chain
    /// (RUSTSEC-2023-0052); a path of five certificates with CRLs needs some ten.
    pub signature_checks: usize,
    /// The same for all signatures of a file together. Default 2 000: two hundred signatures with paths of their own, some
    /// seconds of the slowest algorithm.
    pub file_signature_checks: usize,
    /// Certificates tried as issuers, for all signatures of a file together. Default 50 000: the largest family of
    /// namesakes in use has some ten, and each costs a few microseconds; rustls/webpki allows 200 000 for one chain.
    pub expansions: usize,
    /// Authorities between target and anchor, self-issued ones not counted. Default 16: x509-limbo's longest valid chains;
    /// 6, which rustls/webpki allows, is too few for cross-certified national authorities. Certificates of either kind are
    /// at most twice as many: one with a new key for each with an old one.
    pub depth: usize,
    /// Complete paths judged. Default 64: BetterTLS wants some 20 alternatives tried before the one that holds.
    pub attempts: usize,
    /// Names compared with subtrees of name constraints, for all signatures of a file together; a long name counts several
    /// times. Default 1 048 576, as BoringSSL has it for a chain, whose own valid chains need a third of that; a comparison
    /// takes some ten nanoseconds. rustls/webpki and Go allow 250 000 (CVE-2018-16875).
    pub name_comparisons: usize,
    /// CertIDs of OCSP responses compared with one certificate. Default 10 000: a response in use speaks of one certificate
    /// or of a few, and a comparison takes some microseconds.
    pub cert_ids: usize,
    /// URLs of one need. Default 16: certificates in use name at most six.
    pub urls: usize,
}

impl PathLimits {
    /// The limits that the certificates of every known authority stay within.
    pub const DEFAULT: Self = Self {
        signature_checks: 100,
        file_signature_checks: 2_000,
        expansions: 50_000,
        depth: 16,
        attempts: 64,
        name_comparisons: 1 << 20,
        cert_ids: 10_000,
        urls: 16,
    };

    /// What a limit allows; `None` for the deadline, which is no number.
    pub fn allowed(&self, budget: Budget) -> Option<usize> {
        match budget {
            Budget::SignatureChecks => Some(self.signature_checks),
            Budget::FileSignatureChecks => Some(self.file_signature_checks),
            Budget::Expansions => Some(self.expansions),
            Budget::Depth => Some(self.depth),
            Budget::Attempts => Some(self.attempts),
            Budget::NameComparisons => Some(self.name_comparisons),
            Budget::CertIds => Some(self.cert_ids),
            Budget::Deadline => None,
        }
    }
}

impl Default for PathLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A limit on the work of building a path, by which it was cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Budget {
    /// [`PathLimits::signature_checks`].
    SignatureChecks,
    /// [`PathLimits::file_signature_checks`].
    FileSignatureChecks,
    /// [`PathLimits::expansions`].
    Expansions,
    /// [`PathLimits::depth`].
    Depth,
    /// [`PathLimits::attempts`].
    Attempts,
    /// [`PathLimits::name_comparisons`].
    NameComparisons,
    /// [`PathLimits::cert_ids`].
    CertIds,
    /// The caller's: [`Verifier::with_deadline`](crate::Verifier::with_deadline).
    Deadline,
}

impl Budget {
    /// The name of the limit, as in [`PathLimits`], or `deadline`.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignatureChecks => "signature_checks",
            Self::FileSignatureChecks => "file_signature_checks",
            Self::Expansions => "expansions",
            Self::Depth => "depth",
            Self::Attempts => "attempts",
            Self::NameComparisons => "name_comparisons",
            Self::CertIds => "cert_ids",
            Self::Deadline => "deadline",
        }
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Limits on what one [`Store`](crate::Store) holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreLimits {
    /// Certificates. Default 50 000: all accredited Russian authorities have some 2 400, the EU lists some 6 000.
    pub certificates: usize,
    /// CRLs. Default 5 000, some for each authority.
    pub crls: usize,
    /// OCSP responses. Default 100 000: one for each certificate of as many signatures.
    pub responses: usize,
    /// Octets of all of it. Default 1 GiB: the largest CRLs in use have 30 MiB.
    pub octets: usize,
    /// Signature checks remembered. Default 1 000 000, some 64 MiB; beyond, checks are made again.
    pub remembered_checks: usize,
}

impl StoreLimits {
    /// Limits for a service that judges signatures of many authorities.
    pub const DEFAULT: Self = Self {
        certificates: 50_000,
        crls: 5_000,
        responses: 100_000,
        octets: 1 << 30,
        remembered_checks: 1_000_000,
    };
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

//! Limits on the work that hostile evidence can cause: one value, each number with its reason.

/// Limits on building one path. Over one of them nothing passes: the report says which it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathLimits {
    /// Distinct signatures of certificates and CRLs checked in one assessment. Default 100, as rustls/webpki has it
    /// (RUSTSEC-2023-0052); a path of five certificates with CRLs needs some ten.
    pub signature_checks: usize,
    /// Certificates tried as issuers, for all signatures of a file together. Default 50 000: the largest family of
    /// namesakes in use has some ten, and each costs a few microseconds; rustls/webpki allows 200 000 for one chain.
    pub expansions: usize,
    /// Certificates between signer and anchor, the signer included. Default 16: x509-limbo's longest valid chains;
    /// 6, which rustls/webpki allows, is too few for cross-certified national authorities.
    pub depth: usize,
    /// Complete paths judged. Default 64: BetterTLS wants some 20 alternatives tried before the one that holds.
    pub attempts: usize,
    /// URLs of one need. Default 16: certificates in use name at most six.
    pub urls: usize,
}

impl PathLimits {
    /// The limits that the certificates of every known authority stay within.
    pub const DEFAULT: Self =
        Self { signature_checks: 100, expansions: 50_000, depth: 16, attempts: 64, urls: 16 };
}

impl Default for PathLimits {
    fn default() -> Self {
        Self::DEFAULT
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
    /// Octets of all of it. Default 1 GiB: the largest CRLs in use have 30 MiB.
    pub octets: usize,
    /// Signature checks remembered. Default 1 000 000, some 64 MiB; beyond, checks are made again.
    pub remembered_checks: usize,
}

impl StoreLimits {
    /// Limits for a service that judges signatures of many authorities.
    pub const DEFAULT: Self =
        Self { certificates: 50_000, crls: 5_000, octets: 1 << 30, remembered_checks: 1_000_000 };
}

impl Default for StoreLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

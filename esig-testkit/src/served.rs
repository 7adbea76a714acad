//! What is to be had of the PKI.

use core::fmt;

/// Something that a URL leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Served {
    /// The root's certificate, named by that of the intermediate authority.
    RootCertificate,
    /// The intermediate authority's certificate, named by those of end entities.
    IntermediateCertificate,
    /// The root's CRL, which speaks of the intermediate authority.
    RootCrl,
    /// The intermediate authority's CRL, which speaks of end entities.
    IntermediateCrl,
    /// The OCSP responder for end entities.
    Ocsp,
    /// The time-stamping authority, which no certificate names.
    TimeStamps,
}

impl Served {
    /// All of it.
    pub const ALL: [Self; 6] = [
        Self::RootCertificate,
        Self::IntermediateCertificate,
        Self::RootCrl,
        Self::IntermediateCrl,
        Self::Ocsp,
        Self::TimeStamps,
    ];

    /// The media type under which it belongs (RFC 2585 §4, RFC 6960 appendix A, RFC 3161 §3.4).
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::RootCertificate | Self::IntermediateCertificate => "application/pkix-cert",
            Self::RootCrl | Self::IntermediateCrl => "application/pkix-crl",
            Self::Ocsp => "application/ocsp-response",
            Self::TimeStamps => "application/timestamp-reply",
        }
    }
}

impl fmt::Display for Served {
    /// The last part of its URL: `root.crl`, `intermediate.ocsp` …
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RootCertificate => "root.cer",
            Self::IntermediateCertificate => "intermediate.cer",
            Self::RootCrl => "root.crl",
            Self::IntermediateCrl => "intermediate.crl",
            Self::Ocsp => "intermediate.ocsp",
            Self::TimeStamps => "time-stamps",
        })
    }
}

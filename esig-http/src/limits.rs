//! Limits on what servers of others' choosing can cause: one value, each number with its reason.

use std::time::Duration;

/// Limits on sizes, numbers and times of what is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpLimits {
    /// Octets of one certificate. Default 64 KiB: those in use have some 4.
    pub certificate_octets: u64,
    /// Octets of a bundle of certificates (certs-only SignedData). Default 1 MiB.
    pub bundle_octets: u64,
    /// Octets of a CRL. Default 32 MiB: the largest in use have some 30.
    pub crl_octets: u64,
    /// Octets of an OCSP response. Default 64 KiB: with the responder's certificate they have some 5.
    pub ocsp_octets: u64,
    /// Octets of a time-stamp response. Default 64 KiB: with a chain of GOST or RSA certificates they have some 10.
    pub timestamp_octets: u64,
    /// Redirects from one URL. Default 3.
    pub redirects: u32,
    /// Requests of one verification, redirects and retries included. Default 64: a path of five certificates takes some ten.
    pub requests: u32,
    /// Retries of one URL whose server says that it is busy, and how long. Default 2.
    pub retries: u32,
    /// Time for a connection, the resolution of the name aside. Default 5 s.
    pub connect_time: Duration,
    /// Time for one request from the name to the last octet. Default 30 s: the largest CRLs at a megabyte a second.
    pub request_time: Duration,
    /// Time for all requests of one verification. Default 60 s.
    pub total_time: Duration,
}

impl HttpLimits {
    /// Limits that the services of known authorities stay within.
    pub const DEFAULT: Self = Self {
        certificate_octets: 64 << 10,
        bundle_octets: 1 << 20,
        crl_octets: 32 << 20,
        ocsp_octets: 64 << 10,
        timestamp_octets: 64 << 10,
        redirects: 3,
        requests: 64,
        retries: 2,
        connect_time: Duration::from_secs(5),
        request_time: Duration::from_secs(30),
        total_time: Duration::from_secs(60),
    };
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

//! A revocation, as a report tells it.

use core::fmt;

use esig_core::crl::ReasonCode;
use time::UtcDateTime;

use super::rfc3339;

/// Since when a certificate is revoked, and why; of two the earlier is the lesser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revocation {
    /// revocationDate of the CRL's entry, revocationTime of the OCSP response.
    pub since: UtcDateTime,
    /// Unspecified if nobody says.
    pub reason: ReasonCode,
}

impl fmt::Display for Revocation {
    /// `2026-12-01T00:00:00Z, keyCompromise`; the time alone if no reason is given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&rfc3339(self.since))?;
        match self.reason {
            ReasonCode::Unspecified => Ok(()),
            reason => write!(f, ", {reason}"),
        }
    }
}

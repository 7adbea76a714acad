//! What CRLs say, and what it comes to.

use alloc::vec::Vec;

use esig_core::CrlBuf;
use esig_core::crl::{ReasonCode, RevokedCertificate};
use time::UtcDateTime;

use super::scope::Reasons;
use crate::path::signatures::Verified;

/// What the word of a CRL rests on, besides the chain: its signature, and where its signer was charged with CRLs, the
/// signatures and CRLs by which that signer is known. All of it is judged by the policy, and all of it is evidence.
#[derive(Default)]
pub(super) struct Vouched {
    pub(super) signed: Vec<Verified>,
    pub(super) crls: Vec<CrlBuf>,
}

impl Vouched {
    /// By the signature alone.
    pub(super) fn by(verified: Verified) -> Self {
        Self { signed: alloc::vec![verified], crls: Vec::new() }
    }

    /// What both rest on.
    pub(super) fn and(mut self, mut other: Self) -> Self {
        self.signed.append(&mut other.signed);
        self.crls.append(&mut other.crls);
        self
    }
}

/// What one complete CRL says of the certificate, with the delta CRLs that go with it.
pub(super) enum Word {
    Good {
        reasons: Reasons,
        vouched: Vouched,
        /// When what it says was so.
        as_of: UtcDateTime,
    },
    Revoked {
        since: UtcDateTime,
    },
    OnHold {
        as_of: UtcDateTime,
    },
    /// Nothing that can be relied on.
    Nothing,
}

/// What an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Revoked {
        since: UtcDateTime,
    },
    OnHold,
    /// Taken from the list: in a delta CRL alone.
    Removed,
}

impl Listed {
    /// What an entry means at that time; one of a later time means nothing yet.
    ///
    /// removeFromCRL has no place in a complete CRL; who stands there is taken for revoked.
    pub(super) fn read(entry: &RevokedCertificate<'_>, at: UtcDateTime, is_delta: bool) -> Option<Self> {
        let since = entry.revocation_date;
        match entry.reason_code() {
            Ok(ReasonCode::RemoveFromCrl) if is_delta => Some(Self::Removed),
            _ if since > at => None,
            Ok(ReasonCode::CertificateHold) => Some(Self::OnHold),
            _ => Some(Self::Revoked { since }),
        }
    }

    /// What two entries with one serial number come to: RFC 5280 wants one, and issuers err.
    pub(super) fn graver(self, other: Self) -> Self {
        match (self, other) {
            (Self::Revoked { since }, Self::Revoked { since: other }) => {
                Self::Revoked { since: since.min(other) }
            }
            (revoked @ Self::Revoked { .. }, _) | (_, revoked @ Self::Revoked { .. }) => revoked,
            (Self::OnHold, _) | (_, Self::OnHold) => Self::OnHold,
            (Self::Removed, Self::Removed) => Self::Removed,
        }
    }
}

/// Whether the certificate is suspended, by the times of the CRLs that say so and that do not.
///
/// A hold, unlike a revocation, ends: the certificate is left out of the next complete CRL (RFC 5280 §5.3.1).
#[derive(Default)]
pub(super) struct Hold {
    put: Option<UtcDateTime>,
    absent: Option<UtcDateTime>,
}

impl Hold {
    pub(super) fn put_by(&mut self, as_of: UtcDateTime) {
        self.put = self.put.max(Some(as_of));
    }

    pub(super) fn not_in(&mut self, as_of: UtcDateTime) {
        self.absent = self.absent.max(Some(as_of));
    }

    pub(super) fn is_in_force(&self) -> bool {
        self.put.is_some() && self.put >= self.absent
    }
}

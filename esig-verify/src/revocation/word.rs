//! What CRLs and OCSP responses say, and what it comes to.

use alloc::vec::Vec;

use esig_cms::ValidationData;
use esig_core::Certificate;
use esig_core::crl::{ReasonCode, RevokedCertificate};
use time::UtcDateTime;

use super::scope::Reasons;
use crate::path::Context;
use crate::path::signatures::Verified;
use crate::report::Revocation;

/// What the word of a CRL or an OCSP response rests on, besides the chain: its signature, and where its signer was charged
/// with it, the signatures and the evidence by which that signer is known. All of it is judged by the policy.
#[derive(Debug, Default)]
pub(crate) struct Vouched {
    pub(crate) signed: Vec<Verified>,
    pub(crate) data: ValidationData,
}

impl Vouched {
    /// By the signature alone.
    pub(super) fn by(verified: Verified) -> Self {
        Self { signed: alloc::vec![verified], ..Self::default() }
    }

    /// The same, and whose signature it is: a certificate that stands in no chain.
    pub(super) fn with_signer(mut self, signer: Certificate<'_>) -> Self {
        self.data.certificates.push(signer.into());
        self
    }

    /// What both rest on.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.signed.extend(other.signed);
        self.data.extend(&other.data);
        self
    }
}

/// What one of them says of the certificate: a complete CRL with the delta CRLs that go with it, or an OCSP response.
pub(super) enum Word {
    Good {
        reasons: Reasons,
        vouched: Vouched,
        /// When what it says was so.
        as_of: UtcDateTime,
    },
    Revoked(Revocation),
    OnHold {
        as_of: UtcDateTime,
    },
    /// Nothing that can be relied on.
    Nothing,
}

/// What an entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    Revoked(Revocation),
    OnHold,
    /// Taken from the list: in a delta CRL alone.
    Removed,
}

impl Listed {
    /// What an entry of a CRL of `this_update` means at that time. One that came later, and is known to have come, says that there
    /// was none before; one that is announced for a time to come counts at once, as RFC 5280 §6.3.3 (i) and (j) compare no dates.
    ///
    /// A CRL from the future is not known to have come.
    ///
    /// removeFromCRL has no place in a complete CRL; who stands there is taken for revoked.
    pub(super) fn read(
        entry: &RevokedCertificate<'_>,
        this_update: UtcDateTime,
        context: &Context<'_, '_>,
        is_delta: bool,
    ) -> Option<Self> {
        let since = entry.revocation_date;
        match entry.reason_code() {
            Ok(ReasonCode::RemoveFromCrl) if is_delta => Some(Self::Removed),
            _ if context.at < since && since <= this_update && context.has_come(this_update) => None,
            Ok(ReasonCode::CertificateHold) => Some(Self::OnHold),
            reason => {
                let reason = reason.unwrap_or(ReasonCode::Unspecified);
                Some(Self::Revoked(Revocation { since, reason }))
            }
        }
    }

    /// What two entries with one serial number come to: RFC 5280 wants one, and issuers err.
    pub(super) fn graver(self, other: Self) -> Self {
        match (self, other) {
            (Self::Revoked(one), Self::Revoked(other)) => Self::Revoked(one.min(other)),
            (revoked @ Self::Revoked(_), _) | (_, revoked @ Self::Revoked(_)) => revoked,
            (Self::OnHold, _) | (_, Self::OnHold) => Self::OnHold,
            (Self::Removed, Self::Removed) => Self::Removed,
        }
    }
}

/// What those come to that do not revoke.
#[derive(Default)]
pub(super) struct Heard {
    covered: Option<(Reasons, Vouched)>,
    hold: Hold,
}

impl Heard {
    pub(super) fn take(&mut self, word: Word) {
        match word {
            Word::OnHold { as_of } => self.hold.put_by(as_of),
            Word::Good { reasons, vouched, as_of } => {
                if reasons.is_all() {
                    self.hold.not_in(as_of);
                }
                let (covered, rests_on) = self.covered.take().unwrap_or((Reasons::NONE, Vouched::default()));
                self.covered = Some((covered.union(reasons), rests_on.and(vouched)));
            }
            Word::Revoked(_) | Word::Nothing => {}
        }
    }

    pub(super) fn is_on_hold(&self) -> bool {
        self.hold.is_in_force()
    }

    /// By whose word the certificate is not revoked, for whatever reason.
    pub(super) fn good(self) -> Option<Vouched> {
        self.covered.filter(|(covered, _)| covered.is_all()).map(|(_, vouched)| vouched)
    }
}

/// Whether the certificate is suspended, by the times of those that say so and that do not.
///
/// A hold, unlike a revocation, ends: the certificate is left out of the next complete CRL (RFC 5280 §5.3.1).
#[derive(Default)]
struct Hold {
    put: Option<UtcDateTime>,
    absent: Option<UtcDateTime>,
}

impl Hold {
    fn put_by(&mut self, as_of: UtcDateTime) {
        self.put = self.put.max(Some(as_of));
    }

    fn not_in(&mut self, as_of: UtcDateTime) {
        self.absent = self.absent.max(Some(as_of));
    }

    fn is_in_force(&self) -> bool {
        self.put.is_some() && self.put >= self.absent
    }
}

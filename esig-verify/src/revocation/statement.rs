//! What the answer about one certificate means (RFC 6960 §2.2 and §4.4.8).

use alloc::string::{String, ToString};

use esig_core::Certificate;
use esig_core::crl::ReasonCode;
use esig_core::ocsp::{BasicResponse, CertStatus, SingleResponse};
use time::UtcDateTime;

use super::freshness::later;
use crate::path::Context;
use crate::policy::Rule;
use crate::profile::LaterCrls;
use crate::report::Revocation;

/// What one answer says of the time in question; the gravest stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    Good,
    /// The responder does not know the certificate.
    Unknown,
    OnHold,
    Revoked(Revocation),
}

impl Said {
    /// A revocation that came after the time in question, and is known to have come then, says that there was none before. One
    /// that is announced for a time to come counts at once.
    pub(super) fn read(
        answer: &SingleResponse<'_>,
        response: &BasicResponse<'_>,
        context: &Context<'_, '_>,
    ) -> Self {
        let status = answer.cert_status;
        match status {
            CertStatus::Good => Self::Good,
            CertStatus::Unknown => Self::Unknown,
            CertStatus::Revoked { revocation_time, .. } if is_after(revocation_time, answer, context) => {
                Self::Good
            }
            CertStatus::Revoked { revocation_time: since, .. }
                if status.is_non_issued() && response.is_extended_revoke() =>
            {
                Self::Revoked(Revocation { since, reason: ReasonCode::Unspecified })
            }
            CertStatus::Revoked { revocation_reason: ReasonCode::CertificateHold, .. } => Self::OnHold,
            CertStatus::Revoked { revocation_time: since, revocation_reason: reason } => {
                Self::Revoked(Revocation { since, reason })
            }
        }
    }

    /// What two answers about one certificate come to; of two revocations the earlier counts.
    pub(super) fn graver(self, other: Self) -> Self {
        match (self, other) {
            (Self::Revoked(one), Self::Revoked(other)) => Self::Revoked(one.min(other)),
            (said, other) => said.max(other),
        }
    }
}

/// Whether the revocation is known to have come after the time in question. Who asks about the present never learns that: a time
/// later than his own means that the clocks differ.
fn is_after(revocation_time: UtcDateTime, answer: &SingleResponse<'_>, context: &Context<'_, '_>) -> bool {
    let looks_back = context.policy.profile.later_crls == LaterCrls::Welcome;
    let is_later = later(context.at, context.policy.clock_skew) < revocation_time;
    looks_back && is_later && revocation_time <= answer.this_update && context.has_come(answer.this_update)
}

/// Whether certHash, where there is one or the policy wants one, is of that certificate; else words for the report.
///
/// "Good" alone may mean that the responder never saw the certificate (RFC 6960 §2.2); with certHash it has.
pub(super) fn certificate_hash(
    context: &Context<'_, '_>,
    answer: &SingleResponse<'_>,
    certificate: &Certificate<'_>,
) -> Result<(), String> {
    match answer.cert_hash() {
        Ok(Some(hash)) => match hash.matches(context.provider, certificate.as_der()) {
            Ok(true) => Ok(()),
            Ok(false) => Err("certHash of another certificate".into()),
            Err(unsupported) => Err(unsupported.to_string()),
        },
        Ok(None) if context.policy.positive_statement == Rule::Require => Err("good without certHash".into()),
        Ok(None) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revoked_wins_and_unknown_beats_good() {
        let revoked = |seconds| {
            let since = UtcDateTime::from_unix_timestamp(seconds).expect("in range");
            Said::Revoked(Revocation { since, reason: ReasonCode::Unspecified })
        };
        let order = [Said::Good, Said::Unknown, Said::OnHold, revoked(2), revoked(1)];
        for (index, said) in order.into_iter().enumerate() {
            for graver in &order[index..] {
                assert_eq!(said.graver(*graver), *graver);
                assert_eq!(graver.graver(said), *graver);
            }
        }
    }
}

//! Whether revocation data speaks of the time in question (EN 319 102-1 clause 5.2.5).

use esig_core::Certificate;
use esig_core::crl::Crl;
use esig_core::ocsp::{BasicResponse, SingleResponse};
use time::{Duration, UtcDateTime};

use crate::path::Context;
use crate::profile::LaterCrls;
use crate::report::{Reason, Side};

/// The times of a CRL or of an OCSP response.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    this_update: UtcDateTime,
    /// When it was made: thisUpdate of a CRL, producedAt of a response.
    made_at: UtcDateTime,
    /// nextUpdate, or where there is none the age that the policy allows.
    until: Option<UtcDateTime>,
    /// The moment from which on expired certificates are remembered; `None` if they are not.
    remembers_since: Option<UtcDateTime>,
    /// By how much the clock may differ by which it was made.
    skew: Duration,
}

impl Told {
    /// Clocks do not matter to CRLs, which live for days. X.509 §9.5.2.8 says which keep expired certificates.
    pub(super) fn by_crl(context: &Context<'_, '_>, crl: &Crl<'_>) -> Self {
        let this_update = crl.this_update();
        Self {
            this_update,
            made_at: this_update,
            until: until(this_update, crl.next_update(), context.policy.max_crl_age),
            remembers_since: crl.expired_certs_on_crl().ok().flatten(),
            skew: Duration::ZERO,
        }
    }

    /// archiveCutoff is how long a responder remembers (RFC 6960 §4.4.4).
    pub(super) fn by_responder(
        context: &Context<'_, '_>,
        response: &BasicResponse<'_>,
        single: &SingleResponse<'_>,
    ) -> Self {
        let this_update = single.this_update;
        Self {
            this_update,
            made_at: response.produced_at(),
            until: until(this_update, single.next_update, context.policy.max_ocsp_age),
            remembers_since: single.archive_cutoff().ok().flatten(),
            skew: context.policy.clock_skew,
        }
    }

    /// Whether it may have forgotten the certificate, which had expired before.
    fn has_forgotten(&self, certificate: &Certificate<'_>) -> bool {
        let not_after = certificate.validity().not_after;
        self.this_update > not_after && self.remembers_since.is_none_or(|since| since > not_after)
    }
}

fn until(
    this_update: UtcDateTime,
    next_update: Option<UtcDateTime>,
    age: Option<Duration>,
) -> Option<UtcDateTime> {
    next_update.or_else(|| this_update.checked_add(age?))
}

/// Whether what it says of `certificate` holds at the time in question.
///
/// What was made later is welcome: who is not revoked then was not before either, unless the certificate had expired by
/// then, since those are forgotten. What claims to be made later than the present vouches for nobody.
pub(super) fn freshness(
    context: &Context<'_, '_>,
    told: &Told,
    certificate: &Certificate<'_>,
) -> (Result<(), Reason>, Side) {
    let at = context.at;
    let found =
        told.until.map_or(Side::Time(told.this_update), |until| Side::Period(told.this_update, until));
    let is_later = later(told.this_update, told.skew) >= at;
    let is_of_future = told.this_update.max(told.made_at) > later(at, told.skew);
    let speaks = match context.policy.profile.later_crls {
        LaterCrls::Welcome if is_later => true,
        LaterCrls::Refuse if is_of_future => false,
        _ => told.until.is_some_and(|until| at < later(until, told.skew)),
    };
    let is_aged = context.policy.max_revocation_age.is_some_and(|age| later(told.this_update, age) < at);
    let has_come = context.has_come(told.this_update.max(told.made_at));
    let is_fresh = has_come && speaks && !is_aged && !told.has_forgotten(certificate);
    (if is_fresh { Ok(()) } else { Err(Reason::RevocationDataStale) }, found)
}

/// The time so much later, or the end of all time.
pub(crate) fn later(time: UtcDateTime, by: Duration) -> UtcDateTime {
    time.checked_add(by).unwrap_or(UtcDateTime::MAX)
}

//! Whether a CRL speaks of the time in question (EN 319 102-1 clause 5.2.5).

use esig_core::Certificate;
use esig_core::cert::ext::oids;
use esig_core::crl::Crl;
use time::UtcDateTime;

use crate::path::Context;
use crate::profile::LaterCrls;
use crate::report::{Reason, Side};

/// Up to when a CRL is fresh: nextUpdate, or the age that the policy allows.
pub(super) fn fresh_until(context: &Context<'_, '_>, crl: &Crl<'_>) -> Option<UtcDateTime> {
    let by_age = || crl.this_update().checked_add(context.policy.max_crl_age?);
    crl.next_update().or_else(by_age)
}

/// Whether what the CRL says of `certificate` holds at the time in question.
///
/// A CRL made later is welcome: what it does not list was not revoked before either, unless the certificate had
/// expired by then, since expired certificates leave the list (X.509 §9.5.2.8 says which lists keep them).
pub(super) fn freshness(
    context: &Context<'_, '_>,
    crl: &Crl<'_>,
    certificate: &Certificate<'_>,
) -> (Result<(), Reason>, Side) {
    let until = fresh_until(context, crl);
    let found = until.map_or(Side::Time(crl.this_update()), |until| Side::Period(crl.this_update(), until));
    let is_of_future =
        context.policy.profile.later_crls == LaterCrls::Refuse && crl.this_update() > context.at;
    let is_fresh =
        until.is_some_and(|until| context.at < until) && !has_forgotten(crl, certificate) && !is_of_future;
    (if is_fresh { Ok(()) } else { Err(Reason::RevocationDataStale) }, found)
}

/// Whether the certificate had expired before the CRL was made, and may have left it.
fn has_forgotten(crl: &Crl<'_>, certificate: &Certificate<'_>) -> bool {
    let not_after = certificate.validity().not_after;
    let keeps = expired_certificates_on_crl(crl).is_some_and(|since| since <= not_after);
    crl.this_update() > not_after && !keeps
}

/// The moment from which on a CRL keeps expired certificates (X.509 §9.5.2.8), `None` if it does not say.
fn expired_certificates_on_crl(crl: &Crl<'_>) -> Option<UtcDateTime> {
    let extension = crl.extensions().find(&oids::EXPIRED_CERTS_ON_CRL)?;
    let element = extension.reader().any("expiredCertsOnCRL").ok()?;
    esig_core::time::parse_generalized_time(element, "expiredCertsOnCRL").ok()
}

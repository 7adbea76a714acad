//! Delta CRLs (RFC 5280 §5.2.4 and §6.3.3 (c)): what changed since a complete one.

use esig_core::cert::ext::oids;
use esig_core::crl::Crl;
use esig_core::oid::ObjectIdentifier;

/// Whether the CRL is a delta, which says nothing without a complete one.
pub(super) fn is_delta(crl: &Crl<'_>) -> bool {
    crl.extensions().find(&oids::DELTA_CRL_INDICATOR).is_some()
}

/// Whether `delta` can be put over `complete`: of the same issuer, scope and key, from that number or an earlier one on,
/// and newer.
pub(super) fn goes_with(delta: &Crl<'_>, complete: &Crl<'_>) -> bool {
    let numbers = || {
        let base = delta.base_crl_number().ok()??;
        let (own, other) = (delta.crl_number().ok()??, complete.crl_number().ok()??);
        Some(base <= other && other < own)
    };
    delta.issuer().matches(&complete.issuer())
        && same(delta, complete, &oids::ISSUING_DISTRIBUTION_POINT)
        && same(delta, complete, &oids::AUTHORITY_KEY_IDENTIFIER)
        && numbers() == Some(true)
}

/// "Either it is omitted from both CRLs or it matches."
fn same(delta: &Crl<'_>, complete: &Crl<'_>, oid: &ObjectIdentifier) -> bool {
    let value = |crl: &Crl<'_>| crl.extensions().find(oid).map(|extension| extension.value.to_vec());
    value(delta) == value(complete)
}

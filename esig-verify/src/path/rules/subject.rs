//! Who holds a key has a name (RFC 5280 §4.1.2.6 and §4.2.1.6).

use esig_core::cert::ext::oids;

use super::{Conformity, Placed, rule};

pub(super) fn conforms(placed: &Placed<'_, '_>) -> Conformity {
    let certificate = &placed.certificate;
    if !certificate.subject().is_empty() {
        return Ok(());
    }
    rule("RFC 5280 4.1.2.6", "a subject of an authority", !placed.extensions.is_authority())?;
    let names = certificate.extensions().find(&oids::SUBJECT_ALT_NAME);
    let is_critical = names.is_some_and(|names| names.critical);
    rule("RFC 5280 4.2.1.6", "a critical subjectAltName where there is no subject", is_critical)
}

//! What RFC 5280 §5 asks of conforming issuers of CRLs, where it says MUST.

use esig_core::cert::ext::oids;
use esig_core::crl::Crl;

use super::{Conformity, rule};
use crate::profile::{CertificateRules, EmptyCrlLists, Profile};

/// Whether the CRL keeps the rules of the profile.
pub(crate) fn conforms(crl: &Crl<'_>, profile: &Profile) -> Conformity {
    let may_be_empty = profile.empty_crl_lists == EmptyCrlLists::Accept;
    rule("RFC 5280 5.1.2.6", "no empty revokedCertificates", may_be_empty || !crl.has_empty_list())?;
    if profile.rules == CertificateRules::Path {
        return Ok(());
    }
    rule("RFC 5280 5.1.2.5", "nextUpdate", crl.next_update().is_some())?;
    let authority = crl.extensions().authority_key_identifier()?;
    let has_identifier = authority.is_some_and(|authority| authority.key_identifier.is_some());
    rule("RFC 5280 5.2.1", "authorityKeyIdentifier with a keyIdentifier", has_identifier)?;
    let number = crl.extensions().find(&oids::CRL_NUMBER);
    rule("RFC 5280 5.2.3", "cRLNumber", number.is_some_and(|number| !number.critical))
}

//! id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1).

use super::oids;
use crate::extensions::Extensions;

impl Extensions<'_> {
    /// Whether id-pkix-ocsp-nocheck stands here.
    ///
    /// It means something in the certificate of a delegated OCSP responder, and nothing in any other. The value, NULL,
    /// says nothing more and is not looked at: some issuers write it wrong.
    pub fn ocsp_no_check(&self) -> bool {
        self.find(&oids::OCSP_NO_CHECK).is_some()
    }
}

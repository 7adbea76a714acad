//! Whether a token answers a request (RFC 3161 §2.2).

use alloc::string::ToString;
use alloc::vec::Vec;

use esig_core::tsp::TimeStampReq;

use super::TimestampToken;
use super::error::TimestampError;

impl TimestampToken<'_> {
    /// Whether this is the answer to that request: the imprint, the nonce and the policy are those asked for, and the
    /// authority's certificate is inside if that was asked for.
    ///
    /// Certificates that nobody asked for are passed over, though the standard wants none then. The certificate is looked
    /// for last, so that who has it from elsewhere may pass over
    /// [`CertificateNotIncluded`](TimestampError::CertificateNotIncluded).
    ///
    /// # Errors
    /// [`TimestampError`] with what was asked for and what came.
    pub fn check_request(&self, request: &TimeStampReq<'_>) -> Result<(), TimestampError> {
        let info = self.tst_info();
        if !info.message_imprint().means_the_same(&request.message_imprint()) {
            self.check_imprint(&request.message_imprint().digest()?)?;
        }
        if request.nonce().is_some() && request.nonce() != info.nonce() {
            let asked = request.nonce().map(Vec::from).unwrap_or_default();
            return Err(TimestampError::NonceMismatch { asked, found: info.nonce().map(Vec::from) });
        }
        if let Some(asked) = request.req_policy().filter(|asked| *asked != info.policy()) {
            let (asked, found) = (asked.to_string(), info.policy().to_string());
            return Err(TimestampError::PolicyMismatch { asked, found });
        }
        let is_certificate_there = !self.candidates(&[]).is_empty();
        if request.cert_req() && !is_certificate_there {
            return Err(TimestampError::CertificateNotIncluded);
        }
        Ok(())
    }
}

//! Time-stamping authorities over the network, one after the other.

use std::time::Duration;

use esig_cms::TimestampQuery;
use esig_cms::timestamp_token::AcceptedToken;
use esig_core::oid::ObjectIdentifier;
use esig_core::{CertificateBuf, DigestValue, Provider};
use esig_http::HttpTsa;
use time::UtcDateTime;

use crate::stamp::{StampError, StampFailure, Stamper, WhyNoStamp};

/// Authorities that are asked in turn until one gives a token that is as it should be.
///
/// ```no_run
/// use esig::http::HttpTsa;
/// use esig::{AugmentOptions, TargetLevel, TsaList, VerifyOptions};
///
/// let authorities = TsaList::new([
///     HttpTsa::new("http://tsa.example/tsp")?,
///     HttpTsa::new("http://other.example/tsp")?,
/// ]);
/// let now = time::UtcDateTime::now();
/// let options = AugmentOptions::new(TargetLevel::T, VerifyOptions::new(now)).with_stamper(authorities);
/// # Ok::<(), esig::http::FetchError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TsaList {
    authorities: Vec<HttpTsa>,
    policy: Option<ObjectIdentifier>,
    certificates: Vec<CertificateBuf>,
    skew: Duration,
}

impl TsaList {
    /// These authorities, in this order.
    pub fn new(authorities: impl IntoIterator<Item = HttpTsa>) -> Self {
        let authorities = authorities.into_iter().collect();
        Self { authorities, policy: None, certificates: Vec::new(), skew: TimestampQuery::SKEW }
    }

    /// Wants tokens under that policy and no other.
    #[must_use]
    pub fn with_policy(self, policy: ObjectIdentifier) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// Certificates of authorities that leave them out of their tokens.
    #[must_use]
    pub fn with_certificates(self, certificates: &[CertificateBuf]) -> Self {
        Self { certificates: certificates.to_vec(), ..self }
    }

    /// Another difference between the clocks than [`TimestampQuery::SKEW`].
    #[must_use]
    pub fn with_skew(self, skew: Duration) -> Self {
        Self { skew, ..self }
    }

    /// Asks one of them, with a nonce of its own.
    fn ask(
        &self,
        authority: &HttpTsa,
        digest: &DigestValue,
        at: UtcDateTime,
        provider: &Provider,
    ) -> Result<AcceptedToken, WhyNoStamp> {
        let query = TimestampQuery::new(digest, self.policy.as_ref(), provider)?;
        let query = query.with_skew(self.skew).with_certificates(&self.certificates);
        let response = authority.ask(query.request()).map_err(|error| {
            let led_to = error.redirected_to.map(|url| format!("redirected to {url}: "));
            WhyNoStamp::Unreachable { reason: led_to.unwrap_or_default() + &error.cause.to_string() }
        })?;
        Ok(query.accept(&response, at, provider)?)
    }
}

impl Stamper for TsaList {
    fn stamp(
        &self,
        digest: &DigestValue,
        at: UtcDateTime,
        provider: &Provider,
    ) -> Result<AcceptedToken, StampError> {
        let mut failed = StampError::default();
        for authority in &self.authorities {
            match self.ask(authority, digest, at, provider) {
                Ok(token) => return Ok(token),
                Err(why) => failed.failures.push(StampFailure { authority: authority.url().into(), why }),
            }
        }
        Err(failed)
    }
}

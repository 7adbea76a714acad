//! Asking an authority: the request, and what of its answers is taken (RFC 3161 §2.2).

use alloc::vec::Vec;
use core::time::Duration;

use esig_core::limits::MAX_TSP_OCTETS;
use esig_core::oid::ObjectIdentifier;
use esig_core::tsp::{NewRequest, TimeStampReq, TimeStampResp};
use esig_core::{CertificateBuf, DigestValue, Error, Limits, Need, Provider};
use time::UtcDateTime;

use super::response_error::ResponseError;
use super::{TimestampError, TimestampToken};

/// A question to a time-stamping authority, and what its answer is held against.
///
/// How the octets travel is for the caller: `HttpTsa` of `esig-http` takes them there and back.
///
/// ```
/// use esig_cms::TimestampQuery;
/// use esig_core::{DigestAlgorithm, Provider};
/// use esig_testkit::{Family, TestPki};
/// use time::macros::utc_datetime;
///
/// let (provider, now) = (Provider::rustcrypto(), utc_datetime!(2026-12-01 12:00));
/// let authority = TestPki::new(Family::GOST_256, 1, now).time_stamps();
/// let digest = provider.digest(DigestAlgorithm::Streebog256, b"what is to be stamped")?;
///
/// let query = TimestampQuery::new(&digest, None, &provider)?;
/// let response = authority.answer(query.request());
/// let token = query.accept(&response, now, &provider)?;
/// assert_eq!(token.gen_time(), now);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct TimestampQuery {
    request: Vec<u8>,
    skew: Duration,
    certificates: Vec<CertificateBuf>,
}

/// A token that answers a [`TimestampQuery`]: intact, by an authority whose certificate is for that, over what was asked,
/// just now. Says nothing of trust.
///
/// Made by [`TimestampQuery::accept`] only.
#[derive(Clone, Debug)]
pub struct AcceptedToken {
    token: Vec<u8>,
    gen_time: UtcDateTime,
    signer: CertificateBuf,
}

impl TimestampQuery {
    /// By how much the authority's clock and that of the caller may differ, the time on the way included.
    pub const SKEW: Duration = Duration::from_secs(300);

    /// Asks for a token over that digest, with the authority's certificate inside, a nonce of 64 random bits, and under that
    /// policy if there is one.
    ///
    /// # Errors
    /// [`Error::NoRandomness`].
    pub fn new(
        digest: &DigestValue,
        policy: Option<&ObjectIdentifier>,
        provider: &Provider,
    ) -> Result<Self, Error> {
        // As many as every authority takes: "a large random number … (e.g., a 64 bit integer)".
        let nonce: [u8; 8] = provider.random_octets()?;
        let request = NewRequest::over(digest).with_nonce(&nonce).with_certificate();
        let request = policy.into_iter().fold(request, NewRequest::with_policy);
        Ok(Self { request: request.encode(), skew: Self::SKEW, certificates: Vec::new() })
    }

    /// Another difference between the clocks than [`SKEW`](Self::SKEW).
    #[must_use]
    pub fn with_skew(self, skew: Duration) -> Self {
        Self { skew, ..self }
    }

    /// The authority's certificate, for one that leaves it out of its tokens.
    #[must_use]
    pub fn with_certificates(self, certificates: &[CertificateBuf]) -> Self {
        Self { certificates: certificates.to_vec(), ..self }
    }

    /// The TimeStampReq.
    pub fn request(&self) -> &[u8] {
        &self.request
    }

    /// The same for a [`Fetch`](esig_core::Fetch).
    pub fn need(&self) -> Need {
        Need::Timestamp { request: self.request.clone() }
    }

    /// The token of a TimeStampResp that came at `at`: granted, with the imprint, the nonce and the policy asked for, intact
    /// under a certificate that is for time-stamping alone, and of a time that differs from `at` by no more than the skew.
    ///
    /// Under grantedWithMods the token differs from what was asked for; what matters of it is compared all the same.
    ///
    /// # Errors
    /// [`ResponseError`], with the authority's own reasons if it refused.
    pub fn accept(
        &self,
        response: &[u8],
        at: UtcDateTime,
        provider: &Provider,
    ) -> Result<AcceptedToken, ResponseError> {
        let response = TimeStampResp::parse(response).map_err(ResponseError::Unreadable)?;
        let Some(token) = response.token() else {
            return Err(ResponseError::refused(response.status_info()));
        };
        let mut limits = Limits::DEFAULT;
        limits.input_octets = MAX_TSP_OCTETS;
        let token = TimestampToken::parse(token, &limits)?;
        self.check_request(&token)?;
        let candidates = token.candidates(&self.certificates);
        let intact = token.check_among(&candidates, provider)?;
        intact.check_purpose()?;
        let gen_time = intact.tst_info().gen_time();
        if (gen_time - at).unsigned_abs() > self.skew {
            return Err(ResponseError::ClocksDiffer { gen_time, at, allowed: self.skew });
        }
        let signer = CertificateBuf::from_der(intact.signer().as_der());
        let signer = signer.expect("it was parsed before the token was checked against it");
        Ok(AcceptedToken { token: token.as_bytes().into(), gen_time, signer })
    }

    fn check_request(&self, token: &TimestampToken<'_>) -> Result<(), TimestampError> {
        let request = TimeStampReq::parse(&self.request).expect("it was written by this crate");
        match token.check_request(&request) {
            Err(TimestampError::CertificateNotIncluded)
                if !token.candidates(&self.certificates).is_empty() =>
            {
                Ok(())
            }
            outcome => outcome,
        }
    }
}

impl AcceptedToken {
    /// The token: a ContentInfo, exactly as it came.
    pub fn as_bytes(&self) -> &[u8] {
        &self.token
    }

    /// genTime.
    pub fn gen_time(&self) -> UtcDateTime {
        self.gen_time
    }

    /// The authority's certificate.
    pub fn signer(&self) -> &CertificateBuf {
        &self.signer
    }
}

//! What a verification rests on.

use std::time::Duration;

use esig_core::{CertificateBuf, CrlBuf, Limits, OcspBuf, Provider};
use esig_verify::{Policy, RejectedEvidence, TrustAnchors, Verifier, evidence};
use time::UtcDateTime;

use crate::error::Error;
use crate::progress::Progress;
use crate::stopwatch::Stopwatch;

/// A thousand times what a signature with a chain and CRLs of usual size takes; hostile evidence within every other limit takes
/// some seconds.
const DEFAULT_TIME_LIMIT: Duration = Duration::from_secs(30);

/// Whom to trust, what else is known, and for which time the question is asked.
///
/// Without an anchor nothing is trusted: a good signature is then indeterminate. The policy is
/// [`Policy::baseline`], which wants revocation data for every certificate but the anchor.
#[derive(Clone, Debug)]
pub struct VerifyOptions {
    pub(crate) at: UtcDateTime,
    pub(crate) present: Option<UtcDateTime>,
    pub(crate) time_limit: Duration,
    pub(crate) anchors: TrustAnchors,
    pub(crate) certificates: Vec<CertificateBuf>,
    pub(crate) crls: Vec<CrlBuf>,
    pub(crate) ocsp_responses: Vec<OcspBuf>,
    pub(crate) policy: Policy,
    pub(crate) limits: Limits,
    pub(crate) provider: Provider,
    pub(crate) progress: Progress,
    #[cfg(feature = "online")]
    pub(crate) online: Option<esig_http::HttpClient>,
}

impl VerifyOptions {
    /// Nothing trusted, nothing known; the verdict is for the time `at`.
    pub fn new(at: UtcDateTime) -> Self {
        Self {
            at,
            present: None,
            time_limit: DEFAULT_TIME_LIMIT,
            anchors: TrustAnchors::none(),
            certificates: Vec::new(),
            crls: Vec::new(),
            ocsp_responses: Vec::new(),
            policy: Policy::baseline(),
            limits: Limits::DEFAULT,
            provider: Provider::rustcrypto(),
            progress: Progress::default(),
            #[cfg(feature = "online")]
            online: None,
        }
    }

    /// The present, if `at` is another time: evidence that came between the two is known by now, and welcome.
    ///
    /// Without it the question is asked at `at`, and evidence that claims to be made later vouches for nobody.
    #[must_use]
    pub fn with_present(self, present: UtcDateTime) -> Self {
        Self { present: Some(present), ..self }
    }

    /// How long judging one file may take, 30 seconds by default; neither reading and digesting the content nor waiting for the
    /// network counts. What is not known by then stays undecided ([`Reason::LimitExceeded`](crate::verify::report::Reason)).
    #[must_use]
    pub fn with_time_limit(self, time_limit: Duration) -> Self {
        Self { time_limit, ..self }
    }

    /// A verifier for one file, from now on.
    pub(crate) fn verifier(&self, stopwatch: &Stopwatch) -> Verifier {
        let stopwatch = stopwatch.clone();
        let verifier = Verifier::new(self.provider.clone(), self.anchors.clone(), self.policy.clone());
        verifier.with_present(self.present.unwrap_or(self.at)).with_deadline(move || stopwatch.is_over())
    }

    /// Trusts the certificates of a file: DER, PEM, or a PKCS#7 bundle.
    ///
    /// # Errors
    /// [`RejectedEvidence`] if there is no certificate in it, or a damaged one.
    pub fn with_trusted(mut self, file: &[u8]) -> Result<Self, Error> {
        self.anchors.add_file(file)?;
        Ok(self)
    }

    /// Adds certificates that may help to find a chain; they are not trusted.
    ///
    /// # Errors
    /// As [`with_trusted`](Self::with_trusted).
    pub fn with_certificates(mut self, file: &[u8]) -> Result<Self, Error> {
        self.certificates.extend(evidence::certificates(file)?);
        Ok(self)
    }

    /// Adds the CRLs of a file: DER or PEM.
    ///
    /// # Errors
    /// [`RejectedEvidence`] if there is no CRL in it, or a damaged one.
    pub fn with_crls(mut self, file: &[u8]) -> Result<Self, Error> {
        self.crls.extend(evidence::crls(file)?);
        Ok(self)
    }

    /// Adds the OCSP responses of a file: DER or PEM.
    ///
    /// # Errors
    /// [`RejectedEvidence`] if there is no response in it, a damaged one, or one that gives no answer.
    pub fn with_ocsp_responses(mut self, file: &[u8]) -> Result<Self, Error> {
        let responses = evidence::ocsp_responses(file)?;
        if let Some(refusal) = responses.iter().find(|response| response.view().basic().is_none()) {
            return Err(RejectedEvidence::Refusal { status: refusal.view().status() }.into());
        }
        self.ocsp_responses.extend(responses);
        Ok(self)
    }

    /// Another policy.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Other limits on the signature's size and parts. Content that passes by in pieces counts for none of them.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Other cryptography than that of RustCrypto.
    #[must_use]
    pub fn with_provider(self, provider: Provider) -> Self {
        Self { provider, ..self }
    }

    /// Tells `progress` how many octets were read, of signatures and of contents, each time since the last.
    #[must_use]
    pub fn with_progress(self, progress: impl Fn(u64) + Send + Sync + 'static) -> Self {
        Self { progress: Progress::new(progress), ..self }
    }

    /// Fetches over HTTP what is missing: certificates of issuers, CRLs, OCSP responses.
    ///
    /// The URLs are those of the certificates, which whoever signed has chosen; the client's settings say where it may go.
    /// What cannot be had leaves the signature undecided, with a reason.
    #[cfg(feature = "online")]
    #[must_use]
    pub fn with_online(self, client: esig_http::HttpClient) -> Self {
        Self { online: Some(client), ..self }
    }

    /// Adds everything that is not trusted to `store`.
    pub(crate) fn supply(&self, store: &mut esig_verify::Store) -> Result<(), RejectedEvidence> {
        self.certificates.iter().try_for_each(|certificate| store.add_certificate(certificate.clone()))?;
        self.crls.iter().try_for_each(|crl| store.add_crl(crl.clone()))?;
        self.ocsp_responses.iter().try_for_each(|response| store.add_ocsp(response.clone()))
    }
}

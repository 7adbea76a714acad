//! The status of a certificate: does it lead to an anchor, and is it revoked?

use esig_core::{CertificateBuf, Need};
use esig_verify::report::{About, Check, Reason, Revocation, revocation};
use esig_verify::{Preflight, Purpose, Store, Verdict};

use crate::error::Error;
use crate::options::VerifyOptions;
#[cfg(feature = "online")]
use crate::stopwatch::Paused;
use crate::stopwatch::Stopwatch;

/// Judges a certificate, whatever it was issued for: its chain to an anchor, and the revocation of every certificate in it.
///
/// [`Verdict::Valid`] if it holds, [`Verdict::Invalid`] if it or an authority above is revoked, else
/// [`Verdict::Indeterminate`].
///
/// # Errors
/// If the options hold more evidence than a store takes.
pub fn certificate_status(
    certificate: &CertificateBuf,
    options: &VerifyOptions,
) -> Result<CertificateStatus, Error> {
    let mut store = Store::new();
    options.supply(&mut store)?;
    Ok(CertificateStatus::from(assess(certificate, &mut store, options)))
}

/// From the evidence at hand alone, or with what the network adds to it.
fn assess<'s>(
    certificate: &'s CertificateBuf,
    store: &'s mut Store,
    options: &VerifyOptions,
) -> Preflight<'s> {
    let (target, purpose) = (certificate.view(), Purpose::Chain);
    let stopwatch = Stopwatch::start(options.time_limit);
    let verifier = &options.verifier(&stopwatch);
    #[cfg(feature = "online")]
    if let Some(client) = &options.online {
        let fetch = &mut Paused { fetch: client.begin(), stopwatch };
        let rounds = crate::verifying::ROUNDS;
        return esig_verify::online_certificate(verifier, target, &purpose, store, options.at, fetch, rounds);
    }
    verifier.certificate(target, purpose, store, options.at)
}

/// What is known of a certificate.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub struct CertificateStatus {
    /// What it comes to.
    pub verdict: Verdict,
    /// The sub-indication of EN 319 102-1; `None` if the certificate holds.
    pub sub_indication: Option<&'static str>,
    /// Why it does not hold, what decided first.
    pub reasons: Vec<Reason>,
    /// The certificates of the best chain, from this one to the anchor; none if no chain leads to an anchor.
    pub chain: Vec<CertificateBuf>,
    /// Every check that was made, with both sides of its comparison.
    pub checks: Vec<Check>,
    /// What would help, of all that was not asked for already.
    pub needs: Vec<Need>,
}

impl CertificateStatus {
    /// Which certificate of the chain is revoked, if one is, since when and why.
    pub fn revocation(&self) -> Option<(&About, Revocation)> {
        revocation(&self.checks)
    }
}

impl From<Preflight<'_>> for CertificateStatus {
    fn from(answer: Preflight<'_>) -> Self {
        let failure = answer.path.as_ref().err();
        Self {
            verdict: failure.map_or(Verdict::Valid, |why| why.verdict()),
            sub_indication: failure.map(|why| why.sub_indication()),
            reasons: answer.reasons().collect(),
            chain: answer.chain(),
            checks: answer.checks,
            needs: answer.needs,
        }
    }
}

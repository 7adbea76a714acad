//! What signatures and time-stamps rest on: chains that hold, and what shows that they do.

use esig_cms::attributes::TimestampKind;
use esig_cms::{ContentDigests, SignedData, SignedDataBuf, TimestampError, TimestampToken, ValidationData};
use esig_core::{CertificateBuf, Limits};
use esig_verify::{Preflight, Purpose, Store, Verifier};
use time::UtcDateTime;

use super::guard;
use crate::error::Error;
use crate::options::VerifyOptions;
#[cfg(feature = "online")]
use crate::stopwatch::Paused;
use crate::stopwatch::Stopwatch;

/// Shows that certificates hold, from the evidence of the options, of the file, and of the network if the options say so.
pub(super) struct Prover<'o> {
    options: &'o VerifyOptions,
    verifier: Verifier,
    #[cfg(feature = "online")]
    fetch: Option<Paused<esig_http::HttpFetch>>,
}

/// A certificate that a signature rests on, and when it has to hold: now, or at one of the times at which something proves that
/// what it signed was there.
struct Pillar {
    certificate: CertificateBuf,
    purpose: Purpose,
    times: Vec<UtcDateTime>,
}

/// Whose pillars are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// The signer and every time-stamp.
    Whole,
    /// The same without the last time-stamp that nothing covers.
    Covered,
}

impl<'o> Prover<'o> {
    pub(super) fn new(options: &'o VerifyOptions) -> Self {
        let stopwatch = Stopwatch::start(options.time_limit);
        Self {
            options,
            verifier: options.verifier(&stopwatch),
            #[cfg(feature = "online")]
            fetch: options.online.as_ref().map(|client| Paused { fetch: client.begin(), stopwatch }),
        }
    }

    /// Everything that the signature with that number and its time-stamps rest on, that of the signer first.
    ///
    /// # Errors
    /// [`Error::Unproven`] with the certificate that does not hold and why.
    pub(super) fn gather(
        &mut self,
        data: &SignedDataBuf,
        index: usize,
        content: &ContentDigests,
    ) -> Result<ValidationData, Error> {
        let view = data.view();
        let mut gathered = ValidationData::new();
        for pillar in self.pillars(&view, index, content, Extent::Whole)? {
            let mut store = Store::from_signed_data(&view);
            self.options.supply(&mut store)?;
            gathered.extend(&self.proven(&pillar, &mut store, index)?);
        }
        Ok(gathered)
    }

    /// Whether the signature and its time-stamps, the last one aside if that is over all that is there, hold by what the file
    /// itself has, and the anchors.
    ///
    /// # Errors
    /// [`Error::WouldNotVerify`].
    pub(super) fn holds_by_itself(
        &self,
        data: &SignedDataBuf,
        index: usize,
        content: &ContentDigests,
    ) -> Result<(), Error> {
        let view = data.view();
        let store = Store::from_signed_data(&view);
        let pillars = self.pillars(&view, index, content, Extent::Covered)?;
        match pillars.iter().all(|pillar| self.standing(pillar, &store).path.is_ok()) {
            true => Ok(()),
            false => Err(Error::WouldNotVerify),
        }
    }

    /// What the path of a certificate rests on, with what is fetched for it.
    fn proven(&mut self, pillar: &Pillar, store: &mut Store, index: usize) -> Result<ValidationData, Error> {
        #[cfg(feature = "online")]
        if let Some(fetch) = &mut self.fetch {
            let (target, at) = (pillar.certificate.view(), self.options.at);
            let rounds = crate::verifying::ROUNDS;
            drop(esig_verify::online_certificate(
                &self.verifier,
                target,
                &pillar.purpose,
                store,
                at,
                fetch,
                rounds,
            ));
        }
        let standing = self.standing(pillar, store);
        match &standing.path {
            Ok(path) => Ok(path.validation_data()),
            Err(_) => Err(Error::Unproven {
                index,
                certificate: pillar.certificate.clone(),
                reasons: standing.reasons().collect(),
                checks: standing.checks,
            }),
        }
    }

    /// How the certificate stands at the first of its times at which it holds, else now.
    fn standing<'s>(&self, pillar: &'s Pillar, store: &'s Store) -> Preflight<'s> {
        let at =
            |time| self.verifier.certificate(pillar.certificate.view(), pillar.purpose.clone(), store, time);
        let mut earlier = pillar.times.iter().map(|time| at(*time));
        earlier.find(|standing| standing.path.is_ok()).unwrap_or_else(|| at(self.options.at))
    }

    fn pillars(
        &self,
        data: &SignedData<'_>,
        index: usize,
        content: &ContentDigests,
        extent: Extent,
    ) -> Result<Vec<Pillar>, Error> {
        let signer = guard::signer(data, index, content, self.options).ok_or(Error::WouldNotVerify)?;
        let stamps = self.stamps(data, index).map_err(|error| Error::Timestamp { index, error })?;
        let proofs = |covered: &dyn Fn(&Stamp) -> bool| {
            let mut times = vec![self.options.at];
            times.extend(stamps.iter().filter(|stamp| covered(stamp)).map(|stamp| stamp.time));
            times
        };
        let times =
            proofs(&|stamp| stamp.kind != TimestampKind::References && stamp.kind != TimestampKind::Content);
        let mut pillars = vec![Pillar { certificate: signer, purpose: Purpose::Signing, times }];
        for (place, stamp) in stamps.iter().enumerate() {
            let is_last = place + 1 == stamps.len();
            if extent == Extent::Covered && is_last && stamp.is_archive() {
                continue;
            }
            let after = stamps.get(place + 1..).unwrap_or_default();
            let times =
                proofs(&|other| other.is_archive() && after.iter().any(|later| std::ptr::eq(later, other)));
            let certificate = stamp.authority.clone();
            pillars.push(Pillar { certificate, purpose: Purpose::Chain, times });
        }
        Ok(pillars)
    }

    /// The time-stamps of a signature, in their order, each with its authority.
    fn stamps(&self, data: &SignedData<'_>, index: usize) -> Result<Vec<Stamp>, TimestampError> {
        let certificates = guard::certificates(data, self.options);
        let Some(signer) = data.signer_infos().nth(index) else { return Ok(Vec::new()) };
        let stamp = |timestamp: esig_cms::Timestamp<'_>| {
            let authority = guard::authority(&timestamp, &certificates, &self.options.provider)?;
            let time = TimestampToken::parse(timestamp.token, &Limits::DEFAULT)?.tst_info().gen_time();
            Ok(Stamp { kind: timestamp.kind, time, authority })
        };
        signer.timestamps().map(stamp).collect()
    }
}

/// A time-stamp whose token is intact.
struct Stamp {
    kind: TimestampKind,
    time: UtcDateTime,
    authority: CertificateBuf,
}

impl Stamp {
    /// Whether it is over what stood before it, time-stamps included.
    fn is_archive(&self) -> bool {
        matches!(self.kind, TimestampKind::Archive | TimestampKind::ArchiveV2 | TimestampKind::ArchiveV3)
    }
}

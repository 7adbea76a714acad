//! The verifier: what it is asked, and what it answers.

use alloc::vec::Vec;

use esig_cms::{ContentDigests, SignedData, SignerInfo};
use esig_core::{Certificate, CertificateBuf, Fetch, Need, Provider};
use time::UtcDateTime;

use crate::anchors::TrustAnchors;
use crate::effort::{Deadline, Effort};
use crate::facts::Subject;
use crate::limits::Budget;
use crate::path::{Context, Purpose, VerifiedPath};
use crate::policy::Policy;
use crate::process::{basic, certificate};
use crate::report::{Attempt, Check, Indeterminate, Reason, Report, reasons};
use crate::store::Store;

/// Judges signatures and certificates under one policy: a pure function of its arguments, shared among threads.
#[derive(Clone, Debug)]
pub struct Verifier {
    provider: Provider,
    anchors: TrustAnchors,
    policy: Policy,
    present: Option<UtcDateTime>,
    deadline: Option<Deadline>,
}

impl Verifier {
    /// A verifier that trusts `anchors` and demands what `policy` says.
    pub fn new(provider: Provider, anchors: TrustAnchors, policy: Policy) -> Self {
        Self { provider, anchors, policy, present: None, deadline: None }
    }

    /// Asks from that moment, which is the present, about whatever time: evidence that came between the two is known by now.
    ///
    /// Without it every question is asked about the present. Evidence that claims to be made later than the present, and by
    /// more than the [policy's](crate::Policy::with_clock_skew) clocks may differ, vouches for nobody.
    #[must_use]
    pub fn with_present(self, present: UtcDateTime) -> Self {
        Self { present: Some(present), ..self }
    }

    /// Gives up when `is_over` says so, and what is not known by then stays unknown: nothing passes for it, and nothing
    /// is invalid for it. `is_over` is asked at every step of the search for a chain, before every signature is checked, and
    /// between comparisons of names and of CertIDs; once it has said yes, it is not asked again in that assessment. It has
    /// to be quick. The engine has no clock of its own.
    ///
    /// ```
    /// # use esig_core::Provider;
    /// # use esig_verify::{Policy, TrustAnchors, Verifier};
    /// use std::time::{Duration, Instant};
    ///
    /// # let verifier = Verifier::new(Provider::rustcrypto(), TrustAnchors::none(), Policy::baseline());
    /// let end = Instant::now() + Duration::from_secs(2);
    /// let verifier = verifier.with_deadline(move || Instant::now() >= end);
    /// ```
    pub fn with_deadline(self, is_over: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { deadline: Some(Deadline::new(is_over)), ..self }
    }

    /// The cryptography it uses.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Whom it trusts.
    pub fn anchors(&self) -> &TrustAnchors {
        &self.anchors
    }

    /// What it demands.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Assesses one signature at `at`: the best report that the store allows, and what would improve it.
    ///
    /// EN 319 102-1 clause 5.3. `signature` and everything in the store are untrusted; `content` holds the digests of
    /// what the signature should be over, and is not looked at for counter-signatures.
    pub fn assess<'a>(
        &self,
        signature: impl Into<Subject<'a>>,
        content: &ContentDigests,
        store: &'a Store,
        at: UtcDateTime,
    ) -> Assessment<'a> {
        self.assess_within(&self.effort(), signature.into(), content, store, at)
    }

    /// Assesses every signature of a file, in its order, each followed by its counter-signatures.
    pub fn assess_all<'a>(
        &self,
        data: &SignedData<'a>,
        content: &ContentDigests,
        store: &'a Store,
        at: UtcDateTime,
    ) -> Vec<Entry<'a>> {
        let effort = self.effort();
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut waiting: Vec<(Option<usize>, SignerInfo<'a>)> =
            data.signer_infos().map(|own| (None, own)).collect();
        waiting.reverse();
        while let Some((counter_signature_of, signer_info)) = waiting.pop() {
            let index = entries.len();
            let assessment = self.assess_within(&effort, signer_info.into(), content, store, at);
            entries.push(Entry { counter_signature_of, signer_info, assessment });
            let mut above: Vec<_> =
                signer_info.counter_signatures().map(|over| (Some(index), over)).collect();
            above.reverse();
            waiting.append(&mut above);
        }
        entries
    }

    /// Whether a certificate may sign now: every check on certificates that [`assess`](Self::assess) makes, asked
    /// before the PIN is.
    pub fn preflight<'a>(&self, signer: Certificate<'a>, store: &'a Store, at: UtcDateTime) -> Preflight<'a> {
        self.certificate(signer, Purpose::Signing, store, at)
    }

    /// The same for a certificate of any purpose: a server's, a time-stamping authority's, an authority's own.
    ///
    /// Paths are built from the store to the anchors and validated by RFC 5280 §6.1 with the policy's
    /// [inputs](crate::PathInputs) and [profile](crate::Profile); of those that do not hold, the one is told that came furthest,
    /// and every one in [`Preflight::attempts`].
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use esig_core::{CertificateBuf, Provider};
    /// use esig_verify::{PeerName, Policy, Profile, Purpose, Store, TrustAnchors, Verifier};
    ///
    /// let mut anchors = TrustAnchors::none();
    /// anchors.add_file(&std::fs::read("roots.pem")?)?;
    /// let policy = Policy::baseline()
    ///     .with_profile(Profile::webpki())
    ///     .accept_unknown_revocation_at_own_risk();
    /// let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy);
    ///
    /// let mut store = Store::new();
    /// store.add_certificate(CertificateBuf::from_der(std::fs::read("authority.cer")?)?)?;
    /// let server = CertificateBuf::from_der(std::fs::read("server.cer")?)?;
    /// let names = vec![PeerName::Host("www.example.com".into())];
    /// let now = time::UtcDateTime::now();
    /// let answer = verifier.certificate(server.view(), Purpose::Server { names }, &store, now);
    /// match answer.path {
    ///     Ok(path) => println!("trusted through {}", path.anchor().view().subject()),
    ///     Err(why) => println!("not trusted: {why}, {:?}", answer.decided_by),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn certificate<'a>(
        &self,
        target: Certificate<'a>,
        purpose: Purpose,
        store: &'a Store,
        at: UtcDateTime,
    ) -> Preflight<'a> {
        let outcome = certificate::assess(self.context(&self.effort(), store, at), target, &purpose);
        let decided_by = outcome.path.as_ref().err().map(|failed| failed.reason);
        Preflight {
            path: outcome.path.map_err(|failed| failed.why),
            decided_by,
            checks: outcome.checks,
            failed_chain: outcome.failed_chain,
            attempts: outcome.attempts,
            needs: outcome.needs,
            exceeded: outcome.exceeded,
        }
    }

    fn effort(&self) -> Effort<'_> {
        Effort::new(self.policy.limits, self.deadline.as_ref())
    }

    /// Assesses one signature of those that share an effort.
    fn assess_within<'a>(
        &self,
        effort: &Effort<'_>,
        subject: Subject<'a>,
        content: &ContentDigests,
        store: &'a Store,
        at: UtcDateTime,
    ) -> Assessment<'a> {
        effort.begin_signature();
        let (report, needs) = basic::assess(self.context(effort, store, at), subject.syntax(), content);
        Assessment { report, needs }
    }

    fn context<'v, 'a>(
        &'v self,
        effort: &'v Effort<'v>,
        store: &'a Store,
        at: UtcDateTime,
    ) -> Context<'v, 'a> {
        let Self { provider, anchors, policy, present, deadline: _ } = self;
        Context { provider, anchors, policy, store, at, present: present.unwrap_or(at), effort }
    }
}

/// The answer about a signature.
#[derive(Clone, Debug)]
pub struct Assessment<'a> {
    /// The best report that the evidence allows.
    pub report: Report<'a>,
    /// What would improve it; empty if nothing would that was not asked for already.
    pub needs: Vec<Need>,
}

/// One of the signatures of a file; its index is its place among the others.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The index of the signature that this one is over; `None` for one over the content.
    pub counter_signature_of: Option<usize>,
    /// The signature.
    pub signer_info: SignerInfo<'a>,
    /// The answer about it.
    pub assessment: Assessment<'a>,
}

/// The answer about a certificate.
#[derive(Clone, Debug)]
pub struct Preflight<'a> {
    /// The chain that holds, or why none does.
    pub path: Result<VerifiedPath<'a>, Indeterminate>,
    /// What decided, if none does.
    pub decided_by: Option<Reason>,
    /// The checks of the best chain.
    pub checks: Vec<Check>,
    failed_chain: Vec<CertificateBuf>,
    /// Every chain that was tried.
    pub attempts: Vec<Attempt>,
    /// What would help.
    pub needs: Vec<Need>,
    /// The limit that cut the search short, if no chain holds and one did: then another chain might.
    pub exceeded: Option<Budget>,
}

impl Preflight<'_> {
    /// The certificates of the best chain, from the target to the anchor, whether it holds or not; none if no chain leads to
    /// an anchor.
    pub fn chain(&self) -> Vec<CertificateBuf> {
        match &self.path {
            Ok(path) => path.chain(),
            Err(_) => self.failed_chain.clone(),
        }
    }

    /// Why no chain holds: what decided, then the reasons of all other checks that did not pass, each once.
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        reasons(self.decided_by, &self.checks).into_iter()
    }
}

/// Assesses, fetches what is lacking and assesses again: the blocking driver, whole.
///
/// The async one is the same with `.await`. Each need is asked for once; `rounds` bounds it besides (3 are enough for
/// an issuer, its issuer's CRL, and a late CRL).
pub fn online<'s>(
    verifier: &Verifier,
    signature: SignerInfo<'s>,
    content: &ContentDigests,
    store: &'s mut Store,
    at: UtcDateTime,
    fetch: &mut dyn Fetch,
    rounds: u8,
) -> Report<'s> {
    fetch_needs(store, fetch, rounds, |store| verifier.assess(signature, content, store, at).needs);
    verifier.assess(signature, content, store, at).report
}

/// The same for every signature of a file.
pub fn online_all<'s>(
    verifier: &Verifier,
    data: &SignedData<'s>,
    content: &ContentDigests,
    store: &'s mut Store,
    at: UtcDateTime,
    fetch: &mut dyn Fetch,
    rounds: u8,
) -> Vec<Entry<'s>> {
    fetch_needs(store, fetch, rounds, |store| {
        let entries = verifier.assess_all(data, content, store, at);
        entries.into_iter().flat_map(|entry| entry.assessment.needs).collect()
    });
    verifier.assess_all(data, content, store, at)
}

/// The same for a certificate of any purpose.
pub fn online_certificate<'s>(
    verifier: &Verifier,
    target: Certificate<'s>,
    purpose: &Purpose,
    store: &'s mut Store,
    at: UtcDateTime,
    fetch: &mut dyn Fetch,
    rounds: u8,
) -> Preflight<'s> {
    fetch_needs(store, fetch, rounds, |store| verifier.certificate(target, purpose.clone(), store, at).needs);
    verifier.certificate(target, purpose.clone(), store, at)
}

/// Fetches what is needed until nothing is, or the rounds are over.
fn fetch_needs(store: &mut Store, fetch: &mut dyn Fetch, rounds: u8, needs: impl Fn(&Store) -> Vec<Need>) {
    for _ in 0..rounds {
        let needs = needs(store);
        if needs.is_empty() {
            break;
        }
        fulfil(&needs, store, fetch);
    }
}

/// Rejections stay in the store: what came back is known to be of no use, and is not asked for again.
fn fulfil(needs: &[Need], store: &mut Store, fetch: &mut dyn Fetch) {
    for need in needs {
        if !store.is_answered(need) {
            let _ = store.add(need, fetch.fetch(need));
        }
    }
}

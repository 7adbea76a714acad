//! X.509 certificate validation (EN 319 102-1 clause 5.2.6).

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_cms::ValidationData;
use esig_core::{Certificate, CertificateBuf, Need};

use crate::limits::Budget;
use crate::path::build::{Builder, issuers};
use crate::path::signatures::{Signatures, Verified};
use crate::path::validate::validate;
use crate::path::{Candidate, Context, Id, Link, Purpose, ValidPolicies, VerifiedPath};
use crate::policy::Rule;
use crate::report::{
    About, Attempt, Check, Failed, Indeterminate, Question, Reason, Revocation, Side, shown,
};
use crate::revocation::{Status, status};

/// What is found out about a certificate.
#[derive(Debug)]
pub(crate) struct CertificateOutcome<'a> {
    pub(crate) path: Result<VerifiedPath<'a>, Failed>,
    /// The checks of the best chain.
    pub(crate) checks: Vec<Check>,
    /// Its certificates, from the target to the anchor, if it does not hold; none if no chain leads to one.
    pub(crate) failed_chain: Vec<CertificateBuf>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) needs: Vec<Need>,
    /// The limit that cut the search short, if no chain holds and one did.
    pub(crate) exceeded: Option<Budget>,
}

impl CertificateOutcome<'_> {
    /// How much the outcome says, a chain that holds most.
    pub(crate) fn rank(&self) -> u8 {
        rank(&self.path)
    }
}

fn rank(path: &Result<VerifiedPath<'_>, Failed>) -> u8 {
    path.as_ref().map_or_else(|failed| failed.why.rank(), |_| u8::MAX)
}

/// Tries chain after chain until one holds; if none does, the failure that says most is given.
pub(crate) fn assess<'v, 'a>(
    context: Context<'v, 'a>,
    target: Certificate<'a>,
    purpose: &Purpose,
) -> CertificateOutcome<'a> {
    let mut signatures = Signatures::new(context);
    let mut builder = Builder::new(context, target);
    let (mut attempts, mut best) = (Vec::new(), None::<Judgement<'a>>);
    while let Some(candidate) = builder.next(&signatures) {
        let mut judgement = judge(&context, &candidate, purpose, &mut signatures);
        attempts.push(attempt(&context, &candidate, &judgement));
        let says_more = best.as_ref().is_none_or(|best| best.says() < judgement.says());
        let is_final = judgement.path.is_ok();
        if says_more {
            judgement.candidate = Some(candidate);
            best = Some(judgement);
        }
        if is_final || attempts.len() >= context.policy.limits.attempts {
            break;
        }
    }
    let mut best = best.unwrap_or_else(|| untrusted(target));
    let limits = &context.policy.limits;
    let stopped = builder.exceeded().or((attempts.len() >= limits.attempts).then_some(Budget::Attempts));
    let stopped = stopped.filter(|_| best.path.is_err());
    if let Some(budget) = stopped {
        let check = Check::unknown(Question::Limits, &About::from(target), Reason::LimitExceeded);
        let allowed = limits.allowed(budget).map_or(Side::Empty, Side::from);
        best.checks.push(check.wanted(allowed).found(budget.name()));
    }
    let exceeded = stopped.or_else(|| signatures.exceeded()).or_else(|| exceeded_by_comparing(&best));
    if best.rank() <= Indeterminate::CertificateChainGeneralFailure.rank() {
        best.needs.extend(missing_issuers(&context, target, &mut signatures));
    }
    if best.path.is_err() {
        best.checks.extend(unavailable(&context, &About::from(target), &best.needs));
    }
    best.needs.retain(|need| !context.store.is_answered(need));
    let Judgement { path, checks, candidate, needs } = best;
    let failed = candidate.filter(|_| path.is_err());
    let failed_chain = failed.map(|candidate| chain(&context, &candidate)).unwrap_or_default();
    CertificateOutcome { path, checks, failed_chain, attempts, needs, exceeded }
}

/// Why what would help could not be had, where it was asked for.
fn unavailable(context: &Context<'_, '_>, about: &About, needs: &[Need]) -> Vec<Check> {
    let reasons = needs.iter().filter_map(|need| context.store.unavailable(need));
    let check = |reason: &str| {
        let check = Check::unknown(Question::EvidenceFetched, about, Reason::EvidenceUnavailable);
        check.found(reason.to_string())
    };
    reasons.map(check).collect()
}

/// The limit on comparing, of names or CertIDs, for which the best chain was given up, if it was.
fn exceeded_by_comparing(best: &Judgement<'_>) -> Option<Budget> {
    best.path.as_ref().err().filter(|failed| failed.reason == Reason::LimitExceeded)?;
    [Budget::NameComparisons, Budget::CertIds, Budget::Deadline].into_iter().find(|budget| {
        let name = Side::from(budget.name());
        best.checks.iter().any(|check| check.found == name)
    })
}

/// What is found out about one chain.
struct Judgement<'a> {
    path: Result<VerifiedPath<'a>, Failed>,
    checks: Vec<Check>,
    candidate: Option<Candidate<'a>>,
    needs: Vec<Need>,
}

impl Judgement<'_> {
    fn rank(&self) -> u8 {
        rank(&self.path)
    }

    /// How much a failure says: what went wrong, then how far down from the anchor the chain held.
    fn says(&self) -> (u8, usize) {
        let is_signed = |check: &&Check| {
            check.question == Question::CertificateSignature && check.outcome.reason().is_none()
        };
        (self.rank(), self.checks.iter().filter(is_signed).count())
    }
}

fn untrusted(target: Certificate<'_>) -> Judgement<'_> {
    let check = Check::new(Question::ChainToAnchor, &About::from(target), Err(Reason::Untrusted));
    let failed = Failed { why: Indeterminate::NoCertificateChainFound, reason: Reason::Untrusted };
    Judgement { path: Err(failed), checks: alloc::vec![check], candidate: None, needs: Vec::new() }
}

fn judge<'v, 'a>(
    context: &Context<'v, 'a>,
    candidate: &Candidate<'a>,
    purpose: &Purpose,
    signatures: &mut Signatures<'v, 'a>,
) -> Judgement<'a> {
    let mut judge = Judge {
        context,
        candidate,
        checks: alloc::vec![Check::new(Question::ChainToAnchor, candidate.about_anchor(), Ok(()))],
        needs: Vec::new(),
        vouched: ValidationData::new(),
        relied_on: Vec::new(),
        is_signer_good: false,
        later: None,
    };
    let path = judge.run(purpose, signatures).map(|policies| VerifiedPath {
        certificates: candidate.links.iter().map(|link| link.certificate).collect(),
        anchor: context.anchors.get(candidate.anchor).clone(),
        at: context.at,
        vouched: core::mem::take(&mut judge.vouched),
        policies,
    });
    Judgement { path, checks: judge.checks, candidate: None, needs: judge.needs }
}

fn chain<'v, 'a>(context: &Context<'v, 'a>, candidate: &Candidate<'a>) -> Vec<CertificateBuf> {
    let mut chain: Vec<_> = candidate.links.iter().map(|link| link.certificate.into()).collect();
    if !candidate.is_anchor(context) {
        chain.push(context.anchors.get(candidate.anchor).clone());
    }
    chain
}

struct Judge<'s, 'v, 'a> {
    context: &'s Context<'v, 'a>,
    candidate: &'s Candidate<'a>,
    checks: Vec<Check>,
    needs: Vec<Need>,
    /// By whose word the certificates are not revoked, and who they are.
    vouched: ValidationData,
    /// Signatures of certificates, CRLs and OCSP responses that the chain rests on.
    relied_on: Vec<Verified>,
    is_signer_good: bool,
    /// What more data may cure: named only if nothing else is wrong.
    later: Option<Reason>,
}

type Step = Result<(), Failed>;

impl<'v, 'a> Judge<'_, 'v, 'a> {
    fn run(
        &mut self,
        purpose: &Purpose,
        signatures: &mut Signatures<'v, 'a>,
    ) -> Result<ValidPolicies, Failed> {
        let validated = validate(self.context, self.candidate, purpose, signatures, &mut self.checks);
        let validated = validated.map_err(|why| self.failed(why))?;
        self.relied_on = validated.signed;
        if !self.candidate.is_anchor(self.context) {
            self.anchor_validity()?;
            self.revocation(signatures)?;
        }
        self.algorithms()?;
        self.validity()?;
        match self.later {
            None => Ok(validated.policies),
            Some(reason) => Err(Failed { why: Indeterminate::TryLater, reason }),
        }
    }

    /// The failure whose reason is that of the last check made.
    fn failed(&self, why: Indeterminate) -> Failed {
        let reason = self.checks.last().and_then(|check| check.outcome.reason());
        Failed { why, reason: reason.unwrap_or(Reason::Untrusted) }
    }

    /// The validity of an anchor is taken for the time in which it was trusted (validation of sunset dates).
    fn anchor_validity(&mut self) -> Step {
        if self.context.policy.anchor_validity == Rule::Ignore {
            return Ok(());
        }
        let anchor = self.context.anchors.get(self.candidate.anchor).view();
        let validity = anchor.validity();
        let outcome = if validity.contains(self.context.at) { Ok(()) } else { Err(Reason::AnchorExpired) };
        let check = Check::new(Question::AnchorValidity, self.candidate.about_anchor(), outcome);
        self.checks.push(check.wanted(self.context.at).found((validity.not_before, validity.not_after)));
        outcome.map_err(|reason| Failed { why: Indeterminate::NoCertificateChainFoundNoPoe, reason })
    }

    /// From the anchor down, so that a revoked authority is known before its word is taken.
    fn revocation(&mut self, signatures: &mut Signatures<'v, 'a>) -> Step {
        for index in (0..self.candidate.links.len()).rev() {
            let rule = match index {
                0 => self.context.policy.signer_revocation,
                _ => self.context.policy.authority_revocation,
            };
            if rule == Rule::Ignore {
                continue;
            }
            let status = status(self.context, self.candidate, index, signatures, &mut self.checks);
            match status {
                Status::Good(vouched) => {
                    self.relied_on.extend_from_slice(&vouched.signed);
                    self.vouched.extend(&vouched.data);
                    self.is_signer_good = index == 0;
                }
                Status::Revoked(Revocation { since, .. }) if index == 0 => {
                    let why = Indeterminate::RevokedNoPoe { at: since };
                    return Err(Failed { why, reason: Reason::Revoked });
                }
                Status::Revoked(Revocation { since, .. }) => {
                    let why = Indeterminate::RevokedCaNoPoe { at: since };
                    return Err(Failed { why, reason: Reason::AuthorityRevoked });
                }
                Status::OnHold => self.later = Some(Reason::OnHold),
                // Whoever does without revocation data still must not be kept from seeing what there is.
                Status::Undecided => self.later = Some(Reason::LimitExceeded),
                Status::Unknown { needs } => {
                    self.needs.extend(needs);
                    if rule == Rule::Require {
                        self.later = self.later.or(Some(self.unknown_revocation()));
                    }
                }
            }
        }
        Ok(())
    }

    /// Why the revocation just looked for is not known: what is at hand and too old says more than nothing.
    fn unknown_revocation(&self) -> Reason {
        let of_evidence = |check: &&Check| check.about.is_revocation_data();
        let made_before = self.checks.iter().rev().skip(1).take_while(of_evidence);
        let reasons = made_before.filter_map(|check| check.outcome.reason());
        reasons.reduce(Reason::min).unwrap_or(Reason::RevocationDataMissing)
    }

    /// The algorithms of the chain and of its revocation data (clause 5.2.8.4.2).
    fn algorithms(&mut self) -> Step {
        let about = self.candidate.about(0);
        for verified in &self.relied_on {
            let judged = self.context.policy.algorithms.judge(verified.scheme, verified.key, self.context.at);
            if let Err(outdated) = judged {
                let check = Check::new(Question::AlgorithmsAcceptable, about, Err(Reason::AlgorithmOutdated));
                let found = alloc::format!("{}, {}", verified.scheme, verified.key);
                self.checks.push(check.wanted(outdated).found(found));
                let why = Indeterminate::CryptoConstraintsFailureNoPoe;
                return Err(Failed { why, reason: Reason::AlgorithmOutdated });
            }
        }
        self.checks.push(Check::new(Question::AlgorithmsAcceptable, about, Ok(())));
        Ok(())
    }

    /// The validity of every certificate; the signer's last, since it can be cured by a proof of existence.
    fn validity(&mut self) -> Step {
        for index in (0..self.candidate.links.len()).rev() {
            let certificate = self.candidate.links[index].certificate;
            let validity = certificate.validity();
            let reason = match index {
                _ if validity.contains(self.context.at) => None,
                0 if self.context.at > validity.not_after => Some(Reason::Expired),
                0 => Some(Reason::NotYetValid),
                _ if self.context.at > validity.not_after => Some(Reason::AuthorityExpired),
                _ => Some(Reason::AuthorityNotYetValid),
            };
            let about = self.candidate.about(index);
            let check = Check::new(Question::CertificateValidity, about, reason.map_or(Ok(()), Err));
            self.checks.push(check.wanted(self.context.at).found((validity.not_before, validity.not_after)));
            if let Some(reason) = reason {
                let is_known_good = index == 0 && self.is_signer_good;
                let why = match is_known_good {
                    true => Indeterminate::OutOfBoundsNotRevoked,
                    false => Indeterminate::OutOfBoundsNoPoe,
                };
                return Err(Failed { why, reason });
            }
        }
        Ok(())
    }
}

fn attempt<'v, 'a>(
    context: &Context<'v, 'a>,
    candidate: &Candidate<'a>,
    judgement: &Judgement<'a>,
) -> Attempt {
    let holder = |certificate: Certificate<'_>| shown(&certificate.subject());
    let mut holders: Vec<String> = candidate.links.iter().map(|link| holder(link.certificate)).collect();
    if !candidate.is_anchor(context) {
        holders.push(holder(context.anchors.get(candidate.anchor).view()));
    }
    let mut reasons: Vec<_> = judgement.checks.iter().filter_map(|check| check.outcome.reason()).collect();
    reasons.dedup();
    Attempt { holders, failure: judgement.path.as_ref().err().map(|failed| failed.why), reasons }
}

/// The certificates from which no issuer at hand leads on, reached from the target by signatures that verify.
fn missing_issuers<'v, 'a>(
    context: &Context<'v, 'a>,
    target: Certificate<'a>,
    signatures: &mut Signatures<'v, 'a>,
) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting = alloc::vec![Link::alone(Id::Target, target)];
    while let Some(link) = waiting.pop() {
        if !seen.insert(link.id) || seen.len() > context.policy.limits.depth {
            continue;
        }
        let mut has_issuer = false;
        for id in issuers(context, &link.certificate) {
            let issuer = match id {
                Id::Pool(index) => Link::alone(id, context.store.certificate(index)),
                Id::Anchor(index) => {
                    let anchor = Link::alone(id, context.anchors.get(index).view());
                    has_issuer |= signatures.certificate(link, anchor).is_ok();
                    continue;
                }
                Id::Target | Id::Responder(_) => continue,
            };
            if signatures.certificate(link, issuer).is_ok() {
                has_issuer = true;
                waiting.push(issuer);
            }
            if signatures.exhausted().is_some() {
                break;
            }
        }
        // Without checks left, no one can say who is missing.
        if signatures.exhausted().is_some() {
            break;
        }
        // A root has no other issuer: only the caller's trust could help.
        if !has_issuer && !link.certificate.is_self_issued() {
            needs.push(issuer_need(context, &link.certificate));
        }
    }
    needs
}

fn issuer_need(context: &Context<'_, '_>, certificate: &Certificate<'_>) -> Need {
    let access = certificate.extensions().authority_info_access().ok().flatten();
    let uris = access.iter().flat_map(|access| access.ca_issuers());
    let urls = uris.filter_map(|uri| core::str::from_utf8(uri).ok()).map(ToString::to_string);
    let urls = urls.take(context.policy.limits.urls).collect();
    Need::Issuer { of: CertificateBuf::from(*certificate), urls }
}

//! The validation process for basic signatures (EN 319 102-1 clause 5.3).
//!
//! Identification of the signer's certificate (5.2.3), cryptographic verification (5.2.7), certificate validation
//! (5.2.6), acceptance (5.2.8). An altered signature is TOTAL-FAILED whatever its certificates are worth.

use alloc::vec::Vec;

use esig_cms::ContentDigests;
use esig_core::provider::KeyKind;
use esig_core::{Certificate, CertificateBuf, DigestAlgorithm, Need, SignatureScheme};

use super::certificate::{self, CertificateOutcome};
use crate::facts::{Intact, IntegrityFailure, SignatureSyntax};
use crate::limits::Budget;
use crate::path::{Context, Purpose};
use crate::report::{
    About, Attempt, Check, Claims, Conclusion, Failed, Failure, Indeterminate, Integrity, Question, Reason,
    Report, Side, VerifiedSignature,
};

/// Certificates tried for the signer's: more than one bears the name only where someone added them to mislead. If
/// there are more, and none of those tried fits, nothing is said of the signature.
const MAX_SIGNER_CANDIDATES: usize = 16;

/// Assesses one signature.
pub(crate) fn assess<'v, 'a>(
    context: Context<'v, 'a>,
    syntax: &dyn SignatureSyntax,
    content: &ContentDigests,
) -> (Report<'a>, Vec<Need>) {
    let process = Process { context, syntax, claims: syntax.claims(), checks: Vec::new() };
    match process.identify_and_verify(content) {
        Ok(identified) => process.certificates(identified),
        Err((failure, candidate)) => (process.not_intact(failure, candidate), Vec::new()),
    }
}

struct Process<'s, 'v, 'a> {
    context: Context<'v, 'a>,
    syntax: &'s dyn SignatureSyntax,
    claims: Claims,
    checks: Vec<Check>,
}

/// A certificate under whose key the signature is intact.
type IntactUnder<'a> = (Certificate<'a>, Intact);

/// Those under whose key the signature is intact; one at least.
struct Identified<'a> {
    intact: Vec<IntactUnder<'a>>,
    /// Why others were not tried, if they were not.
    untried: Option<IntegrityFailure>,
}

impl<'v, 'a> Process<'_, 'v, 'a> {
    /// Clauses 5.2.3 and 5.2.7: whose signature it is, and whether it is intact.
    ///
    /// Several certificates may answer to the signer's name; those count under whose key the signature is intact.
    fn identify_and_verify(
        &self,
        content: &ContentDigests,
    ) -> Result<Identified<'a>, (IntegrityFailure, Option<Certificate<'a>>)> {
        let mut intact = Vec::new();
        let mut worst: Option<(IntegrityFailure, Certificate<'a>)> = None;
        let candidates = self.syntax.signer_candidates(self.context.store);
        let count = candidates.len();
        let mut untried = (count > MAX_SIGNER_CANDIDATES).then(|| too_many_candidates(count));
        for candidate in candidates.into_iter().take(MAX_SIGNER_CANDIDATES) {
            if let Err(budget) = self.context.effort.check_signature() {
                untried = Some(exhausted(&self.context, budget));
                break;
            }
            match self.syntax.check(candidate, content, self.context.provider) {
                Ok(under) => intact.push((candidate, under)),
                Err(failure) => {
                    let is_first = worst.is_none();
                    let was_another = worst.as_ref().is_some_and(|(worst, _)| is_another_signer(worst));
                    if is_first || (was_another && !is_another_signer(&failure)) {
                        worst = Some((failure, candidate));
                    }
                }
            }
        }
        if !intact.is_empty() {
            return Ok(Identified { intact, untried });
        }
        // The one whose signature it is may be among those that were not tried.
        let is_open = worst.as_ref().is_none_or(|(failure, _)| depends_on_signer(failure));
        Err(match (untried.filter(|_| is_open), worst) {
            (Some(untried), _) => (untried, None),
            (None, Some((failure, candidate))) => (failure, Some(candidate)),
            (None, None) => (no_candidate(), None),
        })
    }

    fn not_intact(mut self, failure: IntegrityFailure, candidate: Option<Certificate<'a>>) -> Report<'a> {
        if let Some(candidate) = candidate {
            let key = self.context.provider.load_key(&candidate.subject_public_key_info()).ok();
            self.claim_signer(&candidate, key.map(|key| key.kind()));
        }
        let (integrity, reason) = (failure.integrity, failure.reason);
        self.checks.push(failure.into());
        self.report(conclusion(integrity, reason), integrity, Some(reason), Vec::new())
    }

    /// Clause 5.2.6 for each certificate under which the signature is intact, until one holds.
    fn certificates(mut self, Identified { intact, untried }: Identified<'a>) -> (Report<'a>, Vec<Need>) {
        let mut best: Option<(IntactUnder<'a>, CertificateOutcome<'a>)> = None;
        for under in intact {
            let outcome = certificate::assess(self.context, under.0, &Purpose::Signing);
            let says_more = best.as_ref().is_none_or(|(_, best)| best.rank() < outcome.rank());
            let holds = outcome.path.is_ok();
            if says_more {
                best = Some((under, outcome));
            }
            if holds {
                break;
            }
        }
        let Some(((signer, under), mut outcome)) = best else {
            return (self.not_intact(untried.unwrap_or_else(no_candidate), None), Vec::new());
        };
        self.claim_signer(&signer, Some(under.key));
        self.intact_checks(&under);
        self.checks.append(&mut outcome.checks);
        // Under one of those that were not tried it might pass.
        self.checks.extend(untried.filter(|_| outcome.path.is_err()).map(Check::from));
        let needs = core::mem::take(&mut outcome.needs);
        (self.accept(&under, outcome), needs)
    }

    /// Clause 5.2.8: algorithms of the signature itself, and remarks on what was not taken into account.
    fn accept(mut self, under: &Intact, outcome: CertificateOutcome<'a>) -> Report<'a> {
        let decided = match &outcome.path {
            Err(failed) => Err(*failed),
            Ok(_) => self.algorithms(under),
        };
        self.remarks();
        match (decided, outcome.path) {
            (Ok(()), Ok(path)) => {
                let passed = Conclusion::TotalPassed(VerifiedSignature::new(path));
                self.report(passed, Integrity::Intact, None, outcome.attempts)
            }
            (Err(failed), _) | (Ok(()), Err(failed)) => {
                let conclusion = Conclusion::Indeterminate(failed.why);
                self.report(conclusion, Integrity::Intact, Some(failed.reason), outcome.attempts)
            }
        }
    }

    fn algorithms(&mut self, under: &Intact) -> Result<(), Failed> {
        let rules = &self.context.policy.algorithms;
        let judged = rules
            .judge(under.scheme, under.key, self.context.at)
            .and_then(|()| rules.judge_digest(under.digest_algorithm, self.context.at));
        let reason = judged.err().map(|_| Reason::AlgorithmOutdated);
        let check = Check::new(Question::AlgorithmsAcceptable, &About::Signature, reason.map_or(Ok(()), Err));
        let check = check.found(alloc::format!("{}, {}", under.scheme, under.key));
        self.checks.push(match judged {
            Ok(()) => check,
            Err(outdated) => check.wanted(outdated),
        });
        match reason {
            None => Ok(()),
            Some(reason) => Err(Failed { why: Indeterminate::CryptoConstraintsFailureNoPoe, reason }),
        }
    }

    /// What integrity rests on, and what was odd and accepted; a reference to the signer's certificate was compared only where there is one.
    fn intact_checks(&mut self, under: &Intact) {
        let questions = [
            Question::SigningCertificateFound,
            Question::SigningCertificateReference,
            Question::ContentFound,
            Question::ContentDigest,
            Question::SignedAttributes,
            Question::SignatureValue,
        ];
        let has_reference = self.claims.level != Some("CMS");
        let made = questions
            .into_iter()
            .filter(|question| has_reference || *question != Question::SigningCertificateReference);
        self.checks.extend(made.map(|question| Check::new(question, &About::Signature, Ok(()))));
        let odd = |oddity: &Side| {
            Check::new(Question::SignatureForm, &About::Signature, Ok(())).found(oddity.clone())
        };
        self.checks.extend(under.oddities.iter().map(odd));
    }

    fn remarks(&mut self) {
        if let Some(policy) = self.syntax.signature_policy() {
            let remark = Reason::SignaturePolicyNotProcessed;
            self.checks
                .push(Check::unknown(Question::SignaturePolicy, &About::Signature, remark).found(policy));
        }
        let stamps = self.claims.timestamps.iter().map(|stamp| stamp.kind);
        let remarks = stamps.map(|kind| {
            Check::unknown(Question::Timestamp, &About::Signature, Reason::TimestampNotAssessed).found(kind)
        });
        self.checks.extend(remarks);
    }

    fn claim_signer(&mut self, signer: &Certificate<'_>, key: Option<KeyKind>) {
        let digest = self.context.provider.digest(DigestAlgorithm::Sha256, signer.as_der());
        self.claims.signer = Some(CertificateBuf::from(*signer));
        self.claims.signer_sha256 = digest.ok();
        self.claims.signature_algorithm =
            self.syntax.scheme().and_then(|scheme| signature_algorithm(scheme, key));
    }

    fn report(
        self,
        conclusion: Conclusion<'a>,
        integrity: Integrity,
        decided_by: Option<Reason>,
        attempts: Vec<Attempt>,
    ) -> Report<'a> {
        let mut claims = self.claims;
        claims.signature_algorithm = claims
            .signature_algorithm
            .or_else(|| self.syntax.scheme().and_then(|scheme| signature_algorithm(scheme, None)));
        Report {
            conclusion,
            integrity,
            best_signature_time: None,
            claims,
            decided_by,
            checks: self.checks,
            attempts,
        }
    }
}

fn is_another_signer(failure: &IntegrityFailure) -> bool {
    failure.reason == Reason::SignerCertificateMismatch
}

/// Whether another certificate could make it a success.
fn depends_on_signer(failure: &IntegrityFailure) -> bool {
    !matches!(failure.reason, Reason::DigestMismatch | Reason::ContentMissing)
}

impl From<IntegrityFailure> for Check {
    fn from(failure: IntegrityFailure) -> Self {
        let check = match failure.integrity {
            Integrity::Broken => Self::new(failure.question, &About::Signature, Err(failure.reason)),
            _ => Self::unknown(failure.question, &About::Signature, failure.reason),
        };
        check.wanted(failure.wanted).found(failure.found)
    }
}

/// Nothing is left for the certificates that were not tried.
fn exhausted(context: &Context<'_, '_>, budget: Budget) -> IntegrityFailure {
    IntegrityFailure {
        integrity: Integrity::Unknown,
        question: Question::Limits,
        reason: Reason::LimitExceeded,
        wanted: context.policy.limits.allowed(budget).map_or(Side::Empty, Side::from),
        found: budget.name().into(),
    }
}

fn too_many_candidates(count: usize) -> IntegrityFailure {
    IntegrityFailure {
        integrity: Integrity::Unknown,
        question: Question::Limits,
        reason: Reason::LimitExceeded,
        wanted: MAX_SIGNER_CANDIDATES.into(),
        found: count.into(),
    }
}

fn no_candidate() -> IntegrityFailure {
    IntegrityFailure {
        integrity: Integrity::Unknown,
        question: Question::SigningCertificateFound,
        reason: Reason::SignerCertificateMissing,
        wanted: Default::default(),
        found: Default::default(),
    }
}

/// What a signature comes to that is not intact, or not known to be: only what does not match makes it fail.
fn conclusion<'a>(integrity: Integrity, reason: Reason) -> Conclusion<'a> {
    match reason {
        Reason::SignerCertificateMissing | Reason::SignerCertificateMismatch => {
            Conclusion::Indeterminate(Indeterminate::NoSigningCertificateFound)
        }
        Reason::ContentMissing => Conclusion::Indeterminate(Indeterminate::SignedDataNotFound),
        Reason::AlgorithmUnsupported | Reason::KeyUnsupported => {
            Conclusion::Indeterminate(Indeterminate::Generic)
        }
        _ if integrity == Integrity::Unknown => Conclusion::Indeterminate(Indeterminate::Generic),
        Reason::DigestMismatch => Conclusion::TotalFailed(Failure::HashFailure),
        Reason::SignatureInvalid => Conclusion::TotalFailed(Failure::SigCryptoFailure),
        _ => Conclusion::TotalFailed(Failure::FormatFailure),
    }
}

/// The name of a signature algorithm in reports; that of ECDSA is the key's.
fn signature_algorithm(scheme: SignatureScheme, key: Option<KeyKind>) -> Option<&'static str> {
    match scheme {
        SignatureScheme::RsaPkcs1(_) => Some("rsa-pkcs1"),
        SignatureScheme::RsaPss { .. } => Some("rsa-pss"),
        SignatureScheme::Ed25519 => Some("ed25519"),
        SignatureScheme::Gost3410_2001 => Some("gost3410-2001"),
        SignatureScheme::Gost3410_2012_256 => Some("gost3410-2012-256"),
        SignatureScheme::Gost3410_2012_512 => Some("gost3410-2012-512"),
        _ => key.map(|key| key.name),
    }
}

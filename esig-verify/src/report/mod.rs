//! What an assessment says: the conclusion, and every check that led to it.

mod check;
mod conclusion;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
mod json_text;
mod reason;
mod revocation;
pub mod text;

use alloc::string::String;
use alloc::vec::Vec;

use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue};
use time::UtcDateTime;

pub use check::{About, Check, Outcome, Question, Side};
pub(crate) use check::{rfc3339, shown};
pub use conclusion::{Conclusion, Failure, Indeterminate, Verdict, VerifiedSignature};
#[cfg(feature = "json")]
pub use json_text::escape_controls;
pub use reason::Reason;
pub use revocation::Revocation;

/// The report on one signature.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// What it comes to.
    pub conclusion: Conclusion<'a>,
    /// Whether the signature is intact, trust aside.
    pub integrity: Integrity,
    /// The earliest time at which the signature is proven to have existed; the validation time proves only itself,
    /// so without time-stamps there is none.
    pub best_signature_time: Option<UtcDateTime>,
    /// What the signature says of itself. Nothing of it is proven unless the conclusion is TOTAL-PASSED.
    pub claims: Claims,
    /// What decided, if the signature did not pass.
    pub decided_by: Option<Reason>,
    /// Every check made, in the order in which they were made; of several chains those of the best.
    pub checks: Vec<Check>,
    /// Every chain that was tried and why it did not hold, the best included.
    pub attempts: Vec<Attempt>,
}

impl Report<'_> {
    /// Why the signature did not pass: what decided, then the reasons of all other checks that did not pass, each
    /// once. Of a signature that passed there is nothing to say.
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        reasons(self.decided_by, &self.checks).into_iter()
    }
}

/// What decided, then the reasons of all other checks that did not pass, each once; nothing if nothing decided against it.
pub(crate) fn reasons(decided_by: Option<Reason>, checks: &[Check]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = decided_by.into_iter().collect();
    // A CRL or an OCSP response of no use says something only where none was of use.
    let is_told = |check: &&Check| {
        let decided_by_revocation = decided_by.is_some_and(Reason::is_about_revocation_data);
        !check.about.is_revocation_data() || decided_by_revocation
    };
    let others = checks.iter().filter(|_| decided_by.is_some()).filter(is_told);
    for reason in others.filter_map(|check| check.outcome.reason()) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// The CRLs and OCSP responses among the objects of `checks` that those signed who may, each once, in the order in which
/// they were heard.
pub fn revocation_data(checks: &[Check]) -> Vec<&About> {
    let is_signed = |check: &&Check| {
        matches!(check.question, Question::CrlSignature | Question::OcspResponder)
            && check.outcome == Outcome::Passed
    };
    let mut heard: Vec<&About> = Vec::new();
    for check in checks.iter().filter(is_signed) {
        if !heard.contains(&&check.about) {
            heard.push(&check.about);
        }
    }
    heard
}

/// Until when a CRL or an OCSP response among the objects of `checks` is current: nextUpdate, or where there is none the age
/// that the policy allows. `None` if nothing sets an end, or its freshness did not matter, as that of one that revokes.
pub fn current_until(checks: &[Check], about: &About) -> Option<UtcDateTime> {
    let is_freshness = |check: &&Check| {
        matches!(check.question, Question::CrlFreshness | Question::OcspFreshness) && check.about == *about
    };
    checks.iter().filter(is_freshness).find_map(|check| match check.found {
        Side::Period(_, until) => Some(until),
        _ => None,
    })
}

/// The certificate among the objects of `checks` that is revoked, since when and why.
pub fn revocation(checks: &[Check]) -> Option<(&About, Revocation)> {
    checks.iter().find_map(|check| match (check.question, &check.found) {
        (Question::NotRevoked, Side::Revocation(revocation)) => Some((&check.about, *revocation)),
        _ => None,
    })
}

/// Why a certificate, and with it the signature, does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failed {
    pub(crate) why: Indeterminate,
    pub(crate) reason: Reason,
}

/// Whether a signature is intact: says nothing of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integrity {
    /// The data is there, digests match, and the value verifies under the signer's certificate.
    Intact,
    /// Everything is there, and it does not match.
    Broken,
    /// The data, the certificate or the algorithm is missing.
    Unknown,
}

impl Integrity {
    /// The word in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::Broken => "broken",
            Self::Unknown => "unknown",
        }
    }
}

/// What a signature says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claims {
    /// The certificate taken for the signer's.
    pub signer: Option<CertificateBuf>,
    /// Its SHA-256.
    pub signer_sha256: Option<DigestValue>,
    /// The digest of the content.
    pub digest_algorithm: Option<DigestAlgorithm>,
    /// The signature algorithm, by the name of the report: `rsa-pss`, `gost3410-2012-256` …
    pub signature_algorithm: Option<&'static str>,
    /// The signature's level: `CAdES-B` …
    pub level: Option<&'static str>,
    /// When the signer says it was made.
    pub signing_time: Option<UtcDateTime>,
    /// The time-stamps that are there, in the order of the encoding.
    pub timestamps: Vec<TimestampClaim>,
}

/// A time-stamp that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimestampClaim {
    /// The attribute's name: `signature-time-stamp`, `archive-time-stamp-v3` …
    pub kind: &'static str,
    /// Whether the token is intact and covers what it should.
    pub integrity: Integrity,
    /// The time in the token.
    pub time: Option<UtcDateTime>,
}

impl TimestampClaim {
    /// A time-stamp of which only the attribute was looked at.
    pub fn unread(kind: &'static str) -> Self {
        Self { kind, integrity: Integrity::Unknown, time: None }
    }
}

/// A chain that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The holders, from the signer to the anchor, which stands last.
    pub holders: Vec<String>,
    /// Why it did not hold; `None` for the one that did.
    pub failure: Option<Indeterminate>,
    /// The reasons of the checks that did not pass.
    pub reasons: Vec<Reason>,
}

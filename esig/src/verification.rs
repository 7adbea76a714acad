//! What a verification comes to, with nothing borrowed.

use std::fmt;

use esig_cms::CmsError;
use esig_core::error::ParseErrorKind;
use esig_core::{CertificateBuf, ParseError, Remedy};
use esig_verify::report::{Check, Claims, Integrity, Reason, json};
use esig_verify::{Conclusion, Entry, Verdict};
use time::UtcDateTime;

use crate::format::Format;

/// The verdict on one file, and on each of its signatures.
#[derive(Clone, Debug)]
#[must_use]
pub struct Verification {
    verdict: Verdict,
    signatures: Vec<SignatureVerification>,
    report: json::File,
    at: UtcDateTime,
}

impl Verification {
    pub(crate) fn of(name: &str, entries: &[Entry<'_>], at: UtcDateTime) -> Self {
        let signatures: Vec<_> = entries.iter().map(SignatureVerification::from).collect();
        let own = signatures.iter().filter(|signature| signature.counter_signature_of.is_none());
        let verdict = own.map(|signature| signature.verdict).min().unwrap_or(Verdict::NoSignature);
        let json = entries.iter().enumerate().map(|(index, entry)| {
            json::Signature::new(index, entry.counter_signature_of, &entry.assessment.report)
        });
        let report = json::File::new(name, Format::Cms.name(), json.collect());
        Self { verdict, signatures, report, at }
    }

    pub(crate) fn no_signature(name: &str, format: Option<Format>, at: UtcDateTime) -> Self {
        let error = json::Error::new("E-NO-SIGNATURE", "no signature found", Remedy::CorrectCall);
        Self::failed(name, format, Verdict::NoSignature, error, at)
    }

    pub(crate) fn unsupported(name: &str, format: Format, at: UtcDateTime) -> Self {
        let message = format!("signatures in {} are not supported", format.name());
        let error = json::Error::new("E-FORMAT-UNSUPPORTED", message, Remedy::UseSupportedAlgorithm);
        Self::failed(name, Some(format), Verdict::Unsupported, error, at)
    }

    pub(crate) fn malformed(name: &str, at: UtcDateTime) -> Self {
        let error = ParseError::new(ParseErrorKind::NotAsn1, "ContentInfo", 0);
        Self::unreadable(name, &error.into(), at)
    }

    pub(crate) fn unreadable(name: &str, error: &CmsError, at: UtcDateTime) -> Self {
        let verdict = match error {
            CmsError::NotSignedData { .. } => Verdict::NoSignature,
            CmsError::UnsupportedAlgorithm(_) => Verdict::Unsupported,
            _ => Verdict::Malformed,
        };
        let error = json::Error::new(error.code(), error, error.remedy());
        Self::failed(name, Some(Format::Cms), verdict, error, at)
    }

    fn failed(
        name: &str,
        format: Option<Format>,
        verdict: Verdict,
        error: json::Error,
        at: UtcDateTime,
    ) -> Self {
        let report = json::File::failed(name, format.map(Format::name), verdict, error);
        Self { verdict, signatures: Vec::new(), report, at }
    }

    /// The verdict on the file: that on its worst signature.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The signatures in the order of the file, each followed by its counter-signatures.
    pub fn signatures(&self) -> &[SignatureVerification] {
        &self.signatures
    }

    /// The entry of the file for a report over several.
    pub fn report(&self) -> &json::File {
        &self.report
    }

    /// The report on this one file, schema `esig.report/1`.
    pub fn to_json(&self) -> String {
        let document =
            json::Document::new("esig", env!("CARGO_PKG_VERSION"), self.at, vec![self.report.clone()]);
        document.to_json().expect("texts, numbers and lists have a form in JSON")
    }
}

/// The verdict on one signature.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignatureVerification {
    /// The index of the signature that this one is over; `None` for one over the content.
    pub counter_signature_of: Option<usize>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Whether content and signature are intact, trust aside.
    pub integrity: Integrity,
    /// The main indication of EN 319 102-1: `TOTAL-PASSED` …
    pub indication: &'static str,
    /// The sub-indication; a signature that passed has none.
    pub sub_indication: Option<&'static str>,
    /// Why it did not pass, what decided first.
    pub reasons: Vec<Reason>,
    /// The earliest time at which the signature is proven to have existed.
    pub best_signature_time: Option<UtcDateTime>,
    /// Every check that was made, with both sides of its comparison.
    pub checks: Vec<Check>,
    /// What the signature says of itself; nothing of it is proven unless the verdict is valid.
    pub claims: Claims,
    signer: Option<CertificateBuf>,
}

impl SignatureVerification {
    /// The signer's certificate, if the signature is valid: only then may it be relied on.
    pub fn signer(&self) -> Option<&CertificateBuf> {
        self.signer.as_ref()
    }

    /// What a person would call the signer, if the signature is valid.
    pub fn signer_name(&self) -> Option<String> {
        self.signer.as_ref().map(|signer| signer.view().subject().common_name())
    }
}

impl From<&Entry<'_>> for SignatureVerification {
    fn from(entry: &Entry<'_>) -> Self {
        let report = &entry.assessment.report;
        let signer = match &report.conclusion {
            Conclusion::TotalPassed(verified) => Some(verified.signer().into()),
            _ => None,
        };
        Self {
            counter_signature_of: entry.counter_signature_of,
            verdict: report.conclusion.verdict(),
            integrity: report.integrity,
            indication: report.conclusion.indication(),
            sub_indication: report.conclusion.sub_indication(),
            reasons: report.reasons().collect(),
            best_signature_time: report.best_signature_time,
            checks: report.checks.clone(),
            claims: report.claims.clone(),
            signer,
        }
    }
}

impl fmt::Display for SignatureVerification {
    /// `valid, signed by Анна`, or the verdict and the reasons' codes: `invalid: REVOKED`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verdict.fmt(f)?;
        if let Some(name) = self.signer_name() {
            return write!(f, ", signed by {name}");
        }
        self.reasons.iter().enumerate().try_for_each(|(index, reason)| {
            let before = if index == 0 { ": " } else { ", " };
            write!(f, "{before}{reason}")
        })
    }
}

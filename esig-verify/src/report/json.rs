//! The report as JSON: schema `esig.report/1`.
//!
//! Every field is always present, `null` where there is nothing to say. Codes, words and times are the same in every
//! language; the texts of reasons are English.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use esig_core::Remedy;
use serde::Serialize;
use time::UtcDateTime;

use super::json_text::escape_controls;
use super::text::{Language, remedy_text};
use super::{About, Claims, Report, TimestampClaim, Verdict, revocation_data, rfc3339};

/// The name of the schema.
pub const SCHEMA: &str = "esig.report/1";

/// One run: everything that was judged at one time.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    schema: &'static str,
    producer: Producer,
    validation_time: String,
    files: Vec<File>,
}

#[derive(Clone, Debug, Serialize)]
struct Producer {
    name: &'static str,
    version: &'static str,
}

impl Document {
    /// A document on files judged at `at`, made by a program of that name and version.
    pub fn new(name: &'static str, version: &'static str, at: UtcDateTime, files: Vec<File>) -> Self {
        let producer = Producer { name, version };
        Self { schema: SCHEMA, producer, validation_time: rfc3339(at), files }
    }

    /// The document, indented.
    ///
    /// # Errors
    /// None that these types can cause.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(escape_controls)
    }
}

/// One file and its signatures.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    file: String,
    format: Option<&'static str>,
    verdict: &'static str,
    requirements_met: Option<bool>,
    error: Option<Error>,
    signatures: Vec<Signature>,
}

impl File {
    /// A file that was read, with its signatures in their order, each followed by its counter-signatures.
    ///
    /// The worst of them is the file's verdict; counter-signatures do not change it. Without any it is `no-signature`.
    pub fn new(file: impl Into<String>, format: &'static str, signatures: Vec<Signature>) -> Self {
        let own = signatures.iter().filter(|signature| signature.counter_signature_of.is_none());
        let verdict = own.map(|signature| signature.verdict).min().unwrap_or(Verdict::NoSignature);
        Self {
            file: file.into(),
            format: Some(format),
            verdict: verdict.name(),
            requirements_met: None,
            error: None,
            signatures,
        }
    }

    /// A file that could not be read: `malformed`, `unsupported` or `no-signature`.
    pub fn failed(
        file: impl Into<String>,
        format: Option<&'static str>,
        verdict: Verdict,
        error: Error,
    ) -> Self {
        Self {
            file: file.into(),
            format,
            verdict: verdict.name(),
            requirements_met: None,
            error: Some(error),
            signatures: Vec::new(),
        }
    }

    /// The same with the answer to `--require`.
    #[must_use]
    pub fn with_requirements_met(self, met: bool) -> Self {
        Self { requirements_met: Some(met), ..self }
    }

    /// The same with what hindered, though the file could be read.
    #[must_use]
    pub fn with_error(self, error: Error) -> Self {
        Self { error: Some(error), ..self }
    }

    /// Why it could not be read, or what hindered.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// The file, on one line.
    ///
    /// # Errors
    /// None that these types can cause.
    pub fn to_json_line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self).map(escape_controls)
    }
}

/// What could not be done, and what to do about it.
#[derive(Clone, Debug, Serialize)]
pub struct Error {
    code: &'static str,
    message: String,
    remedy: String,
}

impl Error {
    /// An error with its stable code (`E-…`), its one-sentence message and its remedy.
    pub fn new(code: &'static str, message: impl ToString, remedy: Remedy) -> Self {
        Self { code, message: message.to_string(), remedy: remedy_text(remedy, Language::English).into() }
    }

    /// An error with a remedy in words of the caller's own.
    pub fn with_remedy(code: &'static str, message: impl ToString, remedy: impl Into<String>) -> Self {
        Self { code, message: message.to_string(), remedy: remedy.into() }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What happened, in English, with names and numbers from the file: not fit for a terminal as it is.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// One signature of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    index: usize,
    counter_signature_of: Option<usize>,
    integrity: &'static str,
    indication: &'static str,
    sub_indication: Option<&'static str>,
    reasons: Vec<Reason>,
    signer: Option<Signer>,
    kind: &'static str,
    digest_algorithm: Option<&'static str>,
    signature_algorithm: Option<&'static str>,
    level: Option<&'static str>,
    claimed_signing_time: Option<String>,
    best_signature_time: Option<String>,
    timestamps: Vec<Timestamp>,
    revocation_data: Vec<RevocationData>,
    #[serde(skip)]
    verdict: Verdict,
}

#[derive(Clone, Debug, Serialize)]
struct Reason {
    code: &'static str,
    text: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct Signer {
    subject: String,
    serial: String,
    sha256: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Timestamp {
    kind: &'static str,
    integrity: &'static str,
    time: Option<String>,
    indication: &'static str,
    sub_indication: Option<&'static str>,
}

impl Signature {
    /// The entry of the signature at `index`; a counter-signature also names the index of what it signs.
    pub fn new(index: usize, counter_signature_of: Option<usize>, report: &Report<'_>) -> Self {
        let text =
            |reason: super::Reason| Reason { code: reason.code(), text: reason.text(Language::English) };
        let claims = &report.claims;
        Self {
            index,
            counter_signature_of,
            integrity: report.integrity.name(),
            indication: report.conclusion.indication(),
            sub_indication: report.conclusion.sub_indication(),
            reasons: report.reasons().map(text).collect(),
            signer: signer(claims),
            kind: "unknown",
            digest_algorithm: claims.digest_algorithm.map(|algorithm| algorithm.name()),
            signature_algorithm: claims.signature_algorithm,
            level: claims.level,
            claimed_signing_time: claims.signing_time.map(rfc3339),
            best_signature_time: report.best_signature_time.map(rfc3339),
            timestamps: claims.timestamps.iter().map(Timestamp::from).collect(),
            revocation_data: revocation_data(&report.checks)
                .into_iter()
                .filter_map(RevocationData::of)
                .collect(),
            verdict: report.conclusion.verdict(),
        }
    }
}

/// A CRL or an OCSP response that was heard: who says it and when it was made.
#[derive(Clone, Debug, Serialize)]
struct RevocationData {
    kind: &'static str,
    issuer: String,
    time: String,
}

impl RevocationData {
    fn of(about: &About) -> Option<Self> {
        let (kind, issuer, time) = match about {
            About::Crl { issuer, this_update } => ("crl", issuer, this_update),
            About::Ocsp { responder, produced_at } => ("ocsp", responder, produced_at),
            _ => return None,
        };
        Some(Self { kind, issuer: issuer.to_string(), time: rfc3339(*time) })
    }
}

fn signer(claims: &Claims) -> Option<Signer> {
    let certificate = claims.signer.as_ref()?;
    Some(Signer {
        subject: certificate.view().subject().to_string(),
        serial: certificate.view().serial_number().to_string(),
        sha256: claims.signer_sha256.map(|digest| digest.to_string()),
    })
}

impl From<&TimestampClaim> for Timestamp {
    /// Time-stamps are not assessed yet: they neither raise nor lower a verdict.
    fn from(claim: &TimestampClaim) -> Self {
        Self {
            kind: claim.kind,
            integrity: claim.integrity.name(),
            time: claim.time.map(rfc3339),
            indication: "INDETERMINATE",
            sub_indication: None,
        }
    }
}

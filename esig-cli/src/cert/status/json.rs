//! The status of certificates as JSON: schema `esig.certificate-status/1`.

use esig::CertificateStatus;
use esig_core::crl::ReasonCode;
use esig_core::{CertificateBuf, DigestAlgorithm, Need, Provider};
use esig_verify::report::text::Language;
use esig_verify::report::{About, Check, Reason, Revocation, current_until, revocation_data};
use serde::Serialize;
use time::UtcDateTime;

use super::super::json::FileJson;
use super::Judged;
use crate::holder::{hex, rfc3339};
use crate::input::Source;
use crate::output;
use crate::version::{PRODUCER, Producer};

pub(crate) const SCHEMA: &str = "esig.certificate-status/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    producer: Producer,
    validation_time: String,
    files: Vec<FileJson<'a, StatusJson<'a>>>,
}

#[derive(Serialize)]
struct StatusJson<'a> {
    #[serde(flatten)]
    certificate: CertificateJson,
    /// `valid`, `invalid`: revoked, or an authority above is; `indeterminate`.
    verdict: &'static str,
    indication: &'static str,
    sub_indication: Option<&'static str>,
    reasons: Vec<ReasonJson>,
    revocation: Option<RevocationJson<'a>>,
    chain: Vec<CertificateJson>,
    revocation_data: Vec<RevocationDataJson<'a>>,
    needs: Vec<NeedJson<'a>>,
}

#[derive(Serialize)]
struct CertificateJson {
    subject: String,
    serial: String,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct ReasonJson {
    code: &'static str,
    text: &'static str,
}

/// The certificate of the chain that is revoked.
#[derive(Serialize)]
struct RevocationJson<'a> {
    holder: &'a str,
    serial: &'a str,
    since: String,
    /// As RFC 5280 §5.3.1 spells it; `null` if nobody says.
    reason: Option<String>,
}

/// A CRL or an OCSP response that was heard.
#[derive(Serialize)]
struct RevocationDataJson<'a> {
    kind: &'static str,
    issuer: &'a str,
    time: String,
    current_until: Option<String>,
}

/// What would help.
#[derive(Serialize)]
struct NeedJson<'a> {
    kind: &'static str,
    /// Whose certificate's issuer is wanted, or who should have signed the CRL.
    about: Option<String>,
    urls: &'a [String],
}

pub(super) fn document(at: UtcDateTime, sources: &[Source], judged: &[Judged]) -> String {
    let provider = Provider::rustcrypto();
    let files = sources.iter().zip(judged).map(|(source, judged)| {
        FileJson::new(source, judged, |(certificate, status)| status_json(certificate, status, &provider))
    });
    let validation_time = rfc3339(at);
    output::json(&Document { schema: SCHEMA, producer: PRODUCER, validation_time, files: files.collect() })
}

fn status_json<'a>(
    certificate: &CertificateBuf,
    status: &'a CertificateStatus,
    provider: &Provider,
) -> StatusJson<'a> {
    let heard = revocation_data(&status.checks).into_iter();
    StatusJson {
        certificate: certificate_json(certificate, provider),
        verdict: status.verdict.name(),
        indication: if status.sub_indication.is_none() { "PASSED" } else { "INDETERMINATE" },
        sub_indication: status.sub_indication,
        reasons: status.reasons.iter().map(|reason| reason_json(*reason)).collect(),
        revocation: status.revocation().and_then(revocation_json),
        chain: status.chain.iter().map(|certificate| certificate_json(certificate, provider)).collect(),
        revocation_data: heard.filter_map(|about| revocation_data_json(about, &status.checks)).collect(),
        needs: status.needs.iter().filter_map(need_json).collect(),
    }
}

fn certificate_json(certificate: &CertificateBuf, provider: &Provider) -> CertificateJson {
    let view = certificate.view();
    let digest = provider.digest(DigestAlgorithm::Sha256, view.as_der()).ok();
    CertificateJson {
        subject: view.subject().to_string(),
        serial: view.serial_number().to_string(),
        sha256: digest.map(|digest| hex(digest.as_octets())),
    }
}

fn reason_json(reason: Reason) -> ReasonJson {
    ReasonJson { code: reason.code(), text: reason.text(Language::English) }
}

fn revocation_json((about, revocation): (&About, Revocation)) -> Option<RevocationJson<'_>> {
    let About::Certificate { holder, serial } = about else { return None };
    let reason = Some(revocation.reason).filter(|reason| *reason != ReasonCode::Unspecified);
    let reason = reason.map(|reason| reason.to_string());
    Some(RevocationJson { holder, serial, since: rfc3339(revocation.since), reason })
}

fn revocation_data_json<'a>(about: &'a About, checks: &[Check]) -> Option<RevocationDataJson<'a>> {
    let (kind, issuer, time) = match about {
        About::Crl { issuer, this_update } => ("crl", issuer, this_update),
        About::Ocsp { responder, produced_at } => ("ocsp", responder, produced_at),
        _ => return None,
    };
    let current_until = current_until(checks, about).map(rfc3339);
    Some(RevocationDataJson { kind, issuer, time: rfc3339(*time), current_until })
}

fn need_json(need: &Need) -> Option<NeedJson<'_>> {
    let (kind, about, urls) = match need {
        Need::Issuer { of, urls } => ("issuer", Some(of.view().subject().to_string()), urls),
        Need::Crl { issuer, urls } => ("crl", Some(issuer.view().to_string()), urls),
        Need::Ocsp { urls, .. } => ("ocsp", None, urls),
        _ => return None,
    };
    Some(NeedJson { kind, about, urls })
}

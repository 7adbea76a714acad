//! CRLs and OCSP responses of google/boringssl, randombit/botan and openssl, and such with GOST: good, revoked, or neither.

mod common;

use std::collections::HashMap;

use common::Failure;
use esig_core::ocsp::OcspRequest;
use esig_core::{CertificateBuf, CrlBuf, Need, OcspBuf, Provider, pem};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::report::{About, Check, Outcome, Question, Reason};
use esig_verify::{Policy, Preflight, Profile, Purpose, Store, TrustAnchors, Verifier};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, UtcDateTime};

#[test]
fn crls_say_what_they_should() {
    compare("crl", crl_case);
}

#[test]
fn ocsp_responses_say_what_they_should() {
    compare("ocsp", ocsp_case);
}

fn compare(kind: &str, judge: fn(&Value) -> Result<String, Failure>) {
    let Some(corpus) = Corpus::open(&format!("x509/revocation@{kind}")) else { return };
    let cases =
        std::fs::read_to_string(corpus.folder().join(kind).with_extension("jsonl")).expect("the cases");
    let cases = cases.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let cases: HashMap<String, Value> =
        cases.map(|case: Value| (text(&case["id"]).to_owned(), case)).collect();
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        if row.kind() != kind {
            report.left(row.kind());
            continue;
        }
        let ours = judge(&cases[row.id()]).unwrap_or_else(|error| error.to_string());
        // Where both answers can be defended, ours stands in the list with its reason, or is told here.
        match row.get("expected") == "policy" && !report.is_listed(row.id()) {
            true => report.left(&format!("policy, {ours} here")),
            false => report.compare(row.id(), row.get("expected"), ours),
        }
    }
    report.finish();
}

/// Responses of OpenSSL with its GOST engine, each to a request with a nonce.
#[test]
fn gost_responses_say_what_they_should() {
    let Some(corpus) = Corpus::open("gost/generated@ocsp") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        if row.kind() != "ocsp-resp" {
            report.left(row.kind());
            continue;
        }
        let expected = match row.get("expected") {
            "valid" => row.get("reason").trim_start_matches("certStatus="),
            // What is not to be believed is no answer.
            _ => "unknown",
        };
        match gost_case(&corpus, row) {
            Ok(Some(ours)) => report.compare(row.id(), expected, ours),
            Ok(None) => report.left("about a certificate that was never issued"),
            Err(error) => report.compare(row.id(), expected, error),
        }
    }
    report.finish();
}

/// `None` if the response is about no certificate of the corpus.
fn gost_case(corpus: &Corpus, row: &Row) -> Result<Option<String>, Failure> {
    let (request, response) = (row.read("content_file")?, row.read("file")?);
    let asked = OcspRequest::parse(&request)?.requests().next().ok_or("an empty request")?.cert_id;
    let issuer = CertificateBuf::from_der(row.read("intermediates")?)?;
    let mut store = Store::new();
    store.add_ocsp_answer(&Need::Ocsp { request: request.clone(), urls: Vec::new() }, &request, &response)?;
    let policy =
        Policy::baseline().accept_unknown_revocation_at_own_risk().accept_outdated_algorithms_at_own_risk();
    let anchors = TrustAnchors::from_certificates([issuer.clone()]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy);
    for target in corpus.rows().filter(|row| row.kind() == "cert-leaf") {
        let Ok(target) = CertificateBuf::from_der(target.read("file")?) else { continue };
        if asked.matches(verifier.provider(), target.view(), issuer.view()) != Ok(true) {
            continue;
        }
        let answer = verifier.certificate(target.view(), Purpose::Chain, &store, common::time(row)?);
        // Damaged copies of the certificate have no path.
        if let Ok(status) = status(&answer, &target) {
            return Ok(Some(status));
        }
    }
    Ok(None)
}

/// Every issuer is trusted, of one that changed keys both certificates.
fn crl_case(row: &Value) -> Result<String, Failure> {
    let target = certificate(&row["cert"])?;
    let mut store = Store::new();
    // What cannot be read is no evidence.
    for crl in octets(&row["crls"])?.into_iter().filter_map(|der| CrlBuf::from_der(der).ok()) {
        store.add_crl(crl)?;
    }
    let at = time(row, &target)?;
    let verifier =
        verifier(row, certificates(&row["issuers"])?, Policy::accept_unknown_revocation_at_own_risk);
    let answer = verifier.certificate(target.view(), Purpose::Chain, &store, at);
    match text(&row["expected"]).starts_with("scope") {
        true => Ok(scope(&answer.checks).into()),
        false => status(&answer, &target),
    }
}

/// Where no issuer is given but a response for each certificate of the path, all of it must be known not to be revoked.
fn ocsp_case(row: &Value) -> Result<String, Failure> {
    let Ok(target) = certificate(&row["cert"]) else { return Ok("unreadable".into()) };
    let anchor = certificate(&row[if row["issuer"].is_null() { "trust_anchor" } else { "issuer" }])?;
    let pool = certificates(&row["extra_certs"])?;
    let responses = octets(&row["responses"])?;
    let is_whole_path = row["issuer"].is_null() && responses.len() > pool.len();
    let mut store = Store::new();
    pool.into_iter().try_for_each(|certificate| store.add_certificate(certificate))?;
    for response in responses.into_iter().filter_map(|der| OcspBuf::from_der(der).ok()) {
        // Refusals are no evidence either.
        let _ = store.add_ocsp(response);
    }
    let at = time(row, &target)?;
    if is_whole_path {
        let verifier = verifier(row, vec![anchor], |policy| policy);
        let answer = verifier.certificate(target.view(), Purpose::Chain, &store, at);
        return Ok(match (&answer.path, answer.decided_by) {
            (Ok(_), _) => "good".into(),
            (Err(_), Some(Reason::Revoked | Reason::AuthorityRevoked)) => "revoked".into(),
            (Err(_), Some(reason)) if is_about_revocation(reason) => "unknown".into(),
            (Err(why), _) => format!("no path: {why}"),
        });
    }
    let verifier = verifier(row, vec![anchor], Policy::accept_unknown_revocation_at_own_risk);
    status(&verifier.certificate(target.view(), Purpose::Chain, &store, at), &target)
}

/// What these sets assume: certificates of any make; responders of which nobody asks whether they are revoked, if their
/// certificates do not say how; and no word on a time before it was made.
fn verifier(row: &Value, anchors: Vec<CertificateBuf>, demand: fn(Policy) -> Policy) -> Verifier {
    let profile = Profile::rfc5280().accept_nonconforming_certificates_at_own_risk();
    let mut policy = demand(Policy::baseline())
        .with_profile(profile)
        .with_clock_skew(Duration::ZERO)
        .accept_unchecked_responders_at_own_risk()
        .accept_outdated_algorithms_at_own_risk()
        .accept_anchors_without_basic_constraints_at_own_risk();
    if let Some(seconds) = row["max_age_seconds"].as_i64() {
        let age = Duration::seconds(seconds);
        policy = policy.with_max_crl_age(age).with_max_ocsp_age(age).with_max_revocation_age(age);
    }
    Verifier::new(Provider::rustcrypto(), TrustAnchors::from_certificates(anchors), policy)
}

fn is_about_revocation(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::RevocationDataMissing
            | Reason::RevocationDataStale
            | Reason::RevocationDataUnusable
            | Reason::RevocationStatusUnknown
            | Reason::CriticalExtensionUnknown
    )
}

/// What became of the question whether the target is revoked.
fn status(answer: &Preflight<'_>, target: &CertificateBuf) -> Result<String, Failure> {
    let about = About::from(target.view());
    let is_decisive = |check: &&Check| {
        matches!(check.question, Question::NotRevoked | Question::RevocationData) && check.about == about
    };
    let decisive = answer.checks.iter().rev().find(is_decisive);
    let decisive = decisive.ok_or_else(|| format!("no path: {:?}", answer.decided_by))?;
    Ok(match (decisive.question, decisive.outcome) {
        (Question::NotRevoked, Outcome::Passed) => "good",
        (Question::NotRevoked, Outcome::Failed(_)) => "revoked",
        _ => "unknown",
    }
    .into())
}

fn scope(checks: &[Check]) -> &'static str {
    let is_left_out =
        |check: &Check| check.question == Question::CrlScope && check.outcome != Outcome::Passed;
    if checks.iter().any(is_left_out) { "scope-mismatch" } else { "scope-match" }
}

/// Where none is given, a moment at which the target is valid.
fn time(row: &Value, target: &CertificateBuf) -> Result<UtcDateTime, Failure> {
    match row["time"].as_str() {
        Some(time) => Ok(UtcDateTime::parse(time, &Rfc3339)?),
        None => Ok(target.view().validity().not_before),
    }
}

fn certificates(list: &Value) -> Result<Vec<CertificateBuf>, Failure> {
    octets(list)?.into_iter().map(|der| Ok(CertificateBuf::from_der(der)?)).collect()
}

fn certificate(value: &Value) -> Result<CertificateBuf, Failure> {
    Ok(CertificateBuf::from_der(decode(value)?)?)
}

fn octets(list: &Value) -> Result<Vec<Vec<u8>>, Failure> {
    list.as_array().into_iter().flatten().map(decode).collect()
}

fn decode(value: &Value) -> Result<Vec<u8>, Failure> {
    pem::base64(text(value).as_bytes()).ok_or_else(|| "no base64".into())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

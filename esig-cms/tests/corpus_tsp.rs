//! Real time-stamp tokens, responses and requests, whose expected results several tools agreed on.

mod common;

use std::collections::BTreeSet;

use common::{certificates, decode};
use esig_cms::{TimestampError, TimestampToken};
use esig_core::tsp::{TimeStampReq, TimeStampResp};
use esig_core::{CertificateBuf, Limits, Provider};
use esig_corpora::{Corpus, Report, Row};

/// The column `crypto_intact`: the token's own signature under the authority's certificate.
#[test]
fn integrity_agrees_with_signatures_tsp() {
    let Some(corpus) = Corpus::open("signatures/tsp") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let expected = match row.get("crypto_intact") {
            "yes" => "intact",
            "no" => "broken",
            _ => "unknown",
        };
        let ours = integrity(row, &[]);
        let agrees = ours.split(':').next() == Some(expected);
        report.compare(row.id(), expected, if agrees { expected } else { &ours });
    }
    report.finish();
}

/// Tokens of CryptoPro's and others' authorities; what is named as stamped is compared with the imprint.
#[test]
fn integrity_agrees_with_gost_published_tsp() {
    let Some(corpus) = Corpus::open("gost/published") else { return };
    let certificates = certificates(&corpus);
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), "gost/published@tsp");
    for row in corpus.rows() {
        let expected = match (row.kind(), row.get("expected")) {
            ("tsp", "valid" | "valid-crypto") => "intact",
            ("tsp", "parse") => "parse",
            ("tsp", "rejection") => "rejection",
            ("tsp", "invalid") => "not intact",
            (kind, _) => {
                report.left(kind);
                continue;
            }
        };
        let ours = integrity(row, &certificates);
        let ours = match (expected, ours.as_str()) {
            ("parse", ours) if !ours.starts_with("malformed") => "parse",
            ("not intact", ours) if ours != "intact" => "not intact",
            (_, ours) => ours,
        };
        report.compare(row.id(), expected, ours);
    }
    report.finish();
}

/// Requests, responses and tokens of OpenSSL and its GOST engine: a request is matched with the response of its name.
#[test]
fn integrity_agrees_with_gost_generated_tsp() {
    let Some(corpus) = Corpus::open("gost/generated") else { return };
    let certificates = certificates(&corpus);
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), "gost/generated@tsp");
    let mut seen = BTreeSet::new();
    for row in corpus.rows() {
        let expected = match (row.kind(), row.get("expected")) {
            ("tsp-req", "valid") => "answered",
            ("tsp-resp" | "tsp-token", "valid") => "intact",
            ("tsp-resp" | "tsp-token", "rejection") => "rejection",
            ("tsp-resp" | "tsp-token", "invalid") => "not intact",
            (kind, _) => {
                report.left(kind);
                continue;
            }
        };
        let ours = match row.kind() {
            "tsp-req" => answered(row),
            _ => integrity(row, &certificates),
        };
        let ours = if expected == "not intact" && ours != "intact" { expected } else { &ours };
        // One response is judged again over another document.
        let id = match seen.insert(row.id().to_owned()) {
            true => row.id().to_owned(),
            false => format!("{}#{}", row.id(), stamped(row)),
        };
        report.compare(&id, expected, ours);
    }
    report.finish();
}

/// The name of the column with the file that was stamped, where there is one.
fn stamped(row: &Row) -> &str {
    let generated = row.get("content_file");
    if generated.is_empty() { row.get("content") } else { generated }
}

/// `intact`, `broken: <code>`, `unknown: <code>`, `rejection` or `malformed: <code>`.
fn integrity(row: &Row, certificates: &[CertificateBuf]) -> String {
    let bytes = decode(&row.read("file").expect("the manifest's file"));
    let token = match TimeStampResp::parse(&bytes) {
        Ok(response) => match response.token() {
            Some(token) => token.to_vec(),
            None => return "rejection".into(),
        },
        Err(_) => bytes,
    };
    let token = match TimestampToken::parse(&token, &Limits::DEFAULT) {
        Ok(token) => token,
        Err(error) => return format!("malformed: {error}"),
    };
    match judge(&token, row, certificates) {
        Ok(()) => "intact".into(),
        Err(error) if error.is_broken() => format!("broken: {}", error.code()),
        Err(error) => format!("unknown: {}", error.code()),
    }
}

fn judge(
    token: &TimestampToken<'_>,
    row: &Row,
    certificates: &[CertificateBuf],
) -> Result<(), TimestampError> {
    let provider = Provider::rustcrypto();
    let candidates = token.candidates(certificates);
    let intact = token.check_among(&candidates, &provider)?;
    let path = stamped(row);
    if path.is_empty() {
        return Ok(());
    }
    let octets = row.read_path(path).expect("the manifest's file");
    intact.check_imprint(&provider.digest(token.imprint()?.algorithm(), &octets)?)
}

fn answered(row: &Row) -> String {
    let request = row.read("file").expect("the manifest's file");
    let request = match TimeStampReq::parse(&request) {
        Ok(request) => request,
        Err(error) => return error.to_string(),
    };
    let response = row.read_path(&row.get("file").replace(".tsq", ".tsr")).expect("the response beside it");
    let response = TimeStampResp::parse(&response).expect("judged as a row of its own");
    // A refusal is an answer, too.
    let Some(token) = response.token() else { return "answered".into() };
    match TimestampToken::parse(token, &Limits::DEFAULT).and_then(|token| token.check_request(&request)) {
        Ok(()) => "answered".into(),
        Err(error) => error.to_string(),
    }
}

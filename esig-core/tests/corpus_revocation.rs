//! Single certificates, CRLs, OCSP requests and responses of other projects: accepted or refused.
#![cfg(feature = "rustcrypto")]
#![allow(clippy::print_stdout)] // reasons, for whoever runs it with --nocapture

use std::collections::HashMap;
use std::fs;

use esig_core::ocsp::{OcspRequest, ResponseStatus};
use esig_core::{CrlBuf, Error, OcspBuf, ParsedCertificate, pem};
use esig_corpora::{Corpus, Report};
use serde_json::Value;

#[test]
fn objects_are_accepted_or_refused_as_by_others() {
    let Some(corpus) = Corpus::open("x509/revocation@parse") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    let cases = fs::read_to_string(corpus.folder().join("parse.jsonl")).expect("the cases of the manifest");
    let cases: HashMap<String, Value> = cases
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .map(|case: Value| (case["id"].as_str().expect("an id").to_owned(), case))
        .collect();
    for row in corpus.rows() {
        if row.kind() != "parse" {
            report.left(row.kind());
            continue;
        }
        let case = &cases[row.id()];
        let der = pem::base64(case["der"].as_str().expect("base64").as_bytes()).expect("base64");
        let verdict = match judge(case["kind"].as_str().unwrap_or_default(), &der) {
            Ok(verdict) => verdict,
            Err(error) => {
                println!("{}: {error}", row.id());
                "reject"
            }
        };
        if let Some(findings) = findings(&der) {
            println!("{}: {findings}", row.id());
        }
        report.compare(row.id(), row.get("expected"), verdict);
    }
    report.finish();
}

fn judge(kind: &str, der: &[u8]) -> Result<&'static str, Error> {
    match kind {
        "certificate" => ParsedCertificate::parse(der)?.view().check_contents()?,
        "crl" => CrlBuf::from_der(der).map(drop)?,
        "ocsp-request" => OcspRequest::parse(der).map(drop)?,
        _ => {
            if OcspBuf::from_der(der)?.view().status() != ResponseStatus::Successful {
                return Ok("error-status");
            }
        }
    }
    Ok("accept")
}

/// What was accepted though it is odd.
fn findings(der: &[u8]) -> Option<String> {
    let certificate = ParsedCertificate::parse(der).map(|certificate| certificate.view().findings());
    let crl = CrlBuf::from_der(der).map(|crl| crl.view().findings());
    let found = certificate.into_iter().chain(crl).flatten().map(|finding| finding.to_string());
    found.reduce(|before, finding| before + ", " + &finding)
}

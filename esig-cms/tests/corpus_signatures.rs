//! Integrity of real CMS and CAdES signatures, whose expected results several tools agreed on.

mod common;

use common::{Content, integrity_under, word};
use esig_cms::CheckPolicy;
use esig_core::{DigestAlgorithm, DigestValue, Provider, pem};
use esig_corpora::{Corpus, Report, Row};

#[test]
fn integrity_agrees_with_signatures_cms() {
    let Some(corpus) = Corpus::open("signatures/cms") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let expected = match row.get("crypto_intact") {
            "yes" => "intact",
            "no" => "broken",
            "unknown" => "unknown",
            _ => {
                report.left("without an expected result");
                continue;
            }
        };
        let ours = ours(row, &CheckPolicy::DEFAULT);
        let agrees = word(&ours) == expected;
        report.compare(row.id(), expected, if agrees { expected } else { &ours });
    }
    report.finish();
}

/// What OpenSSL said of the file as a whole, without its counter-signatures, which it does not look at.
#[test]
fn the_policy_like_openssl_agrees_with_openssl() {
    let verdict = |row: &Row| match row.get("check_openssl") {
        "" => None,
        "ok" => Some("intact"),
        _ => Some("not intact"),
    };
    compare("signatures/cms@openssl", &CheckPolicy::like_openssl(), verdict);
}

/// What the analyser of DSS said of the signature.
#[test]
fn the_policy_like_dss_agrees_with_dss() {
    let verdict = |row: &Row| match row.get("check_dss_run") {
        "" => None,
        "valid" => Some("intact"),
        _ => Some("not intact"),
    };
    compare("signatures/cms@dss", &CheckPolicy::like_dss(), verdict);
}

fn compare(name: &str, policy: &CheckPolicy, verdict: impl Fn(&Row) -> Option<&'static str>) {
    let Some(corpus) = Corpus::open(name) else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        match verdict(row).filter(|_| row.get("is_counter") != "yes") {
            None => report.left("without a verdict"),
            Some(expected) => {
                let ours = ours(row, policy);
                let is_same = (expected == "intact") == (ours == "intact");
                report.compare(row.id(), expected, if is_same { expected } else { &ours });
            }
        }
    }
    report.finish();
}

/// The outcome of the row's signature; counter-signatures have rows of their own, after the others.
fn ours(row: &Row, policy: &CheckPolicy) -> String {
    let bytes = row.read("file").expect("the manifest's file");
    let outcomes = match integrity_under(policy, &bytes, &content(row), &[], &Provider::rustcrypto()) {
        Ok(outcomes) => outcomes,
        Err(error) => return error.to_string(),
    };
    let index: usize = row.get("sig_index").parse().expect("a number");
    outcomes.get(index).cloned().unwrap_or_else(|| format!("only {} signatures", outcomes.len()))
}

fn content(row: &Row) -> Content {
    let column = row.get("content");
    match column.split_once(':') {
        Some((algorithm, digest)) => digest_of(algorithm, digest).expect("a digest"),
        None if column.is_empty() => Content::Missing,
        None => Content::Octets(row.read("content").expect("the manifest's file")),
    }
}

fn digest_of(algorithm: &str, base64: &str) -> Option<Content> {
    let algorithm = DigestAlgorithm::from_name(&algorithm.to_lowercase())?;
    DigestValue::new(algorithm, &pem::base64(base64.as_bytes())?).map(Content::Digest)
}

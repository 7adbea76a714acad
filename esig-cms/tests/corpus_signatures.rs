//! Integrity of real CMS and CAdES signatures, whose expected results several tools agreed on.

mod common;

use common::{Content, integrity, word};
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
        let ours = ours(row);
        let agrees = word(&ours) == expected;
        report.compare(row.id(), expected, if agrees { expected } else { &ours });
    }
    report.finish();
}

/// The outcome of the row's signature; counter-signatures have rows of their own, after the others.
fn ours(row: &Row) -> String {
    let bytes = row.read("file").expect("the manifest's file");
    let outcomes = match integrity(&bytes, &content(row), &[], &Provider::rustcrypto()) {
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

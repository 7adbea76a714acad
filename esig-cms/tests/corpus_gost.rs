//! Integrity of the GOST corpora: made by OpenSSL's engine, and found in public.

mod common;

use common::{Content, decode, integrity, signed_range};
use esig_core::Provider;
use esig_corpora::{Corpus, Report, Row};

#[test]
fn integrity_agrees_with_gost_generated() {
    let Some(corpus) = Corpus::open("gost/generated") else { return };
    let certificates = certificates(&corpus, &["cert-leaf"]);
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        match row.kind() {
            "cms-attached" | "cms-detached" => {
                report.compare(
                    row.id(),
                    expected_of_generated(row),
                    ours(row, "content_file", &certificates),
                );
            }
            other => report.left(other),
        }
    }
    report.finish();
}

/// `invalid` of this manifest may be about trust, which integrity says nothing of; of what it leaves to policy, octets
/// after the end are refused here, as its reason advises, and what keys may be used for is no matter of integrity.
fn expected_of_generated(row: &Row) -> &'static str {
    const ABOUT_INTEGRITY: [&str; 6] =
        ["digest mismatch", "signature", "malformed", "wrong byte", "wrong half", "strict parser"];
    let is_about_integrity = ABOUT_INTEGRITY.iter().any(|words| row.get("reason").contains(words));
    match row.get("expected") {
        "invalid" | "policy" if is_about_integrity => "not intact",
        _ => "intact",
    }
}

#[test]
fn integrity_agrees_with_gost_published() {
    let Some(corpus) = Corpus::open("gost/published") else { return };
    let certificates = certificates(&corpus, &["certs", "ca-certs"]);
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let expected = match (row.kind(), row.get("expected")) {
            ("cms", "valid" | "valid-crypto") => "intact",
            ("cms", "structure-only") => "intact but for the content",
            ("cms", "invalid") => "not intact",
            (kind, _) => {
                report.left(kind);
                continue;
            }
        };
        report.compare(row.id(), expected, ours(row, "content", &certificates));
    }
    report.finish();
}

#[test]
fn a_published_signature_without_attributes_holds_over_its_content() {
    let Some(corpus) = Corpus::open("gost/published") else { return };
    let octets = |id: &str| {
        let row = corpus.rows().find(|row| row.id() == id).expect("a row");
        row.read("file").expect("the manifest's file")
    };
    let content = Content::Octets(signed_range(&octets("pdf/pdfscp_15_fns_1.pdf")));
    let signature = octets("cms/pdfscp_15_fns_1.pdf_0.p7s");
    let outcomes = integrity(&signature, &content, &[], &Provider::rustcrypto());
    assert_eq!(outcomes, Ok(vec!["intact".to_owned()]));
}

/// Certificates of the corpus, for files that carry none.
fn certificates(corpus: &Corpus, kinds: &[&str]) -> Vec<Vec<u8>> {
    let rows = corpus.rows().filter(|row| kinds.contains(&row.kind()));
    rows.filter_map(|row| row.read("file").ok()).map(|bytes| decode(&bytes)).collect()
}

/// `intact` if every signature is, else the first reason that says why not.
fn ours(row: &Row, content_column: &str, certificates: &[Vec<u8>]) -> String {
    let content = match row.get(content_column) {
        "" => Content::Missing,
        text => match Content::from_digest(text) {
            Some(digest) => digest,
            None => Content::Octets(row.read(content_column).expect("the manifest's file")),
        },
    };
    let bytes = row.read("file").expect("the manifest's file");
    match integrity(&bytes, &content, certificates, &Provider::rustcrypto()) {
        Err(error) => not_intact(row, error.code()),
        Ok(outcomes) if outcomes.is_empty() => not_intact(row, "no signature"),
        Ok(outcomes) => match outcomes.iter().find(|outcome| *outcome != "intact") {
            None => "intact".into(),
            Some(outcome) if outcome == "unknown: E-CONTENT-MISSING" => "intact but for the content".into(),
            Some(outcome) => not_intact(row, outcome),
        },
    }
}

/// The reason is of interest where something else was expected.
fn not_intact(row: &Row, reason: &str) -> String {
    let is_expected = matches!(row.get("expected"), "invalid" | "policy");
    if is_expected { "not intact".into() } else { format!("not intact: {reason}") }
}

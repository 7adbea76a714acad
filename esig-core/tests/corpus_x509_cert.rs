//! The parser against `x509-cert`: every certificate of the corpora that both accept says the same to both.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use esig_core::time::Validity;
use esig_core::{Certificate, ParsedCertificate, pem};
use esig_corpora::{Corpus, Report};
use serde_json::Value;
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::{Decode, Encode};
use x509_cert::time::Time;

#[test]
fn both_parsers_agree_on_gost_generated() {
    compare("gost/generated@x509-cert");
}

#[test]
fn both_parsers_agree_on_gost_published() {
    compare("gost/published@x509-cert");
}

#[test]
fn both_parsers_agree_on_pkits() {
    compare("x509/pkits@x509-cert");
    compare("x509/pkits-variants@x509-cert");
}

#[test]
fn both_parsers_agree_on_limbo() {
    compare("x509/limbo@x509-cert");
}

#[test]
fn both_parsers_agree_on_chains_and_revocation() {
    compare("x509/chains@x509-cert");
    compare("x509/revocation@x509-cert");
}

fn compare(name: &str) {
    let Some(corpus) = Corpus::open(name) else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for (id, der) in certificates(corpus.folder()) {
        match (ParsedCertificate::parse(&der), CertificateInner::<Raw>::from_der(&der)) {
            (Ok(ours), Ok(theirs)) => report.compare(&id, "the same", difference(ours.view(), &theirs)),
            (Ok(_), Err(_)) => report.left("accepted here alone"),
            (Err(_), Ok(_)) => report.left("accepted by x509-cert alone"),
            (Err(_), Err(_)) => report.left("refused by both"),
        }
    }
    report.finish();
}

/// The first field in which the two differ.
fn difference(ours: Certificate<'_>, theirs: &CertificateInner<Raw>) -> &'static str {
    let theirs = theirs.tbs_certificate();
    let encoded = |value: &dyn Fn() -> x509_cert::der::Result<Vec<u8>>| value().unwrap_or_default();
    let spki = encoded(&|| theirs.subject_public_key_info().to_der());
    let (not_before, not_after) =
        (seconds(&theirs.validity().not_before), seconds(&theirs.validity().not_after));
    let extensions = theirs.extensions().map_or(0, |extensions| extensions.len());
    if ours.serial_number().as_octets() != theirs.serial_number().as_bytes() {
        return "another serial number";
    }
    if ours.issuer().as_der() != encoded(&|| theirs.issuer().to_der()) {
        return "another issuer";
    }
    if ours.subject().as_der() != encoded(&|| theirs.subject().to_der()) {
        return "another subject";
    }
    if unix(ours.validity()) != (not_before, not_after) {
        return "another validity";
    }
    if ours.subject_public_key_info().as_der() != spki {
        return "another key";
    }
    if ours.extensions().iter().count() != extensions { "other extensions" } else { "the same" }
}

fn seconds(time: &Time) -> i64 {
    i64::try_from(time.to_unix_duration().as_secs()).expect("four digits of a year")
}

fn unix(validity: Validity) -> (i64, i64) {
    (validity.not_before.unix_timestamp(), validity.not_after.unix_timestamp())
}

/// Every certificate below `folder`, each once: files of DER or PEM, and texts within JSON.
fn certificates(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for (path, bytes) in files(folder) {
        let json = path.ends_with(".json") || path.ends_with(".jsonl");
        let objects = if json { from_json(&bytes) } else { vec![bytes] };
        let ders = objects.into_iter().flat_map(ders).filter(|der| der.starts_with(&[0x30]));
        found.extend(ders.enumerate().map(|(index, der)| (format!("{path}#{index}"), der)));
    }
    let mut seen = HashSet::new();
    found.retain(|(_, der)| seen.insert(der.clone()));
    found
}

/// Paths from `folder` and contents, in the order of the paths.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut pending, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).expect("a folder of the corpora") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
            } else if let (Ok(name), Ok(bytes)) = (path.strip_prefix(folder), fs::read(&path)) {
                found.push((name.display().to_string(), bytes));
            }
        }
    }
    found.sort();
    found
}

fn ders(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    if pem::is_pem(&bytes) {
        return pem::blocks(&bytes).flatten().map(|block| block.contents).collect();
    }
    vec![bytes]
}

/// PEM texts and base64 texts of any JSON, one document or one a line.
fn from_json(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for document in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        collect(document.expect("JSON"), &mut texts);
    }
    texts
}

fn collect(value: Value, texts: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(text) if pem::is_pem(text.as_bytes()) => texts.push(text.into_bytes()),
        Value::String(text) if text.starts_with("MII") => texts.extend(pem::base64(text.as_bytes())),
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, texts)),
        Value::Object(fields) => fields.into_iter().for_each(|(_, value)| collect(value, texts)),
        _ => {}
    }
}

//! Small inputs of every kind, most of them damaged: read to the end or refused, in little memory.
#![cfg(feature = "rustcrypto")]
#![allow(clippy::print_stdout)] // figures, for whoever runs it with --nocapture

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use esig_core::ocsp::OcspRequest;
use esig_core::{CrlBuf, OcspBuf, ParsedCertificate, ParsedCrl, ParsedOcsp, Provider, pem};
use esig_corpora::{Corpus, Report};

/// Heap memory at most, by octets of input, and what every input may take.
const TIMES_THE_INPUT: u64 = 64;
const FREE_OCTETS: u64 = 4 << 10;

#[test]
fn no_seed_costs_much_memory() {
    let Some(corpus) = Corpus::open("fuzz-seeds@core") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    let mut slowest = Duration::ZERO;
    for entry in fs::read_dir(corpus.folder()).expect("the folder of the corpus").flatten() {
        let kind = entry.file_name().to_string_lossy().into_owned();
        let read: fn(&[u8]) = match kind.as_str() {
            "x509" => certificate,
            "crl" => crl,
            "ocsp" => ocsp,
            "pem" => armour,
            other => {
                report.left(other);
                continue;
            }
        };
        for file in files(&entry.path()) {
            let bytes = fs::read(&file).expect("a seed");
            let start = Instant::now();
            let most = measure(|| read(&bytes)).bytes_max;
            slowest = slowest.max(start.elapsed());
            let allowed = (TIMES_THE_INPUT * bytes.len() as u64).max(FREE_OCTETS);
            let id = format!("{kind}/{}", file.file_name().unwrap_or_default().to_string_lossy());
            let verdict = if most <= allowed { "small".to_owned() } else { format!("{most} octets") };
            report.compare(&id, "small", verdict);
        }
    }
    println!("the slowest took {slowest:.2?}");
    report.finish();
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of seeds").flatten().map(|entry| entry.path());
    entries.filter(|path| path.is_file()).collect()
}

fn certificate(bytes: &[u8]) {
    let Ok(parsed) = ParsedCertificate::parse(bytes) else { return };
    let view = parsed.view();
    let _ = (view.check_contents(), view.findings(), view.subject().to_string(), view.issuer().canonical());
    let _ = Provider::rustcrypto().load_key(&view.subject_public_key_info());
}

fn crl(bytes: &[u8]) {
    let _ = CrlBuf::from_der(bytes);
    let Ok(parsed) = ParsedCrl::parse(bytes) else { return };
    let view = parsed.view();
    let _ = (view.findings(), view.entries_with_issuers().count(), view.issuer().to_string());
}

fn ocsp(bytes: &[u8]) {
    let _ = OcspRequest::parse(bytes).map(|request| request.requests().count());
    let _ = OcspBuf::from_der(bytes);
    let Ok(parsed) = ParsedOcsp::parse(bytes) else { return };
    let Some(basic) = parsed.view().basic() else { return };
    let _ = (basic.responses().count(), basic.certificates().count(), basic.responder_id().to_string());
}

fn armour(bytes: &[u8]) {
    let _ = pem::blocks(bytes).count();
}

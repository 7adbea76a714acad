//! Certificates of real authorities and what is built for them: every one is read and held against the form of qualified
//! certificates. How often each rule is broken is printed.

#![allow(clippy::print_stdout)] // the counts are for who reads the output

use std::collections::BTreeMap;
use std::error::Error;

use esig_core::{CertificateBuf, pem};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::lint::{Rule, lint};

const KINDS: [&str; 3] = ["ca-certs", "ca-certs-issuers", "certs"];

#[test]
fn every_certificate_of_gost_published_is_read_and_linted() {
    let Some(corpus) = Corpus::open("gost/published@lint") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    let mut broken = BTreeMap::new();
    for row in corpus.rows() {
        if !KINDS.contains(&row.kind()) {
            report.left(row.kind());
            continue;
        }
        let ours = match read(row) {
            Ok(certificates) => {
                let all = certificates.iter().flat_map(|certificate| lint(certificate.view()).findings);
                all.for_each(|finding| {
                    *broken.entry((row.kind().to_owned(), finding.rule)).or_insert(0) += 1
                });
                "read".to_owned()
            }
            Err(error) => error.to_string(),
        };
        report.compare(row.id(), "read", ours);
    }
    for ((kind, rule), count) in &broken {
        println!("lint {kind} {} {count}", Rule::id(*rule));
    }
    report.finish();
}

fn read(row: &Row) -> Result<Vec<CertificateBuf>, Box<dyn Error>> {
    let bytes = row.read("file")?;
    if !pem::is_pem(&bytes) {
        return Ok(vec![CertificateBuf::from_der(bytes)?]);
    }
    pem::blocks(&bytes).map(|block| Ok(CertificateBuf::from_der(block?.contents)?)).collect()
}

//! Certificates of all kinds from public repositories: every one is read, and the rules of qualified certificates can be
//! asked of it, which most of these need not keep.

use std::error::Error;

use esig_core::{CertificateBuf, pem};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::lint::lint;

#[test]
fn certificates_of_gost_published_are_read() {
    let Some(corpus) = Corpus::open("gost/published@certs") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows().filter(|row| row.kind() == "certs") {
        let ours = read(row).map_or_else(|error| error.to_string(), |()| "read".into());
        report.compare(row.id(), "read", ours);
    }
    report.finish();
}

fn read(row: &Row) -> Result<(), Box<dyn Error>> {
    let bytes = row.read("file")?;
    let ders = match pem::is_pem(&bytes) {
        true => {
            pem::blocks(&bytes).map(|block| Ok(block?.contents)).collect::<Result<_, Box<dyn Error>>>()?
        }
        false => vec![bytes],
    };
    for der in ders {
        let certificate = CertificateBuf::from_der(der)?;
        assert!(lint(certificate.view()).findings.is_sorted_by_key(|finding| finding.rule));
    }
    Ok(())
}

//! CMS signatures of generated PKIs: the verdict at the manifest's time.

mod common;

use common::{Failure, store, time, verifier};
use esig_cms::{ContentDigests, SignedData};
use esig_core::{Evidence, Limits, Provider, pem};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::Verdict;
use esig_verify::report::Reason;

#[test]
fn verdicts_agree_with_gost_generated() {
    let Some(corpus) = Corpus::open("gost/generated@verdict") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        match row.kind() {
            "cms-attached" | "cms-detached" => {
                let ours = verdict(row, &corpus).unwrap_or_else(|error| error.to_string());
                report.compare(row.id(), row.get("expected"), ours);
            }
            other => report.left(other),
        }
    }
    report.finish();
}

/// `valid` if every signature is: also where the row names no CRL and only revocation data is missing.
fn verdict(row: &Row, corpus: &Corpus) -> Result<String, Failure> {
    let file = row.read("file")?;
    let der = der(file)?;
    let Ok(data) = SignedData::parse(&der, &Limits::DEFAULT) else { return Ok("invalid".into()) };
    let provider = Provider::rustcrypto();
    let content = content(row, &data, &provider)?;
    let mut store = store(row)?;
    store.add_signed_data(&data);
    for certificate in signer_certificates(row, corpus)? {
        store.supply(Evidence::Certificates(certificate))?;
    }
    let entries = verifier(row)?.assess_all(&data, &content, &store, time(row)?);
    let own = entries.iter().filter(|entry| entry.counter_signature_of.is_none());
    let is_valid = |report: &esig_verify::Report<'_>| {
        let only_revocation_missing = report.decided_by == Some(Reason::RevocationDataMissing);
        report.conclusion.verdict() == Verdict::Valid || row.get("crl").is_empty() && only_revocation_missing
    };
    let all = own.clone().count() > 0 && own.clone().all(|entry| is_valid(&entry.assessment.report));
    Ok(if all { "valid" } else { "invalid" }.into())
}

fn content(row: &Row, data: &SignedData<'_>, provider: &Provider) -> Result<ContentDigests, Failure> {
    if data.encapsulated_content().is_some() {
        return Ok(data.digest_encapsulated_content(provider));
    }
    let mut hasher = data.hasher(provider);
    hasher.update(&row.read("content_file")?);
    Ok(hasher.finish())
}

/// Some files are PEM.
fn der(file: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let block = pem::blocks(&file).next().transpose()?;
    Ok(block.map_or(file, |block| block.contents))
}

/// The signer's certificates as the corpus holds them, for files that do not.
fn signer_certificates(row: &Row, corpus: &Corpus) -> Result<Vec<Vec<u8>>, Failure> {
    let leaves = corpus.rows().filter(|other| other.kind() == "cert-leaf");
    let own = leaves.filter(|other| other.get("signer_cn") == row.get("signer_cn"));
    own.map(|other| Ok(other.read("file")?)).collect()
}

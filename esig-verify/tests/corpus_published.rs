//! Certificates of real authorities: does a chain lead to one of the roots, several of which share a name?

use std::error::Error;

use esig_core::{CertificateBuf, Provider};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::report::Reason;
use esig_verify::{Policy, Purpose, Store, TrustAnchors, Verifier};
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

type Failure = Box<dyn Error>;

const KINDS: [&str; 2] = ["ca-certs", "ca-certs-issuers"];

#[test]
fn chains_agree_with_gost_published() {
    let Some(corpus) = Corpus::open("gost/published@chains") else { return };
    let (verifier, store) = world(&corpus).expect("every certificate of these folders is well-formed");
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        if !KINDS.contains(&row.kind()) {
            report.left(row.kind());
            continue;
        }
        let expected = row.get("expected").trim_end_matches(" (anchor)");
        let ours = judge(row, &verifier, &store).unwrap_or_else(|error| error.to_string());
        report.compare(row.id(), expected, ours);
    }
    report.finish();
}

/// Every root is an anchor; the rest is the pool.
fn world(corpus: &Corpus) -> Result<(Verifier, Store), Failure> {
    let (mut anchors, mut store) = (TrustAnchors::none(), Store::new());
    for row in corpus.rows().filter(|row| KINDS.contains(&row.kind())) {
        let certificate = CertificateBuf::from_der(row.read("file")?)?;
        match row.get("expected") {
            "valid (anchor)" => anchors.add(certificate),
            _ => store.add_certificate(certificate)?,
        }
    }
    // Judged as the corpus was: without revocation data, and with the algorithms of their time.
    let policy = Policy::baseline().accept_outdated_algorithms_at_own_risk();
    Ok((Verifier::new(Provider::rustcrypto(), anchors, policy), store))
}

fn judge(row: &Row, verifier: &Verifier, store: &Store) -> Result<String, Failure> {
    let target = CertificateBuf::from_der(row.read("file")?)?;
    let answer = verifier.certificate(target.view(), Purpose::Chain, store, time(row, &target)?);
    let only_revocation_missing = answer.decided_by == Some(Reason::RevocationDataMissing);
    Ok(match answer.path {
        Ok(_) => "valid".into(),
        Err(_) if only_revocation_missing => "valid".into(),
        Err(why) => {
            format!("{why}, {}", answer.decided_by.map_or_else(String::new, |reason| reason.to_string()))
        }
    })
}

/// The manifest's time stands beside the expectation; where it names none, the first moment of the certificate.
fn time(row: &Row, target: &CertificateBuf) -> Result<UtcDateTime, Failure> {
    match row.get("reason").strip_prefix("at ") {
        Some(time) => Ok(UtcDateTime::parse(time, &Rfc3339)?),
        None => Ok(target.view().validity().not_before),
    }
}

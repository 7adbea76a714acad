//! Certificates and CRLs of generated PKIs: does the chain hold at the manifest's time?

mod common;

use common::{Failure, store, time, verifier};
use esig_core::{CertificateBuf, CrlBuf};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::Purpose;
use esig_verify::report::{About, Outcome, Question, Reason};

#[test]
fn chains_agree_with_gost_generated() {
    let Some(corpus) = Corpus::open("gost/generated@certificates") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in corpus.rows() {
        let ours = match row.kind() {
            "cert-root" | "cert-int" | "cert-leaf" => chain(row),
            "crl" => crl(row, &corpus),
            other => {
                report.left(other);
                continue;
            }
        };
        report.compare(row.id(), row.get("expected"), ours.unwrap_or_else(|error| error.to_string()));
    }
    report.finish();
}

/// `valid` also where the row names no CRL and only revocation data is missing (the corpus judged without).
fn chain(row: &Row) -> Result<String, Failure> {
    let target = CertificateBuf::from_der(row.read("file")?)?;
    let store = store(row)?;
    let verifier = verifier(row)?;
    let purpose = purpose(&target);
    let answer = verifier.certificate(target.view(), purpose, &store, time(row)?);
    let only_revocation_missing =
        row.get("crl").is_empty() && answer.decided_by == Some(Reason::RevocationDataMissing);
    Ok(verdict(answer.path.is_ok() || only_revocation_missing))
}

/// Whether the CRL says of some certificate of its issuer that it is not revoked.
fn crl(row: &Row, corpus: &Corpus) -> Result<String, Failure> {
    let crl = CrlBuf::from_der(row.read("file")?)?;
    let mut store = store(row)?;
    store.add_crl(crl.clone())?;
    let verifier = verifier(row)?;
    for other in corpus.rows().filter(|other| other.kind().starts_with("cert-")) {
        if other.get("trust_anchor") != row.get("trust_anchor") || other.get("expected") != "valid" {
            continue;
        }
        let target = CertificateBuf::from_der(other.read("file")?)?;
        if target.view().is_self_issued() || !target.view().issuer().matches(&crl.view().issuer()) {
            continue;
        }
        let answer = verifier.certificate(target.view(), Purpose::Chain, &store, time(row)?);
        let holder = About::from(target.view());
        let is_good = answer.checks.iter().any(|check| {
            check.question == Question::NotRevoked
                && check.about == holder
                && check.outcome == Outcome::Passed
        });
        return Ok(verdict(is_good));
    }
    Ok("no certificate of its issuer".into())
}

/// Certificates of services are asked for their chain alone: the corpus calls them valid as such.
fn purpose(target: &CertificateBuf) -> Purpose {
    use esig_core::cert::ext::oids;
    let purposes = target.view().extensions().extended_key_usage().ok().flatten();
    let is_service = purposes.is_some_and(|purposes| {
        purposes.contains(&oids::TIME_STAMPING) || purposes.contains(&oids::OCSP_SIGNING)
    });
    let is_authority = target.view().extensions().basic_constraints().ok().flatten().is_some_and(|it| it.ca);
    if is_service || is_authority { Purpose::Chain } else { Purpose::Signing }
}

fn verdict(is_valid: bool) -> String {
    if is_valid { "valid" } else { "invalid" }.into()
}

//! Certificates of accredited authorities: each is read, held against the form of qualified certificates, and leads to
//! one of the federal roots, several of which share a name.
//!
//! Each is judged at the time that the manifest names, a month after its first moment; the roots and intermediate
//! authorities for which it names none, at their first moment.

#![allow(clippy::print_stdout)] // the counts are for who reads the output

use std::collections::BTreeMap;
use std::error::Error;

use esig_core::provider::Signed;
use esig_core::{Certificate, CertificateBuf, Provider};
use esig_corpora::{Corpus, Report, Row};
use esig_verify::lint::lint;
use esig_verify::report::Reason;
use esig_verify::{Policy, Purpose, Store, TrustAnchors, Verifier};
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

type Failure = Box<dyn Error>;

const KINDS: [&str; 2] = ["ca-certs", "ca-certs-issuers"];

#[test]
fn accredited_authorities_chain_to_the_federal_roots() {
    let Some(corpus) = Corpus::open("gost/published@accredited") else { return };
    let world = World::of(&corpus).expect("every certificate of these folders is well-formed");
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    let mut outcomes = BTreeMap::new();
    for row in corpus.rows() {
        if !KINDS.contains(&row.kind()) {
            report.left(row.kind());
            continue;
        }
        let expected = row.get("expected").trim_end_matches(" (anchor)");
        let ours = world.judge(row).unwrap_or_else(|error| error.to_string());
        *outcomes.entry(ours.clone()).or_insert(0) += 1;
        report.compare(row.id(), expected, ours);
    }
    outcomes.iter().for_each(|(outcome, count)| println!("accredited {count} {outcome}"));
    report.finish();
}

#[test]
fn accredited_authorities_are_linted() {
    let Some(corpus) = Corpus::open("gost/published@lint") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    let mut broken = BTreeMap::new();
    for row in corpus.rows().filter(|row| KINDS.contains(&row.kind())) {
        let findings = row.read("file").map_err(Failure::from).and_then(|bytes| {
            let certificate = CertificateBuf::from_der(bytes)?;
            Ok(lint(certificate.view()).findings)
        });
        let ours = findings.map_or_else(
            |error| error.to_string(),
            |findings| {
                findings.iter().for_each(|finding| *broken.entry(finding.rule).or_insert(0) += 1);
                "linted".to_owned()
            },
        );
        report.compare(row.id(), "linted", ours);
    }
    for (rule, count) in &broken {
        println!("lint {} {} {count}", rule.severity().name(), rule.id());
    }
    report.finish();
}

/// The certificates of these folders: every root is an anchor, the rest is the pool.
struct World {
    verifier: Verifier,
    store: Store,
    all: Vec<CertificateBuf>,
}

impl World {
    fn of(corpus: &Corpus) -> Result<Self, Failure> {
        let (mut anchors, mut store, mut all) = (TrustAnchors::none(), Store::new(), Vec::new());
        for row in corpus.rows().filter(|row| KINDS.contains(&row.kind())) {
            let certificate = CertificateBuf::from_der(row.read("file")?)?;
            all.push(certificate.clone());
            match row.get("expected") {
                "valid (anchor)" => anchors.add(certificate),
                _ => store.add_certificate(certificate)?,
            }
        }
        // Judged as the corpus was: without revocation data, and with the algorithms of their time.
        let policy = Policy::baseline().accept_outdated_algorithms_at_own_risk();
        Ok(Self { verifier: Verifier::new(Provider::rustcrypto(), anchors, policy), store, all })
    }

    /// `valid`, or why there is no chain.
    fn judge(&self, row: &Row) -> Result<String, Failure> {
        let target = CertificateBuf::from_der(row.read("file")?)?;
        target.view().check_contents()?;
        let at = time(row, &target)?;
        let answer = self.verifier.certificate(target.view(), Purpose::Chain, &self.store, at);
        let Err(why) = answer.path else { return Ok("valid".into()) };
        Ok(match answer.decided_by {
            Some(Reason::RevocationDataMissing) => "valid".into(),
            Some(Reason::IssuerMissing) => self.search_issuer(target.view()),
            reason => format!("{why}, {reason:?}"),
        })
    }

    /// Whether the issuer is missing indeed: no namesake has the key that signed, and nobody the key identifier.
    fn search_issuer(&self, target: Certificate<'_>) -> String {
        let namesakes = self.all.iter().map(CertificateBuf::view);
        let namesakes: Vec<_> =
            namesakes.filter(|candidate| candidate.subject().matches(&target.issuer())).collect();
        if namesakes.iter().any(|candidate| is_signed_by(target, *candidate)) {
            return "the issuer is here and was not found".into();
        }
        let wanted = target.extensions().authority_key_identifier().ok().flatten();
        let Some(wanted) = wanted.and_then(|wanted| wanted.key_identifier) else {
            return format!("issuer absent: of its name {}, none signed", namesakes.len());
        };
        let has_identifier = |certificate: &CertificateBuf| {
            certificate.view().extensions().subject_key_identifier().ok().flatten() == Some(wanted)
        };
        if self.all.iter().any(has_identifier) {
            return "the bearer of the issuer's key identifier did not sign".into();
        }
        let wanted: String = wanted.iter().map(|octet| format!("{octet:02x}")).collect();
        format!("issuer absent: of its name {}, none signed; with key {wanted} none", namesakes.len())
    }
}

fn is_signed_by(certificate: Certificate<'_>, issuer: Certificate<'_>) -> bool {
    let provider = Provider::rustcrypto();
    let key = provider.load_key(&issuer.subject_public_key_info()).expect("a key of a known kind");
    provider.check_signed(&Signed::from(certificate), key.as_ref()).is_ok()
}

/// The manifest's time stands beside the expectation.
fn time(row: &Row, target: &CertificateBuf) -> Result<UtcDateTime, Failure> {
    match row.get("reason").strip_prefix("at ") {
        Some(time) => Ok(UtcDateTime::parse(time, &Rfc3339)?),
        None => Ok(target.view().validity().not_before),
    }
}

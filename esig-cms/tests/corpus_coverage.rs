//! What the time-stamps of real signatures are over, and whether their tokens are intact, against what other tools found.

mod common;

use std::collections::BTreeMap;

use common::{certificates, decode, signed_range};
use esig_cms::attributes::TimestampKind;
use esig_cms::{ContentDigests, SignedData, SignerInfo, Timestamp, TimestampError, TimestampToken};
use esig_core::{CertificateBuf, DigestAlgorithm, DigestValue, Limits, Provider, pem};
use esig_corpora::{Corpus, Report, Row};

/// The column `timestamps_intact`: the imprint matches and the token's own signature verifies.
#[test]
fn coverage_agrees_with_signatures_cms() {
    let Some(corpus) = Corpus::open("signatures/cms") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), "signatures/cms@timestamps");
    let mut forms = Forms::default();
    for row in corpus.rows().filter(|row| row.get("is_counter") != "yes") {
        let expected = row.get("timestamps_intact").split(',').filter(|word| !word.is_empty());
        let expected: Vec<_> = expected.collect();
        let index = row.get("sig_index").parse().unwrap_or(0);
        let bytes = decode(&row.read("file").expect("the manifest's file"));
        let found = timestamps(&bytes, row, index, &[], &mut forms);
        assert!(found.len() >= expected.len(), "{}: {found:?}, expected {expected:?}", row.id());
        if found.is_empty() {
            report.left("without time-stamps");
        }
        for (number, (kind, ours)) in found.iter().enumerate() {
            let expected = *expected.get(number).unwrap_or(&"not judged");
            let ours = if word(ours) == expected { expected } else { ours };
            report.compare(&format!("{}#{index}#{number}-{kind}", row.get("file")), expected, ours);
        }
    }
    forms.assert(&[
        ("CAdES-C-time-stamp AsReceived", 1),
        ("archive-time-stamp-v2 AsReceived Bare", 2),
        ("archive-time-stamp-v2 AsReceived Whole", 6),
        ("archive-time-stamp-v3 AsReceived", 6),
        ("content-time-stamp AsReceived", 5),
        ("signature-time-stamp AsReceived", 41),
    ]);
    report.finish();
}

fn word(ours: &str) -> &str {
    match ours.split(':').next() {
        Some("over it, intact") => "yes",
        Some("unknown") => "unknown",
        _ => "no",
    }
}

/// CAdES-T to X-Long and A as CryptoPro's and others' software wrote them: every time-stamp is over what it should be.
#[test]
fn coverage_holds_in_gost_published() {
    let Some(corpus) = Corpus::open("gost/published") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), "gost/published@timestamps");
    let certificates = certificates(&corpus);
    let mut forms = Forms::default();
    for row in corpus.rows().filter(|row| row.get("file").contains("cms/")) {
        let bytes = decode(&row.read("file").expect("the manifest's file"));
        let Ok(data) = SignedData::parse(&bytes, &Limits::DEFAULT) else { continue };
        for index in 0..data.signer_infos().count() {
            let found = timestamps(&bytes, row, index, &certificates, &mut forms);
            for (number, (kind, ours)) in found.iter().enumerate() {
                let id = format!("{}#{index}#{number}-{kind}", row.get("file"));
                report.compare(&id, "over it, intact", ours);
            }
        }
    }
    forms.assert(&[
        ("CAdES-C-time-stamp AsReceived", 5),
        ("archive-time-stamp-v3 AsReceived", 1),
        ("signature-time-stamp AsReceived", 8),
    ]);
    report.finish();
}

/// How many time-stamps were found to be over what they should be, by kind and form.
#[derive(Default, Debug)]
struct Forms(BTreeMap<String, usize>);

impl Forms {
    fn assert(&self, expected: &[(&str, usize)]) {
        let found: Vec<_> = self.0.iter().map(|(form, count)| (form.as_str(), *count)).collect();
        assert_eq!(found, expected);
    }
}

/// Each time-stamp of one signature, in the order of its kinds, with the outcome.
fn timestamps(
    bytes: &[u8],
    row: &Row,
    index: usize,
    others: &[CertificateBuf],
    forms: &mut Forms,
) -> Vec<(TimestampKind, String)> {
    let Ok(data) = SignedData::parse(bytes, &Limits::DEFAULT) else { return Vec::new() };
    let Some(signer_info) = data.signer_infos().nth(index) else { return Vec::new() };
    let provider = Provider::rustcrypto();
    let content = content(row, &data, &provider);
    let mut coverage = data.coverage(&content, &provider);
    let mut certificates = beside(&data, &signer_info);
    certificates.extend_from_slice(others);
    let mut found: Vec<_> = signer_info.timestamps().collect();
    found.sort_by_key(|timestamp| timestamp.kind as usize);
    let outcome = |timestamp| {
        let covered = coverage.check(&timestamp).map(|covered| {
            let attributes = covered.unsigned_attributes_form();
            let attributes = attributes.map(|form| format!(" {form:?}")).unwrap_or_default();
            let form = format!("{} {:?}{attributes}", timestamp.kind, covered.encoding());
            *forms.0.entry(form).or_default() += 1;
        });
        (timestamp.kind, judge(covered, &timestamp, &certificates))
    };
    found.into_iter().map(outcome).collect()
}

fn judge(
    covered: Result<(), TimestampError>,
    timestamp: &Timestamp<'_>,
    certificates: &[CertificateBuf],
) -> String {
    match covered.and_then(|()| intact(timestamp, certificates)) {
        Ok(()) => "over it, intact".into(),
        Err(error) if error.is_broken() => format!("broken: {}", error.code()),
        Err(error) => format!("unknown: {}", error.code()),
    }
}

fn intact(timestamp: &Timestamp<'_>, certificates: &[CertificateBuf]) -> Result<(), TimestampError> {
    let token = TimestampToken::parse(timestamp.token, &Limits::DEFAULT)?;
    token.check_among(&token.candidates(certificates), &Provider::rustcrypto()).map(drop)
}

/// Those beside the signature and in its attributes.
fn beside(data: &SignedData<'_>, signer_info: &SignerInfo<'_>) -> Vec<CertificateBuf> {
    let values = signer_info.unsigned_attributes().certificate_values().ok().flatten();
    let values = values.iter().flat_map(|values| values.certificates());
    data.certificates().chain(values).filter_map(|der| CertificateBuf::from_der(der).ok()).collect()
}

fn content(row: &Row, data: &SignedData<'_>, provider: &Provider) -> ContentDigests {
    if data.encapsulated_content().is_some() {
        return data.digest_encapsulated_content(provider);
    }
    let content = match (of_pdf(row), row.get("content")) {
        (Some(content), _) => content,
        (None, "") => return ContentDigests::none(),
        (None, text) if text.contains(':') => return of_digest(text),
        (None, _) => row.read("content").expect("the manifest's file"),
    };
    let mut hasher = data.hasher(provider);
    hasher.update(&content);
    hasher.finish()
}

/// What a signature that was taken out of a PDF is over, if the PDF is there.
fn of_pdf(row: &Row) -> Option<Vec<u8>> {
    let name = row.get("file").strip_prefix("cms/")?.strip_suffix(".pdf_0.p7s")?;
    Some(signed_range(&row.read_path(&format!("pdf/{name}.pdf")).ok()?))
}

/// `ALG:base64`.
fn of_digest(text: &str) -> ContentDigests {
    let (algorithm, digest) = text.split_once(':').expect("an algorithm");
    let algorithm = DigestAlgorithm::from_name(&algorithm.to_lowercase()).expect("a known algorithm");
    let digest = pem::base64(digest.as_bytes()).and_then(|digest| DigestValue::new(algorithm, &digest));
    digest.map_or(ContentDigests::none(), ContentDigests::from_digest)
}

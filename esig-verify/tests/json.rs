//! The document `esig.report/1`, field by field.
#![cfg(feature = "json")]

mod world;

use esig_cms::ContentDigests;
use esig_core::{Provider, Remedy};
use esig_testkit::{Family, Signer, TestPki};
use esig_verify::report::json::{Document, Error, File, Signature};
use esig_verify::report::text::{Language, render, render_checks};
use esig_verify::{Report, Verdict};
use serde_json::{Value, json};
use world::*;

fn with_report<T>(
    pki: &TestPki,
    signer: Signer,
    content: &ContentDigests,
    look: impl FnOnce(&Report<'_>) -> T,
) -> T {
    let signature = sign(pki, signer);
    let data = parse(signature.as_der());
    let mut store = full_store(pki);
    store.add_signed_data(&data);
    let signer_info = data.signer_infos().next().expect("one signature");
    look(&verifier(pki).assess(signer_info, content, &store, AT).report)
}

fn entry(pki: &TestPki, signer: Signer, content: &ContentDigests) -> Signature {
    with_report(pki, signer, content, |report| Signature::new(0, None, report))
}

fn value(files: Vec<File>) -> Value {
    let text = Document::new("esig", "0.0.0", AT, files).to_json().expect("serialises");
    serde_json::from_str(&text).expect("is JSON")
}

#[test]
fn a_valid_file_has_every_field() {
    let pki = TestPki::new(Family::GOST_256, 1, AT);
    let signer = pki.signer(Signer::Valid);
    let certificate = signer.certificate();
    let digest = Provider::rustcrypto().digest(esig_core::DigestAlgorithm::Sha256, certificate.as_der());
    let files = vec![File::new("a.sig", "cms", vec![entry(&pki, Signer::Valid, &digests(CONTENT))])];
    let expected = json!({
        "schema": "esig.report/1",
        "producer": {"name": "esig", "version": "0.0.0"},
        "validation_time": "2026-12-01T12:00:00Z",
        "files": [{
            "file": "a.sig", "format": "cms", "verdict": "valid", "requirements_met": null, "error": null,
            "signatures": [{
                "index": 0, "counter_signature_of": null, "integrity": "intact",
                "indication": "TOTAL-PASSED", "sub_indication": null, "reasons": [],
                "signer": {
                    "subject": certificate.view().subject().to_string(),
                    "serial": certificate.view().serial_number().to_string(),
                    "sha256": digest.expect("supported").to_string(),
                },
                "kind": "unknown",
                "digest_algorithm": "streebog256", "signature_algorithm": "gost3410-2012-256",
                "level": "CAdES-B",
                "claimed_signing_time": "2026-12-01T12:00:00Z", "best_signature_time": null,
                "timestamps": [],
                "revocation_data": [
                    {
                        "kind": "crl", "issuer": pki.root().certificate().view().subject().common_name(),
                        "time": "2026-11-01T12:00:00Z",
                    },
                    {
                        "kind": "crl", "issuer": pki.intermediate().certificate().view().subject().common_name(),
                        "time": "2026-12-01T11:00:00Z",
                    },
                ],
            }],
        }],
    });
    assert_eq!(value(files), expected);
}

#[test]
fn the_worst_signature_is_the_files_verdict() {
    let pki = pki();
    let table = [
        (Signer::Valid, &digests(CONTENT), "valid", json!([])),
        (Signer::Valid, &digests(b"x"), "invalid", json!(["DIGEST_MISMATCH"])),
        (Signer::Revoked, &digests(CONTENT), "invalid", json!(["REVOKED"])),
        (Signer::Expired, &digests(CONTENT), "indeterminate", json!(["EXPIRED", "REVOCATION_DATA_MISSING"])),
        (Signer::Valid, &ContentDigests::none(), "indeterminate", json!(["CONTENT_MISSING"])),
    ];
    for (signer, content, verdict, reasons) in table {
        let good = entry(&pki, Signer::Valid, &digests(CONTENT));
        let document = value(vec![File::new("f", "cms", vec![good, entry(&pki, signer, content)])]);
        assert_eq!(document["files"][0]["verdict"], verdict, "{signer}");
        let found = document["files"][0]["signatures"][1]["reasons"].as_array().expect("a list").clone();
        let codes: Vec<_> = found.iter().map(|reason| reason["code"].clone()).collect();
        assert_eq!(Value::from(codes), reasons, "{signer}");
    }
}

#[test]
fn counter_signatures_leave_the_verdict_alone() {
    let pki = pki();
    let counter =
        with_report(&pki, Signer::Revoked, &digests(CONTENT), |report| Signature::new(1, Some(0), report));
    let good = entry(&pki, Signer::Valid, &digests(CONTENT));
    let document = value(vec![File::new("f", "cms", vec![good, counter])]);
    assert_eq!(document["files"][0]["verdict"], "valid");
    assert_eq!(document["files"][0]["signatures"][1]["counter_signature_of"], 0);
}

#[test]
fn files_without_signatures_say_why() {
    let error = Error::new("E-MALFORMED", "truncated element", Remedy::GetIntactCopy);
    let files = vec![
        File::failed("bad", None, Verdict::Malformed, error),
        File::new("empty", "cms", Vec::new()).with_requirements_met(false),
    ];
    let document = value(files);
    assert_eq!(document["files"][0]["verdict"], "malformed");
    assert_eq!(document["files"][0]["format"], Value::Null);
    assert_eq!(document["files"][0]["error"]["code"], "E-MALFORMED");
    assert_eq!(document["files"][0]["error"]["remedy"], "Get an undamaged copy of the file.");
    assert_eq!(document["files"][1]["verdict"], "no-signature");
    assert_eq!(document["files"][1]["requirements_met"], false);
}

#[test]
fn people_read_the_same_in_their_language() {
    let pki = TestPki::new(Family::GOST_256, 1, AT);
    let russian =
        with_report(&pki, Signer::Revoked, &digests(CONTENT), |report| render(report, Language::Russian));
    assert!(russian.starts_with("Подпись НЕдействительна (INDETERMINATE, REVOKED_NO_POE)\n"), "{russian}");
    assert!(russian.contains("Отозванный Семён Утратович"), "{russian}");
    assert!(russian.contains("[REVOKED]"), "{russian}");
    let english = with_report(&pki, Signer::Valid, &digests(CONTENT), |report| {
        render(report, Language::English) + &render_checks(&report.checks, Language::English)
    });
    assert!(english.starts_with("The signature is valid (TOTAL-PASSED)\n  signed by: CN="), "{english}");
}

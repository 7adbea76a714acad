//! `esig verify`: verdicts, exit codes, the report.

mod common;

use std::fs;

use common::{AT_TEXT, Desk, fixture, json};
use esig_core::ocsp::{CertIdBuf, NewRequest};
use esig_core::{DigestAlgorithm, Provider};
use esig_testkit::{CrlTemplate, Family, OcspFault, OcspResponder, Signer};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, UtcDateTime};

/// Every field of contract.md §3 is there, whatever the verdict.
fn assert_schema(file: &Value) {
    let fields = ["file", "format", "verdict", "requirements_met", "error", "signatures"];
    assert_eq!(keys(file), sorted(&fields));
    if let Some(error) = file["error"].as_object() {
        assert_eq!(error.len(), 3);
        assert!(error["code"].as_str().unwrap().starts_with("E-"));
        assert!(error["message"].is_string() && error["remedy"].is_string());
    }
    for signature in file["signatures"].as_array().unwrap() {
        let fields = [
            "index",
            "counter_signature_of",
            "integrity",
            "indication",
            "sub_indication",
            "reasons",
            "signer",
            "kind",
            "digest_algorithm",
            "signature_algorithm",
            "level",
            "claimed_signing_time",
            "best_signature_time",
            "timestamps",
            "revocation_data",
        ];
        assert_eq!(keys(signature), sorted(&fields));
        assert_eq!(keys(&signature["signer"]), sorted(&["subject", "serial", "sha256"]));
        for reason in signature["reasons"].as_array().unwrap() {
            assert_eq!(keys(reason), sorted(&["code", "text"]));
        }
    }
}

fn keys(value: &Value) -> Vec<&str> {
    sorted(&value.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>())
}

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}

/// Exit code, verdict, indication, sub-indication and first reason of the file's only signature.
fn outcome(desk: &Desk, file: &str) -> (i32, Value) {
    let (code, report) = desk.judge(file);
    assert_schema(&report);
    let signature = &report["signatures"][0];
    let reason = &signature["reasons"][0]["code"];
    (code, json!([report["verdict"], signature["indication"], signature["sub_indication"], reason]))
}

/// Who asks about the past looks at it from now: lists that have come since count, those that are still to come do not.
#[test]
fn the_past_is_seen_from_the_present() {
    let now = UtcDateTime::now().replace_nanosecond(0).unwrap();
    let desk = Desk::at(Family::P256, now);
    desk.sign("valid");
    let list = CrlTemplate::new(now + Duration::HOUR, now + Duration::DAY);
    desk.put("list.crl", list.issue(desk.pki.intermediate()).unwrap().as_der());
    let judge = |lists: &str, at: UtcDateTime| {
        let at = at.format(&Rfc3339).unwrap();
        desk.esig(&format!("verify договор.pdf.sig --trust root.cer --crl {lists} --at {at}"))
    };
    // The lists are an hour old.
    let before = now - Duration::hours(2);
    judge("crl", before).exits(0);
    judge("crl/0.crl --crl list.crl", before).exits(11);
    judge("crl/0.crl --crl list.crl", now).exits(11);
    judge("crl/0.crl --crl list.crl", now + Duration::hours(2)).exits(0);
}

#[test]
fn each_file_has_its_exit_code_and_verdict() {
    for family in [Family::GOST_256, Family::Rsa2048] {
        let desk = Desk::new(family);
        desk.sign("valid");
        let valid = (0, json!(["valid", "TOTAL-PASSED", null, null]));
        assert_eq!(outcome(&desk, "договор.pdf.sig"), valid);

        desk.put("altered.pdf", "%PDF-1.4\n% Договор\n");
        let altered = (10, json!(["invalid", "TOTAL-FAILED", "HASH_FAILURE", "DIGEST_MISMATCH"]));
        assert_eq!(outcome(&desk, "договор.pdf.sig --content altered.pdf"), altered);

        desk.sign("revoked");
        let revoked = (10, json!(["invalid", "INDETERMINATE", "REVOKED_NO_POE", "REVOKED"]));
        assert_eq!(outcome(&desk, "договор.pdf.sig"), revoked);

        desk.sign("expired");
        let (code, expired) = outcome(&desk, "договор.pdf.sig");
        assert_eq!((code, &expired[0], &expired[3]), (11, &json!("indeterminate"), &json!("EXPIRED")));

        desk.put("cut.sig", &desk.read("договор.pdf.sig")[..200]);
        assert_eq!(outcome(&desk, "cut.sig"), (40, json!(["malformed", null, null, null])));
        assert_eq!(outcome(&desk, "договор.pdf"), (13, json!(["no-signature", null, null, null])));
    }
}

/// The answer of the test PKI's responder about that person's certificate, in a file.
fn put_ocsp(desk: &Desk, signer: Signer, file: &str, responder: &OcspResponder) {
    let certificate = desk.pki.signer(signer);
    let (certificate, issuer) =
        (certificate.certificate().view(), desk.pki.intermediate().certificate().view());
    let id = CertIdBuf::new(&Provider::rustcrypto(), DigestAlgorithm::Sha1, certificate, issuer).unwrap();
    desk.put(file, responder.answer(&NewRequest::about(&id).encode()));
}

#[test]
fn an_ocsp_response_does_what_a_list_does() {
    let desk = Desk::new(Family::GOST_256);
    let line = |rest: &str| {
        desk.esig(&format!("verify договор.pdf.sig --trust root.cer --crl crl/0.crl --at {AT_TEXT}{rest}"))
    };
    for (name, signer, code) in [("valid", Signer::Valid, 0), ("revoked", Signer::Revoked, 10)] {
        desk.sign(name);
        put_ocsp(&desk, signer, "answer.ocsp", &desk.pki.responder());
        line("").exits(11).has("REVOCATION_DATA_MISSING");
        let output = line(" --ocsp answer.ocsp --json").output();
        assert_eq!(output.status.code(), Some(code), "{name}");
        let heard = &json(&output)["files"][0]["signatures"][0]["revocation_data"];
        let kinds: Vec<_> = heard.as_array().unwrap().iter().map(|heard| heard["kind"].clone()).collect();
        assert_eq!(kinds, ["crl", "ocsp"], "{name}");
        line(" --ocsp answer.ocsp --lang ru").exits(code).has("ответ OCSP «Тестовая служба OCSP");
    }
    put_ocsp(&desk, Signer::Valid, "later.ocsp", &desk.pki.responder().with_fault(OcspFault::TryLater));
    line(" --ocsp later.ocsp").exits(40).has("E-OCSP-REFUSAL");
}

#[test]
fn nothing_is_trusted_unless_it_is_named() {
    let desk = Desk::new(Family::GOST_512);
    desk.sign("valid");
    let line = format!("verify договор.pdf.sig --crl crl --at {AT_TEXT} --json");
    let output = desk.esig(&line).output();
    let signature = &json(&output)["files"][0]["signatures"][0];
    assert_eq!(output.status.code(), Some(11));
    assert_eq!(signature["sub_indication"], "NO_CERTIFICATE_CHAIN_FOUND");
    assert_eq!(signature["integrity"], "intact");
}

#[test]
fn a_signature_does_not_bring_its_own_trust() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    let line = format!("verify договор.pdf.sig --trust договор.pdf.sig --crl crl --at {AT_TEXT}");
    desk.esig(&line).exits(40).has("E-TRUST-IS-SIGNATURE");
    fs::create_dir(desk.path("trust")).unwrap();
    fs::copy(desk.path("договор.pdf.sig"), desk.path("trust/a.p7b")).unwrap();
    let line = format!("verify договор.pdf.sig --trust trust --crl crl --at {AT_TEXT}");
    desk.esig(&line).exits(11).has("UNTRUSTED");
}

#[test]
fn directories_hold_evidence_and_signatures() {
    let desk = Desk::new(Family::Ed25519);
    for (directory, name) in [("trust", "root.cer"), ("inbox", "договор.pdf")] {
        fs::create_dir(desk.path(directory)).unwrap();
        fs::copy(desk.path(name), desk.path(directory).join(name)).unwrap();
    }
    desk.put("trust/README", "whom we trust");
    desk.sign("valid");
    fs::copy(desk.path("договор.pdf.sig"), desk.path("inbox/договор.pdf.SIG")).unwrap();
    let line = format!("verify inbox --trust trust --crl crl --at {AT_TEXT} --json");
    let output = desk.esig(&line).output();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["files"].as_array().unwrap().len(), 1);
    desk.put("inbox/unsigned.txt", "text");
    desk.esig(&line).exits(13);
    fs::create_dir(desk.path("empty")).unwrap();
    desk.verify("empty").exits(13);
}

#[test]
fn the_worst_file_decides() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    desk.put("cut.sig", [0x30, 0x82]);
    desk.verify("договор.pdf.sig договор.pdf").exits(13);
    desk.verify("договор.pdf cut.sig").exits(13);
    desk.verify("cut.sig договор.pdf.sig").exits(40);
    desk.verify("договор.pdf.sig missing.sig").exits(1);
    fs::rename(desk.path("договор.pdf"), desk.path("elsewhere")).unwrap();
    let report = desk.verify("договор.pdf.sig elsewhere cut.sig").exits(11);
    report.has("3 files: 1 undecided, 1 without signature, 1 damaged");
}

#[test]
fn there_is_a_document_even_where_nothing_could_be_judged() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    for (arguments, file_code, code) in [
        ("missing.sig --json", "E-FILE-UNREADABLE", 1),
        ("договор.pdf.sig --trust missing.cer --json", "E-FILE-UNREADABLE", 1),
        ("договор.pdf.sig --crl договор.pdf --json", "E-MALFORMED", 40),
        ("договор.pdf.sig --content missing.pdf --json", "E-FILE-UNREADABLE", 1),
    ] {
        let output = desk.verify(arguments).output();
        let file = json(&output)["files"][0].clone();
        assert_schema(&file);
        assert_eq!((&file["error"]["code"], &file["verdict"]), (&json!(file_code), &json!("indeterminate")));
        assert_eq!(output.status.code(), Some(code), "{arguments}");
    }
}

#[test]
fn the_document_may_be_a_digest_or_come_through_a_pipe() {
    let desk = Desk::new(Family::GOST_256);
    desk.sign("valid");
    let (_, report) = desk.judge("договор.pdf.sig");
    assert_eq!(report["signatures"][0]["digest_algorithm"], "streebog256");
    let document = desk.read("договор.pdf");
    let provider = esig_core::Provider::rustcrypto();
    let digest = provider.digest(esig_core::DigestAlgorithm::Streebog256, &document).unwrap();
    let digest: String = digest.as_octets().iter().map(|octet| format!("{octet:02X}")).collect();
    fs::rename(desk.path("договор.pdf"), desk.path("moved.pdf")).unwrap();

    desk.verify(&format!("договор.pdf.sig --digest streebog256:{digest}")).exits(0);
    desk.verify(&format!("договор.pdf.sig --digest streebog256:{}", digest.replace('0', "1"))).exits(10);
    desk.verify("договор.pdf.sig --digest md5:00").exits(2).has("streebog512");
    desk.verify("договор.pdf.sig --content -").stdin(document.clone()).exits(0);
    desk.verify("договор.pdf.sig").exits(11).has("--content");
    desk.verify("- --content moved.pdf").stdin(desk.read("договор.pdf.sig")).exits(0);
    desk.verify("- --content -").exits(2);
    desk.verify("договор.pdf.sig root.cer --content moved.pdf").exits(2);
}

#[test]
fn reports_have_three_forms_and_a_file() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    let lines = desk.verify("договор.pdf.sig договор.pdf --json=lines").exits(13).stdout;
    let verdicts: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["verdict"].clone()).collect();
    assert_eq!(verdicts, ["valid", "no-signature"]);

    desk.verify("договор.pdf.sig --report json --out report.json").exits(0);
    let report: Value = serde_json::from_slice(&desk.read("report.json")).unwrap();
    assert_eq!(report["files"][0]["verdict"], "valid");
    desk.verify("договор.pdf.sig --out report.json").exits(31).has("E-FILE-EXISTS");
    desk.verify("договор.pdf.sig --out report.json --force --color always").exits(0);
    let text = String::from_utf8(desk.read("report.json")).unwrap();
    assert!(text.starts_with("✓ договор.pdf.sig  valid\n"), "{text}");

    let quiet = desk.verify("договор.pdf.sig -q").exits(0);
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
    desk.verify("договор.pdf -q").exits(13).has("no signature");
}

#[test]
fn json_is_the_same_in_every_language() {
    let desk = Desk::new(Family::GOST_256);
    desk.sign("revoked");
    let line = "договор.pdf.sig договор.pdf missing --json";
    let [english, russian] = ["en", "ru"].map(|lang| desk.verify(&format!("{line} --lang {lang}")).output());
    assert_eq!(english.stdout, russian.stdout);
    assert_eq!(english.status.code(), Some(10));
    json(&english)["files"].as_array().unwrap().iter().for_each(assert_schema);
}

#[test]
fn arguments_of_later_editions_are_refused() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    for argument in ["--policy x", "--require qualified", "--evidence x.zip", "--replay x.zip"] {
        desk.verify(&format!("договор.pdf.sig {argument}")).exits(2).has("E-USAGE");
    }
    desk.verify("договор.pdf.sig --report html").exits(2);
    desk.esig("verify договор.pdf.sig --at yesterday").exits(2).has("2026-12-01T12:00:00Z");
}

#[test]
fn what_openssl_signed_is_judged() {
    let desk = Desk::new(Family::P256);
    let content = fixture("content/договор.txt");
    for kind in ["gost256", "gost512", "rsa", "ec", "ed25519"] {
        let [root, list, own] =
            ["root.cer", "root.crl", "int.crl.pem"].map(|name| fixture(&format!("{kind}/{name}")));
        let signature = fixture(&format!("{kind}/detached.p7s"));
        let arguments = [
            "verify",
            &signature,
            "--content",
            &content,
            "--trust",
            &root,
            "--crl",
            &list,
            "--crl",
            &own,
            "--at",
            "2030-01-01T00:00:00Z",
        ];
        desk.run(&arguments).exits(0).has("Иванов Иван Иванович");
    }
}

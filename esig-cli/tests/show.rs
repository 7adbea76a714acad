//! `esig cert show`, `info`, `version`, `completions`, `selftest`: what is shown, and that it harms no terminal.

mod common;

use common::{Desk, esig, fixture, json};
use esig_core::attribute_names::COMMON_NAME;
use esig_core::cert::ext::oids;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_testkit::extension::{
    ExtensionTemplate, dns_name, extended_key_usage, ip_address, name_constraints, rfc822_name,
    subject_alt_name,
};
use esig_testkit::{Family, NameTemplate, Signer};

#[test]
fn certificates_are_shown_with_what_they_say() {
    let desk = Desk::new(Family::GOST_256);
    let said = desk.esig("cert show valid.cer --lang ru").exits(0).stdout;
    for text in [
        "Образцова Анна Тестовна",
        "ИНН",
        "СНИЛС",
        "gost3410-2012-256",
        "digitalSignature",
        "valid.cer, 2/2",
        "КС2",
        "срок ключа",
        "средство издателя                Тестовое средство ЭП",
        "средство центра                  Тестовое средство УЦ",
        "заключение на средство издателя  Заключение № 1",
        "заключение на средство центра    Заключение № 2",
    ] {
        assert!(said.contains(text), "{said}");
    }
    let document = json(&desk.esig("cert show root.cer valid.cer valid.key --json").output());
    assert_eq!(document["schema"], "esig.certificates/1");
    let files = document["files"].as_array().unwrap();
    let counts: Vec<_> = files.iter().map(|file| file["certificates"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [1, 2, 0]);
    assert_eq!(files[0]["certificates"][0]["ca"], true);
    assert_eq!(files[0]["certificates"][0]["not_after"], "2041-11-27T12:00:00Z");
    assert_eq!(files[2]["error"]["code"], "E-CERTIFICATE-NOT-FOUND");
    let signer = &files[1]["certificates"][0];
    assert_eq!(signer["issuer_ca_tool"], "Тестовое средство УЦ");
    assert_eq!(signer["issuer_ca_tool_certificate"], "Заключение № 2 (для испытаний)");
    assert_eq!(signer["findings"], serde_json::json!([]));
    assert!(files[0]["certificates"][0]["findings"].is_null(), "it does not claim to be qualified");
    desk.sign("valid");
    desk.esig("cert show договор.pdf.sig").exits(0).has("Образцова");
    desk.esig("cert show договор.pdf").exits(40);
    desk.esig("cert show -").stdin(desk.read("root.cer")).exits(0);
}

#[test]
fn names_constraints_and_statements_are_shown() {
    let desk = Desk::new(Family::P256);
    let names = [dns_name("example.org"), rfc822_name("a@example.org"), ip_address(&[192, 0, 2, 1])];
    let network = ip_address(&[10, 0, 0, 0, 255, 0, 0, 0]);
    let template = desk.pki.signer_template(Signer::Valid).with_extension(subject_alt_name(&names));
    let template =
        template.with_extension(name_constraints(&[dns_name("example.org")], &[network]).not_critical());
    let template = template.with_extension(ExtensionTemplate::new(oids::QC_STATEMENTS, qc_statements()));
    let template = template.with_extension(extended_key_usage(&[oids::SERVER_AUTH, oids::CODE_SIGNING]));
    desk.put("full.cer", template.issue(desk.pki.intermediate()).unwrap().as_der());
    let said = desk.esig("cert show full.cer --lang ru").exits(0).stdout;
    for text in [
        "другое имя           dNSName example.org",
        "другое имя           rfc822Name a@example.org",
        "другое имя           iPAddress 192.0.2.1",
        "имена только         dNSName example.org",
        "имена кроме          iPAddress 10.0.0.0/8",
        "заявление            QcCompliance",
        "заявление            QcLimitValue 5000 EUR",
        "назначение           serverAuth, codeSigning",
        "критические          ",
        "отступление          не критическое, а должно быть: nameConstraints",
    ] {
        assert!(said.contains(text), "{text}\n{said}");
    }
    let document = json(&desk.esig("cert show full.cer --json").output());
    let shown = &document["files"][0]["certificates"][0];
    assert_eq!(
        shown["subject_alt_names"][2],
        serde_json::json!({ "kind": "iPAddress", "value": "192.0.2.1" })
    );
    assert_eq!(shown["name_constraints"]["excluded"][0]["value"], "10.0.0.0/8");
    assert_eq!(shown["qc_statements"][1]["value"], "5000 EUR");
    assert!(shown["critical"].as_array().unwrap().contains(&"keyUsage".into()), "{shown}");
    assert_eq!(shown["oddities"][0]["code"], "not-critical");
    assert_eq!(shown["oddities"][0]["place"], "nameConstraints");
}

/// QcCompliance, and QcLimitValue of 5·10³ EUR.
fn qc_statements() -> Vec<u8> {
    let sequence = |parts: &[&[u8]]| element(Tag::SEQUENCE, parts);
    let compliance = element(Tag::OBJECT_IDENTIFIER, &[oids::QC_COMPLIANCE.as_bytes()]);
    let limit = element(Tag::OBJECT_IDENTIFIER, &[oids::QC_LIMIT_VALUE.as_bytes()]);
    let currency = element(Tag::PRINTABLE_STRING, &[b"EUR"]);
    let value = sequence(&[&currency, &[2, 1, 5], &[2, 1, 3]]);
    sequence(&[&sequence(&[&compliance]), &sequence(&[&limit, &value])])
}

#[test]
fn certificates_are_held_against_the_form_of_qualified_ones() {
    let desk = Desk::new(Family::GOST_256);
    let signer = desk.pki.signer(Signer::Valid);
    desk.put("Образцова.cer", signer.certificate().as_der());
    desk.esig("cert lint Образцова.cer").exits(0).has("has the form of a qualified certificate");
    desk.esig("cert lint -").stdin(signer.certificate().as_der()).exits(0);
    let subject = NameTemplate::new().with_attribute(COMMON_NAME, "Без номеров").to_name();
    let template = desk.pki.signer_template(Signer::Valid).with_subject(subject);
    desk.put("odd.cer", template.issue(desk.pki.intermediate()).unwrap().as_der());
    desk.esig("cert lint odd.cer --lang ru").exits(12).has("Нет СНИЛС");
    desk.esig("cert show odd.cer --lang ru").exits(0).has("замечание");
    let shown = json(&desk.esig("cert show odd.cer --json").output());
    assert_eq!(shown["files"][0]["certificates"][0]["findings"][0]["rule"], "subject-surname-absent");
    let output = desk.esig("cert lint Образцова.cer odd.cer договор.pdf --json").output();
    assert_eq!(output.status.code(), Some(12));
    let document = json(&output);
    assert_eq!(document["schema"], "esig.lint/1");
    let files = &document["files"];
    assert_eq!(files[0]["certificates"][0]["findings"].as_array().unwrap().len(), 0);
    let odd = &files[1]["certificates"][0];
    assert_eq!((&odd["holder"], &odd["worst"]), (&"person".into(), &"error".into()));
    assert_eq!(odd["findings"][0]["rule"], "subject-surname-absent");
    assert_eq!(odd["findings"][0]["clause"], "63-ФЗ, ст. 17, ч. 2, п. 2");
    assert!(files[2]["error"]["code"].is_string());
    desk.esig("cert lint договор.pdf").exits(40);
}

#[test]
fn a_name_cannot_write_over_the_terminal() {
    let desk = Desk::new(Family::P256);
    let hostile = NameTemplate::new().with_attribute(COMMON_NAME, "good\u{1b}[2K\rbad\u{202e}gpj").to_name();
    let identity = desk.pki.signer(Signer::Valid);
    let template = desk.pki.signer_template(Signer::Valid).with_subject(hostile);
    let certificate = template.issue(desk.pki.intermediate()).unwrap();
    desk.put("hostile.cer", certificate.as_der());
    desk.put("hostile.key", identity.key().export_pkcs8());
    let line = format!("sign договор.pdf --key hostile.key --cert hostile.cer --at {}", common::AT_TEXT);
    let said = [
        desk.esig("cert show hostile.cer").exits(0),
        desk.esig(&line).exits(0),
        desk.verify("договор.pdf.sig").exits(11),
        desk.esig("info договор.pdf.sig").exits(0),
    ];
    for said in said {
        let text = said.stdout + &said.stderr;
        assert!(text.contains("good"), "{text}");
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text:?}");
    }
    let name = "a\u{1b}[31m.sig";
    let said = desk.run(&["verify", name]).exits(1);
    assert!(!said.stderr.contains('\u{1b}') && said.stderr.contains("\\u{1b}"), "{:?}", said.stderr);
}

#[test]
fn info_tells_what_a_file_is() {
    let desk = Desk::new(Family::GOST_256);
    desk.sign("revoked");
    let said = desk.esig("info договор.pdf.sig --lang ru").exits(0).stdout;
    for text in
        ["подпись (CMS)", "не внутри", "esig verify договор.pdf.sig", "Отозванный", "streebog256", "CAdES-B"]
    {
        assert!(said.contains(text), "{said}");
    }
    let kinds = [
        ("договор.pdf.sig", "signature"),
        ("договор.pdf", "pdf"),
        ("root.cer", "certificate"),
        ("valid.cer", "certificate"),
        ("crl/0.crl", "crl"),
        ("valid.pfx", "pfx"),
        ("valid.key", "private-key"),
    ];
    for (name, kind) in kinds {
        let document = json(&desk.esig(&format!("info {name} --json")).output());
        assert_eq!(document["schema"], "esig.info/1");
        assert_eq!(document["files"][0]["kind"], kind);
    }
    let document = json(&desk.esig("info договор.pdf --json").output());
    assert_eq!(document["files"][0]["next"], "esig verify договор.pdf.sig");
    let several = fixture("several/attached-indefinite.p7s");
    let document = json(&desk.run(&["info", &several, "--json"]).output());
    let structure = &document["files"][0]["structure"];
    assert_eq!(structure["signatures"].as_array().unwrap().len(), 4);
    assert_eq!((&structure["detached"], &structure["content_octets"]), (&false.into(), &5292.into()));
    desk.esig("info missing").exits(1);
}

#[test]
fn info_notes_what_is_odd_about_a_signature() {
    let desk = Desk::new(Family::P256);
    desk.sign("valid");
    let mut signature = desk.read("договор.pdf.sig");
    let findings = || {
        let document = json(&desk.esig("info договор.pdf.sig --json").output());
        document["files"][0]["structure"]["signatures"][0]["findings"].clone()
    };
    assert_eq!(findings().as_array().unwrap().len(), 0);
    // SignerInfo.version, before a sid that names issuer and serial number.
    let at = signature.windows(4).rposition(|window| window == [2, 1, 1, 0x30]).unwrap();
    signature[at + 2] = 3;
    desk.put("договор.pdf.sig", &signature);
    let text = "SignerInfo.version does not go with sid";
    assert_eq!((&findings()[0]["code"], &findings()[0]["text"]), (&"version-number".into(), &text.into()));
    let said = desk.esig("info договор.pdf.sig").exits(0).stdout;
    assert!(said.contains(text), "{said}");
}

#[test]
fn the_rest_of_the_verbs() {
    let said = |arguments: &[&str]| {
        let output = esig().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(said(&["version"]).starts_with(&format!("esig {}\n", env!("CARGO_PKG_VERSION"))));
    assert!(said(&["version", "--json"]).contains("\"esig.report/1\""));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(said(&["completions", shell]).contains("verify"));
    }
    assert!(said(&["selftest"]).ends_with("all 26 tests passed\n"));
    assert!(said(&["selftest", "--lang", "ru"]).contains("все проверки пройдены"));
}

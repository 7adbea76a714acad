//! The signature tests of Wycheproof, from the corpora.

use std::sync::Arc;

use esig_core::error::UnsupportedKey;
use esig_core::provider::{DigestEncoding, PublicKey};
use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme, SignatureValue, Spki};
use esig_corpora::{Corpus, Report};
use serde_json::Value;

use super::vectors::hex;

/// `manifest_dir` is that of the crate with the list of divergences.
pub(crate) fn agrees(provider: &Provider, manifest_dir: &str) {
    let Some(corpus) = Corpus::open("x509/wycheproof") else { return };
    let mut report = Report::open(manifest_dir, corpus.name());
    for row in corpus.rows() {
        let group_type = row.get("group_type");
        if !GROUP_TYPES.contains(&group_type) {
            report.left(group_type);
            continue;
        }
        let file = row.read("file").expect("the file of the manifest");
        let file: Value = serde_json::from_slice(&file).expect("JSON");
        for group in file["testGroups"].as_array().into_iter().flatten() {
            judge_group(provider, &mut report, row.get("file"), group);
        }
    }
    report.finish();
}

const GROUP_TYPES: [&str; 6] = [
    "RsassaPkcs1Verify",
    "RsassaPssVerify",
    "RsassaPssWithParametersVerify",
    "EcdsaVerify",
    "EcdsaP1363Verify",
    "EddsaVerify",
];

/// What is decided where Wycheproof leaves it open, by the flag of the test, and why.
///
/// A flag that does not stand here is news.
const ACCEPTABLE: [(&str, &str); 1] = [
    // DigestInfo without NULL: "the value ... is also accepted", RFC 8017 §9.2 note 1; old software writes it.
    ("MissingNull", "valid"),
];

fn judge_group(provider: &Provider, report: &mut Report, file: &str, group: &Value) {
    let tests = || group["tests"].as_array().into_iter().flatten();
    let (scheme, key) = (scheme(group), load(provider, group));
    let left_out = match (&scheme, &key) {
        (None, _) => Some(text(&group["sha"])),
        (_, Err(UnsupportedKey::Algorithm { .. })) => Some(text(&group["publicKey"]["curve"])),
        _ => None,
    };
    if let Some(algorithm) = left_out {
        return tests().for_each(|_| report.left(&format!("{file} ({algorithm})")));
    }
    for test in tests() {
        let verdict = match (scheme, &key) {
            (Some(scheme), Ok(key)) => judge(scheme, key.as_ref(), group, test).to_owned(),
            (_, Err(error)) => error.to_string(),
            (None, _) => continue,
        };
        report.compare(&format!("{file}#{}", test["tcId"]), expected(test), verdict);
    }
}

fn judge(scheme: SignatureScheme, key: &dyn PublicKey, group: &Value, test: &Value) -> &'static str {
    let (message, signature) = (hex(text(&test["msg"])), hex(text(&test["sig"])));
    let signature = match text(&group["type"]) {
        "EcdsaP1363Verify" => SignatureValue::from_p1363(&signature, key.kind()),
        _ => Some(SignatureValue::from_octets(signature)),
    };
    let holds = |signature: SignatureValue| {
        let encoding = key.verify_encoding(scheme, Message::Bytes(&message), signature.as_octets());
        let is_valid = key.verify(scheme, Message::Bytes(&message), signature.as_octets()).is_ok();
        assert_eq!(encoding.is_ok(), is_valid, "tcId {}", test["tcId"]);
        if let Ok(encoding) = encoding {
            let is_without_null = flags(test).any(|flag| flag == "MissingNull");
            assert_eq!(encoding == DigestEncoding::WithoutNull, is_without_null, "tcId {}", test["tcId"]);
        }
        is_valid
    };
    if signature.is_some_and(holds) { "valid" } else { "invalid" }
}

fn flags(test: &Value) -> impl Iterator<Item = &str> {
    test["flags"].as_array().into_iter().flatten().map(text)
}

fn expected(test: &Value) -> &str {
    match text(&test["result"]) {
        "acceptable" => {
            let decided = flags(test).find_map(|flag| ACCEPTABLE.iter().find(|row| row.0 == flag));
            decided.map_or("acceptable, and not decided", |row| row.1)
        }
        result => result,
    }
}

/// The key in whichever of two places it stands.
fn load(provider: &Provider, group: &Value) -> Result<Arc<dyn PublicKey>, UnsupportedKey> {
    let der = [&group["publicKeyDer"], &group["keyDer"]].into_iter().find_map(Value::as_str);
    let der = hex(der.expect("SubjectPublicKeyInfo"));
    provider.load_key(&Spki::from_der(&der).expect("SubjectPublicKeyInfo"))
}

/// `None` if one of the digests is none of ours.
fn scheme(group: &Value) -> Option<SignatureScheme> {
    let digest = |field: &str| {
        let name = text(&group[field]).to_lowercase();
        let name = name.replace('/', "-");
        DigestAlgorithm::from_name(&name).or_else(|| DigestAlgorithm::from_name(&name.replacen('-', "", 1)))
    };
    match text(&group["type"]) {
        "RsassaPkcs1Verify" => digest("sha").map(SignatureScheme::RsaPkcs1),
        "EcdsaVerify" | "EcdsaP1363Verify" => digest("sha").map(SignatureScheme::Ecdsa),
        "EddsaVerify" => Some(SignatureScheme::Ed25519),
        _ => Some(SignatureScheme::RsaPss {
            digest: digest("sha")?,
            mgf_digest: digest("mgfSha")?,
            salt_octets: u32::try_from(group["sLen"].as_u64()?).ok()?,
        }),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

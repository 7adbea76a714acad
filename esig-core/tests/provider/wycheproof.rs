//! The signature tests of Wycheproof, from the corpora.

use std::sync::Arc;

use esig_core::error::UnsupportedKey;
use esig_core::provider::PublicKey;
use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme, Spki};
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

const GROUP_TYPES: [&str; 5] =
    ["RsassaPkcs1Verify", "RsassaPssVerify", "RsassaPssWithParametersVerify", "EcdsaVerify", "EddsaVerify"];

fn judge_group(provider: &Provider, report: &mut Report, file: &str, group: &Value) {
    let loaded = load(provider, group);
    for test in group["tests"].as_array().into_iter().flatten() {
        let expected = text(&test["result"]);
        let verdict = match (scheme(group), &loaded) {
            (None, _) => return report.left(text(&group["sha"])),
            (_, Err(UnsupportedKey::Algorithm { .. })) => {
                return report.left(text(&group["publicKey"]["curve"]));
            }
            (Some(scheme), Ok(key)) => {
                let (message, signature) = (hex(text(&test["msg"])), hex(text(&test["sig"])));
                let outcome = key.verify(scheme, Message::Bytes(&message), &signature);
                outcome.map_or_else(|_| "invalid".to_owned(), |()| "valid".to_owned())
            }
            (_, Err(error)) => error.to_string(),
        };
        match expected {
            "acceptable" => report.left(&format!("acceptable, {verdict} here")),
            _ => report.compare(&format!("{file}#{}", test["tcId"]), expected, verdict),
        }
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
        DigestAlgorithm::from_name(&name).or_else(|| DigestAlgorithm::from_name(&name.replacen('-', "", 1)))
    };
    match text(&group["type"]) {
        "RsassaPkcs1Verify" => digest("sha").map(SignatureScheme::RsaPkcs1),
        "EcdsaVerify" => digest("sha").map(SignatureScheme::Ecdsa),
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

//! NIST PKITS: certification paths, policies, name constraints and revocation, with the set of policies that comes out.

mod common;

use std::path::Path;

use common::Failure;
use esig_cms::ValidationData;
use esig_core::oid::ObjectIdentifier;
use esig_core::{CertificateBuf, CrlBuf, Provider};
use esig_corpora::{Corpus, Report};
use esig_verify::{PathInputs, Policy, PolicySet, Profile, Purpose, Store, TrustAnchors, Verifier};
use serde_json::Value;
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

#[test]
fn paths_agree_with_pkits() {
    let Some(corpus) = Corpus::open("x509/pkits") else { return };
    let suite = std::fs::read(corpus.folder().join("pkits.json")).expect("pkits.json");
    let suite: Value = serde_json::from_slice(&suite).expect("JSON");
    let at = UtcDateTime::parse(text(&suite["validation_time"]), &Rfc3339).expect("a time");
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for test in suite["tests"].as_array().expect("tests") {
        let ours = judge(corpus.folder(), test, at).unwrap_or_else(|error| error.to_string());
        report.compare(text(&test["id"]), expected(test), ours);
    }
    report.finish();
}

/// `valid` with the policies that come out, or `invalid`.
fn expected(test: &Value) -> String {
    match text(&test["expected"]) {
        "valid" => valid(&texts(&test["user_constrained_policy_set"])),
        other => other.to_owned(),
    }
}

fn judge(folder: &Path, test: &Value, at: UtcDateTime) -> Result<String, Failure> {
    let certificate = |name: &str| -> Result<CertificateBuf, Failure> {
        Ok(CertificateBuf::from_der(std::fs::read(folder.join("certs").join(format!("{name}.crt")))?)?)
    };
    let [anchor, pool @ .., target] = &texts(&test["certs"])[..] else {
        return Err("no certificates".into());
    };
    let mut store = Store::new();
    // What cannot be read is no evidence (4.1.2, 4.1.6, 4.4.4: signatures that are not of whole octets).
    for certificate in pool.iter().filter_map(|name| certificate(name).ok()) {
        store.add_certificate(certificate)?;
    }
    for name in texts(&test["crls"]) {
        let crl = std::fs::read(folder.join("crls").join(format!("{name}.crl")))?;
        if let Ok(crl) = CrlBuf::from_der(crl) {
            store.add_crl(crl)?;
        }
    }
    let anchors = TrustAnchors::from_certificates([certificate(anchor)?]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy(test)?);
    let Ok(target) = certificate(target) else { return Ok("invalid".into()) };
    let answer = verifier.certificate(target.view(), Purpose::Chain, &store, at);
    let Ok(path) = answer.path else { return Ok("invalid".into()) };
    let enough = store_of(&path.validation_data())?;
    if verifier.certificate(target.view(), Purpose::Chain, &enough, at).path.is_err() {
        return Ok("valid, and its validation data are not enough".into());
    }
    Ok(valid(&words(path.user_constrained_policies())))
}

fn store_of(data: &ValidationData) -> Result<Store, Failure> {
    let mut store = Store::new();
    data.certificates.iter().try_for_each(|certificate| store.add_certificate(certificate.clone()))?;
    data.crls.iter().try_for_each(|crl| store.add_crl(crl.clone()))?;
    Ok(store)
}

/// PKITS gives anchors by name and key, and its certificates are older than some rules for those who issue them: some have
/// negative serial numbers or unique identifiers.
fn policy(test: &Value) -> Result<Policy, Failure> {
    let acceptable = policies(&test["initial_policy_set"])?;
    let mut inputs = PathInputs::new().with_policies_not_required_at_own_risk(acceptable);
    let is_set = |name: &str| test[name] == Value::Bool(true);
    if is_set("initial_explicit_policy") {
        inputs = inputs.require_policy();
    }
    if is_set("initial_policy_mapping_inhibit") {
        inputs = inputs.inhibit_policy_mapping();
    }
    if is_set("initial_any_policy_inhibit") {
        inputs = inputs.inhibit_any_policy();
    }
    Ok(Policy::baseline()
        .with_profile(Profile::rfc5280().accept_nonconforming_certificates_at_own_risk())
        .accept_anchors_by_name_and_key_at_own_risk()
        .with_inputs(inputs))
}

fn policies(value: &Value) -> Result<PolicySet, Failure> {
    let policies = texts(value).into_iter().map(ObjectIdentifier::new).collect::<Result<Vec<_>, _>>();
    Ok(PolicySet::of(policies.map_err(|error| error.to_string())?))
}

fn words(policies: &PolicySet) -> Vec<String> {
    match policies.is_any() {
        true => vec![esig_core::cert::ext::oids::ANY_POLICY.to_string()],
        false => policies.iter().map(|policy| policy.to_string()).collect(),
    }
}

fn valid(policies: &[impl AsRef<str>]) -> String {
    let mut policies: Vec<&str> = policies.iter().map(AsRef::as_ref).collect();
    policies.sort_unstable();
    format!("valid [{}]", policies.join(", "))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(text).collect()
}

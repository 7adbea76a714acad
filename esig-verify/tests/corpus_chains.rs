//! Whole chains of google/boringssl and randombit/botan: name constraints, purposes, policies, rollover, pools.

mod common;

use common::Failure;
use esig_core::oid::ObjectIdentifier;
use esig_core::{CertificateBuf, Provider, pem};
use esig_corpora::{Corpus, Report};
use esig_verify::{
    ExtendedKeyUsageScope, Policy, PolicySet, Profile, Purpose, Store, TrustAnchors, Verifier,
};
use serde_json::Value;
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

#[test]
fn paths_agree_with_chains() {
    let Some(corpus) = Corpus::open("x509/chains") else { return };
    let rows = std::fs::read_to_string(corpus.folder().join("chains.jsonl")).expect("chains.jsonl");
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).expect("JSON");
        match purpose(text(&row["key_purpose"]), text(&row["last_cert_trust"])) {
            None => report.left(text(&row["key_purpose"])),
            Some((purpose, profile)) => {
                let ours = judge(&row, purpose, profile).unwrap_or_else(|error| error.to_string());
                let (id, expected) = (text(&row["id"]), expected(&row));
                // Where both answers can be defended, ours stands in the list with its reason, or is told here.
                match expected == "policy" && !report.is_listed(id) {
                    true => report.left(&format!("policy, {ours} here")),
                    false => report.compare(id, expected, ours),
                }
            }
        }
    }
    report.finish();
}

fn expected(row: &Value) -> String {
    match (text(&row["expected"]), row["expected_user_constrained_policy_set"].as_str()) {
        ("valid", Some(policies)) => format!("valid [{policies}]"),
        (expected, _) => expected.to_owned(),
    }
}

/// Purpose and profile. `None` for products that have rules of their own (MLS, C2PA).
fn purpose(name: &str, trust: &str) -> Option<(Purpose, Profile)> {
    // What these sets assume: constraints with a leading dot, hosts in commonName, certificates of any make; Microsoft's
    // application policies are known.
    let profile = Profile::rfc5280()
        .accept_nonconforming_certificates_at_own_risk()
        .accept_leading_dots_in_dns_constraints_at_own_risk()
        .accept_common_names_as_hosts_at_own_risk()
        .accept_critical_extensions_at_own_risk(&APPLICATION_POLICIES);
    let strict = |scope| {
        let strict = profile.clone().with_extended_key_usage(scope);
        // Of what is trusted itself, nobody asks whether it is an authority's.
        if trust == "TRUSTED_LEAF" { strict } else { strict.refuse_authority_as_target() }
    };
    let (server, client) = (Purpose::Server { names: Vec::new() }, Purpose::Client { names: Vec::new() });
    Some(match name {
        "ANY_EKU" => (Purpose::Chain, profile),
        "SERVER_AUTH" => (server, profile),
        "CLIENT_AUTH" => (client, profile),
        "SERVER_AUTH_STRICT" => (server, strict(ExtendedKeyUsageScope::TargetWithoutAny)),
        "CLIENT_AUTH_STRICT" => (client, strict(ExtendedKeyUsageScope::Chain)),
        "SERVER_AUTH_STRICT_LEAF" => (server, strict(ExtendedKeyUsageScope::Target)),
        "CLIENT_AUTH_STRICT_LEAF" => (client, strict(ExtendedKeyUsageScope::Target)),
        _ => return None,
    })
}

const APPLICATION_POLICIES: [ObjectIdentifier; 1] = [ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.21.10")];

fn judge(row: &Value, purpose: Purpose, profile: Profile) -> Result<String, Failure> {
    // What cannot be read is no evidence, and not valid.
    let chain = certificates(&row["chain"])?;
    let trust = text(&row["last_cert_trust"]);
    let (target, mut pool) = match &chain[..] {
        [target, pool @ ..] => (target.clone(), pool.to_vec()),
        [] => return Ok("invalid".into()),
    };
    let anchors = match trust {
        "POOL" => certificates(&row["anchors"])?,
        "DISTRUSTED" | "UNSPECIFIED" => Vec::new(),
        _ => vec![pool.pop().unwrap_or_else(|| target.clone())],
    };
    pool.extend(certificates(&row["pool"])?);
    let mut store = Store::new();
    for certificate in pool.into_iter().flatten() {
        store.add_certificate(certificate)?;
    }
    let Some(target) = target else { return Ok("invalid".into()) };
    let anchors = TrustAnchors::from_certificates(anchors.into_iter().flatten());
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy(row, trust, profile));
    let answer = verifier.certificate(target.view(), purpose, &store, time(row, &target)?);
    Ok(match answer.path {
        Err(_) => "invalid".into(),
        Ok(_) if row["expected_user_constrained_policy_set"].is_null() => "valid".into(),
        Ok(path) => format!("valid [{}]", words(path.user_constrained_policies())),
    })
}

/// Names of trust are those of the sources: of an anchor name and key count, and what else is said.
fn policy(row: &Value, trust: &str, profile: Profile) -> Policy {
    let mut policy = Policy::baseline().accept_unknown_revocation_at_own_risk().with_profile(profile);
    if text(&row["digest_policy"]) != "STRONG" {
        policy = policy.accept_outdated_algorithms_at_own_risk();
    }
    if trust.starts_with("TRUSTED_ANCHOR") && !trust.contains("EXPIRATION") {
        policy = policy.accept_expired_anchors_at_own_risk();
    }
    let is_constrained = trust.contains("WITH_CONSTRAINTS") || trust.contains("AND_CONSTRAINTS");
    if trust.starts_with("TRUSTED_ANCHOR") && !is_constrained {
        policy = policy.accept_unconstrained_anchors_at_own_risk();
    }
    if !trust.contains("REQUIRE_BASIC_CONSTRAINTS") {
        policy = policy.accept_anchors_without_basic_constraints_at_own_risk();
    }
    match trust.contains("LEAF") && !trust.contains("REQUIRE_SELF_SIGNED") {
        true => policy,
        false => policy.refuse_anchors_as_targets(),
    }
}

/// Where there is none, a moment at which the target is valid.
fn time(row: &Value, target: &CertificateBuf) -> Result<UtcDateTime, Failure> {
    match row["time"].as_str() {
        Some(time) => Ok(UtcDateTime::parse(time, &Rfc3339)?),
        None => Ok(target.view().validity().not_before),
    }
}

fn certificates(list: &Value) -> Result<Vec<Option<CertificateBuf>>, Failure> {
    let read = |value: &Value| -> Result<Option<CertificateBuf>, Failure> {
        let der = pem::base64(text(value).as_bytes()).ok_or("no base64")?;
        Ok(CertificateBuf::from_der(der).ok())
    };
    list.as_array().into_iter().flatten().map(read).collect()
}

fn words(policies: &PolicySet) -> String {
    let words: Vec<String> = policies.iter().map(|policy| policy.to_string()).collect();
    words.join(", ")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

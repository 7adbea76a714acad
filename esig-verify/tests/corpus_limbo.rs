//! x509-limbo: paths to servers and clients by RFC 5280 and by the rules of the CA/Browser Forum, BetterTLS included.

mod common;

use std::path::PathBuf;

use common::Failure;
use esig_core::{CertificateBuf, Evidence, Provider};
use esig_corpora::{Corpus, Report};
use esig_verify::{
    PathLimits, PeerName, Policy, Profile, PublicSuffixes, Purpose, Store, TrustAnchors, Verifier, evidence,
};
use serde_json::Value;
use time::UtcDateTime;
use time::format_description::well_known::Rfc3339;

#[test]
fn paths_agree_with_limbo() {
    let Some(corpus) = Corpus::open("x509/limbo") else { return };
    let mut report = Report::open(env!("CARGO_MANIFEST_DIR"), corpus.name());
    for case in suites(corpus.folder().to_owned()) {
        let expected = if case["expected_result"] == "SUCCESS" { "valid" } else { "invalid" };
        let ours = judge(&case).map_or_else(|error| error.to_string(), String::from);
        report.compare(text(&case["id"]), expected, ours);
    }
    report.finish();
}

/// The cases of every file that has some.
fn suites(folder: PathBuf) -> Vec<Value> {
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|it| it == "json")).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let mut suite: Value = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
        if let Value::Array(found) = suite["testcases"].take() {
            cases.extend(found);
        }
    }
    cases
}

fn judge(case: &Value) -> Result<&'static str, Failure> {
    let mut store = Store::new();
    for certificate in texts(&case["untrusted_intermediates"]) {
        // What cannot be read is no evidence.
        let _ = store.supply(Evidence::Certificates(certificate.into()));
    }
    for crl in texts(&case["crls"]) {
        let _ = store.supply(Evidence::Crl(crl.into()));
    }
    let mut anchors = TrustAnchors::none();
    for certificate in texts(&case["trusted_certs"]) {
        let _ = anchors.add_file(certificate.as_bytes());
    }
    let Some(target) = certificate(text(&case["peer_certificate"])) else { return Ok("invalid") };
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy(case));
    let answer = verifier.certificate(target.view(), purpose(case)?, &store, time(case)?);
    Ok(if answer.path.is_ok() { "valid" } else { "invalid" })
}

fn certificate(pem: &str) -> Option<CertificateBuf> {
    evidence::certificates(pem.as_bytes()).ok()?.into_iter().next()
}

/// Revocation data counts where there is some.
fn policy(case: &Value) -> Policy {
    let mut limits = PathLimits::DEFAULT;
    if let Some(depth) = case["max_chain_depth"].as_u64() {
        limits.depth = usize::try_from(depth).unwrap_or(usize::MAX);
    }
    let policy = Policy::baseline().with_limits(limits).with_profile(profile(text(&case["id"])));
    match texts(&case["crls"]).is_empty() {
        true => policy.accept_unknown_revocation_at_own_risk(),
        false => policy,
    }
}

/// The namespace says whose rules certificates have to keep.
fn profile(id: &str) -> Profile {
    match id.split("::").next() {
        Some("webpki") => Profile::webpki().with_public_suffixes(PublicSuffixes::new(is_public_suffix)),
        _ => Profile::rfc5280(),
    }
}

fn is_public_suffix(name: &str) -> bool {
    psl::suffix_str(name) == Some(name)
}

fn purpose(case: &Value) -> Result<Purpose, Failure> {
    let single = [&case["expected_peer_name"]].into_iter().filter(|name| !name.is_null());
    let several = case["expected_peer_names"].as_array().into_iter().flatten();
    let names = single.chain(several).map(peer_name).collect::<Result<Vec<_>, _>>()?;
    match text(&case["validation_kind"]) {
        "SERVER" => Ok(Purpose::Server { names }),
        "CLIENT" => Ok(Purpose::Client { names }),
        other => Err(format!("validation_kind {other}").into()),
    }
}

fn peer_name(name: &Value) -> Result<PeerName, Failure> {
    let value = text(&name["value"]);
    match text(&name["kind"]) {
        "DNS" => Ok(PeerName::Host(value.into())),
        "IP" => Ok(PeerName::Address(value.parse()?)),
        "RFC822" => Ok(PeerName::Mail(value.into())),
        other => Err(format!("kind of name {other}").into()),
    }
}

/// Where there is none, now.
fn time(case: &Value) -> Result<UtcDateTime, Failure> {
    match case["validation_time"].as_str() {
        Some(time) => Ok(UtcDateTime::parse(time, &Rfc3339)?),
        None => Ok(UtcDateTime::now()),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().map(text).collect()
}

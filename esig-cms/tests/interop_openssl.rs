//! What `openssl cms -verify` says of signatures that are odd in one thing: the policy named after it says the same.
//!
//! Without `openssl` the test says so and passes, except with `CI=true`.
#![allow(clippy::print_stdout)] // the figures are what the test is run for

#[path = "common/builder.rs"]
mod builder;
#[path = "common/odd.rs"]
mod odd;
#[path = "common/raw_rsa.rs"]
mod raw_rsa;

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs, process};

use builder::CONTENT;
use esig_cms::{CheckPolicy, SignedData};
use esig_core::{Limits, Provider, SignatureScheme};
use esig_testkit::Family;
use odd::{Case, SHA512, cases, conforming, protected};

#[test]
fn openssl_decides_as_its_policy() {
    let Some(folder) = Folder::new() else { return };
    let (mut count, mut differ) = (0, Vec::new());
    // OpenSSL does not look at counter-signatures.
    let cases = cases().into_iter().filter(|case| case.finding != "content-type-in-counter-signature");
    for case in cases.chain([other_algorithms_protected()]) {
        let theirs = folder.verify(&case);
        println!("interop openssl: {} {}", if theirs { "allows" } else { "refuses" }, case.finding);
        count += 1;
        if theirs != is_intact(&case) {
            differ.push(case.finding);
        }
    }
    println!(
        "interop openssl: {count} odd signatures, with openssl cms -verify -noverify -binary -inform DER"
    );
    assert!(differ.is_empty(), "{differ:?}");
}

/// cms-algorithm-protection with another digest than the SignerInfo.
fn other_algorithms_protected() -> Case {
    let scheme = SignatureScheme::RsaPkcs1(SHA512);
    let builder = protected(conforming(Family::Rsa2048), &SHA512.to_identifier(), &scheme.to_identifier());
    // It has a setting of its own, which is no rule.
    Case::new("algorithm-protection-ignored", builder, |policy| &mut policy.misplaced_attributes, "")
}

fn is_intact(case: &Case) -> bool {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(&case.bytes, &Limits::DEFAULT).expect("well-formed");
    let mut hasher = data.hasher(&provider);
    hasher.update(CONTENT);
    let signer_info = data.signer_infos().next().expect("a signer");
    let (signer, policy) = (case.builder.certificate.view(), CheckPolicy::like_openssl());
    signer_info.check_under(signer, &hasher.finish(), &policy, &provider).is_ok()
}

struct Folder(PathBuf);

impl Folder {
    /// `None`, and a line that says so, without OpenSSL and its engine.
    fn new() -> Option<Self> {
        let engine = Command::new("openssl").args(["engine", "-t", "gost"]).output();
        let is_present = engine.is_ok_and(|output| output.status.success());
        let in_ci = env::var_os("CI").is_some_and(|value| value == "true");
        assert!(is_present || !in_ci, "openssl with its GOST engine is absent, which CI does not allow");
        if !is_present {
            println!("interop openssl: absent (openssl with its GOST engine), nothing tested");
            return None;
        }
        let path = env::temp_dir().join(format!("esig-cms-openssl-{}", process::id()));
        fs::create_dir_all(&path).expect("a folder for temporary files");
        fs::write(path.join("content"), CONTENT).expect("written");
        Some(Self(path))
    }

    fn verify(&self, case: &Case) -> bool {
        fs::write(self.0.join("odd.p7s"), &case.bytes).expect("written");
        let mut command = Command::new("openssl");
        command.current_dir(&self.0).args(["cms", "-engine", "gost", "-verify", "-noverify", "-binary"]);
        command.args(["-inform", "DER", "-in", "odd.p7s", "-out", "out"]);
        if case.builder.attached.is_none() {
            command.args(["-content", "content"]);
        }
        let output = command.output().expect("openssl");
        output.status.success()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

//! What does it cost to read a certificate, and to check its signature?
//!
//! Input: signer certificates of the test PKI, about 1 KiB each. The peer of reading is `x509-cert`, which decodes
//! every field into owned values where ours keeps offsets. Checking a signature is a figure of our own, with the
//! provider over RustCrypto, and where AWS-LC has the algorithm a ratio of the provider over it to that one: the key
//! is loaded already, the message is the certificate.
#![allow(missing_docs)]

use std::hint::black_box;

use der::Decode;
use esig_benches::{figure, nanoseconds, ratio};
use esig_core::{ParsedCertificate, Provider};
use esig_testkit::{Family, Signer, TestPki};
use time::macros::utc_datetime;

fn main() {
    let families = [
        ("gost256", Family::GOST_256),
        ("gost512", Family::GOST_512),
        ("rsa2048", Family::Rsa2048),
        ("p256", Family::P256),
    ];
    for (name, family) in families {
        measure(name, &TestPki::new(family, 1, utc_datetime!(2026-12-01 12:00)));
    }
}

fn measure(name: &str, pki: &TestPki) {
    let signer = pki.signer(Signer::Valid);
    let der = signer.certificate().as_der();
    figure(&format!("parse/{name}/size"), der.len() as f64, "octets");
    ratio(
        &format!("parse/{name}"),
        "x509-cert",
        || drop(black_box(ParsedCertificate::parse(black_box(der)))),
        || drop(black_box(x509_cert::Certificate::from_der(black_box(der)))),
    );

    let issuer = pki.intermediate().certificate().view().subject_public_key_info();
    let signed = signer.certificate().view().into();
    let [check, check_with_aws_lc] =
        [Provider::rustcrypto(), esig_provider_aws_lc::provider()].map(|provider| {
            let key = provider.load_key(&issuer).expect("the test PKI uses supported keys");
            move || drop(black_box(provider.check_signed(&signed, key.as_ref())))
        });
    figure(&format!("check/{name}"), nanoseconds(&check), "ns");
    if !name.starts_with("gost") {
        ratio(&format!("check/{name}/aws-lc"), "rustcrypto", check_with_aws_lc, check);
    }
}

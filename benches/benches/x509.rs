//! What does it cost to read a certificate, to check its signature, and to find a path from it to an anchor?
//!
//! Input: certificates of the test PKI, about 1 KiB each. `parse/…` reads the signer's: ours and `rustls-webpki` keep
//! offsets (ours into every name and extension, the peer's into the fields it needs), the others decode every field into
//! owned values. `path/…` reads signer, authority and root and validates the path, by ours with the provider over
//! AWS-LC; revocation is not looked at, and nothing is remembered from one call to the next. The own signature of the root,
//! which is trusted, is no part of the path (RFC 5280 §6.1): ours checks two signatures, and so do the peers but
//! `openssl-check-ss`, which is OpenSSL with X509_V_FLAG_CHECK_SS_SIGNATURE and checks three. Checking a signature is a
//! figure of our own, with the provider over RustCrypto, and where AWS-LC has the algorithm a ratio of the provider over
//! it to that one: the key is loaded already, the message is the certificate.
//!
//! ```text
//! $ cargo bench -p esig-benches --bench x509
//! ```
//!
//! The lines are those of the bench `gost`; `absent <item> <peer>` says that the peer does not read, or does not verify,
//! certificates of that family.
#![allow(missing_docs)]
#![allow(clippy::print_stdout, reason = "printing is what benches are for")]

use std::hint::black_box;

use esig_benches::peers::certificates::{Chain, PathBuilder, Reader, path_builders, readers};
use esig_benches::{Rival, figure, nanoseconds, processor, ratio, ratios};
use esig_core::{CertificateBuf, ParsedCertificate, Provider};
use esig_testkit::{Family, Signer, TestPki};
use esig_verify::{Policy, Profile, Purpose, Store, TrustAnchors, Verifier};
use time::macros::utc_datetime;

fn main() {
    println!("# processor: {}", processor::name());
    let readers = load();
    let builders: Vec<_> = path_builders().into_iter().filter_map(|(_, builder)| builder).collect();
    let families = [
        ("gost256", Family::GOST_256),
        ("gost512", Family::GOST_512),
        ("rsa2048", Family::Rsa2048),
        ("p256", Family::P256),
    ];
    for (name, family) in families {
        let pki = TestPki::new(family, 1, utc_datetime!(2026-12-01 12:00));
        let signer = pki.signer(Signer::Valid);
        let der = signer.certificate().as_der();
        figure(&format!("parse/{name}/size"), der.len() as f64, "octets");
        parse(&format!("parse/{name}"), der, &readers);
        path(&format!("path/{name}"), &pki, der, &builders);
        check(name, &pki, signer.certificate());
    }
}

/// Prints who is there, and who is not.
fn load() -> Vec<Reader> {
    let mut present = Vec::new();
    for (name, reader) in readers() {
        match reader {
            Some(reader) => {
                println!("# {name}: {}", reader.version);
                present.push(reader);
            }
            None => println!("absent {name}"),
        }
    }
    present
}

fn parse(item: &str, der: &[u8], readers: &[Reader]) {
    let rivals = readers.iter().filter_map(|Reader { name, read, .. }| {
        rival(item, name, read(der), move || keep(read(black_box(der))))
    });
    let ours = || keep(ParsedCertificate::parse(black_box(der)));
    ratios(item, 1, ours, rivals.collect());
}

fn path(item: &str, pki: &TestPki, target: &[u8], builders: &[PathBuilder]) {
    let (intermediate, root) = (pki.intermediate().certificate(), pki.root().certificate());
    let chain = Chain { target, intermediate: intermediate.as_der(), root: root.as_der(), at: pki.at() };
    let rivals = builders.iter().filter_map(|PathBuilder { name, is_valid }| {
        let is_able = is_valid(chain);
        let late = Chain { at: chain.at + time::Duration::days(10_000), ..chain };
        assert!(!is_valid(late), "{item}: {name} knows that certificates end");
        rival(item, name, is_able, move || keep(is_valid(black_box(chain))))
    });
    let provider = esig_provider_aws_lc::provider();
    let policy = Policy::baseline().with_profile(Profile::rfc5280()).accept_unknown_revocation_at_own_risk();
    assert!(our_path(&provider, &policy, chain), "{item}: ours holds");
    ratios(item, 1, || keep(our_path(&provider, &policy, black_box(chain))), rivals.collect());
}

fn our_path(provider: &Provider, policy: &Policy, chain: Chain<'_>) -> bool {
    let [target, intermediate, root] = [chain.target, chain.intermediate, chain.root]
        .map(|der| CertificateBuf::from_der(der).expect("it was made by the test PKI"));
    let verifier = Verifier::new(provider.clone(), TrustAnchors::from_certificates([root]), policy.clone());
    let mut store = Store::new();
    store.add_certificate(intermediate).expect("there is room");
    verifier.certificate(target.view(), Purpose::Signing, &store, chain.at).path.is_ok()
}

/// A peer, if it can do it.
fn rival<'a>(item: &str, peer: &'a str, is_able: bool, call: impl FnMut() + 'a) -> Option<Rival<'a>> {
    if !is_able {
        println!("absent {item} {peer}");
    }
    is_able.then(|| (peer, Box::new(call) as _))
}

/// Makes the compiler believe that the result is needed.
fn keep<T>(result: T) {
    black_box(result);
}

fn check(name: &str, pki: &TestPki, certificate: &CertificateBuf) {
    let issuer = pki.intermediate().certificate().view().subject_public_key_info();
    let signed = certificate.view().into();
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

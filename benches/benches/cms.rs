//! What does it cost to read a detached signature, and to check it?
//!
//! Input: CAdES-B signatures of the test PKI with two certificates inside, over 1 KiB. The peer of reading is the
//! `cms` crate, which decodes every field into owned values. Checking includes loading the signer's key and the digests
//! of content, attributes and certificate; the signature value's part of it is in `x509`, as `check/…`.
#![allow(missing_docs)]

use std::hint::black_box;

use cms::content_info::ContentInfo;
use cms::signed_data::SignedData as PeerSignedData;
use der::Decode;
use esig_benches::{figure, nanoseconds, ratio};
use esig_cms::{ContentDigests, SignedData, SignedDataBuf, Signing};
use esig_core::{Limits, Message, Provider};
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
        measure(name, family);
    }
}

fn measure(name: &str, family: Family) {
    let provider = Provider::rustcrypto();
    let content = [7; 1024];
    let signature = sign(family, &content, &provider);
    let der = signature.as_der();
    figure(&format!("parse/{name}/size"), der.len() as f64, "octets");
    ratio(
        &format!("parse/{name}"),
        "cms",
        || drop(black_box(SignedData::parse(black_box(der), &Limits::DEFAULT))),
        || drop(black_box(peer(black_box(der)))),
    );
    figure(&format!("check/{name}"), nanoseconds(|| check(&provider, der, &content)), "ns");
}

fn peer(der: &[u8]) -> der::Result<PeerSignedData> {
    ContentInfo::from_der(der)?.content.decode_as()
}

fn check(provider: &Provider, der: &[u8], content: &[u8]) {
    let data = SignedData::parse(der, &Limits::DEFAULT).expect("parsed before");
    let mut hasher = data.hasher(provider);
    hasher.update(content);
    let content = hasher.finish();
    for signer_info in data.signer_infos() {
        let certificate = data.find_certificate(&signer_info).expect("it is inside");
        black_box(signer_info.check(certificate.view(), &content, provider)).expect("intact");
    }
}

fn sign(family: Family, content: &[u8], provider: &Provider) -> SignedDataBuf {
    let at = utc_datetime!(2026-12-01 12:00);
    let pki = TestPki::new(family, 1, at);
    let signer = pki.signer(Signer::Valid);
    let digest = family.scheme().content_digest_algorithm();
    let digests = ContentDigests::of(content, &[digest], provider).expect("supported");
    let signing = Signing::new()
        .signing_time(at)
        .chain(&[pki.intermediate().certificate().clone()])
        .signer(signer.certificate().clone(), family.scheme());
    let prepared = signing.prepare(&digests, provider).expect("a supported scheme");
    let Message::Bytes(message) = prepared.message() else { unreachable!("the attributes are signed") };
    let value = signer.key().sign(message);
    prepared.complete(value, provider).expect("the key is the certificate's")
}

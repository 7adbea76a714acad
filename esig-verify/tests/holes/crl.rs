//! Hole 12: distribution points.

use esig_core::cert::ext::oids;
use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, CrlBuf};
use esig_testkit::{CrlTemplate, ExtensionTemplate, extension};
use esig_verify::report::Reason;
use esig_verify::{Policy, Purpose};
use time::Duration;

use crate::chain::*;

/// RUSTSEC-2026-0049: of the distribution points the first alone was compared with that of the CRL.
#[test]
fn hole_12_every_distribution_point_counts() {
    let root = root();
    let names = ["http://a.example/crl", "http://b.example/crl", "http://c.example/crl"];
    let points: Vec<Vec<u8>> = names.iter().map(|name| point(name)).collect();
    let points = ExtensionTemplate::new(
        oids::CRL_DISTRIBUTION_POINTS,
        element(Tag::SEQUENCE, &points.iter().map(Vec::as_slice).collect::<Vec<_>>()),
    );
    let target = leaf(&root, &[points]);
    for name in names {
        let good = crl(name, None);
        let revoked = crl(name, Some(&target));
        let judge = |crl: CrlBuf| {
            let mut store = store(&[]);
            store.add_crl(crl).expect("there is room");
            reason(&verifier(&root, Policy::baseline()).certificate(
                target.view(),
                Purpose::Chain,
                &store,
                AT,
            ))
        };
        assert_eq!(judge(good), None, "{name}");
        assert_eq!(judge(revoked), Some(Reason::Revoked), "{name}");
    }
    let mut store = store(&[]);
    store.add_crl(crl("http://d.example/crl", None)).expect("there is room");
    let verifier = verifier(&root, Policy::baseline());
    let answer = verifier.certificate(target.view(), Purpose::Chain, &store, AT);
    assert_eq!(reason(&answer), Some(Reason::RevocationDataUnusable), "of another point");
}

fn full_name(name: &str) -> Vec<u8> {
    element(Tag::context(0), &[&element(Tag::context(0), &[&extension::uri(name)])])
}

fn point(name: &str) -> Vec<u8> {
    element(Tag::SEQUENCE, &[&full_name(name)])
}

fn crl(name: &str, revoked: Option<&CertificateBuf>) -> CrlBuf {
    let scope = element(Tag::SEQUENCE, &[&full_name(name)]);
    let scope = ExtensionTemplate::new(oids::ISSUING_DISTRIBUTION_POINT, scope).critical();
    let template = CrlTemplate::new(AT - Duration::days(1), AT + Duration::days(7)).with_extension(scope);
    let template = revoked.into_iter().fold(template, |template, certificate| {
        template.with_revoked(certificate, AT - Duration::days(10), ReasonCode::KeyCompromise)
    });
    template.issue(&root()).expect("well-formed")
}

//! What the answer about a certificate tells besides yes and no: its chain, since when and why it is revoked, who says so and until when.

mod world;

use esig_core::CertificateBuf;
use esig_core::crl::ReasonCode;
use esig_testkit::Signer;
use esig_verify::report::{About, Reason, Revocation, current_until, revocation, revocation_data};
use esig_verify::{Preflight, Purpose, Store};
use time::Duration;
use world::*;

fn answer<'s>(store: &'s Store, target: &'s CertificateBuf) -> Preflight<'s> {
    verifier(&pki()).certificate(target.view(), Purpose::Chain, store, AT)
}

#[test]
fn a_chain_is_told_whether_it_holds_or_not() {
    let pki = pki();
    for (signer, crls, decided_by) in [
        (Signer::Valid, pki.crls(), None),
        (Signer::Revoked, pki.crls(), Some(Reason::Revoked)),
        (Signer::Valid, Vec::new(), Some(Reason::RevocationDataMissing)),
    ] {
        let identity = pki.signer(signer);
        let store = store_of(&pki.chain(), &crls);
        let answer = answer(&store, identity.certificate());
        assert_eq!((answer.decided_by, answer.reasons().next()), (decided_by, decided_by), "{signer}");
        let whole = [vec![identity.certificate().clone()], pki.chain()].concat();
        let der = |chain: &[CertificateBuf]| -> Vec<Vec<u8>> {
            chain.iter().map(|certificate| certificate.as_der().to_vec()).collect()
        };
        assert_eq!(der(&answer.chain()), der(&whole), "{signer}");
    }
    let (alone, identity) = (Store::new(), pki.signer(Signer::Valid));
    assert!(answer(&alone, identity.certificate()).chain().is_empty());
}

#[test]
fn an_anchor_is_its_own_chain() {
    let (pki, store) = (pki(), Store::new());
    assert_eq!(answer(&store, pki.root().certificate()).chain().len(), 1);
}

#[test]
fn a_revocation_is_told_with_its_time_and_reason() {
    let pki = pki();
    let target = pki.signer(Signer::Valid).certificate().clone();
    let since = AT - Duration::days(3);
    for reason in [ReasonCode::Unspecified, ReasonCode::Superseded, ReasonCode::PrivilegeWithdrawn] {
        let template = pki.intermediate_crl_template(AT).with_revoked(&target, since, reason);
        let crl = template.issue(pki.intermediate()).unwrap();
        let store = store_of(&pki.chain(), &[pki.crls()[0].clone(), crl]);
        let answer = answer(&store, &target);
        let (about, told) = revocation(&answer.checks).unwrap();
        assert_eq!(told, Revocation { since, reason });
        assert_eq!(*about, About::from(target.view()));
        let names_reason = told.to_string().ends_with(&reason.to_string());
        assert_eq!(names_reason, reason != ReasonCode::Unspecified, "{told}");
    }
}

#[test]
fn data_is_told_with_its_end() {
    let pki = pki();
    let target = pki.signer(Signer::Valid).certificate().clone();
    let store = store_of(&pki.chain(), &pki.crls());
    let answer = answer(&store, &target);
    let heard = revocation_data(&answer.checks);
    let ends: Vec<_> = heard.iter().map(|about| current_until(&answer.checks, about)).collect();
    let expected: Vec<_> = pki.crls().iter().map(|crl| crl.view().next_update()).collect();
    assert_eq!(ends, expected);
    assert_eq!(current_until(&answer.checks, &About::from(target.view())), None);
}

//! The responder answers what it is asked, and each fault breaks one thing.

use esig_core::ocsp::{CertIdBuf, CertStatus, NewRequest, ResponseStatus};
use esig_core::{CertificateBuf, DigestAlgorithm, Evidence, Fetch, Need, OcspBuf, Provider};
use esig_testkit::{Family, Identity, OcspFault, OcspResponder, Signer, TestPki};
use time::UtcDateTime;
use time::macros::utc_datetime;

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);
const NONCE: [u8; 32] = [7; 32];

fn pki(family: Family) -> TestPki {
    TestPki::new(family, 1, AT)
}

fn request(certificate: &CertificateBuf, issuer: &Identity, algorithm: DigestAlgorithm) -> Vec<u8> {
    let issuer = issuer.certificate().view();
    let id = CertIdBuf::new(&Provider::rustcrypto(), algorithm, certificate.view(), issuer);
    NewRequest::about(&id.expect("every digest")).with_nonce(&NONCE).encode()
}

fn ask(responder: &OcspResponder, pki: &TestPki, signer: Signer) -> Result<OcspBuf, esig_core::Error> {
    let signer = pki.signer(signer);
    let request = request(signer.certificate(), pki.intermediate(), DigestAlgorithm::Sha1);
    OcspBuf::from_der(responder.answer(&request))
}

fn status(answer: &OcspBuf) -> Option<CertStatus> {
    Some(answer.view().basic()?.responses().next()?.cert_status)
}

fn is_signed_by_responder(pki: &TestPki, answer: &OcspBuf) -> bool {
    let provider = Provider::rustcrypto();
    let responder = pki.ocsp_responder();
    let key = provider.load_key(&responder.certificate().view().subject_public_key_info()).expect("a key");
    let basic = answer.view().basic().expect("an answer");
    provider.check_signed(&basic.into(), key.as_ref()).is_ok()
}

#[test]
fn the_responder_knows_who_is_revoked() {
    for family in Family::ALL {
        let pki = pki(family);
        let good = ask(&pki.responder(), &pki, Signer::Valid).expect("an answer");
        assert!(is_signed_by_responder(&pki, &good), "{family}");
        assert_eq!(status(&good), Some(CertStatus::Good), "{family}");
        let basic = good.view().basic().expect("an answer");
        assert_eq!(basic.nonce(), Ok(Some(&NONCE[..])));
        assert_eq!(
            basic.responder_id().matches(&Provider::rustcrypto(), pki.ocsp_responder().certificate().view()),
            Ok(true)
        );

        let revoked = ask(&pki.responder(), &pki, Signer::Revoked).expect("an answer");
        let Some(CertStatus::Revoked { revocation_time, .. }) = status(&revoked) else {
            panic!("{revoked:?}")
        };
        assert_eq!(revocation_time, pki.revoked_at());
    }
}

#[test]
fn certificates_are_known_by_any_digest() {
    let pki = pki(Family::GOST_256);
    let revoked = pki.signer(Signer::Revoked);
    for algorithm in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256, DigestAlgorithm::Streebog256] {
        let request = request(revoked.certificate(), pki.intermediate(), algorithm);
        let answer = OcspBuf::from_der(pki.responder().answer(&request)).expect("an answer");
        assert!(matches!(status(&answer), Some(CertStatus::Revoked { .. })), "{algorithm}");
    }
}

#[test]
fn what_is_not_for_it_is_not_answered() {
    let pki = pki(Family::P256);
    let foreign = request(pki.intermediate().certificate(), pki.root(), DigestAlgorithm::Sha1);
    for (request, expected) in
        [(foreign, ResponseStatus::Unauthorized), (b"no request".to_vec(), ResponseStatus::MalformedRequest)]
    {
        let answer = OcspBuf::from_der(pki.responder().answer(&request)).expect("a refusal");
        assert_eq!(answer.view().status(), expected);
    }
}

#[test]
fn each_fault_breaks_one_thing() {
    let pki = pki(Family::P256);
    let ask = |fault| ask(&pki.responder().with_fault(fault), &pki, Signer::Valid);
    for fault in OcspFault::ALL {
        let Ok(answer) = ask(fault) else {
            assert_eq!(fault, OcspFault::Garbage);
            continue;
        };
        let refusal = match fault {
            OcspFault::TryLater => Some(ResponseStatus::TryLater),
            OcspFault::Unauthorized => Some(ResponseStatus::Unauthorized),
            _ => None,
        };
        let Some(basic) = answer.view().basic() else {
            assert_eq!(Some(answer.view().status()), refusal, "{fault}");
            continue;
        };
        assert_eq!(is_signed_by_responder(&pki, &answer), fault != OcspFault::WrongSigner, "{fault}");
        assert_eq!(basic.nonce() == Ok(Some(&NONCE[..])), fault != OcspFault::OtherNonce, "{fault}");
        let single = basic.responses().next().expect("one response");
        let is_stale = single.next_update.is_some_and(|next| next < AT);
        assert_eq!(is_stale, fault == OcspFault::Stale, "{fault}");
        let is_own =
            single.cert_id.serial_number() == pki.signer(Signer::Valid).certificate().view().serial_number();
        assert_eq!(is_own, fault != OcspFault::OtherSerialNumber, "{fault}");
        let is_good = single.cert_status == CertStatus::Good;
        assert_eq!(is_good, !matches!(fault, OcspFault::Unknown | OcspFault::Revoked), "{fault}");
    }
}

#[test]
fn the_responder_stands_in_the_place_of_the_network() {
    let mut pki = pki(Family::P256);
    let signer = pki.signer(Signer::Valid);
    let request = request(signer.certificate(), pki.intermediate(), DigestAlgorithm::Sha1);
    let need = Need::Ocsp { request: request.clone(), urls: vec![pki.responder_url()] };
    assert_eq!(pki.fetch(&need), Evidence::Ocsp(pki.responder().answer(&request)));
    let elsewhere = Need::Ocsp { request, urls: vec!["http://ocsp.example/".into()] };
    assert!(matches!(pki.fetch(&elsewhere), Evidence::Unavailable { .. }));
}

//! Answers of authorities: each is taken, and refused with one thing wrong.

use std::time::Duration;

use esig_cms::timestamp_token::{AcceptedToken, ResponseError};
use esig_cms::{TimestampQuery, TimestampToken};
use esig_core::oid::ObjectIdentifier;
use esig_core::tsp::{FailureReason, PkiStatus, TimeStampReq};
use esig_core::{DigestAlgorithm, DigestValue, Limits, Need, Provider, Remedy};
use esig_testkit::{Family, Signer, TestPki, TestTsa, TsaFault};
use time::UtcDateTime;
use time::macros::utc_datetime;

const NOW: UtcDateTime = utc_datetime!(2026-12-01 12:00);

fn pki() -> TestPki {
    TestPki::new(Family::P256, 1, NOW)
}

fn digest(algorithm: DigestAlgorithm) -> DigestValue {
    Provider::rustcrypto().digest(algorithm, b"what is stamped").unwrap()
}

fn query(policy: Option<&ObjectIdentifier>) -> TimestampQuery {
    TimestampQuery::new(&digest(DigestAlgorithm::Sha256), policy, &Provider::rustcrypto()).unwrap()
}

/// What comes of asking that authority.
fn ask(query: &TimestampQuery, authority: &TestTsa) -> Result<AcceptedToken, ResponseError> {
    query.accept(&authority.answer(query.request()), NOW, &Provider::rustcrypto())
}

#[test]
fn authorities_of_every_family_answer() {
    for family in [Family::GOST_256, Family::GOST_512, Family::P256, Family::Rsa2048, Family::Ed25519] {
        let authority = TestPki::new(family, 1, NOW).time_stamps();
        for algorithm in [DigestAlgorithm::Streebog256, DigestAlgorithm::Streebog512, DigestAlgorithm::Sha384]
        {
            let policy = authority.policy();
            let provider = Provider::rustcrypto();
            let query = TimestampQuery::new(&digest(algorithm), Some(&policy), &provider).unwrap();
            let accepted = ask(&query, &authority).unwrap();
            assert_eq!((accepted.gen_time(), accepted.signer()), (NOW, authority.certificate()));
            let token = TimestampToken::parse(accepted.as_bytes(), &Limits::DEFAULT).unwrap();
            assert_eq!(token.imprint(), Ok(digest(algorithm)));
        }
    }
}

#[test]
fn requests_want_the_certificate_and_have_a_nonce_of_their_own() {
    let (one, other) = (query(None), query(None));
    let [first, second] = [&one, &other].map(|query| TimeStampReq::parse(query.request()).unwrap());
    assert!(first.cert_req() && first.req_policy().is_none() && first.nonce().is_some());
    assert_ne!(first.nonce(), second.nonce());
    assert_eq!(one.need(), Need::Timestamp { request: one.request().to_vec() });
    let policy = ObjectIdentifier::new_unwrap("1.2.3.4");
    let request = query(Some(&policy));
    assert_eq!(
        TimeStampReq::parse(request.request()).unwrap().req_policy().map(|oid| oid == policy),
        Some(true)
    );
}

#[test]
fn every_fault_of_an_authority_is_told_by_its_code() {
    let authority = pki().time_stamps();
    let policy = authority.policy();
    assert!(ask(&query(Some(&policy)), &authority).is_ok());
    let codes = [
        (TsaFault::OtherNonce, "E-NONCE-MISMATCH"),
        (TsaFault::NoNonce, "E-NONCE-MISMATCH"),
        (TsaFault::OtherImprint, "E-IMPRINT-MISMATCH"),
        (TsaFault::OtherPolicy, "E-POLICY-MISMATCH"),
        (TsaFault::NoCertificate, "E-TSA-CERTIFICATE-NOT-INCLUDED"),
        (TsaFault::WrongSigner, "E-SIGNATURE-INVALID"),
        (TsaFault::Refusal(FailureReason::SystemFailure), "E-TSA-REFUSED"),
        (TsaFault::Garbage, "E-MALFORMED"),
    ];
    assert!(TsaFault::ALL.iter().eq(codes.iter().map(|(fault, _)| fault)));
    for (fault, code) in codes {
        let error = ask(&query(Some(&policy)), &authority.clone().with_fault(fault)).unwrap_err();
        assert_eq!(error.code(), code, "{fault}: {error}");
        let text = error.to_string();
        assert!(!text.ends_with('.') && !text.starts_with(char::is_uppercase), "{text}");
    }
}

#[test]
fn refusals_are_told_in_the_words_of_the_authority() {
    let authority = pki().time_stamps();
    let other = ObjectIdentifier::new_unwrap("1.2.3.4");
    let error = ask(&query(Some(&other)), &authority).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the authority gives no time-stamp: rejection (unacceptedPolicy): no such policy"
    );
    let remedies = [
        (FailureReason::BadAlg, Remedy::UseSupportedAlgorithm),
        (FailureReason::UnacceptedPolicy, Remedy::CorrectCall),
        (FailureReason::TimeNotAvailable, Remedy::SupplyEvidence),
        (FailureReason::SystemFailure, Remedy::SupplyEvidence),
    ];
    for (reason, remedy) in remedies {
        let authority = authority.clone().with_fault(TsaFault::Refusal(reason));
        let error = ask(&query(None), &authority).unwrap_err();
        let ResponseError::Refused { status, fail_info: Some(info), ref said } = error else {
            panic!("{error}")
        };
        assert!(
            status == PkiStatus::Rejection && info.contains(reason) && said.contains(&reason.to_string())
        );
        assert_eq!(error.remedy(), remedy);
    }
}

#[test]
fn tokens_of_another_time_are_old_or_of_a_wrong_clock() {
    let authority = pki().time_stamps();
    let seconds = |seconds: i64| NOW + time::Duration::seconds(seconds);
    for within in [0, 300, -300] {
        assert!(ask(&query(None), &authority.clone().at(seconds(within))).is_ok(), "{within}");
    }
    for beyond in [301, -301, 86_400, -315_360_000] {
        let error = ask(&query(None), &authority.clone().at(seconds(beyond))).unwrap_err();
        assert_eq!(error.code(), "E-TSA-CLOCK", "{beyond}");
        let wide = query(None).with_skew(Duration::from_secs(beyond.unsigned_abs()));
        assert!(ask(&wide, &authority.clone().at(seconds(beyond))).is_ok(), "{beyond}");
    }
    let strict = query(None).with_skew(Duration::ZERO);
    assert!(ask(&strict, &authority).is_ok() && ask(&strict, &authority.at(seconds(1))).is_err());
}

#[test]
fn a_certificate_from_elsewhere_will_do() {
    let authority = pki().time_stamps().with_fault(TsaFault::NoCertificate);
    let known = query(None).with_certificates(&[authority.certificate().clone()]);
    assert_eq!(ask(&known, &authority).unwrap().signer(), authority.certificate());
    let other = TestPki::new(Family::P256, 2, NOW).tsa().certificate().clone();
    let error = ask(&query(None).with_certificates(&[other]), &authority).unwrap_err();
    assert_eq!(error.code(), "E-TSA-CERTIFICATE-NOT-INCLUDED");
}

#[test]
fn whose_certificate_is_for_something_else_is_no_authority() {
    let signer = pki().signer(Signer::Valid);
    let error = ask(&query(None), &TestTsa::new(&signer, NOW)).unwrap_err();
    assert_eq!(error.code(), "E-TSA-CERTIFICATE-PURPOSE");
}

#[test]
fn an_answer_to_somebody_else_is_none() {
    let authority = pki().time_stamps();
    let (mine, other) = (query(None), query(None));
    let answer = authority.answer(other.request());
    let provider = Provider::rustcrypto();
    assert!(other.accept(&answer, NOW, &provider).is_ok());
    assert_eq!(mine.accept(&answer, NOW, &provider).unwrap_err().code(), "E-NONCE-MISMATCH");
}

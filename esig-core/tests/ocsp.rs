//! OCSP: what is written is read back, what is damaged is refused, what is asked for is what is answered.
#![cfg(feature = "rustcrypto")]

mod common;

use common::{KINDS, fixture};
use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::ocsp::{
    CertIdBuf, CertStatus, NewRequest, NewResponse, NewSingleResponse, OcspRequest, ResponderId,
    ResponseStatus, encode_basic_response, encode_refusal, encode_response, oids,
};
use esig_core::raw::{Element, Tag};
use esig_core::{CertificateBuf, DigestAlgorithm, Error, OcspBuf, ParsedOcsp, Provider};
use time::UtcDateTime;

const SHA1: DigestAlgorithm = DigestAlgorithm::Sha1;

fn certificate(path: &str) -> CertificateBuf {
    CertificateBuf::from_der(fixture(path)).expect("certificate")
}

fn time(seconds: i64) -> UtcDateTime {
    UtcDateTime::from_unix_timestamp(1_796_126_400 + seconds).expect("in range")
}

fn cert_id(algorithm: DigestAlgorithm) -> CertIdBuf {
    let (signer, int) = (certificate("ec/signer.cer"), certificate("ec/int.cer"));
    CertIdBuf::new(&Provider::rustcrypto(), algorithm, signer.view(), int.view()).expect("every digest")
}

fn single(cert_status: CertStatus) -> NewSingleResponse {
    let extensions = Vec::new();
    NewSingleResponse {
        cert_id: cert_id(SHA1),
        cert_status,
        this_update: time(0),
        next_update: None,
        extensions,
    }
}

fn extension(oid: esig_core::oid::ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let oid = element(Tag::OBJECT_IDENTIFIER, &[oid.as_bytes()]);
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    element(Tag::SEQUENCE, &[&oid, critical, &element(Tag::OCTET_STRING, &[value])])
}

/// A response whose signature is of no key.
fn unsigned(response: &NewResponse) -> Vec<u8> {
    let algorithm = [0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
    let tbs = response.encode().expect("four digits");
    encode_response(&encode_basic_response(&tbs, &algorithm, b"signature", &[&fixture("ec/int.cer")]))
}

fn by_issuer() -> NewResponse {
    NewResponse::by_name(&certificate("ec/int.cer").view().subject(), time(1))
}

#[test]
fn a_certificate_is_known_by_every_digest_of_its_issuer() {
    let provider = Provider::rustcrypto();
    for kind in KINDS {
        let [signer, int, root, revoked] =
            ["signer", "int", "root", "revoked"].map(|name| certificate(&format!("{kind}/{name}.cer")));
        for algorithm in DigestAlgorithm::all() {
            let id = CertIdBuf::new(&provider, algorithm, signer.view(), int.view()).expect("every digest");
            let matches = |certificate: &CertificateBuf, issuer: &CertificateBuf| {
                id.view().matches(&provider, certificate.view(), issuer.view())
            };
            assert_eq!(matches(&signer, &int), Ok(true), "{kind} {algorithm}");
            assert_eq!(matches(&signer, &root), Ok(false), "{kind} {algorithm}: another issuer");
            assert_eq!(matches(&revoked, &int), Ok(false), "{kind} {algorithm}: another serial number");
        }
    }
}

/// The hash of one algorithm under the name of another, and an algorithm that nobody knows.
#[test]
fn hashes_are_made_anew_with_the_algorithm_that_is_named() {
    let provider = Provider::rustcrypto();
    let (signer, int) = (certificate("ec/signer.cer"), certificate("ec/int.cer"));
    let [sha256, streebog] = [DigestAlgorithm::Sha256, DigestAlgorithm::Streebog256]
        .map(|algorithm| cert_id(algorithm).as_der().to_vec());
    let fields = |der: &[u8]| {
        let mut reader = Element::from_der(der, "CertID").expect("DER").reader();
        (0..4).map(|_| reader.any("CertID").expect("field").as_bytes().to_vec()).collect::<Vec<_>>()
    };
    let (own, other) = (fields(&sha256), fields(&streebog));
    let matches = |der: Vec<u8>| {
        let id =
            esig_core::ocsp::CertId::parse(Element::from_der(&der, "CertID").expect("DER")).expect("CertID");
        id.matches(&provider, signer.view(), int.view())
    };
    assert_eq!(matches(sha256), Ok(true));
    assert_eq!(matches(element(Tag::SEQUENCE, &[&other[0], &own[1], &own[2], &own[3]])), Ok(false));
    assert_eq!(matches(element(Tag::SEQUENCE, &[&own[0], &own[1], &other[2], &own[3]])), Ok(false));
    assert_eq!(matches(element(Tag::SEQUENCE, &[&own[0], &other[1], &own[2], &own[3]])), Ok(false));
    let nobodys = [0x30, 5, 6, 3, 0x2a, 3, 4];
    let error = matches(element(Tag::SEQUENCE, &[&nobodys, &own[1], &own[2], &own[3]])).expect_err("unknown");
    assert_eq!((error.algorithm.as_str(), error.field), ("1.2.3.4", "CertID.hashAlgorithm"));
}

#[test]
fn a_request_is_read_back() {
    let (first, second) = (cert_id(SHA1), cert_id(DigestAlgorithm::Streebog512));
    let plain = NewRequest::about(&first).encode();
    let request = OcspRequest::parse(&plain).expect("request");
    assert_eq!((request.requests().count(), request.nonce()), (1, Ok(None)));
    assert!(request.extensions().is_empty() && !request.is_signed() && request.requestor_name().is_none());

    let both = NewRequest::about(&first).and_about(&second).with_nonce(&[7; 32]).encode();
    let request = OcspRequest::parse(&both).expect("request");
    let asked: Vec<CertIdBuf> = request.requests().map(|request| request.cert_id.into()).collect();
    assert_eq!(asked, [first, second]);
    assert_eq!(request.nonce(), Ok(Some(&[7; 32][..])));
    for length in 0..both.len() {
        assert!(OcspRequest::parse(&both[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_response_is_read_back() {
    let reason = ReasonCode::KeyCompromise;
    let statuses = [
        CertStatus::Good,
        CertStatus::Unknown,
        CertStatus::Revoked { revocation_time: time(-9), revocation_reason: reason },
        CertStatus::Revoked { revocation_time: time(-9), revocation_reason: ReasonCode::Unspecified },
    ];
    let mut response = by_issuer().with_nonce(b"nonce");
    for status in statuses {
        response = response.with_single(NewSingleResponse { next_update: Some(time(60)), ..single(status) });
    }
    let der = unsigned(&response);
    let answer = OcspBuf::from_der(der.clone()).expect("response");
    let basic = answer.view().basic().expect("successful");
    assert_eq!(answer.view().status(), ResponseStatus::Successful);
    assert_eq!(Some(basic.tbs_response_data().to_vec()), response.encode());
    assert_eq!((basic.produced_at(), basic.nonce()), (time(1), Ok(Some(&b"nonce"[..]))));
    assert_eq!(basic.signature_value(), b"signature");
    assert_eq!(basic.certificates().collect::<Vec<_>>(), [fixture("ec/int.cer")]);
    assert_eq!(basic.responses().map(|single| single.cert_status).collect::<Vec<_>>(), statuses);
    assert!(basic.responses().all(|single| {
        single.cert_id == cert_id(SHA1).view()
            && single.this_update == time(0)
            && single.next_update == Some(time(60))
    }));
    assert!(basic.unknown_critical_extension().is_none() && !basic.is_extended_revoke());

    // As CAdES keeps it: the same view of the same octets.
    let bare = OcspBuf::from_der(basic.as_der()).expect("bare");
    let bare = bare.view().basic().expect("successful");
    assert_eq!(bare.tbs_response_data(), basic.tbs_response_data());
    for length in 0..der.len() {
        assert!(ParsedOcsp::parse(&der[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn every_damaged_octet_is_survived() {
    let provider = Provider::rustcrypto();
    let (signer, int) = (certificate("ec/signer.cer"), certificate("ec/int.cer"));
    let revoked =
        CertStatus::Revoked { revocation_time: time(-9), revocation_reason: ReasonCode::KeyCompromise };
    let der = unsigned(&by_issuer().with_nonce(b"nonce").with_single(single(revoked)));
    for at in 0..der.len() {
        for octet in [0, 0x7f, 0x80, 0xff, der[at] ^ 0x20, der[at].wrapping_add(1)] {
            let mut damaged = der.clone();
            damaged[at] = octet;
            let _ = OcspRequest::parse(&damaged);
            let Ok(answer) = ParsedOcsp::parse(&damaged) else { continue };
            let Some(basic) = answer.view().basic() else { continue };
            let _ = (basic.nonce(), basic.responder_id().matches(&provider, int.view()));
            for single in basic.responses() {
                let _ = single.cert_id.matches(&provider, signer.view(), int.view());
                let _ = (single.archive_cutoff(), single.cert_hash(), single.unknown_critical_extension());
            }
        }
    }
}

#[test]
fn the_responder_is_named_or_hashed() {
    let provider = Provider::rustcrypto();
    let (int, root) = (certificate("ec/int.cer"), certificate("ec/root.cer"));
    let key = int.view().subject_public_key_info().subject_public_key().octets;
    let hash = provider.digest(SHA1, key).expect("SHA-1");
    let by_key = NewResponse::by_key(hash.as_octets(), time(1));
    for response in [by_issuer(), by_key] {
        let answer = OcspBuf::from_der(unsigned(&response)).expect("response");
        let responder = answer.view().basic().expect("successful").responder_id();
        assert_eq!(responder.matches(&provider, int.view()), Ok(true), "{responder}");
        assert_eq!(responder.matches(&provider, root.view()), Ok(false), "{responder}");
    }
    let cut = OcspBuf::from_der(unsigned(&NewResponse::by_key(&hash.as_octets()[..19], time(1))))
        .expect("response");
    let responder = cut.view().basic().expect("successful").responder_id();
    assert!(matches!(responder, ResponderId::ByKey(octets) if octets.len() == 19));
    assert_eq!(responder.matches(&provider, int.view()), Ok(false));
}

#[test]
fn extensions_are_understood_or_named() {
    let provider = Provider::rustcrypto();
    let signer = certificate("ec/signer.cer");
    let hash = provider.digest(DigestAlgorithm::Sha256, signer.as_der()).expect("SHA-256");
    let hash = element(Tag::OCTET_STRING, &[hash.as_octets()]);
    let hash = element(Tag::SEQUENCE, &[&DigestAlgorithm::Sha256.to_identifier(), &hash]);
    let cutoff = esig_core::time::encode_generalized_time(time(-99)).expect("four digits");
    let nobodys = esig_core::oid::ObjectIdentifier::new_unwrap("1.2.3.4");
    let understood = vec![
        extension(oids::CERT_HASH, true, &hash),
        extension(oids::ARCHIVE_CUTOFF, true, &cutoff),
        extension(oids::SIGNED_CERTIFICATE_TIMESTAMPS, true, &[]),
        extension(nobodys, false, &[]),
    ];
    let plain = NewSingleResponse { extensions: understood, ..single(CertStatus::Good) };
    let critical =
        NewSingleResponse { extensions: vec![extension(nobodys, true, &[])], ..single(CertStatus::Good) };
    let response = by_issuer().with_extension(&extension(oids::EXTENDED_REVOKE, true, &[5, 0]));
    let der = unsigned(&response.with_single(plain).with_single(critical));
    let answer = ParsedOcsp::parse(&der).expect("response");
    let basic = answer.view().basic().expect("successful");
    assert!(basic.is_extended_revoke() && basic.unknown_critical_extension().is_none());
    let singles: Vec<_> = basic.responses().collect();
    assert_eq!(singles[0].archive_cutoff(), Ok(Some(time(-99))));
    let cert_hash = singles[0].cert_hash().expect("well-formed").expect("present");
    assert_eq!(cert_hash.matches(&provider, signer.as_der()), Ok(true));
    assert_eq!(cert_hash.matches(&provider, &fixture("ec/int.cer")), Ok(false));
    assert!(singles[0].unknown_critical_extension().is_none());
    assert_eq!(
        singles[1].unknown_critical_extension().map(|unknown| unknown.oid.to_string()),
        Some("1.2.3.4".into())
    );
    assert_eq!((singles[1].archive_cutoff(), singles[1].cert_hash()), (Ok(None), Ok(None)));

    let whole = unsigned(&by_issuer().with_extension(&extension(nobodys, true, &[])));
    let answer = ParsedOcsp::parse(&whole).expect("response");
    assert!(answer.view().basic().expect("successful").unknown_critical_extension().is_some());
}

/// RFC 9654 §2.1: 1 to 128 octets.
#[test]
fn nonces_have_a_length() {
    for (length, is_allowed) in [(0, false), (1, true), (32, true), (128, true), (129, false)] {
        let der = unsigned(&by_issuer().with_nonce(&vec![1; length]));
        let answer = ParsedOcsp::parse(&der).expect("response");
        let nonce = answer.view().basic().expect("successful").nonce().map(|nonce| nonce.map(<[u8]>::len));
        assert_eq!(nonce.ok(), is_allowed.then_some(Some(length)), "{length}");
    }
}

/// RFC 6960 §2.2: what was never issued is on hold since the beginning of 1970.
#[test]
fn never_issued_is_a_status_of_its_own() {
    let hold = ReasonCode::CertificateHold;
    let revoked =
        |revocation_time, revocation_reason| CertStatus::Revoked { revocation_time, revocation_reason };
    assert!(revoked(UtcDateTime::UNIX_EPOCH, hold).is_non_issued());
    assert!(!revoked(time(0), hold).is_non_issued() && !CertStatus::Good.is_non_issued());
    assert!(!revoked(UtcDateTime::UNIX_EPOCH, ReasonCode::KeyCompromise).is_non_issued());
}

#[test]
fn refusals_have_no_answer() {
    for status in [ResponseStatus::TryLater, ResponseStatus::Unauthorized, ResponseStatus::MalformedRequest] {
        let answer = OcspBuf::from_der(encode_refusal(status)).expect("well-formed");
        assert!(answer.view().status() == status && answer.view().basic().is_none(), "{status}");
    }
    let Err(Error::Malformed(error)) = OcspBuf::from_der(encode_refusal(ResponseStatus::Successful)) else {
        panic!("success without an answer");
    };
    assert_eq!((error.kind, error.production), (ParseErrorKind::Empty, "OCSPResponse.responseBytes"));
}

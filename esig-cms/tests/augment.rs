//! Evidence added to signatures that exist: what was there stays, octet by octet.

#[path = "common/builder.rs"]
mod builder;

use builder::{Builder, CONTENT, pki};
use esig_cms::{
    CmsError, ContentDigests, Level, RevocationInfo, SignedDataBuf, Signing, ValidationData, oids,
};
use esig_core::encode::element;
use esig_core::ocsp::{CertIdBuf, NewRequest};
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Limits, Message, OcspBuf, Provider};
use esig_testkit::{Family, Signer, TestPki};

fn signed(pki: &TestPki) -> SignedDataBuf {
    let provider = Provider::rustcrypto();
    let scheme = pki.family().scheme();
    let content =
        ContentDigests::of(CONTENT, &[scheme.content_digest_algorithm()], &provider).expect("a digest");
    let signer = pki.signer(Signer::Valid);
    let signing = Signing::new().signer(signer.certificate().clone(), scheme).chain(&pki.chain());
    let prepared = signing.prepare(&content, &provider).expect("prepared");
    let Message::Bytes(message) = prepared.message() else { panic!("attributes are not digested") };
    let value = signer.key().sign(message);
    prepared.complete(value, &provider).expect("the signer's key")
}

/// Everything the PKI says of the signer, his certificate first.
fn validation_data(pki: &TestPki) -> ValidationData {
    let (signer, issuer) = (pki.signer(Signer::Valid), pki.intermediate().certificate().view());
    let provider = Provider::rustcrypto();
    let id = CertIdBuf::new(&provider, DigestAlgorithm::Sha1, signer.certificate().view(), issuer);
    let request = NewRequest::about(&id.expect("SHA-1")).encode();
    let answer = OcspBuf::from_der(pki.responder().answer(&request)).expect("an answer");
    let mut certificates = vec![signer.certificate().clone()];
    certificates.extend(pki.chain());
    certificates.push(pki.root().certificate().clone());
    ValidationData { certificates, crls: pki.crls(), ocsp_responses: vec![answer] }
}

fn assert_intact(data: &SignedDataBuf, signer: &TestPki) {
    let provider = Provider::rustcrypto();
    let data = data.view();
    let mut hasher = data.hasher(&provider);
    hasher.update(CONTENT);
    let content = hasher.finish();
    let certificate = signer.signer(Signer::Valid).certificate().clone();
    for signer_info in data.signer_infos() {
        signer_info.check(certificate.view(), &content, &provider).expect("intact");
    }
}

/// The only value of the only signature's unsigned attribute of that type.
fn unsigned(data: &SignedDataBuf, oid: esig_core::oid::ObjectIdentifier) -> Vec<u8> {
    let signer_info = data.view().signer_infos().next().expect("a signature");
    let value = signer_info.unsigned_attributes().single(oid, "test").expect("well-formed");
    value.expect("present").as_bytes().to_vec()
}

/// The elements of an element, each as it stands.
fn children(der: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = Element::from_der(der, "test").expect("DER").reader();
    let mut children = Vec::new();
    while !reader.is_empty() {
        children.push(reader.any("test").expect("an element").as_bytes().to_vec());
    }
    children
}

#[test]
fn validation_data_goes_into_the_sets_each_once() {
    for family in [Family::GOST_256, Family::P256] {
        let pki = pki(family);
        let before = signed(&pki);
        let data = validation_data(&pki);
        let after = before.clone().with_validation_data(&data).expect("nothing covers the sets");
        assert_intact(&after, &pki);
        let view = after.view();
        assert_eq!(view.version(), 5, "other revocation information");
        for certificate in &data.certificates {
            assert_eq!(view.certificates().filter(|der| *der == certificate.as_der()).count(), 1);
        }
        assert_eq!(view.crls().count(), data.crls.len());
        let responses: Vec<_> = view
            .revocation_infos()
            .filter_map(|info| match info {
                RevocationInfo::OcspResponse(der) => Some(der.to_vec()),
                _ => None,
            })
            .collect();
        assert_eq!(responses, [data.ocsp_responses[0].as_der().to_vec()]);
        let signer_info = |data: &SignedDataBuf| {
            data.view().signer_infos().next().map(|signer_info| signer_info.as_bytes().to_vec())
        };
        assert_eq!(signer_info(&after), signer_info(&before), "octet by octet");
        let again = after.clone().with_validation_data(&data).expect("nothing new");
        assert_eq!(again, after);
    }
}

#[test]
fn a_basic_response_alone_is_wrapped_not_changed() {
    let pki = pki(Family::P256);
    let mut data = validation_data(&pki);
    let whole = data.ocsp_responses[0].clone();
    let basic = whole.view().basic().expect("an answer").as_der();
    data.ocsp_responses = vec![OcspBuf::from_der(basic).expect("a basic response")];
    let after = signed(&pki).with_validation_data(&data).expect("nothing covers the sets");
    let info = after.view().revocation_infos().find_map(|info| match info {
        RevocationInfo::OcspResponse(der) => Some(der.to_vec()),
        _ => None,
    });
    assert_eq!(info.as_deref(), Some(whole.as_der()));
}

#[test]
fn what_is_covered_as_a_whole_does_not_grow() {
    let family = Family::GOST_256;
    let pki = pki(family);
    let with = |oid: esig_core::oid::ObjectIdentifier| {
        let attribute = builder::attribute(oid.as_bytes(), &[&element(Tag::SEQUENCE, &[])]);
        let file = Builder { unsigned: vec![attribute], ..Builder::new(family) }.build();
        SignedDataBuf::from_bytes(file, &Limits::DEFAULT).expect("well-formed")
    };
    let data = validation_data(&pki);
    let covering = [
        (oids::ARCHIVE_TIME_STAMP, "archive-time-stamp"),
        (oids::ARCHIVE_TIME_STAMP_V2, "archive-time-stamp-v2"),
        (oids::INTERNAL_EVIDENCE_RECORD, "internal-evidence-record"),
        (oids::EXTERNAL_EVIDENCE_RECORD, "external-evidence-record"),
    ];
    for (oid, by) in covering {
        let refused = with(oid).with_validation_data(&data);
        assert_eq!(refused, Err(CmsError::Covered { index: 0, by }));
        let own = with(oid).with_values(0, &data);
        assert!(own.is_ok(), "attributes that come after are not covered");
    }
    let grown = with(oids::ARCHIVE_TIME_STAMP_V3).with_validation_data(&data);
    assert!(grown.is_ok(), "version 3 covers what it lists");
    let nothing = with(oids::ARCHIVE_TIME_STAMP_V2).with_validation_data(&ValidationData::new());
    assert_eq!(nothing, Ok(with(oids::ARCHIVE_TIME_STAMP_V2)));
}

#[test]
fn references_stand_in_the_order_of_the_certificates() {
    let pki = pki(Family::GOST_256);
    let data = validation_data(&pki);
    let (algorithm, provider) = (DigestAlgorithm::Streebog256, Provider::rustcrypto());
    let digest = |octets: &[u8]| provider.digest(algorithm, octets).expect("Streebog").as_octets().to_vec();
    let after = signed(&pki).with_references(0, &data, algorithm, &provider).expect("no references yet");
    assert_intact(&after, &pki);

    let certificates = children(&unsigned(&after, oids::COMPLETE_CERTIFICATE_REFERENCES));
    assert_eq!(certificates.len(), data.certificates.len() - 1, "not the signer's");
    for (reference, certificate) in certificates.iter().zip(&data.certificates[1..]) {
        let hash = element(Tag::OCTET_STRING, &[&digest(certificate.as_der())]);
        assert_eq!(children(reference)[0], element(Tag::SEQUENCE, &[&algorithm.to_identifier(), &hash]));
    }

    let revocation = children(&unsigned(&after, oids::COMPLETE_REVOCATION_REFERENCES));
    assert_eq!(revocation.len(), data.certificates.len(), "one for each certificate, the signer's first");
    let contains = |place: &[u8], octets: &[u8]| place.windows(32).any(|window| window == digest(octets));
    let (root_crl, own_crl) = (data.crls[0].as_der(), data.crls[1].as_der());
    let answer = data.ocsp_responses[0].view();
    let basic = answer.basic().expect("an answer").as_der();
    assert!(contains(&revocation[0], own_crl) && contains(&revocation[0], basic));
    assert!(contains(&revocation[1], root_crl) && !contains(&revocation[1], own_crl));
    assert_eq!(children(&revocation[0]).len(), 2, "crlids and ocspids");
    assert_eq!(children(&revocation[1]).len(), 1, "crlids alone");

    let twice = after.with_references(0, &data, algorithm, &provider);
    let attribute = "complete-certificate-references";
    assert_eq!(twice, Err(CmsError::AttributePresent { index: 0, attribute }));
}

#[test]
fn values_are_copied() {
    let pki = pki(Family::P256);
    let data = validation_data(&pki);
    let after = signed(&pki).with_values(0, &data).expect("no values yet");
    assert_intact(&after, &pki);
    let certificates = children(&unsigned(&after, oids::CERTIFICATE_VALUES));
    let wanted: Vec<_> = data.certificates.iter().map(|certificate| certificate.as_der().to_vec()).collect();
    assert_eq!(certificates, wanted);

    let values = children(&unsigned(&after, oids::REVOCATION_VALUES));
    let crls = children(&children(&values[0])[0]);
    let wanted: Vec<_> = data.crls.iter().map(|crl| crl.as_der().to_vec()).collect();
    assert_eq!(crls, wanted);
    let responses = children(&children(&values[1])[0]);
    let answer = data.ocsp_responses[0].view();
    assert_eq!(responses, [answer.basic().expect("an answer").as_der().to_vec()]);

    let none = signed(&pki).with_values(0, &ValidationData::new()).expect("no values yet");
    assert_eq!(unsigned(&none, oids::REVOCATION_VALUES), [0x30, 0]);
    assert_eq!(none.view().signer_infos().next().map(|signer| signer.level()), Some(Level::CadesB));
}

#[test]
fn only_signatures_that_are_there_are_raised() {
    let pki = pki(Family::P256);
    let refused = signed(&pki).with_values(1, &validation_data(&pki));
    assert_eq!(refused, Err(CmsError::NoSuchSignature { index: 1, signatures: 1 }));
}

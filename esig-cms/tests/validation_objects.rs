//! Certificates, CRLs and OCSP responses are found wherever they stand.

#[path = "common/builder.rs"]
mod builder;
mod common;

use std::collections::BTreeMap;

use builder::{Builder, attribute, pki};
use common::decode;
use esig_cms::attributes::TimestampKind;
use esig_cms::{
    ContentDigests, EmbeddedObject, Field, SignedData, SignedDataBuf, ValidationData, ValidationObject, oids,
};
use esig_core::encode::element;
use esig_core::ocsp::{CertIdBuf, NewRequest};
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, CrlBuf, DigestAlgorithm, Limits, OcspBuf, Provider};
use esig_corpora::Corpus;
use esig_testkit::{Family, Signer, TestPki};

const FAMILY: Family = Family::P256;

/// Everything the PKI says of the signer.
fn validation_data(pki: &TestPki) -> ValidationData {
    let (signer, issuer) = (pki.signer(Signer::Valid), pki.intermediate().certificate().view());
    let provider = Provider::rustcrypto();
    let id = CertIdBuf::new(&provider, DigestAlgorithm::Sha1, signer.certificate().view(), issuer);
    let answer = pki.responder().answer(&NewRequest::about(&id.expect("SHA-1")).encode());
    let ocsp_responses = vec![OcspBuf::from_der(answer).expect("an answer")];
    ValidationData { certificates: pki.chain(), crls: pki.crls(), ocsp_responses }
}

fn signed(builder: &Builder) -> SignedDataBuf {
    SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT).expect("CMS")
}

/// How many of each kind were found, by place.
fn count(data: &SignedData<'_>) -> BTreeMap<String, [usize; 3]> {
    let mut found: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for EmbeddedObject { object, place } in data.validation_objects() {
        let kind = match object {
            ValidationObject::Certificate(_) => 0,
            ValidationObject::Crl(_) => 1,
            _ => 2,
        };
        found.entry(place.to_string()).or_default()[kind] += 1;
    }
    found
}

fn places(expected: &[(&str, [usize; 3])]) -> BTreeMap<String, [usize; 3]> {
    expected.iter().map(|(place, counts)| ((*place).to_owned(), *counts)).collect()
}

#[test]
fn each_place_is_looked_at() {
    let pki = pki(FAMILY);
    let (data, provider) = (validation_data(&pki), Provider::rustcrypto());
    let in_sets = signed(&Builder::new(FAMILY)).with_validation_data(&data).expect("nothing covers the sets");
    let expected =
        [("SignedData.certificates", [1 + data.certificates.len(), 0, 0]), ("SignedData.crls", [0, 2, 1])];
    assert_eq!(count(&in_sets.view()), places(&expected));

    let both = in_sets.with_values(0, &data).expect("no values yet");
    let prepared = both.prepare_signature_timestamp(0, DigestAlgorithm::Sha256, &provider).expect("one");
    let token = pki.time_stamps().token(prepared.imprint());
    let both = prepared.complete(&token).expect("a token over the imprint");
    let more = [
        ("certificate-values of signature 0", [data.certificates.len(), 0, 0]),
        ("revocation-values of signature 0", [0, 2, 1]),
        ("SignedData.certificates of signature-time-stamp of signature 0", [1, 0, 0]),
    ];
    assert_eq!(count(&both.view()), places(&[&expected[..], &more].concat()));
}

/// A token whose own unsigned attributes hold values, as CryptoPro's software writes them.
#[test]
fn time_stamps_are_looked_into() {
    let pki = pki(FAMILY);
    let data = validation_data(&pki);
    let imprint = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, b"anything").expect("SHA-256");
    let token = |values: &ValidationData| {
        let token = pki.time_stamps().token(&imprint);
        let token = SignedDataBuf::from_bytes(token, &Limits::DEFAULT).expect("a token");
        token.with_values(0, values).expect("no values yet")
    };
    let mut builder = Builder::new(FAMILY);
    let inner = token(&data);
    builder.unsigned.push(attribute(oids::SIGNATURE_TIME_STAMP.as_bytes(), &[inner.as_der()]));
    let bytes = builder.build();
    let view = SignedData::parse(&bytes, &Limits::DEFAULT).expect("CMS");
    let found = count(&view);
    let expected = [
        ("SignedData.certificates", [1, 0, 0]),
        ("SignedData.certificates of signature-time-stamp of signature 0", [1, 0, 0]),
        ("certificate-values of signature-time-stamp of signature 0", [data.certificates.len(), 0, 0]),
        ("revocation-values of signature-time-stamp of signature 0", [0, 2, 1]),
    ];
    assert_eq!(found, places(&expected));
    let inside = view.validation_objects().into_iter().filter(|one| one.place.timestamp.is_some());
    assert!(inside.into_iter().all(|one| one.place.timestamp == Some(TimestampKind::Signature)));
}

/// Time-stamps in time-stamps: the fifth level is not looked at.
#[test]
fn nesting_is_limited() {
    let pki = pki(FAMILY);
    let imprint = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, b"anything").expect("SHA-256");
    let mut bytes = pki.time_stamps().token(&imprint);
    for level in 1..8 {
        let token = SignedDataBuf::from_bytes(pki.time_stamps().token(&imprint), &Limits::DEFAULT);
        let token = token.expect("a token");
        let unsigned = attribute(oids::SIGNATURE_TIME_STAMP.as_bytes(), &[&bytes]);
        bytes = with_unsigned(&token, &unsigned);
        let view = SignedData::parse(&bytes, &Limits::DEFAULT).expect("CMS");
        assert_eq!(view.validation_objects().len(), 5.min(level + 1));
    }
}

/// The ContentInfo with one unsigned attribute at its only signature.
fn with_unsigned(data: &SignedDataBuf, unsigned: &[u8]) -> Vec<u8> {
    let view = data.view();
    let signer_info = view.signer_infos().next().expect("a signature").as_bytes();
    let fields = esig_core::raw::Element::from_der(signer_info, "test").expect("DER").contents();
    let grown = element(Tag::SEQUENCE, &[fields, &element(Tag::context(1), &[unsigned])]);
    let signed_data = data.as_der();
    let whole = esig_core::raw::Element::from_der(signed_data, "test").expect("DER");
    let mut outer = whole.reader();
    let content_type = outer.any("contentType").expect("a type").as_bytes();
    let inner = outer.any("content").expect("content").reader().any("SignedData").expect("SignedData");
    let before = inner.contents().len() - element(Tag::SET, &[signer_info]).len();
    let signed_data = element(Tag::SEQUENCE, &[&inner.contents()[..before], &element(Tag::SET, &[&grown])]);
    element(Tag::SEQUENCE, &[content_type, &element(Tag::context(0), &[&signed_data])])
}

/// One unreadable attribute hides no other.
#[test]
fn what_cannot_be_read_is_passed_over() {
    let pki = pki(FAMILY);
    let certificate = pki.root().certificate().as_der().to_vec();
    let list = |elements: &[&[u8]]| element(Tag::SEQUENCE, elements);
    let found = |values: &[(ObjectIdentifier, &[u8])]| {
        let mut builder = Builder::new(FAMILY);
        builder.certificates.clear();
        builder.unsigned = values.iter().map(|(oid, value)| attribute(oid.as_bytes(), &[value])).collect();
        let bytes = builder.build();
        count(&SignedData::parse(&bytes, &Limits::DEFAULT).expect("CMS"))
    };
    let good = list(&[&certificate]);
    let one = places(&[("certificate-values of signature 0", [1, 0, 0])]);
    assert_eq!(found(&[(oids::CERTIFICATE_VALUES, &good)]), one);
    let broken = list(&[&certificate, &[5, 0]]);
    let timestamp: (_, &[u8]) = (oids::SIGNATURE_TIME_STAMP, &[5, 0]);
    let values = [
        (oids::CERTIFICATE_VALUES, &broken[..]),
        (oids::REVOCATION_VALUES, &good),
        timestamp,
        (oids::CERTIFICATE_VALUES, &good),
    ];
    assert_eq!(found(&values), one);
}

#[test]
fn signed_revocation_data_of_pdf_is_found() {
    let crls = pki(FAMILY).crls();
    let list = element(Tag::SEQUENCE, &crls.iter().map(CrlBuf::as_der).collect::<Vec<_>>());
    let value = element(Tag::SEQUENCE, &[&element(Tag::context(0), &[&list])]);
    let builder = Builder::new(FAMILY).sign(attribute(oids::REVOCATION_INFO_ARCHIVAL.as_bytes(), &[&value]));
    let bytes = builder.build();
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("CMS");
    let found: Vec<_> = data.validation_objects().into_iter().skip(1).collect();
    assert!(found.iter().all(|one| one.place.field == Field::RevocationInfoArchival));
    assert!(found.iter().map(|one| one.object.as_bytes()).eq(crls.iter().map(CrlBuf::as_der)));
}

/// What an archive time-stamp proves includes what is in the attributes that it covers.
#[test]
fn covered_objects_say_what_is_in_them() {
    let pki = pki(FAMILY);
    let (data, provider) = (validation_data(&pki), Provider::rustcrypto());
    let content =
        ContentDigests::of(builder::CONTENT, &[DigestAlgorithm::Sha256], &provider).expect("SHA-256");
    let stamped = |prepared: esig_cms::PreparedTimestamp| {
        let token = pki.time_stamps().token(prepared.imprint());
        prepared.complete(&token).expect("a token over the imprint")
    };
    let t = signed(&Builder::new(FAMILY)).prepare_signature_timestamp(0, DigestAlgorithm::Sha256, &provider);
    let xl = stamped(t.expect("one")).with_values(0, &data).expect("no values yet");
    let a = xl.prepare_archive_timestamp(0, &content, DigestAlgorithm::Sha256, &provider);
    let a = stamped(a.expect("one"));
    let view = a.view();
    let timestamp = view.signer_infos().next().and_then(|signer| signer.timestamps().last()).expect("some");
    let covered = view.coverage(&content, &provider).check(&timestamp).expect("covered");
    let mut found = [0; 3];
    for object in covered.objects().iter().flat_map(|object| object.validation_objects()) {
        match object {
            ValidationObject::Certificate(der) => {
                found[0] += usize::from(CertificateBuf::from_der(der).is_ok())
            }
            ValidationObject::Crl(der) => found[1] += usize::from(CrlBuf::from_der(der).is_ok()),
            ValidationObject::OcspResponse(der) => found[2] += usize::from(OcspBuf::from_der(der).is_ok()),
            _ => {}
        }
    }
    // The signer's, the authority's within the token, and the values.
    assert_eq!(found, [2 + data.certificates.len(), data.crls.len(), 1]);
}

/// Every object found in real signatures and tokens can be read.
#[test]
fn objects_of_real_signatures_can_be_read() {
    let mut figures: BTreeMap<Field, usize> = BTreeMap::new();
    for corpus in ["gost/published", "signatures/cms", "signatures/tsp"] {
        let Some(corpus) = Corpus::open(corpus) else { return };
        let rows =
            corpus.rows().filter(|row| ["cms/", "tsp/"].iter().any(|part| row.get("file").contains(part)));
        for row in rows {
            let bytes = decode(&row.read("file").expect("the manifest's file"));
            let Ok(data) = SignedData::parse(&bytes, &Limits::DEFAULT) else { continue };
            for EmbeddedObject { object, place } in data.validation_objects() {
                let is_read = match object {
                    ValidationObject::Certificate(der) => CertificateBuf::from_der(der).is_ok(),
                    ValidationObject::Crl(der) => CrlBuf::from_der(der).is_ok(),
                    ValidationObject::OcspResponse(der) => OcspBuf::from_der(der).is_ok(),
                    _ => false,
                };
                *figures.entry(place.field).or_default() += 1;
                assert!(is_read, "{}: {object:?} in {place}", row.id());
            }
        }
    }
    let expected = [
        (Field::Certificates, 606),
        (Field::Crls, 74),
        (Field::CertificateValues, 139),
        (Field::RevocationValues, 86),
        (Field::RevocationInfoArchival, 3),
    ];
    assert_eq!(figures, BTreeMap::from(expected));
}

//! References to certificates and revocation data, and the values beside them, as signatures hold them.

#[path = "common/builder.rs"]
mod builder;
mod common;

use builder::{Builder, attribute, octets, oid, pki};
use common::decode;
use esig_cms::attributes::references::{CrlOcspRef, CrlValidatedId, OtherCertId};
use esig_cms::{RevocationInfo, SignedData, SignedDataBuf, ValidationData, oids};
use esig_core::encode::element;
use esig_core::ocsp::{CertIdBuf, NewRequest, ResponderId};
use esig_core::raw::Tag;
use esig_core::time::encode_generalized_time;
use esig_core::{CertificateBuf, CrlBuf, DigestAlgorithm, Limits, OcspBuf, Provider};
use esig_corpora::Corpus;
use esig_testkit::{Family, Signer, TestPki};

const FAMILY: Family = Family::GOST_256;

fn provider() -> Provider {
    Provider::rustcrypto()
}

/// Everything the PKI says of the signer, his certificate first.
fn validation_data(pki: &TestPki) -> ValidationData {
    let (signer, issuer) = (pki.signer(Signer::Valid), pki.intermediate().certificate().view());
    let id = CertIdBuf::new(&provider(), DigestAlgorithm::Sha1, signer.certificate().view(), issuer);
    let answer = pki.responder().answer(&NewRequest::about(&id.expect("SHA-1")).encode());
    let mut certificates = vec![signer.certificate().clone()];
    certificates.extend(pki.chain());
    certificates.push(pki.root().certificate().clone());
    let ocsp_responses = vec![OcspBuf::from_der(answer).expect("an answer")];
    ValidationData { certificates, crls: pki.crls(), ocsp_responses }
}

/// Form X-Long without a time-stamp, by that digest.
fn with_all(data: &ValidationData, algorithm: DigestAlgorithm) -> SignedDataBuf {
    let signed = SignedDataBuf::from_bytes(Builder::new(FAMILY).build(), &Limits::DEFAULT).expect("CMS");
    let with_references = signed.with_references(0, data, algorithm, &provider()).expect("no references yet");
    with_references.with_values(0, data).expect("no values yet")
}

#[test]
fn what_was_written_is_read_back() {
    let data = validation_data(&pki(FAMILY));
    for algorithm in [DigestAlgorithm::Sha1, DigestAlgorithm::Streebog256] {
        let signed = with_all(&data, algorithm);
        let view = signed.view();
        let unsigned = view.signer_infos().next().expect("a signature").unsigned_attributes();

        let certificates = unsigned.complete_certificate_references().expect("well-formed").expect("present");
        let expected = data.certificates[1..].iter();
        assert!(certificates.iter().map(|id| id.hash().algorithm()).all(|found| found == Ok(algorithm)));
        let found = certificates.iter().zip(expected.clone()).all(|(id, certificate)| {
            id.issuer_serial().is_some() && id.matches(&certificate.view(), &provider()) == Ok(true)
        });
        assert!(found && certificates.iter().count() == expected.len());

        let revocation = unsigned.complete_revocation_references().expect("well-formed").expect("present");
        assert_eq!(revocation.iter().count(), data.certificates.len(), "one for each certificate");
        assert_eq!(revocation.crls().count(), data.crls.len());
        for crl in &data.crls {
            let fits = |id: &CrlValidatedId<'_>| id.matches(&crl.view(), &provider()) == Ok(true);
            let id = revocation.crls().find(fits).expect("a reference");
            let identifier = id.identifier().expect("the test's CRLs have times of this century");
            assert!(identifier.issuer == crl.view().issuer());
            assert_eq!(identifier.issued, crl.view().this_update());
        }
        let response = data.ocsp_responses[0].view();
        let ids: Vec<_> = revocation.ocsp_responses().collect();
        assert_eq!((ids.len(), ids[0].matches(&response, &provider())), (1, Ok(true)));
        assert_eq!(ids[0].produced_at(), response.basic().expect("an answer").produced_at());
    }
}

#[test]
fn values_are_read_back() {
    let data = validation_data(&pki(FAMILY));
    let signed = with_all(&data, DigestAlgorithm::Streebog256);
    let view = signed.view();
    let unsigned = view.signer_infos().next().expect("a signature").unsigned_attributes();
    let values = unsigned.certificate_values().expect("well-formed").expect("present");
    let expected = data.certificates.iter().map(CertificateBuf::as_der);
    assert!(values.certificates().eq(expected));
    let values = unsigned.revocation_values().expect("well-formed").expect("present");
    assert!(values.crls().eq(data.crls.iter().map(CrlBuf::as_der)));
    let basic = data.ocsp_responses[0].view().basic().expect("an answer").as_der();
    assert!(values.ocsp_responses().eq([basic]) && values.other().is_none());
}

/// Of everything else nothing matches.
#[test]
fn other_objects_are_not_referred_to() {
    let data = validation_data(&pki(FAMILY));
    let other = TestPki::new(FAMILY, 2, pki(FAMILY).at());
    let signed = with_all(&data, DigestAlgorithm::Sha256);
    let view = signed.view();
    let unsigned = view.signer_infos().next().expect("a signature").unsigned_attributes();
    let certificates = unsigned.complete_certificate_references().expect("well-formed").expect("present");
    let root = other.root().certificate();
    assert!(certificates.iter().all(|id| id.matches(&root.view(), &provider()) == Ok(false)));
    let revocation = unsigned.complete_revocation_references().expect("well-formed").expect("present");
    let crl = &other.crls()[0];
    assert!(revocation.crls().all(|id| id.matches(&crl.view(), &provider()) == Ok(false)));
    let foreign = &validation_data(&other).ocsp_responses[0];
    assert!(revocation.ocsp_responses().all(|id| id.matches(&foreign.view(), &provider()) == Ok(false)));
}

fn signature_with(attribute_type: &[u8], value: &[u8]) -> Vec<u8> {
    let mut builder = Builder::new(FAMILY);
    builder.unsigned.push(attribute(attribute_type, &[value]));
    builder.build()
}

fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(Tag::SEQUENCE, parts)
}

/// Reads complete-certificate-references with that list.
fn certificate_references(list: &[u8]) -> Result<Vec<String>, String> {
    let bytes = signature_with(oids::COMPLETE_CERTIFICATE_REFERENCES.as_bytes(), list);
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed around the value");
    let unsigned = data.signer_infos().next().expect("a signature").unsigned_attributes();
    let references = unsigned.complete_certificate_references().map_err(|error| error.to_string())?;
    let describe = |id: OtherCertId<'_>| format!("{id:?}");
    Ok(references.expect("present").iter().map(describe).collect())
}

#[test]
fn certificate_references_are_checked_to_the_end() {
    let sha1 = octets(&[7; 20]);
    let sha256 = sequence(&[&DigestAlgorithm::Sha256.to_identifier(), &octets(&[9; 32])]);
    let read = certificate_references(&sequence(&[&sequence(&[&sha1]), &sequence(&[&sha256])]));
    let expected = [
        format!("OtherCertId(sha1:{})", "07".repeat(20)),
        format!("OtherCertId(sha256:{})", "09".repeat(32)),
    ];
    assert_eq!(read.as_deref(), Ok(&expected[..]));

    let cut = element(Tag::CONSTRUCTED_OCTET_STRING, &[&octets(&[7; 10]), &octets(&[7; 10])]);
    let read = certificate_references(&sequence(&[&sequence(&[&cut])]));
    assert_eq!(read.as_deref(), Ok(&expected[..1]), "BER may cut it");

    for broken in [
        octets(&[7; 20]),
        sequence(&[&sha1]),
        sequence(&[&sequence(&[&sha1, &octets(&[])])]),
        sequence(&[&sequence(&[&[2, 1, 1]])]),
        sequence(&[&sequence(&[&sequence(&[&octets(&[9; 32])])])]),
        sequence(&[&sequence(&[])]),
    ] {
        let error = certificate_references(&broken).expect_err("malformed");
        assert!(error.contains("complete-certificate-references"), "{error}");
    }
    let many = sequence(&[&sequence(&[&sha1]).repeat(5_001)]);
    let error = certificate_references(&many).expect_err("too many");
    assert!(error.contains("the limit MAX_LISTED of 5000"), "{error}");
}

/// Reads complete-revocation-references with that list.
fn revocation_references(list: &[u8]) -> Result<Vec<(usize, usize, bool)>, String> {
    let bytes = signature_with(oids::COMPLETE_REVOCATION_REFERENCES.as_bytes(), list);
    let data = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed around the value");
    let unsigned = data.signer_infos().next().expect("a signature").unsigned_attributes();
    let references = unsigned.complete_revocation_references().map_err(|error| error.to_string())?;
    let count = |reference: CrlOcspRef<'_>| {
        (reference.crls().count(), reference.ocsp_responses().count(), reference.other().is_some())
    };
    Ok(references.expect("present").iter().map(count).collect())
}

#[test]
fn revocation_references_are_checked_to_the_end() {
    let tagged = |number, part: &[u8]| element(Tag::context(number), &[part]);
    let crl = sequence(&[&octets(&[7; 20])]);
    let time = element(Tag::GENERALIZED_TIME, &[b"20261201120000Z"]);
    let by_key = tagged(2, &octets(&[5; 20]));
    let response = sequence(&[&sequence(&[&by_key, &time]), &octets(&[7; 20])]);
    let crls = tagged(0, &sequence(&[&sequence(&[&crl, &crl])]));
    let responses = tagged(1, &sequence(&[&sequence(&[&response])]));
    let other = tagged(2, &sequence(&[&oid(oids::DATA.as_bytes()), &[5, 0]]));
    let read = revocation_references(&sequence(&[&sequence(&[&crls, &responses, &other]), &sequence(&[])]));
    assert_eq!(read, Ok(vec![(2, 1, true), (0, 0, false)]));

    for broken in [
        sequence(&[&sequence(&[&responses, &crls])]),
        sequence(&[&sequence(&[&tagged(0, &sequence(&[&crl]))])]),
        sequence(&[&sequence(&[&tagged(1, &sequence(&[&sequence(&[&crl])]))])]),
        sequence(&[&sequence(&[&tagged(2, &sequence(&[&[5, 0]]))])]),
        sequence(&[&sequence(&[&tagged(3, &[5, 0])])]),
    ] {
        let error = revocation_references(&broken).expect_err("malformed");
        assert!(error.contains("complete-revocation-references"), "{error}");
    }
}

#[test]
fn a_reference_without_a_digest_is_by_responder_and_time() {
    let data = validation_data(&pki(FAMILY));
    let response = data.ocsp_responses[0].view();
    let basic = response.basic().expect("an answer");
    let matches = |time: &[u8], name: &[u8]| {
        let identifier =
            sequence(&[&element(Tag::context(1), &[name]), &element(Tag::GENERALIZED_TIME, &[time])]);
        let list = sequence(&[&sequence(&[&sequence(&[&identifier])])]);
        let list = sequence(&[&sequence(&[&element(Tag::context(1), &[&list])])]);
        let bytes = signature_with(oids::COMPLETE_REVOCATION_REFERENCES.as_bytes(), &list);
        let signed = SignedData::parse(&bytes, &Limits::DEFAULT).expect("well-formed");
        let unsigned = signed.signer_infos().next().expect("a signature").unsigned_attributes();
        let references = unsigned.complete_revocation_references().expect("well-formed").expect("present");
        references.ocsp_responses().next().expect("one").matches(&response, &provider())
    };
    let ResponderId::ByName(name) = basic.responder_id() else { panic!("by name") };
    let time = encode_generalized_time(basic.produced_at()).expect("four digits");
    assert_eq!(matches(&time[2..], name.as_der()), Ok(true));
    assert_eq!(matches(b"20200101000000Z", name.as_der()), Ok(false));
    let other = pki(FAMILY).root().certificate().clone();
    assert_eq!(matches(&time[2..], other.view().subject().as_der()), Ok(false));
}

/// In what CryptoPro's and others' software wrote every reference has its value beside it; two signatures hold references and no
/// revocation data.
#[test]
fn references_of_real_signatures_have_their_values() {
    let mut figures = [0; 6];
    for corpus in ["gost/published", "signatures/cms"] {
        let Some(corpus) = Corpus::open(corpus) else { return };
        for row in corpus.rows().filter(|row| row.get("file").contains("cms/")) {
            let bytes = decode(&row.read("file").expect("the manifest's file"));
            let Ok(data) = SignedData::parse(&bytes, &Limits::DEFAULT) else { continue };
            for (figure, found) in figures.iter_mut().zip(found_beside(&data)) {
                *figure += found;
            }
        }
    }
    assert_eq!(figures, [38, 38, 22, 19, 12, 9]);
}

/// How many references to certificates, CRLs and OCSP responses there are, and how many of each have a value beside them.
fn found_beside(data: &SignedData<'_>) -> [usize; 6] {
    let provider = provider();
    let mut figures = [0; 6];
    let mut count = |at: usize, is_there: bool| {
        figures[at] += 1;
        figures[at + 1] += usize::from(is_there);
    };
    for signer_info in data.signer_infos() {
        let unsigned = signer_info.unsigned_attributes();
        let values = unsigned.certificate_values().expect("well-formed");
        let certificates: Vec<_> = values
            .iter()
            .flat_map(|values| values.certificates())
            .chain(data.certificates())
            .filter_map(|der| CertificateBuf::from_der(der).ok())
            .collect();
        let values = unsigned.revocation_values().expect("well-formed");
        let crls = values.iter().flat_map(|values| values.crls()).chain(data.crls());
        let crls: Vec<_> = crls.filter_map(|der| CrlBuf::from_der(der).ok()).collect();
        let in_set = data.revocation_infos().filter_map(|info| match info {
            RevocationInfo::OcspResponse(der) | RevocationInfo::BasicOcspResponse(der) => Some(der),
            _ => None,
        });
        let responses = values.iter().flat_map(|values| values.ocsp_responses()).chain(in_set);
        let responses: Vec<_> = responses.filter_map(|der| OcspBuf::from_der(der).ok()).collect();
        for id in
            unsigned.complete_certificate_references().expect("well-formed").iter().flat_map(|l| l.iter())
        {
            count(0, certificates.iter().any(|one| id.matches(&one.view(), &provider) == Ok(true)));
        }
        let Some(revocation) = unsigned.complete_revocation_references().expect("well-formed") else {
            continue;
        };
        for id in revocation.crls() {
            count(2, crls.iter().any(|one| id.matches(&one.view(), &provider) == Ok(true)));
        }
        for id in revocation.ocsp_responses() {
            count(4, responses.iter().any(|one| id.matches(&one.view(), &provider) == Ok(true)));
        }
    }
    figures
}

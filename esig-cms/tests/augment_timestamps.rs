//! Time-stamps put over signatures that exist, up to level LTA and its renewal.

#[path = "common/builder.rs"]
mod builder;

use builder::{CONTENT, pki};
use esig_cms::attributes::TimestampKind;
use esig_cms::{
    CmsError, ContentDigests, Level, PreparedTimestamp, SignedDataBuf, Signing, TimestampError,
    ValidationData, oids,
};
use esig_core::encode::element;
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, DigestValue, Limits, Provider};
use esig_testkit::{Family, Signer, TestPki};

fn provider() -> Provider {
    Provider::rustcrypto()
}

fn signed(pki: &TestPki) -> SignedDataBuf {
    pki.signer(Signer::Valid).sign_detached(CONTENT, pki.at(), &pki.chain()).expect("the signer's key")
}

/// A token over that digest, by the PKI's own authority.
fn token(pki: &TestPki, imprint: &DigestValue) -> Vec<u8> {
    pki.time_stamps().token(imprint)
}

fn stamped(pki: &TestPki, prepared: PreparedTimestamp) -> SignedDataBuf {
    let token = token(pki, prepared.imprint());
    prepared.complete(&token).expect("a token over the imprint")
}

fn algorithm(pki: &TestPki) -> DigestAlgorithm {
    pki.family().scheme().content_digest_algorithm()
}

fn content(pki: &TestPki) -> ContentDigests {
    ContentDigests::of(CONTENT, &[algorithm(pki)], &provider()).expect("a digest")
}

fn validation_data(pki: &TestPki) -> ValidationData {
    let mut certificates = vec![pki.signer(Signer::Valid).certificate().clone()];
    certificates.extend(pki.chain());
    certificates.extend([pki.tsa(), pki.root().clone()].map(|identity| identity.certificate().clone()));
    ValidationData { certificates, crls: pki.crls(), ocsp_responses: Vec::new() }
}

fn level_t(pki: &TestPki) -> SignedDataBuf {
    let prepared = signed(pki).prepare_signature_timestamp(0, algorithm(pki), &provider());
    stamped(pki, prepared.expect("a signature"))
}

fn level_lta(pki: &TestPki) -> SignedDataBuf {
    let lt = level_t(pki).with_validation_data(&validation_data(pki)).expect("nothing covers the sets");
    archived(pki, lt)
}

fn archived(pki: &TestPki, data: SignedDataBuf) -> SignedDataBuf {
    let prepared = data.prepare_archive_timestamp(0, &content(pki), algorithm(pki), &provider());
    stamped(pki, prepared.expect("a signature"))
}

fn level(data: &SignedDataBuf) -> Level {
    data.view().signer_infos().next().expect("a signature").level()
}

fn assert_intact(pki: &TestPki, data: &SignedDataBuf) {
    let signer = pki.signer(Signer::Valid);
    let view = data.view();
    let signer_info = view.signer_infos().next().expect("a signature");
    signer_info.check(signer.certificate().view(), &content(pki), &provider()).expect("intact");
}

/// The octets of every field but the sets that may grow, and every unsigned attribute.
fn original(data: &SignedDataBuf) -> (Vec<u8>, Vec<Vec<u8>>) {
    let view = data.view();
    let signer_info = view.signer_infos().next().expect("a signature");
    let unsigned = signer_info.unsigned_attributes();
    let attributes: Vec<_> = unsigned.iter().map(|attribute| attribute.as_bytes().to_vec()).collect();
    let fields = Element::from_der(signer_info.as_bytes(), "test").expect("DER").contents();
    let fields = fields[..fields.len() - unsigned.as_bytes().map_or(0, <[u8]>::len)].to_vec();
    (fields, attributes)
}

#[test]
fn each_level_keeps_what_was_there() {
    for family in [Family::GOST_256, Family::P256] {
        let pki = pki(family);
        let b = signed(&pki);
        let t = level_t(&pki);
        let lt = t.clone().with_validation_data(&validation_data(&pki)).expect("nothing covers the sets");
        let lta = archived(&pki, lt.clone());
        let renewed = archived(&pki, lta.clone());
        let levels = [&b, &t, &lt, &lta, &renewed].map(level);
        let expected = [Level::CadesB, Level::CadesT, Level::CadesLt, Level::CadesLta, Level::CadesLta];
        assert_eq!(levels, expected);
        for (before, after) in [(&b, &t), (&t, &lt), (&lt, &lta), (&lta, &renewed)] {
            assert_intact(&pki, after);
            let ((fields, attributes), (later_fields, later)) = (original(before), original(after));
            assert_eq!(fields, later_fields);
            assert_eq!(attributes, later[..attributes.len()]);
        }
    }
}

#[test]
fn a_token_over_something_else_is_refused() {
    let pki = pki(Family::P256);
    let prepare =
        || signed(&pki).prepare_signature_timestamp(0, algorithm(&pki), &provider()).expect("a signature");
    let other = provider().digest(algorithm(&pki), b"something else").expect("SHA-256");
    let refused = prepare().complete(&token(&pki, &other));
    let computed = *prepare().imprint();
    let stated = other.as_octets().to_vec();
    let algorithm = other.algorithm();
    assert_eq!(refused, Err(TimestampError::ImprintMismatch { algorithm, stated, computed }));

    let no_token = prepare().complete(signed(&pki).as_der());
    assert_eq!(no_token, Err(TimestampError::NotTimestamp { content_type: "1.2.840.113549.1.7.1".into() }));
    assert!(matches!(prepare().complete(b"garbage"), Err(TimestampError::Unreadable(_))));
    let right = prepare().complete(&token(&pki, &computed)).map(|data| level(&data));
    assert_eq!(right, Ok(Level::CadesT));
}

/// EN 319 122-1 clause 5.5.3, put together by hand.
#[test]
fn an_archive_time_stamp_is_over_its_index() {
    let pki = pki(Family::GOST_256);
    let digest = |octets: &[u8]| provider().digest(algorithm(&pki), octets).expect("Streebog");
    let lta = level_lta(&pki);
    let view = lta.view();
    let signer_info = view.signer_infos().next().expect("a signature");
    let archive = signer_info.timestamps().find(|stamp| stamp.kind == TimestampKind::ArchiveV3);
    let token = SignedDataBuf::from_bytes(archive.expect("one").token, &Limits::DEFAULT).expect("a token");
    let token_view = token.view();
    let token_signer = token_view.signer_infos().next().expect("its signature");
    let index = token_signer.unsigned_attributes().single(oids::ATS_HASH_INDEX_V3, "test");
    let index = index.expect("well-formed").expect("an index");

    let mut lists = index.reader();
    let hash_algorithm = lists.any("hashIndAlgorithm").expect("the algorithm");
    assert_eq!(hash_algorithm.as_bytes(), algorithm(&pki).to_identifier());
    let mut list = || {
        let mut entries = lists.expect(Tag::SEQUENCE, "index").expect("a list").reader();
        let mut digests = Vec::new();
        while !entries.is_empty() {
            let entry = entries.any("entry").and_then(|entry| entry.octet_string("entry"));
            digests.push(entry.expect("an OCTET STRING").to_vec());
        }
        digests
    };
    let digests = |octets: Vec<&[u8]>| -> Vec<Vec<u8>> {
        octets.into_iter().map(|octets| digest(octets).as_octets().to_vec()).collect()
    };
    assert_eq!(list(), digests(view.certificates().collect()));
    assert_eq!(list(), digests(view.crls().collect()));
    let stamp = signer_info.timestamps().next().expect("the signature's").token;
    let oid = element(Tag::OBJECT_IDENTIFIER, &[oids::SIGNATURE_TIME_STAMP.as_bytes()]);
    assert_eq!(list(), digests(vec![&[&oid, stamp].concat()]));

    let content_type = element(Tag::OBJECT_IDENTIFIER, &[oids::DATA.as_bytes()]);
    let (fields, _) = original(&lta);
    let covered = [&content_type, digest(CONTENT).as_octets(), &fields, index.as_bytes()].concat();
    let info = token_view.encapsulated_content().expect("TSTInfo").octets().into_owned();
    let stated = esig_core::tsp::TstInfo::parse(&info).expect("well-formed").message_imprint().digest();
    assert_eq!(stated, Ok(digest(&covered)));
}

#[test]
fn an_archive_time_stamp_wants_the_content() {
    let pki = pki(Family::GOST_256);
    let refused =
        level_t(&pki).prepare_archive_timestamp(0, &ContentDigests::none(), algorithm(&pki), &provider());
    let algorithm = algorithm(&pki);
    assert_eq!(refused.err(), Some(CmsError::ContentNotDigested { algorithm }));
}

/// X-Long type 1, as Russian systems ask for it.
#[test]
fn the_extended_forms_are_made_in_their_order() {
    let pki = pki(Family::GOST_256);
    let (algorithm, provider, data) = (algorithm(&pki), provider(), validation_data(&pki));
    let t = level_t(&pki);
    let early = t.clone().prepare_cades_c_timestamp(0, algorithm, &provider);
    let attribute = "complete-certificate-references";
    assert_eq!(early.err(), Some(CmsError::AttributeMissing { index: 0, attribute }));

    let c = t.with_references(0, &data, algorithm, &provider).expect("no references yet");
    let prepared = c.clone().prepare_cades_c_timestamp(0, algorithm, &provider).expect("form C");
    let mut covered = c.view().signer_infos().next().expect("a signature").signature().to_vec();
    for attribute in original(&c).1 {
        covered.extend_from_slice(Element::from_der(&attribute, "test").expect("DER").contents());
    }
    assert_eq!(prepared.imprint(), &provider.digest(algorithm, &covered).expect("Streebog"));

    let x1 = stamped(&pki, prepared);
    let xl1 = x1.clone().with_values(0, &data).expect("no values yet");
    assert_eq!([&c, &x1, &xl1].map(level), [Level::CadesC, Level::CadesX1, Level::CadesXl1]);
    assert_intact(&pki, &xl1);
    assert_eq!(level(&archived(&pki, xl1)), Level::CadesA);
}

#[test]
fn each_of_several_signatures_is_raised_alone() {
    let pki = pki(Family::P256);
    let other = pki.signer(Signer::Valid);
    let signing = Signing::new().signer(other.certificate().clone(), pki.family().scheme());
    let prepared = signing.prepare_beside(signed(&pki), &content(&pki), &provider()).expect("prepared");
    let esig_core::Message::Bytes(message) = prepared.message() else {
        panic!("attributes are not digested")
    };
    let value = other.key().sign(message);
    let two = prepared.complete(value, &provider()).expect("the signer's key");
    let prepared = two.prepare_signature_timestamp(1, algorithm(&pki), &provider()).expect("two signatures");
    let raised = stamped(&pki, prepared);
    let levels: Vec<_> = raised.view().signer_infos().map(|signer_info| signer_info.level()).collect();
    assert_eq!(levels, [Level::CadesB, Level::CadesT]);
}

//! Signing in three steps, as a caller does it.

#[path = "common/builder.rs"]
mod builder;

use builder::{Builder, CONTENT, pki};
use esig_cms::{
    CmsError, ContentDigests, IntegrityError, Level, Prepared, SignedData, SignedDataBuf, Signing,
};
use esig_cms::{attributes::Attributes, oids};
use esig_core::encode::element;
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Limits, Message, Provider, SignatureValue};
use esig_testkit::{Family, Identity, Signer, TestKey};
use time::macros::utc_datetime;

const AT: time::UtcDateTime = utc_datetime!(2026-12-01 12:00);

fn digests(family: Family) -> ContentDigests {
    let algorithm = family.scheme().content_digest_algorithm();
    ContentDigests::of(CONTENT, &[algorithm], &Provider::rustcrypto()).expect("a digest")
}

fn signing(family: Family) -> (Identity, Signing<esig_cms::signing::HasSigner>) {
    let pki = pki(family);
    let signer = pki.signer(Signer::Valid);
    let signing = Signing::new().signing_time(AT).chain(&pki.chain());
    let signing = signing.signer(signer.certificate().clone(), family.scheme());
    (signer, signing)
}

fn value(prepared: &Prepared, key: &TestKey) -> SignatureValue {
    let Message::Bytes(message) = prepared.message() else { panic!("attributes are not digested") };
    key.sign(message)
}

fn complete(prepared: Prepared, key: &TestKey) -> SignedDataBuf {
    let value = value(&prepared, key);
    prepared.complete(value, &Provider::rustcrypto()).expect("the certificate's key")
}

/// Checks every signature, with a certificate found in the bag; gives how many there are.
fn check_all(der: &[u8], content: &[u8]) -> usize {
    let provider = Provider::rustcrypto();
    let data = SignedData::parse(der, &Limits::DEFAULT).expect("well-formed");
    let digests = match data.encapsulated_content() {
        Some(_) => data.digest_encapsulated_content(&provider),
        None => {
            let mut hasher = data.hasher(&provider);
            content.chunks(3).for_each(|chunk| hasher.update(chunk));
            hasher.finish()
        }
    };
    let mut count = 0;
    let mut waiting: Vec<_> = data.signer_infos().collect();
    while let Some(signature) = waiting.pop() {
        // The PKIs of all families have the same names and serial numbers.
        let mut candidates = data.candidates(&signature);
        let is_intact = candidates.any(|certificate| {
            let checked = signature.check(certificate.view(), &digests, &provider);
            checked.is_ok()
        });
        assert!(is_intact);
        count += 1;
        waiting.extend(signature.counter_signatures());
    }
    count
}

#[test]
fn every_family_signs_detached_and_attached() {
    let provider = Provider::rustcrypto();
    for family in Family::ALL {
        let (signer, signing) = signing(family);
        let detached =
            complete(signing.clone().prepare(&digests(family), &provider).expect("prepared"), signer.key());
        assert!(detached.view().encapsulated_content().is_none());
        assert_eq!(check_all(detached.as_der(), CONTENT), 1, "{family}");

        let attached =
            complete(signing.prepare_attached(CONTENT, &provider).expect("prepared"), signer.key());
        let content = attached.view().encapsulated_content().map(|content| content.octets().into_owned());
        assert_eq!(content.as_deref(), Some(CONTENT));
        assert_eq!(check_all(attached.as_der(), b"not looked at"), 1, "{family}");
    }
}

#[test]
fn what_is_made_is_der_at_level_b_with_the_chain() {
    let provider = Provider::rustcrypto();
    for family in Family::ALL {
        let (signer, signing) = signing(family);
        let made = complete(signing.prepare(&digests(family), &provider).expect("prepared"), signer.key());
        assert!(Element::from_der(made.as_der(), "ContentInfo").is_ok());
        assert_eq!(made.view().findings(), []);
        let signer_info = made.view().signer_infos().next().expect("a signer");
        assert_eq!(signer_info.level(), Level::CadesB);
        assert_eq!(signer_info.signing_time(), Some(AT));
        assert_eq!(made.view().certificates().count(), 3, "signer, intermediate, root");
        assert_eq!(signer_info.signed_octets_as_received(), signer_info.signed_octets_by_der().expect("DER"));
        let attributes: Attributes<'_> = signer_info.signed_attributes();
        let reference = attributes.signing_certificate_v2().ok().flatten().expect("the attribute").signer();
        assert_eq!(reference.hash_algorithm(), Ok(family.scheme().content_digest_algorithm()));
        assert!(reference.issuer_serial().is_some_and(|issuer| issuer.matches(&signer.certificate().view())));
    }
}

#[test]
fn a_wrong_key_is_found_when_completing() {
    let provider = Provider::rustcrypto();
    for family in Family::ALL {
        let (_, signing) = signing(family);
        let other = pki(family).signer(Signer::Expired);
        let prepared = signing.prepare(&digests(family), &provider).expect("prepared");
        let value = value(&prepared, other.key());
        let error = prepared.complete(value, &provider).expect_err("another key");
        assert_eq!(error, IntegrityError::InvalidSignature { scheme: family.scheme() });
    }
}

#[test]
fn gost_values_in_the_order_of_crypto_api_are_turned() {
    let provider = Provider::rustcrypto();
    for family in [Family::GOST_256, Family::GOST_512, Family::P256] {
        let (signer, signing) = signing(family);
        let prepared = signing.prepare(&digests(family), &provider).expect("prepared");
        let right = value(&prepared, signer.key());
        let reversed: Vec<u8> = right.as_octets().iter().rev().copied().collect();
        let made = prepared.complete(SignatureValue::from_octets(reversed), &provider);
        match family {
            Family::Gost(_) => {
                let made = made.expect("turned");
                let signer_info = made.view().signer_infos().next().expect("a signer");
                assert_eq!(signer_info.signature().as_ref(), right.as_octets());
            }
            _ => assert!(made.is_err()),
        }
    }
}

#[test]
fn content_must_be_digested_with_the_schemes_algorithm() {
    let provider = Provider::rustcrypto();
    let (_, signing) = signing(Family::GOST_256);
    let algorithm = DigestAlgorithm::Streebog256;
    for content in [digests(Family::P256), ContentDigests::none()] {
        let error = signing.clone().prepare(&content, &provider).expect_err("no digest");
        assert_eq!(error, CmsError::ContentNotDigested { algorithm });
    }
}

#[test]
fn a_signature_is_added_beside_the_others() {
    let provider = Provider::rustcrypto();
    for attached in [false, true] {
        let (first, signing_first) = signing(Family::GOST_256);
        let prepared = match attached {
            true => signing_first.prepare_attached(CONTENT, &provider),
            false => signing_first.prepare(&digests(Family::GOST_256), &provider),
        };
        let mut made = complete(prepared.expect("prepared"), first.key());
        for family in [Family::P256, Family::Rsa2048, Family::GOST_512] {
            let before: Vec<Vec<u8>> =
                made.view().signer_infos().map(|info| info.as_bytes().to_vec()).collect();
            let (signer, signing) = signing(family);
            let prepared = signing.prepare_beside(made, &digests(family), &provider).expect("prepared");
            made = complete(prepared, signer.key());
            let after: Vec<Vec<u8>> =
                made.view().signer_infos().map(|info| info.as_bytes().to_vec()).collect();
            assert_eq!(after.len(), before.len() + 1);
            assert!(before.iter().all(|info| after.contains(info)), "copied octet by octet");
            assert!(after.is_sorted(), "DER");
        }
        assert_eq!(check_all(made.as_der(), CONTENT), 4);
        assert_eq!(made.view().digest_algorithms().count(), 3, "two of the four have the same");
    }
}

#[test]
fn a_signature_is_counter_signed() {
    let provider = Provider::rustcrypto();
    let (signer, signing_first) = signing(Family::GOST_256);
    let made = complete(
        signing_first.prepare(&digests(Family::GOST_256), &provider).expect("prepared"),
        signer.key(),
    );

    let (_, none) = signing(Family::P256);
    let error = none.prepare_counter(made.clone(), 1, &provider).expect_err("there is one");
    assert_eq!(error, CmsError::NoSuchSignature { index: 1, signatures: 1 });

    let mut made = made;
    for family in [Family::P256, Family::Ed25519] {
        let (notary, signing) = signing(family);
        made = complete(signing.prepare_counter(made, 0, &provider).expect("prepared"), notary.key());
    }
    assert_eq!(check_all(made.as_der(), CONTENT), 3);
    let signer_info = made.view().signer_infos().next().expect("a signer");
    let counter_signatures: Vec<_> = signer_info.counter_signatures().collect();
    assert!(!counter_signatures[0].signed_attributes().contains(oids::CONTENT_TYPE));
    assert_eq!(signer_info.unsigned_attributes().iter().count(), 2);
}

/// A signature of level B that others have counter-signed as told: each over the signature with that number.
fn counter_signed(over: &[usize]) -> SignedDataBuf {
    let provider = Provider::rustcrypto();
    let (signer, first) = signing(Family::GOST_256);
    let prepared = first.prepare(&digests(Family::GOST_256), &provider).expect("prepared");
    let mut made = complete(prepared, signer.key());
    for number in over {
        let (notary, signing) = signing(Family::Ed25519);
        made = complete(signing.prepare_counter(made, *number, &provider).expect("prepared"), notary.key());
    }
    made
}

#[test]
fn counter_signatures_are_counter_signed() {
    // 0 is over the content, 1 over 0, 2 over 1, then another over 0, and one over that.
    let made = counter_signed(&[0, 1, 0, 3]);
    assert_eq!(check_all(made.as_der(), CONTENT), 5);
    let view = made.view();
    let first = view.signer_infos().next().expect("a signature");
    let below: Vec<usize> =
        first.counter_signatures().map(|counter| counter.counter_signatures().count()).collect();
    assert_eq!(below, [1, 1]);
    let (_, none) = signing(Family::P256);
    let error = none.prepare_counter(made.clone(), 5, &Provider::rustcrypto()).expect_err("there are five");
    assert_eq!(error, CmsError::NoSuchSignature { index: 5, signatures: 5 });
}

#[test]
fn counter_signatures_in_one_attribute_are_told_apart() {
    let provider = Provider::rustcrypto();
    let made = counter_signed(&[0, 0]);
    // Both in one attribute, as others write them.
    let view = made.view();
    let first = view.signer_infos().next().expect("a signature");
    let values: Vec<&[u8]> = first.counter_signatures().map(|counter| counter.as_bytes()).collect();
    let attribute = builder::attribute(oids::COUNTERSIGNATURE.as_bytes(), &values);
    let separate = first.unsigned_attributes().as_bytes().expect("there are two");
    let fields = Element::from_der(first.as_bytes(), "test").expect("DER").contents();
    let fields = fields.strip_suffix(separate).expect("the last field");
    let joined = element(Tag::SEQUENCE, &[fields, &element(Tag::context(1), &[&attribute])]);
    let builder = Builder {
        certificates: view.certificates().map(Vec::from).collect(),
        ..Builder::new(Family::GOST_256)
    };
    let joined =
        SignedDataBuf::from_bytes(builder.build_with(&[joined]), &Limits::DEFAULT).expect("well-formed");
    for number in [1, 2] {
        let (notary, signing) = signing(Family::P256);
        let prepared = signing.prepare_counter(joined.clone(), number, &provider).expect("prepared");
        let made = complete(prepared, notary.key());
        assert_eq!(check_all(made.as_der(), CONTENT), 4);
        let first = made.view().signer_infos().next().expect("a signature");
        let below: Vec<usize> =
            first.counter_signatures().map(|counter| counter.counter_signatures().count()).collect();
        assert_eq!(below[number - 1], 1);
    }
}

#[test]
fn counter_signatures_stay_within_the_depth_that_is_read() {
    let allowed = Limits::DEFAULT.counter_signature_depth;
    let made = counter_signed(&(0..allowed).collect::<Vec<_>>());
    assert!(SignedData::parse(made.as_der(), &Limits::DEFAULT).is_ok());
    let (_, one_more) = signing(Family::P256);
    let error = one_more.prepare_counter(made, allowed, &Provider::rustcrypto()).expect_err("too deep");
    assert_eq!(error, CmsError::TooDeep { allowed });
}

/// The signature of the builder with these unsigned attributes, whose values are nothing in particular.
fn covered_by(attributes: &[&[u8]], certificates: Vec<Vec<u8>>) -> SignedDataBuf {
    let unsigned = attributes.iter().map(|oid| builder::attribute(oid, &[&[5, 0]])).collect();
    let builder = Builder { unsigned, certificates, ..Builder::new(Family::GOST_256) };
    SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT).expect("well-formed")
}

#[test]
fn what_is_covered_does_not_grow_by_a_signature() {
    let provider = Provider::rustcrypto();
    let own = pki(Family::GOST_256).signer(Signer::Valid).certificate().as_der().to_vec();
    let all = [
        &[own.clone()][..],
        &pki(Family::GOST_256).chain().iter().map(|one| one.as_der().to_vec()).collect::<Vec<_>>(),
    ]
    .concat();
    let sets = [
        (oids::ARCHIVE_TIME_STAMP, "archive-time-stamp"),
        (oids::ARCHIVE_TIME_STAMP_V2, "archive-time-stamp-v2"),
    ];
    for (oid, by) in sets {
        let covered = CmsError::Covered { index: 0, by };
        // New certificates are refused, those that are there are not written again.
        for (certificates, expected) in [(vec![own.clone()], Some(covered.clone())), (all.clone(), None)] {
            let data = covered_by(&[oid.as_bytes()], certificates);
            let (_, signing) = signing(Family::GOST_256);
            let beside = signing.clone().prepare_beside(data.clone(), &digests(Family::GOST_256), &provider);
            assert_eq!(beside.err(), expected);
            let counter = signing.prepare_counter(data, 0, &provider);
            assert_eq!(counter.err().as_ref(), Some(&covered), "only time-stamps are left out of it later");
        }
    }
    let files = [
        (oids::INTERNAL_EVIDENCE_RECORD, "internal-evidence-record"),
        (oids::EXTERNAL_EVIDENCE_RECORD, "external-evidence-record"),
    ];
    for (oid, by) in files {
        let data = covered_by(&[oid.as_bytes()], all.clone());
        let (_, signing) = signing(Family::GOST_256);
        let beside = signing.clone().prepare_beside(data.clone(), &digests(Family::GOST_256), &provider);
        assert_eq!(beside.err(), Some(CmsError::Covered { index: 0, by }));
        assert!(
            signing.prepare_counter(data, 0, &provider).is_ok(),
            "what comes after its own record is not covered"
        );
    }
    let data = covered_by(&[oids::ARCHIVE_TIME_STAMP_V3.as_bytes()], vec![own]);
    let (_, signing) = signing(Family::GOST_256);
    assert!(signing.clone().prepare_beside(data.clone(), &digests(Family::GOST_256), &provider).is_ok());
    assert!(signing.prepare_counter(data, 0, &provider).is_ok());
}

#[test]
fn a_counter_signature_that_a_time_stamp_may_cover_does_not_grow() {
    let provider = Provider::rustcrypto();
    let made = counter_signed(&[0]);
    let view = made.view();
    let first = view.signer_infos().next().expect("a signature");
    let counter = first.unsigned_attributes().iter().next().expect("one").as_bytes().to_vec();
    let stamp = builder::attribute(oids::ARCHIVE_TIME_STAMP_V3.as_bytes(), &[&[5, 0]]);
    for (unsigned, expected) in [
        (vec![counter.clone()], None),
        (vec![counter, stamp], Some(CmsError::Covered { index: 0, by: "archive-time-stamp-v3" })),
    ] {
        // The counter-signature is over another value now, which does not matter here.
        let certificates = view.certificates().map(Vec::from).collect();
        let builder = Builder { unsigned, certificates, ..Builder::new(Family::GOST_256) };
        let data = SignedDataBuf::from_bytes(builder.build(), &Limits::DEFAULT).expect("well-formed");
        let (_, signing) = signing(Family::Ed25519);
        assert_eq!(signing.prepare_counter(data, 1, &provider).err(), expected);
    }
}

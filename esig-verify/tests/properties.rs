//! What must hold of every assessment.

mod world;

use std::ops::Range;
use std::sync::LazyLock;

use esig_core::{CertificateBuf, CrlBuf, Limits};
use esig_testkit::{Family, Signer, TestPki};
use esig_verify::report::Outcome as CheckOutcome;
use esig_verify::{Store, Verdict};
use proptest::prelude::*;
use world::*;

static PKI: LazyLock<TestPki> = LazyLock::new(pki);
static SIGNATURE: LazyLock<Vec<u8>> = LazyLock::new(|| sign(&PKI, Signer::Valid).into_der());

/// The verdict on a file; `None` if it cannot be parsed.
fn verdict(signature: &[u8], content: &[u8], mut store: Store) -> Option<Verdict> {
    let data = esig_cms::SignedData::parse(signature, &Limits::DEFAULT).ok()?;
    store.add_signed_data(&data);
    let entries = verifier(&PKI).assess_all(&data, &digests(content), &store, AT);
    entries.iter().map(|entry| entry.assessment.report.conclusion.verdict()).min()
}

fn range_in(whole: &[u8], part: &[u8]) -> Range<usize> {
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    start..start + part.len()
}

/// Where the octets stand that the signature protects: attributes, value, and the signer's certificate.
fn signed_ranges() -> Vec<Range<usize>> {
    let data = parse(&SIGNATURE);
    let signer_info = data.signer_infos().next().expect("one signature");
    let attributes = signer_info.signed_attributes().as_bytes().expect("CAdES has signed attributes");
    let certificate = data.certificates().next().expect("the signer's certificate");
    [attributes, &signer_info.signature(), certificate].map(|part| range_in(&SIGNATURE, part)).to_vec()
}

fn flipped(octets: &[u8], position: usize, bit: u8) -> Vec<u8> {
    let mut octets = octets.to_vec();
    octets[position] ^= 1 << bit;
    octets
}

/// Certificates and CRLs of the same PKI, of another of the same names, and of strangers.
static EVIDENCE: LazyLock<(Vec<CertificateBuf>, Vec<CrlBuf>)> = LazyLock::new(|| {
    let (twin, stranger) = (TestPki::new(Family::P256, 2, AT), TestPki::new(Family::GOST_256, 1, AT));
    let mut certificates = Vec::new();
    let mut crls = Vec::new();
    for pki in [&*PKI, &twin, &stranger] {
        certificates.extend(pki.chain());
        certificates.extend(Signer::ALL.map(|signer| pki.signer(signer).certificate().clone()));
        crls.extend(pki.crls());
        crls.extend(pki.crls_as_of(AT - time::Duration::days(30)));
    }
    (certificates, crls)
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_flipped_bit_in_signed_octets_loses_the_pass(
        part in 0..3_usize, at in any::<prop::sample::Index>(), bit in 0..8_u8
    ) {
        let range = signed_ranges()[part].clone();
        let position = range.start + at.index(range.len());
        let altered = flipped(&SIGNATURE, position, bit);
        prop_assert_ne!(verdict(&altered, CONTENT, full_store(&PKI)), Some(Verdict::Valid));
    }

    #[test]
    fn any_flipped_bit_in_the_content_loses_the_pass(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let altered = flipped(CONTENT, at.index(CONTENT.len()), bit);
        prop_assert_eq!(verdict(&SIGNATURE, &altered, full_store(&PKI)), Some(Verdict::Invalid));
    }

    #[test]
    fn any_flipped_bit_in_an_authority_or_a_list_loses_the_pass(
        which in 0..3_usize, at in any::<prop::sample::Index>(), bit in 0..8_u8
    ) {
        let intermediate = PKI.intermediate().certificate();
        let crls = PKI.crls();
        let mut objects = [intermediate.as_der(), crls[0].as_der(), crls[1].as_der()].map(<[u8]>::to_vec);
        objects[which] = flipped(&objects[which], at.index(objects[which].len()), bit);
        let mut store = Store::new();
        if let Ok(certificate) = CertificateBuf::from_der(&objects[0][..]) {
            store.add_certificate(certificate).expect("there is room");
        }
        for crl in objects[1..].iter().filter_map(|der| CrlBuf::from_der(&der[..]).ok()) {
            store.add_crl(crl).expect("there is room");
        }
        prop_assert_ne!(verdict(&SIGNATURE, CONTENT, store), Some(Verdict::Valid));
    }

    #[test]
    fn more_evidence_never_heals_what_failed(
        certificates in prop::sample::subsequence(EVIDENCE.0.clone(), 0..EVIDENCE.0.len()),
        crls in prop::sample::subsequence(EVIDENCE.1.clone(), 0..EVIDENCE.1.len()),
    ) {
        let store = store_of(&certificates, &crls);
        prop_assert_eq!(verdict(&SIGNATURE, b"another content", store), Some(Verdict::Invalid));
    }

    #[test]
    fn more_evidence_never_takes_the_pass_away_but_by_revocation(
        certificates in prop::sample::subsequence(EVIDENCE.0.clone(), 0..EVIDENCE.0.len()),
        crls in prop::sample::subsequence(EVIDENCE.1.clone(), 0..EVIDENCE.1.len()),
    ) {
        let mut store = full_store(&PKI);
        certificates.into_iter().try_for_each(|certificate| store.add_certificate(certificate)).expect("room");
        crls.into_iter().try_for_each(|crl| store.add_crl(crl)).expect("room");
        prop_assert_eq!(verdict(&SIGNATURE, CONTENT, store), Some(Verdict::Valid));
    }

    #[test]
    fn order_does_not_matter(
        certificates in Just(EVIDENCE.0.clone()).prop_shuffle(),
        crls in Just(EVIDENCE.1.clone()).prop_shuffle(),
        signer in prop::sample::select(Signer::ALL.to_vec()),
    ) {
        let outcome = |certificates: &[CertificateBuf], crls: &[CrlBuf]| {
            let signature = sign(&PKI, signer);
            assess(&verifier(&PKI), signature.as_der(), &digests(CONTENT), store_of(certificates, crls))
        };
        prop_assert_eq!(outcome(&certificates, &crls), outcome(&EVIDENCE.0, &EVIDENCE.1));
    }

    #[test]
    fn asking_again_gives_the_same_answer(signer in prop::sample::select(Signer::ALL.to_vec())) {
        let signature = sign(&PKI, signer);
        let data = parse(signature.as_der());
        let mut store = full_store(&PKI);
        store.add_signed_data(&data);
        let ask = || {
            let signer_info = data.signer_infos().next().expect("one signature");
            let report = verifier(&PKI).assess(signer_info, &digests(CONTENT), &store, AT).report;
            (Outcome::from(&report), report.checks)
        };
        let (first, again) = (ask(), ask());
        prop_assert_eq!(&first, &again, "what is remembered changes nothing");
        prop_assert!(first.1.iter().any(|check| check.outcome == CheckOutcome::Passed));
    }
}

//! Signatures of a test PKI: each scenario passes, or fails for its one reason.

mod world;

use esig_cms::{ContentDigests, SignedDataBuf, Signing, ValidationData};
use esig_core::time::Validity;
use esig_core::{Message, Provider};
use esig_testkit::{Family, Signer, TestPki};
use esig_verify::report::{Conclusion, Question, Reason};
use esig_verify::{
    AlgorithmRule, AlgorithmTable, Entry, PathLimits, Policy, RuledAlgorithm, Store, TrustAnchors, Verifier,
    online,
};
use world::*;

#[test]
fn a_signature_of_every_family_passes() {
    for family in Family::ALL {
        let pki = TestPki::new(family, 1, AT);
        for signer in [Signer::Valid, Signer::Organization] {
            let signature = sign(&pki, signer);
            let outcome = assess(&verifier(&pki), signature.as_der(), &digests(CONTENT), full_store(&pki));
            assert_eq!(outcome, PASSED, "{family} {signer}");
        }
    }
}

#[test]
fn what_passed_names_signer_and_chain() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let data = parse(signature.as_der());
    let mut store = full_store(&pki);
    store.add_signed_data(&data);
    let signer_info = data.signer_infos().next().expect("one signature");
    let assessment = verifier(&pki).assess(signer_info, &digests(CONTENT), &store, AT);
    assert!(assessment.needs.is_empty());
    let Conclusion::TotalPassed(verified) = assessment.report.conclusion else { panic!("passed") };
    assert_eq!(verified.signer(), pki.signer(Signer::Valid).certificate().view());
    assert_eq!(verified.path().certificates().len(), 2);
    assert_eq!(verified.path().anchor(), pki.root().certificate());
    assert_eq!(verified.path().crls().len(), 2);
    assert_eq!(verified.path().at(), AT);
}

/// Oddities decide nothing; they stand among the checks.
#[test]
fn what_is_odd_about_a_signature_is_told() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid).into_der();
    // SignerInfo.version, before a sid that names issuer and serial number.
    let at = signature.windows(4).rposition(|window| window == [2, 1, 1, 0x30]).expect("a version");
    let odd = [&signature[..at + 2], &[3], &signature[at + 3..]].concat();
    for (signature, expected) in [(signature, vec![]), (odd, vec!["SignerInfo.version does not go with sid"])]
    {
        let data = parse(&signature);
        let mut store = full_store(&pki);
        store.add_signed_data(&data);
        let signer_info = data.signer_infos().next().expect("one signature");
        let report = verifier(&pki).assess(signer_info, &digests(CONTENT), &store, AT).report;
        assert!(matches!(report.conclusion, Conclusion::TotalPassed(_)));
        let form = report.checks.iter().filter(|check| check.question == Question::SignatureForm);
        let told: Vec<String> = form.map(|check| check.found.to_string()).collect();
        assert_eq!(told, expected);
        assert_eq!(report.reasons().count(), 0);
    }
}

#[test]
fn signers_that_are_not_in_order_do_not_pass() {
    let table = [
        (Signer::Expired, indeterminate("OUT_OF_BOUNDS_NO_POE", Reason::Expired)),
        (Signer::NotYetValid, indeterminate("OUT_OF_BOUNDS_NOT_REVOKED", Reason::NotYetValid)),
        (Signer::Revoked, indeterminate("REVOKED_NO_POE", Reason::Revoked)),
        (Signer::WrongKeyUsage, indeterminate("CHAIN_CONSTRAINTS_FAILURE", Reason::KeyUsageMismatch)),
    ];
    let pki = pki();
    for (signer, expected) in table {
        let signature = sign(&pki, signer);
        let outcome = assess(&verifier(&pki), signature.as_der(), &digests(CONTENT), full_store(&pki));
        assert_eq!(outcome, expected, "{signer}");
    }
}

#[test]
fn altered_content_fails_whatever_the_certificates() {
    let pki = pki();
    for signer in [Signer::Valid, Signer::Revoked, Signer::Expired] {
        let signature = sign(&pki, signer);
        let outcome = assess(&verifier(&pki), signature.as_der(), &digests(b"two cows"), full_store(&pki));
        let expected = Outcome {
            indication: "TOTAL-FAILED",
            sub_indication: Some("HASH_FAILURE"),
            reason: Some(Reason::DigestMismatch),
            integrity: "broken",
        };
        assert_eq!(outcome, expected);
    }
}

#[test]
fn missing_content_leaves_integrity_open() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let outcome = assess(&verifier(&pki), signature.as_der(), &ContentDigests::none(), full_store(&pki));
    let expected = indeterminate("SIGNED_DATA_NOT_FOUND", Reason::ContentMissing);
    assert_eq!(outcome, Outcome { integrity: "unknown", ..expected });
}

#[test]
fn a_bag_without_the_signer_leaves_integrity_open() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let data = parse(signature.as_der());
    let signer_info = data.signer_infos().next().expect("one signature");
    let store = full_store(&pki);
    let report = verifier(&pki).assess(signer_info, &digests(CONTENT), &store, AT).report;
    let expected = indeterminate("NO_SIGNING_CERTIFICATE_FOUND", Reason::SignerCertificateMissing);
    assert_eq!(Outcome::from(&report), Outcome { integrity: "unknown", ..expected });
}

#[test]
fn another_certificate_of_that_number_is_not_the_signers() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let data = parse(signature.as_der());
    let signer_info = data.signer_infos().next().expect("one signature");
    let twin = pki.signer_template(Signer::Valid).with_extension(esig_testkit::extension::unknown_critical());
    let twin = twin.issue(pki.intermediate()).expect("well-formed");
    let mut store = full_store(&pki);
    store.add_certificate(twin).expect("there is room");
    let report = verifier(&pki).assess(signer_info, &digests(CONTENT), &store, AT).report;
    let expected = indeterminate("NO_SIGNING_CERTIFICATE_FOUND", Reason::SignerCertificateMismatch);
    assert_eq!(Outcome::from(&report), Outcome { integrity: "unknown", ..expected });

    store.add_signed_data(&data);
    let report = verifier(&pki).assess(signer_info, &digests(CONTENT), &store, AT).report;
    assert_eq!(Outcome::from(&report), PASSED, "the twin does not hinder the right one");
}

/// Whoever crowds the signer out with namesakes gets no verdict, and none against the signer.
#[test]
fn more_namesakes_of_the_signer_than_are_tried_leave_it_open() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let data = parse(signature.as_der());
    let signer_info = data.signer_infos().next().expect("one signature");
    let expected = |namesakes| match namesakes {
        15 => PASSED,
        _ => Outcome { integrity: "unknown", ..indeterminate("GENERIC", Reason::LimitExceeded) },
    };
    for namesakes in [15, 16] {
        let mut store = full_store(&pki);
        for minutes in 1..=namesakes {
            let not_after = AT + time::Duration::minutes(minutes);
            let template =
                pki.signer_template(Signer::Valid).with_validity(Validity { not_before: AT, not_after });
            let namesake = template.issue(pki.intermediate()).expect("well-formed");
            store.add_certificate(namesake).expect("there is room");
        }
        store.add_signed_data(&data);
        let report = verifier(&pki).assess(signer_info, &digests(CONTENT), &store, AT).report;
        assert_eq!(Outcome::from(&report), expected(namesakes), "{namesakes}");
    }
}

#[test]
fn without_a_common_root_nothing_is_trusted() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let expected = indeterminate("NO_CERTIFICATE_CHAIN_FOUND", Reason::Untrusted);
    for anchors in [
        TrustAnchors::none(),
        TrustAnchors::from_certificates([TestPki::new(Family::P256, 2, AT).root().certificate().clone()]),
    ] {
        let verifier = Verifier::new(Provider::rustcrypto(), anchors, Policy::baseline());
        let outcome = assess(&verifier, signature.as_der(), &digests(CONTENT), full_store(&pki));
        assert_eq!(outcome, expected);
    }
}

#[test]
fn revocation_data_is_wanted_for_every_certificate() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let crls = pki.crls();
    for missing in 0..crls.len() {
        let mut left = crls.clone();
        left.remove(missing);
        let store = store_of(&pki.chain(), &left);
        let outcome = assess(&verifier(&pki), signature.as_der(), &digests(CONTENT), store);
        assert_eq!(outcome, indeterminate("TRY_LATER", Reason::RevocationDataMissing));
    }
    let lenient = verifier_with(&pki, Policy::baseline().accept_unknown_revocation_at_own_risk());
    let store = store_of(&pki.chain(), &[]);
    assert_eq!(assess(&lenient, signature.as_der(), &digests(CONTENT), store), PASSED);
    let revoked = sign(&pki, Signer::Revoked);
    let outcome = assess(&lenient, revoked.as_der(), &digests(CONTENT), full_store(&pki));
    assert_eq!(outcome, indeterminate("REVOKED_NO_POE", Reason::Revoked), "what is known still counts");
}

#[test]
fn stale_lists_do_not_say_good_and_still_say_revoked() {
    let pki = pki();
    let before = pki.crls_as_of(AT - time::Duration::days(30));
    let store = store_of(&pki.chain(), &before);
    let signature = sign(&pki, Signer::Valid);
    let outcome = assess(&verifier(&pki), signature.as_der(), &digests(CONTENT), store);
    assert_eq!(outcome, indeterminate("TRY_LATER", Reason::RevocationDataStale));

    let long_ago = pki.crls_as_of(AT - time::Duration::days(9));
    let store = store_of(&pki.chain(), &long_ago);
    let revoked = sign(&pki, Signer::Revoked);
    let outcome = assess(&verifier(&pki), revoked.as_der(), &digests(CONTENT), store);
    assert_eq!(outcome, indeterminate("REVOKED_NO_POE", Reason::Revoked));
}

#[test]
fn before_the_revocation_the_signer_was_in_order() {
    let pki = pki();
    let signature = sign(&pki, Signer::Revoked);
    let data = parse(signature.as_der());
    let mut store = full_store(&pki);
    store.add_signed_data(&data);
    let signer_info = data.signer_infos().next().expect("one signature");
    let before = AT - time::Duration::days(20);
    let judge = |verifier: Verifier| {
        Outcome::from(&verifier.assess(signer_info, &digests(CONTENT), &store, before).report)
    };
    assert_eq!(judge(verifier(&pki).with_present(AT)), PASSED);
    let revoked = indeterminate("REVOKED_NO_POE", Reason::Revoked);
    assert_eq!(judge(verifier(&pki)), revoked, "asked on that day, the list is of the future");
}

#[test]
fn outdated_algorithms_do_not_pass() {
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let rule = AlgorithmRule {
        algorithm: RuledAlgorithm::Digest(esig_core::DigestAlgorithm::Sha256),
        until: Some(AT),
        source: "a test",
    };
    let policy = Policy::baseline().with_algorithms(AlgorithmTable::baseline().with_rule(rule));
    let strict = verifier_with(&pki, policy.clone());
    let outcome = assess(&strict, signature.as_der(), &digests(CONTENT), full_store(&pki));
    assert_eq!(outcome, indeterminate("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", Reason::AlgorithmOutdated));
    let lenient = verifier_with(&pki, policy.accept_outdated_algorithms_at_own_risk());
    assert_eq!(assess(&lenient, signature.as_der(), &digests(CONTENT), full_store(&pki)), PASSED);
}

/// X-Long: the issuers and the CRLs stand in attributes of the signature and nowhere else.
#[test]
fn what_stands_in_attributes_is_used() {
    let pki = pki();
    let certificates = [&[pki.signer(Signer::Valid).certificate().clone()], &pki.chain()[..]].concat();
    let data = ValidationData { certificates, crls: pki.crls(), ..ValidationData::new() };
    let b = pki.signer(Signer::Valid).sign_detached(CONTENT, AT, &[]).expect("the signer's key");
    let with_values = b.clone().with_values(0, &data).expect("no values yet");
    let outcome = |signature: &SignedDataBuf| {
        assess(&verifier(&pki), signature.as_der(), &digests(CONTENT), Store::new())
    };
    assert_eq!(outcome(&with_values), PASSED);
    assert_eq!(outcome(&b), indeterminate("NO_CERTIFICATE_CHAIN_FOUND", Reason::Untrusted));
}

#[test]
fn the_loop_fetches_what_is_lacking() {
    let mut pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let data = parse(signature.as_der());
    let signer_info = data.signer_infos().next().expect("one signature");
    let verifier = verifier(&pki);
    let mut store = Store::from_signed_data(&data);
    let report = online(&verifier, signer_info, &digests(CONTENT), &mut store, AT, &mut pki, 4);
    assert_eq!(Outcome::from(&report), PASSED);
}

#[test]
fn each_need_is_asked_once_until_retried() {
    struct Nobody(usize);
    impl esig_core::Fetch for Nobody {
        fn fetch(&mut self, _: &esig_core::Need) -> esig_core::Evidence {
            self.0 += 1;
            esig_core::Evidence::Unavailable { reason: "offline".into() }
        }
    }
    let pki = pki();
    let signature = sign(&pki, Signer::Valid);
    let data = parse(signature.as_der());
    let signer_info = data.signer_infos().next().expect("one signature");
    let verifier = verifier(&pki);
    let mut store = Store::from_signed_data(&data);
    let mut nobody = Nobody(0);
    let report = online(&verifier, signer_info, &digests(CONTENT), &mut store, AT, &mut nobody, 9);
    assert_eq!(Outcome::from(&report), indeterminate("NO_CERTIFICATE_CHAIN_FOUND", Reason::Untrusted));
    assert_eq!(nobody.0, 1);
    store.retry();
    let needs = verifier.assess(signer_info, &digests(CONTENT), &store, AT).needs;
    assert_eq!(needs.len(), 1);
    assert_eq!(store.unavailable(&needs[0]), None);
}

#[test]
fn preflight_says_the_same_before_signing() {
    let pki = pki();
    let store = full_store(&pki);
    for signer in Signer::ALL {
        let identity = pki.signer(signer);
        let signature = sign_as(&identity);
        let assessed = assess(&verifier(&pki), signature.as_der(), &digests(CONTENT), full_store(&pki));
        let verifier = verifier(&pki);
        let answer = verifier.preflight(identity.certificate().view(), &store, AT);
        assert_eq!(answer.path.as_ref().err().map(|why| why.sub_indication()), assessed.sub_indication);
        assert_eq!(answer.decided_by, assessed.reason);
    }
}

#[test]
fn verifier_and_store_are_shared_among_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Verifier>();
    shared::<Store>();
    shared::<TrustAnchors>();
}

/// Many signatures in one file share the work that is allowed: namesakes of issuers do not cost it once for each.
#[test]
fn signatures_of_one_file_share_the_limit_on_issuers() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let provider = Provider::rustcrypto();
    let content = digests(CONTENT);
    let mut signature = sign(&pki, Signer::Valid);
    for minutes in 1..=3 {
        let at = AT - time::Duration::minutes(minutes);
        let signing =
            Signing::new().signing_time(at).signer(signer.certificate().clone(), signer.key().scheme());
        let prepared = signing.prepare_beside(signature, &content, &provider).expect("well-formed");
        let Message::Bytes(message) = prepared.message() else { panic!("attributes are signed") };
        let value = signer.key().sign(message);
        signature = prepared.complete(value, &provider).expect("the key is the certificate's");
    }
    let data = parse(signature.as_der());
    let mut store = full_store(&pki);
    store.add_signed_data(&data);
    let passed = |expansions| {
        let mut limits = PathLimits::DEFAULT;
        limits.expansions = expansions;
        let verifier = verifier_with(&pki, Policy::baseline().with_limits(limits));
        let entries = verifier.assess_all(&data, &content, &store, AT);
        let has_passed =
            |entry: &Entry<'_>| matches!(entry.assessment.report.conclusion, Conclusion::TotalPassed(_));
        entries.iter().filter(|entry| has_passed(entry)).count()
    };
    assert_eq!(passed(PathLimits::DEFAULT.expansions), 4);
    assert_eq!(passed(4), 2, "each needs two issuers");
}

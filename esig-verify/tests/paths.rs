//! Chains of a test PKI: each check of RFC 5280 §6.1 passes, and fails with one thing broken.

mod world;

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::time::Validity;
use esig_core::{CertificateBuf, NameBuf, Provider, SignatureScheme};
use esig_testkit::{CertificateTemplate, Family, Identity, Signer, TestKey, extension};
use esig_verify::report::Reason;
use esig_verify::{PathLimits, Policy, Purpose, Store, TrustAnchors, Verifier};
use world::*;

const GENERAL: &str = "CERTIFICATE_CHAIN_GENERAL_FAILURE";

/// An authority below `issuer`, with one thing changed.
fn authority(
    issuer: &Identity,
    label: &str,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
) -> Identity {
    let key = TestKey::new(Family::P256, 77, label);
    let subject = pki_named(label);
    let template = CertificateTemplate::new(subject, &key, year_around())
        .with_extension(extension::authority(None))
        .with_extension(extension::key_usage(KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN)));
    Identity::new(change(template).issue(issuer).expect("well-formed"), key)
}

fn pki_named(label: &str) -> esig_core::NameBuf {
    use esig_core::attribute_names::COMMON_NAME;
    esig_testkit::NameTemplate::new().with_attribute(COMMON_NAME, label).to_name()
}

fn year_around() -> Validity {
    Validity { not_before: AT - time::Duration::days(180), not_after: AT + time::Duration::days(180) }
}

fn signer_of(issuer: &Identity) -> CertificateBuf {
    leaf(issuer, |template| template)
}

fn leaf(
    issuer: &Identity,
    change: impl FnOnce(CertificateTemplate) -> CertificateTemplate,
) -> CertificateBuf {
    let key = TestKey::new(Family::P256, 77, "leaf");
    let template = CertificateTemplate::new(pki_named("leaf"), &key, year_around());
    change(template).issue(issuer).expect("well-formed")
}

/// The chain alone, without revocation.
fn chain(
    anchor: &CertificateBuf,
    target: &CertificateBuf,
    pool: &[&Identity],
) -> Option<(&'static str, Reason)> {
    let anchors = TrustAnchors::from_certificates([anchor.clone()]);
    let policy = Policy::baseline().accept_unknown_revocation_at_own_risk();
    let pool: Vec<_> = pool.iter().map(|identity| identity.certificate().clone()).collect();
    let store = store_of(&pool, &[]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy);
    failure(&verifier.certificate(target.view(), Purpose::Signing, &store, AT))
}

#[test]
fn an_issuer_must_be_an_authority() {
    let pki = pki();
    let root = pki.root();
    let judge = |issuer: &Identity| chain(root.certificate(), &signer_of(issuer), &[issuer]);
    assert_eq!(judge(&authority(root, "a", |template| template)), None);
    let no_constraints = authority(root, "a", |template| template.without_extension(oids::BASIC_CONSTRAINTS));
    assert_eq!(judge(&no_constraints), Some((GENERAL, Reason::NotAnAuthority)));
    let not_ca = authority(root, "a", |template| template.with_extension(extension::end_entity()));
    assert_eq!(judge(&not_ca), Some((GENERAL, Reason::NotAnAuthority)));
    let no_sign = extension::key_usage(KeyUsage::DIGITAL_SIGNATURE);
    let no_sign = authority(root, "a", |template| template.with_extension(no_sign));
    assert_eq!(judge(&no_sign), Some((GENERAL, Reason::CertificateSigningNotAllowed)));
    let no_usage = authority(root, "a", |template| template.without_extension(oids::KEY_USAGE));
    assert_eq!(judge(&no_usage), None, "an absent keyUsage leaves every use open");
}

#[test]
fn an_anchor_that_is_no_authority_issues_nothing() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let issued = signer_of(&signer);
    assert_eq!(chain(signer.certificate(), &issued, &[]), Some((GENERAL, Reason::NotAnAuthority)));
    assert_eq!(chain(signer.certificate(), signer.certificate(), &[]), None, "but it may sign itself");
}

#[test]
fn path_length_counts_authorities_below() {
    let pki = pki();
    let root = pki.root();
    for (allowed, expected) in [(1, None), (0, Some((GENERAL, Reason::PathTooLong)))] {
        let upper =
            authority(root, "upper", |template| template.with_extension(extension::authority(Some(allowed))));
        let lower = authority(&upper, "lower", |template| template);
        assert_eq!(chain(root.certificate(), &signer_of(&lower), &[&upper, &lower]), expected, "{allowed}");
    }
}

#[test]
fn self_issued_authorities_do_not_count() {
    let pki = pki();
    let root = pki.root();
    let old = authority(root, "ca", |template| template.with_extension(extension::authority(Some(0))));
    let key = TestKey::new(Family::P256, 77, "new key");
    let template = CertificateTemplate::new(pki_named("ca"), &key, year_around())
        .with_serial_number(&[2])
        .with_extension(extension::authority(Some(0)));
    let new = Identity::new(template.issue(&old).expect("well-formed"), key);
    assert_eq!(chain(root.certificate(), &signer_of(&new), &[&old, &new]), None);
}

#[test]
fn unknown_critical_extensions_are_refused() {
    let pki = pki();
    let root = pki.root();
    let unknown = Some((GENERAL, Reason::CriticalExtensionUnknown));
    let plain = authority(root, "a", |template| template);
    let odd_leaf = leaf(&plain, |template| template.with_extension(extension::unknown_critical()));
    assert_eq!(chain(root.certificate(), &odd_leaf, &[&plain]), unknown);
    let harmless =
        leaf(&plain, |template| template.with_extension(extension::unknown_critical().not_critical()));
    assert_eq!(chain(root.certificate(), &harmless, &[&plain]), None);
    let odd = authority(root, "a", |template| template.with_extension(extension::unknown_critical()));
    assert_eq!(chain(root.certificate(), &signer_of(&odd), &[&odd]), unknown);
}

#[test]
fn the_algorithm_is_the_same_inside_and_outside() {
    let pki = pki();
    let inner = SignatureScheme::Ecdsa(esig_core::DigestAlgorithm::Sha384).to_identifier();
    let odd = leaf(pki.root(), |template| template.with_inner_algorithm(inner));
    assert_eq!(chain(pki.root().certificate(), &odd, &[]), Some((GENERAL, Reason::AlgorithmMismatch)));
}

#[test]
fn a_signature_by_another_key_is_refused() {
    let pki = pki();
    let twin = Identity::new(pki.root().certificate().clone(), TestKey::new(Family::P256, 5, "impostor"));
    let forged = signer_of(&twin);
    let expected = Some((GENERAL, Reason::CertificateSignatureInvalid));
    assert_eq!(chain(pki.root().certificate(), &forged, &[]), expected);
}

#[test]
fn validity_counts_for_every_certificate() {
    let pki = pki();
    let root = pki.root();
    let past = Validity { not_before: AT - time::Duration::days(9), not_after: AT - time::Duration::days(1) };
    let future =
        Validity { not_before: AT + time::Duration::days(1), not_after: AT + time::Duration::days(9) };
    let ends_now = Validity { not_before: AT, not_after: AT };
    for (validity, of_leaf, of_authority) in [
        (past, Some(Reason::Expired), Some(Reason::AuthorityExpired)),
        (future, Some(Reason::NotYetValid), Some(Reason::AuthorityNotYetValid)),
        (ends_now, None, None),
    ] {
        let out = |reason: Option<Reason>| reason.map(|reason| ("OUT_OF_BOUNDS_NO_POE", reason));
        let odd_leaf = leaf(root, |template| template.with_validity(validity));
        assert_eq!(chain(root.certificate(), &odd_leaf, &[]), out(of_leaf));
        let odd = authority(root, "a", |template| template.with_validity(validity));
        assert_eq!(chain(root.certificate(), &signer_of(&odd), &[&odd]), out(of_authority));
    }
}

#[test]
fn an_anchor_outside_its_validity_is_trusted_no_longer() {
    let pki = pki();
    let key = TestKey::new(Family::P256, 77, "old root");
    let past = Validity { not_before: AT - time::Duration::days(9), not_after: AT - time::Duration::days(1) };
    let template = CertificateTemplate::new(pki_named("old root"), &key, past);
    let template = template.with_extension(extension::authority(None));
    let old_root = Identity::new(template.self_sign(&key).expect("well-formed"), key);
    let target = signer_of(&old_root);
    let expected = Some(("NO_CERTIFICATE_CHAIN_FOUND_NO_POE", Reason::AnchorExpired));
    assert_eq!(chain(old_root.certificate(), &target, &[]), expected);
    assert_eq!(chain(pki.root().certificate(), &signer_of(pki.root()), &[]), None);
}

#[test]
fn extended_key_usage_for_services_alone_signs_no_documents() {
    let pki = pki();
    let services = [oids::SERVER_AUTH, oids::TIME_STAMPING, oids::OCSP_SIGNING];
    for service in services {
        let purposes = extension::extended_key_usage(&[service]);
        let target = leaf(pki.root(), |template| template.with_extension(purposes));
        let expected = Some(("CHAIN_CONSTRAINTS_FAILURE", Reason::ExtendedKeyUsageMismatch));
        assert_eq!(chain(pki.root().certificate(), &target, &[]), expected);
        let purposes = extension::extended_key_usage(&[service, oids::EMAIL_PROTECTION]);
        let target = leaf(pki.root(), |template| template.with_extension(purposes));
        assert_eq!(chain(pki.root().certificate(), &target, &[]), None);
    }
}

#[test]
fn among_many_of_one_name_the_right_issuer_is_found() {
    let pki = pki();
    let root = pki.root();
    let right = authority(root, "ca", |template| template);
    let impostors: Vec<Identity> = (0..20)
        .map(|number| {
            let key = TestKey::new(Family::P256, 78, &format!("impostor {number}"));
            let template = CertificateTemplate::new(pki_named("ca"), &key, year_around())
                .with_serial_number(&[number + 2])
                .with_extension(extension::authority(None));
            Identity::new(template.issue(root).expect("well-formed"), key)
        })
        .collect();
    let target = signer_of(&right);
    let mut pool: Vec<&Identity> = impostors.iter().collect();
    pool.push(&right);
    assert_eq!(chain(root.certificate(), &target, &pool), None);
    pool.pop();
    let expected = Some((GENERAL, Reason::CertificateSignatureInvalid));
    assert_eq!(chain(root.certificate(), &target, &pool), expected);
}

#[test]
fn circles_end() {
    let pki = pki();
    let a_key = TestKey::new(Family::P256, 79, "a");
    let a_template = CertificateTemplate::new(pki_named("a"), &a_key, year_around());
    let a_template = a_template.with_extension(extension::authority(None));
    let a_self = Identity::new(a_template.self_sign(&a_key).expect("well-formed"), a_key.clone());
    let b = authority(&a_self, "b", |template| template);
    let a_by_b = Identity::new(a_template.issue(&b).expect("well-formed"), a_key);
    let target = signer_of(&a_self);
    let expected = Some(("NO_CERTIFICATE_CHAIN_FOUND", Reason::Untrusted));
    assert_eq!(chain(pki.root().certificate(), &target, &[&a_by_b, &b, &a_self]), expected);
}

#[test]
fn a_hostile_bag_costs_no_more_than_the_limits() {
    let pki = pki();
    let mut store = Store::new();
    let mut level: Vec<Identity> = Vec::new();
    for depth in 0..4 {
        let issuers = if level.is_empty() { vec![pki.root().clone()] } else { level };
        level = (0..12)
            .map(|number| {
                let key = TestKey::new(Family::P256, 80, &format!("{depth} {number}"));
                let template =
                    CertificateTemplate::new(pki_named(&format!("level {depth}")), &key, year_around());
                let template =
                    template.with_extension(extension::authority(None)).with_serial_number(&[number + 1]);
                Identity::new(template.issue(&issuers[0]).expect("well-formed"), key)
            })
            .collect();
        for identity in &level {
            store.add_certificate(identity.certificate().clone()).expect("there is room");
        }
    }
    let stranger = Identity::new(level[0].certificate().clone(), TestKey::new(Family::P256, 81, "stranger"));
    let target = signer_of(&stranger);
    let anchors = TrustAnchors::from_certificates([pki.root().certificate().clone()]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, Policy::baseline());
    let answer = verifier.certificate(target.view(), Purpose::Signing, &store, AT);
    assert!(answer.path.is_err());
    assert!(answer.attempts.len() <= PathLimits::DEFAULT.attempts);
    let is_limit = |reason: &Reason| *reason == Reason::LimitExceeded;
    let mut reasons = answer.checks.iter().filter_map(|check| check.outcome.reason());
    assert!(reasons.any(|reason| is_limit(&reason)), "the report says that limits cut the search short");
}

#[test]
fn roots_of_one_name_are_told_apart_by_their_keys() {
    let own = pki();
    let key = TestKey::new(Family::P256, 82, "other root");
    let subject = own.root().certificate().view().subject().into();
    let template = CertificateTemplate::new(subject, &key, year_around());
    let template = template.with_extension(extension::authority(None));
    let other_root = template.self_sign(&key).expect("well-formed");
    let target = own.signer(Signer::Valid);
    let store = full_store(&own);
    let only_other = TrustAnchors::from_certificates([other_root.clone()]);
    let both = TrustAnchors::from_certificates([other_root, own.root().certificate().clone()]);
    let judge = |anchors| {
        let verifier = Verifier::new(Provider::rustcrypto(), anchors, Policy::baseline());
        failure(&verifier.preflight(target.certificate().view(), &store, AT))
    };
    assert_eq!(judge(only_other), Some((GENERAL, Reason::CertificateSignatureInvalid)));
    assert_eq!(judge(both), None);
}

#[test]
fn a_namesake_of_the_issuer_is_another_if_its_key_identifier_says_so() {
    let pki = pki();
    let root = pki.root();
    let identified = |template: CertificateTemplate, key: &TestKey| {
        template.with_extension(extension::subject_key_identifier(key.subject_public_key_info()))
    };
    let own_key = TestKey::new(Family::P256, 77, "ca");
    let own = authority(root, "ca", |template| identified(template, &own_key));
    let other_key = TestKey::new(Family::P256, 84, "other");
    let template = CertificateTemplate::new(pki_named("ca"), &other_key, year_around());
    let template = template.with_extension(extension::authority(None)).with_serial_number(&[2]);
    let other = identified(template, &other_key).issue(root).expect("well-formed");
    let other = Identity::new(other, other_key);
    let target = leaf(&own, |template| template.with_extension(own.authority_key_identifier()));
    let missing = Some(("NO_CERTIFICATE_CHAIN_FOUND", Reason::IssuerMissing));
    assert_eq!(chain(root.certificate(), &target, &[&other]), missing);
    assert_eq!(chain(root.certificate(), &target, &[&other, &own]), None);
}

#[test]
fn a_self_issued_namesake_of_a_root_is_no_root() {
    let pki = pki();
    let key = TestKey::new(Family::P256, 85, "impostor");
    let subject = pki.root().certificate().view().subject().into();
    for ca in [None, Some(extension::authority(None)), Some(extension::end_entity())] {
        let plain = CertificateTemplate::new(NameBuf::clone(&subject), &key, year_around());
        let template = ca.into_iter().fold(plain, CertificateTemplate::with_extension);
        let impostor = template.self_sign(&key).expect("well-formed");
        let expected = Some((GENERAL, Reason::CertificateSignatureInvalid));
        assert_eq!(chain(pki.root().certificate(), &impostor, &[]), expected);
    }
}

#[test]
fn a_renewed_root_takes_the_place_of_the_expired_one() {
    let key = TestKey::new(Family::P256, 77, "root");
    let past = Validity { not_before: AT - time::Duration::days(9), not_after: AT - time::Duration::days(1) };
    let root = |validity| {
        let template = CertificateTemplate::new(pki_named("root"), &key, validity);
        template.with_extension(extension::authority(None)).self_sign(&key).expect("well-formed")
    };
    let (old, new) = (root(past), root(year_around()));
    let target = signer_of(&Identity::new(old.clone(), key.clone()));
    let anchors = TrustAnchors::from_certificates([old, new.clone(), new]);
    assert_eq!(anchors.len(), 2);
    let policy = Policy::baseline().accept_unknown_revocation_at_own_risk();
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy);
    let store = Store::new();
    let answer = verifier.preflight(target.view(), &store, AT);
    assert_eq!(failure(&answer), None);
    let by_key = Policy::baseline()
        .accept_unknown_revocation_at_own_risk()
        .accept_anchors_by_name_and_key_at_own_risk();
    let anchors = TrustAnchors::from_certificates([root(past)]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, by_key);
    assert_eq!(failure(&verifier.preflight(target.view(), &store, AT)), None);
}

#[test]
fn needs_name_the_issuer_that_is_missing() {
    let pki = pki();
    let target = pki.signer(Signer::Valid);
    let verifier = verifier(&pki);
    let store = Store::new();
    let answer = verifier.preflight(target.certificate().view(), &store, AT);
    let [esig_core::Need::Issuer { of, urls }] = &answer.needs[..] else { panic!("one need") };
    assert_eq!(of, target.certificate());
    assert_eq!(urls.len(), 1);
}

/// Name and key of an anchor are public: who writes them into a certificate of his own, with a validity and usages of
/// his choice, has no anchor, and none issued it.
#[test]
fn a_namesake_of_the_anchor_with_its_key_is_not_the_anchor() {
    let pki = pki();
    let root = pki.root().certificate();
    let store = full_store(&pki);
    let own = TestKey::new(Family::P256, 666, "forger");
    let forever = Validity { not_after: AT + time::Duration::days(36_500), ..year_around() };
    let forged = CertificateTemplate::new(NameBuf::from(root.view().subject()), &own, forever)
        .with_subject_public_key_info(root.view().subject_public_key_info().as_der().to_vec())
        .self_sign(&own)
        .expect("well-formed");
    let judge = |certificate: &CertificateBuf| {
        failure(&verifier(&pki).certificate(certificate.view(), Purpose::Chain, &store, AT))
    };
    assert_eq!(judge(root), None);
    assert_eq!(judge(&forged), Some((GENERAL, Reason::CertificateSignatureInvalid)));
}

#[test]
fn certificates_of_servers_and_code_sign_no_documents() {
    let pki = pki();
    let issuer = pki.intermediate();
    let with = |purposes: &[esig_core::oid::ObjectIdentifier]| {
        let purposes = extension::extended_key_usage(purposes);
        let certificate = leaf(issuer, |template| template.with_extension(purposes));
        chain(pki.root().certificate(), &certificate, &[issuer]).map(|(_, reason)| reason)
    };
    let refused = Some(Reason::ExtendedKeyUsageMismatch);
    assert_eq!(with(&[oids::SERVER_AUTH, oids::CLIENT_AUTH]), refused);
    assert_eq!(with(&[oids::CODE_SIGNING]), refused);
    assert_eq!(with(&[oids::CLIENT_AUTH]), None);
    assert_eq!(with(&[oids::SERVER_AUTH, oids::EMAIL_PROTECTION]), None);
}

#[test]
fn a_report_repeats_no_endless_name() {
    let pki = pki();
    let name = "Ж".repeat(100_000);
    let key = TestKey::new(Family::P256, 77, "endless");
    let endless = CertificateTemplate::new(pki_named(&name), &key, year_around());
    let endless = endless.issue(pki.intermediate()).expect("well-formed");
    let verifier = verifier(&pki);
    let store = full_store(&pki);
    let outcome = verifier.certificate(endless.view(), Purpose::Signing, &store, AT);
    assert!(failure(&outcome).is_none());
    assert!(outcome.checks.iter().all(|check| format!("{:?}", check.about).chars().count() < 1_000));
}

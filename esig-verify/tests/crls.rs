//! CRLs of a test PKI: each check of RFC 5280 §6.3 passes, and fails with one thing broken.

mod world;

use esig_core::attribute_names::COMMON_NAME;
use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::crl::ReasonCode;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, CrlBuf, NameBuf, Provider};
use esig_testkit::{
    CertificateTemplate, CrlTemplate, ExtensionTemplate, Family, Identity, NameTemplate, Signer, TestKey,
    TestPki, extension,
};
use esig_verify::report::Reason;
use esig_verify::{Policy, Profile, Purpose, TrustAnchors, Verifier};
use world::*;

const UNUSABLE: Option<(&str, Reason)> = Some(("TRY_LATER", Reason::RevocationDataUnusable));
const STALE: Option<(&str, Reason)> = Some(("TRY_LATER", Reason::RevocationDataStale));

/// Judges the signer with the root's CRL and this one of the intermediate authority.
fn with_crl(pki: &TestPki, crl: CrlBuf) -> Option<(&'static str, Reason)> {
    judge(pki, pki.signer(Signer::Valid).certificate(), &[pki.crls()[0].clone(), crl])
}

fn template() -> CrlTemplate {
    CrlTemplate::new(AT - time::Duration::days(1), AT + time::Duration::days(6))
}

fn issue(pki: &TestPki, template: CrlTemplate) -> CrlBuf {
    template.issue(pki.intermediate()).expect("well-formed")
}

#[test]
fn a_plain_list_says_good() {
    let pki = pki();
    assert_eq!(with_crl(&pki, issue(&pki, template())), None);
}

#[test]
fn an_entry_says_revoked_from_its_date_on() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let revoked =
        |at, reason| with_crl(&pki, issue(&pki, template().with_revoked(signer.certificate(), at, reason)));
    let expected = Some(("REVOKED_NO_POE", Reason::Revoked));
    for reason in [ReasonCode::Unspecified, ReasonCode::Superseded, ReasonCode::RemoveFromCrl] {
        assert_eq!(revoked(AT, reason), expected, "{reason}");
    }
    let announced = AT + time::Duration::DAY;
    assert_eq!(revoked(announced, ReasonCode::KeyCompromise), expected, "announced for a time to come");
    let later = CrlTemplate::new(announced, announced + time::Duration::DAY);
    let later = |at| later.clone().with_revoked(signer.certificate(), at, ReasonCode::KeyCompromise);
    let looking_back = |crl| {
        let store = store_of(&pki.chain(), &[pki.crls()[0].clone(), crl]);
        judge_in(&verifier(&pki).with_present(LATER), signer.certificate(), &store)
    };
    assert_eq!(looking_back(issue(&pki, later(announced))), None, "known to have come later");
    assert_eq!(looking_back(issue(&pki, later(AT))), expected);
    assert_eq!(with_crl(&pki, issue(&pki, later(announced))), expected, "a list of the future");
    assert_eq!(revoked(AT, ReasonCode::CertificateHold), Some(("TRY_LATER", Reason::OnHold)));
}

#[test]
fn revoked_by_one_list_wins_over_good_by_another() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let revoking = template().with_revoked(signer.certificate(), AT, ReasonCode::KeyCompromise);
    let mut crls = vec![pki.crls()[0].clone(), issue(&pki, template()), issue(&pki, revoking)];
    for _ in 0..crls.len() {
        crls.rotate_left(1);
        let expected = Some(("REVOKED_NO_POE", Reason::Revoked));
        assert_eq!(judge(&pki, signer.certificate(), &crls), expected);
    }
}

#[test]
fn a_revoked_authority_takes_its_signers_along() {
    let pki = pki();
    let revoking = CrlTemplate::new(AT - time::Duration::days(1), AT + time::Duration::days(6))
        .with_revoked(pki.intermediate().certificate(), AT, ReasonCode::CaCompromise)
        .issue(pki.root())
        .expect("well-formed");
    let crls = [revoking, pki.crls()[1].clone()];
    let expected = Some(("REVOKED_CA_NO_POE", Reason::AuthorityRevoked));
    assert_eq!(judge(&pki, pki.signer(Signer::Valid).certificate(), &crls), expected);
}

#[test]
fn a_list_is_fresh_until_its_next_update() {
    let pki = pki();
    let ends = |at| CrlTemplate::new(AT - time::Duration::days(1), at);
    assert_eq!(with_crl(&pki, issue(&pki, ends(AT + time::Duration::SECOND))), None);
    assert_eq!(with_crl(&pki, issue(&pki, ends(AT))), STALE);
    assert_eq!(with_crl(&pki, issue(&pki, template().without_next_update())), STALE);

    let store =
        store_of(&pki.chain(), &[pki.crls()[0].clone(), issue(&pki, template().without_next_update())]);
    let signer = pki.signer(Signer::Valid);
    for (days, expected) in [(2, None), (1, STALE)] {
        let policy = Policy::baseline().with_max_crl_age(time::Duration::days(days));
        let verifier = verifier_with(&pki, policy);
        assert_eq!(judge_in(&verifier, signer.certificate(), &store), expected);
    }
}

/// Signatures are judged long after they were made; servers are judged now, where a list of the future is none.
#[test]
fn a_later_list_is_welcome_to_signatures_alone() {
    let pki = pki();
    let later = CrlTemplate::new(AT + time::Duration::days(1), AT + time::Duration::days(9));
    let store = store_of(&pki.chain(), &[pki.crls()[0].clone(), issue(&pki, later)]);
    let signer = pki.signer(Signer::Valid);
    let judge = |profile: Profile, present| {
        let policy = Policy::baseline().with_profile(profile);
        judge_in(&verifier_with(&pki, policy).with_present(present), signer.certificate(), &store)
    };
    assert_eq!(judge(Profile::qualified(), LATER), None);
    assert_eq!(judge(Profile::rfc5280().accept_nonconforming_certificates_at_own_risk(), LATER), STALE);
    assert_eq!(judge(Profile::qualified(), AT), STALE, "a list of the future is none for anybody");
    assert_eq!(judge(Profile::qualified(), AT + time::Duration::days(1)), None, "it has just come");
    let within = AT + time::Duration::days(1) - time::Duration::minutes(5);
    assert_eq!(judge(Profile::qualified(), within), None, "clocks may differ");
    assert_eq!(judge(Profile::qualified(), within - time::Duration::SECOND), STALE);
}

#[test]
fn a_list_made_after_expiry_says_nothing_of_the_expired() {
    let pki = pki();
    let expired = pki.signer(Signer::Expired);
    let late = issue(&pki, template());
    let crls = [pki.crls()[0].clone(), late];
    let no_poe = Some(("OUT_OF_BOUNDS_NO_POE", Reason::Expired));
    assert_eq!(judge(&pki, expired.certificate(), &crls), no_poe);

    let since = element(Tag::GENERALIZED_TIME, &[b"20200101000000Z"]);
    let keeps = template().with_extension(ExtensionTemplate::new(oids::EXPIRED_CERTS_ON_CRL, since));
    let crls = [pki.crls()[0].clone(), issue(&pki, keeps)];
    let not_revoked = Some(("OUT_OF_BOUNDS_NOT_REVOKED", Reason::Expired));
    assert_eq!(judge(&pki, expired.certificate(), &crls), not_revoked);
}

#[test]
fn a_list_signed_by_another_key_is_of_no_use() {
    let pki = pki();
    let name: NameBuf = pki.intermediate().certificate().view().subject().into();
    let impostor = TestPki::new(Family::P256, 9, AT);
    let forged = template().with_issuer(name).issue(impostor.intermediate()).expect("well-formed");
    assert_eq!(with_crl(&pki, forged), UNUSABLE);
}

#[test]
fn critical_extensions_must_be_understood() {
    let pki = pki();
    let odd =
        |extension: ExtensionTemplate| with_crl(&pki, issue(&pki, template().with_extension(extension)));
    let unknown = Some(("TRY_LATER", Reason::CriticalExtensionUnknown));
    assert_eq!(odd(extension::unknown_critical()), unknown);
    assert_eq!(odd(extension::unknown_critical().not_critical()), None);
}

/// issuingDistributionPoint with these fields.
fn point(fields: &[&[u8]]) -> ExtensionTemplate {
    ExtensionTemplate::new(oids::ISSUING_DISTRIBUTION_POINT, element(Tag::SEQUENCE, fields)).critical()
}

fn flag(number: u8) -> Vec<u8> {
    vec![0x80 | number, 1, 0xff]
}

fn named(url: &str) -> Vec<u8> {
    let full_name = element(Tag::context(0), &[&extension::uri(url)]);
    element(Tag::context(0), &[&full_name])
}

#[test]
fn the_scope_must_cover_the_certificate() {
    let pki = pki();
    let scoped = |fields: &[&[u8]]| with_crl(&pki, issue(&pki, template().with_extension(point(fields))));
    let own_url = "http://testkit.example/p256/1/intermediate.crl";
    let signer = pki.signer(Signer::Valid);
    let points = signer.certificate().view().extensions().crl_distribution_points().expect("well-formed");
    let uris: Vec<_> = points.iter().flat_map(|points| points.uris()).collect();
    let own_url = uris.first().and_then(|uri| core::str::from_utf8(uri).ok()).unwrap_or(own_url);

    assert_eq!(scoped(&[&flag(1)]), None, "onlyContainsUserCerts");
    assert_eq!(scoped(&[&flag(2)]), UNUSABLE, "onlyContainsCACerts");
    assert_eq!(scoped(&[&flag(4)]), None, "indirectCRL by the issuer itself");
    assert_eq!(scoped(&[&flag(5)]), UNUSABLE, "onlyContainsAttributeCerts");
    assert_eq!(scoped(&[&named(own_url)]), None);
    assert_eq!(scoped(&[&named("http://elsewhere.example/crl")]), UNUSABLE);
}

/// Who names points of his own has divided his list; the part under his own name is not the whole.
#[test]
fn the_implied_point_is_for_certificates_without_points() {
    let pki = pki();
    let issuer = pki.intermediate().certificate().view().subject();
    let full_name = element(Tag::context(0), &[&extension::directory_name(issuer.as_der())]);
    let under_own_name = template().with_extension(point(&[&element(Tag::context(0), &[&full_name])]));
    assert_eq!(with_crl(&pki, issue(&pki, under_own_name.clone())), UNUSABLE);
    let signer = pki.signer_template(Signer::Valid).without_extension(oids::CRL_DISTRIBUTION_POINTS);
    let signer = signer.issue(pki.intermediate()).expect("well-formed");
    assert_eq!(judge(&pki, &signer, &[pki.crls()[0].clone(), issue(&pki, under_own_name)]), None);
}

/// RFC 5280 §5.1.2.6 forbids a list that is there and empty; X.509 does not, and what is odd and harmless passes there.
#[test]
fn an_empty_list_vouches_for_nobody_by_rfc_5280() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let judge = |profile: Profile, crl: CrlTemplate| {
        let policy = Policy::baseline().with_profile(profile);
        let store = store_of(&pki.chain(), &[pki.crls()[0].clone(), issue(&pki, crl)]);
        judge_in(&verifier_with(&pki, policy), signer.certificate(), &store)
    };
    let rfc5280 = || Profile::rfc5280().accept_nonconforming_certificates_at_own_risk();
    assert_eq!(judge(rfc5280(), template()), None);
    assert_eq!(judge(rfc5280(), template().with_empty_list()), UNUSABLE);
    assert_eq!(judge(Profile::qualified(), template().with_empty_list()), None);
    let revoking =
        template().with_empty_list().with_revoked(signer.certificate(), AT, ReasonCode::Superseded);
    assert_eq!(judge(rfc5280(), revoking), Some(("REVOKED_NO_POE", Reason::Revoked)));
}

/// An anchor that changed keys: its certificate for the new one is signed by the old one, and both are trusted.
#[test]
fn an_anchor_signs_lists_with_its_former_key_too() {
    let pki = pki();
    let (former, present) =
        (TestKey::new(Family::P256, 5, "former"), TestKey::new(Family::P256, 5, "present"));
    let own = pki.root().certificate().view();
    let template_of = |key: &TestKey| {
        let template = CertificateTemplate::new(own.subject().into(), key, own.validity());
        let usage = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN);
        template.with_extension(extension::authority(None)).with_extension(extension::key_usage(usage))
    };
    let former = Identity::new(template_of(&former).self_sign(&former).expect("well-formed"), former);
    let by_former = template_of(&present).with_serial_number(&[2]).issue(&former).expect("well-formed");
    let by_itself = template_of(&present).with_serial_number(&[3]).self_sign(&present).expect("well-formed");
    let signer = pki.signer_template(Signer::Valid);
    let judge = |anchor: CertificateBuf, others: &[CertificateBuf]| {
        let issuer = Identity::new(anchor.clone(), present.clone());
        let target = signer.issue(&issuer).expect("well-formed");
        let store = store_of(&[], &[template().issue(&former).expect("well-formed")]);
        let anchors = TrustAnchors::from_certificates(others.iter().cloned().chain([anchor]));
        let verifier = Verifier::new(Provider::rustcrypto(), anchors, Policy::baseline());
        judge_in(&verifier, &target, &store)
    };
    let trusted = [former.certificate().clone()];
    assert_eq!(judge(by_former.clone(), &trusted), None);
    assert_eq!(judge(by_former, &[]), UNUSABLE, "the former key is not trusted");
    assert_eq!(judge(by_itself, &trusted), UNUSABLE, "nothing says that the namesake is the same");
}

#[test]
fn every_distribution_point_is_looked_at() {
    let pki = pki();
    let url = |number: u8| format!("http://testkit.example/{number}.crl");
    let point_of = |number: u8| element(Tag::SEQUENCE, &[&named(&url(number))]);
    let points = element(Tag::SEQUENCE, &[&point_of(1), &point_of(2), &point_of(3)]);
    let template_of_signer = pki.signer_template(Signer::Valid);
    let points = ExtensionTemplate::new(oids::CRL_DISTRIBUTION_POINTS, points);
    let signer = template_of_signer.with_extension(points).issue(pki.intermediate()).expect("well-formed");
    for number in 1..=3 {
        let scoped = template().with_extension(point(&[&named(&url(number))]));
        let revoking = scoped.clone().with_revoked(&signer, AT, ReasonCode::KeyCompromise);
        let judge = |crl| judge(&pki, &signer, &[pki.crls()[0].clone(), issue(&pki, crl)]);
        assert_eq!(judge(scoped), None, "{number}");
        assert_eq!(judge(revoking), Some(("REVOKED_NO_POE", Reason::Revoked)), "{number}");
    }
}

#[test]
fn some_reasons_are_not_all() {
    let pki = pki();
    // onlySomeReasons: [3] BIT STRING; bits 1 to 4, and 5 to 8.
    let first = [0x83, 2, 0, 0b0111_1000];
    let others = [0x83, 3, 7, 0b0000_0111, 0b1000_0000];
    let crl = |reasons: &[u8]| issue(&pki, template().with_extension(point(&[reasons])));
    let missing = Some(("TRY_LATER", Reason::RevocationDataMissing));
    assert_eq!(with_crl(&pki, crl(&first)), missing);
    let crls = [pki.crls()[0].clone(), crl(&first), crl(&others)];
    assert_eq!(judge(&pki, pki.signer(Signer::Valid).certificate(), &crls), None);
}

#[test]
fn a_delta_alone_says_nothing() {
    let pki = pki();
    let base = ExtensionTemplate::new(oids::DELTA_CRL_INDICATOR, vec![2, 1, 1]).critical();
    assert_eq!(with_crl(&pki, issue(&pki, template().with_extension(base))), UNUSABLE);
}

/// A list with a number, and one that changes it.
fn numbered(number: u64) -> CrlTemplate {
    template().with_extension(extension::crl_number(number))
}

fn delta(number: u64, base: u64) -> CrlTemplate {
    let later = CrlTemplate::new(AT - time::Duration::hours(1), AT + time::Duration::hours(1));
    later.with_extension(extension::crl_number(number)).with_extension(extension::delta_crl_indicator(base))
}

#[test]
fn a_delta_changes_what_a_list_says() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let signer = signer.certificate();
    let judge = |complete: CrlTemplate, deltas: &[CrlTemplate]| {
        let mut crls = vec![pki.crls()[0].clone(), issue(&pki, complete)];
        crls.extend(deltas.iter().map(|delta| issue(&pki, delta.clone())));
        judge(&pki, signer, &crls)
    };
    let (on_hold, revoked) = (Some(("TRY_LATER", Reason::OnHold)), Some(("REVOKED_NO_POE", Reason::Revoked)));
    let held = || numbered(5).with_revoked(signer, AT - time::Duration::days(3), ReasonCode::CertificateHold);
    let add = |delta: CrlTemplate, reason| delta.with_revoked(signer, AT - time::Duration::days(2), reason);
    let removing = || add(delta(6, 5), ReasonCode::RemoveFromCrl);

    assert_eq!(judge(numbered(5), &[delta(6, 5)]), None);
    assert_eq!(judge(held(), &[]), on_hold);
    assert_eq!(judge(held(), &[delta(6, 5)]), on_hold);
    assert_eq!(judge(held(), &[removing()]), None);
    assert_eq!(judge(numbered(5), &[add(delta(6, 5), ReasonCode::CertificateHold)]), on_hold);
    assert_eq!(judge(numbered(5), &[add(delta(6, 5), ReasonCode::KeyCompromise)]), revoked);
    assert_eq!(judge(held(), &[removing(), add(delta(7, 5), ReasonCode::KeyCompromise)]), revoked);
    assert_eq!(
        judge(
            held(),
            &[add(delta(6, 5), ReasonCode::CertificateHold), add(delta(7, 5), ReasonCode::RemoveFromCrl)]
        ),
        None
    );
}

#[test]
fn a_delta_makes_no_list_of_the_future_good() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let judge = |this_update, present| {
        let complete = CrlTemplate::new(this_update, AT + time::Duration::days(6));
        let complete = issue(&pki, complete.with_extension(extension::crl_number(5)));
        let store = store_of(&pki.chain(), &[pki.crls()[0].clone(), complete, issue(&pki, delta(6, 5))]);
        judge_in(&verifier(&pki).with_present(present), signer.certificate(), &store)
    };
    let tomorrow = AT + time::Duration::DAY;
    assert_eq!(judge(AT - time::Duration::DAY, AT), None);
    assert_eq!(judge(tomorrow, AT), STALE);
    assert_eq!(judge(tomorrow, tomorrow), None, "by then it has come");
}

/// RFC 5280 §5.2.4: the same issuer, scope and key, from that number or an earlier one on, and newer.
#[test]
fn a_delta_goes_with_its_own_list_alone() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let held = |number| {
        let at = AT - time::Duration::days(3);
        numbered(number).with_revoked(signer.certificate(), at, ReasonCode::CertificateHold)
    };
    let removed = |delta: CrlTemplate| {
        delta.with_revoked(signer.certificate(), AT - time::Duration::days(2), ReasonCode::RemoveFromCrl)
    };
    let judge = |complete: CrlTemplate, delta: CrlBuf| {
        judge(&pki, signer.certificate(), &[pki.crls()[0].clone(), issue(&pki, complete), delta])
    };
    let on_hold = Some(("TRY_LATER", Reason::OnHold));
    assert_eq!(judge(held(5), issue(&pki, removed(delta(7, 5)))), None);
    assert_eq!(judge(held(6), issue(&pki, removed(delta(7, 5)))), None, "a later list");
    assert_eq!(judge(held(4), issue(&pki, removed(delta(7, 5)))), on_hold, "an earlier list");
    assert_eq!(judge(held(7), issue(&pki, removed(delta(7, 5)))), on_hold, "no newer than the list");
    let scoped = removed(delta(7, 5)).with_extension(point(&[&flag(1)]));
    assert_eq!(judge(held(5), issue(&pki, scoped)), on_hold, "another scope");
    let by = extension::authority_key_identifier(b"another key");
    assert_eq!(judge(held(5), issue(&pki, removed(delta(7, 5)).with_extension(by))), on_hold, "another key");
    let odd = removed(delta(7, 5)).with_extension(extension::unknown_critical());
    assert_eq!(judge(held(5), issue(&pki, odd)), on_hold, "not understood");
    let past = CrlTemplate::new(AT - time::Duration::days(2), AT - time::Duration::days(1))
        .with_extension(extension::crl_number(7))
        .with_extension(extension::delta_crl_indicator(5));
    assert_eq!(judge(held(5), issue(&pki, removed(past.clone()))), on_hold, "stale");
    let revoking =
        past.with_revoked(signer.certificate(), AT - time::Duration::days(3), ReasonCode::Superseded);
    let revoked = Some(("REVOKED_NO_POE", Reason::Revoked));
    assert_eq!(judge(numbered(5), issue(&pki, revoking)), revoked, "being revoked does not age");
    let forger = TestPki::new(Family::P256, 9, AT);
    let name: NameBuf = pki.intermediate().certificate().view().subject().into();
    let forged = removed(delta(7, 5)).with_issuer(name).issue(forger.intermediate()).expect("well-formed");
    assert_eq!(judge(held(5), forged), on_hold, "another signer");
}

/// RFC 5280 §6.3.3 (h): the key is that which signed the complete list. A delta by another key of the same authority does not
/// make the list fresh nor end a hold; and where it lists the certificate, the list does not say good.
#[test]
fn a_delta_is_signed_with_the_key_of_its_list() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let charged = crl_signer(&pki, pki.root(), KeyUsage::CRL_SIGN);
    let mut certificates = pki.chain();
    certificates.push(charged.certificate().clone());
    let judge = |complete: (CrlTemplate, &Identity), delta: (CrlTemplate, &Identity)| {
        let [complete, delta] =
            [complete, delta].map(|(template, by)| template.issue(by).expect("well-formed"));
        let store = store_of(&certificates, &[pki.crls()[0].clone(), complete, delta]);
        judge_in(&verifier(&pki), signer.certificate(), &store)
    };
    let listed = |template: CrlTemplate, reason| {
        template.with_revoked(signer.certificate(), AT - time::Duration::days(3), reason)
    };
    let old = || {
        let old = CrlTemplate::new(AT - time::Duration::days(9), AT - time::Duration::days(2));
        old.with_extension(extension::crl_number(5))
    };
    let held = || listed(numbered(5), ReasonCode::CertificateHold);
    let ending = || listed(delta(6, 5), ReasonCode::RemoveFromCrl);
    let revoking = || listed(delta(6, 5), ReasonCode::KeyCompromise);
    let revoked = Some(("REVOKED_NO_POE", Reason::Revoked));
    let on_hold = Some(("TRY_LATER", Reason::OnHold));
    let keys = [pki.intermediate(), &charged];
    for (own, other) in [(keys[0], keys[1]), (keys[1], keys[0])] {
        assert_eq!(judge((numbered(5), own), (delta(6, 5), own)), None);
        assert_eq!(judge((numbered(5), own), (delta(6, 5), other)), None, "the list alone says so");
        assert_eq!(judge((old(), own), (delta(6, 5), own)), None);
        assert_eq!(judge((old(), own), (delta(6, 5), other)), STALE);
        assert_eq!(judge((held(), own), (ending(), own)), None);
        assert_eq!(judge((held(), own), (ending(), other)), on_hold);
        assert_eq!(judge((numbered(5), own), (revoking(), own)), revoked);
        assert_eq!(judge((numbered(5), own), (revoking(), other)), UNUSABLE);
        assert_eq!(judge((listed(numbered(5), ReasonCode::Superseded), own), (ending(), other)), revoked);
    }
}

/// RFC 5280 §6.3.3 (b)(1): a list of another issuer counts if the certificate names him and the list is indirect; who he
/// is, a path to the same anchor says.
#[test]
fn indirect_lists_are_of_whom_the_certificate_names() {
    let pki = pki();
    let key = TestKey::new(Family::P256, 86, "crl service");
    let service = CertificateTemplate::new(
        NameTemplate::new().with_attribute(COMMON_NAME, "CRL service").to_name(),
        &key,
        {
            esig_core::time::Validity {
                not_before: AT - time::Duration::days(9),
                not_after: AT + time::Duration::days(9),
            }
        },
    );
    let service = service
        .with_serial_number(&[9])
        .with_extension(extension::end_entity())
        .with_extension(extension::key_usage(KeyUsage::CRL_SIGN));
    let by = |issuer: &Identity| Identity::new(service.issue(issuer).expect("well-formed"), key.clone());
    let name = extension::directory_name(by(pki.root()).certificate().view().subject().as_der());
    let named = element(Tag::SEQUENCE, &[&element(Tag::context(2), &[&name])]);
    let points = ExtensionTemplate::new(oids::CRL_DISTRIBUTION_POINTS, element(Tag::SEQUENCE, &[&named]));
    let template_of_signer = pki.signer_template(Signer::Valid);
    let target = template_of_signer.with_extension(points).issue(pki.intermediate()).expect("well-formed");

    let judge = |service: &Identity, crl: CrlTemplate| {
        let mut certificates = pki.chain();
        certificates.push(service.certificate().clone());
        let crls = [pki.crls()[0].clone(), crl.issue(service).expect("well-formed")];
        let store = store_of(&certificates, &crls);
        judge_in(&verifier(&pki), &target, &store)
    };
    let indirect = || template().with_extension(point(&[&flag(4)]));
    let own = by(pki.root());
    let reason = ReasonCode::KeyCompromise;
    assert_eq!(judge(&own, indirect()), None);
    let missing = Some(("TRY_LATER", Reason::RevocationDataUnusable));
    assert_eq!(judge(&own, template()), missing, "not indirect");
    let stranger = TestPki::new(Family::P256, 9, AT);
    assert_eq!(judge(&by(stranger.root()), indirect()), missing, "under another anchor");
    let revoked = Some(("REVOKED_NO_POE", Reason::Revoked));
    assert_eq!(judge(&own, indirect().with_revoked_of_issuer(&target, AT, reason)), revoked);
    assert_eq!(judge(&own, indirect().with_revoked(&target, AT, reason)), None, "of the service's own");
    // The issuer that an entry names is that of the following ones too.
    let other = pki.signer(Signer::Expired);
    let sticky =
        indirect().with_revoked_of_issuer(other.certificate(), AT, reason).with_revoked(&target, AT, reason);
    assert_eq!(judge(&own, sticky), revoked);
}

/// A certificate with the authority's name and another key, for CRLs alone.
fn crl_signer(pki: &TestPki, issuer: &Identity, usage: KeyUsage) -> Identity {
    let key = TestKey::new(Family::P256, 83, "crl key");
    let subject = pki.intermediate().certificate().view().subject().into();
    let validity = pki.intermediate().certificate().view().validity();
    let template = CertificateTemplate::new(subject, &key, validity)
        .with_serial_number(&[0x33])
        .with_extension(extension::key_usage(usage));
    Identity::new(template.issue(issuer).expect("well-formed"), key)
}

#[test]
fn a_key_for_lists_may_be_another_than_that_for_certificates() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let judge = |crl_signer: &Identity, root_crl: CrlBuf| {
        let crl = template().issue(crl_signer).expect("well-formed");
        let mut certificates = pki.chain();
        certificates.push(crl_signer.certificate().clone());
        let store = store_of(&certificates, &[root_crl, crl]);
        judge_in(&verifier(&pki), signer.certificate(), &store)
    };
    let root_crl = pki.crls()[0].clone();
    let charged = crl_signer(&pki, pki.root(), KeyUsage::CRL_SIGN);
    assert_eq!(judge(&charged, root_crl.clone()), None);
    let other_use = crl_signer(&pki, pki.root(), KeyUsage::DIGITAL_SIGNATURE);
    assert_eq!(judge(&other_use, root_crl.clone()), UNUSABLE);
    let stranger = TestPki::new(Family::P256, 9, AT);
    let not_charged = crl_signer(&pki, stranger.root(), KeyUsage::CRL_SIGN);
    assert_eq!(judge(&not_charged, root_crl), UNUSABLE);

    let revoking = template().with_revoked(charged.certificate(), AT, ReasonCode::KeyCompromise);
    let revoking = revoking.issue(pki.root()).expect("well-formed");
    assert!(judge(&charged, revoking).is_some(), "its own revocation counts");
}

/// The list with other bits in its signature: one check each, and none of them of use.
fn forgeries(crl: &CrlBuf, count: u8) -> Vec<CrlBuf> {
    let forge = |change: u8| {
        let mut der = crl.as_der().to_vec();
        *der.last_mut().expect("not empty") ^= change;
        CrlBuf::from_der(der).expect("well-formed")
    };
    (1..=count).map(forge).collect()
}

/// A bag of forged lists uses up the checks before the one that revokes is reached: nothing is known then, even if
/// the policy does without revocation data.
#[test]
fn forged_lists_cannot_hide_the_one_that_revokes() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let good = issue(&pki, template());
    let since = AT - time::Duration::hours(1);
    let revoking =
        issue(&pki, template().with_revoked(signer.certificate(), since, ReasonCode::KeyCompromise));
    for (count, expected) in [(20, Reason::Revoked), (120, Reason::LimitExceeded)] {
        let mut crls = vec![pki.crls()[0].clone(), good.clone()];
        crls.extend(forgeries(&good, count));
        crls.push(revoking.clone());
        for policy in [Policy::baseline(), Policy::baseline().accept_unknown_revocation_at_own_risk()] {
            let store = store_of(&pki.chain(), &crls);
            let outcome = verifier_with(&pki, policy).certificate(
                signer.certificate().view(),
                Purpose::Signing,
                &store,
                AT,
            );
            assert_eq!(failure(&outcome).map(|(_, reason)| reason), Some(expected), "{count} forgeries");
        }
    }
}

#[test]
fn an_age_beyond_all_time_is_no_freshness() {
    let pki = pki();
    let last_day = time::macros::utc_datetime!(9999-12-31 12:00);
    let crl = issue(&pki, CrlTemplate::new(last_day, last_day).without_next_update());
    let store = store_of(&pki.chain(), &[pki.crls()[0].clone(), crl]);
    let verifier = verifier_with(&pki, Policy::baseline().with_max_crl_age(time::Duration::days(7)));
    let signer = pki.signer(Signer::Valid);
    let outcome = verifier.certificate(signer.certificate().view(), Purpose::Signing, &store, AT);
    assert_eq!(failure(&outcome).map(|(_, reason)| reason), Some(Reason::RevocationDataStale));
}

/// RFC 5280 §4.2.1.13: "a DistributionPoint MUST NOT consist of only the reasons field".
#[test]
fn a_point_of_reasons_alone_is_malformed() {
    let pki = pki();
    let reasons = [0x81, 2, 0, 0b0111_1111];
    let points = element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[&reasons])]);
    let points = ExtensionTemplate::new(oids::CRL_DISTRIBUTION_POINTS, points);
    let template_of_signer = pki.signer_template(Signer::Valid).with_extension(points);
    let signer = template_of_signer.issue(pki.intermediate()).expect("well-formed");
    let outcome = judge(&pki, &signer, &[pki.crls()[0].clone(), issue(&pki, template())]);
    assert_eq!(outcome.map(|(_, reason)| reason), Some(Reason::ExtensionMalformed));
}

/// One serial number twice: a suspension hides no revocation, whether announced or in force.
#[test]
fn the_gravest_of_several_entries_counts() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let (before, after) = (AT - time::Duration::hours(1), AT + time::Duration::hours(1));
    let listed = |entries: &[(time::UtcDateTime, ReasonCode)]| {
        let add = |template: CrlTemplate, (since, reason): &(time::UtcDateTime, ReasonCode)| {
            template.with_revoked(signer.certificate(), *since, *reason)
        };
        with_crl(&pki, issue(&pki, entries.iter().fold(template(), add)))
    };
    let to_come = (after, ReasonCode::Superseded);
    let on_hold = (before, ReasonCode::CertificateHold);
    let in_force = (before, ReasonCode::KeyCompromise);
    let revoked = Some(("REVOKED_NO_POE", Reason::Revoked));
    assert_eq!(listed(&[to_come]), revoked);
    assert_eq!(listed(&[to_come, in_force]), revoked);
    assert_eq!(listed(&[on_hold, in_force]), revoked);
    assert_eq!(listed(&[in_force, to_come]), revoked);
    assert_eq!(listed(&[to_come, on_hold]), revoked);
}

/// A hold ends when a newer complete CRL leaves the certificate out; an older one, or one of the same time, lifts nothing.
#[test]
fn a_hold_is_lifted_by_a_newer_list_alone() {
    let pki = pki();
    let signer = pki.signer(Signer::Valid);
    let issued = |hours| {
        let this_update = AT - time::Duration::hours(hours);
        CrlTemplate::new(this_update, AT + time::Duration::days(6))
    };
    let holding = issued(24).with_revoked(
        signer.certificate(),
        AT - time::Duration::days(3),
        ReasonCode::CertificateHold,
    );
    let holding = issue(&pki, holding);
    let on_hold = Some(("TRY_LATER", Reason::OnHold));
    for (hours, expected) in [(12, None), (24, on_hold), (36, on_hold)] {
        let crls = [pki.crls()[0].clone(), holding.clone(), issue(&pki, issued(hours))];
        assert_eq!(judge(&pki, signer.certificate(), &crls), expected, "{hours}");
    }
}

/// The word that the CRL signer's own certificate is not revoked is evidence too, and is handed on as such.
#[test]
fn what_charges_a_signer_of_lists_is_part_of_the_evidence() {
    let pki = pki();
    let issuer = pki.intermediate();
    let charged = crl_signer(&pki, issuer, KeyUsage::CRL_SIGN);
    let [by_charged, by_issuer] = [&charged, issuer].map(|by| template().issue(by).expect("well-formed"));
    let mut certificates = pki.chain();
    certificates.push(charged.certificate().clone());
    let store = store_of(&certificates, &[pki.crls()[0].clone(), by_charged.clone(), by_issuer.clone()]);
    let signer = pki.signer(Signer::Valid);
    let verifier = verifier(&pki);
    let path = verifier.preflight(signer.certificate().view(), &store, AT).path.expect("the path holds");
    let evidence: Vec<_> = path.crls().iter().map(CrlBuf::as_der).collect();
    for crl in [&by_charged, &by_issuer] {
        assert_eq!(evidence.iter().filter(|der| **der == crl.as_der()).count(), 1);
    }
    let mute = crl_signer_without_key_usage(&pki);
    let by_mute = template().issue(&mute).expect("well-formed");
    let store = store_of(
        &[pki.chain(), vec![mute.certificate().clone()]].concat(),
        &[pki.crls()[0].clone(), by_mute],
    );
    assert_eq!(judge_in(&verifier, signer.certificate(), &store), UNUSABLE);
}

fn crl_signer_without_key_usage(pki: &TestPki) -> Identity {
    let key = TestKey::new(Family::P256, 84, "mute");
    let authority = pki.intermediate().certificate().view();
    let template = CertificateTemplate::new(authority.subject().into(), &key, authority.validity());
    Identity::new(template.with_serial_number(&[0x34]).issue(pki.root()).expect("well-formed"), key)
}

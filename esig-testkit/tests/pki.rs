//! The PKI is what it says, by the parsers and the cryptography of esig-core.

use esig_core::cert::ext::{KeyUsage, oids};
use esig_core::crl::ReasonCode;
use esig_core::error::Error;
use esig_core::provider::Signed;
use esig_core::{CertificateBuf, Fetch, Message, Need, Provider};
use esig_testkit::{CertificateTemplate, Family, Identity, ParameterSet, Signer, TestPki, extension};
use esig_token::pfx::PfxToken;
use esig_token::{Password, SigningKey};
use time::macros::utc_datetime;
use time::{Duration, UtcDateTime};

const AT: UtcDateTime = utc_datetime!(2026-12-01 12:00);

fn pki(family: Family) -> TestPki {
    TestPki::new(family, 1, AT)
}

fn is_signed_by(signed: Signed<'_>, issuer: &Identity) -> bool {
    let provider = Provider::rustcrypto();
    let issuer = issuer.certificate().view();
    let key = provider.load_key(&issuer.subject_public_key_info()).expect("a key of the provider");
    provider.check_signed(&signed, key.as_ref()).is_ok()
}

#[test]
fn every_certificate_and_list_is_signed_by_its_issuer() {
    for family in Family::ALL {
        let pki = pki(family);
        assert!(is_signed_by(pki.root().certificate().view().into(), pki.root()), "{family}");
        assert!(is_signed_by(pki.intermediate().certificate().view().into(), pki.root()), "{family}");
        let people = Signer::ALL.map(|signer| pki.signer(signer));
        for identity in people.iter().chain([&pki.tsa(), &pki.ocsp_responder()]) {
            assert!(is_signed_by(identity.certificate().view().into(), pki.intermediate()), "{family}");
            assert!(!is_signed_by(identity.certificate().view().into(), pki.root()), "{family}");
        }
        let crls = pki.crls();
        assert!(is_signed_by(crls[0].view().into(), pki.root()), "{family}");
        assert!(is_signed_by(crls[1].view().into(), pki.intermediate()), "{family}");
    }
}

#[test]
fn every_parameter_set_makes_a_pki() {
    for set in ParameterSet::all() {
        let pki = pki(Family::Gost(*set));
        assert!(is_signed_by(pki.intermediate().certificate().view().into(), pki.root()), "{set}");
    }
}

#[test]
fn the_same_seed_gives_the_same_octets() {
    for family in Family::ALL {
        let octets = |seed| {
            let pki = TestPki::new(family, seed, AT);
            let signer = pki.signer(Signer::Valid);
            let certificate = signer.certificate().as_der().to_vec();
            (certificate, signer.key().export_pkcs8(), pki.crls()[1].as_der().to_vec())
        };
        assert!(octets(1) == octets(1), "{family}");
    }
    let [one, two] = [1, 2].map(|seed| TestPki::new(Family::P256, seed, AT));
    assert_ne!(one.root().certificate().view().subject(), two.root().certificate().view().subject());
    assert_ne!(
        one.root().certificate().view().subject_public_key_info().as_der(),
        two.root().certificate().view().subject_public_key_info().as_der()
    );
}

#[test]
fn signers_are_as_they_are_called() {
    for family in Family::ALL {
        let pki = pki(family);
        let validity = |signer| pki.signer(signer).certificate().view().validity();
        assert!(validity(Signer::Valid).contains(AT));
        assert!(validity(Signer::Organization).contains(AT));
        assert!(validity(Signer::Expired).not_after < AT);
        assert!(validity(Signer::NotYetValid).not_before > AT);
        let usage = |signer| {
            let identity = pki.signer(signer);
            let usage = identity.certificate().view().extensions().key_usage();
            usage.expect("well-formed").expect("present")
        };
        assert!(usage(Signer::Valid).intersects(KeyUsage::NON_REPUDIATION));
        assert_eq!(usage(Signer::WrongKeyUsage), KeyUsage::KEY_ENCIPHERMENT);
    }
}

#[test]
fn only_the_revoked_signer_is_on_the_list() {
    let pki = pki(Family::GOST_256);
    let crls = pki.crls();
    let list = crls[1].view();
    for signer in Signer::ALL {
        let identity = pki.signer(signer);
        let entry = list.find(identity.certificate().view().serial_number());
        assert_eq!(entry.is_some(), signer == Signer::Revoked, "{signer}");
    }
    let entry = list.entries().next().expect("one entry");
    assert_eq!(entry.revocation_date, pki.revoked_at());
    assert_eq!(entry.reason_code(), Ok(ReasonCode::KeyCompromise));
}

#[test]
fn older_lists_are_stale() {
    let pki = pki(Family::P256);
    let is_stale = |crl: &esig_core::CrlBuf| crl.view().next_update().is_some_and(|next| next < AT);
    let staleness = |days| pki.crls_as_of(AT - Duration::days(days)).iter().map(is_stale).collect::<Vec<_>>();
    assert_eq!(staleness(0), [false, false]);
    assert_eq!(staleness(30), [false, true]);
    assert_eq!(staleness(200), [true, true]);
    assert_eq!(pki.crls_as_of(AT - Duration::days(30))[1].view().entries().count(), 0);
}

#[test]
fn services_are_marked_as_such() {
    let pki = pki(Family::GOST_512);
    let purpose = |identity: &Identity| {
        let extensions = identity.certificate().view();
        let extensions = extensions.extensions();
        let purposes = extensions.extended_key_usage().expect("well-formed").expect("present");
        let critical = extensions.find(&oids::EXTENDED_KEY_USAGE).is_some_and(|found| found.critical);
        (purposes.contains(&oids::TIME_STAMPING), purposes.contains(&oids::OCSP_SIGNING), critical)
    };
    assert_eq!(purpose(&pki.tsa()), (true, false, true));
    assert_eq!(purpose(&pki.ocsp_responder()), (false, true, false));
}

#[test]
fn russian_signers_have_the_qualified_profile() {
    let identity = pki(Family::GOST_256).signer(Signer::Organization);
    let certificate = identity.certificate().view();
    let name = certificate.subject().to_string();
    for part in ["ИНН ЮЛ=990", "ОГРН=19999", "СНИЛС=100", "ИНН=99", "SN=Примеров"] {
        assert!(name.contains(part), "{part} in {name}");
    }
    let extensions = certificate.extensions();
    assert_eq!(extensions.subject_sign_tool().expect("well-formed").as_deref(), Some("Тестовое средство ЭП"));
    assert!(extensions.issuer_sign_tool().expect("well-formed").is_some());
    assert!(extensions.identification_kind().expect("well-formed").is_some());
    assert!(extensions.certificate_policies().expect("well-formed").is_some());
    let period = extensions.private_key_usage_period().expect("well-formed").expect("present");
    assert_eq!(period.not_after, Some(certificate.validity().not_after));
}

#[test]
fn urls_lead_to_what_they_promise() {
    let mut pki = pki(Family::Ed25519);
    let signer = pki.signer(Signer::Valid);
    let extensions = signer.certificate().view();
    let points = extensions.extensions().crl_distribution_points().expect("well-formed").expect("present");
    let urls = points.uris().map(|uri| String::from_utf8_lossy(uri).into_owned()).collect();
    let issuer = pki.intermediate().certificate().view().subject().into();
    let crl = pki.crls()[1].as_der().to_vec();
    assert_eq!(pki.fetch(&Need::Crl { issuer, urls }), esig_core::Evidence::Crl(crl));
    let access = extensions.extensions().authority_info_access().expect("well-formed").expect("present");
    let urls = access.ca_issuers().map(|uri| String::from_utf8_lossy(uri).into_owned()).collect();
    let answer = pki.fetch(&Need::Issuer { of: signer.certificate().clone(), urls });
    let issuer = pki.intermediate().certificate().as_der().to_vec();
    assert_eq!(answer, esig_core::Evidence::Certificates(issuer));
}

#[test]
fn odd_certificates_are_odd() -> Result<(), Error> {
    let pki = pki(Family::P256);
    let template = pki.signer_template(Signer::Valid);
    let other_name = pki.root().certificate().view().subject().into();
    let wrong_issuer = template.clone().with_issuer(other_name).issue(pki.intermediate())?;
    assert_eq!(wrong_issuer.view().issuer(), pki.root().certificate().view().subject());
    let inner = Family::Ed25519.scheme().to_identifier();
    let mismatch = template.clone().with_inner_algorithm(inner).issue(pki.intermediate())?;
    assert!(!is_signed_by(mismatch.view().into(), pki.intermediate()));
    let without = template.clone().without_extension(oids::KEY_USAGE).issue(pki.intermediate())?;
    assert_eq!(without.view().extensions().key_usage(), Ok(None));
    let constrained = template.with_extension(extension::name_constraints(
        &[extension::dns_name("testkit.example")],
        &[extension::directory_name(pki.root().certificate().view().subject().as_der())],
    ));
    constrained.issue(pki.intermediate())?;
    Ok(())
}

#[test]
fn what_no_parser_takes_is_an_error_and_still_made() {
    let pki = pki(Family::P256);
    let template: CertificateTemplate = pki.signer_template(Signer::Valid).with_serial_number(&[]);
    assert!(template.issue(pki.intermediate()).is_err());
    assert!(CertificateBuf::from_der(template.issue_der(pki.intermediate())).is_err());
}

#[test]
fn the_ends_of_the_calendar_are_no_obstacle() {
    for at in [UtcDateTime::MIN, UtcDateTime::MAX] {
        let pki = TestPki::new(Family::Ed25519, 1, at);
        assert_eq!(pki.crls().len(), 2);
        pki.signer(Signer::Valid);
    }
}

#[test]
fn signers_sign() -> Result<(), Box<dyn std::error::Error>> {
    let provider = Provider::rustcrypto();
    for family in Family::ALL {
        let pki = pki(family);
        let signer = pki.signer(Signer::Valid);
        let signature = signer.sign_detached(b"content", AT, &pki.chain())?;
        assert_eq!(signature, signer.sign_detached(b"content", AT, &pki.chain())?, "{family}");
        let data = signature.view();
        let mut hasher = data.hasher(&provider);
        hasher.update(b"content");
        let content = hasher.finish();
        for signer_info in data.signer_infos() {
            signer_info.check(signer.certificate().view(), &content, &provider)?;
        }
        let mut key = signer.memory_key()?;
        let value = key.sign(family.scheme(), Message::Bytes(b"message"))?;
        assert_eq!(value, signer.key().sign(b"message"), "{family}");
    }
    Ok(())
}

#[test]
fn a_pfx_holds_key_and_chain() -> Result<(), Box<dyn std::error::Error>> {
    let pki = pki(Family::GOST_512);
    let signer = pki.signer(Signer::Valid);
    let file = signer.pfx("пароль", &pki.chain())?;
    let token = PfxToken::open(&file, &Password::from("пароль"))?;
    assert_eq!(token.certificates().len(), 3);
    let key = token.into_keys().next().expect("one key");
    assert_eq!(key.certificate(), Some(signer.certificate()));
    assert!(PfxToken::open(&file, &Password::from("other")).is_err());
    Ok(())
}

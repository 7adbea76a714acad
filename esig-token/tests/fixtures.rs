//! Key files that OpenSSL and its GOST engine made.

mod common;

use common::{FAMILIES, fixture, signs};
use esig_core::CertificateBuf;
use esig_token::pfx::{Pfx, PfxToken};
use esig_token::{MemoryKey, ParameterSet, Password, SigningKey, Token, TokenError};

fn certificate(path: &str) -> CertificateBuf {
    CertificateBuf::from_der(fixture(path)).unwrap()
}

fn check(key: MemoryKey, certificate: CertificateBuf) {
    let mut key = key.with_certificate(certificate.clone()).unwrap().allow_software_rsa();
    assert_eq!(key.public_key_spki(), certificate.view().subject_public_key_info().as_der());
    assert!(signs(&mut key));
}

#[test]
fn keys_belong_to_their_certificates() {
    let password = Password::from("changeit");
    for family in FAMILIES {
        let file = |name: &str| fixture(&format!("{family}/{name}"));
        let keys = [
            MemoryKey::from_pkcs8_der(&file("signer.key")),
            MemoryKey::from_pem(&file("signer.key.pem"), None),
            MemoryKey::from_pkcs8_encrypted(&file("signer.enc.key"), &password),
            MemoryKey::from_pem(&file("signer.enc.key.pem"), Some(&password)),
        ];
        for key in keys {
            check(key.unwrap(), certificate(&format!("{family}/signer.cer")));
        }
    }
}

#[test]
fn keys_of_every_parameter_set_belong_to_their_certificates() {
    let sets = [
        "256-A", "256-B", "256-C", "256-XA", "256-XB", "256-TCA", "256-TCB", "256-TCC", "256-TCD", "512-A",
        "512-B", "512-C",
    ];
    for set in sets {
        let key = MemoryKey::from_pkcs8_der(&fixture(&format!("gost-sets/{set}.key"))).unwrap();
        check(key, certificate(&format!("gost-sets/{set}.cer")));
    }
}

#[test]
fn a_foreign_certificate_is_refused_with_both_keys_named() {
    let key = MemoryKey::from_pkcs8_der(&fixture("gost256/signer.key")).unwrap();
    let error = key.with_certificate(certificate("gost256/revoked.cer")).unwrap_err();
    let TokenError::OtherCertificate(sides) = &error else { panic!("{error}") };
    assert_eq!(sides.certified.kind, "gost3410-2012-256");
    assert_eq!(sides.key.kind, "gost3410-2012-256");
    assert_ne!(sides.certified.fingerprint, sides.key.fingerprint);
    let text = error.to_string();
    assert!(text.contains(&sides.certified.to_string()) && text.contains(&sides.key.to_string()), "{text}");

    for family in FAMILIES {
        let key = MemoryKey::from_pkcs8_der(&fixture("ec/signer.key")).unwrap();
        let outcome = key.with_certificate(certificate(&format!("{family}/revoked.cer")));
        assert!(matches!(outcome, Err(TokenError::OtherCertificate(_))), "{family}");
    }
}

/// An INTEGER of 30 octets is as long with its header as a key of 32 octets is without.
#[test]
fn a_gost_key_that_reads_in_two_ways_is_read_as_its_certificate_tells() {
    let number: Vec<u8> = (1..=30).collect();
    let little_endian: Vec<u8> = [&[0, 0][..], &number].concat().into_iter().rev().collect();
    let key = esig_gost::SigningKey::from_le_octets(ParameterSet::CryptoProA, &little_endian).unwrap();
    let public = key.verifying_key().to_le_octets();

    let mut info = fixture("gost256/signer.key");
    let start = info.len() - 32;
    info[start..].copy_from_slice(&[&[2, 30][..], &number].concat());
    let guess = MemoryKey::from_pkcs8_der(&info).unwrap();
    assert!(!guess.public_key_spki().ends_with(&public), "the likelier reading is another");

    let other = certificate("gost256/signer.cer");
    let spki = other.view().subject_public_key_info().as_der().to_vec();
    let mut der = other.as_der().to_vec();
    let place = der.windows(spki.len()).position(|window| window == spki).unwrap() + spki.len() - 64;
    der[place..place + 64].copy_from_slice(&public);
    check(guess, CertificateBuf::from_der(der).unwrap());
}

#[test]
fn pfx_files_are_opened() {
    for family in FAMILIES {
        let file = fixture(&format!("{family}/signer.pfx"));
        let pfx = Pfx::open(&file, &Password::from("changeit")).unwrap();
        assert!(pfx.skipped().is_empty());
        let [entry] = pfx.keys() else { panic!("one key in {family}") };
        assert_eq!(entry.friendly_name(), Some("Ключ подписи"));
        let signer = certificate(&format!("{family}/signer.cer"));
        assert_eq!(entry.key().certificate(), Some(&signer));
        let certificates: Vec<_> = pfx.certificates().iter().map(|entry| entry.certificate()).collect();
        assert_eq!(certificates, [&signer, &certificate(&format!("{family}/int.cer"))]);
        assert_eq!(pfx.certificates()[0].local_key_id(), entry.local_key_id());
        assert!(pfx.into_keys().all(|key| signs(&mut key.allow_software_rsa())));
    }
}

#[test]
fn a_password_in_cyrillic_opens() {
    for family in FAMILIES {
        let file = fixture(&format!("{family}/signer-cyrillic-password.pfx"));
        assert_eq!(Pfx::open(&file, &Password::from("Пароль для PFX")).unwrap().keys().len(), 1);
        let error = Pfx::open(&file, &Password::from("пароль для PFX")).unwrap_err();
        assert_eq!(error, TokenError::IncorrectPassword);
    }
}

#[test]
fn a_pfx_is_a_token() {
    let file = fixture("rsa/signer.pfx");
    let mut token = PfxToken::open(&file, &Password::from("changeit")).unwrap();
    assert_eq!(token.label(), "Ключ подписи");
    assert_eq!(token.certificates().len(), 2);
    assert!(token.keys().unwrap()[0].schemes().is_empty());

    let mut token = token.allow_software_rsa().with_label("signer.pfx");
    assert_eq!(token.label(), "signer.pfx");
    let mut keys = token.keys().unwrap();
    assert!(keys[0].certificate().is_some());
    let scheme = keys[0].schemes()[0];
    assert!(keys[0].sign(scheme, esig_core::Message::Bytes(b"message")).is_ok());
}

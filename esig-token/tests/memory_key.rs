//! Keys in memory: every kind is made, written, read, and signs.

mod common;

use common::{Seeded, key, signs, specs, verifies};
use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme, Spki, pem};
use esig_token::{KeySpec, MemoryKey, Password, Recovery, SigningKey, SystemRng, TokenError, hazmat};

#[test]
fn every_kind_signs_by_every_scheme() {
    for spec in specs() {
        assert!(signs(&mut key(spec)), "{spec}");
    }
}

#[test]
fn one_seed_makes_one_key_and_another_seed_another() {
    for spec in specs() {
        let make = |seed: &str| MemoryKey::generate(spec, &mut Seeded::new(seed)).unwrap();
        assert_eq!(*make("a").export_pkcs8_der(), *make("a").export_pkcs8_der(), "{spec}");
        assert_ne!(make("a").public_key_spki(), make("b").public_key_spki(), "{spec}");
    }
}

#[test]
fn deterministic_signatures_repeat_and_others_do_not() {
    let sign = |key: &mut MemoryKey, scheme| {
        key.sign(scheme, Message::Bytes(b"message")).unwrap().as_octets().to_vec()
    };
    for spec in specs() {
        let mut usual = key(spec);
        let mut repeating = hazmat::deterministic(key(spec));
        for scheme in usual.schemes().to_vec() {
            let signature = sign(&mut repeating, scheme);
            assert_eq!(signature, sign(&mut repeating, scheme), "{scheme}");
            assert!(verifies(usual.public_key_spki(), scheme, b"message", &signature), "{scheme}");
            let is_random = !matches!(scheme, SignatureScheme::RsaPkcs1(_) | SignatureScheme::Ed25519);
            assert_eq!(sign(&mut usual, scheme) != sign(&mut usual, scheme), is_random, "{scheme}");
        }
    }
}

#[test]
fn digests_are_signed_as_messages_are() {
    for spec in specs() {
        let mut key = hazmat::deterministic(key(spec));
        for scheme in key.schemes().to_vec() {
            let Some(algorithm) = scheme.digest_algorithm() else { continue };
            let digest = Provider::rustcrypto().digest(algorithm, b"message").unwrap();
            let of_digest = key.sign(scheme, Message::Digest(digest)).unwrap();
            assert_eq!(of_digest, key.sign(scheme, Message::Bytes(b"message")).unwrap(), "{scheme}");
        }
    }
}

#[test]
fn a_digest_of_another_algorithm_is_refused() {
    let digest = Provider::rustcrypto().digest(DigestAlgorithm::Sha3_256, b"message").unwrap();
    for spec in specs() {
        let mut key = key(spec);
        let scheme = key.schemes()[0];
        let expected = TokenError::OtherDigest { scheme, found: DigestAlgorithm::Sha3_256 };
        assert_eq!(key.sign(scheme, Message::Digest(digest)), Err(expected), "{spec}");
    }
}

#[test]
fn foreign_and_broken_schemes_are_refused() {
    let all: Vec<SignatureScheme> = specs().flat_map(|spec| key(spec).schemes().to_vec()).collect();
    let old = [
        SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha1),
        SignatureScheme::Ecdsa(DigestAlgorithm::Sha1),
        SignatureScheme::RsaPkcs1(DigestAlgorithm::Md5),
        SignatureScheme::Gost3410_2001,
    ];
    for spec in specs() {
        let mut key = key(spec);
        let own = key.schemes().to_vec();
        for scheme in all.iter().chain(&old).filter(|scheme| !own.contains(scheme)) {
            let outcome = key.sign(*scheme, Message::Bytes(b"message"));
            let is_ecdsa = |scheme: &SignatureScheme| matches!(scheme, SignatureScheme::Ecdsa(_));
            if is_ecdsa(scheme) && own.iter().any(is_ecdsa) && !old.contains(scheme) {
                continue;
            }
            let expected = TokenError::UnsupportedScheme { scheme: *scheme, key: key.kind() };
            assert_eq!(outcome, Err(expected), "{spec}");
        }
    }
}

#[test]
fn schemes_beside_those_listed_verify_too() {
    let cases = [
        (KeySpec::Rsa2048, SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha3_384)),
        (
            KeySpec::Rsa2048,
            SignatureScheme::RsaPss {
                digest: DigestAlgorithm::Sha256,
                mgf_digest: DigestAlgorithm::Sha1,
                salt_octets: 20,
            },
        ),
        (KeySpec::EcdsaP521, SignatureScheme::Ecdsa(DigestAlgorithm::Sha224)),
        (KeySpec::EcdsaP256, SignatureScheme::Ecdsa(DigestAlgorithm::Sha3_512)),
    ];
    for (spec, scheme) in cases {
        let mut key = key(spec);
        let signature = key.sign(scheme, Message::Bytes(b"message")).unwrap();
        assert!(verifies(key.public_key_spki(), scheme, b"message", signature.as_octets()), "{scheme}");
    }
}

#[test]
fn a_salt_longer_than_the_modulus_is_refused() {
    let scheme = SignatureScheme::RsaPss {
        digest: DigestAlgorithm::Sha256,
        mgf_digest: DigestAlgorithm::Sha256,
        salt_octets: 223,
    };
    let mut key = key(KeySpec::Rsa2048);
    let outcome = key.sign(scheme, Message::Bytes(b"message"));
    assert_eq!(outcome, Err(TokenError::UnsupportedScheme { scheme, key: key.kind() }));
}

#[test]
fn rsa_signs_only_when_that_was_allowed() {
    let mut rsa = MemoryKey::generate(KeySpec::Rsa2048, &mut Seeded::new("rsa")).unwrap();
    assert!(rsa.schemes().is_empty());
    let scheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
    let error = rsa.sign(scheme, Message::Bytes(b"message")).unwrap_err();
    assert_eq!(error, TokenError::SoftwareRsa);
    assert_eq!(error.recovery(), Recovery::Never);
    assert!(signs(&mut rsa.allow_software_rsa()));
}

#[test]
fn written_keys_are_read_back() {
    let password = Password::from("Пароль");
    for spec in specs() {
        let key = key(spec);
        let plain = key.export_pkcs8_der();
        let locked = key.export_pkcs8_encrypted(&password, &mut SystemRng).unwrap();
        let pem = key.export_pkcs8_encrypted_pem(&password, &mut SystemRng).unwrap();
        let plain_pem = pem::encode("PRIVATE KEY", &plain);
        let readings = [
            MemoryKey::from_pkcs8_der(&plain),
            MemoryKey::from_pkcs8_encrypted(&locked, &password),
            MemoryKey::from_pem(pem.as_bytes(), Some(&password)),
            MemoryKey::from_pem(plain_pem.as_bytes(), None),
            MemoryKey::from_file_octets(&plain, None),
            MemoryKey::from_file_octets(&locked, Some(&password)),
            MemoryKey::from_file_octets(pem.as_bytes(), Some(&password)),
        ];
        for reading in readings {
            let mut again = reading.unwrap().allow_software_rsa();
            assert_eq!(again.public_key_spki(), key.public_key_spki(), "{spec}");
            assert_eq!(*again.export_pkcs8_der(), *plain, "{spec}");
            assert!(signs(&mut again), "{spec}");
        }
    }
}

#[test]
fn passwords_are_needed_and_must_be_right() {
    let key = key(KeySpec::EcdsaP256);
    let locked = key.export_pkcs8_encrypted_pem(&Password::from("right"), &mut SystemRng).unwrap();
    let missing = MemoryKey::from_pem(locked.as_bytes(), None).unwrap_err();
    assert_eq!(missing, TokenError::PasswordMissing);
    let wrong = MemoryKey::from_pem(locked.as_bytes(), Some(&Password::from("wrong"))).unwrap_err();
    assert_eq!(wrong, TokenError::IncorrectPassword);
    assert_eq!(wrong.recovery(), Recovery::Retry);
}

#[test]
fn a_pem_file_must_hold_one_key() {
    let key = pem::encode("PRIVATE KEY", &key(KeySpec::Ed25519).export_pkcs8_der());
    let beside = pem::encode("CERTIFICATE", b"anything") + &key;
    assert!(MemoryKey::from_pem(beside.as_bytes(), None).is_ok());
    let twice = key.clone() + &key;
    let error = MemoryKey::from_pem(twice.as_bytes(), None).unwrap_err();
    assert_eq!(error, TokenError::SeveralPrivateKeys { found: 2 });
    let none = pem::encode("CERTIFICATE", b"anything");
    assert_eq!(MemoryKey::from_pem(none.as_bytes(), None).unwrap_err(), TokenError::NoPrivateKey);
}

#[test]
fn debug_shows_no_secret() {
    for spec in specs() {
        let key = key(spec);
        assert_eq!(format!("{key:?}"), format!("MemoryKey({}, ..)", key.kind()));
        assert!(Spki::from_der(key.public_key_spki()).is_ok());
    }
}

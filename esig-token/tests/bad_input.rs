//! Files that are cut, damaged, made up or made to exhaust: an error, at once, and never a panic.

mod common;

use std::time::{Duration, Instant};

use common::{FAMILIES, fixture, key, specs};
use esig_core::encode::element;
use esig_core::error::ParseErrorKind;
use esig_core::raw::Tag;
use esig_token::limits::{MAX_FILE_OCTETS, MAX_ITERATIONS};
use esig_token::pfx::Pfx;
use esig_token::{KeySpec, MemoryKey, Password, SystemRng, TokenError};
use proptest::prelude::*;

fn password() -> Password {
    Password::from("changeit")
}

#[test]
fn cut_files_are_errors() {
    for family in FAMILIES {
        for name in ["signer.key", "signer.enc.key"] {
            let file = fixture(&format!("{family}/{name}"));
            for end in 0..file.len() {
                assert!(MemoryKey::from_file_octets(&file[..end], Some(&password())).is_err());
            }
        }
        let file = fixture(&format!("{family}/signer.pfx"));
        for end in 0..file.len() {
            assert!(matches!(Pfx::open(&file[..end], &password()), Err(TokenError::Malformed(_))), "{end}");
        }
        let pem = fixture(&format!("{family}/signer.key.pem"));
        let last_line = pem.len() - 26;
        for end in 0..last_line {
            assert!(MemoryKey::from_pem(&pem[..end], None).is_err(), "{family} at {end}");
        }
    }
}

#[test]
fn a_damaged_octet_of_a_pfx_never_yields_another_key() {
    let file = fixture("ec/signer.pfx");
    let good = Pfx::open(&file, &password()).unwrap().into_keys().next().unwrap();
    for position in 0..file.len() {
        let mut damaged = file.clone();
        damaged[position] ^= 1;
        if let Ok(pfx) = Pfx::open(&damaged, &password()) {
            // Octets that mean nothing here, such as the type of NULL parameters.
            let spki = pfx.into_keys().next().map(|key| key.public_key_spki().to_vec());
            assert_eq!(spki.as_deref(), Some(good.public_key_spki()), "octet {position}");
        }
    }
}

/// An EncryptedPrivateKeyInfo whose key takes so many iterations.
fn locked(iterations: u32) -> Vec<u8> {
    let salt = element(Tag::OCTET_STRING, &[&[7; 8]]);
    let count = integer(iterations);
    let derivation = element(Tag::SEQUENCE, &[PBKDF2, &element(Tag::SEQUENCE, &[&salt, &count])]);
    let cipher = element(Tag::SEQUENCE, &[AES256_CBC, &element(Tag::OCTET_STRING, &[&[7; 16]])]);
    let algorithm = element(Tag::SEQUENCE, &[PBES2, &element(Tag::SEQUENCE, &[&derivation, &cipher])]);
    element(Tag::SEQUENCE, &[&algorithm, &element(Tag::OCTET_STRING, &[&[7; 32]])])
}

/// A PFX without anything in it, whose MAC takes so many iterations.
fn sealed(iterations: u32) -> Vec<u8> {
    let content = element(Tag::context(0), &[&element(Tag::OCTET_STRING, &[&[0x30, 0]])]);
    let safe = element(Tag::SEQUENCE, &[DATA, &content]);
    let digest = element(Tag::OCTET_STRING, &[&[7; 32]]);
    let mac = element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[SHA256]), &digest]);
    let salt = element(Tag::OCTET_STRING, &[&[7; 8]]);
    let count = integer(iterations);
    let mac = element(Tag::SEQUENCE, &[&mac, &salt, &count]);
    element(Tag::SEQUENCE, &[&[2, 1, 3], &safe, &mac])
}

fn integer(number: u32) -> Vec<u8> {
    let octets = number.to_be_bytes();
    let zeros = octets.iter().take(3).take_while(|octet| **octet == 0).count();
    let pad: &[u8] = if octets[zeros] >= 0x80 { &[0] } else { &[] };
    element(Tag::INTEGER, &[pad, &octets[zeros..]])
}

const PBES2: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d";
const PBKDF2: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c";
const AES256_CBC: &[u8] = b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a";
const DATA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
const SHA256: &[u8] = b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01";

#[test]
fn endless_iterations_are_refused_at_once() {
    let unlock = |count| MemoryKey::from_pkcs8_encrypted(&locked(count), &password()).unwrap_err();
    let unseal = |count| Pfx::open(&sealed(count), &password()).unwrap_err();
    assert_eq!((unlock(1), unseal(1)), (TokenError::IncorrectPassword, TokenError::IncorrectPassword));
    for huge in [MAX_ITERATIONS as u32 + 1, 0x7fff_ffff] {
        let start = Instant::now();
        for error in [unlock(huge), unseal(huge)] {
            assert!(is_limit(&error, "MAX_ITERATIONS"), "{error}");
            assert_eq!(error.code(), "E-LIMIT-EXCEEDED");
        }
        assert!(start.elapsed() < Duration::from_millis(100));
    }
}

#[test]
fn no_iterations_at_all_are_refused() {
    let productions = [
        (
            MemoryKey::from_pkcs8_encrypted(&locked(0), &password()).unwrap_err(),
            "PBKDF2-params.iterationCount",
        ),
        (Pfx::open(&sealed(0), &password()).unwrap_err(), "macData.iterations"),
    ];
    for (error, production) in productions {
        let TokenError::Malformed(error) = error else { panic!("{error}") };
        assert_eq!((error.kind, error.production), (ParseErrorKind::InvalidValue, production));
    }
}

fn is_limit(error: &TokenError, limit: &str) -> bool {
    match error {
        TokenError::Malformed(error) => {
            matches!(error.kind, ParseErrorKind::Limit { name, .. } if name == limit)
        }
        _ => false,
    }
}

#[test]
fn oversized_files_are_refused_unread() {
    let file = vec![0x30; MAX_FILE_OCTETS + 1];
    let errors = [
        MemoryKey::from_file_octets(&file, None).unwrap_err(),
        MemoryKey::from_pkcs8_der(&file).unwrap_err(),
        MemoryKey::from_pkcs8_encrypted(&file, &password()).unwrap_err(),
        MemoryKey::from_pem(&file, None).unwrap_err(),
        Pfx::open(&file, &password()).unwrap_err(),
    ];
    assert!(errors.iter().all(|error| is_limit(error, "MAX_FILE_OCTETS")));
}

#[test]
fn deep_nesting_does_no_harm() {
    // Written from the outside: indefinite lengths need no count.
    let deep = [[0x30, 0x80].repeat(100_000), vec![0; 200_000]].concat();
    assert!(Pfx::open(&deep, &password()).is_err());
    assert!(MemoryKey::from_file_octets(&deep, None).is_err());
}

#[test]
fn keys_out_of_range_are_refused() {
    let p256 = fixture("ec/signer.key");
    let scalar = p256.windows(2).position(|window| window == [4, 0x20]).unwrap() + 2;
    for octet in [0, 0xff] {
        let mut file = p256.clone();
        file[scalar..scalar + 32].fill(octet);
        let error = MemoryKey::from_pkcs8_der(&file).unwrap_err();
        assert_eq!(error, TokenError::InvalidPrivateKey { field: "ECPrivateKey.privateKey" });
    }
    let mut file = p256.clone();
    file[scalar] ^= 1;
    let error = MemoryKey::from_pkcs8_der(&file).unwrap_err();
    assert_eq!(error, TokenError::InvalidPrivateKey { field: "ECPrivateKey.publicKey" });

    let gost = fixture("gost256/signer.key");
    for octet in [0, 0xff] {
        let mut file = gost.clone();
        let length = file.len();
        file[length - 32..].fill(octet);
        let error = MemoryKey::from_pkcs8_der(&file).unwrap_err();
        assert_eq!(error, TokenError::InvalidPrivateKey { field: "privateKey" });
    }
}

/// Every number of an RSA key, one bit changed.
#[test]
fn rsa_keys_at_odds_with_themselves_are_refused() {
    let file = fixture("rsa/signer.key");
    let mut refused = 0;
    for position in (0..file.len()).step_by(7) {
        let mut damaged = file.clone();
        damaged[position] ^= 4;
        refused += usize::from(MemoryKey::from_pkcs8_der(&damaged).is_err());
    }
    // The last three numbers, a quarter of the file, are computed anew and not looked at.
    assert!(refused > file.len() / 7 * 2 / 3, "{refused}");
}

#[test]
fn unknown_algorithms_are_named() {
    let mut file = fixture("ed25519/signer.key");
    let oid = file.windows(3).position(|window| window == [0x2b, 0x65, 0x70]).unwrap();
    file[oid + 2] = 0x6e;
    let error = MemoryKey::from_pkcs8_der(&file).unwrap_err();
    assert_eq!(error.to_string(), "unsupported algorithm 1.3.101.110 in privateKeyAlgorithm");
}

/// What was accepted is written and read again.
fn round_trip(octets: &[u8]) {
    if let Ok(key) = MemoryKey::from_file_octets(octets, Some(&password())) {
        let again = MemoryKey::from_pkcs8_der(&key.export_pkcs8_der()).unwrap();
        assert_eq!(again.public_key_spki(), key.public_key_spki());
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn garbage_is_refused(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
        round_trip(&octets);
        let _ = Pfx::open(&octets, &password());
        let _ = MemoryKey::from_pem(&octets, None);
        let pem = esig_core::pem::encode("PRIVATE KEY", &octets);
        prop_assert!(MemoryKey::from_pem(pem.as_bytes(), None).is_err());
    }

    #[test]
    fn damaged_keys_are_refused_or_still_keys(
        which in 0_usize..FAMILIES.len(),
        position in any::<prop::sample::Index>(),
        octet in any::<u8>(),
    ) {
        let mut file = fixture(&format!("{}/signer.key", FAMILIES[which]));
        *position.get_mut(&mut file) = octet;
        round_trip(&file);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..config() })]

    #[test]
    fn any_password_locks_and_opens(text in "\\PC{0,20}", other in "\\PC{0,20}") {
        let (right, wrong) = (Password::from(text.as_str()), Password::from(other.as_str()));
        let key = key(KeySpec::Ed25519);
        let locked = key.export_pkcs8_encrypted(&right, &mut SystemRng).unwrap();
        prop_assert!(MemoryKey::from_pkcs8_encrypted(&locked, &right).is_ok());
        let outcome = MemoryKey::from_pkcs8_encrypted(&locked, &wrong);
        prop_assert_eq!(outcome.is_ok(), text == other);
    }
}

/// Failures become named tests, not files.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn every_kind_survives_the_loss_of_any_octet() {
    for spec in specs() {
        let der = key(spec).export_pkcs8_der().to_vec();
        for position in 0..der.len() {
            let mut shorter = der.clone();
            shorter.remove(position);
            assert!(MemoryKey::from_pkcs8_der(&shorter).is_err(), "{spec} without octet {position}");
        }
    }
}

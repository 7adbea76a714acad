//! PFX files that are written here, and files with something odd in them.

mod common;

use common::{Seeded, fixture, key, signs, specs};
use esig_core::CertificateBuf;
use esig_core::encode::element;
use esig_core::raw::{Element, Tag};
use esig_token::limits::MAX_KEYS;
use esig_token::pfx::{Entry, Pfx, PfxToken, export_pfx};
use esig_token::{KeySpec, MemoryKey, ParameterSet, Password, SigningKey, SystemRng, TokenError};

fn password() -> Password {
    Password::from("Пароль 🔑")
}

#[test]
fn every_kind_of_key_is_read_back() {
    for spec in specs() {
        let key = key(spec);
        let entry = Entry::new(&key).with_friendly_name("Ключ 🔑");
        let file = export_pfx(&[entry], &[], &password(), &mut SystemRng).unwrap();
        let pfx = Pfx::open(&file, &password()).unwrap();
        let [again] = pfx.keys() else { panic!("one key of {spec}") };
        assert_eq!(again.friendly_name(), Some("Ключ 🔑"));
        assert_eq!(again.key().public_key_spki(), key.public_key_spki());
        assert!(pfx.into_keys().all(|key| signs(&mut key.allow_software_rsa())));
    }
}

#[test]
fn several_keys_find_their_certificates() {
    let folders = ["gost256", "ec", "gost512"];
    let file = |folder: &str, name: &str| fixture(&format!("{folder}/{name}"));
    let keys: Vec<MemoryKey> = folders
        .iter()
        .map(|folder| {
            let certificate = CertificateBuf::from_der(file(folder, "signer.cer")).unwrap();
            let key = MemoryKey::from_pkcs8_der(&file(folder, "signer.key")).unwrap();
            key.with_certificate(certificate).unwrap()
        })
        .collect();
    let lonely = key(KeySpec::Ed25519);
    let chain = CertificateBuf::from_der(file("ec", "int.cer")).unwrap();
    let mut entries: Vec<Entry<'_>> = vec![Entry::new(&lonely)];
    entries.extend(keys.iter().map(Entry::new));
    let chain = [chain.clone(), chain];
    let bytes = export_pfx(&entries, &chain, &password(), &mut SystemRng).unwrap();

    let pfx = Pfx::open(&bytes, &password()).unwrap();
    assert_eq!(pfx.certificates().len(), 4, "the chain is written once");
    assert_eq!(pfx.keys().len(), 4);
    assert!(pfx.keys()[0].key().certificate().is_none());
    for (entry, key) in pfx.keys()[1..].iter().zip(&keys) {
        assert_eq!(entry.key().certificate(), key.certificate());
    }
    let first = PfxToken::open(&bytes, &password()).unwrap().into_keys().next();
    assert!(first.is_some_and(|key| key.certificate().is_some()), "keys with certificates come first");
}

#[test]
fn one_seed_writes_one_file() {
    let key = key(KeySpec::EcdsaP256);
    let write = || export_pfx(&[Entry::new(&key)], &[], &password(), &mut Seeded::new("pfx")).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn a_wrong_password_is_told_from_damage() {
    let file = fixture("gost256/signer.pfx");
    let wrong = Pfx::open(&file, &Password::from("Changeit")).unwrap_err();
    assert_eq!(wrong, TokenError::IncorrectPassword);
    assert_eq!(Pfx::open(&file, &Password::from("")).unwrap_err(), TokenError::IncorrectPassword);
    let cut = Pfx::open(&file[..file.len() - 1], &Password::from("changeit")).unwrap_err();
    assert!(matches!(cut, TokenError::Malformed(_)), "{cut}");
}

/// The parts of a PFX as OpenSSL writes it: contents of authSafe, and the rest.
fn contents(file: &[u8]) -> Vec<u8> {
    let mut pfx = Element::from_der(file, "PFX").unwrap().reader();
    pfx.any("version").unwrap();
    let mut safe = pfx.any("authSafe").unwrap().reader();
    safe.any("contentType").unwrap();
    let content = safe.any("content").unwrap().reader().any("content").unwrap();
    content.octet_string("content").unwrap().to_vec()
}

const DATA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01";
const VERSION_3: &[u8] = &[2, 1, 3];

/// A PFX without MAC around the content, which is an OCTET STRING or pieces of one.
fn without_mac(content: &[u8]) -> Vec<u8> {
    let explicit = element(Tag::context(0), &[content]);
    let safe = element(Tag::SEQUENCE, &[DATA, &explicit]);
    element(Tag::SEQUENCE, &[VERSION_3, &safe])
}

#[test]
fn a_file_without_mac_is_opened() {
    let safes = contents(&fixture("ec/signer.pfx"));
    let file = without_mac(&element(Tag::OCTET_STRING, &[&safes]));
    assert_eq!(Pfx::open(&file, &Password::from("changeit")).unwrap().keys().len(), 1);
    let wrong = Pfx::open(&file, &Password::from("wrong")).unwrap_err();
    assert_eq!(wrong, TokenError::IncorrectPassword);
}

#[test]
fn strings_in_pieces_and_indefinite_lengths_are_read() {
    let safes = contents(&fixture("ec/signer.pfx"));
    let pieces: Vec<u8> = safes.chunks(1000).flat_map(|piece| element(Tag::OCTET_STRING, &[piece])).collect();
    let content = [&[0x24, 0x80][..], &pieces, &[0, 0]].concat();
    let explicit = [&[0xa0, 0x80][..], &content, &[0, 0]].concat();
    let safe = [&[0x30, 0x80][..], DATA, &explicit, &[0, 0]].concat();
    let file = [&[0x30, 0x80][..], VERSION_3, &safe, &[0, 0]].concat();
    assert_eq!(Pfx::open(&file, &Password::from("changeit")).unwrap().keys().len(), 1);
}

/// SafeBag of the kind with that number (RFC 7292 §4.2).
fn bag(number: u8, value: &[u8]) -> Vec<u8> {
    let id = [b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01".as_slice(), &[number]].concat();
    element(Tag::SEQUENCE, &[&id, &element(Tag::context(0), &[value])])
}

/// A PFX without MAC and without encryption.
fn open_file(bags: &[u8]) -> Vec<u8> {
    let bags = element(Tag::OCTET_STRING, &[&element(Tag::SEQUENCE, &[bags])]);
    let data = element(Tag::SEQUENCE, &[DATA, &element(Tag::context(0), &[&bags])]);
    without_mac(&element(Tag::OCTET_STRING, &[&element(Tag::SEQUENCE, &[&data])]))
}

/// Key bags in the open, within bags of bags.
#[test]
fn open_bags_are_read_and_odd_ones_skipped() {
    let good = bag(1, &key(KeySpec::Ed25519).export_pkcs8_der());
    let odd = bag(1, &element(Tag::SEQUENCE, &[&[2, 1, 0]]));
    let secret = bag(5, &[5, 0]);
    let bags = [good, odd, secret].concat();
    let nested = (0..200).fold(bags, |inner, _| bag(6, &element(Tag::SEQUENCE, &[&inner])));
    let pfx = Pfx::open(&open_file(&nested), &Password::from("")).unwrap();
    assert_eq!((pfx.keys().len(), pfx.skipped().len()), (1, 1));
    assert_eq!(pfx.keys()[0].key().kind().name, "ed25519");
}

fn certificate_bag(der: &[u8]) -> Vec<u8> {
    let x509 = b"\x06\x0a\x2a\x86\x48\x86\xf7\x0d\x01\x09\x16\x01";
    let value = element(Tag::context(0), &[&element(Tag::OCTET_STRING, &[der])]);
    bag(3, &element(Tag::SEQUENCE, &[x509, &value]))
}

/// Curve arithmetic for each pair would take minutes for each of the kinds.
#[test]
fn many_keys_and_certificates_cost_no_arithmetic_for_each_pair() {
    let started = std::time::Instant::now();
    for (folder, other) in [
        ("gost512", KeySpec::Gost(ParameterSet::Tc26_512A)),
        ("gost256", KeySpec::Gost(ParameterSet::CryptoProA)),
        ("ec", KeySpec::EcdsaP256),
    ] {
        let certificate = fixture(&format!("{folder}/signer.cer"));
        let mut bags = bag(1, &key(other).export_pkcs8_der()).repeat(400);
        bags.extend(bag(1, &fixture(&format!("{folder}/signer.key"))));
        bags.extend(certificate_bag(&certificate).repeat(5000));
        let pfx = Pfx::open(&open_file(&bags), &Password::from("")).unwrap();
        assert_eq!((pfx.keys().len(), pfx.certificates().len()), (401, 5000));
        let with_certificate = pfx.keys().iter().filter(|entry| entry.key().certificate().is_some());
        assert_eq!(with_certificate.count(), 1, "{folder}");
        assert_eq!(pfx.keys()[400].key().certificate().unwrap().as_der(), certificate);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn keys_are_limited() {
    let one = bag(1, &key(KeySpec::Ed25519).export_pkcs8_der());
    let open = |count| Pfx::open(&open_file(&one.repeat(count)), &Password::from(""));
    assert_eq!(open(MAX_KEYS).unwrap().keys().len(), MAX_KEYS);
    let error = open(MAX_KEYS + 1).unwrap_err();
    assert!(error.to_string().contains("MAX_KEYS"), "{error}");
}

/// RFC 9579 appendix A.1, and as its A.4 to A.6 break it: iterations, salt and key length changed.
#[test]
fn pbmac1_is_checked() {
    let file = esig_core::pem::base64(include_bytes!("vectors/rfc9579-a1.b64")).unwrap();
    let password = Password::from("1234");
    let pfx = Pfx::open(&file, &password).unwrap();
    assert!(pfx.keys()[0].key().certificate().is_some());
    assert_eq!(pfx.keys()[0].key().kind().name, "rsa");

    let salt = [4, 8, 0x6f, 0x47, 0x3c, 0x38, 0xb0, 0x2e, 0x31, 0x73, 2, 2, 8, 0, 2, 1, 0x20];
    let place = file.windows(salt.len()).position(|window| window == salt).unwrap();
    let changed = |position: usize, octet: u8| {
        let mut file = file.clone();
        file[place + position] = octet;
        Pfx::open(&file, &password).unwrap_err()
    };
    assert_eq!(changed(13, 1), TokenError::IncorrectPassword, "iterations");
    assert_eq!(changed(2, 0), TokenError::IncorrectPassword, "salt");
    assert_eq!(changed(16, 0x1f), TokenError::IncorrectPassword, "key length");

    // Without keyLength: the three octets go, and so from every length around them.
    let mut without = file.clone();
    without.drain(place + 14..place + 17);
    for (before, length) in [(1, 0x1f), (14, 0x2c), (16, 0x3c), (29, 0x49), (31, 0x6d), (33, 0x7c)] {
        assert_eq!(without[place - before], length);
        without[place - before] -= 3;
    }
    without[3] -= 3;
    let TokenError::Malformed(error) = Pfx::open(&without, &password).unwrap_err() else { panic!() };
    assert_eq!(error.production, "PBKDF2-params.keyLength");
}

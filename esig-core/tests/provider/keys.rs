//! Public keys from certificates: untrusted, so that odd ones are refused when loaded.

use esig_core::encode::element;
use esig_core::error::UnsupportedKey;
use esig_core::raw::{Element, Tag};
use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme, Spki};

use super::vectors::{self, MESSAGE, hex, load};

pub(crate) fn good_keys_are_named(provider: &Provider) {
    let expected = |name: &str| match name.split('-').next() {
        Some("rsa1025") => ("rsa", 1025),
        Some("rsa1027") => ("rsa", 1027),
        Some("rsaexp3") => ("rsa", 2048),
        Some("p256") => ("ecdsa-p256", 256),
        Some("p384") => ("ecdsa-p384", 384),
        Some("p521") => ("ecdsa-p521", 521),
        Some("dsa1024") => ("dsa", 1024),
        Some("dsa2048") => ("dsa", 2048),
        Some("secp256k1") => ("ecdsa-secp256k1", 256),
        Some("brainpoolP256r1") => ("ecdsa-brainpoolp256r1", 256),
        Some("brainpoolP384r1") => ("ecdsa-brainpoolp384r1", 384),
        Some("ed25519") => ("ed25519", 256),
        Some("gost256") => ("gost3410-2012-256", 256),
        Some("gost512") => ("gost3410-2012-512", 512),
        Some("gost2001") => ("gost3410-2001", 256),
        _ => ("rsa", 1024),
    };
    for name in vectors::keys() {
        let kind = load(provider, name).kind();
        assert_eq!((kind.name, kind.bits), expected(name), "{name}");
    }
}

/// Parameters that are absent (a certificate may inherit them, a loader does not know from where), and numbers that are
/// none of the domain's.
pub(crate) fn odd_dsa_keys_are_refused(provider: &Provider) {
    let der = vectors::spki("dsa1024");
    let spki = Spki::from_der(&der).expect("SubjectPublicKeyInfo");
    let parameters = spki.algorithm().parameters().expect("Dss-Parms").as_bytes();
    let key = |parameters: &[u8], y: &[u8]| {
        let oid = spki.algorithm().as_bytes();
        let oid = Element::from_der(oid, "oid").expect("DER").reader().any("oid").expect("oid").as_bytes();
        let y = element(Tag::BIT_STRING, &[&[0], &element(Tag::INTEGER, &[y])]);
        element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[oid, parameters]), &y])
    };
    let refused = |parameters, y, field| {
        assert_eq!(refusal(provider, &key(parameters, y)), UnsupportedKey::Invalid { field });
    };
    refused(&[], &[2], "algorithm.parameters");
    refused(&[5, 0], &[2], "algorithm.parameters");
    refused(&[0x30, 9, 2, 1, 23, 2, 1, 11, 2, 1, 2], &[2], "algorithm.parameters");
    for y in [&[0][..], &[1], &[2], &[0xff]] {
        refused(parameters, y, "subjectPublicKey");
    }
}

/// With an empty list of loaders.
pub(crate) fn no_key_is_loaded(provider: &Provider) {
    for name in vectors::keys() {
        assert!(matches!(refusal(provider, &vectors::spki(name)), UnsupportedKey::Algorithm { .. }));
    }
}

pub(crate) fn odd_rsa_keys_are_refused(provider: &Provider) {
    let (identifier, key) = parts(&vectors::spki("rsa1024"));
    let numbers = children(&key);
    let [modulus, exponent] = [0, 1].map(|index| &numbers[index][..]);
    let mut even = modulus.to_vec();
    *even.last_mut().expect("octets") &= 0xfe;
    let negative = element(Tag::INTEGER, &[&modulus[4..]]);
    let long = element(Tag::INTEGER, &[&[1; 4_097]]);
    let short = element(Tag::INTEGER, &[&[0x7f; 32]]);
    let cases = [
        ("an even modulus", &even[..], exponent),
        ("a negative modulus", &negative, exponent),
        ("no modulus", &[2, 1, 0], exponent),
        ("a modulus of 255 bits", &short, exponent),
        ("a modulus of 32 769 bits", &long, exponent),
        ("the exponent 0", modulus, &[2, 1, 0]),
        ("the exponent 1", modulus, &[2, 1, 1]),
        ("an even exponent", modulus, &[2, 3, 1, 0, 2]),
        ("a negative exponent", modulus, &[2, 1, 0xfd]),
        ("no exponent", modulus, &[]),
        ("something more", modulus, &[2, 1, 3, 5, 0]),
    ];
    for (what, modulus, exponent) in cases {
        let key = element(Tag::SEQUENCE, &[modulus, exponent]);
        assert_invalid(provider, &spki(&identifier, &key), "subjectPublicKey", what);
    }
    assert_invalid(provider, &spki(&identifier, &key[1..]), "subjectPublicKey", "no SEQUENCE");
}

/// RFC 4055 §1.2: PKCS#1 v1.5 never, PSS with the parameters of the key if it has some.
pub(crate) fn pss_keys_restrict(provider: &Provider) {
    let (_, key) = parts(&vectors::spki("rsa1024"));
    let restricted = |salt_octets| {
        let digest = DigestAlgorithm::Sha256;
        SignatureScheme::RsaPss { digest, mgf_digest: digest, salt_octets }.to_identifier()
    };
    let bare = element(Tag::SEQUENCE, &[&hex("06092a864886f70d01010a")]);
    for (identifier, least) in [(bare, None), (restricted(32), Some(32)), (restricted(33), Some(33))] {
        let der = spki(&identifier, &key);
        let loaded = provider.load_key(&Spki::from_der(&der).expect("SubjectPublicKeyInfo")).expect("key");
        for vector in vectors::valid().filter(|vector| vector.key == "rsa1024") {
            let is_allowed = match (vector.scheme, least) {
                (SignatureScheme::RsaPss { .. }, None) => true,
                (SignatureScheme::RsaPss { digest, mgf_digest, salt_octets }, Some(least)) => {
                    digest == DigestAlgorithm::Sha256 && mgf_digest == digest && salt_octets >= least
                }
                _ => false,
            };
            let outcome = loaded.verify(vector.scheme, Message::Bytes(MESSAGE), &vector.signature);
            assert_eq!(outcome.is_ok(), is_allowed, "{} with {least:?}", vector.scheme);
        }
    }
    let odd = element(Tag::SEQUENCE, &[&hex("06092a864886f70d01010a"), &[2, 1, 1]]);
    assert_invalid(provider, &spki(&odd, &key), "algorithm.parameters", "odd parameters");
}

/// RFC 5480 §2.2: on the curve, not at infinity, in one of two forms.
pub(crate) fn odd_points_are_refused(provider: &Provider) {
    for name in ["p256", "p384", "p521", "secp256k1", "brainpoolP256r1", "brainpoolP384r1"] {
        let (identifier, point) = parts(&vectors::spki(name));
        let half = point.len() / 2;
        let last = point.last().expect("octets") & 1;
        let compressed = |form| [&[form], &point[1..=half]].concat();
        let der = spki(&identifier, &compressed(2 + last));
        let key =
            provider.load_key(&Spki::from_der(&der).expect("SubjectPublicKeyInfo")).expect("compressed");
        let vector = vectors::under(name);
        assert!(key.verify(vector.scheme, Message::Bytes(MESSAGE), &vector.signature).is_ok(), "{name}");

        let mut off_curve = point.clone();
        *off_curve.last_mut().expect("octets") ^= 1;
        let cases = [
            ("off the curve", off_curve),
            ("at infinity", vec![0]),
            ("hybrid", [&[6 + last], &point[1..]].concat()),
            ("compact", compressed(5)),
            ("coordinates beyond the field", [&[4][..], &vec![0xff; 2 * half]].concat()),
            ("the origin", [&[4][..], &vec![0; 2 * half]].concat()),
            ("cut", point[..point.len() - 1].to_vec()),
            ("no octets", Vec::new()),
        ];
        for (what, point) in cases {
            assert_invalid(provider, &spki(&identifier, &point), "subjectPublicKey", what);
        }
        let null = element(Tag::SEQUENCE, &[&children(&identifier)[0], &[5, 0]]);
        assert_invalid(provider, &spki(&null, &point), "algorithm.parameters", "no curve");
    }
}

pub(crate) fn odd_ed25519_keys_are_refused(provider: &Provider) {
    let (identifier, key) = parts(&vectors::spki("ed25519"));
    let small_order = hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
    let cases = [
        ("cut", key[1..].to_vec()),
        ("longer", [&key[..], &[0]].concat()),
        ("the neutral element", [&[1][..], &[0; 31]].concat()),
        ("of order 4", vec![0; 32]),
        ("of order 8", small_order),
        ("not on the curve", [&[2][..], &[0; 31]].concat()),
    ];
    for (what, key) in cases {
        assert_invalid(provider, &spki(&identifier, &key), "subjectPublicKey", what);
    }
    // RFC 8410 §3: parameters must be absent.
    let null = element(Tag::SEQUENCE, &[&children(&identifier)[0], &[5, 0]]);
    assert_invalid(provider, &spki(&null, &key), "algorithm.parameters", "NULL");
}

pub(crate) fn odd_gost_keys_are_refused(provider: &Provider) {
    for name in vectors::keys().filter(|name| name.starts_with("gost")) {
        let (identifier, key) = parts(&vectors::spki(name));
        let header = key.len() - if name.starts_with("gost512") { 128 } else { 64 };
        let (header, point) = key.split_at(header);
        let mut off_curve = point.to_vec();
        off_curve[0] ^= 1;
        let cases = [
            ("off the curve", [header, &off_curve].concat()),
            ("coordinates beyond the field", [header, &vec![0xff; point.len()]].concat()),
            ("cut", element(Tag::OCTET_STRING, &[&point[1..]])),
            ("longer", element(Tag::OCTET_STRING, &[point, &[0]])),
            ("no OCTET STRING", point.to_vec()),
            ("something more", [&key[..], &[0]].concat()),
        ];
        for (what, key) in cases {
            assert_invalid(provider, &spki(&identifier, &key), "subjectPublicKey", &format!("{name} {what}"));
        }
        let bare = element(Tag::SEQUENCE, &[&children(&identifier)[0]]);
        assert_invalid(provider, &spki(&bare, &key), "algorithm.parameters", name);
        // A key of 256 bits with a parameter set of 512, and the other way round.
        let other = if name.starts_with("gost512") { "gost256-A" } else { "gost512-A" };
        let (other, _) = parts(&vectors::spki(other));
        let mixed = element(Tag::SEQUENCE, &[&children(&identifier)[0], &children(&other)[1]]);
        assert_invalid(provider, &spki(&mixed, &key), "algorithm.parameters", name);
    }
}

/// A curve or an algorithm that nobody knows is said to be so: another loader may know it.
pub(crate) fn unknown_algorithms_are_named(provider: &Provider) {
    let (_, point) = parts(&vectors::spki("p256"));
    let secp224r1 = element(Tag::SEQUENCE, &[&hex("06072a8648ce3d0201"), &hex("06052b81040021")]);
    let ed448 = element(Tag::SEQUENCE, &[&hex("06032b6571")]);
    let set = element(Tag::SEQUENCE, &[&hex("06072a850302022309")]);
    let gost = element(Tag::SEQUENCE, &[&hex("06082a85030701010101"), &set]);
    let unknown = [(secp224r1, "1.3.132.0.33"), (ed448, "1.3.101.113"), (gost, "1.2.643.2.2.35.9")];
    for (identifier, oid) in unknown {
        let expected = UnsupportedKey::Algorithm { algorithm: oid.to_owned() };
        assert_eq!(refusal(provider, &spki(&identifier, &point)), expected);
    }
}

pub(crate) fn assert_invalid(provider: &Provider, der: &[u8], field: &'static str, what: &str) {
    assert_eq!(refusal(provider, der), UnsupportedKey::Invalid { field }, "{what}");
}

fn refusal(provider: &Provider, der: &[u8]) -> UnsupportedKey {
    let spki = Spki::from_der(der).expect("SubjectPublicKeyInfo");
    provider.load_key(&spki).expect_err("an odd key")
}

/// The AlgorithmIdentifier, and the octets of the key.
pub(crate) fn parts(der: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let spki = Spki::from_der(der).expect("SubjectPublicKeyInfo");
    let key = spki.subject_public_key().whole_octets().expect("octets");
    (spki.algorithm().as_bytes().to_vec(), key.to_vec())
}

pub(crate) fn spki(identifier: &[u8], key: &[u8]) -> Vec<u8> {
    element(Tag::SEQUENCE, &[identifier, &element(Tag::BIT_STRING, &[&[0], key])])
}

pub(crate) fn children(der: &[u8]) -> Vec<Vec<u8>> {
    let mut reader = Element::from_der(der, "test").expect("DER").reader();
    let elements = std::iter::from_fn(|| reader.any("test").ok());
    elements.map(|element| element.as_bytes().to_vec()).collect()
}

//! The forms in which keys are met, and what is no key.
#![cfg(feature = "pkcs8")]

mod common;

use common::{hex, le};
use esig_gost::signature::{Signer, Verifier};
use esig_gost::{KeyAlgorithm, KeyError, ParameterSet, SigningKey, VerifyingKey};
use pkcs8::der::Encode;
use pkcs8::der::asn1::ObjectIdentifier;
use pkcs8::{DecodePrivateKey, EncodePrivateKey};
use spki::{DecodePublicKey, EncodePublicKey};

const OID_2001: &str = "1.2.643.2.2.19";
const OID_2001_DH: &str = "1.2.643.2.2.98";
const OID_2012_256: &str = "1.2.643.7.1.1.1.1";
const OID_2012_512: &str = "1.2.643.7.1.1.1.2";
const CRYPTO_PRO_A: &str = "1.2.643.2.2.35.1";
const TC26_512_A: &str = "1.2.643.7.1.2.1.2.1";
const STREEBOG_256: &str = "1.2.643.7.1.1.2.2";
const GOST_94_CRYPTO_PRO: &str = "1.2.643.2.2.30.1";
const GOST_28147_A: &str = "1.2.643.2.2.31.1";

/// An element in DER whose contents are the parts, one after the other.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let length = match contents.len() {
        short @ ..128 => vec![short as u8],
        long @ ..256 => vec![0x81, long as u8],
        long => vec![0x82, (long >> 8) as u8, long as u8],
    };
    [vec![tag], length, contents].concat()
}

fn oid(oid: &str) -> Vec<u8> {
    ObjectIdentifier::new_unwrap(oid).to_der().unwrap()
}

fn algorithm(algorithm: &str, parameters: &[&str]) -> Vec<u8> {
    let parameters = parameters.iter().flat_map(|parameter| oid(parameter)).collect::<Vec<_>>();
    tlv(0x30, &[&oid(algorithm), &tlv(0x30, &[&parameters])])
}

fn pkcs8_with(algorithm: &[u8], private_key: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&[2, 1, 0], algorithm, &tlv(4, &[private_key])])
}

fn pkcs8_256(private_key: &[u8]) -> Vec<u8> {
    pkcs8_with(&algorithm(OID_2012_256, &[CRYPTO_PRO_A, STREEBOG_256]), private_key)
}

fn spki_with(algorithm: &[u8], point: &[u8]) -> Vec<u8> {
    tlv(0x30, &[algorithm, &tlv(3, &[&[0], &tlv(4, &[point])])])
}

fn key() -> SigningKey {
    SigningKey::from_le_octets(ParameterSet::CryptoProA, &le(D)).unwrap()
}

const D: &str = "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28";

#[test]
fn private_keys_are_read_in_every_form() {
    let d = le(D);
    // d = mask · masked mod q, with a mask of two: the masked key is d / 2, and d is even.
    let half = le("3D494D6F3C4DDCDF08769ACEE9CD39608DB04B0FA49CBF770E8CE74C48F61D94");
    let mask = [&[2][..], &[0; 31]].concat();
    let one = [&[1][..], &[0; 31]].concat();
    let forms = [
        d.clone(),
        tlv(4, &[&d]),
        tlv(2, &[&hex(D)]),
        tlv(2, &[&[0], &hex(D)]),
        [mask.clone(), half.clone()].concat(),
        [mask.clone(), half.clone(), one].concat(),
        tlv(4, &[&mask, &half]),
    ];
    for form in forms {
        let read = SigningKey::from_pkcs8_der(&pkcs8_256(&form)).unwrap();
        assert_eq!(read.export_le_octets(), key().export_le_octets());
        assert_eq!(read.verifying_key(), key().verifying_key());
    }
}

#[test]
fn a_short_integer_that_looks_like_octets_is_told_apart_by_the_public_key() {
    // Thirty octets: with tag and length as many as a key has.
    let d = &hex(D)[2..];
    let der = pkcs8_256(&tlv(2, &[d]));
    let little_endian = [d.iter().rev().copied().collect::<Vec<_>>(), vec![0, 0]].concat();
    let meant = SigningKey::from_le_octets(ParameterSet::CryptoProA, &little_endian).unwrap();

    assert_eq!(SigningKey::candidates_from_pkcs8_der(&der).unwrap().len(), 2);
    assert_ne!(SigningKey::from_pkcs8_der(&der).unwrap().verifying_key(), meant.verifying_key());
    let found = SigningKey::from_pkcs8_der_matching(&der, meant.verifying_key()).unwrap();
    assert_eq!(found.verifying_key(), meant.verifying_key());
    let other = key();
    let error = SigningKey::from_pkcs8_der_matching(&der, other.verifying_key()).unwrap_err();
    assert_eq!(error, KeyError::OtherPublicKey);
}

#[test]
fn sixty_four_octets_are_a_masked_short_key_or_a_long_key() {
    let octets = [[3; 32], [5; 32]].concat();
    let long =
        SigningKey::from_pkcs8_der(&pkcs8_with(&algorithm(OID_2012_512, &[TC26_512_A]), &octets)).unwrap();
    assert_eq!(long.export_le_octets().to_vec(), octets);
    let short = SigningKey::from_pkcs8_der(&pkcs8_256(&octets)).unwrap();
    assert_eq!(short.parameter_set(), ParameterSet::CryptoProA);
}

#[test]
fn parameters_decide_only_the_curve() {
    let octets = le(D);
    let public = key().verifying_key().to_le_octets();
    for (id, parameters, expected) in [
        (OID_2012_256, &[CRYPTO_PRO_A][..], KeyAlgorithm::Gost3410_2012_256),
        (OID_2012_256, &[CRYPTO_PRO_A, STREEBOG_256], KeyAlgorithm::Gost3410_2012_256),
        (OID_2012_256, &[CRYPTO_PRO_A, STREEBOG_256, GOST_28147_A], KeyAlgorithm::Gost3410_2012_256),
        (OID_2012_256, &[CRYPTO_PRO_A, GOST_94_CRYPTO_PRO], KeyAlgorithm::Gost3410_2012_256),
        (OID_2001, &[CRYPTO_PRO_A], KeyAlgorithm::Gost3410_2001),
        (OID_2001, &[CRYPTO_PRO_A, GOST_94_CRYPTO_PRO], KeyAlgorithm::Gost3410_2001),
        (OID_2001, &[CRYPTO_PRO_A, GOST_94_CRYPTO_PRO, GOST_28147_A], KeyAlgorithm::Gost3410_2001),
        (OID_2001_DH, &[CRYPTO_PRO_A, GOST_94_CRYPTO_PRO], KeyAlgorithm::Gost3410_2001),
    ] {
        let identifier = algorithm(id, parameters);
        let private = SigningKey::from_pkcs8_der(&pkcs8_with(&identifier, &octets)).unwrap();
        let public = VerifyingKey::from_spki_der(&spki_with(&identifier, &public)).unwrap();
        assert_eq!((private.algorithm(), private.parameter_set()), (expected, ParameterSet::CryptoProA));
        assert_eq!(*private.verifying_key(), public);
    }
}

/// RFC 9215 §4.2 for 2012, RFC 4491 §2.3.2 for 2001.
#[test]
fn parameters_are_written_as_the_standards_want() {
    use ParameterSet::*;
    for set in ParameterSet::all().iter().copied() {
        let octets = [&[1][..], &vec![0; set.octets() - 1]].concat();
        let key = SigningKey::from_le_octets(set, &octets).unwrap();
        let digest =
            matches!(set, Test256 | CryptoProA | CryptoProB | CryptoProC | CryptoProXchA | CryptoProXchB);
        let mut parameters = vec![set.oid().to_string()];
        parameters.extend(digest.then(|| STREEBOG_256.to_owned()));
        let parameters = parameters.iter().map(String::as_str).collect::<Vec<_>>();
        let identifier = algorithm(&key.algorithm().oid().to_string(), &parameters);
        assert_eq!(
            key.verifying_key().to_spki_der(),
            spki_with(&identifier, &key.verifying_key().to_le_octets())
        );
        assert_eq!(*key.to_pkcs8_der(), pkcs8_with(&identifier, &tlv(4, &[&octets])));
    }
    let old = key().with_algorithm(KeyAlgorithm::Gost3410_2001).unwrap();
    let identifier = algorithm(OID_2001, &[CRYPTO_PRO_A, GOST_94_CRYPTO_PRO]);
    assert_eq!(
        old.verifying_key().to_spki_der(),
        spki_with(&identifier, &old.verifying_key().to_le_octets())
    );
}

#[test]
fn structures_that_are_no_key_are_refused_by_name() {
    let d = le(D);
    let spki = |identifier: &[u8]| {
        VerifyingKey::from_spki_der(&spki_with(identifier, &key().verifying_key().to_le_octets()))
    };
    let rsa = algorithm("1.2.840.113549.1.1.1", &[CRYPTO_PRO_A]);
    assert!(matches!(spki(&rsa), Err(KeyError::UnknownAlgorithm { .. })));
    let curve = algorithm(OID_2012_256, &["1.2.643.2.2.35.9"]);
    assert!(matches!(spki(&curve), Err(KeyError::UnknownParameterSet { .. })));
    let size = algorithm(OID_2012_512, &[CRYPTO_PRO_A]);
    assert!(matches!(spki(&size), Err(KeyError::AlgorithmMismatch { .. })));
    for parameters in [&[][..], &[5, 0]] {
        let inherited = tlv(0x30, &[&oid(OID_2001), parameters]);
        assert_eq!(spki(&inherited).unwrap_err(), KeyError::ParametersMissing);
    }
    let four = algorithm(OID_2012_256, &[CRYPTO_PRO_A, STREEBOG_256, GOST_28147_A, GOST_28147_A]);
    assert!(matches!(spki(&four), Err(KeyError::Malformed(_))));

    for form in [
        &[][..],
        &[0; 31],
        &[1; 33],
        &tlv(4, &[&d[1..]]),
        &tlv(2, &[&[1; 33]]),
        &tlv(0x30, &[&d]),
        &[2; 32 * 17],
    ] {
        let error = SigningKey::from_pkcs8_der(&pkcs8_256(form)).unwrap_err();
        assert_eq!(error, KeyError::UnknownPrivateKeyForm, "{form:?}");
    }
    for form in [vec![0; 32], vec![0xff; 32], tlv(2, &[&[0]]), vec![0; 64]] {
        let error = SigningKey::from_pkcs8_der(&pkcs8_256(&form)).unwrap_err();
        assert_eq!(error, KeyError::ScalarOutOfRange, "{form:?}");
    }
}

#[test]
fn points_that_are_no_key_are_refused_by_name() {
    let public = key().verifying_key().to_le_octets();
    let read = |octets: &[u8]| VerifyingKey::from_le_octets(ParameterSet::CryptoProA, octets).unwrap_err();
    assert_eq!(read(&public[1..]), KeyError::Length { expected: 64, found: 63 });
    assert_eq!(read(&[&public[..], &[0]].concat()), KeyError::Length { expected: 64, found: 65 });
    assert_eq!(read(&[0; 64]), KeyError::NotOnCurve);
    assert_eq!(read(&[0xff; 64]), KeyError::CoordinateOutOfRange);
    let mut off = public.clone();
    off[0] ^= 1;
    assert_eq!(read(&off), KeyError::NotOnCurve);
    // x + p is the same residue, but not the same key: p is 2²⁵⁶ − 617, x of G is 1.
    let p_plus_1 = le("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD98");
    let y = le("8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14");
    assert_eq!(read(&[p_plus_1, y].concat()), KeyError::CoordinateOutOfRange);
}

/// (0, −1) of the Edwards form: t = (d + 1)/6 and 0 on the Weierstrass curve.
#[test]
fn the_point_of_order_two_is_refused() {
    let x = le("0100FE73F595FF158E974B44D478D9588744FE5C192AC47EA63075DCE7A14AAA");
    let octets = [x, vec![0; 32]].concat();
    let error = VerifyingKey::from_le_octets(ParameterSet::Tc26_256A, &octets).unwrap_err();
    assert_eq!(error, KeyError::NotInSubgroup);
}

#[test]
fn the_traits_agree_with_the_methods() {
    let key = key();
    let document = EncodePrivateKey::to_pkcs8_der(&key).unwrap();
    assert_eq!(document.as_bytes(), key.to_pkcs8_der().as_slice());
    let again = <SigningKey as DecodePrivateKey>::from_pkcs8_der(document.as_bytes()).unwrap();
    let again = SigningKey::from_pkcs8_pem(&again.to_pkcs8_pem(Default::default()).unwrap()).unwrap();
    assert_eq!(again.verifying_key(), key.verifying_key());

    let document = key.verifying_key().to_public_key_der().unwrap();
    assert_eq!(document.as_bytes(), key.verifying_key().to_spki_der());
    let public = VerifyingKey::from_public_key_der(document.as_bytes()).unwrap();
    public.verify(b"message", &key.sign(b"message")).unwrap();
}

#[test]
fn debug_shows_no_secret() {
    assert_eq!(format!("{:?}", key()), "SigningKey(GOST R 34.10-2012 (256 bits), CryptoPro-A, ..)");
}

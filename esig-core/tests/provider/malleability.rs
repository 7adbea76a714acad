//! Other octets for the same numbers, other numbers for the same signature.

use std::cmp::Ordering;

use esig_core::encode::element;
use esig_core::raw::{Element, Tag};
use esig_core::{Provider, Spki};

use super::numbers::{compare, difference, sum};
use super::vectors::{self, Vector, hex};

/// Orders of the curves (SP 800-186, SEC 2, RFC 5639).
pub(crate) const ORDERS: [(&str, &str); 6] = [
    ("p256", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    (
        "p384",
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    ),
    (
        "p521",
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa\
         51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    ),
    ("secp256k1", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
    ("brainpoolP256r1", "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7"),
    (
        "brainpoolP384r1",
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
    ),
];

/// RFC 5480 appendix A and X.690 §10: DER, so that there is one encoding of r and s.
pub(crate) fn ecdsa_values_have_one_encoding(provider: &Provider) {
    for vector in vectors::valid().filter(|vector| ORDERS.iter().any(|row| row.0 == vector.key)) {
        let (r, s) = numbers(&vector.signature);
        let (r, s) = (integer(&r), integer(&s));
        assert_eq!(element(Tag::SEQUENCE, &[&r, &s]), vector.signature);
        let padded = element(Tag::INTEGER, &[&[0], &r[2..]]);
        let long_form = [&[2, 0x81, r[1]], &r[2..]].concat();
        let body = [&r[..], &s].concat();
        let wrong = [
            element(Tag::SEQUENCE, &[&padded, &s]),
            element(Tag::SEQUENCE, &[&long_form, &s]),
            element(Tag::SEQUENCE, &[&r, &s, &[5, 0]]),
            element(Tag::SEQUENCE, &[&r]),
            element(Tag::SEQUENCE, &[&s, &r]),
            element(Tag::SET, &[&r, &s]),
            element(Tag::SEQUENCE, &[&element(Tag::OCTET_STRING, &[&r[2..]]), &s]),
            [&[0x30, 0x80], &body[..], &[0, 0]].concat(),
            [&[0x30, 0x82, 0, body.len() as u8], &body[..]].concat(),
            [&element(Tag::SEQUENCE, &[&r, &s])[..], &[0]].concat(),
            [&r[2..], &s[2..]].concat(),
        ];
        for (index, wrong) in wrong.iter().enumerate() {
            assert!(!vector.verifies(provider, wrong), "{} of {}, case {index}", vector.scheme, vector.key);
        }
    }
}

/// FIPS 186-5 §6.4.2: r and s from 1 to n − 1. Both s and n − s hold, which CMS does not mind.
pub(crate) fn ecdsa_numbers_are_in_range(provider: &Provider) {
    for (key, order) in ORDERS {
        let (vector, order) = (vectors::under(key), hex(order));
        let (r, s) = numbers(&vector.signature);
        let holds = |r: &[u8], s: &[u8]| {
            vector.verifies(provider, &element(Tag::SEQUENCE, &[&integer(r), &integer(s)]))
        };
        assert!(holds(&r, &s) && holds(&r, &difference(&order, &s)), "{key}");
        let (zero, more, negative) = (&[0][..], sum(&r, &order), [&[0xff], &r[..]].concat());
        for (r, s) in [(zero, &s[..]), (&r, zero), (zero, zero), (&order, &s), (&r, &order), (&more, &s)] {
            assert!(!holds(r, s), "{key}");
        }
        assert!(!holds(&r, &sum(&s, &order)), "{key}");
        let negative = element(Tag::INTEGER, &[&negative]);
        assert!(!vector.verifies(provider, &element(Tag::SEQUENCE, &[&negative, &integer(&s)])), "{key}");
    }
}

/// FIPS 186-4 §4.7: r and s from 1 to q − 1. Unlike ECDSA's, s and q − s do not both hold.
pub(crate) fn dsa_numbers_are_in_range(provider: &Provider) {
    for key in ["dsa1024", "dsa2048"] {
        let (vector, order) = (vectors::under(key), dsa_order(key));
        let (r, s) = numbers(&vector.signature);
        let holds = |r: &[u8], s: &[u8]| {
            vector.verifies(provider, &element(Tag::SEQUENCE, &[&integer(r), &integer(s)]))
        };
        assert!(holds(&r, &s) && !holds(&r, &difference(&order, &s)), "{key}");
        let (zero, one, more) = (&[0][..], &[1][..], sum(&r, &order));
        for (r, s) in [(zero, &s[..]), (&r, zero), (zero, zero), (&order, &s), (&r, &order), (&more, &s)] {
            assert!(!holds(r, s), "{key}");
        }
        assert!(!holds(one, one) && !holds(&r, &sum(&s, &order)), "{key}");
    }
}

fn dsa_order(key: &str) -> Vec<u8> {
    let der = vectors::spki(key);
    let spki = Spki::from_der(&der).expect("SubjectPublicKeyInfo");
    let mut fields = spki.algorithm().parameters().expect("Dss-Parms").reader();
    fields.any("p").expect("p");
    let q = fields.any("q").and_then(|q| q.integer("q")).expect("q");
    q[q.iter().take_while(|octet| **octet == 0).count()..].to_vec()
}

/// RFC 8032 §5.1.7: S below the order of the group.
pub(crate) fn eddsa_numbers_are_in_range(provider: &Provider) {
    let mut order = hex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");
    order.reverse();
    let vector = vectors::under("ed25519");
    let (r, s) = vector.signature.split_at(32);
    let little_endian = |octets: &[u8]| octets.iter().rev().copied().collect::<Vec<u8>>();
    for times in 1..8 {
        let more = (0..times).fold(little_endian(s), |s, _| sum(&s, &little_endian(&order)));
        let Some(more) = little_endian(&more).get(..32).map(<[u8]>::to_vec) else { continue };
        assert!(!vector.verifies(provider, &[r, &more].concat()), "S + {times} L");
    }
    // The neutral element with S = 0 would satisfy the equation under a key of small order.
    let neutral = [&[1][..], &[0; 63]].concat();
    assert!(!vector.verifies(provider, &neutral));
}

/// RFC 8017 §5.2.2: the signature representative is below the modulus.
pub(crate) fn rsa_numbers_are_below_the_modulus(provider: &Provider) {
    let vector = vectors::under("rsa1025");
    let der = vectors::spki("rsa1025");
    let spki = Spki::from_der(&der).expect("SubjectPublicKeyInfo");
    let key = spki.subject_public_key().whole_octets().expect("octets");
    let mut fields = Element::from_der(key, "RSAPublicKey").expect("DER").reader();
    let modulus = fields.any("modulus").and_then(|modulus| modulus.integer("modulus")).expect("modulus");
    let more = sum(&vector.signature, modulus);
    assert_eq!((more.len(), compare(&more, modulus)), (vector.signature.len(), Ordering::Greater));
    assert!(!vector.verifies(provider, &more));
    let [zero, one] = [0, 1].map(|number| [&vec![0; more.len() - 1][..], &[number]].concat());
    for number in [zero, one, difference(modulus, &[1])] {
        assert!(!vector.verifies(provider, &number));
    }
}

/// RFC 7091 §6.2 step 1: r and s from 1 to q − 1.
pub(crate) fn gost_numbers_are_in_range(provider: &Provider) {
    for vector in vectors::valid().filter(|vector| vector.key.starts_with("gost")) {
        let (s, r) = vector.signature.split_at(vector.signature.len() / 2);
        let (zeros, ones) = (vec![0; s.len()], vec![0xff; s.len()]);
        let refused = |s: &[u8], r: &[u8]| !vector.verifies(provider, &[s, r].concat());
        let Vector { key, .. } = vector;
        assert!(refused(r, s), "{key}: r and s the wrong way round");
        assert!(refused(&zeros, r) && refused(s, &zeros) && refused(&zeros, &zeros), "{key}: zero");
        assert!(refused(&ones, r) && refused(s, &ones) && refused(&ones, &ones), "{key}: beyond the order");
    }
}

/// r and s without the zeros that keep them positive.
fn numbers(signature: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut fields = Element::from_der(signature, "ECDSA-Sig-Value").expect("DER").reader();
    let mut number = || {
        let octets = fields.any("number").and_then(|number| number.integer("number")).expect("INTEGER");
        octets[octets.iter().take_while(|octet| **octet == 0).count()..].to_vec()
    };
    (number(), number())
}

/// An INTEGER as DER wants it.
fn integer(number: &[u8]) -> Vec<u8> {
    let digits = &number[number.iter().take_while(|octet| **octet == 0).count()..];
    let pad: &[u8] = if digits.first().is_none_or(|octet| *octet >= 0x80) { &[0] } else { &[] };
    element(Tag::INTEGER, &[pad, digits])
}

//! Hole 5: keys with parameters of their own.

use esig_core::encode::element;
use esig_core::oid::ObjectIdentifier;
use esig_core::raw::Tag;
use esig_core::{CertificateBuf, Spki};
use esig_testkit::{CertificateTemplate, Identity, extension};
use esig_verify::report::Reason;

use crate::chain::*;

/// CVE-2020-0601: a root's public point with another generator, for which anyone knows the private key. Curves are named or
/// refused, and keys are compared whole.
#[test]
fn hole_05_explicit_curves_are_no_keys() {
    let root = root();
    let named_curve = root.key().subject_public_key_info().to_vec();
    let explicit = with_explicit_curve(&named_curve);
    let with_key = |spki: Vec<u8>| {
        let template = authority_template("authority", &[]).with_subject_public_key_info(spki);
        Identity::new(template.issue(&root).expect("well-formed"), root.key().clone())
    };
    let (sound, curved) = (with_key(named_curve), with_key(explicit.clone()));
    assert_eq!(failure(&root, &[&sound], &leaf(&sound, &[]), policy()), None);
    assert_eq!(failure(&root, &[&curved], &leaf(&curved, &[]), policy()), Some(Reason::KeyUnsupported));

    // The same point under the root's name is not the root's key.
    let template = CertificateTemplate::new(crate::chain::named("root"), root.key(), validity());
    let template = template.with_subject_public_key_info(explicit).with_extension(extension::authority(None));
    let forged: CertificateBuf = template.self_sign(root.key()).expect("well-formed");
    let view = forged.view();
    assert_ne!(view.subject_public_key_info(), root.certificate().view().subject_public_key_info());
    let forged = Identity::new(forged, key("forger"));
    assert!(failure(&root, &[&forged], &leaf(&forged, &[]), policy()).is_some());
}

/// The point of a P-256 key with the curve's parameters written out (RFC 3279 §2.3.5).
fn with_explicit_curve(spki: &[u8]) -> Vec<u8> {
    let point = Spki::from_der(spki).expect("a key").subject_public_key().octets.to_vec();
    let hex = |text: &str| -> Vec<u8> {
        let digits = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
        digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
    };
    let number = |text: &str| element(Tag::INTEGER, &[&[0], &hex(text)]);
    let octets = |octets: &[u8]| element(Tag::OCTET_STRING, &[octets]);
    let oid = |oid: &str| element(Tag::OBJECT_IDENTIFIER, &[ObjectIdentifier::new_unwrap(oid).as_bytes()]);
    let prime = number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    let field = element(Tag::SEQUENCE, &[&oid("1.2.840.10045.1.1"), &prime]);
    let a = octets(&hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc"));
    let b = octets(&hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"));
    let curve = element(Tag::SEQUENCE, &[&a, &b]);
    let order = number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    // Whoever takes the point itself for the generator knows the private key: it is one.
    let parameters = element(Tag::SEQUENCE, &[&[2, 1, 1], &field, &curve, &octets(&point), &order]);
    let algorithm = element(Tag::SEQUENCE, &[&oid("1.2.840.10045.2.1"), &parameters]);
    element(Tag::SEQUENCE, &[&algorithm, &element(Tag::BIT_STRING, &[&[0], &point])])
}

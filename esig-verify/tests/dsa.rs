//! DSA keys that leave their parameters to those above (RFC 5280 §6.1.4 (f)). Signatures are made here, since nobody makes
//! them any more: with small secrets and no care.

mod world;

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd, Resize};
use esig_core::algorithm::oids::DSA;
use esig_core::cert::ext::KeyUsage;
use esig_core::encode::element;
use esig_core::raw::Tag;
use esig_core::time::Validity;
use esig_core::{CertificateBuf, DigestAlgorithm, Provider, SignatureScheme};
use esig_testkit::{CertificateTemplate, Family, Identity, NameTemplate, TestKey, extension};
use esig_verify::report::Reason;
use esig_verify::{Policy, Purpose, TrustAnchors, Verifier};
use world::*;

// Made with OpenSSL: genpkey -genparam -algorithm DSA, 1024 and 160 bits.
const P: &str = "a42e5c1d830b27bd82557c42915c42989f90d8c39a8476e125f2b08d66fb91ffc2c65cfdc412326c8cfed7c068255330\
                 e0a50668dcdf49217cad36dce89f14b3d07e37e28d636e3c13d41e317247879122e87ddcd46ae25528bc16422820187829\
                 ebe25b149cec0e2483124b7ba425142d7afc757d75e60b8bbeef3786a0f1ff";
const Q: &str = "832ea676e2a2cfe0edfa713f7bb568709f8a3245";
const G: &str = "25aa5416e9e70de73401947d76cdfe2c8d2a5baa749adec39ed22a41fc01bfb45133a42236c3f4cb672a651f1b85acd6\
                 0e4a9911896a4a0c15626109ae712c5f87803c8554bc93315e92fa28c027d239f0c8ccc55e6d2dca55d0d5c41aa7fbdaaf\
                 c0fc6eee0f72e7cc7c6a40fe3d75381885362decf90e809ef20085b0681a23";

fn hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}

fn modulo(text: &str) -> BoxedMontyParams {
    let odd: Option<Odd<BoxedUint>> = BoxedUint::from_be_slice_vartime(&hex(text)).into_odd().into_option();
    BoxedMontyParams::new_vartime(odd.expect("odd"))
}

fn form(number: &BoxedUint, modulus: &BoxedMontyParams) -> BoxedMontyForm {
    let reduced = number.rem_vartime(modulus.modulus().as_nz_ref());
    BoxedMontyForm::new(reduced.resize(modulus.bits_precision()), modulus)
}

/// g to that power.
fn power(exponent: u64) -> BoxedUint {
    let g = form(&BoxedUint::from_be_slice_vartime(&hex(G)), &modulo(P));
    g.pow(&BoxedUint::from(exponent)).retrieve()
}

fn integer(octets: &[u8]) -> Vec<u8> {
    let digits = &octets[octets.iter().take_while(|octet| **octet == 0).count()..];
    let pad: &[u8] = if digits.first().is_none_or(|octet| *octet >= 0x80) { &[0] } else { &[] };
    element(Tag::INTEGER, &[pad, digits])
}

/// FIPS 186-4 §4.6.
fn sign(secret: u64, message: &[u8]) -> Vec<u8> {
    const NONCE: u64 = 65_537;
    let q = modulo(Q);
    let digest = Provider::rustcrypto().digest(DigestAlgorithm::Sha256, message).expect("SHA-256");
    let z = form(&BoxedUint::from_be_slice_vartime(&digest.as_octets()[..20]), &q);
    let r = form(&power(NONCE), &q);
    let inverse: Option<_> = form(&BoxedUint::from(NONCE), &q).invert_vartime().into_option();
    let s = z.add(&form(&BoxedUint::from(secret), &q).mul(&r)).mul(&inverse.expect("a prime"));
    let number = |form: BoxedMontyForm| integer(&form.retrieve().to_be_bytes());
    element(Tag::SEQUENCE, &[&number(r), &number(s)])
}

/// The key of that secret, with its parameters or without.
fn public_key(secret: u64, with_parameters: bool) -> Vec<u8> {
    let oid = element(Tag::OBJECT_IDENTIFIER, &[DSA.as_bytes()]);
    let parameters = element(Tag::SEQUENCE, &[&integer(&hex(P)), &integer(&hex(Q)), &integer(&hex(G))]);
    let parameters: &[u8] = if with_parameters { &parameters } else { &[] };
    let y = element(Tag::BIT_STRING, &[&[0], &integer(&power(secret).to_be_bytes())]);
    element(Tag::SEQUENCE, &[&element(Tag::SEQUENCE, &[&oid, parameters]), &y])
}

fn template(label: &str) -> CertificateTemplate {
    let validity =
        Validity { not_before: AT - time::Duration::days(9), not_after: AT + time::Duration::days(9) };
    let name = NameTemplate::new().with_attribute(esig_core::attribute_names::COMMON_NAME, label).to_name();
    CertificateTemplate::new(name, &filler(), validity)
        .with_extension(extension::authority(None))
        .with_extension(extension::key_usage(KeyUsage::KEY_CERT_SIGN))
}

/// Signs first, so that there is something to sign.
fn filler() -> TestKey {
    TestKey::new(Family::P256, 1, "filler")
}

/// The certificate of that template, signed by the secret of `issuer`.
fn issue(template: CertificateTemplate, issuer: &CertificateBuf, secret: u64) -> CertificateBuf {
    let algorithm = SignatureScheme::Dsa(DigestAlgorithm::Sha256).to_identifier();
    let draft = template.with_inner_algorithm(algorithm.clone());
    let draft = draft.issue(&Identity::new(issuer.clone(), filler())).expect("well-formed");
    let view = draft.view();
    let signature = element(Tag::BIT_STRING, &[&[0], &sign(secret, view.tbs_certificate())]);
    let der = element(Tag::SEQUENCE, &[view.tbs_certificate(), &algorithm, &signature]);
    CertificateBuf::from_der(der).expect("well-formed")
}

fn judge(anchor: &CertificateBuf, pool: &[CertificateBuf], target: &CertificateBuf) -> Option<Reason> {
    let policy =
        Policy::baseline().accept_unknown_revocation_at_own_risk().accept_outdated_algorithms_at_own_risk();
    let anchors = TrustAnchors::from_certificates([anchor.clone()]);
    let verifier = Verifier::new(Provider::rustcrypto(), anchors, policy);
    let store = store_of(pool, &[]);
    let answer = verifier.certificate(target.view(), Purpose::Chain, &store, AT);
    answer.path.is_err().then_some(answer.decided_by).flatten()
}

#[test]
fn parameters_are_inherited_from_above() {
    let with_key = |label, secret, with_parameters| {
        template(label).with_subject_public_key_info(public_key(secret, with_parameters))
    };
    let root = with_key("root", 11, true).self_sign(&filler()).expect("well-formed");
    let upper = issue(with_key("upper", 12, false), &root, 11);
    let lower = issue(with_key("lower", 13, false), &upper, 12);
    let target = issue(template("target"), &lower, 13);
    assert_eq!(judge(&root, &[upper.clone(), lower.clone()], &target), None);
    let forged = issue(template("target"), &lower, 14);
    let invalid = Some(Reason::CertificateSignatureInvalid);
    assert_eq!(judge(&root, &[upper.clone(), lower.clone()], &forged), invalid);

    // An anchor that has none itself has nothing to leave.
    let bare = with_key("root", 11, false).self_sign(&filler()).expect("well-formed");
    assert_eq!(judge(&bare, &[upper, lower], &target), Some(Reason::KeyUnsupported));
}

/// "If the certificate does not contain parameters and the algorithms differ, working_public_key_parameters is null."
#[test]
fn another_algorithm_between_leaves_no_parameters() {
    let root = template("root").with_subject_public_key_info(public_key(11, true));
    let root = root.self_sign(&filler()).expect("well-formed");
    let between = issue(template("between"), &root, 11);
    let between_identity = Identity::new(between.clone(), filler());
    let make = |with_parameters| {
        let key = public_key(13, with_parameters);
        template("lower").with_subject_public_key_info(key).issue(&between_identity).expect("well-formed")
    };
    for (with_parameters, expected) in [(true, None), (false, Some(Reason::KeyUnsupported))] {
        let lower = make(with_parameters);
        let target = issue(template("target"), &lower, 13);
        assert_eq!(judge(&root, &[between.clone(), lower], &target), expected, "{with_parameters}");
    }
}

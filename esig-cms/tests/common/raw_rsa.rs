//! RSA with encodings that no honest signer makes. Slow arithmetic on keys of the test kit.
#![allow(dead_code)] // each test uses its part

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use esig_core::encode::element;
use esig_core::raw::{Element, Reader, Tag};
use esig_core::{DigestAlgorithm, Provider};
use esig_testkit::TestKey;

const OCTETS: usize = 256;

/// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.1) whose DigestInfo has these parameters.
pub(crate) fn pkcs1(key: &TestKey, message: &[u8], digest: DigestAlgorithm, parameters: &[u8]) -> Vec<u8> {
    let value = Provider::rustcrypto().digest(digest, message).expect("a digest");
    let oid = element(Tag::OBJECT_IDENTIFIER, &[digest.oid().as_bytes()]);
    let identifier = element(Tag::SEQUENCE, &[&oid, parameters]);
    let info = element(Tag::SEQUENCE, &[&identifier, &element(Tag::OCTET_STRING, &[value.as_octets()])]);
    let padding = vec![0xff; OCTETS - info.len() - 3];
    power(key, &[&[0, 1], &padding[..], &[0], &info].concat())
}

/// RSASSA-PSS (RFC 8017 §8.1.1) with a salt of that many octets, all alike.
pub(crate) fn pss(
    key: &TestKey,
    message: &[u8],
    digest: DigestAlgorithm,
    mask_digest: DigestAlgorithm,
    salt_octets: usize,
) -> Vec<u8> {
    let provider = Provider::rustcrypto();
    let hash =
        |algorithm, octets: &[u8]| provider.digest(algorithm, octets).expect("a digest").as_octets().to_vec();
    let salt = vec![7; salt_octets];
    let own = hash(digest, &[&[0; 8], &hash(digest, message)[..], &salt].concat());
    let zeros = vec![0; OCTETS - own.len() - salt_octets - 2];
    let block = [&zeros[..], &[1], &salt].concat();
    let mask = (0_u32..).flat_map(|counter| hash(mask_digest, &[&own[..], &counter.to_be_bytes()].concat()));
    let mut masked: Vec<u8> = block.iter().zip(mask).map(|(octet, mask)| octet ^ mask).collect();
    masked[0] &= 0x7f;
    power(key, &[&masked[..], &own, &[0xbc]].concat())
}

/// The private operation (RFC 8017 §5.2.1).
fn power(key: &TestKey, encoded: &[u8]) -> Vec<u8> {
    let pkcs8 = key.export_pkcs8();
    let mut fields = Element::from_der(&pkcs8, "PrivateKeyInfo").expect("DER").reader();
    let inner = nth(&mut fields, 2).contents().to_vec();
    let mut numbers = Element::from_der(&inner, "RSAPrivateKey").expect("DER").reader();
    let mut number = |skip| {
        let octets = nth(&mut numbers, skip).contents().to_vec();
        BoxedUint::from_be_slice_vartime(&octets[octets.iter().take_while(|octet| **octet == 0).count()..])
    };
    let (modulus, exponent) = (number(1), number(1));
    let base = BoxedUint::from_be_slice(encoded, modulus.bits_precision()).expect("as long as the modulus");
    let parameters = BoxedMontyParams::new_vartime(Odd::new(modulus).expect("odd"));
    BoxedMontyForm::new(base, &parameters).pow(&exponent).retrieve().to_be_bytes().to_vec()
}

/// Skips so many elements and gives the next.
fn nth<'a>(reader: &mut Reader<'a>, skip: usize) -> Element<'a> {
    let mut elements = core::iter::from_fn(|| reader.any("private key").ok());
    elements.nth(skip).expect("an element")
}

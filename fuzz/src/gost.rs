//! Keys and signatures of GOST R 34.10, and keys that are wrapped.

use std::fmt::Debug;

use esig_gost::backend::Curves;
use esig_gost::cipher::{BlockCipher, Gost28147ParameterSet};
use esig_gost::gost3410::{PrecomputedKey, hazmat::sign_digest_with_nonce_be_octets, verify_many};
use esig_gost::keywrap::{EncryptedKey, kdf_unwrap, kdf_wrap, kexp15, kimp15};
use esig_gost::keywrap::{crypto_pro_unwrap, crypto_pro_wrap, gost28147_unwrap, gost28147_wrap};
use esig_gost::{ParameterSet, Signature, SigningKey, VerifyingKey};

/// A public key that was accepted is accepted again as we write it.
pub fn gost_spki(bytes: &[u8]) {
    let Ok(key) = VerifyingKey::from_spki_der(bytes) else { return };
    let again = VerifyingKey::from_spki_der(&key.to_spki_der()).expect("what was written");
    assert!(again == key, "is the same key");
}

/// A private key that was accepted is accepted again as we write it.
pub fn gost_pkcs8(bytes: &[u8]) {
    let Ok(key) = SigningKey::from_pkcs8_der(bytes) else { return };
    let again = SigningKey::from_pkcs8_der(&key.to_pkcs8_der()).expect("what was written");
    assert!(again.verifying_key() == key.verifying_key(), "is the same key");
}

/// All forms of the arithmetic of curves make the same keys and signatures and accept the same.
///
/// The octets are: which parameter set, a private key, a digest, a nonce; the rest is read as a signature, as a
/// public key, and as what is turned in a valid signature.
pub fn gost_verify(bytes: &[u8]) {
    let Some((set, rest)) = bytes.split_first() else { return };
    let set = ParameterSet::all()[usize::from(*set) % ParameterSet::all().len()];
    let Some((secret, rest)) = rest.split_at_checked(set.octets()) else { return };
    let Some((digest, rest)) = rest.split_at_checked(set.octets()) else { return };
    let Some((nonce, rest)) = rest.split_at_checked(set.octets()) else { return };
    signature_octets(rest);
    let keys = Curves::ALL.map(|form| SigningKey::from_le_octets_with(form, set, secret));
    let public = |key: &Result<SigningKey, _>| {
        key.as_ref().map(|key| key.verifying_key().clone()).map_err(Clone::clone)
    };
    drop(same(keys.each_ref().map(public)));
    drop(same(Curves::ALL.map(|form| VerifyingKey::from_le_octets_with(form, set, rest))));
    let Ok(keys) = keys.into_iter().collect::<Result<Vec<_>, _>>() else { return };

    let signatures = keys.iter().map(|key| sign_digest_with_nonce_be_octets(key, digest, nonce).ok());
    let signature = same(signatures).as_ref().map_or(Vec::new(), Signature::to_sr_be_octets);
    let mut turned = signature.clone();
    turned.iter_mut().zip(rest).for_each(|(octet, turn)| *octet ^= turn);
    let verdicts = verdicts(&keys, digest, [&signature, &turned, rest]);
    assert_eq!(verdicts[0], !signature.is_empty());
    assert_eq!(verdicts[1], turned == signature && verdicts[0]);
}

/// The orders of the octets are told apart.
fn signature_octets(octets: &[u8]) {
    let Ok(signature) = Signature::from_sr_be_octets(octets) else { return };
    let from_rs_be = Signature::from_rs_be_octets(&signature.to_rs_be_octets());
    let from_rs_le = Signature::from_rs_le_octets(&signature.to_rs_le_octets());
    assert_eq!(from_rs_be.expect("as many octets"), signature);
    assert_eq!(from_rs_le.expect("as many octets"), signature);
}

/// Whether the signatures are valid: what every key says one by one, for many at once, and with a table.
fn verdicts(keys: &[SigningKey], digest: &[u8], signatures: [&[u8]; 3]) -> [bool; 3] {
    same(keys.iter().map(SigningKey::verifying_key).map(|key| {
        let alone = signatures.map(|signature| key.verify_digest(digest, signature).is_ok());
        let many = verify_many(&signatures.map(|signature| (key, digest, signature)));
        assert!(many.iter().map(Result::is_ok).eq(alone));
        let table = PrecomputedKey::new(key.clone());
        assert_eq!(signatures.map(|signature| table.verify_digest(digest, signature).is_ok()), alone);
        alone
    }))
}

/// What all of them are.
fn same<T: PartialEq + Debug>(values: impl IntoIterator<Item = T>) -> T {
    let all_same = |first, next| {
        assert_eq!(first, next);
        first
    };
    values.into_iter().reduce(all_same).expect("there is a form")
}

/// What is unwrapped gives the same octets when wrapped again, and what is wrapped is unwrapped.
pub fn gost_keywrap(bytes: &[u8]) {
    let Some((keys, rest)) = bytes.split_first_chunk::<64>() else { return };
    for cipher in [BlockCipher::Magma, BlockCipher::Kuznyechik] {
        let Some((iv, data)) = rest.split_at_checked(cipher.iv_octets()) else { return };
        if let Ok(secret) = kimp15(cipher, data, keys, iv) {
            assert_eq!(kexp15(cipher, &secret, keys, iv).as_deref(), Ok(data));
        }
        let wrapped = kexp15(cipher, data, keys, iv).expect("an initialization vector of the right length");
        assert_eq!(**kimp15(cipher, &wrapped, keys, iv).expect("what was wrapped"), *data);
    }
    for set in Gost28147ParameterSet::all() {
        gost28147_keywrap(*set, keys, rest);
    }
}

fn gost28147_keywrap(set: Gost28147ParameterSet, keys: &[u8; 64], data: &[u8]) {
    let (halves, _) = keys.as_chunks::<32>();
    let (kek, cek) = (&halves[0], &halves[1]);
    if let Ok(key) = kdf_unwrap(set, kek, data) {
        let seed = &data[..data.len() - key.len() - 4];
        assert_eq!(kdf_wrap(set, kek, seed, &key).as_deref(), Ok(data));
    }
    if let Ok(wrapped) = kdf_wrap(set, kek, &data[..data.len().min(16)], cek) {
        assert_eq!(**kdf_unwrap(set, kek, &wrapped).expect("what was wrapped"), *cek);
    }
    let Some(octets) = data.first_chunk() else { return };
    let wrapped = EncryptedKey::from_octets(octets);
    assert_eq!(wrapped.to_octets(), *octets);
    if let Ok(key) = gost28147_unwrap(set, kek, &wrapped) {
        assert_eq!(gost28147_wrap(set, kek, &wrapped.ukm, &key), wrapped);
    }
    let wrapped = crypto_pro_wrap(set, kek, &wrapped.ukm, cek);
    assert_eq!(*crypto_pro_unwrap(set, kek, &wrapped).expect("what was wrapped"), *cek);
}

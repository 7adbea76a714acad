//! Keys of GOST R 34.10, and keys that are wrapped.

use esig_gost::cipher::{BlockCipher, Gost28147ParameterSet};
use esig_gost::keywrap::{EncryptedKey, kdf_unwrap, kdf_wrap, kexp15, kimp15};
use esig_gost::keywrap::{crypto_pro_unwrap, crypto_pro_wrap, gost28147_unwrap, gost28147_wrap};
use esig_gost::{SigningKey, VerifyingKey};

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

//! Keys of GOST R 34.10.

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

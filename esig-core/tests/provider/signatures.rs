//! Signature values over messages and digests.

use esig_core::{DigestAlgorithm, Message, Provider, SignatureScheme};

use super::vectors::{self, MESSAGE, load};

pub(crate) fn vectors_agree(provider: &Provider) {
    for vector in vectors::all() {
        let verifies = vector.verifies(provider, &vector.signature);
        assert_eq!(verifies, vector.is_valid, "{} ({}, {})", vector.what, vector.scheme, vector.key);
    }
}

pub(crate) fn digests_stand_for_messages(provider: &Provider) {
    for vector in vectors::valid() {
        let key = load(provider, vector.key);
        let holds = |digest, message: &[u8]| {
            let digest = provider.digest(digest, message).expect("every algorithm");
            key.verify(vector.scheme, Message::Digest(digest), &vector.signature).is_ok()
        };
        assert_eq!(vector.scheme.accepts_digest(), vector.scheme != SignatureScheme::Ed25519);
        for algorithm in DigestAlgorithm::all() {
            let is_own = Some(algorithm) == vector.scheme.digest_algorithm();
            assert_eq!(holds(algorithm, MESSAGE), is_own, "{} over {algorithm}", vector.scheme);
            assert!(!holds(algorithm, b"massage"), "{} over another message", vector.scheme);
        }
    }
}

/// One bit, one octet more, one less; another message.
pub(crate) fn altered_signatures_fail(provider: &Provider) {
    for vector in vectors::valid() {
        let length = vector.signature.len();
        for octet in [0, 1, length / 4, length / 2 - 1, length / 2, length - 2, length - 1] {
            for bit in [0, 3, 7] {
                let mut altered = vector.signature.clone();
                altered[octet] ^= 1 << bit;
                assert!(!vector.verifies(provider, &altered), "{}: bit {bit} of {octet}", vector.scheme);
            }
        }
        let (signature, key) = (&vector.signature[..], load(provider, vector.key));
        let lengths = [&[], &signature[1..], &signature[..length - 1], &signature[..length / 2]];
        assert!(lengths.iter().all(|cut| !vector.verifies(provider, cut)), "{} cut", vector.scheme);
        for longer in [[signature, &[0]].concat(), [&[0], signature].concat(), signature.repeat(2)] {
            assert!(!vector.verifies(provider, &longer), "{} with more octets", vector.scheme);
        }
        for message in [&b""[..], b"messag", b"message\0"] {
            let outcome = key.verify(vector.scheme, Message::Bytes(message), signature);
            assert!(outcome.is_err(), "{} over another message", vector.scheme);
        }
    }
}

/// A signature belongs to its key and its scheme: no other takes it.
pub(crate) fn other_keys_and_schemes_fail(provider: &Provider) {
    let keys: Vec<_> = vectors::keys().map(|name| (name, load(provider, name))).collect();
    let schemes: Vec<_> = vectors::valid().map(|vector| vector.scheme).collect();
    for vector in vectors::valid() {
        for (name, key) in &keys {
            let outcome = key.verify(vector.scheme, Message::Bytes(MESSAGE), &vector.signature);
            assert_eq!(outcome.is_ok(), *name == vector.key, "{} under {name}", vector.scheme);
        }
        let key = load(provider, vector.key);
        for scheme in schemes.iter().filter(|scheme| **scheme != vector.scheme) {
            let outcome = key.verify(*scheme, Message::Bytes(MESSAGE), &vector.signature);
            assert!(outcome.is_err(), "{} taken for {scheme}", vector.scheme);
        }
    }
}

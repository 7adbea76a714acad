//! Keys with tables say what keys without say.

use std::sync::LazyLock;

use esig_gost::gost3410::PrecomputedKey;
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::signature::hazmat::PrehashVerifier;
use esig_gost::signature::{Signer, Verifier};
use esig_gost::{ParameterSet, SigningKey};
use proptest::prelude::*;

/// A key of each parameter set.
static KEYS: LazyLock<Vec<(SigningKey, PrecomputedKey)>> =
    LazyLock::new(|| ParameterSet::all().iter().map(|set| key(*set, 0x17)).collect());

fn key(set: ParameterSet, octet: u8) -> (SigningKey, PrecomputedKey) {
    let key = SigningKey::from_le_octets(set, &vec![octet; set.octets()]).unwrap();
    let precomputed = PrecomputedKey::new(key.verifying_key().clone());
    (key, precomputed)
}

/// What both say, which is the same.
fn verdict(key: &PrecomputedKey, digest: &[u8], signature: &[u8]) -> bool {
    let verdict = key.verify_digest(digest, signature).is_ok();
    assert_eq!(verdict, key.verifying_key().verify_digest(digest, signature).is_ok());
    verdict
}

#[test]
fn sizes_are_the_documented_ones() {
    for set in ParameterSet::all() {
        let documented = match set {
            ParameterSet::CryptoProA | ParameterSet::CryptoProXchA | ParameterSet::Tc26_256B => 33_792,
            ParameterSet::Tc26_256A => 49_152,
            ParameterSet::Tc26_512A => 133_120,
            ParameterSet::Tc26_512C => 196_608,
            _ => 2 * set.octets(),
        };
        assert_eq!(PrecomputedKey::size_in_bytes(*set), documented, "{set}");
    }
}

#[test]
fn the_traits_agree_with_the_methods() {
    for (key, precomputed) in KEYS.iter() {
        let signature = key.sign(b"message");
        precomputed.verify(b"message", &signature).unwrap();
        precomputed.verify(b"massage", &signature).unwrap_err();
        let digest = key.verifying_key().algorithm().digest(b"message");
        precomputed.verify_prehash(&digest, &signature).unwrap();
        assert_eq!(precomputed.as_ref(), key.verifying_key());
        assert_eq!(*precomputed, PrecomputedKey::from(key.verifying_key().clone()));
    }
}

#[test]
fn what_is_no_signature_is_refused() {
    for (key, precomputed) in KEYS.iter() {
        let n = key.verifying_key().parameter_set().octets();
        let digest = vec![0x42; n];
        let valid = key.sign_digest_deterministic(&digest).unwrap().to_sr_be_octets();
        assert!(verdict(precomputed, &digest, &valid));
        for octet in [0, 0xff] {
            assert!(!verdict(precomputed, &digest, &[&vec![octet; n], &valid[n..]].concat()));
            assert!(!verdict(precomputed, &digest, &[&valid[..n], &vec![octet; n]].concat()));
        }
        for signature in [&[][..], &valid[1..], &[&valid[..], &[0]].concat()] {
            assert!(!verdict(precomputed, &digest, signature));
        }
        assert!(!verdict(precomputed, &digest[1..], &valid));
    }
}

/// d and the nonce are small, so that the points on the way meet each other and O.
#[test]
fn sums_that_meet_are_right() {
    for set in ParameterSet::all() {
        let number = |octet: u8| [vec![octet], vec![0; set.octets() - 1]].concat();
        for d in 1..=3 {
            let key = SigningKey::from_le_octets(*set, &number(d)).unwrap();
            let precomputed = PrecomputedKey::new(key.verifying_key().clone());
            for k in 1..=4 {
                let nonce = number(k).into_iter().rev().collect::<Vec<_>>();
                for e in [0, 1, 2, 255] {
                    let Ok(signature) = sign_digest_with_nonce_be_octets(&key, &number(e), &nonce) else {
                        continue; // x is zero
                    };
                    let signature = signature.to_sr_be_octets();
                    assert!(verdict(&precomputed, &number(e), &signature), "{set} {d} {k} {e}");
                    assert!(!verdict(&precomputed, &number(e ^ 4), &signature));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn verdicts_are_those_of_the_plain_key(
        index in any::<prop::sample::Index>(),
        digest in prop::collection::vec(any::<u8>(), 64),
        noise in prop::collection::vec(any::<u8>(), 128),
        bit in any::<prop::sample::Index>(),
    ) {
        let (key, precomputed) = index.get(&KEYS);
        let n = key.verifying_key().parameter_set().octets();
        let digest = &digest[..n];
        let mut signature = key.sign_digest_deterministic(digest).unwrap().to_sr_be_octets();
        prop_assert!(verdict(precomputed, digest, &signature));
        let bit = bit.index(16 * n);
        signature[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!verdict(precomputed, digest, &signature));
        verdict(precomputed, digest, &noise[..2 * n]);
    }
}

//! What holds for every key, message and signature.
#![cfg(feature = "pkcs8")]

use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::signature::{RandomizedSigner, Signer, Verifier};
use esig_gost::{KeyAlgorithm, ParameterSet, Signature, SigningKey, VerifyingKey};
use getrandom::{SysRng, rand_core::UnwrapErr};
use proptest::prelude::*;

fn parameter_set() -> impl Strategy<Value = ParameterSet> {
    prop::sample::select(ParameterSet::all())
}

/// A key of any parameter set, of the older standard too where it has the size.
fn signing_key() -> impl Strategy<Value = SigningKey> {
    (parameter_set(), any::<[u8; 64]>(), any::<bool>()).prop_map(|(set, mut octets, old)| {
        octets[set.octets() - 1] &= 0x3f; // below every q
        let key = SigningKey::from_le_octets(set, &octets[..set.octets()]).unwrap();
        if old && set.octets() == 32 { key.with_algorithm(KeyAlgorithm::Gost3410_2001).unwrap() } else { key }
    })
}

fn message() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_signed_verifies(key in signing_key(), message in message()) {
        let mut rng = UnwrapErr(SysRng);
        let hedged = key.sign_with_rng(&mut rng, &message);
        let deterministic = key.sign(&message);
        prop_assert_ne!(&hedged, &deterministic);
        prop_assert_eq!(&deterministic, &key.sign(&message));
        for signature in [hedged, deterministic] {
            prop_assert!(key.verifying_key().verify(&message, &signature).is_ok());
        }
    }

    #[test]
    fn any_flipped_bit_is_noticed(key in signing_key(), message in message(), bit: prop::sample::Index) {
        let public = key.verifying_key();
        let digest = key.algorithm().digest(&message);
        let signature = key.sign(&message).to_sr_be_octets();
        prop_assert!(public.verify_digest(&flipped(&digest, bit), &signature).is_err());
        prop_assert!(public.verify_digest(&digest, &flipped(&signature, bit)).is_err());
        prop_assert!(public.verify_digest(&digest, &signature).is_ok());
        let octets = flipped(&public.to_le_octets(), bit);
        if let Ok(other) = VerifyingKey::from_le_octets(key.parameter_set(), &octets) {
            prop_assert!(other.verify_digest(&digest, &signature).is_err());
        }
    }

    #[test]
    fn keys_are_read_as_they_were_written(key in signing_key()) {
        let public = key.verifying_key();
        let set = key.parameter_set();
        prop_assert_eq!(&VerifyingKey::from_spki_der(&public.to_spki_der()).unwrap(), public);
        let bare = VerifyingKey::from_le_octets(set, &public.to_le_octets()).unwrap();
        prop_assert_eq!(&bare.with_algorithm(key.algorithm()).unwrap(), public);

        let der = key.to_pkcs8_der();
        let candidates = SigningKey::candidates_from_pkcs8_der(&der).unwrap();
        prop_assert_eq!(candidates.len(), 1);
        prop_assert_eq!(candidates[0].verifying_key(), public);
        prop_assert_eq!(candidates[0].to_pkcs8_der(), der);
        prop_assert_eq!(candidates[0].export_le_octets(), key.export_le_octets());
    }

    #[test]
    fn signatures_are_the_same_in_every_order(octets in prop_oneof![
        prop::collection::vec(any::<u8>(), 64),
        prop::collection::vec(any::<u8>(), 128),
    ]) {
        let signature = Signature::from_sr_be_octets(&octets).unwrap();
        prop_assert_eq!(signature.to_sr_be_octets(), octets);
        prop_assert_eq!(&Signature::from_rs_be_octets(&signature.to_rs_be_octets()).unwrap(), &signature);
        prop_assert_eq!(&Signature::from_rs_le_octets(&signature.to_rs_le_octets()).unwrap(), &signature);
        let (s, r) = signature.as_sr_be_octets().split_at(signature.as_sr_be_octets().len() / 2);
        prop_assert_eq!(signature.to_rs_be_octets(), [r, s].concat());
    }

    #[test]
    fn no_octets_make_a_parser_panic(octets in prop::collection::vec(any::<u8>(), 0..200), set in parameter_set()) {
        let _ = SigningKey::from_le_octets(set, &octets);
        let _ = VerifyingKey::from_le_octets(set, &octets);
        let _ = SigningKey::candidates_from_pkcs8_der(&octets);
        let _ = VerifyingKey::from_spki_der(&octets);
        let _ = Signature::from_rs_le_octets(&octets);
    }

    #[test]
    fn damaged_structures_do_not_panic(key in signing_key(), bit: prop::sample::Index, end: prop::sample::Index) {
        let (private, public) = (key.to_pkcs8_der(), key.verifying_key().to_spki_der());
        let _ = SigningKey::candidates_from_pkcs8_der(&flipped(&private, bit));
        let _ = VerifyingKey::from_spki_der(&flipped(&public, bit));
        prop_assert!(SigningKey::from_pkcs8_der(&private[..end.index(private.len())]).is_err());
        prop_assert!(VerifyingKey::from_spki_der(&public[..end.index(public.len())]).is_err());
    }

    #[test]
    fn nonces_are_taken_in_their_range_only(key in signing_key(), message in message()) {
        let digest = key.algorithm().digest(&message);
        let octets = key.parameter_set().octets();
        let mut one = vec![0; octets];
        prop_assert!(sign_digest_with_nonce_be_octets(&key, &digest, &one).is_err());
        prop_assert!(sign_digest_with_nonce_be_octets(&key, &digest, &vec![0xff; octets]).is_err());
        one[octets - 1] = 1;
        let set = key.parameter_set();
        let signature = sign_digest_with_nonce_be_octets(&key, &digest, &one);
        // r is the x of G, which is zero on one curve.
        let x_is_zero = matches!(set, ParameterSet::CryptoProC | ParameterSet::CryptoProXchB | ParameterSet::Tc26_256D);
        prop_assert_eq!(signature.is_err(), x_is_zero);
    }
}

fn flipped(octets: &[u8], bit: prop::sample::Index) -> Vec<u8> {
    let mut octets = octets.to_vec();
    let bit = bit.index(8 * octets.len());
    octets[bit / 8] ^= 1 << (bit % 8);
    octets
}

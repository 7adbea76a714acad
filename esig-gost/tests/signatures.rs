//! What is no signature, and the corner cases of the scheme.

mod common;

use common::{hex, le};
use esig_gost::gost3410::hazmat::sign_digest_with_nonce_be_octets;
use esig_gost::signature::hazmat::{PrehashSigner, PrehashVerifier, RandomizedPrehashSigner};
use esig_gost::signature::rand_core::{TryCryptoRng, TryRng};
use esig_gost::signature::{Keypair, RandomizedSigner};
use esig_gost::{ParameterSet, Signature, SigningKey};

/// The order q of the curves, as the RFCs print it.
const Q: [(ParameterSet, &str); 3] = [
    (ParameterSet::CryptoProA, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"),
    (ParameterSet::Tc26_256A, "400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67"),
    (
        ParameterSet::Tc26_512B,
        "8000000000000000000000000000000000000000000000000000000000000001\
         49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD",
    ),
];

fn key(set: ParameterSet) -> SigningKey {
    let octets = vec![0x17; set.octets()];
    SigningKey::from_le_octets(set, &octets).unwrap()
}

#[test]
fn values_out_of_range_are_refused() {
    for (set, q) in Q {
        let (key, q) = (key(set), hex(q));
        let digest = vec![0x42; set.octets()];
        let valid = key.sign_digest_deterministic(&digest).unwrap().to_sr_be_octets();
        let (s, r) = valid.split_at(set.octets());
        let (zero, ones) = (vec![0; set.octets()], vec![0xff; set.octets()]);
        let verify = |s: &[u8], r: &[u8]| key.verifying_key().verify_digest(&digest, &[s, r].concat());
        verify(s, r).unwrap();
        for out in [&zero, &q, &ones] {
            verify(out, r).unwrap_err();
            verify(s, out).unwrap_err();
            verify(out, out).unwrap_err();
        }
        // The same residue, but not the same number.
        if let Some(more) = sum(s, &q) {
            verify(&more, r).unwrap_err();
        }
        if let Some(more) = sum(r, &q) {
            verify(s, &more).unwrap_err();
        }
        // The halves the other way round.
        verify(r, s).unwrap_err();
    }
}

#[test]
fn lengths_are_exact() {
    for (set, _) in Q {
        let (key, n) = (key(set), set.octets());
        let digest = vec![0x42; n];
        let valid = key.sign_digest_deterministic(&digest).unwrap().to_sr_be_octets();
        let with_zero = [&valid[..], &[0]].concat();
        let zero_before = [&[0], &valid[..]].concat();
        for signature in [&[][..], &valid[1..], &valid[..2 * n - 1], &with_zero, &zero_before] {
            key.verifying_key().verify_digest(&digest, signature).unwrap_err();
            Signature::from_sr_be_octets(signature).unwrap_err();
            Signature::from_rs_be_octets(signature).unwrap_err();
            Signature::from_rs_le_octets(signature).unwrap_err();
        }
        for digest in [&digest[1..], &[&digest[..], &[0]].concat(), &[]] {
            key.verifying_key().verify_digest(digest, &valid).unwrap_err();
            key.sign_digest_deterministic(digest).unwrap_err();
        }
        let nonce = vec![1; n];
        sign_digest_with_nonce_be_octets(&key, &digest, &nonce[1..]).unwrap_err();
        sign_digest_with_nonce_be_octets(&key, &digest[1..], &nonce).unwrap_err();
    }
}

/// RFC 7091 §6.1 step 2: e is h mod q, and 1 if that is 0.
#[test]
fn digests_that_are_zero_modulo_q_count_as_one() {
    for (set, q) in Q {
        let (key, n) = (key(set), set.octets());
        let nonce = [vec![0; n - 1], vec![7]].concat();
        let sign = |digest: &[u8]| sign_digest_with_nonce_be_octets(&key, digest, &nonce).unwrap();
        let one = [vec![1], vec![0; n - 1]].concat();
        let signature = sign(&one);
        for zero in [vec![0; n], le(q)] {
            assert_eq!(sign(&zero), signature);
            key.verifying_key().verify_digest(&zero, signature.as_sr_be_octets()).unwrap();
        }
        // q + 2 is 2: nothing is cut off.
        let two = [vec![2], vec![0; n - 1]].concat();
        if let Some(mut more) = sum(&hex(q), &two.iter().rev().copied().collect::<Vec<_>>()) {
            more.reverse();
            assert_eq!(sign(&more), sign(&two));
        }
    }
}

#[test]
fn the_traits_agree_with_the_methods() {
    let key = key(ParameterSet::Tc26_256A);
    let digest = [0x42; 32];
    let signature = key.sign_digest_deterministic(&digest).unwrap();
    assert_eq!(key.sign_prehash(&digest).unwrap(), signature);
    Keypair::verifying_key(&key).verify_prehash(&digest, &signature).unwrap();
    key.verifying_key().verify_prehash(&[0x43; 32], &signature).unwrap_err();
}

/// A generator that always gives the same makes a nonce of its own for each key, curve and digest.
#[test]
fn nonces_do_not_rest_on_the_generator_alone() {
    let mut constant = Constant(Ok(0));
    let (one, other) = (key(ParameterSet::CryptoProA), key(ParameterSet::CryptoProB));
    let mut r = Vec::new();
    for key in [&one, &other] {
        for digest in [[1; 32], [2; 32]] {
            let hedged = key.sign_prehash_with_rng(&mut constant, &digest).unwrap();
            let deterministic = key.sign_digest_deterministic(&digest).unwrap();
            r.extend([hedged, deterministic].map(|signature| signature.to_rs_be_octets()[..32].to_vec()));
        }
    }
    r.sort();
    r.dedup();
    assert_eq!(r.len(), 8);
}

#[test]
fn a_generator_that_fails_fails_the_signature() {
    let key = key(ParameterSet::Tc26_256A);
    assert!(key.try_sign_with_rng(&mut Constant(Err(())), b"message").is_err());
    assert!(key.try_sign_with_rng(&mut Constant(Ok(1)), b"message").is_ok());
}

/// No generator at all.
struct Constant(Result<u8, ()>);

impl TryRng for Constant {
    type Error = Failed;

    fn try_next_u32(&mut self) -> Result<u32, Failed> {
        self.0.map(u32::from).map_err(|()| Failed)
    }

    fn try_next_u64(&mut self) -> Result<u64, Failed> {
        self.0.map(u64::from).map_err(|()| Failed)
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Failed> {
        self.0.map(|octet| octets.fill(octet)).map_err(|()| Failed)
    }
}

impl TryCryptoRng for Constant {}

#[derive(Debug)]
struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no randomness")
    }
}

impl std::error::Error for Failed {}

/// The sum of two big-endian numbers, if it is no longer than they are.
fn sum(first: &[u8], second: &[u8]) -> Option<Vec<u8>> {
    let mut carry = 0;
    let mut octets = first
        .iter()
        .zip(second)
        .rev()
        .map(|(a, b)| {
            carry += u16::from(*a) + u16::from(*b);
            let octet = carry as u8;
            carry >>= 8;
            octet
        })
        .collect::<Vec<_>>();
    octets.reverse();
    (carry == 0).then_some(octets)
}

//! Secrets for the tests.

use esig_gost::ParameterSet;
use num_bigint::BigUint;

use crate::holders::Secret;
use crate::memory::Needles;

/// A secret, not on the stack; another for every seed.
pub(crate) fn secret(seed: u64) -> Box<Secret> {
    let mut secret = Box::new([0; 64]);
    let mut state = seed;
    for piece in secret.as_chunks_mut().0 {
        *piece = split_mix(&mut state).to_le_bytes();
    }
    (secret[31], secret[63]) = (0x11, 0x11);
    secret
}

/// The first half of a secret.
#[cfg(feature = "cipher")]
pub(crate) fn key(secret: &Secret) -> [u8; 32] {
    *secret.first_chunk().expect("64 octets")
}

/// SplitMix64 (Steele, Lea and Flood, 2014): random enough that nothing is met by chance.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// All that a signer computes with besides what it publishes, for one curve of each way of computing.
pub(crate) struct Scalars {
    pub(crate) set: ParameterSet,
    pub(crate) cofactor: u8,
    q: BigUint,
}

impl Scalars {
    pub(crate) fn all() -> [Self; 4] {
        [
            (ParameterSet::CryptoProA, "ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893"),
            (ParameterSet::CryptoProB, "800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198f"),
            (ParameterSet::Tc26_256A, "400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67"),
            (
                ParameterSet::Tc26_512A,
                concat!(
                    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                    "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275",
                ),
            ),
        ]
        .map(|(set, q)| Self {
            set,
            cofactor: if set == ParameterSet::Tc26_256A { 4 } else { 1 },
            q: BigUint::parse_bytes(q.as_bytes(), 16).expect("digits"),
        })
    }

    /// A private key or a nonce, little-endian.
    pub(crate) fn octets(&self, seed: u64) -> Vec<u8> {
        secret(seed)[..self.set.octets()].to_vec()
    }

    /// x·y modulo q, little-endian.
    pub(crate) fn product(&self, x: &[u8], y: &[u8]) -> Vec<u8> {
        self.le_octets(BigUint::from_bytes_le(x) * BigUint::from_bytes_le(y))
    }

    /// The pieces of a scalar, of its negative, and of both in Montgomery form.
    pub(crate) fn needles(&self, x: &[u8]) -> Needles {
        let r = BigUint::from(1_u8) << (8 * self.set.octets());
        let x = BigUint::from_bytes_le(x) % &self.q;
        let negative = &self.q - &x;
        let forms = [x.clone(), negative.clone(), x * &r, negative * &r].map(|form| self.le_octets(form));
        forms.iter().fold(Needles::default(), |needles, form| needles.and(form))
    }

    fn le_octets(&self, x: BigUint) -> Vec<u8> {
        let mut octets = (x % &self.q).to_bytes_le();
        octets.resize(self.set.octets(), 0);
        octets
    }
}

pub(crate) fn reversed(octets: &[u8]) -> Vec<u8> {
    octets.iter().rev().copied().collect()
}

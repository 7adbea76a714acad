//! The secret number k of a signature.
//!
//! GOST R 34.10 wants k random and says no more; a bias or a repetition reveals the private key. So k
//! is derived as in RFC 6979 from the private key and the digest, and hedged by fresh randomness as its
//! §3.6 allows: a broken generator alone does not give the key away, and neither does a
//! fault during one of two signatures of the same digest.
//!
//! The randomness comes first. Streebog looks up tables, and whoever watches the processor's cache learns
//! something of what is looked up; once the randomness is in the state, that differs from signature to
//! signature although the private key is the same. Between the two stands q, whose octets keep them
//! in different blocks.

use crypto_bigint::Uint;
use hmac::{Hmac, KeyInit, Mac};
use zeroize::Zeroizing;

use crate::{Streebog512, curve::Curve};

/// An endless sequence of nonces for one signature.
pub(super) struct Nonces<const W: usize> {
    curve: &'static Curve<W>,
    drbg: HmacDrbg,
}

impl<const W: usize> Nonces<W> {
    /// q separates the curves: the same key, used on two of them, must not meet the same nonce twice.
    pub(super) fn new(curve: &'static Curve<W>, d: &Uint<W>, e: &Uint<W>, fresh: &[u8]) -> Self {
        let d = Zeroizing::new(d.to_be_bytes());
        let (q, e) = (curve.q().to_be_bytes(), e.to_be_bytes());
        Self { curve, drbg: HmacDrbg::new(&[fresh, q.as_slice(), d.as_slice(), e.as_slice()]) }
    }

    pub(super) fn next(&mut self) -> Zeroizing<Uint<W>> {
        let mut octets = Zeroizing::new([0; 2 * OUTPUT]);
        let octets = &mut octets[..2 * Curve::<W>::OCTETS];
        self.drbg.generate(octets);
        self.curve.uniform_scalar(octets)
    }
}

/// HMAC_DRBG (NIST SP 800-90A §10.1.2) over HMAC-Streebog-512, without reseeding.
struct HmacDrbg {
    key: Zeroizing<[u8; OUTPUT]>,
    value: Zeroizing<[u8; OUTPUT]>,
}

/// Octets of a Streebog-512 digest.
const OUTPUT: usize = 64;

impl HmacDrbg {
    fn new(seed: &[&[u8]]) -> Self {
        let mut drbg = Self { key: Zeroizing::new([0; OUTPUT]), value: Zeroizing::new([1; OUTPUT]) };
        drbg.update(0, seed);
        drbg.update(1, seed);
        drbg
    }

    fn generate(&mut self, output: &mut [u8]) {
        for chunk in output.chunks_mut(OUTPUT) {
            self.next_value();
            chunk.copy_from_slice(&self.value[..chunk.len()]);
        }
        self.update(0, &[]);
    }

    fn update(&mut self, round: u8, seed: &[&[u8]]) {
        let mut mac = self.mac();
        mac.update(&*self.value);
        mac.update(&[round]);
        seed.iter().for_each(|part| mac.update(part));
        finish(mac, &mut self.key);
        self.next_value();
    }

    fn next_value(&mut self) {
        let mut mac = self.mac();
        mac.update(&*self.value);
        finish(mac, &mut self.value);
    }

    fn mac(&self) -> Hmac<Streebog512> {
        Hmac::new(&(*self.key).into())
    }
}

fn finish(mac: Hmac<Streebog512>, output: &mut [u8; OUTPUT]) {
    let digest = Zeroizing::new(<[u8; OUTPUT]>::from(mac.finalize().into_bytes()));
    output.copy_from_slice(&*digest);
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use num_bigint::BigUint;

    use super::*;
    use crate::curve::CRYPTO_PRO_B;

    fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = Hmac::<Streebog512>::new_from_slice(key).unwrap();
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().to_vec()
    }

    /// RFC 6979 §3.2, steps b to h, with the seed randomness ‖ q ‖ d ‖ e and the wide reduction, written
    /// out: what a deterministic signature is must not change unnoticed.
    #[test]
    fn the_first_two_nonces_are_as_written_out() {
        let (d, e) = (Uint::from_u8(3), Uint::from_u8(5));
        let q = CRYPTO_PRO_B.q();
        let seed = [q, &d, &e].map(|number| number.to_be_bytes().as_slice().to_vec()).concat();
        let seed = [b"fresh", &seed[..]].concat();

        let k = mac(&[0; 64], &[&[1; 64], &[0], &seed]);
        let v = mac(&k, &[&[1; 64]]);
        let k = mac(&k, &[&v, &[1], &seed]);
        let v = mac(&k, &[&v]);
        let first = mac(&k, &[&v]);
        let k = mac(&k, &[&first, &[0]]);
        let second = mac(&k, &[&mac(&k, &[&first])]);

        let mut nonces = Nonces::new(&CRYPTO_PRO_B, &d, &e, b"fresh");
        let q = BigUint::from_bytes_be(q.to_be_bytes().as_slice());
        for octets in [first, second] {
            let expected = BigUint::from_bytes_le(&octets) % (&q - 1u8) + 1u8;
            let nonce = BigUint::from_bytes_be(nonces.next().to_be_bytes().as_slice());
            assert_eq!(nonce, expected);
        }
    }
}

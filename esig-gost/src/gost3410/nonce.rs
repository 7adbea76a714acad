//! The secret number k of a signature.
//!
//! GOST R 34.10 wants k random and says no more; a bias or a repetition reveals the private key. So k is a keyed
//! hash of the digest and of fresh randomness, under the private key: a broken generator alone does not give the
//! key away, and neither does a fault during one of two signatures of the same digest.
//!
//! ```text
//! Kᵢ = HMAC_GOSTR3411_2012_512(d, label ‖ q ‖ e ‖ fresh ‖ length of fresh ‖ i),    i = 0, 1, …
//! ```
//!
//! with d, q and e little-endian, as long as q. A nonce takes twice the octets of q out of K₀ ‖ K₁ ‖ …, the next
//! nonce, if the first makes r or s zero, those that follow.

use crypto_bigint::Uint;
use digest::{FixedOutput, KeyInit, Update};
use zeroize::Zeroizing;

use crate::{HmacStreebog512, curve::Curve};

/// An endless sequence of nonces for one signature.
pub(super) struct Nonces<const W: usize> {
    curve: &'static Curve<W>,
    mac: HmacStreebog512,
    used: u8,
}

/// No other use of the private key as a key of HMAC begins like this.
const LABEL: &[u8] = b"GOST R 34.10 hedged nonce";

/// Octets of a code of HMAC-Streebog-512.
const CODE: usize = 64;

impl<const W: usize> Nonces<W> {
    /// `fresh` has fewer than 256 octets, and may have none.
    ///
    /// q separates the curves: the same key, used on two of them, must not meet the same nonce twice.
    pub(super) fn new(curve: &'static Curve<W>, d: &Uint<W>, e: &Uint<W>, fresh: &[u8]) -> Self {
        let mut key = Zeroizing::new([0; CODE]);
        key[..Curve::<W>::OCTETS].copy_from_slice(Zeroizing::new(d.to_le_bytes()).as_slice());
        let mut mac = HmacStreebog512::new((&*key).into());
        for part in [LABEL, curve.q().to_le_bytes().as_slice(), e.to_le_bytes().as_slice(), fresh] {
            mac.update(part);
        }
        mac.update(&[fresh.len() as u8]);
        Self { curve, mac, used: 0 }
    }

    pub(super) fn next(&mut self) -> Zeroizing<Uint<W>> {
        let mut octets = Zeroizing::new([0; 2 * CODE]);
        let octets = &mut octets[..2 * Curve::<W>::OCTETS];
        for code in octets.as_chunks_mut::<CODE>().0 {
            let mut mac = self.mac.clone();
            mac.update(&[self.used]);
            mac.finalize_into(code.into());
            self.used = self.used.wrapping_add(1);
        }
        self.curve.uniform_scalar(octets)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use digest::Mac;
    use hmac::Hmac;
    use num_bigint::BigUint;

    use super::*;
    use crate::curve::{CRYPTO_PRO_B, TC26_512_A};

    /// The construction, written out over another HMAC and another Streebog: what a deterministic signature is
    /// must not change unnoticed.
    fn expected(q: &[u8], d: u8, e: u8, fresh: &[u8], counters: &[u8]) -> BigUint {
        let number = |value: u8| [&[value][..], &q.iter().skip(1).map(|_| 0).collect::<Vec<_>>()].concat();
        let codes = counters.iter().map(|counter| {
            Hmac::<streebog::Streebog512>::new_from_slice(&number(d))
                .unwrap()
                .chain_update(LABEL)
                .chain_update(q)
                .chain_update(number(e))
                .chain_update(fresh)
                .chain_update([fresh.len() as u8, *counter])
                .finalize()
                .into_bytes()
                .to_vec()
        });
        let octets = codes.collect::<Vec<_>>().concat();
        BigUint::from_bytes_le(&octets) % (BigUint::from_bytes_le(q) - 1u8) + 1u8
    }

    fn big<const W: usize>(number: &Uint<W>) -> BigUint {
        BigUint::from_bytes_le(number.to_le_bytes().as_slice())
    }

    #[test]
    fn nonces_are_as_written_out() {
        for fresh in [&b""[..], b"fresh"] {
            let q = CRYPTO_PRO_B.q().to_le_bytes();
            let mut nonces = Nonces::new(&CRYPTO_PRO_B, &Uint::from_u8(3), &Uint::from_u8(5), fresh);
            assert_eq!(big(&*nonces.next()), expected(q.as_slice(), 3, 5, fresh, &[0]));
            assert_eq!(big(&*nonces.next()), expected(q.as_slice(), 3, 5, fresh, &[1]));

            let q = TC26_512_A.q().to_le_bytes();
            let mut nonces = Nonces::new(&TC26_512_A, &Uint::from_u8(3), &Uint::from_u8(5), fresh);
            assert_eq!(big(&*nonces.next()), expected(q.as_slice(), 3, 5, fresh, &[0, 1]));
            assert_eq!(big(&*nonces.next()), expected(q.as_slice(), 3, 5, fresh, &[2, 3]));
        }
    }
}

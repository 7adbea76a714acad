//! Keys, and the order of the group that they belong to.

use std::rc::Rc;

use esig_gost::backend::Curves;
use esig_gost::gost3410::{PrecomputedKey, hazmat::sign_digest_with_nonce_be_octets};
use esig_gost::{KeyError, ParameterSet, SigningKey, VerifyingKey};
use num_bigint::BigUint;

use super::random::Random;

/// A curve with the order of its G.
pub(crate) struct Group {
    pub(crate) forms: &'static [Curves],
    pub(crate) set: ParameterSet,
    pub(crate) q: BigUint,
}

impl Group {
    /// q is found as the least number that is too large for a private key.
    pub(crate) fn new(set: ParameterSet, forms: &'static [Curves]) -> Self {
        let is_key = |d: &BigUint| SigningKey::from_le_octets(set, &le_octets(d, set.octets())).is_ok();
        let greatest = (0..8 * set.octets() as u64).rev().fold(BigUint::ZERO, |mut d, bit| {
            d.set_bit(bit, true);
            let fits = is_key(&d);
            d.set_bit(bit, fits);
            d
        });
        Self { forms, set, q: greatest + 1u8 }
    }

    /// The inverse of a number from 1 to q − 1.
    pub(crate) fn inverse(&self, number: &BigUint) -> BigUint {
        number.modinv(&self.q).expect("q is prime")
    }

    /// The numbers that are `residue` modulo q and have no more octets than q.
    pub(crate) fn congruent(&self, residue: &BigUint) -> Vec<BigUint> {
        let end = BigUint::from(1u8) << (8 * self.set.octets());
        let numbers = (0u8..).map(|i| residue + &self.q * i);
        numbers.take_while(|number| *number < end).collect()
    }
}

/// A private key with its public key in every form of the arithmetic.
pub(crate) struct Signer {
    pub(crate) d: BigUint,
    pub(crate) public: Rc<Public>,
    key: SigningKey,
}

impl Signer {
    /// # Errors
    /// A description if the forms make different keys or signatures of the same numbers.
    pub(crate) fn new(group: &Group, d: BigUint, random: &mut Random) -> Result<Self, String> {
        let octets = group.set.octets();
        let (secret, digest) = (le_octets(&d, octets), random.octets(octets));
        let nonce = be_octets(&random.number(&group.q), octets);
        let make = |form: &Curves| {
            let key = SigningKey::from_le_octets_with(*form, group.set, &secret).ok()?;
            let signature = sign_digest_with_nonce_be_octets(&key, &digest, &nonce).ok()?;
            Some((key.verifying_key().to_le_octets(), signature.to_sr_be_octets()))
        };
        let made = group.forms.iter().map(make).collect::<Vec<_>>();
        let key = SigningKey::from_le_octets(group.set, &secret);
        match (key, &made[0]) {
            (Ok(key), Some((public, _))) if made.iter().all(|other| *other == made[0]) => {
                Ok(Self { d, key, public: Rc::new(Public::new(group, public)) })
            }
            _ => {
                Err(format!("keys and signatures of {secret:02x?}, {digest:02x?}, {nonce:02x?}: {made:02x?}"))
            }
        }
    }

    /// s ‖ r; `None` if r or s is zero.
    pub(crate) fn sign(&self, digest: &[u8], nonce: &BigUint) -> Option<Vec<u8>> {
        let nonce = be_octets(nonce, digest.len());
        Some(sign_digest_with_nonce_be_octets(&self.key, digest, &nonce).ok()?.to_sr_be_octets())
    }
}

/// What each form of the arithmetic reads from the octets of a public key.
pub(crate) struct Public {
    pub(crate) octets: Vec<u8>,
    pub(crate) keys: Vec<Result<VerifyingKey, KeyError>>,
    /// The keys with tables of multiples.
    pub(crate) tables: Vec<PrecomputedKey>,
}

impl Public {
    pub(crate) fn new(group: &Group, octets: &[u8]) -> Self {
        let read = |form: &Curves| VerifyingKey::from_le_octets_with(*form, group.set, octets);
        let keys = group.forms.iter().map(read).collect::<Vec<_>>();
        let tables = keys.iter().flatten().cloned().map(PrecomputedKey::new).collect();
        Self { octets: octets.to_vec(), keys, tables }
    }
}

pub(crate) fn le_octets(number: &BigUint, length: usize) -> Vec<u8> {
    let mut octets = number.to_bytes_le();
    octets.resize(length, 0);
    octets
}

pub(crate) fn be_octets(number: &BigUint, length: usize) -> Vec<u8> {
    let mut octets = le_octets(number, length);
    octets.reverse();
    octets
}

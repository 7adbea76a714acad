//! Key wrap with GOST 28147-89: RFC 4357 §6 and RFC 7836 §4.6.

use alloc::vec::Vec;
use core::fmt;

use crypto_bigint::CtEq;
use zeroize::Zeroizing;

use crate::cipher::{CipherError, Gost28147, Gost28147Cfb, Gost28147ParameterSet};
use crate::kdf::kdf_gostr3411_2012_256;
use crate::stack::{HASHING, wiped};

/// A wrapped key of 32 octets: UKM, CEK_ENC and CEK_MAC of RFC 4357 §6.
///
/// CMS carries the parts apart, as `ukm`, and as `encryptedKey` and `macKey` of
///
/// ```text
/// Gost28147-89-EncryptedKey ::= SEQUENCE {
///     encryptedKey    Gost28147-89-Key,
///     maskKey         [0] IMPLICIT Gost28147-89-Key OPTIONAL,
///     macKey          Gost28147-89-MAC }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct EncryptedKey {
    /// The user keying material, also the initialization vector of the code.
    pub ukm: [u8; 8],
    /// The key, encrypted.
    pub encrypted_key: [u8; 32],
    /// The code over the key.
    pub mac_key: [u8; 4],
}

impl EncryptedKey {
    /// Octets of UKM ‖ CEK_ENC ‖ CEK_MAC.
    pub const OCTETS: usize = 44;

    /// Takes UKM ‖ CEK_ENC ‖ CEK_MAC apart.
    pub fn from_octets(octets: &[u8; Self::OCTETS]) -> Self {
        let mut key = Self { ukm: [0; 8], encrypted_key: [0; 32], mac_key: [0; 4] };
        key.ukm.copy_from_slice(&octets[..8]);
        key.encrypted_key.copy_from_slice(&octets[8..40]);
        key.mac_key.copy_from_slice(&octets[40..]);
        key
    }

    /// UKM ‖ CEK_ENC ‖ CEK_MAC.
    pub fn to_octets(&self) -> [u8; Self::OCTETS] {
        let mut octets = [0; Self::OCTETS];
        octets[..8].copy_from_slice(&self.ukm);
        octets[8..40].copy_from_slice(&self.encrypted_key);
        octets[40..].copy_from_slice(&self.mac_key);
        octets
    }
}

impl fmt::Debug for EncryptedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptedKey(..)")
    }
}

/// GOST 28147-89 key wrap (RFC 4357 §6.1): id-Gost28147-89-None-KeyWrap.
///
/// `ukm` is the one that `kek` was agreed with; it must differ from wrapping to wrapping.
pub fn gost28147_wrap(
    parameter_set: Gost28147ParameterSet,
    kek: &[u8; 32],
    ukm: &[u8; 8],
    cek: &[u8; 32],
) -> EncryptedKey {
    wiped::<HASHING, _>(|| {
        let cipher = Gost28147::new(parameter_set, kek);
        let mac_key = *cipher.imit(ukm, cek);
        let mut encrypted_key = *cek;
        cipher.encrypt_blocks(&mut encrypted_key);
        EncryptedKey { ukm: *ukm, encrypted_key, mac_key }
    })
}

/// GOST 28147-89 key unwrap (RFC 4357 §6.2). `wrapped` is untrusted.
///
/// # Errors
/// [`CipherError::Mac`] if `kek` is another, or `wrapped` was altered. The code has four octets: one of
/// 2³² alterations is not noticed.
pub fn gost28147_unwrap(
    parameter_set: Gost28147ParameterSet,
    kek: &[u8; 32],
    wrapped: &EncryptedKey,
) -> Result<Zeroizing<[u8; 32]>, CipherError> {
    wiped::<HASHING, _>(|| {
        let cipher = Gost28147::new(parameter_set, kek);
        let mut cek = Zeroizing::new(wrapped.encrypted_key);
        cipher.decrypt_blocks(&mut *cek);
        check_mac(&cipher, &wrapped.ukm, &*cek, &wrapped.mac_key)?;
        Ok(cek)
    })
}

/// CryptoPro key wrap (RFC 4357 §6.3): id-Gost28147-89-CryptoPro-KeyWrap.
///
/// `ukm` is the one that `kek` was agreed with; it must differ from wrapping to wrapping.
pub fn crypto_pro_wrap(
    parameter_set: Gost28147ParameterSet,
    kek: &[u8; 32],
    ukm: &[u8; 8],
    cek: &[u8; 32],
) -> EncryptedKey {
    wiped::<HASHING, _>(|| gost28147_wrap(parameter_set, &diversify_kek(parameter_set, kek, ukm), ukm, cek))
}

/// CryptoPro key unwrap (RFC 4357 §6.4). `wrapped` is untrusted.
///
/// # Errors
/// As [`gost28147_unwrap`].
pub fn crypto_pro_unwrap(
    parameter_set: Gost28147ParameterSet,
    kek: &[u8; 32],
    wrapped: &EncryptedKey,
) -> Result<Zeroizing<[u8; 32]>, CipherError> {
    wiped::<HASHING, _>(|| {
        gost28147_unwrap(parameter_set, &diversify_kek(parameter_set, kek, &wrapped.ukm), wrapped)
    })
}

/// KEK(UKM): CryptoPro KEK diversification (RFC 4357 §6.5).
pub fn diversify_kek(
    parameter_set: Gost28147ParameterSet,
    kek: &[u8; 32],
    ukm: &[u8; 8],
) -> Zeroizing<[u8; 32]> {
    wiped::<HASHING, _>(|| {
        let mut key = Zeroizing::new(*kek);
        for octet in ukm {
            let iv = Zeroizing::new(diversification_iv(&key, *octet));
            let previous = key.clone();
            Gost28147Cfb::new(parameter_set, &previous, &iv).encrypt(&mut *key);
        }
        key
    })
}

/// S\[i\]: the sum of the words of the key whose bit in `a` is set, and that of the others.
fn diversification_iv(key: &[u8; 32], a: u8) -> [u8; 8] {
    let (words, _) = key.as_chunks();
    let sums = words.iter().enumerate().fold([0u32; 2], |mut sums, (j, word)| {
        let sum = &mut sums[usize::from(a >> j & 1 == 0)]; // `a` is not secret
        *sum = sum.wrapping_add(u32::from_le_bytes(*word));
        sums
    });
    (u64::from(sums[1]) << 32 | u64::from(sums[0])).to_le_bytes()
}

/// Wraps a key under an export key (RFC 7836 §4.6): `seed` ‖ CEK_ENC ‖ CEK_MAC.
///
/// `key` has 32 or 64 octets; `seed` has 8 to 16 and must differ from wrapping to wrapping under the same
/// export key. The parameter set of RFC 7836 is [`Gost28147ParameterSet::Tc26Z`].
///
/// # Errors
/// [`CipherError::KeyLength`] if `key` or `seed` has another length.
pub fn kdf_wrap(
    parameter_set: Gost28147ParameterSet,
    export_key: &[u8; 32],
    seed: &[u8],
    key: &[u8],
) -> Result<Vec<u8>, CipherError> {
    let iv = seed_iv(seed)?;
    if !KEYS.contains(&key.len()) {
        return Err(CipherError::KeyLength { found: key.len() });
    }
    Ok(wiped::<HASHING, _>(|| {
        let cipher = kdf_cipher(parameter_set, export_key, seed);
        let mut wrapped = Vec::with_capacity(seed.len() + key.len() + MAC);
        wrapped.extend_from_slice(seed);
        wrapped.extend_from_slice(key);
        cipher.encrypt_blocks(&mut wrapped[seed.len()..]);
        wrapped.extend_from_slice(&*cipher.imit(&iv, key));
        wrapped
    }))
}

/// Unwraps what [`kdf_wrap`] wrapped: 32 or 64 octets, which the length tells. `wrapped` is untrusted.
///
/// # Errors
/// [`CipherError::WrappedLength`]; [`CipherError::Mac`] if the export key is another, or `wrapped` was
/// altered. The code has four octets: one of 2³² alterations is not noticed.
pub fn kdf_unwrap(
    parameter_set: Gost28147ParameterSet,
    export_key: &[u8; 32],
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CipherError> {
    let wrong_length = CipherError::WrappedLength { found: wrapped.len() };
    let mut lengths = KEYS.iter().filter_map(|key| wrapped.len().checked_sub(key + MAC));
    let seed_octets = lengths.find(|octets| SEED.contains(octets)).ok_or(wrong_length)?;
    let (seed, rest) = wrapped.split_at(seed_octets);
    let (encrypted, mac) = rest.split_last_chunk::<MAC>().ok_or(wrong_length)?;
    wiped::<HASHING, _>(|| {
        let cipher = kdf_cipher(parameter_set, export_key, seed);
        let mut key = Zeroizing::new(encrypted.to_vec());
        cipher.decrypt_blocks(&mut key);
        check_mac(&cipher, &seed_iv(seed)?, &key, mac)?;
        Ok(key)
    })
}

/// Octets of a key that [`kdf_wrap`] takes: so far apart that the seed's length never leaves a doubt.
const KEYS: [usize; 2] = [32, 64];

/// Octets of a seed.
const SEED: core::ops::RangeInclusive<usize> = 8..=16;

/// Octets of CEK_MAC.
const MAC: usize = 4;

/// The label of RFC 7836 §4.6.
const LABEL: [u8; 4] = [0x26, 0xbd, 0xb8, 0x78];

fn kdf_cipher(parameter_set: Gost28147ParameterSet, export_key: &[u8; 32], seed: &[u8]) -> Gost28147 {
    Gost28147::new(parameter_set, &kdf_gostr3411_2012_256(export_key, &LABEL, seed))
}

/// The first eight octets of a seed.
fn seed_iv(seed: &[u8]) -> Result<[u8; 8], CipherError> {
    let iv = seed.first_chunk().filter(|_| SEED.contains(&seed.len()));
    iv.copied().ok_or(CipherError::KeyLength { found: seed.len() })
}

fn check_mac(cipher: &Gost28147, iv: &[u8; 8], key: &[u8], mac: &[u8; MAC]) -> Result<(), CipherError> {
    if mac.ct_eq(&*cipher.imit(iv, key)).to_bool() { Ok(()) } else { Err(CipherError::Mac) }
}

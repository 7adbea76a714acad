//! Key derivation with HMAC-Streebog: RFC 7836 §4.4 and §4.5, RFC 8018 §5.2.

use core::fmt;

use digest::{KeyInit, Mac};
use zeroize::Zeroizing;

use crate::HmacStreebog256;
use crate::stack::{HASHING, wiped};

/// Octets of an HMAC-Streebog-256 code.
const OUTPUT: usize = 32;

/// KDF_GOSTR3411_2012_256: 32 octets out of a key (RFC 7836 §4.5).
///
/// `key` is K_in, of any length; `label` and `seed` are what the protocol says, and are not secret. Their
/// lengths are to be fixed by the protocol: what ends one and begins the other is a zero octet.
///
/// ```
/// use esig_gost::kdf::kdf_gostr3411_2012_256;
///
/// let key = kdf_gostr3411_2012_256(&[7; 32], b"label", b"seed");
/// assert_ne!(key, kdf_gostr3411_2012_256(&[7; 32], b"label", b"other"));
/// ```
pub fn kdf_gostr3411_2012_256(key: &[u8], label: &[u8], seed: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut output = Zeroizing::new([0; OUTPUT]);
    wiped::<HASHING, _>(|| block(&keyed(key), &[1], label, seed, &[1, 0], &mut output));
    output
}

/// Octets of the iteration counter of [`kdf_tree_gostr3411_2012_256`]: the parameter R.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CounterOctets {
    /// R = 1: up to 255 blocks, 8160 octets.
    One = 1,
    /// R = 2.
    Two,
    /// R = 3.
    Three,
    /// R = 4.
    Four,
}

impl CounterOctets {
    /// The greatest counter that has so many octets.
    const fn max(self) -> u32 {
        u32::MAX >> (32 - 8 * self as u32)
    }
}

/// KDF_TREE_GOSTR3411_2012_256: key material of any length out of a key (RFC 7836 §4.4).
///
/// `key` is K_in, of any length; `label`, `seed` and `r` are what the protocol says. L, which enters the
/// computation, is the length of `output` in bits: a part of a longer output is another output.
///
/// # Errors
/// [`KdfError::OutputTooLong`] if the counter of `r` octets does not suffice; `output` is as it was.
pub fn kdf_tree_gostr3411_2012_256(
    key: &[u8],
    label: &[u8],
    seed: &[u8],
    r: CounterOctets,
    output: &mut [u8],
) -> Result<(), KdfError> {
    let limit = u64::from(r.max()) * OUTPUT as u64;
    let octets = output.len() as u64;
    if octets > limit {
        return Err(KdfError::OutputTooLong { limit, octets });
    }
    let bits = (8 * octets).to_be_bytes();
    let length = &bits[bits.iter().take_while(|octet| **octet == 0).count()..];
    wiped::<HASHING, _>(|| {
        let mac = keyed(key);
        let mut code = Zeroizing::new([0; OUTPUT]);
        for (i, chunk) in (1..=r.max()).zip(output.chunks_mut(OUTPUT)) {
            block(&mac, &i.to_be_bytes()[4 - r as usize..], label, seed, length, &mut code);
            chunk.copy_from_slice(&code[..chunk.len()]);
        }
    });
    Ok(())
}

/// PBKDF2 with HMAC-Streebog-512 (RFC 8018 §5.2; id-tc26-hmac-gost-3411-12-512).
///
/// `password` is UTF-8 without an end mark in the files of RFC 9548; the limits of `iterations` and of the
/// length of `output` are the caller's. No iterations count as one.
///
/// A password is a secret, hence the hash that is constant in time: on a processor without AVX-512 that takes some
/// seventeen times as long as with tables (see [`constant_time`](crate::streebog::constant_time)).
#[cfg(feature = "pbkdf2")]
pub fn pbkdf2_hmac_streebog512(password: &[u8], salt: &[u8], iterations: u32, output: &mut [u8]) {
    pbkdf2::<crate::HmacStreebog512>(password, salt, iterations, output);
}

/// PBKDF2 with HMAC-Streebog-256 (RFC 8018 §5.2; id-tc26-hmac-gost-3411-12-256).
///
/// As [`pbkdf2_hmac_streebog512`].
#[cfg(feature = "pbkdf2")]
pub fn pbkdf2_hmac_streebog256(password: &[u8], salt: &[u8], iterations: u32, output: &mut [u8]) {
    pbkdf2::<HmacStreebog256>(password, salt, iterations, output);
}

/// PBKDF2 with HMAC over GOST R 34.11-94, CryptoPro parameters, for the files of GOST R 34.10-2001 keys.
///
/// As [`pbkdf2_hmac_streebog512`]; the algorithm is id-HMACGostR3411-94, 1.2.643.2.2.10.
#[cfg(feature = "pbkdf2")]
pub fn pbkdf2_hmac_gost94(password: &[u8], salt: &[u8], iterations: u32, output: &mut [u8]) {
    pbkdf2::<hmac::Hmac<crate::Gost94CryptoPro>>(password, salt, iterations, output);
}

/// The key material that was asked for cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KdfError {
    /// More is asked for than the counter can count.
    OutputTooLong {
        /// The greatest number of octets for this R.
        limit: u64,
        /// What was asked for.
        octets: u64,
    },
}

impl fmt::Display for KdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutputTooLong { limit, octets } => {
                write!(f, "{octets} octets of key material where the counter allows {limit}")
            }
        }
    }
}

impl core::error::Error for KdfError {}

/// HMAC(K_in, `counter` ‖ `label` ‖ 00 ‖ `seed` ‖ `length`).
fn block(
    mac: &HmacStreebog256,
    counter: &[u8],
    label: &[u8],
    seed: &[u8],
    length: &[u8],
    output: &mut [u8; OUTPUT],
) {
    let mut mac = mac.clone();
    [counter, label, &[0], seed, length].iter().for_each(|part| mac.update(part));
    let code = Zeroizing::new(<[u8; OUTPUT]>::from(mac.finalize().into_bytes()));
    output.copy_from_slice(&*code);
}

fn keyed(key: &[u8]) -> HmacStreebog256 {
    HmacStreebog256::new_from_slice(key).expect("HMAC takes keys of any length")
}

#[cfg(feature = "pbkdf2")]
fn pbkdf2<M: KeyInit + digest::Update + digest::FixedOutput + Clone>(
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    output: &mut [u8],
) {
    wiped::<HASHING, _>(|| ::pbkdf2::pbkdf2::<M>(password, salt, iterations, output))
        .expect("HMAC takes keys of any length");
}

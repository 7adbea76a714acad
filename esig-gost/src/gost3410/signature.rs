//! Signature values.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;

/// A signature value: the numbers r and s, 32 or 64 octets each.
///
/// There are three ways to write it down, and every function here says which it means.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// s ‖ r, each big-endian.
    sr: Box<[u8]>,
}

impl Signature {
    /// Reads s ‖ r, each big-endian: X.509 and CMS (RFC 9215 §2), PKCS#11.
    ///
    /// # Errors
    /// If there are not exactly 64 or 128 octets. Whether r and s are in range only a key can tell.
    pub fn from_sr_be_octets(octets: &[u8]) -> Result<Self, signature::Error> {
        match octets.len() {
            64 | 128 => Ok(Self { sr: octets.into() }),
            _ => Err(signature::Error::new()),
        }
    }

    /// Reads r ‖ s, each big-endian: the text of RFC 7091 §6.1 and some libraries.
    ///
    /// # Errors
    /// If there are not exactly 64 or 128 octets.
    pub fn from_rs_be_octets(octets: &[u8]) -> Result<Self, signature::Error> {
        Self::from_sr_be_octets(&swap_halves(octets))
    }

    /// Reads r ‖ s, each little-endian: what CryptoAPI's `CryptSignHash` returns.
    ///
    /// # Errors
    /// If there are not exactly 64 or 128 octets.
    pub fn from_rs_le_octets(octets: &[u8]) -> Result<Self, signature::Error> {
        Self::from_sr_be_octets(&octets.iter().rev().copied().collect::<Vec<_>>())
    }

    /// s ‖ r, each big-endian: what stands in a certificate or in CMS.
    pub fn to_sr_be_octets(&self) -> Vec<u8> {
        self.sr.to_vec()
    }

    /// s ‖ r, each big-endian, borrowed.
    pub fn as_sr_be_octets(&self) -> &[u8] {
        &self.sr
    }

    /// r ‖ s, each big-endian.
    pub fn to_rs_be_octets(&self) -> Vec<u8> {
        swap_halves(&self.sr)
    }

    /// r ‖ s, each little-endian.
    pub fn to_rs_le_octets(&self) -> Vec<u8> {
        self.sr.iter().rev().copied().collect()
    }

    pub(super) fn new(s: &[u8], r: &[u8]) -> Self {
        Self { sr: [s, r].concat().into() }
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(s‖r ")?;
        self.sr.iter().try_for_each(|octet| write!(f, "{octet:02x}"))?;
        f.write_str(")")
    }
}

fn swap_halves(octets: &[u8]) -> Vec<u8> {
    let (first, second) = octets.split_at(octets.len() / 2);
    [second, first].concat()
}

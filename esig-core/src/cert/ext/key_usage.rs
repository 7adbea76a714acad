//! keyUsage (RFC 5280 §4.2.1.3).

use core::fmt;

use super::oids;
use crate::error::ParseError;
use crate::extensions::Extensions;

/// What the key is for, as a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// digitalSignature
    pub const DIGITAL_SIGNATURE: Self = Self(1);
    /// nonRepudiation, since X.509 of 2008 contentCommitment
    pub const NON_REPUDIATION: Self = Self(1 << 1);
    /// keyEncipherment
    pub const KEY_ENCIPHERMENT: Self = Self(1 << 2);
    /// dataEncipherment
    pub const DATA_ENCIPHERMENT: Self = Self(1 << 3);
    /// keyAgreement
    pub const KEY_AGREEMENT: Self = Self(1 << 4);
    /// keyCertSign
    pub const KEY_CERT_SIGN: Self = Self(1 << 5);
    /// cRLSign
    pub const CRL_SIGN: Self = Self(1 << 6);
    /// encipherOnly
    pub const ENCIPHER_ONLY: Self = Self(1 << 7);
    /// decipherOnly
    pub const DECIPHER_ONLY: Self = Self(1 << 8);

    /// The usages of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two have a usage in common.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The names of the usages in the standard's order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().enumerate().filter(move |(bit, _)| self.0 & 1 << bit != 0).map(|(_, name)| *name)
    }

    /// The usages, the first of the standard in the lowest bit.
    pub const fn bits(self) -> u16 {
        self.0
    }
}

const NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.names().enumerate().try_for_each(|(index, name)| {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{name}")
        })
    }
}

impl fmt::Debug for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyUsage({self})")
    }
}

impl<'a> Extensions<'a> {
    /// keyUsage, `None` if absent, which leaves every use open. Bits beyond the standard's are dropped.
    pub fn key_usage(&self) -> Result<Option<KeyUsage>, ParseError> {
        const PRODUCTION: &str = "keyUsage";
        self.decode(&oids::KEY_USAGE, PRODUCTION, |reader| {
            let bits = reader.any(PRODUCTION)?.bit_string(PRODUCTION)?;
            Ok(KeyUsage((0..NAMES.len()).filter(|bit| bits.bit(*bit)).fold(0, |set, bit| set | 1 << bit)))
        })
    }
}

//! What a key is used with.

use alloc::vec::Vec;
use core::fmt;

use const_oid::ObjectIdentifier;
use digest::{Digest, const_oid::AssociatedOid};

use super::ParameterSet;
use crate::{Gost94CryptoPro, Streebog256, Streebog512};

/// The signature algorithm of a key, which decides its hash function.
///
/// A 256-bit key of the same parameter set may belong to either standard; only the algorithm
/// identifier beside it tells which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// GOST R 34.10-2001 with GOST R 34.11-94 (RFC 5832, RFC 4491), withdrawn: for old data only.
    Gost3410_2001,
    /// GOST R 34.10-2012 with 256-bit keys and Streebog-256 (RFC 7091, RFC 9215).
    Gost3410_2012_256,
    /// GOST R 34.10-2012 with 512-bit keys and Streebog-512 (RFC 7091, RFC 9215).
    Gost3410_2012_512,
}

impl KeyAlgorithm {
    /// The algorithm identifier of keys: RFC 9215 §4.1, RFC 4491 §2.3.2.
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Gost3410_2001 => GOST3410_2001,
            Self::Gost3410_2012_256 => GOST3410_2012_256,
            Self::Gost3410_2012_512 => GOST3410_2012_512,
        }
    }

    /// The algorithm that `oid` identifies; id-GostR3410-2001DH (RFC 4357) counts as
    /// GOST R 34.10-2001, of which it is the same key.
    pub fn from_oid(oid: &ObjectIdentifier) -> Option<Self> {
        match *oid {
            GOST3410_2001 | GOST3410_2001_DH => Some(Self::Gost3410_2001),
            GOST3410_2012_256 => Some(Self::Gost3410_2012_256),
            GOST3410_2012_512 => Some(Self::Gost3410_2012_512),
            _ => None,
        }
    }

    /// The identifier of the hash function: RFC 9215 §3, RFC 4490 §2.1.
    pub const fn digest_oid(self) -> ObjectIdentifier {
        match self {
            Self::Gost3410_2001 => Gost94CryptoPro::OID,
            Self::Gost3410_2012_256 => Streebog256::OID,
            Self::Gost3410_2012_512 => Streebog512::OID,
        }
    }

    /// The identifier of the signature together with its hash function: RFC 9215 §2, RFC 4491
    /// §2.2.2. Parameters beside it are absent.
    pub const fn signature_oid(self) -> ObjectIdentifier {
        match self {
            Self::Gost3410_2001 => ObjectIdentifier::new_unwrap("1.2.643.2.2.3"),
            Self::Gost3410_2012_256 => ObjectIdentifier::new_unwrap("1.2.643.7.1.1.3.2"),
            Self::Gost3410_2012_512 => ObjectIdentifier::new_unwrap("1.2.643.7.1.1.3.3"),
        }
    }

    /// Octets of a private key, a coordinate, a digest and half a signature: 32 or 64.
    pub const fn octets(self) -> usize {
        match self {
            Self::Gost3410_2001 | Self::Gost3410_2012_256 => 32,
            Self::Gost3410_2012_512 => 64,
        }
    }

    /// The digest of `message`, [`octets`](Self::octets) long, in the order in which keys take it.
    ///
    /// GOST R 34.11-94 is computed with the CryptoPro parameters.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Gost3410_2001 => Gost94CryptoPro::digest(message).to_vec(),
            Self::Gost3410_2012_256 => Streebog256::digest(message).to_vec(),
            Self::Gost3410_2012_512 => Streebog512::digest(message).to_vec(),
        }
    }

    /// The algorithm of today for keys of this parameter set.
    pub(super) fn current(parameter_set: ParameterSet) -> Self {
        match parameter_set.octets() {
            64 => Self::Gost3410_2012_512,
            _ => Self::Gost3410_2012_256,
        }
    }
}

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gost3410_2001 => "GOST R 34.10-2001",
            Self::Gost3410_2012_256 => "GOST R 34.10-2012 (256 bits)",
            Self::Gost3410_2012_512 => "GOST R 34.10-2012 (512 bits)",
        })
    }
}

const GOST3410_2001: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.19");
const GOST3410_2001_DH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.98");
const GOST3410_2012_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.1");
const GOST3410_2012_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.2");

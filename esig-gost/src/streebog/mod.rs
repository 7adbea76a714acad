//! GOST R 34.11-2012 "Streebog" (RFC 6986).
//!
//! # Octet order
//!
//! RFC 6986 prints messages and hash codes as numbers, the most significant octet first. As octet
//! strings both are little-endian: the octet that the RFC prints last comes first. That is what
//! every implementation reads and writes, what certificates and CMS carry, and what these types do.
//! GOST R 34.10 reads such a digest as a little-endian integer.
//!
//! The implementation looks its linear transformation up in tables: the time it takes may depend,
//! through the processor's cache, on what is hashed.

mod hmac;

use digest::{
    block_api::CtOutWrapper,
    const_oid::{AssociatedOid, ObjectIdentifier},
    consts::{U32, U64},
};
use streebog::block_api::StreebogVarCore;

pub use self::hmac::{HmacStreebog256, HmacStreebog512};
use crate::block::hash;

hash! {
    /// Streebog with a 256-bit hash code: GOST R 34.11-2012, RFC 6986.
    ///
    /// The output is 32 octets, little-endian (see the [module](self)). The block is 64 octets, so
    /// that HMAC-Streebog-256 (RFC 7836 §4.1.1) is `hmac::Hmac<Streebog256>`.
    ///
    /// ```
    /// use esig_gost::{Streebog256, digest::Digest};
    ///
    /// // RFC 6986 §10.1.2 prints this hash code as 0x00557be5…f61e9d.
    /// let digest = Streebog256::digest("012345678901234567890123456789012345678901234567890123456789012");
    /// assert_eq!(digest[..3], [0x9d, 0x15, 0x1e]);
    /// assert_eq!(digest[31], 0x00);
    /// ```
    pub struct Streebog256;
    /// The state of [`Streebog256`] between blocks of 64 octets.
    core: Streebog256Core(CtOutWrapper<StreebogVarCore, U32>), name: "Streebog-256"
}

hash! {
    /// Streebog with a 512-bit hash code: GOST R 34.11-2012, RFC 6986.
    ///
    /// The output is 64 octets, little-endian (see the [module](self)). The block is 64 octets, so
    /// that HMAC-Streebog-512 (RFC 7836 §4.1.2) is `hmac::Hmac<Streebog512>`.
    pub struct Streebog512;
    /// The state of [`Streebog512`] between blocks of 64 octets.
    core: Streebog512Core(CtOutWrapper<StreebogVarCore, U64>), name: "Streebog-512"
}

/// id-tc26-gost3411-12-256 (RFC 9215 §3).
impl AssociatedOid for Streebog256 {
    const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.2");
}

/// id-tc26-gost3411-12-512 (RFC 9215 §3).
impl AssociatedOid for Streebog512 {
    const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.3");
}

//! GOST R 34.11-94 (RFC 5831), for data signed before 2019.
//!
//! The standard leaves the S-boxes open. Practice knows two sets (RFC 4357 §11.2): CryptoPro's,
//! used everywhere, and the one of the standard's own examples.
//!
//! The output is 32 octets, little-endian: RFC 5831 prints hash codes as numbers, and the octet that
//! it prints last comes first. GOST R 34.10-2001 reads such a digest as a little-endian integer.
//!
//! No new signature should use this hash: collisions take about 2¹⁰⁵ steps instead of 2¹²⁸.

use digest::const_oid::{AssociatedOid, ObjectIdentifier};
use gost94::block_api::Gost94Core;
use gost94::params::{CryptoProParam, TestParam};

use crate::block::hash;

hash! {
    /// GOST R 34.11-94 with the CryptoPro parameters (RFC 4357 §11.2, OID 1.2.643.2.2.30.1).
    ///
    /// The output is 32 octets, little-endian. The block is 32 octets, so that HMAC over this hash
    /// (RFC 4357 §3) is `hmac::Hmac<Gost94CryptoPro>`.
    pub struct Gost94CryptoPro;
    /// The state of [`Gost94CryptoPro`] between blocks of 32 octets.
    core: Gost94CryptoProCore(Gost94Core<CryptoProParam>), name: "GOST R 34.11-94 CryptoPro"
}

hash! {
    /// GOST R 34.11-94 with the test parameters (RFC 4357 §11.2, OID 1.2.643.2.2.30.0).
    ///
    /// The S-boxes of the examples of RFC 5831 §7.3. The output is 32 octets, little-endian.
    pub struct Gost94Test;
    /// The state of [`Gost94Test`] between blocks of 32 octets.
    core: Gost94TestCore(Gost94Core<TestParam>), name: "GOST R 34.11-94 test"
}

/// id-GostR3411-94 (RFC 4490 §2.1), which means the CryptoPro parameters when they are not named.
impl AssociatedOid for Gost94CryptoPro {
    const OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.9");
}

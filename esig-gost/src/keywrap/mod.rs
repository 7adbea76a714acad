//! Keys wrapped under keys, for key transport and containers.
//!
//! | algorithm | here | described in |
//! | --- | --- | --- |
//! | KExp15, KImp15 | [`kexp15`], [`kimp15`] | RFC 9189 §8.2.1 |
//! | GOST 28147-89 key wrap | [`gost28147_wrap`], [`gost28147_unwrap`] | RFC 4357 §6.1, §6.2 |
//! | CryptoPro key wrap | [`crypto_pro_wrap`], [`crypto_pro_unwrap`] | RFC 4357 §6.3, §6.4 |
//! | key wrap with KDF_GOSTR3411_2012_256 | [`kdf_wrap`], [`kdf_unwrap`] | RFC 7836 §4.6 |
//!
//! KEKs come from [`vko`](crate::vko). All codes are compared in constant time. What the ciphers
//! themselves keep secret says [`cipher`](crate::cipher#what-is-kept-secret).

mod gost28147;
mod kexp15;

pub use self::gost28147::{
    EncryptedKey, crypto_pro_unwrap, crypto_pro_wrap, diversify_kek, gost28147_unwrap, gost28147_wrap,
    kdf_unwrap, kdf_wrap,
};
pub use self::kexp15::{kexp15, kimp15};

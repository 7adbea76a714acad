//! GOST R 34.10-2012 (RFC 7091) and GOST R 34.10-2001 (RFC 5832): keys and signatures.
//!
//! # Octet orders
//!
//! | what | order | here |
//! | --- | --- | --- |
//! | digest | as Streebog and GOST R 34.11-94 output it; read as a little-endian integer | `digest` arguments |
//! | public key | x ‖ y, each little-endian (RFC 9215 §4.3) | `le_octets` |
//! | private key | little-endian | `le_octets` |
//! | signature in X.509, CMS and PKCS#11 | s ‖ r, each big-endian (RFC 9215 §2) | `sr_be_octets` |
//! | signature in the text of RFC 7091 | r ‖ s, each big-endian | `rs_be_octets` |
//! | signature of Microsoft's CryptoAPI | r ‖ s, each little-endian | `rs_le_octets` |

mod algorithm;
mod batch;
#[cfg(feature = "pkcs8")]
mod encoding;
mod error;
pub mod hazmat;
mod nonce;
mod parameters;
mod precomputed;
mod scheme;
mod signature;
mod signing_key;
mod verifying_key;

pub use self::algorithm::KeyAlgorithm;
pub use self::batch::verify_many;
pub use self::error::KeyError;
pub use self::parameters::ParameterSet;
pub use self::precomputed::PrecomputedKey;
pub use self::signature::Signature;
pub use self::signing_key::SigningKey;
pub use self::verifying_key::VerifyingKey;

//! GOST R 34.11-2012 "Streebog" (RFC 6986).
//!
//! # Octet order
//!
//! RFC 6986 prints messages and hash codes as numbers, the most significant octet first. As octet
//! strings both are little-endian: the octet that the RFC prints last comes first. That is what
//! every implementation reads and writes, what certificates and CMS carry, and what these types do.
//! GOST R 34.10 reads such a digest as a little-endian integer.
//!
//! # Speed and secrets
//!
//! On processors with AVX-512 (VBMI and GFNI) the hash runs in vector registers, several times as fast as with
//! tables and in constant time. On others [`Streebog256`] and [`Streebog512`] look their transformations up in
//! tables: the time that takes may depend, through the processor's cache, on what is hashed. The types of
//! [`constant_time`] and HMAC never do.

mod bit_sliced;
pub mod constant_time;
mod constants;
mod engine;
mod hash;
mod hmac;
mod many;
mod portable;
mod state;

pub(crate) use self::constants::{C, KeySchedule, PI, Rows, l};
pub(crate) use self::engine::Engine;
pub use self::hash::{Streebog256, Streebog256Core, Streebog512, Streebog512Core};
pub use self::hmac::{HmacStreebog256, HmacStreebog512};
pub(crate) use self::many::Leg;
pub(crate) use self::state::{BLOCK, State};

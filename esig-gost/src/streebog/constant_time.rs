//! Streebog for secrets: neither the time it takes nor the memory it touches depends on what is hashed.
//!
//! With AVX-512 these types are as fast as the others. Without, they do by logic what the others look up in tables,
//! some seventeen times slower (`cargo bench -p esig-benches --bench gost`). HMAC and everything in this crate that hashes
//! a key is built on them.

use digest::consts::{U32, U64};

use super::hash::{ConstantTime, Core};
use crate::block::hash;

hash! {
    /// [`Streebog256`](super::Streebog256) in constant time.
    pub struct Streebog256;
    /// The state of [`Streebog256`] between blocks of 64 octets.
    core: Streebog256Core(Core<U32, ConstantTime>), name: "Streebog-256"
}

hash! {
    /// [`Streebog512`](super::Streebog512) in constant time.
    pub struct Streebog512;
    /// The state of [`Streebog512`] between blocks of 64 octets.
    core: Streebog512Core(Core<U64, ConstantTime>), name: "Streebog-512"
}

#![no_std]
#![deny(unsafe_code)]
#![doc = "To come."]

extern crate alloc;

mod block;
pub mod gost94;
pub mod streebog;

pub use digest;
pub use gost94::{Gost94CryptoPro, Gost94Test};
pub use streebog::{Streebog256, Streebog512};
mod curve;

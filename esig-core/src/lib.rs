//! To come.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;
pub mod raw; pub mod oid; pub mod error; pub mod limits; pub mod time; pub mod encode; pub mod algorithm;
pub use limits::Limits;
pub use error::Error;

//! Machine instructions that the compiler does not choose by itself.
//!
//! This is the only module with `unsafe` code. Each file here is one form of something that safe code elsewhere does
//! too; its type has values only on processors that have the instructions.
#![allow(unsafe_code)]

mod bmi2;
#[cfg(avx512)]
mod ifma;
#[cfg(not(avx512))]
#[path = "ifma_absent.rs"]
mod ifma;
#[cfg(avx512)]
mod streebog_avx512;
#[cfg(not(avx512))]
#[path = "streebog_absent.rs"]
mod streebog_avx512;

pub(crate) use self::bmi2::Bmi2;
pub(crate) use self::ifma::Ifma;
pub(crate) use self::streebog_avx512::StreebogAvx512;

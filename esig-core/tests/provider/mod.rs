//! What every provider must do, whoever wrote its cryptography: the test binary of a provider includes this module
//! and calls each function with it.
//!
//! Vectors come from `vectors.tsv`, made by `generate`; what is wrong with a signature is in most cases made from a
//! good one here.
#![allow(dead_code)] // each test binary uses its own part

pub(crate) mod digests;
pub(crate) mod holes;
pub(crate) mod keys;
pub(crate) mod malleability;
pub(crate) mod numbers;
pub(crate) mod signatures;
pub(crate) mod vectors;
pub(crate) mod wycheproof;

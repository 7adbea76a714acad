//! The building blocks and processes of EN 319 102-1, a clause each.

pub(crate) mod basic;
pub(crate) mod certificate;

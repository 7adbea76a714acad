//! Whether the certificates of a chain are revoked.

mod crl;
mod freshness;
mod scope;

pub(crate) use crl::{Status, status};

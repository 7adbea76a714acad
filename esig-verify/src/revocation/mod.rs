//! Whether the certificates of a chain are revoked (RFC 5280 §6.3).

mod crl;
mod delta;
mod freshness;
mod scope;
mod signer;
mod word;

pub(crate) use crl::{Status, status};

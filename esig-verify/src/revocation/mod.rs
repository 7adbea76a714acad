//! Whether the certificates of a chain are revoked (RFC 5280 §6.3, RFC 6960).

mod crl;
mod delta;
mod freshness;
mod lookup;
mod need;
mod ocsp;
mod responder;
mod scope;
mod signer;
mod statement;
mod word;

pub(crate) use freshness::later;
pub(crate) use lookup::{Status, status};

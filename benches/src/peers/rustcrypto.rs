//! The crate `streebog` of RustCrypto, which hashes only.

use esig_gost::SigningKey;
use streebog::{Digest, Streebog512};

use super::lock::crate_version;
use super::{Key, Peer};

pub(super) const NAME: &str = "rustcrypto";

pub(super) struct RustCrypto;

impl Peer for RustCrypto {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        crate_version("streebog")
    }

    fn streebog512(&self, message: &[u8]) -> [u8; 64] {
        Streebog512::digest(message).into()
    }

    fn key(&self, _: &SigningKey) -> Option<Box<dyn Key>> {
        None
    }
}

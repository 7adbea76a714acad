//! The crate `streebog` of RustCrypto, which hashes only.

use esig_gost::SigningKey;
use streebog::{Digest, Streebog512};

use super::{Key, Peer};

pub(super) const NAME: &str = "rustcrypto";

pub(super) struct RustCrypto;

impl Peer for RustCrypto {
    fn name(&self) -> &'static str {
        NAME
    }

    fn version(&self) -> String {
        let packages = include_str!("../../../Cargo.lock").split("[[package]]");
        let lines = packages.map(str::trim_start).find(|package| package.starts_with("name = \"streebog\""));
        let version = lines.and_then(|package| package.split('"').nth(3)).unwrap_or("of unknown version");
        format!("streebog {version}")
    }

    fn streebog512(&self, message: &[u8]) -> [u8; 64] {
        Streebog512::digest(message).into()
    }

    fn key(&self, _: &SigningKey) -> Option<Box<dyn Key>> {
        None
    }
}

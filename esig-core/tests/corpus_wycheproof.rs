//! Wycheproof over the provider of the RustCrypto crates.
#![cfg(feature = "rustcrypto")]

mod provider;

use esig_core::Provider;

#[test]
fn signatures_agree_with_wycheproof() {
    provider::wycheproof::agrees(&Provider::rustcrypto(), env!("CARGO_MANIFEST_DIR"));
}

//! Wycheproof over the provider of AWS-LC.

#[path = "../../esig-core/tests/provider/mod.rs"]
mod provider;

#[test]
fn signatures_agree_with_wycheproof() {
    provider::wycheproof::agrees(&esig_provider_aws_lc::provider(), env!("CARGO_MANIFEST_DIR"));
}

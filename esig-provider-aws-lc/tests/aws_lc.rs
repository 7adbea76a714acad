//! The provider over AWS-LC does what every provider must.

#[path = "../../esig-core/tests/provider/mod.rs"]
mod provider;

use esig_core::Provider;
use esig_provider_aws_lc::provider as aws_lc;

provider_tests!(aws_lc());

/// Both accept the same signatures, also where one hands over to the other.
#[test]
fn both_providers_agree_on_every_vector() {
    let (own, other) = (aws_lc(), Provider::rustcrypto());
    for vector in provider::vectors::all() {
        let verifies = |provider| vector.verifies(provider, &vector.signature);
        assert_eq!(verifies(&own), verifies(&other), "{} ({})", vector.what, vector.scheme);
    }
}

#[test]
fn randomness_differs() {
    let provider = aws_lc();
    let octets = || provider.random_octets::<32>().expect("randomness");
    assert_ne!(octets(), octets());
}

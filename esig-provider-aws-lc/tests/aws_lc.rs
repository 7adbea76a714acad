//! The provider over AWS-LC does what every provider must.

#[path = "../../esig-core/tests/provider/mod.rs"]
mod provider;

use esig_core::Provider;
use esig_provider_aws_lc::provider as aws_lc;

macro_rules! suite {
    ($($module:ident: $($test:ident)*;)*) => {
        $($(
            #[test]
            fn $test() {
                provider::$module::$test(&aws_lc());
            }
        )*)*
    };
}

suite! {
    digests: digests_of_abc pieces_are_one_message every_algorithm_is_there;
    signatures: vectors_agree digests_stand_for_messages altered_signatures_fail other_keys_and_schemes_fail;
    malleability: ecdsa_values_have_one_encoding ecdsa_numbers_are_in_range dsa_numbers_are_in_range
        eddsa_numbers_are_in_range
        rsa_numbers_are_below_the_modulus gost_numbers_are_in_range;
    holes: hole_05_explicit_curves hole_15_lenient_padding hole_16_numbers_out_of_range hole_17_mixed_pss_parameters
        hole_31_huge_numbers;
    keys: good_keys_are_named odd_rsa_keys_are_refused pss_keys_restrict odd_points_are_refused
        odd_ed25519_keys_are_refused odd_dsa_keys_are_refused odd_gost_keys_are_refused unknown_algorithms_are_named;
}

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

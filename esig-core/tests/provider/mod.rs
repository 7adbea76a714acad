//! What every provider must do, whoever wrote its cryptography: the test binary of a provider includes this module
//! and calls each function with it.
//!
//! Vectors come from `vectors.tsv`, made by `generate`; what is wrong with a signature is in most cases made from a
//! good one here.
#![allow(dead_code)] // each test binary uses its own part

pub(crate) mod digests;
pub(crate) mod holes;
pub(crate) mod keys;
pub(crate) mod malleability;
pub(crate) mod numbers;
pub(crate) mod signatures;
pub(crate) mod vectors;
pub(crate) mod wycheproof;

/// Declares a test for each function of the modules, called with what `$provider` makes.
#[macro_export]
macro_rules! provider_tests {
    ($provider:expr) => {
        $crate::provider_tests! { @each $provider;
            digests: digests_of_abc pieces_are_one_message every_algorithm_is_there;
            signatures: vectors_agree digests_stand_for_messages altered_signatures_fail other_keys_and_schemes_fail;
            malleability: ecdsa_values_have_one_encoding ecdsa_numbers_are_in_range dsa_numbers_are_in_range
                eddsa_numbers_are_in_range rsa_numbers_are_below_the_modulus gost_numbers_are_in_range;
            holes: hole_05_explicit_curves hole_15_lenient_padding hole_16_numbers_out_of_range
                hole_17_mixed_pss_parameters hole_31_huge_numbers;
            keys: good_keys_are_named odd_rsa_keys_are_refused pss_keys_restrict odd_points_are_refused
                odd_ed25519_keys_are_refused odd_dsa_keys_are_refused odd_gost_keys_are_refused
                unknown_algorithms_are_named;
        }
    };
    (@each $provider:expr; $($module:ident: $($test:ident)*;)*) => {
        $($(
            #[test]
            fn $test() {
                provider::$module::$test(&$provider);
            }
        )*)*
    };
}

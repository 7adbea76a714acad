//! The provider over the RustCrypto crates does what every provider must.
#![cfg(feature = "rustcrypto")]

mod provider;

use esig_core::Provider;
use esig_core::provider::SecureRandom;

macro_rules! suite {
    ($($module:ident: $($test:ident)*;)*) => {
        $($(
            #[test]
            fn $test() {
                provider::$module::$test(&Provider::rustcrypto());
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

#[test]
fn randomness_follows_the_feature() {
    let provider = Provider::rustcrypto();
    let octets = provider.random_octets::<32>();
    assert_eq!(octets.is_ok_and(|octets| octets != [0; 32]), cfg!(feature = "getrandom"));
}

/// Parts can be replaced one by one.
#[test]
fn a_part_can_be_replaced() {
    #[derive(Debug)]
    struct Counting;

    impl SecureRandom for Counting {
        fn fill(&self, octets: &mut [u8]) -> Result<(), esig_core::provider::NoRandomness> {
            octets.iter_mut().zip(1..).for_each(|(octet, number)| *octet = number);
            Ok(())
        }
    }

    let provider = Provider { random: &Counting, ..Provider::rustcrypto() };
    assert_eq!(provider.random_octets(), Ok([1, 2, 3]));
    let provider = Provider { keys: Vec::new().into(), ..provider };
    provider::keys::no_key_is_loaded(&provider);
}

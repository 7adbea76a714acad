//! The provider over the RustCrypto crates does what every provider must.
#![cfg(feature = "rustcrypto")]

mod provider;

use esig_core::Provider;
use esig_core::provider::SecureRandom;

provider_tests!(Provider::rustcrypto());

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

//! The examples of RFC 7836 appendix B: key agreement, key derivation and key wrap.

mod common;

use common::{hex, le};
use esig_gost::kdf::{CounterOctets, KdfError, kdf_gostr3411_2012_256, kdf_tree_gostr3411_2012_256};
use esig_gost::vko::{self, VkoError};
use esig_gost::{ParameterSet, SigningKey, VerifyingKey};

/// Octets as the RFC prints them, in the order of the octet string.
const UKM: &str = "1d80603c8544c727";
const PRIVATE_A: &str = "
    c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8
    c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667";
const PUBLIC_A: &str = "
    aab0eda4abff21208d18799fb9a8556654ba783070eba10cb9abb253ec56dcf5
    d3ccba6192e464e6e5bcb6dea137792f2431f6c897eb1b3c0cc14327b1adc0a7
    914613a3074e363aedb204d38d3563971bd8758e878c9db11403721b48002d38
    461f92472d40ea92f9958c0ffa4c93756401b97f89fdbe0b5e46e4a4631cdb5a";
const PRIVATE_B: &str = "
    48c859f7b6f11585887cc05ec6ef1390cfea739b1a18c0d4662293ef63b79e3b
    8014070b44918590b4b996acfea4edfbbbcccc8c06edd8bf5bda92a51392d0db";
const PUBLIC_B: &str = "
    192fe183b9713a077253c72c8735de2ea42a3dbc66ea317838b65fa32523cd5e
    fca974eda7c863f4954d1147f1f2b25c395fce1c129175e876d132e94ed5a651
    04883b414c9b592ec4dc84826f07d0b6d9006dda176ce48c391e3f97d102e03b
    b598bf132a228a45f7201aba08fc524a2d77e43a362ab022ad4028f75bde3b79";
const KEK_256: &str = "c9a9a77320e2cc559ed72dce6f47e2192ccea95fa648670582c054c0ef36c221";
const KEK_512: &str = "
    79f002a96940ce7bde3259a52e015297adaad84597a0d205b50e3e1719f97bfa
    7ee1d2661fa9979a5aa235b558a7e6d9f88f982dd63fc35a8ec0dd5e242d3bdf";

fn key(octets: &str) -> SigningKey {
    SigningKey::from_le_octets(ParameterSet::Tc26_512A, &hex(octets)).unwrap()
}

fn public(octets: &str) -> VerifyingKey {
    VerifyingKey::from_le_octets(ParameterSet::Tc26_512A, &hex(octets)).unwrap()
}

#[test]
fn both_sides_agree_on_the_keys_of_the_examples() {
    let (a, b) = (key(PRIVATE_A), key(PRIVATE_B));
    assert_eq!(*a.verifying_key(), public(PUBLIC_A));
    assert_eq!(*b.verifying_key(), public(PUBLIC_B));
    for (private, public) in [(&a, b.verifying_key()), (&b, a.verifying_key())] {
        assert_eq!(vko::kek_256(private, public, &hex(UKM)).unwrap().as_slice(), hex(KEK_256));
        assert_eq!(vko::kek_512(private, public, &hex(UKM)).unwrap().as_slice(), hex(KEK_512));
        assert_ne!(vko::kek_256(private, public, &le(UKM)).unwrap().as_slice(), hex(KEK_256));
    }
}

#[test]
fn user_keying_material_has_its_bounds() {
    let (a, b) = (key(PRIVATE_A), key(PRIVATE_B));
    let agree = |ukm: &[u8]| vko::kek_256(&a, b.verifying_key(), ukm);
    let one = agree(&[1]).unwrap();
    let mut long = [0; 64];
    long[0] = 1;
    assert_eq!(agree(&long).unwrap(), one, "octets of zero at the end change nothing");
    // q of TC26-512-A, and the number after it
    let mut q = le("
        FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
        27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275");
    for ukm in [&[][..], &[0], &[0; 64], &q, &[1; 65]] {
        assert_eq!(agree(ukm), Err(VkoError::UkmOutOfRange), "{ukm:02x?}");
    }
    q[0] += 1;
    assert_eq!(agree(&q).unwrap(), one);
}

#[test]
fn keys_of_other_curves_and_sizes_are_refused() {
    let a = key(PRIVATE_A);
    let of =
        |set: ParameterSet| SigningKey::from_le_octets(set, &[&[1][..], &vec![0; set.octets() - 1]].concat());
    let small = of(ParameterSet::CryptoProA).unwrap();
    for set in [ParameterSet::Tc26_512B, ParameterSet::Tc26_512C, ParameterSet::CryptoProA] {
        let other = of(set).unwrap();
        assert_eq!(vko::kek_256(&a, other.verifying_key(), &[1]), Err(VkoError::OtherCurve), "{set}");
    }
    let size = |expected, found| Err(VkoError::KeySize { expected, found });
    assert_eq!(vko::kek_512(&small, small.verifying_key(), &[1]).map(drop), size(64, 32));
    assert_eq!(vko::kek_2001(&a, a.verifying_key(), &[1; 8]).map(drop), size(32, 64));
    // The same curve has several names.
    let named = of(ParameterSet::CryptoProXchA).unwrap();
    assert!(vko::kek_256(&small, named.verifying_key(), &[1]).is_ok());
}

/// Keys derived with KDF_TREE, KDF and a wrapped key all have these.
const K_IN: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const LABEL: &str = "26bdb878";
const SEED: &str = "af21434145656378";

#[test]
fn keys_are_derived_as_in_the_examples() {
    let (key, label, seed) = (&hex(K_IN), &hex(LABEL), &hex(SEED));
    let expected = hex("a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9");
    assert_eq!(kdf_gostr3411_2012_256(key, label, seed).as_slice(), expected);
    assert_ne!(kdf_gostr3411_2012_256(key, seed, label).as_slice(), expected);

    let mut tree = [0; 32];
    kdf_tree_gostr3411_2012_256(key, label, seed, CounterOctets::One, &mut tree).unwrap();
    assert_eq!(tree.as_slice(), expected, "R = 1 and L = 256");

    let mut tree = [0; 64];
    kdf_tree_gostr3411_2012_256(key, label, seed, CounterOctets::One, &mut tree).unwrap();
    let expected = hex("
        22b6837845c6bef65ea71672b265831086d3c76aebe6dae91cad51d83f79d16b
        074c9330599d7f8d712fca54392f4ddde93751206b3584c8f43f9e6dc51531f9");
    assert_eq!(tree.as_slice(), expected);
    kdf_tree_gostr3411_2012_256(key, label, seed, CounterOctets::Two, &mut tree).unwrap();
    assert_ne!(tree.as_slice(), expected);
}

#[test]
fn one_octet_counts_to_255() {
    let derive = |octets: usize, r| {
        let mut output = vec![0x5a; octets];
        let result = kdf_tree_gostr3411_2012_256(&[7; 32], b"label", b"seed", r, &mut output);
        result.map(|()| output)
    };
    assert_eq!(derive(0, CounterOctets::One), Ok(vec![]));
    assert!(derive(8160, CounterOctets::One).is_ok());
    let error = derive(8161, CounterOctets::One).unwrap_err();
    assert_eq!(error, KdfError::OutputTooLong { limit: 8160, octets: 8161 });
    assert_eq!(error.to_string(), "8161 octets of key material where the counter allows 8160");
    assert!(derive(8161, CounterOctets::Two).is_ok());
    let partial = derive(33, CounterOctets::Four).unwrap();
    assert_ne!(partial[..32], derive(32, CounterOctets::Four).unwrap(), "L is part of what is hashed");
}

#[cfg(feature = "cipher")]
#[test]
fn the_key_is_wrapped_as_in_the_example() {
    use esig_gost::cipher::{CipherError, Gost28147ParameterSet};
    use esig_gost::keywrap::{kdf_unwrap, kdf_wrap};

    let set = Gost28147ParameterSet::Tc26Z;
    let export_key: [u8; 32] = hex(K_IN).try_into().unwrap();
    let key = hex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");
    let cek_enc = "d15547f8ee85121bc87d4b1027d26027ecc071bba6e72f3fec6f620f56834c5a";
    let expected = hex(&[SEED, cek_enc, "be33f052"].concat());
    let mut wrapped = kdf_wrap(set, &export_key, &hex(SEED), &key).unwrap();
    assert_eq!(wrapped, expected);
    assert_eq!(*kdf_unwrap(set, &export_key, &wrapped).unwrap(), key);
    wrapped[20] ^= 1;
    assert_eq!(kdf_unwrap(set, &export_key, &wrapped), Err(CipherError::Mac));
}

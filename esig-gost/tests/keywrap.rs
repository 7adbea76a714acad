//! What is wrapped is unwrapped, and nothing else is.
#![cfg(feature = "cipher")]

use esig_gost::cipher::{BlockCipher, CipherError, Gost28147ParameterSet};
use esig_gost::keywrap::{
    EncryptedKey, crypto_pro_unwrap, crypto_pro_wrap, diversify_kek, gost28147_unwrap, gost28147_wrap,
    kdf_unwrap, kdf_wrap, kexp15, kimp15,
};
use proptest::prelude::*;

const CIPHERS: [BlockCipher; 2] = [BlockCipher::Magma, BlockCipher::Kuznyechik];

fn parameter_set() -> impl Strategy<Value = Gost28147ParameterSet> {
    prop::sample::select(Gost28147ParameterSet::all())
}

fn flipped<const N: usize>(mut octets: [u8; N], bit: prop::sample::Index) -> [u8; N] {
    let bit = bit.index(8 * N);
    octets[bit / 8] ^= 1 << (bit % 8);
    octets
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn exported_secrets_are_imported(
        secret in prop::collection::vec(any::<u8>(), 0..100),
        keys in prop::array::uniform32(any::<u16>()).prop_map(|words| {
            std::array::from_fn::<_, 64, _>(|i| words[i / 2].to_le_bytes()[i % 2])
        }),
        bit: prop::sample::Index,
    ) {
        for cipher in CIPHERS {
            let iv = vec![5; cipher.iv_octets()];
            let wrapped = kexp15(cipher, &secret, &keys, &iv).unwrap();
            prop_assert_eq!(wrapped.len(), secret.len() + cipher.block_octets());
            prop_assert_eq!(&*kimp15(cipher, &wrapped, &keys, &iv).unwrap(), &secret);

            let mut altered = wrapped.clone();
            let at = bit.index(8 * altered.len());
            altered[at / 8] ^= 1 << (at % 8);
            prop_assert_eq!(kimp15(cipher, &altered, &keys, &iv), Err(CipherError::Mac));
            prop_assert_eq!(kimp15(cipher, &wrapped, &flipped(keys, bit), &iv), Err(CipherError::Mac));
            let other_iv = vec![6; iv.len()];
            prop_assert_eq!(kimp15(cipher, &wrapped, &keys, &other_iv), Err(CipherError::Mac));
        }
    }

    #[test]
    fn wrapped_keys_are_unwrapped(set in parameter_set(), kek: [u8; 32], ukm: [u8; 8], cek: [u8; 32]) {
        let wrapped = gost28147_wrap(set, &kek, &ukm, &cek);
        prop_assert_eq!(*gost28147_unwrap(set, &kek, &wrapped).unwrap(), cek);
        prop_assert_eq!(&EncryptedKey::from_octets(&wrapped.to_octets()), &wrapped);

        let diversified = crypto_pro_wrap(set, &kek, &ukm, &cek);
        prop_assert_eq!(*crypto_pro_unwrap(set, &kek, &diversified).unwrap(), cek);
        let kek_of_ukm = diversify_kek(set, &kek, &ukm);
        prop_assert_eq!(*gost28147_unwrap(set, &kek_of_ukm, &diversified).unwrap(), cek);
    }

    /// One in 2³² would be taken, which these few cases do not meet.
    #[test]
    fn altered_keys_are_refused(
        set in parameter_set(),
        kek: [u8; 32],
        ukm: [u8; 8],
        cek: [u8; 32],
        bit: prop::sample::Index,
    ) {
        let wrapped = gost28147_wrap(set, &kek, &ukm, &cek);
        let altered = EncryptedKey::from_octets(&flipped(wrapped.to_octets(), bit));
        prop_assert_eq!(gost28147_unwrap(set, &kek, &altered), Err(CipherError::Mac));
        prop_assert_eq!(gost28147_unwrap(set, &flipped(kek, bit), &wrapped), Err(CipherError::Mac));

        let wrapped = crypto_pro_wrap(set, &kek, &ukm, &cek);
        let altered = EncryptedKey::from_octets(&flipped(wrapped.to_octets(), bit));
        prop_assert_eq!(crypto_pro_unwrap(set, &kek, &altered), Err(CipherError::Mac));
        prop_assert_eq!(crypto_pro_unwrap(set, &flipped(kek, bit), &wrapped), Err(CipherError::Mac));
    }

    #[test]
    fn keys_wrapped_with_a_seed_are_unwrapped(
        set in parameter_set(),
        export_key: [u8; 32],
        seed in prop::collection::vec(any::<u8>(), 8..=16),
        key: [[u8; 32]; 2],
        bit: prop::sample::Index,
    ) {
        for key in [&key[0][..], key.as_flattened()] {
            let wrapped = kdf_wrap(set, &export_key, &seed, key).unwrap();
            prop_assert_eq!(&**kdf_unwrap(set, &export_key, &wrapped).unwrap(), key);
            let mut altered = wrapped.clone();
            let at = bit.index(8 * altered.len());
            altered[at / 8] ^= 1 << (at % 8);
            prop_assert_eq!(kdf_unwrap(set, &export_key, &altered), Err(CipherError::Mac));
            let export_key = flipped(export_key, bit);
            prop_assert_eq!(kdf_unwrap(set, &export_key, &wrapped), Err(CipherError::Mac));
        }
    }
}

#[test]
fn wrong_lengths_are_refused() {
    for cipher in CIPHERS {
        let (block, expected) = (cipher.block_octets(), cipher.iv_octets());
        for found in [0, expected - 1, expected + 1] {
            let (iv, error) = (vec![5; found], CipherError::IvLength { expected, found });
            assert_eq!(kexp15(cipher, b"secret", &[1; 64], &iv), Err(error));
            assert_eq!(kimp15(cipher, &[0; 64], &[1; 64], &iv), Err(error));
        }
        for found in [0, 1, block - 1] {
            let error = Err(CipherError::WrappedLength { found });
            assert_eq!(kimp15(cipher, &vec![0; found], &[1; 64], &vec![5; expected]), error);
        }
        let empty = kexp15(cipher, b"", &[1; 64], &vec![5; expected]).unwrap();
        assert_eq!(*kimp15(cipher, &empty, &[1; 64], &vec![5; expected]).unwrap(), b"");
    }

    let set = Gost28147ParameterSet::Tc26Z;
    for (seed, key, found) in [(7, 32, 7), (17, 32, 17), (8, 31, 31), (8, 33, 33), (8, 0, 0)] {
        let error = Err(CipherError::KeyLength { found });
        assert_eq!(kdf_wrap(set, &[1; 32], &vec![2; seed], &vec![3; key]), error);
    }
    for found in [0, 35, 36, 43, 53, 75, 85, 1000] {
        let error = Err(CipherError::WrappedLength { found });
        assert_eq!(kdf_unwrap(set, &[1; 32], &vec![0; found]), error);
    }
}

#[test]
fn nothing_secret_is_shown() {
    let wrapped = gost28147_wrap(Gost28147ParameterSet::Tc26Z, &[1; 32], &[2; 8], &[3; 32]);
    assert_eq!(format!("{wrapped:?}"), "EncryptedKey(..)");
}

//! What is wrapped is unwrapped, and nothing else is.
#![cfg(feature = "cipher")]

mod common;

use common::hex;
use esig_gost::cipher::{BlockCipher, CipherError, Gost28147Cfb, Gost28147ParameterSet};
use esig_gost::keywrap::{
    EncryptedKey, crypto_pro_unwrap, crypto_pro_wrap, diversify_kek, gost28147_unwrap, gost28147_wrap,
    kdf_unwrap, kdf_wrap, kexp15, kimp15,
};
use esig_gost::{ParameterSet, SigningKey, VerifyingKey, vko};
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

/// The parts of what `openssl cms -encrypt -engine gost -gost89` made for a GOST R 34.10-2001 certificate
/// (OpenSSL 3.0.19, gost-engine): RFC 4490 §4.2.1.
#[test]
fn a_key_that_gost_engine_transported_is_unwrapped() {
    let recipient = hex("B0CE44B06BD19BA6C06B635BA4976DA33CEEAA362DA6403E3BB6326C7983F33C");
    let recipient = SigningKey::from_le_octets(ParameterSet::CryptoProA, &recipient).unwrap();
    let ephemeral = hex("
        0AB4A50FEBFCD9FCCE0DC53740F55E23AAE0035484AAA6E53875F9E27F3E57D4
        23265ACFB715257BB72A1F9D5FFF43ADD720385E97A9D00F727A0C86D7B35C14");
    let ephemeral = VerifyingKey::from_le_octets(ParameterSet::CryptoProA, &ephemeral).unwrap();
    let mut wrapped = EncryptedKey {
        ukm: hex("04314E38C5943EF7").try_into().unwrap(),
        encrypted_key: hex("598DC37E482CCF4D094617B7824EE0750C190CDA5CA33AF1C103902D4896C7F1")
            .try_into()
            .unwrap(),
        mac_key: hex("3222C741").try_into().unwrap(),
    };
    let kek = vko::kek_2001(&recipient, &ephemeral, &wrapped.ukm).unwrap();
    let cek = crypto_pro_unwrap(Gost28147ParameterSet::CryptoProA, &kek, &wrapped).unwrap();
    let iv = hex("F62DB71A0BD98287").try_into().unwrap();
    let mut content = hex("6586A75575CF6E53A63FFE9A");
    Gost28147Cfb::new(Gost28147ParameterSet::Tc26Z, &cek, &iv).decrypt(&mut content);
    assert_eq!(content, b"Test message");

    let of_2012 = vko::kek_256(&recipient, &ephemeral, &wrapped.ukm).unwrap();
    let refused = Err(CipherError::Mac);
    assert_eq!(crypto_pro_unwrap(Gost28147ParameterSet::CryptoProA, &of_2012, &wrapped), refused);
    assert_eq!(crypto_pro_unwrap(Gost28147ParameterSet::Tc26Z, &kek, &wrapped), refused);
    wrapped.ukm[7] ^= 1;
    assert_eq!(crypto_pro_unwrap(Gost28147ParameterSet::CryptoProA, &kek, &wrapped), refused);
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

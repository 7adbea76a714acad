//! GOST 28147-89, Magma and Kuznyechik in the modes of CMS and PFX.
#![cfg(feature = "cipher")]

mod common;

use common::hex;
use esig_gost::cipher::BlockCipher::{Kuznyechik, Magma};
use esig_gost::cipher::{CipherError, CtrAcpkm, CtrAcpkmOmac, Gost28147Cfb, Gost28147ParameterSet};
use proptest::prelude::*;

/// 2100 octets under each parameter set: the key changes twice. The last 32 octets are those of
/// `openssl enc -engine gost -gost89` (OpenSSL 3.0.19, gost-engine) with `CRYPT_PARAMS` set.
#[test]
fn cfb_with_key_meshing_is_that_of_gost_engine() {
    use Gost28147ParameterSet::*;
    let expected = [
        (CryptoProA, "d9eac9f34fb8a7bf10d3b71e035cdaa3b0392d7a4c03793eb3162ad16b1a65be"),
        (CryptoProB, "756305ba424448c4f4c5da373ea8590c0a0526b8c69ef00cc80d8e8374f736fb"),
        (CryptoProC, "0427ac67f1a5f51ff4d4ece287efc3afbecacff2e45885b5f3ae3f40005bbee1"),
        (CryptoProD, "abb3a0407621834f8fa54902f6cf4b1fe9a55324eb881489e3a340506279c138"),
        (Tc26Z, "543e5b633a9bb2b26596ddd131b7126956edc37d65cfba2047b5ee33dd2e8e2e"),
    ];
    let key: [u8; 32] = std::array::from_fn(|i| i as u8);
    let iv = [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88];
    let plain: Vec<u8> = (0..2100).map(|i| (7 * i + i / 256) as u8).collect();
    for (set, tail) in expected {
        let mut data = plain.clone();
        Gost28147Cfb::new(set, &key, &iv).encrypt(&mut data);
        assert_eq!(data[2100 - 32..], hex(tail), "{set:?}");
        Gost28147Cfb::new(set, &key, &iv).decrypt(&mut data);
        assert_eq!(data, plain, "{set:?}");
    }
}

const KEY: &str = "8899AABBCCDDEEFF0011223344556677FEDCBA98765432100123456789ABCDEF";

/// R 1323565.1.017-2018 appendix A.1: sections of 16 and 32 octets.
#[test]
fn ctr_acpkm_is_that_of_the_recommendation() {
    let key = hex(KEY).try_into().unwrap();
    let examples = [
        (
            Magma,
            "12345678",
            16,
            "1122334455667700FFEEDDCCBBAA998800112233445566778899AABBCCEEFF0A
             112233445566778899AABBCCEEFF0A002233445566778899",
            "2AB81DEEEB1E4CAB68E104C4BD6B94EAC72C67AF6C2E5B6B0EAFB61770F1B32E
             A1AE71149EED1382ABD467180672EC6F84A2F15B3FCA72C1",
        ),
        (
            Kuznyechik,
            "1234567890ABCEF0",
            32,
            "1122334455667700FFEEDDCCBBAA998800112233445566778899AABBCCEEFF0A
             112233445566778899AABBCCEEFF0A002233445566778899AABBCCEEFF0A0011
             33445566778899AABBCCEEFF0A001122445566778899AABBCCEEFF0A00112233
             5566778899AABBCCEEFF0A0011223344",
            "F195D8BEC10ED1DBD57B5FA240BDA1B885EEE733F6A13E5DF33CE4B33C45DEE4
             4BCEEB8F646F4C55001706275E85E800587C4DF568D094393E4834AFD0805046
             CF30F57686AEECE11CFC6C316B8A896EDFFD07EC813636460C4F3B743423163E
             6409A9C282FAC8D469D221E7FBD6DE5D",
        ),
    ];
    for (cipher, iv, section, plain, encrypted) in examples {
        let stream = |section| CtrAcpkm::new(cipher, &key, &hex(iv), section).unwrap();
        let mut data = hex(plain);
        stream(section).apply_keystream(&mut data);
        assert_eq!(data, hex(encrypted), "{cipher:?}");
        stream(section).apply_keystream(&mut data);
        assert_eq!(data, hex(plain), "{cipher:?}");
        stream(2 * section).apply_keystream(&mut data);
        assert_eq!(data[..section], hex(encrypted)[..section]);
        assert_ne!(data, hex(encrypted), "another section is another cipher");
    }
}

/// 10 000 octets, so that the key changes often. The last 32 octets are those of
/// `openssl enc -engine gost -magma-ctr-acpkm` and `-kuznyechik-ctr-acpkm` (OpenSSL 3.0.19, gost-engine), whose
/// sections have 1 and 4 KiB.
#[test]
fn ctr_acpkm_is_that_of_gost_engine() {
    let expected = [
        (Magma, 1024, "a3cbaef72b9ea62a54050843920eba0475b8353ee642c03356428bf07885ad22"),
        (Kuznyechik, 4096, "d22c29e31e15eec77af87481c26da100bdd55a666f6a42456b2f71fb0f05ef7a"),
    ];
    let key: [u8; 32] = std::array::from_fn(|i| i as u8);
    let iv = [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88];
    for (cipher, section, tail) in expected {
        let mut data: Vec<u8> = (0..10_000).map(|i| (7 * i + i / 256) as u8).collect();
        let mut stream = CtrAcpkm::new(cipher, &key, &iv[..cipher.iv_octets()], section).unwrap();
        stream.apply_keystream(&mut data);
        assert_eq!(data[10_000 - 32..], hex(tail), "{cipher:?}");
    }
}

#[test]
fn wrong_lengths_are_refused() {
    for cipher in [Magma, Kuznyechik] {
        let (block, iv) = (cipher.block_octets(), cipher.iv_octets());
        let new = |iv, section| CtrAcpkm::new(cipher, &[7; 32], &vec![1; iv], section).map(drop);
        assert_eq!(new(iv, block), Ok(()));
        for found in [0, iv - 1, iv + 1, block] {
            assert_eq!(new(found, block), Err(CipherError::IvLength { expected: iv, found }));
        }
        for found in [0, 1, block - 1, block + 1] {
            assert_eq!(new(iv, found), Err(CipherError::SectionLength { block, found }));
        }
        let expected = cipher.ukm_octets();
        for found in [0, iv, expected - 1, expected + 1] {
            let error = Err(CipherError::UkmLength { expected, found });
            let ukm = vec![1; found];
            assert_eq!(CtrAcpkm::with_ukm(cipher, &[7; 32], &ukm, block).map(drop), error);
            assert_eq!(CtrAcpkmOmac::with_ukm(cipher, &[7; 32], &ukm, block).map(drop), error);
        }
    }
}

#[test]
fn nothing_secret_is_shown() {
    let key = [0xa5; 32];
    let shown = [
        format!("{:?}", Gost28147Cfb::new(Gost28147ParameterSet::Tc26Z, &key, &[1; 8])),
        format!("{:?}", CtrAcpkm::with_ukm(Magma, &key, &[1; 12], 8).unwrap()),
        format!("{:?}", CtrAcpkm::with_ukm(Kuznyechik, &key, &[1; 16], 16).unwrap()),
        format!("{:?}", CtrAcpkmOmac::with_ukm(Kuznyechik, &key, &[1; 16], 16).unwrap()),
    ];
    let expected = [
        "Gost28147Cfb(Tc26Z, ..)",
        "CtrAcpkm(Magma, ..)",
        "CtrAcpkm(Kuznyechik, ..)",
        "CtrAcpkmOmac(Kuznyechik, ..)",
    ];
    assert_eq!(shown, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pieces_are_encrypted_like_the_whole(
        key: [u8; 32],
        data in prop::collection::vec(any::<u8>(), 0..3000),
        cuts: [prop::sample::Index; 3],
    ) {
        let mut cuts = cuts.map(|cut| cut.index(data.len() + 1));
        cuts.sort();
        let pieces = |mut data: Vec<u8>, f: &mut dyn FnMut(&mut [u8])| {
            [0, cuts[0], cuts[1], cuts[2], data.len()].windows(2).for_each(|ends| f(&mut data[ends[0]..ends[1]]));
            data
        };
        let whole = |mut data: Vec<u8>, f: &mut dyn FnMut(&mut [u8])| {
            f(&mut data);
            data
        };
        for set in Gost28147ParameterSet::all() {
            let cfb = || Gost28147Cfb::new(*set, &key, &[3; 8]);
            let (mut one, mut two) = (cfb(), cfb());
            let encrypted = pieces(data.clone(), &mut |piece| one.encrypt(piece));
            prop_assert_eq!(&encrypted, &whole(data.clone(), &mut |piece| two.encrypt(piece)));
            let (mut one, mut two) = (cfb(), cfb());
            prop_assert_eq!(&data, &pieces(encrypted.clone(), &mut |piece| one.decrypt(piece)));
            prop_assert_eq!(&data, &whole(encrypted, &mut |piece| two.decrypt(piece)));
        }
        for cipher in [Magma, Kuznyechik] {
            let stream = || CtrAcpkm::new(cipher, &key, &vec![3; cipher.iv_octets()], 64).unwrap();
            let (mut one, mut two) = (stream(), stream());
            let encrypted = pieces(data.clone(), &mut |piece| one.apply_keystream(piece));
            prop_assert_eq!(&encrypted, &whole(data.clone(), &mut |piece| two.apply_keystream(piece)));
        }
    }

    #[test]
    fn any_flipped_bit_of_a_content_with_omac_is_noticed(
        key: [u8; 32],
        content in prop::collection::vec(any::<u8>(), 1..100),
        bit: prop::sample::Index,
    ) {
        for cipher in [Magma, Kuznyechik] {
            let ukm = vec![9; cipher.ukm_octets()];
            let sealed = || CtrAcpkmOmac::with_ukm(cipher, &key, &ukm, 32).unwrap();
            let mut encrypted = content.clone();
            let mac = sealed().encrypt(&mut encrypted);
            prop_assert_eq!(mac.len(), cipher.block_octets());
            let mut decrypted = encrypted.clone();
            prop_assert_eq!(sealed().decrypt(&mut decrypted, &mac), Ok(()));
            prop_assert_eq!(&decrypted, &content);

            let mut all = [encrypted.clone(), mac.clone()].concat();
            let bit = bit.index(8 * all.len());
            all[bit / 8] ^= 1 << (bit % 8);
            let (altered, altered_mac) = all.split_at_mut(content.len());
            prop_assert_eq!(sealed().decrypt(altered, altered_mac), Err(CipherError::Mac));
            prop_assert!(altered.iter().all(|octet| *octet == 0), "what was not authentic is wiped");
            for mac in [&[][..], &mac[1..], &[&mac[..], &[0]].concat()] {
                prop_assert_eq!(sealed().decrypt(&mut encrypted.clone(), mac), Err(CipherError::Mac));
            }
        }
    }
}

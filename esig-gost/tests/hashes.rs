//! The examples of the standards' hash functions.

mod common;

use common::{hex, le};
use esig_gost::digest::{Digest, KeyInit, Mac};
use esig_gost::{Gost94CryptoPro, Gost94Test, HmacStreebog256, HmacStreebog512, Streebog256, Streebog512};
use hmac::Hmac;

/// M1 and M2 of RFC 6986 §10 with their 256-bit and 512-bit hash codes, printed as numbers there.
const RFC_6986: [[&str; 3]; 2] = [
    [
        "32313039383736353433323130393837363534333231303938373635343332313039383736353433323130393837\
         3635343332313039383736353433323130",
        "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d",
        "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00\
         fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b",
    ],
    [
        "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2f120fff0eeec20f120faf2fee5e2\
         202ce8f6f3ede220e8e6eee1e8f0f2d1202ce8f0f2e5e220e5d1",
        "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d",
        "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03\
         7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e",
    ],
];

#[test]
fn streebog_agrees_with_rfc_6986() {
    for [message, code_256, code_512] in RFC_6986.map(|example| example.map(le)) {
        assert_eq!(Streebog256::digest(&message).to_vec(), code_256);
        assert_eq!(Streebog512::digest(&message).to_vec(), code_512);
        // In pieces of every length.
        for length in 1..message.len() {
            let hash =
                message.chunks(length).fold(Streebog512::new(), |hash, piece| hash.chain_update(piece));
            assert_eq!(hash.finalize().to_vec(), code_512);
        }
    }
}

/// RFC 7836 appendix B, examples 1 and 2.
#[test]
fn hmac_streebog_agrees_with_rfc_7836() {
    let key = (0u8..32).collect::<Vec<_>>();
    let text = hex("0126bdb87800af214341456563780100");
    let mac = HmacStreebog256::new_from_slice(&key).unwrap().chain_update(&text);
    let expected = "a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9";
    assert_eq!(mac.finalize().into_bytes().to_vec(), hex(expected));
    let mac = HmacStreebog512::new_from_slice(&key).unwrap().chain_update(&text);
    let expected = "a59bab22ecae19c65fbde6e5f4e9f5d8549d31f037f9df9b905500e171923a77\
                    3d5f1530f2ed7e964cb2eedc29e9ad2f3afe93b2814f79f5000ffc0366c251e6";
    assert_eq!(mac.finalize().into_bytes().to_vec(), hex(expected));
}

#[test]
fn hmac_agrees_with_the_generic_one_for_keys_of_every_length() {
    let octets = (0..=255).cycle().take(400).collect::<Vec<u8>>();
    for length in 0..200 {
        let (key, text) = (&octets[..length], &octets[length..]);
        let ours = HmacStreebog256::new_from_slice(key).unwrap().chain_update(text);
        let generic = Hmac::<Streebog256>::new_from_slice(key).unwrap().chain_update(text);
        ours.verify(&generic.finalize().into_bytes()).unwrap();
        let ours = HmacStreebog512::new_from_slice(key).unwrap().chain_update(text);
        let generic = Hmac::<Streebog512>::new_from_slice(key).unwrap().chain_update(text);
        ours.verify(&generic.finalize().into_bytes()).unwrap();
    }
}

/// RFC 5831 §7.3, examples 1 and 2, with the S-boxes of the example.
#[test]
fn gost_94_agrees_with_rfc_5831() {
    for (message, code) in [
        (
            "73657479622032333D6874676E656C202C6567617373656D2073692073696854",
            "FAFF37A615A816691CFF3EF8B68CA247E09525F39F8119832EB81975D366C4B1",
        ),
        (
            "7365747962203035203D206874676E656C20736168206567617373656D206C616E696769726F206568742065736F7070\
             7553",
            "0852F5623B89DD57AEB4781FE54DF14EEAFBC1350613763A0D770AA657BA1A47",
        ),
    ] {
        assert_eq!(Gost94Test::digest(le(message)).to_vec(), le(code));
    }
}

/// RFC 4357 names no example; the hash code of the empty message is that of every implementation.
#[test]
fn gost_94_with_the_parameters_of_crypto_pro() {
    let expected = "981E5F3CA30C841487830F84FB433E13AC1101569B9C13584AC483234CD656C0";
    assert_eq!(Gost94CryptoPro::digest(b"").to_vec(), hex(expected));
}
